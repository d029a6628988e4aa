"""Looking back to look ahead: what each setting would have made of the last seconds, played again on the engine.

For people who type and point: what they do next is like what they did just now, and no rate says it. Where a level
judges answers and freshness of values, not of units that are each somebody's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lucy.consumers.planner_belief import Belief
from lucy.consumers.protocol import View
from lucy.sim import score_terms
from lucy.sim.ahead import Draws
from lucy.sim.controls import Controls
from lucy.sim.level import Arrivals, Level, Link, Producer, Rate, Service
from lucy.sim.score import WORST
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import World, new_world

_SLICE_TICKS = 4
_MOST_TICKS = 480
_LONGEST_S = 10.0
_LEAST_S = 3.0


def of_values(published: Level) -> bool:
    """Whether only the newest value counts here."""
    rules = published.scoring
    return bool(rules.answered or rules.answer or rules.stale) and not published.station(published.stand).service.frames


def newest_only(view: View) -> Controls:
    """One in hand and one waiting: the safe way with values, before anything is known of how they come."""
    allowed = view.may_drop and view.may_buffer
    return Controls(buffer_units=view.workers + 1, when_full="oldest") if allowed else Controls()


def settings(published: Level, view: View) -> list[Controls]:
    """The present ones, the level's own options, and each operator with only the newest waiting behind it."""
    latest = newest_only(view)
    found = [view.controls, latest]
    for option in published.levers.drop.options if view.may_drop else ():
        alone = replace(Controls(), **dict(option.settings))  # type: ignore[arg-type]
        found.append(alone)
        if alone.operator:
            for part in (0.7, 1.0):
                span_s = round(part * alone.operator_s, 4)
                found.append(replace(latest, operator=alone.operator, operator_s=span_s))
    return list(dict.fromkeys(found))


class Replay:
    """The weighing of settings on what was seen, in slices: `go` until it is `done`."""

    def __init__(self, published: Level, belief: Belief) -> None:
        view = belief.view
        assert view is not None
        self.view = view
        self.tried = settings(published, view)
        self.names = {controls: repr(controls) for controls in self.tried}
        self.peaks = np.zeros(len(self.tried))
        self._rules = published.scoring
        self._worth: list[float] = []
        self._hz = int(min(200, max(40, 4 * belief.work_per_s)))
        came = self._came(belief)
        self._left = len(came)
        self._world = self._begin(published, belief, came)

    @property
    def done(self) -> bool:
        """Whether the values are there."""
        return len(self._worth) == len(self.tried)

    def go(self) -> None:
        """One slice: a few ticks, or the reckoning of one setting."""
        if self._left:
            ticks = min(_SLICE_TICKS, self._left)
            step(self._world, ticks)
            self._left -= ticks
        elif not self.done:
            self._worth.append(self._value(len(self._worth)))

    def gains(self) -> list[float]:
        """By how much each of `tried` would have beaten the present one, in logarithms of the score."""
        return [value - self._worth[0] for value in self._worth]

    def _came(self, belief: Belief) -> np.ndarray:
        """Units made in each tick of the last seconds: int64. What came within a tenth of a second came evenly."""
        span_s = min(_LONGEST_S, _MOST_TICKS / self._hz)
        found = []
        entries = [entry for entry in belief.made if entry[0] >= self.view.time_s - span_s - 1e-6]
        for (since_s, before), (until_s, after) in zip(entries, entries[1:], strict=False):
            ticks = round((until_s - since_s) * self._hz)
            upto = (np.arange(ticks + 1) * (after - before) + ticks // 2) // max(1, ticks)
            found.append(np.diff(upto))
        return np.concatenate(found).astype(np.int64) if found else np.zeros(1, dtype=np.int64)

    def _begin(self, published: Level, belief: Belief, came: np.ndarray) -> World:
        station = published.station(published.stand)
        service = Service("deterministic", Rate(round(1000 * belief.work_per_s)))
        level = Level(
            name="seen",
            stand=station.name,
            producers=(Producer("all", Link(station.name), Arrivals("deterministic", Rate(1000))),),
            stations=(replace(station, link=Link(), service=service, workers=1, workers_most=1),),
            duration_ms=1000 * len(came) // self._hz + 1000,
            tick_hz=self._hz,
            deadline_ms=published.deadline_ms,
            scoring=published.scoring,
        )
        world = new_world(level, np.zeros(len(self.tried)))
        made = np.repeat(came[:, None, None], world.size, axis=1)
        world.draws = Draws(0, {}, made, None, None, None, None)
        for row, wanted in enumerate(self.tried):
            set_controls(world, 0, wanted, np.array([row]))
        return world

    def _value(self, row: int) -> float:
        got = score_terms.terms(self._world, row, self._world.tick)
        value = sum(weight * np.log(min(1.0, max(WORST, part))) for _, part, weight in got)
        memory = self._world.plan.memory[0]
        if self._rules.memory and memory:
            value += self._rules.memory * np.log(max(0.05, 1.0 - self._world.depth_peak[row, 0] / memory))
        return float(value)


def enough_seen(belief: Belief) -> bool:
    """Whether there is anything to look back on."""
    return len(belief.made) > 1 and belief.made[-1][0] - belief.made[0][0] >= _LEAST_S
