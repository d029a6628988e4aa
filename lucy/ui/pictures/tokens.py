"""Push and pull: demand flies upstream as coins along the cord, one for each unit asked for; units come down."""

from __future__ import annotations

import math

import numpy as np
import pygame

from lucy.run import words
from lucy.run.language import shown
from lucy.run.snapshot import BeltNow, Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures import cabinet, cord, worker
from lucy.ui.pictures.answers import board, draw_board
from lucy.ui.pictures.art import keep, linear, paint, radial, ready, sprite, svg
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.basket import draw_bin
from lucy.ui.pictures.memory import LEAVE_S, PASS_S, PictureMemory, stand_of, word_of
from lucy.ui.pictures.pile import binding, round_up
from lucy.ui.pictures.services_plan import BOARD_H, BOARD_W, FOOT_Y
from lucy.ui.pictures.stage import BAD, INK, SOFT, Stage, mood, plate, tag
from lucy.ui.pictures.tickets import burst, draw_rack, rack, ticket
from lucy.ui.pictures.ways import Way, swung
from lucy.ui.pictures.workshop import walls

TICKET_GAP = 30.0


class Scene:
    """Places in scene units."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.board_x, self.board_y = width - 22 - BOARD_W, FOOT_Y - BOARD_H
        self.size = 0.96
        self.maker_x, self.maker_y, self.maker_size = 26.0, 366.0, 1.32
        self.station_w = cabinet.LAST_W * self.size
        self.station_x = self.board_x - 96 - self.station_w
        self.station_y = 606 - cabinet.LAST_H * self.size

    @property
    def belt(self) -> Way:
        """From the source to the station."""
        y = self.station_y + cabinet.LAST_H * self.size * 0.66
        return swung((self.maker_x + 200 * self.maker_size, y), (self.station_x + 14, y))

    @property
    def out(self) -> Way:
        """From the station to the board."""
        y = self.station_y + cabinet.LAST_H * self.size * 0.66
        return swung((self.station_x + self.station_w - 14, y), (self.board_x + 18, self.board_y + BOARD_H * 0.8))

    @property
    def cord(self) -> cord.Path:
        """The cord that coins and flags run back on."""
        return cord.sagging(self.station_x + 40, self.station_y + 8, self.maker_x + 236, self.maker_y + 20, -96)


def draw_tokens(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of one source and one station that may ask for what it wants."""
    stage = Stage(surface, rect)
    scene = Scene(round(stage.width, 2))
    now = stand_of(level, snapshot)
    belt = snapshot.belts[0] if snapshot.belts else None
    surface.blit(_background(stage, scene), rect)
    draw_board(stage, scene.board_x, scene.board_y, level, snapshot, [now])
    _riding(stage, scene, level, belt)
    _leaving(stage, scene, memory)
    _source(stage, scene, level, snapshot, belt)
    stress = memory.stress.get(now.name, 0.0)
    relief = 1.0 if word_of(memory, now) == "relieved" else 0.0
    worker.behind(
        stage, scene.station_x + scene.station_w / 2, scene.station_y + 17, 0.8, stress, relief, now.down,
        memory.clock_s, still, who=memory.who,
    )  # fmt: skip
    _station(stage, scene, level, now, memory)
    _bin(stage, scene, snapshot, memory)
    link = level.producers[0].link
    if link.belt_ms and link.signal_ms:
        trip = words.say("picture.round_trip", round_trip=(link.belt_ms + link.signal_ms) / 1000)
        tag(stage, trip, (scene.maker_x + 264 + scene.station_x) / 2, 392, 36, "cream", scene.station_x - 380)
    if belt is not None:
        _coins(stage, scene, belt)
        _tally(stage, belt, now)
    signals = [s for s in snapshot.signals if s.source == now.name]
    cord.draw_flags(stage, scene.cord, signals, 0 if still else memory.clock_s)
    if (signal := cord.newest(signals)) is not None:
        cord.draw_tag(stage, scene.cord, signal, level.unit.name, 320, scene.station_x - 20, loft=14)


