"""The line of time: checkpoints of one run, from which any tick is given back, and from which another run may branch.

A checkpoint is a copy of the world without its curves: those are the same for every moment of one line, since what is
played again writes what stands there. Knows no clock and no screen.
"""

from __future__ import annotations

from bisect import bisect_right
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from lucy.run.meters import Meters
from lucy.run.snapshot import Timeline
from lucy.run.story import Story
from lucy.sim.controls import Controls
from lucy.sim.curves import Curves
from lucy.sim.plan import Plan
from lucy.sim.rescript import rescript
from lucy.sim.world import World

if TYPE_CHECKING:
    from lucy.run.session import Session

MOST_BYTES = 48_000_000  # of all checkpoints of a run; beyond it every second one goes


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a session stands on at one tick. `plays_until`: see `Session`."""

    world: World
    meters: Meters
    controls: Controls
    done: int  # entries of the tape
    story: Story
    plays_until: int | None

    def copy(self) -> Moment:
        """One of its own on the same line."""
        return replace(
            self, world=self.world.copy(history=False), meters=deepcopy(self.meters), story=self.story.copy()
        )

    @property
    def tick(self) -> int:
        """When it is."""
        return self.world.tick


class TimeLine:
    """The checkpoints of one session, and its newest moment while it looks back."""

    def __init__(self, session: Session) -> None:
        self.before: Timeline | None = None  # the run that this one branched off
        self.newest: Moment | None = None  # kept while the session stands somewhere before it
        self._moments: list[Moment] = []
        self._ticks: list[int] = []
        self._spacing = 1  # in decisions
        self._every = session.decision_ticks

    @property
    def looks_back(self) -> bool:
        """Whether the session stands before its newest moment."""
        return self.newest is not None

    def latest(self, session: Session) -> Moment:
        """The newest moment, wherever the session stands."""
        return self.newest or session.moment()

    @property
    def bytes(self) -> int:
        """About what the checkpoints take."""
        return len(self._moments) * (_bytes_of(self._moments[-1]) if self._moments else 0)

    def note(self, session: Session) -> None:
        """Keep this moment, if it is new and its turn; call it before anything is decided."""
        tick = session.world.tick
        if (self._ticks and tick <= self._ticks[-1]) or tick // self._every % self._spacing:
            return
        moment = session.moment()
        series, moment.story.series = moment.story.series, []
        self._moments.append(moment.copy())
        moment.story.series = series
        self._ticks.append(tick)
        if self.bytes > MOST_BYTES:
            self._spacing *= 2
            kept = [place for place, at in enumerate(self._ticks) if at // self._every % self._spacing == 0]
            self._moments, self._ticks = [self._moments[k] for k in kept], [self._ticks[k] for k in kept]

    def seek(self, session: Session, tick: int) -> None:
        """Stand at that tick of the run, or at the nearest end of what has been played."""
        newest = self.latest(session)
        tick = max(tick, 0)
        if tick >= newest.tick:
            self.end(session)
            return
        if not self._ticks:
            return
        self.newest = newest
        place = bisect_right(self._ticks, tick) - 1
        if not self._ticks[place] <= session.world.tick <= tick:  # else it is quicker to run on from here
            self._stand(session, place)
        session.run_ticks(tick - session.world.tick)
        session.story.take_events()

    def _stand(self, session: Session, place: int) -> None:
        assert self.newest is not None
        moment = self._moments[place].copy()
        rows = moment.tick // self._every
        moment.story.series = self.newest.story.series[:rows]
        session.go_to(replace(moment, plays_until=self.newest.tick))

    def end(self, session: Session) -> None:
        """Back to the newest moment."""
        if self.newest is not None:
            session.go_to(self.newest)
            self.newest = None

    def world_at(self, tick: int) -> tuple[World, Controls]:
        """A world of its own at the last checkpoint up to that tick, and the controls in force there.

        The session stays where it is. Nothing is known of what comes after.
        """
        moment = self._moments[max(bisect_right(self._ticks, tick) - 1, 0)]
        world = moment.world.copy(history=False)
        world.curves = _cut(world.curves, world.tick)
        return world, moment.controls

    def read_on(self, session: Session) -> bool:
        """While the session looks back in a run that is only played again: play a little more of its newest end.

        False: there is no more of it.
        """
        newest, here = self.newest, session.moment()
        if newest is None or newest.plays_until is None:
            return False
        session.go_to(newest)
        session.run_ticks(self._every)
        more = not session.finished
        self.newest = session.moment()
        session.go_to(replace(here, plays_until=self.newest.tick))
        return more

    def whole(self, session: Session) -> Timeline:
        """The series of all that has been played, wherever the session stands."""
        newest = self.latest(session)
        return newest.story.timeline(newest.tick / session.level.tick_hz, None)

    def rescript(self, plan: Plan) -> None:
        """What is played again from here on comes by that plan, whose past is the same. Not while looking back."""
        assert self.newest is None
        for moment in self._moments:
            rescript(moment.world, plan)

    def branch(self, session: Session) -> None:
        """From here on it is another run, played by a person; the old one stays as `before`."""
        if self.newest is not None:
            self.before = self.whole(session)
            now_s = session.time_s
            session.story.marks = [m for m in self.newest.story.marks if m.at_s <= now_s or m.kind == "act"]
            session.world.curves = _cut(session.world.curves, session.world.tick)
            kept = bisect_right(self._ticks, session.world.tick)
            self._moments, self._ticks = self._moments[:kept], self._ticks[:kept]
            for moment in self._moments:
                moment.world.curves = session.world.curves
            self.newest = None
        session.take_over()


def _cut(curves: Curves, tick: int) -> Curves:
    """Curves of one's own that know nothing from that tick on."""
    own = curves.copy()
    for field in fields(own):
        value = getattr(own, field.name)
        if isinstance(value, np.ndarray):
            value[tick:] = 0
    return own


def _bytes_of(moment: Moment) -> int:
    arrays = [getattr(moment.world, field.name) for field in fields(moment.world)] + list(vars(moment.meters).values())
    return sum(value.nbytes for value in arrays if isinstance(value, np.ndarray))
