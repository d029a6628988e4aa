"""Where the lanes of a comparison stand, and how each is told from the others. Draws nothing but its sign."""

from __future__ import annotations

from dataclasses import dataclass

import pygame
from pygame import Rect, Surface

from lucy.ui.layout import Layout, play_zones
from lucy.ui.theme import Colour, Theme

_FIELDS = ("arriving", "waiting", "leaving", "late")  # Okabe and Ito's: sky blue, orange, green, purple
SHAPES = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True, slots=True)
class LaneZones:
    """One lane, from left to right."""

    whole: Rect
    sign: Rect
    who: Rect
    belt: Rect
    gauges: tuple[Rect, Rect, Rect]


@dataclass(frozen=True, slots=True)
class CompareZones:
    """The page. `keys` is empty where nobody plays by hand."""

    bar: Rect
    lanes: tuple[LaneZones, ...]
    foot: Rect
    charts: tuple[Rect, Rect]
    keys: tuple[Rect, ...]


def compare_zones(lay: Layout, count: int, by_hand: bool) -> CompareZones:
    """The zones for so many lanes; the foot is the play screen's dashboard."""
    play, px, small = play_zones(lay), lay.px, lay.compact
    foot = play.dashboard if not small else Rect(0, play.waiting.top, lay.width, lay.height - play.waiting.top)
    area = Rect(0, play.bar.bottom, lay.width, foot.top - play.bar.bottom)
    gap = max(px(5), 2)
    edges = [area.top + round((area.height + gap) * k / count) for k in range(count + 1)]
    lanes = tuple(_lane(lay, Rect(0, edges[k], lay.width, edges[k + 1] - gap - edges[k])) for k in range(count))
    pad = px(36 if not small else 16)
    right = foot.right - pad
    bottom = foot.bottom - px(22)
    if by_hand:
        right = play.keys[0].left - px(32) if not small else right
        bottom = play.keys[0].top - px(10) if small else bottom
    top = foot.top + px(22 if not small else 8)
    half = (right - pad - px(24)) // 2
    charts = Rect(pad, top, half, bottom - top), Rect(right - half, top, half, bottom - top)
    return CompareZones(play.bar, lanes, foot, charts, play.keys if by_hand else ())


def _lane(lay: Layout, whole: Rect) -> LaneZones:
    px, small = lay.px, lay.compact
    sign = Rect(whole.left, whole.top, px(64 if not small else 44), whole.height)
    who = Rect(sign.right, whole.top, px(200 if not small else 180), whole.height)
    each, gap = px(208 if not small else 170), px(28 if not small else 14)
    gauges_left = whole.right - 3 * (each + gap) - gap
    gauges = tuple(Rect(gauges_left + gap + k * (each + gap), whole.top, each, whole.height) for k in range(3))
    belt = Rect(who.right, whole.top, gauges_left - who.right, whole.height)
    return LaneZones(whole, sign, who, belt, gauges)  # type: ignore[arg-type]


def colour(place: int, theme: Theme) -> Colour:
    """The colour of the lane at that place."""
    return getattr(theme, _FIELDS[place])


def draw_sign(surface: Surface, place: int, centre: tuple[float, float], radius: float, theme: Theme) -> None:
    """A lane's sign: its shape in its colour, outlined where the theme outlines meaning."""
    if theme.outline:
        _shape(surface, SHAPES[place], centre, radius + 2, theme.outline)
    _shape(surface, SHAPES[place], centre, radius, colour(place, theme))


def _shape(surface: Surface, shape: str, centre: tuple[float, float], radius: float, fill: Colour) -> None:
    x, y = centre
    if shape == "circle":
        pygame.draw.aacircle(surface, fill, (round(x), round(y)), max(round(radius), 2))
    elif shape == "square":
        side = 1.75 * radius
        surface.fill(fill, Rect(round(x - side / 2), round(y - side / 2), round(side), round(side)))
    elif shape == "triangle":
        points = ((x, y - 1.15 * radius), (x + 1.15 * radius, y + 0.9 * radius), (x - 1.15 * radius, y + 0.9 * radius))
        pygame.draw.polygon(surface, fill, points)
    else:
        reach = 1.25 * radius
        pygame.draw.polygon(surface, fill, ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)))
