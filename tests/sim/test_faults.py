"""Faults: for a while somebody runs at a part of its rate. When exactly is the seed's to say."""

from __future__ import annotations

import numpy as np
import pytest
from small_levels import rate, source, station

from lucy.sim import faults
from lucy.sim.level import Arrivals, Bursts, Fault, Level, Link, Producer
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import World, new_world

HZ = 240


def play(level: Level, seeds: int = 1) -> World:
    world = new_world(level, list(range(1, seeds + 1)))
    step(world, world.plan.length)
    assert not ledger_gap(world).any()
    return world


def level(*breaks: Fault, arrivals: str = "deterministic", service: str = "deterministic", per_s: float = 100) -> Level:
    return Level("f", "B", (source("A", "B", per_s, arrivals),), (station("B", 400, service),), 20_000, HZ,
                 faults=breaks)  # fmt: skip


def made(world: World, first_s: float, last_s: float) -> np.ndarray:
    curve = world.curves.made[:, :, 0]
    return curve[round(last_s * HZ) - 1] - curve[round(first_s * HZ) - 1]


def test_an_even_producer_stops_and_nothing_is_made_up_for() -> None:
    world = play(level(Fault("A", 5000, 3000, 0)))
    assert made(world, 5, 8)[0] == 0
    assert world.made[0, 0] == 1700, "17 s of 100 a second, to the unit"
    assert made(world, 8, 9)[0] == 100, "a resume releases nothing by itself"


def test_factors_of_overlapping_faults_are_multiplied() -> None:
    world = play(level(Fault("A", 2000, 8000, 500), Fault("A", 4000, 2000, 3000)))
    assert [int(made(world, at, at + 1)[0]) for at in (1, 3, 4.5, 7, 12)] == [100, 50, 150, 50, 100]
    assert world.made[0, 0] == 1200 + 300 + 300  # 12 s at 100, 6 s at 50, 2 s at 150


def test_a_changing_rate_is_bent_where_it_stands() -> None:
    bent = level(Fault("A", 5000, 10_000, 500))
    producer = Producer("A", Link("B"), Arrivals("deterministic", rate(100, (10, 200))))
    world = play(Level("f", "B", (producer,), bent.stations, 20_000, HZ, faults=bent.faults))
    assert world.made[0, 0] == 500 + 250 + 500 + 1000


def test_random_arrivals_follow_the_factor() -> None:
    world = play(level(Fault("A", 5000, 5000, 3000), arrivals="poisson"), 40)
    assert made(world, 5, 10).mean() / 5 == pytest.approx(300, rel=0.03)
    assert made(world, 12, 20).mean() / 8 == pytest.approx(100, rel=0.03)


@pytest.mark.parametrize("kind", ["deterministic", "poisson"])
def test_bursts_follow_the_factor(kind: str) -> None:
    arrivals = Arrivals(kind, rate(0), Bursts(200_000, 1000, 1000))
    producer = Producer("A", Link("B"), arrivals)
    half = (Fault("A", 10_000, 10_000, 500),)
    world = play(Level("f", "B", (producer,), (station("B", 400),), 20_000, HZ, faults=half), 20)
    assert made(world, 0.1, 10).mean() == pytest.approx(1000, rel=0.04)
    assert made(world, 10, 20).mean() == pytest.approx(500, rel=0.04)


@pytest.mark.parametrize("service", ["deterministic", "exponential"])
def test_a_station_that_stops_serves_nothing_and_then_catches_up(service: str) -> None:
    world = play(level(Fault("B", 5000, 2000, 0), service=service), 10)
    served = world.curves.served[:, :, 0]
    assert (served[7 * HZ - 1] == served[5 * HZ]).all()
    assert world.depth_peak[:, 0].mean() == pytest.approx(200, rel=0.05)
    assert served[-2].mean() == pytest.approx(2000, rel=0.02), "the queue of 200 is gone in 200/(400 - 100) s"


def test_a_station_at_half_its_rate() -> None:
    world = play(level(Fault("B", 0, 20_000, 500), per_s=300, service="exponential"), 10)
    assert world.served.sum(axis=1).mean() / 20 == pytest.approx(200, rel=0.02)


def test_many_workers_at_half_their_rate() -> None:
    crew = station("B", 100, "exponential", workers=4, workers_most=4)
    bent = Level("f", "B", (source("A", "B", 300),), (crew,), 20_000, HZ, faults=(Fault("B", 0, 20_000, 500),))
    assert play(bent, 6).served.sum(axis=1).mean() / 20 == pytest.approx(200, rel=0.03)


def test_the_seed_moves_the_start_and_nothing_else_does() -> None:
    spread = level(Fault("A", 5000, 1000, 0, spread_ms=4000))
    batch = new_world(spread, list(range(200)))
    starts = faults.begins(batch.plan, batch.seeds, batch.runs)[0] / HZ
    assert starts.min() >= 5 and starts.max() <= 9
    assert starts.mean() == pytest.approx(7, abs=0.3) and len(np.unique(starts)) > 100
    step(batch, batch.plan.length)
    assert (batch.made == 1900).all(), "19 s for each, whenever it was"
    alone = new_world(spread, [17])
    for _ in range(0, alone.plan.length, 11):
        step(alone, 11)
    assert alone.digest() == batch.digest(17)


def test_what_strikes_now_can_be_told() -> None:
    one = Fault("A", 5000, 1000, 0, title="The link is down")
    world = new_world(level(one), [1])
    assert faults.now(world.plan, world.seeds, world.runs, 5 * HZ) == (one,)
    assert faults.now(world.plan, world.seeds, world.runs, 6 * HZ) == ()
