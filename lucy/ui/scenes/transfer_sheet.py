"""A sheet with a question and three answers; once one is chosen, whether it was right, and the sum worked out.

Sets and asks. Which numbers there are, and what is right, is `lucy.run.transfer`'s business.
"""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.transfer import Posed
from lucy.ui import shapes, text, widgets
from lucy.ui.layout import Layout
from lucy.ui.stage import Stage
from lucy.ui.theme import Theme
from lucy.ui.widgets import Button


class Question:
    """One question as it stands on its sheet. `chosen`: the place of the answer that was given; None: none yet."""

    def __init__(self, posed: Posed, title: str, how: str) -> None:
        self.posed, self.title, self.how = posed, title, how
        self.chosen: int | None = None

    @property
    def stamp(self) -> tuple[object, ...]:
        """What the picture of the sheet hangs on."""
        return self.posed.seed, self.chosen, self.posed.value is not None

    @property
    def is_right(self) -> bool:
        """Whether the answer that was given is the true one."""
        choices = self.posed.choices()
        return choices is not None and self.chosen == choices.right


def buttons(question: Question, body: Rect, lay: Layout) -> tuple[Button, ...]:
    """The answers; once one was given, only other numbers to try."""
    choices = question.posed.choices()
    if choices is None:
        return ()
    if question.chosen is not None:
        return (Button(_again(body, lay), words.say("screen.transfer.again"), "transfer:again"),)
    rects = _answers(question, body, lay)
    return tuple(
        Button(rect, said, f"transfer:{place}")
        for place, (rect, said) in enumerate(zip(rects, choices.texts, strict=True))
    )


def paint(surface: Surface, body: Rect, question: Question, stage: Stage) -> None:
    """The question at the left; at the right what to do, or how it is worked out."""
    lay, theme = stage.lay, stage.theme
    size, ask = _asked(question, body, lay)
    text.paragraph(surface, question.posed.ask, ask, size, theme.ink, text.BOLD)
    right = _right(body, lay)
    if question.posed.choices() is None:
        at = ask.left, _answers(question, body, lay)[0].centery
        text.draw(surface, words.say("screen.transfer.working"), at, lay.type_px(30), theme.ink_soft)
    if question.chosen is None:
        size = lay.type_px(32 if not lay.compact else 25)
        text.paragraph(surface, question.how, right, size, theme.ink_soft)
        return
    _given(surface, question, body, theme, lay)
    _worked_out(surface, right, question, theme, lay)


def paint_over(surface: Surface, question: Question, body: Rect, stage: Stage) -> None:
    """The digits that choose."""
    if question.chosen is None and question.posed.choices() is not None:
        for place, rect in enumerate(_answers(question, body, stage.lay)):
            widgets.number_cap(surface, rect, place + 1, stage.theme, stage.lay)


# -- where things are


def _left(body: Rect) -> Rect:
    return Rect(body.left, body.top, round(body.width * 0.56), body.height)


def _right(body: Rect, lay: Layout) -> Rect:
    left = _left(body).right + lay.px(60 if not lay.compact else 24)
    return Rect(left, body.top, body.right - left, body.height)


def _asked(question: Question, body: Rect, lay: Layout) -> tuple[int, Rect]:
    """The type size of the question, and where it stands."""
    left = _left(body)
    room = Rect(left.left, left.top, left.width, left.height - 3 * _least(lay) - 4 * _gap(lay))
    size = lay.type_px(40 if not lay.compact else 27)
    size = text.fit_paragraph(question.posed.ask, size, text.BOLD, room, lay.type_px(24 if not lay.compact else 20))
    room.height = text.paragraph(None, question.posed.ask, room, size, (0, 0, 0), text.BOLD) - room.top
    return size, room


def _answers(question: Question, body: Rect, lay: Layout) -> tuple[Rect, ...]:
    """Three rows under the question."""
    _, ask = _asked(question, body, lay)
    gap, top = _gap(lay), ask.bottom + _gap(lay) + lay.px(16 if not lay.compact else 0)
    high = min((body.bottom - top - 2 * gap) // 3, lay.px(116))
    return tuple(Rect(body.left, top + place * (high + gap), ask.width, high) for place in range(3))


def _again(body: Rect, lay: Layout) -> Rect:
    right = _right(body, lay)
    high = max(lay.px(76), 34)
    return Rect(right.left, body.bottom - high, min(right.width, lay.px(420)), high)


def _least(lay: Layout) -> int:
    return max(lay.px(80), 34)


def _gap(lay: Layout) -> int:
    return lay.px(22 if not lay.compact else 12)


# -- drawing


def _given(surface: Surface, question: Question, body: Rect, theme: Theme, lay: Layout) -> None:
    """All the answers: the true one with a tick, the one that was chosen instead with a cross."""
    choices = question.posed.choices()
    assert choices is not None  # one of them was chosen
    for place, (rect, said) in enumerate(zip(_answers(question, body, lay), choices.texts, strict=True)):
        is_true, is_given = place == choices.right, place == question.chosen
        colour = theme.good_ink if is_true else theme.bad_ink if is_given else theme.ink_soft
        wide = lay.px(4) if is_true or is_given else max(lay.px(2), 1)
        shapes.box(surface, rect, lay.px(16), theme.card, wide, colour if is_true or is_given else theme.line)
        weight = text.BOLD if is_true or is_given else text.REGULAR
        text.draw(surface, said, rect.center, lay.type_px(30), colour, weight, x="centre", y="middle",
                  width_px=rect.width - 2 * rect.height)  # fmt: skip
        if is_true or is_given:
            sign = "tick" if is_true else "cross"
            mark = round(rect.height * 0.4)
            shapes.draw_sign(surface, sign, (rect.left + rect.height * 0.6, rect.centery), mark, colour)


def _worked_out(surface: Surface, area: Rect, question: Question, theme: Theme, lay: Layout) -> None:
    """Whether it was right, and the sum."""
    size = lay.type_px(44 if not lay.compact else 30)
    said = words.say(f"screen.transfer.{'right' if question.is_right else 'wrong'}", answer=question.posed.answer())
    colour = theme.good_ink if question.is_right else theme.bad_ink
    size = text.fit_paragraph(said, size, text.BOLD, Rect(area.left, area.top, area.width, 2 * size), lay.type_px(26))
    below = text.paragraph(surface, said, area, size, colour, text.BOLD)
    pad = lay.px(30 if not lay.compact else 16)
    top = below + lay.px(30 if not lay.compact else 14)
    inner = Rect(area.left + pad, top + pad, area.width - 2 * pad, 10)
    small, large = lay.type_px(28 if not lay.compact else 23), lay.type_px(36 if not lay.compact else 26)
    done = question.posed.worked_out()
    first = text.paragraph(None, words.say("screen.transfer.sum_is"), inner, small, theme.ink_soft)
    under = Rect(inner.left, first + lay.px(16), inner.width, 10)
    end = text.paragraph(None, done, under, large, theme.ink, text.BOLD)
    card = Rect(area.left, top, area.width, end + pad - top)
    shapes.box(surface, card, lay.px(18), theme.card, max(lay.px(2), 1), theme.line)
    text.paragraph(surface, words.say("screen.transfer.sum_is"), inner, small, theme.ink_soft)
    text.paragraph(surface, done, under, large, theme.ink, text.BOLD)
