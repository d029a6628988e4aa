"""The most that a level allows: units in time, by a seed's own arrivals and services. Plays no run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lucy.sim import draws, faults, producers
from lucy.sim.level import Level
from lucy.sim.plan import Plan, make_plan
from lucy.sim.world import SERVICES


@lru_cache(maxsize=4096)
def most_on_time(level: Level, seed: int, run: int = 0) -> int:
    """The most units that could be delivered in time if every source sent what it would by itself.

    Serving in order and dropping what has waited past its deadline equals the largest matching of units to service
    slots (earliest deadline first; Moore 1968 for equal services). Work with an end: all of it.
    """
    total = sum(p.total_units for p in level.producers)
    if total:
        return total
    line = natural_line(level, seed, run)
    return line.most_served(line.deadline_ticks - line.belt_ticks)


@dataclass(frozen=True, slots=True)
class NaturalLine:
    """What comes to the last station if nobody is slowed down, and what it could serve: arrays by tick."""

    made: int
    arrived: np.ndarray
    before: np.ndarray  # units that it could serve before the arrivals of a tick ...
    after: np.ndarray  # ... and after them
    belt_ticks: int  # the shortest way there
    deadline_ticks: int

    def most_served(self, wait_ticks: int, room: int | None = None) -> int:
        """The most that can be served if nothing waits longer, and no more than `room` are there after a tick.

        Serving in order and letting the oldest go, when too old or too many, is best: of the units younger than any
        given one, it has served or still holds as many as any other way does, after each tick.
        """
        return _matching(self.arrived, self.before, self.after, max(0, wait_ticks), room)


def natural_line(level: Level, seed: int, run: int = 0) -> NaturalLine:
    """The arrivals and services of a seed."""
    plan = make_plan(level)
    seeds, runs = np.array([seed], dtype=np.uint64), np.array([run])
    even_length = plan.length + plan.length % 2
    natural = producers.natural_block(plan, seeds, runs, 0, even_length)[: plan.length, 0]
    arrived = np.zeros(plan.length, dtype=np.int64)
    belts = _belts_to_the_end(plan)
    for column, belt in enumerate(belts):
        arrived[belt:] += natural[: plan.length - belt, column]
    before, after = _slots(plan, seeds, runs)
    return NaturalLine(int(natural.sum()), arrived, before, after, min(belts), plan.deadline_ticks or plan.length)


def _belts_to_the_end(plan: Plan) -> list[int]:
    """Ticks that each producer's units ride before the last station, if they never wait."""
    found = []
    for lane in plan.producer_lane:
        ride, station = int(plan.belt_ticks[lane]), int(plan.lane_station[lane])
        while not plan.sinks[station]:
            (lane,) = np.flatnonzero(plan.relay_of_lane == station)
            ride, station = ride + int(plan.belt_ticks[lane]), int(plan.lane_station[lane])
        found.append(ride)
    return found


def _slots(plan: Plan, seeds: np.ndarray, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Units that the last station could serve in each tick, before and after the arrivals."""
    last = int(np.flatnonzero(plan.sinks)[0])
    spec = plan.level.stations[last]
    work = faults.service_rates(plan, seeds, runs, 0, plan.length)
    rate = (plan.service_milli[: plan.length, last] if work is None else work[:, 0, last]) * spec.workers
    if spec.service.kind == "exponential" and spec.workers == 1:
        keys = draws.stream_keys(seeds, runs, plan.stations, SERVICES)[:, [last]]
        pair = draws.halves(draws.words(keys, 0, plan.length))
        first, second = (draws.poisson_counts(rate, half[:, 0, 0], 2000 * plan.tick_hz) for half in pair)
        return first, second
    upto = np.concatenate([[0], np.cumsum(rate)]) // (1000 * plan.tick_hz)
    return np.zeros(plan.length, dtype=np.int64), np.diff(upto)


def _matching(
    arrived: np.ndarray, before: np.ndarray, after: np.ndarray, most_ticks: int, room: int | None = None
) -> int:
    """Serve in order and drop what is older than `most_ticks`, and the oldest of more than `room`: units served.

    Each serving moves the head of the line from h to min(max(h, due) + slots, here). Such moves, h -> clip(h + slots,
    low, high), make another one of their kind when one follows the other, so all heads come of doubling.
    """
    here = np.cumsum(arrived)
    due = np.concatenate([np.zeros(most_ticks + 1, dtype=np.int64), here])[: len(here)]
    earlier = np.concatenate([[0], here[:-1]])
    if room is not None:
        due = np.maximum(due, earlier - room)
    slots, high = (np.stack(pair, axis=1).reshape(-1) for pair in ((before, after), (earlier, here)))
    serving = np.flatnonzero(slots)  # where nothing can be served, nothing is missed by not looking
    slots, high, due = slots[serving], high[serving], np.repeat(due, 2)[serving]
    shift, low, top = slots.copy(), np.minimum(due + slots, high), high.copy()
    reach = 1
    while reach < len(shift):
        add, least, most = shift[reach:], low[reach:], top[reach:]
        lows = np.minimum(np.maximum(low[:-reach] + add, least), most)
        tops = np.minimum(np.maximum(top[:-reach] + add, least), most)
        adds = shift[:-reach] + add
        shift[reach:], low[reach:], top[reach:] = adds, lows, tops
        reach *= 2
    heads = np.minimum(np.maximum(shift, low), top)
    begin = np.maximum(np.concatenate([[0], heads])[:-1], due)
    return int((heads - begin).sum())
