"""One thought of the Planner: the candidates of one view, run ahead on the engine and weighed, slice by slice."""

from __future__ import annotations

import numpy as np

from lucy.consumers import planner_screen
from lucy.consumers.planner_belief import Belief, signals_between
from lucy.consumers.planner_candidates import candidates
from lucy.consumers.planner_futures import FUTURES, sample
from lucy.consumers.planner_imagined import Imagination
from lucy.consumers.planner_worth import Watch, worth
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.step import step
from lucy.sim.world import World

_SLICE_TICKS = 4


class Thought:
    """The weighing of one view's candidates: `go` until it is `done`."""

    def __init__(self, published: Level, belief: Belief, imagination: Imagination, moment: int) -> None:
        view = belief.view
        assert view is not None
        self.view = view
        self._published, self._belief, self._imagination = published, belief, imagination
        self._screen = published.station(published.stand).service.frames is not None
        choices = planner_screen.settings(published, view) if self._screen else candidates(published, view, belief)
        self.names: dict[Controls, str] = choices
        self.tried = list(choices)
        self._values: np.ndarray | None = None
        self._moment, self._left = moment, imagination.span.ahead
        self._world: World | None = None

    @property
    def done(self) -> bool:
        """Whether the values are there."""
        return self._values is not None

    def go(self) -> None:
        """One slice: making the worlds, a few ticks of them, or the reckoning."""
        if self._world is None:
            self._imagine()
        elif self._left:
            for _ in range(min(_SLICE_TICKS, self._left)):
                step(self._world)
                self._watch.look(self._world)
                self._left -= 1
        else:
            self._values = self._weigh(self._world)
            self.peaks = self._world.depth_peak[:, 0].reshape(-1, FUTURES).max(axis=1)

    def _imagine(self) -> None:
        span = self._imagination.span
        self._futures = sample(self._belief, self._moment, span.ahead, span.tick_hz)
        self._world = self._imagination.worlds(self._belief, self.tried, self._futures)
        self._watch = Watch(self._world, span.ahead)

    def _weigh(self, world: World) -> np.ndarray:
        belief = self._belief
        if self._screen:
            return planner_screen.worth(world, self._watch.ages_s(world), belief, self._published, self.tried)
        now, sources = self.view.controls, self.view.sources
        signals = np.repeat([signals_between(now, candidate, sources) for candidate in self.tried], FUTURES)
        committed = self._imagination.committed(world, belief, self.tried, self._futures)
        span_s, spare = self._imagination.span.ahead_s, self._futures.spare
        return worth(world, self._watch, belief, self._published, signals, committed, spare, span_s)

    def gains(self) -> list[float]:
        """By how much each of `tried` beats the present controls, in logarithms of the score."""
        assert self._values is not None
        mean = self._values.mean(axis=1)
        return [float(value - mean[0]) for value in mean]
