"""The same seed and controls give the same run: however it is stepped, batched, copied, or wherever it runs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from small_levels import line, queue, rate, source, station

from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Bursts, Level, Link, Producer, Rate, RateChange, ticks
from lucy.sim.plan import make_plan
from lucy.sim.rescript import rescript
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import World, new_world
from sim.levels_at_random import levels, plans_of_action

ROOT = Path(__file__).resolve().parents[2]
SEEDS = list(range(100, 120))


def busy_level() -> Level:
    """Bursts and an even source into a relay, and on to a last station that is random too."""
    bursty = Producer("A", Link("R", 50, 100), Arrivals("poisson", rate(60), Bursts(200_000, 300, 700, random=True)))
    relay = station("R", 90, "exponential", to="Z", belt_ms=100, signal_ms=100, workers=1, workers_most=3)
    last = station("Z", 80, "exponential", capacity_units=60, when_full="oldest")
    return line([bursty, source("B", "Z", 20)], [relay, last], 5, deadline_ms=600)


def play(world: World, *chunks: int) -> World:
    """Step in these chunks, over and over, to the end; a consumer acts at its times."""
    acts = {
        240: (1, Controls(high_units=20, low_units=5, when_full="newest", buffer_units=30)),
        480: (0, Controls(workers=3, keep_fraction=0.9, time_limit_s=0.5)),
        720: (1, Controls(pace_by_source=(("R", 40.0),), time_limit_s=0.4, when_full="all", buffer_units=9)),
        960: (1, Controls(demand_units=12, demand_batch=3, keep_per_window=7, window_s=0.1)),
    }
    k = 0
    while world.tick < world.plan.length:
        if world.tick in acts:
            set_controls(world, *acts[world.tick])
        step(world, min([chunks[k % len(chunks)], *(t - world.tick for t in acts if t > world.tick)]))
        k += 1
    return world


@pytest.fixture(scope="module")
def alone() -> World:
    return play(new_world(busy_level(), [107]), 1)


def test_the_run_is_worth_it(alone: World) -> None:
    assert alone.made.sum() > 300
    assert (alone.dropped[0].sum(axis=0) > 0).sum() >= 4, "several causes of loss"
    assert alone.late.sum() > 0
    assert alone.signals_sent[0] > 3


@pytest.mark.parametrize("chunks", [(7, 1, 64), (10_000,)])
def test_any_grouping_of_ticks_gives_the_same_digest(alone: World, chunks: tuple[int, ...]) -> None:
    assert play(new_world(busy_level(), [107]), *chunks).digest() == alone.digest()


def test_run_7_of_a_batch_equals_the_run_alone(alone: World) -> None:
    batch = play(new_world(busy_level(), SEEDS), 60)
    assert batch.digest(7) == alone.digest()
    assert len({batch.digest(run) for run in range(batch.size)}) == len(SEEDS)


def test_runs_of_one_seed_differ_by_their_number_alone() -> None:
    level = queue(90, 75, 2)
    batch = new_world(level, [3] * 4, runs=np.array([0, 1, 2, 1]))
    step(batch, 480)
    assert batch.digest(1) == batch.digest(3)
    assert len({batch.digest(run) for run in range(4)}) == 3
    same = new_world(level, [3], runs=np.array([2]))
    step(same, 480)
    assert same.digest() == batch.digest(2)


def test_controls_in_some_runs_leave_the_others_alone() -> None:
    level = busy_level()
    mixed, plain = new_world(level, [107, 108, 109]), new_world(level, [107, 109])
    set_controls(mixed, 1, Controls(pace_per_s=5, keep_fraction=0.2, high_units=3, demand_units=4,
                                    time_limit_s=0.1, buffer_units=2, when_full="newest"), np.array([1]))  # fmt: skip
    step(mixed, 720)
    step(plain, 720)
    assert [mixed.digest(0), mixed.digest(2)] == [plain.digest(0), plain.digest(1)]


def test_a_copy_goes_on_as_the_world_itself_does(alone: World) -> None:
    world = new_world(busy_level(), [107])
    step(world, 240)  # the first act comes at this tick
    branch = world.copy()
    set_controls(branch, 1, Controls(pace_per_s=0))
    step(branch, 600)
    checkpoint = world.copy()
    play(world, 13)
    assert world.digest() == alone.digest(), "the branch changed nothing in it"
    assert play(checkpoint, 100).digest() == alone.digest()
    assert branch.digest() != alone.digest()


def test_a_copy_in_the_midst_of_signals_goes_on_alike() -> None:
    world = new_world(busy_level(), [5])
    step(world, 300)
    set_controls(world, 1, Controls(pace_per_s=30, high_units=10, demand_units=20))
    step(world, 5)
    again = world.copy()
    step(world, 700)
    step(again, 700)
    assert world.digest() == again.digest()


def test_selected_runs_go_on_as_before_and_new_seeds_part_from_then_on() -> None:
    world = new_world(busy_level(), SEEDS[:5])
    step(world, 300)
    set_controls(world, 1, Controls(pace_per_s=30, high_units=10), np.array([1, 3]))
    futures = world.select(np.array([3, 1, 3]))
    reseeded = world.select(np.array([3, 3]), np.array([900, 901]))
    assert reseeded.digest(0) == world.digest(3)
    for batch in (world, futures, reseeded):
        step(batch, 600)
    assert [futures.digest(k) for k in range(3)] == [world.digest(3), world.digest(1), world.digest(3)]
    assert len({world.digest(3), reseeded.digest(0), reseeded.digest(1)}) == 3


def test_a_short_history_gives_the_same_run() -> None:
    """Two runs of each policy; by the world's end each was longer than any of the short histories, many times over."""
    policies = ["arrival", "newest", "oldest", "all"]
    level = replace(queue(100, 75, 20), deadline_ms=400)
    ends = []
    for history_ticks in (None, 0, 300):
        world = new_world(level, [4, 5] * len(policies), history_ticks=history_ticks)
        for buffer_units, limit_s in ((60, 0.7), (20, 0.2)):
            for place, policy in enumerate(policies):
                controls = Controls(buffer_units=buffer_units, when_full=policy, time_limit_s=limit_s)
                set_controls(world, 0, controls, np.array([2 * place, 2 * place + 1]))
            step(world, 2000)
        assert (world.dropped.sum(axis=(1, 2)) > 50).all()
        ends.append([world.digest(run) for run in range(world.size)])
    assert ends[0] == ends[1] == ends[2]
    assert len(set(ends[0])) == 2 * len(policies)


