"""All beats of a show on one page, to jump to one of them. Draws them; decides nothing."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.show_files import Beat, Show
from lucy.ui import shapes, text, widgets
from lucy.ui.show_board import LEAST, Board
from lucy.ui.theme import Theme

COLUMNS, ROWS = 4, 4
SHEET = COLUMNS * ROWS  # of beats in sight at once


def tiles(at: Board, show: Show, focus: int) -> list[tuple[int, Rect]]:
    """The places of the beats in sight, and where each stands."""
    lay = at.lay
    first = focus // SHEET * SHEET
    gap, left, top = lay.px(24), lay.px(60), lay.px(120)
    wide = (lay.width - 2 * left - gap * (COLUMNS - 1)) // COLUMNS
    high = (at.foot.top - top - lay.px(24) - gap * (ROWS - 1)) // ROWS
    return [
        (place, Rect(left + i % COLUMNS * (wide + gap), top + i // COLUMNS * (high + gap), wide, high))
        for i, place in enumerate(range(first, min(first + SHEET, len(show.beats))))
    ]


def draw(surface: Surface, at: Board, show: Show, focus: int, theme: Theme) -> None:
    """The page; the beat in focus has a thick edge and the accent's ground."""
    lay = at.lay
    widgets.page_ground(surface, theme, lay)
    heading = words.say("screen.show.overview")
    text.draw(surface, heading, (lay.px(60), lay.px(36)), lay.type_px(60), theme.ink, text.HEADING, y="top")
    for place, rect in tiles(at, show, focus):
        beat, here = show.beats[place], place == focus
        ground, ink = (theme.accent, theme.on_accent) if here else (theme.card, theme.ink)
        edge = theme.ink if here else theme.line
        shapes.box(surface, rect, lay.px(16), ground, max(lay.px(6 if here else 3), 1), edge)
        number = text.draw(
            surface, words.format_number(beat.number), (rect.left + lay.px(22), rect.top + lay.px(24)),
            lay.type_px(44), ink, text.HEADING, y="top",
        )  # fmt: skip
        left = max(number.right + lay.px(18), rect.left + lay.px(84))
        room = Rect(left, rect.top + lay.px(24), rect.right - lay.px(18) - left, rect.height - lay.px(36))
        said, least = said_of(beat), lay.type_px(LEAST)
        size = text.fit_paragraph(said, lay.type_px(32), text.REGULAR, room, least, 1.2)
        lines = text.wrap(said, size, text.REGULAR, room.width)
        step = round(size * 1.2)
        most = max(room.height // step, 1)
        shown = "\n".join(lines[:most]) + ("…" if len(lines) > most else "")
        text.paragraph(surface, shown, room, size, ink, leading=1.2)


def said_of(beat: Beat) -> str:
    """A beat in a few words."""
    return beat.title or beat.caption or (beat.lines[0] if beat.lines else beat.level.words.title if beat.level else "")
