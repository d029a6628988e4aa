"""AIMD: a little faster while all is well, much slower at once when it is not.

From: additive increase, multiplicative decrease (Chiu and Jain 1989), as in TCP Reno (RFC 5681). It needs to know
neither the capacity nor the others, and many who do it share fairly. Right where nobody knows what can be done.
Fails: it finds the limit only by running over it, again and again, so the pace is a saw whose mean lies below what
could be done; and where the signal is slow the room may be gone before the cut is felt.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

CROWDED_PART = 0.05  # of the room: more than that waiting, and it cuts
CROWDED_UNITS = 64  # where there is no limit at all
CUT = 0.7
STEP = 0.05  # of what can be done, shared among the sources, each round trip
LEAST = 0.02  # of what can be done: it never stops a source altogether
ROUND_TRIP_S = 0.5  # at the least: it does not signal more often
HEEDED = 0.8  # of the pace: a source that sends less is not held back by it, and more would tell nothing


class Aimd(Mind):
    """The same pace for each source; begins with the first cut."""

    name = "aimd"

    def __init__(self) -> None:
        super().__init__()
        self._pace: float | None = None
        self._moved_at_s = 0.0
        self._waited = 0  # how many, the last time that it looked and it was too much

    def decide(self, view: View) -> Controls:
        """Cut or grow, once in a round trip."""
        rates = [source.in_per_s for source in view.sources if source.controllable]
        if not view.may_control or not rates:
            self.change("locked", view)
            return settings()
        round_trip_s = max(ROUND_TRIP_S, view.control_delay_s)
        since_s = view.time_s - self._moved_at_s
        crowded = CROWDED_UNITS if view.room is None else max(1, int(CROWDED_PART * view.room))
        if view.waiting > crowded:
            if self._pace is None or since_s >= round_trip_s:
                self._crowded(view, max(rates), crowded)
        elif self._pace is not None and since_s >= round_trip_s and max(rates) >= HEEDED * self._pace:
            step = STEP * (view.capacity_per_s or view.out_per_s) / len(rates)
            self._move(self._pace + step, view)
            self.change("grow", view, step_per_s=step, round_trip_s=round_trip_s, pace_per_s=self._pace)
        return settings(pace_per_s=self._pace)

    def _crowded(self, view: View, fastest_per_s: float, crowded: int) -> None:
        """Cut, unless the line has become shorter in the last round trip: then it is on the mend."""
        shrinks = self._pace is not None and view.waiting < self._waited
        self._waited = view.waiting
        if shrinks:
            self._moved_at_s = view.time_s
            return
        before = fastest_per_s if self._pace is None else self._pace
        least = LEAST * (view.capacity_per_s or view.out_per_s)
        self._move(max(least, CUT * before), view)
        self.change("cut", view, crowded=crowded, before_per_s=before, pace_per_s=self._pace or 0.0)

    def _move(self, pace_per_s: float, view: View) -> None:
        self._pace, self._moved_at_s = round(pace_per_s, 3), view.time_s
