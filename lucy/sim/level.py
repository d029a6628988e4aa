"""What a level is: a tree of producers, belts and stations, its script, its rules and its words.

Frozen data only. Reading it from a file is `lucy.run.level_files`; running it is `lucy.sim.step`.
Times are whole milliseconds and rates are whole thousandths of a unit per second, so that nothing is
rounded before the engine counts in ticks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lucy.sim.level_words import Act, Words
from lucy.sim.rules import Levers, Scoring

OUT = "out"  # the name of the place where delivered units go


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: a chocolate, a byte, a request."""

    name: str = "chocolate"
    plural: str = "chocolates"
    bytes: int = 0  # of memory per unit while it waits; 0: memory is not shown
    units_per_drawn: int = 1  # how many one drawn chocolate stands for


@dataclass(frozen=True, slots=True)
class RateChange:
    """From `at_ms` on the rate is `rate_milli_per_s`, reached in a straight line over `ramp_ms`."""

    at_ms: int
    rate_milli_per_s: int
    ramp_ms: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate over time: thousandths of a unit per second, and its scripted changes in order."""

    milli_per_s: int
    changes: tuple[RateChange, ...] = ()

    @property
    def per_s(self) -> float:
        """The rate at the start, in units per second."""
        return self.milli_per_s / 1000


@dataclass(frozen=True, slots=True)
class Bursts:
    """Switches between the producer's own rate and `rate`: lasting `on_ms` after pauses of `off_ms`.

    `random`: both are means of exponential durations drawn from the seed; otherwise they are exact.
    """

    milli_per_s: int
    on_ms: int
    off_ms: int
    random: bool = False
    from_ms: int = 0  # nothing before this


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How units come: `kind` is deterministic, poisson or trace."""

    kind: str = "deterministic"
    rate: Rate = Rate(0)
    bursts: Bursts | None = None
    trace: tuple[tuple[int, int], ...] = ()  # (at_ms, units), for kind "trace"
    repeat_ms: int = 0  # the trace starts again after this long; 0: it is played once


@dataclass(frozen=True, slots=True)
class Link:
    """The way out of a producer or a station: a belt, and a cord for the signal in the other direction."""

    to: str = OUT
    belt_ms: int = 0  # transit; at least one tick out of a station
    signal_ms: int = 0  # from the station at the end of the belt back to this source
    controllable: bool = True
    refusal: str = ""  # why a signal is refused, where it is


@dataclass(frozen=True, slots=True)
class Retries:
    """What is refused or late is sent again: at most `most` times, `after_ms` later.

    `jitter`: after a random time of the same mean instead, so that the attempts do not come all at once.
    """

    most: int
    after_ms: int
    jitter: bool = False


@dataclass(frozen=True, slots=True)
class Producer:
    """Where units come from. `total_units` 0: without end. `members`: drawn as so many that share the rate."""

    name: str
    link: Link
    arrivals: Arrivals
    total_units: int = 0
    retries: Retries | None = None
    members: int = 1


@dataclass(frozen=True, slots=True)
class Frames:
    """A consumer that draws: each flush takes all that waits and costs time in three parts."""

    frame_hz: int = 60  # no more flushes than this
    flush_us: int = 0  # for each flush
    row_us: int = 0  # for each row drawn
    unit_ns: int = 0  # for each unit taken in
    rows: int = 0  # a virtual table draws at most so many rows; 0: a row for each unit
    each_us: int = 0  # a unit that is drawn on its own costs this and no flush; 0: there is always a flush
    log: bool = False  # what was shown is kept, in the station's memory


@dataclass(frozen=True, slots=True)
class Service:
    """How a station works: `kind` is deterministic, exponential or frames; `rate` is for each worker."""

    kind: str = "deterministic"
    rate: Rate = Rate(1000)
    frames: Frames | None = None
    by_hand: bool = False  # each unit needs a key press before it is served


@dataclass(frozen=True, slots=True)
class Place:
    """A named part of a buffer: the table holds 6, the hat 4."""

    name: str
    units: int


@dataclass(frozen=True, slots=True)
class Station:
    """A buffer and its workers.

    `capacity_units` counts all that is at the station, the ones in service too (the K of M/M/1/K);
    None: unbounded, that is up to `memory_units`. Above `memory_units` the station falls over.
    """

    name: str
    link: Link = Link()
    service: Service = Service()
    workers: int = 1
    workers_most: int = 1
    worker_start_ms: int = 0
    capacity_units: int | None = None
    memory_units: int | None = None
    when_full: str = "fail"
    discipline: str = "fifo"  # or "fair": one line for each client, served in turn
    places: tuple[Place, ...] = ()
    vital: bool = True  # the run is lost when this station falls over
    refusal_milli: int = 0  # thousandths of a service that it costs to turn one unit away


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that breaks: from about `at_ms` on, for `lasts_ms`, `where` runs at `factor_milli` / 1000 of its rate.

    A producer or a station. `spread_ms`: the seed moves the start by up to so much, later.
    """

    where: str
    at_ms: int
    lasts_ms: int
    factor_milli: int
    spread_ms: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A whole level. `stand` is the station where the player or the persona stands."""

    name: str
    stand: str
    producers: tuple[Producer, ...]
    stations: tuple[Station, ...]
    duration_ms: int
    tick_hz: int = 240
    unit: Unit = Unit()
    deadline_ms: int = 0  # 0: nothing is ever late
    levers: Levers = Levers()
    scoring: Scoring = Scoring()
    acts: tuple[Act, ...] = ()
    picture: str = "belt"
    beat: str = "negotiator"  # the persona to beat
    faults: tuple[Fault, ...] = ()
    right: tuple[str, ...] = ()  # strategies and personas that must earn three stars here
    wrong: tuple[str, ...] = ()  # ... and those that may earn one at most
    words: Words = Words()
    source: str = field(default="", compare=False, repr=False)  # what it was read from, so that it can travel

    @property
    def duration_ticks(self) -> int:
        """Length of the level in ticks."""
        return ticks(self.duration_ms, self.tick_hz)

    def station(self, name: str) -> Station:
        """The station of that name; KeyError if there is none."""
        return self.stations[self.station_index(name)]

    def station_index(self, name: str) -> int:
        """Where that station stands in `stations`; KeyError if there is none."""
        for index, station in enumerate(self.stations):
            if station.name == name:
                return index
        raise KeyError(name)

    @property
    def sources(self) -> tuple[Producer | Station, ...]:
        """Every node with a belt into a station: the producers, then the stations that pass work on."""
        return self.producers + tuple(s for s in self.stations if s.link.to != OUT)


def ticks(ms: int, tick_hz: int) -> int:
    """Whole ticks nearest to a time in milliseconds (halves go up)."""
    return (2 * ms * tick_hz + 1000) // 2000
