"""Negotiator: asks the producer first, and sheds only where nobody can be asked.

From: credit-based flow control (Reactive Streams `request(n)`, HTTP/2 windows) where the signal is quick; a
paced rate with a correction for the queue where it is slow; and, with control locked, a bounded buffer with a
time limit that drops the oldest, tightened when a queue will not go away (the standing queue of RFC 8289).
Fails: where the delay is longer than the room lasts, for the peak is what waits now + deficit x delay; and it
trusts a learnt capacity, so a worker that stalls costs it a delay's worth of arrivals.
"""

from __future__ import annotations

import math

from lucy.consumers.mind import Mind
from lucy.consumers.protocol import Source, View
from lucy.sim.controls import Controls

QUICK_S = 0.25  # a signal this quick can carry demand for each unit
DEMAND_S = 0.05  # of work asked for beyond what is on its way
LAG_S = 1.0  # the gauges are smoothed: a rise shows late by about this much
GAIN = 0.7  # how much of a wrong queue is mended in two delays
TARGET_S = 0.1  # of work kept waiting, so that the worker never idles
BAND = 0.05  # a pace stays unless it is off by more than this part
WIDE_BAND = 0.2  # the same for a buffer limit or a demand
PATIENCE = 0.8  # of the deadline, after which waiting work is not worth doing
STANDING = 3.0  # deadlines without an empty queue: then it is no burst
SHORT = 0.15  # of a deadline's work kept waiting when the overload lasts


class Negotiator(Mind):
    """Control first; shed by age where control is locked."""

    name = "negotiator"

    def __init__(self) -> None:
        super().__init__()
        self._pace: float | None = None
        self._amount = 0  # the demand or the buffer limit in use
        self._net = False
        self._calm_at_s = 0.0  # when the queue was last all but empty
        self._work_per_s = 0.0  # what the workers can do, as last known

    def decide(self, view: View) -> Controls:
        """What to ask for; where nobody can be asked, what to let go."""
        # A gauge that has nothing to say for a moment is no reason to forget what was known.
        self._work_per_s = view.capacity_per_s or self._work_per_s
        reachable = [source for source in view.sources if source.controllable]
        if not (view.may_control and reachable):
            return self._shed(view)
        if view.lossless and view.control_delay_s <= QUICK_S:
            return self._request(view)
        return self._slow(view, reachable)

    def _request(self, view: View) -> Controls:
        """Demand: what is on its way in one round trip, and a little more."""
        wanted = math.ceil(self._work_per_s * (1.1 * view.control_delay_s + DEMAND_S))
        if not wanted and view.memory_units:
            wanted = max(1, view.memory_units // 100)  # nothing is known yet: a small part of the memory
        self._settle(wanted)
        if self._amount < 1:
            return Controls()
        self.change("request", view, demand=self._amount)
        return Controls(demand_units=self._amount, demand_batch=max(1, self._amount // 4))

    def _slow(self, view: View, reachable: list[Source]) -> Controls:
        """A pace that holds the queue where the worker never idles and the room is never needed."""
        work_per_s, delay_s = self._work_per_s, view.control_delay_s
        target = max(1.0, TARGET_S * work_per_s)
        if view.room is not None:
            target = max(1.0, min(target, view.room / 4))
        if not work_per_s and view.waiting > target:
            work_per_s = view.out_per_s  # nothing better is known yet
        gain = GAIN / max(2 * delay_s, 0.5)
        total = max(0.1 * work_per_s, work_per_s - gain * (view.waiting - target))
        pace = round(_fair_share(view, reachable, total), 3)
        if self._pace is None:
            # Peak = what waits when the flag goes up + deficit x delay. So it goes up at the first sign.
            surplus = view.in_per_s - work_per_s
            ahead = view.waiting + surplus * (delay_s + LAG_S)
            if work_per_s and surplus > BAND * work_per_s and ahead > target + 1:
                self._pace = pace
        elif work_per_s and abs(pace - self._pace) > max(BAND * self._pace, 1.5 * gain / len(reachable)):
            self._pace = pace
        if self._pace is None:
            return Controls()
        self._say_pace(view, work_per_s, delay_s)
        memory = view.memory_units
        if memory is not None and 10 * view.waiting >= 9 * memory and view.may_drop and not view.lossless:
            self._net = True  # better to lose a few than to fall over
        if not self._net:
            return Controls(pace_per_s=self._pace)
        self.change("net", view, pace_per_s=self._pace)
        limit = memory if view.may_buffer else None
        return Controls(pace_per_s=self._pace, buffer_units=limit, when_full="oldest")

    def _say_pace(self, view: View, work_per_s: float, delay_s: float) -> None:
        if self._net or self._pace is None:
            return
        deficit = view.in_per_s - work_per_s
        numbers = {"pace_per_s": self._pace, "delay_s": delay_s, "work_per_s": work_per_s}
        if not self._doing:
            room = view.room
            if room is None or deficit <= 0:
                self.change("slow", view, **numbers)
            else:
                left = max(0, room - view.waiting) / deficit
                self.change("slow_in_time", view, **numbers | {"full_in_s": left, "deficit_per_s": deficit})
        elif self._pace < 0.8 * work_per_s:
            self.change("drain", view, **numbers)
        elif self._doing == "drain" and self._pace >= 0.95 * work_per_s:
            self.change("hold", view, **numbers)

    def _shed(self, view: View) -> Controls:
        """A time limit, and a buffer that is generous to a burst and short when the overload lasts."""
        if not view.may_drop or view.lossless:
            self.change("stuck", view)
            return Controls()
        work_per_s = self._work_per_s or view.out_per_s
        patience_s = PATIENCE * view.deadline_s if view.deadline_s else None
        if view.waiting <= 1 + SHORT / 3 * work_per_s * (view.deadline_s or 0.0):
            self._calm_at_s = view.time_s
        lasting = view.deadline_s is not None and view.time_s - self._calm_at_s > STANDING * view.deadline_s
        self._settle(self._limit(view, work_per_s, SHORT if lasting else PATIENCE))
        if lasting:
            self.change("shed", view, limit=self._amount, deadline_s=view.deadline_s or 0.0)
        elif self._doing or view.waiting > 1:
            self.change("bound", view, limit=self._amount)
        limit = self._amount if self._amount and view.may_buffer else None
        return Controls(buffer_units=limit, when_full="oldest", time_limit_s=patience_s)

    def _limit(self, view: View, work_per_s: float, part: float) -> int:
        """That part of what can be done within the deadline; never more than the memory. 0: not known."""
        memory = view.memory_units
        if view.deadline_s:
            wanted = math.ceil(part * work_per_s * view.deadline_s)
        else:
            wanted = memory if memory is not None else math.ceil(10 * work_per_s)
        return wanted if memory is None else min(wanted, memory)

    def _settle(self, wanted: int) -> None:
        """Take a new amount only if it is well off the one in use."""
        if abs(wanted - self._amount) > WIDE_BAND * self._amount:
            self._amount = wanted


def _fair_share(view: View, reachable: list[Source], total_per_s: float) -> float:
    """The max-min fair pace: the most that one source may send so that all together send `total_per_s`."""
    left = total_per_s - sum(source.in_per_s for source in view.sources if not source.controllable)
    left = max(left, 0.1 * total_per_s)
    rates = sorted(source.in_per_s for source in reachable)
    for index, rate in enumerate(rates):
        share = left / (len(rates) - index)
        if rate >= share:
            return share
        left -= rate
    most = rates[-1]
    return most + left / sum(rate >= 0.9 * most for rate in rates)
