"""Negotiator: asks the producer first, and sheds only where nobody can be asked.

From: credit-based flow control (Reactive Streams `request(n)`, HTTP/2 windows) where the signal is quick; a
paced rate with a correction for the queue where it is slow; and, with control locked, a bounded buffer with a
time limit that drops the oldest, tightened when a queue will not go away (the standing queue of RFC 8289).
Fails: where the delay is longer than the room lasts, for the peak is what waits now + deficit x delay; and it
trusts a learnt capacity, so a worker that stalls costs it a delay's worth of arrivals.
"""

from __future__ import annotations

import math

from lucy.consumers.fair_share import fair_share
from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import Source, View
from lucy.sim.controls import Controls

QUICK_S = 0.25  # a signal this quick can carry demand for each unit
DEMAND_S = 0.05  # of work asked for beyond what is on its way
LEARN_S = 8.0  # about how long it remembers what the workers could do
STEADY_S = 3.0  # about how long it watches a source before it believes a new rate
GROWTH_S = 1.05  # over which the queue's own growth is read
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
        self._heard_s = 0.0  # when the first signal has its effect here
        self._told_work_per_s = 0.0  # what it last said the workers can do
        self._net = False
        self._calm_at_s = 0.0  # when the queue was last all but empty
        self._work_per_s = 0.0  # what the workers can do, as far as it has learnt ...
        self._learnt_s = 0.0  # ... and when
        self._rates: dict[str, float] = {}  # of each source, over some seconds ...
        self._steady_s = 0.0  # ... and until when
        self._seen: list[tuple[float, int]] = []  # (time, waiting) of the last second

    def decide(self, view: View) -> Controls:
        """What to ask for; where nobody can be asked, what to let go."""
        self._learn(view)
        if not (view.may_control and any(source.controllable for source in view.sources)):
            return self._shed(view)
        if view.lossless and view.control_delay_s <= QUICK_S:
            return self._request(view)
        return self._slow(view)

    def _learn(self, view: View) -> None:
        """Follow the gauges: capacity without its ripple, and how the queue has moved in the last second."""
        if view.capacity_per_s:
            passed_s = max(0.0, view.time_s - self._learnt_s)
            part = 1 - math.exp(-passed_s / LEARN_S) if self._work_per_s else 1.0
            self._work_per_s += part * (view.capacity_per_s - self._work_per_s)
            self._learnt_s = view.time_s
        if self._seen and view.time_s < self._seen[-1][0]:
            self._seen = []  # the clock was turned back
        if not self._seen or view.time_s > self._seen[-1][0]:
            self._seen.append((view.time_s, view.waiting))
        while self._seen[0][0] < view.time_s - GROWTH_S:
            del self._seen[0]

    def _deficit_per_s(self, view: View, target: float) -> float:
        """How fast it grows: by the rates or by the queue itself, which is the quicker one where units are few."""
        by_rates = view.in_per_s - (self._work_per_s or view.out_per_s)
        since_s, waited = self._seen[0]
        if view.waiting <= target or view.time_s - since_s < GROWTH_S / 2:
            return by_rates
        return max(by_rates, (view.waiting - waited) / (view.time_s - since_s))

    def _request(self, view: View) -> Controls:
        """Demand: what is on its way in one round trip, and a little more."""
        wanted = math.ceil(self._work_per_s * (1.1 * view.control_delay_s + DEMAND_S))
        if not wanted and view.memory_units:
            wanted = max(1, view.memory_units // 100)  # nothing is known yet: a small part of the memory
        self._settle(wanted)
        if self._amount < 1:
            return settings()
        self.change("request", view, demand=self._amount)
        return settings(demand_units=self._amount, demand_batch=max(1, self._amount // 4))

    def _slow(self, view: View) -> Controls:
        """A pace that holds the queue where the worker never idles and the room is never needed."""
        # Enough to work on while the queue wanders: it does so by about the root of what is done in one delay.
        delay_s = view.control_delay_s
        target = max(1.0, TARGET_S * self._work_per_s, 0.6 * math.sqrt(self._work_per_s * delay_s))
        if view.room is not None:
            target = max(1.0, min(target, view.room / 4))
        known = self._work_per_s or (view.out_per_s if view.waiting > target else 0.0)
        if known:
            self._set_pace(view, known, target, delay_s)
        if self._pace is None:
            return settings()
        self._say_next(view, known)
        if not self._caught(view):
            return settings(pace_per_s=self._pace)
        return settings(
            buffer_units=view.memory_units if view.may_buffer else None, when_full="oldest", pace_per_s=self._pace
        )

    def _set_pace(self, view: View, work_per_s: float, target: float, delay_s: float) -> None:
        """Capacity, less a part of what waits too much; no new signal for what chance alone does to a queue."""
        gain = GAIN / max(2 * delay_s, 0.5)
        total = max(0.1 * work_per_s, work_per_s - gain * (view.waiting - target))
        sources = self._steady(view)
        pace = round(fair_share(sources, total), 3)
        if self._pace is not None:
            chance = max(1.5, target, math.sqrt(work_per_s * delay_s))  # units more or less within one delay
            held_back = _held_back(sources, self._pace)
            band = max(BAND * self._pace, gain * chance / max(1, held_back))
            if abs(pace - self._pace) > band and (held_back or _held_back(sources, pace)):
                self._pace = pace
            return
        # Peak = what waits when the flag goes up + deficit x delay. So it goes up at the first sign.
        deficit = self._deficit_per_s(view, target)
        ahead = view.waiting + deficit * (delay_s + LAG_S)
        if deficit > BAND * work_per_s and ahead > target + 1:
            self._pace, self._told_work_per_s = pace, work_per_s
            self._heard_s = view.time_s + delay_s
            self._say_first(view, deficit, delay_s)

    def _steady(self, view: View) -> list[Source]:
        """The sources with their rates over some seconds: what one leaves to the others is no matter of a moment."""
        passed_s = max(0.0, view.time_s - self._steady_s)
        self._steady_s = view.time_s
        part, rates = 1 - math.exp(-passed_s / STEADY_S), self._rates
        for source in view.sources:
            before = rates.get(source.name, source.in_per_s)
            rates[source.name] = before + part * (source.in_per_s - before)
        return [Source(s.name, s.controllable, s.signal_s, s.belt_s, rates[s.name]) for s in view.sources]

    def _caught(self, view: View) -> bool:
        """Whether the net is out: it is better to lose a few than to fall over. Once out it stays."""
        allowed = view.may_drop and not view.lossless
        if allowed and view.memory_units is not None and 10 * view.waiting >= 9 * view.memory_units:
            self._net = True
            self.change("net", view, pace_per_s=self._pace or 0.0)
        return self._net and allowed

    def _say_first(self, view: View, deficit: float, delay_s: float) -> None:
        numbers = {"pace_per_s": self._pace or 0.0, "delay_s": delay_s, "deficit_per_s": deficit}
        if view.room is None:
            self.change("slow", view, **numbers)
        else:
            self.change("slow_in_time", view, full_in_s=max(0, view.room - view.waiting) / deficit, **numbers)

    def _say_next(self, view: View, work_per_s: float) -> None:
        pace = self._pace or 0.0
        if self._net or view.time_s < self._heard_s:
            return  # the first signal has not told yet
        if pace < 0.8 * self._told_work_per_s and work_per_s < 0.9 * self._told_work_per_s:
            self._told_work_per_s = work_per_s
            self.change("less", view, pace_per_s=pace, work_per_s=work_per_s)
        elif pace < 0.8 * work_per_s and self._doing not in ("drain", "pile", "less"):
            self.change("pile" if self._doing == "hold" else "drain", view, pace_per_s=pace)
        elif pace >= 0.95 * work_per_s and self._doing in ("drain", "pile", "less"):
            self.change("hold", view, pace_per_s=pace)

    def _shed(self, view: View) -> Controls:
        """A time limit, and a buffer that is generous to a burst and short when the overload lasts."""
        if not view.may_drop or view.lossless:
            self.change("stuck", view)
            return settings()
        work_per_s = self._work_per_s or view.out_per_s
        patience_s = PATIENCE * view.deadline_s if view.deadline_s else None
        if view.waiting <= 1 + SHORT / 3 * work_per_s * (view.deadline_s or 0.0):
            self._calm_at_s = view.time_s
        lasting = view.deadline_s is not None and view.time_s - self._calm_at_s > STANDING * view.deadline_s
        self._settle(self._limit(view, work_per_s, SHORT if lasting else PATIENCE))
        if lasting:
            self.change("shed", view, limit=self._amount, deadline_s=view.deadline_s or 0.0)
        elif self._doing == "shed" or 4 * view.waiting >= self._amount:
            self.change("bound", view, limit=self._amount)
        limit = min(self._amount, view.memory_units or self._amount) if self._amount and view.may_buffer else None
        return settings(buffer_units=limit, when_full="oldest", time_limit_s=patience_s)

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


def _held_back(sources: list[Source], pace_per_s: float) -> int:
    """How many sources that pace holds back: a wrong queue is mended by them alone, each by its part."""
    return sum([source.controllable and source.in_per_s >= 0.8 * pace_per_s for source in sources])
