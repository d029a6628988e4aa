"""The way to the belt's picture: finds the drawing, keeps it inside its rectangle. Draws nothing but a stand-in."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui.theme import Theme

try:
    from lucy.ui.pictures import draw_picture
except ImportError:  # pragma: no cover - while the pictures are being drawn
    draw_picture = None  # type: ignore[assignment]


def draw(surface: Surface, rect: Rect, level: Level, now: Snapshot, alpha_s: float, theme: Theme) -> None:
    """The picture of this moment, clipped to its rectangle."""
    kept = surface.get_clip()
    surface.set_clip(rect.clip(kept))
    if draw_picture is None:
        surface.fill(theme.ground_low, rect)
    else:
        draw_picture(surface, rect, level, now, alpha_s, theme)
    surface.set_clip(kept)
