"""The most that a level allows: units in time, by a seed's own arrivals and services. Plays no run."""

from __future__ import annotations

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
    plan = make_plan(level)
    seeds, runs = np.array([seed], dtype=np.uint64), np.array([run])
    even_length = plan.length + plan.length % 2
    natural = producers.natural_block(plan, seeds, runs, 0, even_length)[: plan.length, 0]
    arrived = np.zeros(plan.length, dtype=np.int64)
    belts = _belts_to_the_end(plan)
    for column, belt in enumerate(belts):
        arrived[belt:] += natural[: plan.length - belt, column]
    before, after = _slots(plan, seeds, runs)
    deadline = plan.deadline_ticks or plan.length
    return _matching(arrived, before, after, max(0, deadline - min(belts)))


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


def _matching(arrived: np.ndarray, before: np.ndarray, after: np.ndarray, most_ticks: int) -> int:
    """Serve in order and drop what is older than `most_ticks`: units served. One pass over the ticks."""
    upto = np.cumsum(arrived).tolist()
    first, second = before.tolist(), after.tolist()
    served = head = here = 0
    for tick, come in enumerate(upto):
        if tick > most_ticks:
            head = max(head, upto[tick - most_ticks - 1])
        for slots in (first[tick], -1, second[tick]):
            if slots < 0:
                here = come
                continue
            now = min(slots, max(0, here - head))
            served += now
            head += now
    return served
