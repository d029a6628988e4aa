"""A curve drawn by hand: units at equal steps over a level's length. Values and functions; no pointer, no picture."""

from __future__ import annotations

import math

import numpy as np

from lucy.run.prediction import Truth
from lucy.sim.level import Level

Curve = tuple[float, ...]

POINTS = 25
HANDLE_EVERY = 4  # points from one handle to the next; the arrow keys move handles
HANDLES = (POINTS - 1) // HANDLE_EVERY + 1


def flat() -> Curve:
    """Nothing waits, from start to end."""
    return (0.0,) * POINTS


def place_of(time_s: float, duration_s: float) -> int:
    """The point nearest to a time."""
    return min(max(round(time_s / max(duration_s, 1e-9) * (POINTS - 1)), 0), POINTS - 1)


def times_s(duration_s: float) -> np.ndarray:
    """When the points are. Shape (POINTS,), seconds."""
    return np.linspace(0.0, duration_s, POINTS)


def stroke(curve: Curve, begin: tuple[int, float], end: tuple[int, float], top: float) -> Curve:
    """A straight stroke from one (point, units) to another."""
    found = np.array(curve)
    (first, low), (last, high) = sorted((begin, end))
    found[first : last + 1] = np.linspace(low, high, last - first + 1) if last > first else end[1]
    return _whole(found, top)


def lift(curve: Curve, handle: int, by: float, top: float) -> Curve:
    """Move a handle up or down by so many units; the points between it and its neighbours go along."""
    points = np.arange(POINTS)
    weight = np.clip(1 - np.abs(points - handle * HANDLE_EVERY) / HANDLE_EVERY, 0, 1)
    return _whole(np.array(curve) + by * weight, top)


def _whole(found: np.ndarray, top: float) -> Curve:
    return tuple(float(value) for value in np.clip(found, 0.0, top))


def at(curve: Curve, time_s: np.ndarray | float, duration_s: float) -> np.ndarray:
    """The drawn units at those times."""
    return np.interp(time_s, times_s(duration_s), np.array(curve))


def axis_top(level: Level, truth: Truth | None) -> float:
    """How far up the paper goes: a little above the room there is, or above the peak where there is far more room."""
    station = level.station(level.stand)
    room = min((n for n in (station.capacity_units, station.memory_units) if n is not None), default=0)
    peak = truth.peak if truth is not None else 0.0
    if room and peak >= 0.2 * room:
        return room * 1.25
    return _round_up(max(peak, 1.0) * 1.6)


def widest_gap(curve: Curve, truth: Truth, duration_s: float) -> tuple[float, float, float]:
    """Where drawing and truth are farthest apart: the time in seconds, what was drawn, what was true."""
    drawn = at(curve, truth.time_s, duration_s)
    place = int(np.argmax(np.abs(drawn - truth.depth)))
    return float(truth.time_s[place]), float(drawn[place]), float(truth.depth[place])


def is_close(curve: Curve, truth: Truth, duration_s: float) -> bool:
    """Whether the drawing is right: a tenth of the peak off on the average at most, and nowhere more than a third."""
    off = np.abs(at(curve, truth.time_s, duration_s) - truth.depth) / max(truth.peak, 1.0)
    return float(off.mean()) <= 0.1 and float(off.max()) <= 1 / 3


def _round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 2, 5, 10) if step * size >= value)
