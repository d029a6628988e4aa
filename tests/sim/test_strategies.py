"""Each strategy against the sum that a teacher would write on the board (rates per second, lambda in, mu out)."""

from __future__ import annotations

import closed_forms as theory
import numpy as np
import pytest
from small_levels import line, queue, rate, source, station

from lucy.sim import curves
from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Bursts, Level, Link, Producer
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import World, new_world

HZ = 240


def play(level: Level, controls: Controls, seconds: float, seeds: int = 1) -> World:
    world = new_world(level, list(range(1, seeds + 1)))
    set_controls(world, 0, controls)
    step(world, round(seconds * level.tick_hz))
    assert not ledger_gap(world).any()
    return world


def side_by_side(level: Level, settings: list[Controls], seconds: float, seeds: int = 1) -> list[World]:
    """The same for each of these settings, played as runs of one batch."""
    batch = new_world(level, list(range(1, seeds + 1)) * len(settings))
    rows = [np.arange(place * seeds, (place + 1) * seeds) for place in range(len(settings))]
    for controls, runs in zip(settings, rows, strict=True):
        set_controls(batch, 0, controls, runs)
    step(batch, round(seconds * level.tick_hz))
    assert not ledger_gap(batch).any()
    return [batch.select(runs) for runs in rows]


def per_s(curve: np.ndarray, first_s: float, last_s: float) -> float:
    """Mean rise of a curve (slots, runs, lanes) between two times, per second, over all runs and lanes."""
    rise = curve[round(last_s * HZ) - 1].sum(axis=1) - curve[round(first_s * HZ) - 1].sum(axis=1)
    return float(rise.mean() / (last_s - first_s))


def waits_s(world: World, first_s: float) -> np.ndarray:
    """Latency of each unit that run 0 served after that time."""
    found = curves.waits(world.curves, world.plan, 0, 0, round(first_s * HZ), world.tick)
    return np.repeat(found.ticks, found.units) / HZ


# ---------------------------------------------------------------- drop


@pytest.fixture(scope="module")
def full() -> dict[str, World]:
    """100/s into 75/s and room for 50, for 30 s, with each rule of what is dropped."""
    policies = ["arrival", "newest", "oldest", "all"]
    settings = [Controls(buffer_units=50, when_full=policy) for policy in policies]
    worlds = side_by_side(queue(100, 75, 30, "deterministic", "deterministic"), settings, 30)
    return dict(zip(policies, worlds, strict=True))


@pytest.mark.parametrize("policy", ["arrival", "newest", "oldest"])
def test_a_bounded_buffer_loses_the_deficit_and_serves_all_it_can(policy: str, full: dict[str, World]) -> None:
    world = full[policy]
    assert per_s(world.curves.dropped, 10, 30) == pytest.approx(25, abs=0.1)
    assert per_s(world.curves.served, 10, 30) == pytest.approx(75, abs=0.1)
    assert world.depth_peak[0, 0] == 50
    # Who is turned away at the door has cost nobody time; a line that loses its oldest moves on at lambda.
    expected = {"arrival": 50 / 75, "newest": 50 / 75, "oldest": 50 / 100}[policy]
    assert waits_s(world, 10).mean() == pytest.approx(expected, abs=0.02)


def test_dropping_all_empties_the_line_and_the_wait(full: dict[str, World]) -> None:
    world = full["all"]
    assert per_s(world.curves.dropped, 6, 30) == pytest.approx(25, rel=0.05)
    assert waits_s(world, 6).mean() == pytest.approx(0.25, rel=0.05), "a third of 0 to 1.5 s; who came later was lost"


def test_a_unit_in_service_is_never_dropped() -> None:
    """One unit takes a second. Whatever is dropped around it, one is served each second."""
    policies = ("newest", "oldest", "all")
    settings = [Controls(buffer_units=3, when_full=policy, time_limit_s=0.3) for policy in policies]
    worlds = side_by_side(queue(20, 1, 20, "deterministic", "deterministic"), settings, 20)
    for policy, world in zip(policies, worlds, strict=True):
        assert 19 <= world.served[0, 0] <= 20, policy


