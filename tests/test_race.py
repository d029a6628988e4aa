"""A race: equal seeds, honest ties, fresh seeds for the final, and the same result however often it was stopped."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from stopping import stopped_after

from lucy import consumers
from lucy.__main__ import main
from lucy.consumers.own.complaints import Complaint
from lucy.consumers.own.time_rule import TimeRule
from lucy.run import race
from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.run.race import Run, are_tied, final_seeds, half_width, rank, t_975
from lucy.run.unfinished import Unfinished

ROOT = Path(__file__).resolve().parent.parent
SHORT = ("--level", "sandbox", "--set", "level.duration_s=6", "--workers", "1")
GOOD = "def decide(view, memory):\n    return Controls(buffer_units=3, when_full='arrival')\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of its own."""
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def runs(*scores: float) -> list[Run]:
    return [Run(seed, score, 0, "won") for seed, score in enumerate(scores, 1)]


def raced(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["race", *words]) == 0
    return capsys.readouterr().out


# -- ranking


def test_the_best_mean_comes_first_and_equals_share_a_rank() -> None:
    places = rank({"low": runs(10, 20, 30), "high": runs(50, 60, 70), "same": runs(50, 60, 70)})
    assert [(p.rank, p.tied, p.name) for p in places] == [(1, True, "high"), (1, True, "same"), (3, False, "low")]
    assert [p.best for p in places] == [1.0, 1.0, 0.0]


def test_a_tie_is_judged_seed_by_seed_and_not_by_the_spread_of_the_scores() -> None:
    luck = np.array([10.0, 90.0, 30.0, 70.0, 50.0])
    always_better = luck + np.array([1.0, 1.1, 0.9, 1.0, 1.0])
    sometimes_better = luck + np.array([9.0, -8.0, 7.0, -6.0, 1.0])
    assert not are_tied(always_better, luck)
    assert are_tied(sometimes_better, luck)
    assert half_width(luck) > 30, "their own intervals overlap widely in both cases"


def test_a_tie_is_with_the_first_of_the_rank_and_does_not_drift_down_the_table() -> None:
    steps = {name: runs(*(np.array([50.0, 60.0, 70.0, 80.0]) - lag)) for name, lag in (
        ("a", np.zeros(4)), ("b", np.array([0.0, 2.0, 0.0, 2.0])), ("c", np.array([2.0, 3.0, 2.0, 3.0])),
    )}  # fmt: skip
    assert [(p.rank, p.tied) for p in rank(steps)] == [(1, True), (1, True), (3, False)]
    assert are_tied(np.array([50.0, 58.0, 70.0, 78.0]), np.array([48.0, 57.0, 68.0, 77.0])) is False


def test_one_seed_says_nothing_of_chance() -> None:
    (first, second) = rank({"a": runs(60), "b": runs(59)})
    assert first.half_width is None and (first.rank, second.rank) == (1, 2)


@pytest.mark.parametrize(
    ("freedom", "exact"), [(1, 12.7062), (2, 4.30265), (3, 3.18245), (9, 2.26216), (19, 2.09302), (199, 1.97196)]
)
def test_students_t_agrees_with_the_tables(freedom: int, exact: float) -> None:
    assert t_975(freedom) == pytest.approx(exact, rel=2e-3)


# -- seeds


def test_the_finals_seeds_are_drawn_from_one_number_and_are_not_the_first_ones() -> None:
    known = list(range(1, 21))
    drawn = final_seeds(4711, 20, known)
    assert drawn == final_seeds(4711, 20, known) != final_seeds(4712, 20, known)
    assert len(set(drawn)) == 20 and not set(drawn) & set(known)
    assert all(0 <= seed < 2**63 for seed in drawn)
    assert final_seeds(4711, 19, drawn[:1]) == drawn[1:], "a seed that was played already is passed over"


def test_a_run_of_the_race_is_the_run_of_simulate() -> None:
    level = load_level("sandbox", overrides=["level.duration_s=6"])
    for seed, score, stars, outcome, skipped, says in race.play(level, "watermark", "", [3, 2**62]):
        alone = simulate(level, "watermark", seed)
        assert (score, stars, outcome) == (alone.score, alone.stars, alone.outcome)
        assert (skipped, says) == (0, "")


# -- the command


