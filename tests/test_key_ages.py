"""Row 6 of the closed forms on the level that shows it: what each way makes of keys, and how old what is shown is.

Ages (of information, in the mean): Kaul, Yates and Gruteser 2012 for one line; Costa, Codreanu and Ephremides 2016 for
a line of one and of none. The same operators on bare queues are in `tests/sim/test_operators.py`.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from level_runs import played
from measured import answers_s
from sum_runs import KEYS, typed

from lucy.run.level_files import load_level
from lucy.sim import curves
from lucy.sim.controls import Controls
from lucy.sim.world import World

KEYS_PER_S, SEARCHES_PER_S, WINDOW_S, SEEDS = 2.0, 1 / 0.3, 0.3, 40
RHO = KEYS_PER_S / SEARCHES_PER_S


@pytest.mark.parametrize(("keys", "gap_s", "work_s"), [(8, 1 / 12, 0.3), (5, 0.1, 0.4)])
def test_the_keys_in_one_line_are_n_s_less_n_minus_1_gaps(keys: int, gap_s: float, work_s: float) -> None:
    """The last answer comes n S - (n - 1) g after its key, with debounce w + S, else at most a window and S."""
    world, last_s = typed(keys, gap_s, work_s)
    answered = [answers_s(world, run, last_s)[-1] for run in range(4)]
    assert answered[0] == pytest.approx(keys * work_s - (keys - 1) * gap_s, abs=0.02)
    assert answered[1] == pytest.approx(0.2 + work_s, abs=0.02)
    assert max(answered[2:]) <= 0.3 + work_s + 0.02 and min(answered[2:]) >= work_s - 0.01
    assert world.served[:2, 0].tolist() == [keys, 1]


@cache
def random_keys() -> World:
    """The search box with Poisson keys, 2 a second, and searches of random length, for a minute."""
    level = load_level(KEYS, 0, [("producer.hands.rate_per_s", KEYS_PER_S), ("producer.hands.changes", []),
                                 ("producer.hands.bursts.from_s", 60), ("producer.hands.arrivals", "poisson"),
                                 ("station.search.service", "exponential"), ("level.duration_s", 60),
                                 ("level.tick_hz", 120)])  # fmt: skip
    ways = [Controls(operator=name, operator_s=WINDOW_S) for name in ("debounce", "throttle", "audit", "sample")]
    only_one, newest = Controls(buffer_units=1, when_full="arrival"), Controls(buffer_units=2, when_full="oldest")
    return played(level, Controls(), only_one, newest, *ways, seeds=SEEDS)


def runs_of(way: int) -> range:
    return range(way * SEEDS, (way + 1) * SEEDS)


@pytest.mark.parametrize(
    ("way", "per_s"),
    [
        (3, KEYS_PER_S * math.exp(-KEYS_PER_S * WINDOW_S)),  # debounce
        (4, KEYS_PER_S / (1 + KEYS_PER_S * WINDOW_S)),  # throttle
        (5, KEYS_PER_S / (1 + KEYS_PER_S * WINDOW_S)),  # audit
        (6, (1 - math.exp(-KEYS_PER_S * WINDOW_S)) / WINDOW_S),  # sample
    ],
)
def test_so_many_searches_are_left_of_random_keys(way: int, per_s: float) -> None:
    """What goes on to the search, a second."""
    admitted = random_keys().curves.admitted[:, runs_of(way), 0]
    assert (admitted[58 * 120] - admitted[2 * 120]).mean() / 56 == pytest.approx(per_s, rel=0.03)


def age_s(way: int) -> float:
    """For how long, in the mean, what is shown has been typed: 1 / lam longer than it is out of date in the engine."""
    world = random_keys()
    ages = []
    for run in runs_of(way):
        hz = world.plan.tick_hz
        served = np.diff(world.curves.served[: world.tick, run, 0], prepend=0)
        done = np.repeat(np.arange(len(served)), served)
        waits = curves.waits(world.curves, world.plan, run, 0, 0, world.tick)
        typed_at = done - np.repeat(waits.ticks, waits.units)[: len(done)]
        newest = np.full(len(served), -1.0)
        np.maximum.at(newest, done, typed_at.astype(float))
        newest = np.maximum.accumulate(newest)
        ages.append((np.arange(len(served)) - newest)[10 * hz :].mean() / hz)
    return float(np.mean(ages))


@pytest.mark.parametrize(
    ("way", "age"),
    [
        (0, (1 + 1 / RHO + RHO**2 / (1 - RHO)) / SEARCHES_PER_S),  # one line: (1 + 1/r + r^2/(1-r))/mu
        (1, 1 / KEYS_PER_S + 2 / SEARCHES_PER_S - 1 / (KEYS_PER_S + SEARCHES_PER_S)),  # dropped while it is busy
    ],
)
def test_how_old_what_is_shown_is(way: int, age: float) -> None:
    """The mean age of information at a search of random length."""
    assert age_s(way) == pytest.approx(age, rel=0.04)


def test_where_only_the_newest_waits_it_is_younger() -> None:
    """Between 1/lam + 1/mu, where the newest breaks off what is begun, and M/M/1/2*, where it does not.

    The engine finishes what is begun, and reads its age as its successor's (model.md, what is approximate).
    """
    lam, mu = KEYS_PER_S, SEARCHES_PER_S
    both = lam + mu
    finished = 1 / lam + 2 / mu + lam / both**2 + 1 / both - 2 * both / (lam**2 + lam * mu + mu**2)
    assert 1 / lam + 1 / mu < age_s(2) < finished < 1 / lam + 2 / mu - 1 / both
