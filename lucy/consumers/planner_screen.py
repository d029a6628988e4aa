"""What an imagined screen is worth: frames, freshness, memory and what was seen, as the level's own score has them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lucy.consumers.planner_belief import Belief
from lucy.consumers.planner_futures import FUTURES
from lucy.consumers.protocol import View
from lucy.sim import frames
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.score import CRASH_MOST, WORST
from lucy.sim.world import LOST, World

_ROWS = (30, 100, 200, 280, 320)
_KEEP = (1.0, 0.2)
_LOG_PART = 200  # one part in so many of the memory for what was shown already


def settings(published: Level, view: View) -> dict[Controls, str]:
    """The present ones, and a table of some rows with all or a part of what comes, flushed every frame."""
    drawn = published.station(published.stand).service.frames
    assert drawn is not None
    memory = view.memory_units or 1_000_000
    keeps = _KEEP if view.may_drop else (1.0,)
    found = {view.controls: "now"}
    for rows in _ROWS if view.may_buffer else (None,):
        for keep in keeps if rows in (30, 280, None) else keeps[:1]:
            table = Controls(flush_s=1 / drawn.frame_hz, rows=rows, log_units=memory // _LOG_PART, keep_fraction=keep)
            found.setdefault(table, f"{rows} rows of {keep}")
    return found


def worth(world: World, ages: np.ndarray, belief: Belief, published: Level, tried: Iterable[Controls]) -> np.ndarray:
    """The logarithm of the score to expect: (candidates, FUTURES). `ages`: (rows,) of the oldest undrawn, mean, s."""
    view, rules, hz = belief.view, published.scoring, world.plan.tick_hz
    drawn = published.station(published.stand).service.frames
    assert view is not None and drawn is not None and world.missed_ns is not None and world.shown is not None
    window_ns = (world.tick - world_began(world)) * frames.NS // hz
    now_ns = world.tick * frames.NS // hz
    over_ns = now_ns - world.frame_start_ns[:, 0] - frames.NS // drawn.frame_hz
    under_way = np.where(world.frame_batch[:, 0] > 0, over_ns, 0)
    missed = world.missed_ns[:, 0] + np.maximum(under_way, 0)
    per_s = drawn.frame_hz * (1.0 - missed / window_ns)
    total = rules.frames * _log((per_s - rules.frames_bad_per_s) / (rules.frames_good_per_s - rules.frames_bad_per_s))
    total = total + rules.stale * _log((rules.stale_bad_s - ages) / (rules.stale_bad_s - rules.stale_good_s))
    if rules.seen:
        seen = world.shown[:, 0] / np.maximum(1, world.made[:, 0])
        total = total + rules.seen * _log(np.log10(1 + 999 * np.minimum(seen, 1.0)) / 3)
    if view.memory_units:
        left_s = max(0.1, view.duration_s - view.time_s)
        kept = [view.delivered + left_s * view.in_per_s if c.log_units is None else c.log_units for c in tried]
        peak = np.maximum(belief.peak, world.depth_peak[:, 0] + np.repeat(kept, FUTURES)) / view.memory_units
        total = total + rules.memory * np.log(np.clip(1.0 - peak, 0.05, 1.0))
        fell = (peak > 1.0) | (world.outcome == LOST)
        total = np.where(fell, np.minimum(total, np.log(CRASH_MOST / 100)), total)
    return np.asarray(total.reshape(-1, FUTURES))


def world_began(world: World) -> int:
    """The tick at which an imagined world began."""
    assert world.draws is not None
    return world.draws.first


def _log(value: np.ndarray) -> np.ndarray:
    return np.log(np.clip(value, WORST, 1.0))
