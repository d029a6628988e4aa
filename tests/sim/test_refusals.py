"""What it costs to say no: a station that turns units away has less time for the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_levels import line, source, station

from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import World, new_world

SECONDS = 40


def flooded(refusal_milli: int, arrivals: str = "deterministic", service: str = "deterministic") -> Level:
    """150 a second into 90, as at Z in the fan-in."""
    place = station("Z", 90, service, refusal_milli=refusal_milli)
    hz = 240 if service == "exponential" else 120  # with both random, a coarser tick shows
    return replace(line([source("users", "Z", 150, arrivals)], [place], SECONDS), tick_hz=hz)


def played(level: Level, controls: Controls) -> World:
    world = new_world(level, [1])
    set_controls(world, 0, controls)
    step(world, world.plan.length)
    assert not ledger_gap(world).any()
    return world


SHEDDING = {
    "arrival": Controls(buffer_units=60, when_full="arrival"),
    "oldest": Controls(buffer_units=60, when_full="oldest"),
    "age": Controls(time_limit_s=0.5, when_full="oldest"),
    "sample": Controls(buffer_units=60, when_full="arrival", keep_fraction=0.8),
}


@pytest.mark.parametrize("cost_milli", [100, 250])
@pytest.mark.parametrize("kinds", [("deterministic", "deterministic"), ("poisson", "deterministic"),
                                   ("poisson", "exponential")])  # fmt: skip
def test_refusing_takes_its_part_of_the_work(cost_milli: int, kinds: tuple[str, str]) -> None:
    """What is not served is refused, and s = mu - k (lam - s): s = (mu - k lam) / (1 - k). Each way in some runs."""
    each = 1 if kinds[0] == "deterministic" else 8
    world = new_world(flooded(cost_milli, *kinds), [1 + run % each for run in range(each * len(SHEDDING))])
    rows = {how: np.arange(place * each, (place + 1) * each) for place, how in enumerate(SHEDDING)}
    for how, runs in rows.items():
        set_controls(world, 0, SHEDDING[how], runs)
    step(world, world.plan.length)
    assert not ledger_gap(world).any()
    part = cost_milli / 1000
    for how, runs in rows.items():
        served, refused = world.served[runs].sum() / each, world.dropped[runs].sum() / each
        assert served == pytest.approx(90 * SECONDS - part * refused, rel=0.01), how
        assert served / SECONDS == pytest.approx((90 - part * 150) / (1 - part), rel=0.02), how


def test_pushing_back_costs_nothing_and_a_fall_neither() -> None:
    paced = played(flooded(500), Controls(pace_per_s=90))
    assert paced.served[0, 0] == pytest.approx(90 * SECONDS, abs=2) and not paced.owed.any()
    place = station("Z", 90, refusal_milli=500, memory_units=100, vital=False)
    fell = played(line([source("users", "Z", 150)], [place], SECONDS), Controls())
    assert fell.dropped[0, 0].sum() > 1000 and not fell.owed.any()


def test_without_a_cost_nothing_is_owed_and_the_run_is_the_same() -> None:
    free = played(flooded(0, "poisson"), SHEDDING["age"])
    assert free.owed is None
    dear = played(flooded(1, "poisson"), Controls())
    left_alone = played(flooded(0, "poisson"), Controls())
    assert np.array_equal(dear.served, left_alone.served) and dear.digest() == left_alone.digest()
