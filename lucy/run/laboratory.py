"""The laboratory: a level's map of best strategies, worked out beside the game while somebody moves its sliders.

Coarse first, then fine. Its runs last a minute at most, with long ticks and one seed: a sketch of what `sweep` says.
Draws nothing.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from lucy.run import strategy, sweep
from lucy.run.level_files import load_level
from lucy.run.level_overrides import Override
from lucy.run.sweep import BEST, Map, Sweep
from lucy.run.sweep_axes import Axis
from lucy.run.unfinished import Piece, be_a_worker, call
from lucy.sim.level import OUT, Level

COARSE, FINE = 10, 40  # cells along a side
TICK_HZ, DURATION_S = 15, 60
_PROCESSES = 2
_TIMES = (0.4, 0.5, 0.6, 0.75, 0.9, 1.0, 1.2, 1.5, 2.0, 2.5)


@dataclass(frozen=True, slots=True)
class Slider:
    """A setting of the level beside the two axes, and the values that it can stand at."""

    path: str
    values: tuple[float, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sliders stand for: a level, and settings laid over it."""

    level: str
    act: int
    overrides: tuple[Override, ...] = ()


def suits(level: Level) -> bool:
    """Whether there is a map of this level: rates that can be varied, and a buffer that may be set."""
    stand = level.station(level.stand)
    plain = all(p.arrivals.kind != "trace" and not p.retries and not p.total_units for p in level.producers)
    return plain and stand.service.kind != "frames" and stand.link.to == OUT and not strategy.locked(level, "buffer")


def axes(level: Level, cells: int) -> tuple[Axis, Axis]:
    """What comes in, from far less than can be done to far more; and the room in the buffer, in equal ratios."""
    stand = level.station(level.stand)
    able = stand.service.rate.per_s * stand.workers / len(level.producers)
    rates = tuple(round(float(rate), 3) for rate in np.linspace(0.4 * able, 2.4 * able, cells))
    known = [n for n in (stand.capacity_units, stand.memory_units) if n is not None]
    most = min(known) if known else max(10, round(10 * able))
    rooms = tuple(sorted({round(float(n)) for n in np.geomspace(1, most, cells)}))
    return Axis("producer.rate_per_s", rates), Axis("buffer.capacity", rooms, even_ratios=True)


def sliders(level: Level) -> tuple[Slider, ...]:
    """What can be moved: how fast the station is, how long a signal takes, the deadline; where the level has them."""
    found = [_times(f"station.{level.stand}.rate_per_s", level.station(level.stand).service.rate.per_s)]
    signal_s = max(p.link.signal_ms for p in level.producers) / 1000
    if not strategy.locked(level, "control") and signal_s:
        found.append(_times("producer.signal_s", signal_s))
    if level.deadline_ms:
        found.append(_times("level.deadline_s", level.deadline_ms / 1000))
    return tuple(found)


def _times(path: str, usual: float) -> Slider:
    return Slider(path, tuple(round(usual * times, 3) for times in _TIMES), _TIMES.index(1.0))


def laid_over(chosen: Sequence[tuple[Slider, int]]) -> tuple[Override, ...]:
    """The overrides for sliders that are not where the level has them. A rate is held from start to end."""
    moved = [(slider, slider.values[at]) for slider, at in chosen if at != slider.start]
    return tuple(change for slider, value in moved for change in Axis(slider.path, (value,)).overrides(value))


def cell_overrides(asked: Asked, found: Map, row: int, column: int) -> list[Override]:
    """What is laid over the level to play a cell: the sliders, the rate, and a buffer of that size."""
    x, y = found.sweep.x, found.sweep.y
    return [
        *asked.overrides,
        *x.overrides(x.values[column]),
        ("levers.buffer", {"amounts": [int(y.values[row])], "unbounded": False}),
    ]


def part(asked: Asked, x: Axis, y: Axis) -> Map:
    """The map of some columns, worked out here."""
    lasts_s = min(DURATION_S, load_level(asked.level, asked.act).duration_ms / 1000)
    short = (("level.tick_hz", TICK_HZ), ("level.duration_s", lasts_s))
    wanted = Sweep(asked.level, asked.act, x, y, BEST, 1, "", (*asked.overrides, *short))
    levels = sweep.levels(wanted)
    work = list(sweep.pieces(wanted, levels))
    return sweep.joined(wanted, levels, work, {piece.key: piece.call(*piece.arguments) for piece, _ in work})


def side_by_side(parts: Sequence[Map]) -> Map:
    """One map of the columns of several."""
    x = replace(parts[0].sweep.x, values=tuple(value for each in parts for value in each.sweep.x.values))
    means = np.concatenate([each.means for each in parts], axis=1)
    return replace(parts[0], sweep=replace(parts[0].sweep, x=x), means=means)


class Desk:
    """Two processes that work maps out. Only the last question counts."""

    def __init__(self) -> None:
        self._under_way: list[Future[Map]] = []
        self._pool = self._hire()

    def _hire(self) -> ProcessPoolExecutor:
        spawned = multiprocessing.get_context("spawn")  # a fork would take the window along
        return ProcessPoolExecutor(_PROCESSES, mp_context=spawned, initializer=be_a_worker)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._under_way)

    def ask(self, asked: Asked, level: Level, cells: int) -> None:
        """Work out the map of a level with so many cells along a side; an earlier question is dropped."""
        for future in self._under_way:
            future.cancel()
        x, y = axes(level, cells)
        shares = np.array_split(np.array(x.values), _PROCESSES)
        pieces = [Piece("", part, (asked, replace(x, values=tuple(share.tolist())), y)) for share in shares]
        try:
            self._under_way = self._submit(pieces)
        except BrokenExecutor:  # the system has ended one of them while it had nothing to do
            self._pool = self._hire()
            self._under_way = self._submit(pieces)

    def _submit(self, pieces: Sequence[Piece]) -> list[Future[Map]]:
        return [self._pool.submit(call, piece) for piece in pieces]

    def answer(self) -> Map | None:
        """The map last asked for, once; None while it is not there yet."""
        if not self._under_way or not all(future.done() for future in self._under_way):
            return None
        done, self._under_way = self._under_way, []
        try:
            return side_by_side([future.result() for future in done])
        except BrokenExecutor:  # the system has ended one of them; the next question finds new ones
            self._pool = self._hire()
            return None

    def close(self) -> None:
        """Send the processes home."""
        self._under_way = []
        self._pool.shutdown(wait=False, cancel_futures=True)
