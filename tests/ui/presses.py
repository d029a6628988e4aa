"""What a hand does, as the tests make it: a key that goes down, and a wish that a scene is told."""

from __future__ import annotations

import pygame

from lucy.ui.keymap import Input
from lucy.ui.stage import Scene, Stage


def key(code: int, unicode: str = "", mod: int = 0) -> pygame.event.Event:
    """A key goes down."""
    return pygame.event.Event(pygame.KEYDOWN, key=code, unicode=unicode, mod=mod)


def press(scene: Scene, stage: Stage, what: str, by: int = 0, value: str = "") -> Scene | None:
    """A scene is told what is wanted; the scene to go on with."""
    return scene.handle(Input(what, value, by=by), stage)
