"""The one line between the picture and the dashboard: what is happening, in plain words. Chooses and draws it."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui import phrases, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme

HOLD_S = 7.0  # how long a caption stands before the line describes the moment again


def line(level: Level, now: Snapshot) -> tuple[str, str]:
    """Who speaks ("" for nobody) and what is said."""
    said = now.caption
    if said is not None and now.time_s - said.at_s < HOLD_S:
        return said.speaker, said.text
    return "", describe(level, now)


def describe(level: Level, now: Snapshot) -> str:
    """The moment in one sentence, from the gauges alone."""
    at = now.gauges
    numbers = {
        "deficit_per_s": at.deficit_per_s,
        "in_per_s": at.in_per_s,
        "out_per_s": at.out_per_s,
        "waiting": at.depth,
    }
    growing = phrases.signed_rate(level, at.deficit_per_s).startswith("+")
    if now.ledger.made == 0:
        return phrases.say(level, "play.begin")
    if growing and at.limit is not None and at.depth >= at.limit > 0:
        return phrases.say(level, "play.full", **numbers)
    if growing and at.full_in_s is not None:
        return phrases.say(level, "play.growing", full_in_s=round(at.full_in_s, 1 if at.full_in_s < 3 else 0), **numbers)
    if growing and at.limit is None:
        return phrases.say(level, "play.growing_open", **numbers)
    if at.deficit_per_s < 0 and at.depth > 1:
        return phrases.say(level, "play.draining", **numbers)
    return phrases.say(level, "play.idle", **numbers)


def speaker_name(name: str) -> str:
    """How a persona is called on screen; a consumer of one's own is called by its file."""
    try:
        return words.say(f"personas.{name}.name")
    except words.WordsError:
        return name


def draw_line(surface: Surface, rect: Rect, speaker: str, said: str, theme: Theme, lay: Layout) -> None:
    """The line, numbers in bold."""
    surface.fill(theme.card, rect)
    surface.fill(theme.line, Rect(rect.left, rect.top, rect.width, max(lay.px(3), 1)))
    if speaker and speaker != "you":
        said = words.say("screen.play.speaks", name=speaker_name(speaker), line=said)
    least = lay.type_px(24) if not lay.compact else 11
    room = rect.width - lay.px(72 if not lay.compact else 24)
    text.rich(surface, said, rect.center, lay.type_px(36), theme.ink, room, least)
