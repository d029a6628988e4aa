"""A whole line as a low, wide strip: what makes, the belt, the buffer, a face, the bin, the flag on its cord.

One drawing for every level, so that lanes can be laid under each other and compared. Sources are drawn as one maker;
stations before the player's stand in one column. Knows no lane but its own.
"""

from __future__ import annotations

import numpy as np
import pygame

from lucy.run import words
from lucy.run.snapshot import BeltNow, Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui.pictures import cord
from lucy.ui.pictures.art import linear, paint, sprite, svg
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.basket import draw_bin
from lucy.ui.pictures.memory import LEAVE_S, SHAPES, PictureMemory, advance, stand_of, word_of
from lucy.ui.pictures.pile import binding, round_up
from lucy.ui.pictures.stage import BAD, INK, Stage
from lucy.ui.pictures.table import CHOCOLATES
from lucy.ui.shapes import clipped

LEAST_WIDTH = 3000.0  # units; the strip is 700 high
MOST_ON_BELT = 36
MAKER_X, MAKER_SIZE = 40.0, 1.9
BELT_Y, FLOOR_Y, CORD_Y = 500.0, 640.0, 112.0
TANK_W, TANK_H, TANK_TOP = 330.0, 470.0, 170.0
AFTER_TANK = 1130.0  # the face, the bin and the way out
PIECE = 1.55
WALL, FLOOR, GLASS, FILL, LIMIT = (249, 236, 209), (205, 165, 116), (226, 221, 204), (232, 163, 46), (140, 24, 48)
RIBBON, EDGE = (92, 70, 58), (58, 42, 34)


def draw_lane_belt(
    surface: pygame.Surface,
    rect: pygame.Rect,
    level: Level,
    snapshot: Snapshot,
    memory: PictureMemory,
    dt_s: float,
    still: bool = False,
) -> None:
    """Draw one moment of a run into `rect`. `memory` is a `PictureMemory()` for each lane; `dt_s` is real time."""
    if rect.width < 8 or rect.height < 8:
        return
    advance(memory, level, snapshot, min(max(dt_s, 0.0), 0.25), still)
    with clipped(surface, rect):
        _draw(Stage(surface, rect, LEAST_WIDTH), level, snapshot, memory, still)


def _draw(stage: Stage, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool) -> None:
    stage.surface.fill(WALL, stage.rect)
    floor = stage.at(0, FLOOR_Y - 40)[1]
    stage.surface.fill(FLOOR, pygame.Rect(stage.rect.left, floor, stage.rect.width, stage.rect.bottom - floor))
    stand = stand_of(level, snapshot)
    others = [s for s in snapshot.stations if s is not stand]
    tank_x = stage.width - AFTER_TANK - TANK_W
    maker_end = MAKER_X + 205 * MAKER_SIZE
    column_x = (maker_end + tank_x) / 2 - 150 if others else tank_x
    rows = _rows([s.name for s in others]) or {stand.name: BELT_Y}
    each = _each(level, snapshot)
    for belt in snapshot.belts:
        if belt.target in rows:
            _belt(stage, maker_end - 30, column_x + 30, rows[belt.target], not others)
            _riding(stage, level, snapshot, belt, maker_end, column_x, rows[belt.target], each)
        elif belt.source in rows:
            _belt(stage, column_x + 290, tank_x + 30, rows[belt.source], False)
            _riding(stage, level, snapshot, belt, column_x + 300, tank_x, rows[belt.source], each)
        elif belt.target == stand.name:
            _riding(stage, level, snapshot, belt, maker_end, tank_x, BELT_Y, each)
    _leaving(stage, level, tank_x + TANK_W + 640, memory)
    _cord(stage, level, snapshot, tank_x, memory, still)
    _maker(stage, level, snapshot)
    for station in others:
        _small(stage, station, column_x, rows[station.name], 450 / len(others))
    _tank(stage, stand, tank_x)
    _face(stage, stand, snapshot, memory, tank_x + TANK_W + 60, level)


def _rows(names: list[str]) -> dict[str, float]:
    """Where the belts of stations under each other run: name -> y."""
    step = 450 / max(len(names), 1)
    return {name: 150 + step * (k + 0.7) for k, name in enumerate(names)}


def _each(level: Level, snapshot: Snapshot) -> int:
    drawn = max(level.unit.units_per_drawn, 1)
    most = max((belt.in_flight for belt in snapshot.belts), default=0)
    return drawn * round_up(most / drawn / MOST_ON_BELT)


