"""Setting type: one line, fitted lines, paragraphs. Knows no words of its own and no layout.

Everything is drawn at its real size and kept; text is placed by its capital height, not by the font's box, so that
"middle" looks like the middle. A text that is too wide shrinks, but never below `LEAST_PX`; then it ends in "…".
"""

from __future__ import annotations

import re
from functools import lru_cache

import pygame

from lucy.ui import fonts
from lucy.ui.fonts import BOLD, HEADING, MONO, REGULAR
from lucy.ui.theme import Colour

__all__ = [
    "BOLD", "HEADING", "MONO", "REGULAR", "LEAST_PX", "draw", "fit", "fit_paragraph", "paragraph", "render", "rich",
    "width", "wrap",
]  # fmt: skip

LEAST_PX = 11
NUMBER = re.compile(r"[+−]?\d[\d,.]*(?:\s?(?:%|ms|s|min|kB|MB|GB|TB)(?:/s)?(?![\w]))?")


@lru_cache(maxsize=1200)
def render(line: str, size_px: int, colour: Colour, weight: str = REGULAR) -> pygame.Surface:
    """One line as a surface with alpha; kept, so do not draw on it."""
    surface = fonts.font(weight, size_px).render(line, True, colour)
    if pygame.display.get_init() and pygame.display.get_surface() is not None:
        surface = surface.convert_alpha()
    return surface


@lru_cache(maxsize=4000)
def width(line: str, size_px: int, weight: str = REGULAR) -> int:
    """Width of a line in pixels."""
    return int(fonts.font(weight, size_px).size(line)[0])


@lru_cache(maxsize=2000)
def fit(line: str, size_px: int, weight: str, width_px: int, least_px: int = LEAST_PX) -> tuple[str, int]:
    """The line and the size at which it is at most `width_px` wide; cut with "…" if even the least is too wide."""
    if width(line, size_px, weight) <= width_px:
        return line, size_px
    least_px = min(least_px, size_px)
    size = max(least_px, size_px * width_px // max(width(line, size_px, weight), 1))
    while size > least_px and width(line, size, weight) > width_px:
        size -= 1
    while len(line) > 1 and width(line, size, weight) > width_px:
        line = line[:-2].rstrip() + "…"
    return line, size


def draw(
    surface: pygame.Surface,
    line: str,
    at: tuple[float, float],
    size_px: int,
    colour: Colour,
    weight: str = REGULAR,
    x: str = "left",
    y: str = "baseline",
    width_px: int | None = None,
    least_px: int = LEAST_PX,
) -> pygame.Rect:
    """Draw one line. `x`: left, centre or right; `y`: baseline, middle (of the capitals) or top (of the capitals).

    Returns the rectangle of the capitals: what the eye sees as the line's box.
    """
    if width_px is not None:
        line, size_px = fit(line, size_px, weight, width_px, least_px)
    image = render(line, size_px, colour, weight)
    cap = fonts.cap_height_px(weight, size_px)
    left = at[0] - {"left": 0.0, "centre": 0.5, "right": 1.0}[x] * image.get_width()
    baseline = at[1] + {"baseline": 0.0, "middle": cap / 2, "top": float(cap)}[y]
    left_px, baseline_px = round(left), round(baseline)
    surface.blit(image, (left_px, baseline_px - fonts.font(weight, size_px).get_ascent()))
    return pygame.Rect(left_px, baseline_px - cap, image.get_width(), cap)


@lru_cache(maxsize=400)
def wrap(text: str, size_px: int, weight: str, width_px: int) -> tuple[str, ...]:
    """Break at spaces into lines at most `width_px` wide; a number stays with its unit."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in re.sub(r"(\d) (?=(?:s|ms|min|%|kB|MB|GB)\b)", "\\1\u00a0", part).split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size_px, weight) > width_px:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def paragraph(
    surface: pygame.Surface | None,
    text: str,
    rect: pygame.Rect,
    size_px: int,
    colour: Colour,
    weight: str = REGULAR,
    x: str = "left",
    leading: float = 1.42,
) -> int:
    """Set wrapped text from the top of `rect`; returns the y below the last line. No surface: only measure."""
    step = round(size_px * leading)
    cap = fonts.cap_height_px(weight, size_px)
    at_x = {"left": rect.left, "centre": rect.centerx, "right": rect.right}[x]
    baseline = rect.top + cap
    for line in wrap(text, size_px, weight, rect.width):
        if surface is not None:
            draw(surface, line, (at_x, baseline), size_px, colour, weight, x)
        baseline += step
    return baseline - step + round(0.3 * size_px)


def fit_paragraph(
    text: str, size_px: int, weight: str, room: pygame.Rect, least_px: int = LEAST_PX, leading: float = 1.42
) -> int:
    """The type size, that one or smaller but never under `least_px`, at which a paragraph fits into the room."""
    while size_px > least_px and paragraph(None, text, room, size_px, (0, 0, 0), weight, leading=leading) > room.bottom:
        size_px -= 1
    return size_px


def rich(
    surface: pygame.Surface,
    line: str,
    at: tuple[float, float],
    size_px: int,
    colour: Colour,
    width_px: int,
    least_px: int = LEAST_PX,
) -> None:
    """One line round the point `at` (its centre), with every number in it set bold."""
    line, size_px = fit(line, size_px, BOLD, width_px, least_px)
    pieces = _pieces(line)
    total = sum(width(piece, size_px, weight) for piece, weight in pieces)
    left = at[0] - total / 2
    for piece, weight in pieces:
        draw(surface, piece, (left, at[1]), size_px, colour, weight, y="middle")
        left += width(piece, size_px, weight)


@lru_cache(maxsize=200)
def _pieces(line: str) -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    end = 0
    for found in NUMBER.finditer(line):
        if found.start() > end:
            pieces.append((line[end : found.start()], REGULAR))
        number = found.group().rstrip(".,")
        pieces.append((number, BOLD))
        end = found.start() + len(number)
    if end < len(line):
        pieces.append((line[end:], REGULAR))
    return tuple(pieces)


def forget() -> None:
    """Drop every kept text; needed after `pygame.font.quit()` or a change of display."""
    for kept in (render, width, fit, wrap):
        kept.cache_clear()
    fonts.forget()
