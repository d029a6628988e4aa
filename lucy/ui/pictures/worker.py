"""The one who wraps: body, head and arms as SVG, posed by numbers. Knows nothing of the run.

`stress` goes from 0 (calm) over a third (busy) and two thirds (behind) to 1 (overwhelmed); poses in between
are mixed, so the worker never jumps from one face to the next.
"""

from __future__ import annotations

import math

import pygame

from lucy.ui.pictures.art import linear, paint, radial, sprite, svg
from lucy.ui.pictures.faces import LOOKS, THINGS
from lucy.ui.pictures.stage import Stage

STEPS = 12  # poses between calm and overwhelmed
WIDTH, HEIGHT = 320.0, 330.0  # of head and body; the counter's top is the lower edge, the middle is x = 160
ARMS_W, ARMS_H = 480.0, 230.0  # of the arms; the counter's top is at ARMS_TOP
ARMS_TOP = 180.0
RIBBON = "#d9534a"  # hatband, scarf and hem, where nobody known wears them

# calm, busy, behind, overwhelmed
POSE = {
    "lean": (0, -2, -5, -7), "drop": (0, 3, 7, 11), "tilt": (1, -2, -4, -5), "shrug": (0, 2, 7, 11),
    "brow_in": (0, 1, -7, -10), "brow_out": (0, 2, 3, 5), "open": (0.85, 0.95, 1.1, 1.2),
    "pupil": (1.0, 1.0, 0.95, 0.88), "smile": (13, 4, -4, -6), "gape": (0, 0, 6, 12), "mouth": (25, 20, 18, 17),
    "sweat": (0, 0, 0.9, 1.0), "strands": (0, 0, 0.25, 0.45), "hat": (-3, -4, -7, -10),
    "blush": (0.3, 0.3, 0.34, 0.4),
}  # fmt: skip


def mixed(name: str, stress: float) -> float:
    """A pose's number between its four key values."""
    keys = POSE[name]
    at = min(max(stress, 0.0), 1.0) * 3
    low = min(int(at), 2)
    return keys[low] + (keys[low + 1] - keys[low]) * (at - low)


def mark(who: str) -> tuple[str, str]:
    """The colour of a persona, and its badge about (0, 0), 40 units in radius; the worker's own and none for others."""
    look = LOOKS.get(who)
    if look is None:
        return RIBBON, ""
    return look.coat, f'<g transform="translate(-156 -154)">{THINGS.get(look.thing, "")}</g>'


def figure(
    scale: float, stress: float, relief: float, blink: bool, in_hat: int, in_mouth: int, who: str = ""
) -> pygame.Surface:
    """Body and head. `relief` 0..1; `in_hat` and `in_mouth` count chocolates, at most 4 each are told apart.

    `who`: a persona's face; hatband and scarf are of its colour, and the hat wears what it is known by.
    """
    step, ease = round(stress * STEPS), round(relief * 4)
    hat, mouth = min(in_hat, 4), min(in_mouth, 4)
    colour, badge = mark(who)
    key = ("worker", step, ease, blink, hat, mouth, colour, badge)
    return paint(
        key, scale, lambda: _figure(step / STEPS, ease / 4, blink, hat, mouth, badge).replace(RIBBON, colour)
    )


def _figure(stress: float, relief: float, blink: bool, in_hat: int, in_mouth: int, badge: str) -> str:
    lean, drop = mixed("lean", stress), mixed("drop", stress) * (1 - relief * 0.5)
    defs = (
        radial("skin", -20, -26, 112, (0, "#f4d0b0"), (0.6, "#e2ad86"), (1, "#c68d64"))
        + linear("dress", 60, 0, 260, 0, (0, "#2f6f86"), (0.3, "#5fa6bd"), (0.7, "#3f8aa3"), (1, "#24586c"))
        + linear("apron", 110, 230, 210, 330, (0, "#ffffff"), (0.6, "#f7ecdb"), (1, "#d9c6ab"))
        + radial("puff", -24, -118, 120, (0, "#ffffff"), (0.6, "#fbf1e2"), (1, "#d3bfa3"))
        + radial("hair", -20, -40, 120, (0, "#6b4a3a"), (0.5, "#3d2720"), (1, "#241511"))
        + linear("neck", 0, 225, 0, 275, (0, "#bd8159"), (1, "#dba57e"))
        + radial("cheek", 0, 0, 17, (0, "#e5806c", 0.95), (0.5, "#e5806c", 0.5), (1, "#e5806c", 0))
    )
    tilt = mixed("tilt", stress) * (1 - relief)
    head = f'<g transform="translate({160 + lean:.1f} {162 + drop:.1f}) rotate({tilt:.1f})">'
    head += _hair(stress) + _face(stress, relief, blink, in_mouth) + _hat(stress, relief, in_hat, badge) + "</g>"
    return svg(WIDTH, HEIGHT, _body(stress, relief, lean) + head, defs)


