"""The file copy: a disk that is read, memory as a vessel that fills, a disk that is written, and the file itself."""

from __future__ import annotations

import math

import pygame

from lucy.run import words
from lucy.run.snapshot import Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures import basket, cord, machine_room
from lucy.ui.pictures.art import paint, sprite, svg, turned
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.crowd import WIDE as CROWD_W
from lucy.ui.pictures.crowd import crowd
from lucy.ui.pictures.machine_room import DISK_Y, INSIDE_Y0, INSIDE_Y1, VESSEL_Y, Places
from lucy.ui.pictures.memory import FALL_S, PictureMemory, stand_of, word_of
from lucy.ui.pictures.pile import binding, round_up
from lucy.ui.pictures.stage import BAD, INK, SOFT, Stage, plate, tag
from lucy.ui.pictures.ways import Way

COLUMNS, ROWS = 8, 9
SPACING = 74.0  # between two blocks in a tube
AMBER, GREEN, LOST = (240, 178, 58), (43, 163, 124), (166, 60, 0)


def draw_copy(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of one source and one station with memory."""
    stage = Stage(surface, rect)
    place = machine_room.places(stage.width)
    now = stand_of(level, snapshot)
    each = round_up(max(p.natural_per_s for p in snapshot.producers) / 4 + 0.25)
    surface.blit(machine_room.background(stage, place), rect)
    _askers(stage, place, sum(p.members for p in snapshot.producers))
    _disks(stage, place, level, snapshot, now, memory)
    _ride(stage, place.way_in, "block", snapshot.ledger.made / each, snapshot.producers[0].rate_per_s > 0)
    _ride(stage, place.way_out, "block", snapshot.ledger.delivered / each, now.out_per_s > 0)
    for n, x, y in machine_room.rings(place):
        stage.put(machine_room.ring(stage.scale, n), x, y)
    image, x, y = machine_room.glass(stage, place)
    stage.put(image, x, y)
    _vessel(stage, place, level, now, memory, still)
    _lost(stage, place, level, snapshot, memory)
    _file(stage, level, snapshot)
    signals = [s for s in snapshot.signals if s.source == now.name]
    cord.draw_flags(stage, place.cord, signals, 0.0 if still else memory.clock_s, 0.8)
    if (signal := cord.newest(signals)) is not None:
        cord.draw_tag(stage, place.cord, signal, level.unit.name, 40, stage.width - 40, 0.8, one_line=True)


def _askers(stage: Stage, place: Places, files: int) -> None:
    """Where several files are copied at once: those who wait for them, behind the tube, if there is room."""
    size, foot, right = 1.6, VESSEL_Y + 344, place.writer_x - 30
    wide = CROWD_W * size
    if files > 1 and right - wide > place.vessel_x + 420:
        image = crowd(stage.scale * size, files, False, "waits")
        stage.put(image, right - wide, foot - 146 * size)
        tag(stage, words.say("picture.copies", count=files), right - wide / 2, foot - 175 * size, 30, "cream")


def _ride(stage: Stage, road: Way, name: str, passed: float, moves: bool) -> None:
    """Blocks in a tube: one for each block's worth that has passed, so their pace is the true one."""
    if not moves and passed <= 0:
        return
    image = sprite(name, stage.scale * 0.95)
    shift = passed % 1.0
    count = int(road.length / SPACING) + 1
    if moves:
        blits = []
        for k in range(count):
            part = (k + shift) * SPACING / road.length
            if 0.012 < part < 0.985:
                blits.append((image, image.get_rect(center=stage.at(*road.at(part)))))
        stage.surface.fblits(blits)


def _disks(
    stage: Stage, place: Places, level: Level, snapshot: Snapshot, now: StationNow, memory: PictureMemory
) -> None:
    producer, unit = snapshot.producers[0], level.unit.name
    top = max(producer.natural_per_s, 1e-9)
    rows = (
        (place.reader_x, producer.name, producer.rate_per_s, producer.made / top, producer.paused),
        (place.writer_x, now.name, now.out_per_s, snapshot.ledger.delivered / top, False),
    )
    for n, (x, name, per_s, turns, paused) in enumerate(rows):
        glint = sprite("glint", stage.scale)
        for k in range(5):
            angle = (turns * 5.0 + k * 0.21) * math.tau
            image = glint if math.sin(angle) > -0.3 else sprite("glint", stage.scale * 0.7)
            stage.surface.blit(
                image,
                image.get_rect(
                    center=stage.at(x + 140 + 56 * math.cos(angle), DISK_Y + 92 + 34 * k + 6 * math.sin(angle))
                ),
            )
        row = int(turns * 1.3) % 5
        reach = 0.5 + 0.5 * math.sin(turns * 4.1)
        stage.put(sprite("disk-arm", stage.scale), x + 132 + 34 * reach, DISK_Y + 84 + 34 * row)
        stage.put(sprite("disk-glass", stage.scale), x + 46, DISK_Y + 50)
        stage.say(name, x + 150, DISK_Y + 310, 31, SOFT, fonts.HEADING, 222)
        line = words.say("picture.paused") if paused else words.say("picture.rate", per_s=per_s, unit=unit)
        stage.say(line, x + 150, DISK_Y + 357, 44, BAD if paused else INK, fonts.BOLD, 222)
        if n:
            word = word_of(memory, now)
            face = badge(stage.scale * 1.05, memory.stress.get(now.name, 0.0), now.down, word == "relieved")
            stage.put(face, x + 205, DISK_Y - 34)


def _vessel(stage: Stage, place: Places, level: Level, now: StationNow, memory: PictureMemory, still: bool) -> None:
    unit, x = level.unit.name, place.vessel_x
    room = now.memory_units or now.limit or round_up(max(now.depth, 1) * 1.25)
    shown = memory.level_units.get(now.name, float(now.depth))
    part = min(max(shown / room, 0.0), 1.0)
    _blocks(stage, x, part, memory, still, now.in_per_s > 0)
    stage.put(sprite("vessel-front", stage.scale), x, VESSEL_Y)
    if now.down:
        stage.put(sprite("cracks", stage.scale), x, VESSEL_Y)
        for k in range(34):
            image = turned("block", stage.scale * 0.95, k * 47 % 360, 24)
            px = x - 60 + (k * 0.618) % 1 * 520
            stage.surface.blit(
                image,
                image.get_rect(midbottom=stage.at(px, 612 - (k * 0.754 % 1) * 90 * (1 - abs(px - x - 200) / 300))),
            )
    if now.limit is not None and now.limit < room:
        y = INSIDE_Y1 - (INSIDE_Y1 - INSIDE_Y0) * min(now.limit / room, 1.0)
        _dashes(stage, x + 16, x + 384, y)
        line = words.say("picture.limit", limit=now.limit, unit=unit)
        wide = stage.wide(line, 27) + 34
        label_y = min(y, INSIDE_Y1 - 84)
        plate(stage, x + 388, label_y - 22, min(wide, place.writer_x - x - 392), 44)
        stage.say(
            line,
            x + 388 + min(wide, place.writer_x - x - 392) / 2,
            label_y,
            27,
            width=min(wide, place.writer_x - x - 392) - 12,
        )
    full = binding(now)
    tight = full is not None and now.depth >= full * 0.98
    if now.down:
        line = words.say("picture.down")
    elif now.memory_units:
        line = words.say("picture.memory_of", waiting=now.depth, memory=now.memory_units, unit=unit)
    else:
        line = words.say("picture.waiting", waiting=now.depth, unit=unit)
    kind = "red" if now.down or part > 0.93 else "amber" if tight or part > 0.6 else "cream"
    plate(stage, x - 8, VESSEL_Y + 418, 416, 62, kind)
    heading = words.say("picture.memory")
    split = min(stage.wide(heading, 29, fonts.HEADING) + 14, 150)
    if split + stage.wide(line, 33) > 396:  # what it is full of, rather than what it is
        heading, split = "", -12.0
        line = stage.first_that_fits((line, words.say("picture.waiting", waiting=now.depth, unit=unit)), 33, 404)
    total = min(split + stage.wide(line, 33) + 4, 396)
    stage.say(heading, x + 200 - total / 2, VESSEL_Y + 449, 29, SOFT, fonts.HEADING, split, "left")
    stage.say(line, x + 200 + total / 2, VESSEL_Y + 449, 33, INK, fonts.BOLD, total - split, "right")
    word = word_of(memory, now)
    kind = {"calm": "mint", "relieved": "mint", "busy": "cream", "behind": "amber"}.get(word, "red")
    plate(stage, place.writer_x + 20, DISK_Y + 400, 260, 54, kind)
    stage.say(words.say(f"picture.{word}"), place.writer_x + 150, DISK_Y + 427, 33, INK, fonts.BOLD, 236)


def _blocks(stage: Stage, x: float, part: float, memory: PictureMemory, still: bool, filling: bool) -> None:
    """Blocks up to the true level: whole rows, and the last row as far as it goes, over a glow that is exact."""
    tall = INSIDE_Y1 - INSIDE_Y0
    if part > 0:
        glow = paint(
            ("glow",),
            stage.scale,
            lambda: svg(324, 366, '<rect width="324" height="366" fill="#f0b23a" fill-opacity=".45"/>'),
        )
        rows = round(part * glow.get_height())
        if rows:
            left, bottom = stage.at(x + 38, INSIDE_Y1)
            stage.surface.blit(glow, (left, bottom - rows), (0, 0, glow.get_width(), rows))
    cell_w, cell_h = 320 / COLUMNS, tall / ROWS
    image = sprite("block", stage.scale * 0.92)
    count = min(math.floor(part * COLUMNS * ROWS + 1e-9), COLUMNS * ROWS)
    blits = []
    for k in range(count):
        row, column = divmod(k, COLUMNS)
        spot = stage.at(x + 40 + (column + 0.5) * cell_w, INSIDE_Y1 - (row + 0.5) * cell_h)
        blits.append((image, image.get_rect(center=spot)))
    stage.surface.fblits(blits)
    if filling and not still:  # one on its way down from the tube
        t = (memory.clock_s * 1.6) % 1
        end = INSIDE_Y1 - part * tall - 20
        y = VESSEL_Y + 66 + (end - VESSEL_Y - 66) * t * t
        if y < end:
            stage.surface.blit(image, image.get_rect(center=stage.at(x + 130, y)))


def _dashes(stage: Stage, x0: float, x1: float, y: float) -> None:
    dash, colour = 26.0, (140, 24, 48)
    for k in range(int((x1 - x0) / dash)):
        stage.surface.fill(colour, stage.box(x0 + k * dash, y - 3, dash * 0.62, 6))


def _lost(stage: Stage, place: Places, level: Level, snapshot: Snapshot, memory: PictureMemory) -> None:
    lost = snapshot.ledger.dropped
    x, y = place.vessel_x - 156, 470.0
    stage.put(sprite("bin-back", stage.scale * 0.94), x, y)
    for piece in memory.flying:
        if piece.kind == "dropped" and piece.age_s >= 0:
            t = piece.age_s / FALL_S
            px, py = place.vessel_x + 40 - 125 * min(t * 1.15, 1), VESSEL_Y + 10 - 300 * t * (0.35 - t) + 150 * t
            if py < y + 40:
                image = turned("block", stage.scale * 0.95, piece.age_s * 400, 24)
                stage.surface.blit(image, image.get_rect(center=stage.at(px, py)))
    if lost:
        for k in range(4):
            image = turned("block", stage.scale * 0.85, k * 31 - 40, 24)
            stage.surface.blit(image, image.get_rect(center=stage.at(x + 36 + k * 23, y + 30 - 6 * (k % 2))))
    stage.put(sprite("bin-front", stage.scale * 0.94), x, y)
    amount = words.say("picture.count", count=lost, unit=level.unit.name)
    stage.say(words.say("picture.lost"), x + 70, y + 74, 30, BAD if lost else SOFT, fonts.BOLD, 100)
    basket.name_it(stage, x, y, 0.94, amount)


def _file(stage: Stage, level: Level, snapshot: Snapshot) -> None:
    """The file as a strip: written, in memory, on its way, lost, and still to be read."""
    total = sum(p.total_units for p in snapshot.producers)
    ledger, unit, files = snapshot.ledger, level.unit.name, sum(p.members for p in snapshot.producers)
    if not total:
        return
    x0, x1, y, tall = 36.0, stage.width - 36, 626.0, 54.0
    plate(stage, x0 - 8, y - 8, x1 - x0 + 16, tall + 16)
    parts = (
        (ledger.delivered, GREEN, words.say("picture.written", done=ledger.delivered, unit=unit)),
        (
            ledger.buffered + ledger.in_flight,
            AMBER,
            words.say("picture.in_memory", waiting=ledger.buffered + ledger.in_flight, unit=unit),
        ),
        (ledger.dropped, LOST, "× " + words.say("picture.lost")),
    )
    at = x0
    for n, (units, colour, line) in enumerate(parts):
        wide = (x1 - x0) * units / total
        if wide * stage.scale < 1:
            continue
        box = stage.box(at, y, wide, tall)
        stage.surface.fill(colour, box)
        stage.surface.fill(
            tuple(min(255, c + 38) for c in colour), (box.left, box.top, box.width, max(1, box.height // 5))
        )
        stage.surface.fill(
            tuple(int(c * 0.62) for c in colour),
            (box.right - max(1, box.height // 20), box.top, max(1, box.height // 20), box.height),
        )
        for lane in range(1, files):  # so many at once, each as far as the others
            shade = tuple(int(c * 0.85) for c in colour)
            stage.surface.fill(shade, stage.box(at, y + tall * lane / files - 1, wide, 2))
        if n == 2:
            for k in range(0, box.width, max(4, box.height // 4)):
                pygame.draw.aaline(
                    stage.surface,
                    (255, 220, 200),
                    (box.left + k, box.bottom - 1),
                    (min(box.left + k + box.height // 2, box.right - 1), box.top + box.height // 2),
                )
        if stage.wide(line, 24) < wide - 16:
            stage.say(
                line, at + wide / 2, y + tall / 2, 29, (255, 250, 240) if n == 2 else (22, 16, 11), width=wide - 14
            )
        at += wide
    corrupt = ledger.dropped > 0
    line = words.say(
        "picture.corrupt" if corrupt else "picture.read_of",
        done=ledger.made,
        total=total,
        lost=ledger.dropped,
        unit=unit,
    )
    if stage.wide(line, 29) < x1 - at - 24:
        stage.say(line, x1 - 14, y + tall / 2, 29, BAD if corrupt else SOFT, side="right")
