"""Services that answer requests: users, stations with their racks of tickets, belts, cords, the board of answers."""

from __future__ import annotations

import math

import pygame

from lucy.run import words
from lucy.run.snapshot import ProducerNow, Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures import answers, cabinet, cord, worker
from lucy.ui.pictures.art import keep, paint, ready, sprite
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.basket import draw_bin, draw_bracket
from lucy.ui.pictures.crowd import MOST, crowd
from lucy.ui.pictures.memory import LEAVE_S, PASS_S, PictureMemory, stand_of, word_of
from lucy.ui.pictures.pile import binding, round_up
from lucy.ui.pictures.services_plan import ServicesPlan, Spot, services_plan
from lucy.ui.pictures.stage import BAD, INK, SOFT, Stage, mood, plate, tag
from lucy.ui.pictures.tickets import LATE, Rack, burst, draw_rack, rack, ticket
from lucy.ui.pictures.workshop import FLOOR_Y, walls

TICKET_GAP = 34.0  # least space for a ticket on a belt, on average
HOLES = {"relay": 15, "last": 44}


def draw_services(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of any tree of services."""
    stage = Stage(surface, rect)
    users = frozenset(p.name for p in snapshot.producers if not p.controllable)
    layout = services_plan(level, round(stage.width, 2), users)
    surface.blit(_background(stage, layout), rect)
    each = _each(layout, snapshot)
    answers.draw_board(stage, layout.board_x, layout.board_y, level, snapshot, _outs(level, snapshot))
    _riding(stage, layout, snapshot, each)
    _leaving(stage, layout, level, memory)
    most = _most_per_s(level)
    for producer in snapshot.producers:
        _source(stage, layout.spots[producer.name], producer, level.unit.name, most)
    for now in snapshot.stations:
        if now.name == level.stand and layout.worker:
            _worker(stage, layout.spots[now.name], now, memory, still)
    fallen = {now.name for now in snapshot.stations if now.down}
    for now in snapshot.stations:
        spot = layout.spots[now.name]
        if spot.kind == "last":
            _last(stage, spot, layout, level, now, memory)
        else:
            _relay(stage, spot, layout, level, now, memory, level.station(now.name).link.to in fallen)
    _bin(stage, layout, level, snapshot, memory)
    _signals(stage, layout, level, snapshot, memory, still)
    if each > 1:
        line = words.say("picture.each", each=each, unit=level.unit.name, units=level.unit.plural)
        stage.say(line, 26, 678, 24, (255, 246, 228), fonts.BOLD, min(620, layout.spots[level.stand].x - 150), "left")


def _background(stage: Stage, layout: ServicesPlan) -> pygame.Surface:
    return keep(("services", layout.mark, stage.rect.size), lambda: _still(stage, layout))


def _still(stage: Stage, layout: ServicesPlan) -> pygame.Surface:
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    ropes = [path for belt in layout.belts if (path := layout.cord(*belt)) is not None]
    roads = (*layout.belts.values(), *layout.out_belts.values())
    posts = [
        (x, spot.y + spot.height * 0.8, spot.size)
        for spot in layout.spots.values()
        if spot.kind != "crowd"
        for x in (spot.x + spot.width * 0.16, spot.x + spot.width * 0.84)
        if spot.y + spot.height < FLOOR_Y - 20
    ]
    key = ("services-walls", layout.mark, round(inner.lift, 2))
    canvas.blit(
        paint(key, inner.scale, lambda: walls(inner.width, inner.lift, roads, layout.size, ropes, posts)), (0, 0)
    )
    inner.put(answers.board(inner.scale), layout.board_x, layout.board_y)
    return canvas


def _each(layout: ServicesPlan, snapshot: Snapshot) -> int:
    """Requests to a ticket on the belts, so that the fullest belt is not a heap."""
    wanted = 0.0
    for belt in snapshot.belts:
        if (road := layout.belts.get((belt.source, belt.target))) is not None:
            wanted = max(wanted, belt.in_flight * TICKET_GAP * layout.size / road.length)
    return round_up(wanted)


def _outs(level: Level, snapshot: Snapshot) -> list[StationNow]:
    ends = {s.name for s in level.stations if s.link.to == "out"}
    return [s for s in snapshot.stations if s.name in ends]


def _most_per_s(level: Level) -> float:
    rates = [1e-9]
    for producer in level.producers:
        arrivals = producer.arrivals
        rates += [arrivals.rate.per_s, *(c.rate_milli_per_s / 1000 for c in arrivals.rate.changes)]
        rates += [arrivals.bursts.milli_per_s / 1000] if arrivals.bursts else []
    return max(rates)


def _riding(stage: Stage, layout: ServicesPlan, snapshot: Snapshot, each: int) -> None:
    blits = []
    for belt in snapshot.belts:
        road = layout.belts.get((belt.source, belt.target))
        if road is None:
            continue
        image = ticket(stage.scale * layout.size * 0.92, layout.sorts.get(belt.source, 0))
        passed = 0
        for position, count in sorted(zip(belt.positions.tolist(), belt.counts.tolist(), strict=True), reverse=True):
            passed += count
            for _ in range(passed // each):
                x, y = road.at(position)
                blits.append((image, image.get_rect(center=stage.at(x, y - 16 * layout.size))))
            passed %= each
    stage.surface.fblits(blits)


def _leaving(stage: Stage, layout: ServicesPlan, level: Level, memory: PictureMemory) -> None:
    good = sprite("block-written", stage.scale * layout.size * 0.86)
    late = ticket(stage.scale * layout.size * 0.92, LATE)
    road = layout.out_belts.get(level.stand) or next(iter(layout.out_belts.values()), None)
    if road is None:
        return
    stride = math.ceil(40 * layout.size / (road.length * PASS_S / LEAVE_S))
    for piece in memory.flying:
        if piece.kind in ("delivered", "late") and piece.age_s >= 0 and piece.number % stride == 0:
            x, y = road.at(piece.age_s / LEAVE_S)
            image = late if piece.kind == "late" else good
            stage.surface.blit(image, image.get_rect(center=stage.at(x, y - 16 * layout.size)))


def _source(stage: Stage, spot: Spot, now: ProducerNow, unit: str, most_per_s: float) -> None:
    k = spot.size
    line = words.say("picture.paused") if now.paused else words.say("picture.rate", per_s=now.rate_per_s, unit=unit)
    held = now.paused or now.pace_per_s is not None and now.rate_per_s < now.natural_per_s * 0.97
    if spot.kind == "maker":
        stage.put(sprite("maker", stage.scale * k), spot.x, spot.y)
        stage.say(now.name, spot.x + 110 * k, spot.y + 86 * k, 28 * k, SOFT, fonts.HEADING, 158 * k)
        stage.say(line, spot.x + 110 * k, spot.y + 124 * k, 38 * k, BAD if held else INK, fonts.BOLD, 158 * k)
        return
    heads = max(1, math.ceil(now.natural_per_s / most_per_s * MOST - 0.01)) if now.natural_per_s > 0 else 1
    stage.put(crowd(stage.scale * k, heads), spot.x, spot.y)
    wide, top = 228 * k, spot.y + 144 * k
    plate(stage, spot.x + (spot.width - wide) / 2, top, wide, 80 * k, "cream")
    middle = spot.x + spot.width / 2
    stage.say(now.name, middle, top + 23 * k, 23 * k, SOFT, fonts.HEADING, wide - 10 * k)
    stage.say(line, middle, top + 58 * k, 33 * k, BAD if held else INK, fonts.BOLD, wide - 16 * k)


def _shares(layout: ServicesPlan, now: StationNow) -> list[tuple[int, int]]:
    return [(layout.sorts.get(name, 0), units) for name, units in now.waiting_by] or [(0, now.depth)]


def _rack(stage: Stage, spot: Spot, layout: ServicesPlan, now: StationNow) -> Rack:
    """The rack of a station with its tickets; as many units as its memory holds, or twice what waits."""
    box = (cabinet.LAST if spot.kind == "last" else cabinet.RELAY)[1]
    k = spot.size
    x, y, wide, tall = spot.x + box[0] * k, spot.y + box[1] * k, box[2] * k, box[3] * k
    room = now.memory_units or now.limit or round_up(max(now.depth, 20) * 1.25)
    it = rack(round(x, 2), round(y, 2), round(wide, 2), round(tall, 2), room, HOLES[spot.kind])
    draw_rack(stage, it, now.depth, now.overdue, _shares(layout, now), now.limit, now.down)
    return it


def _relay(
    stage: Stage, spot: Spot, layout: ServicesPlan, level: Level, now: StationNow, memory: PictureMemory, cut_off: bool
) -> None:
    """A service that passes work on. `cut_off`: the one it asks has fallen over, so nobody answers it."""
    k, x, y, unit = spot.size, spot.x, spot.y, level.unit.name
    stage.put(cabinet.cabinet(stage.scale * k, False, now.down), x, y)
    it = _rack(stage, spot, layout, now)
    word = "no_answer" if cut_off and not now.down else word_of(memory, now)
    stress = 1.0 if cut_off else memory.stress.get(now.name, 0.0)
    stage.put(badge(stage.scale * 0.62 * k, stress, now.down, word == "relieved"), x + 28 * k, y + 20 * k)
    stage.say(now.name, x + 100 * k, y + 37 * k, 42 * k, INK, fonts.HEADING, 186 * k, "left")
    ink = INK if now.down else _ink(word)
    said = mood(stage, word, 32 * k, 206 * k)
    stage.say(said, x + 100 * k, y + 69 * k, 32 * k, ink, fonts.BOLD, 206 * k, "left")
    full = binding(now)
    near = full is not None and now.depth >= 0.9 * full
    line = words.say("picture.waiting" if full is None else "picture.waiting_of", waiting=now.depth, limit=full or 0,
                     unit=unit)  # fmt: skip
    if not now.down:
        stage.say(line, x + 154 * k, y + 105 * k, 37 * k, BAD if near else INK, fonts.BOLD, 260 * k)
    middle = y + 154 * k
    if now.down:
        burst(stage, it, [sort for sort, _ in _shares(layout, now)], 9)
        lost = words.say("picture.down_lost", lost=now.dropped, unit=unit)
        cabinet.say_fallen(stage, x, y, k, False, lost)
        return
    coming = words.say("picture.in_rate", per_s=now.in_per_s, unit=unit)
    going = words.say("picture.out_rate", per_s=now.out_per_s, unit=unit)
    stage.say(coming, x + 34 * k, middle, 33 * k, INK, fonts.BOLD, 205 * k, "left")
    stage.say(going, x + 466 * k, middle, 33 * k, INK, fonts.BOLD, 205 * k, "right")
    if now.dropped:
        sort = layout.sorts.get(now.name, 0)
        left, top, size = spot.x - 118 * k, spot.y + spot.height * 0.7, 0.66
        draw_bracket(stage, left, top, size)
        draw_bin(stage, left, top, size, now.dropped, unit, memory, spot.inlet,
                 lambda n: ticket(stage.scale * layout.size * 0.8, sort), now.name)  # fmt: skip


def _last(
    stage: Stage, spot: Spot, layout: ServicesPlan, level: Level, now: StationNow, memory: PictureMemory
) -> None:
    k, x, y, unit = spot.size, spot.x, spot.y, level.unit.name
    stage.put(cabinet.cabinet(stage.scale * k, True, now.down), x, y)
    it = _rack(stage, spot, layout, now)
    word = word_of(memory, now)
    face = badge(stage.scale * 0.78 * k, memory.stress.get(now.name, 0.0), now.down, word == "relieved")
    stage.put(face, x + 30 * k, y + 26 * k)
    stage.say(now.name, x + 120 * k, y + 46 * k, 42 * k, INK, fonts.HEADING, 120 * k, "left")
    ink = INK if now.down else _ink(word)
    room = (160 if now.overdue else 250) * k
    stage.say(mood(stage, word, 33 * k, room), x + 120 * k, y + 86 * k, 33 * k, ink, fonts.BOLD, room, "left")
    full = binding(now)
    near = full is not None and now.depth >= 0.9 * full
    right = x + 464 * k
    if now.down:
        burst(stage, it, [sort for sort, _ in _shares(layout, now)], 16)
        cabinet.say_fallen(stage, x, y, k, True, words.say("picture.down_lost", lost=now.dropped, unit=unit))
        return
    line = words.say("picture.waiting" if full is None else "picture.waiting_of", waiting=now.depth, limit=full or 0,
                     unit=unit)  # fmt: skip
    stage.say(line, right, y + 48 * k, 50 * k, BAD if near else INK, fonts.BOLD, 230 * k, "right")
    if now.overdue:
        late = words.say("picture.overdue", late=now.overdue, unit=unit)
        stage.say(late, right, y + 90 * k, 32 * k, BAD, fonts.BOLD, 176 * k, "right")
    if it.each > 1:
        one = words.say("picture.ticket", each=it.each, unit=unit, units=level.unit.plural)
        stage.say(one, x + 250 * k, 678, 24, (255, 246, 228), fonts.BOLD, 480 * k)
    coming = words.say("picture.in_rate", per_s=now.in_per_s, unit=unit)
    going = words.say("picture.out_rate", per_s=now.out_per_s, unit=unit)
    stage.say(coming, x + 40 * k, y + 282 * k, 34 * k, INK, fonts.BOLD, 190 * k, "left")
    stage.say(going, x + 460 * k, y + 282 * k, 34 * k, INK, fonts.BOLD, 190 * k, "right")


def _ink(word: str) -> tuple[int, int, int]:
    return {"calm": (0, 102, 74), "relieved": (0, 102, 74), "busy": INK}.get(word, BAD)


def _worker(stage: Stage, spot: Spot, now: StationNow, memory: PictureMemory, still: bool) -> None:
    stress = memory.stress.get(now.name, 0.0)
    relief = 1.0 if word_of(memory, now) == "relieved" else 0.0
    worker.behind(
        stage, spot.x + spot.width / 2, spot.y + 18 * spot.size, min(0.88, (spot.y - 20) / 300), stress, relief,
        now.down, 0.0 if still else memory.clock_s, still, who=memory.who if now.name == memory.stand else "",
    )  # fmt: skip


def _bin(stage: Stage, layout: ServicesPlan, level: Level, snapshot: Snapshot, memory: PictureMemory) -> None:
    spot, k = layout.spots[level.stand], 0.92
    now = stand_of(level, snapshot)
    shares = _shares(layout, now)

    def piece(n: int) -> pygame.Surface:
        return ticket(stage.scale * layout.size * 0.8, shares[n % len(shares)][0])

    draw_bin(stage, max(spot.x - 128 * k, 8.0), 548.0, k, now.dropped, level.unit.name, memory, spot.inlet, piece,
             level.stand)  # fmt: skip


def _signals(
    stage: Stage, layout: ServicesPlan, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    for signal in snapshot.signals:
        if (path := layout.cord(signal.target, signal.source)) is not None:
            cord.draw_flags(stage, path, [signal], 0 if still else memory.clock_s, 0.86)
    last = cord.newest(list(snapshot.signals))
    if last is not None and (path := layout.cord(last.target, last.source)) is not None:
        lower = layout.spots[last.source]
        right = lower.x + lower.width / 2 - 190 * lower.size
        cord.draw_tag(stage, path, last, level.unit.name, 12, right, 0.86, loft=14)
    if memory.mood == "refused":
        crowd_spot = next((s for s in layout.spots.values() if s.kind == "crowd"), None)
        if crowd_spot is not None:
            line = "× " + words.say("picture.refused")
            tag(stage, line, crowd_spot.x + crowd_spot.width / 2 + 30, crowd_spot.y - 26, 30, "red")
