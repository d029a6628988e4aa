"""Timekeeper: lets go of what has waited so long that its answer would come too late.

From: a time limit on what waits: a message's TTL in RabbitMQ, a deadline that gRPC passes on, a queue timeout. First
come, first served, with the hopeless taken out, does as many in time as can be done at all (Moore 1968). Right where a
late answer is worthless and nobody can be asked to slow down. Fails: while an overload lasts, all that it serves has
waited for nearly the whole deadline; where nothing is ever late it has no clock to go by; and it is no help where
nothing may be lost.
"""

from __future__ import annotations

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

PART = 0.9  # of the deadline, the belt's time taken off
LEAST = 0.1  # of the deadline, however long the belt is


class Timekeeper(Mind):
    """A time limit, always the same; and the oldest goes if even so there is no room."""

    name = "timekeeper"
    steady = True

    def decide(self, view: View) -> Controls:
        """The limit by the deadline and the longest belt."""
        if not view.may_drop or view.lossless:
            self.change("locked", view)
            return settings()
        if not view.deadline_s:
            if view.dropped:
                self.change("never_late", view)
            return settings(when_full="oldest")
        belt_s = max((source.belt_s for source in view.sources), default=0.0)
        limit_s = max(LEAST * view.deadline_s, PART * view.deadline_s - belt_s)
        if view.dropped:
            self.change("too_old", view, limit_s=limit_s, deadline_s=view.deadline_s, age_s=view.head_age_s)
        return settings(when_full="oldest", time_limit_s=limit_s)
