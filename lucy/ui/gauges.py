"""The four headline gauges. Each is a function of values and a rectangle.

All four stand on one grid: a label, a number for the back row, a bar, a note. A small window keeps the first three.
"""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.snapshot import Gauges, Ledger
from lucy.sim.level import Level
from lucy.ui import phrases, shapes, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Colour, Theme


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a gauge, in pixels from its top, and the sizes of its type."""

    label: int
    number: int
    bar_top: int
    bar_height: int
    note: int
    label_px: int
    number_px: int
    small_px: int
    note_px: int


def grid(lay: Layout) -> Grid:
    """The grid at this size."""
    px, size = lay.px, lay.type_px
    if lay.large:
        return Grid(0, px(30), px(77), px(12), 0, size(26), size(58), size(30), 0)
    if lay.compact:
        return Grid(0, px(30), px(82), px(12), 0, size(24), size(54), size(28), 0)
    return Grid(0, px(42), px(122), px(30), px(168), size(28), size(84), size(36), size(26))


def headline(surface: Surface, rect: Rect, label: str, value: str, theme: Theme, lay: Layout, colour: Colour) -> None:
    """The label and the number; what follows the number's digits is set smaller, on the same line."""
    rows = grid(lay)
    text.draw(
        surface, label, (rect.left, rect.top + rows.label), rows.label_px, theme.on_panel_soft, y="top",
        width_px=rect.width,
    )  # fmt: skip
    number, rest = phrases.split_number(value)
    if not number:
        number, rest = rest, ""
    gap = lay.px(12 if rest.startswith(" ") else 3)
    rest = rest.strip()
    size, small = rows.number_px, rows.small_px
    while small > rows.label_px and wide(number, rest, size, small, gap) > rect.width:
        small -= 1  # first what follows gives way ...
    while size > rows.number_px * (2 if lay.large else 3) // 4 and wide(number, rest, size, small, gap) > rect.width:
        size -= 1  # ... then the number, but it stays large
    base = rect.top + rows.number + round(rows.number_px * 0.727)
    drawn = text.draw(surface, number, (rect.left, base), size, colour, text.BOLD, width_px=rect.width)
    if rest:
        left = drawn.right + gap
        text.draw(surface, rest, (left, base), small, theme.on_panel_soft, width_px=max(rect.right - left, 20))


def wide(number: str, rest: str, size: int, small: int, gap: int) -> int:
    """Width of a headline in pixels."""
    return text.width(number, size, text.BOLD) + (gap + text.width(rest, small) if rest else 0)


def note(surface: Surface, rect: Rect, line: str, theme: Theme, lay: Layout, colour: Colour | None = None) -> None:
    """The line below the bar; on two lines, at its last comma or dot if it can be, where one would be too small."""
    rows = grid(lay)
    if not rows.note_px or not line:
        return
    lines, tops = [line], [rows.note]
    small = lay.type_px(24)
    if text.width(line, small) > rect.width:
        cut = max(line.rfind(", "), line.rfind(" · "))
        lines = [line[:cut], line[cut:].lstrip(",· ")] if cut > 0 else [line]
        if max(text.width(part, small) for part in lines) > rect.width:
            first, *others = text.wrap(line, small, text.REGULAR, rect.width)
            lines = [first, " ".join(others)] if others else [first]
    if len(lines) > 1:
        tops = [rows.note - lay.px(11), rows.note + lay.px(14)]
    for part, top in zip(lines, tops, strict=True):
        text.draw(
            surface, part, (rect.left, rect.top + top), small if len(lines) > 1 else rows.note_px,
            colour or theme.on_panel_soft, y="top", width_px=rect.width, least_px=lay.type_px(20),
        )  # fmt: skip


def bar_rect(rect: Rect, lay: Layout) -> Rect:
    """Where the bar of a gauge stands."""
    rows = grid(lay)
    return Rect(rect.left, rect.top + rows.bar_top, rect.width, rows.bar_height)