def _belt(stage: Stage, left: float, right: float, y: float, legs: bool) -> None:
    if right <= left:
        return
    if legs:
        for x in (left + 120, (left + right) / 2, right - 160):
            stage.surface.fill(EDGE, stage.box(x, y + 30, 22, FLOOR_Y - y - 30))
    stage.surface.fill(EDGE, stage.box(left, y + 4, right - left, 56))
    stage.surface.fill(RIBBON, stage.box(left, y + 4, right - left, 34))


def _piece(stage: Stage, level: Level, lane: int, number: int) -> pygame.Surface:
    if level.unit.name == "chocolate":
        return sprite(CHOCOLATES[number % SHAPES], stage.scale * PIECE)
    return sprite(f"token-{lane % 5}", stage.scale * PIECE * 1.1)


def _riding(
    stage: Stage, level: Level, snapshot: Snapshot, belt: BeltNow, left: float, right: float, y: float, each: int
) -> None:
    """The pieces on a belt: every `each`-th unit, so that a piece stays the same one as it moves."""
    order = np.argsort(-belt.positions, kind="stable")
    positions, counts = belt.positions[order], belt.counts[order]
    made = {p.name: p.made for p in snapshot.producers} | {s.name: s.served for s in snapshot.stations}
    last = max(made.get(belt.source, 0) - belt.in_flight, 0) + np.cumsum(counts)
    numbers = last // each
    shown = numbers > (last - counts) // each
    names = [node.name for node in level.sources]
    lane = names.index(belt.source) if belt.source in names else 0
    for position, number in zip(positions[shown].tolist(), numbers[shown].tolist(), strict=True):
        image = _piece(stage, level, lane, int(number))
        stage.surface.blit(image, image.get_rect(midbottom=stage.at(left + (right - left) * position, y + 14)))


def _maker(stage: Stage, level: Level, snapshot: Snapshot) -> None:
    """All who send, as one machine: the rate on its plate."""
    y = FLOOR_Y - 186 * MAKER_SIZE
    stage.put(sprite("maker", stage.scale * MAKER_SIZE), MAKER_X, y)
    rate = sum(p.rate_per_s for p in snapshot.producers)
    paused = all(p.paused for p in snapshot.producers)
    line = words.say("picture.paused") if paused else words.say("picture.rate", per_s=rate, unit=level.unit.name)
    at = MAKER_X + 109 * MAKER_SIZE, y + 101 * MAKER_SIZE
    stage.say(line, *at, 108, BAD if paused else INK, width=310, whole=True)


def _tank(stage: Stage, now: StationNow, x: float) -> None:
    """The buffer: how full it is, with a line at the limit in force."""
    limit = binding(now)
    top = max(limit * 1.08 if limit else 0.0, now.depth * 1.0, 1.0)
    if limit is None:  # no end to it: the scale grows as it fills
        top = max(round_up(now.depth * 1.2), 10)
    stage.put(paint(("lane-tank",), stage.scale, _tank_svg), x - 16, TANK_TOP - 16)
    inner_h = TANK_H - 30
    high = inner_h * min(now.depth / top, 1.0)
    if now.depth:
        high = max(high, 8)
        stage.surface.fill(FILL, stage.box(x + 16, TANK_TOP + 14 + inner_h - high, TANK_W - 32, high))
        crest = stage.box(x + 16, TANK_TOP + 14 + inner_h - high, TANK_W - 32, 10)
        stage.surface.fill((255, 214, 120), crest)
    if limit:
        y = TANK_TOP + 14 + inner_h * (1 - min(limit / top, 1.0))
        for k in range(8):
            stage.surface.fill(LIMIT, stage.box(x + 6 + k * 41, y - 5, 26, 12))
    stage.put(paint(("lane-glass",), stage.scale, _glass_svg), x - 16, TANK_TOP - 16)


def _tank_svg() -> str:
    defs = linear("g", 0, 0, TANK_W + 32, 0, (0, "#cfcbb8"), (0.25, "#efeadb"), (1, "#c3bfae"))
    body = (
        f'<ellipse cx="{TANK_W / 2 + 16}" cy="{TANK_H + 22}" rx="{TANK_W / 2 + 10}" ry="16" fill="#2b1a12" '
        'fill-opacity=".25"/>'
        f'<rect x="16" y="16" width="{TANK_W}" height="{TANK_H}" rx="26" fill="url(#g)"/>'
    )
    return svg(TANK_W + 32, TANK_H + 40, body, defs)


