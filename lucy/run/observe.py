"""What can be seen of a run: a moment's ledger, stations, belts and signals. Changes nothing."""

from __future__ import annotations

import numpy as np

from lucy.run import closeups
from lucy.run.lanes import attempts, finite, first_lanes, lanes_of
from lucy.run.language import shown
from lucy.run.meters import Meters, head_tick
from lucy.run.snapshot import BeltNow, Ledger, ProducerNow, SignalNow, StationNow
from lucy.sim import buffers
from lucy.sim.events import DROP_CAUSES
from lucy.sim.plan import BIG
from lucy.sim.world import World


def head_age_s(world: World, station: int, run: int = 0) -> float:
    """How long the oldest unit has been at a station, in seconds; 0 if it is empty."""
    if not world.depth[run, station]:
        return 0.0
    oldest = head_tick(world.select(np.array([run])) if world.size > 1 else world)[0]
    return (world.tick - int(oldest[lanes_of(world, station)].min())) / world.plan.tick_hz


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
                refusal=shown(spec.link.refusal),
                made=int(world.made[run, column]),
                total_units=spec.total_units,
                members=spec.members,
                retried=int((world.offered + world.in_flight)[run, attempts(plan, int(lane))][1:].sum()),
                **closeups.bursts(world, column, run),
                to_retry=closeups.to_retry(world, attempts(plan, int(lane)), run),
            )
        )
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
        asked, credit_at, credit = closeups.demand(world, lane, ahead_ticks, run)
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


def stations(world: World, meters: Meters, run: int = 0) -> tuple[StationNow, ...]:
    """Every station at this moment."""
    found = []
    scale = 2000 * world.plan.tick_hz
    in_hands = buffers.in_service(world)[run]
    for index, spec in enumerate(world.plan.level.stations):
        lanes = lanes_of(world, index)
        busy = int(in_hands[index])
        progress = float(world.credit[run, index]) / scale if busy else 0.0
        newest = closeups.newest_served(world, index, run)
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
                overdue=closeups.overdue(world, index, run),
                waiting_again=closeups.again_waiting(world, index, run),
                waiting_by=closeups.by_source(world, index, world.admitted[run] - world.head[run]),
                served_by=closeups.by_source(world, index, world.served[run]),
                newest_age_s=newest[0],
                last_served=newest[1],
                next_numbers=closeups.next_numbers(world, index, run),
                frames=int(world.frames[run, index]),
                frames_per_s=float(meters.frames_per_s[run, index]),
                frame_units=int(world.frame_batch[run, index]),
                held=0 if world.held is None else int(world.held[run, lanes].sum()),
                **closeups.drawing(world, index, run),
            )
        )
    return tuple(found)


def signals(world: World, run: int = 0) -> tuple[SignalNow, ...]:
    """Every signal on a cord: paces and requests, and the pauses and resumes of watermarks."""
    found = []
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
