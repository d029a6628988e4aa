"""A question after a run, with new numbers: drawn by a seed, answered by a sum or by a run of the changed level.

Poses and reckons; who asks, and what was chosen, is the page's business.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from lucy.run import words
from lucy.run.level_files import level_acts, level_from_source, load_level, shipped_levels
from lucy.run.level_overrides import lay_over, parse_override
from lucy.run.level_questions import answer_of
from lucy.run.level_transfer import numbers_of
from lucy.run.prediction import Choices, Oracle, choices_of, read_out, rounded
from lucy.run.reckon import NoNumber, value_of
from lucy.sim.level import Level
from lucy.sim.level_words import Question, Transfer

BACK = 2  # so many levels back goes the second question


class Posed:
    """One question with its numbers. Where a run has to be played for it, `work` plays it a little at a time."""

    def __init__(self, level: Level, transfer: Transfer, seed: int, act: int = 0) -> None:
        self.level, self.transfer, self.seed, self.act = level, transfer, seed, act
        self.numbers = drawn(level, transfer, seed)
        self.ask = self._fill(transfer.ask)
        self.oracle = None if transfer.answer else Oracle(changed(level, transfer, self.numbers))
        self._answer = value_of(transfer.answer, self.numbers) if transfer.answer else None

    def work(self) -> bool:
        """Play on a little; whether there is more to do."""
        return self.oracle is not None and self.oracle.work()

    def finish(self) -> Posed:
        """Play all the rest at once."""
        while self.work():
            pass
        return self

    @property
    def value(self) -> float | None:
        """The answer; None: it is not worked out yet."""
        if self._answer is None and self.oracle is not None:
            truth = self.oracle.truth(self.transfer.consumer)
            self._answer = None if truth is None else answer_of(self._question(), truth.figures)
        return self._answer

    def choices(self) -> Choices | None:
        """The three answers on offer; None: not worked out yet."""
        if self.value is None:
            return None
        return choices_of(self.level, self._question(self.value), self.value, self.seed)

    def answer(self) -> str:
        """The true one, as it is read out."""
        question = self._question()
        return read_out(self.level, question, rounded(question, self.value or 0.0))

    def worked_out(self) -> str:
        """The sum with its numbers and what it comes to; where the level has none, only the answer."""
        if not self.transfer.sum:
            return self.answer()
        value = self.value or 0.0
        told = rounded(self._question(), value)
        if self.transfer.unit == "s" and told >= 9.95:  # from ten seconds on only whole ones are told
            told = round(told)
        key = "sum" if abs(told - value) <= 0.002 * value else "about"
        done = self._fill(words.format_sum(self.transfer.sum))
        return words.say(f"screen.transfer.{key}", sum=done, answer=self.answer())

    def _question(self, answer: float = 0.0) -> Question:
        """As it is asked; what somebody might reckon instead are the wrong choices."""
        asked = self.transfer
        wrong = [slip / answer for slip in self._slips() if slip > 0 and slip != answer] if answer else []
        return Question(self.ask, asked.figure, asked.consumer, asked.unit, (*wrong, *asked.wrong))

    def _slips(self) -> Iterator[float]:
        for mistake in self.transfer.mistakes:
            with suppress(NoNumber):
                yield value_of(mistake, self.numbers)

    def _fill(self, text: str) -> str:
        unit = self.level.unit
        return words.fill(text, **{**self.numbers, "unit": unit.name, "units": unit.plural})


def drawn(level: Level, transfer: Transfer, seed: int) -> dict[str, float]:
    """The numbers of that seed; the next one has others, until all have had their turn."""
    every = list(numbers_of(transfer))
    named = ",".join(draw.name for draw in transfer.draws)
    random.Random(zlib.crc32(f"{level.name}/{named}".encode())).shuffle(every)
    return every[seed % len(every)]


def changed(level: Level, transfer: Transfer, numbers: dict[str, float]) -> Level:
    """The level with these numbers in it, and nothing to ask but this. Raises LevelError."""
    changes = [(path, json.loads(value)) for path, value in transfer.sets]
    changes += [(path, numbers[draw.name]) for draw in transfer.draws for path in draw.at]
    tree = lay_over(json.loads(level.source), [parse_override(change) for change in changes], "transfer")
    new = level_from_source(json.dumps(tree, default=float), level.name)
    asked = Question(transfer.ask, transfer.figure, transfer.consumer, transfer.unit)
    return replace(new, words=replace(new.words, questions=(asked,)))


def pose(level: Level, seed: int, act: int = 0) -> Posed | None:
    """The level's own question with the numbers of that seed; of several they take turns. None: it has none."""
    found = [transfer for transfer in level.words.transfers if any(numbers_of(transfer))]
    return Posed(level, found[seed % len(found)], seed // len(found), act) if found else None


def earlier(level: Level, seed: int) -> Posed | None:
    """A question of the level two back, for what was learnt there; None: there is no such level.

    The second level asks about the first.
    """
    names = shipped_levels()
    place = names.index(level.name) if level.name in names else 0
    if not place or not level.words.transfers:
        return None
    name = names[max(place - BACK, 0)]
    act = seed % len(level_acts(name))
    return pose(load_level(name, act), seed, act)
