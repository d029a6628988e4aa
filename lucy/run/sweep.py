"""A grid of two settings: what comes of each cell, played in batches. Draws nothing and writes no file.

Its pieces do not depend on how many processes play them, and no run depends on the batch that it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import lucy
from lucy.consumers import is_own
from lucy.run import steady, strategy
from lucy.run.level_files import load_levels
from lucy.run.level_overrides import Override
from lucy.run.matrix import alone, is_random
from lucy.run.race import code_of
from lucy.run.steady import Run
from lucy.run.sweep_axes import Axis, AxisError, apply, settings
from lucy.run.sweep_played import figure, with_consumer
from lucy.run.unfinished import Piece, key
from lucy.sim.controls import Controls
from lucy.sim.curves import bytes_of_run
from lucy.sim.level import Level

BEST = "best_strategy"
VALUES = ("goodput", "dropped", "latency_p99_s", "score", BEST)
MOST_RUNS = 2_000_000
_HISTORY_BYTES = 175_000_000  # of one piece's curves
_RUNS_AT_ONCE = 600  # most, in one piece
_DIALS_AT_ONCE = 100  # of a persona, which is asked ten times a second
_OWN_AT_ONCE = 4  # of one's own: each is a process


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is asked: a level, two axes, and what of each cell is wanted. `consumer` "": nobody, only the axes."""

    level: str
    act: int
    x: Axis
    y: Axis
    value: str
    seeds: int = 20
    consumer: str = ""
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Player:
    """A strategy on its own: its key, and what it is set to, as words; empty: as the axes say."""

    key: str
    amount: str


@dataclass(frozen=True, slots=True)
class Map:
    """The answer. `means` has the axes (y, x, player); one player, unless the best strategy is asked for."""

    level: Level
    sweep: Sweep
    players: tuple[Player, ...]
    means: np.ndarray
    seeds: int  # that were played: one, where nothing is left to chance

    @property
    def best(self) -> np.ndarray:
        """The player with the best mean in each cell, the first of equals: (y, x)."""
        return np.argmax(self.means, axis=2)


@dataclass(frozen=True, slots=True)
class Job:
    """One run that a map needs. Its level is known by its number, since to compare levels takes long."""

    number: int
    level: Level = field(compare=False)
    controls: Controls
    seed: int


Places = list[tuple[int, int, int, int]]  # (y, x, player, seed) of the cells that an answer is for


def levels(sweep: Sweep) -> dict[tuple[float, ...], Level]:
    """The level for each pair of values, by what the axes lay over it. Raises LevelError."""
    across = sweep.x.values if not sweep.x.amount else (0.0,)
    spots = [(x, y) for x in across for y in (sweep.y.values if not sweep.y.amount else (0.0,))]
    changes = [[*sweep.overrides, *sweep.x.overrides(x), *sweep.y.overrides(y)] for x, y in spots]
    return dict(zip(spots, load_levels(sweep.level, sweep.act, changes), strict=True))


def level_of(sweep: Sweep, x: float, y: float) -> tuple[float, float]:
    """The key in `levels` for a cell."""
    return (0.0 if sweep.x.amount else x), (0.0 if sweep.y.amount else y)


def check(sweep: Sweep, level: Level) -> None:
    """AxisError if the axes can't be used on this level."""
    if sweep.x.path == sweep.y.path:
        raise AxisError(f"--x and --y are both {sweep.x.path}; a map needs two different settings")
    for axis in (sweep.x, sweep.y):
        if axis.amount and (reason := strategy.lever(level, axis.amount.key).locked):
            raise AxisError(f"{axis.path}: {level.name} locks {axis.amount.key}: {reason}")
        if axis.path == "scale.workers" and axis.values[-1] > (most := level.station(level.stand).workers_most):
            raise AxisError(f"scale.workers: {level.stand} has at most {most} workers in {level.name}")
    runs = len(sweep.x.values) * len(sweep.y.values) * len(players(sweep, level)) * sweep.seeds
    if runs > MOST_RUNS:
        raise AxisError(f"this is {runs:,} runs; {MOST_RUNS:,} are the most. Ask for fewer cells or seeds")


def players(sweep: Sweep, level: Level) -> tuple[Player, ...]:
    """Who plays each cell: for the best strategy doing nothing and each free key, else the one consumer."""
    if sweep.value != BEST:
        return (Player(sweep.consumer, ""),)
    swept = {axis.amount.key for axis in (sweep.x, sweep.y) if axis.amount}
    found = [Player("ignore", "")]
    for of in strategy.ADJUSTABLE:
        if of in swept:
            found.append(Player(of, ""))
        elif not strategy.locked(level, of):
            found.append(Player(of, alone(level, of, strategy.begin(level).index(of))[1]))
    return tuple(found)