def _body(stress: float, relief: float, lean: float) -> str:
    up = 252 - mixed("shrug", stress) * (1 - relief)
    x = 160 + lean * 0.4
    dots = "".join(
        f'<circle cx="{x + dx:.1f}" cy="{up - 4 + dy:.1f}" r="2.6" fill="#fff6e2"/>'
        for dx, dy in ((-22, 4), (-10, 9), (3, 10), (15, 7), (25, 1), (-3, 1))
    )
    return (
        f'<path d="M{x - 20:.1f} 214 L{x + 20:.1f} 214 L{x + 24:.1f} {up + 10:.1f} L{x - 24:.1f} {up + 10:.1f}Z" '
        'fill="url(#neck)"/>'
        f'<path d="M{x - 40:.1f} {up:.1f} C{x - 78:.1f} {up:.1f} {x - 92:.1f} {up + 18:.1f} 66 334 '
        f"L254 334 C{x + 92:.1f} {up + 18:.1f} {x + 78:.1f} {up:.1f} {x + 40:.1f} {up:.1f} "
        f'Q{x:.1f} {up + 26:.1f} {x - 40:.1f} {up:.1f}Z" fill="url(#dress)"/>'
        f'<path d="M{x - 44:.1f} {up + 6:.1f} L{x - 28:.1f} {up + 8:.1f} L{x - 24:.1f} {up + 36:.1f} '
        f"L{x + 24:.1f} {up + 36:.1f} L{x + 28:.1f} {up + 8:.1f} L{x + 44:.1f} {up + 6:.1f} L{x + 52:.1f} 334 "
        f'L{x - 52:.1f} 334Z" fill="url(#apron)"/>'
        f'<path d="M{x - 24:.1f} {up + 38:.1f} L{x + 24:.1f} {up + 38:.1f}" stroke="#d9534a" stroke-width="4"/>'
        f'<path d="M{x - 34:.1f} {up - 8:.1f} Q{x:.1f} {up + 10:.1f} {x + 34:.1f} {up - 8:.1f} '
        f"L{x + 26:.1f} {up + 10:.1f} L{x + 8:.1f} {up + 14:.1f} L{x + 16:.1f} {up + 32:.1f} L{x:.1f} {up + 18:.1f} "
        f'L{x - 12:.1f} {up + 34:.1f} L{x - 8:.1f} {up + 14:.1f} L{x - 28:.1f} {up + 10:.1f}Z" fill="#d9534a"/>{dots}'
    )


def _hair(stress: float) -> str:
    loose = mixed("strands", stress)
    strands = (
        ""
        if loose < 0.1
        else (
            f'<path d="M-62 -8 q-22 {-8 * loose:.1f} {-20 - 8 * loose:.1f} -26 M-64 10 q-20 2 -26 {-12 * loose:.1f} '
            f'M62 -8 q20 {-10 * loose:.1f} {18 + 8 * loose:.1f} -28 M64 12 q18 2 26 {-10 * loose:.1f}" '
            f'stroke="#3d2720" stroke-width="5" stroke-linecap="round" fill="none" stroke-opacity="{loose:.2f}"/>'
        )
    )
    return (
        f'{strands}<path d="M-68 -10 C-78 30 -80 52 -66 66 C-58 74 -46 66 -48 54 L48 54 C46 66 58 74 66 66 '
        'C80 52 78 30 68 -10 C60 -60 -60 -60 -68 -10Z" fill="url(#hair)"/>'
        '<path d="M-70 30 C-72 48 -66 60 -58 62 M70 30 C72 48 66 60 58 62" stroke="#8a6550" stroke-opacity=".7" '
        'stroke-width="4" stroke-linecap="round" fill="none"/>'
    )


