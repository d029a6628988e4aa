"""Back and forth in a run: by keys, with the mouse on the timeline, from mark to mark; and taking it from there.

Moves the session along its line of time. What is drawn of a moment is drawn by the play scene as ever.
"""

from __future__ import annotations

import time

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.hindsight import Hindsight
from lucy.run.session import Session
from lucy.run.snapshot import Mark, Timeline
from lucy.ui import charts, phrases, widgets
from lucy.ui.keymap import Input
from lucy.ui.layout import Layout, PlayZones
from lucy.ui.stage import Stage
from lucy.ui.theme import Theme
from lucy.ui.widgets import Button

AHEAD_S = 0.004  # of each frame, to read on in a recording that is played
END = 10**12  # a tick that no run gets to
HELD_S = 0.4  # an arrow that is down so long walks on by itself,
SLOW_PER_S, FAST_PER_S, TWICE_S = 10, 80, 0.8  # so many steps a second at first and at most; doubled in that time
_STEPS = {"move": 1, "scrub": 10}  # tenths of a second


class Scrub:
    """Where in a run the screen stands, and, once it has ended, what could still have come of it."""

    def __init__(self, session: Session, replayed: bool = False) -> None:
        self.session = session
        self.hindsight: Hindsight | None = None
        self._dragged = False
        self._held_s = self._owed = 0.0  # how long an arrow has been down, and the part of a step that is due
        self._wanted: int | None = None
        self._line: tuple[object, Timeline] | None = None
        if replayed:  # the line is read ahead of what is shown, so that it can be walked from end to end
            session.run_ticks(session.level.tick_hz)
            session.line.seek(session, 0)

    @property
    def looks_back(self) -> bool:
        """Whether what is shown has happened already."""
        return self.session.line.looks_back

    @property
    def shows_all(self) -> bool:
        """Whether the chart shows the whole run, with a hand at the present moment."""
        return self.session.paused or self.looks_back

    def wish(self, wish: Input) -> bool:
        """A key; False: it is not for this. The arrows move only what stands still."""
        session = self.session
        if not (self.shows_all or session.finished):
            return False
        if wish.what == "scrub" or (wish.what == "move" and wish.value in ("left", "right")):
            self.go(session.world.tick + wish.by * _STEPS[wish.what] * session.decision_ticks)
        elif wish.what in ("jump", "next"):
            self._jump(wish.by)
        elif wish.what == "edge":
            self.go(0 if wish.by < 0 else END)
        else:
            return False
        return True

    def mouse(self, wish: Input, chart: Rect, lay: Layout) -> bool:
        """The pointer, pressed on the chart or drawn along it; False: it is elsewhere."""
        if wish.what == "point":
            self._dragged = chart.collidepoint(wish.at)
        elif wish.what != "hover" or not wish.by:
            self._dragged = False
        if self._dragged:
            self.session.paused = True
            begin, end = charts.span(self.line(), None, self.session.level.duration_ms / 1000)
            at_s = charts.time_at(chart, lay, wish.at[0], begin, end)
            self._wanted = round(at_s * self.session.level.tick_hz)
        return self._dragged

    def advance(self, held: Input | None = None, real_s: float = 0.0) -> bool:
        """Once a frame: go where the mouse or a held arrow leads, and read on. True: another moment is shown now."""
        self._read_ahead()
        self._hold(held, real_s)
        if self._wanted is None:
            return False
        self.go(self._wanted)
        return True

    def _hold(self, held: Input | None, real_s: float) -> None:
        """An arrow that is held down walks on after a moment, faster and faster."""
        session = self.session
        if held is None or not (self.shows_all or session.finished):
            self._held_s = self._owed = 0.0
            return
        self._held_s += real_s
        walks_s = self._held_s - HELD_S
        if walks_s > 0:
            self._owed += real_s * min(SLOW_PER_S * 2 ** (walks_s / TWICE_S), FAST_PER_S)
            steps, self._owed = divmod(self._owed, 1.0)
            if steps:
                by = int(steps) * held.by * _STEPS[held.what] * session.decision_ticks
                self._wanted = max(session.world.tick + by, 0)

    def go(self, tick: int) -> None:
        """Stand at that tick, paused."""
        session, self._wanted = self.session, None
        session.paused = True
        session.clock.owed = 0.0
        session.line.seek(session, tick)

    def take(self) -> None:
        """From here on it is another run."""
        self.session.line.branch(self.session)
        self.hindsight = None

    def ended(self) -> None:
        """The run is over for the first time."""
        self.hindsight = Hindsight(self.session) if self.session.rewinds else None

    def look_into(self, real_s: float) -> None:
        """Spend so much time on what could still have come of the run."""
        until = time.perf_counter() + real_s
        if self.hindsight is not None:
            self.hindsight.work(lambda: time.perf_counter() > until)

    def rewind(self, tick: int | None = None) -> None:
        """To that tick; else to the moment that hindsight points at, or the beginning, where it points at none."""
        asked = self.hindsight
        if tick is not None:
            self.go(tick)
            return
        at_s = 0 if asked is None else asked.trouble_s if asked.no_return_s is None else asked.no_return_s
        self.go(at_s * self.session.level.tick_hz)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What hindsight adds to the moments that the run has marked."""
        if self.hindsight is None or self.hindsight.no_return_s is None:
            return ()
        return (Mark(float(self.hindsight.no_return_s), "no_return"),)

    def said(self, stage: Stage) -> str:
        """What the caption line says of this; empty while the newest moment goes on."""
        session = self.session
        if session.finished or not session.paused:
            return ""
        if self.looks_back:
            tenths = round(10 * session.time_s)
            return stage.say("screen.scrub.looking_back", clock=phrases.clock(tenths // 10), tenth=tenths % 10)
        if session.branched_at_s and session.time_s == session.branched_at_s[-1]:
            return stage.say("screen.scrub.from_here", clock=phrases.clock(session.time_s))
        return stage.say("screen.play.paused")

    def _jump(self, by: int) -> None:
        """To the next marked moment, or the one before."""
        hz, here = self.session.level.tick_hz, self.session.world.tick
        ticks = sorted({round(mark.at_s * hz) for mark in self.line().marks if mark.kind in charts.MARKED})
        ahead = [tick for tick in (ticks if by > 0 else ticks[::-1]) if (tick - here) * by > 0]
        self.go(ahead[0] if ahead else 0 if by < 0 else END)

    def _read_ahead(self) -> None:
        line, until = self.session.line, time.perf_counter() + AHEAD_S
        while line.looks_back and time.perf_counter() < until and line.read_on(self.session):
            pass

    def line(self, last_s: float | None = None) -> Timeline:
        """What the chart shows: the last seconds, or the whole run with every mark where that is shown."""
        if last_s is not None and not self.shows_all:
            return self.session.timeline(last_s)
        newest = self.session.line.latest(self.session)
        key = newest.tick, len(newest.story.marks), self.marks
        if self._line is None or self._line[0] != key:
            self._line = key, self._whole()
        return self._line[1]

    def _whole(self) -> Timeline:
        found = self.session.line.whole(self.session)
        marks = tuple(sorted((*found.marks, *self.marks), key=lambda mark: mark.at_s))
        return Timeline(found.time_s, found.depth, found.in_per_s, found.out_per_s, found.lost, found.limit, marks)

    def button(self, zones: PlayZones, lay: Layout) -> Button | None:
        """"Take it from here", at the end of the caption line; None where there is nothing to take."""
        if not self.looks_back:
            return None
        caption = zones.caption
        rect = Rect(0, 0, lay.px(400 if not lay.compact else 300), max(caption.height - lay.px(2), 34))
        rect.bottomright = caption.right - lay.px(8), caption.bottom
        return Button(rect, words.say("screen.scrub.take"), "take", primary=True)

    def beside(self, zones: PlayZones, lay: Layout) -> Rect:
        """The caption line, as far as the button leaves it."""
        button, line = self.button(zones, lay), zones.caption
        return line if button is None else Rect(line.left, line.top, button.rect.left - line.left, line.height)

    def draw(self, surface: Surface, zones: PlayZones, theme: Theme, lay: Layout, mouse: tuple[int, int]) -> None:
        """The hand on the chart, and the button."""
        if self.shows_all and zones.timeline.width:
            begin, end = charts.span(self.line(), None, self.session.level.duration_ms / 1000)
            charts.draw_hand(surface, zones.timeline, lay, theme, self.session.time_s, begin, end)
        button = self.button(zones, lay)
        if button is not None:
            rest = Rect(button.rect.left, zones.caption.top, 0, zones.caption.height)
            rest.width = zones.caption.right - rest.left
            surface.fill(theme.card, rest)
            widgets.draw_button(surface, button, theme, lay, button.rect.collidepoint(mouse))
