"""What travels upstream: a pace, pause and resume, credit; and how a source obeys. Also how controls are set.

A setting of the station itself is in force at once. A signal takes the cord's delay, and what is on the belt still
comes. A source that cannot be controlled refuses, and the refusal is counted.
"""

from __future__ import annotations

import numpy as np

from lucy.sim import codel, frames, operators, retries
from lucy.sim.ahead import Signal
from lucy.sim.buffers import in_service
from lucy.sim.controls import OPERATORS, WHEN_FULL, Controls
from lucy.sim.level import ticks
from lucy.sim.plan import BIG
from lucy.sim.world import World


def set_controls(world: World, station: int, controls: Controls, rows: np.ndarray | slice = slice(None)) -> None:
    """Set what the consumer at `station` wants, in those of the runs `rows` that still go on.

    Raises ValueError for a value that no station could take (negative, not a number, an unknown policy).
    """
    _check(controls)
    rows = _runs(world, rows)
    plan = world.plan
    spec = plan.level.stations[station]
    hz = plan.tick_hz
    memory = int(plan.memory[station])
    limit = controls.buffer_units
    if limit is None:
        limit = BIG if spec.capacity_units is None else spec.capacity_units
    world.limit[rows, station] = min(limit, memory)
    policy = controls.when_full if controls.when_full != "fail" else spec.when_full
    world.when_full[rows, station] = WHEN_FULL.index(policy)
    expiry = BIG if controls.time_limit_s is None else round(controls.time_limit_s * hz)
    expiry = BIG if expiry >= plan.length else expiry  # nothing can wait longer than the level lasts
    world.expiry[rows, station] = expiry
    world.keep[rows, station] = controls.keep_fraction
    window = max(1, round(controls.window_s * hz))
    world.window_keep[rows, station] = BIG if controls.keep_per_window is None else controls.keep_per_window
    world.window[rows, station] = window
    world.high[rows, station] = BIG if controls.high_units is None else controls.high_units
    world.low[rows, station] = controls.low_units
    world.demand_batch[rows, station] = max(1, controls.demand_batch)
    if spec.service.frames:
        frames.set_drawing(world, station, controls, rows)
    operators.set_operator(world, station, controls, rows)
    codel.set_codel(world, station, controls, rows)
    wants = {
        "oldest": policy not in ("fail", "arrival"),
        "expiry": expiry < BIG,
        "keep": controls.keep_fraction < 1.0,
        "window": controls.keep_per_window is not None,
        "marks": controls.high_units is not None,
        "credit": controls.demand_units is not None,
    }
    world.uses |= {name for name, wanted in wants.items() if wanted}
    if expiry < BIG:
        world.curves.reach(expiry, world.tick)
    _ask_workers(world, station, controls, rows)
    _ask_sources(world, station, controls, rows)


def _check(controls: Controls) -> None:
    def bad(name: str, expected: str) -> ValueError:
        return ValueError(f"{name} must be {expected} (you gave {getattr(controls, name)!r})")

    if controls.operator not in OPERATORS:
        raise bad("operator", "one of " + ", ".join(name for name in OPERATORS if name))
    if controls.when_full not in WHEN_FULL:
        raise bad("when_full", "one of " + ", ".join(WHEN_FULL))
    for name in ("buffer_units", "high_units", "low_units", "demand_units", "demand_batch", "keep_per_window",
                 "rows", "log_units"):  # fmt: skip
        value = getattr(controls, name)
        if value is not None and not (isinstance(value, int | np.integer) and 0 <= value < BIG):
            raise bad(name, "a whole number, 0 or more")
    for name in ("time_limit_s", "pace_per_s", "window_s", "flush_s", "operator_s", "codel_target_s",
                 "codel_interval_s"):  # fmt: skip
        value = getattr(controls, name)
        if value is not None and not 0 <= value < 1e12:
            raise bad(name, "0 or more")
    if not all(0 <= pace < 1e12 for _, pace in controls.pace_by_source):
        raise bad("pace_by_source", "names with paces of 0 or more")
    if controls.workers is not None and not isinstance(controls.workers, int | np.integer):
        raise bad("workers", "a whole number")
    if not 0 <= controls.keep_fraction <= 1:
        raise bad("keep_fraction", "from 0 to 1")