def bar(
    surface: Surface, rect: Rect, fraction: float, colour: Colour, theme: Theme, lay: Layout, tick: float | None = None
) -> None:
    """A bullet bar: a track, a fill of `fraction` 0..1, and a tick where the limit is (0..1)."""
    radius = lay.px(7)
    shapes.box(surface, rect, radius, theme.panel_raised, 1 if theme.outline else 0, theme.outline)
    fraction = min(max(fraction, 0.0), 1.0)
    if fraction > 0:
        filled = Rect(rect.left, rect.top, max(round(rect.width * fraction), min(2 * radius, rect.width)), rect.height)
        shapes.box(surface, filled, radius, colour, 1 if theme.outline else 0, theme.outline)
    if tick is not None:
        thick = max(lay.px(5), 2)
        x = min(round(rect.left + rect.width * tick), rect.right) - thick
        surface.fill(theme.on_panel, Rect(x, rect.top - lay.px(6), thick, rect.height + lay.px(12)))


def draw_waiting(surface: Surface, rect: Rect, level: Level, now: Gauges, theme: Theme, lay: Layout) -> None:
    """How much waits, of how much room, and when the room is gone."""
    limit = now.limit
    value, of_limit = phrases.amount(level, now.depth), ""
    if limit is not None:
        of_limit = words.say("screen.gauges.of", limit=phrases.amount(level, limit))
        rows = grid(lay)
        number, rest = phrases.split_number(value + of_limit)
        least, small = rows.small_px - 4 if not lay.compact else rows.label_px, lay.compact and not lay.large
        if small or wide(number, rest.strip(), rows.number_px, least, lay.px(12)) <= rect.width:
            value, of_limit = value + of_limit, ""
    full = limit is not None and now.depth >= limit > 0
    near = full or (now.full_in_s is not None and now.full_in_s < 5)
    headline(surface, rect, words.say("screen.gauges.waiting"), value, theme, lay, theme.on_panel)
    at = bar_rect(rect, lay)
    if limit:
        bar(surface, at, now.depth / limit, theme.waiting, theme, lay, tick=1.0)
    else:
        bar(surface, at, 0.0 if not now.depth else 0.5, theme.waiting, theme, lay)
    if full:
        line = words.say("screen.gauges.full")
    elif now.full_in_s is not None:
        line = words.say("screen.gauges.full_in", full_in=phrases.seconds(now.full_in_s))
    elif limit is None:
        line = words.say("screen.gauges.no_limit")
    elif now.memory_limit_bytes and level.unit.bytes > 1:
        line = words.say("screen.gauges.memory", memory=words.format_units(now.memory_bytes, "byte"))
    else:
        line = words.say("screen.gauges.steady")
    if of_limit:  # no room for it beside the number
        line = of_limit.strip() if not near and now.full_in_s is None else f"{of_limit.strip()}, {line}"
    note(surface, rect, line, theme, lay, theme.bad_text if near else None)


def draw_lost(surface: Surface, rect: Rect, level: Level, ledger: Ledger, theme: Theme, lay: Layout) -> None:
    """What was lost, split by how: dropped, late, overflowed. The bar is the part of all that was made."""
    overflowed = ledger.dropped_by.get("overflowed", 0)
    dropped = ledger.dropped - overflowed
    parts = [("dropped", dropped, theme.dropped), ("late", ledger.late, theme.late)]
    parts.append(("overflowed", overflowed, theme.bad_text))
    lost = dropped + ledger.late + overflowed
    colour = theme.bad_text if lost else theme.on_panel
    headline(surface, rect, words.say("screen.gauges.lost"), phrases.amount(level, lost), theme, lay, colour)
    at = bar_rect(rect, lay)
    bar(surface, at, 0.0, theme.dropped, theme, lay)
    left = at.left
    for _, count, fill in parts:
        if count and ledger.made:
            width = max(round(at.width * count / ledger.made), lay.px(8))
            part = Rect(left, at.top, min(width, at.right - left), at.height)
            shapes.box(surface, part, lay.px(7), fill, 1 if theme.outline else 0, theme.outline)
            left = part.right
    said = [
        words.say(f"screen.gauges.{name}", count=phrases.amount(level, count))
        for name, count, _ in parts
        if count or not lost and name != "overflowed"
    ]
    note(surface, rect, " · ".join(said), theme, lay)


