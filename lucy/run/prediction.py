"""Predicting before playing: the answers of a level's questions, three choices for each, and a drawn curve.

The answers come from runs of the very level, played a little at a time (`Oracle`); nothing is typed in. Draws
nothing and asks nobody.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from lucy import consumers
from lucy.consumers.protocol import DECISIONS_PER_S
from lucy.run import words
from lucy.run.level_questions import answer_of
from lucy.run.session import Session
from lucy.sim.level import Level
from lucy.sim.level_words import Question

NOBODY = "shrugger"  # who does nothing: the curve to draw is theirs
CHOICES = 3
LONGEST_S = 300.0  # a longer level has no curve to draw
# Where the level's own wrong choices do not do: further multiples of the answer, and for an answer of 0 plain values.
_MULTIPLES = (0.5, 2.0, 1.5, 0.25, 3.0, 4.0, 5.0, 0.75, 10.0)
_FROM_ZERO = {"percent": (0.25, 0.5, 0.75), "s": (5.0, 20.0, 40.0), "": (40.0, 80.0, 60.0)}
_FROM_ZERO_USUAL = (10.0, 100.0, 50.0)


@dataclass(frozen=True, slots=True)
class Truth:
    """A run that was played: its figures, and what waited at the stand, a point each tenth of a second."""

    figures: dict[str, Any]
    time_s: np.ndarray
    depth: np.ndarray

    @property
    def peak(self) -> float:
        """The most that waited."""
        return float(self.depth.max()) if len(self.depth) else 0.0


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers on offer as they are read out, in their shuffled order; `right` is the place of the true one."""

    texts: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Guess:
    """What was chosen. `truth`: the answer in full, as it is read out."""

    ask: str
    choices: Choices
    chosen: int
    truth: str

    @property
    def is_right(self) -> bool:
        """Whether it is so."""
        return self.chosen == self.choices.right


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that somebody expected of a level. `curve`: units at equal steps over its length; empty: none was drawn."""

    guesses: tuple[Guess, ...] = ()
    curve: tuple[float, ...] = ()
    nobody: Truth | None = None  # what the curve is held against


class Oracle:
    """Plays the runs that the answers are read from, a tenth of a second of level time at each call of `work`."""

    def __init__(self, level: Level, seed: int = 1) -> None:
        self.level, self.seed = level, seed
        self._truths: dict[str, Truth] = {}
        self._names = tuple(dict.fromkeys([NOBODY, *(question.consumer for question in level.words.questions)]))
        self._steps = self._play()
        self._done = 0
        self._finished = False

    @property
    def finished(self) -> bool:
        """Whether every run has been played."""
        return self._finished

    @property
    def part(self) -> float:
        """How much is played, 0..1; a run that ends early counts as whole."""
        if self._finished:
            return 1.0
        each = max(self.level.duration_ticks // self._every, 1)
        return min((len(self._truths) * each + self._done) / (len(self._names) * each), 0.999)

    @property
    def _every(self) -> int:
        return max(1, self.level.tick_hz // DECISIONS_PER_S)

    def work(self) -> bool:
        """Play on a little; whether there is more to do."""
        self._finished = self._finished or next(self._steps, None) is None
        return not self._finished

    def finish(self) -> Oracle:
        """Play all the rest at once."""
        while self.work():
            pass
        return self

    def truth(self, consumer: str = NOBODY) -> Truth | None:
        """The run of that consumer; None: not played yet."""
        return self._truths.get(consumer)

    def _play(self) -> Iterator[int]:
        for name in self._names:
            session = Session(self.level, consumers.make(name), self.seed, live=False)
            times, depths, self._done = [0.0], [0.0], 0
            while not session.finished and session.world.tick < self.level.duration_ticks:
                session.run_ticks(min(self._every, self.level.duration_ticks - session.world.tick))
                times.append(session.time_s)
                depths.append(float(session.world.depth[0, session.station]))
                self._done += 1
                yield self._done
            result = session.result()
            if session.finished and depths[-1] < depths[-2]:  # it fell over: what counts is what was there
                depths[-1] = max(depths[-2], float(result.depth_peak))
            self._truths[name] = Truth(result.to_json(), np.array(times), np.array(depths))
            self._done = 0

    def choices(self, place: int) -> Choices | None:
        """The three answers to the question at that place; None: its run is not played yet."""
        question = self.level.words.questions[place]
        truth = self.truth(question.consumer)
        if truth is None:
            return None
        return choices_of(self.level, question, answer_of(question, truth.figures), self.seed + 31 * place)

    def guess(self, place: int, chosen: int) -> Guess | None:
        """The guess made by choosing one of them."""
        question, found = self.level.words.questions[place], self.choices(place)
        truth = self.truth(question.consumer)
        if found is None or truth is None:
            return None
        answer = answer_of(question, truth.figures)
        return Guess(question.ask, found, chosen, read_out(self.level, question, answer))


def choices_of(level: Level, question: Question, answer: float, seed: int) -> Choices:
    """The answer and two others that read differently, in an order that the seed decides."""
    texts = [read_out(level, question, rounded(question, answer))]
    for value in _others(question, answer, seed):
        text = read_out(level, question, rounded(question, value))
        if text not in texts and not (question.unit == "percent" and value > 1):
            texts.append(text)
        if len(texts) == CHOICES:
            break
    orders = list(itertools.permutations(range(len(texts))))
    order = orders[zlib.crc32(f"{level.name}/{question.ask}/{seed}".encode()) % len(orders)]
    return Choices(tuple(texts[i] for i in order), order.index(0))


def _others(question: Question, answer: float, seed: int) -> Iterator[float]:
    """Values to offer beside the answer: the level's own first."""
    if answer == 0:
        yield from _FROM_ZERO.get(question.unit, _FROM_ZERO_USUAL)
        return
    wrong = list(question.wrong)
    turn = seed % max(len(wrong), 1)
    yield from (answer * factor for factor in (*wrong[turn:], *wrong[:turn], *_MULTIPLES))
    yield from (answer + step for step in (1.0, 2.0, 3.0))


def rounded(question: Question, value: float) -> float:
    """A value as one would say it: whole counts, two digits that count above a hundred."""
    if question.unit == "percent":
        return round(value, 2) if value >= 0.095 else round(value, 3)
    if question.unit == "units" and question.figure.split(".")[-1] != "depth_mean" and value < 100:
        return float(round(value))
    if value >= 100:
        digits = len(str(int(value))) - 2
        return float(round(value / 10**digits) * 10**digits)
    return round(value, 1)


def read_out(level: Level, question: Question, value: float) -> str:
    """An answer in words: 14 chocolates, 2 GB, 30 s, 100 MB/s, 25 %."""
    unit = level.unit
    match question.unit:
        case "s":
            return words.format_seconds(value)
        case "per_s":
            return words.format_rate(value, unit.name)
        case "percent":
            return words.say("screen.predict.percent", part=value)
        case "units":
            count = round(value) if value >= 10 and value == round(value) else value
            name, plural = ("byte", "bytes") if question.figure.endswith("_bytes") else (unit.name, unit.plural)
            return words.format_units(count, name, plural)
    return words.format_number(value)
