"""What an imagined run is worth: the logarithm of the score that the whole run would have if things went on like that.

The same terms and weights as the level's own score. What has been lost already is lost whatever is done; the window
stands for the seconds after it too, so that a cost that lasts weighs more than one that passes.
"""

from __future__ import annotations

import numpy as np

from lucy.consumers.planner_belief import WAIT_BINS, Belief
from lucy.consumers.planner_futures import FUTURES
from lucy.consumers.protocol import View
from lucy.sim.level import Level
from lucy.sim.rules import Scoring
from lucy.sim.score import CALM_SIGNALS_PER_S, CRASH_MOST, WORST
from lucy.sim.world import LOST, World

LASTS_S = 15.0  # the window is taken to stand for about so much of what is left
_EVERY = 3  # ticks between the waits that are read
_AGAIN = (0.9, 0.5)  # of what is refused and tried again, so much is in time after all: when there is room, and not
_THEIRS = 0.5  # of all that was lost before: what the spared clients lost of it cannot be seen
_SPOILT = 0.1  # the score of work that one lost unit spoils


class Watch:
    """What is noted of imagined worlds while they run."""

    def __init__(self, world: World, ahead: int) -> None:
        self._first = world.tick
        self._served = [world.served[:, 0].copy()]
        self._heads: list[np.ndarray] = []
        self._at: list[int] = []
        self._ahead = ahead
        self.middle = (np.zeros(world.size), np.zeros(world.size))  # in time, and lost, by the middle of the window

    def look(self, world: World) -> None:
        """Call after each tick."""
        if world.tick - self._first == self._ahead // 2:
            self.middle = _so_far(world)
        if (world.tick - self._first) % _EVERY == 0:
            self._served.append(world.served[:, 0].copy())
            self._heads.append(world.head[:, 0].copy())
            self._at.append(world.tick - 1)

    def ages_s(self, world: World) -> np.ndarray:
        """Mean age of the oldest unit that is not served, through the window: (rows,)."""
        admitted = world.curves.admitted[: world.tick, :, 0]
        now = np.array(self._at)
        came = np.stack([(admitted <= head).sum(axis=0) for head in self._heads])
        came = np.minimum(came, now[:, None])
        return np.asarray((now[:, None] - came).mean(axis=0) / world.plan.tick_hz)

    def waits(self, world: World, belief: Belief) -> np.ndarray:
        """Units by their wait at the station: (rows, bins)."""
        admitted = world.curves.admitted[: world.tick, :, 0]
        heads = np.array(self._heads)
        came = np.stack([(admitted < head).sum(axis=0) for head in heads])
        wait_s = (np.array(self._at)[:, None] - came) / world.plan.tick_hz
        bins = np.clip((wait_s / belief.bin_s).astype(np.int64), 0, WAIT_BINS)
        units = np.diff(np.array(self._served), axis=0)
        flat = bins + (WAIT_BINS + 1) * np.arange(world.size)
        counted = np.bincount(flat.ravel(), weights=units.ravel(), minlength=world.size * (WAIT_BINS + 1))
        return counted.reshape(world.size, WAIT_BINS + 1)


