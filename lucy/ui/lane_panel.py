"""What stands beside a lane's belt: who is there, and three gauges. Functions of values and a rectangle."""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.snapshot import Gauges, Ledger
from lucy.sim.level import Level
from lucy.ui import gauges, phrases, shapes, stars, text
from lucy.ui.lane_zones import LaneZones, colour, draw_sign
from lucy.ui.layout import Layout
from lucy.ui.pictures.faces import face
from lucy.ui.theme import Colour, Theme


@dataclass(frozen=True, slots=True)
class LaneShown:
    """What is written of one lane. `ended`: how it ended, "" while it runs."""

    place: int
    name: str
    persona: str  # whose face it is
    gauges: Gauges
    ledger: Ledger
    ended: str = ""
    score: str = ""
    stars: int = 0


def who_rect(zones: LaneZones) -> Rect:
    """What `draw_who` covers: everything left of the belt."""
    return zones.sign.union(zones.who)


def draw_who(surface: Surface, zones: LaneZones, shown: LaneShown, theme: Theme, lay: Layout) -> None:
    """The lane's colour and sign, and who is there."""
    surface.fill(theme.panel, who_rect(zones))
    edge = Rect(zones.sign.left, zones.sign.top, max(lay.px(10), 3), zones.sign.height)
    surface.fill(colour(shown.place, theme), edge)
    draw_sign(surface, shown.place, (zones.sign.centerx + lay.px(5), zones.sign.centery), lay.px(17), theme)
    _who(surface, zones.who, shown, theme, lay)


def gauges_rect(zones: LaneZones) -> Rect:
    """What `draw_gauges` covers: everything right of the belt."""
    return Rect(zones.belt.right, zones.whole.top, zones.whole.right - zones.belt.right, zones.whole.height)


def draw_gauges(surface: Surface, zones: LaneZones, level: Level, shown: LaneShown, theme: Theme, lay: Layout) -> None:
    """The three gauges."""
    surface.fill(theme.panel, gauges_rect(zones))
    waiting, lost, in_time = zones.gauges
    _waiting(surface, waiting, level, shown, theme, lay)
    _lost(surface, lost, level, shown, theme, lay)
    _in_time(surface, in_time, level, shown, theme, lay)


