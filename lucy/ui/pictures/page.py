"""The page that is drawn: a set with a table of thirty rows that shows how old it is, and the clock of its frames."""

from __future__ import annotations

import math

import pygame

from lucy.run import words
from lucy.run.snapshot import StationNow
from lucy.ui import fonts
from lucy.ui.pictures.art import keep, linear, paint, radial, ready, shadow, svg
from lucy.ui.pictures.stage import BAD, INK, SOFT, Stage, tag

ROWS, COLUMNS = 15, 2
FRESH, STALE = (22, 92, 80), (138, 128, 118)
STALE_S = 0.5  # older than this and the table is said to be frozen
LIT, OUT = (255, 205, 84), (92, 74, 62)
DIAL = 300.0


def case(scale: float, width: float, height: float) -> pygame.Surface:
    """The set: a wooden case, feet, knobs and a lit glass."""
    return paint(("page", width, height), scale, lambda: _case(width, height))


def _case(w: float, h: float) -> str:
    mark, ground = shadow("s", w / 2, h - 6, w / 2, 15)
    knobs = "".join(
        f'<circle cx="{w - 46}" cy="{y}" r="19" fill="url(#brass)" stroke="#5d3319" stroke-width="3"/>'
        f'<path d="M{w - 46} {y - 14} L{w - 46} {y - 3}" stroke="#5d3319" stroke-width="4" stroke-linecap="round"/>'
        for y in (70, 128)
    )
    slots = "".join(
        f'<rect x="{w - 66}" y="{h - 190 + 16 * k}" width="40" height="6" rx="3" fill="#3b1e10" fill-opacity=".55"/>'
        for k in range(6)
    )
    body = (
        f'{ground}<path d="M60 {h - 40} L84 {h - 40} L70 {h - 4} L58 {h - 4}Z M{w - 84} {h - 40} L{w - 60} {h - 40} '
        f'L{w - 58} {h - 4} L{w - 70} {h - 4}Z" fill="#5d3319"/>'
        f'<rect x="4" y="6" width="{w - 8}" height="{h - 40}" rx="34" fill="url(#wood)"/>'
        f'<rect x="10" y="10" width="{w - 20}" height="{h - 50}" rx="30" fill="none" stroke="#fff" '
        'stroke-opacity=".22" stroke-width="4"/>'
        f'<rect x="24" y="26" width="{w - 116}" height="{h - 82}" rx="30" fill="url(#rim)"/>'
        f'<rect x="36" y="38" width="{w - 140}" height="{h - 106}" rx="20" fill="#fbf6e8"/>{knobs}{slots}'
    )
    defs = (
        mark
        + linear("wood", 0, 0, 0, h, (0, "#b5793f"), (0.5, "#96602f"), (1, "#6d4220"))
        + linear("rim", 0, 26, 0, h - 56, (0, "#8e6116"), (0.5, "#f5d68a"), (1, "#8e6116"))
        + linear("brass", 0, 50, 0, 150, (0, "#fff0bf"), (1, "#b98528"))
    )
    return svg(w, h, body, defs)


def draw_page(stage: Stage, x: float, y: float, w: float, h: float, now: StationNow) -> None:
    """What the set shows now; its case stands already."""
    left, top, wide, tall = x + 44, y + 46, w - 156, h - 122
    if now.down:
        stage.surface.fill((52, 44, 40), stage.box(left, top, wide, tall))
        room = wide - 40
        stage.say(words.say("picture.crashed"), left + wide / 2, top + tall / 2, 52, (255, 176, 138), fonts.BOLD, room)
        return
    frozen = now.newest_age_s >= STALE_S
    ink = STALE if frozen else FRESH
    head = max(40.0, stage.px(30) / stage.scale * 1.4)
    stage.surface.fill((200, 190, 178) if frozen else (178, 222, 206), stage.box(left, top, wide, head))
    number = words.say("picture.number", number=now.last_served)
    stage.say(number, left + 12, top + head / 2, 30, INK, fonts.BOLD, wide * 0.5, "left")
    old = words.say("picture.old", age_s=now.newest_age_s)
    tone = BAD if frozen else (6, 62, 45)
    stage.say(old, left + wide - 12, top + head / 2, 30, tone, fonts.BOLD, wide * 0.44, "right")
    row_h, row_w = (tall - head - 6) / ROWS, wide / COLUMNS
    shown = min(now.last_served, ROWS * COLUMNS)
    blits = []
    for k in range(shown):
        column, row = divmod(k, ROWS)
        spot = stage.at(left + column * row_w, top + head + 6 + row * row_h)
        blits.append((_row(stage.scale, row_w, row_h, now.last_served - k, ink), spot))
    stage.surface.fblits(blits)
    if frozen:
        line = words.say("picture.frozen", age_s=now.newest_age_s)
        tag(stage, line, left + wide / 2, top + head + (tall - head) / 2, 44, "red", wide - 20)


