"""The card over the last picture of a run: how it ended. Draws it; decides nothing."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.ui import phrases, shapes, text
from lucy.ui.stage import Stage


def draw_end(surface: Surface, picture: Rect, ending: str, stage: Stage, follow: str | None = None) -> None:
    """`ending` is a key of [screen.ending]. `follow`: what is said below it (else how to go on)."""
    lay, theme = stage.lay, stage.theme
    line = words.say(f"screen.ending.{ending}")
    follow = words.say("screen.play.next") if follow is None else follow
    small = lay.type_px(32)
    line, big = text.fit(line, lay.type_px(84), text.HEADING, round(picture.width * 0.38))
    width = max(text.width(line, big, text.HEADING), text.width(follow, small)) + lay.px(120)
    card = Rect(0, 0, width, lay.px(220 if follow else 168))
    card.center = round(picture.width * 0.27), round(picture.top + picture.height * 0.42)
    card.clamp_ip(picture.inflate(-lay.px(40), -lay.px(20)))
    shapes.shadow(surface, card, lay.px(28), lay.px(36), 0.4)
    shapes.box(surface, card, lay.px(28), theme.card, max(lay.px(4), 1), theme.accent_low)
    colour = theme.good_ink if ending in phrases.GOOD_ENDINGS else theme.bad_ink
    text.draw(
        surface, line, (card.centerx, card.top + lay.px(84)), big, colour, text.HEADING, x="centre", y="middle"
    )
    at = card.centerx, card.bottom - lay.px(56)
    text.draw(surface, follow, at, small, theme.ink_soft, x="centre", y="middle")
