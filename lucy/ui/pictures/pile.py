"""A pile in its places: which slot comes when, and how many slots are free. Plain geometry, nothing drawn."""

from __future__ import annotations

from dataclasses import dataclass

from lucy.run.snapshot import StationNow
from lucy.sim.level import Place, Station

MOST_SLOTS = 21
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Filled:
    """A place and how many units lie in it."""

    place: Place
    taken: int


def fill_places(station: Station, depth: int) -> tuple[Filled, ...]:
    """The named places of a station, filled in their order."""
    filled = []
    for place in station.places:
        taken = min(depth, place.units)
        filled.append(Filled(place, taken))
        depth -= taken
    return tuple(filled)


def binding(now: StationNow) -> int | None:
    """The limit that is met first: the buffer's or the memory's; None: neither."""
    return min((n for n in (now.limit, now.memory_units) if n is not None), default=None)


def round_up(wanted: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50 … that is not under `wanted`."""
    power = 1
    while True:
        for step in STEPS:
            if step * power >= wanted:
                return step * power
        power *= 10


def slots(count: int, width: float, piece: float = 1.0) -> tuple[tuple[tuple[float, float], ...], float]:
    """Where `count` pieces lie in a heap `width` wide, from the lower right on, and their size (at most `piece`).

    Places are (x, y) of the middle of each piece's foot, y from 0 upwards as a negative number; a size of 1 is a
    piece 64 units wide.
    """
    base = 3
    while base * (base + 1) // 2 < count and base < 6:
        base += 1
    size = min(piece, width / (base * 60))
    width_each = 60 * size
    spots = []
    for row in range(base):
        for k in range(base - row):
            x = width - (k + 0.5 + row / 2) * width_each
            spots.append((x, -row * 38 * size))
    return tuple(spots[:count]), size
