"""How near the Planner and everyone surely come to the best possible: parts of what no run can exceed, by seed.

Cheap beside the optimum, so it goes over many seeds. What it finds is a lower bound of each share, and how sure the
seeds played make it of all seeds is said by order statistics (David and Nagaraja 2003, section 7.1).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lucy import consumers
from lucy.run import batch
from lucy.run.matrix import Player, Row, row
from lucy.run.optimum_share import Share
from lucy.sim.level import Level
from lucy.sim.score import score
from lucy.sim.score_bound import most_points
from lucy.sim.world import WON

MEDIAN_BAR, TENTH_BAR = 0.95, 0.90
SEEDS_AT_ONCE = 5  # of the Planner, in one piece of work
_DOUBT = 0.05

Cell = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Certificate:
    """The Planner's part of the bound on one act; `sure_*`: with 95 % confidence it is no less on all seeds."""

    level: str
    act: int
    seeds: int
    median: float
    p10: float
    sure_median: float
    sure_p10: float
    won: float
    better: str  # the persona whose median score is above the Planner's, by most; "": nobody

    @property
    def holds(self) -> bool:
        """Whether both bars are surely reached."""
        return self.sure_median >= MEDIAN_BAR and self.sure_p10 >= TENTH_BAR and self.won == 1.0

    def __str__(self) -> str:
        seeds = f"{self.seeds} seeds" if self.seeds > 1 else "nothing is random"
        held = "held " if self.holds else "OPEN "
        median, p10 = f"{self.median:.1%} ({_surely(self.sure_median)})", f"{self.p10:.1%} ({_surely(self.sure_p10)})"
        better = f"; {self.better} scores more" if self.better else ""
        return (
            f"{held} {self.level} act {self.act}: of what no run can exceed the Planner has {median} as a median, "
            f"{p10} at the tenth percentile, and wins {self.won:.0%}; {seeds}{better}"
        )


def _surely(least: float) -> str:
    return f"surely {least:.1%}" if least else "too few seeds to be sure"


def planner_cells(level: Level, seeds: Sequence[int]) -> list[tuple[float, int, float]]:
    """(points, outcome, bound) of the Planner for each seed."""
    world = batch.play(level, [consumers.make(consumers.PLANNER) for _ in seeds], list(seeds))
    return [
        (score(world, run).points, int(world.outcome[run]), most_points(level, seed)) for run, seed in enumerate(seeds)
    ]


def sure_quantile(values: Sequence[float] | np.ndarray, quantile: float) -> float:
    """What a quantile of all is with 95 % confidence not below, from a sample; 0 if that is too small. One is all."""
    if len(values) == 1:
        return float(values[0])
    ordered, below = np.sort(values), 0.0
    found = 0.0
    for k, value in enumerate(ordered):  # the chance that at most k of the sample are below the quantile
        below += math.comb(len(ordered), k) * quantile**k * (1.0 - quantile) ** (len(ordered) - k)
        if below > _DOUBT:
            break
        found = float(value)
    return found


def bounded(
    level: Level,
    act: int,
    planner_parts: Sequence[Sequence[Sequence[float]]],
    parts: Sequence[dict[str, list[Cell]]],
) -> tuple[Row, list[Share], Certificate]:
    """The Planner's row, everyone's part of the bound, and what is certain; from `planner_cells` and `matrix.cells`."""
    points, outcomes, tops = (np.array(column) for column in zip(*itertools.chain(*planner_parts), strict=True))
    scores = {consumers.PLANNER: points}
    for name in consumers.NAMES:
        theirs = [score for part in parts for score, _ in part.get(name, ())]
        if theirs:
            scores[name] = np.array(theirs[: len(points)])
    near = {name: scored / tops[: len(scored)] for name, scored in scores.items()}
    shares = [
        Share(level.name, act, name, float(np.median(of)), float(np.percentile(of, 10)), at_least=True)
        for name, of in near.items()
    ]
    medians = {name: float(np.median(scored)) for name, scored in scores.items()}
    first = max(medians, key=lambda name: (medians[name], name == consumers.PLANNER))
    certificate = Certificate(
        level.name,
        act,
        seeds=len(points),
        median=shares[0].median,
        p10=shares[0].p10,
        sure_median=sure_quantile(near[consumers.PLANNER], 0.5),
        sure_p10=sure_quantile(near[consumers.PLANNER], 0.1),
        won=float((outcomes == WON).mean()),
        better="" if first == consumers.PLANNER else first,
    )
    player = Player("persona", consumers.PLANNER, lambda: consumers.make(consumers.PLANNER))
    return row(level, act, player, points, outcomes), shares, certificate
