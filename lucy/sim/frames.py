"""Frames: a station that draws. Each flush takes all that waits and costs time for itself, its rows and its units.

Owns what a frame costs, what it shows, and the log of what was shown. A frame takes as long as it takes: the next one
has all the more to draw. Knows nothing of pixels.

With `each_us`, units are drawn one by one, without a flush, until the consumer asks for flushes (`Controls.flush_s`).
"""

from __future__ import annotations

import numpy as np

from lucy.sim import buffers
from lucy.sim.controls import Controls
from lucy.sim.plan import BIG
from lucy.sim.world import World

NS = 1_000_000_000


def set_drawing(world: World, station: int, controls: Controls, runs: np.ndarray) -> None:
    """How a framed station draws from now on; a frame that is being drawn in another way is thrown away."""
    spec = world.plan.level.stations[station].service.frames
    assert spec is not None and world.rows is not None and world.alone is not None
    assert world.log is not None and world.log_limit is not None
    period = NS // spec.frame_hz
    flush = period if controls.flush_s is None else max(period, round(min(controls.flush_s, 1e9) * 1e9))
    rows = controls.rows if controls.rows is not None else spec.rows or BIG
    alone = bool(spec.each_us) and controls.flush_s is None
    other = (world.rows[runs, station] != rows) | (world.alone[runs, station] != alone)
    _throw_away(world, station, runs[other & (world.frame_batch[runs, station] > 0)], period)
    world.flush[runs, station] = flush
    world.rows[runs, station], world.alone[runs, station] = rows, alone
    kept = BIG if controls.log_units is None else controls.log_units
    world.log_limit[runs, station] = kept
    world.log[runs, station] = np.minimum(world.log[runs, station], kept)  # what is forgotten was seen: no loss


def _throw_away(world: World, station: int, runs: np.ndarray, period: int) -> None:
    assert world.missed_ns is not None
    now_ns = world.tick * NS // world.plan.tick_hz
    world.missed_ns[runs, station] += np.maximum(now_ns - world.frame_start_ns[runs, station] - period, 0)
    world.frame_batch[runs, station] = 0
    world.frame_end_ns[runs, station] = now_ns


def done(world: World, columns: np.ndarray) -> np.ndarray:
    """Units of the frames that are finished by the end of this tick: (runs, k)."""
    now_ns = (world.tick + 1) * NS // world.plan.tick_hz
    batch = world.frame_batch[:, columns]
    finished = (batch > 0) & (world.frame_end_ns[:, columns] <= now_ns) & world.going
    return np.where(finished, batch, 0)


def finish(world: World, units: np.ndarray) -> None:
    """Note the frames that `units` (runs, k framed stations) were drawn in."""
    if not units.any():
        return
    columns = world.plan.framed
    assert world.log is not None and world.log_limit is not None and world.shown is not None
    assert world.rows is not None and world.missed_ns is not None
    world.frame_batch[:, columns] -= units
    whole = (units > 0) & (world.frame_batch[:, columns] == 0)
    world.frames[:, columns] += whole
    world.shown[:, columns] += np.minimum(units, world.rows[:, columns])
    took = world.frame_end_ns[:, columns] - world.frame_start_ns[:, columns]
    world.missed_ns[:, columns] += np.where(whole, np.maximum(took - periods(world), 0), 0)
    logs = [bool(world.plan.level.stations[c].service.frames.log) for c in columns]
    if any(logs):
        kept = world.log[:, columns] + units * np.array(logs)
        world.log[:, columns] = np.minimum(kept, world.log_limit[:, columns])


def periods(world: World) -> np.ndarray:
    """The shortest time between two frames of each framed station, in nanoseconds: (k,)."""
    specs = [world.plan.level.stations[c].service.frames for c in world.plan.framed]
    return np.array([NS // spec.frame_hz for spec in specs if spec is not None])


def start(world: World) -> None:
    """Begin the frames that are due: each takes all that waits. A log too many for the memory fells its station."""
    now_ns = (world.tick + 1) * NS // world.plan.tick_hz
    assert world.log is not None and world.log_peak is not None
    for column in world.plan.framed:
        # A frame that was due within this tick began when it was due; one that waited for work begins now.
        due_ns = np.maximum(world.frame_start_ns[:, column] + world.flush[:, column], world.frame_end_ns[:, column])
        idle = (world.frame_batch[:, column] == 0) & (due_ns <= now_ns) & (world.depth[:, column] > 0)
        idle &= world.ended_tick < 0
        if idle.any():
            began_ns = np.maximum(due_ns, now_ns - NS // world.plan.tick_hz)
            units = world.depth[:, column]
            world.frame_batch[idle, column] = units[idle]
            world.frame_start_ns[idle, column] = began_ns[idle]
            world.frame_end_ns[idle, column] = (began_ns + _cost_ns(world, column, units))[idle]
    held = world.depth + world.log
    np.maximum(world.log_peak, held, out=world.log_peak)
    over = (held > world.plan.memory) & (world.log > 0) & ~world.down
    if over.any():
        buffers.fall_over(world, over & world.going, np.zeros_like(world.admitted))


def _cost_ns(world: World, column: int, units: np.ndarray) -> np.ndarray:
    spec = world.plan.level.stations[column].service.frames
    assert spec is not None and world.rows is not None and world.alone is not None
    rows = np.minimum(units, world.rows[:, column])
    flushed = spec.flush_us + rows * spec.row_us
    alone = world.alone[:, column] & (spec.each_us > 0)
    return 1000 * np.where(alone, rows * spec.each_us, flushed) + units * spec.unit_ns


def drawing_ns(world: World) -> np.ndarray:
    """How much of this tick each framed station has been drawing: (runs, k) nanoseconds, of its latest frame."""
    columns, now_ns = world.plan.framed, (world.tick + 1) * NS // world.plan.tick_hz
    begin = np.maximum(world.frame_start_ns[:, columns], now_ns - NS // world.plan.tick_hz)
    return np.maximum(np.minimum(world.frame_end_ns[:, columns], now_ns) - begin, 0)
