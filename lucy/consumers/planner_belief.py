"""What the Planner knows of a run, from its views alone: rates, capacity, rushes, and what it all has cost so far.

Believes in a new service rate only where something waited throughout, and in a source's own rate only while nothing
held it back. Holds no plan.
"""

from __future__ import annotations

import math

import numpy as np

from lucy.consumers.protocol import Source, View
from lucy.sim.controls import Controls

WAIT_BINS = 40
_SETTLED_S = 3.0  # the gauges are on their way up until then
_FAST_S = 1.0  # over which the worker's own pace is watched
_BUSY = 0.85  # a worker used so much shows what it can do
_FORGET_S = 2.0
_BROKEN = 0.6  # of what was usual
_TRUST_S = 6.0
_BACK_S = 10.0
_CALM_S = 5.0  # about how long a source's usual rate is remembered
_SIGMAS = 3.0  # by so much chance alone is not believed
_KEPT_VIEWS = 101
_QUICK_S = 0.4  # the shortest time over which a rate is read


class Belief:
    """The picture that one run's views add up to."""

    def __init__(self, longest_wait_s: float, at_first: dict[str, float]) -> None:
        """`longest_wait_s`: the top of the histogram of waits. `at_first`: each source's rate as the level says it."""
        self.bin_s = max(longest_wait_s, 1e-3) / WAIT_BINS
        self.waits = np.zeros(WAIT_BINS + 1)  # units delivered so far by their wait; the last bin: longer
        self.peak = 0
        self.signals = 0
        self.work_per_s = 0.0
        self.usual_per_s = 0.0  # ... what they did before they broke down, if they have
        self.slow_since_s: float | None = None
        self.natural = dict(at_first)  # each source's own rate, units/s
        self.calm = dict(at_first)  # ... when there is no rush
        self.most = dict(at_first)  # ... at most, so far
        self.rushes: list[float] = []  # how long each rush lasted that is over, s
        self.rush_since_s: float | None = None  # None: more can be done than comes
        self.sent: list[tuple[float, Controls]] = []  # what was set lately, and when
        self.view: View | None = None
        self.made: list[tuple[float, int]] = []  # (time, units made) of the last ten seconds
        self._work_at_first = 0.0
        self._unsure_s = 0.0
        self._trust_until_s = 0.0
        self._done: list[tuple[float, int]] = []  # (time, delivered) while something waited throughout
        self._came: list[tuple[float, int]] = []  # (time, arrived) of the last moments

    def see(self, view: View) -> None:
        """Take in one view; they come ten times a second."""
        before = self.view
        if before is not None and view.time_s > before.time_s:
            self.waits[self.bin(view.head_age_s if view.waiting else 0.0)] += view.delivered - before.delivered
            self._learn_work(view, before)
        self.view = view
        self.peak = max(self.peak, view.waiting)
        if not self.work_per_s:
            self.work_per_s = self._work_at_first = view.capacity_per_s
        self.made.append((view.time_s, view.made))
        self.made = self.made[-_KEPT_VIEWS:]
        self._came.append((view.time_s, view.waiting + view.delivered + view.dropped))
        self._came = [entry for entry in self._came if entry[0] >= view.time_s - _QUICK_S - 0.05]
        for source in view.sources:
            self._learn_source(view, source)
        self._watch_rush(view)
        while len(self.sent) > 1 and self.sent[1][0] < view.time_s - 10.0:
            self.sent.pop(0)

    def bin(self, wait_s: float) -> int:
        """Where a wait stands in the histogram."""
        return min(WAIT_BINS, int(wait_s / self.bin_s))

    def note(self, controls: Controls, before: Controls) -> None:
        """Remember what is set now, and the signals that it takes."""
        assert self.view is not None
        self.sent.append((self.view.time_s, controls))
        self.signals += signals_between(before, controls, self.view.sources)

    @property
    def total_per_s(self) -> float:
        """What all sources would send by themselves."""
        return sum(self.natural.get(s.name, 0.0) for s in self.view.sources) if self.view else 0.0

    def _learn_work(self, view: View, before: View) -> None:
        """The gauge's capacity; where the worker has visibly changed, what it did just now."""
        self.work_per_s = self._remembered(view, view.time_s - before.time_s)
        seen_per_s = view.capacity_per_s
        if min(view.waiting, before.waiting) <= self.work_per_s * (view.time_s - before.time_s):
            self._done = []  # it may have been idle in between: that says nothing of what it can do
        else:
            self._done.append((view.time_s, view.delivered))
            self._done = [entry for entry in self._done if entry[0] >= view.time_s - _FAST_S - 0.05]
            span_s = view.time_s - self._done[0][0]
            did, due = view.delivered - self._done[0][1], self.work_per_s * span_s
            if span_s < 0.5 * _FAST_S:
                return
            if abs(did - due) > _SIGMAS * math.sqrt(max(due, 1.0)):
                self.work_per_s = seen_per_s = max(did / span_s, 0.02 * self.work_per_s)
        self._watch_breakdown(view, seen_per_s)

    def _watch_breakdown(self, view: View, seen_per_s: float) -> None:
        if seen_per_s >= _BROKEN * self.usual_per_s:
            if self.slow_since_s is not None:  # well again: the gauge will need a while to forget
                self.slow_since_s, self._trust_until_s = None, view.time_s + _TRUST_S
                self.work_per_s = max(self.work_per_s, self.usual_per_s)
            self.usual_per_s = self.work_per_s
        elif self.slow_since_s is None:
            self.slow_since_s = view.time_s - _FAST_S / 2

    def _remembered(self, view: View, passed_s: float) -> float:
        """The gauge's capacity; while the worker is starved it grows old, and the level's own word returns."""
        known = view.capacity_per_s or self.work_per_s
        if view.time_s < self._trust_until_s:
            known = max(known, self.usual_per_s)
        used = view.out_per_s / max(known, 1e-9)
        self._unsure_s = self._unsure_s + passed_s * (1 - used) if used < _BUSY else max(0.0, self._unsure_s - passed_s)
        return known + max(0.0, self._work_at_first - known) * (1 - math.exp(-self._unsure_s / _FORGET_S))

    def _learn_source(self, view: View, source: Source) -> None:
        rate = source.in_per_s
        if view.time_s < _SETTLED_S + source.belt_s:
            rate = max(rate, self.natural.get(source.name, rate))
        pace = pace_of(view.controls, source.name) if source.controllable else None
        asked = source.controllable and (view.controls.demand_units is not None or self._let_go(view))
        if asked or (pace is not None and rate >= 0.85 * pace):
            before = self.natural.get(source.name, rate)
            if len(view.sources) > 1:  # of several, one that was held back for long is believed to be as usual again
                before -= 0.1 / _BACK_S * max(0.0, before - self.calm.get(source.name, before))
            rate = max(rate, before)
        else:
            rate = self._quickly(view, rate)
        self.natural[source.name] = rate
        self.most[source.name] = max(rate, self.most.get(source.name, 0.0))
        if self.rush_since_s is None:
            calm = self.calm.get(source.name, rate)
            self.calm[source.name] = calm + 0.1 / _CALM_S * (rate - calm)

    def _quickly(self, view: View, rate: float) -> float:
        """The gauge's rate, or that of the last moments where chance cannot explain the difference."""
        span_s, came = view.time_s - self._came[0][0], self._came[-1][1] - self._came[0][1]
        if span_s < _QUICK_S - 0.05 or not view.in_per_s:
            return rate
        due = view.in_per_s * span_s
        if abs(came - due) > _SIGMAS * math.sqrt(due) + 2:
            return rate * came / due
        return rate

    def _watch_rush(self, view: View) -> None:
        rush = self.total_per_s > 1.05 * self.work_per_s > 0
        if rush and self.rush_since_s is None:
            self.rush_since_s = view.time_s - _QUICK_S
        elif not rush and self.rush_since_s is not None:
            lasted_s = view.time_s - self.rush_since_s
            if lasted_s > 2 * _QUICK_S:
                self.rushes.append(lasted_s)
            self.rush_since_s = None

    def _let_go(self, view: View) -> bool:
        """Whether a pace was lifted so lately that the gauge still shows it."""
        return any(c.is_control and view.time_s - at < view.control_delay_s + 1.2 for at, c in self.sent)


def pace_of(controls: Controls, name: str) -> float | None:
    """What pace a source is asked for; None: its own."""
    return dict(controls.pace_by_source).get(name, controls.pace_per_s)


def signals_between(before: Controls, after: Controls, sources: tuple[Source, ...]) -> int:
    """How many signals a change sends: one to each source whose pace or demand changes."""
    sent = 0
    for source in sources:
        if source.controllable:
            sent += pace_of(before, source.name) != pace_of(after, source.name)
            sent += before.demand_units != after.demand_units
    return sent
