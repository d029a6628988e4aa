"""CoDel: drops from the head of a line that never gets short, ever more often until it does (RFC 8289).

Once a tick, where a unit's service began, that unit is looked at. If all that begin for an interval have waited longer
than the target, the queue stands: one is dropped, and the next after interval / sqrt(count). Keeps its own state;
knows nothing of why somebody wants it.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import buffers, lines
from lucy.sim.controls import Controls
from lucy.sim.plan import BIG
from lucy.sim.world import World

# Columns of `world.codel`; all 0 where it is off. Names as in RFC 8289, section 5.
TARGET, INTERVAL, FIRST_ABOVE, DROPPING, COUNT, LAST_COUNT, DROP_NEXT, BEGUN = range(8)
FINE = 1 << 16  # parts of a tick: moments are kept in these, for drops may come closer than ticks
AGAIN = 16  # intervals: back within so many, it goes on near the rate that it had


def set_codel(world: World, station: int, controls: Controls, runs: np.ndarray) -> None:
    """Set a station's target and interval; without a target its state is forgotten."""
    hz, target_s = world.plan.tick_hz, controls.codel_target_s
    target = BIG if target_s is None else max(1, round(target_s * hz))
    if target >= world.plan.length:  # nothing can wait longer than the level lasts
        if world.codel is not None:
            world.codel[runs, station] = 0
        return
    if world.codel is None:
        world.codel = np.zeros((*world.depth.shape, BEGUN + 1), dtype=np.int64)
    world.codel[runs, station, TARGET] = target
    world.codel[runs, station, INTERVAL] = min(max(1, round(controls.codel_interval_s * hz)), world.plan.length)
    world.uses |= {"codel"}
    world.curves.reach(target, world.tick)


def drop(world: World) -> None:
    """Drop what the law says at the end of a tick, as expired. What the workers hold stays."""
    if world.codel is None or "codel" not in world.uses:
        return
    state, in_hands = world.codel, buffers.in_service(world)
    on = (state[..., TARGET] > 0) & world.going & ~world.down
    begun = lines.by_station(world, world.head) + in_hands
    look = on & (begun > state[..., BEGUN])
    if not look.any():
        return
    old = _old(world)
    # As many as may go before the unit that begins next has waited less than the target, or is the last one.
    most = np.minimum(lines.by_station(world, old) - in_hands + 1, world.depth - in_hands - 1)
    most = np.where(in_hands > 0, most, 0)
    gone = _gone(state, look, most, world.tick * FINE)
    if gone.any():
        buffers.drop_head(world, "expired", gone, old)
    state[..., BEGUN] = np.where(on, begun + gone, state[..., BEGUN])


def _old(world: World) -> np.ndarray:
    """Units of each lane that came longer than its station's target ago: (runs, lanes)."""
    target = world.codel[..., TARGET][:, world.plan.lane_station]  # type: ignore[index]
    old = np.zeros_like(world.head)
    for ticks in np.unique(target[target > 0]):
        came = world.curves.admitted_by(world.tick - int(ticks)) - world.head
        np.copyto(old, np.maximum(came, 0), where=target == ticks)
    return old


def _gone(state: np.ndarray, look: np.ndarray, most: np.ndarray, now: int) -> np.ndarray:
    """How many units go now: the `dequeue` of RFC 8289, section 5.5, for all stations of all runs at once."""
    interval, first, dropping = (state[..., column] for column in (INTERVAL, FIRST_ABOVE, DROPPING))
    count, last_count, drop_next = (state[..., column] for column in (COUNT, LAST_COUNT, DROP_NEXT))
    gone = np.zeros_like(count)
    ok = _ok_to_drop(first, look, gone < most, now + interval * FINE, now)
    due = look & ok & (dropping == 0)
    if due.any():
        gone += due
        _ok_to_drop(first, due, gone < most, now + interval * FINE, now)
        more = count - last_count
        recent = (more > 1) & (now - drop_next < AGAIN * interval * FINE)
        np.copyto(count, np.where(recent, more, 1), where=due)
        np.copyto(last_count, count, where=due)
        np.copyto(drop_next, now + _pause(interval, count), where=due)
    on = look & ok & (dropping == 1)
    dropping[look] = ok[look]
    while (due := on & (drop_next <= now)).any():
        gone += due
        count += due
        on = due & _ok_to_drop(first, due, gone < most, now + interval * FINE, now)
        dropping[due] = on[due]
        np.copyto(drop_next, drop_next + _pause(interval, count), where=on)
    return gone


def _ok_to_drop(first: np.ndarray, look: np.ndarray, above: np.ndarray, later: np.ndarray, now: int) -> np.ndarray:
    """Whether the unit that begins has waited too long, as all have for an interval; notes since when."""
    begins = look & above & (first == 0)
    first[look & ~above] = 0
    ok = above & (first > 0) & (first <= now)
    np.copyto(first, later, where=begins)
    return ok


def _pause(interval: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The control law: interval / sqrt(count), in parts of a tick."""
    return np.rint(interval * FINE / np.sqrt(np.maximum(count, 1))).astype(np.int64)
