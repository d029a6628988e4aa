"""The same belt and the same luck for two to four consumers at once, in step: one session for each lane.

Owns who is in which lane and that all lanes stand at one tick. Decides nothing for anybody, and draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lucy import consumers
from lucy.consumers.protocol import Thinks
from lucy.run import batch, own_report
from lucy.run.clock import Clock
from lucy.run.headless import played
from lucy.run.recording import Recording, session_of
from lucy.run.result import Result, result
from lucy.run.session import THINKING_S, Session
from lucy.sim.level import Level

LEAST, MOST = 2, 4  # lanes
YOU = consumers.You.name


@dataclass(frozen=True, slots=True)
class Lane:
    """One of them. `name`: who stands at its belt; `recorded`: what is done there stands on a tape."""

    name: str
    session: Session
    recorded: bool = False

    @property
    def is_yours(self) -> bool:
        """Whether a person plays it now."""
        return self.name == YOU and not self.recorded


class Comparison:
    """The lanes while they run. A lane that has ended stands still; all others are at the same tick.

    `recording`: a run that is played again in the first lane; its level and seed are everybody's.
    """

    def __init__(self, level: Level, names: Sequence[str], seed: int = 1, recording: Recording | None = None) -> None:
        self.level, self.seed = (level, seed) if recording is None else (recording.level, recording.seed)
        self.names, self.recording = tuple(names), recording
        lanes = [] if recording is None else [Lane(recording.consumer, session_of(recording), recorded=True)]
        for name in names:
            consumer = None if name == YOU else consumers.make(name, live=True)
            lanes.append(Lane(name, Session(self.level, consumer, self.seed)))
        self.lanes = tuple(lanes)
        for lane in lanes:
            lane.session.rewinds = False
        self.paused = False
        self.clock = Clock(self.level.tick_hz)
        self._every = lanes[0].session.decision_ticks
        own = [lane.session for lane in lanes if isinstance(lane.session.consumer, consumers.OwnConsumer)]
        self._order = [*own, *(lane.session for lane in lanes if lane.session not in own)]  # who may be slow goes first
        self._patient = bool(own)

    @property
    def yours(self) -> Lane | None:
        """The lane that a person plays; None: they all play by themselves."""
        return next((lane for lane in self.lanes if lane.is_yours), None)

    @property
    def finished(self) -> bool:
        """Whether every lane has ended."""
        return all(lane.session.finished for lane in self.lanes)

    @property
    def tick(self) -> int:
        """Where the lanes that still run stand; when none does, where the last one ended."""
        running = [session.world.tick for session in self._order if not session.finished]
        return min(running) if running else max(session.world.tick for session in self._order)

    @property
    def time_s(self) -> float:
        """Level time in seconds."""
        return self.tick / self.level.tick_hz

    def advance(self, real_s: float) -> None:
        """Run as many whole ticks as that much real time is worth, and let those who plan ahead think."""
        if self.paused or self.finished:
            return
        self.run_ticks(self.clock.advance(real_s))
        thinkers = [s.consumer for s in self._order if isinstance(s.consumer, Thinks) and not s.finished]
        for thinker in thinkers:
            thinker.think(THINKING_S / len(thinkers))
        for session in self._order:
            session.clock.owed = 0.0 if session.finished else self.clock.owed

    def step_once(self) -> None:
        """A tenth of a second of level time, also while paused."""
        self.run_ticks(self._every)

    def run_ticks(self, ticks: int) -> None:
        """Run so many ticks in every lane that still runs.

        Nobody goes ahead of one who is still deciding; only of two who both are, one may stand a tick before the other.
        """
        end = self.tick + ticks
        while (running := [s for s in self._order if not s.finished]) and self.tick < end:
            here = self.tick
            turn = self._patient and here % self._every == 0
            goal = min(end, here + 1 if turn else here + self._every - here % self._every)
            for session in running:
                session.run_ticks(goal - session.world.tick)
                if session.world.tick == here and not session.finished:
                    return

    def results(self) -> tuple[Result, ...]:
        """The figures of each lane, as far as it has come."""
        return tuple(lane.session.result() for lane in self.lanes)

    def close(self) -> None:
        """It is over, or left: end the processes of those who have one."""
        for session in self._order:
            consumers.close(session.consumer)


def recording_of(session: Session, act: int = 0) -> Recording:
    """The run that a session has played, to be played again beside others."""
    last_tick = session.line.latest(session).tick
    return Recording(
        session.unchanged_level, act, session.seed, session.consumer_name, session.hands_on,
        tuple(session.tape.entries), tuple(session.digests), last_tick, False, session.branched_at_s,
    )  # fmt: skip


def compared(
    level: Level,
    names: Sequence[str],
    seed: int = 1,
    recording: Recording | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> tuple[Result, ...]:
    """The figures of each, without a screen; the shipped ones as one batch.

    `tell` hears what went wrong with somebody's own consumer, line by line.
    """
    found: dict[str, Result] = {}
    shipped = [name for name in names if not consumers.is_own(name)]
    if shipped:
        world = batch.play(level, [consumers.make(name) for name in shipped], [seed] * len(shipped))
        found = {name: result(world, name, run) for run, name in enumerate(shipped)}
    for name in names:
        if name not in found:
            session = played(level, consumers.make(name), seed)
            found[name] = session.result()
            if isinstance(session.consumer, consumers.OwnConsumer):
                for line in own_report.lines(session.consumer.standing()):
                    tell(line)
    everyone = tuple(found[name] for name in names)
    if recording is None:
        return everyone
    again = session_of(recording, live=False)
    again.run_ticks(recording.last_tick)
    return again.result(), *everyone
