"""Small levels for tests, said in a line: `line(Poisson(67.5), Exponential(75), room=10)`."""

from __future__ import annotations

from lucy.sim.level import Arrivals, Level, Link, Producer, Rate, RateChange, Service, Station


def rate(per_s: float, *changes: tuple[float, float]) -> Rate:
    """A rate, and (at_s, per_s) changes."""
    return Rate(round(per_s * 1000), tuple(RateChange(round(t * 1000), round(r * 1000)) for t, r in changes))


def source(name: str, to: str, per_s: float, kind: str = "deterministic", total: int = 0, **link: object) -> Producer:
    """A producer; keywords go to its link."""
    return Producer(name, Link(to, **link), Arrivals(kind, rate(per_s)), total)  # type: ignore[arg-type]


def station(name: str, per_s: float, kind: str = "deterministic", to: str = "out", **more: object) -> Station:
    """A station; keywords go to Station, but belt_ms, signal_ms, controllable to its link."""
    link = {k: more.pop(k) for k in ("belt_ms", "signal_ms", "controllable") if k in more}
    return Station(name, Link(to, **link), Service(kind, rate(per_s)), **more)  # type: ignore[arg-type]


def queue(
    in_per_s: float,
    out_per_s: float,
    seconds: float,
    arrivals: str = "poisson",
    service: str = "exponential",
    room: int | None = None,
    hz: int = 240,
    workers: int = 1,
    **level: object,
) -> Level:
    """One producer, one station; a full buffer turns the arrival away."""
    place = station("B", out_per_s, service, capacity_units=room, when_full="arrival", workers=workers,
                    workers_most=workers)  # fmt: skip
    return Level("queue", "B", (source("A", "B", in_per_s, arrivals),), (place,), round(seconds * 1000), hz, **level)  # type: ignore[arg-type]


def line(producers: list[Producer], stations: list[Station], seconds: float, **level: object) -> Level:
    """Any tree; the consumer stands at the last station."""
    return Level("tree", stations[-1].name, tuple(producers), tuple(stations), round(seconds * 1000), **level)  # type: ignore[arg-type]
