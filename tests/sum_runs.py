"""Runs of the levels for their sums: one batch of an act, with all that its sums speak of, and what is measured there.

Random input is made even where a sum is about even flows, and what happens late is moved forward; each says so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from level_runs import option, played
from measured import BELT, answers_s, rise, served_per_s, summed, there

from lucy.consumers.protocol import Consumer
from lucy.consumers.scripted import Scripted
from lucy.run.level_files import load_level
from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Level
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import World, new_world

CHOCOLATE, COPY, SERVER, FAN_IN = (
    "01-chocolate-factory",
    "02-copying-a-file",
    "03-server-to-server",
    "04-who-has-to-buffer",
)
FIREHOSE, KEYS, PULL, CHAOS = "05-firehose", "06-keystrokes", "07-push-and-pull", "08-chaos"
MB = 1_000_000
Changes = list[tuple[str, Any]]

EVEN: Changes = [("producer.A.arrivals", "deterministic"), ("station.B.service", "deterministic")]
FLOOD: Changes = [*EVEN, ("producer.A.rate_per_s", 100), ("producer.A.changes", []), ("station.B.changes", []),
                  ("level.duration_s", 30)]  # fmt: skip
EVEN_FAN_IN: Changes = [*((f"producer.users of {name}.arrivals", "deterministic") for name in "ABC"),
                        ("producer.users of A.changes", [{"at_s": 5, "rate_per_s": 100}]),
                        ("level.duration_s", 34), ("level.tick_hz", 60)]  # fmt: skip


def told(*script: tuple[float, Controls]) -> Consumer:
    """Somebody who sets this and that at times."""
    return Scripted(list(script))


# Level 1.


@cache
def chocolate() -> World:
    """Left alone."""
    return played(load_level(CHOCOLATE, 0, ["level.duration_s=30"]), Controls())


@cache
def flags() -> World:
    """Run k raises the flag when k + 1 are there, once the fast belt has come."""
    hz, late = 240, np.arange(len(there(chocolate()))) >= 15.5 * 240
    at = [int(np.flatnonzero((there(chocolate()) >= k + 1) & late)[0]) + 1 for k in range(12)]
    level = load_level(CHOCOLATE, 0, ["level.duration_s=30"])
    return played(level, *(told((tick / hz, Controls(pace_per_s=1.0))) for tick in at))


def felt_s() -> float:
    """From the first flag to the first chocolate that does not come any more."""
    raised = np.flatnonzero((there(chocolate()) >= 1) & (np.arange(len(there(chocolate()))) >= 15.5 * 240))[0] + 1
    came = [world.curves.admitted[: round(20 * 240), 0, 0] for world in (chocolate(), flags())]
    return float(np.flatnonzero(came[0] != came[1])[0] - raised) / 240


# Level 2.


@cache
def copies(act: int) -> World:
    """With memory enough. Run 0 reads at the writer's pace, run 1 as fast as it can."""
    hz = 30 if act == 0 else 10
    level = load_level(COPY, act, [("station.writer.memory_units", 20_000 * MB), ("level.tick_hz", hz)])
    return played(level, Controls(pace_per_s=100 * MB), Controls())


@cache
def copy_left_alone(act: int, hz: int = 30) -> World:
    return played(load_level(COPY, act, [("level.tick_hz", hz), ("level.duration_s", 90)]), Controls())


def read_s(act: int) -> float:
    world = copies(act)
    return float(np.flatnonzero(world.curves.made[:, 1, 0] == world.made[1, 0])[0] + 1) / world.plan.tick_hz


# Level 3.


@cache
def flood(act: int) -> World:
    """Even, 100 a second from the start. Runs: nothing done; from 4 s on 60 a second; older than 1 s is dropped."""
    level = load_level(SERVER, act, [*FLOOD, ("level.duration_s", 24), ("level.tick_hz", 120)])
    slower, by_age = told((4.0, Controls(pace_per_s=60))), Controls(time_limit_s=1.0, when_full="oldest")
    return played(level, told(), *([slower] if act == 0 else []), by_age)


def first_late(world: World) -> tuple[float, float]:
    """When the first late unit came to the station, counted from what came first there, and what was there then."""
    unit = world.curves.served[:, 0, 0][np.flatnonzero(world.curves.late[:, 0, 0])[0]]
    came = int(np.flatnonzero(world.curves.admitted[:, 0, 0] >= unit)[0])
    return came / world.plan.tick_hz - BELT[SERVER], float(there(world)[came])


