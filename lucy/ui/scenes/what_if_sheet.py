"""The sheet of a debrief that says what could still have come of a run, and until when. Draws what hindsight found."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.hindsight import Hindsight, Way, WhatIf
from lucy.run.strategy import IGNORE
from lucy.sim.level import Level
from lucy.ui import caption_line, phrases, shapes, text
from lucy.ui.layout import Layout
from lucy.ui.stage import Stage

_COLUMNS = (0.0, 0.14, 0.56, 0.74, 0.87, 1.0)  # where each column begins, and where the last one ends


def stamp(hindsight: Hindsight) -> object:
    """Another value whenever there is more to say."""
    return len(hindsight.whats), hindsight.no_return_s, hindsight.done


def paint(surface: Surface, body: Rect, hindsight: Hindsight, level: Level, stage: Stage) -> None:
    """The moment from which on it was too late, and a table of what would have come of it before."""
    lay, theme = stage.lay, stage.theme
    size = lay.type_px(32 if not lay.compact else 25)
    said = verdict(hindsight)
    pad = lay.px(34 if not lay.compact else 18)
    inner = Rect(body.left + pad, body.top + pad, body.width - 2 * pad, 10)
    high = text.paragraph(None, said, Rect(0, 0, inner.width, 10), size, theme.on_accent, text.BOLD)
    shapes.box(surface, Rect(body.left, body.top, body.width, high + 2 * pad - lay.px(6)), lay.px(22), theme.accent)
    text.paragraph(surface, said, inner, size, theme.on_accent, text.BOLD)
    top = body.top + high + 2 * pad + lay.px(18)
    small = lay.type_px(26 if not lay.compact else 22)
    how = words.say("screen.what_if.how")
    foot = text.paragraph(None, how, Rect(0, 0, body.width, 10), small, theme.ink_soft)
    at = Rect(body.left, body.bottom - foot, body.width, 10)
    text.paragraph(surface, how, at, small, theme.ink_soft)
    rows = [_as_it_was(hindsight)] + [_row(what, hindsight.now, level) for what in hindsight.whats]
    if not hindsight.whats:
        return
    step = min((at.top - lay.px(44) - top) // (len(rows) + 1), lay.px(92))
    card = Rect(body.left, top, body.width, step * (len(rows) + 1) + lay.px(10))
    shapes.box(surface, card, lay.px(22), theme.card, max(lay.px(2), 1), theme.line)
    table = Rect(card.left + pad, card.top + lay.px(8), card.width - 2 * pad, step)
    titles = tuple(words.say(f"screen.what_if.{name}") for name in ("when", "what", "points", "dropped", "late"))
    _line(surface, table, titles, small, theme.ink_soft, lay)
    for place, row in enumerate(rows):
        table.top += step
        surface.fill(theme.line, Rect(table.left, table.top, table.width, max(lay.px(2), 1)))
        _line(surface, table, row, min(size, round(step * 0.5)), theme.ink, lay, bold=place > 0)


def verdict(hindsight: Hindsight) -> str:
    """Until when it could have been otherwise, in a sentence or two."""
    if hindsight.no_return_s is not None:
        clock = phrases.clock(hindsight.no_return_s)
        return words.say(f"screen.what_if.no_return_{hindsight.goal}", clock=clock)
    return words.say("screen.what_if.never" if hindsight.done else "screen.what_if.working")


def name_of(way: Way, level: Level) -> str:
    """What was done, in a few words: "Control 0.8/s", "Negotiator steps in"."""
    if way.persona:
        return words.say("screen.what_if.steps_in", name=caption_line.speaker_name(way.persona))
    key = next(iter(way.keys.on), IGNORE)
    if key == IGNORE:
        return words.say("screen.what_if.all_off")
    return f"{words.say(f'screen.keys.{key}')}: {phrases.key_amount(level, way.keys, key)}"


def _as_it_was(hindsight: Hindsight) -> tuple[str, ...]:
    now = hindsight.now
    level, points = hindsight.level, words.format_number(round(now.points))
    lost = phrases.amount(level, now.dropped), phrases.amount(level, now.late)
    return "", words.say("screen.what_if.was"), points, *lost


def _row(what: WhatIf, now: WhatIf, level: Level) -> tuple[str, ...]:
    more = round(what.points) - round(now.points)
    points = words.say("screen.what_if.more", points=round(what.points), sign="+" if more >= 0 else "−", more=abs(more))
    lost = phrases.amount(level, what.dropped), phrases.amount(level, what.late)
    return words.say("screen.what_if.from", clock=phrases.clock(what.at_s)), name_of(what.way, level), points, *lost


def _line(
    surface: Surface, row: Rect, cells: tuple[str, ...], size: int, colour: tuple[int, int, int], lay: Layout,
    bold: bool = False,
) -> None:  # fmt: skip
    """One line of the table: two columns from the left, three numbers to the right."""
    gap = lay.px(20)
    edges = [row.left + round(part * row.width) for part in _COLUMNS]
    weight = text.BOLD if bold else text.REGULAR
    for place, cell in enumerate(cells):
        if place < 2:
            at, x, room = (edges[place], row.centery), "left", edges[place + 1] - edges[place] - gap
        else:
            at, x, room = (edges[place + 1], row.centery), "right", edges[place + 1] - edges[place] - gap
        text.draw(surface, cell, at, size, colour, weight if place else text.REGULAR, x=x, y="middle", width_px=room)
