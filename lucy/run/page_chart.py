"""Charts as SVG for a page on paper: curves over time, and bars that say when something was on. Values in, text out.

Colour is never the only sign: lines differ in their dashes, and every bar has its name beside it. Everything that is
written is escaped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from lucy.run import words

INK, SOFT, GRID = "#2b1b10", "#5a4334", "#e3d6bf"
_LEFT, _RIGHT, _TOP, _FOOT = 64, 14, 12, 24
_MARK = 14  # high
_MOST_POINTS = 500  # of a curve
_CHARACTER = 7  # about as wide as one of small type


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of a chart. `dash`: SVG's stroke-dasharray; `fill`: the colour from it down to the ground, if any."""

    name: str
    time_s: np.ndarray
    value: np.ndarray
    colour: str
    dash: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Something was on from one moment to another, in seconds."""

    from_s: float
    to_s: float
    text: str


def curves_over_time(
    curves: Sequence[Curve], duration_s: float, marks: Sequence[tuple[float, str]], say: Callable[[float], str],
    size: tuple[int, int] = (720, 220),
) -> str:
    """A chart from 0 to `duration_s`. `marks`: (seconds, short text); `say` reads a value of the upright axis."""
    over = _MARK * len(marks)  # their words stand above the curves, one to a line
    width, height = size[0], size[1] + over
    head = _TOP + over
    duration_s = max(duration_s, 1e-3)
    highest = max((float(np.nanmax(c.value)) for c in curves if len(c.value) and np.isfinite(c.value).any()), default=0)
    step = nice_step(highest / 4)
    top = max(step * math.ceil(highest / step - 1e-9), step)
    right, ground = width - _RIGHT, height - _FOOT

    def x(at_s: float) -> float:
        return _LEFT + (right - _LEFT) * min(max(at_s / duration_s, 0.0), 1.0)

    def y(value: float) -> float:
        return ground - (ground - head) * min(max(value / top, 0.0), 1.0)

    parts = [_head((width, height), ", ".join(curve.name for curve in curves))]
    for number in range(round(top / step) + 1):
        at = y(number * step)
        parts.append(_line(_LEFT, at, right, at, GRID))
        parts.append(_text(_LEFT - 6, at + 4, say(number * step), "end"))
    parts += _time_axis(duration_s, x, ground)
    for curve in curves:
        parts.append(_path(curve, x, y, ground))
    for place, (at_s, said) in enumerate(marks):
        at, high = x(at_s), _MARK * place + 2
        parts.append(_line(at, high, at, ground, SOFT, "2 3"))
        end = at + 4 + _CHARACTER * len(said) > right
        parts.append(_text(at + (-4 if end else 4), high + 10, said, "end" if end else "start"))
    return "".join([*parts, "</svg>"])


def bars_over_time(rows: Sequence[tuple[str, Sequence[Bar]]], duration_s: float, width: int = 720) -> str:
    """A row for each name, with a bar while it was on; what it stood at is written into a bar that is wide enough."""
    step, high = 26, 18
    ground = _TOP + step * len(rows)
    right, duration_s = width - _RIGHT, max(duration_s, 1e-3)

    def x(at_s: float) -> float:
        return _LEFT + (right - _LEFT) * min(max(at_s / duration_s, 0.0), 1.0)

    parts = [_head((width, ground + _FOOT), ", ".join(name for name, _ in rows))]
    parts += _time_axis(duration_s, x, ground)
    for place, (name, bars) in enumerate(rows):
        top = _TOP + step * place
        parts.append(_text(_LEFT - 6, top + 14, name, "end"))
        parts.append(_line(_LEFT, top + high + 4, right, top + high + 4, GRID))
        for bar in bars:
            left, wide = x(bar.from_s), max(x(bar.to_s) - x(bar.from_s), 1.5)
            parts.append(
                f'<rect x="{left:.1f}" y="{top}" width="{wide:.1f}" height="{high}" fill="#f5c250" '
                f'stroke="{SOFT}" stroke-width="0.7"/>'
            )
            if _CHARACTER * len(bar.text) + 6 <= wide:
                parts.append(_text(left + 4, top + 14, bar.text, "start"))
    return "".join([*parts, "</svg>"])


def nice_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 … (or 0.1, 0.2 …) that is no less."""
    if least <= 0 or not math.isfinite(least):
        return 1.0
    ten = 10.0 ** math.floor(math.log10(least))
    return next(ten * part for part in (1, 2, 5, 10) if ten * part >= least * (1 - 1e-9))


def _head(size: tuple[int, int], title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12"><title>{escape(title)}</title>'
    )


def _time_axis(duration_s: float, x: Callable[[float], float], ground: float) -> list[str]:
    seconds = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200)
    step = next((each for each in seconds if duration_s / each <= 8), nice_step(duration_s / 8))
    parts = [_line(x(0), ground, x(duration_s), ground, INK)]
    for number in range(int(duration_s / step + 1e-9) + 1):
        at_s = number * step
        parts.append(_line(x(at_s), ground, x(at_s), ground + 4, INK))
        parts.append(_text(x(at_s), ground + 17, words.format_clock(at_s), "middle"))
    return parts


def _path(curve: Curve, x: Callable[[float], float], y: Callable[[float], float], ground: float) -> str:
    every = max(1, math.ceil(len(curve.time_s) / _MOST_POINTS))
    points: list[str] = []
    pen = "M"
    for place in range(0, len(curve.time_s), every):
        value = float(np.nanmax(curve.value[place : place + every])) if np.isfinite(curve.value[place]) else math.nan
        if math.isnan(value):  # where there is no limit, there is no line
            pen = "M"
            continue
        points.append(f"{pen}{x(float(curve.time_s[place])):.1f} {y(value):.1f}")
        pen = "L"
    if not points:
        return ""
    line = "".join(points)
    dash = f' stroke-dasharray="{curve.dash}"' if curve.dash else ""
    drawn = f'<path d="{line}" fill="none" stroke="{curve.colour}" stroke-width="2" stroke-linejoin="round"{dash}/>'
    if not curve.fill:
        return drawn
    first, last = points[0][1:].split()[0], points[-1][1:].split()[0]
    area = f"{line}L{last} {ground:.1f}L{first} {ground:.1f}Z"
    return f'<path d="{area}" fill="{curve.fill}" stroke="none"/>{drawn}'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dashes}/>'


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(said)}</text>'
