"""Side by side: one seed, two to four lanes in step, you at one of them or a run of yours played again.

Passes on what you do to your own lane and shows all of them; the comparison runs them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pygame import Rect, Surface

from lucy.run import strategy, words
from lucy.run.comparison import Comparison, Lane
from lucy.run.comparison_table import how_it_ended
from lucy.run.recording import Recording
from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui import caption_line, phrases, strategy_keys, top_bar, widgets
from lucy.ui.keymap import Input
from lucy.ui.lane_panel import LaneShown
from lucy.ui.lane_view import LaneView
from lucy.ui.lane_zones import CompareZones, compare_zones
from lucy.ui.layer import Layer
from lucy.ui.scenes.compare_charts import draw_charts
from lucy.ui.settings import next_speed
from lucy.ui.stage import Choice, Scene, Stage

READ_S = 0.2  # measured numbers change no more often than this, to be readable
END_S = 4.0  # the last picture stands this long before the table

Looks = tuple[strategy_keys.KeyLook, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What is played, and by whom. `recording`: a run that is the first lane, with its own level and seed."""

    level: Level
    names: tuple[str, ...]
    seed: int = 1
    act: int = 0
    recording: Recording | None = None


class Compare:
    """The lanes on screen. `back` makes the scene to return to."""

    laid = "page"  # four lanes beside each other need all the width there is

    def __init__(self, match: Match, stage: Stage, back: Callable[[], Scene | None]) -> None:
        self.match, self.back = match, back
        self.comparison = Comparison(match.level, match.names, match.seed, match.recording)
        self.comparison.clock.speed = stage.settings.speed
        self.level = self.comparison.level
        self.strategy = strategy.begin(self.level)
        lanes = self.comparison.lanes
        self.yours = self.comparison.yours
        self.choice = Choice(self.level, seed=self.comparison.seed, act=match.act)
        self.recorder = stage.recorder(self.yours.session, self.choice) if self.yours else None
        self.views = [LaneView(lane.name) for lane in lanes]
        self.nows: list[Snapshot] = [lane.session.snapshot() for lane in lanes]
        self.shown = [self._shown(place, lane) for place, lane in enumerate(lanes)]
        self.read_s = self.end_s = self.passed_s = 0.0
        self.counted = 0
        self._left = False
        self._bar, self._foot = Layer(), Layer()

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Keys and clicks, while running and while paused."""
        if wish.what in ("quit", "back"):
            self.leave(stage)
            return None if wish.what == "quit" else self.back()
        if self.comparison.finished and wish.what in ("accept", "pause"):
            return self.table(stage)
        if wish.what == "point":
            return self._point(wish.at, stage)
        return self.do(wish, stage)

    def leave(self, stage: Stage) -> None:
        """Nobody plays on here: what runs beside the game ends, and your run is recorded."""
        if not self._left:
            self._left = True
            self.comparison.close()
            stage.recorded(self.recorder)

    def again(self, stage: Stage) -> Scene:
        """The same once more."""
        self.leave(stage)
        return Compare(self.match, stage, self.back)

    def table(self, stage: Stage) -> Scene:
        """What came of it, side by side."""
        from lucy.ui.scenes.compare_table import CompareTable

        self.leave(stage)
        return CompareTable(self)

    def do(self, wish: Input, stage: Stage) -> Scene | None:
        """One wish that is not a place on the screen."""
        comparison = self.comparison
        match wish.what:
            case "pause":
                comparison.paused = not comparison.paused
            case "step":
                comparison.paused = True
                comparison.step_once()
                self.passed_s += 0.1
                self.look(now=True)
            case "speed" | "faster":
                speed = next_speed(comparison.clock.speed, wish.by or 1, around=wish.what == "faster")
                comparison.clock.speed = speed
            case "restart":
                return self.again(stage)
            case "help":
                from lucy.ui.scenes.help import Help

                comparison.paused = True
                return Help(self)
            case "strategy" if self.yours:
                self._set(strategy.toggle(self.level, self.strategy, wish.value))
            case "move" | "adjust" if self.yours:
                self._set(strategy.adjust(self.level, self.strategy, wish.by))
        return self

    def _point(self, at: tuple[int, int], stage: Stage) -> Scene | None:
        zones = self._zones(stage)
        tools = self._tools(zones, stage)
        found = widgets.hit(tools, at)
        if found is not None:
            return self.handle(Input(tools[found].action), stage)
        if self.comparison.finished:
            return self.table(stage)
        if self.yours:
            wanted = strategy_keys.after_press(self.level, self.strategy, zones.keys, at, stage.lay)
            if wanted is not None:
                self._set(wanted)
        return self

    def _set(self, wanted: strategy.Strategy) -> None:
        if self.yours and wanted != self.strategy:
            said = phrases.change(self.level, self.strategy, wanted)
            self.strategy = wanted
            self.yours.session.set_controls(strategy.to_controls(self.level, wanted), said)

    # -- time

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Run all lanes for that much real time; after the end, go on to the table."""
        self.comparison.advance(real_s)
        self.read_s += real_s
        if self.recorder is not None:
            self.recorder.keep_up()
        if not self.comparison.paused:
            self.passed_s += real_s
        self.look(now=self.read_s >= READ_S)
        stage.sounds.hear(self.nows[self._heard()], real_s)
        if self.comparison.finished and not self.comparison.paused:
            if not self.end_s:
                self._ended(stage)
            self.end_s += real_s
            if self.end_s > END_S:
                return self.table(stage)
        return self

    def _heard(self) -> int:
        """Whose belt is heard: yours, or the first."""
        return self.comparison.lanes.index(self.yours) if self.yours else 0

    def _ended(self, stage: Stage) -> None:
        """It is over: your run is recorded, and earns what it earns."""
        self.leave(stage)
        if self.yours:
            result = self.yours.session.result()
            stage.earn(self.choice, result.stars, result.score)

    def look(self, now: bool) -> None:
        """Take a snapshot of every lane. `now`: show its numbers at once."""
        lanes = self.comparison.lanes
        self.nows = [lane.session.snapshot() for lane in lanes]
        tenth = int(self.comparison.time_s * 10)
        if now or any(lane.session.finished and not shown.ended for lane, shown in zip(lanes, self.shown, strict=True)):
            self.read_s = 0.0
            self.shown = [self._shown(place, lane) for place, lane in enumerate(lanes)]
        elif tenth != self.counted:  # counts go on in between, measured numbers do not
            for place, (shown, seen) in enumerate(zip(self.shown, self.nows, strict=True)):
                gauges = replace(shown.gauges, depth=seen.gauges.depth, limit=seen.gauges.limit)
                self.shown[place] = replace(shown, gauges=gauges, ledger=seen.ledger)
        self.counted = tenth

    def _shown(self, place: int, lane: Lane) -> LaneShown:
        now, session = self.nows[place], lane.session
        name = caption_line.speaker_name(session.consumer_name)
        if lane.recorded:
            name = words.say("screen.compare.recorded", name=name)
        found = LaneShown(place, name, session.consumer_name, now.gauges, now.ledger)
        if not session.finished:
            return found
        result = session.result()
        score = f"{round(result.score)}"
        return replace(found, ended=how_it_ended(self.level, result), score=score, stars=result.stars)

    # -- drawing

    def _zones(self, stage: Stage) -> CompareZones:
        return compare_zones(stage.lay, len(self.comparison.lanes), self.yours is not None)

    def _tools(self, zones: CompareZones, stage: Stage) -> tuple[widgets.Button, ...]:
        return top_bar.tools(zones.bar, stage.lay, self.comparison.paused, self.comparison.clock.speed, False)

    def buttons(self, stage: Stage) -> tuple[widgets.Button, ...]:
        """Every place to press, for one who has a single switch: the bar, your keys, at the end the first belt."""
        zones, found = self._zones(stage), []
        if self.comparison.finished:
            found.append(zones.lanes[0].belt)
        elif self.yours:
            for rect, look in zip(zones.keys, strategy_keys.looks(self.level, self.strategy), strict=True):
                if not look.locked:
                    found.append(Rect(rect.left, rect.top, rect.width // 3, rect.height))
                if look.selected and look.on and look.key != strategy.IGNORE:
                    found += strategy_keys.less_more(rect, stage.lay)
        return (*(widgets.Button(rect, "", "") for rect in found), *self._tools(zones, stage))

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The bar, the lanes, the shared timelines and your keys."""
        lay, theme, zones = stage.lay, stage.theme, self._zones(stage)
        look = stage.size, stage.settings.text_size, theme.name
        passed_s, self.passed_s = self.passed_s, 0.0
        surface.fill(theme.panel_deep, Rect(0, zones.bar.bottom, lay.width, zones.foot.top - zones.bar.bottom))
        for place, lane in enumerate(zones.lanes):
            session, view = self.comparison.lanes[place].session, self.views[place]
            view.draw(surface, lane, session, self.nows[place], self.shown[place], passed_s, stage)
        self._draw_bar(surface, zones, stage, look)
        self._draw_foot(surface, zones, stage, look)

    def _draw_bar(self, surface: Surface, zones: CompareZones, stage: Stage, look: object) -> None:
        comparison, tools = self.comparison, self._tools(zones, stage)
        hovered = widgets.hit(tools, stage.mouse)
        now = next((seen for seen in self.nows if seen.tick == comparison.tick), self.nows[0])
        key = look, int(now.time_s), now.act, comparison.paused, comparison.clock.speed, hovered
        who, number = words.say("screen.compare.seed", seed=f"{comparison.seed}"), phrases.number_of(self.level.name)
        self._bar.draw(surface, zones.bar, key, lambda: top_bar.draw_bar(
            surface, zones.bar, self.level, number, now, tools, who, False, stage.theme, stage.lay, hovered
        ))  # fmt: skip

    def _draw_foot(self, surface: Surface, zones: CompareZones, stage: Stage, look: object) -> None:
        looks = strategy_keys.looks(self.level, self.strategy) if self.yours else ()
        looks = tuple(replace(each, cap=stage.cap(each.key)) for each in looks)
        hovered = strategy_keys.under(zones.keys, stage.mouse)
        key = look, looks, hovered, self.counted // 2, self.comparison.finished
        self._foot.draw(surface, zones.foot, key, lambda: self._paint_foot(surface, zones, stage, looks, hovered))

    def _paint_foot(
        self, surface: Surface, zones: CompareZones, stage: Stage, looks: Looks, hovered: str
    ) -> None:
        surface.fill(stage.theme.panel, zones.foot)
        strategy_keys.draw_keys(surface, zones.keys, looks, stage.theme, stage.lay, hovered)
        draw_charts(surface, zones.charts, self.comparison, self.shown, stage)
