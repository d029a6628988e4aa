"""Where things stand: every zone as a rectangle, at any window size. Draws nothing.

One unit is a pixel at 1920×1080. The scale comes from the height, or from the width where a window is
squarer than 3:2, so that a page is always at least `LEAST_WIDTH` units wide. A phone-like window (below half
size) has a layout of its own, in which type stays legible and fewer things are shown. Type that is larger than a
window has room for makes a page larger than its window (`page_layout`), and the play screen another one (`large`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pygame import Rect

HEIGHT = 1080
LEAST_WIDTH = 1600
OVER = 1.16  # so much larger than what fits is still set as what fits


@dataclass(frozen=True, slots=True)
class Layout:
    """A window: its size, the scale, and whether it is a small one."""

    width: int
    height: int
    scale: float
    compact: bool
    large: bool = False  # compact, since the type is so large

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


def fitted_layout(size: tuple[int, int], text_size: float = 1.0) -> Layout:
    """The layout of a window; `text_size` 1.15 makes everything but the picture larger, as far as the width allows."""
    width, height = max(size[0], 320), max(size[1], 200)
    if height < 500 or width < 800:
        return Layout(width, height, min(height / 360, width / 640) * 0.5, True)
    return Layout(width, height, min(height / HEIGHT * text_size, width / LEAST_WIDTH), False)


def layout(size: tuple[int, int], text_size: float = 1.0) -> Layout:
    """The same; where type is to be larger than that, the layout is `large`, and there are other zones for it."""
    fitted = fitted_layout(size, text_size)
    wanted = fitted_layout(size).scale * text_size
    if fitted.compact or wanted <= fitted.scale * OVER:
        return fitted
    return Layout(fitted.width, fitted.height, wanted, True, True)


def page_layout(size: tuple[int, int], text_size: float = 1.0) -> Layout:
    """The layout of a page in a window; the page is larger than the window where its type asks for that."""
    wanted, usual = layout(size, text_size), fitted_layout(size)
    if usual.compact and text_size > OVER:
        wide, high = round(usual.width * text_size), round(usual.height * text_size)
        return Layout(wide, high, usual.scale * text_size, True)
    if not wanted.large:
        return wanted
    wide = max(usual.width, round(LEAST_WIDTH * wanted.scale))
    return Layout(wide, max(usual.height, wide * 3 // 4), wanted.scale, False)


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
    beside: Rect = field(default_factory=lambda: Rect(0, 0, 0, 0))  # keys that stand beside the picture, not below


def play_zones(lay: Layout) -> PlayZones:
    """The zones of the play screen."""
    if lay.large:
        return _large_zones(lay)
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


def _large_zones(lay: Layout) -> PlayZones:
    """Large type: the keys under each other at the right, the caption and the ledger on two lines, the chart flat."""
    px, width, height = lay.px, lay.width, lay.height
    pad = px(16)
    bar = Rect(0, 0, width, px(62))
    keys_width = min(px(236), width // 4)
    side = Rect(width - keys_width - pad, bar.bottom + px(10), keys_width, height - bar.bottom - px(22))
    gap = px(8)
    edges = [side.top + round((side.height + gap) / 5 * place) for place in range(6)]
    keys = tuple(Rect(side.left, edges[i], side.width, edges[i + 1] - gap - edges[i]) for i in range(5))
    left = Rect(pad, 0, side.left - 2 * pad, 0)
    timeline = Rect(left.left, height - px(58), left.width, px(50))
    ledger = Rect(left.left, timeline.top - px(84), left.width, px(76))
    gauges = Rect(left.left, ledger.top - px(100), left.width, px(92))
    beside = Rect(side.left - px(8), bar.bottom, width - side.left + px(8), height - bar.bottom)
    caption = Rect(0, gauges.top - px(10) - px(88), beside.left, px(88))
    picture = Rect(0, bar.bottom, beside.left, caption.top - bar.bottom)
    dashboard = Rect(0, caption.bottom, beside.left, height - caption.bottom)
    waiting, lost, rates, wait = _columns(gauges, 4, px(18))
    return PlayZones(bar, picture, caption, dashboard, waiting, lost, rates, wait, timeline, ledger, keys, beside)
