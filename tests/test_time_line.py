"""The line of time: any tick of a run is given back, forwards and backwards, and from any of them a run may branch."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lucy import consumers
from lucy.run import time_line
from lucy.run.level_files import load_level, shipped_levels
from lucy.run.session import Session
from lucy.run.snapshot import Snapshot
from lucy.sim.controls import Controls

SECONDS = 18
HZ = 60
QUICK = [f"level.tick_hz={HZ}"]  # where it is long


def lived(
    name: str, consumer: str | None = None, seconds: int = SECONDS, **rest: object
) -> tuple[Session, dict[int, str]]:
    """A run of so many seconds in uneven frames, and its digest at the end of each frame."""
    level = load_level(name)
    session = Session(level, consumers.make(consumer) if consumer else None, **rest)  # type: ignore[arg-type]
    seen = {0: session.world.digest()}
    frames = (3, 4, 4, 5, 61)
    for k in range(10_000):
        if session.finished or session.time_s > seconds:
            break
        session.run_ticks(frames[k % len(frames)])
        seen[session.world.tick] = session.world.digest()
        if consumer is None and k == 40:
            session.set_controls(Controls(pace_per_s=1.0), "control")
        if consumer is None and k % 50 == 7:
            session.press()
            session.set_controls(Controls(buffer_units=3 + k % 4, when_full="arrival"), "buffer")
    return session, seen


def looks(now: Snapshot) -> str:
    """All that a picture is drawn from. Captions follow the frames, and events are handed out once."""
    with np.printoptions(threshold=10_000):
        return str(asdict(now) | {"caption": None, "events": None})


@pytest.fixture(scope="module")
def by_hand() -> tuple[Session, dict[int, str]]:
    return lived("01-chocolate-factory", hands_on=True)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_tick_is_given_back_in_any_order(by_hand: tuple[Session, dict[int, str]], wanted: list[int]) -> None:
    session, seen = by_hand
    ticks = sorted(seen)
    for place in wanted:
        tick = ticks[place % len(ticks)]
        session.line.seek(session, tick)
        assert session.world.tick == tick
        if tick not in {entry.tick for entry in session.tape.entries}:  # there it is as it was after the deed
            assert session.world.digest() == seen[tick]


@pytest.mark.parametrize("name", shipped_levels())
def test_every_level_goes_backwards_as_it_went(name: str) -> None:
    session, seen = lived(name, load_level(name).beat, seconds=6, seed=5)
    for tick in sorted(seen, reverse=True)[::7]:
        session.line.seek(session, tick)
        assert session.world.digest() == seen[tick]
    session.line.seek(session, 10**9)
    assert not session.line.looks_back and session.world.digest() == seen[max(seen)]


@pytest.mark.parametrize("name", ["01-chocolate-factory", "04-who-has-to-buffer", "06-keystrokes", "08-chaos"])
def test_the_whole_picture_follows(name: str) -> None:
    level = load_level(name, overrides=QUICK)
    straight = Session(level, consumers.make(level.beat), seed=2)
    straight.run_ticks(12 * level.tick_hz + 7)
    there = looks(straight.snapshot())
    straight.run_ticks(9 * level.tick_hz)
    straight.line.seek(straight, 20 * level.tick_hz)
    straight.line.seek(straight, 12 * level.tick_hz + 7)
    assert looks(straight.snapshot()) == there


def test_what_was_looked_back_at_plays_on_to_where_it_was_and_then_lives_on() -> None:
    level = load_level("01-chocolate-factory", overrides=[*QUICK, "level.duration_s=26"])
    straight = Session(level, consumers.make("negotiator"), seed=2)
    straight.run_ticks(level.duration_ticks)
    session = Session(level, consumers.make("negotiator"), seed=2)
    session.run_ticks(20 * HZ)
    session.line.seek(session, 5 * HZ)
    session.set_controls(Controls(pace_per_s=0.1))  # the past cannot be changed ...
    session.press()
    assert session.line.looks_back
    session.run_ticks(15 * HZ)
    assert not session.line.looks_back and session.time_s == 20
    session.run_ticks(level.duration_ticks)
    assert session.result() == straight.result()
    assert session.digests == straight.digests


def test_a_branch_without_a_change_is_the_same_run_again() -> None:
    session, seen = lived("01-chocolate-factory")
    at = sorted(seen)[120]
    later = [entry for entry in session.tape.entries if entry.tick > at]
    controls_before = [entry for entry in session.tape.entries if entry.tick <= at]
    end = max(seen)
    session.line.seek(session, at)
    session.line.branch(session)
    assert session.tape.entries == controls_before and session.branched_at_s == (at / 240,)
    assert later
    for entry in later:
        session.run_ticks(entry.tick - session.world.tick)
        session.press() if entry.controls is None else session.set_controls(entry.controls)
    session.run_ticks(end - session.world.tick)
    assert session.world.digest() == seen[end]


def test_a_branch_with_a_change_saves_the_day_and_keeps_the_old_line_as_a_ghost() -> None:
    level = load_level("01-chocolate-factory", overrides=QUICK)
    session = Session(level)
    session.run_ticks(level.duration_ticks)
    assert session.result().outcome == "lost"
    old = session.timeline(None)
    session.line.seek(session, 15 * HZ)
    session.line.branch(session)
    session.set_controls(Controls(pace_per_s=0.8), "control")
    session.run_ticks(level.duration_ticks)
    assert session.result().outcome == "won" and session.consumer_name == "you"
    assert session.line.before is not None
    assert np.array_equal(session.line.before.depth, old.depth)
    new = session.line.whole(session)
    assert len(new.depth) == 600 and np.array_equal(new.depth[:150], old.depth[:150])
    fresh = Session(level)
    fresh.run_ticks(15 * HZ)
    fresh.set_controls(Controls(pace_per_s=0.8))
    fresh.run_ticks(level.duration_ticks)
    assert fresh.result() == session.result(), "a branch is the run that it would have been"
    session.line.seek(session, 10 * HZ)
    session.line.seek(session, 40 * HZ)
    session.line.seek(session, 10**9)
    assert fresh.result() == session.result()


def test_the_checkpoints_keep_to_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_line, "MOST_BYTES", 400_000)
    session, seen = lived("08-chaos", "steward", seed=5)
    assert 0 < session.line.bytes <= 400_000
    for tick in sorted(seen, reverse=True)[::40]:
        session.line.seek(session, tick)
        assert session.world.digest() == seen[tick]
