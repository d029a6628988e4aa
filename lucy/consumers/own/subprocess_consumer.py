"""Your own consumer, seen from the game: asks its process, and goes on without it where it does not answer.

Never raises for what the consumer does. What is said to the process, and how long it may think, is `talk`.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lucy.consumers.own.complaints import Complaint, Complaints, complaint
from lucy.consumers.own.launch import Launch
from lucy.consumers.own.processes import MOST_PRINTED
from lucy.consumers.own.talk import Talk
from lucy.consumers.own.time_rule import TimeRule
from lucy.consumers.protocol import Consumer, Reason, View
from lucy.sim.controls import Controls

_RULE = TimeRule()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a consumer of one's own is doing. Times are real seconds, but for those `at`, of the level."""

    skipped: int  # turns without a decision
    in_a_row: int
    bank_left_s: float
    decided: int
    median_s: float
    most_s: float
    complaints: tuple[tuple[Complaint, int], ...]  # each, and how often
    latest: Complaint | None  # since it was loaded
    printed: str  # the end of it
    printed_characters: int  # all of it
    loading: bool  # it, or a new version of it
    stand_in: str  # the persona that plays on; "": it plays itself
    stand_in_at_s: float


class OwnConsumer:
    """One match of one's own consumer. Its process starts at the first decision and ends with `close`.

    `live`: a decision that takes longer than a part of a frame raises Thinking, and the same view is asked again.
    A copy (a new match) starts afresh, with a process of its own.
    """

    def __init__(
        self, launch: Launch, stand_in: Callable[[], Consumer], live: bool = False, rule: TimeRule = _RULE
    ) -> None:
        self.name, self.launch, self.live, self.rule = launch.name, launch, live, rule
        self._make_stand_in = stand_in
        self._complaints = Complaints()
        self._talk: Talk | None = None
        self._next: Talk | None = None  # a new version that is loading
        self._stand_in: Consumer | None = None
        self._stand_in_at_s = 0.0
        self._said: Reason | None = None
        self._skipped = self._in_a_row = self._reloads = 0
        self._bank_left_s = rule.bank_s
        self._times_s: list[float] = []  # of versions that have ended
        self._printed, self._printed_characters = "", 0

    def __deepcopy__(self, memo: dict[int, Any]) -> OwnConsumer:
        return OwnConsumer(self.launch, self._make_stand_in, self.live, self.rule)

    @property
    def reason(self) -> Reason | None:
        """Why somebody else plays, and then that one's reasons."""
        return (self._stand_in.reason if self._stand_in is not None else None) or self._said

    def decide(self, view: View) -> Controls:
        """What the consumer decides; if it can't, what is in force. Thinking: live, and not yet decided."""
        self.poll()
        if self._stand_in is not None:
            return self._stand_in.decide(view)
        if self._talk is None:
            self._talk = self._start()
        look_s = self.rule.look_s if self.live else math.inf
        decided = self._talk.ask(view, look_s) if self._talk is not None else None
        if decided is not None:
            self._in_a_row = 0
            return decided
        self._skipped += 1
        self._in_a_row += 1
        if self._in_a_row >= self.rule.skips_in_a_row:
            self._hand_over(view)
        return view.controls

    def _hand_over(self, view: View) -> None:
        self._end(at_once=True)
        self._stand_in, self._stand_in_at_s = self._make_stand_in(), view.time_s
        numbers: dict[str, str] = {"skipped": str(self._in_a_row), "stand_in": self._stand_in.name}
        self._said = Reason("own.handed_over", tuple(numbers.items()))
        self._complaints.add(complaint("handed_over", who=self.name, at_s=f"{view.time_s:.1f}", **numbers))

    def load(self) -> Complaint | None:
        """Start it now, and wait until it is loaded; what is wrong, if it can't be."""
        if self._talk is None:
            self._talk = self._start()
        if self._talk is not None:
            self._talk.load()
        return self._complaints.latest if self._talk is None or self._talk.dead else None

    def _start(self) -> Talk | None:
        try:
            return Talk(self.launch, self.rule, self._complaints)
        except OSError as error:  # the machine has no room for another process
            said = error.strerror or str(error)
            self._complaints.add(complaint("not_started", who=self.name, said=said))
            return None

    def reload(self) -> None:
        """Load the file anew, in mid-level: the old version plays on until the new one is ready."""
        if self._next is not None:
            self._keep(self._next)
        self._next = self._start()
        self.poll()

    def poll(self) -> None:
        """See whether a new version has loaded, and let it take over; never waits."""
        new = self._next
        if new is None:
            return
        new.load(wait=False)
        if new.dead:
            self._keep(new)
            self._next = None
        elif new.ready:
            self._end(at_once=True)
            self._talk, self._next = new, None
            self._stand_in, self._in_a_row = None, 0
            self._reloads += 1  # each is said anew
            self._complaints.latest = None
            self._said = Reason("own.reloaded", (("times", self._reloads),))

    def standing(self) -> Standing:
        """How it is doing."""
        talk = self._talk
        printed, characters = self._printed, self._printed_characters
        if talk is not None:
            printed, characters = printed + talk.process.printed(), characters + talk.process.printed_characters
        complaints = self._complaints.all()
        if characters > MOST_PRINTED:
            complaints += ((complaint("flood", who=self.name, most=f"{MOST_PRINTED:,}"), 1),)
        times_s = self._times_s + (talk.times_s if talk is not None else [])
        return Standing(
            skipped=self._skipped,
            in_a_row=self._in_a_row,
            bank_left_s=talk.bank.left_s if talk is not None else self._bank_left_s,
            decided=len(times_s),
            median_s=statistics.median(times_s or [0.0]),
            most_s=max(times_s, default=0.0),
            complaints=complaints,
            latest=self._complaints.latest,
            printed=printed[-MOST_PRINTED:],
            printed_characters=characters,
            loading=self._next is not None or (talk is not None and not talk.ready and not talk.dead),
            stand_in=self._stand_in.name if self._stand_in is not None else "",
            stand_in_at_s=self._stand_in_at_s,
        )

    def close(self) -> None:
        """End its process and all that it started. What it printed and did stays to be read."""
        self._end()
        if self._next is not None:
            self._keep(self._next)
            self._next = None

    def _end(self, at_once: bool = False) -> None:
        if self._talk is not None:
            self._keep(self._talk, at_once)
            self._times_s += self._talk.times_s
            self._bank_left_s = self._talk.bank.left_s
            self._talk = None

    def _keep(self, talk: Talk, at_once: bool = False) -> None:
        """End a process, and keep what it printed."""
        talk.close(at_once)
        self._printed = (self._printed + talk.process.printed())[-MOST_PRINTED:]
        self._printed_characters += talk.process.printed_characters
