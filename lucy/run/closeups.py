"""What only some pictures ask for: late work that waits, credit under way, frames, bursts, faults. Changes nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from lucy.run.lanes import attempts, finite, first_lanes, lanes_of
from lucy.run.snapshot import FaultNow
from lucy.sim import faults
from lucy.sim.level import ticks
from lucy.sim.plan import BIG
from lucy.sim.score_terms import SILENCE_S
from lucy.sim.world import World

MOST_BURSTS, MOST_NUMBERS = 64, 24  # seen at most


def overdue(world: World, station: int, run: int = 0) -> int:
    """How many units wait at a station although their deadline has passed."""
    plan, curves, total = world.plan, world.curves, 0
    latest = world.tick - plan.deadline_ticks - 1
    if not plan.deadline_ticks or latest < 0:
        return 0
    for lane in np.flatnonzero(lanes_of(world, station)):
        if curves.stamp is None:
            due = int(curves.admitted_by(min(latest + int(plan.belt_ticks[lane]), world.tick - 1))[run, lane])
        else:
            at = int(np.searchsorted(curves.stamp[: world.tick, run, lane], latest, side="right")) - 1
            due = int(curves.admitted[at, run, lane]) if at >= 0 else 0
        total += max(0, due - int(world.head[run, lane]))
    return min(total, int(world.depth[run, station]))


def newest_served(world: World, station: int, run: int) -> tuple[float, int]:
    """How long ago the newest unit that was served came to a station, in seconds, and its number as it was made."""
    plan, curves = world.plan, world.curves
    best, number = -1, 0
    for lane in np.flatnonzero(lanes_of(world, station)) if curves.whole and world.tick else ():
        taken = int(curves.head[: world.tick, run, lane].max())
        if not taken:
            continue
        came = int(np.searchsorted(curves.admitted[: world.tick, run, lane], taken))
        if came > best:
            best, made = came, int(plan.producer_of_lane[lane])
            emitted = max(0, came - int(plan.belt_ticks[lane]))
            if curves.stamp is not None:
                emitted = int(curves.stamp[came, run, lane])
            number = int(curves.made[min(emitted, world.tick - 1), run, made]) if made >= 0 else taken
    return (world.tick - best) / plan.tick_hz if best >= 0 and world.depth[run, station] else 0.0, number


def drawing(world: World, station: int, run: int) -> dict[str, Any]:
    """What is only seen of a station that draws."""
    if world.rows is None or world.alone is None or world.log is None or world.log_limit is None:
        return {}
    begin, end = int(world.frame_start_ns[run, station]), int(world.frame_end_ns[run, station])
    now_ns = world.tick * 1_000_000_000 // world.plan.tick_hz
    return {
        "frame_part": min(max((now_ns - begin) / (end - begin), 0.0), 1.0) if end > begin else 0.0,
        "rows": finite(world.rows[run, station]),
        "each_alone": bool(world.alone[run, station]),
        "log": int(world.log[run, station]),
        "log_limit": finite(world.log_limit[run, station]),
    }


def by_source(world: World, station: int, units: np.ndarray) -> tuple[tuple[str, int], ...]:
    """Counts by lane, (lanes,), as pairs of the source's name and its count at that station."""
    plan = world.plan
    lanes = first_lanes(plan, lanes_of(world, station))
    return tuple((plan.names[lane], int(units[attempts(plan, lane)].sum())) for lane in lanes)


def demand(world: World, lane: int, ahead_ticks: float, run: int) -> tuple[int | None, np.ndarray, np.ndarray]:
    """What a lane's station asks for in all, and the credit on its way up: how far (0..1) and how many units."""
    plan = world.plan
    asked = finite(world.demand_set[run, plan.lane_station[lane]])
    if "credit" not in world.uses:
        return asked, np.zeros(0), np.zeros(0, dtype=np.int64)
    slots, delay = len(world.credit_ring), max(1, int(plan.signal_ticks[lane]))
    column = world.credit_ring[:, run, lane]
    due = (np.arange(slots) - world.tick) % slots
    held = np.flatnonzero(column > 0)
    held = held[np.argsort(due[held], kind="stable")]
    at = np.clip(1.0 - (due[held] + 1.0 - ahead_ticks) / delay, 0.0, 1.0)
    return asked, at, column[held].copy()


def bursts(world: World, column: int, run: int) -> dict[str, Any]:
    """Where its latest bursts began; only where a picture asks for it."""
    curves = world.curves
    if world.plan.level.picture != "keys" or not curves.whole or not world.tick:
        return {}
    made = curves.made[: world.tick, run, column]
    at = np.flatnonzero(np.diff(made, prepend=0))
    if not len(at):
        return {}
    gap = np.diff(at, prepend=-BIG) >= SILENCE_S * world.plan.tick_hz
    begun = at[gap][-MOST_BURSTS:]
    before = np.where(begun > 0, made[np.maximum(begun - 1, 0)], 0)
    return {"bursts": tuple(before.tolist()), "quiet_s": (world.tick - 1 - int(at[-1])) / world.plan.tick_hz}


def next_numbers(world: World, station: int, run: int) -> tuple[int, ...]:
    """Numbers, as they were made, of the first units that wait in a station's first lane."""
    plan, curves = world.plan, world.curves
    lane = int(np.flatnonzero(lanes_of(world, station))[0])
    made = int(plan.producer_of_lane[lane])
    if plan.level.picture != "keys" or not curves.whole or made < 0:
        return ()
    head = int(world.head[run, lane])
    wanted = np.arange(head + 1, min(head + MOST_NUMBERS, int(world.admitted[run, lane])) + 1)
    came = np.searchsorted(curves.admitted[: world.tick, run, lane], wanted)
    came = np.minimum(came, world.tick - 1)
    emitted = came - int(plan.belt_ticks[lane]) if curves.stamp is None else curves.stamp[came, run, lane]
    after = curves.admitted[came, run, lane] - wanted  # of the same tick, and younger
    return tuple((curves.made[np.maximum(emitted, 0), run, made] - np.maximum(after, 0)).tolist())


def again_waiting(world: World, station: int, run: int) -> int:
    """How many of those that wait at a station are tried again."""
    lanes = lanes_of(world, station) & (world.plan.attempt > 0)
    return int((world.admitted - world.head)[run, lanes].sum())


def to_retry(world: World, lanes: slice, run: int) -> int:
    """Units of a producer that were lost and will be tried again."""
    if world.again is None or world.again_late is None:
        return 0
    return int(world.again[:, run, lanes].sum() + world.again_late[run, lanes].sum())


def broken(world: World, run: int = 0) -> tuple[FaultNow, ...]:
    """Every fault that strikes now."""
    plan = world.plan
    if not plan.level.faults:
        return ()
    starts = faults.begins(plan, world.seeds, world.runs)[:, run]
    found = []
    for fault, start in zip(plan.level.faults, starts.tolist(), strict=True):
        left = start + ticks(fault.lasts_ms, plan.tick_hz) - world.tick
        if start <= world.tick and left > 0:
            found.append(FaultNow(fault.where, fault.title, fault.factor_milli / 1000, left / plan.tick_hz))
    return tuple(found)
