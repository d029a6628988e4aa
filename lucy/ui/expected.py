"""What was expected against what came: the answers chosen, and the drawn curve against the true one. Values in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pygame import Rect, Surface

from lucy.run import drawn_curve, words
from lucy.run.language import shown
from lucy.run.prediction import Guess, Prediction, Truth
from lucy.run.snapshot import Mark, Timeline
from lucy.sim.level import Level
from lucy.ui import charts, legend, phrases, shapes, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme

Paint = Callable[[Surface], None]


def sheets(level: Level, prediction: Prediction, body: Rect, theme: Theme, lay: Layout) -> list[Paint]:
    """The guesses at the left and the curve at the right; a sheet for each where that is too much for one."""
    gap = lay.px(50 if not lay.compact else 28)
    half = (body.width - gap) // 2
    has_curve = bool(prediction.curve) and prediction.nobody is not None
    left = Rect(body.left, body.top, half, body.height)
    right = left.move(half + gap, 0)
    size = lay.type_px(30 if not lay.compact else 25)
    if not prediction.guesses:
        return [lambda surface: _curve(surface, body, level, prediction, theme, lay)]
    if not has_curve:
        return [lambda surface: _guesses(surface, body, prediction.guesses, size, theme, lay)]
    while size > lay.type_px(24) and _height(prediction.guesses, half, size, lay) > body.height:
        size -= 1
    if _height(prediction.guesses, half, size, lay) <= body.height:
        def both(surface: Surface) -> None:
            _guesses(surface, left, prediction.guesses, size, theme, lay)
            _curve(surface, right, level, prediction, theme, lay)

        return [both]
    return [
        lambda surface: _guesses(surface, body, prediction.guesses, size, theme, lay),
        lambda surface: _curve(surface, body, level, prediction, theme, lay),
    ]


def _pad(lay: Layout) -> int:
    return lay.px(28 if not lay.compact else 16)


def _each(guess: Guess, width: int, size: int, lay: Layout) -> int:
    ask = text.paragraph(None, guess.ask, Rect(0, 0, width - 2 * _pad(lay), 10), size, (0, 0, 0), leading=1.3)
    return ask + round(2.9 * size) + 2 * _pad(lay) - lay.px(4)


def _height(guesses: tuple[Guess, ...], width: int, size: int, lay: Layout) -> int:
    return sum(_each(guess, width, size, lay) for guess in guesses) + lay.px(20) * (len(guesses) - 1)


def _guesses(
    surface: Surface, area: Rect, guesses: tuple[Guess, ...], size: int, theme: Theme, lay: Layout
) -> None:
    """Each question with what was said and what it was."""
    top, pad = area.top, _pad(lay)
    while size > 11 and _height(guesses, area.width, size, lay) > area.height:
        size -= 1
    for guess in guesses:
        card = Rect(area.left, top, area.width, _each(guess, area.width, size, lay))
        shapes.box(surface, card, lay.px(18), theme.card, max(lay.px(2), 1), theme.line)
        inner = Rect(card.left + pad, card.top + pad, card.width - 2 * pad, 10)
        y = text.paragraph(surface, guess.ask, inner, size, theme.ink_soft, leading=1.3) + round(0.85 * size)
        colour = theme.good_ink if guess.is_right else theme.bad_ink
        mark = round(size * 0.9)
        sign = "tick" if guess.is_right else "cross"
        shapes.draw_sign(surface, sign, (inner.left + mark / 2, y), mark, colour)
        said = words.say("screen.debrief.you_said", answer=guess.choices.texts[guess.chosen])
        at = inner.left + mark + lay.px(16), y
        text.draw(surface, said, at, size, colour, text.BOLD, y="middle", width_px=inner.right - at[0])
        said = words.say("screen.debrief.it_was", answer=guess.truth)
        at = at[0], y + round(1.35 * size)
        text.draw(surface, said, at, size, theme.ink, text.BOLD, y="middle", width_px=inner.right - at[0])
        top = card.bottom + lay.px(20)


def _curve(surface: Surface, area: Rect, level: Level, prediction: Prediction, theme: Theme, lay: Layout) -> None:
    """The drawing over the truth, and the gap between them in words."""
    truth = prediction.nobody
    if truth is None:
        return
    duration_s = level.duration_ms / 1000
    at_s, drawn, real = drawn_curve.widest_gap(prediction.curve, truth, duration_s)
    close = drawn_curve.is_close(prediction.curve, truth, duration_s)
    said = words.say(
        f"screen.debrief.{'gap_close' if close else 'gap_wide'}", clock=phrases.clock(at_s),
        drawn=phrases.amount(level, round(drawn)), real=phrases.amount(level, round(real)),
    )  # fmt: skip
    size = lay.type_px(30 if not lay.compact else 25)
    high = text.paragraph(None, said, Rect(0, 0, area.width, 10), size, theme.ink)
    top = legend.draw(
        surface, area,
        [
            legend.Entry("dots", words.say("screen.debrief.drawn"), theme.ink),
            legend.Entry("line", words.say("screen.debrief.nobody"), theme.waiting),
        ], theme, lay,
    )  # fmt: skip
    chart = Rect(area.left, top, area.width, area.bottom - top - high - lay.px(30 if not lay.compact else 14))
    line = _as_timeline(level, truth)
    charts.draw_timeline(surface, chart, level, line, theme, lay, None, prediction.curve)
    text.paragraph(surface, said, Rect(area.left, area.bottom - high, area.width, 10), size, theme.ink)


def _as_timeline(level: Level, truth: Truth) -> Timeline:
    """The run with nobody at the belt, as the chart wants it."""
    station = level.station(level.stand)
    room = min((n for n in (station.capacity_units, station.memory_units) if n is not None), default=None)
    nothing = np.zeros(len(truth.time_s))
    limit = np.full(len(truth.time_s), np.nan if room is None else float(room))
    marks = [Mark(act.at_ms / 1000, "act", shown(act.title)) for act in level.acts if act.at_ms]
    end_s = float(truth.time_s[-1])
    if end_s < level.duration_ms / 1000 - 0.2 and truth.figures["outcome"] == "lost":
        marks.append(Mark(end_s, "overflowed"))
    return Timeline(truth.time_s, truth.depth, nothing, nothing, nothing, limit, tuple(marks))
