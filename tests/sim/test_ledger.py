"""Nothing is ever lost from the books: at every tick, in any level, whatever anyone sets."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings

from lucy.sim import buffers
from lucy.sim.level import Level
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import ALL, NEWEST, OLDEST, World, new_world
from sim.levels_at_random import levels, plans_of_action

COUNTS = ("made", "left", "belt", "in_flight", "admitted", "head", "served", "late", "offered", "dropped", "depth",
          "credit", "pace_credit", "credited", "allowance", "presses", "frame_batch", "workers", "depth_sum",
          "busy_sum", "window_used")  # fmt: skip


def look(world: World, depth_before: np.ndarray, held_before: np.ndarray) -> None:
    """What must hold after every tick."""
    assert not ledger_gap(world).any()
    for name in COUNTS:
        assert (getattr(world, name) >= 0).all(), name
    lines = (world.admitted - world.head) @ (world.plan.lane_station[:, None] == np.arange(world.plan.stations))
    assert (lines == world.depth).all(), "the curves hold what the station holds"
    assert (world.late <= world.served).all()
    # A limit set below what is there is kept as soon as it can be: by what is served, or at once by a policy that drops
    # what waits. What the workers hold stays.
    drops = np.isin(world.when_full, (NEWEST, OLDEST, ALL))
    held = np.maximum(held_before, np.minimum(depth_before, world.workers))  # a worker may have come in this tick
    most = np.maximum(world.limit, np.where(drops, held, depth_before))
    assert ((world.depth <= most) | ~world.going).all()  # a run that falls over in the midst of a tick stops there
    assert (world.workers >= 1).all()


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(levels(), plans_of_action())
def test_the_ledger_balances_at_every_tick_whatever_is_set(level: Level, acts: list) -> None:
    world = new_world(level, [1, 2, 3])
    acts = list(acts)
    while world.tick < world.plan.length:
        while acts and acts[0][0] <= world.tick:
            _, station, rows, controls = acts.pop(0)
            set_controls(world, station % world.plan.stations, controls, np.array(rows))
        depth, held = world.depth.copy(), buffers.in_service(world)
        head, served = world.head.copy(), world.served.copy()
        down = world.down.copy()
        step(world)
        look(world, depth, held)
        _the_hands_kept_theirs(world, held, head, served, down)


def _the_hands_kept_theirs(
    world: World, held: np.ndarray, head: np.ndarray, served: np.ndarray, down: np.ndarray
) -> None:
    """What a worker held is still there or was served: only a station that falls over loses it."""
    served_now = (world.served - served) @ (world.plan.lane_station[:, None] == np.arange(world.plan.stations))
    kept = world.depth + served_now >= np.minimum(held, world.workers)
    assert (kept | world.down | down).all()
