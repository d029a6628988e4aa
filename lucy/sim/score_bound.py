"""What no player can exceed on a seed, whatever is done: an upper bound of the score. Plays no run.

Each term alone can be at its best: that is the bound everywhere. Where one line of a lone random server is fed by
someone who cannot be slowed down, three terms pull against each other, and the bound knows it. Say that 99 % of what
was delivered took at most T, and that never more than K were there. Then 0.99 of the delivered are no more than
`most_served` finds for that patience and that room, which holds goodput down and puts a floor under what is lost. All
T and K are covered by boxes, each term is taken at the better end of its box, and the best box is cut up further.
"""

from __future__ import annotations

import heapq
import itertools
from functools import lru_cache

from lucy.sim.bounds import NaturalLine, natural_line
from lucy.sim.level import Level, Station, ticks
from lucy.sim.score import CRASH_MOST, WORST, ramp

_CUTS = 60  # more of them make the bound tighter
_ROUNDING = 0.005  # a score has two decimals

Box = tuple[int, int, int, int]  # of the latency, from and to, ticks; of the highest pile, from and to, units


@lru_cache(maxsize=4096)
def most_points(level: Level, seed: int, run: int = 0) -> float:
    """The upper bound on one seed, 0..100."""
    most = 100.0
    stand, rules = level.station(level.stand), level.scoring
    if stand.memory_units and rules.memory and _takes_a_tick(level, stand):
        most *= (1.0 - 1.0 / stand.memory_units) ** rules.memory  # the unit in hand, or nothing is ever done
    if _is_lone_line(level):
        most = min(most, _of_line(level, natural_line(level, seed, run)))
    return max(most + _ROUNDING, CRASH_MOST)


def _takes_a_tick(level: Level, station: Station) -> bool:
    """Whether no unit can be done in the tick in which it comes."""
    rate = station.service.rate
    fastest = max([rate.milli_per_s, *(change.rate_milli_per_s for change in rate.changes)])
    return station.service.kind == "deterministic" and fastest <= 1000 * level.tick_hz and not level.faults


def _is_lone_line(level: Level) -> bool:
    """One producer who sends what it will, and one worker who ends units at random: what `_of_line` holds for."""
    if len(level.producers) != 1 or len(level.stations) != 1:
        return False
    producer, station = level.producers[0], level.stations[0]
    return (
        not producer.link.controllable
        and producer.retries is None
        and not producer.total_units
        and station.service.kind == "exponential"
        and station.workers == station.workers_most == 1
        and bool(station.memory_units)
        and level.deadline_ms > 0
    )


def _of_line(level: Level, line: NaturalLine) -> float:
    """The same for a lone line: boxes of latency and room, the one with the highest bound cut in four, and again."""
    rules, memory = level.scoring, level.stations[0].memory_units or 0
    edges_s = (rules.latency_good_s, rules.latency_bad_s)
    good_ticks, bad_ticks = (ticks(round(1000 * at_s), level.tick_hz) for at_s in edges_s)
    boxes = _Boxes(level, line)
    heap: list[tuple[float, Box]] = []
    for times in ((0, good_ticks), (good_ticks, bad_ticks), (bad_ticks, len(line.arrived))):
        heapq.heappush(heap, (-boxes.points((*times, 0, memory)), (*times, 0, memory)))
    for _ in range(_CUTS):
        _, (from_ticks, to_ticks, least, most) = heapq.heappop(heap)
        for time, room in itertools.product(_halves(from_ticks, to_ticks), _halves(least, most)):
            heapq.heappush(heap, (-boxes.points((*time, *room)), (*time, *room)))
    return -100.0 * heap[0][0]


def _halves(low: int, high: int) -> list[tuple[int, int]]:
    """Two intervals that share their middle; one, if it is short."""
    middle = (low + high) // 2
    return [(low, middle), (middle, high)] if low < middle < high else [(low, high)]


class _Boxes:
    """What can be had at most with a latency (99 %) and a highest pile that are each between two values."""

    def __init__(self, level: Level, line: NaturalLine) -> None:
        self._level, self._line, self._memory = level, line, level.stations[0].memory_units or 1
        self._in_time_ticks = line.deadline_ticks - line.belt_ticks
        self._best = max(1, line.most_served(self._in_time_ticks))
        self._on_belt = line.made - int(line.arrived.sum())
        self._known: dict[tuple[int, int], int] = {}

    def points(self, box: Box) -> float:
        """Each term at the better end of the box."""
        from_ticks, to_ticks, least, most = box
        rules, line = self._level.scoring, self._line
        room = most + 1  # an operator may hold one more
        served = min(self._served(len(line.arrived), room), self._served(to_ticks - line.belt_ticks, room) / 0.99)
        lost = max(0.0, line.made - served - room - self._on_belt)
        avoidable = max(0.0, lost - max(0, line.made - self._best))
        in_time = min(self._served(self._in_time_ticks, room), served)
        points = min(1.0, max(WORST, in_time / self._best)) ** rules.goodput
        if rules.loss:
            points *= ramp(avoidable / max(1, line.made), 0.0, rules.loss_bad_fraction) ** rules.loss
        if rules.latency:
            took_s = from_ticks / self._level.tick_hz
            points *= ramp(took_s, rules.latency_good_s, rules.latency_bad_s) ** rules.latency
        return points * max(0.05, 1.0 - least / self._memory) ** rules.memory

    def _served(self, wait_ticks: int, room: int) -> int:
        if (wait_ticks, room) not in self._known:
            self._known[wait_ticks, room] = self._line.most_served(wait_ticks, room)
        return self._known[wait_ticks, room]
