"""What a view may see of a run: plain values of one moment. Drawing reads these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lucy.sim.controls import Controls
from lucy.sim.events import Event


def _none() -> np.ndarray:
    return np.zeros(0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """made = delivered + dropped + buffered + in flight, at every tick. `late` is inside `delivered`."""

    made: int = 0
    delivered: int = 0
    late: int = 0
    dropped: int = 0
    dropped_by: dict[str, int] = field(default_factory=dict)  # by cause, see sim.events.DROP_CAUSES
    buffered: int = 0
    in_flight: int = 0


@dataclass(frozen=True, slots=True)
class ProducerNow:
    """A producer. `natural_per_s` is what it would send if nobody asked it to slow down."""

    name: str
    natural_per_s: float
    rate_per_s: float  # what it sends now
    pace_per_s: float | None  # asked of it, and arrived; None: its own pace
    paused: bool
    controllable: bool
    refusal: str
    made: int
    total_units: int  # 0: without end
    members: int = 1  # drawn as so many that share the rate
    retried: int = 0  # of those made, how many were tried again
    to_retry: int = 0  # will be tried again, and are nowhere now
    quiet_s: float = 0.0  # since it last made one
    bursts: tuple[int, ...] = ()  # picture "keys": how many were made before each of the latest bursts, oldest first


@dataclass(frozen=True, slots=True)
class BeltNow:
    """A belt. `positions` go from 0 (just put on) to 1 (about to arrive), one for each tick's units."""

    source: str
    target: str
    transit_s: float
    positions: np.ndarray  # float64, shape (groups,)
    counts: np.ndarray  # int64, shape (groups,): units at that position
    in_flight: int
    again: np.ndarray = field(default_factory=_none)  # of the counts: units that are tried again
    asked: int | None = None  # demand: how many may be outstanding; None: it is pushed, unasked
    demand: int | None = None  # of them, how many the source may still send
    credit_positions: np.ndarray = field(default_factory=_none)  # credit on its way upstream: 0 sent .. 1 arrived
    credit_counts: np.ndarray = field(default_factory=_none)  # units of credit at that position


@dataclass(frozen=True, slots=True)
class StationNow:
    """A station: its buffer, its workers, and how it is coping."""

    name: str
    depth: int  # units here, in service too
    limit: int | None  # the buffer limit in force
    memory_units: int | None
    workers: int
    in_service: int
    progress: float  # 0..1 of the unit in the worker's hands
    utilisation: float  # 0..1 over about a second
    in_per_s: float
    out_per_s: float
    head_age_s: float
    down: bool
    presses_pending: int  # by hand: key presses not yet used
    served: int = 0  # so far
    late: int = 0  # of them after the deadline; at a last station
    dropped: int = 0
    overdue: int = 0  # waiting here although the deadline has passed
    waiting_again: int = 0  # waiting here, and not for the first time
    waiting_by: tuple[tuple[str, int], ...] = ()  # by the source that sent them
    served_by: tuple[tuple[str, int], ...] = ()
    newest_age_s: float = 0.0  # how long ago the newest unit that was served came here: how fresh a screen is
    last_served: int = 0  # the number of that unit, as its producer counted it
    next_numbers: tuple[int, ...] = ()  # picture "keys": numbers of the first that wait, the one in service too
    frames: int = 0  # frames drawn so far
    frames_per_s: float = 0.0  # over about a second
    frame_units: int = 0  # being drawn now
    frame_part: float = 0.0  # 0..1 of that frame's time
    rows: int | None = None  # drawn in a frame at most; None: all
    each_alone: bool = False  # every unit is drawn on its own
    log: int = 0  # shown and kept, in the station's memory
    log_limit: int | None = None
    held: int = 0  # 1 while an operator holds a value back


@dataclass(frozen=True, slots=True)
class SignalNow:
    """A signal on its way upstream: the flag on the cord."""

    source: str  # the station that sent it
    target: str  # the producer or station that it goes to
    kind: str  # pace, pause, resume, request or push
    value_per_s: float | None  # the pace asked for; None: its own pace
    progress: float  # 0 just sent .. 1 arrived
    eta_s: float


@dataclass(frozen=True, slots=True)
class FaultNow:
    """Something that is broken now: `where` runs at `factor` of its rate for `left_s` more."""

    where: str
    title: str
    factor: float
    left_s: float


@dataclass(frozen=True, slots=True)
class Gauges:
    """The numbers of the station where the consumer stands. Rates are smoothed over about a second."""

    in_per_s: float = 0.0
    out_per_s: float = 0.0
    deficit_per_s: float = 0.0
    noise_per_s: float = 0.0  # a deficit up to this may be chance: a unit more on one side
    depth: int = 0
    limit: int | None = None  # the one that binds: buffer or memory
    full_in_s: float | None = None  # None: not growing, or no limit
    dropped: int = 0
    late: int = 0
    overflowed: int = 0
    delivered: int = 0
    on_time_per_s: float = 0.0  # goodput
    latency_p50_s: float = 0.0  # over the last ten seconds
    latency_p99_s: float = 0.0
    head_age_s: float = 0.0
    deadline_s: float | None = None
    memory_bytes: int = 0
    memory_limit_bytes: int = 0  # 0: not shown
    utilisation: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the timeline. `kind` is an event kind or "act" or "controls"."""

    at_s: float
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Series of the stand's station, one point each tenth of a second, oldest first."""

    time_s: np.ndarray
    depth: np.ndarray
    in_per_s: np.ndarray
    out_per_s: np.ndarray
    lost: np.ndarray  # dropped and late so far
    limit: np.ndarray  # the limit that binds; nan: none
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class CaptionNow:
    """What is being said: by a persona, or (speaker "") by the level."""

    text: str
    speaker: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a run."""

    tick: int
    time_s: float
    duration_s: float
    act: str  # title of the present act
    outcome: str  # "running", "won", "lost" or "timeout"
    ledger: Ledger
    producers: tuple[ProducerNow, ...]
    belts: tuple[BeltNow, ...]
    stations: tuple[StationNow, ...]
    signals: tuple[SignalNow, ...]
    gauges: Gauges
    controls: Controls  # those in force at the stand
    caption: CaptionNow | None
    events: tuple[Event, ...]  # since the last snapshot that was taken
    faults: tuple[FaultNow, ...] = ()
