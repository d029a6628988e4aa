"""What is said when a level file is wrong: one line, and where possible the mending of it.

Owns the wording only. It reads no file and knows no level.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

_LONGEST_SHOWN = 48
_MOST_LISTED = 24


class LevelError(ValueError):
    """A level that cannot be played. Its text is one line: file, table, key, what was expected, what was given."""

    def __init__(self, text: str) -> None:
        super().__init__(one_line(text))


def one_line(text: str) -> str:
    """The text with whatever would break a line or a terminal written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


def shown(value: Any) -> str:
    """A value from a file as it is quoted in an error, short whatever it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{short(value)}"'
    if isinstance(value, int):
        return str(value) if value.bit_length() < 160 else f"a number of {value.bit_length()} bits"
    if isinstance(value, Decimal | float):
        return short(str(value))
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an empty list" if not value else "a list"
    return short(str(value))  # dates and times


def grouped(number: int | Decimal) -> str:
    """A number with its thousands apart, as people read it: 1 000 000."""
    return f"{number:,}".replace(",", " ")


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """A sentence to append: the word that begins so (rate: rate_per_s), the nearest one, or all known words."""
    words = list(dict.fromkeys(known))
    lower = [word.lower() for word in words]
    begun = [word for word in lower if given and word.startswith(f"{given[:80].lower()}_")]
    near = begun or get_close_matches(given[:80].lower(), lower, n=1, cutoff=0.6)
    if near:
        best = next(w for w in words if w.lower() == near[0])
        return f' Did you mean "{short(best)}"?'
    if not words:
        return ""
    listed = ", ".join(short(w) for w in words[:_MOST_LISTED])
    return f" Known: {listed}{', ...' if len(words) > _MOST_LISTED else ''}."


def short(text: str) -> str:
    """The text, or its beginning where it is long."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
