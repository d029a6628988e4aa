"""A stream too dense to draw one by one: a dot for each message, set as pixels. Knows a belt, and no level."""

from __future__ import annotations

import numpy as np
import pygame

from lucy.run.snapshot import BeltNow
from lucy.ui.pictures.art import linear, svg

MOST_DOTS = 12_000
_rng = np.random.default_rng(1952)
ACROSS = _rng.random(8191)  # where a message lies on the belt, by its number
ALONG = _rng.random(8191)
COLOURS = ((143, 205, 242), (86, 180, 233), (255, 250, 240), (245, 200, 92))


def draw_stream(surface: pygame.Surface, box: pygame.Rect, belt: BeltNow, made: int, dot_px: int) -> int:
    """Dots from left to right in `box`; returns how many messages one of them stands for."""
    box = box.clip(surface.get_clip())
    total = int(belt.counts.sum())
    if not total or box.width < 4 or box.height < 4:
        return 1
    each = max(1, -(-total // MOST_DOTS))
    order = np.argsort(-belt.positions, kind="stable")  # the oldest first
    counts = belt.counts[order]
    upto = np.cumsum(counts)
    numbers = np.arange(0, total, each)
    group = np.searchsorted(upto, numbers, side="right")
    step = _step(belt.positions)
    absolute = numbers + (made - total)
    place = absolute // each % len(ALONG)
    at = belt.positions[order][group] + step * ALONG[place]
    kept = (at > 0.0) & (at < 1.0)
    x = box.left + (at[kept] * (box.width - dot_px)).astype(np.intp)
    y = box.top + (ACROSS[place[kept]] * (box.height - dot_px)).astype(np.intp)
    ink = np.array([surface.map_rgb(c) for c in COLOURS], dtype=np.uint32)[place[kept] % len(COLOURS)]
    if surface.get_bitsize() != 32:
        return each
    rows = pygame.surfarray.pixels2d(surface).T
    wide = rows.strides[0] // 4
    pixels = np.lib.stride_tricks.as_strided(rows, (rows.shape[0] * wide - wide + rows.shape[1],), (4,))
    first = y * wide + x
    for dx in range(dot_px):
        for dy in range(dot_px):
            pixels[first + (dy * wide + dx)] = ink
    return each


def _step(positions: np.ndarray) -> float:
    """How far apart two groups lie: a tick's way."""
    if len(positions) < 2:
        return 0.1
    return float(np.median(np.abs(np.diff(np.sort(positions)))))


def trough(width: float, height: float) -> str:
    """The wide belt that the stream runs on, as SVG."""
    body = (
        f'<rect x="8" y="14" width="{width - 8:.1f}" height="{height - 8:.1f}" rx="16" fill="#2b1a12" '
        'fill-opacity=".25"/>'
        f'<rect x="0" y="0" width="{width:.1f}" height="{height - 6:.1f}" rx="14" fill="url(#rail)"/>'
        f'<rect x="0" y="14" width="{width:.1f}" height="{height - 34:.1f}" fill="#33231b"/>'
        f'<rect x="0" y="14" width="{width:.1f}" height="12" fill="#1a100b" fill-opacity=".5"/>'
    )
    defs = linear("rail", 0, 0, 0, height, (0, "#efe6d6"), (0.12, "#b3a48f"), (0.85, "#d6c9b6"), (1, "#75675a"))
    return svg(width + 8, height + 12, body, defs)
