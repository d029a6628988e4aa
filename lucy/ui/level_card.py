"""The card of a level: its picture, its title and idea, and the stars earned. A function of values and a rectangle."""

from __future__ import annotations

from collections.abc import Callable

from pygame import Rect, Surface

from lucy.run import words
from lucy.sim.level import Level
from lucy.ui import phrases, shapes, stars, text
from lucy.ui.stage import Stage

LEAST = 110  # a picture that is lower shows nothing


def draw(
    surface: Surface,
    card: Rect,
    level: Level,
    earned: tuple[int, ...],
    thumbnail: Callable[[tuple[int, int]], Surface],
    stage: Stage,
) -> None:
    """Picture, title and idea; `earned`: the stars of each act, none where nothing is at stake."""
    lay, theme, acts = stage.lay, stage.theme, len(earned)
    pad = lay.px(28 if not lay.compact else 18)
    border = max(lay.px(2), 1)
    left, room = card.left + pad, card.width - 2 * pad
    body = lay.type_px(28 if not lay.compact else 25)
    size = lay.type_px(40 if not lay.compact else 32)
    high = text.paragraph(None, level.words.idea, Rect(0, 0, room, 10), body, theme.ink, leading=1.3)
    while not lay.compact and body > lay.type_px(24) and card.height - high - size - lay.px(58) < lay.px(LEAST):
        body -= 1  # rather a little smaller than without its picture
        high = text.paragraph(None, level.words.idea, Rect(0, 0, room, 10), body, theme.ink, leading=1.3)
    picture = card.height - high - size - lay.px(58)
    if lay.compact or picture < lay.px(LEAST):
        picture = 0
    picture = min(picture, round(card.width * 0.6))
    if picture:
        place = Rect(card.left + border, card.top + border, card.width - 2 * border, picture)
        surface.blit(thumbnail(place.size), place)
    star = lay.px(30 if not lay.compact else 26 if acts == 1 else 20)
    while earned and star > 8 and stars.width(acts, star) + lay.px(52) > card.width:
        star -= 1
    marks = stars.width(acts, star) if earned else 0
    if earned and picture:
        shelf = Rect(0, 0, marks + lay.px(28), star + lay.px(20))
        shelf.topright = card.right - lay.px(12), card.top + lay.px(12)
        shapes.box(surface, shelf, shelf.height // 2, theme.card, border, theme.line)
        at = shelf.left + lay.px(14), shelf.centery
        stars.draw(surface, at[0], at[1], star, earned, theme, theme.card)
        marks = 0
    top = card.top + picture + (lay.px(26) if picture else pad)
    title = phrases.title(level)
    title_room = room - (marks + lay.px(16) if marks else 0)
    drawn = text.draw(surface, title, (left, top), size, theme.ink, text.HEADING, y="top", width_px=title_room)
    if marks:
        at = card.right - pad - marks, drawn.centery
        stars.draw(surface, at[0], at[1], star, earned, theme, theme.card)
    inner = Rect(left, drawn.bottom + lay.px(24 if not lay.compact else 18), room, 10)
    while body > 12 and inner.top + high - body // 2 > card.bottom:
        body -= 1
        high = text.paragraph(None, level.words.idea, Rect(0, 0, room, 10), body, theme.ink, leading=1.3)
    below = text.paragraph(surface, level.words.idea, inner, body, theme.ink, leading=1.3)
    foot = card.bottom - lay.px(30)
    line, small = article_line(level), lay.type_px(25)
    if foot - body > below + lay.px(10) and text.width(line, small) <= room:
        text.draw(surface, line, (left, foot), small, theme.ink_soft)


def draw_lock(surface: Surface, card: Rect, word: str, stage: Stage) -> None:
    """Over a card that the class may not open now: a veil, a lock, and the teacher's word."""
    lay, theme = stage.lay, stage.theme
    surface.blit(shapes.shade(card.size, (*theme.ground, 110)), card)
    size = lay.type_px(32 if not lay.compact else 26)
    said = word or words.say("screen.levels.locked")
    room = Rect(card.left + lay.px(40) + size * 2, 0, card.width - lay.px(70) - size * 2, 10)
    while size > 12 and len(text.wrap(said, size, text.BOLD, room.width)) > 3:
        size -= 1
    lines = text.wrap(said, size, text.BOLD, room.width)
    high = round(size * 1.3) * (len(lines) - 1) + size
    band = Rect(card.left + lay.px(12), 0, card.width - lay.px(24), max(high + lay.px(44), round(card.height * 0.37)))
    band.bottom = card.bottom - lay.px(12)  # over the idea: which level it is can still be read
    shapes.box(surface, band, lay.px(14), theme.panel, max(lay.px(3), 1), theme.accent_low)
    side = round(size * 1.5)
    shapes.draw_sign(surface, "lock", (card.left + lay.px(36) + side // 2, band.centery), side, theme.on_panel)
    room.top = band.centery - high // 2
    text.paragraph(surface, said, room, size, theme.on_panel, text.BOLD, leading=1.3)


def article_line(level: Level) -> str:
    """Which part of the article a level stands for; a level without a number stands for none."""
    if phrases.number_of(level.name):
        return words.say("screen.briefing.stands_for", article=level.words.article)
    return level.words.article
