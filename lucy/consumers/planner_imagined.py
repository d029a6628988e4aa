"""The Planner's imagination: the stand's station in a small world of its own, set to what is seen at this moment.

One station, one belt, coarse ticks, and a row for each pair of a candidate and a future; the engine is the real one.
Several sources are taken together; what each would send under a candidate's paces is worked out here, with the delay of
its cord and belt. Knows nothing of the real run but the belief.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lucy.consumers.planner_belief import Belief, pace_of
from lucy.consumers.planner_futures import FUTURES, Futures, counts
from lucy.consumers.protocol import Source, View
from lucy.sim.ahead import Draws, Signal
from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Level, Link, Producer, Rate, Service
from lucy.sim.plan import BIG
from lucy.sim.signals import set_controls
from lucy.sim.world import World, new_world

_TICKS = 36  # looked ahead in one decision; where nobody can be asked there are fewer ways to try, and more time
_TICKS_ALONE = 50
_NOTICE_S = 0.5  # until a change is seen at the gauges


@dataclass(frozen=True, slots=True)
class Span:
    """How far to look, and how finely."""

    past: int  # ticks
    ahead: int
    tick_hz: int

    @property
    def ahead_s(self) -> float:
        """In seconds."""
        return self.ahead / self.tick_hz


def span_for(published: Level, delay_s: float) -> Span:
    """Far enough to see a signal take effect and a queue grow old."""
    deadline_s = published.deadline_ms / 1000
    drawn = published.station(published.stand).service.frames
    if drawn is not None:
        return Span(4 * drawn.frame_hz, drawn.frame_hz // 2, 2 * drawn.frame_hz)
    ahead_s = max(2.5, delay_s + 3.5 if delay_s > 0.5 else 0.0, 1.5 * deadline_s)
    ticks = _TICKS if delay_s else _TICKS_ALONE
    hz = max(8, min(60, int(ticks / ahead_s)))
    return Span(round(max(2.0, 1.5 * deadline_s) * hz), round(ahead_s * hz), hz)


def imagined_level(published: Level, span: Span, alone: bool) -> Level:
    """One producer and the stand's station, without an end. `alone`: its cord and belt are the engine's matter."""
    station = published.station(published.stand)
    feeding = [source for source in published.sources if source.link.to == published.stand]
    link = feeding[0].link if alone else Link(station.name)
    arrivals = Arrivals("poisson" if is_random(published) else "deterministic", Rate(1000))
    service = Service(station.service.kind, Rate(1000), station.service.frames)
    station = replace(
        station, link=Link(), service=service, workers=1, workers_most=1, vital=True, discipline="fifo", places=()
    )
    return Level(
        name="imagined",
        stand=station.name,
        producers=(Producer("all", replace(link, to=station.name), arrivals),),
        stations=(station,),
        duration_ms=1000 * (span.past + span.ahead) // span.tick_hz + 1000,
        tick_hz=span.tick_hz,
        deadline_ms=published.deadline_ms,
        scoring=replace(published.scoring, loss_is_fatal=False),
    )


def is_random(published: Level) -> bool:
    """Whether arrivals come at random."""
    return any(producer.arrivals.kind == "poisson" for producer in published.producers)


def rates_at_first(published: Level) -> dict[str, float]:
    """What each source sends at the start, units/s: a producer its own rate, a station what reaches it."""
    rates = {producer.name: producer.arrivals.rate.per_s for producer in published.producers}
    for _ in published.stations:  # as many rounds as a line can be long
        for station in published.stations:
            rates[station.name] = sum(rates.get(s.name, 0.0) for s in published.sources if s.link.to == station.name)
    return rates


class Imagination:
    """Makes batches: candidate by candidate, each with every future."""

    def __init__(self, published: Level, span: Span, sources: tuple[Source, ...]) -> None:
        self.span = span
        self.alone = len(sources) == 1 and len(published.stations) == 1 and not published.producers[0].retries
        self.random = is_random(published)
        self.level = imagined_level(published, span, self.alone)
        self._blank: dict[int, World] = {}

    def worlds(self, belief: Belief, candidates: list[Controls], futures: Futures) -> World:
        """A world for each candidate and future, now, with the candidates set."""
        view, hz = belief.view, self.span.tick_hz
        assert view is not None
        world = self._now(belief, view, len(candidates) * FUTURES)
        many = len(candidates)
        if self.alone:
            rate = np.tile(futures.natural[view.sources[0].name], (1, many))
        else:
            clocked = self._self_clocked(belief, [c for c in candidates if c.demand_units is not None], futures)
            flows = iter(np.moveaxis(clocked, 1, 0))
            rate = np.concatenate(
                [self._asked(view, c, futures) if c.demand_units is None else next(flows) for c in candidates], axis=1
            )
        noise = np.tile(futures.noise, (1, 1, many))
        work = np.tile(futures.work, (1, many))
        world.draws = Draws(
            first=world.tick,
            bursts={},
            natural=counts(rate, noise[0] if self.random else None, hz)[:, :, None],
            rate=np.rint(1000 * rate).astype(np.int64)[:, :, None],
            service=np.stack([counts(work / 2, noise[k], hz) for k in (1, 2)], axis=1)[:, :, :, None],
            uniform=np.zeros((self.span.ahead, 2, world.size, 1), dtype=np.int64),
            start=np.full((self.span.ahead, world.size, 1), 0.5),
            work=np.rint(1000 * work).astype(np.int64)[:, :, None],
        )
        for index, candidate in enumerate(candidates):
            rows = slice(index * FUTURES, (index + 1) * FUTURES)
            set_controls(world, 0, candidate if self.alone else without_control(candidate), rows)
        return world

    def _now(self, belief: Belief, view: View, rows: int) -> World:
        """The state that the view shows, in every row."""
        if rows not in self._blank:
            history = self.span.past + self.span.ahead
            self._blank[rows] = new_world(self.level, np.zeros(rows), history_ticks=history)
        world, hz, waiting = self._blank[rows].copy(), self.span.tick_hz, view.waiting
        world.tick = self.span.past
        world.admitted[:] = world.offered[:] = waiting
        world.depth[:] = world.depth_peak[:] = waiting
        age = min(self.span.past, max(1.0, view.head_age_s * hz))
        when = np.arange(world.tick) + 1 - (world.tick - age)
        upto = np.floor(waiting * np.clip(when / age, 0.0, 1.0)).astype(np.int64)
        world.curves.admitted[: world.tick] = upto[:, None, None]
        if self.alone:
            self._under_way(world, belief, view)
        return world

    def _under_way(self, world: World, belief: Belief, view: View) -> None:
        """What is on the belt and on the cord."""
        source, plan = view.sources[0], world.plan
        belt, cord = int(plan.belt_ticks[0]), int(plan.signal_ticks[0])
        riding = max(0, view.made - view.waiting - view.delivered - view.dropped)
        if belt and riding:
            each = np.diff(np.floor(np.linspace(0, riding, belt + 1))).astype(np.int64)
            rows = (world.tick + np.arange(belt)) % len(world.belt)
            world.belt[rows] = each[:, None, None]
            world.in_flight[:] = riding
        everyone, pending = np.arange(world.size), []
        pace: float | None = None  # that the source obeys
        told: float | None = None  # what it was told last
        for at_s, controls in belief.sent:
            asked = pace_of(controls, source.name)
            left = cord - round((view.time_s - at_s) * self.span.tick_hz)
            if left <= 0:
                pace = asked
            elif asked != told:
                value = np.full(world.size, _milli(asked))
                pending.append(Signal(world.tick + left, world.tick, "pace", 0, everyone, value))
            told = asked
        world.pace[:] = _milli(pace)
        world.pace_sent[:] = _milli(pace_of(view.controls, source.name))
        world.signals = tuple(pending)
        if pace is not None or pending:
            world.uses |= {"pace"}
        if view.controls.demand_units is not None:
            self._credit(world, view, riding, cord)

    def _credit(self, world: World, view: View, riding: int, cord: int) -> None:
        """Demand in force: what may still be sent, and the credit on its way back."""
        demand = view.controls.demand_units or 0
        back = round(view.out_per_s * cord / world.plan.tick_hz)
        free = demand - riding - max(0, view.waiting - 1)
        back = max(0, min(back, free))
        world.demand_set[:] = demand
        world.demand[:] = free - back
        world.demand_batch[:] = max(1, view.controls.demand_batch)
        world.credited[:] = min(1, view.waiting)
        for k in range(cord):
            due = (world.tick + k) % len(world.credit_ring)
            world.credit_ring[due] = back * (k + 1) // cord - back * k // cord
        world.uses |= {"credit"}

    def committed(self, world: World, belief: Belief, tried: list[Controls], futures: Futures) -> np.ndarray:
        """What will wait at least before a signal that is sent at the end of the window has any effect: (rows,)."""
        view = belief.view
        assert view is not None
        depth, delay_s = world.depth[:, 0], view.control_delay_s
        if not delay_s:
            return depth
        grown = []
        for candidate in tried:
            held = candidate.demand_units is not None  # a source that sends on demand cannot send too much
            free = [s for s in view.sources if not (held and s.controllable)]
            flow = sum((_heeding(s, candidate, futures)[-1] for s in free), np.zeros(FUTURES))
            growth = np.maximum(0.0, flow - belief.work_per_s) * (delay_s + _NOTICE_S)
            most = float(BIG)
            if candidate.when_full != "fail" and candidate.buffer_units is not None:
                most = candidate.buffer_units
            if candidate.time_limit_s is not None:
                most = min(most, 1.2 * belief.work_per_s * candidate.time_limit_s + 2)
            grown.append(np.minimum(growth, most))
        return np.asarray(depth + np.concatenate(grown))

    def _asked(self, view: View, candidate: Controls, futures: Futures) -> np.ndarray:
        """What all sources bring in each tick under a candidate's paces: units/s, (ticks, FUTURES)."""
        total = np.zeros((self.span.ahead, FUTURES))
        for source in view.sources:
            before, after = (_heeding(source, c, futures) for c in (view.controls, candidate))
            if view.controls.demand_units is not None and source.controllable:
                before = np.minimum(before, source.in_per_s)
            heard = round((source.signal_s + source.belt_s) * self.span.tick_hz)
            total[:heard] += before[:heard]
            total[heard:] += after[heard:]
        return total

    def _self_clocked(self, belief: Belief, candidates: list[Controls], futures: Futures) -> np.ndarray:
        """The same where each source has so many units outstanding at most: (ticks, candidates, FUTURES).

        The longer they wait, the fewer it sends: a fluid of one window in each round trip (Little 1961), since several
        sources have one belt here.
        """
        view, hz, shape = belief.view, self.span.tick_hz, (len(candidates), FUTURES)
        assert view is not None
        total = np.zeros((self.span.ahead, *shape))
        if not candidates:
            return total
        window = np.array([[float(c.demand_units or 0)] for c in candidates])
        patience = np.array([[belief.usual_per_s * (c.time_limit_s or 1e9)] for c in candidates])
        told = np.array([[view.controls.demand_units == c.demand_units] for c in candidates])
        work = np.maximum(futures.work, 0.01 * belief.usual_per_s + 1e-9)
        free = sum((futures.natural[s.name] for s in view.sources if not s.controllable), np.zeros_like(work))
        heeding = [(s, futures.natural[s.name]) for s in view.sources if s.controllable]
        waiting = np.full(shape, float(view.waiting))
        for tick in range(self.span.ahead):
            wait_s = (waiting + 1.0) / work[tick]
            come = total[tick]
            come += free[tick]
            for source, flow in heeding:
                trip_s = source.signal_s + source.belt_s
                heeds = told | (tick >= trip_s * hz)
                come += np.where(heeds, np.minimum(flow[tick], window / (trip_s + wait_s)), flow[tick])
            waiting = np.minimum(np.maximum(waiting + (come - futures.work[tick]) / hz, 0.0), patience)
        return total


def without_control(controls: Controls) -> Controls:
    """The same without what travels upstream."""
    return replace(controls, pace_per_s=None, pace_by_source=(), demand_units=None, high_units=None)


def _heeding(source: Source, candidate: Controls, futures: Futures) -> np.ndarray:
    """What a source sends once it has heard a candidate's pace: units/s, (ticks, FUTURES)."""
    natural, pace = futures.natural[source.name], pace_of(candidate, source.name)
    return natural if pace is None or not source.controllable else np.minimum(natural, pace)


def _milli(pace_per_s: float | None) -> int:
    return BIG if pace_per_s is None else round(1000 * pace_per_s)