def _glass_svg() -> str:
    body = (
        f'<rect x="20" y="20" width="{TANK_W - 8}" height="{TANK_H - 8}" rx="24" fill="none" stroke="#7f988c" '
        'stroke-width="9"/>'
        f'<rect x="{TANK_W * 0.16}" y="50" width="22" height="{TANK_H - 110}" rx="11" fill="#ffffff" '
        'fill-opacity=".45"/>'
        f'<rect x="4" y="6" width="{TANK_W + 24}" height="30" rx="13" fill="#b98a2e"/>'
        f'<rect x="14" y="10" width="{TANK_W + 4}" height="9" rx="4" fill="#ffe6a3" fill-opacity=".8"/>'
    )
    return svg(TANK_W + 32, TANK_H + 40, body)


def _small(stage: Stage, now: StationNow, x: float, y: float, room: float) -> None:
    """A station before the player's: its name, and how full it is."""
    tall = min(room - 24, 170.0)
    box = stage.box(x, y - tall * 0.7, 300, tall)
    pygame.draw.rect(stage.surface, GLASS, box, border_radius=max(box.height // 6, 2))
    limit = binding(now)
    part = min(now.depth / limit, 1.0) if limit else min(now.depth / 500, 1.0)
    if now.depth:
        wide = max(round(box.width * part), 2)
        fill = pygame.Rect(box.left, box.top, wide, box.height)
        pygame.draw.rect(stage.surface, BAD if now.down else FILL, fill, border_radius=max(box.height // 6, 2))
    edge = BAD if now.down else (31, 122, 92)
    pygame.draw.rect(stage.surface, edge, box, max(round(10 * stage.scale), 1), max(box.height // 6, 2))
    said = words.say("picture.down") if now.down else now.name
    stage.say(said, x + 150, y - tall * 0.2, 100, INK, width=280)


def _face(
    stage: Stage, now: StationNow, snapshot: Snapshot, memory: PictureMemory, x: float, level: Level
) -> None:
    """How it is coping, as a face with a word; and the bin below."""
    word = word_of(memory, now)
    image = badge(stage.scale * 2.2, memory.stress.get(now.name, 0.0), now.down, word == "relieved")
    stage.put(image, x + 20, CORD_Y + 20)
    stage.say(words.say(f"picture.{word}"), x + 270, CORD_Y + 130, 104, BAD if now.down else INK, side="left",
              width=stage.width - x - 300)  # fmt: skip
    lost = snapshot.ledger.dropped
    unit = level.unit.name if level.unit.name == "byte" else ""
    draw_bin(
        stage, x + 10, FLOOR_Y - 268, 1.85, lost, unit, memory, (x - 220, TANK_TOP),
        lambda shape: _piece(stage, level, 0, shape), named=False,
    )  # fmt: skip


def _leaving(stage: Stage, level: Level, right: float, memory: PictureMemory) -> None:
    """What is done, on its way out to the right."""
    left = right - 300
    _belt(stage, left, stage.width, BELT_Y, True)
    for piece in memory.flying:
        if piece.kind != "dropped" and piece.age_s >= 0:
            at = left + 40 + (stage.width - left) * piece.age_s / LEAVE_S
            name = "wrapped" if level.unit.name == "chocolate" else "token-0"
            image = sprite(name, stage.scale * PIECE)
            if piece.kind == "late":
                image = image.copy()
                image.set_alpha(110)
            stage.surface.blit(image, image.get_rect(midbottom=stage.at(at, BELT_Y + 14)))


def _cord(
    stage: Stage, level: Level, snapshot: Snapshot, tank_x: float, memory: PictureMemory, still: bool
) -> None:
    """The cord over everything, from the buffer back to who makes, and what the newest flag asks."""
    maker_x = MAKER_X + 110 * MAKER_SIZE
    path = cord.sagging(tank_x + TANK_W / 2, CORD_Y, maker_x, CORD_Y, 26)
    points = [stage.at(*path(k / 24)) for k in range(25)]
    pygame.draw.lines(stage.surface, (120, 86, 60), False, points, max(round(9 * stage.scale), 1))
    for x, foot in ((tank_x + TANK_W / 2, TANK_TOP), (maker_x, FLOOR_Y - 186 * MAKER_SIZE + 20)):
        stage.surface.fill((120, 86, 60), stage.box(x - 5, CORD_Y, 10, foot - CORD_Y))
    signals = list(snapshot.signals)
    cord.draw_flags(stage, path, signals, 0 if still else memory.clock_s, 2.0)
    if (newest := cord.newest(signals)) is not None:
        line = cord.sentence(newest, level.unit.name)
        stage.say(line, (maker_x + tank_x) / 2, CORD_Y - 52, 96, cord.SIGNAL, width=tank_x - maker_x)
