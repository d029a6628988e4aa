"""What is told of a run while it goes on: the series of its chart, the marked moments, captions and events.

Reads the world; changes nothing in it, and decides nothing.
"""

from __future__ import annotations

import numpy as np

from lucy.consumers.protocol import DECISIONS_PER_S, Reason
from lucy.run import happened, observe
from lucy.run.language import shown
from lucy.run.meters import Meters
from lucy.run.narrator import Narrator
from lucy.run.snapshot import Mark, Timeline
from lucy.run.text_log import TextLog, state
from lucy.sim import curves
from lucy.sim.events import Event
from lucy.sim.world import World

_MARKED = ("overflowed", "signal_sent", "signal_arrived", "signal_refused", "worker_added", "finished")
_LATENCY_WINDOW_S = 10
_ONE_CHANGE_S = 0.5  # changes that follow each other faster are one change

Row = tuple[float, ...]  # time, depth, in, out, lost, limit


class Story:
    """Told of one run, at one station."""

    def __init__(self, world: World, station: int) -> None:
        level = world.plan.level
        self.station = station
        self.narrator = Narrator(level)
        self.log = TextLog(world, station)
        self.counters = happened.count(world)
        self.events: list[Event] = []
        self.marks = [Mark(act.at_ms / 1000, "act", shown(act.title)) for act in level.acts if act.at_ms]
        self.series: list[Row] = []
        self.waits = (0.0, 0.0)
        self.said: Reason | None = None

    def copy(self) -> Story:
        """One of its own that goes on from here; events that nobody has asked for yet are left out."""
        own = object.__new__(Story)
        own.__dict__.update(self.__dict__)
        own.narrator, own.log, own.events = self.narrator.copy(), self.log.copy(), []
        own.marks, own.series = list(self.marks), list(self.series)
        return own

    def changed(self, said: str, time_s: float) -> None:
        """A person changed something. Of changes in quick succession only the last is marked."""
        last = self.marks[-1] if self.marks else None
        again = last is not None and last.kind == "controls" and time_s - last.at_s < _ONE_CHANGE_S
        if again:
            self.marks.pop()
        self.log.setting(said, time_s, again)
        self.marks.append(Mark(time_s, "controls", said))

    def reason(self, reason: Reason | None, speaker: str, time_s: float, changed: bool = True) -> None:
        """What a consumer gives as its reason; said once. `changed`: it set something anew, which is marked."""
        if reason is None or reason == self.said:
            return
        self.said = reason
        caption = self.narrator.reason(reason, speaker, time_s)
        self.log.reason(caption.text, speaker, time_s)
        if changed:
            self.marks.append(Mark(time_s, "controls", caption.text))

    def observe(self, world: World) -> None:
        """Note what happened since the last time."""
        time_s = world.tick / world.plan.tick_hz
        counters = happened.count(world)
        events = happened.between(world, self.counters, counters)
        before, self.counters = self.counters.signals, counters
        self.events.extend(events)
        caption = self.narrator.events(events, time_s)
        self.log.observe(world, events, before, counters.signals, caption.text if caption else "")
        known = {mark.kind for mark in self.marks}
        for event in events:
            first = event.kind in ("dropped", "late") and event.kind not in known
            if first or event.kind in _MARKED:
                known.add(event.kind)
                self.marks.append(Mark(time_s, event.kind, event.detail))

    def record(self, world: World, meters: Meters) -> None:
        """One point of the series; call it every tenth of a second. A moment that is there already stays as it is."""
        station, time_s = self.station, world.tick / world.plan.tick_hz
        self.log.begin(world)
        if self.series and self.series[-1][0] == time_s:
            return
        limit = observe.finite(world.limit[0, station])
        self.series.append((
            time_s,
            float(world.depth[0, station]),
            float(meters.in_per_s[0, station]),
            float(meters.out_per_s[0, station]),
            float(world.dropped[0].sum() + world.late[0].sum()),
            np.nan if limit is None else float(limit),
        ))  # fmt: skip
        if self.log.is_quiet(time_s):
            self.log.add(self.state(world), time_s)
        if len(self.series) % 5 == 1:
            self.waits = _latencies(world)

    def tell_state(self, world: World) -> None:
        """Somebody asks how it stands: it goes into the log, once for each moment."""
        time_s = world.tick / world.plan.tick_hz
        last = self.log.lines[-1] if self.log.lines else None
        if self.series and (last is None or last.kind != "state" or last.at_s != time_s):
            self.log.add(self.state(world), time_s, "state")

    def state(self, world: World) -> str:
        """How it stood at the last point of the series, in one sentence."""
        _, depth, in_per_s, out_per_s, _, limit = self.series[-1]
        deficit = in_per_s - out_per_s
        grows = deficit > 0.02 * max(in_per_s, out_per_s) and self.piles_up(world, deficit)
        return state(world.plan.level, depth, limit, deficit, grows)

    def take_events(self) -> tuple[Event, ...]:
        """The events since they were last taken."""
        events, self.events = tuple(self.events), []
        return events

    def piles_up(self, world: World, deficit_per_s: float) -> bool:
        """Whether it shows in what waits since a second ago: a deficit that is dropped at the door does not pile up."""
        if not int(world.dropped[0].sum()) or len(self.series) <= DECISIONS_PER_S:
            return True
        return float(world.depth[0, self.station]) - self.series[-DECISIONS_PER_S][1] > 0.1 * deficit_per_s

    def timeline(self, now_s: float, last_s: float | None = 60.0) -> Timeline:
        """The series over the last seconds (None: from the start), a point each tenth of a second."""
        rows = self.series if last_s is None else self.series[-round(last_s * DECISIONS_PER_S) :]
        time_s, depth, in_per_s, out_per_s, lost, limit = np.array(rows, dtype=np.float64).reshape(-1, 6).T
        since = time_s[0] if len(rows) else 0.0
        marks = tuple(mark for mark in self.marks if since <= mark.at_s <= now_s)
        return Timeline(time_s, depth, in_per_s, out_per_s, lost, limit, marks)


def _latencies(world: World) -> tuple[float, float]:
    hz = world.plan.tick_hz
    first = max(0, world.tick - _LATENCY_WINDOW_S * hz)
    lanes = np.flatnonzero(world.plan.sinks[world.plan.lane_station])
    waits = curves.join([curves.waits(world.curves, world.plan, 0, lane, first, world.tick) for lane in lanes])
    return waits.percentile_s(50, hz), waits.percentile_s(99, hz)
