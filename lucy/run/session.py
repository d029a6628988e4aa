"""One run of a level, live or headless: decide, record, step. The human and the personas come the same way.

Ten times a second of level time the consumer decides; between decisions the engine steps. Draws nothing.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np

from lucy.consumers.human import You
from lucy.consumers.protocol import DECISIONS_PER_S, Consumer
from lucy.run import closeups, happened, observe
from lucy.run.clock import Clock
from lucy.run.meters import Meters
from lucy.run.narrator import Narrator
from lucy.run.result import Result, result
from lucy.run.snapshot import Gauges, Mark, Snapshot, Timeline
from lucy.sim import curves
from lucy.sim.controls import Controls
from lucy.sim.events import Event
from lucy.sim.level import Level
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import OUTCOMES, RUNNING, new_world

MOST_PRESSES = 2  # by hand: a press while the hands are busy is kept, more are not
_MARKED = ("overflowed", "signal_sent", "signal_arrived", "signal_refused", "worker_added", "finished")
_LATENCY_WINDOW_S = 10
_ONE_CHANGE_S = 0.5  # changes that follow each other faster are one change


class Session:
    """A run that goes on as real time, or a caller, says."""

    def __init__(
        self, level: Level, consumer: Consumer | None = None, seed: int = 1, hands_on: bool = False, live: bool = True
    ) -> None:
        """`consumer` None: a person plays. `live`: keep gauges, events and captions; headless runs do without."""
        self.level = _by_hand(level) if hands_on else level
        self.hands_on = hands_on
        self._fresh = consumer or You()
        self.consumer = deepcopy(self._fresh)
        self.consumer_name = self.consumer.name
        self.seed = seed
        self.live = live
        self.paused = False
        self.clock = Clock(level.tick_hz)
        self.station = level.station_index(level.stand)
        self._begin()

    def _begin(self) -> None:
        self.world = new_world(self.level, [self.seed])
        self.meters = Meters(self.world)
        self.log: list[tuple[int, Controls]] = []  # every change of the controls, and its tick
        self._controls = Controls()
        self._apply(self._controls)
        self._narrator = Narrator(self.level)
        self._counters = happened.count(self.world)
        self._events: list[Event] = []
        self._marks: list[Mark] = [Mark(act.at_ms / 1000, "act", act.title) for act in self.level.acts if act.at_ms]
        self._series: list[tuple[float, ...]] = []
        self._waits = (0.0, 0.0)
        self._said: object = None
        self._every = max(1, self.level.tick_hz // DECISIONS_PER_S)

    @property
    def speed(self) -> float:
        """Level seconds in a real second."""
        return self.clock.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self.clock.speed = speed

    @property
    def controls(self) -> Controls:
        """What is wanted now."""
        return self._controls

    @property
    def finished(self) -> bool:
        """Whether the run has ended."""
        return bool(self.world.outcome[0] != RUNNING)

    @property
    def time_s(self) -> float:
        """Level time in seconds."""
        return self.world.tick / self.level.tick_hz

    def set_controls(self, controls: Controls, said: str = "") -> None:
        """What a person wants from now on; at once, also while paused. ValueError for a value out of range.

        `said`: what was changed, for the timeline. Of changes in quick succession only the last is marked.
        """
        if isinstance(self.consumer, You):
            self.consumer.set(controls)
        if not self.finished:
            if controls != self._controls:
                self._mark_change(said)
            self._apply(controls)

    def _mark_change(self, said: str) -> None:
        last = self._marks[-1] if self._marks else None
        if last is not None and last.kind == "controls" and self.time_s - last.at_s < _ONE_CHANGE_S:
            self._marks.pop()
        self._marks.append(Mark(self.time_s, "controls", said))

    def press(self) -> None:
        """By hand: work on one unit. A press too many is not kept."""
        presses = self.world.presses[0]
        presses[self.station] = min(MOST_PRESSES, presses[self.station] + 1)

    def advance(self, real_s: float) -> None:
        """Run as many whole ticks as that much real time is worth."""
        if not self.paused and not self.finished:
            self.run_ticks(self.clock.advance(real_s))

    def step_once(self) -> None:
        """A tenth of a second of level time, also while paused."""
        self.run_ticks(self._every)

    def run_ticks(self, ticks: int) -> None:
        """Run so many ticks, stopping at the end; the consumer decides at its times."""
        left = ticks
        while left > 0 and not self.finished:
            if self.world.tick % self._every == 0:
                self._decide()
            chunk = min(left, self._every - self.world.tick % self._every)
            step(self.world, chunk)
            left -= chunk
        if self.live:
            self._observe()

    def restart(self, seed: int | None = None) -> None:
        """From the beginning, with the same consumer's kind; a person's settings start anew."""
        self.seed = self.seed if seed is None else seed
        self.consumer = deepcopy(self._fresh)
        self._begin()

    def _decide(self) -> None:
        self.meters.read(self.world)
        if self.live:
            self._record()
        view = observe.view(self.world, self.station, self.meters, self._controls)
        controls = self.consumer.decide(view)
        if controls != self._controls:
            self._apply(controls)
        reason = self.consumer.reason
        if self.live and reason is not None and reason != self._said:
            self._said = reason
            caption = self._narrator.reason(reason, self.consumer_name, self.time_s)
            self._marks.append(Mark(self.time_s, "controls", caption.text))

    def _apply(self, controls: Controls) -> None:
        set_controls(self.world, self.station, controls)
        self._controls = controls
        self.log.append((self.world.tick, controls))

    def _observe(self) -> None:
        counters = happened.count(self.world)
        events = happened.between(self.world, self._counters, counters)
        self._counters = counters
        self._events.extend(events)
        self._narrator.events(events, self.time_s)
        known = {mark.kind for mark in self._marks}
        for event in events:
            first = event.kind in ("dropped", "late") and event.kind not in known
            if first or event.kind in _MARKED:
                known.add(event.kind)
                self._marks.append(Mark(self.time_s, event.kind, event.detail))

    def _record(self) -> None:
        world = self.world
        lost = int(world.dropped[0].sum() + world.late[0].sum())
        limit = observe.finite(world.limit[0, self.station])
        self._series.append((
            self.time_s,
            float(world.depth[0, self.station]),
            float(self.meters.in_per_s[0, self.station]),
            float(self.meters.out_per_s[0, self.station]),
            float(lost),
            np.nan if limit is None else float(limit),
        ))  # fmt: skip
        if len(self._series) % 5 == 1:
            self._waits = self._latencies()

    def _latencies(self) -> tuple[float, float]:
        world, hz = self.world, self.level.tick_hz
        first = max(0, world.tick - _LATENCY_WINDOW_S * hz)
        lanes = np.flatnonzero(world.plan.sinks[world.plan.lane_station])
        waits = curves.join([curves.waits(world.curves, world.plan, 0, lane, first, world.tick) for lane in lanes])
        return waits.percentile_s(50, hz), waits.percentile_s(99, hz)

    def gauges(self) -> Gauges:
        """The numbers of the station where the consumer stands."""
        world, station = self.world, self.station
        lanes = observe.lanes_of(world, station)
        spec, unit = self.level.stations[station], self.level.unit
        book = observe.ledger(world)
        in_per_s, out_per_s = (float(a[0, station]) for a in (self.meters.in_per_s, self.meters.out_per_s))
        depth, limit = int(world.depth[0, station]), observe.finite(world.limit[0, station])
        deficit = in_per_s - out_per_s
        growing = limit is not None and deficit > 0.02 * max(in_per_s, out_per_s) and self._piles_up(depth, deficit)
        memory = (spec.memory_units or 0) * unit.bytes
        return Gauges(
            in_per_s=in_per_s,
            out_per_s=out_per_s,
            deficit_per_s=deficit,
            depth=depth,
            limit=limit,
            full_in_s=max(0, limit - depth) / deficit if growing and limit is not None else None,
            dropped=book.dropped - book.dropped_by["overflowed"],
            late=book.late,
            overflowed=book.dropped_by["overflowed"],
            delivered=book.delivered,
            on_time_per_s=max(0.0, float(self.meters.lane_out_per_s[0, lanes].sum() - self.meters.late_per_s[0])),
            latency_p50_s=self._waits[0],
            latency_p99_s=self._waits[1],
            head_age_s=observe.head_age_s(world, station),
            deadline_s=self.level.deadline_ms / 1000 if self.level.deadline_ms else None,
            memory_bytes=depth * unit.bytes,
            memory_limit_bytes=memory,
            utilisation=float(self.meters.utilisation[0, station]),
        )

    def _piles_up(self, depth: int, deficit_per_s: float) -> bool:
        """Whether it shows in what waits since a second ago: a deficit that is dropped at the door does not pile up."""
        dropped = int(self.world.dropped[0].sum())
        if not dropped or len(self._series) <= DECISIONS_PER_S:
            return True
        return depth - self._series[-DECISIONS_PER_S][1] > 0.1 * deficit_per_s

    def snapshot(self) -> Snapshot:
        """This moment. The events since the last snapshot are handed out once."""
        world, outcome = self.world, OUTCOMES[int(self.world.outcome[0])]
        gauges, under_way = self.gauges(), observe.signals(world)
        events, self._events = tuple(self._events), []
        return Snapshot(
            tick=world.tick,
            time_s=self.time_s,
            duration_s=self.level.duration_ms / 1000,
            act=self._act(),
            outcome=outcome,
            ledger=observe.ledger(world),
            producers=observe.producers(world, self.meters),
            belts=observe.belts(world, self.clock.owed),
            stations=observe.stations(world, self.meters),
            signals=under_way,
            gauges=gauges,
            controls=self._controls,
            caption=self._narrator.now(gauges, under_way, outcome, self.time_s),
            events=events,
            faults=closeups.broken(world),
        )

    def _act(self) -> str:
        titles = [act.title for act in self.level.acts if act.at_ms <= self.time_s * 1000]
        return titles[-1] if titles else ""

    def timeline(self, last_s: float | None = 60.0) -> Timeline:
        """The stand's station over the last seconds (None: from the start), a point each tenth of a second."""
        rows = self._series if last_s is None else self._series[-round(last_s * DECISIONS_PER_S) :]
        time_s, depth, in_per_s, out_per_s, lost, limit = np.array(rows, dtype=np.float64).reshape(-1, 6).T
        since = time_s[0] if len(rows) else 0.0
        marks = tuple(mark for mark in self._marks if since <= mark.at_s <= self.time_s)
        return Timeline(time_s, depth, in_per_s, out_per_s, lost, limit, marks)

    def result(self) -> Result:
        """The figures, as `simulate --json` gives them."""
        return result(self.world, self.consumer_name)


def _by_hand(level: Level) -> Level:
    """The same level with the stand's station worked by key presses."""
    stations = list(level.stations)
    at = level.station_index(level.stand)
    stations[at] = replace(stations[at], service=replace(stations[at].service, by_hand=True))
    return replace(level, stations=tuple(stations))
