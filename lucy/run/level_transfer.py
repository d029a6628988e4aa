"""Questions for afterwards: [[words.transfer]], with numbers that are others each time.

Owns the reading, and which draws of the numbers come to an answer. Who poses them is `transfer`.
"""

from __future__ import annotations

import itertools
import json
import string
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lucy.consumers import NAMES
from lucy.run.level_errors import did_you_mean, shown
from lucy.run.level_overrides import flat
from lucy.run.level_questions import QUESTION_UNITS, read_figure, read_wrong
from lucy.run.level_tables import MOST_UNITS, Table
from lucy.run.reckon import NoNumber, SumError, value_of
from lucy.sim.level import Level
from lucy.sim.level_words import Drawn, Transfer

KEYS = ("ask", "draw", "use", "unit", "answer", "mistakes", "wrong", "sum", "figure", "consumer", "set")
DRAW_KEYS = ("name", "values", "at")
_KINDS = ("", "amount", "units", "rate", "s", "percent")
_MOST_DRAWS, _MOST_VALUES, _MOST_MISTAKES = 3, 8, 4


def read_transfers(tree: Mapping[str, Any], words: Table, stations: Sequence[str]) -> tuple[Transfer, ...]:
    """All of them, in order; `tree` is the level's file. Raises LevelError, also for a sum that cannot be done."""
    return tuple(_transfer(tree, table, stations) for table in words.tables("transfer", KEYS))


def numbers_of(transfer: Transfer) -> Iterator[dict[str, float]]:
    """Every draw of its numbers, with those of the level; what does not come to an answer is left out."""
    return (numbers for numbers in _all_numbers(transfer) if _fault(transfer, numbers) is None)


def check_draws(level: Level) -> str:
    """What is wrong with a draw of some question: one line; "": nothing.

    A level can be played all the same, since another setting of it may change what comes out.
    """
    for place, transfer in enumerate(level.words.transfers, 1):
        for numbers in _all_numbers(transfer):
            if (fault := _fault(transfer, numbers)) is not None:
                drawn = ", ".join(f"{draw.name} = {numbers[draw.name]:g}" for draw in transfer.draws)
                return f"[words] transfer {place}: answer {shown(transfer.answer)}: {fault} with {drawn}"
    return ""


def _all_numbers(transfer: Transfer) -> Iterator[dict[str, float]]:
    for values in itertools.product(*(draw.values for draw in transfer.draws)):
        yield dict(transfer.known) | {draw.name: value for draw, value in zip(transfer.draws, values, strict=True)}


def _fault(transfer: Transfer, numbers: Mapping[str, float]) -> str | None:
    try:
        is_good = not transfer.answer or value_of(transfer.answer, numbers) > 0
    except NoNumber as fault:
        return str(fault)
    return None if is_good else "it comes to no more than 0"


def _transfer(tree: Mapping[str, Any], table: Table, stations: Sequence[str]) -> Transfer:
    if not table.has("figure") and not table.has("answer"):
        raise table.error("it needs an answer, which is a sum, or a figure that is read from a run")
    changes = table.any("set", {})
    if not isinstance(changes, dict):
        raise table.wrong("set", "a table such as { producer.disk.changes = [] }")
    found = Transfer(
        ask=table.text("ask"),
        draws=_draws(table),
        known=_known(tree, table),
        unit=table.choice("unit", QUESTION_UNITS, ""),
        answer=table.text("answer", ""),
        mistakes=table.texts("mistakes"),
        wrong=read_wrong(table),
        sum=table.text("sum", ""),
        figure=read_figure(table, stations) if table.has("figure") else "",
        consumer=table.choice("consumer", NAMES, "shrugger"),
        sets=tuple((path, json.dumps(value, default=float)) for path, value in flat(changes)),
    )
    _check(table, found)
    return found


def _draws(table: Table) -> tuple[Drawn, ...]:
    draws: list[Drawn] = []
    for entry in table.tables("draw", DRAW_KEYS, _MOST_DRAWS):
        values = tuple(
            entry.as_milli("values", value, MOST_UNITS) / 1000 for value in entry.entries("values", _MOST_VALUES)
        )
        if not values:
            raise entry.error("values must be a list of numbers, such as [2, 3, 5]")
        name = entry.name("name")
        if not name.isidentifier() or name in (draw.name for draw in draws):
            raise entry.wrong("name", "one word, and another for each")
        draws.append(Drawn(name, tuple(int(v) if v == int(v) else v for v in values), entry.texts("at")))
    if not draws:
        raise table.error('draw is missing: the numbers that are new, as [{ name = "rate", values = [2, 3, 5] }]')
    return tuple(draws)


def _known(tree: Mapping[str, Any], table: Table) -> tuple[tuple[str, float], ...]:
    """The level's own numbers, by the names under which they are used."""
    used = table.any("use", {})
    if not isinstance(used, dict):
        raise table.wrong("use", 'a table such as { work = "station.packer.rate_per_s" }')
    return tuple((name, _number_at(tree, name, path, table)) for name, path in used.items())


def _number_at(tree: Mapping[str, Any], name: str, path: Any, table: Table) -> float:
    here: Any = tree
    for part in str(path).split("."):
        if isinstance(here, list):
            here = next((node for node in here if isinstance(node, dict) and node.get("name") == part), None)
        else:
            here = here.get(part) if isinstance(here, dict) else None
    if isinstance(here, bool) or not isinstance(here, int | float | Decimal) or not isinstance(path, str):
        raise table.error(f"use {name}: there is no number at {shown(path)} in this level")
    return int(here) if here == int(here) else float(here)


def _check(table: Table, found: Transfer) -> None:
    """Every placeholder has its number, and every sum is one."""
    names = [*(name for name, _ in found.known), *(draw.name for draw in found.draws)]
    for key, text in (("ask", found.ask), ("sum", found.sum)):
        try:
            fields = list(string.Formatter().parse(text))
        except ValueError:
            raise table.error(f"{key} has a bracket {{ or }} too many") from None
        for _, field, kind, _ in fields:
            if field is not None and field not in names:
                raise table.error(f"{key} has no number for {{{field}}}.{did_you_mean(field, names)}")
            if kind and kind not in _KINDS:
                raise table.error(f"{key}: {shown(kind)} is no way to read a number.{did_you_mean(kind, _KINDS[1:])}")
    if len(found.mistakes) > _MOST_MISTAKES:
        raise table.error(f"mistakes may have at most {_MOST_MISTAKES} entries")
    first = next(_all_numbers(found))
    for key, sum_ in (("answer", found.answer), *(("mistakes", mistake) for mistake in found.mistakes)):
        try:
            if sum_:
                value_of(sum_, first)
        except NoNumber:
            pass  # another draw may do better, see `check_draws`
        except SumError as fault:
            raise table.error(f"{key} {shown(sum_)}: {fault}") from None
