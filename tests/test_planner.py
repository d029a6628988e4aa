"""The Planner: it looks ahead on the engine, from what it may know, and spreading its thoughts changes nothing."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from small_levels import line, rate, source, station

from lucy import consumers
from lucy.consumers.planner import Planner
from lucy.consumers.published import published
from lucy.run import batch, words
from lucy.run.bench_planner import played
from lucy.run.level_files import load_level
from lucy.run.session import Session
from lucy.sim.controls import Controls
from lucy.sim.level import Level, RateChange
from lucy.sim.rules import Lever, Levers, Scoring
from lucy.sim.score import score
from lucy.sim.world import WON

FREE = Levers(buffer=Lever(amounts=(50, 500)), drop=Lever(choices=("oldest",)), control=Lever(amounts=(60_000,)))
SCORING = Scoring(goodput=0.5, loss=0.2, latency=0.2, memory=0.1)


def servers(seconds: float, *changes: tuple[float, float]) -> Level:
    """A calm server, and what the script does to its caller's rate."""
    caller = source("A", "B", 50, "poisson", belt_ms=50, signal_ms=100)
    arrivals = replace(caller.arrivals, rate=rate(50, *changes))
    server = station("B", 75, "exponential", memory_units=500)
    return line(
        [replace(caller, arrivals=arrivals)], [server], seconds, deadline_ms=2000, levers=FREE, scoring=SCORING
    )


class Diary:
    """A Planner whose decisions are noted."""

    name = "diary"
    reason = None

    def __init__(self) -> None:
        self.planner, self.said = Planner(), []

    def meet(self, level):
        self.planner.meet(level)

    def decide(self, view):
        self.said.append(self.planner.decide(view))
        return self.said[-1]


def test_what_is_published_holds_nothing_of_the_script() -> None:
    for name in ("01-chocolate-factory", "03-server-to-server", "06-keystrokes", "08-chaos"):
        level = load_level(name)
        shown = published(level)
        rates = [p.arrivals.rate for p in shown.producers] + [s.service.rate for s in shown.stations]
        assert not any(rate.changes for rate in rates)
        assert not any(p.arrivals.bursts or p.arrivals.trace for p in shown.producers)
        assert not shown.faults and not shown.acts and not shown.words.captions
        assert shown.stations[0].memory_units == level.stations[0].memory_units  # the limits are there
        assert shown.levers == level.levers and shown.scoring == level.scoring


def test_it_does_not_know_what_the_script_has_in_store() -> None:
    ignorant, warned = Diary(), Diary()
    batch.play(servers(3), [ignorant], [1])
    long = servers(5, (3, 300))
    batch.play(replace(long, stations=(with_change(long, 3_000),)), [warned], [1])
    assert len(ignorant.said) == 30
    # The level's length is published and differs; make it the same, and nothing differs.
    again = Diary()
    batch.play(servers(5), [again], [1])
    assert warned.said[:30] == again.said[:30]
    assert warned.said != again.said  # and when it comes, it answers


def with_change(level: Level, at_ms: int):
    """The server, slower from a moment on."""
    server = level.stations[0]
    slower = replace(server.service.rate, changes=(RateChange(at_ms, 30_000),))
    return replace(server, service=replace(server.service, rate=slower))


def test_it_sends_the_flag_before_there_is_any_need_and_beats_watermark() -> None:
    level = replace(load_level("01-chocolate-factory"), duration_ms=26_000)
    cast = [consumers.make("planner"), consumers.make("watermark")]
    world = batch.play(level, cast, [1, 1])
    assert world.outcome[0] == WON
    assert score(world, 0).points > 95 > score(world, 1).points
    assert world.depth_peak[0, 0] <= 6  # all of it fits on the table


def test_the_same_run_twice_is_the_same_run() -> None:
    level = servers(3, (1, 120))
    first, second = (batch.play(level, [Planner()], [7]).digest() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("frame_s", [1 / 60, 1 / 7])
def test_thinking_between_the_frames_changes_nothing(frame_s: float) -> None:
    level = servers(4, (1, 120))
    headless = Session(level, Planner(), seed=3, live=False)
    headless.run_ticks(level.duration_ticks)
    live = Session(level, Planner(), seed=3)
    for _ in range(round(4 / frame_s) + 2):
        live.advance(frame_s)
    assert live.finished
    assert live.world.digest() == headless.world.digest()


def test_a_thought_is_cut_into_slices_and_a_decision_has_so_many_of_them() -> None:
    level, planner = servers(4), Planner()
    session = Session(level, planner, seed=1, live=False)
    session.run_ticks(60)
    thinking = session.consumer
    slices = thinking._slices
    assert slices > 0  # after a decision there is something left to think about ...
    for _ in range(100):
        thinking.think(0.05)
    assert thinking._slices < slices  # ... and it is thought about when there is time
    before = deepcopy(thinking._slices)
    thinking.think(0.05)
    assert thinking._slices == before  # once


def test_where_a_unit_must_not_be_lost_it_loses_none() -> None:
    level = replace(servers(6, (1, 200)), scoring=replace(SCORING, loss_is_fatal=True))
    world = batch.play(level, [Planner()], [2])
    assert world.dropped.sum() == 0 and world.outcome[0] == WON


def test_values_are_debounced_or_only_the_newest_waits() -> None:
    level = replace(load_level("06-keystrokes", 0), duration_ms=26_000)
    diary = Diary()
    world = batch.play(level, [diary], [1])
    assert diary.said[0] == Controls(buffer_units=2, when_full="oldest")  # safe, before anything is known
    assert any(controls.operator for controls in diary.said)
    assert score(world, 0).points > 85


def test_each_of_its_reasons_has_a_sentence() -> None:
    reasons = set(words.load().table["reasons"]["planner"])
    given = set()
    for level, seed in ((servers(5, (1, 150)), 1), (replace(load_level("05-firehose"), duration_ms=3000), 1)):
        session = Session(level, Planner(), seed=seed)
        session.run_ticks(level.duration_ticks)
        assert session.consumer.reason is not None
        given.add(session.consumer.reason.key.removeprefix("planner."))
    assert given <= reasons
    assert "screen" in given


def test_the_bench_times_each_decision_with_all_its_pieces() -> None:
    timed = played(servers(4), 2.0)
    assert len(timed.decisions_ms) == 20
    assert len(timed.pieces_ms) > 100  # a piece in every frame, and the decisions
    assert sum(timed.pieces_ms) == pytest.approx(sum(timed.decisions_ms), rel=0.1)


def test_futures_with_even_arrivals_bring_what_the_rate_says() -> None:
    from lucy.consumers.planner_futures import counts

    flow = counts(np.full((200, 3), 7.5), None, 20)
    assert flow.sum(axis=0).tolist() == [75, 75, 75]
    assert flow.max() <= 1
