"""Requests as tickets, and the rack of pigeonholes in which they wait. Knows no level: counts and sorts go in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from lucy.ui.pictures.art import keep, linear, paint, ready, sprite, svg
from lucy.ui.pictures.pile import round_up
from lucy.ui.pictures.stage import Stage

WIDE, TALL = 48.0, 44.0
LATE, AGAIN = -1, -2  # sorts of tickets, whoever sent them: too late; tried again


def ticket(scale: float, sort: int) -> pygame.Surface:
    """One ticket with the sign of its source, or a grey one with a clock that is crossed out."""
    return keep(("ticket", sort, round(scale * 2048)), lambda: _ticket(scale, sort))


def _ticket(scale: float, sort: int) -> pygame.Surface:
    paper = paint(("ticket-paper", min(sort, 0)), scale, lambda: _paper(min(sort, 0)))
    if sort in (LATE, AGAIN):
        return paper
    whole = paper.copy()
    sign = sprite(f"token-{sort % 5}", scale * 0.66)
    whole.blit(sign, sign.get_rect(center=(round(22.5 * scale), round(23 * scale))))
    return ready(whole)


def _paper(sort: int) -> str:
    late = sort == LATE
    top, low, edge = {LATE: ("#c9c4bf", "#a29b95", "#59524c"), AGAIN: ("#ffd9c9", "#f0906a", "#8f2d1e")}.get(
        sort, ("#fffdf6", "#f6e6c6", "#b08a4e")
    )
    body = (
        '<rect x="4" y="5" width="42" height="38" rx="5" fill="#2b1a12" fill-opacity=".28"/>'
        f'<path d="M2 6 Q2 2 6 2 L39 2 Q43 2 43 6 L43 37 Q43 41 39 41 L6 41 Q2 41 2 37Z" fill="url(#p)" '
        f'stroke="{edge}" stroke-width="2"/>'
    )
    if late:
        body += (
            '<circle cx="22.5" cy="21.5" r="12" fill="#e6e1db" stroke="#59524c" stroke-width="3"/>'
            '<path d="M22.5 14 L22.5 22 L28 25" stroke="#59524c" stroke-width="3" fill="none" stroke-linecap="round"/>'
            '<path d="M6 37 L39 6" stroke="#59524c" stroke-width="4" stroke-linecap="round"/>'
        )
    if sort == AGAIN:
        body += (
            '<path d="M32 16 A12 12 0 1 0 34 26" stroke="#5b160e" stroke-width="4.5" fill="none" '
            'stroke-linecap="round"/><path d="M36 8 L34 20 L24 15Z" fill="#5b160e"/>'
        )
    return svg(WIDE, TALL, body, linear("p", 0, 2, 0, 41, (0, top), (1, low)))


def sorts(count: int, shares: Sequence[tuple[int, int]]) -> list[int]:
    """`count` sorts, mixed as evenly as the shares (sort, units) allow, whole numbers only."""
    total = sum(units for _, units in shares)
    if not total:
        return [shares[0][0] if shares else 0] * count
    given = [0] * len(shares)
    order = []
    for k in range(1, count + 1):
        best = max(range(len(shares)), key=lambda i: shares[i][1] * k / total - given[i])
        given[best] += 1
        order.append(shares[best][0])
    return order


@dataclass(frozen=True, slots=True)
class Rack:
    """Pigeonholes in a box of the scene: so many in each row, so many units to a ticket."""

    x: float
    y: float
    width: float
    height: float
    holes: int
    columns: int
    each: int

    @property
    def rows(self) -> int:
        """How many rows."""
        return -(-self.holes // self.columns)

    def hole(self, k: int) -> tuple[float, float]:
        """Middle of a pigeonhole: the first is at the lower right, next to the way out."""
        row, column = divmod(k, self.columns)
        wide, tall = self.width / self.columns, self.height / self.rows
        return self.x + self.width - (column + 0.5) * wide, self.y + self.height - (row + 0.5) * tall


def rack(x: float, y: float, width: float, height: float, room: int, most: int) -> Rack:
    """The rack for `room` units with at most `most` holes, as square as they go."""
    each = round_up(max(room, 1) / most)
    holes = max(1, -(-room // each))
    columns = max(1, min(holes, round(math.sqrt(holes * width / height * TALL / WIDE))))
    columns = -(-holes // -(-holes // columns))
    return Rack(x, y, width, height, holes, columns, each)


def draw_rack(
    stage: Stage, it: Rack, depth: int, late: int, shares: Sequence[tuple[int, int]], limit: int | None, dark: bool
) -> None:
    """The rack with a ticket for each `each` units; holes above `limit` are shut."""
    back = paint(("rack", it.width, it.height, it.holes, it.columns, dark), stage.scale, lambda: _back(it, dark))
    stage.put(back, it.x, it.y)
    open_holes = it.holes if limit is None else min(-(-limit // it.each), it.holes)
    wide, tall = it.width / it.columns, it.height / it.rows
    if open_holes < it.holes:
        shut = paint(("shut", round(wide, 2), round(tall, 2)), stage.scale, lambda: _shut(wide, tall))
        stage.surface.fblits([
            (shut, shut.get_rect(center=stage.at(*it.hole(k)))) for k in range(open_holes, it.holes)
        ])  # fmt: skip
    if dark or not depth:
        return
    count = min(-(-depth // it.each), it.holes)
    old = min(round(late / it.each), count)
    size = min(wide / (WIDE + 2), tall / (TALL + 2))
    order = [LATE] * old + sorts(count - old, shares)
    stage.surface.fblits([
        (image, image.get_rect(center=stage.at(*it.hole(k))))
        for k, image in enumerate(ticket(stage.scale * size, sort) for sort in order)
    ])  # fmt: skip


def burst(stage: Stage, it: Rack, kinds: Sequence[int], count: int) -> None:
    """Tickets that fell out of a rack which held too much: strewn over its lower half and beyond, always the same."""
    size = 0.9 * min(it.height / 2.2 / TALL, 1.0)
    for k in range(count):
        x = it.x + it.width * (-0.04 + 1.08 * ((k * 0.618 + 0.07) % 1.0))
        y = it.y + it.height * (0.42 + 0.72 * ((k * 0.382 + 0.3) % 1.0))
        image = _askew(stage.scale * size, kinds[k % len(kinds)], (k * 67) % 360)
        stage.surface.blit(image, image.get_rect(center=stage.at(x, y)))


def _askew(scale: float, sort: int, degrees: int) -> pygame.Surface:
    key = ("ticket-askew", sort, degrees, round(scale * 2048))
    return keep(key, lambda: ready(pygame.transform.rotozoom(ticket(scale, sort), degrees, 1.0)))


def _back(it: Rack, dark: bool) -> str:
    wide, tall = it.width / it.columns, it.height / it.rows
    wood, hole, light = ("#3a2c24", "#1f1712", "#55453a") if dark else ("#8a5a34", "#5d3a20", "#c99a63")
    body = f'<rect width="{it.width:.1f}" height="{it.height:.1f}" rx="6" fill="{wood}"/>'
    for k in range(it.holes):
        x, y = it.hole(k)
        x, y = x - it.x - wide / 2, y - it.y - tall / 2
        body += (
            f'<rect x="{x + 1.6:.1f}" y="{y + 1.6:.1f}" width="{wide - 3.2:.1f}" height="{tall - 3.2:.1f}" rx="4" '
            f'fill="{hole}"/><rect x="{x + 2:.1f}" y="{y + tall - 4.4:.1f}" width="{wide - 4:.1f}" height="2.6" '
            f'rx="1.3" fill="{light}" fill-opacity=".8"/>'
        )
    return svg(it.width, it.height, body)


def _shut(wide: float, tall: float) -> str:
    return svg(wide, tall, (
        f'<rect x="1.5" y="1.5" width="{wide - 3:.1f}" height="{tall - 3:.1f}" rx="4" fill="#b98552"/>'
        f'<rect x="1.5" y="1.5" width="{wide - 3:.1f}" height="{tall * 0.3:.1f}" rx="4" fill="#fff" fill-opacity=".2"/>'
        f'<path d="M{wide * 0.3:.1f} {tall * 0.3:.1f} L{wide * 0.7:.1f} {tall * 0.7:.1f} M{wide * 0.7:.1f} '
        f'{tall * 0.3:.1f} L{wide * 0.3:.1f} {tall * 0.7:.1f}" stroke="#6d4220" stroke-width="4" '
        'stroke-linecap="round"/>'
    ))  # fmt: skip
