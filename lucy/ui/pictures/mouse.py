"""A mouse on its pad, and a screen that draws what it heard of it: the gap between them is how far it is behind."""

from __future__ import annotations

import math

import pygame

from lucy.run import words
from lucy.sim.level import Unit
from lucy.ui import fonts
from lucy.ui.pictures.art import linear, paint, svg
from lucy.ui.pictures.stage import BAD, Stage, tag

TRAIL = 90


def spot(number: float) -> tuple[float, float]:
    """Where the hand was at move `number`: 0..1 in both directions, a long loop that never jumps."""
    t = number / 150.0
    return 0.5 + 0.44 * math.sin(1.3 * t + 0.8 * math.sin(0.17 * t)), 0.5 + 0.4 * math.sin(1.9 * t + 0.7)


def draw_ground(stage: Stage, x: float, y: float, w: float, h: float) -> None:
    """The pad alone."""
    wide, tall = round(w), round(h)
    stage.put(paint(("pad", wide, tall), stage.scale, lambda: _pad(wide, tall)), x, y)


def draw_pad(stage: Stage, x: float, y: float, w: float, h: float, made: int) -> None:
    """The trail of the last moves, and the mouse at the end of it."""
    _trail(stage, x + 50, y + 40, w - 100, h - 90, made, (255, 226, 160))
    at = spot(made)
    body = paint(("mouse",), stage.scale * 1.1, _mouse)
    stage.surface.blit(body, body.get_rect(center=stage.at(x + 50 + (w - 100) * at[0], y + 50 + (h - 90) * at[1])))


def _trail(
    stage: Stage, x: float, y: float, w: float, h: float, number: int, ink: tuple[int, int, int]
) -> None:
    for k in range(TRAIL, 0, -1):
        n = number - k * 4
        if n > 0:
            px, py = spot(n)
            r = max(1, round((2 + 5 * (1 - k / TRAIL)) * stage.scale))
            pygame.draw.circle(stage.surface, ink, stage.at(x + w * px, y + h * py), r)


def draw_screen(
    stage: Stage, x: float, y: float, w: float, h: float, made: int, shown: int, down: bool, unit: Unit
) -> None:
    """The screen: an arrow where the drawing has got to, a hollow one where the hand is; `unit`: what a move is."""
    left, top, wide, tall = x + 44, y + 46, w - 156, h - 122
    if down:
        stage.surface.fill((52, 44, 40), stage.box(left, top, wide, tall))
        room = wide - 40
        stage.say(words.say("picture.crashed"), left + wide / 2, top + tall / 2, 46, (255, 176, 138), fonts.BOLD, room)
        return
    inner = (left + 24, top + 78, wide - 60, tall - 130)
    _trail(stage, *inner, shown, (143, 190, 222))
    hand, drawn = spot(made), spot(shown)
    here = stage.at(inner[0] + inner[2] * hand[0], inner[1] + inner[3] * hand[1])
    there = stage.at(inner[0] + inner[2] * drawn[0], inner[1] + inner[3] * drawn[1])
    late = made - shown
    if math.dist(here, there) > 12 * stage.scale:
        pygame.draw.line(stage.surface, (214, 100, 40), here, there, max(2, round(4 * stage.scale)))
        ghost = paint(("arrow", True), stage.scale, lambda: _arrow(True))
        stage.surface.blit(ghost, here)
    stage.surface.blit(paint(("arrow", False), stage.scale, lambda: _arrow(False)), there)
    far = late > 60
    behind = words.say("picture.behind_hand", late=late, unit=unit.name, units=unit.plural)
    stage.surface.fill((240, 208, 192) if far else (178, 222, 206), stage.box(left, top, wide, 58))
    stage.say(behind, left + wide / 2, top + 29, 34, BAD if far else (6, 62, 45), fonts.BOLD, wide - 20)
    line = ("× " if far else "✓ ") + words.say("picture.out_of_date" if far else "picture.up_to_date")
    tag(stage, line, left + wide / 2, top + tall - 28, 32, "red" if far else "mint", wide)


def _pad(w: int, h: int) -> str:
    return svg(w + 8, h + 12, (
        f'<rect x="8" y="12" width="{w - 4}" height="{h - 4}" rx="30" fill="#2b1a12" fill-opacity=".28"/>'
        f'<rect x="2" y="2" width="{w - 4}" height="{h - 4}" rx="30" fill="url(#p)"/>'
        f'<rect x="14" y="14" width="{w - 28}" height="{h - 28}" rx="22" fill="none" stroke="#fff" '
        'stroke-opacity=".25" stroke-width="3"/>'
    ), linear("p", 0, 0, 0, h, (0, "#a8503d"), (1, "#7d3526")))  # fmt: skip


def _mouse() -> str:
    return svg(84, 124, (
        '<path d="M42 22 C42 8 54 10 52 0" stroke="#4a3325" stroke-width="5" fill="none"/>'
        '<rect x="12" y="24" width="66" height="98" rx="33" fill="#2b1a12" fill-opacity=".35"/>'
        '<rect x="8" y="18" width="66" height="98" rx="33" fill="url(#m)" stroke="#9a8568" stroke-width="2.5"/>'
        '<path d="M41 18 L41 62 M8 62 L74 62" stroke="#9a8568" stroke-width="2.5"/>'
        '<rect x="35" y="32" width="12" height="22" rx="6" fill="#c9503a"/>'
    ), linear("m", 8, 0, 74, 0, (0, "#f4e6cc"), (0.4, "#fffdf6"), (1, "#d9c6ab")))  # fmt: skip


def _arrow(hollow: bool) -> str:
    fill = 'fill="#fff" fill-opacity=".35" stroke="#d6641e"' if hollow else 'fill="#35241c" stroke="#fffdf6"'
    return svg(44, 60, f'<path d="M4 4 L4 46 L15 37 L22 54 L30 50 L23 34 L38 33Z" {fill} stroke-width="3.5" '
                       'stroke-linejoin="round"/>')  # fmt: skip
