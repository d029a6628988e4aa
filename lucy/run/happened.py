"""Events, by comparing two readings of one run's counters. Knows nothing of what is made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lucy.run.observe import signals
from lucy.run.snapshot import SignalNow
from lucy.sim.events import DROP_CAUSES, Event
from lucy.sim.world import RUNNING, World


@dataclass(frozen=True, slots=True)
class Counters:
    """What events are told from."""

    tick: int
    made: np.ndarray
    admitted: np.ndarray
    served: np.ndarray
    late: np.ndarray
    dropped: np.ndarray
    down: np.ndarray
    workers: np.ndarray
    workers_asked: np.ndarray
    refused: int
    signals: tuple[SignalNow, ...]
    outcome: int


def count(world: World, run: int = 0) -> Counters:
    """Read the counters."""
    return Counters(
        tick=world.tick,
        made=world.made[run].copy(),
        admitted=world.admitted[run].copy(),
        served=world.served[run].copy(),
        late=world.late[run].copy(),
        dropped=world.dropped[run].copy(),
        down=world.down[run].copy(),
        workers=world.workers[run].copy(),
        workers_asked=world.workers_asked[run].copy(),
        refused=int(world.signals_refused[run]),
        signals=signals(world, run),
        outcome=int(world.outcome[run]),
    )


def between(world: World, before: Counters, now: Counters) -> tuple[Event, ...]:
    """What happened from one reading to the next, in the order of the phases."""
    plan, tick, events = world.plan, max(now.tick - 1, 0), []

    def say(kind: str, where: str, units: int = 1, detail: str = "") -> None:
        if units > 0:
            events.append(Event(tick, kind, where, int(units), detail))

    for signal in _new(now.signals, before.signals, now.tick - before.tick, plan.tick_hz):
        say("signal_sent", signal.source, max(1, round(1000 * (signal.value_per_s or 0))), signal.kind)
    for signal in _gone(before.signals, now.signals, now.tick - before.tick, plan.tick_hz):
        say("signal_arrived", signal.target, max(1, round(1000 * (signal.value_per_s or 0))), signal.kind)
    say("signal_refused", plan.level.stand, now.refused - before.refused)
    for column, producer in enumerate(plan.level.producers):
        say("made", producer.name, now.made[column] - before.made[column])
    names = [plan.level.stations[s].name for s in plan.lane_station]
    for lane, name in enumerate(names):
        say("admitted", name, now.admitted[lane] - before.admitted[lane])
        for index, cause in enumerate(DROP_CAUSES):
            say("dropped", name, now.dropped[lane, index] - before.dropped[lane, index], cause)
        served = now.served[lane] - before.served[lane]
        say("served", name, served)
        if plan.sinks[plan.lane_station[lane]]:
            say("delivered", name, served)
        say("late", name, now.late[lane] - before.late[lane])
    for column, station in enumerate(plan.level.stations):
        say("worker_asked", station.name, now.workers_asked[column] - before.workers_asked[column])
        say("worker_added", station.name, now.workers[column] - before.workers[column])
        say("overflowed", station.name, int(now.down[column]) - int(before.down[column]))
    if before.outcome == RUNNING != now.outcome:
        say("finished", plan.level.stand)
    return tuple(events)


def _due(found: tuple[SignalNow, ...], shift_ticks: int, tick_hz: int) -> set[tuple[str, str, int]]:
    return {(s.target, s.kind, round(s.eta_s * tick_hz) + shift_ticks) for s in found}


def _new(now: tuple[SignalNow, ...], before: tuple[SignalNow, ...], span: int, hz: int) -> list[SignalNow]:
    known = _due(before, 0, hz)
    return [s for s in now if (s.target, s.kind, round(s.eta_s * hz) + span) not in known]


def _gone(before: tuple[SignalNow, ...], now: tuple[SignalNow, ...], span: int, hz: int) -> list[SignalNow]:
    known = _due(now, span, hz)
    return [s for s in before if (s.target, s.kind, round(s.eta_s * hz)) not in known]
