"""The runs of a show, played beforehand and kept at the start of each beat, so that a jump is a copy. Draws nothing.

A run depends on its level, seed and consumer alone: the same show gives the same digests on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from lucy import consumers
from lucy.consumers.protocol import Consumer
from lucy.consumers.scripted import Scripted
from lucy.run import strategy
from lucy.run.session import Session
from lucy.run.show_files import Beat, Press, Show
from lucy.sim.controls import Controls
from lucy.sim.level import Level

_SLICE_S = 0.1  # of level time played at each call of `work`


def consumer_of(beat: Beat) -> Consumer:
    """Who stands at the belt of a beat: a persona, or its list of presses."""
    assert beat.level is not None
    if beat.consumer:
        return consumers.make(beat.consumer)
    return Scripted(_script(beat.level, beat.presses))


def _script(level: Level, presses: tuple[Press, ...]) -> Iterator[tuple[float, Controls]]:
    now = strategy.begin(level)
    for press in sorted(presses, key=lambda press: press.at_s):
        if press.key == strategy.IGNORE:
            now = replace(now, on=frozenset())
        else:
            index = now.index(press.key) if press.step is None else press.step - 1
            now = strategy.standing(now, press.key, index)
        yield press.at_s, strategy.to_controls(level, now)


class Rehearsal:
    """Plays every run of a show a little at a time (`work`), and hands out copies of what it has played."""

    def __init__(self, show: Show) -> None:
        self.show = show
        self._starts: dict[int, Session] = {}  # by place: the run where the beat begins
        self._ends: dict[int, Session] = {}  # ... and where it pauses
        self._steps = self._play()
        self.finished = False

    def work(self) -> bool:
        """Play on a little; whether there is more to do."""
        self.finished = self.finished or next(self._steps, None) is None
        return not self.finished

    def start(self, place: int) -> Session:
        """A run of its own, as the beat at that place begins; played at once if it is not ready yet."""
        steps = self._prepare(place)
        while place not in self._starts:
            next(steps, None)
        return deepcopy(self._starts[place])

    def end(self, place: int) -> Session:
        """The run where the beat at that place pauses; not a copy."""
        for _ in self._prepare(place):
            pass
        return self._ends[place]

    def digest(self, place: int) -> str:
        """The digest of that run there."""
        return self.end(place).world.digest()

    def _play(self) -> Iterator[int]:
        for place, beat in enumerate(self.show.beats):
            if beat.is_run:
                yield from self._prepare(place)

    def _prepare(self, place: int) -> Iterator[int]:
        """Play the run of one beat from where it is known to where the beat pauses."""
        if place in self._ends:
            return
        beat = self.show.beats[place]
        if place not in self._starts:
            yield from self._begin(place)
        session = deepcopy(self._starts[place])
        yield from _run_to(session, beat.at_s)
        self._ends[place] = session

    def _begin(self, place: int) -> Iterator[int]:
        """Play the run of one beat up to where the beat begins."""
        beat = self.show.beats[place]
        assert beat.level is not None
        before = self.show.beats[place - 1] if place else None
        if before is not None and beat.continues(before) and before.at_s <= beat.from_s:
            yield from self._prepare(place - 1)
            session = deepcopy(self._ends[place - 1])
        else:
            session = Session(beat.level, consumer_of(beat), beat.seed)
            session.rewinds = False
        yield from _run_to(session, beat.from_s)
        self._starts[place] = session


def pause_tick(session: Session, beat: Beat) -> int:
    """The tick at which the beat's run pauses."""
    return round(beat.at_s * session.level.tick_hz)


def _run_to(session: Session, at_s: float) -> Iterator[int]:
    until = round(at_s * session.level.tick_hz)
    every = max(1, round(_SLICE_S * session.level.tick_hz))
    while session.world.tick < until and not session.finished:
        session.run_ticks(min(every, until - session.world.tick))
        yield session.world.tick
