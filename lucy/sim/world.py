"""The state of a batch of runs, as one value: copying it is cheap, and a copy is a checkpoint or a branch.

Every state array leads with the axis `run`; the rings lead with the tick, so that a tick is one row. Holds no rules:
those are in `step` and the modules that it calls.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from lucy.sim.ahead import Draws, Signal, reselected
from lucy.sim.curves import Curves
from lucy.sim.draws import stream_keys
from lucy.sim.events import DROP_CAUSES
from lucy.sim.level import Level
from lucy.sim.plan import BIG, Plan, make_plan, start_limit

RUNNING, WON, LOST, TIMEOUT = range(4)
OUTCOMES = ("running", "won", "lost", "timeout")
SERVICES = 3  # purpose of the service streams; producers.py has 1 and 2
SAMPLES = 4
UPSTREAM = frozenset({"pace", "marks", "credit"})  # mechanisms that reach a source
FAIL, ARRIVAL, NEWEST, OLDEST, ALL = range(5)  # the order of controls.WHEN_FULL


@dataclass(slots=True)
class World:
    """A batch at one tick. Shapes: n runs, P producers, S stations, L lanes."""

    plan: Plan
    seeds: np.ndarray  # (n,) uint64
    runs: np.ndarray  # (n,) the number of each run in its batch: part of its randomness
    tick: int
    outcome: np.ndarray  # (n,)
    ended_tick: np.ndarray  # (n,) -1 while running
    any_ended: bool
    # producers
    made: np.ndarray  # (n, P)
    left: np.ndarray  # (n, P) still to be made; BIG: without end
    # lanes: belts, the signals that reach their sources, the lines at the stations
    belt: np.ndarray  # ring (slots, n, L)
    belt_stamp: np.ndarray | None  # ring: the tick of emission of what a relay sent
    in_flight: np.ndarray  # (n, L)
    pace: np.ndarray  # (n, L) thousandths per second; BIG: own pace
    pace_credit: np.ndarray  # (n, L) in 1/(1000 tick_hz) units
    allowance: np.ndarray  # (n, L) units that a relay told to slow down may still send in this tick
    paused: np.ndarray  # (n, L) bool
    demand: np.ndarray  # (n, L) units that may still be sent, below 0: that are owed; BIG: push
    pause_ring: np.ndarray  # ring (slots, n, L) int8: 1 pause, 2 resume
    credit_ring: np.ndarray  # ring (slots, n, L) units
    credited: np.ndarray  # (n, L) units whose credit has gone back
    admitted: np.ndarray  # (n, L) cumulative
    head: np.ndarray  # (n, L) cumulative: served, or dropped from the head
    served: np.ndarray  # (n, L) cumulative
    late: np.ndarray  # (n, L)
    offered: np.ndarray  # (n, L) what came off the belt
    dropped: np.ndarray  # (n, L, causes)
    # stations
    depth: np.ndarray  # (n, S)
    credit: np.ndarray  # (n, S) progress of deterministic service, in 1/(2000 tick_hz) units
    presses: np.ndarray  # (n, S) by hand: pending key presses
    down: np.ndarray  # (n, S) bool
    frame_batch: np.ndarray  # (n, S) units in the frame being drawn
    frame_end_ns: np.ndarray  # (n, S)
    frame_start_ns: np.ndarray  # (n, S)
    frames: np.ndarray  # (n, S) frames drawn
    pointer: np.ndarray  # (n, S) admission tick at the head of a shared or relaying line
    late_pointer: np.ndarray  # (n, L) last admission tick whose units are past the deadline
    # settings
    limit: np.ndarray  # (n, S)
    when_full: np.ndarray  # (n, S) int8
    expiry: np.ndarray  # (n, S) ticks; BIG: none
    keep: np.ndarray  # (n, S) float
    window_keep: np.ndarray  # (n, S); BIG: no window
    window: np.ndarray  # (n, S) ticks
    window_used: np.ndarray  # (n, S)
    high: np.ndarray  # (n, S); BIG: no watermarks
    low: np.ndarray  # (n, S)
    asked_pause: np.ndarray  # (n, S) bool: the last thing asked
    demand_set: np.ndarray  # (n, S); BIG: push
    demand_batch: np.ndarray  # (n, S)
    workers: np.ndarray  # (n, S)
    workers_asked: np.ndarray  # (n, S)
    flush: np.ndarray  # (n, S) ns between flushes
    pace_sent: np.ndarray  # (n, L)
    # figures
    depth_sum: np.ndarray  # (n, S) of depths at the ends of ticks
    depth_peak: np.ndarray  # (n, S)
    depth_peak_tick: np.ndarray  # (n, S)
    work: np.ndarray  # (n, S) credit that deterministic workers earned and used in this tick
    busy_sum: np.ndarray  # (n, S) worker-ticks with a unit in hand: float64
    worker_sum: np.ndarray  # (n, S) worker-ticks there were
    signals_sent: np.ndarray  # (n,)
    signals_refused: np.ndarray  # (n,)
    uses: frozenset[str]  # mechanisms that some run has switched on
    signals: tuple[Signal, ...]
    curves: Curves
    service_keys: np.ndarray  # (n, S)
    sample_keys: np.ndarray  # (n, L)
    draws: Draws | None = None
    owed: np.ndarray | None = None  # (n, S) credit that refusals still cost, where a station has such a cost
    # frames.py, where a station draws
    rows: np.ndarray | None = None  # (n, S) drawn at most; BIG: all
    alone: np.ndarray | None = None  # (n, S) bool: each unit on its own, no flush
    log: np.ndarray | None = None  # (n, S) units shown and kept
    log_limit: np.ndarray | None = None  # (n, S)
    log_peak: np.ndarray | None = None  # (n, S) of those and what waits
    shown: np.ndarray | None = None  # (n, S) rows drawn
    missed_ns: np.ndarray | None = None  # (n, S) by which frames took longer than their period
    # operators.py, once one is set
    operator: np.ndarray | None = None  # (n, S) place in controls.OPERATORS
    operator_ticks: np.ndarray | None = None  # (n, S)
    operator_due: np.ndarray | None = None  # (n, S) when its window ends
    held: np.ndarray | None = None  # (n, L) 0 or 1: a value held back
    held_stamp: np.ndarray | None = None  # (n, L) when that was made
    freed_stamp: np.ndarray | None = None  # (n, L) when what goes in in this tick was made; -1: nothing does
    codel: np.ndarray | None = None  # (n, S, columns of codel.py), once it is set
    # retries.py, where a producer tries again
    again: np.ndarray | None = None  # ring (slots, n, L) units to be tried again
    again_late: np.ndarray | None = None  # (n, L) held back by a signal
    again_seen: np.ndarray | None = None  # (n, L) lost and late units already noted
    retried: np.ndarray | None = None  # (n, P) of what was made: retries

    @property
    def size(self) -> int:
        """How many runs."""
        return len(self.seeds)

    @property
    def going(self) -> np.ndarray:
        """Which runs still go on: bool, shape (n, 1)."""
        return (self.ended_tick < 0)[:, None]

    def copy(self, history: bool = True) -> World:
        """A world of its own that goes on from here. Without `history` the curves are shared: for the same run only."""
        own = (f.name for f in fields(self) if f.name not in _SHARED and (history or f.name != "curves"))
        changed: dict[str, Any] = {name: _copied(getattr(self, name)) for name in own}
        return replace(self, **changed)

    def select(self, rows: np.ndarray, seeds: np.ndarray | None = None) -> World:
        """A batch made of these runs (indices), each as often as it is named; with new seeds, their futures differ."""
        changed: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                changed[field.name] = value[:, rows] if field.name in _RINGS else value[rows]
        changed["signals"] = tuple(reselected(self.signals, rows))
        world = replace(self, **changed, curves=self.curves.select(rows), draws=None)
        if seeds is not None:
            world.seeds = seeds.astype(np.uint64)
            _rekey(world)
        return world

    @property
    def held_units(self) -> np.ndarray | int:
        """Units that operators hold back, for each run: they are buffered, before the buffer."""
        return 0 if self.held is None else self.held.sum(axis=1)

    def digest(self, run: int = 0) -> str:
        """A hash of one run's whole state, the same on every machine."""
        state = hashlib.blake2b(digest_size=16)
        last = int(self.ended_tick[run])
        state.update(np.int64(self.tick if last < 0 else last).tobytes())
        for name in _DIGESTED:
            state.update(np.ascontiguousarray(getattr(self, name)[run], dtype="<i8").tobytes())
        for name in _DIGESTED_IF_USED:
            value = getattr(self, name)
            if value is not None and value[run].any():  # whether another run of the batch uses it is no matter
                state.update(np.ascontiguousarray(value[run], dtype="<i8").tobytes())
        return state.hexdigest()


