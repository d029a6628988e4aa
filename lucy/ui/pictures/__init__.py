"""The picture of a run: one function, three kinds. Reads a level and a snapshot and draws inside its rectangle.

`chocolate` is the chocolate factory, `copy` the file copy, `belt` the general tree for any other level.
"""

from __future__ import annotations

import pygame

from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui.pictures.chocolate import draw_chocolate
from lucy.ui.pictures.memory import PictureMemory, advance

__all__ = ["PictureMemory", "draw_picture"]


def draw_picture(
    surface: pygame.Surface,
    rect: pygame.Rect,
    level: Level,
    snapshot: Snapshot,
    memory: PictureMemory,
    dt_s: float,
    reduced_motion: bool = False,
) -> None:
    """Draw one moment of a run into `rect`. `memory` is a `PictureMemory()` for each run; `dt_s` is real time."""
    if rect.width < 8 or rect.height < 8:
        return
    advance(memory, level, snapshot, min(max(dt_s, 0.0), 0.25), reduced_motion)
    before = surface.get_clip()
    surface.set_clip(before.clip(rect))
    try:
        draw_chocolate(surface, rect, level, snapshot, memory, reduced_motion)
    finally:
        surface.set_clip(before)
