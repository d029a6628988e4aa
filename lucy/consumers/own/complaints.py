"""What went wrong in somebody's consumer, as data: a key of the words file's table [own.complaints], and its numbers.

Holds no sentence, and decides nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 50  # different ones that are kept


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that went wrong. The numbers are texts already, as the person wrote them."""

    key: str
    numbers: tuple[tuple[str, str], ...] = ()


def complaint(key: str, **numbers: object) -> Complaint:
    """A complaint with these numbers."""
    return Complaint(key, tuple((name, str(value)) for name, value in numbers.items()))


def nearest(name: str, known: Iterable[str]) -> str:
    """The name that was meant: one that begins with it, or the most like it; empty: none is near."""
    choices = [choice for choice in known if choice and not choice.startswith("_")]
    begun = [choice for choice in choices if len(name) > 2 and choice.startswith(name.lower())]
    return next(iter(begun or difflib.get_close_matches(name, choices, n=1)), "")


class Complaints:
    """Every different complaint once, in the order of their first time, and how often each came."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], tuple[Complaint, int]] = {}
        self.latest: Complaint | None = None

    def add(self, found: Complaint) -> None:
        """Note it. The moment at which it happened (`at_s`) does not make it another one."""
        self.latest = found
        key = (found.key, *(pair for pair in found.numbers if pair[0] != "at_s"))
        if key in self._found or len(self._found) < MOST:
            first, times = self._found.get(key, (found, 0))
            self._found[key] = first, times + 1

    def all(self) -> tuple[tuple[Complaint, int], ...]:
        """Each complaint as it was at its first time, and how often it came."""
        return tuple(self._found.values())
