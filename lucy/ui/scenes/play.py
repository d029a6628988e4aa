"""Playing a level: the picture, the dashboard, the keys. Decides nothing; the session runs the level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pygame import Surface

from lucy.run import strategy, words
from lucy.run.snapshot import Gauges, Ledger, Snapshot
from lucy.ui import caption_line, phrases, strategy_keys, top_bar, widgets
from lucy.ui.keymap import Input
from lucy.ui.layer import Layer
from lucy.ui.layout import PlayZones, play_zones
from lucy.ui.own_panel import draw_own, keep_up_own, leave_own, reload_own
from lucy.ui.picture import Picture
from lucy.ui.scenes.dashboard import Dashboard, Shown
from lucy.ui.scenes.end_card import draw_end
from lucy.ui.scenes.scrub import END, Scrub
from lucy.ui.settings import next_speed
from lucy.ui.stage import Choice, Scene, Stage

MOVED_S = 0.25  # of the picture's time: enough for every needle to arrive
READ_S, COUNT_S = 0.2, 0.1  # measured numbers and counts change no more often than this, to be readable
HAND_S = 2.5  # how long the hands-on line stands
LOOK_S = 0.004  # of each frame then, to look into what could still have come of it
HINT_S = 15.0  # a hint stands so long while the run goes on: then the line says again what happens
END_S = 3.0  # the last picture stands this long before the debrief


class Play:
    """One run on screen. `back` makes the scene to return to."""

    records = True

    def __init__(self, choice: Choice, stage: Stage, back: Callable[[], Scene | None], number: str = "") -> None:
        self.choice, self.back, self.number = choice, back, number or phrases.number_of(choice.level.name)
        self.session = choice.session()
        self.session.speed, self.session.rewinds = stage.settings.speed, self.records
        self.level = choice.level
        self.strategy = strategy.begin(self.level)
        self.recorder = stage.recorder(self.session, choice) if self.records else None
        self.scrub = Scrub(self.session, choice.recording is not None)
        self.now: Snapshot = self.session.snapshot()
        self.shown: Gauges = self.now.gauges
        self.read_s = self.end_s = self.hint_s = 0.0
        self.hint = -1
        self.counted = 0
        self.ending = ""  # a key of [screen.ending] once it is over
        self.picture = Picture(choice.consumer)
        self.ledger: Ledger = self.now.ledger
        expected = choice.prediction
        self.ghost = (expected.curve or None) if expected is not None else None
        self._bar, self._caption, self._dashboard = Layer(), Layer(), Dashboard()

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Keys and clicks, while running and while paused."""
        if wish.what in ("quit", "back"):
            self.leave(stage)
            return None if wish.what == "quit" else self.back()
        over = self.session.finished and bool(self.ending) and (self.end_s > 0.4 or self.session.paused)
        if over and wish.what in ("accept", "pause"):
            return self.debrief()
        if self.scrub.mouse(wish, play_zones(stage.lay).timeline, stage.lay):
            return self
        if wish.what == "point":
            return self._point(wish.at, stage)
        if self.scrub.wish(wish):
            self._moved()
            return self
        return self.do(wish, stage)

    def leave(self, stage: Stage) -> None:
        """Nobody plays on here: what runs beside the game ends, and the recording is closed."""
        leave_own(self.session)
        stage.recorded(self.recorder)

    def _moved(self) -> None:
        """Another moment of the run is shown now; the needles stand at once where they stood."""
        self.end_s = 0.0
        self.picture.advance(MOVED_S)
        self.look(now=True)

    def take(self, stage: Stage) -> None:
        """From here on it is yours: the run branches."""
        session = self.session
        if session.finished or (self.choice.is_human and not self.scrub.looks_back):
            return
        self.leave(stage)
        self.scrub.take()
        self.choice = self.choice.by("you", session.hands_on)
        self.strategy = strategy.from_controls(self.level, session.controls)
        self.recorder, self.ending = stage.recorder(session, self.choice), ""
        session.paused = True
        self._moved()

    def do(self, wish: Input, stage: Stage) -> Scene | None:
        """One wish that is not a place on the screen."""
        session, human = self.session, self.choice.is_human
        match wish.what:
            case "pause":
                session.paused = not session.paused
            case "step":
                session.paused = True
                session.step_once()
                self.picture.advance(0.1)
                self.look(now=True)
                stage.sounds.hear(self.now, 0.1)
            case "speed" | "faster":
                session.speed = next_speed(session.speed, wish.by or 1, around=wish.what == "faster")
            case "take":
                self.take(stage)
            case "restart":
                again = leave_own(session) or human  # somebody's own consumer plays again, too
                self.leave(stage)
                return Play(self.choice if again else self.choice.by("you"), stage, self.back, self.number)
            case "reload":
                reload_own(self.session)
            case "hint":
                hints = self.level.words.hints
                self.hint, self.hint_s = -1 if self.hint >= len(hints) - 1 else self.hint + 1, 0.0
            case "help" | "save_level" | "sliders" | "log":
                from lucy.ui.scenes.saved import aside

                session.paused = True
                return aside(wish.what, self, stage)
            case "work" | "accept" if human and self.choice.hands_on:
                session.press()
            case "strategy" if human:
                self.set(strategy.toggle(self.level, self.strategy, wish.value))
            case "move" | "adjust" if human:
                self.set(strategy.adjust(self.level, self.strategy, wish.by))
        return self

    def _point(self, at: tuple[int, int], stage: Stage) -> Scene | None:
        zones = play_zones(stage.lay)
        take = self.scrub.button(zones, stage.lay)
        tools = (*self.tools(zones, stage), *([take] if take else []))
        found = widgets.hit(tools, at)
        if found is not None:
            return self.handle(Input(tools[found].action), stage)
        if self.session.finished and self.ending and (self.end_s > 0.4 or self.session.paused):
            return self.debrief()
        if self.choice.is_human:
            wanted = strategy_keys.after_press(self.level, self.strategy, zones.keys, at, stage.lay)
            if wanted is not None:
                self.set(wanted)
            elif self.choice.hands_on and zones.picture.collidepoint(at):
                self.session.press()
        return self

    def set(self, wanted: strategy.Strategy) -> None:
        """The keys stand so from now on."""
        if wanted != self.strategy and not self.scrub.looks_back and not self.session.finished:
            said = phrases.change(self.level, self.strategy, wanted)
            self.strategy = wanted
            self.session.set_controls(strategy.to_controls(self.level, wanted), said)

    # -- time

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Run the level for that much real time; after the end, go on to the debrief."""
        if self.scrub.advance(stage.held, real_s):
            self._moved()
        self.session.advance(real_s)
        keep_up_own(self.session)
        self.read_s += real_s
        if self.recorder is not None:
            self.recorder.keep_up()
        if not self.session.paused:
            self.picture.advance(real_s)
            self.hint_s += real_s
            self.hint = self.hint if self.hint_s < HINT_S else -1
        self.look(now=self.read_s >= READ_S)
        stage.sounds.hear(self.now, real_s)
        if self.session.finished and not (self.session.paused and self.ending):
            self.end_s += real_s
            self.scrub.look_into(LOOK_S)
            if not self.ending:
                self._end(stage)
            if self.end_s > END_S:
                return self.debrief(unasked=True)
        return self

    def look(self, now: bool) -> None:
        """Take a snapshot. `now`: show its measured numbers at once; counts go on ten times a second of level time."""
        self.now = self.session.snapshot()
        latest, tenth = self.now.gauges, int(self.now.time_s / COUNT_S)
        if now or self.session.finished:
            self.read_s, self.shown = 0.0, latest
        if now or self.session.finished or tenth != self.counted:
            self.counted, self.ledger = tenth, self.now.ledger
            self.shown = replace(self.shown, depth=latest.depth, limit=latest.limit)

    def debrief(self, unasked: bool = False) -> Scene:
        """The page that explains what happened. `unasked`: it comes by itself."""
        from lucy.ui.scenes.debrief import Debrief

        self.scrub.go(END)
        self.look(now=True)
        return Debrief(self, unasked)

    def rewind(self, tick: int | None = None) -> Scene:
        """Back into the run, paused: at that tick, or where it could last have been saved or the trouble began."""
        self.scrub.rewind(tick)
        self._moved()
        return self

    def _end(self, stage: Stage) -> None:
        """The run is over: what it was called, and what it earned."""
        result = self.session.result()
        self.leave(stage)
        self.scrub.ended()
        self.ending = phrases.ending(result)
        if self.choice.is_human and not self.session.branched_at_s:  # a second try earns nothing
            stage.earn(self.choice, result.stars, result.score)

    # -- drawing

    def tools(self, zones: PlayZones, stage: Stage) -> tuple[widgets.Button, ...]:
        """The buttons on the bar."""
        hints, free = bool(self.level.words.hints), top_bar.may_save(self.level, self.choice.is_human, stage.kiosk)
        return top_bar.tools(zones.bar, stage.lay, self.session.paused, self.session.speed, hints, free)

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The whole screen; the bar, the caption and the dashboard only where they have changed."""
        zones = play_zones(stage.lay)
        look = stage.size, stage.settings.text_size, stage.theme.name
        self.picture.draw(surface, zones.picture, self.level, self.now, stage.settings.reduced_motion)
        self._draw_dashboard(surface, zones, stage)
        draw_own(surface, zones.picture, self.session, stage)
        (speaker, said), line = self._said(zones, stage), self.scrub.beside(zones, stage.lay)
        self._caption.draw(
            surface, line, (look, speaker, said, line.width),
            lambda: caption_line.draw_line(
                surface, line, speaker, said, stage.theme, stage.lay, lit=self.hint >= 0
            ),
        )  # fmt: skip
        self._draw_bar(surface, zones, stage, look)
        caption_line.draw_sound(surface, zones.picture, stage.sounds.caption(stage.settings), stage.theme, stage.lay)
        self.scrub.draw(surface, zones, stage.theme, stage.lay, stage.mouse)
        if self.session.finished and self.ending:
            self._draw_end(surface, zones, stage)

    def _draw_bar(self, surface: Surface, zones: PlayZones, stage: Stage, look: object) -> None:
        lay, human = stage.lay, self.choice.is_human
        tools = self.tools(zones, stage)
        who = caption_line.at_the_belt(self.session, lay.width >= lay.px(1750))
        hovered = widgets.hit(tools, stage.mouse)
        key = look, who, int(self.now.time_s), self.now.act, self.session.paused, self.session.speed, hovered
        self._bar.draw(
            surface, zones.bar, key,
            lambda: top_bar.draw_bar(
                surface, zones.bar, self.level, self.number, self.now, tools, who, human, stage.theme, lay, hovered
            ),
        )  # fmt: skip

    def _said(self, zones: PlayZones, stage: Stage) -> tuple[str, str]:
        """Who says what on the caption line."""
        hovered = self._hovered_key(zones, stage)
        if hovered:
            return "", strategy.locked(self.level, hovered) or words.say(f"screen.keys.means.{hovered}")
        if self.hint >= 0:
            hints = self.level.words.hints
            return "", words.say("screen.play.hint", number=self.hint + 1, total=len(hints), hint=hints[self.hint])
        if line := self.scrub.said(stage):
            return "", line
        if self.choice.hands_on and self.now.time_s < HAND_S:
            return "", stage.say("screen.play.ready_hand")
        return caption_line.line(self.now)

    def _hovered_key(self, zones: PlayZones, stage: Stage) -> str:
        return strategy_keys.under(zones.keys, stage.mouse)

    def _draw_dashboard(self, surface: Surface, zones: PlayZones, stage: Stage) -> None:
        level, human, whole = self.level, self.choice.is_human, self.scrub.shows_all
        looks = strategy_keys.looks_of(level, self.now.controls)
        if human and not self.scrub.looks_back:
            looks = strategy_keys.looks(level, self.strategy)
        shown = Shown(
            level=level,
            gauges=self.shown,
            ledger=self.ledger,
            looks=looks,
            hovered=self._hovered_key(zones, stage) if human else "",
            line=self.scrub.line(60.0),
            last_s=None if whole else 60.0,
            ghost=self.ghost,
            before=self.session.line.before,
        )
        self._dashboard.draw(surface, zones, stage, shown, (self.counted, self.now.outcome))

    def _draw_end(self, surface: Surface, zones: PlayZones, stage: Stage) -> None:
        draw_end(surface, zones.picture, self.level.picture, self.ending, stage)
