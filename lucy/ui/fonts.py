"""The shipped typefaces as pygame fonts. Knows nothing of words or colours.

Inter (OFL) for text, Fredoka (OFL) for headings, DM Mono (OFL) for code; all are static instances, cut down to
Latin, Greek and the symbols the game uses. Inter's digits are the tabular ones, since SDL_ttf cannot ask a font
for them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pygame

from lucy.run import places

REGULAR = "regular"
BOLD = "bold"
HEADING = "heading"
MONO = "mono"
FILES = {
    REGULAR: "Inter-Regular.ttf",
    BOLD: "Inter-SemiBold.ttf",
    HEADING: "Fredoka-SemiBold.ttf",
    MONO: "DMMono-Regular.ttf",
}


def path(weight: str) -> Path:
    """The file of a weight; KeyError if there is no such weight."""
    return places.assets() / "fonts" / FILES[weight]


@lru_cache(maxsize=128)
def font(weight: str, size_px: int) -> pygame.font.Font:
    """A font whose em is `size_px` high."""
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(str(path(weight)), size_px)


@lru_cache(maxsize=128)
def cap_height_px(weight: str, size_px: int) -> int:
    """Height of a capital letter as drawn."""
    metrics = font(weight, size_px).metrics("H")[0]
    return int(metrics[3]) if metrics else size_px


def forget() -> None:
    """Drop every font; needed after `pygame.font.quit()`."""
    font.cache_clear()
    cap_height_px.cache_clear()
