"""The Planner's line of the benchmark: how long a decision takes, all in all, and the longest piece of one frame.

Thread time, so that a busy machine is not taken for a slow Planner; in the piece between two frames too.
"""

from __future__ import annotations

import statistics
from time import thread_time

import numpy as np

from lucy.consumers.planner import Planner
from lucy.consumers.protocol import View
from lucy.run.bench import Line
from lucy.run.level_files import load_level
from lucy.run.session import Session
from lucy.sim.controls import Controls
from lucy.sim.level import Level

DECISION_MS, FRAME_MS = 10.0, 4.0
_LEVELS = ("01-chocolate-factory", "03-server-to-server", "05-firehose", "08-chaos")
_FRAME_S = 1 / 60


class Timed(Planner):
    """A Planner that measures itself: `decisions_ms`, each with the thinking that was done for it, and `pieces_ms`."""

    def __init__(self) -> None:
        super().__init__()
        self.decisions_ms: list[float] = []
        self.pieces_ms: list[float] = []
        self._thought_ms = 0.0

    def decide(self, view: View) -> Controls:
        """As ever, and by the clock."""
        began = thread_time()
        controls = super().decide(view)
        took_ms = 1000 * (thread_time() - began)
        self.decisions_ms.append(took_ms + self._thought_ms)
        self.pieces_ms.append(took_ms)
        self._thought_ms = 0.0
        return controls

    def think(self, seconds: float) -> None:
        """As ever, and by the clock."""
        began = thread_time()
        super().think(seconds)
        took_ms = 1000 * (thread_time() - began)
        self._thought_ms += took_ms
        self.pieces_ms.append(took_ms)


def planner_lines(quick: bool = False) -> list[Line]:
    """Median and p99 of a decision for some levels, and p99 of what is done of it in one frame."""
    lines = []
    for name in _LEVELS:
        timed = played(load_level(name), 10.0 if quick else 40.0)
        for what, value, bar_ms in (
            ("decision, median", statistics.median(timed.decisions_ms), DECISION_MS),
            ("decision, p99", float(np.percentile(timed.decisions_ms, 99)), DECISION_MS),
            ("piece of a frame, p99", float(np.percentile(timed.pieces_ms, 99)), FRAME_MS),
        ):
            lines.append(
                Line(
                    what=f"planner {what}, {name}",
                    ours=f"{value:.1f} ms",
                    reference="its share",
                    theirs=f"{bar_ms:g} ms",
                    ratio=value / bar_ms,
                    bar=f"≤ {bar_ms:g} ms",
                    holds=value <= bar_ms,
                )
            )
    return lines


def played(level: Level, seconds: float) -> Timed:
    """A Planner at a level, live, frame by frame for so many seconds of level time."""
    session = Session(level, Timed(), seed=1)
    while session.time_s < seconds and not session.finished:
        session.advance(_FRAME_S)
    assert isinstance(session.consumer, Timed)
    return session.consumer
