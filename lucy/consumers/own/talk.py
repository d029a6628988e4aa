"""A talk with one process: a view goes out, an answer comes in, and the time rule is kept.

One question at a time: no new view is sent while an answer is open, so nothing piles up and an answer that comes late
belongs to its own turn and is dropped. Waits no longer than the rule says, and raises nothing but Thinking.
"""

from __future__ import annotations

import math
import time
from typing import Any

from lucy.consumers.own import wire
from lucy.consumers.own.complaints import Complaint, Complaints, complaint
from lucy.consumers.own.endings import ending, stuck_line
from lucy.consumers.own.launch import Launch
from lucy.consumers.own.time_rule import Bank, TimeRule
from lucy.consumers.protocol import Thinking, View
from lucy.sim.controls import Controls

_TIMES = 100_000  # decisions whose time is kept


class Talk:
    """One process, from its start. `complaints` hears what goes wrong."""

    def __init__(self, launch: Launch, rule: TimeRule, complaints: Complaints) -> None:
        self.launch, self.rule, self.complaints = launch, rule, complaints
        self.bank = Bank(rule)
        self.times_s: list[float] = []
        self.process = launch.start(rule)
        self.ready = not launch.is_python  # a Python file says when it is loaded
        self.dead = False
        self._turn = self._open_turn = 0  # the latest; the one that was sent and is unanswered, or 0
        self._view_s: float | None = None  # level time of the view that is being decided
        self._starts_at = self._sent_at = self._ended_at = time.perf_counter()
        self._stuck_at = ""  # the line in which it was found
        self._misspoke = False
        self._at_s = 0.0

    def ask(self, view: View, look_s: float = math.inf) -> Controls | None:
        """What it decides; None: nothing, and the turn is skipped. Thinking: nothing within `look_s`, ask again."""
        self._at_s = view.time_s
        if self._view_s != view.time_s:
            self._view_s = view.time_s
            self._turn += 1
        try:
            decided = self._wait(view, time.perf_counter() + look_s)
        except _Skipped:
            decided = None
        self._view_s, self._ended_at = None, time.perf_counter()
        return decided

    def load(self, wait: bool = True) -> None:
        """While it loads: wait until it is loaded or dead, or only see how far it is."""
        while not self.ready and not self.dead:
            left_s = self._starts_at + self.rule.start_s - time.perf_counter()
            line = self.process.line(left_s if wait else 0)
            if line is None:
                self._end()
            elif line:
                self._hear(line)
            elif left_s <= 0:
                self._slow_start()
            elif not wait:
                return

    def close(self, at_once: bool = False) -> None:
        """End the process: let it leave by itself, unless it is busy or must go at once."""
        self.process.close(at_once or self._open_turn > 0)

    def _wait(self, view: View, until: float) -> Controls:
        while not self.dead:
            if self.ready and not self._open_turn and not self._send(view):
                self._end("input")
                break
            ends = self._ends()
            line = self.process.line(min(ends, until) - time.perf_counter())
            if line is None:
                self._end()
            elif line:
                answer = self._hear(line)
                if answer is not None:
                    return self._read(answer, view)
            elif time.perf_counter() >= ends:
                self._too_long()
                break
            elif time.perf_counter() >= until:
                raise Thinking
        raise _Skipped

    def _ends(self) -> float:
        """When the waiting ends: for the start, for a late answer, for this turn's answer."""
        if not self.ready:
            return self._starts_at + self.rule.start_s
        if self._open_turn < self._turn:  # it has had its time; live, most of this has gone by as well
            return self._ended_at + self.rule.decision_s
        if self._is_first:
            return self._sent_at + self.rule.start_s
        return self._sent_at + self.bank.allowed_s()

    @property
    def _is_first(self) -> bool:
        """A program does not say when it has started up: its first answer does, and is free."""
        return not self.launch.is_python and not self.times_s

    def _send(self, view: View) -> bool:
        self._stuck_at = ""
        self._open_turn, self._sent_at = self._turn, time.perf_counter()
        return self.process.send(wire.view_line(self._turn, view))

    def _hear(self, line: bytes) -> dict[str, Any] | None:
        """Take in one line; the answer, if it is the one to this turn."""
        said = wire.parsed(line)
        if self.launch.is_python:
            if said is None:
                self._stuck_at = self._stuck_at or stuck_line(line, self.launch.name)
                return None
            if not self.ready:
                self._loaded(said)
                return None
        turn = said.get("turn") if said is not None else None
        if said is None or not isinstance(turn, int) or turn > self._turn:
            self._misspoke = True
            key = "long_line" if len(line) >= wire.LONGEST_LINE else "no_json" if said is None else "no_turn"
            self._complain(key, line=wire.shown(line.decode("utf-8", "replace")), most=f"{wire.LONGEST_LINE:,}")
            return None
        if turn != self._open_turn:
            return None
        self._open_turn = 0
        return said if turn == self._turn else None  # a late one belongs to its own turn

    def _loaded(self, said: dict[str, Any]) -> None:
        if "error" in said:
            self.complaints.add(_told(said["error"]))
            self.dead = True
        else:
            self.ready = True

    def _read(self, answer: dict[str, Any], view: View) -> Controls:
        took_s = self.process.came_at - self._sent_at
        if not self._is_first:
            self.bank.pay(took_s)
        if len(self.times_s) < _TIMES:
            self.times_s.append(took_s)
        if self.launch.is_python and "answer" not in answer:
            self.complaints.add(_told(answer.get("error")))
            raise _Skipped
        answer = answer["answer"] if self.launch.is_python else answer
        controls, wrong = wire.controls_of(answer, view, self.launch.name)
        for found in wrong:
            self.complaints.add(found)
        return controls

    # -- what goes wrong

    def _complain(self, key: str, **numbers: str) -> None:
        self.complaints.add(complaint(key, who=self.launch.name, **numbers))

    def _too_long(self) -> None:
        if not self.ready or self._is_first:
            self._slow_start()
        elif self._open_turn == self._turn:
            self.bank.left_s = 0.0
            self._slow("slow", ms=f"{1000 * self.rule.decision_s:.0f}", at_s=f"{self._at_s:.1f}")

    def _slow_start(self) -> None:
        self.dead = True
        if not self._misspoke:  # else it has been said what is wrong with its answers
            self._slow("slow_start" if self.launch.is_python else "no_answer", start_s=f"{self.rule.start_s:g}")

    def _slow(self, key: str, **numbers: str) -> None:
        if self._stuck_at:
            sleeps = "sleep" in self.launch.source_line(int(self._stuck_at))
            key, numbers = f"{key}_sleep" if sleeps else f"{key}_line", numbers | {"line": self._stuck_at}
        self._complain(key, **numbers)

    def _end(self, pipe: str = "output") -> None:
        self.dead = True
        at_s, is_python = f"{self._at_s:.1f}", self.launch.is_python
        self.complaints.add(ending(self.process, self.launch.name, at_s, pipe, is_python))


class _Skipped(Exception):
    """This turn has no decision."""


def _told(error: Any) -> Complaint:
    """What a Python file's process reports of it."""
    numbers = {str(k): str(v) for k, v in error.items()} if isinstance(error, dict) else {"error": str(error)}
    return complaint(numbers.pop("key", "exception"), **numbers)
