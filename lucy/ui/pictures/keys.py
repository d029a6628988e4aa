"""A search box and someone who types: keys, what stands in the box, searches that wait, and results for old words.

Another act has a mouse instead: where the hand is, and where the drawing of it has got to.
"""

from __future__ import annotations

import pygame

from lucy.run import words
from lucy.run.snapshot import ProducerNow, Snapshot, StationNow
from lucy.sim.level import Level
from lucy.ui import fonts
from lucy.ui.pictures import cabinet, mouse, page, typing
from lucy.ui.pictures.art import keep, paint, ready, sprite
from lucy.ui.pictures.badge import badge
from lucy.ui.pictures.basket import draw_bin
from lucy.ui.pictures.crowd import WIDE as CROWD_W
from lucy.ui.pictures.crowd import crowd
from lucy.ui.pictures.memory import PictureMemory, stand_of, word_of
from lucy.ui.pictures.pile import binding
from lucy.ui.pictures.stage import BAD, INK, SOFT, Stage, mood, plate, tag
from lucy.ui.pictures.workshop import walls

SLIP_COLUMNS, SLIP_ROWS = 3, 3
TYPING_S = 0.6  # whoever has pressed a key so short a time ago does not wait for an answer yet
CROSS_S = 1.0  # an answer that is asked for so long ago makes cross
STATION_SIZE, STATION_Y = 1.04, 234.0
STALE_INK = (120, 112, 104)


def draw_keys(
    surface: pygame.Surface, rect: pygame.Rect, level: Level, snapshot: Snapshot, memory: PictureMemory, still: bool
) -> None:
    """The whole picture of one person and one station that answers."""
    stage = Stage(surface, rect)
    now = stand_of(level, snapshot)
    who = snapshot.producers[0]
    by_mouse = level.unit.name != "key"
    station_x, page_x, page_w = _places(stage)
    surface.blit(_background(stage, by_mouse), rect)
    if by_mouse:
        mouse.draw_pad(stage, 30, 214, station_x - 76, 360, who.made)
        mouse.draw_screen(stage, page_x, 78, page_w, 500, who.made, now.last_served, now.down, level.unit)
    else:
        _typist(stage, who, now)
        if pressed := typing.pressed_now(who):
            typing.draw_keyboard(stage, *_keyboard(station_x), pressed)
        typing.draw_box(stage, station_x, 92, 500, who, 0.0 if still else memory.clock_s)
        _results(stage, page_x, 78, page_w, 500, who, now)
    _station(stage, station_x, level, now, who, memory, by_mouse)
    _bin(stage, station_x, snapshot, memory)
    key = "picture.moves_done" if by_mouse else "picture.searches"
    plate(stage, page_x + 30, 596, page_w - 60, 60)
    line = words.say(key, count=words.say("picture.count", count=now.served, unit=""))
    stage.say(line, page_x + page_w / 2, 626, 34, INK, fonts.BOLD, page_w - 90)
    rate = words.say("picture.rate", per_s=who.rate_per_s, unit=level.unit.name)
    plate(stage, 26, 596, 300, 60)
    stage.say(who.name, 46, 626, 28, SOFT, fonts.HEADING, 120, "left")
    stage.say(rate, 308, 626, 36, INK, fonts.BOLD, 150, "right")
    if memory.mood == "refused":
        tag(stage, "× " + words.say("picture.refused"), 200, 300, 30, "red")


def _places(stage: Stage) -> tuple[float, float, float]:
    """Left edge of the station, then left edge and width of the page."""
    station_x = stage.width * 0.5 - 262
    page_w = min(560.0, stage.width - station_x - 520 - 30)
    return station_x, stage.width - page_w - 22, page_w


def _keyboard(station_x: float) -> tuple[float, float, float, float]:
    return 26, 330, station_x - 70, 250


def _typist(stage: Stage, who: ProducerNow, now: StationNow) -> None:
    """Who types: smiling over the keys, less so while there is no answer, cross when it takes long."""
    size, top = 2.7, 344 - 146 * 2.7
    waits = now.last_served < who.made and who.quiet_s >= TYPING_S
    mouth = "cross" if now.down or now.head_age_s > CROSS_S else "waits" if waits else "smile"
    image = crowd(stage.scale * size, 1, False, mouth)
    shown = stage.box(0, top, 1, _keyboard(0)[1] + 6 - top).height  # the rest is behind the keyboard
    stage.surface.blit(image, stage.at(230 - CROWD_W * size / 2, top), (0, 0, image.get_width(), shown))


