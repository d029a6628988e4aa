"""What all pages with buttons share: the focus, the pointer, going back. Draws only the buttons."""

from __future__ import annotations

from pygame import Surface

from lucy.ui import text, widgets
from lucy.ui.keymap import Input
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button


class Page:
    """A page with buttons. Those who inherit give `buttons`, `act` and `paint`."""

    focus = 0
    laid = "page"  # large type makes it larger than its window, and `magnifier` shows a part of it
    panned_by: tuple[str, ...] = ("left", "right", "up", "down")  # arrows that move it, where nothing is to focus

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The buttons at the present size."""
        return ()

    def act(self, action: str, stage: Stage) -> Scene | None:
        """A button was pressed, or "back" wished for."""
        return self

    def press(self, button: Button) -> Input:
        """What one switch wishes for at a button; the focus is on it already."""
        return Input("point", at=button.rect.center)

    def paint(self, surface: Surface, stage: Stage) -> None:
        """Everything under the buttons."""

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """Everything over the buttons."""

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Move the focus, press, go back."""
        buttons = self.buttons(stage)
        self.focus = min(self.focus, max(len(buttons) - 1, 0))
        if wish.what == "quit":
            return None
        if wish.what in ("back", "help", "restart"):
            return self.act(wish.what, stage)
        if not buttons:
            return self
        if wish.what == "move":
            self.focus = widgets.neighbour(buttons, self.focus, wish.value)
        elif wish.what == "next":
            self.focus = (self.focus + wish.by) % len(buttons)
        elif wish.what == "adjust" and wish.value == "wheel":
            self.focus = (self.focus - wish.by) % len(buttons)
        elif wish.what in ("accept", "pause"):
            return self.act(buttons[self.focus].action, stage)
        elif wish.what in ("point", "hover"):
            found = widgets.hit(buttons, wish.at)
            if found is not None:
                self.focus = found
                if wish.what == "point":
                    return self.act(buttons[found].action, stage)
        return self

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Nothing moves on a plain page."""
        return self

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The page, then its buttons."""
        self.paint(surface, stage)
        for place, button in enumerate(self.buttons(stage)):
            widgets.draw_button(surface, button, stage.theme, stage.lay, place == self.focus)
        self.paint_over(surface, stage)


def heading(surface: Surface, stage: Stage, line: str) -> int:
    """The heading of a page; returns the y where the page goes on."""
    lay = stage.lay
    left = margin(stage)
    top = lay.px(64 if not lay.compact else 28)
    drawn = text.draw(
        surface, line, (left, top), lay.type_px(68), stage.theme.ink, text.HEADING, y="top",
        width_px=lay.width - 2 * left,
    )  # fmt: skip
    return drawn.bottom + lay.px(48 if not lay.compact else 24)


def notice(surface: Surface, stage: Stage) -> None:
    """The one line that somebody should know of, at the foot of the page; nothing if there is none."""
    if not stage.notice:
        return
    lay = stage.lay
    at = lay.width - margin(stage), lay.height - lay.px(84)
    text.draw(
        surface, stage.notice, at, lay.type_px(24), stage.theme.ink_soft, x="right", y="middle",
        width_px=lay.width - 2 * margin(stage) - lay.px(280),
    )  # fmt: skip


def margin(stage: Stage) -> int:
    """The margin at the left and the right of a page."""
    return stage.lay.px(110 if not stage.lay.compact else 32)
