"""The ledger on screen: a sum and a bar that always close. A function of values and a rectangle."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.snapshot import Ledger
from lucy.sim.level import Level
from lucy.ui import phrases, shapes, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme


def draw_ledger(
    surface: Surface, rect: Rect, level: Level, ledger: Ledger, theme: Theme, lay: Layout, on_card: bool = False
) -> None:
    """made = delivered + dropped + waiting + on the belt, as a sum and as one bar that always closes."""
    parts = (
        ("delivered", ledger.delivered, theme.leaving),
        ("dropped", ledger.dropped, theme.dropped),
        ("waiting", ledger.buffered, theme.waiting),
        ("in_flight", ledger.in_flight, theme.in_flight),
    )
    ink, soft = (theme.ink, theme.ink_soft) if on_card else (theme.on_panel, theme.on_panel_soft)
    size, gap, square = lay.type_px(26), lay.px(10), lay.px(16)
    lines = [words.say(f"screen.ledger.{name}") for name, _, _ in parts]
    counts = [phrases.amount(level, count) for _, count, _ in parts]
    made = words.say("screen.ledger.made")
    made_count = phrases.amount(level, ledger.made)

    def total(size_px: int, begin: int = 0, end: int = len(parts)) -> int:
        wide = 0 if begin else text.width(f"{made} ", size_px) + text.width(made_count, size_px, text.BOLD)
        wide += sum(
            text.width(f"{line} ", size_px) + text.width(count, size_px, text.BOLD) + square + gap
            for line, count in zip(lines[begin:end], counts[begin:end], strict=True)
        )
        return wide + (end - begin) * (text.width("+", size_px) + 2 * gap)

    half = len(parts) // 2
    rows = ((0, half), (half, len(parts))) if lay.large else ((0, len(parts)),)
    while size > 10 and max(total(size, *row) for row in rows) > rect.width:
        size -= 1
    bar_height = max(lay.px(14), 4)
    step = (rect.height - bar_height - lay.px(8)) // len(rows)
    middle = rect.top + step // 2
    x: float = rect.left
    x = text.draw(surface, f"{made} ", (x, middle), size, soft, y="middle").right
    x = text.draw(surface, made_count, (x, middle), size, ink, text.BOLD, y="middle").right
    for place, ((_, _, fill), line, count) in enumerate(zip(parts, lines, counts, strict=True)):
        if place and place in (row[0] for row in rows):
            x, middle = rect.left - gap, middle + step
        x = text.draw(surface, "=" if place == 0 else "+", (x + gap, middle), size, soft, y="middle").right + gap
        box = Rect(round(x), middle - square // 2, square, square)
        shapes.box(surface, box, lay.px(4), fill, 1 if theme.outline or on_card else 0, theme.outline or theme.ink)
        x = text.draw(surface, f"{line} ", (box.right + gap, middle), size, soft, y="middle").right
        x = text.draw(surface, count, (x, middle), size, ink, text.BOLD, y="middle").right
    track = Rect(rect.left, rect.bottom - bar_height, rect.width, bar_height)
    surface.fill(theme.line if on_card else theme.panel_raised, track)
    edge, so_far = float(track.left), 0
    for _, units, fill in parts:
        so_far += units
        right = track.left + track.width * so_far / max(ledger.made, 1)
        if units:
            surface.fill(fill, Rect(round(edge), track.top, max(round(right) - round(edge), 1), track.height))
            surface.fill(theme.ink if on_card else theme.panel, Rect(round(right) - 1, track.top, 1, track.height))
        edge = right
