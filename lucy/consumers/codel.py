"""CoDel: lets a burst wait, and drops from the head of a queue that stands, ever more often until it is gone.

From: Controlled Delay (Nichols and Jacobson, RFC 8289), in Linux as `codel` and `fq_codel`: it looks at the wait and
not at the length, and needs no number for the rate. The RFC's 5 ms and 100 ms go by the round trips of the net. Here
they go by the level's deadline, as they are for 2 s, and the target is no lower than one service takes, which is what
RFC 8290 has for slow lines. Right where a drop makes the source slow down, and where a burst must be told from a
lasting overload. Fails: a source that does not care is held only after 2 x interval^2 x deficit seconds, with a queue
of (deficit x interval)^2 until then; and a worker that takes all that waits in one go never sees a queue that stands.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

INTERVAL = 0.05  # of the deadline: 100 ms of 2 s
INTERVAL_S = 0.1  # where nothing is ever late: the RFC's own
TARGET = 0.05  # of the interval: the RFC's 5 ms of 100 ms ...
SERVICES = 1  # ... but no less than so many services take
MOST_TARGET = 0.1  # of the interval
BAND = 0.2  # a new target only if it is so much off the old one
AGAIN = 16  # intervals without a standing queue: then it is over


class CoDel(Mind):
    """Sets target and interval and leaves the rest to the law; what finds no room at all is turned away."""

    name = "codel"

    def __init__(self) -> None:
        super().__init__()
        self._target_s = 0.0
        self._interval_s = 0.0
        self._short_at_s = 0.0  # when the wait was last under the target ...
        self._stood_at_s = 0.0  # ... and the queue last stood

    def decide(self, view: View) -> Controls:
        """The two numbers of the law; and why drops begin and end."""
        if not view.may_drop or view.lossless:
            self.change("locked", view)
            return settings()
        self._scale(view)
        self._say(view)
        return settings(when_full="arrival", codel_target_s=self._target_s, codel_interval_s=self._interval_s)

    def _scale(self, view: View) -> None:
        interval_s = INTERVAL * view.deadline_s if view.deadline_s else INTERVAL_S
        work_per_s = view.capacity_per_s or view.out_per_s
        target_s = max(TARGET * interval_s, SERVICES / work_per_s if work_per_s else 0.0)
        if abs(target_s - self._target_s) > BAND * self._target_s:
            self._target_s = round(target_s, 4)
            self._interval_s = round(max(interval_s, target_s / MOST_TARGET), 4)

    def _say(self, view: View) -> None:
        numbers = {"target_s": self._target_s, "interval_s": self._interval_s, "age_s": view.head_age_s}
        if view.head_age_s < self._target_s:
            self._short_at_s = view.time_s
        elif view.time_s - self._short_at_s >= self._interval_s and view.dropped:
            self._stood_at_s = view.time_s
            self.change("standing", view, **numbers)
        if self._doing == "standing" and view.time_s - self._stood_at_s > AGAIN * self._interval_s:
            self.change("gone", view, **numbers)
