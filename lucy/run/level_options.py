"""The named settings of a strategy key: [[levers.drop.option]] and its kin, each a label and fields of `Controls`.

Owns which fields there are and what each may be. It refuses an option that sets nothing, or that could never work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lucy.run.level_errors import did_you_mean, shown
from lucy.run.level_tables import LONGEST_S, MOST_PER_S, MOST_UNITS, Table
from lucy.sim.controls import CONTROL_NAMES, OPERATORS, WHEN_FULL
from lucy.sim.rules import Option

UNBOUNDED = "unbounded"
OPTION_KEYS = ("label", *CONTROL_NAMES)

_MOST_OPTIONS = 40
_MOST_WORKERS = 10_000
_NEEDS = (("low_units", "high_units"), ("demand_batch", "demand_units"), ("operator_s", "operator"),
          ("codel_interval_s", "codel_target_s"))  # fmt: skip
_NEEDS_WINDOW = ("window_s", "keep_per_window")

Read = Callable[[Table, str], Any]


def read_options(lever: Table, sources: Sequence[str]) -> tuple[Option, ...]:
    """The options of one lever, in order; `sources` are the names that a pace may be given to. Raises LevelError."""
    options: list[Option] = []
    for table in lever.tables("option", OPTION_KEYS, _MOST_OPTIONS):
        label = table.text("label")
        if not label.strip():
            raise table.error("label must not be empty: it is what stands on the key")
        if label in [option.label for option in options]:
            raise table.error(f"label {shown(label)} is there twice; each option needs its own")
        options.append(Option(label, _settings(table, sources)))
    return tuple(options)


def start_option(lever: Table, options: tuple[Option, ...]) -> int:
    """Index of the option that the key first sets: `start` is its label. Raises LevelError."""
    if not lever.has("start"):
        return 0
    labels = [option.label for option in options]
    start = lever.text("start")
    if start not in labels:
        raise lever.error(f"start must be the label of an option, not {shown(start)}.{did_you_mean(start, labels)}")
    return labels.index(start)


def _settings(table: Table, sources: Sequence[str]) -> tuple[tuple[str, Any], ...]:
    found: dict[str, Any] = {}
    for name in CONTROL_NAMES:
        if not table.has(name):
            continue
        found[name] = _paces(table, sources) if name == "pace_by_source" else _READ[name](table, name)
    if not found:
        raise table.error(f"an option must set something besides its label.{did_you_mean('', CONTROL_NAMES)}")
    for name, other in (*_NEEDS, _NEEDS_WINDOW):
        if name in found and other not in found:
            raise table.error(f"{name} goes only with {other}")
    if (high := found.get("high_units")) is not None and found.get("low_units", 0) > high:
        raise table.wrong("low_units", f"at most high_units, {high},")
    if (demand := found.get("demand_units")) is not None and found.get("demand_batch", 1) > demand:
        raise table.wrong("demand_batch", f"at most demand_units, {demand}, or nobody would ever ask again,")
    return tuple(found.items())


def _paces(table: Table, sources: Sequence[str]) -> tuple[tuple[str, float], ...]:
    given = table.any("pace_by_source")
    if not isinstance(given, dict) or not given:
        raise table.wrong("pace_by_source", "a table of names and paces, such as { A = 40 },")
    for name in given:
        if name not in sources:
            raise table.error(
                f"pace_by_source names {shown(name)}, and nothing of that name sends to where the player stands."
                f"{did_you_mean(name, sources)}"
            )
    return tuple((name, table.as_milli("pace_by_source", pace, MOST_PER_S) / 1000) for name, pace in given.items())


def _whole(least: int, most: int) -> Read:
    return lambda table, key: table.whole(key, least, most)


def _limit(least: int) -> Read:
    """A whole number, or "unbounded", which is None in `Controls`."""

    def read(table: Table, key: str) -> int | None:
        return None if table.any(key) == UNBOUNDED else table.whole(key, least, MOST_UNITS)

    return read


def _number(most: int, above_zero: bool = False) -> Read:
    def read(table: Table, key: str) -> float:
        milli = table.milli(key, most)
        if above_zero and not milli:
            raise table.wrong(key, "more than 0")
        return milli / 1000

    return read


_READ: dict[str, Read] = {
    "buffer_units": _limit(0),
    "when_full": lambda table, key: table.choice(key, WHEN_FULL),
    "time_limit_s": _number(LONGEST_S),
    "codel_target_s": _number(LONGEST_S, above_zero=True),
    "codel_interval_s": _number(LONGEST_S, above_zero=True),
    "keep_fraction": lambda table, key: float(table.ratio(key, "1")),
    "keep_per_window": _whole(0, MOST_UNITS),
    "window_s": _number(LONGEST_S, above_zero=True),
    "operator": lambda table, key: table.choice(key, [name for name in OPERATORS if name]),
    "operator_s": _number(LONGEST_S, above_zero=True),
    "pace_per_s": _number(MOST_PER_S),
    "high_units": _whole(0, MOST_UNITS),
    "low_units": _whole(0, MOST_UNITS),
    "demand_units": _limit(1),
    "demand_batch": _whole(1, MOST_UNITS),
    "workers": _whole(1, _MOST_WORKERS),
    "flush_s": _number(LONGEST_S, above_zero=True),
    "rows": _whole(1, MOST_UNITS),
    "log_units": _limit(0),
}
