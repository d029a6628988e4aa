"""The verdicts: every level with every strategy on its own and every persona, over many seeds, as one batch.

A strategy on its own is one key of the level at one of its amounts, set at the start and never touched again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lucy import consumers
from lucy.consumers.protocol import Consumer
from lucy.consumers.sampler import Sampler
from lucy.consumers.scripted import Scripted
from lucy.run import batch, language, strategy
from lucy.run.words import format_rate, format_units, say
from lucy.sim.controls import Controls
from lucy.sim.curves import bytes_of_run
from lucy.sim.level import Level
from lucy.sim.rules import Option
from lucy.sim.score import STARS_AT, score
from lucy.sim.world import WON

_BYTES_AT_ONCE = 575_000_000  # of a batch's curves; larger ones are slower, since they leave the cache
_NEEDS = {
    "scale": 0, "ignore": 0, "shrugger": 0, "hoarder": 0, "buffer": 0, "dropper": 0, "latest": 0, "gradient": 0,
    "codel": 1, "timekeeper": 1, "drop": 2, "sampler": 2, "debouncer": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Player:
    """Whoever plays a row of the matrix. `kind` is ignore, buffer, drop, control, scale, or persona."""

    kind: str
    name: str
    make: Callable[[], Consumer]
    samples: bool = False  # keeps a part by chance, so that the seed matters even where nothing else is random


@dataclass(frozen=True, slots=True)
class Row:
    """One level with one player: what came of each seed."""

    level: str
    act: int
    kind: str
    player: str
    seeds: int
    won: float  # part of the seeds that did not end lost or out of time
    stars: tuple[float, float, float, float]  # part of the seeds with 0, 1, 2, 3 stars
    score_mean: float
    score_p5: float
    score_p95: float

    @property
    def three_stars(self) -> float:
        """Part of the seeds with three stars."""
        return self.stars[3]

    @property
    def at_most_one(self) -> float:
        """Part of the seeds with one star or none."""
        return self.stars[0] + self.stars[1]


def players(level: Level) -> list[Player]:
    """Doing nothing, each free key at each of its amounts, and the personas but the Planner: see `optimum_share`."""
    found = [Player("ignore", "ignore", lambda: Scripted([]))]
    for key in strategy.ADJUSTABLE:
        if strategy.locked(level, key):
            continue
        for index in range(strategy.steps(level, key)):
            with language.speaking(language.FIRST):  # as `right` and `wrong` of the level's file have it
                controls, label = alone(level, key, index)
            found.append(Player(key, f"{key}: {label}", _scripted(controls), controls.keep_fraction < 1.0))
    names = [name for name in consumers.NAMES if name != consumers.PLANNER]
    return found + [Player("persona", name, _persona(name), name == Sampler.name) for name in names]


def chosen(level: Level) -> list[Player]:
    """Those of them that a verdict is about, by name or by key; each key where the level starts it; every persona."""
    said, begin = {*level.right, *level.wrong}, strategy.begin(level)
    with language.speaking(language.FIRST):
        starts = {
            f"{key}: {alone(level, key, begin.index(key))[1]}"
            for key in strategy.ADJUSTABLE
            if not strategy.locked(level, key)
        }
    return [
        player
        for player in players(level)
        if player.kind in ("ignore", "persona") or player.kind in said or player.name in said | starts
    ]


def _scripted(controls: Controls) -> Callable[[], Consumer]:
    return lambda: Scripted([(0.0, controls)])


def _persona(name: str) -> Callable[[], Consumer]:
    return lambda: consumers.make(name)


def alone(level: Level, key: str, index: int) -> tuple[Controls, str]:
    """The settings of one key at its index-th amount, and what that amount is called."""
    at = strategy.standing(strategy.begin(level), key, index)
    amount = strategy.amount(level, at, key)
    return strategy.to_controls(level, at), _label(level, key, amount)


def _label(level: Level, key: str, amount: object) -> str:
    """How the amount of a key is called: its own label, or the number with its unit."""
    if isinstance(amount, Option):
        return amount.label
    if amount is None:
        return say("screen.matrix.no_limit")
    if not isinstance(amount, int):
        return str(amount)
    if key == strategy.CONTROL:
        return format_rate(amount / 1000, level.unit.name)
    return format_units(amount, level.unit.name, level.unit.plural) if key == strategy.BUFFER else str(amount)


def casts(level: Level, seeds: int, cast: Sequence[Player]) -> list[tuple[str, ...]]:
    """The names of some players in batches as large as the memory allows: a tick costs a large one little more.

    Those who need the same of the engine stand side by side, since what one of a batch uses, all of it pay for; those
    who play the same run are one.
    """
    everyone = sorted(cast, key=lambda player: _NEEDS.get(player.kind, _NEEDS.get(player.name, len(_NEEDS))))
    alike = _alike(level, everyone)
    batches = -(-len(alike) // max(1, _at_once(level) // seeds)) if is_random(level) else 1
    cuts = [len(alike) * k // batches for k in range(batches + 1)]
    return [tuple(p.name for same in alike[first:last] for p in same) for first, last in pairwise(cuts)]


def _alike(level: Level, some: Sequence[Player]) -> list[list[Player]]:
    """The same players, those together who play the same run: a shrugger is who ignores, and so is a locked key."""
    found: dict[object, list[Player]] = {}
    for player, wish in zip(some, batch.wishes(level, [player.make() for player in some]), strict=True):
        found.setdefault(player.name if wish is None else wish, []).append(player)
    return list(found.values())


def cells(level: Level, seeds: Sequence[int], cast: Sequence[str] | None = None) -> dict[str, list[tuple[float, int]]]:
    """Each player's (score, outcome) for each seed; `cast`: those alone. Without chance, one seed stands for all.

    Where nothing in the level is random, a player who samples still brings chance in.
    """
    some = [player for player in players(level) if cast is None or player.name in cast]
    alike = _alike(level, some)
    random = is_random(level)
    pairs = [(same[0], seed) for same in alike for seed in (seeds if random or same[0].samples else seeds[:1])]
    found = _played(level, pairs)
    runs = {name: runs if len(runs) == len(seeds) else runs * len(seeds) for name, runs in found.items()}
    return {player.name: runs[same[0].name] for same in alike for player in same}


def _played(level: Level, pairs: Sequence[tuple[Player, int]]) -> dict[str, list[tuple[float, int]]]:
    """(score, outcome) of each pair of a player and a seed, by player."""
    found: dict[str, list[tuple[float, int]]] = {player.name: [] for player, _ in pairs}
    at_once = _at_once(level)
    for first in range(0, len(pairs), at_once):
        part = pairs[first : first + at_once]
        world = batch.play(level, [player.make() for player, _ in part], [seed for _, seed in part], losses=False)
        for run, (player, _) in enumerate(part):
            found[player.name].append((score(world, run).points, int(world.outcome[run])))
    return found


def _at_once(level: Level) -> int:
    """How many runs of a level are one batch."""
    return max(1, _BYTES_AT_ONCE // bytes_of_run(level, losses=False))


def is_random(level: Level) -> bool:
    """Whether the seed makes any difference to a player who does not sample."""
    return (
        any(p.arrivals.kind == "poisson" for p in level.producers)
        or any(p.arrivals.bursts and p.arrivals.bursts.random for p in level.producers)
        or any(p.retries and p.retries.jitter for p in level.producers)
        or any(s.service.kind == "exponential" for s in level.stations)
        or any(fault.spread_ms for fault in level.faults)
    )


def rows(level: Level, act: int, parts: Sequence[dict[str, list[tuple[float, int]]]]) -> list[Row]:
    """One row for each player who has played, from the cells of some sets of seeds."""
    found = []
    for player in players(level):
        runs = [run for part in parts for run in part.get(player.name, ())]
        if not runs:
            continue
        points, outcomes = np.array([p for p, _ in runs]), np.array([o for _, o in runs])
        found.append(row(level, act, player, points, outcomes))
    return found


def row(level: Level, act: int, player: Player, points: np.ndarray, outcomes: np.ndarray) -> Row:
    """One player's row, of its points and outcomes by seed."""
    given = np.digitize(points, STARS_AT)
    shares = [float((given == n).mean()) for n in range(4)]
    return Row(
        level=level.name,
        act=act,
        kind=player.kind,
        player=player.name,
        seeds=len(points),
        won=float((outcomes == WON).mean()),
        stars=(shares[0], shares[1], shares[2], shares[3]),
        score_mean=round(float(points.mean()), 2),
        score_p5=round(float(np.percentile(points, 5)), 2),
        score_p95=round(float(np.percentile(points, 95)), 2),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a level must show, and whether it did."""

    level: str
    act: int
    says: str
    held: bool


def verdicts(level: Level, act: int, found: Sequence[Row]) -> list[Verdict]:
    """Hold the level's lists of right and wrong against its rows.

    Right: three stars on 95 % of the seeds; of a key's amounts, one is enough. Wrong: one star at most on 95 % of the
    seeds, with every amount. A name is a persona's, a key's, or a row's own.
    """
    told = []
    for name in level.right:
        mine = [row for row in found if name in (row.player, row.kind)]
        best = max((row.three_stars for row in mine), default=0.0)
        told.append(Verdict(level.name, act, f"{name} is right: three stars on {best:.0%} of the seeds", best >= 0.95))
    for name in level.wrong:
        mine = [row for row in found if name in (row.player, row.kind)]
        least = min((row.at_most_one for row in mine), default=0.0)
        says = f"{name} is wrong: one star or none on {least:.0%} of the seeds"
        told.append(Verdict(level.name, act, says, least >= 0.95))
    return told
