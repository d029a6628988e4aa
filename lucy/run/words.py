"""Every sentence on screen: reads `assets/words/LANGUAGE.toml` and fills in the numbers.

Holds no sentence of its own, and does not choose the language; a text that is missing is an error, never a blank.
How a language writes its numbers stands in [numbers] of its file; what a placeholder gives as a text may be a
level's own, and is said as `language.shown` has it.

A placeholder may say how its number is to be read: `{waiting:amount}` 27 or 1.5 GB, `{waiting:units}`
27 chocolates, `{pace:rate}` 0.8/s or 100 MB/s, `{full_in_s:s}` 12 s, `{kept:percent}` 10 %. Which unit is meant
comes with the numbers, as `unit` and `units`.
"""

from __future__ import annotations

import difflib
import math
import os
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lucy.run import language, places, string_test

MILLION = 1_000_000
_BYTE_STEPS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


class WordsError(ValueError):
    """A text that is missing or cannot be filled in: one line with the file, the key and what is wrong."""


def format_number(value: float | str) -> str:
    """A number as people read it: 27, 0.8, 3.1, 12, 1,200, 2 million. A text is returned as it is."""
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "?"
    sign = "−" if value < 0 else ""
    size = abs(value)
    if math.isinf(size):
        return sign + "∞"
    if size >= MILLION:
        for step, word in ((10**9, "billion"), (10**6, "million")):
            if size >= step or (step == 10**6):
                return f"{sign}{_plain(size / step)} {here().numbers[word]}"
    text = local(f"{size:,}") if isinstance(value, int) else _plain(size)
    return text if text == "0" else sign + text


def format_count(count: float, unit: str) -> str:
    """A count without its noun: 27, 1.5 GB; nothing at all is 0."""
    return _amount(count, unit if count else "")


def format_units(count: float, unit: str, plural: str | None = None) -> str:
    """A count with its noun: 1 chocolate, 2 chocolates, 1.5 GB. `plural` is for units that the file does not name."""
    return here().format_units(count, unit, plural)


def format_rate(per_s: float, unit: str = "") -> str:
    """A rate: 0.8/s, 100 MB/s."""
    return f"{_amount(per_s, unit)}/s"


def format_seconds(seconds: float) -> str:
    """A duration: 0.5 s, 12 s, 1 min 30 s."""
    if not math.isfinite(seconds) or abs(seconds) < 99.5:
        return f"{format_number(float(seconds))} s"
    sign = "−" if seconds < 0 else ""
    minutes, rest = divmod(round(abs(seconds)), 60)
    return f"{sign}{format_number(minutes)} min" + (f" {rest} s" if rest else "")


def format_clock(time_s: float) -> str:
    """Time as on a clock: 1:05."""
    minutes, rest = divmod(int(time_s), 60)
    return f"{minutes}:{rest:02d}"


def format_sum(formula: str) -> str:
    """A sum of a level, written with points and blanks, as the language writes numbers: 20 000/s × 0.1."""
    signs = here().numbers
    formula = re.sub(r"(?<=\d)[ ,](?=\d{3}(?!\d))", "_", formula)
    formula = re.sub(r"(?<=\d)\.(?=\d)", signs["decimal"], formula)
    return re.sub(r"(?<=\d)_(?=\d)", signs["thousands"], formula)


def local(text: str) -> str:
    """A number as Python writes it, 1,200.5, with the signs of the language."""
    signs = here().numbers
    return text.translate({ord(","): signs["thousands"], ord("."): signs["decimal"]})


def _plain(size: float) -> str:
    """Whole from ten on, one digit after the point from one on, two that count below."""
    if size >= 9.95:
        return local(f"{size:,.0f}")
    if size >= 0.995:
        return local(f"{size:.1f}".removesuffix(".0"))
    if size < 1e-6:
        return "0"
    digits = 1 - math.floor(math.log10(size))
    return local(f"{size:.{digits}f}".rstrip("0").rstrip("."))


def _amount(count: float, unit: str) -> str:
    """A count without its noun, but bytes with their size."""
    if unit != "byte":
        return format_number(count)
    sign = "−" if count < 0 else ""
    size = abs(count)
    for step, name in _BYTE_STEPS:
        if size >= 0.9995 * step:
            value = size / step
            text = f"{value:,.0f}" if value >= 99.5 else f"{value:.3g}"
            return f"{sign}{local(text)} {name}"
    one, many = here().noun("byte")
    return f"{sign}{size:.0f} {one if round(size) == 1 else many}"


class _Formatter(string.Formatter):
    """Fills placeholders by the kind that stands after the colon."""

    def __init__(self, words: Words, numbers: Mapping[str, Any]) -> None:
        self.words = words
        self.numbers = numbers

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        value = super().get_value(key, args, kwargs)
        if key == "unit" or key == "units":
            return self.words.noun(str(kwargs.get("unit", "")), kwargs.get("units"))[key == "units"] or value
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        unit = str(self.numbers.get("unit", ""))
        match format_spec:
            case "":
                return language.shown(value) if isinstance(value, str) else format_number(value)
            case "amount":
                return _amount(value, unit)
            case "units":
                return self.words.format_units(value, unit, self.numbers.get("units"))
            case "rate":
                return format_rate(value, unit)
            case "s":
                return format_seconds(value)
            case "percent":
                return f"{format_number(100.0 * value)} %"
        raise ValueError(f"the kind {format_spec!r} is none of amount, units, rate, s, percent")


