"""The map of two settings as one picture, for a talk: title, map, axes with units, legend. Plays nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
from pygame import Rect, Surface

from lucy.run.level_files import level_acts
from lucy.run.sweep import BEST, Map, Player
from lucy.run.words import say
from lucy.sim.controls import WHEN_FULL
from lucy.sim.score import STARS_AT
from lucy.ui import map_axes, map_cells, shapes, text
from lucy.ui.theme import WARM

SIZE = (1920, 1080)
_TYPE_PX = 30
_MAP = Rect(210, 190, 1130, 720)
_LEGEND_X = 1410
_LEGEND_PX = 450


def save(found: Map, file: Path) -> None:
    """Draw the map into a PNG file; OSError if it can't be written."""
    surface = Surface(SIZE)
    draw(found, surface)
    try:
        pygame.image.save(surface, str(file))
    except pygame.error as error:
        raise OSError(str(error)) from error


def draw(found: Map, surface: Surface) -> None:
    """Draw the map on a surface of SIZE."""
    theme = WARM
    surface.blit(shapes.gradient(*SIZE, theme.ground, theme.ground_low), (0, 0))
    title = say(f"sweep.title.{found.sweep.value}")
    text.draw(surface, title, (_MAP.left, 66), 62, theme.ink, text.HEADING, y="top", width_px=SIZE[0] - 300)
    acts = level_acts(found.sweep.level)
    key = f"sweep.under{'_act' if len(acts) > 1 else ''}{'' if found.seeds > 1 else '_once'}"
    named = {"level": found.level.words.title, "act": found.sweep.act + 1, "part": acts[found.sweep.act]}
    under = say(key, seeds=found.seeds, **named)
    text.draw(surface, under, (_MAP.left, 142), _TYPE_PX, theme.ink_soft, y="top", width_px=SIZE[0] - 300)
    frame = _MAP.inflate(6, 6)
    shapes.shadow(surface, frame, 6, 22, 0.25)
    surface.fill(theme.ink, frame)
    if found.sweep.value == BEST:
        _strategies(found, surface)
    else:
        _figures(found, surface)
    for axis, upwards in ((found.sweep.x, False), (found.sweep.y, True)):
        map_axes.draw(surface, frame, axis, found.level.unit, theme, _TYPE_PX, upwards)


def _strategies(found: Map, surface: Surface) -> None:
    theme, best = WARM, found.best
    keys = [player.key for player in found.players]
    names = [say(f"screen.keys.{key}") for key in keys]
    weak = found.means.max(axis=2) < STARS_AT[0]
    surface.blit(map_cells.strategies(best, weak, keys, theme, _MAP.size), _MAP)
    map_cells.name_regions(surface, _MAP, best, names, theme, 40)
    y = _MAP.top
    for place in np.argsort(-np.bincount(best.ravel(), minlength=len(keys)), kind="stable"):
        share = float((best == place).mean())
        shapes.box(surface, Rect(_LEGEND_X, y, 76, 76), 10, theme.ink)
        surface.blit(map_cells.swatch(keys[place], theme, (70, 70)), (_LEGEND_X + 3, y + 3))
        left, wide = _LEGEND_X + 100, _LEGEND_PX - 100
        head = say("sweep.share", name=names[place], share=share)
        text.draw(surface, head, (left, y + 20), 34, theme.ink, text.BOLD, y="middle", width_px=wide)
        amount = amount_of(found.players[place])
        text.draw(surface, amount, (left, y + 58), 26, theme.ink_soft, y="middle", width_px=wide, least_px=20)
        y += 108
    if weak.any():
        shapes.box(surface, Rect(_LEGEND_X, y, 76, 76), 10, theme.ink)
        surface.blit(map_cells.swatch("ignore", theme, (70, 70), weak=True), (_LEGEND_X + 3, y + 3))
        area = Rect(_LEGEND_X + 100, y + 12, _LEGEND_PX - 100, 76)
        text.paragraph(surface, say("sweep.weak", least=STARS_AT[0]), area, 26, theme.ink)
        y += 108
    area = Rect(_LEGEND_X, y + 16, _LEGEND_PX, 200)
    text.paragraph(surface, say("sweep.how"), area, 26, theme.ink_soft)


def amount_of(player: Player) -> str:
    """What a strategy is set to, as words."""
    if player.amount in WHEN_FULL:
        return say(f"screen.keys.drops.{player.amount}")
    return player.amount or say(f"sweep.as.{'nothing' if player.key == 'ignore' else 'axes'}")


def _figures(found: Map, surface: Surface) -> None:
    theme, grid = WARM, found.means[:, :, 0]
    low, high = float(grid.min()), float(grid.max())
    surface.blit(map_cells.figures(grid, low, high, _MAP.size), _MAP)
    bar = Rect(_LEGEND_X + 6, _MAP.top + 60, 60, _MAP.height - 60)
    told = say(f"sweep.value.{found.sweep.value}", units=found.level.unit.plural)
    text.draw(surface, told, (_LEGEND_X, _MAP.top), 34, theme.ink, text.BOLD, y="top", width_px=_LEGEND_PX)
    surface.fill(theme.ink, bar.inflate(6, 6))
    ramp = np.linspace(0, 1, bar.height)[:, None]
    surface.blit(map_cells.figures(ramp, 0, 1, bar.size), bar)
    for number in map_axes.round_numbers(low, high, 8) if high > low else [low]:
        y = round(bar.bottom - (number - low) / max(high - low, 1e-12) * bar.height)
        pygame.draw.line(surface, theme.ink, (bar.right + 3, y), (bar.right + 12, y), 3)
        text.draw(surface, map_axes.plain(number), (bar.right + 24, y), _TYPE_PX, theme.ink, y="middle")
    who = say(f"personas.{found.sweep.consumer}.name") if found.sweep.consumer else say("sweep.nobody")
    area = Rect(bar.right + 130, bar.top, _LEGEND_PX - 190, 300)
    text.paragraph(surface, say("sweep.played_by", who=who), area, 28, theme.ink_soft)
