"""Level files: from TOML to a `Level`, or to one line that says what is wrong and where.

Owns the order of reading: source, act, overrides, network, rules, words. It plays nothing. The format
is explained for authors in `levels/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lucy.consumers import NAMES
from lucy.run import language
from lucy.run.level_errors import LevelError, did_you_mean, short, shown
from lucy.run.level_faults import read_faults
from lucy.run.level_links import check_counts
from lucy.run.level_network import read_network
from lucy.run.level_overrides import Override, flat, lay_over, parse_override
from lucy.run.level_rules import read_levers
from lucy.run.level_scoring import read_scoring, read_verdict
from lucy.run.level_source import find_level, own_levels, parse_level, read_level, shipped_levels
from lucy.run.level_tables import LONGEST_S, MOST_UNITS, Table
from lucy.run.level_transfer import check_draws
from lucy.run.level_words import WORDS_KEYS, in_language, read_parts, read_words
from lucy.sim.level import OUT, Level, Producer, Station, Unit

__all__ = [
    "LevelError", "check_level", "level_acts", "level_from_bytes", "level_from_source", "load_level", "load_levels",
    "own_levels",
    "shipped_levels",
]  # fmt: skip

FORMAT = 1
ROOT_KEYS = ("format", "level", "unit", "producer", "station", "levers", "scoring", "part", "fault", "words", "act")
LEVEL_KEYS = (
    "title", "article", "idea", "picture", "duration_s", "tick_hz", "stand", "deadline_s", "beat", "right", "wrong",
)  # fmt: skip
UNIT_KEYS = ("name", "plural", "bytes", "units_per_drawn")
ACT_KEYS = ("title", "set", "part", "fault", "words")

_MOST_ACTS = 20
_LEAST_TICK_HZ, _MOST_TICK_HZ = 10, 10_000
_USUAL_DURATION_S = 60
_USUAL_TICK_HZ = 240


def load_level(name_or_path: str | Path, act: int = 0, overrides: Iterable[Override] = ()) -> Level:
    """The level of that name or file, in one of its acts, with `table.key=value` overrides laid over it.

    Raises LevelError with one line; an override may also be a pair of path and value.
    """
    path = find_level(name_or_path)
    return _level(read_level(path), str(path), path.stem, act, list(overrides))


def load_levels(name_or_path: str | Path, act: int, overrides: Iterable[Iterable[Override]]) -> list[Level]:
    """The level once for each list of overrides; its file is read once. Raises LevelError."""
    path = find_level(name_or_path)
    tree = read_level(path)
    return [_level(tree, str(path), path.stem, act, list(changes)) for changes in overrides]


def level_from_bytes(data: bytes, file: str = "level.toml", act: int = 0) -> Level:
    """The level in the bytes of a file that need not exist; `file` is its name in errors. Raises LevelError."""
    return _level(parse_level(data, file), file, Path(file).stem, act, [])


def level_from_source(source: str, name: str) -> Level:
    """The level whose `source` this is: one act of it, with what was laid over it. Raises LevelError."""
    file = f"{name}.toml"
    try:
        tree = json.loads(source, parse_float=Decimal, parse_constant=Decimal)
        json.dumps(tree, default=str, ensure_ascii=False).encode()  # half a character cannot be shown
    except (ValueError, RecursionError, InvalidOperation):
        raise LevelError(f"{file}: it is not a level") from None
    if not isinstance(tree, dict):
        raise LevelError(f"{file}: it is not a level")
    return _read(_root(tree, file).values, file, name)


def level_acts(name_or_path: str | Path) -> list[str]:
    """The titles of a level's acts, in order; a level without acts has one, called as the level is."""
    path = find_level(name_or_path)
    root = _root(read_level(path), str(path))
    titles = [_act_title(table) for table in root.tables("act", ACT_KEYS, _MOST_ACTS)]
    if titles:
        return [language.shown(title) for title in titles]
    level = root.table("level", LEVEL_KEYS)
    return [language.shown(level.text("title", path.stem)) if level else path.stem]


def check_level(name_or_path: str | Path) -> list[Level]:
    """Every act of a level, each of them whole and playable. Raises LevelError at the first fault."""
    found = [load_level(name_or_path, act) for act in range(len(level_acts(name_or_path)))]
    for level in found:
        if fault := check_draws(level):
            raise LevelError(f"{find_level(name_or_path)}: {fault}")
    return found


