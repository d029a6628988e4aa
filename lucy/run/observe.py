"""What can be seen of a run: a consumer's view, a moment's ledger, stations, belts and signals. Changes nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from lucy.consumers.protocol import Source, View
from lucy.run.meters import Meters, head_tick
from lucy.run.snapshot import BeltNow, FaultNow, Ledger, ProducerNow, SignalNow, StationNow
from lucy.sim import buffers, faults
from lucy.sim.controls import Controls
from lucy.sim.events import DROP_CAUSES
from lucy.sim.level import ticks
from lucy.sim.score_terms import SILENCE_S
from lucy.sim.plan import BIG, Plan
from lucy.sim.world import World


MOST_BURSTS, MOST_NUMBERS = 64, 24  # seen at most


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


def head_age_s(world: World, station: int, run: int = 0) -> float:
    """How long the oldest unit has been at a station, in seconds; 0 if it is empty."""
    if not world.depth[run, station]:
        return 0.0
    oldest = head_tick(world.select(np.array([run])) if world.size > 1 else world)[0]
    return (world.tick - int(oldest[lanes_of(world, station)].min())) / world.plan.tick_hz


def view(
    world: World, station: int, meters: Meters, controls: Controls, run: int = 0, age_s: float | None = None
) -> View:
    """What the consumer at a station may know. `age_s`: the head's age, where the caller knows it already."""
    plan = world.plan
    level, spec = plan.level, plan.level.stations[station]
    lanes = lanes_of(world, station)
    limit = finite(world.limit[run, station])
    levers = level.levers
    sources = tuple(
        Source(
            name=plan.names[lane],
            controllable=bool(plan.controllable[lane]),
            signal_s=int(plan.signal_ticks[lane]) / plan.tick_hz,
            belt_s=int(plan.belt_ticks[lane]) / plan.tick_hz,
            in_per_s=float(meters.lane_in_per_s[run, attempts(plan, lane)].sum()),
        )
        for lane in first_lanes(plan, lanes)
    )
    return View(
        time_s=world.tick / plan.tick_hz,
        duration_s=level.duration_ms / 1000,
        unit=level.unit.name,
        units=level.unit.plural,
        waiting=int(world.depth[run, station]),
        limit_units=limit,
        memory_units=spec.memory_units,
        in_per_s=float(meters.in_per_s[run, station]),
        out_per_s=float(meters.out_per_s[run, station]),
        capacity_per_s=float(meters.capacity_per_s[run, station]),
        head_age_s=head_age_s(world, station, run) if age_s is None else age_s,
        made=int(world.made[run].sum()),
        delivered=int(world.served[run, lanes].sum()),
        late=int(world.late[run, lanes].sum()),
        dropped=int(world.dropped[run, lanes].sum()),
        deadline_s=level.deadline_ms / 1000 if level.deadline_ms else None,
        workers=int(world.workers[run, station]),
        workers_most=spec.workers_most,
        sources=sources,
        may_buffer=not levers.buffer.locked,
        may_drop=not levers.drop.locked,
        may_control=not levers.control.locked and bool(plan.controllable[lanes].any()),
        may_scale=not levers.scale.locked,
        lossless=level.scoring.loss_is_fatal,
        controls=controls,
    )


def ledger(world: World, run: int = 0) -> Ledger:
    """Where every unit made is now."""
    sink = world.plan.sinks[world.plan.lane_station]
    causes = world.dropped[run].sum(axis=0)
    return Ledger(
        made=int(world.made[run].sum()),
        delivered=int(world.served[run, sink].sum()),
        late=int(world.late[run].sum()),
        dropped=int(causes.sum()),
        dropped_by={cause: int(n) for cause, n in zip(DROP_CAUSES, causes, strict=True)},
        buffered=int(world.depth[run].sum()) + (0 if world.held is None else int(world.held[run].sum())),
        in_flight=int(world.in_flight[run].sum()),
    )


def producers(world: World, meters: Meters, run: int = 0) -> tuple[ProducerNow, ...]:
    """Every producer at this moment."""
    plan, found = world.plan, []
    for column, spec in enumerate(plan.level.producers):
        lane = plan.producer_lane[column]
        pace = finite(world.pace[run, lane])
        bursts = spec.arrivals.bursts
        natural = plan.rate_milli[min(world.tick, plan.length), column] / 1000
        if bursts or spec.arrivals.kind == "trace":
            natural = max(natural, float(meters.made_per_s[run, column]))
        found.append(
            ProducerNow(
                name=spec.name,
                natural_per_s=float(natural),
                rate_per_s=float(meters.made_per_s[run, column]),
                pace_per_s=None if pace is None else pace / 1000,
                paused=bool(world.paused[run, lane]),
                controllable=spec.link.controllable,
                refusal=spec.link.refusal,
                made=int(world.made[run, column]),
                total_units=spec.total_units,
                members=spec.members,
                retried=int((world.offered + world.in_flight)[run, attempts(plan, int(lane))][1:].sum()),
                **_bursts(world, column, run),
                to_retry=_to_retry(world, attempts(plan, int(lane)), run),
            )
        )
    return tuple(found)


def _bursts(world: World, column: int, run: int) -> dict[str, Any]:
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


def _next_numbers(world: World, station: int, run: int) -> tuple[int, ...]:
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


def _to_retry(world: World, lanes: slice, run: int) -> int:
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


