"""The matrix of verdicts as one picture: a block for each level and act, a bar for each player. Plays nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import pygame

from lucy.run.matrix import Row, Verdict
from lucy.run.optimum_share import Share
from lucy.run.words import say
from lucy.ui import text
from lucy.ui.theme import WARM, Colour

_COLUMN_PX = 700
_SHARE_PX = 100
_LINE_PX = 30
_TYPE_PX = 19
_NAME_PX = 290
_BAR_PX = 240
_MARGIN_PX = 40
_STAR_COLOURS: tuple[Colour, ...] = (WARM.dropped, WARM.waiting, WARM.arriving, WARM.leaving)


def save(rows: Sequence[Row], verdicts: Sequence[Verdict], file: Path, shares: Sequence[Share] = ()) -> None:
    """Draw the rows into a PNG file, with the parts of the best possible; OSError if it can't be written."""
    blocks = [list(block) for _, block in groupby(rows, key=lambda row: (row.level, row.act))]
    columns: list[list[list[Row]]] = [[] for _ in range(min(3, len(blocks)))]
    for block in blocks:
        min(columns, key=_height).append(block)
    column_px = _COLUMN_PX + (_SHARE_PX if shares else 0)
    size = (2 * _MARGIN_PX + column_px * len(columns), 2 * _MARGIN_PX + 60 + max(map(_height, columns)))
    if not pygame.font.get_init():
        pygame.font.init()
    surface = pygame.Surface(size)
    surface.fill(WARM.ground)
    _legend(surface, bool(shares))
    near = {(share.level, share.act, share.player): share for share in shares}
    for number, column in enumerate(columns):
        y = _MARGIN_PX + 60
        for block in column:
            y = _block(surface, _MARGIN_PX + number * column_px, y, block, verdicts, near)
    pygame.image.save(surface, str(file))


def _height(column: Sequence[Sequence[Row]]) -> int:
    return sum((len(block) + 3) * _LINE_PX for block in column)


def _legend(surface: pygame.Surface, shares: bool) -> None:
    x = _MARGIN_PX
    for count, colour in enumerate(_STAR_COLOURS):
        pygame.draw.rect(surface, colour, (x, _MARGIN_PX, 22, 22))
        label = say("screen.matrix.stars", stars=count)
        text.draw(surface, label, (x + 32, _MARGIN_PX + 11), _TYPE_PX, WARM.ink, y="middle")
        x += 60 + text.width(label, _TYPE_PX)
    if shares:
        at = (x, _MARGIN_PX + 11)
        text.draw(surface, say("screen.matrix.of_best"), at, _TYPE_PX, WARM.ink_soft, text.BOLD, y="middle")


def _block(
    surface: pygame.Surface,
    x: int,
    y: int,
    block: Sequence[Row],
    verdicts: Sequence[Verdict],
    near: Mapping[tuple[str, int, str], Share],
) -> int:
    first = block[0]
    mine = [v for v in verdicts if (v.level, v.act) == (first.level, first.act)]
    held = sum(v.held for v in mine)
    title = f"{first.level}, {first.act + 1}" if first.act else first.level
    told = say("screen.matrix.held", held=held, of=len(mine)) if mine else ""
    text.draw(surface, title, (x, y + _LINE_PX // 2), _TYPE_PX + 3, WARM.ink, text.BOLD, y="middle")
    right = (x + _NAME_PX + _BAR_PX, y + _LINE_PX // 2)
    text.draw(surface, told, right, _TYPE_PX, WARM.ink_soft, x="right", y="middle")
    for row in block:
        y += _LINE_PX
        middle = y + _LINE_PX // 2
        text.draw(surface, row.player, (x, middle), _TYPE_PX, WARM.ink, y="middle", width_px=_NAME_PX - 12)
        left = float(x + _NAME_PX)
        for count, share in enumerate(row.stars):
            width = _BAR_PX * share
            pygame.draw.rect(surface, _STAR_COLOURS[count], (round(left), y + 4, round(width), _LINE_PX - 8))
            if share >= 0.12:
                at = (round(left + width / 2), middle)
                text.draw(surface, str(count), at, _TYPE_PX - 3, WARM.on_meaning, text.BOLD, x="centre", y="middle")
            left += width
        score = f"{row.score_mean:.0f}  ({row.score_p5:.0f}–{row.score_p95:.0f})"
        text.draw(surface, score, (x + _NAME_PX + _BAR_PX + 14, middle), _TYPE_PX - 2, WARM.ink_soft, y="middle")
        of_best = near.get((row.level, row.act, row.player))
        if of_best:
            at = (x + _COLUMN_PX + _SHARE_PX - 40, middle)
            text.draw(surface, str(of_best), at, _TYPE_PX - 2, WARM.ink, text.BOLD, x="right", y="middle")
    return y + 3 * _LINE_PX
