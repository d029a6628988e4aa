"""What lies on the table: the heap with its free places, the piece in the worker's hands, the landslide at the end."""

from __future__ import annotations

import math

import pygame

from lucy.run.snapshot import StationNow
from lucy.sim.level import Station
from lucy.ui.pictures import worker
from lucy.ui.pictures.art import sprite, turned
from lucy.ui.pictures.factory import BELT_Y, Room
from lucy.ui.pictures.memory import LAND_S, SHAPES, SHIFT_S, PictureMemory
from lucy.ui.pictures.pile import MOST_SLOTS, binding, fill_places, round_up, slots
from lucy.ui.pictures.stage import Stage

CHOCOLATES = ("choc-dome", "choc-square", "choc-oval", "choc-cup", "choc-log")


def draw_table(
    stage: Stage, place: Room, station: Station, now: StationNow, memory: PictureMemory, still: bool
) -> None:
    """The table with the true number on it; free places are dashed outlines."""
    filled = fill_places(station, now.depth)
    limit = binding(now)
    room = filled[0].place.units if filled else limit
    taken = filled[0].taken if filled else now.depth
    open_to = room if limit is None or room is None else min(room, limit)
    most = max(room or 0, taken)
    each = round_up(most / MOST_SLOTS) if most > MOST_SLOTS else 1
    spots, size = slots(min(-(-most // each), MOST_SLOTS) or 1, place.pile_w, place.piece)
    in_hand = min(now.in_service, 1) if taken else 0
    if now.down:
        _spill(stage, place)
        taken = in_hand = 0
    lying = min(-(-(taken - in_hand) // each), len(spots)) if taken > in_hand else 0
    free = max(0, -(-((open_to or 0) - taken) // each)) if room is not None and not now.down else 0
    ghost = sprite("free", stage.scale * size)
    for k in range(lying, min(lying + free, len(spots))):
        x, y = spots[k]
        stage.put(ghost, place.pile_x + x - 32 * size, BELT_Y + y - 53 * size)
    shapes = memory.pile[in_hand:] if len(memory.pile) > in_hand else memory.pile
    images = {n: sprite(name, stage.scale * size) for n, name in enumerate(CHOCOLATES)}
    shift = 0.0 if still else max(0.0, 1 - memory.shifted_s / SHIFT_S) ** 2
    for k in range(lying):
        (x, y), after = spots[k], spots[min(k + 1, len(spots) - 1)]
        x, y = x + (after[0] - x) * shift, y + (after[1] - y) * shift
        image = images[shapes[k] if k < len(shapes) else k % SHAPES]
        fall = memory.landed_s / LAND_S
        if k == lying - 1 and fall < 1.5 and not still and each == 1 and now.depth <= (room or 0):
            x, y, image = _landing(x, y, image, fall)
            stage.put(image, place.pile_x + x - image.get_width() / stage.scale / 2,
                      BELT_Y + y + 4 * size - image.get_height() / stage.scale)  # fmt: skip
            continue
        stage.put(image, place.pile_x + x - 32 * size, BELT_Y + y - 52 * size)
    _hands(stage, place, now, memory, in_hand, still)


def _landing(x: float, y: float, image: pygame.Surface, fall: float) -> tuple[float, float, pygame.Surface]:
    """A piece that comes off the belt in an arc, and flattens for a moment when it lands."""
    if fall < 1:
        return -24 + (x + 24) * fall, y * fall - 70 * fall * (1 - fall), image
    squash = 0.2 * math.sin(math.pi * (fall - 1) / 0.5)
    wide, tall = image.get_size()
    return (
        x,
        y,
        pygame.transform.smoothscale(image, (round(wide * (1 + squash * 0.6)), max(1, round(tall * (1 - squash))))),
    )


def _spill(stage: Stage, place: Room) -> None:
    """Out of room: a landslide over the counter, the belt and the floor."""
    size = place.piece * 0.96
    spots = []
    for row in range(5):
        count = 7 - row - (row > 2)
        middle = place.pile_x + place.pile_w / 2 - 6
        spots += [(middle + (k - (count - 1) / 2) * 50 * size, BELT_Y + 8 - row * 32 * size) for k in range(count)]
    for k in range(16):
        spots.append((place.counter_x + 66 + (k * 0.61803 % 1) * (place.counter_w + 130), 634 + 52 * (k * 0.75488 % 1)))
    for k, (x, y) in enumerate(spots):
        angle = (k * 41) % 70 - 35 if k < 24 else (k * 67) % 360
        image = turned(CHOCOLATES[(k * 3 + k // 4) % SHAPES], stage.scale * size, angle, 36)
        stage.surface.blit(image, image.get_rect(midbottom=stage.at(x, y)))


def _hands(stage: Stage, place: Room, now: StationNow, memory: PictureMemory, in_hand: int, still: bool) -> None:
    x, y = place.worker_x, BELT_Y
    stress = memory.stress.get(now.name, 0.0)
    if now.down:
        left, right = (-76.0, -110.0), (38.0, -114.0)
    elif not in_hand:
        left, right = (-64.0, -12.0), (48.0, -12.0)
    else:
        phase = now.progress if now.out_per_s < 3.5 or still else (memory.clock_s * 2.2) % 1
        phase = round(phase * 16) / 16
        turn = math.sin(phase * 6 * math.pi)
        if phase < 0.18:
            t = phase / 0.18
            left, right = (-150 + 108 * t, -26 - 26 * math.sin(math.pi * t)), (86 - 52 * t, -20.0)
        elif phase < 0.84:
            left, right = (-44 + 8 * turn, -28 - 9 * abs(turn)), (30 - 8 * turn, -28 + 9 * turn)
        else:
            t = (phase - 0.84) / 0.16
            left, right = (-48.0, -20.0), (30 + 62 * t, -26.0)
        name = "wrapped" if phase > 0.72 else "wrapping" if phase > 0.3 else None
        px = x - 8 + (-100 * (1 - phase / 0.18) if phase < 0.18 else 58 * (phase - 0.84) / 0.16 if phase > 0.84 else 0)
        if name:
            stage.put(sprite(name, stage.scale * place.piece), px - 42 * place.piece, y + 1 - 52 * place.piece)
        else:
            shape = memory.pile[0] if memory.pile else 0
            stage.put(
                sprite(CHOCOLATES[shape], stage.scale * place.piece), px - 32 * place.piece, y + 1 - 52 * place.piece
            )
    image = worker.arms(stage.scale, left, right, 1.0 if stress > 0.6 else 0.0)
    stage.put(image, x - worker.ARMS_W / 2, y - worker.ARMS_TOP + 2)
