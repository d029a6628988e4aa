"""How fast the demo runs, and which sentence stands on it for how long. Real time goes in; draws nothing.

What nothing happens in is gone through quickly; while there is something to read or it is about to fall over, it
runs as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

QUIET_S = 18.0  # about so much real time for all the calm of a level
LEAST_QUICK, MOST_QUICK = 2, 16  # of the speed meanwhile
LOOK_S = 1.5  # before the first hurry: what is this?
READ_S, READ_LETTER_S = 1.6, 0.055  # how long a sentence takes to be read, and each letter of it
MOST_READ_S = 8.0
LEVEL_S = 2.6  # a line of the level makes room for a persona's reason after this
TURNING = 0.5  # the speed at a turning point: while a reason is still waiting to be said
BRINK_S = 2.5  # this close to falling over nobody hurries ...
MOST_BRINK_S = 6.0  # ... but not longer than this in one run


def reading_s(text: str) -> float:
    """How long a sentence has to stand, in real seconds."""
    return min(READ_S + READ_LETTER_S * len(text), MOST_READ_S)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence at a turning point: a persona's reason, or (speaker "") a line of the level."""

    text: str
    speaker: str = ""


@dataclass(slots=True)
class Pace:
    """One run's pace. Sentences wait their turn, a persona's before the level's, and never in a long row.

    Of a persona's reasons the oldest that waits and the newest are kept, since the first change of mind is the one
    that matters; of the level's lines only the newest.
    """

    duration_s: float
    speed: float = 1.0
    said: Said | None = None
    _left_s: float = 0.0
    _stood_s: float = 0.0
    _waiting: list[Said] = field(default_factory=list)
    _seen_s: float = 0.0
    _brink_s: float = 0.0

    @property
    def quick(self) -> int:
        """The speed of calm stretches."""
        return min(max(round(self.duration_s / QUIET_S), LEAST_QUICK), MOST_QUICK)

    def say(self, said: Said) -> None:
        """Something to read has come up."""
        reasons = [other for other in self._waiting if other.speaker]
        lines = [other for other in self._waiting if not other.speaker]
        self._waiting = [*reasons[:1], said, *lines] if said.speaker else [*reasons, said]

    def follow(self, real_s: float, full_in_s: float | None) -> float:
        """So much real time has gone by, and it is full in so long; the speed from now on."""
        self._seen_s += real_s
        self._left_s -= real_s
        self._stood_s += real_s
        reason_waits = bool(self._waiting and self._waiting[0].speaker)
        level_stood = self.said is not None and not self.said.speaker and self._stood_s >= LEVEL_S
        if self._left_s <= 0 or (reason_waits and level_stood):
            self._stood_s = 0.0
            self.said = self._waiting.pop(0) if self._waiting else None
            self._left_s = reading_s(self.said.text) if self.said else 0.0
        brink = full_in_s is not None and full_in_s < BRINK_S and self._brink_s < MOST_BRINK_S
        if brink:
            self._brink_s += real_s
        slow = self.said is not None or brink or self._seen_s < LOOK_S
        waits = bool(self._waiting and self._waiting[0].speaker)
        self.speed = TURNING if waits else 1.0 if slow else float(self.quick)
        return self.speed
