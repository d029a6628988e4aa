"""The axes of a sweep: `producer.rate_per_s=50:200:40`, a setting and the values that it takes.

A setting is one of the level file's, as in `--set`, or the amount of a strategy key. Plays nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lucy.run.level_errors import did_you_mean, short, shown
from lucy.run.words import WordsError, say
from lucy.sim.controls import Controls

MOST_VALUES = 200
_LEVEL_TABLES = ("level", "unit", "levers", "scoring", "producer", "station")
_STEADY = ("producer", "station")  # whose rate is held from start to end
_WHOLE = (
    "capacity_units", "memory_units", "workers", "workers_most", "total_units", "members", "bytes", "rows",
    "frame_hz", "flush_us", "row_us", "unit_ns", "each_us", "tick_hz",
)  # fmt: skip


class AxisError(ValueError):
    """An axis that can't be used; one line."""


@dataclass(frozen=True, slots=True)
class Amount:
    """The amount of a strategy key as a setting: `key` is the strategy, `most` and `least` are its bounds."""

    key: str
    whole: bool
    least: float
    most: float


AMOUNTS = {
    "buffer.capacity": Amount("buffer", True, 0, 10**12),
    "drop.time_limit_s": Amount("drop", False, 0, 3600),
    "drop.keep_fraction": Amount("drop", False, 0, 1),
    "control.pace_per_s": Amount("control", False, 0, 10**9),
    "control.demand_units": Amount("control", True, 1, 10**12),
    "scale.workers": Amount("scale", True, 1, 10_000),
}


@dataclass(frozen=True, slots=True)
class Axis:
    """A setting and its values in rising order; whole numbers are `int`."""

    path: str
    values: tuple[float, ...]
    even_ratios: bool = False  # each value is the one before times a constant

    @property
    def amount(self) -> Amount | None:
        """The strategy key whose amount this is; None: a setting of the level."""
        return AMOUNTS.get(self.path)

    def overrides(self, value: float) -> list[tuple[str, object]]:
        """What is laid over the level for one value. A rate is held from start to end: its script goes."""
        if self.amount:
            return []
        table, _, last = self.path.rpartition(".")
        changes: list[tuple[str, object]] = [(self.path, value)]
        if last == "rate_per_s" and table.split(".")[0] in _STEADY and not table.endswith("bursts"):
            changes.append((f"{table}.changes", []))
        return changes


def parse_axis(option: str, text: str) -> Axis:
    """The axis of `table.key=LOW:HIGH:COUNT`, with `:log` behind it for equal ratios. Raises AxisError."""
    path, equals, span = text.partition("=")
    path, said = path.strip(), f"{option} {short(text)}"
    parts = span.split(":")
    log = len(parts) == 4 and parts[3].strip() == "log"
    if not equals or not path or not (len(parts) == 3 or log):
        raise AxisError(f"{said}: it must be table.key=LOW:HIGH:COUNT, for example producer.rate_per_s=50:200:40")
    low, high = _number(said, "LOW", parts[0]), _number(said, "HIGH", parts[1])
    count = _number(said, "COUNT", parts[2])
    if count != int(count) or not 2 <= count <= MOST_VALUES:
        raise AxisError(f"{said}: COUNT must be a whole number from 2 to {MOST_VALUES}, not {shown(parts[2])}")
    if low >= high:
        raise AxisError(f"{said}: LOW must be less than HIGH")
    if log and low <= 0:
        raise AxisError(f"{said}: LOW must be more than 0 for equal ratios (log)")
    _check_path(said, path, low, high)
    spaced = np.geomspace(low, high, int(count)) if log else np.linspace(low, high, int(count))
    values: list[float] = [round(float(value), 3) for value in spaced]  # a level file has thousandths
    if path.rpartition(".")[2] in _WHOLE or (path in AMOUNTS and AMOUNTS[path].whole):
        values = [int(round(value)) for value in values]
        values = sorted(set(values)) if log else values
    if len(set(values)) < len(values):
        raise AxisError(f"{said}: {int(count)} values are too many between {values[0]:g} and {values[-1]:g}: "
                        "some are the same. Ask for fewer")  # fmt: skip
    return Axis(path, tuple(values), log)


def settings(axes: dict[Axis, float], key: str = "") -> dict[str, object]:
    """Fields of `Controls` for the amounts among the axes at these values; of one strategy key, or of all."""
    found: dict[str, object] = {}
    for axis, value in axes.items():
        if axis.amount and key in ("", axis.amount.key):
            found |= _controls(axis.path, value)
    return found


def _controls(path: str, value: float) -> dict[str, object]:
    if path == "buffer.capacity":  # a limit on what waits, not on what the station survives
        return {"buffer_units": int(value), "when_full": "arrival"}
    if path == "drop.time_limit_s":
        return {"time_limit_s": float(value), "when_full": "oldest"}
    if path == "drop.keep_fraction":
        return {"keep_fraction": float(value), "when_full": "arrival"}
    return {path.partition(".")[2]: float(value) if path == "control.pace_per_s" else int(value)}


def label(axis: Axis, units: str) -> str:
    """How the axis is called on a picture, with its unit; a setting without words of its own goes by its name."""
    named = {path: path.replace(".", "_") for path in AMOUNTS}
    last = axis.path.rpartition(".")[2]
    key = named.get(axis.path, f"{axis.path.split('.')[0]}_{last}")
    parts = axis.path.split(".")
    try:
        told = say(f"sweep.axes.{key}", units=units)
    except WordsError:
        return axis.path
    return f"{parts[1]}: {told}" if len(parts) > 2 and not axis.amount else told


def _number(said: str, what: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) <= 10**15:
        raise AxisError(f"{said}: {what} must be a number, not {shown(text.strip())}")
    return number


def _check_path(said: str, path: str, low: float, high: float) -> None:
    amount = AMOUNTS.get(path)
    table = path.split(".")[0]
    if amount is None and table not in _LEVEL_TABLES:
        near = did_you_mean(path, AMOUNTS) or did_you_mean(table, _LEVEL_TABLES)
        raise AxisError(f"{said}: there is no such setting. Amounts are {', '.join(AMOUNTS)}; "
                        f"the level's own are named as in --set.{near}")  # fmt: skip
    if amount and not (amount.least <= low and high <= amount.most):
        raise AxisError(f"{said}: {path} must be from {amount.least:g} to {amount.most:g}")


def apply(controls: Controls, changes: dict[str, object]) -> Controls:
    """The controls with those fields laid over them."""
    return replace(controls, **changes) if changes else controls  # type: ignore[arg-type]
