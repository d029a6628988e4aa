"""The one line between the picture and the dashboard, and the words for a sound. Draws them; chooses nothing."""

from __future__ import annotations

from functools import lru_cache

from pygame import Rect, Surface

from lucy.run import language, words
from lucy.run.session import Session
from lucy.run.snapshot import Snapshot
from lucy.ui import phrases, text, widgets
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme


def line(now: Snapshot) -> tuple[str, str]:
    """Who speaks ("" for nobody) and what is said."""
    if now.caption is None:
        return "", words.say("screen.play.begin")
    return now.caption.speaker, now.caption.text


@lru_cache(maxsize=64)  # asked on every frame, and a name that is not there is looked for at length
def speaker_name(name: str) -> str:
    """How a persona is called on screen; a consumer of one's own is called by its file."""
    try:
        return words.say(f"personas.{name}.name")
    except words.WordsError:
        return name


language.on_change(speaker_name.cache_clear)


def at_the_belt(session: Session, wide: bool) -> str:
    """Who stands at the belt, and since when, if somebody went back and took over. `wide`: there is room for words."""
    name = session.consumer_name
    who = words.say("screen.personas.you") if name == "you" else speaker_name(name)
    if session.branched_at_s:
        return words.say("screen.scrub.second_try", name=who, clock=phrases.clock(session.branched_at_s[-1]))
    return words.say("screen.personas.at_the_belt", name=who) if wide else who


def draw_line(
    surface: Surface, rect: Rect, speaker: str, said: str, theme: Theme, lay: Layout, lit: bool = False
) -> None:
    """The line, numbers in bold. `lit`: it is a hint."""
    surface.fill(theme.accent if lit else theme.card, rect)
    surface.fill(theme.line, Rect(rect.left, rect.top, rect.width, max(lay.px(3), 1)))
    if speaker and speaker != "you":
        said = words.say("screen.play.speaks", name=speaker_name(speaker), line=said)
    least = lay.type_px(22) if not lay.compact else 11
    room = rect.width - lay.px(72 if not lay.compact else 24)
    ink, size = theme.on_accent if lit else theme.ink, lay.type_px(36)
    lines: tuple[str, ...] = (said,)
    if lay.large:
        size, lines = _in_rows(said, size, room, rect.height)
    step = round(size * 1.18)
    for place, line in enumerate(lines):
        at = rect.centerx, rect.centery + round((place - (len(lines) - 1) / 2) * step)
        text.rich(surface, line, at, size, ink, room, least)


def _in_rows(said: str, size: int, room: int, high: int) -> tuple[int, tuple[str, ...]]:
    """The size, that one or the largest below it, at which all that is said stands on rows that are `high` together."""
    while size > text.LEAST_PX:
        lines = text.wrap(said, size, text.BOLD, room)
        if round(len(lines) * size * 1.18) <= high:
            return size, lines
        size -= 1
    return size, text.wrap(said, size, text.BOLD, room)


def draw_sound(surface: Surface, picture: Rect, name: str, theme: Theme, lay: Layout) -> None:
    """What is heard, as words in the upper right corner of the picture. `name`: a key of [screen.sound], or ""."""
    if name:
        at = picture.right - lay.px(24), picture.top + lay.px(34)
        widgets.chip(surface, at, words.say(f"screen.sound.{name}"), theme, lay, False, picture.width // 2)
