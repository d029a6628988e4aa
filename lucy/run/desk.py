"""Two processes beside the game that work out the maps of the laboratory. Only the last question counts.

An older question is dropped where it stands, and what has been answered is kept. When nothing is asked, the maps that
may be asked for next are worked out ahead. Knows nothing of what is in a map, and draws nothing.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Iterable
from ctypes import c_int64
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from lucy.run.laboratory import Asked, share, side_by_side
from lucy.run.level_errors import LevelError
from lucy.run.sweep import Map
from lucy.run.unfinished import be_a_worker

PROCESSES = 2
_GONE = (EOFError, OSError)
_MOST_LOST = 2  # processes, for one question: one that takes all the memory takes it every time

Question = tuple[Asked, int]  # what the sliders stand for, and how many cells there are along a side


class _Dropped(Exception):
    """Another question has been asked."""


class Desk:
    """One for each laboratory. `close` it, or it ends with the game."""

    def __init__(self) -> None:
        self._spawned = multiprocessing.get_context("spawn")  # a fork would take the window along
        self._newest = self._spawned.RawValue(c_int64, 0)  # without a lock: nobody can take it along when killed
        self._known: dict[Question, Map] = {}
        self._wanted: Question | None = None  # what somebody waits for
        self._under_way: Question | None = None
        self._parts: list[Map | None] = []
        self._lost = 0  # how often the present question went down with a process
        self.fault = ""  # why there is no answer to the last question
        self._ahead: list[Question] = []
        self._hired: list[tuple[BaseProcess, Connection]] = []  # with the first question

    def _hire(self) -> None:
        self._end()
        for which in range(PROCESSES):
            mine, theirs = self._spawned.Pipe()
            arguments = (theirs, self._newest, which, PROCESSES)
            process = self._spawned.Process(target=_work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            self._hired.append((process, mine))

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted is not None

    @property
    def processes(self) -> list[BaseProcess]:
        """Who works."""
        return [process for process, _ in self._hired]

    def knows(self, asked: Asked, cells: int) -> bool:
        """Whether that map is there already."""
        return (asked, cells) in self._known

    def ask(self, asked: Asked, cells: int) -> None:
        """Work out the map of a level with so many cells along a side; an earlier question is dropped."""
        self._wanted, self._ahead, self._lost, self.fault = (asked, cells), [], 0, ""
        if self._wanted not in (self._under_way, *self._known):
            self._begin(self._wanted)

    def foresee(self, questions: Iterable[Question]) -> None:
        """What may be asked next, the likeliest first: worked out while nothing else is."""
        self._ahead = list(questions)

    def answer(self) -> Map | None:
        """The map last asked for, once; None while it is not there yet."""
        self._collect()
        if self._wanted in self._known:
            found, self._wanted = self._known[self._wanted], None
            return found
        if self._lost > _MOST_LOST or self.fault:
            self._wanted = None
        if self._wanted is not None and self._under_way is None:  # it was lost with a process that is gone
            self._begin(self._wanted)
        while self._ahead and self._wanted is None and self._under_way is None:
            question = self._ahead.pop(0)
            if question not in self._known:
                self._begin(question)
        return None

    def _begin(self, question: Question) -> None:
        self._newest.value += 1
        self._under_way, self._parts = question, [None] * PROCESSES
        if not self._hired:
            self._hire()
        try:
            self._send(question)
        except _GONE:  # the system has ended one of them while it had nothing to do
            self._hire()
            self._send(question)

    def _send(self, question: Question) -> None:
        for _, line in self._hired:
            line.send((self._newest.value, *question))

    def _collect(self) -> None:
        try:
            for which, (_, line) in enumerate(self._hired):
                while line.poll():
                    number, part = line.recv()
                    if number != self._newest.value or self._under_way is None:
                        continue  # of an older question, or the other one has said already that it can't be answered
                    if isinstance(part, str):
                        self.fault, self._under_way = part if self._under_way == self._wanted else "", None
                    else:
                        self._parts[which] = part
        except _GONE:
            self._under_way, self._lost = None, self._lost + 1
            self._end()  # the next question finds new ones
        if self._under_way is not None and all(part is not None for part in self._parts):
            self._known[self._under_way] = side_by_side([part for part in self._parts if part is not None])
            self._under_way = None

    def close(self) -> None:
        """Send the processes home, whatever they are at."""
        self._wanted = self._under_way = None
        self._ahead = []
        self._end()

    def _end(self) -> None:
        for process, line in self._hired:
            line.close()
            process.kill()  # they hold nothing that has to be put away
        for process, _ in self._hired:
            process.join()
        self._hired = []


def _work(line: Connection, newest: c_int64, which: int, of: int) -> None:
    """In a process of its own: answer one question after the other, until nobody is there to ask."""
    be_a_worker()
    with contextlib.suppress(*_GONE):
        while True:
            number, asked, cells = line.recv()

            def tell(done: float, number: int = number) -> None:
                if newest.value != number:
                    raise _Dropped

            with contextlib.suppress(_Dropped):
                tell(0)
                try:
                    found: Map | str = share(asked, cells, which, of, tell)
                except LevelError as fault:
                    found = str(fault)
                line.send((number, found))