def test_it_gives_the_same_again_though_it_was_stopped(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = race.player_of

    def make_patient(name: str) -> consumers.Consumer:
        player = make(name)
        if isinstance(player, consumers.OwnConsumer):
            player.rule = TimeRule(decision_s=10.0)  # however busy the machine is
        return player

    monkeypatch.setattr(race, "player_of", make_patient)
    mine = tmp_path / "my.py"
    mine.write_text(GOOD, encoding="utf-8")
    line = [str(mine), "watermark", *SHORT, "--seeds", "2", "--final-seed", "7", "--final-seeds", "1", "--csv"]
    first = raced(capsys, *line, str(tmp_path / "1.csv"))
    assert "Final" in first and not list(home.glob("*")), "nothing is left of a race that is done"

    with stopped_after(2, monkeypatch) as kept:
        main(["race", *line, str(tmp_path / "2.csv")])
    assert "goes on from here" in capsys.readouterr().err
    (file,) = home.glob("*")
    file.write_text(file.read_text("utf-8") + '\n["cut short', "utf-8")

    again: list[str] = []
    keep = Unfinished._keep
    monkeypatch.setattr(Unfinished, "_keep", lambda self, of, answer: (again.append(of), keep(self, of, answer)))
    assert raced(capsys, *line, str(tmp_path / "2.csv")) == first
    assert again and not set(again) & set(kept)
    csvs = [(tmp_path / f"{n}.csv").read_bytes() for n in (1, 2)]
    assert csvs[0] == csvs[1]


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_stopped_race_leaves_no_process_behind(tmp_path: Path, name: str) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import os, pathlib\n"
        "pathlib.Path(__file__).with_suffix('.pid').write_text(str(os.getpid()))\n"
        "def decide(view):\n    while True: pass\n",
        encoding="utf-8",
    )
    line = [sys.executable, str(ROOT / "main.py"), "race", str(slow), "watermark", *SHORT]
    running = subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    written = slow.with_suffix(".pid")
    assert soon(lambda: written.exists() and written.read_text() != ""), "the slow one has a process"
    running.send_signal(getattr(signal, name))
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130 and said.strip() == "Stopped. The same line again goes on from here."
    assert soon(lambda: is_gone(int(written.read_text())))


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold within half a minute."""
    until = time.monotonic() + 30
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_changed_file_is_not_taken_for_what_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "my.py"
    mine.write_text(GOOD, encoding="utf-8")
    before = race.code_of(str(mine))
    mine.write_text(GOOD.replace("3", "4"), encoding="utf-8")
    level = load_level("sandbox", overrides=["level.duration_s=1"])
    assert race.code_of(str(mine)) != before
    with pytest.raises(race.ChangedError, match="was changed while it played"):
        race.play(level, str(mine), before, [1])
    mine.write_text("with open(__file__, 'a') as file:\n    file.write('#')\n" + GOOD, encoding="utf-8")
    assert main(["race", str(mine), *SHORT, "--seeds", "1"]) == 2
    assert "was changed while it played" in capsys.readouterr().err
    assert race.code_of("watermark") == "" != race.code_of(f"{sys.executable} {mine}")


def test_who_breaks_is_ranked_with_what_it_got_and_the_line_that_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def decide(view):\n    return view.wating\n", encoding="utf-8")
    table = raced(capsys, str(bad), "watermark", *SHORT, "--seeds", "1", "--csv", str(tmp_path / "all.csv"))
    assert "bad.py line 2" in table and "Did you mean 'waiting'?" in table and "trouble in 1 of 1 runs" in table
    with (tmp_path / "all.csv").open(newline="", encoding="utf-8") as stream:
        mine = {row["consumer"]: row for row in csv.DictReader(stream)}[str(bad)]
    level = load_level("sandbox", overrides=["level.duration_s=6"])
    assert float(mine["score"]) == simulate(level, "shrugger", 1).score, "nobody else's skill is counted as its own"
    assert int(mine["skipped"]) == 30 and "line 2" in mine["says"] and len(mine["code"]) == 12


def test_where_nothing_is_left_to_chance_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    level = ("--level", "01-chocolate-factory", "--set", "level.duration_s=30", "--workers", "1")
    table = raced(capsys, "watermark", "shrugger", *level, "--seeds", "40")
    assert "Nothing is left to chance" in table and "seeds 1 to 40" in table


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("watermark", "needs --level"),
        ("--level sandbox", "needs CONSUMER"),
        ("watermrk --level sandbox", "Did you mean 'watermark'?"),
        ("nowhere.py --level sandbox", "nowhere.py"),
        ("watermark watermark --level sandbox", "named 2 times"),
        ("you --level sandbox", "you are not a program"),
        ("watermark --level sandbx", "sandbox"),
        ("watermark --level sandbox --act 9", "act"),
        ("watermark --level sandbox --seeds 0", "--seeds must be a whole number from 1"),
        ("watermark --level sandbox --final-seed -1", "--final-seed must be a whole number"),
        ("watermark --level sandbox --final-seeds 3", "--final-seeds needs --final-seed"),
        ("watermark --level sandbox --workers none", "--workers must be a whole number"),
        ("watermark --level sandbox --csv nowhere/all.csv", "there is no folder"),
        ("watermark --level sandbox --sed 3", "Did you mean '--seeds'?"),
    ],
)
def test_bad_arguments_get_one_line_and_exit_code_2(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["race", *words.split()]) == 2
    said = capsys.readouterr()
    assert says in said.err and said.err.count("\n") == 1 and said.out == ""


def test_a_csv_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["race", "shrugger", "dropper", *SHORT, "--seeds", "1", "--csv", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"lucy: race: {tmp_path} cannot be written: ")


def test_what_a_program_makes_up_to_complain_of_is_one_line_and_stops_nothing(monkeypatch) -> None:
    own = consumers.OwnConsumer.__new__(consumers.OwnConsumer)
    odd = (Complaint("no_such_key", (("what", "\x1b[2J\nred"),)), 1)
    monkeypatch.setattr(consumers.OwnConsumer, "standing", lambda self: SimpleNamespace(skipped=2, complaints=(odd,)))
    assert race._trouble(own) == (2, "no_such_key: [2J red")
