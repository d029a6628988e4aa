"""Retries come back as load: refusals that cost nothing, late answers that keep an outage alive, and jitter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_levels import rate, station

from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Level, Link, Producer, Retries, Service, Station
from lucy.sim.plan import make_plan
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import World, new_world

HZ = 240
COARSE_HZ = 60  # where minutes are played


def client(per_s: float, retries: Retries | None, kind: str = "poisson", changes: tuple = ()) -> Producer:
    return Producer("A", Link("B"), Arrivals(kind, rate(per_s, *changes)), retries=retries)


def play(level: Level, seeds: int = 1, controls: Controls | None = None) -> World:
    world = new_world(level, list(range(1, seeds + 1)))
    set_controls(world, 0, controls or Controls())
    step(world, world.plan.length)
    assert not ledger_gap(world).any()
    return world


def test_100_into_75_with_three_free_retries_are_256_attempts_a_second() -> None:
    """f^(r+1) = 1 - mu/lam; attempts = mu/(1 - f) (worked out for a server that is never idle)."""
    level = Level("r", "B", (client(100, Retries(3, 1000, True)),), (station("B", 75, when_full="arrival",
                  capacity_units=40),), 40_000, HZ)  # fmt: skip
    world = play(level, 8)
    warm = 10 * HZ
    refused = (1 - 75 / 100) ** (1 / 4)
    made = (world.curves.made[-2, :, 0] - world.curves.made[warm, :, 0]).mean() / 30
    assert made == pytest.approx(75 / (1 - refused), rel=0.02)
    assert made == pytest.approx(256, rel=0.02)
    lost = world.dropped.sum(axis=2) / np.maximum(world.offered, 1)
    assert lost.mean(axis=0) == pytest.approx([refused] * 4, rel=0.06), "each attempt is refused alike"
    assert world.served.sum(axis=1).mean() / 40 == pytest.approx(75, rel=0.01)


def outage(lam_per_s: float, seconds: int = 120) -> World:
    """75/s, a timeout of 2 s, three retries at once; for 2 s the clients send 300/s."""
    spike = (20, 300), (22, lam_per_s)
    level = Level("o", "B", (client(lam_per_s, Retries(3, 10), "deterministic", spike),), (station("B", 75),),
                  1000 * seconds, COARSE_HZ, deadline_ms=2000)  # fmt: skip
    return play(level)


def test_late_retries_keep_an_outage_alive_above_18_75_a_second() -> None:
    """mu/(r + 1) = 75/4: above it all that is late comes four times, and that is more than the server can do."""
    over, under = outage(30), outage(10)
    on_time = (over.curves.served - over.curves.late)[:, 0].sum(axis=1)
    assert on_time[-2] - on_time[60 * COARSE_HZ] == 0, "30 a second are 40 % of what it can do, and none comes in time"
    served = over.curves.served[:, 0].sum(axis=1)
    assert (served[-2] - served[60 * COARSE_HZ]) / 60 == pytest.approx(75, rel=0.02)
    on_time = (under.curves.served - under.curves.late)[:, 0].sum(axis=1)
    per_s = (on_time[-2] - on_time[90 * COARSE_HZ]) / 30
    assert per_s == pytest.approx(10, rel=0.05), "below it the outage ends by itself"


def one_blow(jitter: bool) -> World:
    """30 at the same moment into a server with no room to speak of."""
    producer = Producer("A", Link("B"), Arrivals("trace", trace=((1000, 30),)), retries=Retries(1, 1000, jitter))
    full = Station("B", Link(), Service("deterministic", rate(1)), capacity_units=1, when_full="arrival")
    return play(Level("b", "B", (producer,), (full,), 5000, HZ))


def test_without_jitter_what_was_refused_together_comes_back_together() -> None:
    made = np.diff(one_blow(False).curves.made[:-1, 0, 0], prepend=0)
    assert np.flatnonzero(made).tolist() == [HZ, 2 * HZ]
    assert made[made > 0].tolist() == [30, 29]


def test_with_jitter_it_comes_spread_out_after_the_same_mean_time() -> None:
    made = np.diff(one_blow(True).curves.made[:-1, 0, 0], prepend=0)
    again = np.repeat(np.flatnonzero(made), made[made > 0])[30:] - HZ
    assert len(again) == 29 and made[HZ + 1 :].max() <= 4
    assert again.min() > 0 and again.max() < 2 * HZ
    assert again.mean() / HZ == pytest.approx(1.0, abs=0.35)


def test_a_crowd_is_spread_to_the_unit() -> None:
    producer = Producer("A", Link("B"), Arrivals("trace", trace=((0, 100_000),)), retries=Retries(1, 500, True))
    full = Station("B", Link(), Service("deterministic", rate(1)), capacity_units=1, when_full="arrival")
    world = play(Level("b", "B", (producer,), (full,), 3000, HZ))
    assert world.made[0, 0] == 199_999 and world.retried is not None and world.retried[0, 0] == 99_999
    assert np.diff(world.curves.made[:-1, 0, 0])[1:].max() < 2 * 100_000 / HZ


def test_a_paused_source_holds_its_retries_back() -> None:
    level = Level("p", "B", (client(100, Retries(3, 200), "deterministic"),), (station("B", 10, capacity_units=5,
                  when_full="arrival"),), 10_000, HZ)  # fmt: skip
    world = new_world(level, [1])
    set_controls(world, 0, Controls())
    step(world, 2 * HZ)
    set_controls(world, 0, Controls(pace_per_s=10))
    step(world, 2 * HZ)
    before = int(world.made.sum())
    step(world, 5 * HZ)
    assert (int(world.made.sum()) - before) / 5 == pytest.approx(10, abs=0.5), "new ones and retries together"
    assert not ledger_gap(world).any()


def test_a_signal_to_a_source_with_retries_is_one_signal() -> None:
    level = Level("s", "B", (client(100, Retries(3, 200)),), (station("B", 75),), 3000, HZ)
    world = new_world(level, [1])
    set_controls(world, 0, Controls(pace_per_s=50, demand_units=20))
    step(world, HZ)
    assert world.signals_sent[0] == 2
    assert world.in_flight.sum() + world.depth.sum() <= 20


def test_it_costs_no_lane_where_nobody_tries_again() -> None:
    level = Level("s", "B", (client(100, Retries(3, 200)),), (station("B", 75),), 3000, HZ)
    assert make_plan(level).lanes == 4
    assert make_plan(replace(level, producers=(client(100, None),))).lanes == 1


def test_the_same_in_any_batch_and_after_a_copy() -> None:
    level = Level("d", "B", (client(100, Retries(2, 300, True)),), (station("B", 75, "exponential",
                  capacity_units=10, when_full="oldest"),), 5000, HZ, deadline_ms=100)  # fmt: skip
    batch = new_world(level, [5, 6, 7])
    step(batch, 600)
    branch = batch.copy().select(np.array([1]))
    step(batch, 600)
    step(branch, 600)
    alone = new_world(level, [6])
    for _ in range(0, 1200, 7):
        step(alone, min(7, 1200 - alone.tick))
    assert alone.digest() == batch.digest(1) == branch.digest()