def _face(stress: float, relief: float, blink: bool, in_mouth: int) -> str:
    wide = 58 + 1.6 * in_mouth
    jaw = 40 + 0.8 * in_mouth
    out = (
        '<ellipse cx="-60" cy="8" rx="10" ry="14" fill="#dba57e"/><ellipse cx="60" cy="8" rx="10" ry="14" '
        'fill="#cb946b"/>'
        '<circle cx="-61" cy="23" r="4.5" fill="#fff4d6"/><circle cx="61" cy="23" r="4.5" fill="#f4dfae"/>'
        f'<path d="M-58 -14 C-60 -66 60 -66 58 -14 C59 4 {wide} 10 {wide} 26 C{wide - 4} {jaw + 16} 26 '
        f"{jaw + 24} 0 {jaw + 24} "
        f'C-26 {jaw + 24} {4 - wide} {jaw + 16} {-wide} 26 C{-wide} 10 -59 4 -58 -14Z" fill="url(#skin)"/>'
        '<path d="M-58 -14 C-52 -40 -24 -54 0 -52 C26 -54 52 -40 58 -14 C58 -76 -58 -76 -58 -14Z" fill="url(#hair)"/>'
    )
    blush = min(1.0, mixed("blush", stress) + 0.3 * relief)
    for side in (-1, 1):
        out += (
            f'<g transform="translate({side * 36} 25)"><circle cx="0" cy="0" r="17" fill="url(#cheek)" '
            f'fill-opacity="{blush:.2f}"/></g>'
        )
        if in_mouth:
            r = 9 + 1.6 * in_mouth
            out += (
                f'<path d="M{side * 30} {28 + r} A{r} {r} 0 0 {0 if side > 0 else 1} {side * (32 + r)} 24" '
                'stroke="#b8764c" stroke-width="3" stroke-linecap="round" fill="none" stroke-opacity=".55"/>'
                f'<ellipse cx="{side * 36 - 6}" cy="20" rx="8" ry="5" fill="#fff" fill-opacity=".35"/>'
            )
        out += _eye(side, stress, relief, blink)
    out += (
        '<path d="M-3 4 Q-10 22 0 23 Q8 23 8 18" stroke="#b8764c" stroke-width="4" stroke-linecap="round" fill="none"/>'
    )
    return out + _mouth(stress, relief, in_mouth)


def _eye(side: int, stress: float, relief: float, blink: bool) -> str:
    x, open_ = side * 25, mixed("open", stress)
    brow_in, brow_out = mixed("brow_in", stress) * (1 - relief), mixed("brow_out", stress) * (1 - relief)
    high = -24 - 6 * max(open_ - 1, 0) - 3 * relief
    brow = (
        f'<path d="M{x - side * 15:.1f} {high + brow_in:.1f} Q{x:.1f} {high - 7 + brow_in * 0.4:.1f} '
        f'{x + side * 16:.1f} {high + 4 + brow_out:.1f}" stroke="#33201a" stroke-width="6.5" stroke-linecap="round" '
        'fill="none"/>'
    )
    if relief > 0.4 or blink:
        dip = 9 if relief > 0.4 else 3
        return brow + (
            f'<path d="M{x - 13} 0 Q{x} {dip} {x + 13} 0" stroke="#33201a" stroke-width="5" stroke-linecap="round" '
            'fill="none"/>'
        )
    tall, pupil = 13.5 * open_, 8.2 * mixed("pupil", stress)
    return brow + (
        f'<ellipse cx="{x}" cy="-1" rx="13" ry="{tall:.1f}" fill="#fffdf6" stroke="#7d4a28" stroke-width="1.6"/>'
        f'<circle cx="{x - 4}" cy="{2 + tall * 0.12:.1f}" r="{pupil:.1f}" fill="#33201a"/>'
        f'<circle cx="{x - 7}" cy="{-2 + tall * 0.1:.1f}" r="2.6" fill="#fff"/>'
        f'<path d="M{x - 14} {-1 - tall * 0.45:.1f} Q{x} {-4 - tall:.1f} {x + 14} {-1 - tall * 0.45:.1f}" '
        f'stroke="#33201a" '
        'stroke-width="4" stroke-linecap="round" fill="none"/>'
        f'<path d="M{x + side * 13} {-4 - tall * 0.4:.1f} l{side * 7} -5" stroke="#33201a" stroke-width="3" '
        'stroke-linecap="round"/>'
    )