def _level(tree: dict[str, Any], file: str, name: str, act: int, overrides: list[Override]) -> Level:
    acted = _with_act(tree, file, act)
    if not overrides:
        return _read(acted, file, name)
    said = " ".join(f"--set {short(o if isinstance(o, str) else f'{o[0]}={o[1]}')}" for o in overrides)
    changed = lay_over(acted, [parse_override(override) for override in overrides], "--set")
    try:
        return _read(changed, file, name)
    except LevelError as error:
        raise LevelError(f"{error} (after {said})") from None


def _root(tree: dict[str, Any], file: str) -> Table:
    root = Table(tree, file, "")
    root.check_format(FORMAT)
    return root.only(ROOT_KEYS)


def _act_title(table: Table) -> str:
    title = table.text("title")
    if not title.strip():
        raise table.error("title must not be empty")
    return title


def _with_act(tree: dict[str, Any], file: str, act: int) -> dict[str, Any]:
    root = _root(tree, file)
    acts = root.tables("act", ACT_KEYS, _MOST_ACTS)
    if not 0 <= act < max(1, len(acts)):
        has = f"acts 0 to {len(acts) - 1}" if len(acts) > 1 else "only act 0"
        raise root.error(f"there is no act {act}; this level has {has}")
    if not acts:
        return tree
    table = acts[act]
    _act_title(table)
    changes = table.any("set", {})
    if not isinstance(changes, dict):
        raise table.wrong("set", 'a table such as { "producer.disk.rate_per_s" = 3 }')
    words = table.table("words", WORDS_KEYS)
    paths = flat(changes) + [(f"words.{key}", value) for key, value in (words.values if words else {}).items()]
    tree = tree | {key: table.any(key) for key in ("part", "fault") if table.has(key)}
    return lay_over(tree, paths, f"{file}: {table.where}: set")


def _read(tree: dict[str, Any], file: str, name: str) -> Level:
    root = _root(tree, file)
    level = root.table("level", LEVEL_KEYS) or Table({}, file, "[level]")
    duration_ms = level.milli("duration_s", LONGEST_S, _USUAL_DURATION_S)
    if duration_ms < 100:
        raise level.wrong("duration_s", "at least 0.1 seconds")
    tick_hz = level.whole("tick_hz", _LEAST_TICK_HZ, _MOST_TICK_HZ, _USUAL_TICK_HZ)
    producers, stations = read_network(root)
    faults = read_faults(root, producers, stations)
    faster = max((-(-fault.factor_milli // 1000) for fault in faults), default=1)
    check_counts(root, producers, stations, duration_ms, tick_hz, max(1, faster))
    stand = _stand(level, stations)
    right, wrong = read_verdict(level)
    return Level(
        name=name,
        stand=stand.name,
        producers=producers,
        stations=stations,
        duration_ms=duration_ms,
        tick_hz=tick_hz,
        unit=_unit(root),
        deadline_ms=level.milli("deadline_s", LONGEST_S, 0),
        levers=read_levers(root, stand, producers, stations),
        scoring=read_scoring(root, _last_sources(producers, stations)),
        acts=read_parts(root),
        picture=level.name("picture", "belt"),
        beat=level.choice("beat", NAMES, "negotiator"),
        faults=faults,
        right=right,
        wrong=wrong,
        words=in_language(read_words(root, level, name, [station.name for station in stations])),
        source=json.dumps({key: tree[key] for key in tree if key != "act"}, default=float, ensure_ascii=False),
    )


def _stand(level: Table, stations: tuple[Station, ...]) -> Station:
    names = [station.name for station in stations]
    if not level.has("stand") and len(stations) > 1:
        raise level.error(f"stand is missing: at which station does the player stand? ({', '.join(names[:12])})")
    name = level.text("stand", names[0])
    if name not in names:
        raise level.error(f"stand names a station that does not exist: {shown(name)}.{did_you_mean(name, names)}")
    return stations[names.index(name)]


def _last_sources(producers: tuple[Producer, ...], stations: tuple[Station, ...]) -> tuple[str, ...]:
    """Who sends to a station that hands its work out."""
    last = {station.name for station in stations if station.link.to == OUT}
    nodes: list[Producer | Station] = [*producers, *stations]
    return tuple(node.name for node in nodes if node.link.to in last)


def _unit(root: Table) -> Unit:
    table = root.table("unit", UNIT_KEYS)
    if table is None:
        return Unit("unit", "units")
    name = table.text("name", "unit")
    return Unit(
        name=name,
        plural=table.text("plural", f"{name}s"),
        bytes=table.whole("bytes", 0, 10**9, 0),
        units_per_drawn=table.whole("units_per_drawn", 1, MOST_UNITS, 1),
    )
