"""Producers and stations of a level file: [[producer]] and [[station]], key by key.

Owns their keys and ranges. Whether they make a tree is asked of `level_links`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from lucy.run.level_errors import grouped, shown
from lucy.run.level_faults import read_retries
from lucy.run.level_links import check_links
from lucy.run.level_options import UNBOUNDED
from lucy.run.level_tables import LONGEST_S, MOST_PER_S, MOST_UNITS, REQUIRED, Table
from lucy.sim.controls import WHEN_FULL
from lucy.sim.level import (
    OUT,
    Arrivals,
    Bursts,
    Frames,
    Link,
    Place,
    Producer,
    Rate,
    RateChange,
    Service,
    Station,
)

LINK_KEYS = ("to", "belt_s", "signal_s", "controllable", "refusal")
PRODUCER_KEYS = (
    "name", *LINK_KEYS, "arrivals", "rate_per_s", "changes", "bursts", "trace", "repeat_s", "total_units",
    "retries", "members",
)  # fmt: skip
STATION_KEYS = (
    "name", *LINK_KEYS, "service", "rate_per_s", "changes", "by_hand", "frames", "workers", "workers_most",
    "worker_start_s", "capacity_units", "memory_units", "when_full", "discipline", "vital", "places", "refusal_cost",
)  # fmt: skip
BURST_KEYS = ("rate_per_s", "on_s", "off_s", "random", "from_s")
FRAME_KEYS = ("frame_hz", "flush_us", "row_us", "unit_ns", "rows", "each_us", "log")

_MOST_PRODUCERS = 2000
_MOST_MEMBERS = 100_000
_MOST_STATIONS = 200
_MOST_WORKERS = 10_000
_MOST_CHANGES = 10_000
_MOST_TRACE = 100_000
_LONGEST_BELT_S = 60
_MOST_REFUSAL = 10  # services


def read_network(root: Table) -> tuple[tuple[Producer, ...], tuple[Station, ...]]:
    """All producers and stations, with their links checked. Raises LevelError."""
    for key in ("producer", "station"):
        if not root.has(key):
            raise root.error(f"the table [[{key}]] is missing: a level needs at least one {key}")
    producers = root.tables("producer", PRODUCER_KEYS, _MOST_PRODUCERS)
    stations = root.tables("station", STATION_KEYS, _MOST_STATIONS)
    for key, tables in (("producer", producers), ("station", stations)):
        if not tables:
            raise root.error(f"{key} is an empty list: a level needs at least one {key}")
    names = _names(producers + stations)
    station_names = names[len(producers) :]
    only = station_names[0] if len(station_names) == 1 else REQUIRED
    made = tuple(_producer(table, only) for table in producers)
    built = tuple(_station(table) for table in stations)
    check_links(producers, stations, made, built)
    return made, built


def _names(tables: list[Table]) -> list[str]:
    names: list[str] = []
    for table in tables:
        name = table.name("name")
        if name == OUT:
            raise table.error(f'name must not be "{OUT}": that is where delivered units go')
        if name in names:
            raise table.error(f"name {shown(name)} is there twice; every producer and station needs its own")
        names.append(name)
    return names


def _link(table: Table, default_to: str) -> Link:
    controllable = table.flag("controllable", True)
    return Link(
        to=table.text("to", default_to),
        belt_ms=table.milli("belt_s", _LONGEST_BELT_S, 0),
        signal_ms=table.milli("signal_s", _LONGEST_BELT_S, 0),
        controllable=controllable,
        refusal=table.text("refusal", "" if controllable else "It cannot be asked to slow down."),
    )


def _rate(table: Table, default: Any = REQUIRED) -> Rate:
    return Rate(table.milli("rate_per_s", MOST_PER_S, default), _changes(table))


def _changes(table: Table) -> tuple[RateChange, ...]:
    changes = []
    for entry in table.tables("changes", ("at_s", "rate_per_s", "ramp_s"), _MOST_CHANGES):
        at_ms = entry.milli("at_s", LONGEST_S)
        rate = entry.milli("rate_per_s", MOST_PER_S)
        changes.append((entry, RateChange(at_ms, rate, entry.milli("ramp_s", LONGEST_S, 0))))
    for (_, earlier), (entry, later) in pairwise(changes):
        if later.at_ms < earlier.at_ms + max(earlier.ramp_ms, 1):
            ended = (earlier.at_ms + earlier.ramp_ms) / 1000
            raise entry.wrong("at_s", f"after the change before it, which ends at {ended:g} s,")
    return tuple(change for _, change in changes)


def _producer(table: Table, only_station: str) -> Producer:
    kind = table.choice("arrivals", ("deterministic", "poisson", "trace"), "deterministic")
    _only_with(table, "trace", kind == "trace", 'arrivals = "trace"')
    _only_with(table, "repeat_s", kind == "trace", 'arrivals = "trace"')
    for key in ("rate_per_s", "changes", "bursts"):
        _only_with(table, key, kind != "trace", 'arrivals = "deterministic" or "poisson"')
    trace = _trace(table) if kind == "trace" else ()
    repeat_ms = table.milli("repeat_s", LONGEST_S, 0)
    if repeat_ms and repeat_ms <= trace[-1][0]:
        raise table.wrong("repeat_s", f"0 (once), or longer than the trace's last moment, {trace[-1][0] / 1000:g} s,")
    return Producer(
        name=table.name("name"),
        link=_link(table, only_station),
        arrivals=Arrivals(kind, Rate(0) if kind == "trace" else _rate(table), _bursts(table), trace, repeat_ms),
        total_units=table.whole("total_units", 0, MOST_UNITS, 0),
        retries=read_retries(table),
        members=table.whole("members", 1, _MOST_MEMBERS, 1),
    )


def _only_with(table: Table, key: str, allowed: bool, condition: str) -> None:
    if table.has(key) and not allowed:
        raise table.error(f"{key} goes only with {condition}")


def _bursts(table: Table) -> Bursts | None:
    bursts = table.table("bursts", BURST_KEYS)
    if bursts is None:
        return None
    found = Bursts(
        milli_per_s=bursts.milli("rate_per_s", MOST_PER_S),
        on_ms=bursts.milli("on_s", LONGEST_S),
        off_ms=bursts.milli("off_s", LONGEST_S),
        random=bursts.flag("random"),
        from_ms=bursts.milli("from_s", LONGEST_S, 0),
    )
    for key, ms in (("on_s", found.on_ms), ("off_s", found.off_ms)):
        if ms == 0:
            raise bursts.wrong(key, "more than 0 seconds")
    return found


def _trace(table: Table) -> tuple[tuple[int, int], ...]:
    moments: list[tuple[int, int]] = []
    for entry in table.entries("trace", _MOST_TRACE):
        if not isinstance(entry, list) or len(entry) != 2:
            raise table.wrong("trace", "a list of pairs [at_s, units], for example [[0.5, 3], [1.2, 1]]", entry)
        at_ms = table.as_milli("trace at_s", entry[0], LONGEST_S)
        units = entry[1]
        if isinstance(units, bool) or not isinstance(units, int) or not 1 <= units <= MOST_UNITS:
            raise table.wrong("trace units", f"a whole number from 1 to {grouped(MOST_UNITS)}", units)
        if moments and at_ms < moments[-1][0]:
            raise table.wrong("trace at_s", f"in order, so at least {moments[-1][0] / 1000:g} s here", entry[0])
        moments.append((at_ms, units))
    if not moments:
        raise table.error('trace is missing: arrivals = "trace" needs pairs [at_s, units]')
    return tuple(moments)


def _station(table: Table) -> Station:
    workers = table.whole("workers", 1, _MOST_WORKERS, 1)
    return Station(
        name=table.name("name"),
        link=_link(table, OUT),
        service=_service(table),
        workers=workers,
        workers_most=table.whole("workers_most", workers, _MOST_WORKERS, workers),
        worker_start_ms=table.milli("worker_start_s", LONGEST_S, 0),
        capacity_units=_limit(table, "capacity_units"),
        memory_units=_limit(table, "memory_units"),
        when_full=table.choice("when_full", WHEN_FULL, "fail"),
        discipline=table.choice("discipline", ("fifo", "fair"), "fifo"),
        places=tuple(
            Place(place.text("name"), place.whole("units", 1, MOST_UNITS))
            for place in table.tables("places", ("name", "units"))
        ),
        vital=table.flag("vital", True),
        refusal_milli=table.milli("refusal_cost", _MOST_REFUSAL, 0),
    )


def _limit(table: Table, key: str) -> int | None:
    value = table.any(key, UNBOUNDED)
    if value == UNBOUNDED:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_UNITS:
        raise table.wrong(key, f'a whole number from 1 to {grouped(MOST_UNITS)}, or "{UNBOUNDED}"')
    return value


def _service(table: Table) -> Service:
    kind = table.choice("service", ("deterministic", "exponential", "frames"), "deterministic")
    _only_with(table, "frames", kind == "frames", 'service = "frames"')
    _only_with(table, "refusal_cost", kind != "frames", 'service = "deterministic" or "exponential"')
    if kind != "frames":
        return Service(kind, _rate(table), by_hand=table.flag("by_hand"))
    for key in ("rate_per_s", "changes", "by_hand"):
        _only_with(table, key, False, 'service = "deterministic" or "exponential"')
    frames = table.table("frames", FRAME_KEYS)
    if frames is None:
        raise table.error('frames is missing: service = "frames" needs frames = { frame_hz = 60, ... }')
    return Service(
        kind,
        frames=Frames(
            frame_hz=frames.whole("frame_hz", 1, 1000, 60),
            flush_us=frames.whole("flush_us", 0, 10**8, 0),
            row_us=frames.whole("row_us", 0, 10**8, 0),
            unit_ns=frames.whole("unit_ns", 0, 10**11, 0),
            rows=frames.whole("rows", 0, 10**9, 0),
            each_us=frames.whole("each_us", 0, 10**8, 0),
            log=frames.flag("log"),
        ),
    )
