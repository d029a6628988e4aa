"""Painting a picture from snapshots made by hand, for the tests of all kinds of picture."""

from __future__ import annotations

import pygame

from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui.pictures import PictureMemory, draw_picture

SIZES = ((1920, 700), (1280, 470), (1024, 500), (640, 240), (300, 420), (9, 9))
GROUND = (255, 0, 255)


def picture(level: Level, *moments: Snapshot, size=(960, 350), frames: int = 1, still: bool = False) -> bytes:
    """The pixels after each moment was drawn for so many frames."""
    surface, memory = pygame.Surface(size), PictureMemory()
    for now in moments:
        for _ in range(frames):
            draw_picture(surface, surface.get_rect(), level, now, memory, 1 / 60, still)
    return pygame.image.tobytes(surface, "RGB")


def assert_fills_its_rectangle_and_nothing_else(level: Level, now: Snapshot, size: tuple[int, int]) -> None:
    """Drawn inside a margin, it leaves the margin as it was and no pixel of the ground inside."""
    surface = pygame.Surface((size[0] + 40, size[1] + 40))
    surface.fill(GROUND)
    draw_picture(surface, pygame.Rect((20, 20), size), level, now, PictureMemory(), 1 / 60)
    pixels = pygame.surfarray.array3d(surface)
    inside = pixels[20 : 20 + size[0], 20 : 20 + size[1]].copy()
    pixels[20 : 20 + size[0], 20 : 20 + size[1]] = GROUND
    assert (pixels == GROUND).all()
    assert not (inside == GROUND).all(axis=2).any()
