"""A recording played again: the same to the last tick, in another process too, and what differs is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lucy import consumers
from lucy.__main__ import main
from lucy.run.level_files import load_level
from lucy.run.recorder import Recorder
from lucy.run.recording import session_of
from lucy.run.recording_file import read_recording
from lucy.run.session import Session
from lucy.sim.controls import Controls

HZ = 60
SHORT = ["level.duration_s=18", f"level.tick_hz={HZ}"]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "home"))


def recorded(file: Path, name: str = "01-chocolate-factory", consumer: str | None = "watermark") -> Session:
    level = load_level(name, overrides=SHORT)
    session = Session(level, consumers.make(consumer) if consumer else None, seed=6, live=False)
    kept = Recorder(session, file=file)
    while not session.finished:
        session.run_ticks(13)
        if consumer is None and 250 < session.world.tick < 275:
            session.set_controls(Controls(pace_per_s=0.7), "control")
        kept.keep_up()
    kept.close()
    return session


@pytest.mark.parametrize("name", ["01-chocolate-factory", "08-chaos"])
def test_a_replay_is_the_same_run(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.jsonl"
    first = recorded(file, name, load_level(name).beat)
    assert main(["replay", str(file), "--verify"]) == 0
    assert "the same to the last tick" in capsys.readouterr().out
    assert main(["replay", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["digest"] == first.world.digest() and found["differs_at_s"] is None
    assert found["score"] == first.result().score


def test_another_process_says_the_same(tmp_path: Path) -> None:
    recorded(tmp_path / "run.jsonl", consumer=None)
    words = [sys.executable, "main.py", "replay", str(tmp_path / "run.jsonl"), "--verify"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "the same to the last tick (1,080)" in done.stdout


def other_pythons() -> list[str]:
    """The Pythons of another version that have numpy: of LUCY_PYTHONS (paths, as in PATH), and on the PATH."""
    given = os.environ.get("LUCY_PYTHONS", "").split(os.pathsep)
    named = [shutil.which(f"python3.{minor}") for minor in range(11, 16) if minor != sys.version_info.minor]
    ask = "import sys, numpy; sys.exit(sys.version_info < (3, 11))"
    able = [path for path in dict.fromkeys((*given, *named)) if path and os.access(path, os.X_OK)]
    return [path for path in able if not subprocess.run([path, "-c", ask], capture_output=True, check=False).returncode]


def test_another_python_says_the_same(tmp_path: Path) -> None:
    pythons = other_pythons()
    if not pythons:
        pytest.skip("no other Python with numpy: name some in LUCY_PYTHONS")
    recorded(tmp_path / "run.jsonl", "08-chaos", "negotiator")
    for python in pythons:
        words = [python, "main.py", "replay", str(tmp_path / "run.jsonl"), "--verify"]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "the same to the last tick" in done.stdout, (python, done.stderr)


def test_it_says_where_it_first_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.jsonl"
    recorded(file, consumer=None)
    lines = file.read_text(encoding="utf-8").splitlines()
    deed = next(place for place, line in enumerate(lines) if '"pace_per_s"' in line and '"t"' in line[:5])
    lines[deed] = lines[deed].replace("0.7", "0.6")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["replay", str(file), "--verify"]) == 1
    out = capsys.readouterr().out.splitlines()[-1]
    assert "differs. The same up to 4.0 s, and not at 5.0 s (tick 300)" in out


def test_one_that_was_cut_short_plays_what_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.jsonl"
    recorded(file)
    text = file.read_bytes()
    file.write_bytes(text[: len(text) - 300])
    assert main(["replay", str(file), "--verify"]) == 0
    told = capsys.readouterr()
    assert "cut short; it goes up to" in told.err and "the same" in told.out
    session = session_of(read_recording(file))
    session.run_ticks(10**6)
    assert session.finished and session.world.tick < session.level.duration_ticks


def test_a_level_that_has_changed_since_plays_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(tmp_path / "run.jsonl")  # 18 s of a level that ships with 60
    assert main(["replay", str(tmp_path / "run.jsonl"), "--verify"]) == 0
    assert "is another one by now; this plays it as it was" in capsys.readouterr().err


def test_what_cannot_be_played_is_one_line_and_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b"\x00" * 99)
    for words in (["replay", str(tmp_path / "bad.jsonl")], ["replay", str(tmp_path / "no"), "--json"],
                  ["replay", "last"], ["replay"]):  # fmt: skip
        assert main(words) == 2
        said = capsys.readouterr().err
        assert said.startswith("lucy: ") and said.count("\n") == 1


def test_the_last_one_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    session = Session(load_level("01-chocolate-factory", overrides=SHORT))
    kept = Recorder(session)
    session.run_ticks(5 * HZ)
    kept.close()
    assert main(["replay", "last", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["seconds"] == 5 and found["differs_at_s"] is None


def test_a_replay_can_be_looked_back_at_and_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    first = recorded(file, consumer=None)
    session = session_of(read_recording(file))
    session.run_ticks(10**6)
    assert session.world.digest() == first.world.digest()
    session.line.seek(session, 3 * HZ)
    session.line.branch(session)
    session.set_controls(Controls(pace_per_s=0.2))
    session.run_ticks(10**6)
    assert session.finished and session.world.digest() != first.world.digest()
    kept = Recorder(session, file=tmp_path / "branch.jsonl")
    kept.close()
    again = read_recording(tmp_path / "branch.jsonl")
    assert again.branched_at_s == (3.0,) and again.consumer == "you"
    twice = session_of(again)
    twice.run_ticks(10**6)
    assert twice.world.digest() == session.world.digest()
