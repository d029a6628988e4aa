"""One tick, for live play, replay and headless runs alike. The order of phases is here and nowhere else.

signal - produce - carry - serve half - admit - serve half - pass on - expire - answer - measure

Serving half a tick's capacity before the arrivals and half after is symmetric in time (Strang 1968), so the error
falls with the square of the tick, where serving first or last leaves one that falls with the tick itself.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import buffers, codel, faults, frames, lines, operators, producers, retries, signals, stations
from lucy.sim.ahead import Draws
from lucy.sim.plan import BIG
from lucy.sim.world import LOST, TIMEOUT, UPSTREAM, WON, World

_NOTHING = np.zeros((1, 1), dtype=np.int64)
_BLOCK_CELLS = 1 << 16  # draws made at once: about so many numbers


def step(world: World, ticks: int = 1) -> None:
    """Advance every run of the batch by whole ticks, not beyond the level's end. Runs that have ended stand still."""
    for _ in range(min(ticks, world.plan.length - world.tick)):
        _tick(world)


def _tick(world: World) -> None:
    _draw(world)
    if world.signals or world.uses:
        signals.arrive(world)
    _produce(world)
    arriving = _carry(world)
    plan = world.plan
    first, late = _NOTHING, _NOTHING
    if not plan.all_even:
        first = stations.serve(world, stations.capacity(world))
        late = _count_late(world, first)
        _mark_served(world, first)
        if len(plan.deterministic):
            stations.settle(world, lines.by_station(world, first))
    through = stations.flow(world, arriving) if plan.any_even else None
    before = world.depth.copy() if len(plan.uneven) else world.depth  # only they look at it
    buffers.admit(world, arriving, through)
    able = stations.capacity(world, before, arriving, through)
    second = stations.serve(world, able)
    late = late + _count_late(world, second)
    _mark_served(world, second)
    if len(plan.deterministic):
        stations.settle(world, lines.by_station(world, second))
    if plan.deadline_ticks:
        world.late += late
    if plan.relays:
        _pass_on(world, first + second)
    buffers.expire(world)
    codel.drop(world)
    if len(plan.framed):
        frames.start(world)
    if plan.retrying:
        retries.collect(world)
    if world.uses:
        signals.send(world)
    _measure(world)
    world.tick += 1


