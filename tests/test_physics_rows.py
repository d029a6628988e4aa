"""Each strategy's closed form on the level that shows it: 100 a second into 75 on level 3, and the first two levels.

The same forms on bare queues are in `tests/sim/test_strategies.py` and `test_theory.py`. Here lam = 100, mu = 75,
d = 25, D = 2 s at B, and R = 0.8 s (0.4 s of signal, 0.4 s of belt). `test_level_sums` has what the debriefs say of it.
"""

from __future__ import annotations

from functools import cache

import closed_forms as theory
import numpy as np
import pytest
from level_runs import played
from measured import BELT
from sum_runs import (
    CHOCOLATE,
    COPY,
    EVEN_FAN_IN,
    FAN_IN,
    FLOOD,
    PULL,
    SERVER,
    Changes,
    copies,
    copy_left_alone,
    fan_in,
    flags,
    z_lanes,
)

from lucy.consumers.scripted import Scripted
from lucy.run.level_files import load_level
from lucy.sim import curves
from lucy.sim.controls import Controls
from lucy.sim.world import LOST, World

HZ, LAM, MU, D, R = 240, 100, 75, 2.0, 0.8
RANDOM = [change for change in FLOOD if change[0] not in ("producer.A.arrivals", "station.B.service")]


@cache
def flood(*controls: Controls) -> World:
    """Level 3, all even, 100 a second from the start; a run for each setting."""
    return played(load_level(SERVER, 0, FLOOD), *controls)


def random_flood(controls: Controls, seeds: int, *more: tuple[str, object]) -> World:
    return played(load_level(SERVER, 0, [*RANDOM, *more]), controls, seeds=seeds)


def per_s(curve: np.ndarray, first_s: float, last_s: float) -> np.ndarray:
    return (curve[round(last_s * HZ) - 1, :, 0] - curve[round(first_s * HZ) - 1, :, 0]) / (last_s - first_s)


def held(world: World) -> np.ndarray:
    """Units at B at the end of each tick: (ticks, runs)."""
    return (world.curves.admitted - world.curves.served - world.curves.dropped)[: 30 * HZ, :, 0]


def waits(world: World, run: int, first_s: float) -> np.ndarray:
    found = curves.waits(world.curves, world.plan, run, 0, round(first_s * HZ), world.tick)
    return np.repeat(found.ticks, found.units) / HZ - BELT[SERVER]


def test_ignore_is_full_at_m_over_d_and_every_wait_is_q_over_mu() -> None:
    world = flood(Controls())
    assert world.outcome[0] == LOST and world.ended_tick[0] / HZ - BELT[SERVER] == pytest.approx(500 / 25, abs=2 / LAM)
    served, late = int(world.served[0, 0]), int(world.late[0, 0])
    assert (served - late, late, int(world.depth_peak[0, 0])) == (
        pytest.approx(600, abs=2),
        pytest.approx(900, abs=2),
        500,
    )


@pytest.mark.parametrize(("room", "in_time"), [(60, True), (140, True), (170, False), (300, False)])
def test_drop_the_newest_is_full_at_b_over_d_waits_b_over_mu_and_is_in_time_up_to_mu_d(
    room: int, in_time: bool
) -> None:
    world = flood(Controls(buffer_units=room, when_full="newest"))
    refused = np.flatnonzero(world.curves.dropped[:, 0, 0])[0]
    assert refused / HZ - BELT[SERVER] == pytest.approx(room / 25, abs=2 / LAM)
    assert world.depth_peak[0, 0] == room and per_s(world.curves.dropped, 20, 28)[0] == pytest.approx(25, abs=0.5)
    assert waits(world, 0, 20).mean() == pytest.approx(room / MU, abs=1 / MU)
    on_time = per_s(world.curves.served - world.curves.late, 20, 28)[0]
    assert on_time == (pytest.approx(MU, abs=0.5) if in_time else 0)


@pytest.mark.parametrize(("room", "in_time"), [(100, True), (190, True), (215, False)])
def test_drop_the_oldest_waits_b_over_lam_and_is_in_time_up_to_lam_d(room: int, in_time: bool) -> None:
    world = flood(Controls(buffer_units=room, when_full="oldest"))
    assert world.depth_peak[0, 0] == room and per_s(world.curves.dropped, 20, 28)[0] == pytest.approx(25, abs=0.5)
    assert waits(world, 0, 20).mean() == pytest.approx(room / LAM, abs=0.03)
    on_time = per_s(world.curves.served - world.curves.late, 20, 28)[0]
    assert on_time == (pytest.approx(MU, abs=0.5) if in_time else 0)


