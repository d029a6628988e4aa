"""Many runs of one level at once: strategies and seeds are one batch. No gauges, no captions, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from lucy.consumers.protocol import DECISIONS_PER_S, Consumer
from lucy.consumers.published import introduce
from lucy.run.meters import Meters
from lucy.run.views import view, views
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
    losses: bool = True,
) -> World:
    """Play one run for each pair of a consumer and a seed (of equal length); the world at the end.

    Each run is, to the digest, the one that a session of that consumer and seed plays. `tell` hears the part done.
    `losses`: keep the curves of late and dropped units, and all in 64 bits; a score does without.
    """
    world = new_world(level, np.asarray(seeds, dtype=np.uint64), losses=losses)
    set_controls(world, level.station_index(level.stand), Controls())
    for done in play_on(world, consumers, Controls()):
        tell(done)
    return world


def wishes(level: Level, consumers: Sequence[Consumer]) -> list[Controls | None]:
    """What each will want from the first moment to the last, where it can say so at the first; else None.

    Those that wish alike play the same run of a seed.
    """
    world = new_world(level, np.zeros(1, dtype=np.uint64), history_ticks=0)
    station = level.station_index(level.stand)
    set_controls(world, station, Controls())
    at_first = view(world, station, Meters(world), Controls())
    found: list[Controls | None] = []
    for consumer in consumers:
        introduce(consumer, level)
        wanted = consumer.decide(at_first)
        found.append(wanted if getattr(consumer, "settled", False) else None)
    return found


def play_on(world: World, consumers: Sequence[Consumer], now: Controls) -> Iterator[float]:
    """Play a batch on from where it is to its end, one consumer for each run; they find `now` set.

    A tenth of a second of level time each time that it is asked for the next; gives the part of the level done.
    """
    level = world.plan.level
    station = level.station_index(level.stand)
    meters = Meters(world)
    controls = [now] * world.size
    for consumer in consumers:
        introduce(consumer, level)
    silent = np.zeros(world.size, dtype=bool)  # has said all that it will ever say
    every = max(1, level.tick_hz // DECISIONS_PER_S)
    while world.tick < level.duration_ticks and (world.ended_tick < 0).any():
        meters.read(world)
        _decide(world, station, meters, consumers, controls, silent)
        step(world, min(every, level.duration_ticks - world.tick))
        yield world.tick / level.duration_ticks


def _decide(
    world: World,
    station: int,
    meters: Meters,
    consumers: Sequence[Consumer],
    controls: list[Controls],
    silent: np.ndarray,
) -> None:
    """Ask every consumer whose run goes on, and set what changed: runs that want the same are set together."""
    asked = np.flatnonzero((world.ended_tick < 0) & ~silent).tolist()
    if not asked:
        return
    changed: dict[Controls, list[int]] = {}
    for run, seen in zip(asked, views(world, station, meters, controls, asked), strict=True):
        wanted, now = consumers[run].decide(seen), controls[run]
        if wanted is not now and wanted != now:
            controls[run] = wanted
            changed.setdefault(wanted, []).append(run)
        elif getattr(consumers[run], "settled", False):
            silent[run] = True
    for wanted, runs in changed.items():
        set_controls(world, station, wanted, np.array(runs))
