"""Stars earned: three for each act, full or hollow, so that colour is not the only sign. Counts nothing."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Surface

from lucy.ui import shapes
from lucy.ui.theme import Colour, Theme

EACH = 3


def width(acts: int, size_px: int) -> int:
    """How wide that many acts' stars are."""
    return round(acts * EACH * size_px + (acts - 1) * 0.5 * size_px)


def draw(
    surface: Surface, left: float, middle: float, size_px: int, earned: Sequence[int], theme: Theme, ground: Colour
) -> None:
    """The stars of each act, a small gap between the acts; `ground` is what they stand on."""
    x = left + size_px / 2
    for stars in earned:
        for place in range(EACH):
            full = place < stars
            shapes.draw_sign(surface, "star", (x, middle), size_px, theme.accent_low if full else theme.ink_soft)
            inside = theme.accent if full else ground
            shapes.draw_sign(surface, "star", (x, middle), round(size_px * 0.72), inside)
            x += size_px
        x += size_px * 0.5
