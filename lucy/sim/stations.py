"""Workers: how many units each station finishes. Knows nothing of where they came from or go.

Three kinds of service. Exponential: each busy worker ends units at a rate, drawn by inversion. Deterministic: integer
credit, kept only while there is work. Frames: a flush takes all that waits and costs time for itself, for each row
and for each unit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lucy.sim import draws, faults, frames, lines
from lucy.sim.buffers import in_service
from lucy.sim.plan import BIG
from lucy.sim.world import UPSTREAM, World


def flow(world: World, arriving: np.ndarray) -> np.ndarray:
    """Units that each even station can finish in this tick: (runs, stations), 0 for the others.

    An even station works once, for the whole tick: its flow is there throughout the tick and not at its middle.
    """
    plan = world.plan
    workers = world.workers
    if "many" in world.uses:  # a worker without a unit gains nothing
        workers = np.minimum(workers, world.depth + lines.by_station(world, arriving))
    world.work = 2 * rate_now(world) * workers
    if world.any_ended:
        world.work *= world.going
    if not plan.all_even:
        world.work *= plan.even
    able = _earn(world, world.work)
    return _allowed(world, able if plan.all_even else able * plan.even)


def capacity(
    world: World,
    before: np.ndarray | None = None,
    arriving: np.ndarray | None = None,
    through: np.ndarray | None = None,
) -> np.ndarray:
    """Units that each station could finish in half a tick: (runs, stations).

    The first half comes before the arrivals are let in. For the second, `before` (runs, stations) were there before,
    `arriving` units (runs, lanes) came, and the even stations do `through`, which is for the whole tick.
    """
    plan = world.plan
    if plan.all_even and through is not None:
        return _allowed(world, through)
    if len(plan.exponential) == plan.stations:
        able = _exponential(world, int(before is not None))
    else:
        able = np.zeros_like(world.depth)
        if len(plan.exponential):
            able[:, plan.exponential] = _exponential(world, int(before is not None))
        if len(plan.uneven):
            able += _uneven(world, before, arriving) * plan.is_uneven
        if len(plan.framed) and before is not None:
            able[:, plan.framed] = frames.done(world, plan.framed)
        if through is not None:
            able += through
    return _allowed(world, able)


def _allowed(world: World, able: np.ndarray) -> np.ndarray:
    """A station that was told to slow down sends no more than it is allowed; one whose run has ended, nothing."""
    if world.plan.relays and world.uses & UPSTREAM:
        able = able.copy()
        for group in world.plan.relay_groups:
            able[:, group.sources] = np.minimum(able[:, group.sources], world.allowance[:, group.lanes])
    return np.where(world.going, able, 0) if world.any_ended else able


def serve(world: World, able: np.ndarray) -> np.ndarray:
    """Take finished units off the head of each line: by lane, (runs, lanes)."""
    units = np.minimum(able, world.depth)
    world.depth -= units
    if world.plan.relays and world.uses & UPSTREAM:
        _use_allowance(world, units)
    if len(world.plan.framed):
        frames.finish(world, units[:, world.plan.framed])
    if not world.plan.single:
        units = lines.take(world, units)
    world.head += units
    world.served += units
    return units


def _exponential(world: World, half: int) -> np.ndarray:
    block, columns = world.draws, world.plan.exponential
    assert block is not None and block.service is not None and block.uniform is not None
    row = world.tick - block.first
    lone = block.service[row, half]
    if "many" not in world.uses:
        return lone if world.owed is None else _after_refusals(world, lone)
    able = lone.copy()
    for k, column in enumerate(columns):
        for rate, workers, rows in _alike(rate_now(world)[..., column], world.workers[:, column]):
            if not rate:
                continue
            steps = draws.served_by(workers, rate, 2000 * world.plan.tick_hz)
            present = np.minimum(world.depth[rows, column], workers + 1)
            able[rows, k] = _steps_reached(block.uniform[row, half, rows, k], steps, present)
    return able if world.owed is None else _after_refusals(world, able)


def _alike(rates: np.ndarray, workers: np.ndarray) -> Iterator[tuple[int, int, slice | np.ndarray]]:
    """(rate, workers, runs) of the runs that have both alike. `rates`: (runs,), or () where there is one for all."""
    if not rates.ndim and (workers == workers[0]).all():
        yield int(rates), int(workers[0]), slice(None)
        return
    everyone = np.broadcast_to(rates, workers.shape)
    if rates.ndim:
        pairs = set(zip(everyone.tolist(), workers.tolist(), strict=True))
    else:
        pairs = {(int(rates), count) for count in np.flatnonzero(np.bincount(workers)).tolist()}
    for rate, count in pairs:
        yield rate, count, np.flatnonzero((everyone == rate) & (workers == count))


def _steps_reached(uniform: np.ndarray, steps: np.ndarray, present: np.ndarray) -> np.ndarray:
    """How many steps of its row (that of the units `present`) each uniform reaches; steps rise along a row."""
    reached = uniform >= steps[present, 0]
    found, still = reached.astype(np.int64), np.flatnonzero(reached)
    for column in range(1, steps.shape[1]):
        if not len(still):
            break
        still = still[uniform[still] >= steps[present[still], column]]
        found[still] += 1
    return found


def _after_refusals(world: World, able: np.ndarray) -> np.ndarray:
    """What is left of drawn services, (runs, exponential stations), when whole ones have paid for refusals."""
    columns, price = world.plan.exponential, 2000 * world.plan.tick_hz
    assert world.owed is not None
    paid = np.minimum(able, world.owed[:, columns] // price)
    world.owed[:, columns] -= paid * price
    return able - paid


def _uneven(world: World, before: np.ndarray | None, arriving: np.ndarray | None) -> np.ndarray:
    """Deterministic service of random arrivals. A unit that finds an idle worker came at a random time in the tick."""
    plan, block = world.plan, world.draws
    rate = rate_now(world) * plan.is_uneven * world.going
    busy = np.minimum(world.workers, world.depth)
    if before is None or arriving is None:
        return _earn(world, rate * busy)
    assert block is not None and block.start is not None
    held = np.minimum(busy, before)
    left = block.start[world.tick - block.first]
    left = np.where(lines.by_station(world, arriving) > 1, np.sqrt(left), left)  # the first of two came earlier
    return _earn(world, rate * held + (2 * rate * left).astype(np.int64) * (busy - held))


def _earn(world: World, gain: np.ndarray) -> np.ndarray:
    """Add to the credit of deterministic workers; the units that it pays for. Idle capacity is never banked."""
    if world.owed is not None:  # refusals come first
        paid = np.minimum(world.owed, gain)
        world.owed -= paid
        gain = gain - paid
    world.credit += gain
    able = world.credit // (2000 * world.plan.tick_hz)
    for column in world.plan.by_hand:
        able[:, column] = np.minimum(able[:, column], world.presses[:, column])
    return able


def settle(world: World, done: np.ndarray) -> None:
    """After a serving phase: pay for the `done` units (runs, stations) and let idle workers forget their progress."""
    world.credit -= done * world.plan.price
    empty = world.depth == 0
    if world.any_ended:
        empty &= world.going
    if empty.any():
        idle = world.credit * empty
        world.credit -= idle
        world.work = np.maximum(world.work - idle, 0)
    if world.plan.relays:  # a worker that may not send holds one finished unit, and no more
        np.minimum(world.credit, world.workers * world.plan.price, out=world.credit)
    for column in world.plan.by_hand:
        world.presses[:, column] -= done[:, column]
        waiting = world.presses[:, column] == 0
        world.credit[waiting, column] = 0
        world.work[waiting, column] = 0


def busy(world: World) -> np.ndarray:
    """Workers with a unit in hand in this tick, (runs, stations); of an even station the part of the tick too."""
    plan = world.plan
    held = in_service(world)
    if len(plan.framed):
        held = held.astype(np.float64)
        held[:, plan.framed] = frames.drawing_ns(world) * plan.tick_hz / frames.NS
    if not plan.any_even:
        return held
    return np.where(plan.even, world.work / np.maximum(2 * rate_now(world), 1), held)


def _use_allowance(world: World, units: np.ndarray) -> None:
    for group in world.plan.relay_groups:
        sent, lanes = units[:, group.sources], group.lanes
        world.allowance[:, lanes] -= np.where(world.allowance[:, lanes] < BIG, sent, 0)
        world.demand[:, lanes] -= np.where(world.demand[:, lanes] < BIG, sent, 0)


def rate_now(world: World) -> np.ndarray:
    """One worker's rate at this tick in thousandths per second: (stations,), or (runs, stations) with faults."""
    block = world.draws
    if block is None or block.work is None:
        return world.plan.service_milli[world.tick]
    return block.work[world.tick - block.first]


def draw_services(
    world: World, first: int, count: int, work: np.ndarray | None = None
) -> tuple[np.ndarray | None, np.ndarray | None, np.ndarray | None]:
    """For a block of ticks: services of an always busy lone worker, the uniforms behind them, starts (see Draws)."""
    plan = world.plan
    start = None
    if len(plan.uneven):
        start = draws.halves(draws.words(world.service_keys, first, count))[0] * 2.0**-32
    columns = plan.exponential
    if not len(columns):
        return None, None, start
    pair = draws.halves(draws.words(world.service_keys[:, columns], first, count))
    uniform = np.stack(pair, axis=1)
    able = np.zeros_like(uniform)
    for k, column in enumerate(columns):
        rates = plan.service_milli[np.minimum(np.arange(first, first + count), plan.length), column]
        if work is not None and faults.strikes(plan.level, plan.level.stations[column].name):
            bent = np.broadcast_to(work[:, None, :, column], uniform[..., k].shape)
            able[..., k] = draws.poisson_at(bent, uniform[..., k], 2000 * plan.tick_hz)
        else:
            able[..., k] = draws.poisson_counts(rates, uniform[..., k], 2000 * plan.tick_hz)
    return able, uniform, start