def draw_rates(surface: Surface, rect: Rect, level: Level, now: Gauges, theme: Theme, lay: Layout) -> None:
    """Rate in against rate out; the deficit is the number."""
    value = phrases.signed_rate(level, now.deficit_per_s)
    growing = value.startswith("+") and now.deficit_per_s > now.noise_per_s
    colour = theme.bad_text if growing else theme.good_text if value.startswith("−") else theme.on_panel
    headline(surface, rect, words.say("screen.gauges.in_minus_out"), value, theme, lay, colour)
    most = max(now.in_per_s, now.out_per_s, 1e-9) * 1.04
    first = bar_rect(rect, lay)
    if lay.compact:
        half = max(first.height // 2 - 1, 2)
        bar(surface, Rect(first.left, first.top, first.width, half), now.in_per_s / most, theme.arriving, theme, lay)
        second = Rect(first.left, first.bottom - half, first.width, half)
        bar(surface, second, now.out_per_s / most, theme.leaving, theme, lay)
        return
    second = first.move(0, first.height + lay.px(10))
    for at, name, per_s, fill in (
        (first, "in", now.in_per_s, theme.arriving),
        (second, "out", now.out_per_s, theme.leaving),
    ):
        bar(surface, at, per_s / most, fill, theme, lay)
        line = words.say(f"screen.gauges.{name}", rate=phrases.rate(level, per_s))
        on_bar(surface, at, line, per_s / most, theme, lay)


def on_bar(surface: Surface, at: Rect, line: str, fraction: float, theme: Theme, lay: Layout) -> None:
    """A text on a bar: dark inside the filled part, light beside it; where neither has room, it changes at the edge."""
    size, pad = lay.type_px(26), lay.px(12)
    edge = at.left + round(at.width * min(max(fraction, 0.0), 1.0))
    wide = text.width(line, size, text.BOLD)
    left, parts = at.left + pad, [(at.left, edge, theme.on_meaning), (edge, at.right, theme.on_panel)]
    if left + wide + pad // 2 <= edge:
        parts = parts[:1]
    elif edge + pad + wide <= at.right:
        left, parts = edge + pad, parts[1:]
    for begin, end, colour in parts:
        with shapes.clipped(surface, Rect(begin, at.top, end - begin, at.height)):
            text.draw(surface, line, (left, at.centery), size, colour, text.BOLD, y="middle", width_px=at.right - left)


def draw_wait(surface: Surface, rect: Rect, level: Level, now: Gauges, theme: Theme, lay: Layout) -> None:
    """How long it takes: the median, the worst in a hundred, and the deadline."""
    bad = now.deadline_s is not None and max(now.latency_p50_s, now.head_age_s) > now.deadline_s
    colour = theme.bad_text if bad else theme.on_panel
    value = phrases.seconds(now.latency_p50_s)
    headline(surface, rect, words.say("screen.gauges.wait"), value, theme, lay, colour)
    at = bar_rect(rect, lay)
    most = max((now.deadline_s or 0) * 1.6, now.latency_p99_s * 1.05, 0.5)
    bar(surface, at, now.latency_p99_s / most, theme.late, theme, lay)
    if now.latency_p50_s > 0:
        inner = Rect(at.left, at.top, max(round(at.width * now.latency_p50_s / most), lay.px(14)), at.height)
        shapes.box(surface, inner, lay.px(7), theme.waiting, 1 if theme.outline else 0, theme.outline)
    if now.deadline_s is not None:
        thick = max(lay.px(5), 2)
        x = round(at.left + at.width * min(now.deadline_s / most, 1)) - thick
        surface.fill(theme.on_panel, Rect(x, at.top - lay.px(6), thick, at.height + lay.px(12)))
        line = words.say(
            "screen.gauges.p99_deadline",
            p99=phrases.seconds(now.latency_p99_s),
            deadline=phrases.seconds(now.deadline_s),
        )
    else:
        line = words.say("screen.gauges.p99", p99=phrases.seconds(now.latency_p99_s))
    note(surface, rect, line, theme, lay)
