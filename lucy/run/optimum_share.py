"""How near everyone comes to the best possible: each persona's score as a part of the clairvoyant optimum's, by seed.

Dear: one seed of one act takes some ten to sixty seconds. So it plays seeds of its own choosing, the first few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lucy import consumers
from lucy.consumers.optimum import Plan, optimum
from lucy.consumers.protocol import DECISIONS_PER_S, Consumer, Reason, View
from lucy.consumers.published import introduce
from lucy.run import batch
from lucy.run.matrix import Player, Row, is_random, row
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.score import score
from lucy.sim.world import TIMEOUT, WON

OPTIMUM = "optimum"
_STARTS = 4  # the search begins with what the best personas did


@dataclass(frozen=True, slots=True)
class Share:
    """One level's player against the optimum: parts of the optimum's points on the same seed."""

    level: str
    act: int
    player: str
    median: float
    p10: float  # nine seeds in ten are at least as good
    at_least: bool = False  # parts of what no run can exceed, and so of the optimum at least

    def __str__(self) -> str:
        return f"{'≥ ' if self.at_least else ''}{self.median:.1%}"


class Overheard:
    """Plays as another consumer does, and keeps its plan."""

    def __init__(self, consumer: Consumer) -> None:
        self.name = consumer.name
        self.plan: list[tuple[int, Controls]] = []  # (decision, settings)
        self._consumer, self._decisions = consumer, 0

    @property
    def reason(self) -> Reason | None:
        """Why: as the other one says."""
        return self._consumer.reason

    def meet(self, level: Level) -> None:
        """Both meet the level."""
        introduce(self._consumer, level)

    def decide(self, view: View) -> Controls:
        """What the other one decides."""
        controls = self._consumer.decide(view)
        if not self.plan or self.plan[-1][1] != controls:
            self.plan.append((self._decisions, controls))
        self._decisions += 1
        return controls


def seed_points(level: Level, seed: int) -> dict[str, list[float]]:
    """(points, outcome) of every persona and of the optimum on one seed; of the optimum its upper bound too."""
    cast = [Overheard(consumers.make(name)) for name in consumers.NAMES]
    world = batch.play(level, cast, [seed] * len(cast))
    points = [score(world, run).points for run in range(len(cast))]
    found = {who.name: [points[run], float(world.outcome[run])] for run, who in enumerate(cast)}
    del world  # the search needs the memory
    every = max(1, level.tick_hz // DECISIONS_PER_S)
    best = np.argsort(-np.array(points), kind="stable")[:_STARTS]
    starts: list[Plan] = [tuple((at * every, controls) for at, controls in cast[run].plan) for run in best]
    top = optimum(level, seed, starts)
    found[OPTIMUM] = [top.points, float(WON if top.won else TIMEOUT), top.bound]
    return found


def seeds_for(level: Level, wanted: int) -> list[int]:
    """The first seeds; where nothing is random, one stands for all."""
    return list(range(1, wanted + 1)) if is_random(level) else [1]


def compared(level: Level, act: int, parts: Sequence[dict[str, Any]]) -> tuple[list[Row], list[Share], float]:
    """Rows of the Planner and the optimum, everyone's share, and how far the optimum's mean is under its bound."""
    tops = np.array([part[OPTIMUM][0] for part in parts])
    shares = []
    for name in consumers.NAMES:
        of = np.array([part[name][0] for part in parts]) / np.maximum(tops, 1e-9)
        shares.append(Share(level.name, act, name, float(np.median(of)), float(np.percentile(of, 10))))
    rows = []
    for kind, name in (("persona", consumers.PLANNER), (OPTIMUM, OPTIMUM)):
        player = Player(kind, name, lambda: consumers.make(consumers.PLANNER))
        points = np.array([part[name][0] for part in parts])
        rows.append(row(level, act, player, points, np.array([part[name][1] for part in parts])))
    gap = float(np.mean([part[OPTIMUM][2] - part[OPTIMUM][0] for part in parts]))
    return rows, shares, gap
