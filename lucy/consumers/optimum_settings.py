"""The settings that the clairvoyant optimum chooses among: every lever at its amounts, and finer ones around the truth.

It may look at the whole level, its script too. Values only; it plays nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lucy.sim.controls import Controls, with_control_of
from lucy.sim.level import Level, Rate
from lucy.sim.rules import Lever

_PATIENCE = (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 0.95)  # of the deadline
_PACES = (0.0, 0.5, 0.9, 1.0, 1.05)  # of what can be done, at each stage of the script
_ROOMS = (1.0, 3.0, 10.0, 30.0)  # of what is done in a round trip and a moment
_ROWS = (30, 100, 200, 280, 330)
_KEEP = (1.0, 0.5, 0.21, 0.1)


def settings(level: Level) -> list[Controls]:
    """All of them, the one that does nothing first; no two alike."""
    keys = [Controls(), *_alone(level)]
    if level.station(level.stand).service.frames:
        return list(dict.fromkeys([*keys, *_frames(level)]))
    sheds, asks = _sheds(level), _asks(level)
    both = [with_control_of(shed, ask) for ask in asks for shed in sheds[1:6:2]]
    return list(dict.fromkeys([*keys, *asks, *sheds, *_operators(level), *both]))


def _alone(level: Level) -> Iterable[Controls]:
    """Each free key at each of its amounts."""
    levers = level.levers
    for key in ("buffer", "drop", "control", "scale"):
        lever: Lever = getattr(levers, key)
        if lever.locked:
            continue
        for option in lever.options:
            yield replace(Controls(), **dict(option.settings))  # type: ignore[arg-type]
        for amount in () if lever.options else lever.amounts:
            if key == "buffer":
                yield Controls(amount, "arrival")
            elif key == "control":
                yield Controls(pace_per_s=amount / 1000)
            elif key == "scale":
                yield Controls(workers=amount)
        for choice in () if lever.options else lever.choices:
            yield Controls(when_full=choice)


def rates_of(rate: Rate) -> list[float]:
    """What a scripted rate is at the start and after each change, units per second, from the lowest."""
    return sorted({rate.per_s, *(change.rate_milli_per_s / 1000 for change in rate.changes)})


def _asks(level: Level) -> list[Controls]:
    stand = level.station(level.stand)
    feeding = [source for source in level.sources if source.link.to == stand.name]
    heed = [source for source in feeding if source.link.controllable]
    if level.levers.control.locked or not heed:
        return []
    works = [work * stand.workers for work in rates_of(stand.service.rate)]
    found = []
    if len(feeding) == 1:
        link = heed[0].link
        trip_s = (link.belt_ms + link.signal_ms) / 1000
        for work in works:
            for room in _ROOMS:
                units = max(1, round(work * (trip_s + 0.01 * room) + room))
                found.append(Controls(demand_units=units, demand_batch=max(1, units // 8) if units > 1000 else 1))
        found += [Controls(pace_per_s=round(part * work, 3)) for work in works for part in _PACES]
    else:
        for work in works:
            for part in (0.05, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45):
                found.append(Controls(pace_per_s=round(part * work, 3)))
        for source in heed:
            for part in (0.3, 0.4, 0.45):
                found.append(Controls(pace_by_source=((source.name, round(part * works[-1], 3)),)))
        found += [Controls(demand_units=units) for units in (5, 10, 20)]
    return found


def _sheds(level: Level) -> list[Controls]:
    """The one that drops nothing, then by age, or by room where nothing is ever late."""
    found = [Controls()]
    if level.levers.drop.locked or level.scoring.loss_is_fatal:
        return found
    stand = level.station(level.stand)
    if level.deadline_ms:
        found += [Controls(when_full="oldest", time_limit_s=round(p * level.deadline_ms / 1000, 3)) for p in _PATIENCE]
    if stand.memory_units:
        parts = (0.03, 0.1, 0.2, 0.3, 0.5, 0.8)
        found += [Controls(max(1, round(p * stand.memory_units)), "oldest") for p in parts]
    return found


def _operators(level: Level) -> Iterable[Controls]:
    """Finer ones for a level that offers operators."""
    names = {dict(option.settings).get("operator", "") for option in level.levers.drop.options}
    spans = {float(dict(o.settings).get("operator_s", 0.0)) for o in level.levers.drop.options} - {0.0}  # type: ignore[arg-type]
    for name in sorted(str(n) for n in names if n):
        for span in sorted(spans):
            for part in (0.5, 0.75, 1.0, 1.5):
                yield Controls(operator=name, operator_s=round(part * span, 4))
                yield Controls(2, "oldest", operator=name, operator_s=round(part * span, 4))


def _frames(level: Level) -> Iterable[Controls]:
    frames = level.station(level.stand).service.frames
    assert frames is not None
    memory = level.station(level.stand).memory_units or 1_000_000
    for rows in _ROWS:
        for keep in _KEEP:
            yield Controls(flush_s=1 / frames.frame_hz, rows=rows, keep_fraction=keep, log_units=memory // 200)