def _who(surface: Surface, rect: Rect, shown: LaneShown, theme: Theme, lay: Layout) -> None:
    """The face, and the name below it."""
    size = lay.type_px(30 if not lay.compact else 24)
    side = min(rect.height - round(1.3 * size) - lay.px(20), rect.width - lay.px(16), lay.px(180))
    if side < 24:  # a very low lane: the name alone
        side, top = 0, rect.centery - size // 2
    else:
        top = rect.centery - (side + round(1.2 * size)) // 2
        surface.blit(face(shown.persona, side), (rect.centerx - side // 2, top))
    at = rect.centerx, top + side + round(0.75 * size)
    text.draw(surface, shown.name, at, size, theme.on_panel, text.BOLD, x="centre", y="middle",
              width_px=rect.width - lay.px(8))  # fmt: skip


def _gauge(
    surface: Surface, rect: Rect, label: str, value: str, note: str, fraction: float, fill: Colour,
    ink: Colour, theme: Theme, lay: Layout,
) -> None:  # fmt: skip
    """A label, a large number, a bar and a note, spread over the height that there is; a low lane has no bar."""
    small = lay.type_px(26 if not lay.compact else 22)
    number = min(lay.type_px(76), max(round(rect.height * 0.34), lay.type_px(40)))
    bar = max(lay.px(20), 5)
    rows = [round(0.75 * small), round(0.75 * number), bar, round(0.75 * small)]
    low = sum(rows) + 5 * lay.px(8) > rect.height
    if low:
        rows.remove(bar)
    space = min((rect.height - sum(rows)) // (len(rows) + 1), lay.px(26))
    y = rect.centery - (sum(rows) + space * (len(rows) - 1)) // 2
    text.draw(surface, label, (rect.left, y), small, theme.on_panel_soft, y="top", width_px=rect.width)
    y += rows[0] + space
    digits, rest = phrases.split_number(value)
    if not digits:
        digits, rest = rest, ""
    drawn = text.draw(surface, digits, (rect.left, y), number, ink, text.BOLD, y="top",
                      width_px=rect.width if not rest else rect.width * 3 // 4)  # fmt: skip
    if rest:
        at = drawn.right + lay.px(8), drawn.bottom
        text.draw(surface, rest.strip(), at, round(number * 0.5), theme.on_panel_soft,
                  width_px=max(rect.right - at[0], 20))  # fmt: skip
    y += rows[1] + space
    if not low:
        gauges.bar(surface, Rect(rect.left, y, rect.width, bar), fraction, fill, theme, lay)
        y += bar + space
    if text.width(note, min(small, text.LEAST_PX)) <= rect.width:  # better none than one that is cut
        text.draw(surface, note, (rect.left, y), small, theme.on_panel_soft, y="top", width_px=rect.width)


def _waiting(surface: Surface, rect: Rect, level: Level, shown: LaneShown, theme: Theme, lay: Layout) -> None:
    now = shown.gauges
    limit = None if now.limit is None else phrases.amount(level, now.limit)
    full = now.limit is not None and now.depth >= now.limit > 0
    note = words.say("screen.compare.open_end") if limit is None else words.say(
        "screen.compare.full" if full else "screen.compare.of_limit", limit=limit
    )  # fmt: skip
    part = now.depth / now.limit if now.limit else 0.0
    ink = theme.bad_text if full else theme.on_panel
    _gauge(surface, rect, words.say("screen.compare.waiting"), phrases.amount(level, now.depth), note, part,
           colour(shown.place, theme), ink, theme, lay)  # fmt: skip


def _lost(surface: Surface, rect: Rect, level: Level, shown: LaneShown, theme: Theme, lay: Layout) -> None:
    book = shown.ledger
    lost = book.dropped + book.late
    said = [words.say(f"screen.compare.{name}", count=phrases.amount(level, count))
            for name, count in (("dropped", book.dropped), ("late", book.late)) if count]  # fmt: skip
    note = " · ".join(said) or words.say("screen.compare.nothing_lost")
    if len(said) == 2 and text.width(note, lay.type_px(24)) > rect.width:
        counts = {"dropped": phrases.amount(level, book.dropped), "late": phrases.amount(level, book.late)}
        note = words.say("screen.compare.both", **counts)
    ink = theme.bad_text if lost else theme.on_panel
    _gauge(surface, rect, words.say("screen.compare.lost"), phrases.amount(level, lost), note,
           lost / book.made if book.made else 0.0, colour(shown.place, theme), ink, theme, lay)  # fmt: skip


def _in_time(surface: Surface, rect: Rect, level: Level, shown: LaneShown, theme: Theme, lay: Layout) -> None:
    """Goodput now, and in all; once it is over, the score and its stars."""
    label = words.say("screen.compare.in_time")
    in_time = shown.ledger.delivered - shown.ledger.late
    part = in_time / shown.ledger.made if shown.ledger.made else 0.0
    value = phrases.rate(level, shown.gauges.on_time_per_s)
    note = words.say("screen.compare.in_all", count=phrases.amount(level, in_time))
    if shown.ended:
        label, note = words.say("screen.compare.score"), words.say("screen.compare.of_100")
        value, part = shown.score, float(shown.score) / 100
    fill = colour(shown.place, theme)
    _gauge(surface, rect, label, value, note, part, fill, theme.on_panel, theme, lay)


def draw_ended(surface: Surface, belt: Rect, shown: LaneShown, theme: Theme, lay: Layout) -> None:
    """The card over a belt that has come to its end: how, and the stars."""
    if not shown.ended:
        return
    size, star = lay.type_px(36), lay.type_px(40)
    wide = max(text.width(shown.ended, size, text.HEADING), stars.width(1, star)) + lay.px(56)
    high = min(size + star + lay.px(56), belt.height - lay.px(12))
    card = Rect(0, 0, min(wide, belt.width // 2), high)
    card.midleft = belt.left + lay.px(12), belt.centery  # over the maker: what is left in the buffer stays in sight
    shapes.box(surface, card, lay.px(18), theme.card, max(lay.px(3), 1), theme.accent_low)
    tall = size + star
    top = card.centery - tall // 2
    text.draw(surface, shown.ended, (card.centerx, top + size // 2 - lay.px(4)), size, theme.ink, text.HEADING,
              x="centre", y="middle", width_px=card.width - lay.px(30))  # fmt: skip
    left = card.centerx - stars.width(1, star) // 2
    stars.draw(surface, left, top + size + star // 2 + lay.px(6), star, (shown.stars,), theme, theme.card)
