"""The dice: fair, and a pure function of seed, run, stream and tick."""

from __future__ import annotations

import math

import numpy as np
import pytest
from small_levels import station

from lucy.sim import draws, producers
from lucy.sim.level import Arrivals, Bursts, Level, Link, Producer, Rate
from lucy.sim.plan import make_plan

MANY = 400_000


def uniforms(count: int = MANY, seed: int = 1, stream: int = 0) -> np.ndarray:
    """32-bit uniforms of one stream."""
    keys = draws.stream_keys(np.array([seed]), np.array([0]), stream + 1, 1)[:, stream]
    return np.concatenate([half.ravel() for half in draws.halves(draws.words(keys, 0, count // 2))])


def chi_square(counts: np.ndarray, expected: np.ndarray) -> float:
    """In standard deviations above its mean; cells that expect fewer than 10 are one cell."""
    rare = expected < 10
    seen = np.append(counts[~rare], counts[rare].sum())
    due = np.append(expected[~rare], expected[rare].sum())
    seen, due = seen[due > 0], due[due > 0]
    free = len(due) - 1
    return float((((seen - due) ** 2 / due).sum() - free) / math.sqrt(2 * free))


def poisson_chances(mean: float, most: int) -> np.ndarray:
    return np.array([math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1)])


def test_uniforms_are_uniform_and_do_not_follow_each_other() -> None:
    found = uniforms()
    assert abs(chi_square(np.bincount(found >> 24, minlength=256), np.full(256, MANY / 256))) < 4
    unit = found / 2.0**32 - 0.5
    assert abs(unit.mean()) < 4 / math.sqrt(12 * MANY)
    for lag in (1, 2, 7):
        assert abs((unit[lag:] * unit[:-lag]).mean() * 12) < 4 / math.sqrt(MANY), f"lag {lag}"


def test_streams_seeds_and_runs_do_not_resemble_each_other() -> None:
    columns = [uniforms(40_000, seed, stream) / 2.0**32 for seed in (1, 2, 3) for stream in (0, 1, 2)]
    like = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(like).max() < 4.5 / math.sqrt(40_000)
    keys = draws.stream_keys(np.arange(200), np.arange(200), 3, 2)
    assert len(np.unique(keys)) == 600


@pytest.mark.parametrize("mean", [0.01, 0.3125, 2.5, 30.0, 833.0])
def test_poisson_counts_have_their_distribution(mean: float) -> None:
    found = draws.poisson(round(mean * 10_000), 10_000).count(uniforms())
    assert found.mean() == pytest.approx(mean, abs=4 * math.sqrt(mean / MANY))
    assert found.var() == pytest.approx(mean, rel=4 * math.sqrt((2 + 1 / mean) / MANY))
    most = int(found.max()) + 5
    expected = MANY * poisson_chances(mean, most)
    assert abs(chi_square(np.bincount(found, minlength=most + 1), expected)) < 4


def test_poisson_by_table_and_by_search_agree_at_every_edge() -> None:
    inverse = draws.poisson(5, 2)
    edges = np.unique(np.clip(np.concatenate([inverse.steps - 1, inverse.steps, inverse.steps + 1]), 0, 2**32 - 1))
    assert (inverse.count(edges) == inverse.first + np.searchsorted(inverse.steps, edges, side="right")).all()


@pytest.mark.parametrize(
    ("trials", "chance"), [(1, 0.3), (10, 0.5), (40, 0.97), (64, 0.1), (500, 0.2), (10_000, 0.995)]
)
def test_binomial_counts_have_their_mean_and_spread(trials: int, chance: float) -> None:
    found = draws.binomial(uniforms(), np.full(MANY, trials), np.full(MANY, chance))
    mean, variance = trials * chance, trials * chance * (1 - chance)
    assert found.min() >= 0
    assert found.max() <= trials
    assert found.mean() == pytest.approx(mean, abs=4.5 * math.sqrt(variance / MANY) + 0.002 * math.sqrt(variance))
    assert found.var() == pytest.approx(variance, rel=0.015)
    if trials <= 64:
        chances = [math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(trials + 1)]
        expected = MANY * np.array(chances)
        assert abs(chi_square(np.bincount(found, minlength=trials + 1), expected)) < 4


def test_binomial_at_the_ends() -> None:
    u = uniforms(1000)
    for trials in (0, 5, 1000):
        assert (draws.binomial(u, np.full(1000, trials), np.zeros(1000)) == 0).all()
        assert (draws.binomial(u, np.full(1000, trials), np.ones(1000)) == trials).all()


@pytest.mark.parametrize("workers", [1, 3, 10])
def test_busy_workers_end_like_poisson_and_few_units_each_on_its_own(workers: int) -> None:
    numerator, denominator = 75_000, 480_000  # 75/s for half a tick
    mean = numerator / denominator
    steps = draws.served_by(workers, numerator, denominator)
    u = uniforms(200_000)
    for present in range(workers + 2):
        found = (u[:, None] >= steps[present]).sum(axis=1)
        done = 1 - math.exp(-mean)
        expected = workers * mean if present > workers else present * done
        spread = math.sqrt(max(expected, 1e-9) / len(u))
        assert found.mean() == pytest.approx(expected, abs=4 * spread), f"{present} present"
        assert found.max() <= present or present > workers


def test_a_service_longer_than_its_chance_can_say_ends_for_sure() -> None:
    steps = draws.served_by(2, 100, 1)
    assert [int((steps[present] <= 5).sum()) for present in (0, 1, 2)] == [0, 1, 2]


def level_of(*arrivals: Arrivals) -> Level:
    sources = tuple(Producer(f"P{i}", Link("B"), a) for i, a in enumerate(arrivals))
    return Level("draws", "B", sources, (station("B", 1),), 60_000)


def test_any_tick_can_be_drawn_alone() -> None:
    level = level_of(
        Arrivals("poisson", Rate(300_000)),
        Arrivals("deterministic", Rate(333_333), Bursts(900_000, 130, 410, random=True)),
        Arrivals("poisson", Rate(50_000), Bursts(5_000_000, 100, 100)),
        Arrivals("trace", trace=((10, 3), (500, 7)), repeat_ms=900),
    )
    plan, seeds, runs = make_plan(level), np.array([5, 6, 5]), np.array([0, 0, 4])
    whole = producers.natural_block(plan, seeds, runs, 0, 4000)
    for first in (0, 2, 256, 1998):
        assert (producers.natural_block(plan, seeds, runs, first, 2) == whole[first : first + 2]).all()
    assert (producers.natural_block(plan, seeds[1:2], runs[1:2], 0, 4000) == whole[:, 1:2]).all()
    assert (whole[:, 0] != whole[:, 2]).any(), "the run's number counts"
    assert whole[:, 0, 0].mean() * 240 == pytest.approx(300, rel=0.05)
    assert (whole[:, 0, 2] != whole[:, 0, 0]).any()


def test_an_even_flow_is_exact_at_any_time() -> None:
    plan = make_plan(level_of(Arrivals("deterministic", Rate(150_000_000_000)), Arrivals("deterministic", Rate(333))))
    made = producers.natural_block(plan, np.array([1]), np.array([0]), 0, 60 * 240).sum(axis=0)[0]
    assert made.tolist() == [9_000_000_000, 19]


def test_random_bursts_have_their_means() -> None:
    plan = make_plan(level_of(Arrivals("deterministic", Rate(0), Bursts(240_000, 300, 700, random=True))))
    on = producers.natural_block(plan, np.arange(300), np.zeros(300, dtype=int), 0, 40 * 240)
    assert on.mean() == pytest.approx(0.3, rel=0.03)
