"""What each producer would send at each tick if nobody asked it to slow down.

Pure functions of (seed, run, tick), drawn for a block of ticks at once. Knows nothing of belts or signals.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import draws, faults
from lucy.sim.level import Arrivals, Bursts, ticks
from lucy.sim.plan import Plan

ARRIVALS = 1  # purposes of streams
BURSTS = 2
Edges = dict[int, tuple[np.ndarray, np.ndarray]]  # by producer: when its bursts begin, and end


def natural_block(plan: Plan, seeds: np.ndarray, runs: np.ndarray, first: int, count: int) -> np.ndarray:
    """Units made at ticks first .. first + count - 1: int64, shape (count, runs, producers). `first` is even."""
    return block(plan, seeds, runs, first, count, burst_edges(plan, seeds, runs))[0]


def block(
    plan: Plan, seeds: np.ndarray, runs: np.ndarray, first: int, count: int, bursts: Edges
) -> tuple[np.ndarray, np.ndarray | None]:
    """The same, and at which rate in thousandths per second (same shape; None: at the plan's own rate)."""
    made = np.empty((count, len(seeds), plan.producers), dtype=np.int64)
    now = np.minimum(np.arange(first, first + count), plan.length)
    struck = {i for i, p in enumerate(plan.level.producers) if faults.strikes(plan.level, p.name)}
    rates = np.repeat(plan.rate_milli[now, None], len(seeds), axis=1) if bursts or struck else None
    starts = faults.begins(plan, seeds, runs) if struck else np.empty((0, len(seeds)), dtype=np.int64)
    random = [i for i, p in enumerate(plan.level.producers) if p.arrivals.kind == "poisson"]
    if random:
        keys = draws.stream_keys(seeds, runs, plan.producers, ARRIVALS)[:, random]
        pair = draws.halves(draws.words(keys, first // 2, (count + 1) // 2))
        uniform = np.stack(pair, axis=1).reshape(-1, *keys.shape)[:count]
    for column, producer in enumerate(plan.level.producers):
        arrivals = producer.arrivals
        drawn = uniform[:, :, random.index(column)] if column in random else None
        counts = _counts(plan, arrivals, plan.rate_milli[:, column], drawn, first, count, len(seeds))
        bent = None
        if column in struck and rates is not None:
            bent = faults.factor(plan, producer.name, starts, first, count)
            counts = _bent(plan, column, drawn, counts, bent, starts, first)
            rates[:, :, column] = rates[:, :, column] * bent // 1000
        if arrivals.bursts and rates is not None:
            counts, on = _with_bursts(plan, arrivals.bursts, bursts[column], counts, drawn, first, bent)
            busy = arrivals.bursts.milli_per_s if bent is None else arrivals.bursts.milli_per_s * bent // 1000
            rates[:, :, column] = np.where(on, busy, rates[:, :, column])
        made[:, :, column] = counts
    return made, rates


def _bent(
    plan: Plan,
    column: int,
    drawn: np.ndarray | None,
    counts: np.ndarray,
    bent: np.ndarray,
    starts: np.ndarray,
    first: int,
) -> np.ndarray:
    """What a producer makes while faults bend its rate: (ticks, runs). A trace is bent unit by unit."""
    if plan.traced[column]:
        return counts * bent // 1000
    if drawn is None:
        return faults.even_counts(plan, column, starts, first, len(bent))
    now = np.minimum(np.arange(first, first + len(bent)), plan.length)
    rates = plan.rate_milli[now, column][:, None] * bent // 1000
    return draws.poisson_at(rates, drawn, 1000 * plan.tick_hz)


def _counts(
    plan: Plan, arrivals: Arrivals, rates: np.ndarray, drawn: np.ndarray | None, first: int, count: int, runs: int
) -> np.ndarray:
    if arrivals.kind == "trace":
        return np.broadcast_to(_trace(plan, arrivals)[first : first + count, None], (count, runs))
    window = rates[np.minimum(np.arange(first, first + count), len(rates) - 1)]
    if drawn is None:
        return np.broadcast_to(_even(rates, plan.tick_hz, first, count)[:, None], (count, runs))
    return draws.poisson_counts(window, drawn, 1000 * plan.tick_hz)


def _even(rates: np.ndarray, tick_hz: int, first: int, count: int) -> np.ndarray:
    """Whole units of an even flow: the rise of floor(the integral of the rate)."""
    upto = np.zeros(first + count + 1, dtype=np.int64)
    known = min(first + count, len(rates))
    np.cumsum(rates[:known], out=upto[1 : known + 1])
    if known < first + count:
        upto[known + 1 :] = upto[known] + rates[-1] * np.arange(1, first + count - known + 1)
    return np.diff(upto[first:] // (1000 * tick_hz))


def _trace(plan: Plan, arrivals: Arrivals) -> np.ndarray:
    row = np.zeros(plan.length + 257, dtype=np.int64)
    repeat = ticks(arrivals.repeat_ms, plan.tick_hz)
    for at_ms, units in arrivals.trace:
        at = ticks(at_ms, plan.tick_hz)
        for tick in range(at, plan.length, repeat) if repeat else [at]:
            if tick < plan.length:
                row[tick] += units
    return row


def _with_bursts(
    plan: Plan,
    bursts: Bursts,
    edges: tuple[np.ndarray, np.ndarray],
    calm: np.ndarray,
    drawn: np.ndarray | None,
    first: int,
    bent: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Units made, and whether there is a burst: both (ticks, runs)."""
    begins, ends = edges
    ticks_now = np.arange(first, first + len(calm))[:, None]
    # One search for all runs: each run's edges are moved up by a span that no tick reaches.
    run = np.arange(len(begins))
    span = max(int(ends.max()), first + len(calm)) + 1
    found = np.searchsorted((begins + (run * span)[:, None]).ravel(), ticks_now + run * span, side="right")
    which = found - run * begins.shape[1] - 1
    started = begins[run, np.maximum(which, 0)]
    on = (which >= 0) & (ticks_now < ends[run, np.maximum(which, 0)])
    factor = np.int64(1000) if bent is None else bent
    if drawn is not None:
        busy = draws.poisson_at(
            np.broadcast_to(bursts.milli_per_s * factor // 1000, drawn.shape), drawn, 1000 * plan.tick_hz
        )
    else:
        since, scale = ticks_now - started, 1_000_000 * plan.tick_hz
        busy = (since + 1) * bursts.milli_per_s * factor // scale - since * bursts.milli_per_s * factor // scale
    return np.where(on, busy, calm), on


def burst_edges(plan: Plan, seeds: np.ndarray, runs: np.ndarray) -> Edges:
    """When each producer's bursts begin and end, in ticks: two int64 arrays of shape (runs, bursts)."""
    found = {}
    for column, producer in enumerate(plan.level.producers):
        if producer.arrivals.bursts:
            found[column] = _burst_ticks(plan, producer.arrivals.bursts, seeds, runs, column)
    return found


def _burst_ticks(
    plan: Plan, bursts: Bursts, seeds: np.ndarray, runs: np.ndarray, column: int
) -> tuple[np.ndarray, np.ndarray]:
    cycle = max(1, ticks(bursts.on_ms + bursts.off_ms, plan.tick_hz))
    most = 4 + (4 if bursts.random else 1) * plan.length // cycle
    shape = (2 * most, len(seeds))
    if bursts.random:
        keys = draws.stream_keys(seeds, runs, plan.producers, BURSTS)[:, column]
        spans = -np.log(draws.uniform_floats(keys, 0, 2 * most))
    else:
        spans = np.ones(shape)
    spans[0::2] *= bursts.off_ms * plan.tick_hz / 1000
    spans[1::2] *= bursts.on_ms * plan.tick_hz / 1000
    edges = ticks(bursts.from_ms, plan.tick_hz) + np.cumsum(np.maximum(1, np.rint(spans)).astype(np.int64), axis=0)
    return edges[0::2].T, edges[1::2].T
