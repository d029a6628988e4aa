"""Users as a little crowd: rows of heads, the more the more they ask for. Knows nothing of a run."""

from __future__ import annotations

import pygame

from lucy.ui.pictures.art import linear, paint, radial, svg

WIDE, TALL = 200.0, 150.0
COLUMNS, MOST = 4, 12
SKINS = (("#f6d3b3", "#d79c70"), ("#e3b083", "#b97a4a"), ("#b97f55", "#8a5732"), ("#8d5b3c", "#633a22"))
COATS = ("#4a95ae", "#c9604a", "#5f9d89", "#d9a441", "#8a6bb0", "#b56a7d")
HAIR = ("#3d2720", "#7a4a28", "#b9803d", "#8d8076", "#2b1a12")

MOUTHS = {"smile": "M-5 8 Q0.5 12 6 8", "waits": "M-4 9.5 L5 9.5", "cross": "M-5 11.5 Q0.5 7 6 11.5"}


def crowd(scale: float, heads: int, ground: bool = True, mouth: str = "smile") -> pygame.Surface:
    """So many people, 1..12, four in a row, the front row first.

    `ground`: with their shadow on it; `mouth`: one of MOUTHS.
    """
    heads = min(max(heads, 1), MOST)
    return paint(("crowd", heads, ground, mouth), scale, lambda: _crowd(heads, ground, mouth))


def _crowd(heads: int, ground: bool, mouth: str) -> str:
    rows = -(-heads // COLUMNS)
    body = '<ellipse cx="100" cy="141" rx="96" ry="9" fill="#2b1a12" fill-opacity=".2"/>' if ground else ""
    for row in range(rows - 1, -1, -1):
        count = min(COLUMNS, heads - row * COLUMNS)
        for column in range(count):
            x = 100 + (column - (count - 1) / 2) * 46 + (11 if row % 2 and count == COLUMNS else 0)
            body += _person(x, 108 - 33 * row, row * COLUMNS + column, mouth)
    defs = "".join(
        radial(f"k{k}", -5, -7, 26, (0, light), (1, dark)) for k, (light, dark) in enumerate(SKINS)
    ) + linear("shade", 0, 12, 0, 44, (0, "#fff", 0.25), (1, "#2b1a12", 0.25))
    return svg(WIDE, TALL, body, defs)


def _person(x: float, y: float, k: int, mouth: str) -> str:
    skin, coat, hair = k * 3 % 4, COATS[k * 5 % 6], HAIR[k * 2 % 5]
    top = (
        f'<path d="M-17 -3 C-19 -26 19 -26 17 -3 C12 -13 -12 -13 -17 -3Z" fill="{hair}"/>',
        f'<path d="M-17 4 C-23 -28 23 -28 17 4 L14 14 C20 -12 -20 -12 -14 14Z" fill="{hair}"/>',
        f'<path d="M-15 -9 C-14 -27 14 -27 15 -9Z" fill="{COATS[k % 6]}"/>'
        f'<path d="M-25 -8 Q0 -15 25 -8 Q0 -3 -25 -8Z" fill="{COATS[k % 6]}"/>',
        f'<path d="M-16 -4 C-20 -24 20 -24 16 -4 C10 -15 -6 -17 -16 -4Z" fill="{hair}"/>'
        f'<circle cx="0" cy="-22" r="8" fill="{hair}"/>',
    )[k % 4]
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">'
        f'<path d="M-24 40 C-24 22 -12 16 0 16 C12 16 24 22 24 40Z" fill="{coat}"/>'
        '<path d="M-24 40 C-24 22 -12 16 0 16 C12 16 24 22 24 40Z" fill="url(#shade)"/>'
        f'<circle cx="0" cy="0" r="17" fill="url(#k{skin})" stroke="#6d4220" stroke-opacity=".35" stroke-width="1.5"/>'
        f'{top}<circle cx="-5" cy="1" r="2.1" fill="#33201a"/><circle cx="6" cy="1" r="2.1" fill="#33201a"/>'
        f'<path d="{MOUTHS[mouth]}" stroke="#8f4030" stroke-width="2.2" stroke-linecap="round" fill="none"/></g>'
    )
