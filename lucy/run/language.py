"""Which language the screen speaks, and what a level's own texts are in it.

Owns the choice and the phrase books: files `LANGUAGE/NAME.toml` beside the levels and the shows, each line a text
as it stands in the level and the same text in that language. A text that nobody has translated stays as it is.
Levels, runs and recordings never depend on it.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lucy.run import places

FIRST = "en"  # what the levels are written in
VARIABLE = "LUCY_LANGUAGE"  # so that processes that we start speak it too
_forgets: list[Callable[[], None]] = []  # of whoever keeps words
_asked = ""


def languages() -> tuple[str, ...]:
    """All that the screen can speak, as "de"; the first one first."""
    found = sorted(path.stem for path in (places.assets() / "words").glob("*.toml"))
    return (FIRST, *(name for name in found if name != FIRST))


def current() -> str:
    """The language of the screen."""
    return os.environ.get(VARIABLE) or FIRST


def use(language: str, asked: bool = False) -> None:
    """Speak it from now on. `asked`: on the command line, where it comes before what is preferred."""
    global _asked
    if asked:
        _asked = language
    if language != current():
        os.environ[VARIABLE] = language
        for forget in _forgets:
            forget()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, words are of that language: for names that are compared with what a level's file says."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def begin(given: str | None, heed_kept: bool = True) -> None:
    """A command begins: speak what its line asks for, else what is kept in the settings (or the first language)."""
    use(given or (_kept() if heed_kept else FIRST), asked=bool(given))


def _kept() -> str:
    try:
        found = json.loads((places.user_folder() / "settings.json").read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError, AttributeError):
        return FIRST
    return found if found in languages() else FIRST


def asked() -> str:
    """The language that the command line asked for; "": none."""
    return _asked


def on_change(forget: Callable[[], None]) -> None:
    """`forget` is called when the language changes."""
    _forgets.append(forget)


def shown(text: str) -> str:
    """A text of a level or a show in the language of the screen, or as it is."""
    return phrases(current()).get(text, text)


def translated(value: Any, but: frozenset[str] = frozenset()) -> Any:
    """A text, a tuple or a frozen dataclass with its texts as `shown` says them. `but`: fields that hold no texts."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, tuple):
        return tuple(translated(inner, but) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in but}
        return replace(value, **{name: translated(inner, but) for name, inner in held.items()})
    return value


@lru_cache(maxsize=4)
def phrases(language: str) -> dict[str, str]:
    """Every text that has a translation. A user's own phrase books come first; one that can't be read is left out."""
    found: dict[str, str] = {}
    if language == FIRST:
        return found
    for folder in (places.levels(), places.assets() / "shows", places.own_levels(), places.user_folder() / "shows"):
        for file in sorted((folder / language).glob("*.toml")):
            found |= _phrases(file)
    return found


def _phrases(file: Path) -> dict[str, str]:
    try:
        with file.open("rb") as stream:
            table = tomllib.load(stream)
    except (OSError, ValueError):
        return {}
    return {text: said for text, said in table.items() if isinstance(said, str) and said}