def _mouth(stress: float, relief: float, in_mouth: int) -> str:
    if in_mouth:
        return (
            '<ellipse cx="0" cy="42" rx="15" ry="11" fill="#4a1a14"/><rect x="-10" y="33" width="20" '
            'height="17" rx="5" '
            'fill="#7f4a2a"/><rect x="-7" y="35" width="11" height="4" rx="2" fill="#d79a6b"/>'
            '<path d="M-15 42 Q0 60 15 42" stroke="#a83a3a" stroke-width="5" stroke-linecap="round" fill="none"/>'
        )
    smile = mixed("smile", stress) * (1 - relief) + 14 * relief
    gape = mixed("gape", stress) * (1 - relief) + 7 * relief
    half = mixed("mouth", stress)
    if gape < 2:
        return (
            f'<path d="M{-half * 0.9:.1f} {39 - smile * 0.3:.1f} Q0 {40 + smile:.1f} {half * 0.9:.1f} '
            f'{39 - smile * 0.3:.1f}" '
            'stroke="#a02c34" stroke-width="6" stroke-linecap="round" fill="none"/>'
        )
    top, low = 38 - smile * 0.25 - gape * 0.35, 38 + max(smile, 0) * 0.6 + gape
    return (
        f'<path d="M{-half:.1f} {39 - smile * 0.2:.1f} Q0 {top - 4 + smile * 0.4:.1f} {half:.1f} '
        f"{39 - smile * 0.2:.1f} "
        f'Q{half * 0.7:.1f} {low:.1f} 0 {low:.1f} Q{-half * 0.7:.1f} {low:.1f} {-half:.1f} {39 - smile * 0.2:.1f}Z" '
        'fill="#5b1518" stroke="#a02c34" stroke-width="5" stroke-linejoin="round"/>'
        f'<ellipse cx="0" cy="{low - gape * 0.28:.1f}" rx="{half * 0.45:.1f}" ry="{gape * 0.26:.1f}" fill="#e0796f"/>'
    )


def _hat(stress: float, relief: float, in_hat: int, badge: str) -> str:
    swell = 1 + 0.07 * in_hat
    turn = mixed("hat", stress) * (1 - relief)
    peek = "".join(
        f'<g transform="translate({x} {y}) rotate({a})"><rect x="-13" y="-11" width="26" height="22" rx="6" '
        f'fill="{c}"/>'
        '<rect x="-9" y="-8" width="15" height="5" rx="2.5" fill="#fff" fill-opacity=".35"/></g>'
        for x, y, a, c in (
            (-34, -66, -14, "#7f4a2a"),
            (32, -66, 12, "#4a2818"),
            (-2, -70, 3, "#b3713a"),
            (54, -58, 28, "#7f4a2a"),
        )[:in_hat]
    )
    return (
        f'<g transform="translate(0 -54) rotate({turn:.1f}) translate(0 44)">'
        f'<g transform="translate(0 -62) scale({1 + 0.03 * in_hat:.2f} {swell:.2f}) translate(0 62)">'
        '<path d="M-50 -64 C-96 -74 -88 -124 -50 -116 C-40 -142 6 -146 16 -122 C46 -142 86 -116 70 -90 C70 '
        '-72 56 -64 48 -64Z" '
        'fill="url(#puff)"/>'
        '<path d="M-34 -68 C-38 -84 -42 -92 -50 -100 M2 -68 C2 -84 0 -94 -4 -104 M34 -68 C38 -82 44 -92 50 -96" '
        'stroke="#b9a283" stroke-opacity=".7" stroke-width="3.5" stroke-linecap="round" fill="none"/></g>'
        f'<g transform="translate(-8 -98) scale(0.7)">{badge}</g>'
        f'{peek}<path d="M-56 -62 Q0 -76 56 -62 L60 -32 Q0 -50 -60 -32Z" fill="#fffaf0"/>'
        '<path d="M-58 -46 Q0 -62 58 -46 L60 -32 Q0 -50 -60 -32Z" fill="#d9534a"/>'
        '<path d="M-60 -32 Q0 -50 60 -32 L60 -28 Q0 -45 -60 -28Z" fill="#2b1208" fill-opacity=".25"/></g>'
    )


