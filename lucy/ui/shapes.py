"""Smooth-edged shapes in software: rounded boxes, shadows, gradients, stars, hatching, small signs.

Owns no colour and no place: a shape is a function of a rectangle and the colours it is given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
import pygame

from lucy.ui.theme import Colour

FINE = 4  # signs are drawn this many times larger and scaled down


@contextmanager
def clipped(surface: pygame.Surface, rect: pygame.Rect) -> Iterator[None]:
    """Nothing is drawn outside `rect`, nor outside the clip that was there before."""
    before = surface.get_clip()
    surface.set_clip(before.clip(rect))
    try:
        yield
    finally:
        surface.set_clip(before)


def _as_surface(colour: Colour, alpha: np.ndarray) -> pygame.Surface:
    """A surface of one colour with that alpha (float 0..1, shape (width, height))."""
    surface = pygame.Surface(alpha.shape, pygame.SRCALPHA)
    surface.fill((*colour, 0))
    pygame.surfarray.pixels_alpha(surface)[:] = np.rint(np.clip(alpha, 0, 1) * 255).astype(np.uint8)
    return surface


@lru_cache(maxsize=512)
def _corners(radius: int, colour: Colour) -> tuple[pygame.Surface, ...]:
    """Top left, top right, bottom left, bottom right of a disc, `radius` pixels square each."""
    middle = np.arange(radius) + 0.5
    distance = np.hypot(radius - middle[:, None], radius - middle[None, :])
    corner = _as_surface(colour, radius - distance + 0.5)
    flip = pygame.transform.flip
    return corner, flip(corner, True, False), flip(corner, False, True), flip(corner, True, True)


def box(
    surface: pygame.Surface,
    rect: pygame.Rect,
    radius: int,
    colour: Colour,
    border: int = 0,
    border_colour: Colour | None = None,
) -> None:
    """A filled box with round, smooth corners, and if asked a border inside the rectangle."""
    if rect.width <= 0 or rect.height <= 0:
        return
    if border and border_colour is not None:
        box(surface, rect, radius, border_colour)
        box(surface, rect.inflate(-2 * border, -2 * border), max(radius - border, 0), colour)
        return
    radius = min(radius, rect.width // 2, rect.height // 2)
    if radius <= 0:
        surface.fill(colour, rect)
        return
    left, top, right, bottom = rect.left, rect.top, rect.right - radius, rect.bottom - radius
    one, two, three, four = _corners(radius, colour)
    surface.fblits(((one, (left, top)), (two, (right, top)), (three, (left, bottom)), (four, (right, bottom))))
    surface.fill(colour, (left + radius, top, rect.width - 2 * radius, rect.height))
    surface.fill(colour, (left, top + radius, radius, rect.height - 2 * radius))
    surface.fill(colour, (right, top + radius, radius, rect.height - 2 * radius))


def rounded(drawn: pygame.Surface, radius: int, lower: bool = True) -> pygame.Surface:
    """A picture with round corners; `lower` False: only the upper two."""
    image = pygame.Surface(drawn.get_size(), pygame.SRCALPHA)
    width, height = drawn.get_size()
    box(image, pygame.Rect(0, 0, width, height + (0 if lower else radius)), radius, (255, 255, 255))
    image.blit(drawn, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    return image


@lru_cache(maxsize=24)
def _shadow(width: int, height: int, radius: int, spread: int, strength: float) -> pygame.Surface:
    x = np.abs(np.arange(width + 2 * spread) + 0.5 - width / 2 - spread) - width / 2 + radius
    y = np.abs(np.arange(height + 2 * spread) + 0.5 - height / 2 - spread) - height / 2 + radius
    outside = np.hypot(np.maximum(x, 0)[:, None], np.maximum(y, 0)[None, :]) - radius
    fade = np.clip(1 - (outside + spread / 2) / (1.5 * spread), 0, 1)
    return _as_surface((40, 22, 10), strength * fade * fade)


def shadow(surface: pygame.Surface, rect: pygame.Rect, radius: int, spread: int, strength: float = 0.3) -> None:
    """A soft shadow round and a little under a box. Costly to make and kept: for boxes that keep their size."""
    image = _shadow(rect.width, rect.height, radius, spread, strength)
    surface.blit(image, (rect.left - spread, rect.top - spread + spread // 3))


@lru_cache(maxsize=16)
def gradient(width: int, height: int, top: Colour, bottom: Colour) -> pygame.Surface:
    """A surface that goes from one colour at the top to another at the bottom, without bands."""
    part = np.linspace(0, 1, height)[None, :, None]
    rows = np.array(top)[None, None, :] * (1 - part) + np.array(bottom)[None, None, :] * part
    grain = ((np.arange(width)[:, None, None] * 7 + np.arange(height)[None, :, None] * 13) % 16) / 16
    surface = pygame.Surface((width, height))
    pygame.surfarray.blit_array(surface, np.floor(rows + grain).clip(0, 255).astype(np.uint8))
    return surface


@lru_cache(maxsize=256)
def sign(name: str, size_px: int, colour: Colour) -> pygame.Surface:
    """A small sign, `size_px` square: star, pause, play, step, again, cross, lock, minus, plus, left, right, menu."""
    large = size_px * FINE
    mask = pygame.Surface((large, large), pygame.SRCALPHA)
    mask.fill((*colour, 0))
    _SIGNS[name](mask, float(large), colour)
    return pygame.transform.smoothscale(mask, (size_px, size_px))


def draw_sign(surface: pygame.Surface, name: str, centre: tuple[float, float], size_px: int, colour: Colour) -> None:
    """Draw a sign round its centre."""
    surface.blit(sign(name, size_px, colour), (round(centre[0] - size_px / 2), round(centre[1] - size_px / 2)))


def _polygon(surface: pygame.Surface, size: float, colour: Colour, points: Sequence[tuple[float, float]]) -> None:
    pygame.draw.polygon(surface, colour, [(x * size, y * size) for x, y in points])


def _star(surface: pygame.Surface, size: float, colour: Colour) -> None:
    points = []
    for corner in range(10):
        reach = 0.49 if corner % 2 == 0 else 0.225
        angle = math.pi * (corner / 5 - 0.5)
        points.append((0.5 + reach * math.cos(angle), 0.53 + reach * math.sin(angle)))
    _polygon(surface, size, colour, points)


def _bar(surface: pygame.Surface, size: float, colour: Colour, left: float, top: float, right: float, bottom: float):  # type: ignore[no-untyped-def]
    rect = pygame.Rect(
        round(left * size), round(top * size), round((right - left) * size), round((bottom - top) * size)
    )
    pygame.draw.rect(surface, colour, rect, border_radius=round(0.05 * size))


def _pause(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _bar(surface, size, colour, 0.2, 0.14, 0.42, 0.86)
    _bar(surface, size, colour, 0.58, 0.14, 0.8, 0.86)


def _play(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _polygon(surface, size, colour, ((0.24, 0.1), (0.9, 0.5), (0.24, 0.9)))


def _step(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _polygon(surface, size, colour, ((0.12, 0.14), (0.66, 0.5), (0.12, 0.86)))
    _bar(surface, size, colour, 0.7, 0.14, 0.88, 0.86)


def _again(surface: pygame.Surface, size: float, colour: Colour) -> None:
    ring = pygame.Rect(0, 0, round(0.72 * size), round(0.72 * size))
    ring.center = round(0.5 * size), round(0.53 * size)
    pygame.draw.arc(surface, colour, ring, math.radians(130), math.radians(405), round(0.13 * size))
    _polygon(surface, size, colour, ((0.03, 0.17), (0.45, 0.12), (0.28, 0.48)))


def _cross(surface: pygame.Surface, size: float, colour: Colour) -> None:
    for start, end in (((0.2, 0.2), (0.8, 0.8)), ((0.8, 0.2), (0.2, 0.8))):
        pygame.draw.line(
            surface, colour, (start[0] * size, start[1] * size), (end[0] * size, end[1] * size), round(0.15 * size)
        )


def _tick(surface: pygame.Surface, size: float, colour: Colour) -> None:
    points = [(0.14 * size, 0.54 * size), (0.4 * size, 0.8 * size), (0.86 * size, 0.2 * size)]
    for start, end in zip(points, points[1:], strict=False):
        pygame.draw.line(surface, colour, start, end, round(0.16 * size))


def _lock(surface: pygame.Surface, size: float, colour: Colour) -> None:
    ring = pygame.Rect(round(0.28 * size), round(0.1 * size), round(0.44 * size), round(0.56 * size))
    pygame.draw.rect(surface, colour, ring, round(0.1 * size), border_radius=round(0.22 * size))
    _bar(surface, size, colour, 0.16, 0.44, 0.84, 0.92)


def _minus(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _bar(surface, size, colour, 0.14, 0.42, 0.86, 0.58)


def _plus(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _minus(surface, size, colour)
    _bar(surface, size, colour, 0.42, 0.14, 0.58, 0.86)


def _left(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _polygon(surface, size, colour, ((0.68, 0.12), (0.8, 0.24), (0.54, 0.5), (0.8, 0.76), (0.68, 0.88), (0.3, 0.5)))


def _right(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _polygon(surface, size, colour, ((0.32, 0.12), (0.2, 0.24), (0.46, 0.5), (0.2, 0.76), (0.32, 0.88), (0.7, 0.5)))


def _up(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _polygon(surface, size, colour, ((0.12, 0.6), (0.24, 0.72), (0.5, 0.46), (0.76, 0.72), (0.88, 0.6), (0.5, 0.22)))


def _down(surface: pygame.Surface, size: float, colour: Colour) -> None:
    _polygon(surface, size, colour, ((0.12, 0.4), (0.24, 0.28), (0.5, 0.54), (0.76, 0.28), (0.88, 0.4), (0.5, 0.78)))


def _question(surface: pygame.Surface, size: float, colour: Colour) -> None:
    ring = pygame.Rect(round(0.26 * size), round(0.08 * size), round(0.48 * size), round(0.48 * size))
    pygame.draw.arc(surface, colour, ring, math.radians(-60), math.radians(190), round(0.13 * size))
    _bar(surface, size, colour, 0.435, 0.48, 0.565, 0.68)
    pygame.draw.circle(surface, colour, (0.5 * size, 0.84 * size), 0.085 * size)


def _bulb(surface: pygame.Surface, size: float, colour: Colour) -> None:
    pygame.draw.circle(surface, colour, (0.5 * size, 0.38 * size), 0.32 * size)
    _bar(surface, size, colour, 0.36, 0.6, 0.64, 0.72)
    _bar(surface, size, colour, 0.36, 0.77, 0.64, 0.85)
    _bar(surface, size, colour, 0.42, 0.89, 0.58, 0.95)


_SIGNS = {
    "star": _star,
    "pause": _pause,
    "play": _play,
    "step": _step,
    "again": _again,
    "cross": _cross,
    "tick": _tick,
    "lock": _lock,
    "minus": _minus,
    "plus": _plus,
    "left": _left,
    "right": _right,
    "up": _up,
    "down": _down,
    "question": _question,
    "bulb": _bulb,
}


@lru_cache(maxsize=32)
def hatching(width: int, height: int, step: int, colour: Colour, strength: float = 0.4) -> pygame.Surface:
    """Slanting stripes with alpha, to lay over a bar."""
    slant = (np.arange(width)[:, None] + np.arange(height)[None, :]) % step
    return _as_surface(colour, np.where(slant < step / 2.5, strength, 0.0))


@lru_cache(maxsize=4)
def shade(size: tuple[int, int], colour: tuple[int, int, int, int]) -> pygame.Surface:
    """One colour with alpha, to lay over what is to step back; kept, so do not draw on it."""
    surface = pygame.Surface(size, pygame.SRCALPHA)
    surface.fill(colour)
    return surface


def forget() -> None:
    """Drop every kept shape; for a change of display or theme."""
    for kept in (_corners, _shadow, gradient, sign, hatching, shade):
        kept.cache_clear()
