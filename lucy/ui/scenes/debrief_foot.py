"""The foot of a debrief: where one can go from here, saving, and turning the sheets. Values in, buttons out.

All of it in one row; where that would squeeze the words, the sheets are turned in a row of their own above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect

from lucy.run import words
from lucy.ui import pager, text
from lucy.ui.layout import Layout
from lucy.ui.scenes.page import margin
from lucy.ui.stage import Stage
from lucy.ui.widgets import Button

SQUEEZED = 0.9  # of the width that the words ask for: less than that is too little
TYPE = 30


@dataclass(frozen=True, slots=True)
class Way:
    """Somewhere to go: what the page is told, the word on the button, and whether most go there."""

    action: str
    label: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Foot:
    """`top` is where the sheet has to end, `turns` where the dots stand."""

    top: int
    buttons: tuple[Button, ...]
    turns: Rect


def foot(ways: Sequence[Way], saves: bool, sheets: int, stage: Stage) -> Foot:
    """The rows at the present size, for so many sheets."""
    lay, gap, height = stage.lay, stage.lay.px(20), max(stage.lay.px(76), 34)
    left = margin(stage)
    row = Rect(left, lay.height - lay.px(44 if not lay.compact else 18) - height, lay.width - 2 * left, height)
    on = words.say("screen.debrief.on")
    on_width = _asked(on, lay) + lay.px(40) if not lay.compact else height
    save = words.say("screen.handed_in.key")
    save_width = _asked(save, lay) if saves else 0
    turn_width = pager.width(sheets, height, lay) + on_width - height
    asked = [_asked(way.label, lay) for way in ways]
    beside = row.width - turn_width - lay.px(30) - (save_width + gap if saves else 0)
    fits = beside - gap * (len(ways) - 1) >= SQUEEZED * sum(asked)
    above = row if fits else row.move(0, -height - lay.px(18 if not lay.compact else 10))
    turns = Rect(above.right - turn_width, above.top, turn_width, height)
    found = _side_by_side(ways, asked, Rect(left, row.top, beside if fits else row.width, height), gap, lay)
    if saves:
        at = turns.left - gap - save_width if fits else left
        found.append(Button(Rect(at, above.top, save_width, height), save, "save_level"))
    found.append(Button(Rect(turns.left, turns.top, height, height), "", "sheet:-1", sign="left"))
    rect = Rect(turns.right - on_width, turns.top, on_width, height)
    found.append(Button(rect, "" if lay.compact else on, "sheet:1", sign="right"))
    dots = Rect(turns.left + height, turns.top, turns.width - height - on_width, height)
    return Foot(above.top, tuple(found), dots)


def _asked(label: str, lay: Layout) -> int:
    """How wide a button is that has room for its word."""
    return text.width(label, lay.type_px(TYPE), text.BOLD) + lay.px(44)


def _side_by_side(ways: Sequence[Way], asked: list[int], row: Rect, gap: int, lay: Layout) -> list[Button]:
    """All equally wide, or, where one would be too narrow for its word, each as its word asks."""
    room = row.width - gap * (len(ways) - 1)
    each = min(room // len(ways), lay.px(340))
    part = min(room / sum(asked), 1.0)
    widths = [each] * len(ways) if max(asked) <= each else [int(width * part) for width in asked]
    found, left = [], row.left
    for way, width in zip(ways, widths, strict=True):
        found.append(Button(Rect(left, row.top, width, row.height), way.label, way.action, way.primary))
        left += width + gap
    return found
