"""The confectionery: where things stand in the room, and all of it that does not move, as one opaque surface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pygame

from lucy.ui.pictures import cord
from lucy.ui.pictures.art import keep, linear, paint, radial, ready, sprite, svg
from lucy.ui.pictures.stage import Stage

LAMP_SIZE = 0.6
BELT_Y = 500.0  # the belts' and the counter's top
FLOOR_Y = 588.0


@dataclass(frozen=True, slots=True)
class Room:
    """Places in scene units; x grows to the right, y downwards."""

    width: float
    kitchen_x: float
    belt_x0: float  # the mouth of the kitchen
    counter_x: float  # the belt's end, and the counter's left edge
    worker_x: float
    packing_x: float
    supervisor_x: float
    bin_x: float
    counter_w: float
    piece: float  # size of a chocolate: 1 is 64 units wide
    cord_y: float = 136.0

    @property
    def cord(self) -> cord.Path:
        """The cord from the worker to the kitchen."""
        return cord.sagging(self.worker_x + 118, self.cord_y, 250, self.cord_y, 12)

    @property
    def counter_end(self) -> float:
        """The counter's right edge, where the second belt begins."""
        return self.counter_x + self.counter_w

    @property
    def pile_x(self) -> float:
        """Left edge of the pile on the counter."""
        return self.counter_x + 22

    @property
    def pile_w(self) -> float:
        """Width of the pile on the counter."""
        return self.worker_x - 112 - self.pile_x


def room(width: float) -> Room:
    """The room for a picture that is so many units wide (at least 1400)."""
    roomy = min(max((width - 1400) / 400, 0.0), 1.0)
    kitchen_x, packing_x = 16.0, width - 306.0
    counter_w = 440 + 90 * roomy
    belt_x0 = kitchen_x + 296
    spare = packing_x - belt_x0 - counter_w
    counter_x = belt_x0 + spare * 0.62
    return Room(
        width=width, kitchen_x=kitchen_x, belt_x0=belt_x0, counter_x=counter_x, worker_x=counter_x + counter_w - 118,
        packing_x=packing_x, supervisor_x=belt_x0 + min(110.0, spare * 0.26), bin_x=counter_x - 84,
        counter_w=counter_w, piece=1 + 0.22 * roomy,
    )  # fmt: skip


def background(stage: Stage, place: Room) -> pygame.Surface:
    """Wall, floor, machines, counter and belts, as large as the picture. Kept for each size."""
    key = ("factory", stage.rect.size)
    return keep(key, lambda: _background(stage, place))


def _background(stage: Stage, place: Room) -> pygame.Surface:
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    size = (round(inner.width, 2), round(inner.lift, 2))
    canvas.blit(paint(("room", size), inner.scale, lambda: _walls(inner.width, inner.lift)), (0, 0))
    if place.worker_x - place.supervisor_x > 560:
        inner.put(sprite("jars", inner.scale * 0.95), (place.supervisor_x + place.worker_x) / 2 - 150, 254)
    for x in _lamps(place):
        lamp = sprite("lamp", inner.scale * LAMP_SIZE)  # above the cord and all that hangs on it
        canvas.blit(lamp, lamp.get_rect(midtop=(inner.at(x, 0)[0], round(48 * inner.scale))))
    inner.put(paint(("awning", size[0]), inner.scale, lambda: _awning(inner.width)), 0, -inner.lift)
    for x0, x1 in ((place.belt_x0 - 26, place.counter_x + 4), (place.counter_end - 8, place.packing_x + 60)):
        wide = round(x1 - x0, 1)
        inner.put(paint(("belt", wide), inner.scale, partial(_belt, wide)), x0, BELT_Y - 4)
    wide = round(place.counter_w, 1)
    inner.put(paint(("counter", wide), inner.scale, lambda: _counter(wide)), place.counter_x, BELT_Y)
    inner.put(sprite("kitchen", inner.scale), place.kitchen_x, 136)
    inner.put(sprite("packing-room", inner.scale), place.packing_x, 186)
    rope = paint(("cord", size[0]), inner.scale, lambda: svg(inner.width, 220, cord.cord_svg(place.cord)))
    inner.put(rope, 0, 0)
    for x, y in (place.cord(0), place.cord(1)):
        inner.put(sprite("roller", inner.scale * 0.8), x - 18, y - 18)
    return canvas


