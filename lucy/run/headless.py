"""A run without a screen: the same session, the same step, as fast as it goes."""

from __future__ import annotations

from dataclasses import replace

from lucy import consumers
from lucy.consumers.protocol import Consumer
from lucy.run.result import Result
from lucy.run.session import Session
from lucy.sim.level import Level


def simulate(level: Level, consumer: str = "shrugger", seed: int = 1, seconds: float | None = None) -> Result:
    """Play a level with a consumer (one's own, too) to its end, or for `seconds` of level time.

    Fewer seconds than the level has stop it there, as a timeout; more make the level longer.
    """
    session = played(level, consumers.make(consumer), seed, seconds)
    return session.result()


def played(
    level: Level, consumer: Consumer, seed: int = 1, seconds: float | None = None, told: bool = False
) -> Session:
    """The same, as the session that it was; a process that the consumer had is ended. `told`: keep its text log."""
    ticks = level.duration_ticks
    if seconds is not None:
        wanted = replace(level, duration_ms=round(seconds * 1000))
        ticks = wanted.duration_ticks
        level = wanted if ticks > level.duration_ticks else level
    session = Session(level, consumer, seed, live=told)
    session.rewinds = False
    most = session.decision_ticks if told else ticks  # the log is as fine as the steps that are taken
    try:
        for done in range(0, ticks, most):
            session.run_ticks(min(most, ticks - done))
    finally:
        consumers.close(session.consumer)
    return session
