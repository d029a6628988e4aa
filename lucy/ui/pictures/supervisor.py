"""The supervisor by the kitchen: reads a list, hears the signal, or shakes his head. Knows nothing of the run."""

from __future__ import annotations

import pygame

from lucy.ui.pictures.art import linear, paint, radial, svg

WIDTH, HEIGHT = 240.0, 280.0  # the belt's top is the lower edge, the middle is x = 120
MOODS = ("calm", "heard", "refused")


def figure(scale: float, mood: str) -> pygame.Surface:
    """The supervisor in one of MOODS."""
    return paint(("supervisor", mood), scale, lambda: _figure(mood))


def _figure(mood: str) -> str:
    turn = {"calm": 4, "heard": -3, "refused": -6}[mood]
    defs = (
        radial("skin", -16, -16, 90, (0, "#fad7bb"), (0.55, "#e8ac85"), (1, "#b8764c"))
        + linear("coat", 30, 0, 210, 0, (0, "#8d6a4c"), (0.3, "#c9a27b"), (0.7, "#a97f59"), (1, "#6e4e35"))
        + linear("hatc", -50, 0, 50, 0, (0, "#4a4039"), (0.3, "#8a7a6c"), (0.7, "#5d5148"), (1, "#332b26"))
    )
    body = (
        '<path d="M44 290 C44 214 66 190 120 188 C174 190 196 214 196 290Z" fill="url(#coat)"/>'
        '<path d="M98 186 L142 186 L132 290 L108 290Z" fill="#fffaf0"/>'
        '<path d="M114 196 L126 196 L130 206 L124 212 L132 270 L120 284 L108 270 L116 212 L110 206Z" fill="#2f6b5d"/>'
        '<path d="M98 186 L82 206 L106 262 L114 224Z M142 186 L158 206 L134 262 L126 224Z" fill="#7d5b3f"/>'
        '<path d="M56 232 C60 214 68 206 80 202" stroke="#fff" stroke-opacity=".3" stroke-width="6" '
        'stroke-linecap="round" '
        'fill="none"/>'
    )
    head = f'<g transform="translate(120 136) rotate({turn})">' + _head(mood) + "</g>"
    return svg(WIDTH, HEIGHT, body + head + _arms(mood), defs)


