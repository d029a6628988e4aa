"""The cards of the demo: whose turn it is, what is being said, what came of it. Draws them; decides nothing."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.demo_pace import Said
from lucy.run.demo_programme import Turn
from lucy.run.headline import headline
from lucy.run.result import Result
from lucy.sim.level import Level
from lucy.ui import caption_line, phrases, shapes, stars, text, widgets
from lucy.ui.layout import play_zones
from lucy.ui.pictures.faces import face
from lucy.ui.stage import Stage
from lucy.ui.theme import Colour

VEIL = (30, 18, 10, 190)


def veil(surface: Surface) -> None:
    """What is under a card steps back."""
    surface.blit(shapes.shade(surface.get_size(), VEIL), (0, 0))


def _board(surface: Surface, stage: Stage, units: int, height: int, middle: int) -> Rect:
    """The ground of a card, at most so many units wide, round that height of the window; returns where it is."""
    lay, theme = stage.lay, stage.theme
    board = Rect(0, 0, min(lay.px(units), lay.width - lay.px(80)), height)
    board.center = lay.width // 2, middle
    shapes.box(surface, board, lay.px(36), theme.card, max(lay.px(5), 1), theme.accent_low)
    return board


def _card(surface: Surface, stage: Stage, height: int) -> Rect:
    """An empty card in the middle of the window, so high; returns what is inside its margins."""
    lay = stage.lay
    if lay.compact:
        height = lay.height - lay.px(176)
    card = _board(surface, stage, 1560, height, (lay.height if not lay.compact else lay.height - lay.px(120)) // 2)
    return card.inflate(-lay.px(140), -lay.px(120)) if not lay.compact else card.inflate(-lay.px(80), -lay.px(64))


def _fitting(line: str, width: int, height: int, size: int, weight: str = text.REGULAR) -> int:
    """The type size, that one or smaller, at which a paragraph of a card is no higher than that."""
    return text.fit_paragraph(line, size, weight, Rect(0, 0, width, height), leading=1.3)


def draw_progress(surface: Surface, stage: Stage, part: float) -> None:
    """A thin line along the lower edge: how soon it goes on."""
    lay = stage.lay
    high = max(lay.px(10), 4)
    surface.fill(stage.theme.panel_deep, Rect(0, lay.height - high, lay.width, high))
    surface.fill(stage.theme.accent, Rect(0, lay.height - high, round(lay.width * min(max(part, 0.0), 1.0)), high))


def _invite(surface: Surface, stage: Stage) -> None:
    """What anybody who walks by should know, under the card."""
    lay = stage.lay
    said = words.say("screen.demo.press")
    size = lay.type_px(40)
    wide = text.width(said, size, text.BOLD) + lay.px(100)
    chip = Rect(0, 0, wide, lay.px(84))
    chip.center = lay.width // 2, lay.height - lay.px(84)
    shapes.box(surface, chip, chip.height // 2, stage.theme.accent, max(lay.px(4), 1), stage.theme.accent_low)
    text.draw(surface, said, chip.center, size, stage.theme.on_accent, text.BOLD, x="centre", y="middle")


def draw_title(surface: Surface, stage: Stage, level: Level, number: str, act_title: str, turn: Turn) -> None:
    """Which level, and its idea; then who stands at the belt, with face, name and sentence."""
    lay, theme = stage.lay, stage.theme
    veil(surface)
    inner = _card(surface, stage, min(lay.px(780 if turn.opens else 640), lay.height - lay.px(280)))
    title = phrases.title(level, number)
    top = inner.top
    drawn = text.draw(
        surface, title, (inner.left, top), lay.type_px(78 if turn.opens else 54), theme.ink, text.HEADING, y="top",
        width_px=inner.width,
    )  # fmt: skip
    top = drawn.bottom + lay.px(40)
    if act_title:
        at = inner.left, top
        drawn = text.draw(surface, act_title, at, lay.type_px(40), theme.ink_soft, text.BOLD, y="top",
                          width_px=inner.width)  # fmt: skip
        top = drawn.bottom + lay.px(40)
    side = min(lay.px(290 if turn.opens else 330), round(inner.height * (0.5 if turn.opens else 0.6)))
    at_y = inner.bottom - side
    if turn.opens:
        idea, room = level.words.idea, Rect(inner.left, top + lay.px(8), inner.width, 10)
        size = _fitting(idea, inner.width, at_y - lay.px(36) - room.top, lay.type_px(50))
        top = text.paragraph(surface, idea, room, size, theme.ink, leading=1.3)
    surface.fill(theme.line, Rect(inner.left, (top + at_y) // 2 + lay.px(4), inner.width, max(lay.px(3), 1)))
    surface.blit(face(turn.consumer, side), (inner.left, at_y))
    _who(surface, stage, turn, Rect(inner.left + side + lay.px(56), at_y, inner.width - side - lay.px(56), side))
    _invite(surface, stage)


def _who(surface: Surface, stage: Stage, turn: Turn, box: Rect) -> None:
    """"First at the belt", the name, the sentence; in the middle of the box's height."""
    lay, theme = stage.lay, stage.theme
    said = words.say("screen.demo.first" if turn.opens else "screen.demo.then")
    name = caption_line.speaker_name(turn.consumer)
    sentence = words.say(f"personas.{turn.consumer}.sentence")
    small, big, body = lay.type_px(34), lay.type_px(78), lay.type_px(42)
    room = Rect(box.left, 0, box.width, 10)
    body = _fitting(sentence, box.width, box.height - small - big - lay.px(56), body)
    high = text.paragraph(None, sentence, room, body, theme.ink, leading=1.3)
    top = box.centery - (small + lay.px(22) + big + lay.px(22) + high) // 2
    drawn = text.draw(surface, said, (box.left, top), small, theme.ink_soft, y="top", width_px=box.width)
    at = box.left, drawn.bottom + lay.px(22)
    drawn = text.draw(surface, name, at, big, theme.ink, text.HEADING, y="top", width_px=box.width)
    room.top = drawn.bottom + lay.px(28)
    text.paragraph(surface, sentence, room, body, theme.ink, leading=1.3)