def early(level: Level, by_s: int) -> Level:
    """The changes of A so much earlier."""
    (a,) = level.producers
    changes = tuple(replace(c, at_ms=c.at_ms - 1000 * by_s) for c in a.arrivals.rate.changes)
    arrivals = replace(a.arrivals, rate=replace(a.arrivals.rate, changes=changes))
    return replace(level, producers=(replace(a, arrivals=arrivals),))


@cache
def bursts() -> World:
    """Even, one burst at 5.5 s and then the long rush, at 12 s. Runs: no limit, with memory enough; room for 120."""
    level = load_level(SERVER, 2, [*EVEN, ("producer.A.bursts.off_s", 5.5), ("station.B.memory_units", 2000),
                                   ("level.tick_hz", 120)])  # fmt: skip
    level = replace(early(level, 33), duration_ms=26_000)
    return played(level, Controls(), Controls(buffer_units=120, when_full="arrival"))


@cache
def ripples() -> World:
    """Even, and the long ripple at 18 s."""
    level = early(load_level(SERVER, 3, [*EVEN, ("level.tick_hz", 120)]), 24)
    return played(replace(level, duration_ms=24_000), Controls())


# Level 4.


@cache
def fan_in(refusal_cost: float | None = None, *more: tuple[str, Any]) -> World:
    """Even, the rush at 5 s and at once. Runs: nothing done; A at 40; Z keeps room for 60 and turns the rest away."""
    cost = [] if refusal_cost is None else [("station.Z.refusal_cost", refusal_cost)]
    level = load_level(FAN_IN, 0, [*EVEN_FAN_IN, *cost, *more])
    refusing = Controls(buffer_units=60, when_full="arrival")
    return played(level, Controls(), option(level, "control", "A at 40"), refusing)


def z_lanes(world: World) -> list[int]:
    return [k for k, s in enumerate(world.plan.lane_station) if s == world.plan.level.station_index("Z")]


def z_per_s(world: World, run: int, what: str, first_s: float, last_s: float) -> float:
    """Served or turned away at Z."""
    return rise(summed(getattr(world.curves, what), world, run, z_lanes(world)[0] and 3), world, first_s, last_s)


# Level 5.


def firehose(per_s: int, *changes: tuple[str, Any]) -> Level:
    """At one rate from the start."""
    return load_level(FIREHOSE, 0, [("producer.socket.rate_per_s", per_s), ("producer.socket.changes", []), *changes])


def frames(per_s: int, controls: Controls, count: int, *changes: tuple[str, Any]) -> list[tuple[float, int]]:
    """The first frames that had something to draw: how long each took, in seconds, and of how many messages."""
    world = new_world(firehose(per_s, *changes), [1])
    set_controls(world, 0, controls)
    found: list[tuple[float, int]] = []
    while len(found) < count and world.tick < 5 * world.plan.tick_hz:
        step(world)
        one = float(world.frame_end_ns[0, 0] - world.frame_start_ns[0, 0]) / 1e9, int(world.frame_batch[0, 0])
        if one[1] and (not found or one != found[-1]):
            found.append(one)
    return found


@cache
def log_fills() -> World:
    """408,000 in the first 2 s, then 100,000 a second; a table, and a log without an end."""
    level = firehose(204_000, ("level.duration_s", 20))
    (socket,) = level.producers
    change = replace(load_level(FIREHOSE).producers[0].arrivals.rate.changes[1], at_ms=2000)
    rate = replace(socket.arrivals.rate, changes=(change,))
    level = replace(level, producers=(replace(socket, arrivals=replace(socket.arrivals, rate=rate)),))
    return played(level, option(level, "buffer", "table of 30 rows"))


# Level 6.


@cache
def typed(keys: int = 8, gap_s: float = 1 / 12, work_s: float = 0.3, hz: int = 240) -> tuple[World, float]:
    """So many keys from 1 s on, and when the last comes. Runs: one after the other; debounce; audit; sample."""
    level = load_level(KEYS, 0, [("level.tick_hz", hz), ("station.search.rate_per_s", round(1 / work_s, 3)),
                                 ("level.duration_s", round(keys * work_s + 4))])  # fmt: skip
    (hands,) = level.producers
    trace = tuple((1000 + round(1000 * k * gap_s), 1) for k in range(keys))
    level = replace(level, producers=(replace(hands, arrivals=Arrivals("trace", trace=trace)),))
    ways = [option(load_level(KEYS, 0), "drop", label) for label in ("debounce 0.2 s", "audit 0.3 s", "sample 0.3 s")]
    return played(level, Controls(), *ways), trace[-1][0] / 1000


