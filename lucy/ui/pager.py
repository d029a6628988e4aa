"""A pager: back, a dot for each sheet, on. Says how wide it is and draws the dots; turns nothing."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.ui import shapes
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme

MOST_PART = 0.15  # of the window's width, for all dots together


def width(count: int, height: int, lay: Layout) -> int:
    """Of the whole pager, with its two square buttons."""
    return 2 * height + count * _step(count, lay) + lay.px(24)


def draw_dots(surface: Surface, rect: Rect, count: int, here: int, theme: Theme, lay: Layout) -> None:
    """A dot for each sheet, in the middle of the pager; the present one is larger, and has a ring."""
    step = _step(count, lay)
    left = rect.centerx - step * (count - 1) / 2
    for place in range(count):
        radius = max(min(lay.px(12 if place == here else 8), step // 2 - (0 if place == here else 2)), 3)
        dot = Rect(0, 0, 2 * radius, 2 * radius)
        dot.center = round(left + place * step), rect.centery - max(lay.px(2), 1)
        shapes.box(surface, dot, radius, theme.accent_low if place == here else theme.ink_soft)
        if place == here:
            shapes.box(surface, dot.inflate(-radius // 2, -radius // 2), radius, theme.accent)


def _step(count: int, lay: Layout) -> int:
    """From dot to dot: nearer where there are many."""
    return max(min(lay.px(34), round(MOST_PART * lay.width / max(count, 1))), 12)
