"""A show: a clicker walks its beats. Which runs there are is the rehearsal's; what a beat looks like is `show_board`.

Escape never ends a talk by itself, since clickers send it: only twice in a row does. The clock of a beat's run stops
at its pause point to the tick, however the frames fell, so that the same show gives the same digests everywhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.session import Session
from lucy.run.show_files import Beat, Show
from lucy.run.show_runs import Rehearsal, pause_tick
from lucy.ui import clicker, phrases, show_board, show_overview
from lucy.ui.keymap import Input
from lucy.ui.picture import Picture
from lucy.ui.settings import next_speed
from lucy.ui.stage import Scene, Stage

NOTICE_S = 3.0
READ_S = 0.2  # measured numbers change no more often than this, to be readable
WORK_S, WORK_STILL_S = 0.004, 0.012  # of each frame, for the rehearsal: while a run plays, while nothing moves
BLACK = (0, 0, 0)
EASE_S = 0.6  # of the picture's time, when a beat begins in the midst of a run


class ShowScene:
    """One show on screen. `begin`: the place of the beat to begin with. `back` makes the scene for when it is left."""

    def __init__(
        self, show: Show, stage: Stage, big: bool = False, begin: int = 0,
        back: Callable[[], Scene | None] = lambda: None,
    ) -> None:  # fmt: skip
        self.show, self.big, self.back = show, big, back
        self.rehearsal = Rehearsal(show)
        self.blank = self.overview = self.counts = False
        self.elapsed_s = 0.0  # since the talk began
        self.talks = False
        self.typed = self.notice = ""
        self.notice_s = 0.0
        self.asks = False  # Escape was pressed once
        self.focus = self.place = 0
        self.session: Session | None = None
        self.picture = Picture()
        self.go(begin)

    @property
    def beat(self) -> Beat:
        """The beat on screen."""
        return self.show.beats[self.place]

    @property
    def waits(self) -> bool:
        """Whether nothing moves: a card, or a run that has come to its pause point or was paused."""
        return self.session is None or self.session.paused

    def go(self, place: int) -> None:
        """Begin the beat at that place."""
        self.place = self.focus = min(max(place, 0), len(self.show.beats) - 1)
        self.blank = self.overview = False
        beat, self.session = self.beat, None
        if beat.is_run:
            self.session = self.rehearsal.start(self.place)
            self.session.paused, self.session.speed = False, beat.speed
            self.stops: int | None = pause_tick(self.session, beat)
            self.picture = Picture(beat.consumer)
            self.picture.advance(EASE_S)
            self._read()

    def _read(self) -> None:
        assert self.session is not None
        self.now = self.shown = self.session.snapshot()
        self.read_s = 0.0

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """What a clicker sends, and what a speaker presses."""
        if wish.what in ("move", "page"):  # a gamepad's
            wish = Input("beat", by=wish.by) if wish.value not in ("up", "down") else Input("row", by=-wish.by)
        what = wish.what
        if what in ("hover", "stir", "full_screen"):
            return self
        if what in ("back", "quit"):
            return self._escape(what)
        self.asks = False
        self.notice_s = 0.0
        if what == "digit":
            self.typed = (self.typed + str(wish.by))[-3:]
            self._say(words.say("screen.show.jump", number=int(self.typed), **clicker.caps_named()))
            return self
        typed, self.typed = self.typed, ""
        if what == "accept" and typed:
            self._jump(int(typed))
        elif self.overview:
            self._choose(wish, stage)
        elif what in ("beat", "accept", "point"):
            self._step(wish.by if what == "beat" else 1)
        else:
            self._do(what, wish)
        return self

    def _do(self, what: str, wish: Input) -> None:
        session = self.session
        match what:
            case "blank":
                self.blank = not self.blank
            case "start" | "restart":
                self.go(0 if what == "start" and not self.talks else self.place)
                self.talks = True
            case "edge":
                self.go(0 if wish.by < 0 else len(self.show.beats) - 1)
            case "overview":
                self.overview, self.focus = True, self.place
            case "countdown":
                self.counts, self.talks = not self.counts, True
            case "pause" if session is not None and not session.finished:
                session.paused = not session.paused
                if not session.paused and self.stops is not None and session.world.tick >= self.stops:
                    self.stops = None  # past the pause point, on to the level's end
            case "speed" if session is not None:
                session.speed = next_speed(session.speed, wish.by or 1, around=False)

    def _step(self, by: int) -> None:
        place, self.talks = self.place + by, True
        if self.blank and not 0 <= place < len(self.show.beats):
            self.blank = False
        elif 0 <= place < len(self.show.beats):
            self.go(place)
        else:
            self._say(words.say("screen.show.last" if by > 0 else "screen.show.first"))

    def _jump(self, number: int) -> None:
        total = len(self.show.beats)
        if 1 <= number <= total:
            self.go(number - 1)
        else:
            self._say(words.say("screen.show.no_beat", number=number, total=total))

    def _choose(self, wish: Input, stage: Stage) -> None:
        """In the overview: move the focus, jump, or close it."""
        last = len(self.show.beats) - 1
        if wish.what == "beat":
            self.focus = min(max(self.focus + wish.by, 0), last)
        elif wish.what == "row":
            self.focus = min(max(self.focus + wish.by * show_overview.COLUMNS, 0), last)
        elif wish.what == "edge":
            self.focus = 0 if wish.by < 0 else last
        elif wish.what == "accept":
            self.go(self.focus)
        elif wish.what == "overview":
            self.overview = False
        elif wish.what == "sheet":
            self.focus = (self.focus // show_overview.SHEET + 1) * show_overview.SHEET
            self.focus = self.focus if self.focus <= last else 0
        elif wish.what == "point":
            at = show_board.board(stage.size, self.big)
            tiles = show_overview.tiles(at, self.show, self.focus)
            self.go(next((place for place, rect in tiles if rect.collidepoint(wish.at)), self.place))

    def _escape(self, what: str) -> Scene | None:
        """Once: put away what is over the show, or ask. Twice in a row: leave."""
        if self.overview or self.typed:
            self.overview, self.typed, self.notice_s = False, "", 0.0
            return self
        if self.asks and self.notice_s > 0:
            return None if what == "quit" else self.back()
        self.asks = True
        self._say(words.say("screen.show.esc", **clicker.caps_named()))
        return self

    def _say(self, line: str) -> None:
        self.notice, self.notice_s = line, NOTICE_S

    # -- time

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Run the beat up to its pause point; in the time that is left, rehearse the next ones."""
        if self.talks:
            self.elapsed_s += real_s
        self.notice_s = max(self.notice_s - real_s, 0.0)
        if self.notice_s == 0:
            self.typed, self.asks = "", False
        if self.session is not None and not (self.blank or self.overview):
            self._run(self.session, real_s, stage)
        until = time.perf_counter() + (WORK_STILL_S if self.waits else WORK_S)
        while time.perf_counter() < until and self.rehearsal.work():
            pass
        return self

    def _run(self, session: Session, real_s: float, stage: Stage) -> None:
        if not session.paused:
            ticks = session.clock.advance(real_s)
            left = ticks if self.stops is None else self.stops - session.world.tick
            session.run_ticks(min(ticks, left))
            session.paused = session.finished or session.world.tick == self.stops
            self.picture.advance(real_s)
        elif session.finished:
            self.picture.advance(real_s)  # what fell comes to rest
        self.now = session.snapshot()
        self.read_s += real_s
        if self.read_s >= READ_S or session.paused:
            self.read_s, self.shown = 0.0, self.now
        stage.sounds.hear(self.now, real_s)

    @property
    def digest(self) -> str:
        """Of the run on screen, as it stands; empty on a card."""
        return self.session.world.digest() if self.session is not None else ""

    # -- drawing

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The beat, or all of them, or nothing; over it what somebody should know now."""
        at, theme = show_board.board(stage.size, self.big), stage.theme
        if self.blank:
            surface.fill(BLACK)
        elif self.overview:
            show_overview.draw(surface, at, self.show, self.focus, theme)
        elif self.session is None:
            show_board.draw_card(surface, at, self.beat, theme)
        else:
            self._draw_run(surface, at, stage, self.session)
        if not self.blank:
            show_board.draw_foot(surface, at, self.beat.number, len(self.show.beats), self._time_left(), theme)
        if self.notice_s > 0:
            show_board.draw_notice(surface, at, self.notice, theme)

    def _draw_run(self, surface: Surface, at: show_board.Board, stage: Stage, session: Session) -> None:
        theme, level = stage.theme, session.level
        self.picture.draw(surface, Rect(at.picture), level, self.now, stage.settings.reduced_motion)
        held = session.paused and not session.finished and session.world.tick != self.stops
        show_board.draw_chips(surface, at, level, self.now, held, theme)
        show_board.draw_caption(surface, at, self.beat.caption, theme)
        show_board.draw_numbers(surface, at, level, self.shown, theme)
        if session.finished:
            show_board.draw_end(surface, at, phrases.ending(session.result()), theme)

    def _time_left(self) -> str:
        if not self.counts:
            return ""
        left_s = self.show.minutes * 60 - self.elapsed_s
        key = "left" if left_s > -1 else "over"
        return words.say(f"screen.show.{key}", clock=phrases.clock(abs(left_s)))