def _head(mood: str) -> str:
    brows = {
        "calm": "M-28 -18 Q-18 -24 -9 -19 M28 -18 Q18 -24 9 -19",
        "heard": "M-29 -27 Q-18 -36 -8 -29 M29 -27 Q18 -36 8 -29",
        "refused": "M-29 -24 L-8 -14 M29 -24 L8 -14",
    }[mood]
    look = {"calm": (3, 4), "heard": (5, -1), "refused": (6, 0)}[mood]
    eyes = "".join(
        f'<ellipse cx="{x}" cy="-5" rx="9" ry="{10 if mood == "heard" else 8}" fill="#fffdf6" stroke="#9b6238" '
        f'stroke-width="1.5"/><circle cx="{x + look[0]}" cy="{-5 + look[1]}" r="5" fill="#33201a"/>'
        f'<circle cx="{x + look[0] - 2}" cy="{-7 + look[1]}" r="1.6" fill="#fff"/>'
        for x in (-18, 18)
    )
    mouth = {
        "calm": '<path d="M-10 35 Q0 39 10 35" stroke="#8f4030" stroke-width="4.5" stroke-linecap="round" '
        'fill="none"/>',
        "heard": '<ellipse cx="1" cy="37" rx="10" ry="9" fill="#5b1518"/><ellipse cx="1" cy="42" rx="6" '
        'ry="3.5" fill="#e0796f"/>',
        "refused": '<path d="M-12 40 Q0 32 12 40" stroke="#8f4030" stroke-width="5" stroke-linecap="round" '
        'fill="none"/>',
    }[mood]
    return (
        '<ellipse cx="-48" cy="2" rx="8" ry="12" fill="#d9976c"/><ellipse cx="48" cy="2" rx="8" ry="12" '
        'fill="#c4825a"/>'
        '<path d="M-47 -20 C-50 20 -44 56 0 58 C44 56 50 20 47 -20 C44 -60 -44 -60 -47 -20Z" fill="url(#skin)"/>'
        '<path d="M-47 -14 C-50 -2 -48 10 -44 16 L-42 -12Z M47 -14 C50 -2 48 10 44 16 L42 -12Z" fill="#b9aca0"/>'
        f'{eyes}<path d="{brows}" stroke="#8d8076" stroke-width="6.5" stroke-linecap="round" fill="none"/>'
        '<path d="M-2 -2 C-14 14 -12 20 1 20 C13 20 13 14 5 -2Z" fill="#e09a70"/><ellipse cx="-4" cy="12" '
        'rx="4" ry="3" '
        'fill="#fff" fill-opacity=".5"/>'
        f"{mouth}"
        '<path d="M0 24 C-8 17 -24 20 -33 33 C-22 31 -8 35 0 27 C8 35 22 31 33 33 C24 20 8 17 0 24Z" fill="#a5988c"/>'
        '<path d="M-26 28 C-18 23 -10 22 -4 25" stroke="#fff" stroke-opacity=".5" stroke-width="3" '
        'fill="none" stroke-linecap="round"/>'
        '<path d="M-44 -32 C-48 -92 48 -92 44 -32Z" fill="url(#hatc)"/>'
        '<path d="M-46 -44 Q0 -34 46 -44 L45 -32 Q0 -22 -45 -32Z" fill="#b8452f"/>'
        '<path d="M-64 -30 Q0 -14 64 -30 Q66 -38 56 -37 Q0 -24 -56 -37 Q-66 -38 -64 -30Z" fill="url(#hatc)"/>'
        '<path d="M-30 -62 C-26 -72 -18 -77 -8 -78" stroke="#fff" stroke-opacity=".4" stroke-width="5" '
        'stroke-linecap="round" fill="none"/>'
    )


def _arms(mood: str) -> str:
    line = 'stroke-linecap="round" fill="none"'

    def sleeve(path: str) -> str:
        return (
            f'<path d="{path}" stroke="#6e4e35" stroke-width="42" {line}/><path d="{path}" '
            f'stroke="#b98f69" stroke-width="37" {line}/>'
        )

    def hand(x: float, y: float) -> str:
        return (
            f'<circle cx="{x}" cy="{y}" r="18" fill="#b8764c"/><circle cx="{x}" cy="{y}" r="16" '
            f'fill="#f0bb95"/><circle cx="{x - 4}" cy="{y - 5}" r="5" fill="#fff" fill-opacity=".45"/>'
        )

    board = (
        '<g transform="translate(150 236) rotate(10)"><rect x="-30" y="-40" width="62" height="82" rx="5" '
        'fill="#7a4a28"/>'
        '<rect x="-25" y="-33" width="52" height="72" rx="3" fill="#fffaf0"/><rect x="-11" y="-45" '
        'width="24" height="13" rx="4" '
        'fill="#d9a441"/><path d="M-17 -18 L19 -18 M-17 -5 L19 -5 M-17 8 L10 8 M-17 21 L15 21" '
        'stroke="#b7a68e" stroke-width="4" '
        'stroke-linecap="round"/></g>'
    )
    if mood == "heard":  # one arm up at the lever of the kitchen, on the left
        return (
            sleeve("M62 222 Q34 196 32 166")
            + hand(30, 140)
            + board
            + sleeve("M180 222 Q198 262 166 268")
            + hand(158, 266)
        )
    if mood == "refused":  # arms crossed
        return (
            sleeve("M62 222 Q54 262 96 262 L132 250")
            + sleeve("M178 222 Q188 264 146 264 L104 256")
            + hand(142, 244)
            + hand(92, 250)
        )
    return (
        board
        + sleeve("M62 222 Q50 262 92 266 L116 264")
        + hand(122, 262)
        + sleeve("M180 222 Q200 258 184 270")
        + hand(178, 266)
    )