def usual(sweep: Sweep, level: Level, cast: Sequence[Player]) -> list[Controls]:
    """What each player sets, as the level begins it, where no axis says otherwise."""
    if sweep.value != BEST:
        return [Controls()]
    begin = strategy.begin(level)
    return [Controls() if p.key == "ignore" else alone(level, p.key, begin.index(p.key))[0] for p in cast]


def controls(sweep: Sweep, player: Player, as_usual: Controls, x: float, y: float) -> Controls:
    """The settings with which a strategy plays a cell, or that the axes lay over a consumer's."""
    at = {sweep.x: x, sweep.y: y}
    if sweep.value != BEST:
        return apply(Controls(), settings(at))
    changes = settings(at, player.key) if player.key != "ignore" else {}
    return apply(Controls(), changes) if changes else as_usual


def pieces(sweep: Sweep, of: Mapping[tuple[float, ...], Level]) -> Iterator[tuple[Piece, list[Places]]]:
    """The work in pieces, each with the places of each of its answers: a run that cells share is played once."""
    jobs: dict[object, dict[Job, Places]] = {}
    for number, (level, spots) in enumerate(_by_level(sweep, of)):
        of_group = jobs.setdefault(number if sweep.consumer else steady.alike(level), {})
        cast, seeds = players(sweep, level), range(1, _seeds(sweep, level) + 1)
        begun = usual(sweep, level, cast)
        for iy, ix in spots:
            for place, player in enumerate(cast):
                wanted = controls(sweep, player, begun[place], sweep.x.values[ix], sweep.y.values[iy])
                for seed in seeds:
                    job = Job(number, level, wanted, seed)
                    of_group.setdefault(job, []).append((iy, ix, place, seed))
    for of_group in jobs.values():
        every = list(of_group)
        at_once = _at_once(sweep, every[0].level)
        for first in range(0, len(every), at_once):
            part = every[first : first + at_once]
            yield _piece(sweep, part), [of_group[job] for job in part]


def _by_level(sweep: Sweep, of: Mapping[tuple[float, ...], Level]) -> list[tuple[Level, list[tuple[int, int]]]]:
    spots: dict[tuple[float, ...], list[tuple[int, int]]] = {}
    for iy, y in enumerate(sweep.y.values):
        for ix, x in enumerate(sweep.x.values):
            spots.setdefault(level_of(sweep, x, y), []).append((iy, ix))
    return [(of[which], cells) for which, cells in spots.items()]


def _piece(sweep: Sweep, part: Sequence[Job]) -> Piece:
    used = list({job.number: job.level for job in part}.values())
    places = {number: place for place, number in enumerate({job.number: None for job in part})}
    runs = [Run(places[job.number], job.controls, job.seed) for job in part]
    value = "score" if sweep.value == BEST else sweep.value
    code = code_of(sweep.consumer)
    name = key("sweep", lucy.__version__, value, sweep.consumer, *([code] if code else []), used, runs)
    return Piece(name, play, (used, runs, value, sweep.consumer, code))


def _at_once(sweep: Sweep, level: Level) -> int:
    if sweep.consumer:
        return _OWN_AT_ONCE if is_own(sweep.consumer) else _DIALS_AT_ONCE
    return min(max(_HISTORY_BYTES // bytes_of_run(level), 1), _RUNS_AT_ONCE)


def _seeds(sweep: Sweep, level: Level) -> int:
    return sweep.seeds if is_random(level) else 1


def play(
    of: Sequence[Level], runs: Sequence[Run], value: str, consumer: str, code: str = "",
    tell: Callable[[float], None] = lambda done: None,
) -> list[float]:  # fmt: skip
    """One piece: the figure of each run, in their order. `code`: see `with_consumer`.

    `tell` hears the part done where nobody plays; what it raises ends the piece.
    """
    played = with_consumer(of, runs, consumer, code) if consumer else steady.play(of, runs, tell)
    return [figure(world, row, value) for world, row in played]


def joined(
    sweep: Sweep,
    of: Mapping[tuple[float, ...], Level],
    work: Sequence[tuple[Piece, list[Places]]],
    answers: Mapping[str, Any],
) -> Map:
    """The map, of the answers to its pieces by their keys."""
    level = next(iter(of.values()))
    cast = players(sweep, level)
    seeds = max(_seeds(sweep, each) for each in of.values())
    found = np.full((len(sweep.y.values), len(sweep.x.values), len(cast), seeds), np.nan)
    for piece, places in work:
        for of_answer, value in zip(places, answers[piece.key], strict=True):
            for iy, ix, number, seed in of_answer:
                found[iy, ix, number, seed - 1] = value
    return Map(level, sweep, cast, np.nanmean(found, axis=3), seeds)
