"""Sampled futures: how much may come and how much can be done in each of the next ticks, in a handful of ways.

In some the worker is a little faster or slower, in two far more comes for a while, in one the worker stops for a
moment. A rush that is on ends: as those before it did, else (J. R. Gott's rule) after about as long again as it has
lasted. Values only, and a pure function of the moment's number, so that a run can be played again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lucy.consumers.planner_belief import Belief
from lucy.sim import draws

FUTURES = 8
_CAPACITY = (1.0, 0.94, 1.05, 1.0, 0.97, 1.0, 1.03, 0.98)  # of what the worker is believed to do, future by future
_SURGES, _STALL = (3, 6), 4  # in these futures, from some moment on
_STALL_S = 0.6
_SURGE = 2.0  # a surge is so many times what can be done, or what was seen before if that is more
_NOTICE_S = 0.6  # a surge counts until it is noticed and a signal can have dealt with it: then there is another plan
_SLOW_SIGNAL_S = 0.5  # one that takes longer has to be sent before there is any need; so has one that saves it all
_AGAIN = (0.5, 2.0, 1.0, 4.0, 0.25, 1.5, 0.75, 3.0)  # a rush lasts so much longer, as part of what it has lasted
_RENEW = 50  # moments that share their random numbers, so that plans differ by what they are and not by luck
_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Futures:
    """Rates by tick and future, units per second; the standard normal deviates that make counts of them."""

    natural: dict[str, np.ndarray]  # by source (ticks, FUTURES)
    work: np.ndarray  # (ticks, FUTURES)
    spare: np.ndarray  # (FUTURES,) at the end: what can be done, less what comes
    noise: np.ndarray  # (columns, ticks, FUTURES)


def sample(belief: Belief, moment: int, ticks: int, tick_hz: int) -> Futures:
    """The futures of one moment, `ticks` long."""
    view = belief.view
    assert view is not None
    turn = moment // _RENEW
    uniform = _uniforms(turn, ticks)
    now, which = np.arange(ticks)[:, None], np.arange(FUTURES)
    begin = uniform[4, 0] * 0.5 * ticks
    delay_s = view.control_delay_s
    in_time = delay_s < _SLOW_SIGNAL_S and not view.lossless
    over = begin + tick_hz * (delay_s + _NOTICE_S if in_time else np.inf)
    ends = _rush_ends_s(belief) * tick_hz
    natural = {}
    for source in view.sources:
        rate = belief.natural.get(source.name, 0.0)
        calm = min(rate, belief.calm.get(source.name, rate))
        flow = np.where(now >= ends, calm, rate)
        surge = max(_SURGE * belief.work_per_s / len(view.sources), belief.most.get(source.name, 0.0))
        struck = np.isin(which, _SURGES)
        natural[source.name] = np.where(struck & (now >= begin) & (now < over), surge, flow)
    stopped = (which == _STALL) & (now >= begin) & (now < begin + _STALL_S * tick_hz)
    able = np.where(now >= _well_again_s(belief) * tick_hz, belief.usual_per_s, belief.work_per_s)
    work = np.where(stopped, 0.0, able * np.array(_CAPACITY))
    spare = work[-1] - sum(flow[-1] for flow in natural.values())
    return Futures(natural, work, spare, _normal(uniform))


def counts(rate_per_s: np.ndarray, noise: np.ndarray | None, tick_hz: int) -> np.ndarray:
    """Whole units in each tick of a flow, (ticks, ...); with noise its sums wander as a Poisson flow's do."""
    mean = rate_per_s / tick_hz
    flow = np.cumsum(mean if noise is None else mean + noise * np.sqrt(mean), axis=0)
    upto = np.floor(np.maximum.accumulate(np.maximum(flow, 0.0), axis=0) + 0.5).astype(np.int64)
    return np.diff(upto, axis=0, prepend=0)


def _rush_ends_s(belief: Belief) -> np.ndarray:
    """In how many seconds the present rush ends, future by future; inf where there is none."""
    view = belief.view
    assert view is not None
    if belief.rush_since_s is None:
        return np.full(FUTURES, np.inf)
    lasted_s = max(0.3, view.time_s - belief.rush_since_s)
    again = lasted_s * np.array(_AGAIN)
    known = sorted(d - lasted_s for d in belief.rushes if d > lasted_s)
    if known:
        again[: FUTURES - 1] = [known[k % len(known)] for k in range(FUTURES - 1)]
    return again


def _well_again_s(belief: Belief) -> np.ndarray:
    """In how many seconds a worker that has broken down works again, future by future; inf where it has not."""
    if belief.slow_since_s is None or belief.view is None:
        return np.full(FUTURES, np.inf)
    return max(0.3, belief.view.time_s - belief.slow_since_s) * np.array(_AGAIN)


@lru_cache(maxsize=64)
def _uniforms(turn: int, ticks: int) -> np.ndarray:
    keys = draws.stream_keys(np.full(_COLUMNS, 0x504C414E, dtype=np.uint64), np.arange(_COLUMNS), FUTURES, 1)
    return np.moveaxis(draws.uniform_floats(keys, turn * ticks, ticks), 1, 0)


def _normal(u: np.ndarray) -> np.ndarray:
    """Standard normal deviates to 0.02: a logistic fit is close enough for a guess at the future."""
    return np.log(u / (1.0 - u)) / 1.702
