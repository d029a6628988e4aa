"""What came of a run: the figures that `simulate` prints and the debrief shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lucy.run import observe
from lucy.run.words import say
from lucy.sim import curves, score_terms
from lucy.sim.plan import BIG
from lucy.sim.score import score
from lucy.sim.world import LOST, OUTCOMES, RUNNING, TIMEOUT, WON, World


@dataclass(frozen=True, slots=True)
class Result:
    """One run's figures. Rates are per second of the run, from its start to its end."""

    level: str
    consumer: str
    seed: int
    tick_hz: int
    seconds: float
    outcome: str
    reason: str
    made: int
    delivered: int
    late: int
    dropped: int
    dropped_by: dict[str, int]
    buffered: int
    in_flight: int
    goodput_per_s: float
    throughput_per_s: float
    blocking_fraction: float
    utilisation: float
    depth_mean: float
    depth_peak: int
    depth_peak_at_s: float
    memory_peak_bytes: int
    latency_mean_s: float
    latency_p50_s: float
    latency_p99_s: float
    finished_at_s: float | None
    score: float
    stars: int
    score_terms: dict[str, dict[str, float]]
    stations: dict[str, dict[str, Any]]
    digest: str

    @property
    def fell_over(self) -> bool:
        """Whether a station went down."""
        return any(station["down"] for station in self.stations.values())

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def result(world: World, consumer: str, run: int = 0) -> Result:
    """The figures of a run that has ended, or as far as it has come."""
    plan, level = world.plan, world.plan.level
    ended = int(world.ended_tick[run])
    outcome = int(world.outcome[run])
    # A run that falls over does so in the tick that it can't hold; one that is done is done at the end of its tick.
    crashed = outcome == LOST and bool(world.down[run].any())
    end_tick = world.tick if ended < 0 else ended + (not crashed)
    seconds = end_tick / plan.tick_hz
    book = observe.ledger(world, run)
    points = score(world, run)
    figures = {
        spec.name: _station_figures(world, run, index, max(1, end_tick)) for index, spec in enumerate(level.stations)
    }
    sinks = np.flatnonzero(plan.sinks[plan.lane_station])
    waits = curves.join([curves.waits(world.curves, plan, run, lane, 0, world.tick) for lane in sinks])
    stand = figures[level.stand]
    stand |= score_terms.figures(world, run, max(1, end_tick))
    finished = outcome == WON and any(p.total_units for p in level.producers)
    return Result(
        level=level.name,
        consumer=consumer,
        seed=int(world.seeds[run]),
        tick_hz=plan.tick_hz,
        seconds=seconds,
        outcome=OUTCOMES[TIMEOUT if outcome == RUNNING else outcome],
        reason=ending_sentence(world, run),
        made=book.made,
        delivered=book.delivered,
        late=book.late,
        dropped=book.dropped,
        dropped_by=book.dropped_by,
        buffered=book.buffered,
        in_flight=book.in_flight,
        goodput_per_s=_per_s(book.delivered - book.late, seconds),
        throughput_per_s=_per_s(book.delivered, seconds),
        blocking_fraction=stand["blocking_fraction"],
        utilisation=stand["utilisation"],
        depth_mean=stand["depth_mean"],
        depth_peak=stand["depth_peak"],
        depth_peak_at_s=stand["depth_peak_at_s"],
        memory_peak_bytes=stand["memory_peak_bytes"],
        latency_mean_s=waits.mean_s(plan.tick_hz),
        latency_p50_s=waits.percentile_s(50, plan.tick_hz),
        latency_p99_s=waits.percentile_s(99, plan.tick_hz),
        finished_at_s=seconds if finished else None,
        score=points.points,
        stars=points.stars,
        score_terms={t.name: {"value": round(t.value, 4), "weight": t.weight} for t in points.terms},
        stations=figures,
        digest=world.digest(run),
    )


def _per_s(units: int, seconds: float) -> float:
    return units / seconds if seconds else 0.0


def _station_figures(world: World, run: int, station: int, ticks: int) -> dict[str, Any]:
    plan, hz = world.plan, world.plan.tick_hz
    lanes = np.flatnonzero(plan.lane_station == station)
    served = int(world.served[run, lanes].sum())
    late = int(world.late[run, lanes].sum())
    dropped = world.dropped[run, lanes].sum(axis=0)
    offered = int(world.offered[run, lanes].sum())
    blocked = int(dropped[0] + dropped[5])  # turned away on arrival: no room, or not in the sample
    waits = curves.join([curves.waits(world.curves, plan, run, lane, 0, world.tick) for lane in lanes])
    peak = int(world.depth_peak[run, station])
    names = observe.ledger(world, run).dropped_by
    return {
        "made": offered,
        "delivered": served,
        "late": late,
        "dropped": int(dropped.sum()),
        "dropped_by": {cause: int(n) for cause, n in zip(names, dropped, strict=True)},
        "buffered": int(world.depth[run, station]),
        "in_flight": int(world.in_flight[run, lanes].sum()),
        "goodput_per_s": (served - late) * hz / ticks,
        "throughput_per_s": served * hz / ticks,
        "blocking_fraction": blocked / offered if offered else 0.0,
        "utilisation": _utilisation(world, run, station, served, ticks),
        "depth_mean": float(world.depth_sum[run, station]) / ticks,
        "depth_peak": peak,
        "depth_peak_at_s": int(world.depth_peak_tick[run, station]) / hz,
        "memory_peak_bytes": peak * plan.level.unit.bytes,
        "latency_mean_s": waits.mean_s(hz),
        "latency_p50_s": waits.percentile_s(50, hz),
        "latency_p99_s": waits.percentile_s(99, hz),
        "down": bool(world.down[run, station]),
    }


def _utilisation(world: World, run: int, station: int, served: int, ticks: int) -> float:
    """Part of the workers' time with a unit in hand; where a tick holds several units, served of what could be."""
    busy = float(world.busy_sum[run, station]) / max(1, int(world.worker_sum[run, station]))
    rates = world.plan.service_milli[: min(ticks, world.plan.length), station]
    if len(rates) and rates.min() > 1000 * world.plan.tick_hz:
        able = float(rates.sum()) * int(world.worker_sum[run, station]) / (ticks * 1000 * world.plan.tick_hz)
        busy = max(busy, min(1.0, served / max(able, 1.0)))
    return busy


def ending_sentence(world: World, run: int) -> str:
    """Why it ended as it did, in one sentence."""
    level, outcome = world.plan.level, int(world.outcome[run])
    at_s = int(world.ended_tick[run]) / world.plan.tick_hz
    numbers = {"unit": level.unit.name, "units": level.unit.plural, "at_s": at_s}
    if outcome == RUNNING:
        return say("outcomes.stopped", **numbers | {"at_s": world.tick / world.plan.tick_hz})
    if outcome != LOST:
        finite = any(p.total_units for p in level.producers)
        key = "finished" if finite and outcome == WON else "timeout" if finite else "survived"
        return say(f"outcomes.{key}", **numbers)
    if level.scoring.loss_is_fatal and not world.down[run].any():
        return say("outcomes.spoilt", **numbers, lost=int(world.dropped[run].sum()))
    station = int(np.flatnonzero(world.down[run])[0])
    limit = int(world.limit[run, station])
    held = limit if limit < BIG else int(world.depth_peak[run, station])
    name = level.stations[station].name
    key = "overflowed_named" if name[0].isupper() else "overflowed"  # B is a name, the packer is not
    return say(f"outcomes.{key}", **numbers, station=name, limit=held)
