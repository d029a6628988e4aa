"""Lanes as people know them: which ones are seen, and limits that are none. Changes nothing."""

from __future__ import annotations

import numpy as np

from lucy.sim.plan import BIG, Plan
from lucy.sim.world import World


def finite(value: int | np.integer) -> int | None:
    """A limit as people know it: None where there is none."""
    return None if value >= BIG else int(value)


def lanes_of(world: World, station: int) -> np.ndarray:
    """Which lanes feed a station: bool, shape (lanes,)."""
    return world.plan.lane_station == station


def first_lanes(plan: Plan, lanes: np.ndarray | None = None) -> list[int]:
    """The lanes that are seen, of all or of those in a mask: the retries of a producer hide behind its first lane."""
    seen = plan.attempt == 0
    return np.flatnonzero(seen if lanes is None else seen & lanes).tolist()


def attempts(plan: Plan, lane: int) -> slice:
    """A producer's lanes: its first and those of its retries."""
    last = lane + 1
    while last < plan.lanes and plan.attempt[last]:
        last += 1
    return slice(lane, last)