PROGRAM = """
import sys
sys.path[:0] = ["tests", "."]
from sim.test_determinism import busy_level, play
from lucy.sim.world import new_world
print(play(new_world(busy_level(), [107]), 77).digest())
"""


def test_another_process_gives_the_same_digest(alone: World) -> None:
    other = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == alone.digest()


def test_a_run_that_has_ended_stands_still() -> None:
    """One run falls over early; the batch goes on, and nobody can change what is over."""
    level = line([source("A", "B", 100, "poisson")], [station("B", 75, "exponential", memory_units=40)], 10)
    world = new_world(level, list(range(8)))
    set_controls(world, 0, Controls(pace_per_s=20), np.array([0, 1]))
    while not world.any_ended:
        step(world)
    over = np.flatnonzero(world.ended_tick >= 0)
    ends = [world.digest(run) for run in over]
    set_controls(world, 0, Controls(buffer_units=0, when_full="all", demand_units=3, high_units=1, time_limit_s=0.1))
    step(world, 5000)
    assert [world.digest(run) for run in over] == ends
    assert world.tick == world.plan.length, "no step leads beyond the end"


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(levels(), plans_of_action())
def test_any_level_gives_the_same_run_alone_and_in_a_batch(level: Level, acts: list) -> None:
    batch, alone = new_world(level, [8, 9, 10]), new_world(level, [10])
    for tick, place, rows, controls in acts:
        tick = min(tick, batch.plan.length)
        place %= batch.plan.stations
        step(batch, tick - batch.tick)
        step(alone, (tick - alone.tick) // 2)
        step(alone, tick - alone.tick)
        set_controls(batch, place, controls, np.array(rows))
        if 2 in rows:
            set_controls(alone, place, controls)
    step(batch, batch.plan.length)
    step(alone, batch.plan.length)
    assert batch.digest(2) == alone.digest(0)


def rescripted(level: Level, at_ms: int, milli_per_s: int) -> Level:
    """The level with one more change of every rate at that time, and no scripted ones from there on."""

    def changed(r: Rate) -> Rate:
        past = tuple(c for c in r.changes if c.at_ms + c.ramp_ms <= at_ms)
        return Rate(r.milli_per_s, (*past, RateChange(at_ms, milli_per_s)))

    producers = [replace(p, arrivals=replace(p.arrivals, rate=changed(p.arrivals.rate))) for p in level.producers]
    stations = [replace(s, service=replace(s.service, rate=changed(s.service.rate))) for s in level.stations]
    return replace(level, producers=tuple(producers), stations=tuple(stations))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(levels(), plans_of_action(), st.integers(1, 900), st.sampled_from((0, 3_000, 250_000)))
def test_other_rates_from_now_on_are_as_if_they_had_been_scripted(
    level: Level, plan: list, at_ms: int, milli_per_s: int
) -> None:
    rates = [p.arrivals.rate for p in level.producers] + [s.service.rate for s in level.stations]
    assume(not any(c.at_ms < at_ms < c.at_ms + c.ramp_ms for r in rates for c in r.changes))
    changed = rescripted(level, at_ms, milli_per_s)
    scripted, live = new_world(changed, [5]), new_world(level, [5])
    for world in (scripted, live):
        set_controls(world, level.station_index(level.stand), plan[0][3] if plan else Controls())
    step(scripted, level.duration_ticks)
    step(live, ticks(at_ms, level.tick_hz))
    rescript(live, make_plan(changed))
    step(live, level.duration_ticks)
    assert live.digest() == scripted.digest()


def test_what_has_been_can_not_be_rescripted() -> None:
    level = queue(10, 12, 3)
    world = new_world(level, [5])
    step(world, level.tick_hz)
    with pytest.raises(ValueError, match="past"):
        rescript(world, make_plan(rescripted(level, 500, 3000)))
    with pytest.raises(ValueError, match="only rates"):
        rescript(world, make_plan(replace(level, deadline_ms=70)))
