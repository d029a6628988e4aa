"""From the five strategy keys to `Controls`. Pure values: no pygame, no drawing, no time.

Buffer, drop, control and scale can be on together; ignore is what is left when all of them are off. A key that
the level locks never turns on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from lucy.run.language import shown
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.rules import Lever, Option

BUFFER, DROP, CONTROL, IGNORE, SCALE = "buffer", "drop", "control", "ignore", "scale"
KEYS = (BUFFER, DROP, CONTROL, IGNORE, SCALE)  # as they stand on screen
ADJUSTABLE = (BUFFER, DROP, CONTROL, SCALE)


@dataclass(frozen=True, slots=True)
class Strategy:
    """What the player has set: which keys are on, the amount each stands at, and which one the arrows move."""

    on: frozenset[str] = frozenset()
    indexes: tuple[int, int, int, int] = (0, 0, 0, 0)  # in the order of ADJUSTABLE
    selected: str = BUFFER

    def index(self, key: str) -> int:
        """Where in its amounts a key stands."""
        return self.indexes[ADJUSTABLE.index(key)]


def begin(level: Level) -> Strategy:
    """Everything off, each amount where the level starts it, the first free key selected."""
    free = [key for key in ADJUSTABLE if not locked(level, key)]
    starts = tuple(min(max(lever(level, key).start, 0), max(steps(level, key) - 1, 0)) for key in ADJUSTABLE)
    return Strategy(frozenset(), starts, free[0] if free else BUFFER)  # type: ignore[arg-type]


def lever(level: Level, key: str) -> Lever:
    """The level's lever behind a key; ignore has none, and gets an empty one."""
    return Lever() if key == IGNORE else getattr(level.levers, key)


def steps(level: Level, key: str) -> int:
    """How many amounts a key can stand at."""
    of = lever(level, key)
    if of.options:
        return len(of.options)
    if key == DROP:
        return len(of.choices)
    return len(of.amounts) + (1 if key == BUFFER and of.unbounded else 0)


def locked(level: Level, key: str) -> str:
    """Why a key may not be used; empty: it may."""
    if key == IGNORE:
        return ""
    reason = lever(level, key).locked
    return shown(reason) or ("" if steps(level, key) else "—")


def toggle(level: Level, now: Strategy, key: str) -> Strategy:
    """Press a key: it turns on or off and is selected; ignore turns all of them off. A locked key does nothing."""
    if key == IGNORE:
        return replace(now, on=frozenset())
    if locked(level, key):
        return now
    return replace(now, on=now.on ^ {key}, selected=key)


def select(level: Level, now: Strategy, key: str) -> Strategy:
    """Choose which key the arrows move."""
    return now if key == IGNORE or locked(level, key) else replace(now, selected=key)


def adjust(level: Level, now: Strategy, by: int, key: str | None = None) -> Strategy:
    """Move an amount (of the selected key, or of `key`) up or down, and turn the key on: who sets it wants it."""
    key = key or now.selected
    if key == IGNORE or locked(level, key):
        return now
    return standing(now, key, min(max(now.index(key) + by, 0), steps(level, key) - 1))


def standing(now: Strategy, key: str, index: int) -> Strategy:
    """The same with that key on and selected, at its index-th amount."""
    place = ADJUSTABLE.index(key)
    indexes = (*now.indexes[:place], index, *now.indexes[place + 1 :])
    return Strategy(now.on | {key}, indexes, key)  # type: ignore[arg-type]


def amount(level: Level, now: Strategy, key: str) -> int | str | Option | None:
    """Units, thousandths per second, workers, a choice or an option; None: no limit, or no amount."""
    if key == IGNORE or not steps(level, key):
        return None
    of, index = lever(level, key), now.index(key)
    if of.options:
        return of.options[index]
    if key == DROP:
        return of.choices[index]
    return of.amounts[index] if index < len(of.amounts) else None


def to_controls(level: Level, now: Strategy) -> Controls:
    """The settings that those keys stand for."""
    wanted = Controls()
    for key in ADJUSTABLE:
        if key in now.on:
            wanted = _with(wanted, key, amount(level, now, key))
    if wanted.buffer_units is not None and wanted.when_full == "fail":
        # A limit that the player sets is a limit on what waits, not on what the station survives.
        return replace(wanted, when_full="arrival")
    return wanted


def from_controls(level: Level, controls: Controls) -> Strategy:
    """The keys that stand for those settings; where none do, the keys that they amount to, each where it starts."""
    on = sorted(lit(controls, level) - {IGNORE})
    free = [key for key in on if not locked(level, key)]
    start = begin(level)
    for places in product(*(range(steps(level, key)) for key in free)):
        found = start
        for key, place in reversed(list(zip(free, places, strict=True))):  # so that the first one is selected
            found = standing(found, key, place)
        if to_controls(level, found) == controls:
            return found
    return replace(start, on=frozenset(free))


def _with(wanted: Controls, key: str, at: int | str | Option | None) -> Controls:
    """The settings with one key's part laid over them."""
    if isinstance(at, Option):
        return replace(wanted, **dict(at.settings))  # type: ignore[arg-type]
    if key == DROP:
        return replace(wanted, when_full=str(at))
    units = None if at is None else int(at)
    if key == BUFFER:
        return replace(wanted, buffer_units=units)
    if key == CONTROL:
        return replace(wanted, pace_per_s=(units or 0) / 1000)
    return replace(wanted, workers=units or 1)


def lit(controls: Controls, level: Level) -> frozenset[str]:
    """Which keys a consumer's settings amount to; for showing what a persona does."""
    station = level.station(level.stand)
    on = set()
    if controls.buffer_units is not None:
        on.add(BUFFER)
    if controls.when_full != "fail" or controls.time_limit_s is not None or controls.keep_fraction < 1:
        on.add(DROP)
    if controls.keep_per_window is not None or controls.operator or controls.codel_target_s is not None:
        on.add(DROP)
    if station.service.frames and (controls.flush_s is not None or controls.rows is not None):
        on.add(BUFFER)
    if controls.is_control:
        on.add(CONTROL)
    if controls.workers is not None and controls.workers > station.workers:
        on.add(SCALE)
    return frozenset(on or {IGNORE})
