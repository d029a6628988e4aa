"""What there is to press on the last sheets of a debrief: the languages of the code, and two questions.

One question is the level's own with new numbers, one is from two levels back. Keeps what was answered; turns no sheet.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from pygame import Rect, Surface

from lucy.run import level_code, transfer, words
from lucy.run.level_errors import LevelError
from lucy.sim.level import Level
from lucy.ui import code_tabs
from lucy.ui.scenes import transfer_sheet
from lucy.ui.scenes.debrief_sheets import CODE, Sheet
from lucy.ui.scenes.transfer_sheet import Question
from lucy.ui.stage import Stage
from lucy.ui.widgets import Button

OWN, EARLIER = "own", "earlier"


class Steps:
    """The steps after the explanation of one run."""

    def __init__(self, level: Level, act: int) -> None:
        self.level, self.act_number = level, act
        self.snippets = level_code.snippets(level, act)
        self._questions: dict[str, Question] | None = None

    def questions(self, stage: Stage) -> dict[str, Question]:
        """What is asked, by step; posed once, with numbers that were not there the last time."""
        if self._questions is None:
            self._questions = {}
            for step in (OWN, EARLIER):
                try:
                    self._pose(step, stage)
                except LevelError as fault:  # numbers that the level cannot be played with
                    stage.notice = str(fault)
        return self._questions

    def _pose(self, step: str, stage: Stage) -> None:
        assert self._questions is not None  # who calls has made it
        seed = stage.progress.answered(self.level.name, self.act_number).asked
        if step == OWN:
            posed = transfer.pose(self.level, seed, self.act_number)
            title, how = words.say("screen.transfer.heading"), words.say("screen.transfer.how")
        else:
            posed = transfer.earlier(self.level, seed)
            name = posed.level.words.title if posed is not None else ""
            title, how = words.say("screen.transfer.earlier", title=name), words.say("screen.transfer.how_earlier")
        if posed is not None:
            self._questions[step] = Question(posed, title, how)

    def sheets(self, body: Rect, stage: Stage) -> list[Sheet]:
        """A sheet for each question; what is on it may have other numbers by the time it is painted."""
        return [Sheet(q.title, self._painter(step, body, stage), step) for step, q in self.questions(stage).items()]

    def _painter(self, step: str, body: Rect, stage: Stage) -> Callable[[Surface], None]:
        return lambda surface: transfer_sheet.paint(surface, body, self.questions(stage)[step], stage)

    def buttons(self, step: str, body: Rect, stage: Stage) -> tuple[Button, ...]:
        """What there is to press on a sheet of that step."""
        if step == CODE:
            return code_tabs.buttons(body, self.snippets, stage.settings.code, stage.lay)
        if (question := self.questions(stage).get(step)) is not None:
            return transfer_sheet.buttons(question, body, stage.lay)
        return ()

    def number(self, step: str, number: int) -> str:
        """The action of a digit on a sheet of that step; "": it has none there."""
        if step == CODE and number <= len(self.snippets) > 1:
            return f"code:{self.snippets[number - 1].kind}"
        question = (self._questions or {}).get(step)
        return f"transfer:{number - 1}" if question is not None and question.chosen is None and number <= 3 else ""

    def act(self, step: str, action: str, stage: Stage) -> None:
        """A tab, an answer, or other numbers."""
        what, _, value = action.partition(":")
        if what == "code":
            stage.prefer(code=value)
        question = self.questions(stage).get(step)
        if what != "transfer" or question is None:
            return
        choices = question.posed.choices()
        if value == "again":
            self._pose(step, stage)
        elif choices is not None and question.chosen is None and int(value) < len(choices.texts):
            question.chosen = int(value)
            # Both questions are told apart by how often this act was asked, so the own one counts here.
            stage.answered(self.level.name, self.act_number, question.is_right)

    def stamp(self, step: str, stage: Stage) -> tuple[object, ...]:
        """What the picture of a sheet of that step hangs on."""
        if step == CODE:
            return (stage.settings.code,)
        question = self.questions(stage).get(step)
        return question.stamp if question is not None else ()

    def paint_over(self, surface: Surface, step: str, body: Rect, stage: Stage) -> None:
        """What lies over the buttons."""
        if (question := self.questions(stage).get(step)) is not None:
            transfer_sheet.paint_over(surface, question, body, stage)

    def work(self, step: str, work_s: float) -> bool:
        """Play on for the answer of the question on that sheet, for so long at most; False: nothing was left to do."""
        question, until = (self._questions or {}).get(step), time.perf_counter() + work_s
        if question is None or question.posed.value is not None:
            return False
        while question.posed.work() and time.perf_counter() < until:
            pass
        return True
