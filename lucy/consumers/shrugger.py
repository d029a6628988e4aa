"""Shrugger: ignores it.

From: the article's fourth option. It is no bad idea where the trouble is short or does no harm, since every
cure costs something too. Fails: whenever more comes in than goes out for long, for nothing here ever ends it.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls


class Shrugger(Mind):
    """Touches nothing, and says so when the pile first grows and again when it is high."""

    name = "shrugger"
    steady = True

    def decide(self, view: View) -> Controls:
        """Always the controls that do nothing."""
        high = view.room is not None and 4 * view.waiting >= 3 * view.room
        if high and self._doing == "fine":
            self.change("still_fine", view)
        elif not self._doing and view.waiting > 2 and view.in_per_s > 1.05 * view.out_per_s:
            self.change("fine", view)
        return settings()