def _background(stage: Stage, by_mouse: bool) -> pygame.Surface:
    return keep(("keys", by_mouse, stage.rect.size, stage.least_px), lambda: _still(stage, by_mouse))


def _still(stage: Stage, by_mouse: bool) -> pygame.Surface:
    """The room with all that never moves: the page's case, the station's, and keyboard or pad."""
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    inner.least_px = stage.least_px  # letters on the keys, too
    key = ("keys-walls", round(inner.width, 1), round(inner.lift, 2))
    canvas.blit(paint(key, inner.scale, lambda: walls(inner.width, inner.lift, (), 1.0, (), ())), (0, 0))
    station_x, page_x, page_w = _places(inner)
    inner.put(page.case(inner.scale, page_w, 500), page_x, 78)
    inner.put(cabinet.cabinet(inner.scale * STATION_SIZE, True, False), station_x, STATION_Y)
    if by_mouse:
        mouse.draw_ground(inner, 30, 214, station_x - 76, 360)
    else:
        typing.draw_keyboard(inner, *_keyboard(station_x), None)
    return canvas


def _results(stage: Stage, x: float, y: float, w: float, h: float, who: ProducerNow, now: StationNow) -> None:
    """The page with the latest result, grey where it answers what nobody asks any more."""
    left, top, wide, tall = x + 44, y + 46, w - 156, h - 122
    if now.down:
        stage.surface.fill((52, 44, 40), stage.box(left, top, wide, tall))
        room = wide - 40
        stage.say(words.say("picture.crashed"), left + wide / 2, top + tall / 2, 46, (255, 176, 138), fonts.BOLD, room)
        return
    if not now.last_served:
        stage.say(words.say("picture.no_results"), left + wide / 2, top + tall / 2, 36, SOFT, fonts.BOLD, wide)
        return
    text, wanted = typing.text_at(who, now.last_served), typing.text_at(who, who.made)
    old = now.last_served < who.made
    ink = STALE_INK if old else (22, 92, 80)
    stage.surface.fill((212, 205, 196) if old else (178, 222, 206), stage.box(left, top, wide, 58))
    head = words.say("picture.results_for", text=typing.tail(text, 10))
    stage.say(head, left + wide / 2, top + 29, 34, STALE_INK if old else (6, 62, 45), fonts.BOLD, wide - 20)
    for row in range(4):
        step = top + 84 + 58 * row
        bits = (hash_of(text) >> (4 * row)) % 16
        image = _sweet(("choc-dome", "choc-square", "choc-oval", "choc-cup", "choc-log")[(bits + row) % 5], stage, old)
        stage.put(image, left + 10, step - 4)
        stage.surface.fill(ink, stage.box(left + 62, step + 6, (wide - 90) * (0.4 + 0.04 * bits), 11))
        stage.surface.fill(ink, stage.box(left + 62, step + 26, (wide - 90) * (0.25 + 0.03 * bits), 7))
    if old and wanted != text and _still_typing(who, now):
        tag(stage, "… " + words.say("picture.still_typing"), left + wide / 2, top + tall - 30, 34, "amber", wide)
        return
    line = ("× " if old else "✓ ") + words.say("picture.out_of_date" if old else "picture.up_to_date")
    tag(stage, line, left + wide / 2, top + tall - 30, 34, "red" if old and wanted != text else "mint", wide)


def _still_typing(who: ProducerNow, now: StationNow) -> bool:
    """Whether keys still come, and the answer on the page is not older than the question before this one."""
    return who.quiet_s < TYPING_S and bool(who.bursts) and now.last_served >= who.bursts[-1]


def _sweet(name: str, stage: Stage, old: bool) -> pygame.Surface:
    image = sprite(name, stage.scale * 0.62)
    if not old:
        return image
    return keep(("grey", name, round(stage.scale * 2048)), lambda: ready(pygame.transform.grayscale(image)))


def hash_of(text: str) -> int:
    """A number for a text, the same on every machine."""
    number = 17
    for letter in text:
        number = number * 131 + ord(letter) & 0xFFFFFFFF
    return number