def test_dropping_by_age_holds_lam_d_and_serves_the_most_there_is() -> None:
    world = flood(Controls(time_limit_s=1.9, when_full="oldest"))
    assert world.depth_peak[0, 0] == pytest.approx(LAM * 1.9, abs=3) and not world.late.any()
    assert per_s(world.curves.served, 5, 28)[0] == pytest.approx(MU, abs=0.1)
    assert waits(world, 0, 20).mean() == pytest.approx(1.9, abs=0.03), "so a shorter limit, where latency counts"


def test_with_no_room_lam_mu_over_their_sum_is_served() -> None:
    world = random_flood(Controls(buffer_units=1, when_full="arrival"), seeds=40)
    assert per_s(world.curves.served, 2, 29).mean() == pytest.approx(theory.mm1k(LAM, MU, 1).throughput_per_s, rel=0.02)


def test_a_sample_is_a_slower_stream() -> None:
    """p = 0.5: rho = 50/75, mean and 99th percentile as M/M/1 has them."""
    world = random_flood(Controls(keep_fraction=0.5), seeds=60)
    times = np.concatenate([waits(world, run, 5) for run in range(60)])
    assert per_s(world.curves.dropped, 5, 29).mean() == pytest.approx(50, rel=0.03)
    assert times.mean() == pytest.approx(theory.mm1(50, MU).time_s, rel=0.1)
    assert np.quantile(times, 0.99) == pytest.approx(theory.mm1_time_quantile_s(50, MU), rel=0.15)


def test_perfect_control_costs_the_belt_alone() -> None:
    world = flood(Controls(pace_per_s=MU))
    assert not world.dropped.any() and not world.late.any() and per_s(world.curves.served, 5, 28)[0] == MU
    assert waits(world, 0, 5).max() <= R * 25 / MU + 2 / MU, "what came before the signal did, and no more"


@pytest.mark.parametrize("flag", [10, 40, 100])
def test_a_pace_peaks_at_h_and_the_deficit_times_the_delay(flag: int) -> None:
    there = held(flood(Controls()))[:, 0]
    at = int(np.flatnonzero(there >= flag)[0]) + 1
    world = played(load_level(SERVER, 0, FLOOD), Scripted([(at / HZ, Controls(pace_per_s=MU))]))
    assert world.depth_peak[0, 0] == pytest.approx(theory.flag_peak(flag, 25, R), abs=4)  # decided ten times a second
    assert not world.dropped.any()


@pytest.mark.parametrize(("high", "low"), [(150, 60), (150, 100), (100, 20)])
def test_watermarks_go_round_between_peak_and_trough(high: int, low: int) -> None:
    """Peak H + d R, trough L - mu R, a cycle of A/d + A/mu; starving for s = R - L/mu where L < mu R."""
    world = flood(Controls(high_units=high, low_units=low))
    there = held(world)[12 * HZ :, 0]
    peak, trough, starved_s = high + 25 * R, max(0.0, low - MU * R), max(0.0, R - low / MU)
    assert there.max() == pytest.approx(peak, abs=2) and there.min() == pytest.approx(trough, abs=2)
    cycle_s = (peak - trough) / 25 + (peak - trough) / MU + starved_s
    # A cycle is longer than what is left of the run: the mean over one of them from a crossing to the next.
    up = np.flatnonzero((held(world)[:-1, 0] <= high) & (held(world)[1:, 0] > high)) / HZ
    up = up[np.diff(up, prepend=-10) > 1]  # a request in, a request out: it crosses the mark more than once
    if len(up) > 1:
        assert np.diff(up).mean() == pytest.approx(cycle_s, rel=0.06)
        first, last = up[0], up[-1]
        assert per_s(world.curves.served, first, last)[0] == pytest.approx(
            MU * (cycle_s - starved_s) / cycle_s, rel=0.02
        )
    assert not world.dropped.any()


@pytest.mark.parametrize("credit", [30, 60, 80])
def test_credit_on_level_3_is_n_over_the_round_trip(credit: int) -> None:
    world = flood(Controls(demand_units=credit))
    assert per_s(world.curves.served, 8, 28)[0] == pytest.approx(
        theory.credit_throughput_per_s(credit, MU, R), rel=0.03
    )
    assert not world.dropped.any() and world.depth_peak[0, 0] <= credit


@pytest.mark.parametrize("credit", [20, 30])
def test_credit_for_a_random_reader_is_what_mean_value_analysis_says(credit: int) -> None:
    """With one more, since credit goes back when service begins: 86.7 of 100 at n = 20."""
    world = played(load_level(PULL, 1, ["level.duration_s=44"]), Controls(demand_units=credit), seeds=8)
    expected = theory.credit_throughput_per_s(credit + 1, 100, 0.2, exponential=True)
    assert per_s(world.curves.served, 14, 43).mean() == pytest.approx(expected, rel=0.025)


