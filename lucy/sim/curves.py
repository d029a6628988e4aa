"""Newell's cumulative curves: units admitted, gone from the head, and served, at the end of each tick.

The backlog is the vertical distance between two curves, the wait the horizontal one; so latency is exact and no unit
carries a clock. Knows nothing of why a unit came or went.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lucy.sim.level import Level
from lucy.sim.plan import Plan


@dataclass(slots=True)
class Curves:
    """Rings of rows: tick t is row t % slots. Where the whole level is kept, row t is tick t."""

    slots: int
    whole: bool  # every tick is kept, with all six curves; otherwise only what the rules look back at
    admitted: np.ndarray  # (slots, runs, lanes)
    stamp: np.ndarray | None  # (slots, runs, lanes) emission tick of the youngest unit admitted by then
    # Where `whole`, of the same shape: how far the line had been served when it was last served, so that a unit that
    # was dropped from the head after that is not taken for a served one.
    head: np.ndarray
    served: np.ndarray
    late: np.ndarray  # this and the next: not kept where nobody asks for them, see `losses` of `new_world`
    dropped: np.ndarray
    made: np.ndarray  # (slots, runs, producers)

    @classmethod
    def new(cls, plan: Plan, runs: int, history_ticks: int, losses: bool = True) -> Curves:
        """Empty curves that reach back `history_ticks`, or further where the rules need it.

        `losses`: all that can be asked of a run; else what a score needs, in 32 bits where the units are few enough.
        """
        whole = history_ticks > plan.length or not plan.single or plan.relays
        slots = plan.length + 1 if whole else max(history_ticks, plan.deadline_ticks) + 2
        kept = slots if whole else 0
        lane, kind = (slots, runs, plan.lanes), np.int64 if losses or _many(plan.level) else np.int32
        stamp = np.zeros(lane, dtype=kind) if plan.relays else None
        head, served = (np.zeros((kept, runs, plan.lanes), dtype=kind) for _ in range(2))
        late, dropped = (np.zeros((kept if losses else 0, runs, plan.lanes), dtype=kind) for _ in range(2))
        made = np.zeros((kept, runs, plan.producers), dtype=kind)
        return cls(slots, whole, np.zeros(lane, dtype=kind), stamp, head, served, late, dropped, made)

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        arrays = (self.admitted, self.stamp, self.head, self.served, self.late, self.dropped, self.made)
        return sum(array.nbytes for array in arrays if array is not None)

    def copy(self) -> Curves:
        """Curves of one's own."""
        return self.select(slice(None))

    def select(self, rows: np.ndarray | slice) -> Curves:
        """The curves of some runs."""
        arrays = (self.admitted, self.head, self.served, self.late, self.dropped, self.made)
        admitted, *others = (array[:, rows].copy() for array in arrays)
        stamp = None if self.stamp is None else self.stamp[:, rows].copy()
        return Curves(self.slots, self.whole, admitted, stamp, *others)

    def admitted_by(self, tick: int) -> np.ndarray:
        """Units admitted up to the end of a tick that is at most `slots - 1` ago: (runs, lanes)."""
        row = self.admitted[tick % self.slots]
        return row if tick >= 0 else np.zeros_like(row)

    def reach(self, ticks: int, now: int) -> None:
        """Make the ring long enough to look back `ticks`; what was forgotten counts as admitted long ago."""
        if self.whole or self.slots >= ticks + 2:
            return
        longer = np.empty((ticks + 2, *self.admitted.shape[1:]), dtype=self.admitted.dtype)
        known = range(max(0, now - self.slots), now)
        longer[:] = self.admitted[known[0] % self.slots] if known else 0
        for tick in known:
            longer[tick % (ticks + 2)] = self.admitted[tick % self.slots]
        self.slots, self.admitted = ticks + 2, longer


