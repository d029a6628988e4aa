"""Where things stand: every zone as a rectangle, at any window size. Draws nothing.

One unit is a pixel at 1920×1080. The scale comes from the height, or from the width where a window is
squarer than 3:2, so that a page is always at least `LEAST_WIDTH` units wide. A phone-like window (below half
size) has a layout of its own, in which type stays legible and fewer things are shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect

HEIGHT = 1080
LEAST_WIDTH = 1600


@dataclass(frozen=True, slots=True)
class Layout:
    """A window: its size, the scale, and whether it is a small one."""

    width: int
    height: int
    scale: float
    compact: bool

    def px(self, units: float) -> int:
        """Units as pixels."""
        return round(units * self.scale)

    def type_px(self, units: float) -> int:
        """A type size in pixels, never below what can be read."""
        return max(round(units * self.scale), 12)

    @property
    def rect(self) -> Rect:
        """The whole window."""
        return Rect(0, 0, self.width, self.height)


def layout(size: tuple[int, int], text_size: float = 1.0) -> Layout:
    """The layout of a window; `text_size` 1.15 makes everything but the picture larger."""
    width, height = max(size[0], 320), max(size[1], 200)
    scale = min(height / HEIGHT * text_size, width / LEAST_WIDTH)
    compact = height < 500 or width < 800
    if compact:
        scale = min(height / 360, width / 640)
        return Layout(width, height, scale * 0.5, True)
    return Layout(width, height, scale, False)


@dataclass(frozen=True, slots=True)
class PlayZones:
    """The play screen, from top to bottom. Empty rectangles are not drawn."""

    bar: Rect
    picture: Rect
    caption: Rect
    dashboard: Rect
    waiting: Rect
    lost: Rect
    rates: Rect
    wait: Rect
    timeline: Rect
    ledger: Rect
    keys: tuple[Rect, ...]  # B, D, C, I, S


def play_zones(lay: Layout) -> PlayZones:
    """The zones of the play screen."""
    return _compact_zones(lay) if lay.compact else _full_zones(lay)


def _columns(area: Rect, count: int, gap: int) -> list[Rect]:
    """`area` cut into columns of equal width."""
    step = (area.width + gap) / count
    edges = [area.left + round(step * i) for i in range(count + 1)]
    return [Rect(edges[i], area.top, edges[i + 1] - gap - edges[i], area.height) for i in range(count)]


def _full_zones(lay: Layout) -> PlayZones:
    px, width, height = lay.px, lay.width, lay.height
    square = width / height < 1.5
    bar = Rect(0, 0, width, px(84))
    dashboard_height = px(486 if square else 328)
    dashboard = Rect(0, height - dashboard_height, width, dashboard_height)
    caption = Rect(0, dashboard.top - px(68), width, px(68))
    picture = Rect(0, bar.bottom, width, caption.top - bar.bottom)
    pad, gap = px(36), px(36)
    inner = Rect(pad, dashboard.top + px(26), width - 2 * pad, dashboard_height - px(50))
    keys_width = px(424)
    keys = _key_rects(
        lay, Rect(inner.right - keys_width, dashboard.top + px(16), keys_width, dashboard_height - px(32))
    )
    left = Rect(inner.left, inner.top, inner.width - keys_width - gap, inner.height)
    ledger = Rect(left.left, left.bottom - px(54), left.width, px(54))
    gauges = Rect(left.left, left.top, left.width, px(196))
    if square:
        four = _columns(gauges, 4, gap)
        timeline = Rect(left.left, gauges.bottom + px(14), left.width, ledger.top - gauges.bottom - px(36))
    else:
        share = min(round(left.width * 0.71), px(4 * 260 + 3 * 34))
        four = _columns(Rect(gauges.left, gauges.top, share, gauges.height), 4, gap)
        timeline = Rect(gauges.left + share + gap, gauges.top - px(2), left.width - share - gap, gauges.height + px(2))
    waiting, lost, rates, wait = four
    return PlayZones(bar, picture, caption, dashboard, waiting, lost, rates, wait, timeline, ledger, keys)


def _key_rects(lay: Layout, area: Rect) -> tuple[Rect, ...]:
    """B, D and C under each other, I and S side by side below."""
    gap = lay.px(10)
    row = (area.height - 3 * gap) // 4
    tops = [area.top + i * (row + gap) for i in range(4)]
    half = (area.width - gap) // 2
    last = area.bottom - tops[3]
    return (
        *(Rect(area.left, top, area.width, row) for top in tops[:3]),
        Rect(area.left, tops[3], half, last),
        Rect(area.right - half, tops[3], half, last),
    )


def _compact_zones(lay: Layout) -> PlayZones:
    px, width, height = lay.px, lay.width, lay.height
    pad = px(16)
    bar = Rect(0, 0, width, px(64))
    row = px(88)
    keys_area = Rect(pad, height - row - px(10), width - 2 * pad, row)
    keys = tuple(_columns(keys_area, 5, px(10)))
    ledger = Rect(pad, keys_area.top - px(40), width - 2 * pad, px(34))
    gauges = Rect(pad, ledger.top - px(106), width - 2 * pad, px(100))
    dashboard = Rect(0, gauges.top - px(8), width, height - gauges.top + px(8))
    caption = Rect(0, dashboard.top - px(46), width, px(46))
    picture = Rect(0, bar.bottom, width, caption.top - bar.bottom)
    chart = round(gauges.width * 0.24)
    timeline = Rect(gauges.right - chart, gauges.top, chart, gauges.height)
    four = Rect(gauges.left, gauges.top, gauges.width - chart - px(24), gauges.height)
    waiting, lost, rates, wait = _columns(four, 4, px(18))
    return PlayZones(bar, picture, caption, dashboard, waiting, lost, rates, wait, timeline, ledger, keys)
