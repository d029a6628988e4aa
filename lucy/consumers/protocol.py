"""The one protocol: `decide(view) -> Controls`, ten times a second of level time.

A view holds what a consumer could know at its station: its own gauges and the level's published limits.
It does not hold the seed, the script or the future.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from lucy.sim.controls import Controls
from lucy.sim.level import Level

DECISIONS_PER_S = 10


@dataclass(slots=True)
class Source:
    """A producer or station that sends to this one, as seen from here. Not to be changed: see `View`."""

    name: str
    controllable: bool
    signal_s: float
    belt_s: float
    in_per_s: float  # what arrived from it, smoothed over about a second


@dataclass(slots=True)
class View:
    """What the consumer sees. Counts are units, times are seconds, rates are units per second.

    A value: nobody changes it. Not frozen, since ten are made for each run and second, and freezing makes that
    seven times as dear.
    """

    time_s: float
    duration_s: float
    unit: str
    units: str
    waiting: int  # at the station, in service too
    limit_units: int | None  # the buffer limit in force; None: memory
    memory_units: int | None  # above this the station falls over
    in_per_s: float  # arrivals, smoothed over about a second
    out_per_s: float  # what was served, smoothed likewise
    capacity_per_s: float  # what the workers can do, learnt only while they were the limit
    head_age_s: float  # how long the oldest has waited here
    made: int
    delivered: int
    late: int
    dropped: int
    deadline_s: float | None
    workers: int
    workers_most: int
    sources: tuple[Source, ...]
    may_buffer: bool
    may_drop: bool
    may_control: bool
    may_scale: bool
    lossless: bool  # one lost unit spoils the work
    controls: Controls  # those in force

    @property
    def deficit_per_s(self) -> float:
        """Rate in minus rate out: how fast the buffer grows."""
        return self.in_per_s - self.out_per_s

    @property
    def room(self) -> int | None:
        """The limit that binds first: the buffer's or the memory's; None: neither."""
        limit, memory = self.limit_units, self.memory_units
        if limit is None or memory is None:
            return memory if limit is None else limit
        return min(limit, memory)

    @property
    def control_delay_s(self) -> float:
        """From a signal sent now to its effect here: the cord, then what is still on the belt."""
        return max([s.signal_s + s.belt_s for s in self.sources if s.controllable], default=0.0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a consumer changed its mind: a key in the words file's table [reasons], and the numbers of that moment."""

    key: str
    numbers: tuple[tuple[str, float | int | str], ...] = ()


class Thinking(Exception):
    """Not decided yet: ask again with the same view. Only a consumer in a process of its own, and only live."""


class Consumer(Protocol):
    """Whoever stands at the belt. One instance plays one run."""

    name: str  # as given on the command line: "watermark"

    @property
    def reason(self) -> Reason | None:
        """Why the last change was made; None before the first."""

    def decide(self, view: View) -> Controls:
        """The settings wanted from now on."""
        ...


@runtime_checkable
class Meets(Protocol):
    """A consumer that wants to know the level's published side once, before the run begins."""

    def meet(self, published: Level) -> None:
        """Read what stands on the screen before the first tick: `published.published(level)`."""
        ...


@runtime_checkable
class Thinks(Protocol):
    """A consumer with a good deal to think about, which may use real time between two decisions.

    What it decides must not depend on whether it was asked to.
    """

    def think(self, seconds: float) -> None:
        """Think ahead for about so long, if there is anything to think about."""
        ...
