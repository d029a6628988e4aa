"""What stands beside the map of the laboratory: what a slider says, and what each strategy earns in a cell.

Functions of values; keeps nothing.
"""

from __future__ import annotations

import numpy as np
from pygame import Rect, Surface

from lucy.run import words
from lucy.run.laboratory import Slider
from lucy.run.sweep import Map
from lucy.sim.level import Level
from lucy.ui import map_cells, shapes, text
from lucy.ui.stage import Stage
from lucy.ui.sweep_picture import amount_of


def said(slider: Slider, at: int, level: Level) -> str:
    """What a slider stands at."""
    table = slider.path.partition(".")[0]
    numbers = {"value": slider.values[at], "unit": level.unit.name, "station": level.stand}
    return words.say(f"screen.laboratory.{table}", **numbers)


def draw_says(
    surface: Surface, side: Rect, top: int, found: Map, cell: tuple[int, int], level: Level, stage: Stage
) -> None:
    """What each strategy earns in the cell in focus, the best first; and what the map is."""
    lay, theme = stage.lay, stage.theme
    y = top + lay.px(16)
    row, column = cell
    numbers = {"in_per_s": found.sweep.x.values[column], "room": found.sweep.y.values[row]}
    unit = {"unit": level.unit.name, "units": level.unit.plural}
    told = words.say("screen.laboratory.here", **numbers, **unit)
    text.draw(surface, told, (side.left, y), lay.type_px(28), theme.ink, text.BOLD, y="top", width_px=side.width)
    step = lay.px(54 if not lay.compact else 44)
    y += step
    for place in np.argsort(-found.means[row, column], kind="stable"):
        key, points = found.players[place].key, float(found.means[row, column, place])
        sample = Rect(side.left, y, step * 2 // 3, step * 2 // 3)
        shapes.box(surface, sample, lay.px(6), theme.ink)
        inner = sample.inflate(-max(lay.px(4), 2), -max(lay.px(4), 2))
        surface.blit(map_cells.swatch(key, theme, inner.size), inner)
        at = (sample.right + lay.px(18), sample.centery)
        name = text.draw(surface, words.say(f"screen.keys.{key}"), at, lay.type_px(28), theme.ink, y="middle")
        if found.players[place].amount:
            at, room = (name.right + lay.px(16), sample.centery), side.right - name.right - lay.px(84)
            amount = amount_of(found.players[place])
            text.draw(surface, amount, at, lay.type_px(24), theme.ink_soft, y="middle", width_px=room)
        end = (side.right, sample.centery)
        text.draw(surface, f"{points:.0f}", end, lay.type_px(28), theme.ink, text.BOLD, x="right", y="middle")
        y += step
    if not lay.compact:
        area = Rect(side.left, y + lay.px(22), side.width, lay.px(160))
        text.paragraph(surface, words.say("screen.laboratory.how"), area, lay.type_px(24), theme.ink_soft)
