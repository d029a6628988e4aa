"""How to play: the keys, and the idea in three sentences."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.ui import shapes, text, widgets
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

ROWS = (
    "strategies", "more", "amounts", "number", "work", "pause", "step", "rewind", "speed", "restart", "hint",
    "skip", "page", "sound", "save", "reload", "back",
)  # fmt: skip


class Help(Page):
    """A page to come back from."""

    def __init__(self, before: Scene) -> None:
        self.before = before

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Only the way back."""
        return (back_button(stage, words.say("screen.help.back")),)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Whatever was pressed: back."""
        return self.before

    def paint(self, surface: Surface, stage: Stage) -> None:
        """Keys at the left, the idea at the right; in a small window only the keys."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        top = heading(surface, stage, words.say("screen.help.heading"))
        left = margin(stage)
        bottom = lay.height - lay.px(160 if not lay.compact else 128)
        wide = lay.width - 2 * left
        keys = Rect(left, top, wide if lay.compact else round(wide * 0.58), bottom - top)
        size = lay.type_px(27 if not lay.compact else 23)
        step = keys.height / len(ROWS)
        cap_width = max(text.width(words.lines(f"screen.help.keys.{row}")[0], size, text.BOLD) for row in ROWS)
        cap_width += lay.px(40)
        for place, row in enumerate(ROWS):
            name, means = words.lines(f"screen.help.keys.{row}")
            y = round(keys.top + step * (place + 0.5))
            cap = Rect(keys.left, 0, cap_width, round(min(step - lay.px(10), lay.px(60))))
            cap.centery = y
            shapes.box(surface, cap, lay.px(12), theme.card, max(lay.px(2), 1), theme.line)
            text.draw(
                surface, name, cap.center, size, theme.ink, text.BOLD, x="centre", y="middle",
                width_px=cap.width - lay.px(20),
            )  # fmt: skip
            at = cap.right + lay.px(28), y
            text.draw(surface, means, at, size, theme.ink, y="middle", width_px=keys.right - at[0])
        if not lay.compact:
            card = Rect(keys.right + lay.px(60), top, left + wide - keys.right - lay.px(60), keys.height)
            shapes.box(surface, card, lay.px(24), theme.card, max(lay.px(2), 1), theme.line)
            inner = card.inflate(-lay.px(88), -lay.px(96))
            for line in words.lines("screen.help.idea"):
                below = text.paragraph(surface, line, inner, lay.type_px(31), theme.ink)
                inner = Rect(inner.left, below + lay.px(30), inner.width, 10)


def back_button(stage: Stage, label: str, action: str = "back") -> Button:
    """The way back, at the lower left of every page."""
    lay = stage.lay
    height = max(lay.px(76), 34)
    rect = Rect(margin(stage), lay.height - lay.px(48 if not lay.compact else 24) - height, lay.px(240), height)
    return Button(rect, label, action, sign="left")