def draw_after(surface: Surface, stage: Stage, level: Level, result: Result, verdict: str, turn: Turn) -> None:
    """What came of it: how it ended, the stars, the one number, and what it teaches."""
    lay, theme = stage.lay, stage.theme
    veil(surface)
    side, star, size = lay.px(230), lay.px(92), lay.type_px(48)
    wide = min(lay.px(1560), lay.width - lay.px(80)) - lay.px(140)
    high = text.paragraph(None, verdict, Rect(0, 0, wide, 10), size, theme.ink, leading=1.3)
    inner = _card(surface, stage, min(lay.px(600) + high, lay.height - lay.px(260)))
    surface.blit(face(turn.consumer, side), inner.topleft)
    ending = phrases.ending(result)
    good = ending in phrases.GOOD_ENDINGS
    left = inner.left + side + lay.px(50)
    wide = stars.width(1, star)
    room = inner.right - wide - lay.px(40) - left
    name, said = caption_line.speaker_name(turn.consumer), words.say(f"screen.ending.{ending}")
    top = inner.top + lay.px(34)
    drawn = text.draw(surface, name, (left, top), lay.type_px(44), theme.ink_soft, text.BOLD, y="top", width_px=room)
    colour = theme.good_ink if good else theme.bad_ink
    at = left, drawn.bottom + lay.px(34)
    text.draw(surface, said, at, lay.type_px(84), colour, text.HEADING, y="top", width_px=room)
    stars.draw(surface, inner.right - wide, inner.top + side // 2, star, (result.stars,), theme, theme.card)
    number, what = headline(result, level)
    middle = inner.top + side + lay.px(110)
    _number(surface, stage, number, what, Rect(inner.left, middle - lay.px(70), inner.width, lay.px(140)), colour)
    top = middle + lay.px(104)
    surface.fill(theme.line, Rect(inner.left, top, inner.width, max(lay.px(3), 1)))
    top += lay.px(34)
    size = _fitting(verdict, inner.width, inner.bottom - top, size)
    text.paragraph(surface, verdict, Rect(inner.left, top, inner.width, 10), size, theme.ink, leading=1.3)
    _invite(surface, stage)


def _number(surface: Surface, stage: Stage, number: str, what: str, box: Rect, colour: Colour) -> None:
    """The number very large, and beside it what it counts."""
    lay, theme = stage.lay, stage.theme
    drawn = text.draw(
        surface, number, (box.left, box.centery), lay.type_px(150), colour, text.HEADING, y="middle",
        width_px=round(box.width * 0.55),
    )  # fmt: skip
    at = drawn.right + lay.px(36), box.centery
    text.draw(surface, what, at, lay.type_px(52), theme.ink, text.BOLD, y="middle", width_px=box.right - at[0])


def draw_chips(surface: Surface, stage: Stage, quick: float) -> None:
    """In the upper left corner of the picture: how to take over, and how much it is hurried (0: not)."""
    lay, theme, zones = stage.lay, stage.theme, play_zones(stage.lay)
    left, middle = zones.picture.left + lay.px(28), zones.picture.top + lay.px(44)
    labels = [(words.say("screen.demo.press"), True)]
    if quick:
        labels.append((words.say("screen.demo.quick", speed=quick), False))
    for label, lit in labels:
        wide = text.width(label, lay.type_px(28), text.BOLD) + 2 * lay.px(26)
        chip = widgets.chip(surface, (left + wide, middle), label, theme, lay, lit, lay.px(900))
        left = chip.right + lay.px(18)


def draw_said(surface: Surface, stage: Stage, said: Said) -> None:
    """A sentence at a turning point, over the caption line: by a persona with its face, or by the level."""
    lay, theme, zones = stage.lay, stage.theme, play_zones(stage.lay)
    pad = lay.px(36)
    box = Rect(pad, 0, lay.width - 2 * pad, lay.px(150))
    box.bottom = zones.caption.bottom - lay.px(2)
    shapes.shadow(surface, box, lay.px(30), lay.px(30), 0.4)
    shapes.box(surface, box, lay.px(30), theme.card, max(lay.px(5), 1), theme.accent_low)
    left = box.left + lay.px(48)
    if said.speaker:
        side = lay.px(196)
        surface.blit(face(said.speaker, side), (box.left + lay.px(18), box.bottom - side - lay.px(8)))
        left = box.left + side + lay.px(48)
    room = Rect(left, 0, box.right - lay.px(40) - left, 10)
    size = _fitting(said.text, room.width, box.height - lay.px(30), lay.type_px(48), text.BOLD)
    high = text.paragraph(None, said.text, Rect(0, 0, room.width, 10), size, theme.ink, text.BOLD, leading=1.3)
    room.top = box.centery - (high - round(0.3 * size)) // 2
    text.paragraph(surface, said.text, room, size, theme.ink, text.BOLD, leading=1.3)


def _notice(surface: Surface, stage: Stage, heading: str, height: int) -> Rect:
    """A card over the visitor's page with a heading; returns what is left of it, inside its margins."""
    lay, theme = stage.lay, stage.theme
    veil(surface)
    card = _board(surface, stage, 1240, min(height, lay.height - lay.px(60)), lay.height // 2)
    at = card.centerx, card.top + lay.px(72)
    drawn = text.draw(surface, heading, at, lay.type_px(104), theme.ink, text.HEADING, x="centre", y="top",
                      width_px=card.width - lay.px(120))  # fmt: skip
    left = card.left + lay.px(80)
    return Rect(left, drawn.bottom + lay.px(58), card.width - lay.px(160), card.bottom - drawn.bottom - lay.px(120))


def draw_welcome(surface: Surface, stage: Stage) -> None:
    """To a visitor who has just come: three keys, and that any of them begins."""
    lay, theme = stage.lay, stage.theme
    inner = _notice(surface, stage, words.say("screen.demo.your_turn"), lay.px(740))
    side, top = lay.px(96), inner.top
    for key in ("buffer", "drop", "control"):
        letter = words.say(f"screen.keys.{key}")[0]
        cap = Rect(inner.left + lay.px(60), top, side, side)
        shapes.box(surface, cap, lay.px(18), theme.accent_low)
        shapes.box(surface, Rect(cap.left, cap.top, side, side - lay.px(8)), lay.px(18), theme.accent)
        middle = cap.centery - lay.px(4)
        at = cap.centerx, middle
        text.draw(surface, letter, at, lay.type_px(52), theme.on_accent, text.HEADING, x="centre", y="middle")
        at = cap.right + lay.px(44), middle
        line = words.say(f"screen.demo.keys.{key}")
        text.draw(surface, line, at, lay.type_px(48), theme.ink, text.BOLD, y="middle", width_px=inner.right - at[0])
        top = cap.bottom + lay.px(24)
    said, at = words.say("screen.demo.begin"), (inner.centerx, top + lay.px(66))
    text.draw(surface, said, at, lay.type_px(44), theme.good_ink, text.BOLD, x="centre", y="middle",
              width_px=inner.width)  # fmt: skip


def draw_still_there(surface: Surface, stage: Stage, left_s: int) -> None:
    """The question, and very large how many seconds are left."""
    lay, theme = stage.lay, stage.theme
    inner = _notice(surface, stage, words.say("screen.demo.still_there"), lay.px(760))
    ring = lay.px(250)
    middle = inner.centerx, inner.top + ring // 2
    disc = Rect(0, 0, ring, ring)
    disc.center = middle
    shapes.box(surface, disc, ring // 2, theme.accent, max(lay.px(8), 2), theme.accent_low)
    text.draw(surface, words.format_number(left_s), middle, lay.type_px(150), theme.on_accent, text.HEADING,
              x="centre", y="middle")  # fmt: skip
    room = Rect(inner.left, inner.top + ring + lay.px(52), inner.width, 10)
    said = words.say("screen.demo.handing_back")
    text.paragraph(surface, said, room, lay.type_px(44), theme.ink, x="centre", leading=1.3)
