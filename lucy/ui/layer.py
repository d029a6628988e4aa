"""A part of the screen that is painted only when what it shows has changed; else its last picture is used again."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from pygame import Rect, Surface


class Layer:
    """One part. `key` is everything that its look depends on."""

    def __init__(self) -> None:
        self.key: Hashable = None
        self.image: Surface | None = None

    def draw(self, surface: Surface, rect: Rect, key: Hashable, paint: Callable[[], None]) -> None:
        """Put the kept picture into `rect`, or let `paint` draw there and keep what it drew."""
        rect = rect.clip(surface.get_rect())
        if self.image is not None and key == self.key and self.image.get_size() == rect.size:
            surface.blit(self.image, rect)
            return
        paint()
        self.key, self.image = key, surface.subsurface(rect).copy()
