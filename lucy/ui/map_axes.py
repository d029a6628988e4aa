"""The axes of a map of two settings: round numbers along the edge, and what they count. Draws no cell."""

from __future__ import annotations

import math

import numpy as np
import pygame
from pygame import Rect, Surface

from lucy.run.sweep_axes import Axis, label
from lucy.run.words import format_number, format_units, local
from lucy.sim.level import Unit
from lucy.ui import text
from lucy.ui.theme import Theme

_STEPS = (1, 2, 5, 10)


def round_numbers(low: float, high: float, most: int, even_ratios: bool = False) -> list[float]:
    """Round numbers from low to high, about `most` of them."""
    if even_ratios and high / low > 8:
        tens = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        heads = (1, 2, 5) if len(tens) * 3 <= 2 * most else (1,)
        return [h * 10.0**ten for ten in tens for h in heads if low <= h * 10.0**ten <= high]
    span = max(high - low, 1e-9)
    ten = 10.0 ** math.floor(math.log10(span / most))
    step = next(s * ten for s in _STEPS if span / (s * ten) <= most)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 9) for k in range(first, math.floor(high / step + 1e-9) + 1)]


def place(axis: Axis, value: float) -> float:
    """Where a value stands along its axis, 0..1; the middle of a cell for a value of the axis."""
    values = np.asarray(axis.values, dtype=np.float64)
    if axis.even_ratios:
        values, value = np.log(values), math.log(value)
    return float((np.interp(value, values, np.arange(len(values))) + 0.5) / len(values))


def draw(surface: Surface, rect: Rect, axis: Axis, unit: Unit, theme: Theme, size_px: int, upwards: bool) -> None:
    """Numbers and the label below the rectangle, or to its left."""
    tick, gap = max(4, size_px // 3), size_px // 2
    named = label(axis, unit.plural)
    last = -1.0
    for number in round_numbers(axis.values[0], axis.values[-1], 8, axis.even_ratios):
        told, part = _number(axis, number, unit), place(axis, number)
        room = 1.4 * size_px / rect.height if upwards else text.width(told, size_px) * 1.2 / rect.width
        if part - last < room and last >= 0:  # small whole numbers of equal ratios stand close
            continue
        last = part
        if upwards:
            y = round(rect.bottom - part * rect.height)
            pygame.draw.line(surface, theme.ink, (rect.left - tick, y), (rect.left - 1, y), max(1, size_px // 12))
            text.draw(surface, told, (rect.left - tick - gap, y), size_px, theme.ink, x="right", y="middle")
        else:
            x = round(rect.left + part * rect.width)
            pygame.draw.line(surface, theme.ink, (x, rect.bottom), (x, rect.bottom + tick), max(1, size_px // 12))
            text.draw(surface, told, (x, rect.bottom + tick + gap), size_px, theme.ink, x="centre", y="top")
    size = round(size_px * 1.15)
    if upwards:
        told, size = text.fit(named, size, text.BOLD, rect.height)
        image = pygame.transform.rotate(text.render(told, size, theme.ink, text.BOLD), 90)
        surface.blit(image, image.get_rect(center=(rect.left - round(size_px * 4.6), rect.centery)))
    else:
        at = (rect.centerx, rect.bottom + tick + round(size_px * 2.2))
        text.draw(surface, named, at, size, theme.ink, text.BOLD, x="centre", y="top", width_px=rect.width)


def _number(axis: Axis, number: float, unit: Unit) -> str:
    counts = axis.path.endswith(("_per_s", "capacity", "_units"))
    if unit.name == "byte" and counts:
        return format_units(number, unit.name)
    return plain(number)


def plain(number: float) -> str:
    """A round number with all its digits, or as so many million."""
    return format_number(int(number)) if number == int(number) else local(f"{number:g}")
