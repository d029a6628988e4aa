"""A debrief saved as one HTML page: gathers what stands on it, writes it, and says where it lies."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lucy import __version__
from lucy.run import debrief_page, places, strategy, words
from lucy.run.debrief_page import DebriefPage, Deed
from lucy.run.recorder import Recorder
from lucy.run.session import Session
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.ui import phrases
from lucy.ui.own_panel import played_by
from lucy.ui.scenes.saved import Told
from lucy.ui.stage import Scene

if TYPE_CHECKING:
    from lucy.ui.scenes.debrief import Debrief

_MARKED = ("dropped", "late", "overflowed", "no_return")  # the first of each


def save(debrief: Debrief) -> Scene:
    """Write the page into the folder of pictures; the scene that says where it is."""
    try:
        file = places.fresh_file(places.pictures(), debrief.level.name, ".html")
        fresh = file.with_suffix(".new")
        fresh.write_text(debrief_page.html(page_of(debrief, file.stem)), encoding="utf-8")
        fresh.replace(file)
    except OSError as fault:
        return Told(debrief, words.lines("screen.handed_in.not_saved", fault=fault.strerror or str(fault)))
    return Told(debrief, words.lines("screen.handed_in.saved", path=str(file)))


def page_of(debrief: Debrief, name: str = "replay") -> DebriefPage:
    """What stands on the page of a debrief. `name`: of the recording that is inside it."""
    told, session, choice = debrief.told, debrief.session, debrief.played.choice
    return DebriefPage(
        level=told.level,
        act=choice.act,
        who=played_by(session),
        result=told.result,
        ending=words.say(f"screen.ending.{phrases.ending(told.result)}"),
        line=told.line,
        deeds=deeds(session),
        prediction=told.prediction,
        before=told.before,
        told=told.lines,
        hindsight=_hindsight(debrief),
        marks=_marks(debrief),
        replay=recording_of(session, choice.act),
        replay_name=f"{name}.jsonl",
        game=__version__,
        written=time.strftime("%Y-%m-%d"),
    )


def deeds(session: Session) -> tuple[Deed, ...]:
    """What was set in a run, a deed for each change that can be seen; changes at one moment are one."""
    level, found = session.level, list[Deed]()
    for entry in session.tape.entries:
        if entry.controls is None:
            continue
        why = words.say(f"reasons.{entry.reason.key}", **dict(entry.reason.numbers)) if entry.reason is not None else ""
        deed = Deed(entry.tick / level.tick_hz, _keys(level, entry.controls), why)
        if found and found[-1].at_s == deed.at_s:
            found.pop()
        if not found or found[-1].keys != deed.keys:
            found.append(deed)
    return tuple(found)


def _keys(level: Level, controls: Controls) -> tuple[tuple[str, str], ...]:
    """What each key stands at, "" where it is off."""
    on = strategy.lit(controls, level)
    stands = {key: phrases.controls_amount(level, controls, key) or words.say("screen.settings.on") for key in on}
    return tuple((words.say(f"screen.keys.{key}"), stands.get(key, "")) for key in strategy.ADJUSTABLE)


def recording_of(session: Session, act: int) -> bytes:
    """The run as a recording's file; empty where it was over before there was anything to record."""
    with tempfile.TemporaryDirectory(prefix="lucy-page-") as folder:
        file = Path(folder) / "run.jsonl"
        Recorder(session, act, file).close()
        return file.read_bytes() if file.exists() else b""


def _hindsight(debrief: Debrief) -> tuple[str, ...]:
    asked = debrief.hindsight
    if asked is None or asked.no_return_s is None:
        return ()
    return (words.say(f"screen.what_if.no_return_{asked.goal}", clock=phrases.clock(asked.no_return_s)),)


def _marks(debrief: Debrief) -> tuple[tuple[float, str], ...]:
    """The moments worth a line in the chart: the acts by their titles, and what went wrong."""
    found: list[tuple[float, str]] = []
    seen: set[str] = set()
    for mark in sorted((*debrief.told.line.marks, *debrief.played.scrub.marks), key=lambda mark: mark.at_s):
        if mark.kind == "act":
            found.append((mark.at_s, mark.text))
        elif mark.kind in _MARKED and mark.kind not in seen:
            found.append((mark.at_s, words.say(f"screen.timeline.{mark.kind}")))
            seen.add(mark.kind)
    return tuple(found)