def behind(
    stage: Stage, x: float, edge_y: float, size: float, stress: float, relief: float, down: bool, clock_s: float,
    still: bool, in_hat: int = 0, in_mouth: int = 0, who: str = "",
) -> None:  # fmt: skip
    """The worker behind a case whose upper edge is at `edge_y`, the middle at `x`, hands on it or thrown up."""
    stress = 1.0 if down else stress
    blink = not still and stress < 0.8 and clock_s % 3.7 > 3.58
    image = figure(stage.scale * size, stress, relief, blink, in_hat, in_mouth, who)
    left, top = x - WIDTH * size / 2, edge_y + 2 - HEIGHT * size
    if not still:
        top += 2 * math.sin(clock_s * (1.6 + 2.5 * stress))
    bottom = stage.at(0, edge_y)[1] - stage.at(0, top)[1]
    stage.surface.blit(image, stage.at(left, top), (0, 0, image.get_width(), max(bottom, 0)))
    hands = ((-76.0, -110.0), (38.0, -114.0)) if stress > 0.93 or down else ((-66.0, -13.0), (52.0, -13.0))
    stage.put(arms(stage.scale * size, *hands, 1.0 if stress > 0.6 else 0.0),
              x - ARMS_W * size / 2, edge_y - ARMS_TOP * size)  # fmt: skip
    if stress > 0.55 and not relief:
        for side, late in ((-1, 0.0), (1, 0.45)):
            age = 0.3 if still else (clock_s * 0.9 + late) % 1
            drop = sprite("drop", stage.scale * size * 0.8)
            stage.put(drop, x + (side * (84 + 16 * age) - 12) * size, top + (125 + 70 * age * age) * size)


def arms(scale: float, left: tuple[float, float], right: tuple[float, float], stress: float) -> pygame.Surface:
    """Both arms, hands at offsets from the middle of the worker on the counter's top (y grows downwards)."""
    step = round(stress * 4) / 4
    a, b = (round(left[0] / 4) * 4, round(left[1] / 4) * 4), (round(right[0] / 4) * 4, round(right[1] / 4) * 4)
    return paint(("arms", a, b, step), scale, lambda: _arms(a, b, step))


def _arms(left: tuple[float, float], right: tuple[float, float], stress: float) -> str:
    up = mixed("shrug", stress)
    body = _arm(-1, left, up) + _arm(1, right, up)
    defs = linear("sleeve", 0, 90, 0, 160, (0, "#6db3c9"), (0.5, "#4a95ae"), (1, "#2a6378"))
    return svg(ARMS_W, ARMS_H, f'<g transform="translate({ARMS_W / 2} {ARMS_TOP})">{body}</g>', defs)


def _arm(side: int, hand: tuple[float, float], up: float) -> str:
    sx, sy = side * 72.0, -54.0 - up
    hx, hy = hand
    reach = math.hypot(hx - sx, hy - sy)
    out = max(8.0, 66 - 0.34 * reach)
    ex, ey = (sx + hx) / 2 + side * out, (sy + hy) / 2 + out * 0.55
    mx, my = sx + (ex - sx) * 0.55, sy + (ey - sy) * 0.55
    limb = f"M{mx:.1f} {my:.1f} Q{ex:.1f} {ey:.1f} {hx:.1f} {hy:.1f}"
    line = 'stroke-linecap="round" fill="none"'
    return (
        f'<path d="{limb}" stroke="#b0744c" stroke-width="29" {line}/><path d="{limb}" stroke="#e2ad86" '
        f'stroke-width="25" {line}/>'
        f'<path d="{limb}" stroke="#f4d0b0" stroke-opacity=".6" stroke-width="8" {line}/>'
        f'<path d="M{sx:.1f} {sy:.1f} L{mx:.1f} {my:.1f}" stroke="#24586c" stroke-width="44" {line}/>'
        f'<path d="M{sx:.1f} {sy:.1f} L{mx:.1f} {my:.1f}" stroke="#4a95ae" stroke-width="39" {line}/>'
        f'<path d="M{sx - 4:.1f} {sy - 6:.1f} L{mx - 4:.1f} {my - 6:.1f}" stroke="#8cc6d8" '
        f'stroke-opacity=".6" stroke-width="10" {line}/>'
        f'<circle cx="{hx:.1f}" cy="{hy:.1f}" r="19" fill="#b0744c"/><circle cx="{hx:.1f}" cy="{hy:.1f}" '
        f'r="17" fill="#e6b48e"/>'
        f'<path d="M{hx - side * 4:.1f} {hy - 12:.1f} q{-side * 16} 2 {-side * 17} 13" stroke="#e6b48e" '
        f'stroke-width="11" {line}/>'
        f'<circle cx="{hx - 5:.1f}" cy="{hy - 6:.1f}" r="6" fill="#f8dcc2" fill-opacity=".8"/>'
    )
