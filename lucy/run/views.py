"""What the consumers of a batch may know at this moment: one view for each run. Changes nothing in the engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lucy.consumers.protocol import Source, View
from lucy.run.lanes import attempts, finite, first_lanes, lanes_of
from lucy.run.meters import Meters, head_tick
from lucy.sim.controls import Controls
from lucy.sim.plan import Plan
from lucy.sim.world import World


def view(world: World, station: int, meters: Meters, controls: Controls) -> View:
    """What the consumer at a station may know, in a batch of one."""
    return views(world, station, meters, [controls], [0])[0]


def views(
    world: World, station: int, meters: Meters, controls: Sequence[Controls], runs: Sequence[int]
) -> list[View]:
    """The views of those runs, in their order; `controls` has those in force for every run of the batch."""
    plan, level = world.plan, world.plan.level
    spec, levers = level.stations[station], level.levers
    mine = lanes_of(world, station)
    lanes, of = np.flatnonzero(mine), np.asarray(runs)
    sources, spans = _sources(plan, mine)
    in_per_s = [meters.lane_in_per_s[of, span].sum(axis=1).tolist() for span in spans]
    ages = (world.tick - head_tick(world)[:, lanes].min(axis=1)) * (world.depth[:, station] > 0)
    columns = zip(
        runs,
        world.depth[of, station].tolist(),
        world.limit[of, station].tolist(),
        meters.in_per_s[of, station].tolist(),
        meters.out_per_s[of, station].tolist(),
        meters.capacity_per_s[of, station].tolist(),
        (ages[of] / plan.tick_hz).tolist(),
        world.made[of].sum(axis=1).tolist(),
        world.served[of][:, lanes].sum(axis=1).tolist(),
        world.late[of][:, lanes].sum(axis=1).tolist(),
        world.dropped[of][:, lanes].sum(axis=(1, 2)).tolist(),
        world.workers[of, station].tolist(),
        zip(*in_per_s, strict=True),
        strict=True,
    )
    time_s, duration_s = world.tick / plan.tick_hz, level.duration_ms / 1000
    deadline_s = level.deadline_ms / 1000 if level.deadline_ms else None
    may = (
        not levers.buffer.locked,
        not levers.drop.locked,
        not levers.control.locked and bool(plan.controllable[lanes].any()),
        not levers.scale.locked,
        level.scoring.loss_is_fatal,
    )
    unit = (level.unit.name, level.unit.plural)
    return [
        View(
            time_s, duration_s, *unit, waiting, finite(limit), spec.memory_units, come, gone, able, age_s,
            made, delivered, late, dropped, deadline_s, workers, spec.workers_most,
            tuple([Source(*source, rate) for source, rate in zip(sources, rates, strict=True)]), *may, controls[run],
        )
        for run, waiting, limit, come, gone, able, age_s, made, delivered, late, dropped, workers, rates in columns
    ]  # fmt: skip


def _sources(plan: Plan, lanes: np.ndarray) -> tuple[tuple[tuple[str, bool, float, float], ...], tuple[slice, ...]]:
    """What does not change of the sources of those lanes, in the order of `Source`; and the lanes of each."""
    seen = first_lanes(plan, lanes)
    known = tuple(
        (
            plan.names[lane],
            bool(plan.controllable[lane]),
            int(plan.signal_ticks[lane]) / plan.tick_hz,
            int(plan.belt_ticks[lane]) / plan.tick_hz,
        )
        for lane in seen
    )
    return known, tuple(attempts(plan, lane) for lane in seen)
