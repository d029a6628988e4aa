"""Throttle, audit, sample and debounce: how a burst of values becomes fewer. Names and meanings as in RxJS.

Each keeps one value of many and drops the others ("sampled"). Throttle lets the first of a window through and nothing
after it; audit the last of a window that the first value opened; sample the last at each stroke of a clock; debounce
the last after a silence. A value that is held back is here, counted as buffered, and keeps the moment it was made.

Within a tick a clock strikes before what arrives: an arrival at the very end of a window opens the next one.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import lines
from lucy.sim.controls import OPERATORS, Controls
from lucy.sim.events import DROP_CAUSES
from lucy.sim.world import World

_NONE, _THROTTLE, _AUDIT, _SAMPLE, _DEBOUNCE = range(len(OPERATORS))
_SAMPLED = DROP_CAUSES.index("sampled")


def set_operator(world: World, station: int, controls: Controls, runs: np.ndarray) -> None:
    """Set what a station does with a burst; what the former operator held goes in at once."""
    kind = OPERATORS.index(controls.operator)
    if world.operator is None:
        if kind == _NONE:
            return
        _begin(world)
    span = max(1, round(controls.operator_s * world.plan.tick_hz))
    assert world.operator is not None and world.operator_ticks is not None and world.operator_due is not None
    other = (world.operator[runs, station] != kind) | (world.operator_ticks[runs, station] != span)
    changed = runs[other]
    world.operator[changed, station] = kind
    world.operator_ticks[changed, station] = span
    world.operator_due[changed, station] = world.tick


def _begin(world: World) -> None:
    """The arrays of operators. From now on the curves note when each value was made, for held ones come in later."""
    shape = world.depth.shape
    world.operator, world.operator_due = (np.zeros(shape, dtype=np.int64) for _ in range(2))
    world.operator_ticks = np.ones(shape, dtype=np.int64)
    world.held = np.zeros(world.head.shape, dtype=np.int64)
    world.held_stamp = np.zeros(world.head.shape, dtype=np.int64)
    world.freed_stamp = np.full(world.head.shape, -1, dtype=np.int64)
    world.uses |= {"operator"}
    curves = world.curves
    if curves.stamp is None and curves.whole:
        emitted = np.arange(curves.slots)[:, None] - world.plan.belt_ticks
        curves.stamp = np.broadcast_to(emitted[:, None], curves.admitted.shape).astype(curves.admitted.dtype, order="C")


def apply(world: World, arriving: np.ndarray) -> np.ndarray:
    """What goes on to the buffers of `arriving` (runs, lanes), and of what was held."""
    kind, due, held = world.operator, world.operator_due, world.held
    assert kind is not None and due is not None and held is not None
    assert world.held_stamp is not None and world.freed_stamp is not None and world.operator_ticks is not None
    now, station = world.tick, world.plan.lane_station
    before, span = held.copy(), world.operator_ticks
    going = world.going & ~world.down
    strikes = np.where(kind == _SAMPLE, now % span == 0, now >= due) | (kind == _NONE)
    freed = held * (strikes & going)[:, station]
    held -= freed
    out = np.where((kind == _NONE)[:, station], arriving, 0) + freed
    world.freed_stamp[:] = np.where(freed > 0, world.held_stamp, -1)
    some = (lines.by_station(world, arriving) > 0) & (kind > _NONE) & going
    first = some & (kind == _THROTTLE) & (now >= due)
    if first.any():
        out += _one(world, arriving, first, 0)
        due[first] = (now + span)[first]
    keeps = some & (kind != _THROTTLE)
    if keeps.any():
        opens = keeps & ((kind == _DEBOUNCE) | ((kind == _AUDIT) & (lines.by_station(world, held) == 0)))
        due[opens] = (now + span)[opens]
        held *= ~keeps[:, station]
        latest = _one(world, arriving, keeps, -1)
        held += latest
        np.copyto(world.held_stamp, arrival_stamps(world), where=latest > 0)
    passed = (out - freed) > 0
    np.copyto(world.freed_stamp, arrival_stamps(world), where=passed)
    world.dropped[:, :, _SAMPLED] += before + arriving - out - held
    return out


def _one(world: World, arriving: np.ndarray, stations: np.ndarray, which: int) -> np.ndarray:
    """One unit of each of those stations, (runs, lanes): of its first or (which = -1) last lane that has any."""
    if world.plan.single:
        return ((arriving > 0) & stations).astype(np.int64)
    one = np.zeros_like(arriving)
    for column in np.flatnonzero(stations.any(axis=0)):
        lanes = np.flatnonzero(world.plan.lane_station == column)[:: 1 if which == 0 else -1]
        rows = np.flatnonzero(stations[:, column])
        one[rows, lanes[np.argmax(arriving[rows][:, lanes] > 0, axis=1)]] = 1
    return one


def arrival_stamps(world: World) -> np.ndarray:
    """Emission tick of what comes off each belt in this tick: (runs, lanes)."""
    plan = world.plan
    direct = np.broadcast_to(world.tick - plan.belt_ticks, world.admitted.shape)
    if world.belt_stamp is None:
        return direct
    return np.where(plan.relay_of_lane >= 0, world.belt_stamp[world.tick % len(world.belt)], direct)


def stamps(world: World) -> np.ndarray:
    """The same for what goes into the buffers: a value that was held back was made earlier, and -1 for none."""
    if world.operator is None or world.freed_stamp is None:
        return arrival_stamps(world)
    works = (world.operator > _NONE)[:, world.plan.lane_station] | (world.freed_stamp >= 0)
    return np.where(works, world.freed_stamp, arrival_stamps(world))
