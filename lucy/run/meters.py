"""The needles: rates, utilisation and a learnt capacity, read off the engine's counters ten times a second.

For a whole batch at once. Numbers are smoothed just enough to be read. Changes nothing in the engine.
"""

from __future__ import annotations

import math

import numpy as np

from lucy.sim import lines
from lucy.sim.level import Station
from lucy.sim.world import World

_WINDOWS_S = (5.0, 3.0, 2.0, 1.0)  # the shortest one that holds enough units is used
_ENOUGH_UNITS = 5
_READINGS_PER_S = 10
_KEPT = round(_WINDOWS_S[0] * _READINGS_PER_S) + 1
_LEARN_S = 4.0  # about how long the learnt capacity remembers


class Meters:
    """What the gauges show now, for n runs: lanes L, stations S, producers P. Rates are units per second."""

    def __init__(self, world: World) -> None:
        stations = world.plan.level.stations
        start = np.array([_at_first_per_s(s) for s in stations])
        self.capacity_per_s = np.broadcast_to(start, world.depth.shape).copy()  # (n, S)
        self._hz = world.plan.tick_hz
        self._taken = 0
        self._ticks = np.zeros(_KEPT, dtype=np.int64)
        self._width = 2 * world.plan.lanes + world.plan.producers + 1  # offered, served, made, late
        self._counts = np.zeros((_KEPT, world.size, self._width), dtype=np.int64)
        self._busy = np.zeros((_KEPT, 2, *world.depth.shape), dtype=np.int64)
        self._frames = np.zeros((_KEPT, *world.depth.shape), dtype=np.int64)
        self._worked_s = np.zeros(world.depth.shape)  # worker-seconds since the last completion
        self.read(world)

    def read(self, world: World) -> None:
        """Take a reading; call it every tenth of a second."""
        if self._taken and self._ticks[(self._taken - 1) % _KEPT] == world.tick:
            return
        row = self._taken % _KEPT
        late = world.late.sum(axis=1, keepdims=True)
        self._ticks[row] = world.tick
        self._counts[row] = np.concatenate([world.offered, world.served, world.made, late], axis=1)
        self._busy[row, 0], self._busy[row, 1] = world.busy_sum, world.worker_sum
        self._frames[row] = world.frames
        self._taken += 1
        rates = self._rates(self._counts[row], world.plan.lanes)
        lanes, producers = world.plan.lanes, world.plan.producers
        self.lane_in_per_s = rates[:, :lanes]
        self.lane_out_per_s = rates[:, lanes : 2 * lanes]
        self.made_per_s = rates[:, 2 * lanes : 2 * lanes + producers]
        self.late_per_s = rates[:, -1]
        self.in_per_s = lines.by_station(world, self.lane_in_per_s)
        self.out_per_s = lines.by_station(world, self.lane_out_per_s)
        busy = self._busy[row] - self._busy[self._row_back(_READINGS_PER_S)]
        self.utilisation = np.maximum(busy[0] / np.maximum(busy[1], 1), _flowing(world, self.out_per_s))
        self.frames_per_s = self._frame_rate(row)
        self._learn(world, row)

    def _row_back(self, readings: int) -> int:
        return (self._taken - 1 - min(readings, self._taken - 1)) % _KEPT

    def _rates(self, now: np.ndarray, lanes: int) -> np.ndarray:
        """Units per second over the shortest window that holds enough of them; lateness over that of its service."""
        rate = np.zeros(now.shape)
        last_tick = self._ticks[(self._taken - 1) % _KEPT]
        for window_s in _WINDOWS_S:
            row = self._row_back(round(window_s * _READINGS_PER_S))
            span = last_tick - self._ticks[row]
            if span > 0:
                units = now - self._counts[row]
                enough = units >= _ENOUGH_UNITS
                enough[:, -1] = units[:, lanes : 2 * lanes].sum(axis=1) >= _ENOUGH_UNITS
                use = enough if window_s < _WINDOWS_S[0] else True
                rate = np.where(use, units * (self._hz / span), rate)
        return rate

    def _frame_rate(self, row: int) -> np.ndarray:
        """Frames drawn in a second, (runs, stations): over one second, or three where they are few."""
        rate = np.zeros(self._frames.shape[1:])
        for window_s in (3.0, 1.0):
            before = self._row_back(round(window_s * _READINGS_PER_S))
            span, frames = self._ticks[row] - self._ticks[before], self._frames[row] - self._frames[before]
            if span > 0:
                rate = np.where((frames >= _ENOUGH_UNITS) | (window_s > 1.0), frames * (self._hz / span), rate)
        return rate

    def _learn(self, world: World, row: int) -> None:
        """Completions over working time: the idle time of a starved server says nothing of its capacity."""
        before = self._row_back(1)
        self._worked_s += (self._busy[row, 0] - self._busy[before, 0]) / self._hz  # worker-seconds
        lanes = slice(world.plan.lanes, 2 * world.plan.lanes)
        served = lines.by_station(world, self._counts[row, :, lanes] - self._counts[before, :, lanes])
        done = (served > 0) & (self._worked_s > 0)
        worked_s = np.where(done, self._worked_s, 1.0)
        workers = np.maximum(1, world.workers)
        weight = np.minimum(1.0, worked_s / workers / _LEARN_S)
        self.capacity_per_s += np.where(done, weight * (served / worked_s * workers - self.capacity_per_s), 0.0)
        self._worked_s = np.where(done, 0.0, self._worked_s)


def noise_per_s(per_s: float, time_s: float) -> float:
    """How far apart two rates of that size may be read though they are even: a unit at an edge, and chance."""
    window_s = next((window_s for window_s in reversed(_WINDOWS_S) if per_s * window_s >= _ENOUGH_UNITS), _WINDOWS_S[0])
    window_s = min(window_s, max(time_s, 1 / _READINGS_PER_S))
    return (1 + math.sqrt(per_s * window_s)) / window_s


def _at_first_per_s(station: Station) -> float:
    """What a station can do by the level's own numbers; of one that draws, with frames that are full."""
    drawn = station.service.frames
    if drawn is None:
        return station.service.rate.per_s * station.workers
    return 1e9 / max(1, 1000 * drawn.row_us + drawn.unit_ns)


def head_tick(world: World) -> np.ndarray:
    """When the oldest unit of each lane was admitted: (runs, lanes) ticks; the present tick where none waits.

    Halving the admitted curve; where a short history forgot that unit, the oldest tick that is still known.
    """
    curves, now = world.curves, world.tick
    low = np.full(world.head.shape, max(0, now - curves.slots + 1), dtype=np.int64)
    high = np.full(world.head.shape, now, dtype=np.int64)
    runs, lanes = np.arange(world.size)[:, None], np.arange(world.plan.lanes)
    while (low < high).any():
        middle = (low + high) // 2
        reached = curves.admitted[middle % curves.slots, runs, lanes] > world.head
        high = np.where(reached, middle, high)
        low = np.where(reached, low, np.minimum(middle + 1, high))
    return low


def _flowing(world: World, out_per_s: np.ndarray) -> np.ndarray:
    """Utilisation of stations that finish several units in a tick, whose depth at its end may be 0 though they work."""
    able_per_s = world.plan.service_milli[min(world.tick, world.plan.length)] / 1000 * np.maximum(world.workers, 1)
    return np.where(able_per_s > world.plan.tick_hz, np.minimum(1.0, out_per_s / np.maximum(able_per_s, 1.0)), 0.0)