def _lamps(place: Room) -> tuple[float, ...]:
    count = 4 if place.width > 1600 else 3
    return tuple(place.width * (k + 0.62) / (count + 0.1) for k in range(count))


def rollers(x0: float, x1: float) -> list[float]:
    """Middles of a belt's rollers."""
    count = max(2, round((x1 - x0) / 66))
    return [x0 + 24 + (x1 - x0 - 48) * k / (count - 1) for k in range(count)]


def _belt(wide: float) -> str:
    legs = "".join(
        f'<path d="M{x - 9:.1f} 56 L{x + 9:.1f} 56 L{x + 7:.1f} 118 L{x - 7:.1f} 118Z" fill="url(#leg)"/>'
        f'<rect x="{x - 16:.1f}" y="114" width="32" height="8" rx="4" fill="#3a2a22"/>'
        for k in range(max(2, round(wide / 230)))
        for x in (40 + (wide - 80) * k / max(1, max(2, round(wide / 230)) - 1),)
    )
    body = (
        f'<ellipse cx="{wide / 2:.1f}" cy="120" rx="{wide / 2:.1f}" ry="10" fill="url(#sh)"/>{legs}'
        f'<rect x="0" y="4" width="{wide}" height="44" rx="20" fill="#33231b"/>'
        f'<rect x="2" y="4" width="{wide - 4}" height="10" rx="5" fill="url(#top)"/>'
        f'<rect x="8" y="14" width="{wide - 16}" height="26" rx="12" fill="#1f1510"/>'
        f'<rect x="6" y="46" width="{wide - 12}" height="15" rx="5" fill="url(#rail)"/>'
        f'<rect x="6" y="46" width="{wide - 12}" height="4" rx="2" fill="#fff" fill-opacity=".5"/>'
    )
    defs = (
        linear("top", 0, 4, 0, 14, (0, "#8a7262"), (0.4, "#5b463a"), (1, "#3a2a22"))
        + linear("rail", 0, 46, 0, 61, (0, "#e2d7c6"), (0.5, "#b3a48f"), (1, "#75675a"))
        + linear("leg", 0, 56, 0, 118, (0, "#7d6f62"), (1, "#4a3f37"))
        + radial(
            "sh",
            wide / 2,
            120,
            wide / 2,
            (0, "#2b1a12", 0.35),
            (0.8, "#2b1a12", 0.22),
            (1, "#2b1a12", 0),
            squash=20 / wide,
        )
    )
    return svg(wide, 132, body, defs)


def _counter(wide: float) -> str:
    veins = "".join(
        f'<path d="M{x:.1f} 8 C{x + 30:.1f} 17 {x + 50:.1f} 6 {x + 80:.1f} 14" stroke="#b8a99c" stroke-opacity=".55" '
        'stroke-width="2" fill="none"/>'
        for x in range(24, int(wide) - 90, 112)
    )
    w = wide
    body = (
        f'<ellipse cx="{w / 2:.1f}" cy="122" rx="{w / 2:.1f}" ry="13" fill="url(#sh)"/>'
        f'<path d="M14 20 L{w - 14:.1f} 20 L{w - 20:.1f} 122 L20 122Z" fill="url(#wood)"/>'
        f'<path d="M14 20 L{w - 14:.1f} 20 L{w - 15:.1f} 34 L15 34Z" fill="#2b1208" fill-opacity=".4"/>'
        f'<path d="M30 42 L{w - 30:.1f} 42 L{w - 34:.1f} 110 L34 110Z" fill="#3b1e10" fill-opacity=".28"/>'
        f'<path d="M34 110 L{w - 34:.1f} 110" stroke="#fff" stroke-opacity=".18" stroke-width="3"/>'
        f'<rect x="0" y="0" width="{w:.1f}" height="24" rx="6" fill="url(#marble)"/>{veins}'
        f'<path d="M5 3 L{w - 5:.1f} 3" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-opacity=".9"/>'
    )
    defs = (
        linear("wood", 0, 20, 0, 122, (0, "#9b6238"), (0.5, "#8a5230"), (1, "#5d3319"))
        + linear("marble", 0, 0, 0, 24, (0, "#fffdf8"), (0.55, "#efe4d6"), (1, "#bba998"))
        + radial("sh", w / 2, 122, w / 2, (0, "#2b1a12", 0.45), (0.8, "#2b1a12", 0.3), (1, "#2b1a12", 0), squash=26 / w)
    )
    return svg(wide, 138, body, defs)


