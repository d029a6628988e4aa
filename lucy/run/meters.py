"""The needles: rates, utilisation and a learnt capacity, read off the engine's counters ten times a second.

Numbers are smoothed just enough to be read. Changes nothing in the engine.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from lucy.sim.world import World

_WINDOWS_S = (1.0, 2.0, 3.0, 5.0)  # the shortest one that holds enough units is used
_ENOUGH_UNITS = 5
_LEARN_S = 4.0  # about how long the learnt capacity remembers


@dataclass(frozen=True, slots=True)
class _Reading:
    tick: int
    offered: np.ndarray  # (lanes,)
    served: np.ndarray  # (lanes,)
    made: np.ndarray  # (producers,)
    late: int
    busy: np.ndarray  # (stations,)
    workers: np.ndarray  # (stations,)


class Meters:
    """The readings of one run's last five seconds."""

    def __init__(self, world: World, run: int = 0) -> None:
        self._run = run
        self._hz = world.plan.tick_hz
        self._readings: deque[_Reading] = deque(maxlen=round(_WINDOWS_S[-1] * 10) + 1)
        self.capacity_per_s = [s.service.rate.per_s * s.workers for s in world.plan.level.stations]
        self._was_deep = np.zeros(world.plan.stations, dtype=bool)
        self.read(world)

    def read(self, world: World) -> None:
        """Take a reading; call it every tenth of a second."""
        run = self._run
        if self._readings and self._readings[-1].tick == world.tick:
            return
        reading = _Reading(
            world.tick,
            world.offered[run].copy(),
            world.served[run].copy(),
            world.made[run].copy(),
            int(world.late[run].sum()),
            world.busy_sum[run].copy(),
            world.worker_sum[run].copy(),
        )
        if self._readings:
            self._learn(world, self._readings[-1], reading)
        self._readings.append(reading)

    def _learn(self, world: World, before: _Reading, now: _Reading) -> None:
        """Only while the workers were the limit: a starved server's throughput is not its capacity."""
        plan, run = world.plan, self._run
        deep = world.depth[run] > world.workers[run]
        span_s = (now.tick - before.tick) / self._hz
        for station in np.flatnonzero(deep & self._was_deep):
            lanes = plan.lane_station == station
            seen = float((now.served - before.served)[lanes].sum()) / span_s
            weight = min(1.0, span_s / _LEARN_S)
            self.capacity_per_s[station] += weight * (seen - self.capacity_per_s[station])
        self._was_deep = deep

    def _rate(self, counts: list[int]) -> float:
        """Units per second over the shortest window that holds enough of them."""
        last = self._readings[-1]
        rate = 0.0
        for window_s in _WINDOWS_S:
            back = min(len(counts) - 1, round(window_s * 10))
            if back <= 0:
                return 0.0
            units = counts[-1] - counts[-1 - back]
            span = last.tick - self._readings[-1 - back].tick
            rate = units * self._hz / span
            if units >= _ENOUGH_UNITS:
                break
        return rate

    def in_per_s(self, lanes: np.ndarray) -> float:
        """What came off these lanes' belts (bool or index array)."""
        return self._rate([int(r.offered[lanes].sum()) for r in self._readings])

    def out_per_s(self, lanes: np.ndarray) -> float:
        """What was served of these lanes."""
        return self._rate([int(r.served[lanes].sum()) for r in self._readings])

    def made_per_s(self, producer: int) -> float:
        """What a producer puts on its belt."""
        return self._rate([int(r.made[producer]) for r in self._readings])

    def on_time_per_s(self, lanes: np.ndarray) -> float:
        """What was served of these lanes, less what was late."""
        return self._rate([int(r.served[lanes].sum()) - r.late for r in self._readings])

    def utilisation(self, station: int) -> float:
        """Part of the workers' time with a unit in hand, over the last second: 0..1."""
        back = min(len(self._readings) - 1, 10)
        if back <= 0:
            return 0.0
        before, now = self._readings[-1 - back], self._readings[-1]
        workers = int(now.workers[station] - before.workers[station])
        return float(now.busy[station] - before.busy[station]) / workers if workers else 0.0
