"""Faults: for a while a producer or a station runs at a part of its rate, or at a multiple of it.

When each begins is a pure function of (seed, run). Factors of faults that overlap are multiplied. What a stopped
producer would have sent is not made up for later: a resume releases nothing by itself.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import draws
from lucy.sim.level import Fault, Level, ticks
from lucy.sim.plan import Plan

FAULTS = 6  # purpose of the streams


def begins(plan: Plan, seeds: np.ndarray, runs: np.ndarray) -> np.ndarray:
    """The tick at which each of the level's faults begins: int64, shape (faults, runs)."""
    level, hz = plan.level, plan.tick_hz
    uniform = draws.uniform_floats(draws.stream_keys(seeds, runs, max(1, len(level.faults)), FAULTS), 0, 1)[0]
    spread = [np.floor(uniform[:, i] * (ticks(f.spread_ms, hz) + 1)) for i, f in enumerate(level.faults)]
    at = [ticks(f.at_ms, hz) + later for f, later in zip(level.faults, spread, strict=True)]
    return np.array(at, dtype=np.int64).reshape(len(level.faults), len(seeds))


def factor(plan: Plan, where: str, starts: np.ndarray, first: int, count: int) -> np.ndarray:
    """What a producer's or station's rate is multiplied by, in thousandths, at each tick: (count, runs)."""
    now = np.arange(first, first + count)[:, None]
    found = np.full((count, starts.shape[1]), 1000, dtype=np.int64)
    for index, fault in enumerate(plan.level.faults):
        if fault.where == where:
            lasts = ticks(fault.lasts_ms, plan.tick_hz)
            on = (now >= starts[index]) & (now < starts[index] + lasts)
            found = np.where(on, found * fault.factor_milli // 1000, found)
    return found


def even_counts(plan: Plan, column: int, starts: np.ndarray, first: int, count: int) -> np.ndarray:
    """Whole units of an even flow that faults bend: the rise of floor(the integral of the bent rate), (count, runs)."""
    producer = plan.level.producers[column].name
    rates = plan.rate_milli[:, column]
    end = first + count
    padded = np.concatenate([rates, np.full(max(0, end - len(rates)), rates[-1])])
    upto = np.concatenate([[0], np.cumsum(padded)])  # of the natural rate, at each tick
    runs = starts.shape[1]
    edges = [np.zeros(runs, dtype=np.int64)]
    for index, fault in enumerate(plan.level.faults):
        if fault.where == producer:
            edges += [starts[index], starts[index] + ticks(fault.lasts_ms, plan.tick_hz)]
    cuts = np.sort(np.array(edges), axis=0)
    at = np.arange(first, end + 1)[:, None]
    total = np.zeros((count + 1, runs), dtype=np.int64)
    for k in range(len(cuts)):
        begin = cuts[k]
        until = cuts[k + 1] if k + 1 < len(cuts) else np.full(runs, len(upto))
        parts = _factor_at(plan, producer, starts, begin)
        low, high = np.minimum(at, begin), np.minimum(at, until)
        total += parts * (upto[np.minimum(high, len(upto) - 1)] - upto[np.minimum(low, len(upto) - 1)])
    return np.diff(total // (1_000_000 * plan.tick_hz), axis=0)


def _factor_at(plan: Plan, where: str, starts: np.ndarray, at: np.ndarray) -> np.ndarray:
    found = np.full(len(at), 1000, dtype=np.int64)
    for index, fault in enumerate(plan.level.faults):
        if fault.where == where:
            lasts = ticks(fault.lasts_ms, plan.tick_hz)
            on = (at >= starts[index]) & (at < starts[index] + lasts)
            found = np.where(on, found * fault.factor_milli // 1000, found)
    return found


def service_rates(plan: Plan, seeds: np.ndarray, runs: np.ndarray, first: int, count: int) -> np.ndarray | None:
    """One worker's rate at each tick in thousandths per second, (count, runs, stations); None: as in the plan."""
    names = [s.name for s in plan.level.stations]
    if not any(f.where in names for f in plan.level.faults):
        return None
    now = np.minimum(np.arange(first, first + count), plan.length)
    rates = np.repeat(plan.service_milli[now, None], len(seeds), axis=1)
    starts = begins(plan, seeds, runs)
    for column, name in enumerate(names):
        if any(f.where == name for f in plan.level.faults):
            rates[:, :, column] = rates[:, :, column] * factor(plan, name, starts, first, count) // 1000
    return rates


def now(plan: Plan, seeds: np.ndarray, runs: np.ndarray, tick: int, run: int = 0) -> tuple[Fault, ...]:
    """The faults that one run of a batch suffers at a tick."""
    starts = begins(plan, seeds, runs)[:, run]
    lasting = [ticks(f.lasts_ms, plan.tick_hz) for f in plan.level.faults]
    return tuple(f for f, at, n in zip(plan.level.faults, starts, lasting, strict=True) if at <= tick < at + n)


def strikes(level: Level, name: str) -> bool:
    """Whether any fault ever hits a producer or station of that name."""
    return any(fault.where == name for fault in level.faults)
