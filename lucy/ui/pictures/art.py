"""Drawings as surfaces: SVG files and SVG text, drawn at the size they are shown at and kept for a while.

Owns the cache and the few SVG phrases that every picture uses. Knows nothing of levels or snapshots.
SDL's SVG reader drops text, use, clipPath, mask and filter, and spoils dashed strokes, so none is used:
gradients are in user space, transparency is in *-opacity, dashes are drawn one by one.
"""

from __future__ import annotations

import io
import math
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache

import pygame

from lucy.run import places

VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
BUDGET_BYTES = 160_000_000
_kept: OrderedDict[tuple, pygame.Surface] = OrderedDict()
_kept_bytes = 0


def keep(key: tuple, make: Callable[[], pygame.Surface]) -> pygame.Surface:
    """The surface kept under `key`, made now if it is not there. The least used go when the budget is spent."""
    global _kept_bytes
    found = _kept.get(key)
    if found is not None:
        _kept.move_to_end(key)
        return found
    made = make()
    _kept[key] = made
    _kept_bytes += made.get_width() * made.get_height() * 4
    while _kept_bytes > BUDGET_BYTES and len(_kept) > 1:
        _, old = _kept.popitem(last=False)
        _kept_bytes -= old.get_width() * old.get_height() * 4
    return made


def forget() -> None:
    """Empty the cache; for a new display."""
    global _kept_bytes
    _kept.clear()
    _kept_bytes = 0


def ready(surface: pygame.Surface, opaque: bool = False) -> pygame.Surface:
    """The surface in the display's own format, where there is a display."""
    if not pygame.display.get_init() or pygame.display.get_surface() is None:
        return surface
    return surface.convert() if opaque else surface.convert_alpha()


def svg(width: float, height: float, body: str, defs: str = "") -> str:
    """A whole SVG text of that view box."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}" height="{height:.2f}" '
        f'viewBox="0 0 {width:.2f} {height:.2f}"><defs>{defs}</defs>{body}</svg>'
    )


def linear(name: str, x1: float, y1: float, x2: float, y2: float, *stops: tuple) -> str:
    """A gradient from (x1, y1) to (x2, y2); each stop is (offset, colour) or (offset, colour, opacity)."""
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="{x1:.2f}" y1="{y1:.2f}" '
        f'x2="{x2:.2f}" y2="{y2:.2f}">{_stops(stops)}</linearGradient>'
    )


def radial(name: str, cx: float, cy: float, r: float, *stops: tuple, squash: float = 1.0) -> str:
    """A round gradient about (cx, cy); `squash` flattens it, for a shadow on the ground."""
    return (
        f'<radialGradient id="{name}" gradientUnits="userSpaceOnUse" cx="{cx:.2f}" cy="{cy / squash:.2f}" '
        f'r="{r:.2f}" gradientTransform="scale(1 {squash:.4f})">{_stops(stops)}</radialGradient>'
    )


def _stops(stops: tuple) -> str:
    return "".join(
        f'<stop offset="{s[0]}" stop-color="{s[1]}" stop-opacity="{s[2] if len(s) > 2 else 1}"/>' for s in stops
    )


def shadow(name: str, cx: float, cy: float, rx: float, ry: float, strength: float = 0.35) -> tuple[str, str]:
    """(defs, body) of a soft shadow lying on the ground."""
    defs = radial(
        name,
        cx,
        cy,
        rx,
        (0, "#2b1a12", strength),
        (0.55, "#2b1a12", strength * 0.5),
        (1, "#2b1a12", 0),
        squash=ry / rx,
    )
    return defs, f'<ellipse cx="{cx:.2f}" cy="{cy:.2f}" rx="{rx:.2f}" ry="{ry:.2f}" fill="url(#{name})"/>'


def paint(key: tuple, scale: float, text: Callable[[], str], opaque: bool = False) -> pygame.Surface:
    """SVG text as a surface, `scale` pixels to a unit of its view box. `text` is asked only when needed."""
    step = round(scale * 2048)
    return keep((*key, step), lambda: ready(_load(text(), step / 2048), opaque))


def sprite(name: str, scale: float) -> pygame.Surface:
    """The drawing assets/svg/NAME.svg, `scale` pixels to a unit of its view box."""
    return paint(("file", name), scale, lambda: _file(name))


@lru_cache(maxsize=128)
def _file(name: str) -> str:
    return (places.assets() / "svg" / f"{name}.svg").read_text(encoding="utf-8")


def _load(text: str, scale: float) -> pygame.Surface:
    """Drawn at exactly that scale: the view box grows to whole pixels, since SDL would shrink the drawing instead."""
    end = text.index(">") + 1
    width, height = (float(n) for n in VIEW_BOX.search(text, 0, end).groups())  # type: ignore[union-attr]
    size = max(1, math.ceil(width * scale - 0.01)), max(1, math.ceil(height * scale - 0.01))
    wide, tall = size[0] / scale, size[1] / scale
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.4f}" height="{tall:.4f}" '
        f'viewBox="0 0 {wide:.4f} {tall:.4f}">'
    )
    return pygame.image.load_sized_svg(io.BytesIO((head + text[end:]).encode()), size)


def turned(name: str, scale: float, degrees: float, steps: int = 48) -> pygame.Surface:
    """That drawing turned about its middle, at one of `steps` angles."""
    step = round(degrees / 360 * steps) % steps
    key = ("turned", name, round(scale * 2048), steps, step)
    return keep(key, lambda: pygame.transform.rotozoom(sprite(name, scale), step * 360 / steps, 1.0))
