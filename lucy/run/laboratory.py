"""The laboratory: a level's map of best strategies under some sliders, its axes, and which levels have one.

Coarse or fine. Its runs last a minute at most, with long ticks and one seed: a sketch of what `sweep` says. Who works
it out beside the game is `desk`. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lucy.run import strategy, sweep
from lucy.run.level_files import load_level
from lucy.run.level_overrides import Override
from lucy.run.sweep import BEST, Map, Sweep
from lucy.run.sweep_axes import Axis
from lucy.sim.level import OUT, Level

COARSE, FINE = 10, 40  # cells along a side
TICK_HZ, DURATION_S = 15, 60
LINE_TICK_HZ = 10  # of levels with several stations: a tick of theirs takes several times as long
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


def why_not(level: Level) -> str:
    """Why a map of this level would say nothing, as a key of the words; "": there is one.

    A map needs rates that can be varied, and a buffer that may be set and makes a difference.
    """
    stand, producers = level.station(level.stand), level.producers
    reasons = {
        "trace": any(p.arrivals.kind == "trace" for p in producers),
        "retries": any(p.retries for p in producers),
        "whole": any(p.total_units for p in producers),
        "frames": stand.service.kind == "frames",
        "line": stand.link.to != OUT,
        "locked": bool(strategy.locked(level, strategy.BUFFER)),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


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


def share(asked: Asked, cells: int, which: int, of: int, tell: Callable[[float], None] = lambda done: None) -> Map:
    """One share of the columns of a map with so many cells along a side; `side_by_side` joins them."""
    x, y = axes(load_level(asked.level, asked.act, asked.overrides), cells)
    mine = np.array_split(np.array(x.values), of)[which]
    return part(asked, replace(x, values=tuple(mine.tolist())), y, tell)


def part(asked: Asked, x: Axis, y: Axis, tell: Callable[[float], None] = lambda done: None) -> Map:
    """The map of some columns, worked out here. `tell` hears how far it is; what it raises ends the work."""
    level = load_level(asked.level, asked.act)
    lasts_s = min(DURATION_S, level.duration_ms / 1000)
    tick_hz = TICK_HZ if len(level.stations) == 1 else LINE_TICK_HZ
    short = (("level.tick_hz", tick_hz), ("level.duration_s", lasts_s))
    wanted = Sweep(asked.level, asked.act, x, y, BEST, 1, "", (*asked.overrides, *short))
    levels = sweep.levels(wanted)
    work = list(sweep.pieces(wanted, levels))
    return sweep.joined(wanted, levels, work, {piece.key: piece.call(*piece.arguments, tell=tell) for piece, _ in work})


def side_by_side(parts: Sequence[Map]) -> Map:
    """One map of the columns of several."""
    x = replace(parts[0].sweep.x, values=tuple(value for each in parts for value in each.sweep.x.values))
    means = np.concatenate([each.means for each in parts], axis=1)
    return replace(parts[0], sweep=replace(parts[0].sweep, x=x), means=means)
