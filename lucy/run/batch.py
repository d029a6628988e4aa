"""Many runs of one level at once: strategies and seeds are one batch. No gauges, no captions, no clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lucy.consumers.protocol import DECISIONS_PER_S, Consumer
from lucy.run import observe
from lucy.run.meters import Meters, head_tick
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import World, new_world


def play(
    level: Level,
    consumers: Sequence[Consumer],
    seeds: Sequence[int],
    tell: Callable[[float], None] = lambda done: None,
) -> World:
    """Play one run for each pair of a consumer and a seed (of equal length); the world at the end.

    Each run is, to the digest, the one that a session of that consumer and seed plays. `tell` hears the part done.
    """
    world = new_world(level, np.asarray(seeds, dtype=np.uint64))
    station = level.station_index(level.stand)
    meters = Meters(world)
    controls = [Controls()] * world.size
    set_controls(world, station, Controls())
    every = max(1, level.tick_hz // DECISIONS_PER_S)
    while world.tick < level.duration_ticks and (world.ended_tick < 0).any():
        meters.read(world)
        _decide(world, station, meters, consumers, controls)
        step(world, min(every, level.duration_ticks - world.tick))
        tell(world.tick / level.duration_ticks)
    return world


def _decide(
    world: World, station: int, meters: Meters, consumers: Sequence[Consumer], controls: list[Controls]
) -> None:
    """Ask every consumer whose run goes on, and set what changed: runs that want the same are set together."""
    lanes = np.flatnonzero(observe.lanes_of(world, station))
    ages_s = (world.tick - head_tick(world)[:, lanes].min(axis=1)) / world.plan.tick_hz
    ages_s = np.where(world.depth[:, station] > 0, ages_s, 0.0)
    changed: dict[Controls, list[int]] = {}
    for run in np.flatnonzero(world.ended_tick < 0).tolist():
        view = observe.view(world, station, meters, controls[run], run, float(ages_s[run]))
        wanted = consumers[run].decide(view)
        if wanted != controls[run]:
            controls[run] = wanted
            changed.setdefault(wanted, []).append(run)
    for wanted, runs in changed.items():
        set_controls(world, station, wanted, np.array(runs))
