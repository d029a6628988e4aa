"""A batch of runs whose settings never change, of levels that may differ in their rates: the cells of a map.

Each run is, to the digest, the one that `batch.play` plays on its own level. Asks no consumer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lucy.sim import faults, producers
from lucy.sim.ahead import Draws
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.plan import Plan, make_plan
from lucy.sim.rescript import without_rates
from lucy.sim.signals import set_controls
from lucy.sim.stations import draw_services
from lucy.sim.step import step
from lucy.sim.world import World, new_world

_BLOCK_CELLS = 1 << 19  # numbers drawn at once, about
_TOLD_TICKS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a batch: which of the levels, with which settings, which luck."""

    level: int
    controls: Controls
    seed: int


def alike(level: Level) -> object:
    """Levels with equal answers can be one batch: they differ in no more than their rates."""
    if any(p.retries for p in level.producers):  # what is tried again looks at the plan's own rate
        return level
    return without_rates(level)


def play(
    levels: Sequence[Level], runs: Sequence[Run], tell: Callable[[float], None] = lambda done: None
) -> list[tuple[World, int]]:
    """The world at the end and the row in it, for each run. All levels must be `alike`. `tell` hears the part done."""
    plans = [make_plan(level) for level in levels]
    world = new_world(levels[0], [run.seed for run in runs])
    station = levels[0].station_index(levels[0].stand)
    wanted: dict[Controls, list[int]] = {}
    for row, run in enumerate(runs):
        wanted.setdefault(run.controls, []).append(row)
    set_controls(world, station, Controls())
    for controls, rows in wanted.items():
        if controls != Controls():
            set_controls(world, station, controls, np.array(rows))
    if any(s.workers_most > 1 or s.workers > 1 for s in levels[0].stations):
        world.uses |= {"many"}  # as the engine notes when it draws by itself
    luck = _Luck(world, plans, runs)
    while world.tick < world.plan.length and (world.ended_tick < 0).any():
        if world.draws is None or world.tick >= world.draws.first + len(world.draws.natural):
            world.draws = luck.draw(world.tick)
        step(world, min(_TOLD_TICKS, world.draws.first + len(world.draws.natural) - world.tick))
        tell(world.tick / world.plan.length)
    of_level = [replace(world, plan=plan) for plan in plans]
    return [(of_level[run.level], row) for row, run in enumerate(runs)]


class _Luck:
    """The draws of the batch. Runs that share level and seed share them, whatever their settings."""

    def __init__(self, world: World, plans: Sequence[Plan], runs: Sequence[Run]) -> None:
        lucks = sorted({(run.level, run.seed) for run in runs})
        place = {luck: index for index, luck in enumerate(lucks)}
        self._copies = np.array([place[run.level, run.seed] for run in runs])
        self._groups = []
        for level in sorted({level for level, _ in lucks}):
            plan = plans[level]
            seeds = np.array([seed for of, seed in lucks if of == level], dtype=np.uint64)
            rows = np.array([int(np.argmax(self._copies == place[level, int(seed)])) for seed in seeds])
            keys = world.service_keys[rows]
            numbers = np.zeros(len(seeds), dtype=np.int64)
            bursts = producers.burst_edges(plan, seeds, numbers)
            self._groups.append((replace(world, plan=plan, seeds=seeds, runs=numbers, service_keys=keys), bursts))
        columns = world.plan.producers + 2 * world.plan.stations
        count = max(2, min(256, _BLOCK_CELLS // (world.size * columns)))
        self._count = count - count % 2

    def draw(self, first: int) -> Draws:
        """The draws of a block of ticks that begins at `first`, an even one."""
        parts = []
        for world, bursts in self._groups:
            plan, now = world.plan, np.minimum(np.arange(first, first + self._count), world.plan.length)
            natural, rate = producers.block(plan, world.seeds, world.runs, first, self._count, bursts)
            work = faults.service_rates(plan, world.seeds, world.runs, first, self._count)
            services = draw_services(world, first, self._count, work)
            rate = np.repeat(plan.rate_milli[now, None], len(world.seeds), axis=1) if rate is None else rate
            work = np.repeat(plan.service_milli[now, None], len(world.seeds), axis=1) if work is None else work
            parts.append((natural, rate, *services, work))
        columns = zip(zip(*parts, strict=True), (1, 1, 2, 2, 1, 1), strict=True)  # each with its axis of runs
        made, *others = (self._joined(column, axis) for column, axis in columns)
        assert made is not None
        return Draws(first, {}, made, *others)

    def _joined(self, parts: Sequence[np.ndarray | None], axis: int) -> np.ndarray | None:
        known = [part for part in parts if part is not None]
        return np.take(np.concatenate(known, axis=axis), self._copies, axis=axis) if known else None