def _runs(world: World, rows: np.ndarray | slice) -> np.ndarray:
    runs = np.arange(world.size)[rows]
    return runs[world.ended_tick[runs] < 0]


def _ask_workers(world: World, station: int, controls: Controls, runs: np.ndarray) -> None:
    spec = world.plan.level.stations[station]
    wanted = spec.workers if controls.workers is None else min(max(1, controls.workers), spec.workers_most)
    runs = runs[world.workers_asked[runs, station] != wanted]
    if not len(runs):
        return
    delay = ticks(spec.worker_start_ms, world.plan.tick_hz)
    more = runs[world.workers_asked[runs, station] < wanted]
    less = runs[world.workers_asked[runs, station] > wanted]
    world.workers_asked[runs, station] = wanted
    world.workers[less, station] = np.minimum(world.workers[less, station], wanted)
    if len(more):
        _send(world, delay, "workers", station, more, np.full(len(more), wanted))


def _ask_sources(world: World, station: int, controls: Controls, runs: np.ndarray) -> None:
    plan = world.plan
    own = dict(controls.pace_by_source)
    for lane in np.flatnonzero((plan.lane_station == station) & (plan.attempt == 0)).tolist():
        pace_per_s = own.get(plan.names[lane], controls.pace_per_s)
        pace = BIG if pace_per_s is None else round(pace_per_s * 1000)
        changed = runs[world.pace_sent[runs, lane] != pace]
        if len(changed):
            world.pace_sent[changed, lane] = pace
            if _obeys(world, lane, changed):
                _send(world, int(plan.signal_ticks[lane]), "pace", lane, changed, np.full(len(changed), pace))
    demand = BIG if controls.demand_units is None else controls.demand_units
    changed = runs[world.demand_set[runs, station] != demand]
    if len(changed):
        world.demand_set[changed, station] = demand
        for lane in np.flatnonzero((plan.lane_station == station) & (plan.attempt == 0)).tolist():
            if _obeys(world, lane, changed):
                kind = "push" if demand == BIG else "request"
                _send(world, int(plan.signal_ticks[lane]), kind, lane, changed, np.full(len(changed), demand))


def _obeys(world: World, lane: int, runs: np.ndarray) -> bool:
    if world.plan.controllable[lane]:
        world.signals_sent[runs] += 1
        return True
    world.signals_refused[runs] += 1
    return False


def _send(world: World, delay: int, kind: str, column: int, runs: np.ndarray, values: np.ndarray) -> None:
    signal = Signal(world.tick + delay, world.tick, kind, int(column), runs, values.astype(np.int64))
    place = len(world.signals)
    while place and world.signals[place - 1].due > signal.due:
        place -= 1
    world.signals = (*world.signals[:place], signal, *world.signals[place:])


def arrive(world: World) -> None:
    """Let the signals that are due reach their sources."""
    while world.signals and world.signals[0].due <= world.tick:
        signal, world.signals = world.signals[0], world.signals[1:]
        going = world.ended_tick[signal.runs] < 0
        _obey(world, signal.kind, signal.column, signal.runs[going], signal.values[going])
    slots = len(world.pause_ring)
    going = world.going if world.any_ended else True
    if "marks" in world.uses:
        order = world.pause_ring[world.tick % slots]
        world.paused |= (order == 1) & going
        world.paused &= (order != 2) | ~np.asarray(going)
        order[:] = 0
    if "credit" in world.uses:
        credit = world.credit_ring[world.tick % slots]
        world.demand += np.where((world.demand < BIG) & going, credit, 0)
        credit[:] = 0


def _obey(world: World, kind: str, column: int, runs: np.ndarray, values: np.ndarray) -> None:
    if kind == "workers":
        still = world.workers_asked[runs, column] >= values
        world.workers[runs[still], column] = values[still]
    elif kind == "pace":
        world.pace[runs, column] = values
        world.uses |= {"pace"}
    elif kind == "push":
        world.demand[runs, column] = BIG
    else:
        # What is under way or waiting is outstanding already; credit sent before this is in this count.
        used = _used_up(world)[runs, column]
        came = retries.fold(world.plan, world.offered + world.in_flight)
        world.demand[runs, column] = values - (came[runs, column] - used)
        world.credit_ring[:, runs, column] = 0
        world.credited[runs, column] = used


