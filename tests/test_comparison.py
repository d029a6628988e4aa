"""Lanes in step: each is the run that it would be alone, and the table says how they differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lucy.__main__ import main
from lucy.run.comparison import Comparison, compared, recording_of
from lucy.run.comparison_table import table
from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.run.recorder import Recorder
from lucy.run.session import Session
from lucy.sim.controls import Controls
from lucy.sim.level import Level

LEVEL = "03-server-to-server"
QUICK = ["level.tick_hz=60"]


def short(seconds: int = 12, act: int = 3) -> Level:
    return load_level(LEVEL, act, [f"level.duration_s={seconds}"])


def to_its_end(comparison: Comparison, ticks: int = 7) -> None:
    for _ in range(20_000):
        if comparison.finished:
            return
        comparison.run_ticks(ticks)
    raise AssertionError("it never ended")


def test_each_lane_is_the_run_that_it_would_be_alone() -> None:
    level, names = short(6), ("hoarder", "timekeeper", "negotiator")
    lanes = Comparison(level, names, seed=5)
    to_its_end(lanes)
    digests = [found.digest for found in lanes.results()]
    assert digests == [simulate(level, name, 5).digest for name in names]
    assert len(set(digests)) > 1
    assert digests == [found.digest for found in compared(level, names, 5)]


def test_lanes_that_run_are_at_the_same_tick() -> None:
    level = load_level("01-chocolate-factory", overrides=[*QUICK, "level.duration_s=30"])
    lanes = Comparison(level, ("you", "shrugger", "negotiator"))
    apart, ended = 0, 0
    while not lanes.finished:
        lanes.advance(1 / 60)
        running = {lane.session.world.tick for lane in lanes.lanes if not lane.session.finished}
        apart += len(running) > 1
        ended += len([lane for lane in lanes.lanes if lane.session.finished]) == 2
    assert not apart and ended, "one goes on after the others have ended"


def test_the_persons_lane_is_the_run_that_was_played() -> None:
    level, wanted = short(8), Controls(buffer_units=20, when_full="oldest")
    lanes, alone = Comparison(level, ("you", "hoarder"), seed=3), Session(level, None, 3)
    assert lanes.yours is not None
    for ticks in (500, 333, 2_000):
        lanes.run_ticks(ticks)
        alone.run_ticks(ticks)
        lanes.yours.session.set_controls(wanted)
        alone.set_controls(wanted)
    mine, other = lanes.results()
    assert mine.digest == alone.result().digest
    assert other.digest == simulate(level, "hoarder", 3).digest, "what you do changes nobody else's belt"
    again = Comparison(level, ("hoarder",), recording=recording_of(lanes.yours.session))
    assert again.seed == 3 and again.yours is None and again.lanes[0].name == "you"
    to_its_end(again, 100)
    assert [found.digest for found in again.results()] == [mine.digest, other.digest]


def test_nobody_runs_ahead_of_one_who_still_decides(tmp_path: Path) -> None:
    file = tmp_path / "slow.py"
    file.write_text(
        "import time\n\ndef decide(view):\n    time.sleep(0.01)\n"
        "    return Controls(buffer_units=5, when_full='arrival')\n",
        "utf-8",
    )
    lanes = Comparison(short(2), ("hoarder", str(file)))
    try:
        waited = 0
        while not lanes.finished:
            before = lanes.tick
            lanes.run_ticks(4)
            ticks = {lane.session.world.tick for lane in lanes.lanes if not lane.session.finished}
            assert len(ticks) <= 1
            waited += lanes.tick == before
        assert waited, "it did have to wait"
    finally:
        lanes.close()


def test_the_table_says_what_was_what_is_and_the_difference() -> None:
    level = load_level("01-chocolate-factory", overrides=QUICK)
    rows = {row.label: row.cells for row in table(level, compared(level, ("shrugger", "negotiator")))}
    was, is_ = rows["score"]
    assert float(is_.difference) == pytest.approx(float(is_.value) - float(was.value), abs=0.11)
    assert is_.verdict == 1 and was.difference == ""
    peak = rows["most waiting"][1]
    assert peak.difference.startswith("−") and peak.verdict == 1, "less waiting is better"
    assert rows["the end"][0].value.startswith("fell over at")


# -- the command


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["compare", *words]) == 0
    return capsys.readouterr().out


def test_without_a_window_it_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "01-chocolate-factory", "--consumers", "shrugger,negotiator,dropper", "--table",
               "--set", *QUICK)  # fmt: skip
    assert "was: shrugger" in said and "is: negotiator" in said and said.count("difference") == 2
    alone = simulate(load_level("01-chocolate-factory", overrides=QUICK), "negotiator").score
    assert f"{alone:.1f}" in said


def test_as_json_it_gives_each_lane_and_its_difference(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, LEVEL, "--act", "3", "--seed", "9", "--set", "level.duration_s=8",
                           "--consumers", "hoarder,codel", "--json"))  # fmt: skip
    first, second = found["lanes"]
    assert (found["seed"], found["act"], first["lane"], second["lane"]) == (9, 3, "hoarder", "codel")
    assert second["difference"]["score"] == pytest.approx(second["score"] - first["score"])
    assert first["digest"] == simulate(short(8), "hoarder", 9).digest


def test_a_recorded_run_is_the_first_lane(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(short(6), None, 4)
    recorder = Recorder(session, 3, tmp_path / "mine.jsonl")
    session.run_ticks(240)
    session.set_controls(Controls(pace_per_s=10.0))
    session.run_ticks(6 * 240)
    recorder.close()
    said = run(capsys, "--replay", str(tmp_path / "mine.jsonl"), "--consumers", "hoarder", "--json")
    mine, other = json.loads(said)["lanes"]
    assert mine["lane"] == "you (recorded)" and mine["digest"] == session.result().digest
    assert other["seed"] == 4 and other["digest"] == simulate(short(6), "hoarder", 4).digest


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("sandbox", "needs --consumers"),
        ("sandbox --consumers hoarder", "2 to 4"),
        ("sandbox --consumers hoarder,dropper,aimd,credit,codel", "2 to 4"),
        ("sandbox --consumers hoarder,hoarder", "named 2 times"),
        ("sandbox --consumers hoarder,watermrk", "Did you mean 'watermark'?"),
        ("sandbox --consumers you,hoarder --table", "without a window"),
        ("--consumers hoarder,dropper", "needs LEVEL"),
        ("sandbx --consumers hoarder,dropper", "sandbox"),
        ("sandbox --replay last --consumers hoarder", "Leave out LEVEL"),
        ("--replay last --seed 3 --consumers hoarder", "Leave out --seed"),
        ("--replay nowhere.jsonl --consumers hoarder", "nowhere.jsonl"),
        ("--replay last --consumers hoarder", "nothing has been recorded"),
    ],
)  # fmt: skip
def test_bad_arguments_get_one_line_and_exit_code_2(
    words: str, says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUCY_HOME", str(tmp_path))
    assert main(["compare", *words.split()]) == 2
    said = capsys.readouterr()
    assert says in said.err and said.err.count("\n") == 1 and said.out == ""
