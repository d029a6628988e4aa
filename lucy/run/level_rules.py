"""The strategy keys of a level file: [levers].

Owns what the keys offer where a file does not say. It refuses an amount that could not be set.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucy.run.level_errors import did_you_mean, grouped, shown
from lucy.run.level_options import UNBOUNDED, read_options, start_option
from lucy.run.level_tables import MOST_PER_S, MOST_UNITS, Table
from lucy.sim.controls import WHEN_FULL
from lucy.sim.level import Link, Producer, Station
from lucy.sim.rules import Lever, Levers

LEVER_KEYS = ("buffer", "drop", "control", "scale")

_DROPS = tuple(choice for choice in WHEN_FULL if choice != "fail")
_NOBODY_ELSE = "There is nobody else to help."
_BARE = "This is a bare queue, to be watched."
_MOST_AMOUNTS = 40


def read_levers(root: Table, stand: Station, producers: tuple[Producer, ...], stations: tuple[Station, ...]) -> Levers:
    """The strategy keys at the stand; what [levers] does not give follows from the station's own numbers.

    Without [levers] the level is a bare queue to be watched: every key is locked and has no amounts.
    """
    levers = root.table("levers", LEVER_KEYS)
    if levers is None:
        return Levers(*[Lever(locked=_BARE)] * 4)
    none = Table({}, root.file, levers.where)
    buffer = levers.table("buffer", ("amounts", "unbounded", "start", "locked", "option")) or none
    drop = levers.table("drop", ("choices", "start", "locked", "option")) or none
    control = levers.table("control", ("amounts_per_s", "start_per_s", "locked", "start", "option")) or none
    scale = levers.table("scale", ("amounts", "start", "locked", "option")) or none
    nodes: list[Producer | Station] = [*producers, *stations]
    feeding = {node.name: node.link for node in nodes if node.link.to == stand.name}
    sources = list(feeding)
    return Levers(
        _named(buffer, sources) or _buffer(buffer, stand),
        _named(drop, sources) or _drop(drop),
        _control(control, stand, feeding),
        _named(scale, sources) or _scale(scale, stand),
    )


def _named(table: Table, sources: list[str]) -> Lever | None:
    """The lever of options, which stand in place of amounts and choices; None where it has none."""
    options = read_options(table, sources)
    if not options:
        return None
    return Lever(options=options, start=start_option(table, options), locked=_locked(table))


def _buffer(table: Table, stand: Station) -> Lever:
    amounts = _amounts(table, "amounts", 1, MOST_UNITS) or _usual_limits(stand)
    unbounded = table.flag("unbounded", not table.has("amounts"))
    start: Any = table.any("start", amounts[0])
    if unbounded and start == UNBOUNDED:
        index = len(amounts)
    else:
        index = _index(table, "start", start, amounts, [UNBOUNDED] if unbounded else [])
    return Lever(amounts=amounts, start=index, unbounded=unbounded, locked=_locked(table))


def _usual_limits(stand: Station) -> tuple[int, ...]:
    known = [n for n in (stand.capacity_units, stand.memory_units) if n is not None]
    most = min(known) if known else max(8, stand.service.rate.milli_per_s * 10 // 1000)
    return tuple(sorted({max(1, most // part) for part in (8, 4, 2, 1)}))


def _drop(table: Table) -> Lever:
    choices = table.texts("choices") or ("arrival", "oldest")
    for choice in choices:
        if choice not in _DROPS:
            raise table.error(f"choices may be {', '.join(_DROPS)}, not {shown(choice)}.{_hint(choice)}")
    start = table.text("start", choices[0])
    if start not in choices:
        raise table.wrong("start", f"one of its choices ({', '.join(choices)})", start)
    return Lever(choices=choices, start=choices.index(start), locked=_locked(table))


def _hint(choice: str) -> str:
    return "" if choice == "fail" else did_you_mean(choice, _DROPS)


def _control(table: Table, stand: Station, feeding: dict[str, Link]) -> Lever:
    lever = _named(table, list(feeding)) or _paces(table, stand)
    links = feeding.values()
    if not lever.locked and not any(link.controllable for link in links):
        refusal = next((link.refusal for link in links if link.refusal), "Nobody here can be asked to slow down.")
        return replace(lever, locked=refusal)
    return lever


def _paces(table: Table, stand: Station) -> Lever:
    if table.has("start"):
        raise table.error("start goes only with [[levers.control.option]]; for a pace it is start_per_s")
    amounts = _amounts_milli(table)
    if not amounts:
        milli = stand.service.rate.milli_per_s
        amounts = tuple(sorted({milli * part // 100 for part in (50, 80, 100, 125, 200)}))
    start = table.milli("start_per_s", MOST_PER_S) if table.has("start_per_s") else amounts[0]
    if start not in amounts:
        raise table.wrong("start_per_s", "one of the amounts_per_s")
    return Lever(amounts=amounts, start=amounts.index(start), locked=_locked(table))


def _scale(table: Table, stand: Station) -> Lever:
    amounts = _amounts(table, "amounts", 1, stand.workers_most)
    if not amounts:
        step = max(1, (stand.workers_most - stand.workers) // 8)
        amounts = tuple(sorted({*range(stand.workers, stand.workers_most, step), stand.workers_most}))
    start = _index(table, "start", table.any("start", amounts[0]), amounts, [])
    locked = _locked(table) or ("" if stand.workers_most > stand.workers else _NOBODY_ELSE)
    return Lever(amounts=amounts, start=start, locked=locked)


def _locked(table: Table) -> str:
    locked = table.text("locked", "")
    if table.has("locked") and not locked.strip():
        raise table.error("locked must say why, in a sentence; leave it out where the key may be used")
    return locked


def _amounts(table: Table, key: str, least: int, most: int) -> tuple[int, ...]:
    found: list[int] = []
    for value in table.entries(key, _MOST_AMOUNTS):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise table.wrong(key, f"a list of whole numbers from {grouped(least)} to {grouped(most)}", value)
        if found and value <= found[-1]:
            raise table.error(f"{key} must rise: {value} stands after {found[-1]}")
        found.append(value)
    return tuple(found)


def _amounts_milli(table: Table) -> tuple[int, ...]:
    key = "amounts_per_s"
    values = table.entries(key, _MOST_AMOUNTS)
    found = tuple(table.as_milli(key, value, MOST_PER_S) for value in values)
    for place in range(1, len(found)):
        if found[place] <= found[place - 1]:
            raise table.error(f"{key} must rise: {shown(values[place])} stands after {shown(values[place - 1])}")
    return found


def _index(table: Table, key: str, value: Any, amounts: tuple[int, ...], more: list[str]) -> int:
    if isinstance(value, bool) or value not in amounts:
        known = [grouped(amount) for amount in amounts] + [f'"{word}"' for word in more]
        raise table.wrong(key, f"one of its amounts ({', '.join(known)})", value)
    return amounts.index(value)
