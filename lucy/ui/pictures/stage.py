"""Where a picture stands: one transform from scene units to pixels, and the enamel plates that carry words.

A scene is 700 units high and as wide as the rectangle allows, never under its least width. Knows no level.
"""

from __future__ import annotations

import pygame

from lucy.run import words
from lucy.run.language import shown
from lucy.ui import fonts, text
from lucy.ui.pictures.art import linear, paint, svg

HEIGHT = 700.0
INK, SOFT, BAD = (53, 36, 28), (107, 79, 63), (166, 60, 0)
LEAST_PX = 10
LEAST_UNITS = 30.4  # 26 px on a full 1080p play screen: nothing smaller reaches the back row
BACK_ROW = 26 / 1080  # ... and the same part of any window whose picture goes from edge to edge


class Stage:
    """A rectangle of a surface, seen in scene units. Everything is clipped to the rectangle."""

    __slots__ = ("height", "least_px", "lift", "rect", "scale", "surface", "width")

    def __init__(self, surface: pygame.Surface, rect: pygame.Rect, least_width: float = 1400.0) -> None:
        self.surface, self.rect = surface, rect
        self.scale = max(min(rect.height / HEIGHT, rect.width / least_width), 0.001)
        self.width = rect.width / self.scale
        self.height = rect.height / self.scale
        self.lift = self.height - HEIGHT  # spare height, above the scene
        wide, high = surface.get_size()
        whole = rect.width >= 0.95 * wide and rect.height >= 0.4 * high
        self.least_px = max(round(BACK_ROW * min(high, wide * 0.675)) if whole else 0, LEAST_PX)

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Pixels of a point of the scene."""
        return round(self.rect.left + x * self.scale), round(self.rect.top + (y + self.lift) * self.scale)

    def put(self, image: pygame.Surface, x: float, y: float) -> None:
        """An image with its top left corner at a point of the scene."""
        self.surface.blit(image, self.at(x, y))

    def box(self, x: float, y: float, width: float, height: float) -> pygame.Rect:
        """A rectangle of the scene in pixels."""
        left, top = self.at(x, y)
        right, bottom = self.at(x + width, y + height)
        return pygame.Rect(left, top, right - left, bottom - top)

    def px(self, units: float) -> int:
        """A size of type in pixels, never too small to read; where a line has too little room it still shrinks."""
        return max(round(max(units, LEAST_UNITS) * self.scale), self.least_px)

    def first_that_fits(self, lines: tuple[str, ...], units: float, width: float) -> str:
        """The first line that has room in that width at its full size; else the last, which is the shortest."""
        return next((line for line in lines if self.wide(line, units) <= width), lines[-1])

    def say(
        self,
        line: str,
        x: float,
        y: float,
        units: float,
        colour: tuple[int, int, int] = INK,
        weight: str = fonts.BOLD,
        width: float | None = None,
        side: str = "centre",
        whole: bool = False,
    ) -> pygame.Rect:
        """One line with the middle of its capitals at (x, y), at most `width` units wide.

        `whole`: better nothing than a line that is cut.
        """
        line = shown(line)  # the level's own names
        if whole and width is not None and not self.fits(line, width, weight):
            return pygame.Rect(self.at(x, y), (0, 0))
        room = None if width is None else max(int(width * self.scale), 4)
        return text.draw(
            self.surface, line, self.at(x, y), self.px(units), colour, weight, side, "middle", room, min(8, LEAST_PX)
        )

    def fits(self, line: str, width: float, weight: str = fonts.BOLD) -> bool:
        """Whether a line, at the least size that can be read, needs no more than so many units."""
        return text.width(line, min(8, LEAST_PX), weight) <= width * self.scale

    def wide(self, line: str, units: float, weight: str = fonts.BOLD) -> float:
        """How wide a line would be, in units."""
        return text.width(line, self.px(units), weight) / self.scale


def mood(stage: Stage, word: str, units: float, width: float) -> str:
    """How somebody copes, in a word that has room in that width; `word`: one of pictures.memory.word_of."""
    short = (words.say("picture.overwhelmed_short"),) if word == "overwhelmed" else ()
    return stage.first_that_fits((words.say(f"picture.{word}"), *short), units, width)


def plate(stage: Stage, x: float, y: float, width: float, height: float, kind: str = "cream") -> None:
    """An enamel plate with a soft shadow: cream, amber (a warning), red (bad) or mint (good)."""
    width, height = round(width / 4) * 4, round(height / 4) * 4
    image = paint(("plate", width, height, kind), stage.scale, lambda: _plate(width, height, kind))
    stage.put(image, x - 6, y - 4)


PLATES = {
    "cream": ("#fffdf6", "#f3e2c0", "#c9a266"),
    "amber": ("#ffe6a3", "#f2b93c", "#9a6a0c"),
    "red": ("#ffd0bd", "#f08c66", "#8f2d1e"),
    "mint": ("#d8f4e6", "#94d3b8", "#1f7a5c"),
}


def _plate(width: float, height: float, kind: str) -> str:
    top, low, edge = PLATES[kind]
    r = min(height / 2, 16)
    body = (
        f'<rect x="6" y="9" width="{width}" height="{height}" rx="{r}" fill="#2b1a12" fill-opacity=".13"/>'
        f'<rect x="7" y="7" width="{width - 2}" height="{height}" rx="{r}" fill="#2b1a12" fill-opacity=".2"/>'
        f'<rect x="6" y="4" width="{width}" height="{height}" rx="{r}" fill="url(#p)"/>'
        f'<rect x="8.5" y="6.5" width="{width - 5}" height="{height - 5}" rx="{max(r - 2.5, 1)}" '
        f'fill="none" stroke="{edge}" '
        'stroke-width="2.6"/>'
    )
    return svg(width + 12, height + 14, body, linear("p", 0, 4, 0, 4 + height, (0, top), (1, low)))


def tag(
    stage: Stage,
    line: str,
    x: float,
    y: float,
    units: float,
    kind: str = "cream",
    most: float | None = None,
    weight: str = fonts.BOLD,
) -> float:
    """A line on a plate of its own, its middle at (x, y); returns the plate's width in units."""
    tall = max(units * 1.55, stage.px(units) / stage.scale * 1.5)
    wide = stage.wide(line, units, weight) + tall * 0.75
    wide = min(wide, most) if most else wide
    plate(stage, x - wide / 2, y - tall / 2, wide, tall, kind)
    ink = {"red": (84, 20, 8), "mint": (6, 62, 45)}.get(kind, INK)
    stage.say(line, x, y, units, ink, weight, wide - tall * 0.5)
    return wide
