"""Runs of a map that a consumer plays, and the one figure that is read off a run. Knows nothing of grids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lucy import consumers
from lucy.consumers.protocol import Consumer, View
from lucy.consumers.published import introduce
from lucy.run import batch, own_report, race
from lucy.run.steady import Run
from lucy.run.sweep_axes import apply
from lucy.sim import curves
from lucy.sim.controls import Controls, changes
from lucy.sim.level import Level
from lucy.sim.score import score
from lucy.sim.world import LOST, World


class Overlaid:
    """A consumer whose settings are its own but for some: an axis of the map holds those."""

    def __init__(self, consumer: Consumer, changes: dict[str, object]) -> None:
        self._consumer, self._changes = consumer, changes
        self.name, self.reason = consumer.name, consumer.reason

    def meet(self, level: Level) -> None:
        """Pass the level on."""
        introduce(self._consumer, level)

    def decide(self, view: View) -> Controls:
        """What the consumer wants, with the map's settings laid over it."""
        wanted = apply(self._consumer.decide(view), self._changes)
        self.reason = self._consumer.reason
        return wanted


class BrokenError(Exception):
    """A consumer of one's own gave up in mid-run: what is left of the map would be another's. One line."""


def with_consumer(levels: Sequence[Level], runs: Sequence[Run], name: str, code: str = "") -> list[tuple[World, int]]:
    """Play the runs with a consumer, which what differs from `Controls()` in theirs is laid over.

    One's own gets a process for each run, which is closed after it, and `code` is what it must be. Raises BrokenError
    where it breaks for good, and ChangedError.
    """
    race.check_unchanged(name, code)
    ends: dict[int, tuple[World, int]] = {}
    for number, level in enumerate(levels):
        mine = [(place, run) for place, run in enumerate(runs) if run.level == number]
        players = [race.player_of(name) for _ in mine]
        try:
            cast = [Overlaid(player, changes(run.controls)) for player, (_, run) in zip(players, mine, strict=True)]
            world = batch.play(level, cast, [run.seed for _, run in mine])
            _check_whole(name, players)
        finally:
            for player in players:
                consumers.close(player)
        ends |= {place: (world, row) for row, (place, _) in enumerate(mine)}
    race.check_unchanged(name, code)
    return [ends[place] for place in range(len(runs))]


def _check_whole(name: str, players: Sequence[Consumer]) -> None:
    for player in players:
        standing = player.standing() if isinstance(player, consumers.OwnConsumer) else None
        if standing is not None and standing.stand_in:
            said = " / ".join(own_report.lines(standing)[:2])
            raise BrokenError(f"{name} broke in one of the runs, so there is no map of it: {said}")


def figure(world: World, row: int, value: str) -> float:
    """One figure of a run that has ended: score, goodput (units/s), dropped (units) or latency_p99_s."""
    plan, ended = world.plan, int(world.ended_tick[row])
    if value == "score":
        return score(world, row).points
    if value == "dropped":
        return float(world.dropped[row].sum())
    sinks = np.flatnonzero(plan.sinks[plan.lane_station])
    if value == "latency_p99_s":
        waits = curves.join([curves.waits(world.curves, plan, row, lane, 0, world.tick) for lane in sinks])
        return waits.percentile_s(99, plan.tick_hz)
    crashed = int(world.outcome[row]) == LOST and bool(world.down[row].any())
    ticks = world.tick if ended < 0 else ended + (not crashed)
    in_time = int((world.served - world.late)[row, sinks].sum())
    return in_time * plan.tick_hz / ticks if ticks else 0.0
