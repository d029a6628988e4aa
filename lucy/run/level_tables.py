"""One table of a level file, read key by key: right type, right range, nothing unknown.

Owns the checks that every table needs. It knows no level: which keys there are is said by who reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lucy.run.level_errors import LevelError, did_you_mean, grouped, shown

LONGEST_S = 3600  # an hour
MOST_PER_S = 10**12
MOST_UNITS = 10**15
MOST_LINES = 200

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 _-]{0,39}")
REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Table:
    """The values of one table, the file and the place that errors name, e.g. `[[station]] "packer"`."""

    values: dict[str, Any]
    file: str
    where: str

    def only(self, known: Iterable[str]) -> Table:
        """This table, if it has no other keys than `known`; LevelError names the nearest otherwise."""
        known = tuple(known)
        for key in self.values:
            if key not in known:
                raise self.error(f"unknown key {shown(key)}.{did_you_mean(key, known)}")
        return self

    def check_format(self, known: int) -> None:
        """LevelError if this is not the root of a file in that format."""
        if not self.has("format"):
            raise self.error(f"the line format = {known} is missing; it belongs at the top of the file")
        given = self.any("format")
        if isinstance(given, bool) or given != known:
            raise self.wrong("format", f"{known}, the only format that this version knows,")

    def error(self, text: str) -> LevelError:
        """An error in this table, to be raised."""
        return LevelError(f"{self.file}: {self.where + ': ' if self.where else ''}{text}")

    def wrong(self, key: str, expected: str, given: Any = REQUIRED) -> LevelError:
        """An error at a key: what was expected there, and what was given."""
        value = self.values[key] if given is REQUIRED else given
        return self.error(f"{key} must be {expected.rstrip(',')}, not {shown(value)}")

    def has(self, key: str) -> bool:
        """Whether the key is in the file."""
        return key in self.values

    def any(self, key: str, default: Any = REQUIRED) -> Any:
        """The value as it is; LevelError if it is missing and has no default."""
        if key in self.values:
            return self.values[key]
        if default is REQUIRED:
            raise self.error(f"{key} is missing")
        return default

    def text(self, key: str, default: str = REQUIRED) -> str:
        """A text."""
        value = self.any(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "text in quotation marks")
        return value

    def name(self, key: str, default: str = REQUIRED) -> str:
        """A name that can stand in a path such as `station.NAME.rate_per_s`."""
        value = self.text(key, default)
        if key in self.values and not _NAME.fullmatch(value):
            raise self.wrong(key, "a name of up to 40 letters, digits, spaces, - or _, a letter first")
        return value

    def choice(self, key: str, choices: Sequence[str], default: str = REQUIRED) -> str:
        """One of a few words."""
        value = self.any(key, default)
        if not isinstance(value, str) or value not in choices:
            wish = did_you_mean(value, choices) if isinstance(value, str) else ""
            wish = wish if "mean" in wish else ""
            raise self.error(f"{key} must be one of {', '.join(choices)}, not {shown(value)}.{wish}")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.any(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def whole(self, key: str, least: int, most: int, default: int = REQUIRED) -> int:
        """A whole number in a range."""
        value = self.any(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.wrong(key, f"a whole number from {grouped(least)} to {grouped(most)}")
        return value

    def milli(self, key: str, most: int, default: int = REQUIRED, least: int = 0) -> int:
        """A number with at most three decimals, in thousandths; `least`, `most` and `default` are in ones."""
        return self.as_milli(key, self.any(key, default), most, least)

    def as_milli(self, key: str, value: Any, most: int, least: int = 0) -> int:
        """As `milli`, for a value found elsewhere, such as in a list."""
        number = _number(value)
        if number is None or not least <= number <= most:
            raise self.wrong(key, f"a number from {grouped(least)} to {grouped(most)}{_unit_of(key)}", value)
        thousandths = _thousandths(number)
        if thousandths is None:
            raise self.wrong(key, "a number with at most three decimals", value)
        return thousandths

    def ratio(self, key: str, default: str) -> Decimal:
        """A number from 0 to 1, exact; the default too is written as a number."""
        number = _number(self.any(key, Decimal(default)))
        if number is None or not 0 <= number <= 1:
            raise self.wrong(key, "a number from 0 to 1")
        return Decimal(number)

    def entries(self, key: str, most: int = MOST_LINES) -> list[Any]:
        """A list, empty where the key is missing."""
        value = self.any(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "a list in [ ]")
        if len(value) > most:
            raise self.error(f"{key} may have at most {grouped(most)} entries, and it has {grouped(len(value))}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if isinstance(self.values.get(key), str):
            return (self.values[key],)
        for value in self.entries(key):
            if not isinstance(value, str):
                raise self.error(f"{key} must be a list of texts in quotation marks, and {shown(value)} is in it")
        return tuple(self.values.get(key, ()))

    def table(self, key: str, known: Iterable[str]) -> Table | None:
        """The table inside this one, with its keys checked, or None where it is missing."""
        value = self.any(key, None)
        if value is None:
            return None
        where = f"[{key}]" if not self.where else f"{self.where} {key}" if "[[" in self.where else self._inner(key)
        if not isinstance(value, dict):
            form = f"a table [{key}]" if not self.where else "a table"
            raise self.wrong(key, form)
        return Table(value, self.file, where).only(known)

    def tables(self, key: str, known: Iterable[str], most: int = MOST_LINES) -> list[Table]:
        """The list of tables at a key, with their keys checked; empty where it is missing."""
        if isinstance(self.values.get(key), dict) and not self.where:
            raise self.error(f"[{key}] must be written [[{key}]]: there may be several")
        found = []
        for index, value in enumerate(self.entries(key, most), 1):
            where = f"[[{key}]] {index}" if not self.where else f"{self.where} {key} {index}"
            if not isinstance(value, dict):
                raise self.error(f"{key} must be a list of tables, and {shown(value)} is in it")
            if not self.where and isinstance(value.get("name"), str):
                where = f"[[{key}]] {shown(value['name'])}"
            found.append(Table(value, self.file, where).only(known))
        return found

    def _inner(self, key: str) -> str:
        return f"{self.where[:-1]}.{key}]" if self.where.endswith("]") else f"{self.where} {key}"


def _number(value: Any) -> Decimal | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return value
    return None


def _thousandths(number: Decimal | int) -> int | None:
    """A number times 1000, exactly; None where that is not whole. (Decimal arithmetic rounds at 28 digits.)"""
    if isinstance(number, int):
        return number * 1000
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # finite, see _number
    spare = -3 - exponent  # digits after the third decimal
    if spare <= 0:
        return int(number.scaleb(3))
    if any(digits[-spare:]):
        return None
    return int("".join(map(str, digits[:-spare])) or "0")


def _unit_of(key: str) -> str:
    return " per second" if key.endswith("per_s") else " seconds" if key.endswith("_s") else ""
