"""One score for all levels: 100 times the product of terms, each to the power of its weight.

A product, since a sum pays "drop everything" for its good latency and its empty memory. Throughput earns nothing:
late work is not work. The weights are the level's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lucy.sim import curves, score_terms
from lucy.sim.bounds import most_on_time
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
    best = most_on_time(level, int(world.seeds[run]), int(world.runs[run]))
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
        used = score_terms.memory_peak(world, run, stand) / memory
        terms.append(Term("memory", float(np.clip(1.0 - used, 0.05, 1.0)), rules.memory))
    if rules.clients:
        terms.append(Term("clients", _clients(world, run), rules.clients))
    if rules.calm:
        per_s = float(world.signals_sent[run]) * hz / max(1, end_tick)
        terms.append(Term("calm", ramp(per_s, *CALM_SIGNALS_PER_S), rules.calm))
    for name, value, weight in score_terms.terms(world, run, end_tick):
        terms.append(Term(name, float(np.clip(value, WORST, 1.0)), weight))
    terms = [term for term in terms if term.weight]
    points = 100.0 * float(np.prod([term.value**term.weight for term in terms]))
    usual = sum(s.workers for s in level.stations) * max(1, end_tick)
    points *= (1.0 + max(0.0, float(world.worker_sum[run].sum()) / usual - 1.0)) ** -0.35
    if world.outcome[run] == LOST:
        points = min(CRASH_MOST, points * end_tick / plan.length)
    return Score(round(points, 2), stars(round(points, 2)), tuple(terms))


def _clients(world: World, run: int) -> float:
    """How the clients to be spared fared: of what their producers made, the part that was not delivered in time."""
    plan, rules = world.plan, world.plan.level.scoring
    lanes = [k for k, name in enumerate(plan.names) if name in rules.spare and plan.sinks[plan.lane_station[k]]]
    theirs = [k for k, lane in enumerate(plan.producer_lane) if _by_way_of(world, int(lane), lanes)]
    due = int(world.made[run, theirs].sum())
    if world.outcome[run] != LOST:  # what was made just now may still come in time
        due = int(world.curves.made[max(0, world.tick - 1 - plan.deadline_ticks), run, theirs].sum())
    if world.retried is not None:  # a request is one, however often it was tried
        due -= int(world.retried[run, theirs].sum())
    on_time = int((world.served - world.late)[run, lanes].sum())
    return ramp(1.0 - on_time / max(1, due), rules.clients_good, rules.clients_bad)


def _by_way_of(world: World, lane: int, lanes: list[int]) -> bool:
    """Whether what goes on a lane gets to one of `lanes`."""
    plan = world.plan
    while lane not in lanes and not plan.sinks[plan.lane_station[lane]]:
        lane = int(np.flatnonzero(plan.relay_of_lane == plan.lane_station[lane])[0])
    return lane in lanes


def _goodput(world: World, run: int, on_time: int, best: int, end_tick: int) -> float:
    """On time against the best. Work with an end is judged by its time: the shortest against the one it took."""
    plan, level = world.plan, world.plan.level
    total = sum(p.total_units for p in level.producers)
    if not total:
        return float(np.clip(on_time / max(1, best), WORST, 1.0))
    slowest_per_s = min(s.service.rate.per_s * s.workers for s in level.stations)
    shortest_ticks = total / slowest_per_s * plan.tick_hz
    return float(np.clip(on_time / total * shortest_ticks / max(1, end_tick), WORST, 1.0))
