"""One score for all levels: 100 times the product of terms, each to the power of its weight.

A product, since a sum pays "drop everything" for its good latency and its empty memory. Throughput earns nothing:
late work is not work. The weights are the level's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lucy.sim import curves, producers
from lucy.sim.world import LOST, World

WORST = 0.01
STARS_AT = (40, 60, 80)
CRASH_MOST = 39.0
CALM_SIGNALS_PER_S = (0.2, 4.0)  # a signal in five seconds costs nothing, four a second cost all


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of the score."""

    name: str
    value: float  # WORST..1
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one run, 0..100, and what it is made of."""

    points: float
    stars: int
    terms: tuple[Term, ...]


def ramp(value: float, good: float, bad: float) -> float:
    """1 at `good`, falling in a straight line to WORST at `bad` and beyond."""
    return float(np.clip((bad - value) / (bad - good), WORST, 1.0))


def stars(points: float) -> int:
    """Three from 80, two from 60, one from 40."""
    return sum(points >= at for at in STARS_AT)


def score(world: World, run: int = 0) -> Score:
    """Score a run that has ended, or as far as it has come. Needs its whole history."""
    level, plan = world.plan.level, world.plan
    rules, hz = level.scoring, plan.tick_hz
    end_tick = int(world.ended_tick[run]) + 1 if world.ended_tick[run] >= 0 else world.tick
    made = int(world.made[run].sum())
    served_end = plan.sinks[plan.lane_station]
    on_time = int(((world.served - world.late)[run] * served_end).sum())
    lost = int(world.dropped[run].sum())
    best = best_on_time(world, run)
    terms = [Term("goodput", _goodput(world, run, on_time, best, end_tick), rules.goodput)]
    if rules.loss:
        slowable = bool(plan.controllable.all())
        avoidable = lost if slowable else max(0, lost - max(0, made - best))
        terms.append(Term("loss", ramp(avoidable / max(1, made), 0.0, rules.loss_bad_fraction), rules.loss))
    if rules.latency:
        lanes = np.flatnonzero(served_end)
        waits = curves.join([curves.waits(world.curves, plan, run, lane, 0, end_tick) for lane in lanes])
        p99 = waits.percentile_s(99, hz)
        terms.append(Term("latency", ramp(p99, rules.latency_good_s, rules.latency_bad_s), rules.latency))
    if rules.memory:
        stand = level.station_index(level.stand)
        memory = int(plan.memory[stand])
        used = int(world.depth_peak[run, stand]) / memory
        terms.append(Term("memory", float(np.clip(1.0 - used, 0.05, 1.0)), rules.memory))
    if rules.calm:
        per_s = float(world.signals_sent[run]) * hz / max(1, end_tick)
        terms.append(Term("calm", ramp(per_s, *CALM_SIGNALS_PER_S), rules.calm))
    points = 100.0 * float(np.prod([term.value**term.weight for term in terms]))
    usual = sum(s.workers for s in level.stations) * max(1, end_tick)
    points *= (1.0 + max(0.0, float(world.worker_sum[run].sum()) / usual - 1.0)) ** -0.35
    if world.outcome[run] == LOST:
        points = min(CRASH_MOST, points * end_tick / plan.length)
    return Score(round(points, 2), stars(round(points, 2)), tuple(terms))


def best_on_time(world: World, run: int) -> int:
    """The most units that could have been delivered in time, by this run's own arrivals and service draws.

    What the producers would send of themselves, served in order, dropping what has waited past its deadline: that
    equals the largest matching of units to service slots (earliest deadline first). With a source that can be slowed
    nothing need be lost, and the bound is what the server can do from the first unit on.
    """
    plan, level = world.plan, world.plan.level
    natural, slots = _offer_and_slots(world, run)
    deadline = plan.deadline_ticks or plan.length
    belt = int(plan.belt_ticks.max())
    slowest = max(0, deadline - belt)
    total = sum(p.total_units for p in level.producers)
    if total:
        return total
    arrived = np.concatenate([np.zeros(belt, dtype=np.int64), natural])[: len(natural)]
    return _matching(arrived, slots, slowest)


def _matching(arrived: np.ndarray, slots: np.ndarray, most_ticks: int) -> int:
    """Serve in order, and drop what is older than `most_ticks`: units served. One pass over the ticks."""
    upto = np.cumsum(arrived)
    served = head = 0
    for tick in range(len(slots)):
        expired = int(upto[tick - most_ticks - 1]) if tick > most_ticks else 0
        head = max(head, expired)
        now = min(int(slots[tick]), int(upto[tick]) - head)
        served += now
        head += now
    return served


def _offer_and_slots(world: World, run: int) -> tuple[np.ndarray, np.ndarray]:
    """Units the producers would send at each tick, and units that the slowest station could serve."""
    plan = world.plan
    seeds, runs = world.seeds[run : run + 1], world.runs[run : run + 1]
    natural = producers.natural_block(plan, seeds, runs, 0, plan.length + plan.length % 2)[: plan.length, 0].sum(axis=1)
    workers = np.array([s.workers for s in plan.level.stations])
    rate = (plan.service_milli[: plan.length] * workers).min(axis=1)
    slots = np.diff(np.concatenate([[0], np.cumsum(rate)]) // (1000 * plan.tick_hz))
    return natural, slots


def _goodput(world: World, run: int, on_time: int, best: int, end_tick: int) -> float:
    """On time against the best. Work with an end is judged by its time: the shortest against the one it took."""
    plan, level = world.plan, world.plan.level
    total = sum(p.total_units for p in level.producers)
    if not total:
        return float(np.clip(on_time / max(1, best), WORST, 1.0))
    slowest_per_s = min(s.service.rate.per_s * s.workers for s in level.stations)
    shortest_ticks = total / slowest_per_s * plan.tick_hz
    return float(np.clip(on_time / total * shortest_ticks / max(1, end_tick), WORST, 1.0))
