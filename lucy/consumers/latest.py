"""Latest: one in hand, and only the newest may wait.

From: Reactor's `onBackpressureLatest`, Kotlin's `StateFlow`, conflation in market data. Right where a value makes the
one before it worthless: a mouse's place, a search box, a price. Fails: where each unit is somebody's; a single place is
also too short to bridge chance, so the worker idles while its work lies in the bin.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls


class Latest(Mind):
    """A buffer of one beside what the workers hold; the oldest goes."""

    name = "latest"
    steady = True

    def decide(self, view: View) -> Controls:
        """The same from the first moment to the last."""
        if not (view.may_drop and view.may_buffer) or view.lossless:
            self.change("locked", view)
            return settings()
        if view.dropped > 0:
            self.change("replace", view)
        places = view.workers + 1 if view.memory_units is None else min(view.workers + 1, view.memory_units)
        return settings(buffer_units=places, when_full="oldest")
