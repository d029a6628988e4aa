"""What a consumer may set. One frozen value; the engine keeps the arrays that come of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

# What goes when the buffer is full. Named by what goes, since libraries use one name for two things:
# DROP_LATEST is the arrival in Reactor and the newest waiting unit in RxJava. A unit in service stays.
WHEN_FULL = ("fail", "arrival", "newest", "oldest", "all")

# How a burst of values becomes fewer (names and meanings as in RxJS). Each keeps one value and drops the others:
# throttle the first of a window, audit the last of a window that the first value opened, sample the last at each
# stroke of a clock, debounce the last after a silence.
OPERATORS = ("", "throttle", "audit", "sample", "debounce")


@dataclass(frozen=True, slots=True)
class Controls:
    """All settings of one station, as its consumer wants them from now on.

    The default does nothing at all: no limit but memory, no drop, no signal.
    """

    buffer_units: int | None = None  # None: unbounded, up to the station's memory
    when_full: str = "fail"  # one of WHEN_FULL
    time_limit_s: float | None = None  # drop what has waited longer
    codel_target_s: float | None = None  # CoDel: drop from a line whose wait stays above this ...
    codel_interval_s: float = 0.1  # ... for so long, and then ever more often; None above: no CoDel
    keep_fraction: float = 1.0  # sampling: keep this part of what arrives
    keep_per_window: int | None = None  # sampling: at most so many per `window_s`
    window_s: float = 1.0
    operator: str = ""  # one of OPERATORS, with `operator_s`
    operator_s: float = 0.2
    pace_per_s: float | None = None  # ask every source to send at most this; None: at its own pace
    pace_by_source: tuple[tuple[str, float], ...] = ()  # or each source its own
    high_units: int | None = None  # watermarks: pause the sources above `high_units` ...
    low_units: int = 0  # ... and resume them at or below `low_units`
    demand_units: int | None = None  # request(n): at most so many outstanding; None: push
    demand_batch: int = 1  # credit goes back in batches of this many
    workers: int | None = None  # None: as the level has it
    flush_s: float | None = None  # frames only: time between flushes; None: every frame, each unit on its own
    rows: int | None = None  # frames only: draw at most so many rows (a virtual table); None: as the level has it
    log_units: int | None = None  # frames only: keep so many of what was shown; None: all of it

    @property
    def is_control(self) -> bool:
        """Whether anything here reaches the producer."""
        return (
            self.pace_per_s is not None
            or bool(self.pace_by_source)
            or self.high_units is not None
            or self.demand_units is not None
        )


CONTROL_NAMES = tuple(field.name for field in fields(Controls))
_PLAIN = Controls()


def changes(controls: Controls) -> dict[str, object]:
    """What differs from `Controls()`: each such setting with its value, in the order of the fields."""
    found = {name: getattr(controls, name) for name in CONTROL_NAMES}
    return {name: value for name, value in found.items() if value != getattr(_PLAIN, name)}


def with_control_of(here: Controls, ask: Controls) -> Controls:
    """What one does here, and the other's paces and demand; the watermarks stay."""
    return replace(
        here, pace_per_s=ask.pace_per_s, pace_by_source=ask.pace_by_source,
        demand_units=ask.demand_units, demand_batch=ask.demand_batch,
    )  # fmt: skip
