"""After a run: how it ended, and the sheets that explain it. Turns the sheets; what is on them is `debrief_sheets`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.comparison import recording_of
from lucy.ui import pager, phrases, stars, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.layer import Layer
from lucy.ui.own_panel import played_by
from lucy.ui.scenes import handed_in, what_if_sheet
from lucy.ui.scenes.debrief_chart import ChartHand
from lucy.ui.scenes.debrief_foot import Foot, Way, foot
from lucy.ui.scenes.debrief_sheets import Sheet, Told, sheets
from lucy.ui.scenes.debrief_steps import Steps
from lucy.ui.scenes.help import Help
from lucy.ui.scenes.page import Page, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

if TYPE_CHECKING:
    from lucy.ui.scenes.play import Play


DEAF_S = 0.8  # a key that was meant for the end card, and comes when this page has come by itself, begins no new run
WORK_S = 0.010  # of each frame: nothing moves on this page
MOST_SHEETS = 8  # whose dots have room beside the words; more of them stand closer


class Debrief(Page):
    """One run, explained. Reads the session that was played; changes nothing in it."""

    panned_by = ("up", "down")

    def __init__(self, played: Play, unasked: bool = False) -> None:
        self.played = played
        self.deaf_s = DEAF_S if unasked else 0.0
        self.level, self.session = played.level, played.session
        self.result = played.session.result()
        self.told = Told(
            played.level, self.result, played.now.ledger, played.session.timeline(None), played.choice.prediction,
            played.choice.is_human, played.session.line.before, played.choice.act,
        )  # fmt: skip
        asked = played.scrub.hindsight
        self.hindsight = asked if asked is not None and asked.now.stars < 3 else None
        self.steps, self.chart = Steps(played.level, played.choice.act), ChartHand(self.told)
        self.focus = self.sheet = 0
        self._sheets: tuple[object, list[Sheet]] | None = None
        self._picture = Layer()
        self._next: str | None = None

    # -- where things are

    def sheets(self, stage: Stage) -> list[Sheet]:
        """All sheets at the present size."""
        key = stage.lay, stage.theme.name, stage.settings.code
        if self._sheets is None or self._sheets[0] != key:
            body, found = self._body(stage), sheets(self.told, self._body(stage), stage)
            found += self.steps.sheets(body, stage)
            if (asked := self.hindsight) is not None:
                title = words.say("screen.what_if.heading")
                then = Sheet(title, lambda surface: what_if_sheet.paint(surface, body, asked, self.level, stage))
                found.insert(1, then)
            self._sheets = key, found if stage.rules.debrief else found[:1]
            self.sheet = min(self.sheet, len(self._sheets[1]) - 1)
        return self._sheets[1]

    def step(self, stage: Stage) -> str:
        """What there is to press on the present sheet; "": nothing of its own."""
        return self.sheets(stage)[self.sheet].step

    def _body(self, stage: Stage) -> Rect:
        """What is between the headline and the buttons."""
        lay, left = stage.lay, margin(stage)
        top = lay.px(168 if not lay.compact else 96)
        bottom = self._foot(stage).top - lay.px(36 if not lay.compact else 18)
        return Rect(left, top, lay.width - 2 * left, bottom - top)

    def _foot(self, stage: Stage) -> Foot:
        """Where one can go from here, and the turning of the sheets."""
        return foot(self._ways(stage), not stage.kiosk, MOST_SHEETS, stage)

    def _ways(self, stage: Stage) -> list[Way]:
        """Again, rewind, watch the one to beat, compare, on, the levels."""
        on = "next_act" if self.has_next_act else "next" if self._next_name(stage) else ""
        done = self.result.stars == 3 and bool(on)
        found = [Way("again", words.say("screen.debrief.again"), not done)]
        found.append(Way("rewind", words.say("screen.what_if.rewind")))
        if self.level.beat and self.played.choice.consumer != self.level.beat:
            found.append(Way("watch", words.say("screen.debrief.watch_short")))
        if not stage.lay.compact:
            found.append(Way("versus", words.say("screen.compare.button")))
        if on:
            found.append(Way("next", words.say(f"screen.debrief.{on}"), done))
        return [*found, Way("levels", words.say("screen.debrief.levels"))]

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """What the sheet itself offers, then the foot; on the last sheet there is no more."""
        own = self.steps.buttons(self.step(stage), self._body(stage), stage)
        done = "sheet:1" if self.sheet == len(self.sheets(stage)) - 1 else ""
        return (*own, *(button for button in self._foot(stage).buttons if button.action != done))

    @cached_property
    def has_next_act(self) -> bool:
        """Whether the level goes on. Asked in every frame, and it is in a file: so it is read once."""
        from lucy.ui.scenes.briefing import acts_of

        return self.played.choice.act + 1 < len(acts_of(self.level))

    def _next_name(self, stage: Stage) -> str:
        """The level after this one, of those that are open; "" after the last. Looked up once."""
        if self._next is None:
            names = [name for name in stage.levels() if not stage.rules.is_locked(name)]
            after = names.index(self.level.name) + 1 if self.level.name in names else len(names)
            self._next = names[after] if after < len(names) else ""
        return self._next

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Left and right, the wheel and digits turn the sheets; up, down and Tab go through the buttons.

        On a sheet with something to choose on it, the digits choose.
        """
        if self.deaf_s > 0 and wish.what in ("accept", "pause"):
            return self
        if not self.sheet and (tick := self.chart.moment(wish, self._body(stage), stage)) is not None:
            return self.played.rewind(tick)
        if wish.what == "move" and wish.value in ("left", "right"):
            return self.act(f"sheet:{wish.by}", stage)
        if wish.what == "move":
            wish = Input("next", by=-wish.by)
        if wish.what == "page":
            return self.act(f"sheet:{wish.by}", stage)
        if wish.what == "adjust" and wish.value == "wheel":
            return self.act(f"sheet:{-wish.by}", stage)
        if wish.what == "take":
            return self.act("rewind", stage)
        if wish.what == "save_level":
            return self.act(wish.what, stage)
        if wish.what == "number" and (chosen := self.steps.number(self.step(stage), wish.by)):
            return self.act(chosen, stage)
        if wish.what == "number" and not self.step(stage):
            return self.act(f"sheet:{wish.by - 1 - self.sheet}", stage)
        return super().handle(wish, stage)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Turn a sheet, or go where the button says."""
        from lucy.ui.scenes.briefing import Briefing
        from lucy.ui.scenes.level_choice import LevelChoice
        from lucy.ui.scenes.play import Play

        played, choice = self.played, self.played.choice
        if action.startswith("sheet:"):
            self._turn(int(action[6:]), stage)
        if action.startswith(("code:", "transfer:")):
            step = self.step(stage)
            self.steps.act(step, action, stage)
            self.sheet = [sheet.step for sheet in self.sheets(stage)].index(step)  # another language, other boards
            self.focus = min(self.focus, len(self.buttons(stage)) - 1)
        if action in ("again", "restart"):
            return Play(choice, stage, played.back, played.number)
        if action in ("rewind", "take"):
            return played.rewind()
        if action == "save_level" and not stage.kiosk:
            return handed_in.save(self)
        if action == "watch":
            return Play(choice.by(self.level.beat), stage, played.back, played.number)
        if action == "versus":
            from lucy.ui.scenes.compare_choice import CompareChoice, Match

            mine = recording_of(self.session, choice.act)
            return CompareChoice(Match(self.level, (), choice.seed, choice.act, mine), stage, lambda: self)
        if action == "next" and self.has_next_act:
            act = choice.act + 1
            return Briefing(stage.level(self.level.name, act), stage, lambda: LevelChoice(stage), act)
        if action == "next" and (name := self._next_name(stage)):
            return Briefing(stage.level(name), stage, lambda: LevelChoice(stage))
        if action == "levels":
            names = stage.levels()
            return LevelChoice(stage, names.index(self.level.name) if self.level.name in names else 0)
        if action == "help":
            return Help(self)
        if action == "back":
            return played.back()
        return self

    def _turn(self, by: int, stage: Stage) -> None:
        """So many sheets on; the focus stays on what it was on, or goes to the first answer of a question."""
        before = self.buttons(stage)
        action = before[min(self.focus, len(before) - 1)].action
        self.sheet = min(max(self.sheet + by, 0), len(self.sheets(stage)) - 1)
        actions = [button.action for button in self.buttons(stage)]
        self.focus = actions.index(action) if action in actions else actions.index("again")
        if actions[0].startswith("transfer:") and (not action.startswith("sheet:") or action not in actions):
            self.focus = 0

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Work on what could still have come of it, or on the answer of a question; a slice each frame."""
        self.deaf_s = max(self.deaf_s - real_s, 0.0)
        if not self.steps.work(self.step(stage), WORK_S):
            self.played.scrub.look_into(WORK_S)
        return self

    # -- drawing

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The headline, the sheet, the dots; drawn once for each sheet and kept."""
        asked = what_if_sheet.stamp(self.hindsight) if self.hindsight is not None and self.sheet == 1 else None
        step = self.steps.stamp(self.step(stage), stage)
        key = stage.lay, stage.theme.name, self.sheet, self._best(stage), asked, step
        self._picture.draw(surface, surface.get_rect(), key, lambda: self._paint_sheet(surface, stage))

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """What lies over the buttons of a sheet."""
        self.steps.paint_over(surface, self.step(stage), self._body(stage), stage)
        if not self.sheet:
            self.chart.draw(surface, self._body(stage), stage)

    def _best(self, stage: Stage) -> int | None:
        best = stage.progress.of(self.level.name, self.played.choice.act) if self.told.is_human else None
        return round(best.points) if best is not None else None

    def _paint_sheet(self, surface: Surface, stage: Stage) -> None:
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        found = self.sheets(stage)
        sheet = found[self.sheet]
        left = margin(stage)
        top = lay.px(50 if not lay.compact else 18)
        star = lay.px(64 if not lay.compact else 48)
        wide = stars.width(1, star)
        x, middle = lay.width - left - wide, top + star // 2
        stars.draw(surface, x, middle, star, (self.result.stars,), theme, theme.ground)
        said = words.say("screen.debrief.score", score=round(self.result.score))
        at = x - lay.px(30), middle
        score = text.draw(surface, said, at, lay.type_px(40), theme.ink, text.BOLD, x="right", y="middle")
        ending = phrases.ending(self.result)
        line = sheet.title or words.say(f"screen.ending.{ending}")
        good = ending in phrases.GOOD_ENDINGS
        colour = theme.ink if sheet.title else theme.good_ink if good else theme.bad_ink
        size = lay.type_px(76 if not sheet.title else 60) if not lay.compact else lay.type_px(52)
        room = score.left - left - lay.px(40)
        text.draw(surface, line, (left, middle), size, colour, text.HEADING, y="middle", width_px=room)
        under = middle + round(star * 0.5) + lay.px(34 if not lay.compact else 24)
        small = lay.type_px(30 if not lay.compact else 24)
        best = self._best(stage)
        right = lay.width - left
        if best is not None and not sheet.title:
            said = words.say("screen.debrief.best", score=best)
            drawn = text.draw(surface, said, (right, under), small, theme.ink_soft, x="right", y="middle")
            right = drawn.left - lay.px(30)
        if not sheet.title:
            who = played_by(self.session)
            line = f"{words.say('screen.debrief.played_by', name=who)}. {self.result.reason}"
            if self.session.branched_at_s:
                clock = phrases.clock(self.session.branched_at_s[-1])
                line = f"{words.say('screen.scrub.not_counted', clock=clock)} {self.result.reason}"
            text.draw(surface, line, (left, under), small, theme.ink_soft, y="middle", width_px=right - left)
        sheet.paint(surface)
        pager.draw_dots(surface, self._foot(stage).turns, len(found), self.sheet, theme, lay)
