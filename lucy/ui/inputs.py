"""All devices together: an event of any of them as one logical input, and which device was used last.

Owns the pads and the finger; what a key means is `keymap`'s.
"""

from __future__ import annotations

import pygame

from lucy.ui import clicker, keymap, presence
from lucy.ui.gamepad import Pads
from lucy.ui.keymap import Input
from lucy.ui.stage import Stage
from lucy.ui.touch import Finger


class Inputs:
    """One for each window. On a stand the sticks of gamepads are left alone."""

    def __init__(self, kiosk: bool) -> None:
        self.pads, self.finger = Pads(sticks=not kiosk), Finger()
        self._arrow = 0  # the key that is held

    def wish(self, event: pygame.event.Event, stage: Stage) -> Input | None:
        """What the event asks for; None: nothing, or it was heard already."""
        if presence.is_echo(event) or self.pads.is_echo(event):
            return None
        wish = self.pads.wish(event, stage.settings.pad) or self.finger.wish(event, stage.size)
        stage.pressed = self.pads.pressed or (event.key if event.type == pygame.KEYDOWN else "")
        if self.pads.pressed:
            stage.pad = self.pads.family
        elif event.type in presence.PRESSED:
            stage.pad = ""
        if stage.listening and stage.pressed:
            return presence.STIR
        if wish is None and stage.clicker:
            wish = clicker.logical(event)
        wish = wish or keymap.logical(event, stage.settings.keys)
        self._hold(event, wish, stage)
        return wish or presence.stirred(event)

    def _hold(self, event: pygame.event.Event, wish: Input | None, stage: Stage) -> None:
        """Follow the left and right arrow from its press until it is let go, or the window is left."""
        if event.type == pygame.KEYDOWN:
            is_arrow = wish is not None and (wish.what == "scrub" or wish.value in ("left", "right"))
            stage.held, self._arrow = (wish, event.key) if is_arrow else (None, 0)
        elif event.type == pygame.WINDOWFOCUSLOST or (event.type == pygame.KEYUP and event.key == self._arrow):
            stage.held, self._arrow = None, 0
