"""A fleet: a wall of a thousand senders in which faults break out, one gate for them all, and second tries as load."""

from __future__ import annotations

import pygame

from lucy.run import words
from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures import cabinet, cord, wall, worker
from lucy.ui.pictures.answers import board, draw_board
from lucy.ui.pictures.art import keep, paint, ready, sprite
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.basket import draw_bin
from lucy.ui.pictures.memory import LEAVE_S, PASS_S, PictureMemory, stand_of, word_of
from lucy.ui.pictures.pile import binding, round_up
from lucy.ui.pictures.services_plan import BOARD_H, BOARD_W, FOOT_Y
from lucy.ui.pictures.stage import BAD, INK, Stage, mood, tag
from lucy.ui.pictures.tickets import AGAIN, LATE, burst, draw_rack, rack, ticket
from lucy.ui.pictures.ways import Way, swung
from lucy.ui.pictures.workshop import walls

TOP, BOTTOM = 24.0, 590.0
TICKET_GAP = 30.0


class Scene:
    """Places in scene units, for so many producers."""

    def __init__(self, width: float, names: tuple[str, ...]) -> None:
        self.width, self.names = width, names
        self.board_x, self.board_y = width - 20 - BOARD_W, FOOT_Y - BOARD_H
        self.k = 0.9 if width > 1650 else 0.74
        self.gate_w = cabinet.LAST_W * self.k
        self.gate_x = self.board_x - 66 - self.gate_w
        self.gate_y = 606 - cabinet.LAST_H * self.k
        self.wall_x, self.wall_w = 20.0, self.gate_x - 20 - (150 if width > 1650 else 104)
        self.panel_h = (BOTTOM - TOP) / len(names)

    def panel_y(self, n: int) -> float:
        """Upper edge of a producer's panel."""
        return TOP + self.panel_h * n

    def belt(self, n: int) -> Way:
        """From a panel to the gate."""
        y = self.panel_y(n) + wall.HEAD + (self.panel_h - wall.HEAD) * 0.5
        end = (self.gate_x + 14, self.gate_y + cabinet.LAST_H * self.k * 0.66)
        return swung((self.wall_x + self.wall_w - 6, y), end)

    @property
    def out(self) -> Way:
        """From the gate to the board."""
        start = (self.gate_x + self.gate_w - 12, self.gate_y + cabinet.LAST_H * self.k * 0.66)
        return swung(start, (self.board_x + 18, self.board_y + BOARD_H * 0.8))

    def cord(self, n: int) -> cord.Path:
        """From the gate back to a panel."""
        y = self.panel_y(n) + 28
        return cord.sagging(self.gate_x + 30, self.gate_y + 12, self.wall_x + self.wall_w - 4, y, -24)