def _awning(width: float) -> str:
    count = max(8, round(width / 104))
    each = (width + 4) / count
    parts = ""
    for k in range(count):
        x, fill = k * each, "url(#red)" if k % 2 == 0 else "url(#white)"
        parts += (
            f'<path d="M{x:.1f} 0 L{x + each:.1f} 0 L{x + each:.1f} 50 C{x + each:.1f} 84 {x:.1f} 84 '
            f'{x:.1f} 50Z" fill="{fill}"/>'
            f'<path d="M{x + each:.1f} 50 C{x + each:.1f} 84 {x:.1f} 84 {x:.1f} 50 C{x + 3:.1f} 74 '
            f"{x + each - 3:.1f} 74 "
            f'{x + each:.1f} 50Z" fill="#2b1208" fill-opacity=".16"/>'
        )
    shade = "".join(
        f'<path d="M{k * each:.1f} 0 L{(k + 1) * each:.1f} 0 L{(k + 1) * each:.1f} 66 C{(k + 1) * each:.1f} '
        f"100 {k * each:.1f} 100 "
        f'{k * each:.1f} 66Z" fill="#7a4a22" fill-opacity=".16"/>'
        for k in range(count)
    )
    body = shade + parts + f'<rect x="0" y="0" width="{width:.1f}" height="26" fill="url(#over)"/>'
    defs = (
        linear("red", 0, 0, 0, 78, (0, "#c94f3a"), (0.6, "#e8735a"), (1, "#d55f47"))
        + linear("white", 0, 0, 0, 78, (0, "#efdfc2"), (0.6, "#fffaf0"), (1, "#f4e6cc"))
        + linear("over", 0, 0, 0, 26, (0, "#2b1208", 0.35), (1, "#2b1208", 0))
    )
    return svg(width + 4, 100, body, defs)