_RINGS = {"belt", "belt_stamp", "pause_ring", "credit_ring", "again"}
_SHARED = {"plan", "seeds", "runs", "service_keys", "sample_keys", "draws", "signals", "uses", "tick", "any_ended"}
_DIGESTED = (
    "outcome", "made", "left", "in_flight", "pace", "demand", "admitted", "head", "served", "late", "offered",
    "dropped", "depth", "credit", "limit", "workers", "depth_sum", "depth_peak", "signals_sent",
)  # fmt: skip

_DIGESTED_IF_USED = ("owed", "log", "shown", "missed_ns", "held", "held_stamp", "again_late", "again_seen", "codel")


def _copied(value: object) -> object:
    return value.copy() if isinstance(value, np.ndarray | Curves) else value


def _rekey(world: World) -> None:
    world.service_keys = stream_keys(world.seeds, world.runs, world.plan.stations, SERVICES)
    world.sample_keys = stream_keys(world.seeds, world.runs, world.plan.lanes, SAMPLES)


def new_world(
    level: Level,
    seeds: np.ndarray | list[int],
    runs: np.ndarray | None = None,
    history_ticks: int | None = None,
    losses: bool = True,
) -> World:
    """A batch of runs of a level at tick 0: one run for each seed.

    `runs` numbers them (default: all 0, so that a run depends on its seed alone). `history_ticks`: how far back the
    curves reach; None: the whole level; 0: only as far as the rules need. `losses`: of late and dropped units too.
    """
    plan, stations = make_plan(level), level.stations
    n, shape_s, shape_l = len(seeds), (len(seeds), plan.stations), (len(seeds), plan.lanes)

    def per_station(value: object = 0) -> np.ndarray:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), shape_s).copy()

    def per_lane(value: object = 0) -> np.ndarray:
        return np.broadcast_to(np.asarray(value, dtype=np.int64), shape_l).copy()

    belt_slots, signal_slots = (int(delays.max()) + 1 for delays in (plan.belt_ticks, plan.signal_ticks))
    workers = per_station([s.workers for s in stations])
    period = [1_000_000_000 // s.service.frames.frame_hz if s.service.frames else 0 for s in stations]
    when_full = ["fail", "arrival", "newest", "oldest", "all"]
    world = World(
        plan=plan,
        seeds=np.asarray(seeds, dtype=np.uint64),
        runs=np.zeros(n, dtype=np.int64) if runs is None else np.asarray(runs, dtype=np.int64),
        tick=0,
        outcome=np.zeros(n, dtype=np.int64),
        ended_tick=np.full(n, -1, dtype=np.int64),
        any_ended=False,
        made=np.zeros((n, plan.producers), dtype=np.int64),
        left=np.broadcast_to([p.total_units or BIG for p in level.producers], (n, plan.producers)).copy(),
        belt=np.zeros((belt_slots, *shape_l), dtype=np.int64),
        belt_stamp=np.zeros((belt_slots, *shape_l), dtype=np.int64) if plan.relays else None,
        in_flight=per_lane(),
        pace=per_lane(BIG),
        pace_credit=per_lane(),
        allowance=per_lane(BIG),
        paused=np.zeros(shape_l, dtype=bool),
        demand=per_lane(BIG),
        pause_ring=np.zeros((signal_slots, *shape_l), dtype=np.int8),
        credit_ring=np.zeros((signal_slots, *shape_l), dtype=np.int64),
        credited=per_lane(),
        admitted=per_lane(),
        head=per_lane(),
        served=per_lane(),
        late=per_lane(),
        offered=per_lane(),
        dropped=np.zeros((*shape_l, len(DROP_CAUSES)), dtype=np.int64),
        depth=per_station(),
        credit=per_station(),
        presses=per_station(),
        down=np.zeros(shape_s, dtype=bool),
        frame_batch=per_station(),
        frame_end_ns=per_station(),
        frame_start_ns=per_station(-BIG),
        frames=per_station(),
        pointer=per_station(),
        late_pointer=per_lane(-1),
        limit=per_station([start_limit(s) for s in stations]),
        when_full=per_station([when_full.index(s.when_full) for s in stations]),
        expiry=per_station(BIG),
        keep=np.ones(shape_s),
        window_keep=per_station(BIG),
        window=per_station(1),
        window_used=per_station(),
        high=per_station(BIG),
        low=per_station(),
        asked_pause=np.zeros(shape_s, dtype=bool),
        demand_set=per_station(BIG),
        demand_batch=per_station(1),
        workers=workers,
        workers_asked=workers.copy(),
        flush=per_station(period),
        pace_sent=per_lane(BIG),
        depth_sum=per_station(),
        depth_peak=per_station(),
        depth_peak_tick=per_station(),
        work=per_station(),
        busy_sum=np.zeros(shape_s),
        worker_sum=per_station(),
        signals_sent=np.zeros(n, dtype=np.int64),
        signals_refused=np.zeros(n, dtype=np.int64),
        uses=frozenset({"oldest"} if any(s.when_full not in ("fail", "arrival") for s in stations) else ()),
        signals=(),
        curves=Curves.new(plan, n, plan.length + 1 if history_ticks is None else history_ticks, losses),
        service_keys=np.empty(0, dtype=np.uint64),
        sample_keys=np.empty(0, dtype=np.uint64),
    )
    _rekey(world)
    if plan.refusal.any():
        world.owed = per_station()
    if plan.retrying:
        world.again = np.zeros((2 * int(plan.retry_ticks.max()) + 1, *shape_l), dtype=np.int64)
        world.again_late, world.again_seen = per_lane(), per_lane()
        world.retried = np.zeros((n, plan.producers), dtype=np.int64)
    if len(plan.framed):
        world.log, world.log_peak, world.shown, world.missed_ns = (per_station() for _ in range(4))
        drawn = [s.service.frames.rows if s.service.frames else 0 for s in stations]
        world.rows, world.log_limit = per_station([rows or BIG for rows in drawn]), per_station(BIG)
        world.alone = np.ones(shape_s, dtype=bool)
    return world
