"""Relays, frames, hands, lateness: what each part of the engine does, in small pictures."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from small_levels import line, queue, rate, source, station

from lucy.sim import curves
from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Frames, Level, Link, Producer, Service, Station
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import World, new_world

HZ = 240
FLEET_HZ = 80  # of the levels with four stations


def run(level: Level, seconds: float, *acts: tuple[float, int, Controls]) -> World:
    """Seed 1; each act is (at_s, station, controls)."""
    world = new_world(level, [1])
    for at_s, place, controls in acts:
        step(world, round(at_s * level.tick_hz) - world.tick)
        set_controls(world, place, controls)
    step(world, round(seconds * level.tick_hz) - world.tick)
    assert not ledger_gap(world).any()
    return world


# ---------------------------------------------------------------- late


def test_100_into_75_with_a_deadline_of_2_s_serves_nobody_in_time_after_8_s() -> None:
    world = run(queue(100, 75, 20, "deterministic", "deterministic", deadline_ms=2000), 20)
    late, served = world.curves.late[:, 0, 0], world.curves.served[:, 0, 0]
    first = int(np.flatnonzero(late)[0])
    assert first / HZ == pytest.approx(8.0, abs=3 / 75), "who came at 6 s"
    on_time = served - late
    assert on_time[20 * HZ - 1] - on_time[first + 10] == 0
    assert on_time[20 * HZ - 1] == pytest.approx(600, abs=3)
    assert world.late[0, 0] == pytest.approx(900, abs=3)
    assert world.depth[0, 0] == pytest.approx(500, abs=2)


@pytest.mark.parametrize("belt_ms", [0, 300, 700])
def test_late_is_what_its_latency_says(belt_ms: int) -> None:
    """Also where the belt alone takes longer than the deadline."""
    producer = source("A", "B", 90, "poisson", belt_ms=belt_ms)
    world = run(line([producer], [station("B", 75, "exponential")], 15, deadline_ms=500), 15)
    found = curves.waits(world.curves, world.plan, 0, 0, 0, world.tick)
    assert world.late[0, 0] == found.units[found.ticks > 120].sum() > 100


def test_who_waited_at_a_relay_is_late_at_the_end() -> None:
    """A piles up by 25/s; Z is quick. A deadline of 2 s, 0.2 s of belts: late from 6 s on, as at A itself."""
    relay = station("A", 75, to="Z", belt_ms=200)
    world = run(line([source("user", "A", 100)], [relay, station("Z", 1000)], 20, deadline_ms=2200), 20)
    assert world.late[0].tolist()[0] == 0, "late counts where it is delivered"
    first = int(np.flatnonzero(world.curves.late[:, 0, 1])[0])
    assert first / HZ == pytest.approx(8.2, abs=0.05)
    found = curves.waits(world.curves, world.plan, 0, 1, 0, world.tick)
    assert world.late[0, 1] == found.units[found.ticks > 528].sum()
    assert found.ticks.max() / HZ == pytest.approx(20 / 4 + 0.15, abs=0.1), "who came at 15 s is served at 20 s"


# ---------------------------------------------------------------- A, B, C -> Z


def fleet(discipline: str = "fifo", a_memory: int | None = 1200, spike_s: float = 1.0) -> Level:
    """Three servers call Z (90/s, memory for 600) for their users: 25/s each, and A's spike to 100/s."""
    users = [Producer("users of A", Link("A"), Arrivals(rate=rate(25, (spike_s, 100)))),
             source("users of B", "B", 25), source("users of C", "C", 25)]  # fmt: skip
    servers = [
        station("A", 1000, to="Z", belt_ms=20, signal_ms=50, vital=False, memory_units=a_memory),
        station("B", 1000, to="Z", belt_ms=20, signal_ms=50),
        station("C", 1000, to="Z", belt_ms=20, signal_ms=50),
    ]
    last = station("Z", 90, memory_units=600, discipline=discipline)
    return line([*users], [*servers, last], 28, deadline_ms=2000, tick_hz=FLEET_HZ)


def served_per_s(world: World, lane: str, first_s: float, last_s: float) -> float:
    column = world.plan.names.index(lane)
    curve = world.curves.served[:, 0, column] - world.curves.late[:, 0, column]
    return float(curve[round(last_s * FLEET_HZ) - 1] - curve[round(first_s * FLEET_HZ) - 1]) / (last_s - first_s)


