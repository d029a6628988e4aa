"""The way to the belt's picture: one drawing, what it remembers between frames, and how much time went by."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui.pictures import PictureMemory, draw_picture


class Picture:
    """One run's picture. Tell it of time with `advance`; draw it as often as is wanted."""

    def __init__(self, who: str = "") -> None:
        self.memory = PictureMemory(who=who)  # who: the persona at the belt
        self.passed_s = 0.0

    def advance(self, real_s: float) -> None:
        """So much real time has gone by since the last frame."""
        self.passed_s += real_s

    def draw(self, surface: Surface, rect: Rect, level: Level, now: Snapshot, reduced_motion: bool) -> None:
        """This moment, clipped to its rectangle."""
        passed_s, self.passed_s = self.passed_s, 0.0
        draw_picture(surface, rect, level, now, self.memory, passed_s, reduced_motion)
