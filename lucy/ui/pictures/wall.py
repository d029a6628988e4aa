"""A wall of lamps, one for each member of a producer: lit when it sends, in another shape when it tries again."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pygame

from lucy.run import words
from lucy.run.snapshot import FaultNow, ProducerNow
from lucy.ui import fonts
from lucy.ui.pictures.art import keep, paint, ready, svg
from lucy.ui.pictures.memory import PictureMemory
from lucy.ui.pictures.stage import BAD, INK, Stage, plate, tag

GLOW_S = 0.55
HEAD = 64.0  # of a panel: its name and rate
_rng = np.random.default_rng(1000)
NOISE = _rng.random(4096)


@dataclass(slots=True)
class Lamps:
    """When each member last sent, in level time, and whether it was a second try."""

    made: int
    retried: int
    at_s: np.ndarray  # (members,)
    again: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))


def _lamps(memory: PictureMemory, now: ProducerNow, time_s: float) -> Lamps:
    """Bring a producer's lamps up to now: one lamp for each unit made since."""
    it = memory.lamps.get(now.name)
    if not isinstance(it, Lamps) or len(it.at_s) != now.members or now.made < it.made:
        it = Lamps(now.made, now.retried, np.full(now.members, -9.0), np.zeros(now.members, dtype=bool))
        fresh = min(int(now.rate_per_s * GLOW_S), 400)
        it.made, it.retried = now.made - fresh, now.retried
        memory.lamps[now.name] = it
    new, again = min(now.made - it.made, 2 * now.members), now.retried - it.retried
    if new > 0:
        numbers = np.arange(now.made - new, now.made)
        who = (NOISE[numbers % len(NOISE)] * now.members).astype(np.intp)
        it.at_s[who], it.again[who] = time_s, np.arange(new) < again
        it.made, it.retried = now.made, now.retried
    return it


def draw_panel(
    stage: Stage,
    x: float,
    y: float,
    w: float,
    h: float,
    now: ProducerNow,
    fault: FaultNow | None,
    memory: PictureMemory,
    time_s: float,
    unit: str,
) -> None:
    """One producer's part of the wall: its lamps, its name and rate, and what is wrong with it."""
    wide, tall = round(w), round(h - HEAD)
    columns = max(1, round((now.members * wide / max(tall - 16, 1)) ** 0.5))
    rows = -(-now.members // columns)
    state = 0 if fault is None else 1 if fault.factor > 1 else -1
    key = ("wall", wide, tall, now.members, state, round(stage.scale * 2048))
    stage.put(keep(key, lambda: _board(stage.scale, wide, tall, now.members, columns, rows, state)), x, y + HEAD)
    lamps = _lamps(memory, now, time_s)
    lit = np.flatnonzero(time_s - lamps.at_s < GLOW_S)[:300]
    size = min((wide - 20) / columns, (tall - 20) / rows)
    good = paint(("lit", 0), stage.scale * size / 20, lambda: _lit(0))
    again = paint(("lit", 1), stage.scale * size / 20, lambda: _lit(1))
    pieces = []
    for k in lit.tolist():
        row, column = divmod(k, columns)
        spot = stage.at(
            x + 10 + (column + 0.5) * (wide - 20) / columns, y + HEAD + 10 + (row + 0.5) * (tall - 20) / rows
        )
        image = again if lamps.again[k] else good
        pieces.append((image, image.get_rect(center=spot)))
    stage.surface.fblits(pieces)
    plate(stage, x, y, w, HEAD - 6, "red" if state > 0 else "amber" if state < 0 else "cream")
    name = words.say("picture.many", count=words.say("picture.count", count=now.members, unit=""), name=now.name)
    stage.say(name, x + 18, y + 29, 31, INK, fonts.HEADING, w * 0.4, "left")
    slowed = now.paused or now.pace_per_s is not None and now.rate_per_s < 0.97 * now.natural_per_s
    rate = words.say("picture.rate", per_s=now.rate_per_s, unit=unit)
    drawn = stage.say(rate, x + w - 18, y + 29, 36, BAD if slowed else INK, fonts.BOLD, w * 0.22, "right")
    if now.to_retry:
        room = (drawn.left - stage.at(x + w * 0.42, 0)[0]) / stage.scale - 16
        line = words.say("picture.will_retry", count=words.say("picture.count", count=now.to_retry, unit=""))
        stage.say(line, x + w * 0.43, y + 29, 25, BAD, fonts.BOLD, room, "left")
    if fault is not None and fault.title:
        tag(stage, fault.title, x + w / 2, y + HEAD + tall - 26, 28, "red" if state > 0 else "amber", w - 30)


def _board(scale: float, wide: int, tall: int, members: int, columns: int, rows: int, state: int) -> pygame.Surface:
    """The panel with all lamps unlit. In a fault, patches of them are struck: hot squares, or dead crosses."""
    patch = np.repeat(np.repeat(NOISE[: (rows // 3 + 1) * (columns // 5 + 1)].reshape(rows // 3 + 1, -1), 3, 0), 5, 1)
    parts = [
        f'<rect x="3" y="5" width="{wide - 3}" height="{tall - 5}" rx="14" fill="#2b1a12" fill-opacity=".3"/>'
        f'<rect x="0" y="0" width="{wide - 3}" height="{tall - 5}" rx="14" fill="#3d2b20"/>'
        f'<rect x="3" y="3" width="{wide - 9}" height="{tall - 11}" rx="12" fill="none" stroke="#8e6116" '
        'stroke-width="3"/>'
    ]
    sx, sy = (wide - 20) / columns, (tall - 20) / rows
    r = 0.3 * min(sx, sy)
    for k in range(members):
        row, column = divmod(k, columns)
        x, y = 10 + (column + 0.5) * sx, 10 + (row + 0.5) * sy
        struck = state and patch[row, column] < 0.62
        if struck and state > 0:
            parts.append(
                f'<rect x="{x - r * 1.15:.1f}" y="{y - r * 1.15:.1f}" width="{2.3 * r:.1f}" height="{2.3 * r:.1f}" '
                'fill="#d6641e"/>'
            )
        elif struck:
            parts.append(
                f'<path d="M{x - r:.1f} {y - r:.1f} L{x + r:.1f} {y + r:.1f} M{x + r:.1f} {y - r:.1f} '
                f'L{x - r:.1f} {y + r:.1f}" stroke="#8d8076" stroke-width="{r * 0.6:.1f}"/>'
            )
        else:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#7a6250"/>')
    return ready(paint(("wall-art", wide, tall, members, state), scale, lambda: svg(wide, tall, "".join(parts))))


def _lit(again: int) -> str:
    if again:
        return svg(24, 24, (
            '<path d="M12 1 L23 21 L1 21Z" fill="#ff9a7a" stroke="#5b160e" stroke-width="2.5" '
            'stroke-linejoin="round"/>'
        ))  # fmt: skip
    return svg(24, 24, (
        '<circle cx="12" cy="12" r="11" fill="#ffd76a" fill-opacity=".35"/>'
        '<circle cx="12" cy="12" r="7.5" fill="#fff3c4" stroke="#d9a441" stroke-width="2"/>'
    ))  # fmt: skip
