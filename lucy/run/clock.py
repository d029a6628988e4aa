"""Real time to whole ticks: accumulate, clamp, hand out. Knows nothing of what a tick does."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST_FRAME_S = 0.25  # after a longer pause (a dragged window) the game does not race to catch up


@dataclass(slots=True)
class Clock:
    """Level time that follows real time at a speed; never loses a part of a tick."""

    tick_hz: int
    speed: float = 1.0
    owed: float = 0.0  # ticks, less than one after `advance`

    def advance(self, real_s: float) -> int:
        """Whole ticks to run now. `real_s` has passed since the last call."""
        self.owed += min(max(real_s, 0.0), _LONGEST_FRAME_S) * self.speed * self.tick_hz
        whole = int(self.owed)
        self.owed -= whole
        return whole
