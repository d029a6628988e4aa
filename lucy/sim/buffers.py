"""Bounded buffers: what comes in, and what goes when there is no room. Knows nothing of service or belts.

A unit in service is never dropped. What goes is named by what goes: see `controls.WHEN_FULL`.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import draws, lines, operators
from lucy.sim.events import DROP_CAUSES
from lucy.sim.world import ALL, ARRIVAL, FAIL, LOST, NEWEST, OLDEST, World

_CAUSE = {cause: index for index, cause in enumerate(DROP_CAUSES)}


def lose(world: World, cause: str, lane_units: np.ndarray) -> None:
    """Enter a loss in the ledger: (runs, lanes) units. To turn a unit away may cost work; falling over costs none."""
    world.dropped[:, :, _CAUSE[cause]] += lane_units
    if world.owed is not None and cause != "overflowed":
        world.owed += lines.by_station(world, lane_units) * world.plan.refusal


def admit(world: World, arriving: np.ndarray, through: np.ndarray | None) -> None:
    """Let in what came off the belts, (runs, lanes), as far as there is room.

    `through` (runs, stations): units that an even server takes out within this same tick, for which the arrivals
    need no room; None: none anywhere.
    """
    world.offered += arriving
    if world.down.any():
        refused = np.where(world.down[:, world.plan.lane_station], arriving, 0)
        lose(world, "overflowed", refused)
        arriving = arriving - refused
    if "operator" in world.uses:
        arriving = operators.apply(world, arriving)
    if "keep" in world.uses or "window" in world.uses:
        arriving = _sample(world, arriving)
    over = world.depth + lines.by_station(world, arriving) - world.limit
    if through is not None:
        over -= through
    np.maximum(over, 0, out=over)
    if world.any_ended:
        over *= world.going
    if over.any():
        arriving = _make_room(world, arriving, over)
    world.admitted += arriving
    world.depth += lines.by_station(world, arriving)


def _make_room(world: World, arriving: np.ndarray, over: np.ndarray) -> np.ndarray:
    """Apply each station's policy to `over` units too many; what is still to be admitted.

    A limit set below what is there turns arrivals away; only a policy that drops what waits clears the rest at once.
    """
    keeps = (world.when_full == FAIL) | (world.when_full == ARRIVAL)
    over = np.where(keeps, np.minimum(over, lines.by_station(world, arriving)), over)
    fail = (world.when_full == FAIL) & (over > 0)
    if fail.any():
        fall_over(world, fail, arriving)
        arriving = np.where(fail[:, world.plan.lane_station], 0, arriving)
        over = np.where(fail, 0, over)
    if "oldest" in world.uses:
        over = over - _drop_waiting(world, over)
    refused = lines.share_room(world, arriving, over)
    lose(world, "arrival", refused)
    return arriving - refused


def _drop_waiting(world: World, over: np.ndarray) -> np.ndarray:
    """Drop what waits to let the arrivals in: the units that went, by station."""
    waiting = np.maximum(world.depth - in_service(world), 0)
    policy = world.when_full
    oldest = np.where(policy == OLDEST, np.minimum(over, waiting), 0)
    everything = np.where((policy == ALL) & (over > 0), waiting, 0)
    newest = np.where(policy == NEWEST, np.minimum(over, waiting), 0)
    for cause, units in (("oldest", oldest), ("all", everything)):
        if units.any():
            drop_head(world, cause, units)
    if newest.any():
        cut = lines.cut_tail(world, newest)
        world.admitted -= cut
        world.depth -= newest
        lose(world, "newest", cut)
    return np.minimum(over, oldest + everything + newest)


def drop_head(world: World, cause: str, station_units: np.ndarray, within: np.ndarray | None = None) -> None:
    """Drop the oldest waiting units of each station; of a fair line, no more of each lane than `within`."""
    lane_units = lines.take(world, station_units, within)
    world.head += lane_units
    world.depth -= station_units
    lose(world, cause, lane_units)


def fall_over(world: World, stations: np.ndarray, arriving: np.ndarray) -> None:
    """Out of memory: all that was there and all that comes is lost; a vital station ends the run."""
    lanes = stations[:, world.plan.lane_station]
    lose(world, "overflowed", np.where(lanes, world.admitted - world.head + arriving, 0))
    # What just arrived was admitted to nothing: it is in `offered` and in the loss, not in the curves.
    world.head = np.where(lanes, world.admitted, world.head)
    world.depth = np.where(stations, 0, world.depth)
    world.frame_batch = np.where(stations, 0, world.frame_batch)
    if world.held is not None:
        lose(world, "overflowed", np.where(lanes, world.held, 0))
        world.held = np.where(lanes, 0, world.held)
    world.down |= stations
    vital = np.array([s.vital for s in world.plan.level.stations])
    end(world, (stations & vital).any(axis=1), LOST)


def end(world: World, runs: np.ndarray, outcome: int) -> None:
    """End the runs of a mask that still go on; from the next tick on nothing moves in them."""
    new = runs & (world.ended_tick < 0)
    if new.any():
        world.outcome[new] = outcome
        world.ended_tick[new] = world.tick
        world.any_ended = True


def in_service(world: World) -> np.ndarray:
    """Units in the workers' hands, by station; they can't be dropped."""
    held = np.minimum(world.depth, world.workers)
    if len(world.plan.framed):
        held[:, world.plan.framed] = world.frame_batch[:, world.plan.framed]
    return held


def expire(world: World) -> None:
    """Drop what has waited longer than the station's time limit."""
    if "expiry" not in world.uses:
        return
    curves, lanes = world.curves, world.plan.lane_station
    since = world.tick - 1 - world.expiry[:, lanes]  # whoever came by then has waited too long
    came = curves.admitted[since % curves.slots, np.arange(world.size)[:, None], np.arange(len(lanes))]
    old = np.maximum(np.where(since >= 0, came, 0) - world.head, 0)
    # The workers hold the oldest units of the line; those are not waiting any more.
    gone = np.maximum(lines.by_station(world, old) - in_service(world), 0)
    if world.any_ended:
        gone *= world.going
    if gone.any():
        drop_head(world, "expired", gone, old)


def _sample(world: World, arriving: np.ndarray) -> np.ndarray:
    """Keep a part of what arrives, or so many in each time window; the rest is dropped as sampled."""
    station = world.plan.lane_station
    kept = arriving
    if "keep" in world.uses:
        chance = world.keep[:, station]
        uniform = draws.halves(draws.words(world.sample_keys, world.tick, 1)[0])[0]
        kept = np.where(chance < 1.0, draws.binomial(uniform, arriving, chance), arriving)
    if "window" in world.uses:
        world.window_used[world.tick % world.window == 0] = 0
        total = lines.by_station(world, kept)
        over = np.maximum(total - np.maximum(world.window_keep - world.window_used, 0), 0)
        kept = kept - lines.share_room(world, kept, over)
        world.window_used += lines.by_station(world, kept)
    lose(world, "sampled", arriving - kept)
    return kept
