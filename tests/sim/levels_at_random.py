"""Random levels and random controls for Hypothesis: any tree of up to four producers and four stations."""

from __future__ import annotations

from hypothesis import strategies as st

from lucy.sim.controls import OPERATORS, WHEN_FULL, Controls
from lucy.sim.level import (
    OUT,
    Arrivals,
    Bursts,
    Fault,
    Frames,
    Level,
    Link,
    Producer,
    Rate,
    RateChange,
    Retries,
    Service,
    Station,
)

SECONDS = 1
PER_S = (0, 1, 7, 40, 100, 333.5, 5000)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


rates_per_s = st.sampled_from(PER_S)
milliseconds = st.integers(0, 1000 * SECONDS)
counts = st.sampled_from((0, 1, 2, 5, 30, 1000))
changes = st.builds(RateChange, milliseconds, rates_per_s.map(lambda r: round(1000 * r)), st.sampled_from((0, 400)))
rates = st.builds(
    lambda per_s, changes: Rate(round(1000 * per_s), tuple(sorted(changes, key=lambda c: c.at_ms))),
    rates_per_s,
    st.lists(changes, max_size=2),
)
bursts = st.builds(Bursts, st.sampled_from((1000, 150_000)), st.integers(1, 300), st.integers(1, 300), st.booleans())
traces = st.lists(st.tuples(milliseconds, counts), max_size=4).map(lambda rows: tuple(sorted(rows)))
arrivals = st.builds(Arrivals, st.sampled_from(("deterministic", "poisson")), rates, maybe(bursts)) | st.builds(
    lambda trace, repeat_ms: Arrivals("trace", trace=trace, repeat_ms=repeat_ms), traces, st.sampled_from((0, 170))
)
frames = st.builds(
    Frames, st.sampled_from((10, 60)), st.sampled_from((0, 2000)), st.sampled_from((0, 400)), st.just(250),
    st.sampled_from((0, 30)), st.sampled_from((0, 0, 500)), st.booleans(),
)  # fmt: skip
retries = st.builds(Retries, st.integers(1, 3), st.sampled_from((0, 100, 400)), st.booleans())
factors = st.sampled_from((0, 500, 3000))
services = st.builds(Service, st.sampled_from(("deterministic", "exponential")), rates) | st.builds(
    lambda f: Service("frames", frames=f), frames
)


@st.composite
def levels(draw: st.DrawFn) -> Level:
    """A line or a tree: each station hands on to a later one or out, and each has a source."""
    many = draw(st.integers(1, 4))
    names = [f"S{i}" for i in range(many)]

    def link(to: str) -> Link:
        delays = st.sampled_from((0, 0, 30, 300))
        return Link(to, draw(delays), draw(delays), draw(st.booleans() | st.just(True)), "no")

    stations = []
    for i, name in enumerate(names):
        to = draw(st.sampled_from((OUT, *names[i + 1 :])))
        workers = draw(st.integers(1, 3))
        stations.append(
            Station(
                name,
                link(to),
                draw(services),
                workers=workers,
                workers_most=workers + draw(st.integers(0, 9)),
                worker_start_ms=draw(st.sampled_from((0, 200))),
                capacity_units=draw(maybe(counts)),
                memory_units=draw(maybe(st.sampled_from((1, 10, 500)))),
                when_full=draw(st.sampled_from(WHEN_FULL)),
                discipline=draw(st.sampled_from(("fifo", "fair"))),
                vital=draw(st.booleans()),
            )
        )
    fed = {s.link.to for s in stations}
    targets = [name for name in names if name not in fed][:4]
    targets += draw(st.lists(st.sampled_from(names), max_size=4 - len(targets)))
    producers = tuple(
        Producer(f"P{i}", link(to), draw(arrivals), draw(st.sampled_from((0, 0, 40))), draw(maybe(retries)))
        for i, to in enumerate(targets)
    )
    nodes = st.sampled_from([p.name for p in producers] + names)
    fault = st.builds(Fault, nodes, milliseconds, milliseconds, factors, milliseconds)
    broken = tuple(draw(st.lists(fault, max_size=2)))
    deadline_ms = draw(st.sampled_from((0, 0, 50, 700)))
    hz = draw(st.sampled_from((60, 100)))
    return Level("any", names[0], producers, tuple(stations), 1000 * SECONDS, hz, deadline_ms=deadline_ms,
                 faults=broken)  # fmt: skip


@st.composite
def controls(draw: st.DrawFn, most_time_limit_s: float = 1.0) -> Controls:
    """All the fields of a station's controls, most of them left alone most of the time."""
    return Controls(
        buffer_units=draw(maybe(counts)),
        when_full=draw(st.sampled_from(WHEN_FULL)),
        time_limit_s=draw(maybe(st.floats(0, most_time_limit_s))),
        codel_target_s=draw(st.none() | st.floats(0, most_time_limit_s)),
        codel_interval_s=draw(st.sampled_from((0.0, 0.02, 0.1))),
        keep_fraction=draw(st.just(1.0) | st.floats(0, 1)),
        keep_per_window=draw(maybe(counts)),
        window_s=draw(st.sampled_from((0.0, 0.1, 1.0))),
        pace_per_s=draw(maybe(rates_per_s)),
        pace_by_source=draw(st.sampled_from(((), (("P0", 3.5), ("S0", 20.0))))),
        high_units=draw(maybe(counts)),
        low_units=draw(counts),
        demand_units=draw(maybe(counts)),
        demand_batch=draw(st.integers(0, 7)),
        workers=draw(maybe(st.integers(0, 12))),
        flush_s=draw(maybe(st.sampled_from((0.0, 0.25)))),
        operator=draw(st.sampled_from(("", "", "", *OPERATORS))),
        operator_s=draw(st.sampled_from((0.0, 0.05, 0.3))),
        rows=draw(maybe(st.sampled_from((1, 30)))),
        log_units=draw(maybe(st.sampled_from((0, 100)))),
    )


moments = st.integers(0, 100 * SECONDS)


def plans_of_action() -> st.SearchStrategy:
    """(tick, station, runs, controls): what consumers set and when, in order of time."""
    rows = st.sampled_from(([0, 1, 2], [0], [1, 2], [2]))
    one = st.tuples(moments, st.integers(0, 3), rows, controls())
    return st.lists(one, max_size=5).map(lambda acts: sorted(acts, key=lambda act: act[0]))