def test_left_alone_z_is_late_after_3_s_and_dead_at_10_s_and_takes_b_and_c_with_it() -> None:
    world = run(fleet(), 16)
    late = np.flatnonzero(world.curves.late[:, 0].sum(axis=1))[0] / FLEET_HZ - 1
    assert late == pytest.approx(3 + 2, abs=0.2), "who comes after 3 s waits 2 s"
    assert world.outcome[0] == 2
    assert world.ended_tick[0] / FLEET_HZ - 1 == pytest.approx(10, abs=0.1)
    assert served_per_s(world, "B", 7, 10) == 0


def test_told_to_slow_down_a_buffers_and_falls_alone() -> None:
    told = Controls(pace_by_source=(("A", 40.0), ("B", 25.0), ("C", 25.0)))
    world = run(fleet(), 28, (1.0, 3, told))
    a_full_s = np.flatnonzero(world.curves.dropped[:, 0, 0])[0] / FLEET_HZ - 1
    assert a_full_s == pytest.approx(1200 / 60, abs=0.2), "1 200 places last 20 s"
    assert world.down[0].tolist() == [True, False, False, False]
    assert world.outcome[0] == 1
    for lane, per_s in (("A", 0), ("B", 25), ("C", 25)):
        assert served_per_s(world, lane, 24, 28) == pytest.approx(per_s, abs=0.6)
    assert world.depth[0, 3] < 10


def test_a_fair_line_at_z_gives_b_and_c_what_they_ask_for_and_a_the_rest() -> None:
    level = fleet("fair", a_memory=None)
    world = run(level, 8)
    for lane, per_s in (("A", 40), ("B", 25), ("C", 25)):
        column = world.plan.names.index(lane)
        rise = world.curves.served[8 * FLEET_HZ - 1, 0, column] - world.curves.served[3 * FLEET_HZ - 1, 0, column]
        assert rise / 5 == pytest.approx(per_s, abs=0.5)
    fifo = run(fleet("fifo", a_memory=None), 8)
    column = fifo.plan.names.index("B")
    rise = fifo.curves.served[8 * FLEET_HZ - 1, 0, column] - fifo.curves.served[3 * FLEET_HZ - 1, 0, column]
    assert rise / 5 == pytest.approx(90 * 25 / 150, abs=0.5)


def test_a_fair_line_drops_only_what_is_too_old() -> None:
    """A's line is long and old; B's is short and young."""
    world = run(fleet("fair", a_memory=None), 15, (0.0, 3, Controls(time_limit_s=1.0)))
    expired = world.dropped[0, :, 4]
    names = world.plan.names
    assert expired[names.index("A")] > 300
    assert expired[names.index("B")] == expired[names.index("C")] == 0


def test_a_relay_obeys_each_kind_of_signal_and_banks_nothing() -> None:
    """A can pass on 500/s. Held back for 10 s, in each run in another way, then let go: no faster than it can."""
    relay = station("A", 500, to="Z", belt_ms=20, signal_ms=20)
    world = new_world(line([source("user", "A", 100)], [relay, station("Z", 30)], 30), [1, 1, 1])
    ways = [Controls(pace_per_s=30), Controls(high_units=20, low_units=5), Controls(demand_units=4)]
    for number, controls in enumerate(ways):
        set_controls(world, 1, controls, np.array([number]))
    step(world, 10 * HZ)
    assert not ledger_gap(world).any()
    assert (world.depth[:, 0] > 500).all(), "A buffers"
    assert (world.depth[:, 1] + world.in_flight[:, 1] < 40).all()
    set_controls(world, 1, Controls())
    before = world.served[:, 0].copy()
    step(world, 24)
    assert (world.served[:, 0] - before <= 500 * 0.1 + 2).all()


# ---------------------------------------------------------------- frames


def screen(per_s: float, rows: int = 0, **more: int) -> Level:
    """Level 5's client: a flush costs 2 ms, a row 40 us, a message 0.25 us."""
    frames = Frames(60, more.get("flush_us", 2000), more.get("row_us", 40), 250, rows)
    place = Station("screen", service=Service("frames", frames=frames))
    return line([source("feed", "screen", per_s)], [place], 10)


@pytest.mark.parametrize(("per_s", "holds"), [(20_000, True), (100_000, False), (200_000, False)])
def test_a_row_for_each_message_holds_at_20_000_and_not_at_100_000(per_s: int, holds: bool) -> None:
    world = run(screen(per_s), 10, (0.0, 0, Controls()))
    load = per_s * 40.25e-6
    assert (load < 1) == holds
    if holds:
        assert world.frames[0, 0] / 10 == pytest.approx(60, rel=0.02)
        assert world.depth_peak[0, 0] < 3 * per_s / 60
    else:
        assert world.frames[0, 0] < 60, "each frame takes longer than the one before"


