"""What is on the sheets of a debrief: what counted, what was expected, the sum and the verdict, the code.

Nothing is cut: what does not fit on one sheet goes on to the next. Reads values; turns no page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pygame import Rect, Surface

from lucy.run import level_code, words
from lucy.run.prediction import Prediction
from lucy.run.result import Result
from lucy.run.snapshot import Ledger, Timeline
from lucy.sim.level import Level
from lucy.ui import charts, code_block, code_tabs, expected, ledger_bar, legend, phrases, shapes, text
from lucy.ui.layout import Layout
from lucy.ui.stage import Stage
from lucy.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Told:
    """A run that is over, and all that there is to say of it."""

    level: Level
    result: Result
    ledger: Ledger
    line: Timeline
    prediction: Prediction | None
    is_human: bool
    before: Timeline | None = None  # the run that this one branched off
    act: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """What the level says to this end."""
        return self.level.words.won if self.result.outcome == "won" else self.level.words.lost


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. No title: the headline stands there."""

    title: str
    paint: Callable[[Surface], None]
    step: str = ""  # CODE, or a question's name: what there is to press on it


CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is not torn apart: its height, and how it is set into a rectangle of that height."""

    height: int
    paint: Callable[[Surface, Rect], None]


def sheets(told: Told, body: Rect, stage: Stage) -> list[Sheet]:
    """All sheets of a debrief, for a body of that size."""
    theme, lay = stage.theme, stage.lay
    found = [Sheet("", lambda surface: _counted(surface, body, told, theme, lay))]
    if told.prediction is not None and (told.prediction.guesses or told.prediction.curve):
        found += [
            Sheet(words.say("screen.debrief.expected"), paint)
            for paint in expected.sheets(told.level, told.prediction, body, theme, lay)
        ]
    found += _explained(told, body, theme, lay)
    if snippets := level_code.snippets(told.level, told.act):
        title, board = words.say("screen.debrief.code"), code_tabs.board(body, snippets, lay)
        text_of = code_tabs.chosen(snippets, stage.settings.code).text
        found += [Sheet(title, paint, CODE) for paint in code_block.sheets(text_of, board, theme, lay)]
    return found


# -- what counted


def _areas(body: Rect, lay: Layout) -> tuple[Rect, Rect, Rect]:
    """Left, right, and the ledger below both."""
    top = body.top + lay.px(44 if not lay.compact else 28)
    ledger = Rect(body.left, 0, body.width, lay.px(64 if not lay.compact else 44))
    ledger.bottom = body.bottom
    high = ledger.top - top - lay.px(26 if not lay.compact else 10)
    gap = lay.px(44 if not lay.compact else 24)
    left = Rect(body.left, top, (body.width - gap) // 2, high)
    return left, Rect(left.right + gap, top, body.width - gap - left.width, high), ledger


def _card(left: Rect, told: Told, lay: Layout, step: int) -> Rect:
    return Rect(left.left, left.top, left.width, lay.px(112) + step * len(told.result.score_terms))


def _lines_size(told: Told, left: Rect, room: int, lay: Layout) -> int:
    """The type size at which the level's lines fit below the terms; 0: they do not."""
    for size in range(lay.type_px(31), lay.type_px(27) - 1, -1):
        high = sum(
            text.paragraph(None, line, Rect(0, 0, left.width, 10), size, (0, 0, 0)) + lay.px(20) for line in told.lines
        )
        if high <= room:
            return size
    return 0


def _lines_beside_terms(told: Told, body: Rect, lay: Layout) -> int:
    """The type size of the level's lines on the first sheet; 0: there is no room for them."""
    if lay.compact or not told.lines:
        return 0
    left, _, _ = _areas(body, lay)
    card = _card(left, told, lay, lay.px(50))
    return _lines_size(told, left, left.bottom - card.bottom - lay.px(34), lay)


