"""The time that a consumer of one's own has: so much for each decision, and a bank for the whole match.

A slow consumer is backpressure. When the bank is gone the belt does not wait. Measures nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeRule:
    """All in real seconds, except for the turns."""

    decision_s: float = 0.05  # free, for each decision
    bank_s: float = 2.0  # for a match: what a decision takes beyond that comes out of it
    start_s: float = 5.0  # to start up: not charged
    skips_in_a_row: int = 30  # then a shipped persona plays on
    look_s: float = 0.004  # live: as long as a frame may wait for an answer


class Bank:
    """What is left of the time beyond the free part."""

    def __init__(self, rule: TimeRule) -> None:
        self.rule = rule
        self.left_s = rule.bank_s

    def allowed_s(self) -> float:
        """How long the next decision may take."""
        return self.rule.decision_s + self.left_s

    def pay(self, took_s: float) -> None:
        """A decision took so long."""
        self.left_s = max(0.0, self.left_s - max(0.0, took_s - self.rule.decision_s))
