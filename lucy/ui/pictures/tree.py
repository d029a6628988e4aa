"""The general picture: any tree of producers and stations, each station with its tank, its face and its belts."""

from __future__ import annotations

import pygame

from lucy.run import words
from lucy.run.snapshot import ProducerNow, Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures import cord, worker
from lucy.ui.pictures.art import sprite, turned
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.basket import draw_bin, draw_bracket
from lucy.ui.pictures.memory import LEAVE_S, SHAPES, PictureMemory, word_of
from lucy.ui.pictures.pile import binding, fill_places, round_up
from lucy.ui.pictures.plan import ROOM_SIZE, Node, Plan, plan
from lucy.ui.pictures.stage import BAD, INK, SOFT, Stage, mood, plate
from lucy.ui.pictures.table import CHOCOLATES
from lucy.ui.pictures.workshop import background, cord_of

MOST_ON_BELT = 60
WAITING, LIMIT_INK = (240, 178, 58), (140, 24, 48)


def draw_tree(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of any level."""
    stage = Stage(surface, rect)
    layout = plan(level, round(stage.width, 2))
    surface.blit(background(stage, layout), rect)
    each = _each(level, snapshot)
    _room(stage, layout, level, snapshot)
    _riding(stage, layout, level, snapshot, each)
    _leaving(stage, layout, level, memory)
    for now in snapshot.stations:
        if now.name == level.stand and layout.worker:
            _worker(stage, layout, level, now, memory, still)
    for producer in snapshot.producers:
        several = len(level.producers) > 1 and level.unit.name != "chocolate"
        _maker(stage, layout, layout.nodes[producer.name], producer, level.unit.name, several)
    for now in snapshot.stations:
        _station(stage, layout, level, now, memory)
    _bins(stage, layout, level, snapshot, memory)
    for signal in snapshot.signals:
        if (path := cord_of(layout, signal.target, signal.source)) is not None:
            cord.draw_flags(stage, path, [signal], 0 if still else memory.clock_s, 0.78)
    if (last := cord.newest(list(snapshot.signals))) is not None:
        path, lower = cord_of(layout, last.target, last.source), layout.nodes[last.source]
        if path is not None:
            right = lower.x + lower.width / 2 - 100 * lower.size
            cord.draw_tag(stage, path, last, level.unit.name, 12, right, 0.78, loft=14)
    if each > 1:
        line = words.say("picture.each", each=each, unit=level.unit.name, units=level.unit.plural)
        stage.say(line, 30, 674, 24, SOFT, fonts.REGULAR, 420, "left")


def _each(level: Level, snapshot: Snapshot) -> int:
    drawn = max(level.unit.units_per_drawn, 1)
    most = max((belt.in_flight for belt in snapshot.belts), default=0)
    return drawn * round_up(most / drawn / MOST_ON_BELT)


def _token(level: Level, lane: int, number: int) -> tuple[str, float]:
    """The drawing for a unit, and its size: chocolates of all shapes, or one shape for each source."""
    if level.unit.name == "chocolate":
        return CHOCOLATES[number % SHAPES], 0.72
    return f"token-{lane % 5}", 0.8


def _riding(stage: Stage, layout: Plan, level: Level, snapshot: Snapshot, each: int) -> None:
    made = {p.name: p.made for p in snapshot.producers}
    blits = []
    for belt in snapshot.belts:
        road = layout.belts.get((belt.source, belt.target))
        if road is None:
            continue
        lane = layout.lanes.get(belt.source, 0)
        groups = sorted(zip(belt.positions.tolist(), belt.counts.tolist(), strict=True))
        newest = made.get(belt.source, belt.in_flight)
        for position, count in groups:
            oldest = newest - count
            for number in range(oldest // each * each + each, newest + 1, each):
                name, size = _token(level, lane, number // each)
                image = sprite(name, stage.scale * size * layout.size)
                x, y = road.at(position)
                blits.append((image, image.get_rect(center=stage.at(x, y - 15 * layout.size))))
            newest = oldest
    stage.surface.fblits(blits)


def _leaving(stage: Stage, layout: Plan, level: Level, memory: PictureMemory) -> None:
    if not layout.out_belts:
        return
    sweet = level.unit.name == "chocolate"
    image = sprite("wrapped" if sweet else "block-written", stage.scale * layout.size * (0.72 if sweet else 0.82))
    for piece in memory.flying:
        if piece.kind in ("delivered", "late") and piece.age_s >= 0:
            x, y = layout.out_belts[0].at(piece.age_s / LEAVE_S)
            stage.surface.blit(image, image.get_rect(center=stage.at(x, y - 15 * layout.size)))


def _room(stage: Stage, layout: Plan, level: Level, snapshot: Snapshot) -> None:
    x, y, k = layout.room_x + 148 * ROOM_SIZE, layout.room_y, ROOM_SIZE
    line = words.say("picture.out")
    if level.unit.name == "chocolate":
        line = stage.first_that_fits((words.say("picture.packing_room"), line), 24, 250 * k)
    stage.say(line, x, y + 90 * k, 24, SOFT, fonts.HEADING, 250 * k)
    count = words.say("picture.count", count=snapshot.ledger.delivered, unit=level.unit.name)
    stage.say(count, x, y + 136 * k, 44, (6, 78, 56), fonts.BOLD, 226 * k)
    stage.say(words.say("picture.delivered"), x, y + 180 * k, 23, SOFT, fonts.REGULAR, 222 * k)


def _maker(stage: Stage, layout: Plan, node: Node, now: ProducerNow, unit: str, several: bool) -> None:
    k = node.size
    line = words.say("picture.paused") if now.paused else words.say("picture.rate", per_s=now.rate_per_s, unit=unit)
    held = now.paused or now.rate_per_s < now.natural_per_s * 0.995
    if node.compact:
        plate(stage, node.x, node.y, node.width, node.height, "amber" if held else "cream")
        y, half = node.y + node.height / 2, node.width / 2
        stage.say(now.name, node.x + 14 * k, y, 22 * k, SOFT, fonts.HEADING, half - 18 * k, "left")
        stage.say(
            line, node.x + node.width - 14 * k, y, 24 * k, BAD if held else INK, fonts.BOLD, half - 14 * k, "right"
        )
        return
    stage.put(sprite("maker", stage.scale * k), node.x, node.y)
    x = node.x + 110 * k
    if several:
        image = sprite(f"token-{layout.lanes.get(now.name, 0) % 5}", stage.scale * k)
        stage.put(image, node.x + 178 * k, node.y + 30 * k)
    stage.say(now.name, x, node.y + 86 * k, 27 * k, SOFT, fonts.HEADING, 158 * k)
    stage.say(line, x, node.y + 124 * k, 36 * k, BAD if held else INK, fonts.BOLD, 158 * k)


def _worker(stage: Stage, layout: Plan, level: Level, now: StationNow, memory: PictureMemory, still: bool) -> None:
    node, stress = layout.nodes[now.name], memory.stress.get(now.name, 0.0)
    relief = 1.0 if word_of(memory, now) == "relieved" else 0.0
    filled = fill_places(level.station(now.name), now.depth)
    worker.behind(
        stage, node.x + node.width / 2, node.y + 20 * node.size, 0.92 * node.size, stress, relief, now.down,
        memory.clock_s, still,
        filled[1].taken if len(filled) > 1 else 0, filled[2].taken if len(filled) > 2 else 0,
        memory.who if now.name == memory.stand else "",
    )  # fmt: skip


def _station(stage: Stage, layout: Plan, level: Level, now: StationNow, memory: PictureMemory) -> None:
    node, unit = layout.nodes[now.name], level.unit.name
    k = node.size
    x, y = node.x, node.y
    stage.put(sprite("station-back", stage.scale * k), x, y)
    room = binding(now) or round_up(max(now.depth, 8) * 1.25)
    tank_room = now.memory_units or room
    part = min(memory.level_units.get(now.name, float(now.depth)) / max(tank_room, 1), 1.0)
    box = stage.box(x + 252 * k, y + 30 * k, 56 * k, 138 * k)
    tall = round(box.height * part)
    if now.depth > 0:
        tall = max(tall, 2)
    full = now.down or now.depth >= room
    if tall:
        fill = pygame.Rect(box.left, box.bottom - tall, box.width, tall)
        stage.surface.fill((214, 100, 40) if full else WAITING, fill)
        stage.surface.fill((255, 226, 160), (fill.left, fill.top, fill.width, max(1, round(4 * stage.scale))))
        for row in range(
            fill.bottom - max(4, round(16 * k * stage.scale)), fill.top, -max(4, round(16 * k * stage.scale))
        ):
            stage.surface.fill(
                (196, 132, 22) if not full else (168, 66, 14),
                (fill.left, row, fill.width, max(1, round(2 * stage.scale))),
            )
    if now.limit is not None and now.limit < tank_room:
        line_y = y + 168 * k - 138 * k * now.limit / max(tank_room, 1)
        stage.surface.fill(LIMIT_INK, stage.box(x + 240 * k, line_y - 2, 80 * k, 5))
    stage.put(sprite("tank-glass", stage.scale * k), x + 250 * k, y + 28 * k)
    word = word_of(memory, now)
    face = badge(stage.scale * 0.62 * k, memory.stress.get(now.name, 0.0), now.down, word == "relieved")
    stage.put(face, x + 30 * k, y + 28 * k)
    stage.say(now.name, x + 98 * k, y + 48 * k, 30 * k, SOFT, fonts.HEADING, 120 * k, "left")
    said = mood(stage, word, 25 * k, 148 * k)
    stage.say(said, x + 98 * k, y + 78 * k, 25 * k, _ink(word), fonts.BOLD, 148 * k, "left")
    limit = binding(now)
    key = "waiting" if limit is None else "waiting_of"
    line = words.say(f"picture.{key}", waiting=now.depth, limit=limit or 0, unit=unit)
    stage.say(line, x + 125 * k, y + 112 * k, 34 * k, BAD if full else INK, fonts.BOLD, 188 * k)
    coming = words.say("picture.in_rate", per_s=now.in_per_s, unit=unit)
    going = words.say("picture.out_rate", per_s=now.out_per_s, unit=unit)
    widest = max(stage.wide(coming, 23 * k), stage.wide(going, 23 * k))
    small = 23 * k * min(1.0, 91 * k / widest)
    if stage.wide(coming, small) + stage.wide(going, small) < 172 * k:
        stage.say(coming, x + 34 * k, y + 147 * k, small, INK, fonts.REGULAR, side="left")
        stage.say(going, x + 216 * k, y + 147 * k, small, INK, fonts.REGULAR, side="right")


def _ink(word: str) -> tuple[int, int, int]:
    return {"calm": (0, 102, 74), "relieved": (0, 102, 74), "busy": INK}.get(word, BAD)


def _bins(stage: Stage, layout: Plan, level: Level, snapshot: Snapshot, memory: PictureMemory) -> None:
    """A bin before the player's station, on the floor, and one that hangs at every other station that drops."""
    for now in snapshot.stations:
        node, size = layout.nodes[now.name], _token(level, 0, 1)[1]

        def piece(n: int, size: float = size) -> pygame.Surface:
            return turned(_token(level, n, n)[0], stage.scale * size * 0.75, n * 47 - 50, 24)

        start = node.inlet[0], node.inlet[1] - 10
        if now.name == level.stand:
            x, y, k = max(node.x - 132, 8.0), 566.0, 0.86
        elif now.dropped:
            k = 0.8 * min(node.size, 1.0)
            x, y = max(node.x - 132 * k, 8.0), node.y + node.height * 0.62
            draw_bracket(stage, x, y, k)
        else:
            continue
        draw_bin(stage, x, y, k, now.dropped, level.unit.name, memory, start, piece, now.name)