def _walls(width: float, lift: float) -> str:
    """The empty room; its top is at -lift, so everything is moved down by `lift`."""
    tile, rail = 62.0, 372.0
    tiles = "".join(
        f'<rect x="{(c - (r % 2) / 2) * tile + 1.5:.1f}" y="{rail + 14 + r * 36 + 1.5:.1f}" '
        f'width="{tile - 3:.1f}" height="33" rx="3" '
        f'fill="{("#c4e2d5", "#b9dacb", "#cde8dc")[(c * 7 + r * 5) % 3]}"/>'
        f'<rect x="{(c - (r % 2) / 2) * tile + 4:.1f}" y="{rail + 14 + r * 36 + 4:.1f}" '
        f'width="{tile - 12:.1f}" height="4" rx="2" '
        'fill="#fff" fill-opacity=".38"/>'
        for r in range(6)
        for c in range(int(width / tile) + 2)
    )
    floor, middle = "", width / 2
    depth = [FLOOR_Y + (HEIGHT_END - FLOOR_Y) * t for t in (0.0, 0.16, 0.42, 1.0)]
    count = int(width / 150) + 4
    for r in range(3):
        y0, y1 = depth[r], depth[r + 1]
        k0, k1 = 1 + 0.5 * (y0 - FLOOR_Y) / 112, 1 + 0.5 * (y1 - FLOOR_Y) / 112
        for c in range(-count // 2, count // 2 + 2):
            if (c + r) % 2:
                a, b = (c - 0.5) * 130.0, (c + 0.5) * 130.0
                floor += (
                    f'<path d="M{middle + a * k0:.1f} {y0:.1f} L{middle + b * k0:.1f} {y0:.1f} '
                    f"L{middle + b * k1:.1f} {y1:.1f} "
                    f'L{middle + a * k1:.1f} {y1:.1f}Z" fill="#c9805c" fill-opacity=".75"/>'
                )
    stripes = "".join(
        f'<rect x="{x}" y="{-lift:.1f}" width="26" height="{rail + lift:.1f}" fill="#f3d9b0" fill-opacity=".5"/>'
        for x in range(20, int(width), 78)
    )
    glows = ""
    place = room(width)
    defs = ""
    for k, x in enumerate(_lamps(place)):
        y = 108 - lift
        defs += radial(f"glow{k}", x, y, 330, (0, "#fff6d8", 0.85), (0.35, "#fff0c4", 0.42), (1, "#fff0c4", 0))
        glows += (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="330" fill="url(#glow{k})"/>'
            f'<path d="M{x - 36:.1f} {y:.1f} L{x + 36:.1f} {y:.1f} L{x + 210:.1f} {FLOOR_Y:.1f} '
            f'L{x - 210:.1f} {FLOOR_Y:.1f}Z" fill="url(#cone)"/>'
        )
    body = (
        f'<g transform="translate(0 {lift:.2f})">'
        f'<rect x="0" y="{-lift:.1f}" width="{width:.1f}" height="{rail + lift:.1f}" fill="url(#wall)"/>{stripes}'
        f'<rect x="0" y="{rail}" width="{width:.1f}" height="{FLOOR_Y - rail:.1f}" fill="#9cc7b6"/>{tiles}'
        f'<rect x="0" y="{rail - 4}" width="{width:.1f}" height="18" fill="url(#rail)"/>'
        f'<rect x="0" y="{rail + 14}" width="{width:.1f}" height="10" fill="#2b1208" fill-opacity=".13"/>'
        f'<rect x="0" y="{FLOOR_Y - 14}" width="{width:.1f}" height="14" fill="#5f9482"/>'
        f'<rect x="0" y="{FLOOR_Y}" width="{width:.1f}" height="{HEIGHT_END - FLOOR_Y}" fill="#f0d2a4"/>{floor}'
        f'<rect x="0" y="{FLOOR_Y}" width="{width:.1f}" height="{HEIGHT_END - FLOOR_Y}" fill="url(#floor)"/>{glows}'
        f'<rect x="0" y="{-lift:.1f}" width="170" height="{HEIGHT_END + lift:.1f}" fill="url(#left)"/>'
        f'<rect x="{width - 170:.1f}" y="{-lift:.1f}" width="170" height="{HEIGHT_END + lift:.1f}" '
        f'fill="url(#right)"/></g>'
    )
    defs += (
        linear("wall", 0, -lift, 0, rail, (0, "#f3d6a8"), (0.4, "#f9e5c2"), (1, "#f6dcb2"))
        + linear("rail", 0, rail - 4, 0, rail + 14, (0, "#8fc0ae"), (0.4, "#5f9d89"), (1, "#3f7a68"))
        + linear("floor", 0, FLOOR_Y, 0, HEIGHT_END, (0, "#5b3018", 0.42), (0.35, "#5b3018", 0.12), (1, "#5b3018", 0.3))
        + linear("cone", 0, 108 - lift, 0, FLOOR_Y, (0, "#fff4cf", 0.34), (1, "#fff4cf", 0))
        + linear("left", 0, 0, 170, 0, (0, "#5b3018", 0.22), (1, "#5b3018", 0))
        + linear("right", width - 170, 0, width, 0, (0, "#5b3018", 0), (1, "#5b3018", 0.22))
    )
    return svg(width, HEIGHT_END + lift, body, defs)


HEIGHT_END = 700.0