def test_a_second_b_waits_as_erlang_c_says() -> None:
    more = [("station.B.workers", 2), ("station.B.workers_most", 2)]
    world = random_flood(Controls(), 40, *more)
    times = np.concatenate([waits(world, run, 5) for run in range(40)])
    assert times.mean() == pytest.approx(1 / MU + theory.mmc_wait_s(LAM, MU, 2), rel=0.05)
    assert per_s(world.curves.served, 5, 29).mean() == pytest.approx(LAM, rel=0.02) and not world.dropped.any()


def test_the_latest_moment_for_the_flag_is_b_less_d_r() -> None:
    """Level 1: 14 - 2 x 2.5 = 9. And a table of 6 holds if it goes up at 1, and does not at 3."""
    lost = [k + 1 for k in range(12) if flags().outcome[k] == LOST]
    assert min(lost) == 10
    assert flags().depth_peak[0, 0] <= 6 < flags().depth_peak[2, 0]


def test_14_places_last_7_s_to_the_tick() -> None:
    """From an empty table, 3 a second into 1."""
    fast = ["producer.kitchen.rate_per_s=3", "producer.kitchen.changes=[]"]
    world = played(load_level(CHOCOLATE, 0, fast), Controls())
    assert world.ended_tick[0] / HZ - 0.5 == pytest.approx(7, abs=2 / HZ)


def test_the_file_to_the_byte() -> None:
    left_alone = copy_left_alone(0, 240)
    hz = 60
    roomy = played(load_level(COPY, 0, [("station.writer.memory_units", 4 * 10**9), ("level.tick_hz", hz)]), Controls())
    assert (
        left_alone.served[0, 0] == pytest.approx(3 * 10**9, abs=10**6) and left_alone.depth_peak[0, 0] == 1_500_000_000
    )
    assert roomy.depth_peak[0, 0] == 2 * 10**9 and roomy.depth_peak_tick[0, 0] == 40 * hz
    assert abs(roomy.ended_tick[0] + 1 - 60 * hz) <= 1
    found = curves.waits(roomy.curves, roomy.plan, 0, 0, 0, roomy.tick)
    assert found.mean_s(hz) == pytest.approx(10, abs=1 / hz)
    assert found.percentile_s(99, hz) == pytest.approx(19.8, abs=2 / hz)
    assert found.ticks.max() / hz == pytest.approx(20, abs=2 / hz)
    asked = played(load_level(COPY, 0, [("level.tick_hz", 120)]), Controls(demand_units=2 * 1024 * 1024))
    assert asked.depth_peak[0, 0] <= 2 * 1024 * 1024 and asked.ended_tick[0] / 120 == pytest.approx(60.007, abs=0.02)
    assert copies(1).depth_peak[1, 0] == 16 * 10**9
    assert copies(1).ended_tick[0] / 10 == pytest.approx(480, abs=2 / 10)


def test_the_fan_in_left_alone_leaves_b_15_and_a_fair_line_leaves_40_25_25() -> None:
    """Max-min at Z, if to say no were free; at a tenth of an answer, A pays for it: (90 - 15) / 0.9 - 50."""
    at_z = z_lanes(fan_in())
    parts = {fan_in().plan.names[lane]: per_lane(fan_in(), lane, 10, 15) for lane in at_z}
    assert parts["B"] == pytest.approx(15, abs=0.7) and parts["C"] == pytest.approx(15, abs=0.7)
    for cost, a in ((0, 40), (0.1, 33.3)):
        fair: Changes = [*EVEN_FAN_IN, ("station.Z.discipline", "fair"), ("station.Z.refusal_cost", cost),
                         ("level.duration_s", 17)]  # fmt: skip
        world = played(load_level(FAN_IN, 0, fair), Controls(time_limit_s=1.0, when_full="oldest"))
        got = {world.plan.names[lane]: per_lane(world, lane, 10, 16.5) for lane in at_z}
        assert got == {"A": pytest.approx(a, abs=0.7), "B": pytest.approx(25, abs=0.5), "C": pytest.approx(25, abs=0.5)}


def per_lane(world: World, lane: int, first_s: float, last_s: float) -> float:
    hz, served = world.plan.tick_hz, world.curves.served[:, 0, lane]
    return float(served[round(last_s * hz) - 1] - served[round(first_s * hz) - 1]) / (last_s - first_s)
