"""The demo: a title card, a run, what came of it, and the next, for ever. What is shown, and in which order, is data.

Any key, click, touch or button hands over to the visitor. A run that fails in itself is left out with one line.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from pygame import Surface

from lucy.run import demo_programme, level_files, words
from lucy.run.commands.command_line import one_line
from lucy.run.demo_pace import Pace, Said, reading_s
from lucy.run.demo_programme import Turn
from lucy.ui.keymap import Input
from lucy.ui.layer import Layer
from lucy.ui.phrases import number_of
from lucy.ui.scenes import demo_cards
from lucy.ui.scenes.demo_run import Shown
from lucy.ui.stage import Choice, Scene, Stage

CARD_S = 4.5  # a title card at least
LINGER_S = 1.8  # the last picture, before what came of it
STIRS = ("hover",)  # what does not count as somebody being there


def programme(stage: Stage) -> tuple[Turn, ...]:
    """Every turn of the demo; a level that cannot be read is left out, with a notice."""
    turns, notice = demo_programme.programme(
        stage.levels(), lambda name: len(level_files.level_acts(name)), stage.level
    )
    stage.notice = notice or stage.notice
    return turns


class Demo:
    """One turn after the other. Memory stays flat: only the present run is kept."""

    laid = "fitted"  # it runs by itself, and nobody is there to move a view about

    def __init__(self, stage: Stage, place: int = 0, speed: float = 1.0, rounds: int = 0) -> None:
        self.programme = programme(stage)
        self.place, self.rounds, self.speed = place % max(len(self.programme), 1), rounds, speed
        self.played = 0  # turns that were shown to their end
        self._layer = Layer()
        self._begin(stage)

    @property
    def turn(self) -> Turn:
        """The present one."""
        return self.programme[self.place]

    # -- one turn after the other

    def _begin(self, stage: Stage) -> None:
        """The present turn; where it cannot even begin, the first one after it that can."""
        for _ in range(len(self.programme)):
            try:
                self._set_up(stage)
                return
            except Exception as fault:  # a persona or a level file that is broken: the stand goes on
                report("skipped", fault, turn=self.turn.key)
                self._step()
        raise RuntimeError("no level can be shown")

    def _set_up(self, stage: Stage) -> None:
        turn = self.turn
        level = stage.level(turn.level, turn.act)
        seed = demo_programme.seed_of(self.place, self.rounds, len(self.programme))
        acts = level_files.level_acts(turn.level)
        self.act_title = acts[turn.act] if len(acts) > 1 else ""
        choice = Choice(level, turn.consumer, seed, act=turn.act)
        self.play = Shown(choice, stage, lambda: None, number_of(turn.level))
        self.pace = Pace(level.duration_ms / 1000)
        self.card_s = self.after_s = 0.0
        self._heard: object = None
        self._layer = Layer()

    def _step(self) -> None:
        self.place = (self.place + 1) % len(self.programme)
        self.rounds += not self.place

    def _next(self, stage: Stage) -> None:
        self._step()
        self._begin(stage)

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Somebody is there: the belt is theirs."""
        if wish.what == "quit":
            return self if stage.kiosk else None
        if wish.what in STIRS:
            return self
        if wish.what == "back" and not stage.kiosk:
            from lucy.ui.scenes.title import Title

            return Title(stage)
        return self.hand_over(stage)

    def hand_over(self, stage: Stage) -> Scene:
        """The same level, from the start, for the visitor."""
        from lucy.ui.scenes.level_choice import LevelChoice
        from lucy.ui.scenes.play import Play
        from lucy.ui.scenes.visitor import Visitor

        choice = self.play.choice.by("you")
        scene = Play(choice, stage, lambda: LevelChoice(stage), self.play.number)
        place, rounds, speed = self.place, self.rounds, self.speed
        return Visitor(scene, lambda: Demo(stage, place, speed, rounds))

    # -- time

    @property
    def title_s(self) -> float:
        """How long the title card of this turn stands: as long as it takes to be read."""
        text = words.say(f"personas.{self.turn.consumer}.sentence")
        if self.turn.opens:
            text += self.play.level.words.idea + self.act_title
        return max(CARD_S, reading_s(text))

    @property
    def verdict(self) -> str:
        """What is said after the run: what the level teaches, or why this went wrong."""
        said, won = self.play.level.words, self.play.now.outcome == "won"
        if self.turn.understands and said.verdict:
            return said.verdict
        lines = said.won if won else said.lost
        return lines[0] if lines else said.verdict

    @property
    def shows(self) -> str:
        """What stands on the screen: "card", "run" or "after"."""
        return "card" if self.card_s < self.title_s else "run" if self.after_s < LINGER_S else "after"

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """The card first, then the run; after its end what came of it, and the next."""
        try:
            self._advance(real_s, stage)
        except Exception as fault:  # a persona is a program; whatever it does, the stand goes on
            self._survive(fault, stage)
        return self

    def _advance(self, real_s: float, stage: Stage) -> None:
        if self.card_s < self.title_s:
            self.card_s += real_s
            return
        play, session = self.play, self.play.session
        if not session.finished:
            session.speed = self.speed * self.pace.follow(real_s, play.now.gauges.full_in_s)
            play.advance(real_s, stage)
            self._listen()
            return
        self.after_s += real_s
        play.follow_end(real_s, stage)
        if self.after_s > LINGER_S + max(CARD_S, reading_s(self.verdict)):
            self.played += 1
            self._next(stage)

    def _survive(self, fault: Exception, stage: Stage) -> None:
        report("skipped", fault, turn=self.turn.key)
        self._next(stage)

    def _listen(self) -> None:
        """What is new among the reasons and the level's own lines is a turning point."""
        reason, caption = self.play.reason(), self.play.now.caption
        if reason and reason != self._heard:
            self._heard = reason
            self.pace.say(Said(reason, self.turn.consumer))
        if caption and not caption.speaker and self.play.is_news(caption.text):
            self.pace.say(Said(caption.text))

    # -- drawing

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The run, and over it a card, or what is being said."""
        try:
            self._draw(surface, stage)
        except Exception as fault:  # of this turn's picture: the next one is drawn by the next frame
            self._survive(fault, stage)

    def _draw(self, surface: Surface, stage: Stage) -> None:
        shows, rect = self.shows, surface.get_rect()
        key = stage.size, stage.settings.text_size, stage.theme.name, shows
        if shows == "card":
            self._layer.draw(surface, rect, key, lambda: self._paint_card(surface, stage))
            demo_cards.draw_progress(surface, stage, self.card_s / self.title_s)
        elif shows == "after":
            self._layer.draw(surface, rect, key, lambda: self._paint_after(surface, stage))
            stands_s = max(CARD_S, reading_s(self.verdict))
            demo_cards.draw_progress(surface, stage, (self.after_s - LINGER_S) / stands_s)
        else:
            self.play.draw(surface, stage)
            quick = self.play.session.speed if self.pace.speed > 1 and not self.play.session.finished else 0.0
            demo_cards.draw_chips(surface, stage, quick)
            if self.pace.said and not self.play.session.finished:
                demo_cards.draw_said(surface, stage, self.pace.said)

    def _paint_card(self, surface: Surface, stage: Stage) -> None:
        self.play.draw(surface, stage)
        demo_cards.draw_title(surface, stage, self.play.level, self.play.number, self.act_title, self.turn)

    def _paint_after(self, surface: Surface, stage: Stage) -> None:
        self.play.draw(surface, stage)
        result = self.play.session.result()
        demo_cards.draw_after(surface, stage, self.play.level, result, self.verdict, self.turn)


def report(key: str, fault: Exception, **rest: str) -> None:
    """One line on stderr for whoever looks after the stand: what failed, and where."""
    frames = traceback.extract_tb(fault.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    said = words.say(f"screen.demo.{key}", fault=f"{type(fault).__name__}: {one_line(fault)}{where}", **rest)
    print(said, file=sys.stderr, flush=True)