def _counted(surface: Surface, body: Rect, told: Told, theme: Theme, lay: Layout) -> None:
    """The terms of the score and what happened at the left, the whole curve at the right, the ledger below."""
    left, _, ledger = _areas(body, lay)
    ledger_bar.draw_ledger(surface, ledger, told.level, told.ledger, theme, lay, on_card=True)
    inner, size = left, _lines_beside_terms(told, body, lay)
    if not lay.compact:
        many = max(len(told.result.score_terms), 1)
        step = lay.px(50) if size else min((left.height - lay.px(112)) // many, lay.px(74))
        card = _card(left, told, lay, step)
        shapes.box(surface, card, lay.px(22), theme.card, max(lay.px(2), 1), theme.line)
        label(surface, (card.left + lay.px(36), card.top + lay.px(34)), words.say("screen.debrief.terms"), theme, lay)
        inner = Rect(card.left + lay.px(36), card.top + lay.px(80), card.width - lay.px(72), card.height - lay.px(100))
        at = Rect(left.left, card.bottom + lay.px(34), left.width, 10)
        for line in told.lines if size else ():
            at.top = text.paragraph(surface, line, at, size, theme.ink) + lay.px(20)
    _terms(surface, inner, told.result, theme, lay)
    drawn = told.prediction.curve if told.prediction is not None else ()
    chart = chart_area(surface, body, told, theme, lay)
    charts.draw_timeline(surface, chart, told.level, told.line, theme, lay, None, drawn or None, told.before)


def chart_area(surface: Surface, body: Rect, told: Told, theme: Theme, lay: Layout) -> Rect:
    """Where the curve of the first sheet stands, below its legend, which is drawn."""
    _, right, _ = _areas(body, lay)
    drawn = told.prediction.curve if told.prediction is not None else ()
    peak = phrases.amount(told.level, told.result.depth_peak)
    entries = [legend.Entry("line", words.say("screen.debrief.curve", peak=peak), theme.waiting)]
    if drawn:
        entries.append(legend.Entry("dots", words.say("screen.debrief.drawn"), theme.ink))
    if told.before is not None:
        entries.append(legend.Entry("line", words.say("screen.debrief.before"), charts.before_colour(theme)))
    below = legend.draw(surface, right, entries, theme, lay)
    return Rect(right.left, below, right.width, right.bottom - below)


def _terms(surface: Surface, area: Rect, result: Result, theme: Theme, lay: Layout) -> None:
    """Each term of the score as a bar from 0 to 100 %."""
    terms = result.score_terms
    if not terms:
        return
    step = min(area.height / len(terms), lay.px(74))
    size = min(lay.type_px(30 if not lay.compact else 25), max(round(step * 0.7), 11))
    for place, (name, term) in enumerate(terms.items()):
        y = area.top + step * (place + 0.5)
        text.draw(
            surface, words.say(f"screen.debrief.term.{name}"), (area.left, y), size, theme.ink, y="middle",
            width_px=round(area.width * 0.47),
        )  # fmt: skip
        high = min(lay.px(24), round(step * 0.6))
        track = Rect(area.left + round(area.width * 0.5), 0, round(area.width * 0.32), high)
        track.centery = round(y)
        shapes.box(surface, track, lay.px(8), theme.line)
        value = min(max(float(term["value"]), 0.0), 1.0)
        full = Rect(track.left, track.top, max(round(track.width * value), lay.px(16)), track.height)
        shapes.box(surface, full, lay.px(8), theme.leaving if value > 0.5 else theme.dropped)
        said = words.say("screen.debrief.part", part=value)
        text.draw(surface, said, (area.right, y), size, theme.ink, text.BOLD, x="right", y="middle")


# -- what happened, the sum and the verdict


def _explained(told: Told, body: Rect, theme: Theme, lay: Layout) -> list[Sheet]:
    """The level's lines and its verdict, and the sum; on one sheet where all of it fits, else on several."""
    beside = bool(_lines_beside_terms(told, body, lay))
    # Large where there is room, and closer where all of it then fits on one sheet.
    for units, pad in ((40, 24), (36, 22), (31, 24), (31, 18), (31, 13)) if not lay.compact else ((25, 12),):
        size = lay.type_px(units)
        said = [] if beside else [_paragraph(line, body.width, size, theme) for line in told.lines]
        verdict = _verdict(told.level.words.verdict, body.width, size, theme, lay)
        sums = _sums(told, body.width, lay.type_px(units - 1), lay.px(pad), theme, lay)
        if _height([*said, *verdict, *sums], lay) <= body.height:
            break
    if not said and not lay.compact and _height([*verdict, *sums], lay) > body.height:
        verdict = _verdict(told.level.words.verdict, body.width, lay.type_px(40), theme, lay)  # on a sheet of its own
    groups = [("happened", said + verdict), ("sums", sums)] if said else [("sums", sums), ("verdict", verdict)]
    found: list[tuple[str, list[Block]]] = []
    for name, blocks in groups:
        together = [*(found[-1][1] if found else []), *blocks]
        if found and _height(together, lay) <= body.height:
            found[-1] = (found[-1][0], together)
        elif blocks:
            found += [(name, column) for column in _fill(blocks, body.height, lay)]
    return [
        Sheet(words.say(f"screen.debrief.{name}"), lambda surface, blocks=blocks: _set(surface, body, blocks, lay))  # type: ignore[misc]
        for name, blocks in found
    ]


def _set(surface: Surface, body: Rect, blocks: Sequence[Block], lay: Layout) -> None:
    top = body.top
    for block in blocks:
        block.paint(surface, Rect(body.left, top, body.width, block.height))
        top += block.height + _between(lay)


def _between(lay: Layout) -> int:
    return lay.px(22 if not lay.compact else 12)


def _height(blocks: Sequence[Block], lay: Layout) -> int:
    return sum(block.height for block in blocks) + _between(lay) * max(len(blocks) - 1, 0)


def _fill(blocks: Sequence[Block], height: int, lay: Layout) -> list[list[Block]]:
    """Blocks onto sheets of that height."""
    sheets_of: list[list[Block]] = [[]]
    for block in blocks:
        if sheets_of[-1] and _height([*sheets_of[-1], block], lay) > height:
            sheets_of.append([])
        sheets_of[-1].append(block)
    return sheets_of


def _paragraph(line: str, width: int, size: int, theme: Theme) -> Block:
    high = text.paragraph(None, line, Rect(0, 0, width, 10), size, theme.ink)

    def paint(surface: Surface, rect: Rect) -> None:
        text.paragraph(surface, line, rect, size, theme.ink)

    return Block(high, paint)


def _verdict(verdict: str, width: int, size: int, theme: Theme, lay: Layout) -> list[Block]:
    """What the level says in the end, in a box of its own."""
    pad = lay.px(36 if not lay.compact else 20)
    if not verdict:
        return []
    measure = Rect(0, 0, width - 2 * pad, 10)
    high = text.paragraph(None, verdict, measure, size, theme.on_accent, text.BOLD, leading=1.36)

    def paint(surface: Surface, rect: Rect) -> None:
        shapes.box(surface, rect, lay.px(22), theme.accent)
        inner = Rect(rect.left + pad, rect.top + pad, rect.width - 2 * pad, 10)
        text.paragraph(surface, verdict, inner, size, theme.on_accent, text.BOLD, leading=1.36)

    return [Block(high + 2 * pad - lay.px(6), paint)]


def _sums(told: Told, width: int, size: int, pad: int, theme: Theme, lay: Layout) -> list[Block]:
    """Each sum on a line of its own: what it is at the left, the formula in bold at the right."""
    return [_sum(what, formula, width, size, pad, theme, lay) for what, formula in told.level.words.sums]


def _sum(what: str, formula: str, width: int, size: int, pad: int, theme: Theme, lay: Layout) -> Block:
    side = lay.px(26 if not lay.compact else 14)
    room = width - 2 * side
    beside = text.width(what, size) + text.width(formula, size, text.BOLD) + lay.px(30) <= room
    first = text.paragraph(None, what, Rect(0, 0, room, 10), size, theme.ink_soft, leading=1.3)
    second = text.paragraph(None, formula, Rect(0, 0, room, 10), size, theme.ink, text.BOLD, leading=1.3)
    gap = lay.px(12)
    height = 2 * pad - lay.px(8) + (first if beside else first + gap + second)

    def paint(surface: Surface, rect: Rect) -> None:
        shapes.box(surface, rect, lay.px(16), theme.card, max(lay.px(2), 1), theme.line)
        inner = Rect(rect.left + side, rect.top + pad, room, 10)
        below = text.paragraph(surface, what, inner, size, theme.ink_soft, leading=1.3)
        if beside:
            text.draw(surface, formula, (inner.right, inner.top), size, theme.ink, text.BOLD, x="right", y="top")
        else:
            inner.top = below + gap
            text.paragraph(surface, formula, inner, size, theme.ink, text.BOLD, leading=1.3)

    return Block(height, paint)


def label(surface: Surface, at: tuple[int, int], line: str, theme: Theme, lay: Layout) -> None:
    """What a card is about."""
    text.draw(surface, line, at, lay.type_px(28), theme.ink_soft, text.BOLD, y="top")
