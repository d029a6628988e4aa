"""The firehose: a socket, a stream too dense to count, what waits and what is kept, a clock of frames, and the page."""

from __future__ import annotations

import pygame

from lucy.run import words
from lucy.run.snapshot import Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures import page, stream
from lucy.ui.pictures.art import keep, paint, ready, sprite
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.basket import draw_bin
from lucy.ui.pictures.memory import PictureMemory, stand_of, word_of
from lucy.ui.pictures.pile import round_up
from lucy.ui.pictures.stage import INK, SOFT, Stage, plate, tag
from lucy.ui.pictures.workshop import walls

BELT_Y, BELT_H = 432.0, 132.0
VESSEL_SIZE = 0.78
VESSEL_Y = 196.0
WAITING, KEPT = (240, 178, 58), (96, 158, 142)


def draw_frames(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of one stream into one station that draws."""
    stage = Stage(surface, rect)
    now = stand_of(level, snapshot)
    spec = level.station(now.name).service.frames
    vessel_x = stage.width * 0.435 - 156
    page_w = min(640.0, stage.width - vessel_x - 312 - 70)
    page_x = stage.width - page_w - 24
    surface.blit(_background(stage, vessel_x, page_x, page_w), rect)
    _stream(stage, level, snapshot, vessel_x)
    _vessel(stage, level, now, vessel_x)
    _socket(stage, level, snapshot, memory)
    _bin(stage, snapshot, memory, vessel_x)
    page.draw_page(stage, page_x, 70, page_w, 480, now)
    page.draw_dial(stage, *_dial(vessel_x), now, spec.frame_hz if spec else 60)
    word = word_of(memory, now)
    face = badge(stage.scale * 0.9, memory.stress.get(now.name, 0.0), now.down, word == "relieved")
    stage.put(face, page_x - 6, 26)
    rows = _in_a_frame(now) if now.rows is None else min(now.rows, _in_a_frame(now))
    line = words.say("picture.each_alone" if now.each_alone else "picture.drawing", rows=rows)
    units = _in_a_frame(now)
    if units and not now.down:
        line = words.say("picture.this_frame", units=units) + "  ·  " + line
    plate(stage, page_x, 572, page_w, 62, "cream")
    stage.say(line, page_x + page_w / 2, 603, 32, INK, fonts.BOLD, page_w - 30)


def _in_a_frame(now: StationNow) -> int:
    """Messages in a frame: in the one that is being drawn where that takes long, else over the last second."""
    return round(now.out_per_s / now.frames_per_s) if now.frames_per_s >= 5 else now.frame_units


def _dial(vessel_x: float) -> tuple[float, float, float]:
    return vessel_x - 176, 206, 1.08


def _background(stage: Stage, vessel_x: float, page_x: float, page_w: float) -> pygame.Surface:
    return keep(("frames", stage.rect.size), lambda: _still(stage, vessel_x, page_x, page_w))


def _still(stage: Stage, vessel_x: float, page_x: float, page_w: float) -> pygame.Surface:
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    key = ("frames-walls", round(inner.width, 1), round(inner.lift, 2))
    canvas.blit(paint(key, inner.scale, lambda: walls(inner.width, inner.lift, (), 1.0, (), ())), (0, 0))
    wide = round(vessel_x + 40 - 200, 1)
    inner.put(paint(("trough", wide), inner.scale, lambda: stream.trough(wide, BELT_H)), 200, BELT_Y)
    out = round(page_x - vessel_x - 260, 1)
    inner.put(paint(("trough-out", out), inner.scale, lambda: stream.trough(out, 54)), vessel_x + 290, BELT_Y + 42)
    inner.put(sprite("vessel-back", inner.scale * VESSEL_SIZE), vessel_x, VESSEL_Y)
    inner.put(page.case(inner.scale, page_w, 480), page_x, 70)
    dial_x, dial_y, size = _dial(vessel_x)
    inner.put(page.dial(inner.scale * size), dial_x - page.DIAL / 2 * size, dial_y - page.DIAL / 2 * size)
    return canvas


def _stream(stage: Stage, level: Level, snapshot: Snapshot, vessel_x: float) -> None:
    if not snapshot.belts:
        return
    box = stage.box(214, BELT_Y + 18, vessel_x - 190, BELT_H - 42)
    dot = 2 if stage.scale > 0.6 else 1
    each = stream.draw_stream(stage.surface, box, snapshot.belts[0], snapshot.producers[0].made, dot)
    line = words.say("picture.dot", each=each, unit=level.unit.name, units=level.unit.plural)
    stage.say(line, 26, 676, 25, (255, 246, 228), fonts.BOLD, vessel_x - 240, "left")


def _socket(stage: Stage, level: Level, snapshot: Snapshot, memory: PictureMemory) -> None:
    now, k = snapshot.producers[0], 1.16
    x, y = 14.0, 354.0
    stage.put(sprite("maker", stage.scale * k), x, y)
    stage.say(now.name, x + 110 * k, y + 84 * k, 30, SOFT, fonts.HEADING, 158 * k)
    rate = words.say("picture.rate", per_s=now.rate_per_s, unit=level.unit.name)
    stage.say(rate, x + 110 * k, y + 122 * k, 42, INK, fonts.BOLD, 164 * k)
    if memory.mood == "refused":
        tag(stage, "× " + words.say("picture.refused"), x + 130, y - 24, 30, "red")


def _vessel(stage: Stage, level: Level, now: StationNow, x: float) -> None:
    """What is kept in the log, and on top of it what waits, against the memory that both share."""
    k = VESSEL_SIZE
    room = now.memory_units or round_up(max(now.depth + now.log, 1) * 1.25)
    left, wide, low, tall = x + 38 * k, 324 * k, VESSEL_Y + 412 * k, 366 * k
    kept, waiting = min(now.log / room, 1.0), min(now.depth / room, 1.0)
    if kept:
        box = stage.box(left, low - tall * kept, wide, tall * kept)
        stage.surface.fill(KEPT, box)
        step = max(4, round(13 * stage.scale))
        for row in range(box.bottom - step, box.top, -step):  # the log lies in sheets
            stage.surface.fill((66, 118, 106), (box.left, row, box.width, max(1, step // 6)))
    if now.depth:
        top = low - tall * min(kept + waiting, 1.0)
        box = stage.box(left, top, wide, low - tall * kept - top)
        box.height = max(box.height, 2)
        stage.surface.fill(WAITING, box)
        stage.surface.fill((255, 226, 160), (*box.topleft, box.width, max(1, min(box.height, round(4 * stage.scale)))))
    stage.put(sprite("vessel-front", stage.scale * k), x, VESSEL_Y)
    if now.down:
        stage.put(sprite("cracks", stage.scale * k), x, VESSEL_Y)
    if now.log_limit is not None and now.log_limit < room:
        y = low - tall * now.log_limit / room
        for n in range(12):
            stage.surface.fill((140, 24, 48), stage.box(left + n * wide / 12, y - 3, wide / 12 * 0.6, 6))
        line = words.say("picture.log_limit", limit=now.log_limit)
        tag(stage, line, x + 200 * k, y - 30, 26, "cream", 300)
    unit = level.unit.name
    full = kept + waiting
    kind = "red" if now.down or full > 0.9 else "amber" if full > 0.5 else "cream"
    plate(stage, x - 36, VESSEL_Y + 418 * k, 384, 130, kind)
    held = now.depth + now.log
    of = words.say("picture.memory_of", waiting=held, memory=room, unit=unit)
    stage.say(of, x + 156, VESSEL_Y + 418 * k + 27, 33, INK, fonts.BOLD, 372)
    both = (("picture.waiting", {"waiting": now.depth}, WAITING), ("picture.kept", {"kept": now.log}, KEPT))
    for n, (key, numbers, colour) in enumerate(both):
        at, line_y = x + 6, VESSEL_Y + 418 * k + 65 + 36 * n
        stage.surface.fill(colour, stage.box(at, line_y - 11, 22, 22))
        what = words.say(key, **numbers, unit=unit)
        stage.say(what, at + 36, line_y, 26, INK, fonts.BOLD, 308, "left")


def _bin(stage: Stage, snapshot: Snapshot, memory: PictureMemory, vessel_x: float) -> None:
    draw_bin(stage, vessel_x - 184, 542.0, 1.0, snapshot.ledger.dropped, "", memory, (vessel_x - 112, BELT_Y + BELT_H),
             lambda n: sprite(f"token-{n % 5}", stage.scale * 0.5))  # fmt: skip