def _background(stage: Stage, scene: Scene) -> pygame.Surface:
    return keep(("tokens", stage.rect.size), lambda: _still(stage, scene))


def _still(stage: Stage, scene: Scene) -> pygame.Surface:
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    key = ("tokens-walls", scene.width, round(inner.lift, 2))
    roads, ropes = (scene.belt, scene.out), (scene.cord,)
    canvas.blit(paint(key, inner.scale, lambda: walls(inner.width, inner.lift, roads, 1.0, ropes, ())), (0, 0))
    inner.put(board(inner.scale), scene.board_x, scene.board_y)
    return canvas


def coin(scale: float) -> pygame.Surface:
    """A coin: leave to send one unit, or as many as it says."""
    return paint(("coin",), scale, _coin)


def _coin() -> str:
    body = (
        '<circle cx="27" cy="29" r="24" fill="#2b1a12" fill-opacity=".3"/>'
        '<circle cx="25" cy="25" r="23" fill="url(#g)" stroke="#7a5212" stroke-width="3"/>'
        '<circle cx="25" cy="25" r="17" fill="none" stroke="#8e6116" stroke-opacity=".65" stroke-width="2"/>'
        '<path d="M10 20 C13 11 20 7 29 7" stroke="#fff" stroke-opacity=".8" stroke-width="3.5" fill="none" '
        'stroke-linecap="round"/>'
    )
    return svg(54, 56, body, radial("g", 18, 16, 40, (0, "#fff3c4"), (0.5, "#f0c24c"), (1, "#b98528")))


def tap(scale: float, wide_open: bool) -> pygame.Surface:
    """A tap over the source's mouth: open without end, or worked by coins."""
    return paint(("tap", wide_open), scale, lambda: _tap(wide_open))


def _tap(wide_open: bool) -> str:
    wheel = '<path d="M52 10 L52 40" stroke="#8e6116" stroke-width="8"/>'
    turn = "rotate(0 52 12)" if wide_open else "rotate(90 52 12)"
    body = (
        f'{wheel}<g transform="{turn}"><rect x="14" y="4" width="76" height="15" rx="7.5" fill="#c9503a" '
        'stroke="#8f2d1e" stroke-width="2.5"/></g>'
        '<path d="M8 36 L84 36 Q108 36 108 62 L108 74 L80 74 L80 66 L8 66Z" fill="url(#b)" stroke="#7a5212" '
        'stroke-width="2.5"/><rect x="74" y="72" width="40" height="12" rx="4" fill="#d9a441" stroke="#7a5212" '
        'stroke-width="2.5"/>'
    )
    if wide_open:
        body += '<path d="M82 86 L106 86 L116 134 L72 134Z" fill="#8fcdf2" fill-opacity=".75"/>' + "".join(
            f'<path d="M{88 + 7 * k} 90 L{84 + 12 * k} 130" stroke="#fff" stroke-opacity=".8" stroke-width="3"/>'
            for k in range(3)
        )
    return svg(126, 138, body, linear("b", 0, 36, 0, 74, (0, "#fff0bf"), (0.4, "#d9a441"), (1, "#8e6116")))