@pytest.mark.parametrize("per_s", [100_000, 200_000])
def test_a_virtual_table_holds_at_any_rate(per_s: int) -> None:
    world = run(screen(per_s, rows=30), 10, (0.0, 0, Controls()))
    assert world.frames[0, 0] / 10 == pytest.approx(60, rel=0.02)
    work_s = 0.002 + 30 * 40e-6 + per_s / 60 * 250e-9
    assert world.busy_sum[0, 0] / world.worker_sum[0, 0] == pytest.approx(work_s * 60, abs=0.26), "to a tick in four"


def test_a_frame_is_only_drawn_where_something_waits() -> None:
    assert run(screen(10), 10, (0.0, 0, Controls())).frames[0, 0] == pytest.approx(100, abs=2)


def test_flushing_by_the_second_draws_once_a_second() -> None:
    world = run(screen(10_000), 10, (0.0, 0, Controls(flush_s=1.0)))
    assert world.frames[0, 0] in (8, 9, 10)
    assert world.depth_peak[0, 0] == pytest.approx(14_000, rel=0.05), "a second's worth, and 0.4 s of drawing it"


# ---------------------------------------------------------------- hands


def test_by_hand_each_press_serves_one_and_takes_its_time() -> None:
    hands = Station("Lucy", service=Service("deterministic", rate(2), by_hand=True))
    world = new_world(line([source("belt", "Lucy", 3)], [hands], 20), [1])
    step(world, 4 * HZ)
    assert world.served[0, 0] == 0
    world.presses[0, 0] = 2
    step(world, HZ // 4)
    assert world.served[0, 0] == 0, "half a second's work each"
    step(world, HZ)
    assert world.served[0, 0] == 2
    step(world, 5 * HZ)
    assert (world.served[0, 0], world.presses[0, 0]) == (2, 0)


# ---------------------------------------------------------------- curves


def by_brute_force(counted: list[tuple[int, ...]]) -> dict[int, int]:
    """How many had each latency: a queue of emission ticks, moved unit by unit as the counters moved."""
    waiting: deque[int] = deque()
    found: dict[int, int] = {}
    for tick, (came, head, newest, expired, served) in enumerate(counted):
        for _ in range(head):
            waiting.popleft()
        for _ in range(newest):
            waiting.pop()
        waiting.extend([tick] * came)
        for _ in range(served):
            latency = tick - waiting.popleft()
            found[latency] = found.get(latency, 0) + 1
        for _ in range(expired):
            waiting.popleft()
    return found


@pytest.mark.parametrize("limit_s", [None, 0.4])
@pytest.mark.parametrize("policy", ["arrival", "newest", "oldest", "all"])
def test_waits_are_those_of_a_queue_moved_unit_by_unit(policy: str, limit_s: float | None) -> None:
    level = line([Producer("A", Link("B"), Arrivals(rate=rate(300, (2, 40), (4, 500))))], [station("B", 100)], 6)
    world = new_world(level, [1])
    set_controls(world, 0, Controls(buffer_units=45, when_full=policy, time_limit_s=limit_s))
    counted = []
    for _ in range(6 * HZ):
        before = world.copy()
        step(world)
        rise = (world.dropped - before.dropped)[0, 0]
        came = (world.offered - before.offered)[0, 0] - rise[0]
        served = (world.served - before.served)[0, 0]
        counted.append((int(came), rise[2] + rise[3], rise[1], rise[4], served))
    expected = by_brute_force(counted)
    found = curves.waits(world.curves, world.plan, 0, 0, 0, world.tick)
    got: dict[int, int] = {}
    for ticks, units in zip(found.ticks.tolist(), found.units.tolist(), strict=True):
        got[ticks] = got.get(ticks, 0) + units
    assert got == expected
    assert sum(expected.values()) > 300


def test_percentiles_are_weighted_by_units() -> None:
    found = curves.Waits(np.array([240, 24, 2400]), np.array([98, 1, 1]))
    assert found.percentile_s(50, HZ) == 1.0
    assert found.percentile_s(99, HZ) == 1.0
    assert found.percentile_s(99.5, HZ) == 10.0
    assert found.percentile_s(1, HZ) == 0.1
    assert found.mean_s(HZ) == pytest.approx((98 + 0.1 + 10) / 100)
