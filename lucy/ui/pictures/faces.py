"""The face of each persona: a round portrait with the thing that they are known by. Knows nothing of a run.

A persona without a portrait of its own, such as a consumer that somebody brings, gets a plain one, always the same.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import pygame

from lucy.ui.pictures.art import linear, paint, radial, svg
from lucy.ui.pictures.crowd import COATS, HAIR, SKINS

SIZE = 200.0
LINE = 'stroke="#33201a" stroke-linecap="round" stroke-linejoin="round" fill="none"'


@dataclass(frozen=True, slots=True)
class Look:
    """One portrait. `brow`: the inner end of the brows, up is negative; `smile`: how far the mouth curves."""

    ground: str
    coat: str
    skin: int
    hair: str
    style: str
    brow: float
    smile: float
    eyes: str = "open"
    thing: str = ""


LOOKS = {
    "shrugger": Look("#cfd9c0", "#7d8f63", 0, "#b9803d", "tousled", -1, 3, "half", "shrug"),
    "hoarder": Look("#e6cfa4", "#a8683a", 1, "#3d2720", "bun", -7, -2, "wide", "boxes"),
    "dropper": Look("#f0c3a5", "#c9604a", 2, "#2b1a12", "short", 4, 6, "open", "bin"),
    "sampler": Look("#c4dce6", "#4a95ae", 3, "#2b1a12", "bun", 0, 7, "open", "sieve"),
    "debouncer": Look("#d8cdea", "#8a6bb0", 0, "#8d8076", "short", -2, 4, "closed", "hush"),
    "latest": Look("#bfe3d6", "#2f8f78", 1, "#7a4a28", "tousled", -4, 8, "wide", "bolt"),
    "watermark": Look("#bcd7ef", "#3b6ea8", 2, "#3d2720", "cap", 2, 5, "open", "marks"),
    "credit": Look("#f2dfa0", "#8c6f1c", 0, "#2b1a12", "short", 0, 6, "open", "coins"),
    "aimd": Look("#dfe0c0", "#5f7d4a", 3, "#2b1a12", "tousled", -3, 4, "wide", "saw"),
    "codel": Look("#d3d3df", "#545a7d", 1, "#8d8076", "bun", 3, 3, "half", "head"),
    "timekeeper": Look("#d2e4d6", "#a8552f", 0, "#7a4a28", "short", 1, 5, "wide", "clock"),
    "gradient": Look("#e3d0d8", "#a0506e", 2, "#7a4a28", "cap", 0, 6, "open", "slope"),
    "steward": Look("#e9d7ba", "#35474f", 0, "#8d8076", "short", 0, 7, "open", "bell"),
    "negotiator": Look("#f5d9a0", "#b5462f", 3, "#2b1a12", "bun", -1, 9, "open", "flag"),
    "planner": Look("#cfe0d0", "#2d6a58", 1, "#3d2720", "cap", 1, 7, "open", "plan"),
}


def face(name: str, size_px: int) -> pygame.Surface:
    """The portrait of the persona of that name, `size_px` square."""
    return paint(("portrait", name), size_px / SIZE, lambda: _portrait(LOOKS.get(name) or _plain(name)))


def _plain(name: str) -> Look:
    k = zlib.crc32(name.encode())
    style = ("tousled", "bun", "short", "cap")[k % 4]
    return Look("#e8dcc4", COATS[k // 4 % len(COATS)], k // 24 % 4, HAIR[k // 96 % len(HAIR)], style, 0, 6)


def _portrait(look: Look) -> str:
    light, dark = SKINS[look.skin]
    defs = (
        radial("ground", 80, 60, 150, (0, "#fffaf0"), (0.55, look.ground), (1, look.ground))
        + radial("skin", 84, 80, 74, (0, light), (0.55, light), (1, dark))
        + linear("fold", 0, 140, 0, 200, (0, "#ffffff", 0.22), (1, "#2b1a12", 0.28))
    )
    # Shoulders end inside the disc, on its rim: a clip path is one of the things that the SVG reader leaves out.
    coat = "M34 167 C42 142 66 136 86 134 L114 134 C134 136 158 142 166 167 A94 94 0 0 1 34 167Z"
    body = (
        '<circle cx="100" cy="100" r="97" fill="#8a6a45"/><circle cx="100" cy="100" r="93" fill="url(#ground)"/>'
        + (_long_hair(look.hair) if look.style == "bun" else "")
        + f'<path d="M86 118 L114 118 L116 142 Q100 154 84 142Z" fill="{dark}"/>'
        f'<path d="{coat}" fill="{look.coat}"/><path d="{coat}" fill="url(#fold)"/>'
        '<path d="M84 134 L100 156 L116 134 L108 131 Q100 139 92 131Z" fill="#fff6e4"/>'
        f'<ellipse cx="58" cy="90" rx="8" ry="11" fill="{dark}"/>'
        f'<ellipse cx="142" cy="90" rx="8" ry="11" fill="{dark}"/>'
        '<path d="M58 78 C56 38 144 38 142 78 C144 112 128 136 100 136 C72 136 56 112 58 78Z" fill="url(#skin)"/>'
        '<ellipse cx="74" cy="106" rx="10" ry="7" fill="#e5806c" fill-opacity=".32"/>'
        '<ellipse cx="126" cy="106" rx="10" ry="7" fill="#e5806c" fill-opacity=".32"/>'
        + _hair(look) + _eyes(look) + _mouth(look.smile)
        + f'<path d="M98 88 Q92 102 101 103" stroke="{dark}" stroke-width="4" stroke-linecap="round" fill="none"/>'
        + THINGS.get(look.thing, "")
    )  # fmt: skip
    return svg(SIZE, SIZE, body, defs)


def _long_hair(colour: str) -> str:
    return f'<circle cx="100" cy="35" r="17" fill="{colour}"/>' + (
        f'<path d="M54 92 C46 30 154 30 146 92 L140 116 Q100 60 60 116Z" fill="{colour}"/>'
    )


def _hair(look: Look) -> str:
    colour = look.hair
    if look.style == "cap":
        return (
            f'<path d="M58 74 C60 64 66 62 70 62 L64 92 Q58 88 58 74Z M142 74 C140 64 134 62 130 62 L136 92 '
            f'Q142 88 142 74Z" fill="{colour}"/>'
            f'<path d="M56 66 C56 26 144 26 144 66 Q100 52 56 66Z" fill="{look.coat}"/>'
            f'<path d="M52 66 Q100 46 148 66 Q150 73 144 74 Q100 58 56 74 Q50 73 52 66Z" fill="#fff6e4"/>'
        )
    if look.style == "bun":
        return f'<path d="M57 82 C56 36 144 36 143 82 C134 62 118 54 96 54 C80 56 66 64 57 82Z" fill="{colour}"/>'
    if look.style == "tousled":
        return (
            f'<path d="M56 84 C46 60 58 46 66 44 C64 34 80 28 90 34 C98 24 116 26 120 34 C134 30 146 44 140 52 '
            f'C150 60 148 74 144 84 C140 70 134 62 124 64 C116 56 104 64 94 58 C84 66 68 60 56 84Z" fill="{colour}"/>'
        )
    return (
        f'<path d="M57 80 C52 40 80 32 104 32 C136 32 148 52 143 80 C138 66 132 60 126 56 C108 62 78 62 68 56 '
        f'C62 62 58 70 57 80Z" fill="{colour}"/>'
    )


def _eyes(look: Look) -> str:
    out = ""
    for side in (-1, 1):
        x = 100 + side * 21
        out += (
            f'<path d="M{x - side * 10} {72 + look.brow} Q{x} {68 + look.brow * 0.3:.1f} {x + side * 12} 73" '
            f'{LINE} stroke-width="5"/>'
        )
        if look.eyes == "closed":
            out += f'<path d="M{x - 9} 86 Q{x} 93 {x + 9} 86" {LINE} stroke-width="4.5"/>'
            continue
        tall = {"wide": 11.0, "half": 6.0}.get(look.eyes, 9.0)
        out += (
            f'<ellipse cx="{x}" cy="87" rx="9.5" ry="{tall}" fill="#fffdf6" stroke="#7d4a28" stroke-width="1.4"/>'
            f'<circle cx="{x}" cy="88" r="{min(tall - 0.5, 6)}" fill="#33201a"/>'
            f'<circle cx="{x - 2}" cy="85.5" r="1.9" fill="#fff"/>'
        )
        if look.eyes == "half":
            out += f'<path d="M{x - 11} 83 L{x + 11} 83" {LINE} stroke-width="4.5"/>'
    return out


def _mouth(smile: float) -> str:
    return (
        f'<path d="M84 {118 - smile * 0.3:.1f} Q100 {118 + smile:.1f} 116 {118 - smile * 0.3:.1f}" '
        'stroke="#9c3038" stroke-width="5" stroke-linecap="round" fill="none"/>'
    )


def _badge(inner: str) -> str:
    """What somebody is known by, on an enamel disc at the lower right."""
    return (
        '<g transform="translate(156 154)"><circle r="40" fill="#8a6a45"/><circle r="36" fill="#fff6e4"/>'
        f"{inner}</g>"
    )


_BROWN, _RED, _GREEN, _BLUE, _GOLD = "#7f4a2a", "#c9473a", "#2f8f78", "#3b6ea8", "#d99a23"
_STROKE = 'stroke-linecap="round" stroke-linejoin="round" fill="none"'

THINGS = {
    "shrug": _badge(f'<path d="M-22 -2 Q-14 12 0 12 Q14 12 22 -2 M-22 -2 l-4 -8 M22 -2 l4 -8" stroke="{_BROWN}" '
                    f'stroke-width="7" {_STROKE}/><circle cy="-8" r="8" fill="{_BROWN}"/>'),
    "boxes": _badge(f'<rect x="-24" y="2" width="22" height="18" rx="3" fill="{_BROWN}"/><rect x="2" y="2" width="22" '
                    f'height="18" rx="3" fill="#a8683a"/><rect x="-11" y="-18" width="22" height="18" rx="3" '
                    f'fill="{_GOLD}"/><path d="M-13 2 v6 M13 2 v6 M0 -18 v6" stroke="#fff6e4" stroke-width="4"/>'),
    "bin": _badge(f'<path d="M-15 -8 L-11 22 L11 22 L15 -8Z" fill="{_RED}"/><path d="M-20 -12 H20" stroke="{_RED}" '
                  f'stroke-width="6" {_STROKE}/><path d="M-5 -1 L-4 15 M5 -1 L4 15" stroke="#fff6e4" '
                  f'stroke-width="4" {_STROKE}/><circle cx="4" cy="-22" r="6" fill="{_BROWN}"/>'),
    "sieve": _badge(f'<path d="M-22 -14 H22 L6 4 V20 L-6 14 V4Z" fill="{_BLUE}"/>'
                    f'<circle cx="-10" cy="-21" r="4" fill="{_BROWN}"/>'
                    f'<circle cx="8" cy="-21" r="4" fill="{_BROWN}"/>'),
    "hush": _badge(f'<path d="M-14 -20 H14 L-14 20 H14 L-14 -20 M14 -20 L0 0" stroke="{_BROWN}" stroke-width="6" '
                   f'{_STROKE}/><path d="M-9 17 L0 6 L9 17Z" fill="{_GOLD}"/>'),
    "bolt": _badge(f'<path d="M6 -26 L-16 4 H-2 L-6 26 L16 -6 H2Z" fill="{_GOLD}" stroke="{_BROWN}" '
                   'stroke-width="3" stroke-linejoin="round"/>'),
    "marks": _badge(f'<path d="M-18 -20 V20 H18 V-20" stroke="{_BROWN}" stroke-width="5" {_STROKE}/>'
                    f'<rect x="-15" y="0" width="30" height="17" fill="{_BLUE}"/><path d="M-24 -12 H-8 M8 -12 H24" '
                    f'stroke="{_RED}" stroke-width="5" {_STROKE}/><path d="M-24 8 H-12" stroke="{_GREEN}" '
                    f'stroke-width="5" {_STROKE}/>'),
    "coins": _badge("".join(f'<ellipse cy="{y}" rx="17" ry="7" fill="{_GOLD}" stroke="{_BROWN}" stroke-width="3"/>'
                            for y in (14, 4, -6, -16))),
    "saw": _badge(f'<path d="M-24 16 L-8 -12 V14 L8 -14 V12 L24 -16" stroke="{_RED}" stroke-width="5.5" {_STROKE}/>'),
    "clock": _badge(f'<circle r="21" fill="#fff" stroke="{_BROWN}" stroke-width="5"/><path d="M0 -13 V0 L9 6" '
                    f'stroke="{_RED}" stroke-width="5" {_STROKE}/>'),
    "head": _badge(f'<circle cx="-22" cy="-12" r="9" fill="{_BROWN}"/><circle cx="-1" cy="-12" r="9" fill="{_BROWN}"/>'
                   f'<path d="M21 -18 V-2" stroke="{_RED}" stroke-width="5" {_STROKE}/>'
                   f'<path d="M14 -5 L21 3 L28 -5Z" fill="{_RED}"/><circle cx="21" cy="14" r="9" fill="{_GOLD}"/>'),
    "slope": _badge(f'<path d="M-22 16 Q0 14 22 -16" stroke="{_BLUE}" stroke-width="6" {_STROKE}/>'
                    f'<circle cx="2" cy="8" r="7" fill="{_RED}"/>'),
    "bell": _badge(f'<path d="M-20 12 C-20 -14 20 -14 20 12Z" fill="{_GOLD}"/><path d="M-24 15 H24" '
                   f'stroke="{_BROWN}" stroke-width="6" {_STROKE}/><circle cy="-12" r="5" fill="{_BROWN}"/>'),
    "flag": _badge(f'<path d="M-14 -24 V24" stroke="{_BROWN}" stroke-width="6" {_STROKE}/>'
                   f'<path d="M-11 -23 Q2 -30 10 -22 Q16 -17 24 -22 V-1 Q14 4 7 -2 Q0 -7 -11 -1Z" fill="{_RED}"/>'),
    "plan": _badge(f'<path d="M-22 0 C-8 0 -6 -16 20 -18 M-22 0 C-8 0 0 0 22 0 M-22 0 C-8 0 -6 16 20 18" '
                   f'stroke="{_GREEN}" stroke-width="5" {_STROKE}/><circle cx="-20" r="6" fill="{_BROWN}"/>'
                   f'<circle cx="21" cy="0" r="6" fill="{_GOLD}"/>'),
}  # fmt: skip
