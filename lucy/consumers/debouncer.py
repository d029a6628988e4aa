"""Debouncer: waits for a silence, then lets the last value through and nothing else.

From: `debounceTime` in RxJS and its kin, the search box that waits until you stop typing. Right where a burst is one
question and its last value the whole of it. Fails: where values never pause (a mouse on the move, a busy socket): the
silence does not come, and neither does an answer.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

SILENCE_S = 0.2
BUSY_PER_S = 2.0  # from here on it says what it is doing


class Debouncer(Mind):
    """Always debounces, whatever comes."""

    name = "debouncer"
    steady = True

    def decide(self, view: View) -> Controls:
        """The same from the first moment to the last."""
        if not view.may_drop or view.lossless:
            self.change("locked", view)
            return settings()
        if view.in_per_s > BUSY_PER_S:
            self.change("wait", view, silence_s=SILENCE_S)
        return settings(operator="debounce", operator_s=SILENCE_S)
