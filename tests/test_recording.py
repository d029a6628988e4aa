"""Recordings: written as it goes, read whatever they hold, kept when they have a name."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lucy import consumers
from lucy.run import recorder
from lucy.run.level_files import load_level
from lucy.run.recorder import Recorder
from lucy.run.recording import level_digest
from lucy.run.recording_file import MOST_BYTES, RecordingError, read_recording
from lucy.run.session import Session
from lucy.sim.controls import Controls


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def record(file: Path | None = None, seconds: float = 9.0, close: bool = True) -> tuple[Session, Recorder]:
    session = Session(load_level("01-chocolate-factory"), seed=4, hands_on=True)
    kept = Recorder(session, file=file)
    while session.time_s < seconds:
        session.run_ticks(37)
        session.press()
        session.set_controls(Controls(pace_per_s=1 + session.world.tick % 3, buffer_units=7, when_full="oldest"))
        kept.keep_up()
    if close:
        kept.close()
    return session, kept


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    file = tmp_path_factory.mktemp("recorded") / "run.jsonl"
    record(file)
    return file.read_text(encoding="utf-8").splitlines()


def changed(lines: list[str], place: int, **changes: object) -> str:
    table = json.loads(lines[place]) | changes
    return "\n".join([*lines[:place], json.dumps(table), *lines[place + 1 :]]) + "\n"


def refused(file: Path, text: str | bytes) -> str:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RecordingError) as caught:
        read_recording(file)
    said = str(caught.value)
    assert said.startswith(f"{file}: ") and said.isprintable() and len(said) < 500
    return said.removeprefix(f"{file}: ")


def test_a_recording_says_all_that_was_played(tmp_path: Path) -> None:
    session, kept = record(tmp_path / "run.jsonl")
    found = read_recording(tmp_path / "run.jsonl")
    assert found.level == load_level("01-chocolate-factory") and found.level.words == session.level.words
    assert (found.seed, found.consumer, found.hands_on, found.cut_short) == (4, "you", True, False)
    assert list(found.entries) == session.tape.entries and found.last_tick == session.world.tick
    assert list(found.digests) == [*session.digests, (session.world.tick, session.world.digest())]
    assert {"game", "python", "numpy", "tick_hz"} <= set(json.loads((tmp_path / "run.jsonl").open().readline()))


def test_why_a_persona_did_it_is_recorded_too(tmp_path: Path) -> None:
    level = load_level("01-chocolate-factory", overrides=["level.duration_s=20"])
    session = Session(level, consumers.make("negotiator"))
    kept = Recorder(session, file=tmp_path / "run.jsonl")
    session.run_ticks(level.duration_ticks)
    kept.keep_up()
    kept.close()
    found = read_recording(tmp_path / "run.jsonl")
    assert list(found.entries) == session.tape.entries and any(entry.reason for entry in found.entries)
    assert found.level.duration_ms == 20_000


def test_a_crash_loses_at_most_a_second() -> None:
    session, kept = record(close=False)
    assert kept.file is not None
    found = read_recording(kept.file)
    assert found.cut_short and found.last_tick >= session.world.tick - session.level.tick_hz
    text = kept.file.read_bytes()
    kept.file.write_bytes(text[:-11])  # the power went in mid-line
    assert read_recording(kept.file).last_tick >= session.world.tick - 2 * session.level.tick_hz


def test_nothing_is_kept_of_a_run_that_did_not_last_a_second(home: Path) -> None:
    record(seconds=0.5)
    assert not (home / "replays").exists()


def test_old_recordings_go_but_never_one_with_a_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "MOST_KEPT", 3)
    folder = home / "replays"
    folder.mkdir(parents=True)
    for number in range(6):
        for file in (folder / f"01-a-2026010{number}-120000.jsonl", folder / f"the day it held {number}.jsonl"):
            file.write_text("x")
            os.utime(file, (number, number))
    _, kept = record(seconds=2)
    ours = sorted(file.name for file in folder.iterdir() if not file.name.startswith("the day"))
    assert len(ours) == 3 and kept.file is not None and kept.file.name in ours
    assert ours[0] == "01-a-20260104-120000.jsonl"
    assert len(list(folder.glob("the day*"))) == 6


def test_a_folder_that_cannot_be_written_stops_no_game(home: Path) -> None:
    home.write_text("a file stands where the folder should be")
    session, kept = record(seconds=2)
    assert kept.fault and session.time_s >= 2


def test_a_level_digest_knows_the_rules_and_not_the_words() -> None:
    level = load_level("01-chocolate-factory")
    assert level_digest(level) == level_digest(load_level("01-chocolate-factory", overrides=["words.verdict=Other"]))
    assert level_digest(level) != level_digest(load_level("01-chocolate-factory", overrides=["level.duration_s=61"]))


def test_what_is_not_a_recording_is_refused_in_one_line(tmp_path: Path, lines: list[str]) -> None:
    file = tmp_path / "bad.jsonl"
    assert refused(file, "") == "it is empty"
    assert refused(file, "\n\n") == "it is empty"
    for text in (b"\x00\xff" * 5000, b"[1,2]\n", b"{}\n", b'{"lucy":"level"}', b"[" * 400_000, b'{"a":' * 300_000):
        assert refused(file, text) == "this is not a recording of a run"
    assert "newer than this game" in refused(file, changed(lines, 0, format=2))
    for odd in (0, -1, True, None, "1", [1], 10**300):
        assert "its format is" in refused(file, changed(lines, 0, format=odd))
    assert "there is no such file" in refused_path(tmp_path / "none")
    assert "this is a folder" in refused_path(tmp_path)
    with file.open("wb") as stream:
        stream.truncate(2_000_000_000)  # a hole: it takes no room
    assert "2,000,000,000 bytes is too large" in refused_path(file)
    assert "not an ordinary file" in refused_path(Path(os.devnull))


def refused_path(file: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        read_recording(file)
    return str(caught.value)


def test_what_no_game_would_have_written_is_refused_in_one_line(tmp_path: Path, lines: list[str]) -> None:
    file = tmp_path / "bad.jsonl"
    entry = next(place for place, line in enumerate(lines) if place and '"set"' in line)  # line 0 is the level
    for tick in (10**9, 10**40, -1, 1.5, True, None, "1", 14_401):
        assert "t must be a whole number from 0 to 14400" in refused(file, changed(lines, entry, t=tick))
    assert "comes after tick" in refused(file, changed(lines, entry + 3, t=0))
    for settings_ in ({"pace_per_s": -1}, {"pace_per_s": 1e300}, {"buffer_units": 2**70}, {"buffer_units": "9"},
                      {"when_full": 7}, {"operator": []}, {"keep_fraction": 2}, {"workers": 1.5},
                      {"nonsense": 1}, {"pace_by_source": [["a"]]}, {"buffer_units": True}, [], 7):  # fmt: skip
        assert refused(file, changed(lines, entry, set=settings_)).startswith(f"line {entry + 1}: ")
    assert "seed" in refused(file, changed(lines, 0, seed=2**64))
    assert "consumer" in refused(file, changed(lines, 0, consumer="a\nb"))
    for odd in (["x"], [-1], [1e300], 7):
        assert "branched_at_s" in refused(file, changed(lines, 0, branched_at_s=odd))
    assert "nobody can do that" in refused(file, "\n".join([lines[0], *[lines[entry]] * 600]))
    unread = [*lines[:entry], lines[entry].replace('"set"', '"st"'), *lines[entry + 1 :]]
    assert f"line {entry + 1}: this is not a line" in refused(file, "\n".join(unread))


def test_a_level_that_was_changed_or_makes_no_sense_is_refused_in_one_line(tmp_path: Path, lines: list[str]) -> None:
    file = tmp_path / "bad.jsonl"
    source = json.loads(lines[0])["source"]
    longer = source | {"level": source["level"] | {"duration_s": 61}}
    assert "is not the one that was played" in refused(file, changed(lines, 0, source=longer))
    for odd in (source | {"level": source["level"] | {"duration_s": 10**9}}, {}, [], None, 7, "x",
                source | {"producer": "none"}, source | {"level": source["level"] | {"title": "\ud800"}}):  # fmt: skip
        assert "its level cannot be played" in refused(file, changed(lines, 0, source=odd))
    huge = changed(lines, 0).replace('"duration_s": 60', '"duration_s": 1e999')
    assert "its level cannot be played" in refused(file, huge)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_it_stumble(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any damage ends in a recording or in one line, and in nothing else."""
    text = bytearray(("\n".join(lines) + "\n").encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        pieces = [b"", b"9" * 30, b"-", b"\n", b"null", b"[", b'"', b"1e400", b"\xff", b"NaN"]
        piece = data.draw(st.sampled_from(pieces))
        text[at : at + data.draw(st.integers(0, 12))] = piece
    file = tmp_path_factory.getbasetemp() / "damaged.jsonl"
    file.write_bytes(bytes(text))
    assert len(text) < MOST_BYTES
    try:
        read_recording(file)
    except RecordingError as error:
        assert str(error).isprintable()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
def test_a_full_disk_stops_no_game() -> None:
    session, kept = record(Path("/dev/full"), seconds=2)
    assert "space" in kept.fault and session.time_s >= 2
