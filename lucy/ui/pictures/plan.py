"""Where the nodes of a tree stand: columns by their distance to the way out, belts and cords between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lucy.sim.level import OUT, Level, Producer, Station
from lucy.ui.pictures.ways import Way, swung

MAKER_W, MAKER_H = 220.0, 190.0
PLATE_H = 58.0  # of a producer among many
STATION_W, STATION_H = 340.0, 216.0
ROOM_W, ROOM_H = 296.0, 440.0
TOP, BOTTOM, SIDE = 76.0, 40.0, 34.0
ROOM_SIZE = 0.72


@dataclass(frozen=True, slots=True)
class Node:
    """A producer or a station: its box in scene units, and the size it is drawn at."""

    name: str
    maker: bool
    x: float
    y: float
    width: float
    height: float
    size: float

    @property
    def compact(self) -> bool:
        """One of many producers: only a plate with its name and rate."""
        return self.maker and self.height < 0.6 * MAKER_H * self.size

    @property
    def inlet(self) -> tuple[float, float]:
        """Where a belt comes in."""
        return self.x + self.width * 0.03, self.y + self.height * 0.62

    @property
    def outlet(self) -> tuple[float, float]:
        """Where a belt goes out."""
        return self.x + self.width * 0.97, self.y + self.height * 0.62


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole tree laid out. `size` is the scale of the belts; each node has its own."""

    size: float
    nodes: dict[str, Node]
    belts: dict[tuple[str, str], Way]
    out_belts: tuple[Way, ...]
    room_x: float
    room_y: float
    worker: bool  # whether there is space for the worker behind the player's station
    lanes: dict[str, int]  # for each source, which sort of piece it sends
    mark: tuple  # the same for any two plans that look the same


@lru_cache(maxsize=64)
def plan(level: Level, width: float) -> Plan:
    """Lay out a level for a picture that is so many units wide and 700 high."""
    far = {s.name: hops(level, s.name) for s in level.stations}
    most = max(far.values())
    columns = columns_of(level, far, most)
    makers = {p.name for p in level.producers}
    wide = [max(MAKER_W if n in makers else STATION_W for n in column) for column in columns]
    rows = max(len(column) for column in columns)
    lone = all(level.stand not in c or len(c) == 1 for c in columns)
    room_w = ROOM_W * ROOM_SIZE
    free = width - 2 * SIDE - room_w
    widest = min(1.3 if rows == 1 else 1.1, free / (sum(wide) + 104 * len(columns)))
    sizes = []
    for column in columns:
        tall = max(PLATE_H if _crowded(column, makers) else MAKER_H if n in makers else STATION_H for n in column)
        sizes.append(min(widest, (700 - TOP - BOTTOM) / (len(column) * (tall + 14))))
    gap = (free - sum(w * s for w, s in zip(wide, sizes, strict=True))) / len(columns)
    nodes: dict[str, Node] = {}
    x = SIDE
    for column, column_w, size in zip(columns, wide, sizes, strict=True):
        tall = (700 - TOP - BOTTOM) / len(column)
        for row, name in enumerate(column):
            maker = name in makers
            w, h = (MAKER_W, PLATE_H if _crowded(column, makers) else MAKER_H) if maker else (STATION_W, STATION_H)
            w, h = w * size, h * size
            middle = TOP + tall * (row + 0.5)
            if len(column) == 1 and lone:
                middle = 660 - STATION_H * size / 2 - (40 if rows > 1 else 0)
            nodes[name] = Node(name, maker, x + (column_w * size - w) / 2, middle - h / 2, w, h, size)
        x += column_w * size + gap
    size = max(min(sizes), 0.5)
    belts = {}
    for source in level.sources:
        belts[source.name, source.link.to] = swung(nodes[source.name].outlet, nodes[source.link.to].inlet)
    mark = (width, level.stand, tuple((n.name, n.link.to) for n in _all(level)))
    room_x, room_y = width - SIDE - room_w, 640 - ROOM_H * ROOM_SIZE
    mouth = (room_x + 22, room_y + ROOM_H * ROOM_SIZE * 0.715)
    outs = tuple(swung(nodes[s.name].outlet, mouth) for s in level.stations if s.link.to == OUT)
    return Plan(size, nodes, belts, outs, room_x, room_y, lone, sorts_of(level), mark)


def _crowded(column: list[str], makers: set[str]) -> bool:
    return len(column) > 4 and all(name in makers for name in column)


def _all(level: Level) -> tuple[Producer | Station, ...]:
    return (*level.producers, *level.stations)


def sorts_of(level: Level) -> dict[str, int]:
    """A producer has a sort of its own; a station passes on the sort it gets, or its own if it gets several."""
    lanes = {producer.name: k for k, producer in enumerate(level.producers)}
    for k, station in enumerate(sorted(level.stations, key=lambda s: -hops(level, s.name)), len(lanes)):
        sorts = {lanes.get(n.name, k) for n in level.sources if n.link.to == station.name}
        lanes[station.name] = sorts.pop() if len(sorts) == 1 else k
    return lanes


def hops(level: Level, name: str) -> int:
    """How many belts lie between a station and the way out."""
    hops, to = 1, level.station(name).link.to
    while to != OUT and hops <= len(level.stations):
        to = level.station(to).link.to
        hops += 1
    return hops


def columns_of(level: Level, far: dict[str, int], most: int) -> list[list[str]]:
    """Names by column from left to right; in each, in the order of what they send to."""
    columns: list[list[str]] = [[] for _ in range(most + 1)]
    for station in level.stations:
        columns[most + 1 - far[station.name]].append(station.name)
    for producer in level.producers:
        columns[most - far[producer.link.to]].append(producer.name)
    to = {n.name: n.link.to for n in _all(level)}
    for k in range(most - 1, -1, -1):
        after = {name: n for n, name in enumerate(columns[k + 1])}
        columns[k].sort(key=lambda name: after.get(to[name], 0))
    return [column for column in columns if column]