def _riding(stage: Stage, scene: Scene, level: Level, belt: BeltNow | None) -> None:
    if belt is None:
        return
    road = scene.belt
    drawn = max(level.unit.units_per_drawn, 1)
    each = drawn * round_up(belt.in_flight * TICKET_GAP / road.length / drawn)
    image, passed, blits = ticket(stage.scale * 0.95, 1), 0, []
    for position, count in sorted(zip(belt.positions.tolist(), belt.counts.tolist(), strict=True), reverse=True):
        passed += count
        for _ in range(passed // each):
            x, y = road.at(position)
            blits.append((image, image.get_rect(center=stage.at(x, y - 16))))
        passed %= each
    stage.surface.fblits(blits)
    if each > 1:
        line = words.say("picture.each", each=each, unit=level.unit.name, units=level.unit.plural)
        stage.say(line, 26, 678, 24, (255, 246, 228), fonts.BOLD, min(620, scene.station_x - 150), "left")


def _leaving(stage: Stage, scene: Scene, memory: PictureMemory) -> None:
    image, road = sprite("block-written", stage.scale * 0.86), scene.out
    stride = math.ceil(40 / (road.length * PASS_S / LEAVE_S))
    for piece in memory.flying:
        if piece.kind in ("delivered", "late") and piece.age_s >= 0 and piece.number % stride == 0:
            x, y = road.at(piece.age_s / LEAVE_S)
            stage.surface.blit(image, image.get_rect(center=stage.at(x, y - 16)))


def _source(stage: Stage, scene: Scene, level: Level, snapshot: Snapshot, belt: BeltNow | None) -> None:
    now, k, x, y = snapshot.producers[0], scene.maker_size, scene.maker_x, scene.maker_y
    push = belt is None or belt.demand is None
    stage.put(sprite("maker", stage.scale * k), x, y)
    held = now.paused or belt is not None and belt.demand is not None and belt.demand <= 0
    rate = words.say("picture.rate", per_s=now.rate_per_s, unit=level.unit.name)
    stage.say(now.name, x + 110 * k, y + 84 * k, 32, SOFT, fonts.HEADING, 158 * k)
    stage.say(rate, x + 110 * k, y + 122 * k, 48, BAD if held else INK, fonts.BOLD, 160 * k)
    stage.put(tap(stage.scale * 0.92, push), x + 206 * k - 20, y + 66 * k)


def _station(stage: Stage, scene: Scene, level: Level, now: StationNow, memory: PictureMemory) -> None:
    k, x, y, unit = scene.size, scene.station_x, scene.station_y, level.unit.name
    stage.put(cabinet.cabinet(stage.scale * k, True, now.down), x, y)
    bx, by, bw, bh = (n * k for n in cabinet.LAST[1])
    room = now.memory_units or now.limit or round_up(max(now.depth, 20) * 1.25)
    it = rack(round(x + bx, 2), round(y + by, 2), round(bw, 2), round(bh, 2), room, 44)
    draw_rack(stage, it, now.depth, now.overdue, [(1, now.depth)], now.limit, now.down)
    word = word_of(memory, now)
    stage.put(badge(stage.scale * 0.78 * k, memory.stress.get(now.name, 0.0), now.down, word == "relieved"),
              x + 30 * k, y + 26 * k)  # fmt: skip
    stage.say(now.name, x + 120 * k, y + 46 * k, 40 * k, INK, fonts.HEADING, 140 * k, "left")
    good = word in ("calm", "relieved")
    wide = (340 if now.down else 165) * k
    said = mood(stage, word, 31 * k, wide)
    stage.say(said, x + 120 * k, y + 84 * k, 31 * k, (0, 102, 74) if good else INK, fonts.BOLD, wide, "left")
    if now.down:
        burst(stage, it, [1], 16)
        cabinet.say_fallen(stage, x, y, k, True, words.say("picture.down_lost", lost=now.dropped, unit=unit))
        return
    full = binding(now)
    key = "waiting" if full is None else "waiting_of"
    line = words.say(f"picture.{key}", waiting=now.depth, limit=full or 0, unit=unit)
    alone = words.say("picture.count", count=now.depth, unit=unit)
    free = 326 * k - min(stage.wide(shown(now.name), 40 * k, fonts.HEADING), 140 * k)
    tall = 46 if stage.wide(line, 46 * k) <= free else 38
    line = stage.first_that_fits((line, alone), tall * k, free)
    tall = 46 if line == alone else tall
    near = full is not None and now.depth >= 0.9 * full
    stage.say(line, x + 464 * k, y + 48 * k, tall * k, BAD if near else INK, fonts.BOLD, free, "right")
    if it.each > 1:
        one = words.say("picture.ticket", each=it.each, unit=unit, units=level.unit.plural)
        stage.say(one, x + 250 * k, 678, 24, (255, 246, 228), fonts.BOLD, 480 * k)
    idle = now.utilisation < 0.9 and now.depth == 0
    coming = words.say("picture.idle", part=1 - now.utilisation) if idle else words.say(
        "picture.in_rate", per_s=now.in_per_s, unit=unit
    )
    going = words.say("picture.out_rate", per_s=now.out_per_s, unit=unit)
    stage.say(coming, x + 40 * k, y + 282 * k, 34 * k, BAD if idle else INK, fonts.BOLD, 200 * k, "left")
    stage.say(going, x + 460 * k, y + 282 * k, 34 * k, INK, fonts.BOLD, 190 * k, "right")


def _bin(stage: Stage, scene: Scene, snapshot: Snapshot, memory: PictureMemory) -> None:
    draw_bin(stage, scene.station_x - 118, 548.0, 0.92, snapshot.ledger.dropped, "", memory, scene.belt.at(1.0),
             lambda n: ticket(stage.scale * 0.8, 1))  # fmt: skip


def _coins(stage: Stage, scene: Scene, belt: BeltNow) -> None:
    """Credit on its way up. Coins that would lie on each other are one, with their number on it."""
    at, counts = belt.credit_positions, belt.credit_counts
    if not len(at):
        return
    path = scene.cord
    x0, x1 = path(0)[0], path(1)[0]
    slots = max(int(abs(x1 - x0) / 40), 1)
    order = np.argsort(-at, kind="stable")
    groups: list[list[float]] = []
    for k in order.tolist():
        if groups and groups[-1][0] - at[k] < 1 / slots:
            groups[-1][1] += int(counts[k])
        else:
            groups.append([float(at[k]), int(counts[k])])
    image = coin(stage.scale * 1.1)
    for part, units in groups:
        x, y = path(part)
        stage.surface.blit(image, image.get_rect(center=stage.at(x + 2, y - 22)))
        stage.say(words.say("picture.count", count=int(units), unit=""), x, y - 23, 30, (74, 44, 6), fonts.BOLD, 44)


def _tally(stage: Stage, belt: BeltNow, now: StationNow) -> None:
    """Where all that was asked for is: leave at the source, units on the belt and waiting, coins on the cord."""
    x, y = 26.0, 60.0
    if belt.asked is None and belt.demand is None:
        tag(stage, words.say("picture.unbounded"), x + 200, y + 16, 42, "amber", 400)
        stage.say(words.say("picture.unbounded_why"), x + 8, y + 74, 32, INK, fonts.BOLD, 560, "left")
        return
    cordful = int(belt.credit_counts.sum())
    held = max(belt.demand or 0, 0)
    waiting = max(now.depth - now.in_service, 0)
    saved = (belt.asked or 0) - held - belt.in_flight - waiting - cordful
    rows: tuple[tuple[str, int], ...] = (
        ("picture.leave", held), ("picture.on_belt", belt.in_flight), ("picture.here", waiting),
        ("picture.on_cord", cordful), ("picture.saved_up", max(saved, 0)),
    )  # fmt: skip
    rows = rows if rows[-1][1] else rows[:-1]
    plate(stage, x, y - 26, 420, 76 + 38 * len(rows))
    asked = words.say("picture.asked", asked=belt.asked if belt.asked is not None else 0)
    stage.say(asked, x + 210, y + 6, 42, INK, fonts.BOLD, 390)
    for n, (key, units) in enumerate(rows):
        row = y + 54 + 38 * n
        stage.say(words.say(key), x + 22, row, 30, SOFT, fonts.BOLD, 300, "left")
        stage.say(words.say("picture.count", count=units, unit=""), x + 396, row, 34, INK, fonts.BOLD, 80, "right")
