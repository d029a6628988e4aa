"""What is measured of a run, for tests: its curves, and how fast they rise. Times are in seconds of the level."""

from __future__ import annotations

import numpy as np

from lucy.sim import curves
from lucy.sim.world import World

BELT = {"03-server-to-server": 0.4, "04-who-has-to-buffer": 1.0}  # on its way, before it waits


def summed(curve: np.ndarray, world: World, run: int, station: int) -> np.ndarray:
    """A cumulative curve of a station, all its lanes together: (ticks,)."""
    return np.asarray(curve[: world.tick, run, world.plan.lane_station == station].sum(axis=1))


def there(world: World, run: int = 0, station: int = 0) -> np.ndarray:
    """Units at a station at the end of each tick; not where some are turned away at the door."""
    held = world.curves.admitted - world.curves.served - world.curves.dropped
    return summed(held, world, run, station)


def row(world: World, at_s: float) -> int:
    return round(at_s * world.plan.tick_hz) - 1


def rise(line: np.ndarray, world: World, first_s: float, last_s: float) -> float:
    """How fast a line over the ticks rises, per second."""
    return float(line[row(world, last_s)] - line[row(world, first_s)]) / (last_s - first_s)


def served_per_s(world: World, run: int, first_s: float, last_s: float, station: int = 0) -> float:
    return rise(summed(world.curves.served, world, run, station), world, first_s, last_s)


def made_per_s(world: World, first_s: float, last_s: float, run: int = 0) -> float:
    """By all producers together."""
    return rise(world.curves.made[:, run].sum(axis=1), world, first_s, last_s)


def ended_s(world: World, run: int = 0) -> float:
    return float(world.ended_tick[run]) / world.plan.tick_hz


def first_s(curve: np.ndarray, world: World) -> float:
    """When a cumulative line is above 0 for the first time."""
    return float(np.flatnonzero(curve)[0]) / world.plan.tick_hz


def wait_s(world: World, first_s: float, last_s: float, run: int = 0) -> float:
    """The longest latency of what was served between two times, the belt not counted."""
    hz = world.plan.tick_hz
    found = curves.waits(world.curves, world.plan, run, 0, round(first_s * hz), round(last_s * hz))
    return float(found.ticks.max()) / hz - BELT.get(world.plan.level.name, 0.0)


def answers_s(world: World, run: int = 0, after_s: float = 0.0) -> np.ndarray:
    """When something was served, seconds after a time."""
    found = np.flatnonzero(np.diff(world.curves.served[: world.tick, run, 0], prepend=0))
    return np.asarray((found + 1) / world.plan.tick_hz - after_s)
