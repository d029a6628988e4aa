"""Watermark: stops the producer above a high mark and starts it again at a low one.

From: asyncio's flow control (high mark, low = high / 4), Node's `highWaterMark` and `drain`, Netty's 32 and
64 KiB. Right where the signal is fast. Fails: where it is slow, for the peak is high mark + deficit x delay;
a mark set without a thought for the delay overflows, and a low mark under capacity x delay starves the worker.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

HIGH_FRACTION = 0.5  # of the room
HIGH_UNITS = 64  # where there is no limit at all


class Watermark(Mind):
    """Marks at a half and an eighth of the room; knows nothing of the signal's delay."""

    name = "watermark"
    steady = True

    def decide(self, view: View) -> Controls:
        """High and low mark; the engine holds the queue against them every tick."""
        if not view.may_control or not any(source.controllable for source in view.sources):
            self.change("locked", view)
            return settings()
        high = HIGH_UNITS if view.room is None else max(1, int(HIGH_FRACTION * view.room))
        low = high // 4
        if view.waiting > high:
            self.change("pause", view, high=high, low=low)
        elif view.waiting <= low and self._doing == "pause":
            self.change("resume", view, high=high, low=low)
        return settings(high_units=high, low_units=low)