def test_with_no_room_to_wait_three_in_seven_of_75_are_served() -> None:
    world = play(queue(100, 75, 12), Controls(buffer_units=1, when_full="arrival"), 12, seeds=200)
    # Room for one is the hardest case: see the table of errors in model.md.
    assert per_s(world.curves.served, 2, 12) == pytest.approx(100 * 75 / 175, rel=0.025)


@pytest.mark.parametrize("service", ["deterministic", "exponential"])
def test_dropping_what_waited_too_long_serves_all_it_can(service: str) -> None:
    world = play(queue(100, 75, 20, service=service), Controls(time_limit_s=1.0), 20, seeds=60)
    assert per_s(world.curves.served, 10, 20) == pytest.approx(75, rel=0.01)
    assert per_s(world.curves.dropped, 10, 20) == pytest.approx(25, rel=0.03)
    slack = 1 / 75 if service == "deterministic" else 0.15  # its own service is not waiting
    assert waits_s(world, 5).max() <= 1.0 + slack + 2 / HZ
    assert waits_s(world, 8).mean() == pytest.approx(1.0, abs=0.08), "a full line waits as long as it may"


# ---------------------------------------------------------------- sample


def test_sampling_makes_it_a_slower_stream() -> None:
    world = play(queue(150, 75, 20), Controls(keep_fraction=0.4), 20, seeds=150)
    depth = (world.curves.admitted - world.curves.served)[5 * HZ : 20 * HZ].mean()
    assert depth == pytest.approx(theory.mm1(60, 75).number, rel=0.04)
    assert world.dropped[:, 0, 5].mean() / 20 == pytest.approx(0.6 * 150, rel=0.01)


def test_a_fraction_of_a_flood_is_kept_to_the_percent() -> None:
    world = play(queue(200_000, 100_000, 2, "deterministic", "deterministic"), Controls(keep_fraction=0.1), 2)
    assert world.admitted[0, 0] / world.offered[0, 0] == pytest.approx(0.1, rel=0.01)


