"""The clairvoyant optimum: on small cases it is what playing every plan finds, and nobody does better."""

from __future__ import annotations

import itertools

import pytest
from small_levels import line, source, station

from lucy import consumers
from lucy.consumers.optimum import bound, evaluate, optimum
from lucy.consumers.optimum_settings import settings
from lucy.run import batch, optimum_share
from lucy.run.commands import matrix
from lucy.run.level_files import load_level
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.rules import Lever, Levers, Scoring
from lucy.sim.score import score

LEVERS = Levers(buffer=Lever(amounts=(5, 20)), drop=Lever(choices=("oldest",)), control=Lever(amounts=(20_000, 30_000)))
POOL = [
    Controls(),
    Controls(5, "oldest"),
    Controls(when_full="oldest", time_limit_s=0.4),
    Controls(pace_per_s=25),
]


def small(seconds: float = 6.0) -> Level:
    """An overloaded queue with something to weigh: loss against lateness against memory."""
    return line(
        [source("A", "B", 45, "poisson", signal_ms=200)],
        [station("B", 30, "exponential", memory_units=60)],
        seconds,
        tick_hz=60,
        deadline_ms=1000,
        levers=LEVERS,
        scoring=Scoring(goodput=0.5, loss=0.2, latency=0.2, memory=0.1),
    )


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_on_a_small_case_it_is_the_best_of_all_plans(seed: int) -> None:
    level, pieces = small(), (0, 120, 240)
    every = [tuple(zip(pieces, plan, strict=True)) for plan in itertools.product(POOL, repeat=len(pieces))]
    points, _ = evaluate(level, seed, every)
    found = optimum(level, seed, pool=POOL, pieces=pieces, sweeps=3)
    assert found.points == max(points)
    held = max(point for point, plan in zip(points, every, strict=True) if len({c for _, c in plan}) == 1)
    assert found.points >= held
    assert seed != 1 or found.points > held  # a plan that changes is worth the search


def test_a_plan_is_worth_what_it_scores_when_it_is_played() -> None:
    level = small()
    found = optimum(level, 5, pool=POOL, pieces=(0, 90, 180, 270))
    assert evaluate(level, 5, [found.plan])[0] == [found.points]


def test_nobody_is_better_and_nothing_is_above_the_bound() -> None:
    level = small()
    seed_points = optimum_share.seed_points(level, 3)
    top, _, most = seed_points[optimum_share.OPTIMUM]
    assert set(seed_points) == {*consumers.NAMES, "optimum"}
    assert all(points[0] <= top for points in seed_points.values())
    assert top <= most == bound(level) < 100


def test_a_start_is_never_made_worse() -> None:
    level = small()
    odd = ((0, Controls(pace_per_s=29.5)), (200, Controls(7, "oldest")))
    start = evaluate(level, 2, [odd])[0][0]
    assert optimum(level, 2, [odd], pool=[Controls()], pieces=(0, 180)).points >= start


def test_what_is_overheard_is_what_was_played() -> None:
    level = small()
    heard = optimum_share.Overheard(consumers.make("negotiator"))
    world = batch.play(level, [heard], [4])
    plan = tuple((at * 6, controls) for at, controls in heard.plan)
    assert evaluate(level, 4, [plan])[0][0] == score(world, 0).points


def test_shares_are_parts_of_the_best_on_the_same_seed() -> None:
    level = small()
    parts = [{name: [40.0, 1.0] for name in consumers.NAMES} | {"optimum": [80.0, 1.0, 90.0]},
             {name: [50.0, 1.0] for name in consumers.NAMES} | {"optimum": [50.0, 1.0, 90.0]}]  # fmt: skip
    rows, shares, gap = optimum_share.compared(level, 0, parts)
    assert [row.player for row in rows] == ["planner", "optimum"]
    assert {share.player for share in shares} == set(consumers.NAMES)
    assert shares[0].median == 0.75 and shares[0].p10 == pytest.approx(0.55)
    assert gap == 25.0
    table = matrix._table(rows, shares).splitlines()
    assert table[0].split()[-4:] == ["of", "best", "10", "%"]
    assert table[1].split()[-2:] == ["75.0%", "55.0%"]
    assert table[2].split()[2] == "optimum"
    assert "of best" not in matrix._table(rows, [])


@pytest.mark.parametrize("name", ["01-chocolate-factory", "05-firehose", "06-keystrokes", "08-chaos"])
def test_its_settings_begin_with_nothing_and_hold_each_key(name: str) -> None:
    level = load_level(name)
    pool = settings(level)
    assert pool[0] == Controls()
    assert len(pool) == len(set(pool))
    options = [o for lever in (level.levers.buffer, level.levers.drop) if not lever.locked for o in lever.options]
    for option in options:
        assert Controls(**dict(option.settings)) in pool  # type: ignore[arg-type]
