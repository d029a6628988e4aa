"""A race: several consumers on equal seeds, ranked by their mean score, with what chance leaves open.

Plays runs and ranks them. Reads no command line, prints nothing, keeps nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np

from lucy import consumers
from lucy.consumers.own.launch import launch_of
from lucy.consumers.shrugger import Shrugger
from lucy.run import batch, own_report
from lucy.sim.level import Level
from lucy.sim.score import score
from lucy.sim.world import OUTCOMES, TIMEOUT, WON

_Z = 1.959963984540054  # 97.5 % of a normal distribution
_FEW = {1: 12.7062047, 2: 4.3026527}  # degrees of freedom for which the series is too short

Fields = tuple[int, float, int, str, int, str]  # those of a Run


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one seed. `says`: what went wrong with a consumer of one's own; empty: nothing."""

    seed: int
    score: float
    stars: int
    outcome: str
    skipped: int = 0  # turns in which it decided nothing
    says: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A consumer's place. `rank` counts from 1; all who are tied share the best place among them."""

    rank: int
    tied: bool
    name: str
    mean: float
    half_width: float | None  # of the 95 % t interval of the mean; None: one run says nothing of it
    stars: float  # mean
    won: float  # part of the seeds
    best: float  # part of the seeds on which nobody scored more
    skipped: int  # turns, in all
    runs: tuple[Run, ...]


class ChangedError(Exception):
    """Somebody saved a file while it raced: what it plays now is not what was handed in."""


def code_of(name: str) -> str:
    """A short hash of one's own file, or of every file that a command line names; empty for a shipped consumer."""
    if not consumers.is_own(name):
        return ""
    launch = launch_of(name)
    files = [launch.file] if launch.file else [Path(word) for word in launch.words[1:] if Path(word).is_file()]
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=6).hexdigest()


def play(level: Level, name: str, code: str, seeds: Sequence[int]) -> list[Fields]:
    """A run for each seed, as one batch; ChangedError if the consumer's code is not (or no longer) `code`.

    Where one's own consumer breaks for good the Shrugger plays on: nobody's skill is counted as another's.
    """
    check_unchanged(name, code)
    players = [player_of(name) for _ in seeds]
    try:
        world = batch.play(level, players, seeds)
    finally:
        for player in players:
            consumers.close(player)
    check_unchanged(name, code)
    found = []
    for index, (seed, player) in enumerate(zip(seeds, players, strict=True)):
        points, outcome = score(world, index), int(world.outcome[index])
        found.append((seed, points.points, points.stars, OUTCOMES[outcome or TIMEOUT], *_trouble(player)))
    return found


def check_unchanged(name: str, code: str) -> None:
    """ChangedError if a consumer's code is not (or no longer) `code`."""
    try:
        unchanged = code_of(name) == code
    except (OSError, ValueError):  # it is gone
        unchanged = False
    if not unchanged:
        raise ChangedError(f"{name} was changed while it played. Start again.")


def player_of(name: str) -> consumers.Consumer:
    """A consumer for one run; where one's own breaks for good, the Shrugger plays on."""
    if consumers.is_own(name):
        return consumers.OwnConsumer(launch_of(name), Shrugger)
    return consumers.make(name)


def _trouble(player: consumers.Consumer) -> tuple[int, str]:
    """The turns that a consumer of one's own has skipped, and what is to be said of it: the first fault, the last."""
    if not isinstance(player, consumers.OwnConsumer):
        return 0, ""
    standing = player.standing()
    lines = [own_report.line(found) for found, _ in standing.complaints]
    return standing.skipped, " / ".join(lines if len(lines) < 3 else (lines[0], lines[-1]))


def final_seeds(final_seed: int, count: int, without: Sequence[int]) -> list[int]:
    """As many different seeds as asked for, none of them in `without`: hashes of the final seed and a count."""
    found: list[int] = []
    taken, turn = set(without), 0
    while len(found) < count:
        digest = hashlib.blake2b(f"{final_seed}/{turn}".encode(), digest_size=8).digest()
        seed, turn = int.from_bytes(digest, "big") >> 1, turn + 1  # 0..2^63-1, as `--seed` takes it
        if seed not in taken:
            taken.add(seed)
            found.append(seed)
    return found


def rank(results: Mapping[str, Sequence[Run]]) -> list[Standing]:
    """The consumers by their mean score, the best first. Each has a run for every seed, in one order.

    Whoever leads is tied with each that follows as long as the 95 % t interval of their difference, seed by seed,
    holds zero (Student 1908); the first who is clearly behind leads the next places.
    """
    points = {name: np.array([run.score for run in runs]) for name, runs in results.items()}
    order = sorted(results, key=lambda name: -float(points[name].mean()))  # equal means: in the order given
    most = np.max(list(points.values()), axis=0)
    groups: list[list[str]] = []
    for name in order:
        if groups and are_tied(points[groups[-1][0]], points[name]):
            groups[-1].append(name)
        else:
            groups.append([name])
    return [
        Standing(
            rank=order.index(group[0]) + 1,
            tied=len(group) > 1,
            name=name,
            mean=float(points[name].mean()),
            half_width=half_width(points[name]),
            stars=float(np.mean([run.stars for run in results[name]])),
            won=float(np.mean([run.outcome == OUTCOMES[WON] for run in results[name]])),
            best=float((points[name] >= most).mean()),
            skipped=sum(run.skipped for run in results[name]),
            runs=tuple(results[name]),
        )
        for group in groups
        for name in group
    ]


def are_tied(ahead: np.ndarray, behind: np.ndarray) -> bool:
    """Whether chance alone may have put one ahead of the other: scores of the same seeds, in the same order."""
    difference = ahead - behind
    return abs(float(difference.mean())) <= (half_width(difference) or 0.0)


def half_width(values: np.ndarray) -> float | None:
    """Half of the 95 % t interval of a mean; None for fewer than two values."""
    if len(values) < 2:
        return None
    return t_975(len(values) - 1) * float(values.std(ddof=1)) / sqrt(len(values))


def t_975(freedom: int) -> float:
    """97.5 % of Student's t, to a thousandth of itself (series in 1/freedom: Abramowitz and Stegun 26.7.5)."""
    z, z2 = _Z, _Z * _Z
    series = (
        z * (z2 + 1) / 4,
        z * ((5 * z2 + 16) * z2 + 3) / 96,
        z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
        z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160,
    )
    return _FEW.get(freedom) or z + sum(term / freedom**power for power, term in enumerate(series, 1))