def _so_far(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Units in time and units lost: (rows,) each."""
    timely = (world.served[:, 0] - world.late[:, 0]).astype(float)
    return timely, world.dropped[:, 0].sum(axis=1).astype(float)


def worth(
    world: World,
    watch: Watch,
    belief: Belief,
    published: Level,
    signals: np.ndarray,
    committed: np.ndarray,
    spare: np.ndarray,
    ahead_s: float,
) -> np.ndarray:
    """The logarithm of the score to expect from each row: (candidates, FUTURES).

    Of each row: `signals` that the change sends, and `committed`, what will wait before any later signal has an effect.
    `spare` (FUTURES,): at the end of the window, what can be done less what comes.
    """
    view, rules = belief.view, published.scoring
    assert view is not None
    left_s = max(0.1, view.duration_s - view.time_s)
    scale = min(left_s, LASTS_S) / ahead_s
    shape = (-1, FUTURES)
    counts = zip(_so_far(world), watch.middle, strict=True)
    timely, lost = (_lasting(end, half, scale).reshape(shape) for end, half in counts)
    kept = _useful(world, belief, view, left_s, spare)
    if any(producer.retries for producer in published.producers):  # what is lost now comes again
        kept = kept + np.where(spare > 0, *_AGAIN) * _so_far(world)[1].reshape(shape)
    best = (timely + kept).max(axis=0, keepdims=True)
    short = np.maximum(best - timely - kept, 0.0)  # of what the best of the candidates does in the same future
    timely_before = max(1.0, view.delivered - view.late)
    expected = timely_before + belief.work_per_s * left_s
    total = rules.goodput * _log(1.0 - short / expected)
    if rules.loss:
        total = total + rules.loss * _loss(rules, view, lost, short, expected)
    if rules.latency:
        offset_s = max((s.belt_s for s in view.sources), default=0.0)
        waits = belief.waits[None, :] + scale * watch.waits(world, belief)
        p99_s = _percentile(waits, 0.99) * belief.bin_s + offset_s
        value = _ramp(p99_s, rules.latency_good_s, rules.latency_bad_s)
        total = total + rules.latency * _log(value).reshape(shape)
    if rules.memory and view.memory_units:
        peak = np.maximum(np.maximum(belief.peak, world.depth_peak[:, 0]), committed) / view.memory_units
        total = total + rules.memory * np.log(np.clip(1.0 - peak, 0.05, 1.0)).reshape(shape)
    if rules.clients:
        total = total + rules.clients * _clients(rules, view, timely, kept, lost, world, scale)
    if rules.calm:
        per_s = (belief.signals + signals) / view.duration_s
        total = total + rules.calm * _log(_ramp(per_s, *CALM_SIGNALS_PER_S)).reshape(shape)
    fell = (world.outcome == LOST).reshape(shape)
    if view.memory_units:
        fell |= (committed > view.memory_units).reshape(shape)
    crash = np.log(CRASH_MOST / 100) + np.log(np.maximum(view.time_s, 1.0) / view.duration_s)
    total = np.where(fell, np.minimum(total, crash), total)
    if rules.loss_is_fatal:
        total = np.where(lost > 0, np.log(_SPOILT), total)
    return np.asarray(total)


def _lasting(end: np.ndarray, half: np.ndarray, scale: float) -> np.ndarray:
    """The window's count, and its second half for as long as the window stands for."""
    return np.asarray(end + max(0.0, scale - 1.0) * 2.0 * (end - half))


def _useful(world: World, belief: Belief, view: View, left_s: float, spare: np.ndarray) -> np.ndarray:
    """Of what waits at the end, the part that will be in time; (candidates, FUTURES).

    While more comes than can be done, it only takes the place of something else; just enough to work on counts.
    """
    most = belief.work_per_s * min(view.deadline_s or 1e9, left_s)
    enough = min(most, max(1.0, 0.1 * belief.work_per_s))
    waiting = world.depth[:, 0].astype(float).reshape(-1, FUTURES)
    return np.minimum(waiting, np.where(spare > 0, most, enough))


def _loss(rules: Scoring, view: View, lost: np.ndarray, short: np.ndarray, expected: float) -> np.ndarray:
    slowable = all(source.controllable for source in view.sources)
    more = lost if slowable else np.minimum(short, lost)
    before = float(view.dropped) if slowable else 0.0
    share = (before + more) / expected
    return _log(_ramp(share, 0.0, rules.loss_bad_fraction))


def _clients(
    rules: Scoring,
    view: View,
    timely: np.ndarray,
    kept: np.ndarray,
    lost: np.ndarray,
    world: World,
    scale: float,
) -> np.ndarray:
    """The spared clients fare as all do: the part of what came that was not done in time."""
    late = world.late[:, 0].reshape(timely.shape)
    waiting = world.depth[:, 0].reshape(timely.shape)
    bad = lost + scale * late + np.maximum(waiting - kept, 0.0) + _THEIRS * (view.dropped + view.late)
    came = timely + kept + lost + scale * late + max(1.0, view.delivered)
    return _log(_ramp(bad / np.maximum(came, 1.0), rules.clients_good, rules.clients_bad))


def _percentile(counts: np.ndarray, part: float) -> np.ndarray:
    """The bin that `part` of the units do not exceed, with its share of the bin: (rows,)."""
    upto = np.cumsum(counts, axis=1)
    target = part * upto[:, -1:]
    at = np.minimum((upto < target).sum(axis=1), WAIT_BINS)
    rows = np.arange(len(counts))
    within = counts[rows, at]
    inside = np.where(within > 0, (target[:, 0] - (upto[rows, at] - within)) / np.maximum(within, 1e-9), 0.0)
    return np.asarray(at + inside)


def _ramp(value: np.ndarray, good: float, bad: float) -> np.ndarray:
    return np.clip((bad - value) / (bad - good), WORST, 1.0)


def _log(value: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(value, WORST))
