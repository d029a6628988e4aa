"""Which key does what, and which button of a gamepad: one can be chosen, and then the next press is its new one.

Two actions never share a key: who had it before gets the old one in exchange, and that is said.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface

from lucy.run import words
from lucy.ui import caps, gamepad, keymap, shapes, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.page import Page, heading, margin, notice
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

COLUMNS, SMALL_COLUMNS = 4, 5
# Only together with others do these mean something.
NOT_ALONE = {
    pygame.K_LSHIFT, pygame.K_RSHIFT, pygame.K_LCTRL, pygame.K_RCTRL, pygame.K_LALT, pygame.K_RALT, pygame.K_LMETA,
    pygame.K_RMETA, pygame.K_MODE, pygame.K_CAPSLOCK, pygame.K_NUMLOCK,
}  # fmt: skip


class ControlsPage(Page):
    """All actions, with what to press for each. `pads`: the buttons of a gamepad instead of the keys."""

    def __init__(self, before: Scene, pads: bool = False) -> None:
        self.before, self.pads = before, pads
        self.waits_for = ""  # the action whose new key the next press is
        self.said = ""  # what the last press came to

    def _actions(self) -> tuple[str, ...]:
        return tuple(gamepad.USUAL if self.pads else keymap.KEYS)

    def _cap(self, action: str, stage: Stage) -> str:
        family = (stage.pad or gamepad.STANDARD) if self.pads else ""
        return caps.cap(action, stage.settings.keys, stage.settings.pad, family)

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """A card for each action, then the way back, keys or buttons, and all as it was."""
        lay, left = stage.lay, margin(stage)
        top, columns = lay.px(206 if not lay.compact else 96), SMALL_COLUMNS if lay.compact else COLUMNS
        foot = back_button(stage, words.say("screen.controls.back"))
        bottom, gap = foot.rect.top - lay.px(20 if not lay.compact else 10), lay.px(16 if not lay.compact else 8)
        rows = -(-len(keymap.KEYS) // columns)
        width = (lay.width - 2 * left - gap * (columns - 1)) // columns
        step = (bottom - top) / rows
        high = min(round(step) - max(lay.px(7), 2), lay.px(84))
        found = [
            Button(
                Rect(left + place // rows * (width + gap), round(top + place % rows * step), width, high),
                "", f"set:{action}", card=True,
            )
            for place, action in enumerate(self._actions())
        ]  # fmt: skip
        other = Rect(foot.rect.right + lay.px(24), foot.rect.top, lay.px(360), foot.rect.height)
        label = words.say("screen.controls.keys" if self.pads else "screen.controls.pads")
        usual = other.move(other.width + lay.px(24), 0)
        usual.width = lay.px(420)
        tail = Button(other, label, "other"), Button(usual, words.say("screen.controls.usual"), "usual")
        return (*found, foot, *tail)

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """While a new key is waited for, whatever is pressed is that key; Esc and a click keep the old one."""
        if not self.waits_for:
            return super().handle(wish, stage)
        pressed = stage.pressed
        if wish.what == "quit":
            return None
        if wish.what == "point" or (pressed == pygame.K_ESCAPE and (self.pads or self.waits_for != "back")):
            self._done(stage, "kept")
        elif pressed and isinstance(pressed, str) == self.pads and pressed not in NOT_ALONE:
            self._done(stage, "set", self._set(pressed, stage))
        return self

    def _set(self, code: int | str, stage: Stage) -> str:
        """Keep the new key; the action that got the old one in exchange, or ""."""
        if isinstance(code, str):
            buttons, other = keymap.bind(gamepad.USUAL, stage.settings.pad, self.waits_for, code)
            stage.prefer(pad=buttons)
        else:
            keys, other = keymap.bind(keymap.KEYS, stage.settings.keys, self.waits_for, code)
            stage.prefer(keys=keys)
        return other

    def _done(self, stage: Stage, what: str, other: str = "") -> None:
        action, self.waits_for, stage.listening = self.waits_for, "", False
        told = {"action": _name(action), "cap": self._cap(action, stage)}
        if other:
            told |= {"other": _name(other), "others_cap": self._cap(other, stage)}
        self.said = words.say(f"screen.controls.{'swapped' if other else what}", **told)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Wait for a key, show the others, set all as it was, or go back."""
        if action == "back":
            return self.before
        if action == "other":
            return ControlsPage(self.before, not self.pads)
        if action == "usual":
            stage.prefer(**{"pad" if self.pads else "keys": ()})
            self.said = words.say("screen.controls.all_usual")
        if action.startswith("set:"):
            self.waits_for, stage.listening = action[4:], True
            asks = "screen.controls.press_button" if self.pads else "screen.controls.press"
            self.said = words.say(asks, action=_name(action[4:]), escape=caps.key_cap(pygame.K_ESCAPE))
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The heading, and under it what to do now or what has just been done."""
        widgets.page_ground(surface, stage.theme, stage.lay)
        lay, left = stage.lay, margin(stage)
        title = words.say("screen.controls.heading_pads" if self.pads else "screen.controls.heading")
        below = heading(surface, stage, self.said or title if lay.compact else title)
        if lay.compact:
            return
        line = self.said or words.say("screen.controls.how")
        at = left, below - lay.px(14)
        colour = stage.theme.ink if self.said else stage.theme.ink_soft
        text.draw(surface, line, at, lay.type_px(30), colour, y="top", width_px=lay.width - 2 * left)

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """On each card what it does, and its cap; the one that waits for a press has a dark one."""
        lay, theme = stage.lay, stage.theme
        size = lay.type_px(26 if not lay.compact else 22)
        for button in self.buttons(stage):
            if not button.card:
                continue
            action, rect = button.action[4:], button.rect
            waits, edge = action == self.waits_for, lay.px(10)
            said = words.say("screen.controls.waiting") if waits else self._cap(action, stage)
            cap = Rect(0, 0, min(max(text.width(said, size, text.BOLD) + lay.px(28), lay.px(56)), rect.width // 2), 0)
            cap.height = rect.height - 2 * edge
            cap.midright = rect.right - edge, rect.centery
            shapes.box(surface, cap, lay.px(10), theme.accent if waits else theme.ground, max(lay.px(2), 1), theme.line)
            colour = theme.on_accent if waits else theme.ink
            text.draw(
                surface, said, cap.center, size, colour, text.BOLD, x="centre", y="middle",
                width_px=cap.width - lay.px(16),
            )  # fmt: skip
            at = rect.left + lay.px(18), rect.centery
            text.draw(surface, _name(action), at, size, theme.ink, y="middle", width_px=cap.left - at[0] - lay.px(12))
        notice(surface, stage)


def _name(action: str) -> str:
    return words.say(f"screen.controls.actions.{action}")
