"""Ways that things ride on: a line of points with its length. Plain geometry, nothing drawn."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """Points and the length from the start to each of them."""

    points: tuple[Point, ...]
    along: tuple[float, ...]

    @property
    def length(self) -> float:
        """The whole length."""
        return self.along[-1]

    def at(self, part: float) -> Point:
        """The point at `part` (0..1) of the length."""
        want = min(max(part, 0.0), 1.0) * self.length
        k = min(max(bisect.bisect_right(self.along, want), 1), len(self.points) - 1)
        (x0, y0), (x1, y1) = self.points[k - 1], self.points[k]
        span = self.along[k] - self.along[k - 1]
        t = (want - self.along[k - 1]) / span if span else 0.0
        return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t

    @property
    def svg(self) -> str:
        """The way as the d of an SVG path."""
        return "M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in self.points)


def way(points: list[Point]) -> Way:
    """A way through those points."""
    along = [0.0]
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        along.append(along[-1] + math.hypot(x1 - x0, y1 - y0))
    return Way(tuple(points), tuple(along))


def rounded(corners: list[Point], radius: float) -> Way:
    """Straight pieces from corner to corner, each corner rounded off."""
    points = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        points += [_bend(start, corner, end, k / 8) for k in range(9)]
    return way([*points, corners[-1]])


def swung(start: Point, end: Point) -> Way:
    """An S that leaves and arrives level."""
    bend = (end[0] - start[0]) * 0.5
    a, b = (start[0] + bend, start[1]), (end[0] - bend, end[1])
    points = []
    for k in range(33):
        t = k / 32
        u = 1 - t
        points.append(tuple(
            u**3 * p + 3 * u * u * t * q + 3 * u * t * t * r + t**3 * s
            for p, q, r, s in zip(start, a, b, end, strict=True)
        ))  # fmt: skip
    return way(points)  # type: ignore[arg-type]


def _towards(corner: Point, other: Point, radius: float) -> Point:
    far = math.hypot(other[0] - corner[0], other[1] - corner[1]) or 1.0
    t = min(radius / far, 0.5)
    return corner[0] + (other[0] - corner[0]) * t, corner[1] + (other[1] - corner[1]) * t


def _bend(a: Point, b: Point, c: Point, t: float) -> Point:
    u = 1 - t
    return u * u * a[0] + 2 * u * t * b[0] + t * t * c[0], u * u * a[1] + 2 * u * t * b[1] + t * t * c[1]
