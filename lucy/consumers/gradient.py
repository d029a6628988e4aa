"""Gradient: lets in fewer when answers take longer than they used to, and a few more when they do not.

From: Gradient2 of Netflix's concurrency-limits, with its own numbers (start 20, most 200, smoothing 0.2, four to grow
by, a memory of 600 samples), but a least of one beside what the workers hold: the library's least of 20 is too much for
a slow station. Right where nobody knows how many at a time are good, and where it changes. Fails: it takes what it has
seen for long to be normal, so under a lasting overload its idea of normal drifts up, and the limit with it.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

START, MOST = 20, 200
SMOOTHING = 0.2
GROWTH = 4  # units of room it tries to win each time
WINDOW = 600  # samples that make the long latency
WARM_UP = 10  # the first samples are simply averaged
STEEPEST = 0.5  # it never takes off more than half, before smoothing
DRIFTED = 2.0  # a long latency so many times the short one is out of date ...
DECAY = 0.9  # ... and is brought down
TOLD = 0.25  # it speaks when the limit has moved by this part


class Gradient(Mind):
    """A limit on what may be here, from the ratio of the long latency to the one just now."""

    name = "gradient"

    def __init__(self) -> None:
        super().__init__()
        self._limit = float(START)
        self._told = float(START)
        self._long_s = 0.0
        self._samples = 0
        self._at_s = -1.0

    def decide(self, view: View) -> Controls:
        """The limit; what comes above it is turned away."""
        if not (view.may_drop and view.may_buffer) or view.lossless:
            self.change("locked", view)
            return settings()
        if view.time_s > self._at_s:
            self._at_s = view.time_s
            self._learn(view)
        return settings(buffer_units=int(self._limit), when_full="arrival")

    def _learn(self, view: View) -> None:
        most = MOST if view.memory_units is None else min(MOST, view.memory_units)
        least = min(view.workers + 1, most)
        self._limit = min(self._limit, most)
        work_per_s = view.capacity_per_s or view.out_per_s
        if not work_per_s:
            return
        short_s = view.head_age_s + 1 / work_per_s
        self._samples += 1
        part = 1 / self._samples if self._samples <= WARM_UP else 2 / (WINDOW + 1)
        self._long_s += part * (short_s - self._long_s)
        normal_s = self._long_s
        if normal_s > DRIFTED * short_s:
            self._long_s *= DECAY
        if view.waiting < self._limit / 2:
            return  # the limit is not what holds it: nothing to be learnt of it
        gradient = max(STEEPEST, min(1.0, normal_s / short_s))
        wanted = self._limit * gradient + GROWTH
        self._limit = min(most, max(least, self._limit + SMOOTHING * (wanted - self._limit)))
        self._say(view, short_s)

    def _say(self, view: View, short_s: float) -> None:
        if abs(self._limit - self._told) <= TOLD * self._told:
            return
        doing = "fewer" if self._limit < self._told else "more"
        self._told = self._limit
        self.change(doing, view, limit=int(self._limit), short_s=short_s, long_s=self._long_s)
