"""A still picture of a level's place, in its first seconds: small, and with round corners."""

from __future__ import annotations

import pygame
from pygame import Surface

from lucy.run.session import Session
from lucy.sim.level import Level
from lucy.ui import shapes
from lucy.ui.picture import Picture
from lucy.ui.stage import Stage

AT_S = 3.0  # of the level
LARGER = 1.5  # it is drawn, so that its labels have room, and then made smaller


def still(level: Level, size: tuple[int, int], stage: Stage) -> Surface:
    """Drawn anew at each call: keep it."""
    run = Session(level)
    run.run_ticks(round(AT_S * level.tick_hz))
    drawn = Surface((round(LARGER * size[0]), round(LARGER * size[1])))
    Picture().draw(drawn, drawn.get_rect(), level, run.snapshot(), True)
    return shapes.rounded(pygame.transform.smoothscale(drawn, size), stage.lay.px(22))
