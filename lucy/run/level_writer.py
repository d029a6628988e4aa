"""From a level to a level file: the text that reads back as the very same level.

Owns how tables are written, and the folder of a user's own levels. It invents nothing: what it writes is what the
level was read from, with its act and its changes laid over it; a level that was never read cannot be written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from lucy.run import places, strategy
from lucy.run.level_overrides import Override, lay_over, parse_override
from lucy.run.words import say
from lucy.sim.level import Level
from lucy.sim.rules import Option

_MOST_FILES = 1000
_WIDE = 100  # a list that is longer is written a line for each entry


def to_toml(level: Level) -> str:
    """The level as the text of a file with one act. ValueError where it was not read from one."""
    return _text(_tree(level))


def save_own(level: Level, now: strategy.Strategy | None = None) -> str:
    """Write the level into the user's folder and return the path; nothing there is ever written over.

    `now`: keys that are on begin where they stand. Raises OSError, or ValueError for a level that was not read.
    """
    tree = _tree(level)
    if now is not None:
        tree = lay_over(tree, [parse_override(change) for change in starts(level, now)], "save")
    folder, base = places.own_levels(), re.sub(r"^my-(.+?)(-\d+)?$", r"\1", level.name)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, _MOST_FILES):
        path = folder / (f"my-{base}.toml" if number == 1 else f"my-{base}-{number}.toml")
        title = say("screen.own_level.title", name=base.lstrip("0123456789-").replace("-", " "), number=number)
        tree["level"] = dict(tree.get("level", {})) | {"title": title}
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(_text(tree))
        except FileExistsError:
            continue
        return str(path)
    raise OSError(f"there are {_MOST_FILES} levels of that name in {folder}")


def starts(level: Level, now: strategy.Strategy) -> list[Override]:
    """Each key that is on, as the change that makes it begin there."""
    found: list[Override] = []
    for key in (key for key in strategy.ADJUSTABLE if key in now.on):
        at = strategy.amount(level, now, key)
        path = f"levers.{key}.start"
        if key == strategy.CONTROL and isinstance(at, int):
            found.append((f"{path}_per_s", at // 1000 if at % 1000 == 0 else at / 1000))
        else:
            found.append((path, at.label if isinstance(at, Option) else "unbounded" if at is None else at))
    return found


def _tree(level: Level) -> dict[str, Any]:
    if not level.source:
        raise ValueError(f"the level {level.name!r} was not read from a file")
    tree: dict[str, Any] = json.loads(level.source)
    return tree


def _text(tree: Mapping[str, Any]) -> str:
    """Values first, then a [table] for each table and a [[table]] for each of a list, in the order of the tree."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in tree.items() if not _is_table(value)]
    for key, value in tree.items():
        if isinstance(value, Mapping):
            inner = bool(value) and all(isinstance(entry, Mapping) for entry in value.values())
            tables = [(f"[{_key(key)}.{_key(name)}]", value[name]) for name in value] if inner else []
            for head, table in tables or [(f"[{_key(key)}]", value)]:
                lines += ["", head, *(f"{_key(name)} = {_value(entry)}" for name, entry in table.items())]
        elif _is_table(value):
            for table in value:
                lines += ["", f"[[{_key(key)}]]", *(f"{_key(name)} = {_value(entry)}" for name, entry in table.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    listed = isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping) or listed


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(entry)}" for name, entry in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        short = f"[{', '.join(map(_value, value))}]"
        if len(short) <= _WIDE or not any(isinstance(entry, str | Mapping | list) for entry in value):
            return short
        return "[\n" + "".join(f"    {_value(entry)},\n" for entry in value) + "]"
    return repr(value)


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if plain else _quoted(key)


def _quoted(text: str) -> str:
    """A text in quotation marks; one with several lines is written over several lines."""
    lines = [json.dumps(line, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f") for line in text.split("\n")]
    return f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'
