"""The card over the last picture of a run: how it ended, where the picture is empty. Draws it; decides nothing."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.ui import phrases, shapes, text
from lucy.ui.stage import Stage

# The middle of the card in each kind of picture, in parts of its width and height: beside faces, boards and what fell.
PLACES = {
    "belt": (0.27, 0.16),
    "chocolate": (0.27, 0.16),
    "copy": (0.29, 0.46),
    "services": (0.8, 0.16),
    "frames": (0.57, 0.15),
    "keys": (0.19, 0.16),
    "tokens": (0.51, 0.16),
    "fleet": (0.9, 0.16),
}
ELSEWHERE = (0.27, 0.16)


def draw_end(
    surface: Surface, picture: Rect, kind: str, ending: str, stage: Stage, follow: str | None = None
) -> None:
    """`kind`: of the picture. `ending`: a key of [screen.ending]. `follow`: what stands below (else how to go on)."""
    lay, theme = stage.lay, stage.theme
    line = words.say(f"screen.ending.{ending}")
    follow = stage.say("screen.play.next") if follow is None else follow
    small, most = lay.type_px(30 if not lay.compact else 23), round(picture.width * 0.3)
    line, big = text.fit(line, lay.type_px(60 if not lay.compact else 46), text.HEADING, most)
    width = max(text.width(line, big, text.HEADING), text.width(follow, small)) + lay.px(60 if not lay.compact else 40)
    high = lay.px(148 if not lay.compact else 124)
    card = Rect(0, 0, width, high if follow else high * 2 // 3)
    part_x, part_y = PLACES.get(kind, ELSEWHERE)
    card.center = picture.left + round(picture.width * part_x), picture.top + round(picture.height * part_y)
    card.clamp_ip(picture.inflate(-lay.px(40), -lay.px(20)))
    shapes.shadow(surface, card, lay.px(24), lay.px(30), 0.4)
    shapes.box(surface, card, lay.px(24), theme.card, max(lay.px(4), 1), theme.accent_low)
    colour = theme.good_ink if ending in phrases.GOOD_ENDINGS else theme.bad_ink
    at = card.centerx, card.top + high * 36 // 100
    text.draw(surface, line, at, big, colour, text.HEADING, x="centre", y="middle")
    at = card.centerx, card.bottom - high * 27 // 100
    text.draw(surface, follow, at, small, theme.ink_soft, x="centre", y="middle")
