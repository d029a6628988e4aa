"""The case of a service: enamel with a name plate, a frame for its rack and a strip for its rates; lit or dark."""

from __future__ import annotations

import pygame

from lucy.ui import fonts
from lucy.ui.pictures.art import linear, paint, shadow, svg
from lucy.ui.pictures.stage import Stage, plate

RELAY_W, RELAY_H = 500.0, 192.0
LAST_W, LAST_H = 500.0, 322.0
# x, y, width, height of the plate, the rack and the strip
RELAY = ((16.0, 16.0, 276.0, 112.0), (308.0, 22.0, 172.0, 100.0), (16.0, 133.0, 468.0, 42.0))
LAST = ((18.0, 16.0, 464.0, 98.0), (24.0, 126.0, 452.0, 124.0), (18.0, 262.0, 464.0, 40.0))


def cabinet(scale: float, last: bool, dark: bool) -> pygame.Surface:
    """The case: a small one for a service that passes work on, a large one for the last."""
    return paint(("cabinet", last, dark), scale, lambda: _cabinet(last, dark))


def say_fallen(stage: Stage, x: float, y: float, size: float, last: bool, line: str) -> None:
    """What a service at (x, y) that ran out of room lost: a red plate over its strip."""
    sx, sy, wide, tall = (n * size for n in (LAST if last else RELAY)[2])
    plate(stage, x + sx, y + sy - 3, wide, tall + 6, "red")
    stage.say(line, x + sx + wide / 2, y + sy + tall / 2, 36 * size, (84, 20, 8), fonts.BOLD, wide - 24 * size)


def _cabinet(last: bool, dark: bool) -> str:
    wide, tall = (LAST_W, LAST_H) if last else (RELAY_W, RELAY_H)
    plate, frame, strip = LAST if last else RELAY
    ground, mark = shadow("s", wide / 2, tall - 2, wide / 2, 13)
    case = ("#4a423c", "#6a5f56", "#544a43", "#332c27") if dark else ("#3c7365", "#7fbba8", "#549683", "#2f5d51")
    paper = ("#b9ab98", "#8f8271") if dark else ("#fffaf0", "#f3e0bb")
    lamps = "".join(
        f'<circle cx="{wide - 26 - 26 * k:.1f}" cy="1" r="9" fill="{"#6a5f56" if dark else c}" stroke="#2b1a12" '
        f'stroke-opacity=".5" stroke-width="2"/>'
        + ("" if dark else f'<circle cx="{wide - 29 - 26 * k:.1f}" cy="-2" r="3" fill="#fff" fill-opacity=".8"/>')
        for k, c in enumerate(("#ffd76a", "#ffd76a", "#ffd76a"))
    )

    def card(box: tuple[float, float, float, float], rx: float) -> str:
        x, y, w, h = box
        return (
            f'<rect x="{x + 2}" y="{y + 4}" width="{w}" height="{h}" rx="{rx}" fill="#16332c" fill-opacity=".4"/>'
            f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{rx}" fill="url(#plate)"/>'
            f'<rect x="{x + 4}" y="{y + 4}" width="{w - 8}" height="{h - 8}" rx="{rx - 3}" fill="none" '
            f'stroke="{"#6a5f56" if dark else "#c9a266"}" stroke-width="2"/>'
        )

    x, y, w, h = frame
    body = (
        f'{mark}<path d="M44 {tall - 22} L72 {tall - 22} L68 {tall - 2} L48 {tall - 2}Z M{wide - 72} {tall - 22} '
        f'L{wide - 44} {tall - 22} L{wide - 48} {tall - 2} L{wide - 68} {tall - 2}Z" fill="#2e1d15"/>'
        f'<g transform="translate(0 10)">{lamps}</g>'
        f'<rect x="6" y="8" width="{wide - 12}" height="{tall - 22}" rx="24" fill="url(#en)"/>'
        f'<path d="M6 32 Q6 8 30 8 L{wide - 30} 8 Q{wide - 6} 8 {wide - 6} 32 L{wide - 6} 38 Q{wide - 6} 16 '
        f'{wide - 30} 15 L30 15 Q6 16 6 38Z" fill="#fff" fill-opacity="{0.14 if dark else 0.4}"/>'
        f'{card(plate, 13)}{card(strip, 11)}'
        f'<rect x="{x - 8}" y="{y - 6}" width="{w + 16}" height="{h + 12}" rx="10" fill="url(#brass)"/>'
    )
    brass = ("#6a5f56", "#544a43", "#332c27") if dark else ("#f5d68a", "#d9a441", "#8e6116")
    defs = (
        ground
        + linear("en", 6, 0, wide - 6, 0, (0, case[0]), (0.12, case[1]), (0.5, case[2]), (1, case[3]))
        + linear("plate", 0, 16, 0, tall - 20, (0, paper[0]), (1, paper[1]))
        + linear("brass", x, 0, x + w, 0, (0, brass[1]), (0.3, brass[0]), (0.6, brass[1]), (1, brass[2]))
    )
    return svg(wide, tall, body, defs)