def draw_fleet(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of many senders and the one station that they all want."""
    stage = Stage(surface, rect)
    names = tuple(p.name for p in snapshot.producers)
    scene = Scene(round(stage.width, 2), names)
    now = stand_of(level, snapshot)
    ropes = tuple(n for n, p in enumerate(snapshot.producers) if p.controllable)
    surface.blit(_background(stage, scene, ropes), rect)
    draw_board(stage, scene.board_x, scene.board_y, level, snapshot, [now])
    _riding(stage, scene, snapshot, level)
    _leaving(stage, scene, memory)
    broken = {fault.where: fault for fault in snapshot.faults}
    for n, producer in enumerate(snapshot.producers):
        wall.draw_panel(
            stage, scene.wall_x, scene.panel_y(n), scene.wall_w, scene.panel_h - 8, producer,
            broken.get(producer.name), memory, snapshot.time_s, level.unit.name,
        )  # fmt: skip
    stress = memory.stress.get(now.name, 0.0)
    relief = 1.0 if word_of(memory, now) == "relieved" else 0.0
    worker.behind(
        stage, scene.gate_x + scene.gate_w / 2, scene.gate_y + 16, min(0.8, (scene.gate_y - 16) / 300), stress, relief,
        now.down, memory.clock_s, still, who=memory.who,
    )  # fmt: skip
    _gate(stage, scene, level, snapshot, memory)
    _bin(stage, scene, snapshot, memory)
    for signal in snapshot.signals:
        if signal.target in names:
            path = scene.cord(names.index(signal.target))
            cord.draw_flags(stage, path, [signal], 0 if still else memory.clock_s, 0.8)
    last = cord.newest(list(snapshot.signals))
    if last is not None and last.target in names:
        cord.draw_tag(stage, scene.cord(names.index(last.target)), last, level.unit.name, scene.wall_x + scene.wall_w,
                      scene.gate_x + 40, 0.8, loft=14)  # fmt: skip
    if memory.mood == "refused":
        line = "× " + words.say("picture.refused")
        tag(stage, line, scene.wall_x + scene.wall_w / 2, scene.panel_y(0) + 90, 30, "red")


def _background(stage: Stage, scene: Scene, ropes: tuple[int, ...]) -> pygame.Surface:
    return keep(("fleet", scene.names, ropes, stage.rect.size), lambda: _still(stage, scene, ropes))


def _still(stage: Stage, scene: Scene, ropes: tuple[int, ...]) -> pygame.Surface:
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    key = ("fleet-walls", scene.width, scene.names, ropes, round(inner.lift, 2))
    roads = (*(scene.belt(n) for n in range(len(scene.names))), scene.out)
    lines = [scene.cord(n) for n in ropes]
    canvas.blit(paint(key, inner.scale, lambda: walls(inner.width, inner.lift, roads, 0.8, lines, ())), (0, 0))
    inner.put(board(inner.scale), scene.board_x, scene.board_y)
    return canvas


def _riding(stage: Stage, scene: Scene, snapshot: Snapshot, level: Level) -> None:
    wanted, blits = 0.0, []
    roads = {name: scene.belt(n) for n, name in enumerate(scene.names)}
    for belt in snapshot.belts:
        if belt.source in roads:
            wanted = max(wanted, belt.in_flight * TICKET_GAP * 0.8 / roads[belt.source].length)
    each = round_up(wanted)
    for belt in snapshot.belts:
        if belt.source not in roads:
            continue
        images = [ticket(stage.scale * 0.74, sort) for sort in (scene.names.index(belt.source), AGAIN)]
        again = belt.again if len(belt.again) == len(belt.counts) else belt.counts * 0
        passed = [0, 0]
        for position, count, second in sorted(zip(belt.positions.tolist(), belt.counts.tolist(), again.tolist(),
                                                  strict=True), reverse=True):  # fmt: skip
            for kind, units in ((0, count - second), (1, second)):
                passed[kind] += int(units)
                for _ in range(passed[kind] // each):
                    x, y = roads[belt.source].at(position)
                    blits.append((images[kind], images[kind].get_rect(center=stage.at(x, y - 13))))
                passed[kind] %= each
    stage.surface.fblits(blits)
    stage.surface.blit(*_key(stage))
    if each > 1:
        line = words.say("picture.each", each=each, unit=level.unit.name, units=level.unit.plural)
        stage.say(line, 262, 655, 24, (255, 246, 228), fonts.BOLD, scene.gate_x - 370, "left")


def _key(stage: Stage) -> tuple[pygame.Surface, tuple[int, int]]:
    """What the sign of a second try means, under the wall."""
    stage.say(words.say("picture.again"), 78, 655, 26, (255, 246, 228), fonts.BOLD, 190, "left")
    return ticket(stage.scale * 0.84, AGAIN), stage.at(28, 636)


def _leaving(stage: Stage, scene: Scene, memory: PictureMemory) -> None:
    road = scene.out
    good, late = sprite("block-written", stage.scale * 0.7), ticket(stage.scale * 0.74, LATE)
    stride = max(1, -(-40 // max(1, int(road.length * PASS_S / LEAVE_S))))
    for piece in memory.flying:
        if piece.kind in ("delivered", "late") and piece.age_s >= 0 and piece.number % stride == 0:
            x, y = road.at(piece.age_s / LEAVE_S)
            image = late if piece.kind == "late" else good
            stage.surface.blit(image, image.get_rect(center=stage.at(x, y - 13)))


def _gate(stage: Stage, scene: Scene, level: Level, snapshot: Snapshot, memory: PictureMemory) -> None:
    now = stand_of(level, snapshot)
    k, x, y, unit = scene.k, scene.gate_x, scene.gate_y, level.unit.name
    stage.put(cabinet.cabinet(stage.scale * k, True, now.down), x, y)
    bx, by, bw, bh = (n * k for n in cabinet.LAST[1])
    room = now.memory_units or now.limit or round_up(max(now.depth, 20) * 1.25)
    it = rack(round(x + bx, 2), round(y + by, 2), round(bw, 2), round(bh, 2), room, 44)
    first = max(sum(units for _, units in now.waiting_by), 1)
    part = min(now.waiting_again / first, 1.0)  # of all that wait, those that are here again
    shares = [(scene.names.index(n) if n in scene.names else 0, round(units * (1 - part) * 10))
              for n, units in now.waiting_by]  # fmt: skip
    shares.append((AGAIN, now.waiting_again * 10))
    draw_rack(stage, it, now.depth, now.overdue, shares, now.limit, now.down)
    word = word_of(memory, now)
    stage.put(badge(stage.scale * 0.78 * k, memory.stress.get(now.name, 0.0), now.down, word == "relieved"),
              x + 30 * k, y + 26 * k)  # fmt: skip
    stage.say(now.name, x + 120 * k, y + 46 * k, 42 * k, INK, fonts.HEADING, 120 * k, "left")
    ink = (0, 102, 74) if word in ("calm", "relieved") else INK if word == "busy" or now.down else BAD
    late = words.say("picture.overdue", late=now.overdue, unit=unit) if now.overdue and not now.down else ""
    wide = 340 * k - (stage.wide(late, 32 * k) + 12 if late else 0.0)
    said = mood(stage, word, 31 * k, wide)
    if stage.wide(said, 31 * k) <= wide:  # else the face says it
        stage.say(said, x + 120 * k, y + 84 * k, 31 * k, ink, fonts.BOLD, wide, "left")
    if now.down:
        burst(stage, it, [*range(len(scene.names)), AGAIN], 16)
        cabinet.say_fallen(stage, x, y, k, True, words.say("picture.down_lost", lost=now.dropped, unit=unit))
        return
    full = binding(now)
    line = words.say("picture.waiting" if full is None else "picture.waiting_of", waiting=now.depth, limit=full or 0,
                     unit=unit)  # fmt: skip
    near = full is not None and now.depth >= 0.9 * full
    stage.say(line, x + 464 * k, y + 48 * k, 46 * k, BAD if near else INK, fonts.BOLD, 210 * k, "right")
    if late:
        stage.say(late, x + 464 * k, y + 90 * k, 32 * k, BAD, fonts.BOLD, 208 * k, "right")
    coming = words.say("picture.in_rate", per_s=now.in_per_s, unit=unit)
    going = words.say("picture.out_rate", per_s=now.out_per_s, unit=unit)
    stage.say(coming, x + 40 * k, y + 282 * k, 34 * k, INK, fonts.BOLD, 190 * k, "left")
    stage.say(going, x + 460 * k, y + 282 * k, 34 * k, INK, fonts.BOLD, 190 * k, "right")
    broken = next((f for f in snapshot.faults if f.where == now.name), None)
    if broken is not None and broken.title:
        tag(stage, broken.title, x + scene.gate_w / 2, y + (by + bh / 2), 30, "red", scene.gate_w - 30)


def _bin(stage: Stage, scene: Scene, snapshot: Snapshot, memory: PictureMemory) -> None:
    draw_bin(stage, scene.gate_x - 120, 552.0, 0.9, snapshot.ledger.dropped, "", memory, scene.belt(0).at(1.0),
             lambda n: ticket(stage.scale * 0.7, n % len(scene.names)))  # fmt: skip
