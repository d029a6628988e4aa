"""Playing a level: the picture, the dashboard, the keys. Decides nothing; the session runs the level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pygame import Rect, Surface

from lucy.run import strategy, words
from lucy.run.snapshot import Gauges, Ledger, Snapshot
from lucy.ui import caption_line, charts, gauges, ledger_bar, phrases, shapes, strategy_keys, text, top_bar, widgets
from lucy.ui.keymap import Input
from lucy.ui.layer import Layer
from lucy.ui.layout import PlayZones, play_zones
from lucy.ui.picture import Picture
from lucy.ui.settings import SPEEDS
from lucy.ui.stage import Choice, Scene, Stage

READ_S, COUNT_S = 0.2, 0.1  # measured numbers and counts change no more often than this, to be readable
HAND_S = 2.5  # how long the hands-on line stands
END_S = 3.0  # the last picture stands this long before the debrief


class Play:
    """One run on screen. `back` makes the scene to return to."""

    def __init__(self, choice: Choice, stage: Stage, back: Callable[[], Scene | None], number: str = "") -> None:
        self.choice, self.back, self.number = choice, back, number or number_of(choice.level.name)
        self.session = choice.session()
        self.session.speed = stage.settings.speed
        self.level = choice.level
        self.strategy = self._before = strategy.begin(self.level)
        self.now: Snapshot = self.session.snapshot()
        self.shown: Gauges = self.now.gauges
        self.read_s = self.end_s = 0.0
        self.hint = -1
        self.counted = 0
        self.ending = ""  # a key of [screen.ending] once it is over
        self.picture = Picture()
        self.ledger: Ledger = self.now.ledger
        expected = choice.prediction
        self.ghost = (expected.curve or None) if expected is not None else None
        self._bar, self._caption, self._dashboard, self._chart = Layer(), Layer(), Layer(), Layer()

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Keys and clicks, while running and while paused."""
        if wish.what == "quit":
            return None
        if wish.what == "back":
            return self.back()
        if self.session.finished and self.end_s > 0.4 and wish.what in ("accept", "pause"):
            return self.debrief()
        if wish.what == "point":
            return self._point(wish.at, stage)
        return self.do(wish, stage)

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
                self._speed(wish.by or 1, around=wish.what == "faster")
            case "restart":
                return Play(self.choice if human else self.choice.by("you"), stage, self.back, self.number)
            case "hint":
                hints = self.level.words.hints
                self.hint = -1 if self.hint >= len(hints) - 1 else self.hint + 1
            case "help":
                from lucy.ui.scenes.help import Help

                session.paused = True
                return Help(self)
            case "work" | "accept" if human and self.choice.hands_on:
                session.press()
            case "strategy" if human:
                self._set(strategy.toggle(self.level, self.strategy, wish.value))
            case "move" | "adjust" if human:
                self._set(strategy.adjust(self.level, self.strategy, wish.by))
        return self

    def _point(self, at: tuple[int, int], stage: Stage) -> Scene | None:
        zones = play_zones(stage.lay)
        tools = self._tools(zones, stage)
        found = widgets.hit(tools, at)
        if found is not None:
            action = tools[found].action
            return self.back() if action == "back" else self.do(Input(action), stage)
        if self.session.finished and self.end_s > 0.4:
            return self.debrief()
        if self.choice.is_human:
            key = strategy_keys.pressed(zones.keys, strategy_keys.looks(self.level, self.strategy), at, stage.lay)
            if key is not None:
                name, by = key
                pressed = strategy.toggle(self.level, self.strategy, name)
                self._set(strategy.adjust(self.level, self.strategy, by, name) if by else pressed)
            elif self.choice.hands_on and zones.picture.collidepoint(at):
                self.session.press()
        return self

    def _set(self, wanted: strategy.Strategy) -> None:
        if wanted != self.strategy:
            self._before, self.strategy = self.strategy, wanted
            self.session.set_controls(strategy.to_controls(self.level, wanted), self._change(wanted))

    def _change(self, wanted: strategy.Strategy) -> str:
        """What is different now, for the timeline: "Buffer 14", "Control off"."""
        keys = [key for key in strategy.ADJUSTABLE if (key in wanted.on) != (key in self._before.on)]
        key = keys[0] if len(keys) == 1 else wanted.selected if wanted.on else strategy.IGNORE
        name = words.say(f"screen.keys.{key}")
        if key == strategy.IGNORE:
            return name
        state = phrases.key_amount(self.level, wanted, key) if key in wanted.on else words.say("screen.keys.off")
        return f"{name} {state}"

    def _speed(self, by: int, around: bool) -> None:
        place = SPEEDS.index(self.session.speed) if self.session.speed in SPEEDS else SPEEDS.index(1.0)
        place = (place + by) % len(SPEEDS) if around else min(max(place + by, 0), len(SPEEDS) - 1)
        self.session.speed = SPEEDS[place]

    # -- time

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Run the level for that much real time; after the end, go on to the debrief."""
        self.session.advance(real_s)
        self.read_s += real_s
        if not self.session.paused:
            self.picture.advance(real_s)
        self.look(now=self.read_s >= READ_S)
        stage.sounds.hear(self.now, real_s)
        if self.session.finished:
            self.end_s += real_s
            if not self.ending:
                self._end(stage)
            if self.end_s > END_S:
                return self.debrief()
        return self

    def look(self, now: bool) -> None:
        """Take a snapshot; `now`: show its measured numbers at once."""
        self.now = self.session.snapshot()
        if now or self.session.finished:
            self.read_s = 0.0
            self.shown = self.now.gauges
        self._count(now)

    def _count(self, now: bool) -> None:
        """The counts, ten times a second of level time."""
        if now or self.session.finished or int(self.now.time_s / COUNT_S) != self.counted:
            self.counted = int(self.now.time_s / COUNT_S)
            self.ledger = self.now.ledger
            gauges_now = self.now.gauges
            self.shown = replace(self.shown, depth=gauges_now.depth, limit=gauges_now.limit)

    def debrief(self) -> Scene:
        """The page that explains what happened."""
        from lucy.ui.scenes.debrief import Debrief

        return Debrief(self)

    def _end(self, stage: Stage) -> None:
        """The run is over: what it was called, and what it earned."""
        result = self.session.result()
        self.ending = phrases.ending(result)
        if self.choice.is_human:
            stage.earn(self.choice, result.stars, result.score)

    # -- drawing

    def _tools(self, zones: PlayZones, stage: Stage) -> tuple[widgets.Button, ...]:
        hints = bool(self.level.words.hints)
        return top_bar.tools(zones.bar, stage.lay, self.session.paused, self.session.speed, hints)

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The whole screen; the bar, the caption and the dashboard only where they have changed."""
        zones = play_zones(stage.lay)
        look = stage.size, stage.settings.text_size, stage.theme.name
        self.picture.draw(surface, zones.picture, self.level, self.now, stage.settings.reduced_motion)
        self._draw_dashboard(surface, zones, stage, look)
        speaker, said = self._said(zones, stage)
        self._caption.draw(
            surface, zones.caption, (look, speaker, said),
            lambda: caption_line.draw_line(
                surface, zones.caption, speaker, said, stage.theme, stage.lay, lit=self.hint >= 0
            ),
        )  # fmt: skip
        self._draw_bar(surface, zones, stage, look)
        caption_line.draw_sound(surface, zones.picture, stage.sounds.caption(stage.settings), stage.theme, stage.lay)
        if self.session.finished and self.ending:
            self._draw_end(surface, zones, stage)

    def _draw_bar(self, surface: Surface, zones: PlayZones, stage: Stage, look: object) -> None:
        lay, human = stage.lay, self.choice.is_human
        tools = self._tools(zones, stage)
        who = words.say("screen.personas.you") if human else caption_line.speaker_name(self.session.consumer_name)
        if lay.width >= lay.px(1750):
            who = words.say("screen.personas.at_the_belt", name=who)
        hovered = widgets.hit(tools, stage.mouse)
        key = look, int(self.now.time_s), self.now.act, self.session.paused, self.session.speed, hovered
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
        if self.session.paused and not self.session.finished:
            return "", words.say("screen.play.paused")
        if self.choice.hands_on and self.now.time_s < HAND_S:
            return "", words.say("screen.play.ready_hand")
        return caption_line.line(self.now)

    def _hovered_key(self, zones: PlayZones, stage: Stage) -> str:
        for key, rect in zip(strategy.KEYS, zones.keys, strict=True):
            if rect.collidepoint(stage.mouse):
                return key
        return ""

    def _draw_dashboard(self, surface: Surface, zones: PlayZones, stage: Stage, look: object) -> None:
        level, human = self.level, self.choice.is_human
        looks = strategy_keys.looks(level, self.strategy) if human else strategy_keys.looks_of(level, self.now.controls)
        hovered = self._hovered_key(zones, stage) if human else ""
        book = self.ledger
        counts = book.made, book.delivered, book.dropped, book.late, book.buffered, book.in_flight
        key = look, self.shown, counts, looks, hovered, self.counted, self.now.outcome
        self._dashboard.draw(
            surface, zones.dashboard, key, lambda: self._paint_dashboard(surface, zones, stage, looks, hovered)
        )

    def _paint_dashboard(
        self, surface: Surface, zones: PlayZones, stage: Stage, looks: tuple[strategy_keys.KeyLook, ...], hovered: str
    ) -> None:
        lay, theme, level, shown = stage.lay, stage.theme, self.level, self.shown
        surface.fill(theme.panel, zones.dashboard)
        gauges.draw_waiting(surface, zones.waiting, level, shown, theme, lay)
        gauges.draw_lost(surface, zones.lost, level, self.ledger, theme, lay)
        gauges.draw_rates(surface, zones.rates, level, shown, theme, lay)
        gauges.draw_wait(surface, zones.wait, level, shown, theme, lay)
        ledger_bar.draw_ledger(surface, zones.ledger, level, self.ledger, theme, lay)
        strategy_keys.draw_keys(surface, zones.keys, looks, theme, lay, hovered)
        if zones.timeline.width:
            key = stage.size, stage.settings.text_size, theme.name, self.counted, self.now.outcome
            self._chart.draw(
                surface, zones.timeline, key,
                lambda: charts.draw_timeline(
                    surface, zones.timeline, level, self.session.timeline(60.0), theme, lay, ghost=self.ghost
                ),
            )  # fmt: skip

    def _draw_end(self, surface: Surface, zones: PlayZones, stage: Stage) -> None:
        lay, theme = stage.lay, stage.theme
        line = words.say(f"screen.ending.{self.ending}")
        follow = words.say("screen.play.next")
        small = lay.type_px(32)
        line, big = text.fit(line, lay.type_px(84), text.HEADING, round(zones.picture.width * 0.38))
        width = max(text.width(line, big, text.HEADING), text.width(follow, small)) + lay.px(120)
        card = Rect(0, 0, width, lay.px(220))
        card.center = round(zones.picture.width * 0.27), round(zones.picture.top + zones.picture.height * 0.42)
        card.clamp_ip(zones.picture.inflate(-lay.px(40), -lay.px(20)))
        shapes.shadow(surface, card, lay.px(28), lay.px(36), 0.4)
        shapes.box(surface, card, lay.px(28), theme.card, max(lay.px(4), 1), theme.accent_low)
        colour = theme.good_ink if self.ending in phrases.GOOD_ENDINGS else theme.bad_ink
        at = card.centerx, card.top + lay.px(84)
        text.draw(surface, line, at, big, colour, text.HEADING, x="centre", y="middle")
        at = card.centerx, card.bottom - lay.px(56)
        text.draw(surface, follow, at, small, theme.ink_soft, x="centre", y="middle")


def number_of(name: str) -> str:
    """The number that a level's name begins with: "01-chocolate-factory" is 1."""
    head = name.split("-")[0]
    return str(int(head)) if head.isdigit() else ""


__all__ = ["Play", "number_of"]
