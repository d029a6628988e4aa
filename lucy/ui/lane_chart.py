"""The shared timeline: one line for each lane over the whole level, with its sign and its name where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from pygame import Rect, Surface

from lucy.run import words
from lucy.sim.level import Level
from lucy.ui import phrases, shapes, text
from lucy.ui.lane_zones import colour, draw_sign
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme

FINE = 2  # lines are drawn this many times larger and scaled down, for smooth edges
MARKS = 6  # signs along a whole line


@dataclass(frozen=True, slots=True)
class LaneLine:
    """One lane's values over time. `place`: which lane, for its colour and sign."""

    place: int
    name: str
    time_s: np.ndarray
    values: np.ndarray


def draw_lane_chart(
    surface: Surface, rect: Rect, title: str, level: Level, lines: Sequence[LaneLine], theme: Theme, lay: Layout
) -> None:
    """The chart of one value. An empty rectangle: nothing."""
    if rect.width < 60 or rect.height < 24:
        return
    small = lay.compact
    shapes.box(surface, rect, lay.px(12), theme.panel_deep, 1 if theme.outline else 0, theme.outline)
    size, pad = lay.type_px(26 if not small else 22), lay.px(18 if not small else 10)
    top = rect.top + pad + (round(1.2 * size) if not small else 0)
    bottom = rect.bottom - pad - (round(1.1 * size) if not small else 0)
    label = max((text.width(line.name, size, text.BOLD) for line in lines), default=0)
    label = min(label, rect.width // 4) + lay.px(62)
    plot = Rect(rect.left + pad, top, rect.width - 2 * pad - label, max(bottom - top, 4))
    most = max((float(line.values.max()) for line in lines if len(line.values)), default=0.0)
    duration_s = level.duration_ms / 1000
    thick = max(lay.px(4), 2)
    fine = Surface((plot.width * FINE, plot.height * FINE))
    fine.fill(theme.panel_deep)
    width, height = fine.get_size()
    fine.fill(theme.panel_raised, Rect(0, height - FINE, width, FINE))
    ends = []
    for line in reversed(lines):  # the first lane on top
        if not len(line.time_s):
            continue
        room = height - 2 * thick * FINE
        xs = line.time_s / duration_s * (width - 1)
        ys = height - thick * FINE - (line.values / most if most else line.values * 0) * room
        points = np.column_stack([xs, ys]).tolist()
        if len(points) > 1:
            if theme.outline:
                pygame.draw.lines(fine, theme.outline, False, points, thick * FINE + 4)
            pygame.draw.lines(fine, colour(line.place, theme), False, points, thick * FINE)
        for k in range(1, MARKS):
            at_s = duration_s * (k + line.place / 4) / MARKS  # each lane's elsewhere, so that they never hide another
            if at_s < line.time_s[-1]:
                spot = float(np.interp(at_s, line.time_s, xs)), float(np.interp(at_s, line.time_s, ys))
                draw_sign(fine, line.place, spot, lay.px(9) * FINE, theme)
        ends.append((line, plot.left + points[-1][0] / FINE, plot.top + points[-1][1] / FINE))
    surface.blit(pygame.transform.smoothscale(fine, plot.size), plot)
    if not small:
        room = rect.width - 2 * pad - label
        said = words.say("screen.compare.up_to", what=title, most=phrases.amount(level, round(most))) if most else title
        text.draw(surface, said, (rect.left + pad, rect.top + lay.px(12)), size, theme.on_panel_soft, y="top",
                  width_px=room)  # fmt: skip
        foot = rect.bottom - lay.px(10) - size // 2
        text.draw(surface, phrases.clock(0), (plot.left, foot), size, theme.on_panel_soft, y="middle")
        text.draw(surface, phrases.clock(duration_s), (plot.right, foot), size, theme.on_panel_soft, x="right",
                  y="middle")  # fmt: skip
    _names(surface, rect, plot.top, ends, size, theme, lay)


def _names(
    surface: Surface, rect: Rect, highest: int, ends: list, size: int, theme: Theme, lay: Layout
) -> None:
    """Each line's sign where it ends, and its name beside it, moved apart where they would overlap."""
    step, ends = round(1.05 * size), sorted(ends, key=lambda end: end[2])
    tops = [end[2] for end in ends]
    low = rect.bottom - size // 2 - lay.px(8)
    for k in range(len(tops) - 1, -1, -1):  # from the lowest up
        tops[k] = min(tops[k], low - step * (len(tops) - 1 - k))
        if k + 1 < len(tops):
            tops[k] = min(tops[k], tops[k + 1] - step)
    for k in range(len(tops)):
        tops[k] = max(tops[k], highest + step * k)
    for (line, x, y), at in zip(ends, tops, strict=True):
        draw_sign(surface, line.place, (x, y), lay.px(10), theme)
        left = x + lay.px(32)
        draw_sign(surface, line.place, (left, at), lay.px(10), theme)
        left += lay.px(20)
        room = max(round(rect.right - lay.px(8) - left), 20)
        wide = min(text.width(line.name, size, text.BOLD), room)
        surface.fill(theme.panel_deep, Rect(left - 2, at - 0.4 * size, wide + 4, 0.8 * size))  # over others' lines
        text.draw(surface, line.name, (left, at), size, theme.on_panel, text.BOLD, y="middle", width_px=room)
