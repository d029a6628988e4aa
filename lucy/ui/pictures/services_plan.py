"""Where services, their users and the board of answers stand, with belts and cords between them. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lucy.sim.level import OUT, Level, Producer, Station
from lucy.ui.pictures import cabinet, cord, crowd
from lucy.ui.pictures.plan import MAKER_H, MAKER_W, columns_of, hops, sorts_of
from lucy.ui.pictures.ways import Way, swung

SIDE, TOP, BOTTOM = 22.0, 84.0, 34.0
BOARD_W, BOARD_H = 300.0, 420.0
FOOT_Y = 652.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A source or a service: its box in scene units and the size it is drawn at."""

    name: str
    kind: str  # crowd, maker, relay or last
    x: float
    y: float
    width: float
    height: float
    size: float

    @property
    def inlet(self) -> tuple[float, float]:
        """Where a belt comes in."""
        return self.x + 14 * self.size, self.y + self.height * 0.66

    @property
    def outlet(self) -> tuple[float, float]:
        """Where a belt goes out."""
        part = 0.52 if self.kind == "crowd" else 0.66
        return self.x + self.width - 14 * self.size, self.y + self.height * part


@dataclass(frozen=True, slots=True)
class ServicesPlan:
    """The whole scene. `size` is that of belts and tickets."""

    size: float
    spots: dict[str, Spot]
    belts: dict[tuple[str, str], Way]
    out_belts: dict[str, Way]
    board_x: float
    board_y: float
    sorts: dict[str, int]
    worker: bool  # whether there is space for the worker behind the player's station
    mark: tuple

    def cord(self, source: str, station: str) -> cord.Path | None:
        """The cord from a station back to one of its sources; None if there is no such belt."""
        if (source, station) not in self.belts or self.spots[source].kind == "crowd":
            return None
        upper, lower = self.spots[source], self.spots[station]
        x0, y0 = lower.x + 30 * lower.size, lower.y + 12 * lower.size
        top = 48.0 if upper.kind == "maker" else 10.0
        x1, y1 = upper.x + upper.width * 0.84, upper.y + top * upper.size
        return cord.sagging(x0, y0, x1, y1, -40.0)


SIZES = {
    "crowd": (crowd.WIDE, crowd.TALL + 80), "maker": (MAKER_W, MAKER_H),
    "relay": (cabinet.RELAY_W, cabinet.RELAY_H), "last": (cabinet.LAST_W, cabinet.LAST_H),
}  # fmt: skip


@lru_cache(maxsize=32)
def services_plan(level: Level, width: float, users: frozenset[str]) -> ServicesPlan:
    """Lay out a level `width` units wide; `users` are the producers that nobody can slow down."""
    far = {s.name: hops(level, s.name) for s in level.stations}
    columns = columns_of(level, far, max(far.values()))
    kinds = {p.name: "crowd" if p.name in users else "maker" for p in level.producers}
    rows = max(len(column) for column in columns)
    alone = {c[0] for c in columns if len(c) == 1}
    for station in level.stations:
        big = station.name in alone and (station.link.to == OUT or rows == 1)
        kinds[station.name] = "last" if big and (station.name == level.stand or station.link.to == OUT) else "relay"
    wide = [max(SIZES[kinds[n]][0] for n in column) for column in columns]
    least = 66.0 if width < 1600 else 104.0
    free = width - 2 * SIDE - BOARD_W
    widest = min(1.06 if rows == 1 else 1.05, (free - least * len(columns)) / sum(wide))
    sizes = []
    for column in columns:
        tall = max(SIZES[kinds[n]][1] for n in column)
        sizes.append(min(widest, (700 - TOP - BOTTOM) / len(column) / (tall + 10)))
    gap = (free - sum(w * s for w, s in zip(wide, sizes, strict=True))) / len(columns)
    spots: dict[str, Spot] = {}
    x = SIDE
    for column, column_w, size in zip(columns, wide, sizes, strict=True):
        for row, name in enumerate(column):
            w, h = (n * size for n in SIZES[kinds[name]])
            middle = TOP + (700 - TOP - BOTTOM) * (row + 0.5) / len(column)
            foot = FOOT_Y - (24 if rows > 1 else 40)
            y = foot - h if len(column) == 1 else middle - h / 2
            spots[name] = Spot(name, kinds[name], x + (column_w * size - w) / 2, y, w, h, size)
        x += column_w * size + gap
    belts = {(s.name, s.link.to): swung(spots[s.name].outlet, spots[s.link.to].inlet) for s in level.sources}
    board_x, board_y = width - SIDE - BOARD_W, FOOT_Y - BOARD_H
    mouth = (board_x + 18, board_y + BOARD_H * 0.8)
    outs = {s.name: swung(spots[s.name].outlet, mouth) for s in level.stations if s.link.to == OUT}
    stand = spots[level.stand]
    nodes: tuple[Producer | Station, ...] = (*level.producers, *level.stations)
    mark = (width, level.stand, tuple((n.name, n.link.to) for n in nodes), users)
    size = 1.3 if rows == 1 and width >= 1600 else min(max(min(sizes), 0.6), 1.0)
    return ServicesPlan(
        size, spots, belts, outs, board_x, board_y, sorts_of(level), stand.kind == "last" and stand.y > 200, mark
    )
