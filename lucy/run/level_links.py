"""Whether the producers and stations of a level make a tree that ends at "out", and can be counted.

Owns the questions about all of them together. It refuses loops, loose ends and numbers that the
engine's 64-bit counters could not hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from lucy.run.level_errors import did_you_mean, grouped, shown
from lucy.run.level_tables import Table
from lucy.sim.level import OUT, Producer, Rate, Station

_MOST_COUNT = 2**62
_MOST_RATES = 50_000_000  # producers and stations times ticks


def check_links(
    producer_tables: list[Table],
    station_tables: list[Table],
    producers: tuple[Producer, ...],
    stations: tuple[Station, ...],
) -> None:
    """LevelError, in the table at fault, where a link leads nowhere or round in a loop, or where nothing comes in."""
    to = {s.name: s.link.to for s in stations}
    for table, producer in zip(producer_tables, producers, strict=True):
        if producer.link.to == OUT:
            raise table.error(f'to must be a station, not "{OUT}": what is made must be worked on')
        if producer.link.to not in to:
            raise table.error(f"to names a station that does not exist: {_no_station(producer.link.to, to)}")
    for table, station in zip(station_tables, stations, strict=True):
        if station.link.to != OUT and station.link.to not in to:
            raise table.error(f"to names a station that does not exist: {_no_station(station.link.to, [*to, OUT])}")
    for table, station in zip(station_tables, stations, strict=True):
        way = [station.name]
        while way[-1] != OUT:
            after = to[way[-1]]
            if after in way:
                loop = " > ".join([*way[way.index(after) :], after])
                raise table.error(f'to makes a loop, {_cut(loop)}, so nothing ever gets "{OUT}"')
            way.append(after)
    fed = {p.link.to for p in producers} | {s.link.to for s in stations}
    for table, station in zip(station_tables, stations, strict=True):
        if station.name not in fed:
            raise table.error(f'nothing feeds this station: no producer or station has to = "{station.name}"')


def check_counts(
    root: Table,
    producers: tuple[Producer, ...],
    stations: tuple[Station, ...],
    duration_ms: int,
    tick_hz: int,
    faster: int = 1,
) -> None:
    """LevelError where the level's units, or its table of rates by tick, are more than the engine can hold.

    `faster`: how many times its own rate a fault may make of any of them, rounded up.
    """
    length = duration_ms * tick_hz // 1000 + 1
    said = f"for {duration_ms / 1000:g} s at {tick_hz} ticks per second"
    if length * (len(producers) + len(stations)) > _MOST_RATES:
        nodes = grouped(len(producers) + len(stations))
        raise root.error(f"too long: {nodes} producers and stations {said}; lower duration_s or tick_hz")
    into = sum(_highest(p.arrivals.rate, p.arrivals.bursts.milli_per_s if p.arrivals.bursts else 0) for p in producers)
    out = max(_highest(s.service.rate) * s.workers_most for s in stations)
    traced = sum(_traced(p, duration_ms) for p in producers)
    into, out = into * faster, out * faster
    made = into * duration_ms // 1_000_000 + traced
    if max(into, out, made) * length >= _MOST_COUNT:
        per_s = grouped(max(into, out) // 1000)
        raise root.error(
            f"too much to count: {per_s} units per second {said};"
            " lower rate_per_s, duration_s or tick_hz, or count in larger units"
        )


def _highest(rate: Rate, more: int = 0) -> int:
    return max([rate.milli_per_s, more, *(change.rate_milli_per_s for change in rate.changes)])


def _traced(producer: Producer, duration_ms: int) -> int:
    times = duration_ms // producer.arrivals.repeat_ms + 1 if producer.arrivals.repeat_ms else 1
    return times * sum(units for _, units in producer.arrivals.trace)


def _no_station(name: str, known: Iterable[str]) -> str:
    return f"{shown(name)}.{did_you_mean(name, known)}"


def _cut(loop: str) -> str:
    return loop if len(loop) <= 120 else f"{loop[:117]}..."
