"""Changes laid over a level's tables: `--set producer.kitchen.rate_per_s=4`, and the `set` of an act.

Owns the paths. What a value may be is checked afterwards, when the tables are read.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from lucy.run.level_errors import LevelError, did_you_mean, short, shown
from lucy.run.level_network import PRODUCER_KEYS, STATION_KEYS

_TABLES = ("level", "unit", "levers", "scoring", "words")
_NODES = {"producer": PRODUCER_KEYS, "station": STATION_KEYS}
_INNER = ("bursts", "frames")
_DEEPEST = 6
_BARE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*")

Override = str | tuple[str, Any]


def parse_override(override: Override) -> tuple[str, Any]:
    """The path and value of `table.key=value`; a pair of path and value is taken as it is.

    The value is written as in TOML; a single word needs no quotation marks. Raises LevelError.
    """
    if not isinstance(override, str):
        path, value = override
        return path, Decimal(repr(value)) if isinstance(value, float) else value
    path, equals, text = override.partition("=")
    override = short(override)
    if not equals or not path.strip():
        raise LevelError(f"--set {override}: it must be table.key=value, for example level.duration_s=30")
    return path.strip(), _value(text.strip(), override)


def lay_over(tree: dict[str, Any], changes: Iterable[tuple[str, Any]], said: str) -> dict[str, Any]:
    """A copy of a level's tables with the changes made; `said` is where they come from, in errors.

    Raises LevelError where a path leads nowhere.
    """
    changed = copy.deepcopy(tree)
    for path, value in changes:
        _set(changed, path, value, f"{said} {short(path)}")
    return changed


def flat(tables: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """The paths and values of nested tables: `{producer: {disk: {rate_per_s: 3}}}` as `--set` would say it."""
    found: list[tuple[str, Any]] = []
    for key, value in tables.items():
        path = f"{before}{key}"
        if isinstance(value, dict):
            found += flat(value, f"{path}.")
        else:
            found.append((path, value))
    return found


def _value(text: str, override: str) -> Any:
    try:
        parsed = tomllib.loads(f"value = {text}", parse_float=Decimal)
        if list(parsed) == ["value"]:
            return parsed["value"]
    except (ValueError, RecursionError, InvalidOperation, OverflowError):
        pass
    if _BARE_WORD.fullmatch(text):
        return text
    try:
        return Decimal(text)  # what people write and TOML does not: .5, 08
    except InvalidOperation:
        raise LevelError(
            f'--set {override}: the value must be a number, true, false, "text" or a [list], not {shown(text)}'
        ) from None


def _set(tree: dict[str, Any], path: str, value: Any, said: str) -> None:
    parts = [part.strip() for part in path.split(".")]
    if not all(parts) or not 2 <= len(parts) <= _DEEPEST:
        raise LevelError(f"{said}: it must be table.key, for example level.duration_s or producer.NAME.rate_per_s")
    table, *keys = parts
    if table in _NODES:
        for node, inner in _nodes(tree, table, keys, said):
            _put(node, inner, value, said)
    elif table in _TABLES:
        _put(tree, parts, value, said)
    else:
        hint = did_you_mean(table, [*_TABLES, *_NODES])
        raise LevelError(f"{said}: there is no table {shown(table)} to change.{hint}")


def _nodes(tree: dict[str, Any], table: str, keys: list[str], said: str) -> list[tuple[dict[str, Any], list[str]]]:
    listed = tree.get(table)
    nodes = [node for node in listed if isinstance(node, dict)] if isinstance(listed, list) else []
    named = [node for node in nodes if node.get("name") == keys[0]]
    if named and len(keys) > 1:
        return [(node, keys[1:]) for node in named]
    if keys[0] in _NODES[table] and (len(keys) == 1 or keys[0] in _INNER):
        return [(node, keys) for node in nodes]
    names = [str(node.get("name")) for node in nodes]
    if len(keys) == 1:
        hint = did_you_mean(keys[0], [*_NODES[table], *names])
        raise LevelError(f"{said}: {table} has no key {shown(keys[0])}.{hint}")
    raise LevelError(f"{said}: there is no {table} {shown(keys[0])}.{did_you_mean(keys[0], names)}")


def _put(table: dict[str, Any], keys: list[str], value: Any, said: str) -> None:
    for key in keys[:-1]:
        inner = table.setdefault(key, {})
        if not isinstance(inner, dict):
            raise LevelError(f"{said}: {key} is {shown(inner)}, and no table with keys of its own")
        table = inner
    table[keys[-1]] = copy.deepcopy(value)
