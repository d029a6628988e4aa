"""The machine room of the file copy: where the disks and the vessel stand, and all that does not move."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from lucy.ui.pictures import cord
from lucy.ui.pictures.art import keep, linear, paint, radial, ready, sprite, svg
from lucy.ui.pictures.stage import Stage
from lucy.ui.pictures.ways import Way, rounded

FLOOR_Y, END_Y = 540.0, 700.0
DISK_Y, VESSEL_Y = 150.0, 132.0
INSIDE_Y0, INSIDE_Y1 = VESSEL_Y + 46, VESSEL_Y + 412  # of the vessel: full and empty


@dataclass(frozen=True, slots=True)
class Places:
    """Places in scene units."""

    width: float
    reader_x: float
    vessel_x: float  # left edge; the vessel is 400 wide
    writer_x: float

    @property
    def way_in(self) -> Way:
        """The tube from the disk that is read into the vessel."""
        x0, x1, y = self.reader_x + 232, self.vessel_x + 130, 96.0
        return rounded([(x0, DISK_Y + 6), (x0, y), (x1, y), (x1, VESSEL_Y + 60)], 44)

    @property
    def way_out(self) -> Way:
        """The tube from the vessel to the disk that is written."""
        y = VESSEL_Y + 374
        return rounded([(self.vessel_x + 371, y), (self.writer_x + 6, y)], 1)

    @property
    def cord(self) -> cord.Path:
        """The cord from the disk that is written back to the one that is read."""
        return cord.sagging(self.writer_x + 70, 44, self.reader_x + 110, 44, 10)


def places(width: float) -> Places:
    """The room for a picture that is so many units wide (at least 1400)."""
    side = 24 + min(max(width - 1400, 0.0) * 0.12, 70)
    return Places(width, side, width / 2 - 200, width - side - 300)


def background(stage: Stage, place: Places) -> pygame.Surface:
    """Room, disks, the back of vessel and tubes, as large as the picture. Kept for each size."""
    return keep(("machine-room", stage.rect.size), lambda: _background(stage, place))


def _background(stage: Stage, place: Places) -> pygame.Surface:
    canvas = ready(pygame.Surface(stage.rect.size), opaque=True)
    inner = Stage(canvas, canvas.get_rect())
    size = (round(inner.width, 2), round(inner.lift, 2))
    canvas.blit(paint(("hall", size), inner.scale, lambda: _hall(place, inner.lift)), (0, 0))
    inner.put(sprite("disk-read", inner.scale), place.reader_x, DISK_Y)
    inner.put(sprite("disk-write", inner.scale), place.writer_x, DISK_Y)
    for n, x, y in rings(place):
        inner.put(ring(inner.scale, n), x, y)
    inner.put(sprite("vessel-back", inner.scale), place.vessel_x, VESSEL_Y)
    return canvas


def glass(stage: Stage, place: Places) -> tuple[pygame.Surface, float, float]:
    """The light on the tubes, drawn over what rides in them, and where it belongs."""
    wide = round(place.width, 2)
    return paint(("tubes", wide), stage.scale, lambda: svg(wide, 220, _shine(place.way_in))), 0.0, 0.0


def rings(place: Places) -> tuple[tuple[int, float, float], ...]:
    """The brass collars where a tube meets a disk: lying or standing, and where."""
    x0, (x1, y1) = place.way_in.points[0][0], place.way_out.points[-1]
    return (0, x0 - 42, DISK_Y - 10), (1, x1 - 14, y1 - 42)


def ring(scale: float, standing: int) -> pygame.Surface:
    """A brass collar."""
    wide, tall = (24, 84) if standing else (84, 24)
    body = (
        f'<rect x="1" y="1" width="{wide - 2}" height="{tall - 2}" rx="9" fill="url(#b)" '
        f'stroke="#7a5212" stroke-width="2"/>'
    )
    stops = ((0, "#9a6a1c"), (0.3, "#f5d68a"), (0.6, "#d9a441"), (1, "#7a5212"))
    end = (0, tall) if standing else (wide, 0)
    return paint(("ring", standing), scale, lambda: svg(wide, tall, body, linear("b", 0, 0, *end, *stops)))


def _tube(road: Way) -> str:
    common = 'fill="none" stroke-linejoin="round"'
    return (
        f'<g transform="translate(8 14)"><path d="{road.svg}" stroke="#5b3018" stroke-opacity=".13" '
        f'stroke-width="60" {common}/></g>'
        f'<path d="{road.svg}" stroke="#6f9c92" stroke-opacity=".9" stroke-width="60" {common}/>'
        f'<path d="{road.svg}" stroke="#e6efe4" stroke-width="52" {common}/>'
        f'<path d="{road.svg}" stroke="#c9dcd2" stroke-opacity=".7" stroke-width="26" {common}/>'
    )


def _shine(road: Way) -> str:
    return (
        f'<g transform="translate(-9 -9)"><path d="{road.svg}" stroke="#fff" stroke-opacity=".5" stroke-width="9" '
        'stroke-linecap="round" fill="none" stroke-linejoin="round"/></g>'
    )


def _hall(place: Places, lift: float) -> str:
    width = place.width
    panels = ""
    count = max(6, round(width / 230))
    each = width / count
    for k in range(count):
        x = k * each
        panels += (
            f'<rect x="{x + 6:.1f}" y="{-lift:.1f}" width="{each - 12:.1f}" '
            f'height="{FLOOR_Y + lift - 96:.1f}" rx="8" fill="url(#panel)"/>'
            f'<rect x="{x + 6:.1f}" y="{-lift:.1f}" width="5" height="{FLOOR_Y + lift - 96:.1f}" '
            f'fill="#fff" fill-opacity=".25"/>'
            f'<rect x="{x + 6:.1f}" y="{FLOOR_Y - 84:.1f}" width="{each - 12:.1f}" height="66" rx="6" '
            f'fill="url(#wood)"/>'
            f'<rect x="{x + 16:.1f}" y="{FLOOR_Y - 74:.1f}" width="{each - 32:.1f}" height="46" rx="4" '
            f'fill="none" stroke="#5d3319" '
            'stroke-opacity=".5" stroke-width="3"/>'
        )
    boards = "".join(
        f'<path d="M{width / 2 + (k * 96) * 1.0:.1f} {FLOOR_Y} L{width / 2 + k * 96 * 1.75:.1f} {END_Y}" '
        f'stroke="#5b3018" '
        'stroke-opacity=".35" stroke-width="2.5"/>'
        for k in range(-int(width / 150) - 2, int(width / 150) + 3)
    )
    glow = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="url(#glow{k})"/>'
        for k, (x, y, r) in enumerate(_lights(width))
    )
    start, end = place.cord(0), place.cord(1)
    pulleys = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="15" fill="url(#brass2)" stroke="#5d3319" stroke-width="3"/>'
        f'<path d="M{x:.1f} {y + 14:.1f} L{x:.1f} {DISK_Y + 12:.1f}" stroke="#7d6f62" stroke-width="8"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#5d3319"/>'
        for x, y in (start, end)
    )
    body = (
        f'<g transform="translate(0 {lift:.2f})"><rect x="0" y="{-lift:.1f}" width="{width:.1f}" '
        f'height="{FLOOR_Y + lift:.1f}" fill="#d3a468"/>'
        f'{panels}{glow}<rect x="0" y="{FLOOR_Y - 14}" width="{width:.1f}" height="14" fill="#5d3319"/>'
        f'<rect x="0" y="{FLOOR_Y}" width="{width:.1f}" height="{END_Y - FLOOR_Y}" fill="url(#floor)"/>{boards}'
        f'<ellipse cx="{width / 2:.1f}" cy="{FLOOR_Y + 60}" rx="{width * 0.42:.1f}" ry="70" fill="url(#pool)"/>'
        f'<rect x="0" y="{-lift:.1f}" width="200" height="{END_Y + lift:.1f}" fill="url(#left)"/>'
        f'<rect x="{width - 200:.1f}" y="{-lift:.1f}" width="200" height="{END_Y + lift:.1f}" fill="url(#right)"/>'
        f"{_tube(place.way_in)}{_tube(place.way_out)}{cord.cord_svg(place.cord)}{pulleys}</g>"
    )
    defs = (
        linear("panel", 0, -lift, 0, FLOOR_Y - 96, (0, "#eacb95"), (0.5, "#f7e4bd"), (1, "#efd3a0"))
        + linear("wood", 0, FLOOR_Y - 84, 0, FLOOR_Y - 18, (0, "#a9713f"), (1, "#7d4a28"))
        + linear("floor", 0, FLOOR_Y, 0, END_Y, (0, "#8a5a34"), (0.3, "#b07c4c"), (1, "#8f5f38"))
        + radial(
            "pool",
            width / 2,
            FLOOR_Y + 60,
            width * 0.42,
            (0, "#ffe9bd", 0.5),
            (1, "#ffe9bd", 0),
            squash=70 / (width * 0.42),
        )
        + linear("left", 0, 0, 200, 0, (0, "#4a2413", 0.3), (1, "#4a2413", 0))
        + linear("right", width - 200, 0, width, 0, (0, "#4a2413", 0), (1, "#4a2413", 0.3))
        + linear("brass2", 0, 28, 0, 60, (0, "#fff0bf"), (0.5, "#d9a441"), (1, "#8e6116"))
    )
    for k, (x, y, r) in enumerate(_lights(width)):
        defs += radial(f"glow{k}", x, y, r, (0, "#fff8df", 0.9), (0.45, "#fff3cd", 0.4), (1, "#fff3cd", 0))
    return svg(width, END_Y + lift, body, defs)


def _lights(width: float) -> tuple[tuple[float, float, float], ...]:
    return (width / 2, 250.0, 430.0), (width * 0.14, 330.0, 260.0), (width * 0.86, 330.0, 260.0)
