"""The bin for what is let go: its count, and the pieces that fall into it. Knows no level."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from lucy.run import words
from lucy.ui import fonts
from lucy.ui.pictures.art import sprite
from lucy.ui.pictures.memory import FALL_S, PictureMemory
from lucy.ui.pictures.stage import BAD, INK, SOFT, Stage, plate


def draw_bin(
    stage: Stage,
    x: float,
    y: float,
    size: float,
    lost: int,
    unit: str,
    memory: PictureMemory,
    start: tuple[float, float],
    piece_of: Callable[[int], pygame.Surface],
    where: str = "",
    named: bool = True,
) -> None:
    """A bin at (x, y). What is dropped (at the station `where`) falls in from `start`, drawn by `piece_of`.

    `named`: the word "dropped" stands on it.
    """
    k, (x0, y0) = size, start
    stage.put(sprite("bin-back", stage.scale * k), x, y)
    for piece in memory.flying:
        if piece.kind == "dropped" and piece.age_s >= 0 and (not where or piece.where in ("", where)):
            t = piece.age_s / FALL_S
            px = x0 + (x + 75 * k - x0) * min(t * 1.2, 1)
            py = y0 - 30 + (y - y0 + 50) * t * t - 60 * t * (1 - t)
            image = piece_of(piece.shape)
            stage.surface.blit(image, image.get_rect(center=stage.at(px, py)))
    for n in range(min(lost, 4)):
        image = piece_of(n)
        spot = stage.at(x + (40 + 23 * n) * k, y + (30 - 8 * (n % 2)) * k)
        stage.surface.blit(image, image.get_rect(center=spot))
    stage.put(sprite("bin-front", stage.scale * k), x, y)
    count = words.say("picture.count", count=lost, unit=unit)
    if lost >= 1000 and unit != "byte" and stage.wide(count, 40 * k) > 138 * k:
        short = ("thousands", lost // 1000) if lost < 1_000_000 else ("millions", round(lost / 1e6, 1))
        count = words.say(f"picture.{short[0]}", count=words.format_number(short[1]))
    stage.say(count, x + 75 * k, y + 78 * k, 40 * k, BAD if lost else SOFT, fonts.BOLD, 138 * k)
    if named:
        name_it(stage, x, y, k)


def name_it(stage: Stage, x: float, y: float, k: float = 1.0, word: str = "") -> None:
    """What a bin at (x, y) holds, on a plate at its foot: "dropped", or another word."""
    word = word or words.say("picture.dropped")
    wide = stage.wide(word, 18) + 16  # as large as all other words, so broader than the bin's own label
    if wide <= 190 * k:  # in a small window the bin says enough
        plate(stage, x + 75 * k - wide / 2, y + 112 * k - 15, wide, 38)
        stage.say(word, x + 75 * k, y + 112 * k + 3, 18, INK)


def draw_bracket(stage: Stage, x: float, y: float, size: float) -> None:
    """Where there is no floor: what a bin at (x, y) hangs on, from the case at its right. Draw it before the bin."""
    iron = (74, 58, 48)
    stage.surface.fill(iron, stage.box(x + 20 * size, y + 14 * size, 150 * size, 7))
    stage.surface.fill(iron, stage.box(x + 20 * size, y + 14 * size, 7, 26 * size))
