"""Hoarder: keeps everything, without a limit.

From: `asyncio.Queue()`, Reactor's plain `onBackpressureBuffer()`, a goroutine for each item: buffers that are
unbounded unless somebody says otherwise. Right for a spike that ends before the memory does. Fails: a lasting
deficit only fills it, later; and long before that, all that comes out of it is stale.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls


class Hoarder(Mind):
    """No limit but the memory; speaks as it fills."""

    name = "hoarder"
    steady = True

    def decide(self, view: View) -> Controls:
        """A buffer as large as the memory, and no drop."""
        memory = view.memory_units
        if not view.may_buffer:
            self.change("locked", view)
            return settings()
        if memory is not None and 4 * view.waiting >= 3 * memory and self._doing == "keep":
            self.change("nearly_full", view, memory=memory)
        elif not self._doing and view.waiting > 1:
            self.change("keep", view)
        return settings(buffer_units=memory)
