"""Before play: what will happen? One question a page, three answers each, then a curve to draw.

Asks and remembers; whether it was right is told after the run. The answers come from `lucy.run.prediction`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.prediction import LONGEST_S, Guess, Oracle, Prediction
from lucy.run.progress import key_of
from lucy.sim.level import Level
from lucy.ui import shapes, still, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

WORK_S = 0.006  # of each frame, for the runs that the answers come from

Then = Callable[[Prediction], Scene]


def ponder(oracle: Oracle) -> None:
    """Give the oracle its part of this frame."""
    until = time.perf_counter() + WORK_S
    while oracle.work() and time.perf_counter() < until:
        pass


def has_something_to_ask(level: Level) -> bool:
    """Whether there is a question, or a curve to draw."""
    return bool(level.words.questions) or level.duration_ms <= 1000 * LONGEST_S


def begin(level: Level, act: int, stage: Stage, back: Callable[[], Scene | None], then: Then) -> Scene:
    """The first page to ask on; straight on where there is nothing to ask, or it was asked before."""
    known = stage.predictions.get(key_of(level.name, act))
    if known is not None or not stage.rules.predict or not has_something_to_ask(level):
        return then(known or Prediction())
    asking = Asking(level, act, stage, back, then)
    return Predict(asking, stage) if level.words.questions else asking.curve(stage)


class Asking:
    """What all pages of one asking share: the level, the oracle, the guesses so far, and where it goes on."""

    def __init__(self, level: Level, act: int, stage: Stage, back: Callable[[], Scene | None], then: Then) -> None:
        self.level, self.act, self.back, self.then = level, act, back, then
        self.oracle = stage.oracle(level, act)
        self.guesses: tuple[Guess, ...] = ()

    @property
    def pages(self) -> int:
        """How many there are in all."""
        return len(self.level.words.questions) + (self.level.duration_ms <= 1000 * LONGEST_S)

    def curve(self, stage: Stage) -> Scene:
        """The page to draw on, or straight on where there is none."""
        from lucy.ui.scenes.draw_curve import DrawCurve

        if self.pages == len(self.level.words.questions):
            return self.done(stage)
        return DrawCurve(self, stage)

    def done(self, stage: Stage, drawn: tuple[float, ...] = ()) -> Scene:
        """Keep what was expected, and play."""
        found = Prediction(self.guesses, drawn, self.oracle.truth())
        stage.predictions[key_of(self.level.name, self.act)] = found
        return self.then(found)

    def step(self, stage: Stage, place: int) -> str:
        """Which page of how many."""
        return words.say("screen.predict.step", number=place + 1, total=self.pages)


class Predict(Page):
    """One question and its three answers."""

    def __init__(self, asking: Asking, stage: Stage, place: int = 0) -> None:
        self.asking, self.place, self.focus = asking, place, 0
        self.question = asking.level.words.questions[place]
        self._image: Surface | None = None

    def _answers(self, stage: Stage) -> Rect:
        """Where the three answers stand, under each other."""
        lay, left = stage.lay, margin(stage)
        top, width = self._ask(stage)
        bottom = self._foot(stage).top - lay.px(50 if not lay.compact else 16)
        most = lay.px(430 if not lay.compact else 280)
        high = min(bottom - top, most)
        return Rect(left, top + min((bottom - top - high) // 2, lay.px(40)), width, high)

    def _ask(self, stage: Stage, surface: Surface | None = None) -> tuple[int, int]:
        """Set the question; the y below it, and the width of its column."""
        lay, left = stage.lay, margin(stage)
        wide = lay.width - 2 * left
        width = round(wide * (0.56 if not lay.compact else 0.62))
        top = lay.px(210 if not lay.compact else 96)
        size = lay.type_px(44 if not lay.compact else 32)
        room = lay.px(300 if not lay.compact else 170)
        ask, rect = self.question.ask, Rect(left, top, width, room)
        size = text.fit_paragraph(ask, size, text.BOLD, rect, lay.type_px(26))
        below = text.paragraph(surface, ask, rect, size, stage.theme.ink, text.BOLD)
        return below + lay.px(36 if not lay.compact else 14), width

    def _foot(self, stage: Stage) -> Rect:
        lay = stage.lay
        height = max(lay.px(76), 34)
        return Rect(margin(stage), lay.height - lay.px(48 if not lay.compact else 24) - height, lay.px(240), height)

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The answers, once they are known, then back and skip."""
        lay, foot = stage.lay, self._foot(stage)
        found: list[Button] = []
        choices = self.asking.oracle.choices(self.place)
        if choices is not None:
            area, gap = self._answers(stage), lay.px(22 if not lay.compact else 12)
            high = (area.height - gap * 2) // 3
            for i, said in enumerate(choices.texts):
                rect = Rect(area.left, area.top + i * (high + gap), area.width, high)
                found.append(Button(rect, said, f"choose:{i}"))
        found.append(Button(foot, words.say("screen.predict.back"), "back", sign="left"))
        skip = Rect(foot.right + lay.px(24), foot.top, lay.px(520 if not lay.compact else 400), foot.height)
        found.append(Button(skip, stage.say("screen.predict.skip"), "skip"))
        return tuple(found)

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """A digit chooses, one key skips all of it."""
        choices = self.asking.oracle.choices(self.place)
        if wish.what == "number" and choices is not None and wish.by <= len(choices.texts):
            return self.act(f"choose:{wish.by - 1}", stage)
        if wish.what == "skip":
            return self.act("skip", stage)
        return super().handle(wish, stage)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Remember an answer and ask on; or go back; or straight to the belt."""
        asking = self.asking
        if action == "back":
            return asking.back() if self.place == 0 else Predict(asking, stage, self.place - 1)
        if action == "skip":
            return asking.done(stage)
        if action.startswith("choose:"):
            guess = asking.oracle.guess(self.place, int(action[7:]))
            if guess is not None:
                asking.guesses = (*asking.guesses[: self.place], guess)
                if self.place + 1 < len(asking.level.words.questions):
                    return Predict(asking, stage, self.place + 1)
                return asking.curve(stage)
        return self

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """The answers are worked out while the question is read."""
        ponder(self.asking.oracle)
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The question, and the place that it is about."""
        lay, theme, left = stage.lay, stage.theme, margin(stage)
        widgets.page_ground(surface, theme, lay)
        heading(surface, stage, words.say("screen.predict.heading"))
        _, width = self._ask(stage, surface)
        area = Rect(left + width + lay.px(70 if not lay.compact else 30), lay.px(210 if not lay.compact else 96), 0, 0)
        area.size = lay.width - left - area.left, self._foot(stage).top - area.top - lay.px(50)
        area.height = min(area.height, round(area.width * 0.8))
        surface.blit(self._still(area.size, stage), area)
        at = lay.width - left, self._foot(stage).centery
        said = self.asking.step(stage, self.place)
        text.draw(surface, said, at, lay.type_px(28), theme.ink_soft, x="right", y="middle")
        if self.asking.oracle.choices(self.place) is None:
            waiting_bar(surface, self._answers(stage), self.asking.oracle, stage)

    def _still(self, size: tuple[int, int], stage: Stage) -> Surface:
        if self._image is None or self._image.get_size() != size:
            self._image = still.still(self.asking.level, size, stage)
        return self._image

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """The digit that chooses each answer."""
        for place, button in enumerate(b for b in self.buttons(stage) if b.action.startswith("choose:")):
            widgets.number_cap(surface, button.rect, place + 1, stage.theme, stage.lay)


def waiting_bar(surface: Surface, area: Rect, oracle: Oracle, stage: Stage) -> None:
    """How far the answers are worked out."""
    lay, theme = stage.lay, stage.theme
    at = Rect(area.left, area.top + lay.px(60), min(area.width, lay.px(600)), lay.px(24))
    above = at.left, at.top - lay.px(24)
    text.draw(surface, words.say("screen.predict.working"), above, lay.type_px(30), theme.ink_soft)
    shapes.box(surface, at, lay.px(10), theme.line)
    full = Rect(at.left, at.top, max(round(at.width * oracle.part), at.height), at.height)
    shapes.box(surface, full, lay.px(10), theme.accent_low)
