"""The board of answers: how many came in time and how many too late, and how fast, so that late work shows."""

from __future__ import annotations

import pygame

from lucy.run import words
from lucy.run.snapshot import Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures.art import linear, paint, shadow, svg
from lucy.ui.pictures.services_plan import BOARD_H, BOARD_W
from lucy.ui.pictures.stage import BAD, Stage
from lucy.ui.pictures.tickets import LATE, ticket

GREEN, DARK_GREEN, GREY, DARK_GREY = (43, 163, 124), (6, 78, 56), (150, 142, 134), (74, 66, 60)
SOFT = (107, 79, 63)


def board(scale: float) -> pygame.Surface:
    """The board's case, without its numbers."""
    return paint(("answers",), scale, _board)


def _board() -> str:
    w, h = BOARD_W, BOARD_H
    mark, ground = shadow("s", w / 2, h - 4, w / 2, 12)
    body = (
        f'{ground}<path d="M40 {h - 20} L66 {h - 20} L62 {h - 4} L44 {h - 4}Z M{w - 66} {h - 20} L{w - 40} {h - 20} '
        f'L{w - 44} {h - 4} L{w - 62} {h - 4}Z" fill="#2e1d15"/>'
        f'<circle cx="{w / 2}" cy="14" r="15" fill="url(#ball)"/>'
        f'<rect x="{w / 2 - 30}" y="20" width="60" height="12" rx="4" fill="#b98528"/>'
        f'<rect x="4" y="28" width="{w - 8}" height="{h - 42}" rx="26" fill="url(#en)"/>'
        f'<path d="M4 56 Q4 28 32 28 L{w - 32} 28 Q{w - 4} 28 {w - 4} 56 L{w - 4} 62 Q{w - 4} 36 {w - 32} 35 L32 35 '
        'Q4 36 4 62Z" fill="#fff" fill-opacity=".4"/>'
    )
    for y, tall in ((44, 112), (164, 112), (284, 104)):
        body += (
            f'<rect x="18" y="{y + 4}" width="{w - 32}" height="{tall}" rx="13" fill="#16332c" fill-opacity=".35"/>'
            f'<rect x="16" y="{y}" width="{w - 32}" height="{tall}" rx="13" fill="url(#plate)"/>'
            f'<rect x="20" y="{y + 4}" width="{w - 40}" height="{tall - 8}" rx="10" fill="none" stroke="#c9a266" '
            'stroke-width="2"/>'
        )
    defs = (
        mark
        + linear("en", 4, 0, w - 4, 0, (0, "#3c7365"), (0.14, "#7fbba8"), (0.5, "#549683"), (1, "#2f5d51"))
        + linear("plate", 0, 44, 0, h - 30, (0, "#fffaf0"), (1, "#f3e0bb"))
        + linear("ball", 0, 0, 0, 30, (0, "#fff0bf"), (0.5, "#d9a441"), (1, "#8e6116"))
    )
    return svg(w, h, body, defs)


def draw_board(
    stage: Stage, x: float, y: float, level: Level, snapshot: Snapshot, outs: list[StationNow]
) -> None:
    """The numbers: answered in time, answered too late, and both rates as bars on one scale."""
    unit, middle = level.unit.name, x + BOARD_W / 2
    book = snapshot.ledger
    timed = level.deadline_ms > 0
    good = book.delivered - book.late
    head = "picture.in_time" if timed else "picture.out"
    stage.say("✓ " + words.say(head), middle, y + 68, 32, SOFT, fonts.BOLD, 250)
    stage.say(words.say("picture.count", count=good, unit=unit), middle, y + 114, 64, DARK_GREEN, fonts.BOLD, 250)
    if not timed:
        lost = book.dropped
        stage.say("× " + words.say("picture.lost"), middle, y + 188, 32, SOFT, fonts.BOLD, 240)
        ink = BAD if lost else (150, 132, 116)
        stage.say(words.say("picture.count", count=lost, unit=unit), middle, y + 234, 58, ink, fonts.BOLD, 250)
        _rates(stage, x, y, level, unit, outs, None)
        return
    stage.say(words.say("picture.too_late"), middle + 22, y + 188, 32, SOFT, fonts.BOLD, 190)
    image = ticket(stage.scale * 0.7, LATE)
    stage.surface.blit(image, image.get_rect(center=stage.at(x + 48, y + 188)))
    ink = DARK_GREY if book.late else (150, 132, 116)
    stage.say(words.say("picture.count", count=book.late, unit=unit), middle, y + 234, 58, ink, fonts.BOLD, 250)
    _rates(stage, x, y, level, unit, outs, snapshot.gauges.on_time_per_s)


def _rates(
    stage: Stage, x: float, y: float, level: Level, unit: str, outs: list[StationNow], on_time_per_s: float | None
) -> None:
    out_per_s = sum(s.out_per_s for s in outs)
    most = sum(s.service.rate.per_s * s.workers for s in level.stations if s.link.to == "out")
    top = max(out_per_s, most, 1e-9)
    bars = [(out_per_s, GREEN, "picture.done_rate")]
    if on_time_per_s is not None:
        in_time = min(on_time_per_s, out_per_s), GREEN, "picture.in_time_rate"
        bars = [(out_per_s, GREY, "picture.answered_rate"), in_time]
    for n, (per_s, colour, key) in enumerate(bars):
        row = y + 292 + 46 * n + (23 if len(bars) == 1 else 0)
        box = stage.box(x + 28, row, (BOARD_W - 56) * min(per_s / top, 1.0), 40)
        if box.width > 1:
            stage.surface.fill(colour, box)
            light = tuple(min(255, c + 40) for c in colour)
            stage.surface.fill(light, (*box.topleft, box.width, max(1, box.height // 6)))
        line = words.say(key, per_s=per_s, unit=unit)
        if key == "picture.answered_rate":
            short = words.say("picture.out_rate", per_s=per_s, unit=unit)
            line = stage.first_that_fits((line, short), 30, BOARD_W - 62)
        stage.say(line, x + 33, row + 20, 30, (22, 16, 11), fonts.BOLD, BOARD_W - 62, "left")