def _draw(world: World) -> None:
    block = world.draws
    if block is not None and block.first <= world.tick < block.first + len(block.natural):
        return
    columns = world.plan.producers + 2 * len(world.plan.exponential)
    count = max(2, min(256, _BLOCK_CELLS // max(1, world.size * columns)))
    count -= count % 2
    first = world.tick - world.tick % count
    bursts = producers.burst_edges(world.plan, world.seeds, world.runs) if block is None else block.bursts
    made = producers.block(world.plan, world.seeds, world.runs, first, count, bursts)
    work = faults.service_rates(world.plan, world.seeds, world.runs, first, count)
    world.draws = Draws(first, bursts, *made, *stations.draw_services(world, first, count, work), work)
    if any(s.workers_most > 1 or s.workers > 1 for s in world.plan.level.stations):
        world.uses |= {"many"}


def _produce(world: World) -> None:
    """Producers put units on their belts, as far as pace, demand and what is left allow."""
    plan, draws = world.plan, world.draws
    assert draws is not None
    row = world.tick - draws.first
    sent = draws.natural[row]
    lanes = plan.producer_lane
    if world.any_ended:
        sent = np.where(world.going, sent, 0)
    if "pace" in world.uses:
        rate = plan.rate_milli[world.tick] if draws.rate is None else draws.rate[row]
        sent = signals.regulate(world, sent, lanes, rate)
    if "marks" in world.uses:
        sent = np.where(world.paused[:, lanes], 0, sent)
    if "credit" in world.uses:
        sent = np.minimum(sent, np.maximum(world.demand[:, lanes], 0))
    if plan.finite:
        sent = np.minimum(sent, world.left)
        world.left -= np.where(world.left < BIG, sent, 0)
    if world.uses & UPSTREAM:
        signals.pay(world, sent, lanes)
        if plan.relays:
            signals.allow(world)
    if plan.retrying:
        sent = retries.send(world, sent)
    world.made += sent
    slots = len(world.belt)
    for group in plan.producer_groups:
        world.belt[(world.tick + group.belt_ticks) % slots][:, group.lanes] += sent[:, group.sources]
    world.in_flight[:, lanes] += sent


def _carry(world: World) -> np.ndarray:
    """What comes off the belts in this tick: (runs, lanes)."""
    row = world.belt[world.tick % len(world.belt)]
    arriving = row.copy()
    if world.any_ended:
        arriving *= world.going
    row -= arriving
    world.in_flight -= arriving
    return arriving


def _pass_on(world: World, served: np.ndarray) -> None:
    """Put what relaying stations served on their belts, with the emission tick of its youngest unit.

    Before anything expires, or the stamp would be that of a younger unit, lost and not served.
    """
    plan, slots = world.plan, len(world.belt)
    assert world.belt_stamp is not None
    units = lines.by_station(world, served)
    stamp = _head_stamp(world)
    for group in plan.relay_groups:
        row = (world.tick + group.belt_ticks) % slots
        world.belt[row][:, group.lanes] += units[:, group.sources]
        world.belt_stamp[row][:, group.lanes] = stamp[:, group.sources]
        world.in_flight[:, group.lanes] += units[:, group.sources]


def _head_stamp(world: World) -> np.ndarray:
    """Emission tick of the unit last taken from each station's line: (runs, stations)."""
    curves = world.curves
    assert curves.stamp is not None
    stamp = np.zeros_like(world.depth)
    for station in np.unique(world.plan.relay_of_lane[world.plan.relay_of_lane >= 0]):
        lanes = np.flatnonzero(world.plan.lane_station == station)
        lines.rows_at(world, station, slice(lanes[0], lanes[-1] + 1), world.head[:, lanes].sum(axis=1))
        at = world.pointer[:, station]
        now = operators.stamps(world)[:, lanes]
        kept = curves.stamp[np.minimum(at, world.tick), np.arange(world.size)][:, lanes]
        stamp[:, station] = np.where((at >= world.tick)[:, None], now, kept).max(axis=1)
    return stamp


def _count_late(world: World, served: np.ndarray) -> np.ndarray:
    """Of the units just served at the last stations, those whose deadline had passed: (runs, lanes)."""
    plan = world.plan
    if not plan.deadline_ticks:
        return _NOTHING
    latest = world.tick - plan.deadline_ticks - 1  # emitted then or before: late now
    if world.curves.stamp is not None:
        due = _admitted_before_deadline(world, latest, served)
    else:
        due = np.empty_like(served)
        for delay, lanes in plan.belts:
            known = latest + delay < world.tick  # or the belt alone takes longer than the deadline
            came = world.curves.admitted_by(latest + delay) if known else world.admitted
            if len(plan.belts) == 1:
                due = came
            else:
                due[:, lanes] = came[:, lanes]
    late = np.minimum(np.maximum(due - (world.head - served), 0), served)
    return late * plan.sinks[plan.lane_station]


def _admitted_before_deadline(world: World, latest: int, served: np.ndarray) -> np.ndarray:
    """Units of the lanes that `served` any that were emitted by `latest`, walking their stamps; 0 of the others."""
    curves, due = world.curves, np.zeros_like(served)
    assert curves.stamp is not None
    place = np.flatnonzero(served)  # a lane of a run, in the curves' rows
    if not len(place):
        return due
    last, at = world.tick - 1, world.late_pointer.reshape(-1)
    stamps = curves.stamp.reshape(curves.slots, -1)
    go = place[at[place] < last]
    while len(go):
        ahead = at[go, None] + lines.AHEAD
        passed = (stamps[np.minimum(ahead, last), go[:, None]] <= latest) & (ahead <= last)
        steps = passed.sum(axis=1)
        at[go] += steps
        go = go[steps == len(lines.AHEAD)]
    here = at[place]
    units = curves.admitted.reshape(curves.slots, -1)[np.maximum(here, 0), place]
    units[here < 0] = 0
    now = (here == last) & (operators.stamps(world).reshape(-1)[place] <= latest)
    due.reshape(-1)[place] = np.where(now, world.admitted.reshape(-1)[place], units)
    return due


def _mark_served(world: World, served: np.ndarray) -> None:
    """Note how far each line has been served, before anything is dropped from its head."""
    curves = world.curves
    if curves.whole:
        row = curves.head[world.tick]
        np.copyto(row, world.head, where=served > 0)


def _measure(world: World) -> None:
    """Write the curves and the running figures, and end the runs that are done."""
    curves, tick = world.curves, world.tick
    row = tick % curves.slots
    curves.admitted[row] = world.admitted
    if curves.stamp is not None:
        before = curves.stamp[(tick - 1) % curves.slots] if tick else 0
        curves.stamp[row] = np.maximum(before, operators.stamps(world))
    if curves.whole:
        curves.served[row], curves.made[row] = world.served, world.made
    if len(curves.late):
        curves.late[row], curves.dropped[row] = world.late, world.dropped.sum(axis=2)
    depth = world.depth
    busy = stations.busy(world)
    if world.any_ended:
        world.depth_sum += depth * world.going
        world.busy_sum += busy * world.going
        world.worker_sum += world.workers * world.going
    else:
        world.depth_sum += depth
        world.busy_sum += busy
        world.worker_sum += world.workers
    higher = depth > world.depth_peak
    if higher.any():
        np.maximum(world.depth_peak, depth, out=world.depth_peak)
        world.depth_peak_tick[higher] = tick + 1
    _finish(world)


def _finish(world: World) -> None:
    plan, level, finite = world.plan, world.plan.level, world.plan.finite
    last = world.tick + 1 >= plan.length
    made_all = (world.left == 0).all(axis=1) if finite else None
    if not last and (made_all is None or not made_all.any()):
        return
    settled = (world.left == 0).all(axis=1) & (world.depth == 0).all(axis=1) & (world.in_flight == 0).all(axis=1)
    if plan.retrying or world.held is not None:
        settled &= retries.waiting(world) + world.held_units == 0
    done = settled if finite and not last else np.ones(world.size, dtype=bool)
    if level.scoring.loss_is_fatal:  # found out at the end, like a copy that nobody opened before
        buffers.end(world, done & (world.dropped.sum(axis=(1, 2)) > 0), LOST)
    buffers.end(world, done & (settled | (not finite)), WON)
    buffers.end(world, done, TIMEOUT)


def ledger_gap(world: World) -> np.ndarray:
    """made - (delivered + dropped + buffered + in flight), for each run: 0 at every tick."""
    sink = world.plan.sinks[world.plan.lane_station]
    delivered = (world.served * sink).sum(axis=1)
    kept = world.depth.sum(axis=1) + world.in_flight.sum(axis=1) + world.held_units
    return world.made.sum(axis=1) - delivered - world.dropped.sum(axis=(1, 2)) - kept