def _row(scale: float, wide: float, tall: float, number: int, ink: tuple[int, int, int]) -> pygame.Surface:
    """A line of the table: bars for its words, by its number, so that it moves on as a whole."""
    kind = number * 2654435761 >> 9 & 31
    return keep(("row", round(wide * scale), round(tall * scale), kind, number % 2, ink),
                lambda: _painted_row(scale, wide, tall, kind, number % 2, ink))  # fmt: skip


def _painted_row(
    scale: float, wide: float, tall: float, kind: int, odd: int, ink: tuple[int, int, int]
) -> pygame.Surface:
    w, h = max(round(wide * scale), 1), max(round(tall * scale), 1)
    image = pygame.Surface((w, h))
    image.fill((240, 233, 214) if odd else (251, 246, 232))
    at = 10 * scale
    for k in range(3):
        long = (w - 56 * scale) * (0.14 + 0.16 * ((kind * (3 + 2 * k)) % 8) / 8)
        image.fill(ink, (round(at), round(h * 0.3), max(round(long), 1), max(round(h * 0.42), 1)))
        at += long + 14 * scale
    return ready(image, opaque=True)


def dial(scale: float) -> pygame.Surface:
    """The face of the frame clock."""
    return paint(("dial",), scale, _dial)


def _dial() -> str:
    c = DIAL / 2
    body = (
        f'<circle cx="{c + 4}" cy="{c + 9}" r="{c - 10}" fill="#2b1a12" fill-opacity=".25"/>'
        f'<circle cx="{c}" cy="{c}" r="{c - 8}" fill="url(#rim)"/><circle cx="{c}" cy="{c}" r="{c - 22}" '
        'fill="#3d2b20"/>'
        f'<circle cx="{c}" cy="{c}" r="{c - 56}" fill="url(#face)"/>'
    )
    defs = linear("rim", 0, 8, DIAL, DIAL, (0, "#fff0bf"), (0.4, "#d9a441"), (1, "#8e6116")) + radial(
        "face", c - 30, c - 40, c, (0, "#fffdf6"), (1, "#f0dcb4")
    )
    return svg(DIAL, DIAL + 8, body, defs)


def draw_dial(stage: Stage, x: float, y: float, size: float, now: StationNow, frame_hz: int) -> None:
    """Sixty lamps on the face, one for each frame that a second could have; dark ones are frames that nobody saw."""
    lit = min(round(now.frames_per_s / max(frame_hz, 1) * 60), 60)
    r0 = (DIAL / 2 - 39) * size
    big, small = max(round(7.2 * size * stage.scale), 2), max(round(3 * size * stage.scale), 1)
    for k in range(60):
        angle = math.tau * (k / 60 - 0.25)
        spot = stage.at(x + r0 * math.cos(angle), y + r0 * math.sin(angle))
        if k < lit:
            pygame.draw.circle(stage.surface, LIT, spot, big)
        else:
            pygame.draw.circle(stage.surface, OUT, spot, small)
    good = now.frames_per_s >= 0.9 * frame_hz
    count = words.say("picture.count", count=round(now.frames_per_s), unit="")
    stage.say(count, x, y - 14 * size, 84 * size, (6, 78, 56) if good else BAD, fonts.BOLD, 150 * size)
    name = words.say("picture.frames")
    name = name if stage.wide(name, 26 * size) <= 142 * size else words.say("picture.frames_short")
    stage.say(name, x, y + 42 * size, 26 * size, SOFT, fonts.BOLD, 142 * size)
