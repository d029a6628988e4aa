"""The room of the general picture: wall, floor, belts and cords of a tree, as one opaque surface."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from lucy.ui.pictures import cord
from lucy.ui.pictures.art import keep, linear, paint, radial, ready, sprite, svg
from lucy.ui.pictures.plan import ROOM_SIZE, Plan
from lucy.ui.pictures.stage import Stage
from lucy.ui.pictures.ways import Way

FLOOR_Y, END_Y = 600.0, 700.0


def cord_of(layout: Plan, source: str, station: str) -> cord.Path | None:
    """The cord from a station back to one of its sources; None if there is no such belt."""
    if (source, station) not in layout.belts:
        return None
    upper, lower = layout.nodes[source], layout.nodes[station]
    x0, y0 = lower.x + 26 * lower.size, lower.y + 12 * lower.size
    top = 6 if upper.compact else 48 if upper.maker else 14
    x1, y1 = upper.x + upper.width * (0.78 if upper.maker else 0.9), upper.y + top * upper.size
    return cord.sagging(x0, y0, x1, y1, -46.0)


def background(stage: Stage, layout: Plan) -> pygame.Surface:
    """Everything of a tree that stands still. Kept for each tree and size."""
    return keep(("workshop", layout.mark, stage.rect.size), lambda: _background(stage, layout))


def _background(stage: Stage, layout: Plan) -> pygame.Surface:
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    canvas.blit(_room(inner, layout), (0, 0))
    inner.put(sprite("packing-room", inner.scale * ROOM_SIZE), layout.room_x, layout.room_y)
    return canvas


def _room(inner: Stage, layout: Plan) -> pygame.Surface:
    key = ("workshop-walls", layout.mark, round(inner.width, 2), round(inner.lift, 2))
    ropes = [path for belt in layout.belts if (path := cord_of(layout, *belt)) is not None]
    roads = (*layout.belts.values(), *layout.out_belts)
    posts = [
        (x, node.y + node.height * 0.8, node.size)
        for node in layout.nodes.values()
        if node.y + node.height < FLOOR_Y + 20 and not node.compact
        for x in (node.x + node.width * 0.2, node.x + node.width * 0.8)
    ]
    return paint(key, inner.scale, lambda: walls(inner.width, inner.lift, roads, layout.size, ropes, posts))


def _belt(road: Way, size: float) -> str:
    common = 'fill="none" stroke-linejoin="round"'
    ribs = ""
    count = int(road.length / 26)
    for k in range(1, count):
        (x0, y0), (x1, y1) = road.at(k / count - 0.002), road.at(k / count + 0.002)
        dx, dy = x1 - x0, y1 - y0
        far = (dx * dx + dy * dy) ** 0.5 or 1.0
        nx, ny = -dy / far * 13 * size, dx / far * 13 * size
        x, y = road.at(k / count)
        ribs += f"M{x - nx:.1f} {y - ny:.1f} L{x + nx:.1f} {y + ny:.1f} "
    return (
        f'<g transform="translate(3 15)"><path d="{road.svg}" stroke="#5b3018" stroke-opacity=".16" '
        f'stroke-width="{42 * size:.1f}" {common}/></g>'
        f'<g transform="translate(0 6)"><path d="{road.svg}" stroke="#75675a" '
        f'stroke-width="{42 * size:.1f}" {common}/></g>'
        f'<path d="{road.svg}" stroke="#d6c9b6" stroke-width="{41 * size:.1f}" {common}/>'
        f'<path d="{road.svg}" stroke="#4a382e" stroke-width="{32 * size:.1f}" {common}/>'
        f'<path d="{ribs}" stroke="#8a7262" stroke-opacity=".6" stroke-width="2.4" fill="none"/>'
        f'<g transform="translate(0 {-11 * size:.1f})"><path d="{road.svg}" stroke="#fff" '
        f'stroke-opacity=".14" stroke-width="{7 * size:.1f}" {common}/></g>'
    )


def walls(
    width: float,
    lift: float,
    roads: Sequence[Way],
    size: float,
    ropes: Sequence[cord.Path],
    posts: Sequence[tuple[float, float, float]],
) -> str:
    """The room as SVG, with its belts, its cords and the posts (x, top, size) on which things stand."""
    squares = "".join(
        f'<rect x="{x}" y="{-lift:.1f}" width="2" height="{FLOOR_Y + lift:.1f}" fill="#d9b988" fill-opacity=".4"/>'
        for x in range(44, int(width), 88)
    ) + "".join(
        f'<rect x="0" y="{y:.1f}" width="{width:.1f}" height="2" fill="#d9b988" fill-opacity=".4"/>'
        for y in (FLOOR_Y - 88 * k for k in range(1, int((FLOOR_Y + lift) / 88) + 1))
    )
    boards = "".join(
        f'<path d="M{width / 2 + k * 96:.1f} {FLOOR_Y} L{width / 2 + k * 150:.1f} {END_Y}" stroke="#5b3018" '
        f'stroke-opacity=".3" stroke-width="2.5"/>'
        for k in range(-int(width / 190) - 2, int(width / 190) + 3)
    )
    cords = "".join(cord.cord_svg(path) for path in ropes)
    belts = "".join(_belt(road, size) for road in roads)
    legs = "".join(
        f'<rect x="{x - 7 * k:.1f}" y="{top:.1f}" width="{14 * k:.1f}" '
        f'height="{max(FLOOR_Y + 26 - top, 0):.1f}" fill="url(#post)"/>'
        f'<ellipse cx="{x:.1f}" cy="{FLOOR_Y + 26:.1f}" rx="{26 * k:.1f}" ry="6" fill="#2b1208" fill-opacity=".3"/>'
        for x, top, k in posts
    )
    glow = f'<circle cx="{width / 2:.1f}" cy="240" r="620" fill="url(#glow)"/>'
    body = (
        f'<g transform="translate(0 {lift:.2f})"><rect x="0" y="{-lift:.1f}" width="{width:.1f}" '
        f'height="{FLOOR_Y + lift:.1f}" fill="url(#wall)"/>'
        f'{squares}{glow}<rect x="0" y="{FLOOR_Y}" width="{width:.1f}" height="{END_Y - FLOOR_Y}" '
        f'fill="url(#floor)"/>{boards}'
        f'<rect x="0" y="{FLOOR_Y - 16}" width="{width:.1f}" height="16" fill="url(#skirt)"/>'
        f'<rect x="0" y="{-lift:.1f}" width="180" height="{END_Y + lift:.1f}" fill="url(#left)"/>'
        f'<rect x="{width - 180:.1f}" y="{-lift:.1f}" width="180" height="{END_Y + lift:.1f}" '
        f'fill="url(#right)"/>{legs}{belts}{cords}</g>'
    )
    defs = (
        linear("wall", 0, -lift, 0, FLOOR_Y, (0, "#f1d5a6"), (0.5, "#fae9cb"), (1, "#f4dab0"))
        + radial("glow", width / 2, 240, 620, (0, "#fffbef", 0.85), (0.6, "#fff6dc", 0.3), (1, "#fff6dc", 0))
        + linear("floor", 0, FLOOR_Y, 0, END_Y, (0, "#8a5a34"), (0.3, "#b98552"), (1, "#94633a"))
        + linear("skirt", 0, FLOOR_Y - 16, 0, FLOOR_Y, (0, "#8fc0ae"), (0.4, "#5f9d89"), (1, "#3f7a68"))
        + linear("post", 0, 300, 0, FLOOR_Y + 26, (0, "#a8998a"), (1, "#6a5d52"))
        + linear("left", 0, 0, 180, 0, (0, "#5b3018", 0.2), (1, "#5b3018", 0))
        + linear("right", width - 180, 0, width, 0, (0, "#5b3018", 0), (1, "#5b3018", 0.2))
    )
    return svg(width, END_Y + lift, body, defs)
