"""The cells of a map of two settings: strategies in colours with patterns and names, or a figure in viridis.

A function of arrays and a size. Knows nothing of axes, and plays nothing.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pygame
from pygame import Rect, Surface

from lucy.ui import text
from lucy.ui.theme import Colour, Theme, mix

# viridis (S. van der Walt and N. Smith, CC0): perceptually even, and in order in grey too. Eleven even steps.
_VIRIDIS = np.array([
    (68, 1, 84), (72, 36, 117), (65, 68, 135), (53, 95, 141), (42, 120, 142), (33, 145, 140),
    (34, 168, 132), (68, 191, 112), (122, 209, 81), (189, 223, 38), (253, 231, 37),
], dtype=np.float64)  # fmt: skip


def strategy_colour(key: str, theme: Theme) -> Colour:
    """The colour that stands for a strategy; Okabe–Ito, and sand for doing nothing."""
    return {
        "buffer": theme.waiting,
        "drop": theme.dropped,
        "control": theme.arriving,
        "scale": theme.leaving,
    }.get(key, theme.line)


def viridis(part: np.ndarray) -> np.ndarray:
    """Colours (..., 3) as uint8 for parts 0..1."""
    at = np.clip(part, 0, 1) * (len(_VIRIDIS) - 1)
    steps = np.arange(len(_VIRIDIS))
    return np.rint(np.stack([np.interp(at, steps, _VIRIDIS[:, k]) for k in range(3)], axis=-1)).astype(np.uint8)


def figures(grid: np.ndarray, low: float, high: float, size: tuple[int, int]) -> Surface:
    """A figure for each cell (y, x), the first row at the bottom."""
    part = (grid - low) / (high - low) if high > low else np.zeros_like(grid)
    return _surface(viridis(part)[_rows(grid, size)])


def strategies(best: np.ndarray, weak: np.ndarray, keys: list[str], theme: Theme, size: tuple[int, int]) -> Surface:
    """The best strategy of each cell (y, x) as a place in `keys`; where `weak`, even that one is no good."""
    rows = _rows(best, size)
    index, dark = best[rows], weak[rows]
    x, y = np.arange(size[0])[None, :], np.arange(size[1])[:, None]
    unit = max(6, size[0] // 70)
    colours = np.array([strategy_colour(key, theme) for key in keys], dtype=np.uint8)[index]
    for place, key in enumerate(keys):
        there = (index == place) & _pattern(key, x, y, unit)
        colours[there] = mix(strategy_colour(key, theme), theme.on_meaning, 0.16)
    shade = np.array(theme.ink, dtype=np.float64)
    colours[dark] = np.rint(colours[dark] * 0.6 + shade * 0.4).astype(np.uint8)
    colours[_edges(index, max(1, size[0] // 500))] = theme.ink
    return _surface(colours)


@lru_cache(maxsize=32)
def swatch(key: str, theme: Theme, size: tuple[int, int], weak: bool = False) -> Surface:
    """One strategy's colour and pattern, for a legend; kept, so do not draw on it."""
    return strategies(np.zeros((1, 1), dtype=int), np.full((1, 1), weak), [key], theme, size)


def _pattern(key: str, x: np.ndarray, y: np.ndarray, unit: int) -> np.ndarray:
    thin = max(1, unit // 6)
    if key == "buffer":
        return np.broadcast_to(y % unit < thin, (y.size, x.size))
    if key == "drop":
        return (x + y) % unit < thin
    if key == "control":
        return (x % unit < 2 * thin) & (y % unit < 2 * thin)
    if key == "scale":
        return np.broadcast_to(x % unit < thin, (y.size, x.size))
    return np.zeros((y.size, x.size), dtype=bool)


def _rows(grid: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel (y, x) its cell."""
    height, width = grid.shape
    column = np.arange(size[0]) * width // size[0]
    row = height - 1 - np.arange(size[1]) * height // size[1]
    return row[:, None], column[None, :]


def _edges(index: np.ndarray, thick: int) -> np.ndarray:
    """Pixels between two strategies."""
    found = np.zeros(index.shape, dtype=bool)
    for shift in range(1, 2 * thick + 1):
        found[:, : -2 * thick] |= index[:, shift : index.shape[1] - 2 * thick + shift] != index[:, : -2 * thick]
        found[: -2 * thick] |= index[shift : index.shape[0] - 2 * thick + shift] != index[: -2 * thick]
    return found


def _surface(colours: np.ndarray) -> Surface:
    return pygame.surfarray.make_surface(np.ascontiguousarray(colours.swapaxes(0, 1)))


def name_regions(surface: Surface, rect: Rect, best: np.ndarray, names: list[str], theme: Theme, size_px: int) -> None:
    """Write each region's name where it has the most room, upwards in a narrow one; none where there is none."""
    cell_w, cell_h = rect.width / best.shape[1], rect.height / best.shape[0]
    for region in regions(best):
        name = names[int(best[tuple(np.argwhere(region)[0])])]
        small = round(size_px * 0.7)
        for size, upwards in ((size_px, False), (small, False), (size_px, True), (small, True)):
            wide, high = text.width(name, size, text.BOLD) + size, round(size * 1.5)
            pill = Rect(0, 0, high, wide) if upwards else Rect(0, 0, wide, high)
            spot = roomiest(region, pill.width / cell_w, pill.height / cell_h)
            if spot:
                row, column = spot
                pill.center = round(rect.left + column * cell_w), round(rect.bottom - row * cell_h)
                pygame.draw.rect(surface, theme.card, pill, border_radius=high // 2)
                image = pygame.transform.rotate(text.render(name, size, theme.ink, text.BOLD), 90 if upwards else 0)
                surface.blit(image, image.get_rect(center=pill.center))
                break


def regions(best: np.ndarray) -> list[np.ndarray]:
    """Masks (y, x) of the connected cells with one strategy, the largest first."""
    left, found = np.ones(best.shape, dtype=bool), []
    for start in np.ndindex(best.shape):
        if not left[start]:
            continue
        mask, edge = np.zeros(best.shape, dtype=bool), [start]
        mask[start] = True
        while edge:
            row, column = edge.pop()
            for near in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                inside = 0 <= near[0] < best.shape[0] and 0 <= near[1] < best.shape[1]
                if inside and not mask[near] and best[near] == best[start]:
                    mask[near] = True
                    edge.append(near)
        left &= ~mask
        found.append(mask)
    return sorted(found, key=lambda mask: -int(mask.sum()))


def roomiest(region: np.ndarray, width: float, height: float) -> tuple[float, float] | None:
    """The middle (row, column, in cells) of the largest place of that shape in a region; None if it does not fit."""
    upto = np.pad(region.astype(int).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    found = None
    for scale in np.arange(1.0, 1.0 + max(region.shape), 0.5):
        rows, columns = math.ceil(height * scale + 0.2), math.ceil(width * scale + 0.2)
        if rows > region.shape[0] or columns > region.shape[1]:
            break
        inside = upto[rows:, columns:] - upto[:-rows, columns:] - upto[rows:, :-columns] + upto[:-rows, :-columns]
        places = np.argwhere(inside == rows * columns)
        if not len(places):
            break
        middle = places[np.argmin(np.abs(places - places.mean(axis=0)).sum(axis=1))]
        found = float(middle[0] + rows / 2), float(middle[1] + columns / 2)
    return found