def test_so_many_are_kept_in_each_window() -> None:
    world = play(queue(100, 75, 10), Controls(keep_per_window=3, window_s=0.1), 10, seeds=5)
    kept = np.diff(world.curves.admitted[: 10 * HZ][HZ // 10 - 1 :: HZ // 10], axis=0)
    assert kept.max() == 3
    assert kept.mean() > 2.9


# ---------------------------------------------------------------- control


def raised_at(depth: int, level: Level, controls: Controls) -> World:
    """The flag goes up when so many wait."""
    world = new_world(level, [1])
    while world.depth[0, 0] < depth:
        step(world)
    set_controls(world, 0, controls)
    step(world, level.duration_ticks)
    return world


@pytest.mark.parametrize(("flag", "holds"), [(1, True), (3, False)])
def test_a_table_of_six_holds_if_the_flag_goes_up_in_time(flag: int, holds: bool) -> None:
    """3/s into 1/s, 2 s until the supervisor hears, 0.5 s of belt: H + 2 x 2.5."""
    belt = line([source("belt", "Lucy", 3, belt_ms=500, signal_ms=2000)], [station("Lucy", 1, memory_units=6)], 20)
    world = raised_at(flag, belt, Controls(pace_per_s=1))
    assert (world.outcome[0] == 1) == holds
    if holds:
        assert abs(world.depth_peak[0, 0] - theory.flag_peak(1, 2, 2.5)) <= 1


def test_a_pace_takes_the_cord_and_the_belt_to_be_felt() -> None:
    level = line([source("A", "B", 3000, belt_ms=500, signal_ms=2000)], [station("B", 1000)], 20)
    world = raised_at(1000, level, Controls(pace_per_s=1000))
    assert world.depth_peak[0, 0] == pytest.approx(theory.flag_peak(1000, 2000, 2.5), rel=0.005)
    assert world.depth[0, 0] == pytest.approx(world.depth_peak[0, 0], rel=0.005), "it stays: in equals out"
    assert world.signals_sent[0] == 1


LOWS = [700, 500, 300]


@pytest.fixture(scope="module")
def watermarks() -> dict[int, World]:
    level = line([source("A", "B", 3000, belt_ms=200, signal_ms=300)], [station("B", 1000)], 30)
    worlds = side_by_side(level, [Controls(high_units=1000, low_units=low) for low in LOWS], 30)
    return dict(zip(LOWS, worlds, strict=True))


@pytest.mark.parametrize(("low", "starves"), [(700, False), (500, False), (300, True)])
def test_watermarks_go_round_and_starve_if_low_is_too_low(
    low: int, starves: bool, watermarks: dict[int, World]
) -> None:
    """Pause above 1000, resume at `low`; R = 0.5 s: peak H + d R = 2000, trough low - mu R."""
    world = watermarks[low]
    depth = (world.curves.admitted - world.curves.served)[10 * HZ : 30 * HZ, 0, 0]
    trough = max(0, low - 500)
    assert depth.max() == pytest.approx(2000, rel=0.02)
    assert depth.min() == pytest.approx(trough, abs=25)
    idle_s = max(0, 0.5 - low / 1000)
    cycle_s = (2000 - trough) / 2000 + (2000 - trough) / 1000 + idle_s
    assert per_s(world.curves.served, 10, 30) == pytest.approx(1000 * (1 - idle_s / cycle_s), rel=0.02)
    assert (world.busy_sum[0, 0] < 0.97 * world.worker_sum[0, 0]) == starves
    assert world.signals_sent[0] / 30 == pytest.approx(2 / cycle_s, rel=0.1)


def ready() -> Producer:
    """It waits a second, so that the request is there before the flood, and has 50 000/s from then on."""
    return Producer("A", Link("B", belt_ms=100, signal_ms=100), Arrivals(rate=rate(0, (1, 50_000))))


def pulled(settings: list[Controls], service: str = "deterministic", seeds: int = 1) -> list[float]:
    """Throughput of 100/s with a round trip of 200 ms and a source that always has something, with each setting."""
    level = line([ready()], [station("B", 100, service)], 20)
    return [per_s(world.curves.served, 5, 20) for world in side_by_side(level, settings, 20, seeds)]


def test_credit_gives_n_in_each_round_trip() -> None:
    credits = [1, 5, 10, 20, 40]
    found = pulled([Controls(demand_units=credit) for credit in credits])
    assert found == pytest.approx([min(100, credit / 0.2) for credit in credits], rel=0.02)


def test_credit_in_batches_of_three_quarters_halves_it() -> None:
    """b / (b/mu + R - (n - b)/mu), with the batch's last credit gone back one service early: when it begins."""
    expected = 15 / (15 / 100 + 0.2 - 5 / 100 - 1 / 100)
    assert pulled([Controls(demand_units=20, demand_batch=15)]) == [pytest.approx(expected, rel=0.02)]


def test_a_random_server_needs_more_credit() -> None:
    """Mean value analysis with one more, since credit goes back when service begins: 86.7 of 100 at n = 20."""
    credits = [20, 30]
    found = pulled([Controls(demand_units=credit) for credit in credits], "exponential", 60)
    expected = [theory.credit_throughput_per_s(credit + 1, 100, 0.2, exponential=True) for credit in credits]
    assert found == pytest.approx(expected, rel=0.01)


def test_less_credit_is_kept_to_once_what_was_sent_is_used_up() -> None:
    level = line([ready()], [station("B", 100)], 20)
    world = play(level, Controls(demand_units=40), 5)
    set_controls(world, 0, Controls(demand_units=6))
    step(world, 5 * HZ)
    most = 0
    for _ in range(2 * HZ):
        step(world)
        most = max(most, int(world.depth[0, 0] + world.in_flight[0, 0]))
    assert most <= 6 + 1, "six outstanding, and the one in service"
    assert per_s(world.curves.served, 10, 12) == pytest.approx(30, rel=0.05)


def test_a_request_in_the_midst_of_service_loses_no_credit() -> None:
    level = line([source("A", "B", 1, signal_ms=0)], [station("B", 0.8)], 30)
    world = play(level, Controls(), 5)
    set_controls(world, 0, Controls(demand_units=1))
    step(world, 25 * HZ)
    assert world.served[0, 0] >= 0.8 * 27 - 1


def test_a_blocked_source_is_one_with_less_room() -> None:
    """b places, the one in service and the one in the source's hands: M/M/1/(b + 2); 71.15 of 75 at b = 4."""
    level = line([source("A", "B", 100, "poisson")], [station("B", 75, "exponential")], 20)
    world = play(level, Controls(demand_units=5), 20, seeds=60)
    assert theory.mm1k(100, 75, 6).throughput_per_s == pytest.approx(71.15, abs=0.01)
    assert per_s(world.curves.served, 2, 20) == pytest.approx(71.15, rel=0.02)
    assert world.dropped.sum() == 0


def test_a_pace_holds_in_a_burst_and_in_a_trace_too() -> None:
    """What a slowed source does not send is never made."""
    bursts = Producer("A", Link("B"), Arrivals("deterministic", rate(40), Bursts(150_000, 500, 500)))
    trace = Producer("A", Link("B"), Arrivals("trace", trace=((0, 5), (300, 400)), repeat_ms=1000))
    for producer, least, most in ((bursts, 690, 710), (trace, 15, 40)):
        world = play(line([producer], [station("B", 500)], 10), Controls(pace_per_s=100), 10)
        rise = np.diff(world.curves.made[: 10 * HZ, 0, 0], prepend=0)
        assert np.convolve(rise, np.ones(24), "valid").max() <= 12, "in a tenth of a second"
        assert least < world.made[0, 0] < most


def test_a_source_that_cannot_be_controlled_refuses_and_goes_on() -> None:
    producers = [source("user", "B", 50, controllable=False), source("job", "B", 50)]
    world = play(line(producers, [station("B", 75)], 10), Controls(pace_per_s=0), 10)
    assert (world.signals_sent[0], world.signals_refused[0]) == (1, 1)
    assert world.made[0].tolist() == [500, 0]


# ---------------------------------------------------------------- scale


def test_a_helper_comes_after_the_time_it_takes_to_start_and_goes_at_once() -> None:
    place = station("B", 10, workers=1, workers_most=3, worker_start_ms=2000)
    world = play(line([source("A", "B", 100)], [place], 20), Controls(), 1)
    set_controls(world, 0, Controls(workers=3))
    step(world, 10 * HZ)
    set_controls(world, 0, Controls(workers=1))
    step(world, 9 * HZ)
    assert per_s(world.curves.served, 1, 3) == pytest.approx(10, abs=0.6)
    assert per_s(world.curves.served, 3, 11) == pytest.approx(30, abs=0.3)
    assert per_s(world.curves.served, 11, 20) == pytest.approx(10, abs=0.3)
    assert world.worker_sum[0, 0] / HZ == pytest.approx(20 + 2 * 8, abs=0.1)


def test_three_workers_do_not_make_one_unit_quicker() -> None:
    place = station("B", 1, workers=3, workers_most=3)
    world = play(line([source("A", "B", 0.25)], [place], 20), Controls(), 20)
    assert waits_s(world, 0) == pytest.approx(1.0, abs=1.5 / HZ)


def test_two_workers_wait_as_erlang_c_says() -> None:
    world = play(queue(100, 75, 20, workers=2), Controls(), 20, seeds=200)
    number = 100 * (theory.mmc_wait_s(100, 75, 2) + 1 / 75)
    depth = (world.curves.admitted - world.curves.served)[2 * HZ : 20 * HZ].mean()
    assert depth == pytest.approx(number, rel=0.015)
