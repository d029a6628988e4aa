"""What came of each lane, side by side: a row for each figure, as it was in the first lane, is in another, and differs.

Reads results and words; knows neither sessions nor the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lucy.run.result import Result
from lucy.run.words import format_number, format_seconds, format_units, local, say
from lucy.sim.level import Level


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run. `kind`: points, units or s; `better`: +1 more is better, -1 less is, 0 neither."""

    key: str
    kind: str
    better: int
    of: Callable[[Result], float]


FIGURES = (
    Figure("score", "points", 1, lambda found: found.score),
    Figure("in_time", "units", 1, lambda found: found.delivered - found.late),
    Figure("late", "units", -1, lambda found: found.late),
    Figure("dropped", "units", -1, lambda found: found.dropped),
    Figure("peak", "units", -1, lambda found: found.depth_peak),
    Figure("wait", "s", -1, lambda found: found.latency_p99_s),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one lane's place of a row. `difference` "": the first lane's, or nothing to subtract.

    `verdict`: +1 better than the first lane, -1 worse, 0 neither.
    """

    value: str
    difference: str = ""
    verdict: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every lane."""

    label: str
    cells: tuple[Cell, ...]


def table(level: Level, results: Sequence[Result]) -> tuple[Row, ...]:
    """How each ended, then the figures. A figure that nobody has anything of is left out."""
    ended = Row(say("screen.compare.figure.ended"), tuple(Cell(how_it_ended(level, found)) for found in results))
    rows = [_row(level, figure, results) for figure in FIGURES if any(figure.of(found) for found in results)]
    return ended, *rows


def _row(level: Level, figure: Figure, results: Sequence[Result]) -> Row:
    first = figure.of(results[0])
    cells = [Cell(_amount(level, figure, first))]
    for found in results[1:]:
        value = figure.of(found)
        more = value - first
        said = _amount(level, figure, abs(more))
        same = not any(digit in said for digit in "123456789")
        sign = "±" if same else "+" if more > 0 else "−"
        verdict = 0 if same else figure.better * (1 if more > 0 else -1)
        if figure.better < 0 and verdict * (_lasted(found) - _lasted(results[0])) < 0:
            verdict = 0  # whoever fell over earlier lost less and kept nobody waiting: no merit
        cells.append(Cell(_amount(level, figure, value), sign + said, verdict))
    return Row(say(f"screen.compare.figure.{figure.key}"), tuple(cells))


def _lasted(found: Result) -> float:
    """For how long it went on; whoever got all of it done went on for long enough."""
    return found.seconds if found.finished_at_s is None else 1e9


def _amount(level: Level, figure: Figure, value: float) -> str:
    if figure.kind == "s":
        return format_seconds(round(value, 2))
    if figure.kind == "points":
        return local(f"{value:.1f}")
    return format_units(value, "byte") if level.unit.name == "byte" else format_number(value)


def how_it_ended(level: Level, found: Result) -> str:
    """How a lane ended, and when, in a few words."""
    key = found.outcome
    if found.finished_at_s is not None:
        key = "done"
    elif key == "lost" and not found.fell_over:
        key = "spoilt"
    elif key == "timeout" and round(found.seconds * 1000) < level.duration_ms:
        key = "left"  # a recording that somebody broke off
    return say(f"screen.compare.ended.{key}", at_s=found.seconds)


def as_json(names: Sequence[str], results: Sequence[Result]) -> list[dict[str, Any]]:
    """Each lane's result with its name and, from the second on, the difference to the first lane in every figure."""
    lanes = []
    for name, found in zip(names, results, strict=True):
        lane = found.to_json() | {"lane": name}
        if found is not results[0]:
            lane["difference"] = {figure.key: figure.of(found) - figure.of(results[0]) for figure in FIGURES}
        lanes.append(lane)
    return lanes
