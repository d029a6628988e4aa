"""What a beat of a show looks like: the picture, the sentence, four numbers for the back row; a card; some sums.

Everything is a function of values and a rectangle. At 1080 lines nothing is set under 26 px, the sentence and the
numbers have capitals of 32 px and more (AVIXA DISCAS: distance / 200). Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from lucy.run import strategy, words
from lucy.run.show_files import Beat
from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui import gauges, phrases, shapes, text, widgets
from lucy.ui.layout import HEIGHT, LEAST_WIDTH, Layout
from lucy.ui.theme import Colour, Theme

BIG = 1.15  # what --big adds to the type
LEAST = 27  # units: no type is smaller
CAPTION, CAPTION_LEAST = 60, 48
NUMBER, NUMBER_LEAST = 104, 72


@dataclass(frozen=True, slots=True)
class Board:
    """A window with a show on it: how large things are, and where."""

    lay: Layout
    big: float
    picture: Rect
    caption: Rect
    numbers: tuple[Rect, ...]
    strip: Rect
    foot: Rect

    def type_px(self, units: float) -> int:
        """A type size in pixels."""
        return self.lay.type_px(units * self.big)


def board(size: tuple[int, int], big: bool = False) -> Board:
    """The zones at a size of the window; the same in a small one, only smaller."""
    width, height = size
    scale = min(height / HEIGHT, width / LEAST_WIDTH)
    lay = Layout(width, height, scale, False)
    px = lay.px
    foot = Rect(0, height - px(50), width, px(50))
    strip = Rect(0, foot.top - px(206), width, px(206))
    caption = Rect(0, strip.top - px(184), width, px(184))
    picture = Rect(0, 0, width, caption.top)
    pad, gap = px(60), px(48)
    each = (width - 2 * pad - 3 * gap) // 4
    numbers = tuple(
        Rect(pad + i * (each + gap), strip.top + px(22), each, strip.height - px(34)) for i in range(4)
    )
    return Board(lay, BIG if big else 1.0, picture, caption, numbers, strip, foot)


def draw_caption(surface: Surface, at: Board, line: str, theme: Theme) -> None:
    """The sentence, in the middle of its zone."""
    surface.fill(theme.card, at.caption)
    surface.fill(theme.line, Rect(at.caption.left, at.caption.top, at.caption.width, max(at.lay.px(4), 1)))
    middle(surface, at, line, at.caption.inflate(-at.lay.px(120), -at.lay.px(30)), theme.ink)


def middle(surface: Surface, at: Board, line: str, room: Rect, colour: Colour) -> None:
    """A paragraph of the sentence's size in the middle of a room."""
    size = text.fit_paragraph(line, at.type_px(CAPTION), text.BOLD, room, at.lay.type_px(CAPTION_LEAST), 1.25)
    count, wide = len(text.wrap(line, size, text.BOLD, room.width)), room.width
    while count > 1 and len(text.wrap(line, size, text.BOLD, wide - size // 2)) == count:
        wide -= size // 2  # lines of about one length: no word is left alone on the last
    high = round(size * 1.25) * (count - 1) + round(size * 0.73)
    top = Rect(room.centerx - wide // 2, room.centery - high // 2, wide, 10)
    text.paragraph(surface, line, top, size, colour, text.BOLD, x="centre", leading=1.25)


def draw_numbers(surface: Surface, at: Board, level: Level, now: Snapshot, theme: Theme) -> None:
    """What waits, what was lost, in minus out, and how long it takes."""
    surface.fill(theme.panel, at.strip)
    read, ledger = now.gauges, now.ledger
    lost = ledger.dropped + ledger.late
    bad, plain = theme.bad_text, theme.on_panel
    limit = read.limit
    full = limit is not None and read.depth >= limit > 0
    waiting = phrases.amount(level, read.depth)
    if limit is not None:
        waiting += words.say("screen.gauges.of", limit=phrases.amount(level, limit))
    deficit = phrases.signed_rate(level, read.deficit_per_s)
    late = read.deadline_s is not None and max(read.latency_p50_s, read.head_age_s) > read.deadline_s
    wait = phrases.seconds(max(read.latency_p50_s, read.head_age_s))
    for rect, name, value, colour in zip(
        at.numbers,
        ("waiting", "lost", "deficit", "wait"),
        (waiting, phrases.amount(level, lost), deficit, wait),
        (bad if full else plain, bad if lost else plain, bad if read.deficit_per_s > read.noise_per_s else plain,
         bad if late else plain),
        strict=True,
    ):  # fmt: skip
        _number(surface, at, rect, words.say(f"screen.show.{name}"), value, theme, colour)
    bar = Rect(at.numbers[0].left, at.numbers[0].bottom - at.lay.px(20), at.numbers[0].width, at.lay.px(20))
    if limit:
        gauges.bar(surface, bar, read.depth / limit, theme.waiting, theme, at.lay, tick=1.0)


def _number(
    surface: Surface, at: Board, rect: Rect, label: str, value: str, theme: Theme, colour: Colour
) -> None:
    """A label and under it the number; what follows its digits is smaller, and gives way first."""
    text.draw(surface, label, rect.topleft, at.type_px(34), theme.on_panel_soft, y="top", width_px=rect.width)
    number, rest = phrases.split_number(value)
    rest, gap = rest.strip(), at.lay.px(12)
    size, small, least = at.type_px(NUMBER), at.type_px(44), at.lay.type_px(LEAST)
    while small > least and gauges.wide(number, rest, size, small, gap) > rect.width:
        small -= 1
    while size > at.lay.type_px(NUMBER_LEAST) and gauges.wide(number, rest, size, small, gap) > rect.width:
        size -= 1
    base = rect.top + at.lay.px(140)
    drawn = text.draw(surface, number, (rect.left, base), size, colour, text.BOLD)
    if rest and drawn.right + gap + text.width(rest, small) <= rect.right + at.lay.px(40):
        text.draw(surface, rest, (drawn.right + gap, base), small, theme.on_panel_soft)


def draw_chips(surface: Surface, at: Board, level: Level, now: Snapshot, paused: bool, theme: Theme) -> None:
    """Over the picture: what is done about it, and the clock."""
    lit = strategy.lit(now.controls, level)
    right = _pill(surface, at, at.lay.width - at.lay.px(14), phrases.clock(now.time_s), theme.card, theme.ink, theme)
    for key in reversed([key for key in strategy.KEYS if key in lit]):
        right = _pill(surface, at, right, words.say(f"screen.keys.{key}"), theme.accent, theme.on_accent, theme)
    if paused:
        _pill(surface, at, right, words.say("screen.show.paused"), theme.card, theme.ink, theme)


def _pill(surface: Surface, at: Board, right: int, label: str, fill: Colour, ink: Colour, theme: Theme) -> int:
    """A rounded label along the upper edge that ends short of `right`; returns where it begins."""
    size, lay = at.type_px(40), at.lay
    rect = Rect(0, lay.px(24), text.width(label, size, text.BOLD) + lay.px(60), round(size * 1.8))
    rect.right = right - lay.px(16)
    shapes.box(surface, rect, rect.height // 2, fill, max(lay.px(4), 1), theme.accent_low)
    text.draw(surface, label, rect.center, size, ink, text.BOLD, x="centre", y="middle")
    return rect.left


def draw_end(surface: Surface, at: Board, ending: str, theme: Theme) -> None:
    """How the run ended, over its last picture. `ending`: a key of [screen.ending]."""
    lay, line = at.lay, words.say(f"screen.ending.{ending}")
    size = at.type_px(76)
    card = Rect(0, 0, text.width(line, size, text.HEADING) + lay.px(120), lay.px(140))
    card.center = round(at.picture.width * 0.36), round(at.picture.height * 0.38)  # under the cord, beside the pile
    shapes.shadow(surface, card, lay.px(28), lay.px(36), 0.4)
    shapes.box(surface, card, lay.px(28), theme.card, max(lay.px(5), 1), theme.accent_low)
    colour = theme.good_ink if ending in phrases.GOOD_ENDINGS else theme.bad_ink
    text.draw(surface, line, card.center, size, colour, text.HEADING, x="centre", y="middle")


def draw_card(surface: Surface, at: Board, beat: Beat, theme: Theme) -> None:
    """A card: the title, then its lines or its sums; the sentence below."""
    lay = at.lay
    page = Rect(0, 0, lay.width, at.foot.top)
    widgets.page_ground(surface, theme, lay)
    inner = Rect(lay.px(120), lay.px(96), lay.width - lay.px(240), page.height - lay.px(184 + 96 + 30))
    alone = not beat.lines and not beat.sums
    size = at.type_px(150 if alone else 104)
    drawn = text.draw(
        surface, beat.title, inner.topleft, size, theme.ink, text.HEADING, y="top", width_px=inner.width,
        least_px=lay.type_px(60),
    )  # fmt: skip
    surface.fill(theme.accent_low, Rect(inner.left, drawn.bottom + lay.px(40), inner.width, max(lay.px(6), 1)))
    rest = Rect(inner.left, drawn.bottom + lay.px(84), inner.width, inner.bottom - drawn.bottom - lay.px(84))
    if beat.sums:
        _sums(surface, at, beat.sums, rest, theme)
    else:
        _lines(surface, at, beat.lines, rest, theme)
    if beat.caption:
        band = at.caption.move(0, at.foot.top - at.caption.bottom)
        surface.fill(theme.card, band)
        surface.fill(theme.line, Rect(band.left, band.top, band.width, max(lay.px(4), 1)))
        middle(surface, at, beat.caption, band.inflate(-lay.px(120), -lay.px(30)), theme.ink)


def _lines(surface: Surface, at: Board, lines: tuple[str, ...], room: Rect, theme: Theme) -> None:
    """Each line in a row of its own, of one size."""
    if not lines:
        return
    step = min(room.height // len(lines), at.lay.px(170))
    size, least = at.type_px(72), at.lay.type_px(CAPTION_LEAST)
    while size > least and max(text.width(line, size, text.BOLD) for line in lines) > room.width:
        size -= 1
    for place, line in enumerate(lines):
        row = Rect(room.left, room.top + place * step, room.width, step)
        size_of = text.fit_paragraph(line, size, text.BOLD, row, min(size, at.lay.type_px(40)), 1.2)
        text.paragraph(surface, line, row, size_of, theme.ink, text.BOLD, leading=1.2)


def _sums(surface: Surface, at: Board, sums: tuple[tuple[str, str], ...], room: Rect, theme: Theme) -> None:
    """What is reckoned, and under it the sum; its last part, the answer, on the accent."""
    step = min(room.height // len(sums), at.lay.px(250))
    few = len(sums) < 3  # three and more fill the card as they are
    what_px, size = (at.type_px(44), at.type_px(100)) if few else (at.lay.type_px(44), at.lay.type_px(72))
    for place, (what, formula) in enumerate(sums):
        top = room.top + place * step
        drawn = text.draw(surface, what, (room.left, top), what_px, theme.ink_soft, y="top", width_px=room.width,
                          least_px=at.lay.type_px(LEAST))  # fmt: skip
        reckoned, _, answer = formula.rpartition("= ")
        at_y = drawn.bottom + at.lay.px(30) + round(size * 0.98)
        left = text.draw(surface, reckoned + "=", (room.left, at_y), size, theme.ink, text.BOLD).right + at.lay.px(30)
        wide = text.width(answer, size, text.BOLD) + at.lay.px(48)
        chip = Rect(left, at_y - round(size * 0.98), wide, round(size * 1.24))
        shapes.box(surface, chip, at.lay.px(20), theme.accent, max(at.lay.px(4), 1), theme.accent_low)
        text.draw(surface, answer, (chip.centerx, at_y), size, theme.on_accent, text.BOLD, x="centre")


def draw_foot(surface: Surface, at: Board, number: int, total: int, right: str, theme: Theme) -> None:
    """The thin line at the bottom: how far the show is, and what time is left."""
    lay = at.lay
    surface.fill(theme.panel_deep, at.foot)
    part = Rect(at.foot.left, at.foot.top, round(at.foot.width * number / total), max(lay.px(8), 2))
    surface.fill(theme.accent_low, part)
    y, size = at.foot.centery + lay.px(4), lay.type_px(30)
    said = words.say("screen.show.place", number=number, total=total)
    text.draw(surface, said, (lay.px(60), y), size, theme.on_panel_soft, y="middle")
    if right:
        text.draw(surface, right, (lay.width - lay.px(60), y), size, theme.on_panel, text.BOLD, x="right", y="middle")


def draw_notice(surface: Surface, at: Board, line: str, theme: Theme) -> None:
    """One line over everything, in the middle of the picture."""
    lay, size = at.lay, at.type_px(48)
    line, size = text.fit(line, size, text.BOLD, lay.width - lay.px(240), lay.type_px(LEAST))
    box = Rect(0, 0, text.width(line, size, text.BOLD) + lay.px(100), lay.px(130))
    box.center = lay.width // 2, at.picture.centery
    shapes.shadow(surface, box, lay.px(30), lay.px(36), 0.5)
    shapes.box(surface, box, lay.px(30), theme.accent, max(lay.px(5), 1), theme.accent_low)
    text.draw(surface, line, box.center, size, theme.on_accent, text.BOLD, x="centre", y="middle")
