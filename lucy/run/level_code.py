"""What a level's idea looks like in programs: files in `assets/code`, or the one text of a level of one's own.

Finds and cuts out what is shown; the rest of a file is there so that a parser or a test can take it whole.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lucy.run import places
from lucy.sim.level import Level

KINDS = ("asyncio", "node", "reactor", "rxjs", "grpc")  # in the order in which they are offered
OWN = "own"
_MARKS = ("# ---", "// ---")  # what is shown stands between two of these, or after one


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a program. `kind`: one of KINDS, or OWN for what stands in the level's own file."""

    kind: str
    text: str


def snippets(level: Level, act: int = 0) -> tuple[Snippet, ...]:
    """What the level has to show, in the order of KINDS; a text of its own stands alone. Empty: nothing."""
    if level.words.code:
        return (Snippet(OWN, level.words.code),)
    return _shipped(level.name, act)


def files(level: str, act: int = 0) -> dict[str, Path]:
    """The file of each kind; one in the act's own folder goes before the level's."""
    folder = places.assets() / "code" / level
    found: dict[str, Path] = {}
    for place in (folder / f"act-{act}", folder):
        for path in sorted(place.glob("*.*")) if place.is_dir() else ():
            found.setdefault(path.stem.lower().removeprefix("with").lstrip("_"), path)
    return {kind: found[kind] for kind in KINDS if kind in found}


def shown(source: str) -> str:
    """The part of a file that is shown, moved to the left margin."""
    lines = source.splitlines()
    marks = [place for place, line in enumerate(lines) if line.strip() in _MARKS]
    if marks:
        lines = lines[marks[0] + 1 : marks[1] if len(marks) > 1 else None]
    return textwrap.dedent("\n".join(lines)).strip("\n") + "\n"


@lru_cache(maxsize=64)
def _shipped(level: str, act: int) -> tuple[Snippet, ...]:
    return tuple(Snippet(kind, shown(path.read_text(encoding="utf-8"))) for kind, path in files(level, act).items())
