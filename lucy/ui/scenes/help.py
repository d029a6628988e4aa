"""How to play: the keys, and the idea in three sentences."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect, Surface

from lucy.run import words
from lucy.ui import shapes, text, widgets
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

ROWS = (
    "strategies", "more", "amounts", "number", "work", "pause", "step", "rewind", "speed", "restart", "hint",
    "skip", "page", "sound", "save", "sliders", "log", "camera", "reload", "back",
)  # fmt: skip
PAD_ROWS = (
    "strategies", "more", "amounts", "work", "pause", "rewind", "marks", "speed", "restart", "hint", "help", "back",
)  # fmt: skip


def rows(stage: Stage) -> list[tuple[str, ...]]:
    """What to press and what it does: keys, or buttons where a gamepad was used last."""
    table, names = ("screen.gamepad.help", PAD_ROWS) if stage.pad else ("screen.help.keys", ROWS)
    return [words.lines(f"{table}.{name}", **stage.caps()) for name in names]


class Aside(Page):
    """A page that only leads back to where somebody was. Those who inherit give `paint`."""

    def __init__(self, before: Scene) -> None:
        self.before = before

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Only the way back."""
        return (back_button(stage, words.say("screen.help.back")),)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Whatever was pressed: back."""
        return self.before


class Help(Aside):
    """The keys, and the idea."""

    def paint(self, surface: Surface, stage: Stage) -> None:
        """Keys at the left, the idea at the right; in a small window only the keys."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        top = heading(surface, stage, words.say("screen.help.heading"))
        left = margin(stage)
        bottom = lay.height - lay.px(160 if not lay.compact else 128)
        wide = lay.width - 2 * left
        keys = Rect(left, top, wide if lay.compact else round(wide * 0.58), bottom - top)
        told = rows(stage)
        if lay.compact:  # in two columns
            half, gap = -(-len(told) // 2), lay.px(16)
            column = Rect(keys.left, keys.top, (keys.width - gap) // 2, keys.height)
            self._keys(surface, column, told[:half], stage, half)
            self._keys(surface, column.move(column.width + gap, 0), told[half:], stage, half)
        else:
            self._keys(surface, keys, told, stage, len(told))
        if not lay.compact:
            card = Rect(keys.right + lay.px(60), top, left + wide - keys.right - lay.px(60), keys.height)
            shapes.box(surface, card, lay.px(24), theme.card, max(lay.px(2), 1), theme.line)
            inner = card.inflate(-lay.px(88), -lay.px(96))
            _idea(surface, inner, stage)

    def _keys(self, surface: Surface, keys: Rect, told: Sequence[tuple[str, ...]], stage: Stage, many: int) -> None:
        """A column with room for so many rows: what is pressed on a key cap, what it does beside it."""
        lay, theme = stage.lay, stage.theme
        size = lay.type_px(27 if not lay.compact else 23)
        step = min(keys.height / many, lay.px(72))
        cap_width = max(text.width(row[0], size, text.BOLD) for row in told) + lay.px(40 if not lay.compact else 28)
        cap_width = min(cap_width, lay.px(560 if not lay.compact else 224))
        for place, (name, means) in enumerate(told):
            y = round(keys.top + step * (place + 0.5))
            cap = Rect(keys.left, 0, cap_width, round(min(step - min(lay.px(10), 3), lay.px(60))))
            cap.centery = y
            shapes.box(surface, cap, lay.px(12), theme.card, max(lay.px(2), 1), theme.line)
            text.draw(
                surface, name, cap.center, size, theme.ink, text.BOLD, x="centre", y="middle",
                width_px=cap.width - lay.px(12), least_px=10,
            )  # fmt: skip
            left = cap.right + lay.px(28 if not lay.compact else 14)
            room = keys.right - left
            lines = text.wrap(means, size, text.REGULAR, room) if lay.compact else (means,)
            for n, line in enumerate(lines):
                at = left, y + round((n - (len(lines) - 1) / 2) * size * 1.05)
                text.draw(surface, line, at, size, theme.ink, y="middle", width_px=room)


def _idea(surface: Surface, inner: Rect, stage: Stage) -> None:
    """The idea in three sentences, in type as large as has room."""
    lay, told = stage.lay, words.lines("screen.help.idea")
    size, between = lay.type_px(31), lay.px(30)

    def high() -> int:
        rect = Rect(0, 0, inner.width, 10)
        return sum(text.paragraph(None, line, rect, size, stage.theme.ink) + between for line in told) - between

    while size > lay.type_px(20) and high() > inner.height:
        size -= 1
    for line in told:
        below = text.paragraph(surface, line, inner, size, stage.theme.ink)
        inner = Rect(inner.left, below + between, inner.width, 10)


def back_button(stage: Stage, label: str, action: str = "back") -> Button:
    """The way back, at the lower left of every page."""
    lay = stage.lay
    height = max(lay.px(76), 34)
    rect = Rect(margin(stage), lay.height - lay.px(48 if not lay.compact else 24) - height, lay.px(240), height)
    return Button(rect, label, action, sign="left")