def belts(world: World, ahead_ticks: float = 0.0, run: int = 0) -> tuple[BeltNow, ...]:
    """Every belt and where its units are; `ahead_ticks` is the part of a tick that has passed since the last one."""
    plan, slots, found = world.plan, len(world.belt), []
    for lane in first_lanes(plan):
        transit = int(plan.belt_ticks[lane])
        column = world.belt[:, run, attempts(plan, lane)].sum(axis=1)
        due = (np.arange(slots) - world.tick) % slots  # ticks until each row arrives
        held = np.flatnonzero((column > 0) & (due <= transit))
        held = held[np.argsort(-due[held], kind="stable")]
        positions = 1.0 - (due[held] + 1.0 - ahead_ticks) / max(1, transit + 1)
        again = world.belt[:, run, attempts(plan, lane)][:, 1:].sum(axis=1)
        asked, credit_at, credit = _demand(world, lane, ahead_ticks, run)
        found.append(
            BeltNow(
                source=plan.names[lane],
                target=plan.level.stations[plan.lane_station[lane]].name,
                transit_s=transit / plan.tick_hz,
                positions=np.clip(positions, 0.0, 1.0),
                counts=column[held].copy(),
                in_flight=int(world.in_flight[run, attempts(plan, lane)].sum()),
                again=again[held],
                asked=asked,
                demand=finite(world.demand[run, lane]),
                credit_positions=credit_at,
                credit_counts=credit,
            )
        )
    return tuple(found)


def _demand(world: World, lane: int, ahead_ticks: float, run: int) -> tuple[int | None, np.ndarray, np.ndarray]:
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


def stations(world: World, meters: Meters, run: int = 0) -> tuple[StationNow, ...]:
    """Every station at this moment."""
    found = []
    scale = 2000 * world.plan.tick_hz
    in_hands = buffers.in_service(world)[run]
    for index, spec in enumerate(world.plan.level.stations):
        lanes = lanes_of(world, index)
        busy = int(in_hands[index])
        progress = float(world.credit[run, index]) / scale if busy else 0.0
        newest = _newest_served(world, index, run)
        found.append(
            StationNow(
                name=spec.name,
                depth=int(world.depth[run, index]),
                limit=finite(world.limit[run, index]),
                memory_units=spec.memory_units,
                workers=int(world.workers[run, index]),
                in_service=busy,
                progress=min(1.0, progress),
                utilisation=float(meters.utilisation[run, index]),
                in_per_s=float(meters.in_per_s[run, index]),
                out_per_s=float(meters.out_per_s[run, index]),
                head_age_s=head_age_s(world, index, run),
                down=bool(world.down[run, index]),
                presses_pending=int(world.presses[run, index]) if spec.service.by_hand else 0,
                served=int(world.served[run, lanes].sum()),
                late=int(world.late[run, lanes].sum()),
                dropped=int(world.dropped[run, lanes].sum()),
                overdue=overdue(world, index, run),
                waiting_by=_by_source(world, index, world.admitted[run] - world.head[run]),
                served_by=_by_source(world, index, world.served[run]),
                newest_age_s=newest[0],
                last_served=newest[1],
                next_numbers=_next_numbers(world, index, run),
                frames=int(world.frames[run, index]),
                frames_per_s=float(meters.frames_per_s[run, index]),
                frame_units=int(world.frame_batch[run, index]),
                held=0 if world.held is None else int(world.held[run, lanes].sum()),
                **_drawing(world, index, run),
            )
        )
    return tuple(found)


def _drawing(world: World, station: int, run: int) -> dict[str, Any]:
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


def _by_source(world: World, station: int, units: np.ndarray) -> tuple[tuple[str, int], ...]:
    """Counts by lane, (lanes,), as pairs of the source's name and its count at that station."""
    plan = world.plan
    lanes = first_lanes(plan, lanes_of(world, station))
    return tuple((plan.names[lane], int(units[attempts(plan, lane)].sum())) for lane in lanes)


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


def _newest_served(world: World, station: int, run: int) -> tuple[float, int]:
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


def signals(world: World, run: int = 0) -> tuple[SignalNow, ...]:
    """Every signal on a cord: paces and requests, and the pauses and resumes of watermarks."""
    plan, found = world.plan, []
    for signal in world.signals:
        hit = np.flatnonzero(signal.runs == run)
        if signal.kind == "workers" or not len(hit):
            continue
        value = int(signal.values[hit[0]])
        found.append(_signal(world, signal.column, signal.kind, signal.due, value))
    slots = len(world.pause_ring)
    if "marks" in world.uses:
        for row, lane in np.argwhere(world.pause_ring[:, run] > 0):
            due = world.tick + (int(row) - world.tick) % slots
            kind = "pause" if world.pause_ring[row, run, lane] == 1 else "resume"
            found.append(_signal(world, int(lane), kind, due, None))
    return tuple(sorted(found, key=lambda s: s.eta_s))


def _signal(world: World, lane: int, kind: str, due: int, value: int | None) -> SignalNow:
    plan = world.plan
    delay = max(1, int(plan.signal_ticks[lane]))
    left = max(0, due - world.tick)
    per_s = None if value is None or value >= BIG or kind != "pace" else value / 1000
    return SignalNow(
        source=plan.level.stations[plan.lane_station[lane]].name,
        target=plan.names[lane],
        kind=kind,
        value_per_s=per_s,
        progress=1.0 - min(1.0, left / delay),
        eta_s=left / plan.tick_hz,
    )
