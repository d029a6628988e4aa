"""A row that says which line of a chart is which. A function of values and a rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pygame
from pygame import Rect, Surface

from lucy.ui import text
from lucy.ui.layout import Layout
from lucy.ui.theme import Colour, Theme


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is line or dots; `colour` is that of the sample."""

    kind: str
    said: str
    colour: Colour


def draw(surface: Surface, rect: Rect, entries: Sequence[Entry], theme: Theme, lay: Layout) -> int:
    """Set the row at the top of `rect`; returns the y where the chart may begin."""
    size = lay.type_px(26 if not lay.compact else 24)
    sample, gap = lay.px(50), lay.px(14)

    def wide(size_px: int) -> int:
        each = (text.width(e.said, size_px) + sample + gap for e in entries)
        return sum(each) + lay.px(36) * (len(entries) - 1)

    while size > 11 and wide(size) > rect.width:
        size -= 1
    rows: list[list[Entry]] = [list(entries)] if wide(size) <= rect.width else [[entry] for entry in entries]
    middle = rect.top + size // 2
    for row in rows:
        x = rect.left
        for entry in row:
            _sample(surface, entry, Rect(x, middle - lay.px(6), sample, lay.px(12)), lay)
            x += sample + gap
            drawn = text.draw(surface, entry.said, (x, middle), size, theme.ink, y="middle", width_px=rect.right - x)
            x = drawn.right + lay.px(36)
        middle += round(size * 1.4)
    return middle - round(size * 1.4) + round(size * 0.5) + lay.px(16 if not lay.compact else 10)


def _sample(surface: Surface, entry: Entry, rect: Rect, lay: Layout) -> None:
    thick = max(lay.px(5), 2)
    if entry.kind == "dots":
        step = max(lay.px(16), 6)
        for x in range(rect.left + thick, rect.right, step):
            pygame.draw.circle(surface, entry.colour, (x, rect.centery), max(thick * 0.8, 2))
        return
    surface.fill(entry.colour, Rect(rect.left, rect.centery - thick // 2, rect.width, thick))
