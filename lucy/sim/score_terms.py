"""What the people of a screen or a search box care for: frames, freshness, what was seen, and their answers.

Figures of a run, read off its curves, and the terms that the score makes of them. Changes nothing.

A question is the last unit of a burst: nothing follows it for SILENCE_S. Its answer is the first result for it or for
anything newer, as long as the next burst has not begun; a result for an older value answers nothing.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np

from lucy.sim import frames
from lucy.sim.rules import Scoring
from lucy.sim.world import World

SILENCE_S = 0.45


@dataclass(frozen=True, slots=True)
class Shown:
    """What people got. Rates are per second; nan where the level has nothing of the kind."""

    frames_per_s: float  # of the page: time lost to a frame that takes too long counts against it
    stale_s: float  # mean time for which what is shown has been out of date
    seen_fraction: float  # units that were ever shown
    questions: int
    answered_fraction: float
    answer_p90_s: float  # inf where more than a tenth got no answer
    services_per_question: float


def shown(world: World, run: int, end_tick: int) -> Shown:
    """The figures of a run up to a tick. Needs its whole history."""
    plan, level = world.plan, world.plan.level
    stand = level.station_index(level.stand)
    made, results = _made(world, run, end_tick), _Results.read(world, run, end_tick)
    questions, ends = _questions(made, plan.tick_hz)
    answers = results.answers(questions, ends) / plan.tick_hz
    served = int(world.served[run, plan.sinks[plan.lane_station]].sum())
    seen = int(world.shown[run, stand]) if world.shown is not None else served
    return Shown(
        frames_per_s=_frames_per_s(world, run, stand, end_tick),
        stale_s=results.stale_ticks(made) / plan.tick_hz,
        seen_fraction=seen / max(1, int(made[-1])),
        questions=len(questions),
        answered_fraction=float(np.isfinite(answers).mean()) if len(answers) else 1.0,
        answer_p90_s=_p90(answers),
        services_per_question=served / max(1, len(questions)),
    )


def figures(world: World, run: int, end_tick: int) -> dict[str, float | None]:
    """The same by name, for a level that asks for them, else empty; None where there is no number."""
    if not _asks(world.plan.level.scoring):
        return {}
    found = asdict(shown(world, run, end_tick))
    return {name: value if math.isfinite(value) else None for name, value in found.items()}


def _asks(rules: Scoring) -> bool:
    return any((rules.frames, rules.stale, rules.seen, rules.answered, rules.answer, rules.thrift))


def memory_peak(world: World, run: int, station: int) -> int:
    """The most units that a station held, in its log too."""
    if world.log_peak is not None:
        return max(int(world.log_peak[run, station]), int(world.depth_peak[run, station]))
    return int(world.depth_peak[run, station])


def terms(world: World, run: int, end_tick: int) -> list[tuple[str, float, float]]:
    """(name, value 0..1 not yet bounded, weight) of each term that the level asks for."""
    rules = world.plan.level.scoring
    weights = (rules.frames, rules.stale, rules.seen, rules.answered, rules.answer, rules.thrift)
    if not _asks(rules):
        return []
    got = shown(world, run, end_tick)
    values = {
        "frames": _between(got.frames_per_s, rules.frames_bad_per_s, rules.frames_good_per_s),
        "stale": _between(got.stale_s, rules.stale_bad_s, rules.stale_good_s),
        "seen": math.log10(1 + 999 * got.seen_fraction) / 3,
        "answered": got.answered_fraction,
        "answer": _between(got.answer_p90_s, rules.answer_bad_s, rules.answer_good_s),
        "thrift": _between(got.services_per_question, rules.thrift_bad, rules.thrift_good),
    }
    return [(name, values[name], weight) for name, weight in zip(values, weights, strict=True) if weight]


def _between(value: float, bad: float, good: float) -> float:
    return min(1.0, max(0.0, (bad - value) / (bad - good)))


def _p90(answers: np.ndarray) -> float:
    """The time that nine in ten do not exceed; those without an answer take for ever."""
    if not len(answers):
        return 0.0
    return float(np.sort(answers)[math.ceil(0.9 * len(answers)) - 1])


def _frames_per_s(world: World, run: int, stand: int, end_tick: int) -> float:
    spec = world.plan.level.stations[stand].service.frames
    if spec is None or world.missed_ns is None:
        return math.nan
    missed, now_ns = int(world.missed_ns[run, stand]), end_tick * frames.NS // world.plan.tick_hz
    if world.frame_batch[run, stand]:  # the one that is still being drawn
        missed += max(0, now_ns - int(world.frame_start_ns[run, stand]) - frames.NS // spec.frame_hz)
    return spec.frame_hz * (1.0 - missed / max(1, now_ns))


def _made(world: World, run: int, end_tick: int) -> np.ndarray:
    """Units made by the end of each tick, retries not among them: (ticks,)."""
    return world.curves.made[: max(1, end_tick), run].sum(axis=1)


def _questions(made: np.ndarray, tick_hz: int) -> tuple[np.ndarray, np.ndarray]:
    """Ticks of the last unit of each burst that is over, and of the first unit of the next one (or the end)."""
    at = np.flatnonzero(np.diff(made, prepend=0))
    if not len(at):
        return at, at
    following = np.append(at[1:], len(made))
    last = following - at >= SILENCE_S * tick_hz
    return at[last], following[last]


@dataclass(frozen=True, slots=True)
class _Results:
    """What came out of the last stations, in order: ticks of delivery, and when the newest unit in it was made."""

    delivered: np.ndarray  # (k,) tick
    emitted: np.ndarray  # (k,) tick, of the oldest unit of that delivery ...
    newest: np.ndarray  # ... and of its newest
    length: int

    @classmethod
    def read(cls, world: World, run: int, end_tick: int) -> _Results:
        plan, curves = world.plan, world.curves
        parts = []
        for lane in np.flatnonzero(plan.sinks[plan.lane_station]):
            served = np.diff(curves.served[:end_tick, run, lane], prepend=0)
            at = np.flatnonzero(served)
            high = curves.head[:end_tick, run, lane][at]
            admitted = curves.admitted[:end_tick, run, lane].astype(np.int64)
            first = np.searchsorted(admitted, high - served[at] + 1)
            last = np.searchsorted(admitted, high)
            stamp = np.arange(end_tick) - plan.belt_ticks[lane] if curves.stamp is None else curves.stamp[:, run, lane]
            parts.append((at, stamp[np.minimum(first, end_tick - 1)], stamp[np.minimum(last, end_tick - 1)]))
        at, first, last = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(at, kind="stable")
        return cls(at[order], first[order], last[order], end_tick)

    def answers(self, questions: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Ticks from each question to its answer; inf where there is none."""
        found = np.full(len(questions), np.inf)
        for k, (asked, end) in enumerate(zip(questions, ends, strict=True)):
            hit = np.flatnonzero((self.newest >= asked) & (self.emitted < end))
            if len(hit):
                found[k] = self.delivered[hit[0]] + 1 - asked
        return found

    def stale_ticks(self, made: np.ndarray) -> float:
        """Mean number of ticks since what is shown went out of date: since the first unit newer than it was made."""
        known = np.full(self.length, -1, dtype=np.int64)
        np.maximum.at(known, self.delivered, self.newest)
        known = np.maximum.accumulate(known)
        counted = np.where(known >= 0, made[np.maximum(known, 0)], 0)
        outdated = np.searchsorted(made, counted, side="right")  # when the first unit came that is not shown yet
        now = np.arange(self.length)
        return float(np.maximum(now - outdated, 0).mean()) if self.length else 0.0
