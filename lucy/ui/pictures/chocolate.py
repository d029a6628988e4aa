"""The chocolate factory: kitchen, belt, table, the one who wraps, bin, cord and packing room."""

from __future__ import annotations

import math

import pygame

from lucy.run import words
from lucy.run.snapshot import Snapshot, StationNow
from lucy.sim.level import Level, Station
from lucy.ui import fonts
from lucy.ui.pictures import basket, cord, factory, supervisor, worker
from lucy.ui.pictures.art import sprite, turned
from lucy.ui.pictures.factory import BELT_Y, Room
from lucy.ui.pictures.memory import FALL_S, LEAVE_S, SHAPES, PictureMemory, stand_of, word_of
from lucy.ui.pictures.pile import binding, fill_places, round_up
from lucy.ui.pictures.stage import BAD, SOFT, Stage, mood, plate, tag
from lucy.ui.pictures.table import CHOCOLATES, draw_table
from lucy.ui.shapes import clipped

MOST_ON_BELT = 120


def draw_chocolate(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of one kitchen and one station, where the player stands."""
    stage = Stage(surface, rect)
    place = factory.room(stage.width)
    now = stand_of(level, snapshot)
    station = level.station(now.name)
    each = _each(level, snapshot)
    surface.blit(factory.background(stage, place), rect)
    _kitchen(stage, place, level, snapshot, memory, still)
    _packing(stage, place, level, snapshot)
    _supervisor(stage, place, memory, still)
    _worker(stage, place, station, now, memory, still)
    _belts(stage, place, level, snapshot, each)
    _leaving(stage, place, memory)
    draw_table(stage, place, station, now, memory, still)
    _bin(stage, place, snapshot, memory)
    _signs(stage, place, level, snapshot, station, now, memory)
    signals = [s for s in snapshot.signals if s.source == now.name]
    cord.draw_flags(stage, place.cord, signals, 0 if still else memory.clock_s)
    if (signal := cord.newest(signals)) is not None:
        cord.draw_tag(stage, place.cord, signal, level.unit.name, 150, stage.width - 14, one_line=True)


def _each(level: Level, snapshot: Snapshot) -> int:
    most = max((belt.in_flight for belt in snapshot.belts), default=0)
    return max(level.unit.units_per_drawn, 1) * round_up(most / max(level.unit.units_per_drawn, 1) / MOST_ON_BELT)


def _kitchen(stage: Stage, place: Room, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool) -> None:
    now, unit = snapshot.producers[0], level.unit.name
    arrivals = level.producers[0].arrivals
    rates = [arrivals.rate.milli_per_s, *(c.rate_milli_per_s for c in arrivals.rate.changes)]
    rates += [arrivals.bursts.milli_per_s] if arrivals.bursts else []
    most = max(max(rates) / 1000 * 1.15, now.natural_per_s, now.rate_per_s, 1e-9)
    shown = min(memory.dial_per_s.get(now.name, now.rate_per_s) / most, 1.0)
    x, y = place.kitchen_x + 140, 136 + 196
    if now.pace_per_s is not None or now.paused:  # what it would send if nobody had asked: a hollow mark
        angle = math.radians(-135 + 270 * min(now.natural_per_s / most, 1.0))
        mark = stage.at(x + 46 * math.sin(angle), y - 46 * math.cos(angle))
        pygame.draw.aacircle(
            stage.surface, (120, 80, 50), mark, max(3, round(8 * stage.scale)), max(1, round(3 * stage.scale))
        )
    needle = turned("needle", stage.scale * 0.92, 135 - 270 * shown, 96)
    middle = stage.at(x, y)
    stage.surface.blit(needle, needle.get_rect(center=middle))
    tight = stage.scale < 0.5
    stage.say(now.name, x - 10, 136 + (328 if not tight else 330), 30, SOFT, fonts.HEADING, 186)
    rate = words.say("picture.paused") if now.paused else words.say("picture.rate", per_s=now.rate_per_s, unit=unit)
    stage.say(rate, x - 10, 136 + 371, 44, BAD if now.paused else (53, 36, 28), fonts.BOLD, 182)
    if not still and not now.paused and now.rate_per_s > 0:
        for k in range(3):
            age = (memory.clock_s * 0.45 + k / 3) % 1
            puff = sprite("puff", stage.scale * (0.45 + 0.7 * round(age * 8) / 8))
            puff.set_alpha(round(235 * (1 - age)))
            stage.put(puff, place.kitchen_x + 176 - 18 - 26 * age + 9 * math.sin(6 * age + k), 136 - 4 - 70 * age - 30)


def _packing(stage: Stage, place: Room, level: Level, snapshot: Snapshot) -> None:
    x, y = place.packing_x + 148, 186.0
    stage.say(words.say("picture.packing_room"), x, y + 88, 27, SOFT, fonts.HEADING, 220)
    count = words.say("picture.count", count=snapshot.ledger.delivered, unit=level.unit.name)
    stage.say(count, x, y + 135, 62, (6, 78, 56), fonts.BOLD, 226)
    stage.say(words.say("picture.delivered"), x, y + 181, 26, SOFT, fonts.REGULAR, 220)


def _supervisor(stage: Stage, place: Room, memory: PictureMemory, still: bool) -> None:
    image = supervisor.figure(stage.scale, memory.mood)
    lift = 0.0
    if memory.mood != "calm" and not still:  # a start upwards when the flag arrives
        lift = 16 * math.exp(-5 * memory.mood_s) * abs(math.sin(9 * memory.mood_s))
    elif not still:
        lift = 1.6 * math.sin(memory.clock_s * 1.7)
    stage.surface.blit(image, stage.at(place.supervisor_x - 120 + 10, BELT_Y - 278 - max(lift, -2)),
                       (0, 0, image.get_width(), max(0, round((276 + min(lift, 0)) * stage.scale))))  # fmt: skip
    if memory.mood != "calm":
        good = memory.mood == "heard"
        line = ("✓ " if good else "× ") + words.say(f"picture.{memory.mood}")
        wide = stage.wide(line, 30) + 40
        tag(stage, line, place.supervisor_x + 82 + wide / 2, 262, 30, "mint" if good else "red")


def _worker(stage: Stage, place: Room, station: Station, now: StationNow, memory: PictureMemory, still: bool) -> None:
    stress = memory.stress.get(now.name, 0.0)
    relief = 1.0 if word_of(memory, now) == "relieved" else 0.0
    filled = fill_places(station, now.depth)
    in_hat = filled[1].taken if len(filled) > 1 else 0
    in_mouth = filled[2].taken if len(filled) > 2 else 0
    in_hat = -(-in_hat * 4 // filled[1].place.units) if in_hat else 0
    in_mouth = -(-in_mouth * 4 // filled[2].place.units) if in_mouth else 0
    blink = not still and stress < 0.8 and memory.clock_s % 3.7 > 3.58
    image = worker.figure(stage.scale, stress, relief, blink, in_hat, in_mouth, memory.who)
    x, y = place.worker_x - worker.WIDTH / 2, BELT_Y - worker.HEIGHT + 2
    if not still:
        y += 2.2 * math.sin(memory.clock_s * (1.6 + 2.5 * stress))
        x += 3 * max(stress - 0.6, 0) * math.sin(memory.clock_s * 17)
    bottom = round((BELT_Y + 2 - y) * stage.scale)
    stage.surface.blit(image, stage.at(x, y), (0, 0, image.get_width(), bottom))
    if stress > 0.55 and relief == 0:
        for side, late in ((-1, 0.0), (1, 0.45)):
            age = 0.3 if still else (memory.clock_s * 0.9 + late) % 1
            drop = sprite("drop", stage.scale * (0.8 if age < 0.85 else 0.5))
            stage.put(drop, place.worker_x - 12 + side * (84 + 16 * age), BELT_Y - 208 + 70 * age * age)


def _belts(stage: Stage, place: Room, level: Level, snapshot: Snapshot, each: int) -> None:
    scale, surface = stage.scale, stage.surface
    belt = snapshot.belts[0] if snapshot.belts else None
    length = place.counter_x - place.belt_x0
    travelled = snapshot.time_s / max(belt.transit_s if belt else 1.0, 0.05) * length
    spans = ((place.belt_x0 - 26, place.counter_x + 4), (place.counter_end - 8, place.packing_x + 14))
    pieces = []
    for n, (x0, x1) in enumerate(spans):
        moved = travelled if n == 0 else snapshot.time_s * 190
        rib = pygame.Rect(0, 0, max(1, round(3 * scale)), max(2, round(7 * scale)))
        first = (moved % 28) + x0 + 12
        for k in range(int((x1 - x0 - 24) // 28)):
            rib.topleft = stage.at(first + 28 * k, BELT_Y + 1)
            surface.fill((150, 128, 112), rib)
        wheel = turned("roller", scale * 0.68, -moved / 15 * 57.3, 24)
        ends = (x0, place.packing_x + 60) if n else (x0, x1)
        for x in factory.rollers(*ends):
            if x < place.packing_x - 12:
                middle = stage.at(x, BELT_Y + 23)
                pieces.append((wheel, wheel.get_rect(center=middle)))
    surface.fblits(pieces)
    if belt is None:
        return
    made = snapshot.producers[0].made
    images = [sprite(name, scale * place.piece) for name in CHOCOLATES]
    newest, riding = made, []
    for position, count in sorted(zip(belt.positions.tolist(), belt.counts.tolist(), strict=True)):
        oldest = newest - count
        for number in range(oldest // each * each + each, newest + 1, each):
            x = place.belt_x0 - 20 + position * (length + 6)
            riding.append(
                (images[number // each % SHAPES], stage.at(x - 32 * place.piece, BELT_Y + 1 - 52 * place.piece))
            )
        newest = oldest
    surface.fblits(riding)
    if each > 1:
        line = words.say("picture.each", each=each, unit=level.unit.name, units=level.unit.plural)
        stage.say(line, place.belt_x0 + 14, 660, 24, SOFT, fonts.REGULAR, place.bin_x - place.belt_x0 - 30, "left")


def _leaving(stage: Stage, place: Room, memory: PictureMemory) -> None:
    x0, x1 = place.worker_x + 84, place.packing_x + 84
    image = sprite("wrapped", stage.scale * place.piece)
    with clipped(stage.surface, stage.box(0, 0, place.packing_x + 26, 700)):
        for piece in memory.flying:
            if piece.kind in ("delivered", "late") and piece.age_s >= 0:
                t = piece.age_s / LEAVE_S
                hop = 26 * math.sin(math.pi * min(t / 0.16, 1.0))
                x = x0 + (x1 - x0) * (t * 0.9 + 0.1 * t * t) - 42 * place.piece
                stage.put(image, x, BELT_Y + 1 - 52 * place.piece - hop)


def _bin(stage: Stage, place: Room, snapshot: Snapshot, memory: PictureMemory) -> None:
    x, y, lost = place.bin_x, 540.0, snapshot.ledger.dropped
    stage.put(sprite("bin-back", stage.scale), x, y)
    for k in range(min(lost, 9)):
        image = turned(CHOCOLATES[k % SHAPES], stage.scale * 0.78, (k * 53) % 90 - 45, 48)
        px, py = x + 34 + (k * 37) % 84, y + 38 - 9 * (k // 3)
        stage.surface.blit(image, image.get_rect(center=stage.at(px, py)))
    for piece in memory.flying:
        if piece.kind == "dropped" and piece.age_s >= 0:
            t = piece.age_s / FALL_S
            px = place.counter_x + 10 + (x + 75 - place.counter_x - 10) * min(t * 1.2, 1)
            py = BELT_Y - 26 - 190 * t * (0.62 - t) * 1.6 + 30 * t
            image = turned(CHOCOLATES[piece.shape], stage.scale * 0.9, piece.age_s * 420, 24)
            if py < y + 60:
                stage.surface.blit(image, image.get_rect(center=stage.at(px, py)))
    stage.put(sprite("bin-front", stage.scale), x, y)
    count = words.say("picture.count", count=lost, unit="")
    stage.say(count, x + 75, y + 78, 40, BAD if lost else SOFT, fonts.BOLD, 120)
    basket.name_it(stage, x, y)


def _signs(
    stage: Stage,
    place: Room,
    level: Level,
    snapshot: Snapshot,
    station: Station,
    now: StationNow,
    memory: PictureMemory,
) -> None:
    """What the places hold, and the word for how it goes."""
    if now.down:  # everything that lay here is lost: say so on one plate
        left, right = place.counter_x + 74, place.counter_end - 14
        plate(stage, left, BELT_Y + 36, right - left, 66, "red")
        lost = words.say("picture.down_lost", lost=snapshot.ledger.dropped, unit=level.unit.name)
        stage.say(lost, (left + right) / 2, BELT_Y + 69, 38, (84, 20, 8), width=right - left - 24)
        return
    filled, limit, unit = fill_places(station, now.depth), binding(now), level.unit.name
    if filled:
        room = filled[0].place.units if now.limit is None else min(filled[0].place.units, now.limit)
        line = words.say("picture.place_of", place=filled[0].place.name, taken=filled[0].taken, room=room, unit=unit)
        full = filled[0].taken >= room
    else:
        full = limit is not None and now.depth >= limit
        key = "waiting" if limit is None else "waiting_of"
        line = words.say(f"picture.{key}", waiting=now.depth, limit=limit or 0, unit=unit)
    left, right = place.counter_x + 74, place.counter_end - 14
    split = left + (right - left - 8) * 0.5
    plate(stage, left, BELT_Y + 36, split - left, 66, "amber" if full else "cream")
    stage.say(line, (left + split) / 2, BELT_Y + 69, 34, width=split - left - 18)
    word = word_of(memory, now)
    kind = {"calm": "mint", "relieved": "mint", "busy": "cream", "behind": "amber"}.get(word, "red")
    plate(stage, split + 8, BELT_Y + 36, right - split - 8, 66, kind)
    wide = right - split - 26
    stage.say(mood(stage, word, 34, wide), (split + 8 + right) / 2, BELT_Y + 69, 34, width=wide)
    x = place.worker_x + 106
    for n, part in enumerate(filled[1:]):
        if part.taken or now.limit is None or now.limit > sum(p.place.units for p in filled[: n + 1]):
            line = words.say(
                "picture.place_of", place=part.place.name, taken=part.taken, room=part.place.units, unit=unit
            )
            kind = "red" if part.taken >= part.place.units else "amber" if part.taken else "cream"
            wide = min(stage.wide(line, 30) + 36, place.packing_x - x - 22)
            tag(stage, line, x + wide / 2, 246 + 64 * n, 30, kind, wide)
