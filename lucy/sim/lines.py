"""Whose unit is next: a station's line when several belts feed it.

A first-in-first-out line serves all clients in order of arrival; a fair one keeps a line for each client and serves
them in turn. With a single belt both are the same and nothing here is called.
"""

from __future__ import annotations

import numpy as np

from lucy.sim.world import World

AHEAD = np.arange(1, 17)  # so many ticks are looked at together when a pointer walks along a curve


def by_station(world: World, lane_values: np.ndarray) -> np.ndarray:
    """Sums over each station's lanes: (runs, stations)."""
    if world.plan.single:
        return lane_values
    return np.add.reduceat(lane_values, world.plan.lane_starts, axis=1)


def take(world: World, station_units: np.ndarray, within: np.ndarray | None = None) -> np.ndarray:
    """Split what each station takes from the head of its line among its lanes: (runs, lanes).

    A fair line gives no more of a lane than waits there, or than `within`, (runs, lanes). Advances nothing but the
    pointers; the caller adds the result to `head`.
    """
    if world.plan.single:
        return station_units
    waiting = world.admitted - world.head if within is None else within
    taken = np.zeros_like(waiting)
    for station, spec in enumerate(world.plan.level.stations):
        units = station_units[:, station]
        if not units.any():
            continue
        lanes = _lanes(world, station)
        if lanes.stop - lanes.start == 1:
            taken[:, lanes.start] = units
        elif spec.discipline == "fair":
            taken[:, lanes] = _fair(waiting[:, lanes], units, world.head[:, lanes].sum(axis=1))
        else:
            taken[:, lanes] = _fifo(world, station, lanes, units)
    return taken


def share_room(world: World, arriving: np.ndarray, station_units: np.ndarray) -> np.ndarray:
    """Split what is turned away among the arrivals of each station, first lane after the tick's turn first."""
    if world.plan.single:
        return np.minimum(station_units, arriving)
    refused = np.zeros_like(arriving)
    for station in range(world.plan.stations):
        lanes = range(*_lanes(world, station).indices(world.plan.lanes))
        left = station_units[:, station].copy()
        for k in range(len(lanes)):
            lane = lanes[(world.tick + k) % len(lanes)]
            refused[:, lane] = np.minimum(arriving[:, lane], left)
            left -= refused[:, lane]
    return refused


def cut_tail(world: World, station_units: np.ndarray) -> np.ndarray:
    """Take the newest waiting units off each line, out of the curves too: the units cut, by lane (runs, lanes).

    Newest first: what came in the last tick, lane by lane from the end, then the tick before.
    """
    curves, rest = world.curves, world.admitted.copy()
    oldest_kept = max(0, world.tick - curves.slots + 1)
    for station in range(world.plan.stations):
        left = station_units[:, station].copy()
        lanes = _lanes(world, station)
        for tick in range(world.tick - 1, oldest_kept - 2, -1):
            if not left.any():
                break
            known = curves.admitted_by(tick) if tick >= oldest_kept else world.head
            floor = np.maximum(known, world.head)
            for lane in reversed(range(*lanes.indices(world.plan.lanes))):
                here = np.clip(rest[:, lane] - floor[:, lane], 0, left)
                rest[:, lane] -= here
                left -= here
    for tick in range(world.tick - 1, oldest_kept - 1, -1):
        row = curves.admitted[tick % curves.slots]
        if not (row > rest).any():
            break
        np.minimum(row, rest, out=row)
    return world.admitted - rest


def _lanes(world: World, station: int) -> slice:
    starts = world.plan.lane_starts
    return slice(int(starts[station]), int(starts[station + 1]) if station + 1 < len(starts) else world.plan.lanes)


def _fair(waiting: np.ndarray, units: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Level the lanes: one of each that has any, in turn, until all units are given (max-min).

    `turn`: how many each run's line has given so far. Ticks would not do: they beat against the service.
    """
    taken, rows = np.zeros_like(waiting), np.arange(len(waiting))
    left = units.copy()
    while left.any():
        open_lanes = (waiting > taken).sum(axis=1)
        each = left // np.maximum(open_lanes, 1)
        if each.any():
            more = np.minimum(waiting - taken, each[:, None])
            taken += more
            left -= more.sum(axis=1)
            continue
        for k in range(taken.shape[1]):
            lane = (turn + k) % taken.shape[1]
            one = (waiting[rows, lane] > taken[rows, lane]) & (left > 0)
            taken[rows, lane] += one
            left -= one
    return taken


def _fifo(world: World, station: int, lanes: slice, units: np.ndarray) -> np.ndarray:
    """The first `units` in order of admission; within one tick lane by lane, each tick beginning with another one."""
    head = world.head[:, lanes]
    target = head.sum(axis=1) + units
    before, upto = rows_at(world, station, lanes, target)
    rest = (target - before.sum(axis=1))[:, None]
    turn = (world.pointer[:, station, None] + np.arange(head.shape[1])) % head.shape[1]
    come = np.take_along_axis(upto - before, turn, axis=1)
    earlier = np.cumsum(come, axis=1) - come
    gone = np.empty_like(come)
    np.put_along_axis(gone, turn, np.clip(rest - earlier, 0, come), axis=1)
    return before + gone - head


def rows_at(world: World, station: int, lanes: slice, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Walk the pointer to the tick whose units reach `target`; the lanes' curves before and at that tick."""
    pointer = world.pointer[:, station]
    now = world.admitted[:, lanes]
    upto = _row(world, pointer, lanes, now)
    behind = np.flatnonzero((upto.sum(axis=1) < target) & (pointer < world.tick))
    if len(behind):
        _walk(world, pointer, lanes, target, behind)
        upto = _row(world, pointer, lanes, now)
    return _row(world, pointer - 1, lanes, now), upto


def _walk(world: World, pointer: np.ndarray, lanes: slice, target: np.ndarray, behind: np.ndarray) -> None:
    """Move the pointers of those runs on to the first tick whose units reach `target`, some ticks at a time."""
    stored, last = world.curves.admitted, world.tick - 1
    fresh = stored[last, behind, lanes].sum(axis=1) < target[behind]  # a line that is all but empty: what came just now
    pointer[behind[fresh]] = world.tick
    behind = behind[~fresh]
    while len(behind):
        at = np.minimum(pointer[behind, None] + AHEAD, last)
        short = (stored[at, behind[:, None], lanes].sum(axis=2) < target[behind, None]).sum(axis=1)
        pointer[behind] += np.minimum(short + 1, len(AHEAD))
        behind = behind[short == len(AHEAD)]


def _row(world: World, at: np.ndarray, lanes: slice, now: np.ndarray) -> np.ndarray:
    """The admitted curve of some lanes at one tick for each run; the present tick's row is not written yet."""
    stored = world.curves.admitted[np.maximum(at, 0), np.arange(world.size), lanes]
    present, none = at >= world.tick, at < 0
    if present.any():
        stored[present] = now[present]
    if none.any():
        stored[none] = 0
    return stored