def last_answer_s(run: int) -> float:
    """From the last key to its answer."""
    world, last_s = typed()
    return float(answers_s(world, run, last_s)[-1])


@cache
def stroke(long_s: float, moves_per_s: int = 1000, each_s: float = 0.02, hz: int = 240, seconds: int = 0) -> World:
    """One stroke of the mouse, at the start. Runs: each is drawn; debounce; sample."""
    stops = f"producer.hands.changes=[{{at_s={long_s}, rate_per_s=0}}]"
    seconds = seconds or round(long_s * moves_per_s * each_s + 2)
    level = load_level(KEYS, 1, [("producer.hands.rate_per_s", moves_per_s), stops, ("level.tick_hz", hz),
                                 ("producer.hands.bursts.from_s", 70), ("level.duration_s", seconds),
                                 ("station.search.rate_per_s", round(1 / each_s, 3))])  # fmt: skip
    ways = [option(load_level(KEYS, 1), "drop", label) for label in ("debounce 0.1 s", "sample 0.02 s")]
    return played(level, Controls(), *ways)


# Level 7.

ASKED = (1, 10, 18, 19, 20, 21, 30)


@cache
def pull(act: int, *asked: int, seeds: int = 1, seconds: int = 11) -> World:
    """300 a second from the start. Run 0 is left alone, each other asks for so many at a time."""
    level = load_level(PULL, act, [("producer.database.rate_per_s", 300), ("producer.database.changes", []),
                                   ("level.duration_s", seconds)])  # fmt: skip
    return played(level, Controls(), *(Controls(demand_units=n) for n in asked), seeds=seeds)


def got(asked: int) -> float:
    """Rows a second of an even reader that asks for so many."""
    return served_per_s(pull(0, *ASKED), 1 + ASKED.index(asked), 2, 10)


def uneven(asked: int) -> tuple[float, float]:
    """Rows a second of an uneven reader, and what is there, in the mean."""
    seeds, world = 4, pull(1, 20, 30, seeds=4, seconds=24)
    runs = range(seeds * (1 + (20, 30).index(asked)), seeds * (2 + (20, 30).index(asked)))
    rate = np.mean([served_per_s(world, run, 4, 23) for run in runs])
    return float(rate), float(np.mean([there(world, run)[4 * 240 : 23 * 240].mean() for run in runs]))


# Level 8.


def gate(*changes: tuple[str, Any] | str, seconds: float = 10) -> Level:
    """Even, and nothing breaks."""
    even = [(f"producer.{name}.arrivals", "deterministic") for name in ("phones", "shops", "meters")]
    level = load_level(CHAOS, 0, [*even, ("station.gate.service", "deterministic"), *changes])
    return replace(level, faults=(), duration_ms=round(1000 * seconds))


@cache
def calm_gate() -> World:
    """65 a second too many for 2 s, and then as on a calm day."""
    later = ("producer.phones.changes", [{"at_s": 2, "rate_per_s": 40}])
    return played(gate(("producer.phones.rate_per_s", 140), later), Controls())


@cache
def broken(fault: int) -> World:
    """One of its faults, at 1 s sharp."""
    struck = replace(load_level(CHAOS).faults[fault], at_ms=1000, spread_ms=0)
    return played(replace(gate(), faults=(struck,)), Controls())


@cache
def times_served(work_per_s: int = 150, tries: int = 3) -> float:
    """How often the gate serves a request of which every answer is too late: 7 s of work come in 1 s, and no more."""
    again = [(f"producer.{name}.retries.most", tries) for name in ("phones", "shops", "meters")]
    alone = [(f"producer.{name}.rate_per_s", 0) for name in ("shops", "meters")]
    once = ("producer.phones.changes", [{"at_s": 1, "rate_per_s": 0}])
    level = gate(*again, *alone, once, ("producer.phones.rate_per_s", 7 * work_per_s),
                 ("station.gate.rate_per_s", work_per_s),
                 ("station.gate.memory_units", 100_000), seconds=12 + 6 * tries)  # fmt: skip
    world = played(level, Controls())
    assert not world.depth.any() and not world.dropped.any(), "all of it is over"
    in_time = int((world.served - world.late).sum())
    return float(world.late.sum() / (7 * work_per_s - in_time))
