"""Retries: what was refused, lost or late comes back as load.

A producer that tries again has one more lane for each attempt, hidden behind the first: attempt k + 1 arrives where
attempt k was lost, a while later. So each attempt keeps its own curves, and lateness and the ledger stay exact. A unit
made again counts as made again: the load is what is seen.

A source that is told to slow down or stop holds its retries back too; they go before its new units.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import draws
from lucy.sim.plan import BIG, Plan
from lucy.sim.world import UPSTREAM, World

JITTER = 5  # purpose of the streams
_ONE_BY_ONE = 32  # so many of a tick's retries get a moment each; more are spread evenly


def collect(world: World) -> None:
    """Note what was lost or late in this tick, and when it will be tried again."""
    plan = world.plan
    assert world.again is not None and world.again_seen is not None
    lost = world.dropped.sum(axis=2) + world.late
    back = lost - world.again_seen
    world.again_seen = lost
    back[:, plan.retry_ticks == 0] = 0  # the last attempt, or a producer that gives up at once
    if not back.any():
        return
    for lane in np.flatnonzero(back.any(axis=0)):
        delay = int(plan.retry_ticks[lane])
        if plan.jitter[lane]:
            _spread(world, int(lane), back[:, lane], 2 * delay - 1)
        else:
            world.again[(world.tick + delay) % len(world.again), :, lane + 1] += back[:, lane]


def _spread(world: World, lane: int, units: np.ndarray, span: int) -> None:
    """Each at a moment of its own within the next `span` ticks."""
    assert world.again is not None
    single = np.minimum(units, _ONE_BY_ONE)
    keys = draws.stream_keys(world.seeds, world.runs, world.plan.lanes, JITTER)[:, lane]
    rows, ring = np.arange(world.size), len(world.again)
    drawn = draws.words(keys, world.tick * (_ONE_BY_ONE + 1), _ONE_BY_ONE + 1)
    moments = (drawn % np.uint64(span)).astype(np.int64) + 1
    for k in range(int(single.max())):
        world.again[(world.tick + moments[k]) % ring, rows, lane + 1] += k < single
    rest = units - single
    if rest.any():
        each, over = rest // span, rest % span
        for step in range(span):
            turn = (step - moments[-1]) % span < over
            world.again[(world.tick + 1 + step) % ring, :, lane + 1] += each + turn


def send(world: World, sent: np.ndarray) -> np.ndarray:
    """Put the retries that are due on their belts; what the producers send beside them: (runs, producers)."""
    plan = world.plan
    assert world.again is not None and world.again_late is not None and world.retried is not None
    row = world.again[world.tick % len(world.again)]
    due = row + world.again_late
    if not due.any():
        return sent
    row[:] = 0
    go = due * world.going if world.any_ended else due.copy()
    if world.uses & UPSTREAM:
        sent = _held_back(world, sent, go)
    world.again_late = due - go
    ring = len(world.belt)
    for group in plan.retry_groups:
        units = go[:, group.lanes]
        world.belt[(world.tick + group.belt_ticks) % ring][:, group.lanes] += units
        world.in_flight[:, group.lanes] += units
        for k, producer in enumerate(group.sources):
            world.made[:, producer] += units[:, k]
            world.retried[:, producer] += units[:, k]
    return sent


def _held_back(world: World, sent: np.ndarray, go: np.ndarray) -> np.ndarray:
    """Where a source obeys a signal, its retries take the place of its new units; `go` is changed in place."""
    plan, lanes = world.plan, world.plan.producer_lane
    assert world.draws is not None
    rate = plan.rate_milli[world.tick]
    if world.draws.rate is not None:
        rate = world.draws.rate[world.tick - world.draws.first]
    bound = (world.pace[:, lanes] < rate) | (world.demand[:, lanes] < BIG) | world.paused[:, lanes]
    left = np.where(bound, sent, BIG)
    for lane in np.flatnonzero(plan.attempt > 0):
        producer = plan.producer_of_lane[lane]
        go[:, lane] = np.minimum(go[:, lane], left[:, producer])
        left[:, producer] -= np.where(left[:, producer] < BIG, go[:, lane], 0)
    return np.where(bound, left, sent)


def waiting(world: World) -> np.ndarray:
    """Units that will be tried again, for each run: they are in no ledger, since nobody holds them."""
    if world.again is None or world.again_late is None:
        return np.zeros(world.size, dtype=np.int64)
    return world.again.sum(axis=(0, 2)) + world.again_late.sum(axis=1)


def fold(plan: Plan, lane_values: np.ndarray) -> np.ndarray:
    """Add the hidden lanes' values to their producer's first lane, and leave 0 there: (runs, lanes)."""
    if not plan.retrying:
        return lane_values
    folded = lane_values.copy()
    for lane in np.flatnonzero(plan.attempt > 0):
        folded[:, lane - plan.attempt[lane]] += folded[:, lane]
        folded[:, lane] = 0
    return folded
