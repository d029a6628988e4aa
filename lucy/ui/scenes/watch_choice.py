"""Whom to watch at a level: the personas as cards, with a face and a sentence each. A press begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pygame import Surface

from lucy import consumers
from lucy.run import words
from lucy.ui import phrases, widgets
from lucy.ui.scenes.compare import Match
from lucy.ui.scenes.compare_choice import CompareChoice
from lucy.ui.scenes.help import Help
from lucy.ui.scenes.page import heading, margin
from lucy.ui.scenes.play import Play
from lucy.ui.stage import Choice, Scene, Stage
from lucy.ui.widgets import Button


class WatchChoice(CompareChoice):
    """The same cards as before a comparison, for one belt. The focus is on whoever the level calls right."""

    def __init__(self, choice: Choice, stage: Stage, back: Callable[[], Scene | None]) -> None:
        super().__init__(Match(choice.level, (), choice.seed, choice.act), stage, back)
        self.choice, self.chosen = choice, []
        self.focus = consumers.NAMES.index(choice.level.beat) if choice.level.beat in consumers.NAMES else 0

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """A card for each persona, and the way back."""
        return tuple(button for button in super().buttons(stage) if button.action != "start")

    def _sentence_right(self, stage: Stage) -> int:
        return stage.lay.width - margin(stage)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Watch them, or go back."""
        if action == "back":
            return self.back_to()
        if action == "help":
            return Help(self)
        if not action.startswith("with:"):
            return self
        choice = replace(self.choice.by(action.removeprefix("with:")), prediction=None)
        return Play(choice, stage, lambda: self, phrases.number_of(choice.level.name))

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The heading."""
        widgets.page_ground(surface, stage.theme, stage.lay)
        heading(surface, stage, words.say("screen.briefing.whom"))