def send(world: World) -> None:
    """Watermarks and credit: what the stations tell their sources at the end of a tick."""
    if "marks" in world.uses:
        _watermarks(world)
    if "credit" in world.uses:
        _return_credit(world)


def _watermarks(world: World) -> None:
    plan = world.plan
    on = world.high < BIG
    pause = on & ~world.asked_pause & (world.depth > world.high)
    resume = world.asked_pause & ((world.depth <= world.low) | ~on)
    if world.any_ended:
        pause &= world.going
        resume &= world.going
    if not (pause.any() or resume.any()):
        return
    world.asked_pause ^= pause | resume
    for lane in np.flatnonzero(plan.attempt == 0).tolist():
        station = plan.lane_station[lane]
        told = (pause | resume)[:, station]
        if not told.any() or not _obeys(world, lane, np.flatnonzero(told)):
            continue
        due = _due(world, lane) % len(world.pause_ring)
        world.pause_ring[due, pause[:, station], lane] = 1
        world.pause_ring[due, resume[:, station], lane] = 2


def _used_up(world: World) -> np.ndarray:
    """Units, by lane, that no longer count as outstanding: begun, or lost."""
    gone = world.offered - (world.admitted - world.head)
    if world.held is not None:
        gone -= world.held
    return gone + in_service(world) if world.plan.single else retries.fold(world.plan, gone)


def _due(world: World, lane: int) -> int:
    """When a signal sent at the end of this tick is obeyed: the cord's delay later, but not within the tick."""
    return int(world.tick + max(1, world.plan.signal_ticks[lane]))


def _return_credit(world: World) -> None:
    plan = world.plan
    back = np.maximum(_used_up(world) - world.credited, 0)
    batch = world.demand_batch[:, plan.lane_station]
    back = back // batch * batch
    if world.any_ended:
        back *= world.going
    if not back.any():
        return
    world.credited += back
    for lane in np.flatnonzero(plan.attempt == 0).tolist():
        due = _due(world, lane) % len(world.credit_ring)
        world.credit_ring[due, :, lane] += back[:, lane]


def regulate(world: World, natural: np.ndarray, lanes: np.ndarray, rate_milli: np.ndarray) -> np.ndarray:
    """What sources may send in this tick: at their own pace, or evenly at the pace asked for, if that is less.

    `natural` (runs, k) is what they would send, `rate_milli` (k,) or (runs, k) at which rate. A slowed source always
    has something to send, but one that plays a trace sends no more than stands there.
    """
    plan, pace = world.plan, world.pace[:, lanes]
    slowed = (pace < rate_milli) | (plan.traced & (pace < BIG))
    credit = np.where(slowed, world.pace_credit[:, lanes] + pace, 0)
    world.pace_credit[:, lanes] = credit
    paced = credit // (1000 * plan.tick_hz)
    return np.where(slowed, np.where(plan.traced, np.minimum(paced, natural), paced), natural)


def pay(world: World, sent: np.ndarray, lanes: np.ndarray) -> None:
    """Take what sources send off their credit. A pace saved is not a pace banked: at most one unit of it stays."""
    scale = 1000 * world.plan.tick_hz
    world.pace_credit[:, lanes] = np.clip(world.pace_credit[:, lanes] - sent * scale, 0, scale)
    world.demand[:, lanes] -= np.where(world.demand[:, lanes] < BIG, sent, 0)


def allow(world: World) -> None:
    """What each station that was told to slow down may pass on in this tick. One unit of unused pace is kept."""
    relays = np.flatnonzero(world.plan.relay_of_lane >= 0)
    scale = 1000 * world.plan.tick_hz
    pace = world.pace[:, relays]
    slowed = pace < BIG
    unused = np.minimum(world.allowance[:, relays], 1)
    credit = np.where(slowed, np.minimum(world.pace_credit[:, relays] + unused * scale, scale) + pace, 0)
    allowed = np.where(slowed, credit // scale, BIG)
    world.pace_credit[:, relays] = credit % scale
    allowed[world.paused[:, relays]] = 0
    world.allowance[:, relays] = np.minimum(allowed, np.maximum(world.demand[:, relays], 0))
