"""Dropper: sheds whatever does not fit a very short buffer.

From: Reactor's `onBackpressureDrop` and `DROP_LATEST` (both refuse the arrival), a UDP socket, a full accept
queue. Right where a fresh answer beats a complete one. Fails: where a lost unit is missed, as in a file copy;
and with no buffer at all an idle worker waits while its work lies in the bin (M/M/1/1 does 43 of 75).
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

MEMORY_PART = 32  # one part in so many of the memory is all that it keeps


class Dropper(Mind):
    """Keeps very little and refuses the rest, even where every unit counts."""

    name = "dropper"
    steady = True

    def decide(self, view: View) -> Controls:
        """A short buffer (a single unit where memory has no limit); what arrives when it is full is dropped."""
        if not view.may_drop:
            self.change("locked", view)
            return settings()
        limit = max(1, (view.memory_units or 0) // MEMORY_PART)
        if view.dropped > 0:
            self.change("lossless" if view.lossless else "drop", view, limit=limit)
        return settings(buffer_units=limit if view.may_buffer else None, when_full="arrival")
