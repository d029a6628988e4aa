"""A finger on the screen does what the mouse does: it presses, and it draws while it moves. The newest counts."""

from __future__ import annotations

import pygame

from lucy.ui.keymap import Input

AWAY = (-1, -1)  # nothing is looked at when no finger is there


class Finger:
    """Which finger is followed: the one that came last, so that a resting hand is in nobody's way."""

    def __init__(self) -> None:
        self.down: tuple[int, int] | None = None  # (screen, finger)

    def wish(self, event: pygame.event.Event, size: tuple[int, int]) -> Input | None:
        """Press, draw, or look away; None for any other event."""
        if event.type not in (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP):
            return None
        who = getattr(event, "touch_id", 0), event.finger_id
        at = round(event.x * size[0]), round(event.y * size[1])
        if event.type == pygame.FINGERDOWN:
            self.down = who
            return Input("point", at=at)
        if who != self.down:
            return None
        if event.type == pygame.FINGERUP:
            self.down = None
            return Input("hover", at=AWAY)
        return Input("hover", at=at, by=1)