@dataclass(frozen=True)
class Words:
    """The texts of one language; `table` is the file as read."""

    file: Path
    table: dict[str, Any]

    def say(self, key: str, /, **numbers: Any) -> str:
        """The text of that dotted key with its numbers filled in; WordsError if either is missing."""
        text = self._find(key)
        if not isinstance(text, str):
            raise self._error(key, f"must be one text, and is a {_kind(text)}")
        return self._fill(key, text, numbers)

    def lines(self, key: str, /, **numbers: Any) -> tuple[str, ...]:
        """The same for a list of texts, as `help = ["one line", "another"]`."""
        texts = self._find(key)
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise self._error(key, f"must be a list of texts, and is a {_kind(texts)}")
        return tuple(self._fill(key, text, numbers) for text in texts)

    def format_units(self, count: float, unit: str, plural: str | None = None) -> str:
        """A count with its noun; the nouns stand in the table [units]."""
        if unit == "byte":
            return _amount(count, unit)
        one, many = self.noun(unit, plural)
        text = format_number(count)
        return f"{text} {one if text in ('1', '−1') else many}"

    def noun(self, unit: str, plural: str | None = None) -> tuple[str, str]:
        """A unit's noun, for one and for many: as [units] has it, or as the level calls it."""
        forms = self.table.get("units", {}).get(unit)
        if forms:
            return forms["one"], forms["many"]
        return language.shown(unit), language.shown(plural or f"{unit}s")

    @property
    def numbers(self) -> dict[str, str]:
        """How the language writes numbers: the signs `decimal` and `thousands`, the words `million` and `billion`."""
        return dict(self.table["numbers"])

    def keys(self) -> Iterator[str]:
        """Every dotted key that has a text or a list of texts."""
        yield from _keys(self.table)

    def _find(self, key: str) -> Any:
        found: Any = self.table
        for part in key.split("."):
            if not isinstance(found, dict) or part not in found:
                near = difflib.get_close_matches(key, list(self.keys()), n=1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                raise self._error(key, f"there is no such text.{hint}")
            found = found[part]
        return found

    def _fill(self, key: str, text: str, numbers: Mapping[str, Any]) -> str:
        try:
            return _Formatter(self, numbers).vformat(text, (), numbers)
        except KeyError as missing:
            given = ", ".join(sorted(numbers)) or "nothing"
            raise self._error(key, f"needs {{{missing.args[0]}}}, and was given {given}") from None
        except IndexError:
            raise self._error(key, "every placeholder needs a name, as {waiting}") from None
        except (ValueError, TypeError) as fault:
            raise self._error(key, str(fault)) from None

    def _error(self, key: str, fault: str) -> WordsError:
        return WordsError(f"{self.file.parent.name}/{self.file.name}: {key}: {fault}")


def _kind(value: Any) -> str:
    names: dict[type, str] = {dict: "table", list: "list", str: "text"}
    return names.get(type(value), type(value).__name__)


def _keys(table: Mapping[str, Any], start: str = "") -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{start}{name}.")
        else:
            yield start + name


@lru_cache(maxsize=8)
def load(name: str = language.FIRST) -> Words:
    """The words of a language, read once; WordsError if the file is missing or is no TOML.

    What a translation has not said yet is said as the first language has it.
    """
    file = places.assets() / "words" / f"{name}.toml"
    try:
        with file.open("rb") as stream:
            table = tomllib.load(stream)
    except FileNotFoundError:
        raise WordsError(f"words/{name}.toml: there is no such file in {file.parent}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WordsError(f"words/{name}.toml: not a TOML file: {fault}") from None
    numbers = {"numbers": table["numbers"]}  # signs, not words
    table = string_test.changed(table, string_test.wanted()) | numbers
    return Words(file, table if name == language.FIRST else _laid_over(load().table, table))


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {name: _laid_over(below[name], value) for name, value in above.items()
            if isinstance(value, dict) and isinstance(below.get(name), dict)}  # fmt: skip
    return below | above | both


def here() -> Words:
    """The words of the language that the screen speaks."""
    return load(language.current())


def try_strings(kind: str | None) -> None:
    """From now on, words that are no language, as `string_test` makes them; None: the real ones."""
    if kind is not None:
        os.environ[string_test.VARIABLE] = kind
        load.cache_clear()


def say(key: str, /, **numbers: Any) -> str:
    """The text of a dotted key in the present language, as `say("page.act", number=2)`; or WordsError."""
    return here().say(key, **numbers)


def lines(key: str, /, **numbers: Any) -> tuple[str, ...]:
    """The texts of a key that holds a list."""
    return here().lines(key, **numbers)


def fill(text: str, /, **numbers: Any) -> str:
    """A text that stands elsewhere, as in a level's file, with its numbers filled in; WordsError if one is missing."""
    return here()._fill(text[:40], text, numbers)
