"""Keys, and what they spell: a keyboard, a search box, and the text that stood there when a key was pressed."""

from __future__ import annotations

import bisect

import pygame

from lucy.run import words
from lucy.run.snapshot import ProducerNow
from lucy.ui import fonts
from lucy.ui.pictures.art import linear, paint, radial, svg
from lucy.ui.pictures.stage import INK, Stage, plate

PRESSED_S = 0.13


def text_at(who: ProducerNow, number: int) -> str:
    """What stood in the box when key `number` had been pressed: the first letters of that burst's words."""
    if number <= 0:
        return ""
    at = max(bisect.bisect_right(who.bursts, number - 1) - 1, 0)
    began = who.bursts[at] if who.bursts else 0
    spelt = words.lines("picture.typed")
    start = (began * 7 + began // 3) % len(spelt)
    long = " ".join((*spelt[start:], *spelt[:start]))
    return (long * (1 + (number - began) // len(long)))[: max(number - began, 1)].strip()


def tail(text: str, most: int) -> str:
    """The end of a text: that is where two searches differ."""
    return text if len(text) <= most else "…" + text[-most:].lstrip()


def key(scale: float, down: bool = False) -> pygame.Surface:
    """A round key without its letter; pressed it lies lower and is lit."""
    return paint(("key", down), scale, lambda: _key(down))


def _key(down: bool) -> str:
    top, low = ("#ffe9a6", "#f0b23a") if down else ("#fffdf6", "#e9d8b8")
    y = 34 if down else 28
    body = (
        '<circle cx="33" cy="38" r="25" fill="#2b1a12" fill-opacity=".45"/>'
        f'<circle cx="32" cy="{y + 2}" r="26" fill="#6d5a4a"/><circle cx="32" cy="{y}" r="25" fill="url(#r)"/>'
        f'<circle cx="32" cy="{y}" r="20.5" fill="url(#t)"/>'
    )
    defs = linear("r", 0, 4, 0, 60, (0, "#f4f1ec"), (1, "#8d8378")) + radial("t", 26, y - 8, 30, (0, top), (1, low))
    return svg(64, 66, body, defs)


def draw_keyboard(stage: Stage, x: float, y: float, wide: float, tall: float, pressed: str | None) -> None:
    """Three rows of keys in a case; or, where `pressed` is a letter, only that key, which is down."""
    w, h = round(wide), round(tall)
    if pressed is None:
        stage.put(paint(("keyboard", w, h), stage.scale, lambda: _case(w, h)), x, y)
    rows = words.lines("picture.key_rows")
    pitch = min((wide - 36) / max(len(row) for row in rows), 64.0)
    size = pitch / 66
    for n, row in enumerate(rows):
        left = x + wide / 2 - pitch * (len(row) - 1) / 2 - (pitch * 0.2 if n == 2 else 0)
        for k, letter in enumerate(row):
            down = letter == pressed
            if pressed is not None and not down:
                continue
            middle = left + pitch * k, y + 50 + (tall - 76) / 3 * n
            image = key(stage.scale * size, down)
            stage.surface.blit(image, image.get_rect(center=stage.at(*middle)))
            stage.say(letter, middle[0], middle[1] + (1 if down else -5) * size, 28 * size, INK, fonts.BOLD)


def _case(w: int, h: int) -> str:
    body = (
        f'<ellipse cx="{w / 2}" cy="{h - 6}" rx="{w / 2}" ry="12" fill="#2b1a12" fill-opacity=".3"/>'
        f'<path d="M34 6 L{w - 34} 6 Q{w - 16} 6 {w - 12} 26 L{w - 4} {h - 38} Q{w - 2} {h - 12} {w - 28} {h - 12} '
        f'L28 {h - 12} Q2 {h - 12} 4 {h - 38} L12 26 Q16 6 34 6Z" fill="url(#c)"/>'
        f'<path d="M34 8 L{w - 34} 8 Q{w - 20} 8 {w - 15} 22 L15 22 Q20 8 34 8Z" fill="#fff" fill-opacity=".3"/>'
        f'<rect x="16" y="{h - 54}" width="{w - 32}" height="26" rx="13" fill="#2b1a12" fill-opacity=".2"/>'
        f'<rect x="{w * 0.25:.1f}" y="{h - 52}" width="{w * 0.5:.1f}" height="20" rx="10" fill="#f3e2c0"/>'
    )
    return svg(w, h, body, linear("c", 0, 6, 0, h, (0, "#6db3a0"), (0.5, "#4c8e7c"), (1, "#2f5d51")))


def pressed_now(who: ProducerNow) -> str:
    """The letter whose key is down, or nothing."""
    return text_at(who, who.made)[-1:] if who.quiet_s < PRESSED_S else ""


def draw_box(stage: Stage, x: float, y: float, wide: float, who: ProducerNow, clock_s: float) -> None:
    """The search box with what stands in it now."""
    plate(stage, x, y, wide, 100)
    glass = paint(("magnifier",), stage.scale, lambda: svg(64, 64, (
        '<circle cx="26" cy="26" r="18" fill="#dff1fb" stroke="#5d3319" stroke-width="6"/>'
        '<path d="M40 40 L56 56" stroke="#5d3319" stroke-width="9" stroke-linecap="round"/>'
        '<path d="M16 22 Q18 14 27 13" stroke="#fff" stroke-width="4" fill="none" stroke-linecap="round"/>'
    )))  # fmt: skip
    stage.put(glass, x + 22, y + 18)
    text = text_at(who, who.made) if who.made else ""
    text = tail(text, 15)
    drawn = stage.say(text, x + 104, y + 50, 54, INK, fonts.BOLD, wide - 140, "left") if text else None
    if clock_s % 1.0 < 0.6:
        left = (drawn.right + 4) if drawn else stage.at(x + 104, 0)[0]
        top, bottom = stage.at(0, y + 26)[1], stage.at(0, y + 74)[1]
        stage.surface.fill(INK, (left, top, max(2, round(4 * stage.scale)), bottom - top))
