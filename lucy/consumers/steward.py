"""Steward: asks those who can wait to wait, and lets go of what nobody waits for any more.

From: the article's advice that buffering and dropping go together, load shedding with priorities, a deadline that is
passed on with each request. Right where some sources can be asked and others cannot, and where late work is worthless.
Fails: where nothing may be lost, and where nothing is ever late, for then it has no reason to let go.
"""

from __future__ import annotations

from lucy.consumers.fair_share import fair_share
from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

PATIENCE = 0.3  # of the deadline: what has waited longer goes
SPARE = 0.9  # of what can be done is given out, so that the queue gets shorter
CROWDED = 0.15  # of a deadline's work waiting: time to ask
CALM = 0.05  # ... and no longer
CALM_S = 3.0  # for so long, before it takes the request back
BAND = 0.2  # a new pace only if it is so much off the old one


class Steward(Mind):
    """Control and drop together, each for what it is good for."""

    name = "steward"

    def __init__(self) -> None:
        super().__init__()
        self._pace: float | None = None
        self._crowded_at_s = 0.0

    def decide(self, view: View) -> Controls:
        """A time limit always; a pace for those who heed it, while it is crowded."""
        patience_s = PATIENCE * view.deadline_s if view.deadline_s and view.may_drop and not view.lossless else None
        can_ask = view.may_control and any(source.controllable for source in view.sources)
        if patience_s is None and not can_ask:
            self.change("locked", view)
            return settings()
        if can_ask:
            self._ask(view)
        if self._pace is None and patience_s is not None and view.dropped > 0 and self._doing != "free":
            self.change("shed", view, limit_s=patience_s, deadline_s=view.deadline_s or 0.0)
        return settings(
            when_full="oldest" if patience_s is not None else "fail",
            time_limit_s=patience_s,
            pace_per_s=self._pace if can_ask else None,
        )

    def _ask(self, view: View) -> None:
        work = view.capacity_per_s * (view.deadline_s or 1.0)
        if view.waiting > CALM * work or view.in_per_s > view.capacity_per_s:
            self._crowded_at_s = view.time_s
        if view.waiting > CROWDED * work and view.in_per_s > SPARE * view.capacity_per_s:
            pace = round(fair_share(view.sources, SPARE * view.capacity_per_s), 3)
            if self._pace is None or abs(pace - self._pace) > BAND * self._pace:
                self._pace = pace
                self.change("slow", view, pace_per_s=pace, work_per_s=view.capacity_per_s)
        elif self._pace is not None and view.time_s - self._crowded_at_s > CALM_S:
            self._pace = None
            self.change("free", view)
