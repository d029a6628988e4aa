"""Throttle, audit, sample and debounce: four different things, on one and the same burst of keys."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from small_levels import source, station

from lucy.sim import curves
from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Level, Link, Producer
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import World, new_world

HZ = 100  # a tick is 10 ms
KEYS_MS = (100, 180, 260, 340, 420, 900)  # five quick keys, and one more


def keyboard(keys_ms: tuple[int, ...] = KEYS_MS, work_per_s: float = 1000) -> Level:
    trace = tuple((at, 1) for at in keys_ms)
    hands = Producer("hands", Link("box"), Arrivals("trace", trace=trace))
    return Level("keys", "box", (hands,), (station("box", work_per_s),), 2000, HZ)


def typed(controls: Controls, level: Level | None = None) -> World:
    world = new_world(level or keyboard(), [1])
    set_controls(world, 0, controls)
    for _ in range(world.plan.length):
        step(world)
        assert not ledger_gap(world).any()
    return world


def emitted_ms(world: World) -> list[int]:
    """When a value went on to the box."""
    return (np.flatnonzero(np.diff(world.curves.admitted[: world.tick, 0, 0], prepend=0)) * 1000 // HZ).tolist()


def values_ms(world: World) -> list[int]:
    """When each value that went on was typed."""
    at = np.flatnonzero(np.diff(world.curves.admitted[: world.tick, 0, 0], prepend=0))
    assert world.curves.stamp is not None
    return (world.curves.stamp[at, 0, 0] * 1000 // HZ).tolist()


@pytest.mark.parametrize(
    ("operator", "when", "which"),
    [
        ("throttle", [100, 340, 900], [100, 340, 900]),  # the first of a window; 420 is lost for ever
        ("audit", [300, 540, 1100], [260, 420, 900]),  # the last of a window that its first key opened
        ("sample", [200, 400, 600, 1000], [180, 340, 420, 900]),  # the last at each stroke, and not twice
        ("debounce", [620, 1100], [420, 900]),  # the last, 0.2 s after it
    ],
)
def test_one_burst_of_keys(operator: str, when: list[int], which: list[int]) -> None:
    world = typed(Controls(operator=operator, operator_s=0.2))
    assert emitted_ms(world) == when
    assert values_ms(world) == which
    assert world.dropped[0, 0, 5] == len(KEYS_MS) - len(when), "the others are dropped as sampled"
    assert world.dropped[0].sum() == world.dropped[0, 0, 5]


def test_what_is_held_back_is_buffered_and_keeps_its_age() -> None:
    world = new_world(keyboard(), [1])
    set_controls(world, 0, Controls(operator="debounce", operator_s=0.2))
    step(world, 50)  # 0.5 s: all five are typed, the last is held until 0.62 s
    assert world.held is not None and world.held.sum() == 1
    assert world.depth.sum() == 0 and not ledger_gap(world).any()
    step(world, 20)
    assert world.held.sum() == 0
    wait = curves.waits(world.curves, world.plan, 0, 0, 0, world.tick)
    assert wait.ticks.tolist() == [20], "from the key to its answer, silence and all"


def test_switching_it_off_lets_the_held_one_go_on() -> None:
    world = new_world(keyboard(), [1])
    set_controls(world, 0, Controls(operator="debounce", operator_s=5))
    step(world, 60)
    set_controls(world, 0, Controls())
    step(world, 60)
    assert emitted_ms(world) == [600, 900]
    assert values_ms(world) == [420, 900]
    assert not ledger_gap(world).any()


def test_debounce_starves_where_values_never_pause() -> None:
    steady = tuple(range(100, 1900, 100))
    assert emitted_ms(typed(Controls(operator="debounce", operator_s=0.2), keyboard(steady))) == []
    assert len(emitted_ms(typed(Controls(operator="sample", operator_s=0.2), keyboard(steady)))) == 9


def test_rates_on_random_input() -> None:
    """Closed forms for Poisson input of 5/s and a window of 0.2 s, to half a tick and three standard errors."""
    warm, seconds, seeds, per_s, window_s = 2, 8, 500, 5, 0.2
    rates = {
        "debounce": per_s * math.exp(-per_s * window_s),
        "throttle": per_s / (1 + per_s * window_s),
        "audit": per_s / (1 + per_s * window_s),
        "sample": (1 - math.exp(-per_s * window_s)) / window_s,
    }
    level = Level("p", "B", (source("A", "B", per_s, "poisson"),), (station("B", 1000),), 1000 * (warm + seconds), 400)
    world = new_world(level, list(range(seeds)) * len(rates))
    rows = {name: np.arange(place * seeds, (place + 1) * seeds) for place, name in enumerate(rates)}
    for name, runs in rows.items():
        set_controls(world, 0, Controls(operator=name, operator_s=window_s), runs)
    step(world, warm * 400)
    before = world.admitted.copy()
    step(world, world.plan.length)
    assert not ledger_gap(world).any()
    for name, expected in rates.items():
        found = (world.admitted - before)[rows[name]].sum() / (seconds * seeds)
        error = 3 * math.sqrt(expected / (seconds * seeds)) + 0.01 * expected
        assert found == pytest.approx(expected, abs=error), name


def test_fifo_answers_the_last_of_n_keys_late() -> None:
    """n keys, a gap g, a search of S: n S - (n - 1) g after the last key; debounce: w + S."""
    keys = tuple(80 * k for k in range(8))
    level = replace(keyboard(keys, 1 / 0.3), duration_ms=5000)
    for controls, expected_s in ((Controls(), 8 * 0.3 - 7 * 0.08), (Controls(operator="debounce"), 0.2 + 0.3)):
        world = typed(controls, level)
        last = int(np.flatnonzero(np.diff(world.curves.served[:-1, 0, 0], prepend=0))[-1])
        assert last / HZ - 0.56 == pytest.approx(expected_s, abs=0.03)


def test_runs_of_a_batch_do_not_mix() -> None:
    level = keyboard()
    batch = new_world(level, [1, 1, 1])
    for run, name in enumerate(("throttle", "", "debounce")):
        if name:
            set_controls(batch, 0, Controls(operator=name, operator_s=0.2), np.array([run]))
    step(batch, 70)
    later = batch.select(np.array([2, 0])).copy()
    step(batch, 130)
    step(later, 130)
    for run, name in enumerate(("throttle", "", "debounce")):
        alone = typed(Controls(operator=name, operator_s=0.2))
        assert alone.digest() == batch.digest(run)
    assert later.digest(0) == batch.digest(2) and later.digest(1) == batch.digest(0)


def test_two_belts_into_one_debounce() -> None:
    """The last of both belts is the one that is kept."""
    keys = {"a": ((0, 1), (50, 1)), "b": ((30, 1), (80, 1))}
    two = tuple(Producer(name, Link("box"), Arrivals("trace", trace=trace)) for name, trace in keys.items())
    level = Level("two", "box", two, (station("box", 1000),), 1000, HZ)
    world = typed(Controls(operator="debounce", operator_s=0.2), level)
    assert world.served[0].tolist() == [0, 1]
    assert world.dropped[0, :, 5].tolist() == [2, 1]


def test_an_unknown_operator_is_refused() -> None:
    with pytest.raises(ValueError, match="operator must be one of throttle, audit, sample, debounce"):
        set_controls(new_world(keyboard(), [1]), 0, Controls(operator="throtle"))