def bytes_of_run(level: Level, losses: bool = True) -> int:
    """What the whole curves of a run take at most, without compiling its level: as if every level kept `stamp`."""
    lanes = len(level.sources) + sum(producer.retries.most for producer in level.producers if producer.retries)
    numbers = (level.duration_ticks + 1) * ((6 if losses else 4) * lanes + len(level.producers))
    return numbers * (8 if losses or _many(level) else 4)


def _many(level: Level) -> bool:
    """Whether a run may have more units than 32 bits hold: chance never makes eight times what the rates say."""
    worst = math.prod(max(1.0, fault.factor_milli / 1000) for fault in level.faults)
    total = 0.0
    for producer in level.producers:
        arrivals = producer.arrivals
        rates = [arrivals.rate.milli_per_s, *(change.rate_milli_per_s for change in arrivals.rate.changes)]
        peak = max([*rates, arrivals.bursts.milli_per_s if arrivals.bursts else 0]) / 1000
        plays = 1 + level.duration_ms // arrivals.repeat_ms if arrivals.repeat_ms else 1
        made = worst * (peak * level.duration_ms / 1000 + plays * sum(units for _, units in arrivals.trace))
        total += made * (1 + (producer.retries.most if producer.retries else 0))
    return 8 * total >= 2**31


@dataclass(frozen=True, slots=True)
class Waits:
    """Latencies of delivered units: `ticks` (int64) and how many units had each (`units`)."""

    ticks: np.ndarray
    units: np.ndarray

    def mean_s(self, tick_hz: int) -> float:
        """The mean in seconds; 0 if nothing was delivered."""
        total = int(self.units.sum())
        return float((self.ticks * self.units).sum() / total / tick_hz) if total else 0.0

    def percentile_s(self, percent: float, tick_hz: int) -> float:
        """The latency that `percent` of the units do not exceed, in seconds; 0 if nothing was delivered."""
        if not len(self.units):
            return 0.0
        order = np.argsort(self.ticks, kind="stable")
        upto = np.cumsum(self.units[order])
        place = np.searchsorted(upto, upto[-1] * percent / 100)
        return float(self.ticks[order][min(place, len(order) - 1)] / tick_hz)


def waits(curves: Curves, plan: Plan, run: int, lane: int | np.integer, first: int, last: int) -> Waits:
    """Latency, emitted to served, of what a lane served in ticks first .. last - 1. Needs the whole history.

    The k-th unit of a line was admitted at the first tick whose admitted curve reaches k. Cutting both curves at each
    other's steps gives runs of units that share both ticks, so the cost does not grow with the number of units.
    """
    served_before = curves.served[first - 1, run, lane] if first else 0
    served = np.diff(curves.served[first:last, run, lane], prepend=served_before)
    at = np.flatnonzero(served)
    if not len(at):
        return Waits(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    high = curves.head[first:last, run, lane][at]
    low = high - served[at]
    admitted = curves.admitted[:last, run, lane].astype(np.int64)  # in one piece: it is searched again and again
    near = admitted[np.searchsorted(admitted, low[0], side="right") : np.searchsorted(admitted, high[-1], side="right")]
    near = near[np.flatnonzero(np.diff(near, prepend=low[0]))]  # where something came, and not once for each tick
    cuts = np.sort(np.concatenate([near, low, high]))
    cuts = cuts[np.flatnonzero(np.diff(cuts, prepend=cuts[0] - 1))]
    begin, units = cuts[:-1], np.diff(cuts)
    which = np.searchsorted(high, begin, side="right")
    inside = (which < len(high)) & (begin >= low[np.minimum(which, len(high) - 1)])
    begin, units, which = begin[inside], units[inside], which[inside]
    came = np.searchsorted(admitted, begin, side="right")
    emitted = came - plan.belt_ticks[lane] if curves.stamp is None else curves.stamp[came, run, lane]
    return Waits(first + at[which] - emitted, units)


def join(parts: list[Waits]) -> Waits:
    """Several lanes' latencies as one."""
    return Waits(np.concatenate([p.ticks for p in parts]), np.concatenate([p.units for p in parts]))