def _station(
    stage: Stage, x: float, level: Level, now: StationNow, who: ProducerNow, memory: PictureMemory, by_mouse: bool
) -> None:
    k, y = STATION_SIZE, STATION_Y
    if now.down:
        stage.put(cabinet.cabinet(stage.scale * k, True, True), x, y)
    bx, by, bw, bh = cabinet.LAST[1]
    bx, by, bw, bh = x + bx * k, y + by * k, bw * k, bh * k
    stage.surface.fill((93, 58, 32) if not now.down else (31, 23, 18), stage.box(bx, by, bw, bh))
    wide, tall = bw / SLIP_COLUMNS, bh / SLIP_ROWS
    room = SLIP_COLUMNS * SLIP_ROWS
    shown = now.next_numbers[:room]
    for n, number in enumerate(shown if not now.down else ()):
        row, column = divmod(n, SLIP_COLUMNS)
        sx, sy = bx + bw - (column + 1) * wide, by + row * tall
        last = n == room - 1 and now.depth > room
        old = number < who.made
        fill = (222, 216, 208) if old else (255, 250, 240)
        stage.surface.fill((58, 36, 20), stage.box(sx + 5, sy + 6, wide - 7, tall - 8))
        stage.surface.fill(fill, stage.box(sx + 3, sy + 3, wide - 7, tall - 8))
        if n < now.in_service:
            stage.surface.fill((43, 163, 124), stage.box(sx + 3, sy + tall - 11, (wide - 7) * now.progress, 6))
        text = _more(stage, now.depth - room + 1, wide - 10) if last else (
            _numbered(stage, number, wide - 10) if by_mouse else typing.tail(typing.text_at(who, number), 6)
        )
        stage.say(text, sx + wide / 2, sy + tall / 2 - 1, 23, STALE_INK if old and not last else INK, fonts.BOLD,
                  wide - 10)  # fmt: skip
    word = word_of(memory, now)
    stage.put(badge(stage.scale * 0.78 * k, memory.stress.get(now.name, 0.0), now.down, word == "relieved"),
              x + 30 * k, y + 26 * k)  # fmt: skip
    name = words.say("picture.preview") if by_mouse else now.name
    stage.say(name, x + 120 * k, y + 46 * k, 40 * k, INK, fonts.HEADING, 150 * k, "left")
    ink = (0, 102, 74) if word in ("calm", "relieved") else INK if word == "busy" or now.down else BAD
    stage.say(mood(stage, word, 33 * k, 190 * k), x + 464 * k, y + 46 * k, 33 * k, ink, fonts.BOLD, 190 * k, "right")
    full = binding(now)
    waits = words.say("picture.waiting" if full is None else "picture.waiting_of", waiting=now.depth, limit=full or 0,
                      unit=level.unit.name)  # fmt: skip
    stage.say(waits, x + 120 * k, y + 88 * k, 44 * k, INK, fonts.BOLD, 344 * k, "left")
    if now.down:
        lost = words.say("picture.down_lost", lost=now.dropped, unit=level.unit.name)
        cabinet.say_fallen(stage, x, y, k, True, lost)
        return
    coming = words.say("picture.in_rate", per_s=now.in_per_s, unit=level.unit.name)
    going = words.say("picture.out_rate", per_s=now.out_per_s, unit=level.unit.name)
    stage.say(coming, x + 40 * k, y + 282 * k, 34 * k, INK, fonts.BOLD, 190 * k, "left")
    stage.say(going, x + 460 * k, y + 282 * k, 34 * k, INK, fonts.BOLD, 190 * k, "right")


def _more(stage: Stage, count: int, width: float) -> str:
    """How many more wait than there are slips for; in thousands, where there is no room for all its digits."""
    thousands = words.say("picture.thousands", count=count // 1000)
    return stage.first_that_fits((words.say("picture.more", count=count), f"+ {thousands}"), 23, width)


def _numbered(stage: Stage, number: int, width: float) -> str:
    """The number of a move, with "no." before it where there is room."""
    alone = words.say("picture.count", count=number, unit="")
    return stage.first_that_fits((words.say("picture.number", number=number), alone), 23, width)


def _bin(stage: Stage, station_x: float, snapshot: Snapshot, memory: PictureMemory) -> None:
    draw_bin(stage, station_x - 104, 543.0, 0.95, snapshot.ledger.dropped, "", memory, (station_x - 6, 450.0),
             lambda n: typing.key(stage.scale * 0.5))  # fmt: skip
