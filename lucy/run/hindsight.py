"""After a run: what could still have come of it, from which moment on. The answers are branches, played to their ends.

A branch starts from a checkpoint of the run, on the same luck. In each, one key of the level is set to one of its
amounts and left alone, or a persona that the level calls right steps in; all of them as one batch. Owns the search;
plays nothing by itself: whoever holds it gives it time, a slice each frame. Knows no screen.

The point of no return is the last whole second from which the best of these branches still earns one star, or three
where the run itself earned one. It is found by halving, which takes for granted that what is out of reach at one moment
is not within reach later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from lucy import consumers
from lucy.consumers.protocol import Consumer, Thinks
from lucy.consumers.scripted import Scripted
from lucy.run import batch, strategy
from lucy.run.session import Session
from lucy.run.strategy import Strategy
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.score import score
from lucy.sim.world import LOST, World

MOST_BYTES = 60_000_000  # of the curves of one batch
BEFORE_S = (0, 2, 5)  # what if, so many seconds before the trouble began
_BACK_S = 6  # where all of them were too late, the search first goes back so far
_TROUBLE = ("dropped", "late", "overflowed")
_FEW = 3  # of the ways that are best before the trouble, and of those best in it, so many are tried elsewhere


@dataclass(frozen=True, slots=True)
class Way:
    """What somebody might have done: keys set and left alone, or a persona that steps in."""

    persona: str = ""
    keys: Strategy = Strategy()
    controls: Controls = Controls()

    def consumer(self) -> Consumer:
        """Whoever does it."""
        return consumers.make(self.persona) if self.persona else Scripted([(0.0, self.controls)])


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The best that one way came to, taken at a moment of the run."""

    at_s: int
    way: Way
    points: float
    stars: int
    lost: bool  # it fell over, or the work was spoilt
    dropped: int
    late: int


def ways(level: Level) -> list[Way]:
    """Every free key at each of its amounts, and the personas that the level calls right."""
    found = [Way()]
    for key in strategy.ADJUSTABLE:
        for index in range(0 if strategy.locked(level, key) else strategy.steps(level, key)):
            keys = strategy.standing(strategy.begin(level), key, index)
            found.append(Way(keys=keys, controls=strategy.to_controls(level, keys)))
    named = [name for name in dict.fromkeys((*level.right, level.beat)) if name in consumers.NAMES]
    return found + [Way(persona=name) for name in named if not isinstance(consumers.make(name), Thinks)]


class Hindsight:
    """Asked of one session that has ended. `work` until `done`."""

    def __init__(self, session: Session) -> None:
        self.session, self.level = session, session.level
        world = session.line.latest(session).world
        hz, last = session.level.tick_hz, max(world.tick - 1, 0)
        self.now = _judged(world, 0, last // hz, Way())
        self.goal = 3 if self.now.stars else 1  # stars that the point of no return is about
        self.whats: tuple[WhatIf, ...] = ()  # by time
        self.no_return_s: int | None = None  # None: not known yet, or never within reach
        self.done = self.now.stars == 3
        self._last_s = last // hz
        self._ways = ways(self.level)
        self._known: dict[int, list[WhatIf]] = {}
        self._steps = self._search()

    def work(self, enough: Callable[[], bool]) -> None:
        """Go on until there is an answer to everything, or `enough` says that the time is up."""
        while not self.done and not enough():
            if next(self._steps, None) is None:
                self.done = True

    @property
    def trouble_s(self) -> int:
        """The whole second in which the first unit was lost or late; the last one if none was."""
        story = self.session.line.latest(self.session).story
        found = [mark.at_s for mark in story.marks if mark.kind in _TROUBLE]
        return min(int(min(found)), self._last_s) if found else self._last_s

    def _search(self) -> Iterator[float]:
        moments = sorted({max(self.trouble_s - before, 0) for before in BEFORE_S})
        yield from self._branch(moments[0])
        early = [what.way for what in self._known[moments[0]]]
        yield from self._branch(moments[-1])
        late = [what.way for what in self._known[moments[-1]]]
        self._ways = list(dict.fromkeys((*early[:_FEW], *late[:_FEW])))
        for at_s in moments[1:-1]:
            yield from self._branch(at_s)
        self.whats = tuple(self._known[at_s][0] for at_s in moments)
        low, high, back = -1, self._last_s, _BACK_S
        for at_s in moments:
            low, high = (at_s, high) if self._reaches(at_s) else (low, min(high, at_s - 1))
        while low < 0 <= high:  # in growing steps, for what begins later is sooner played
            at_s, back = max(high + 1 - back, 0), 2 * back
            yield from self._branch(at_s)
            low, high = (at_s, high) if self._reaches(at_s) else (low, at_s - 1)
        if low < 0:
            return
        while low < high:
            middle = (low + high + 1) // 2
            yield from self._branch(middle)
            low, high = (middle, high) if self._reaches(middle) else (low, middle - 1)
        self.no_return_s = low

    def _reaches(self, at_s: int) -> bool:
        return self._known[at_s][0].stars >= self.goal

    def _branch(self, at_s: int) -> Iterator[float]:
        """Play every way from that second on; the best first."""
        session = self.session
        here, controls = session.line.world_at(at_s * self.level.tick_hz)
        at_once = max(1, MOST_BYTES // max(here.curves.nbytes, 1))
        found: list[WhatIf] = []
        for first in range(0, len(self._ways), at_once):
            tried = self._ways[first : first + at_once]
            world = here.select(np.zeros(len(tried), dtype=np.int64))
            yield from batch.play_on(world, [way.consumer() for way in tried], controls)
            found += [_judged(world, run, at_s, way) for run, way in enumerate(tried)]
        self._known[at_s] = sorted(found, key=lambda what: -what.points)


def _judged(world: World, run: int, at_s: int, way: Way) -> WhatIf:
    points = score(world, run)
    lost = int(world.outcome[run]) == LOST
    dropped, late = int(world.dropped[run].sum()), int(world.late[run].sum())
    return WhatIf(at_s, way, points.points, points.stars, lost, dropped, late)
