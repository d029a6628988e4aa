"""Sampler: keeps the part of what arrives that can be dealt with, evenly, and lets the rest go.

From: the article's "10 % of data per second", trace sampling, `sample` in stream libraries. Right where the units are
many and alike, so that a part tells as much as the whole: a live chart, a log, a mouse trail. Fails: where each unit
is somebody's, and where the last one matters, for it may be the one that was not kept.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

PART = 0.8  # of what can be done: the rest is for the gauges' delay
CAREFUL = 0.5  # of it, as long as something waits that should be gone
STEP = 0.1  # a new part only if it is so much off the old one
FLUSH_S = 0.01  # a screen is flushed every frame
LEAST = 0.001
LOG_PART = 20  # one part in so many of the memory for what was shown already


class Sampler(Mind):
    """Keep = what can be done / what comes, a little less."""

    name = "sampler"

    def __init__(self) -> None:
        super().__init__()
        self._keep = 1.0

    def decide(self, view: View) -> Controls:
        """Follow the two rates. On a screen it draws once a frame."""
        if not view.may_drop or view.lossless:
            self.change("locked", view)
            return settings()
        able_per_s = view.capacity_per_s or view.out_per_s
        behind = view.waiting > 0.5 * able_per_s
        wanted = (CAREFUL if behind else PART) * able_per_s / max(view.in_per_s, 1e-9)
        keep = round(min(1.0, max(LEAST, wanted)), 3)
        if abs(keep - self._keep) > STEP * self._keep:
            self._keep = keep
        if self._keep < 1.0:
            self.change("sample", view, kept=self._keep, work_per_s=able_per_s)
        elif self._doing == "sample":
            self.change("all", view)
        log = None if view.memory_units is None else view.memory_units // LOG_PART
        return settings(keep_fraction=self._keep, flush_s=FLUSH_S, log_units=log)
