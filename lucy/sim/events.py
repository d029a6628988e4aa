"""What comes out of the engine: one small value for each thing that happened to a run in a tick."""

from __future__ import annotations

from dataclasses import dataclass

# Why a unit was lost. `late` is not here: a late unit was delivered.
DROP_CAUSES = ("arrival", "newest", "oldest", "all", "expired", "sampled", "overflowed")

KINDS = (
    "made",  # a producer put units on its belt
    "admitted",  # units came off a belt and found room
    "served",  # units left a station
    "delivered",  # ... and that station was the last
    "late",  # delivered after the deadline
    "dropped",  # lost; `detail` is one of DROP_CAUSES
    "overflowed",  # a station fell over: out of memory
    "signal_sent",  # a signal left a station; `detail` is pace, pause, resume, request or push
    "signal_arrived",
    "signal_refused",  # the source cannot be controlled
    "worker_asked",
    "worker_added",
    "finished",  # everything that was to be made is made and accounted for
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `units` is how many, or the value of a signal in thousandths per second."""

    tick: int
    kind: str
    where: str  # the producer's or station's name
    units: int = 0
    detail: str = ""
