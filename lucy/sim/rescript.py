"""Other rates from now on: a run goes on by a level whose script differs only in what is still to come.

What has happened stays what it was, to the bit: a run of the new level from its beginning comes to the same world.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lucy.sim.level import Level, Rate
from lucy.sim.plan import Plan
from lucy.sim.world import World


def rescript(world: World, plan: Plan) -> None:
    """Go on by that plan. ValueError if it is another level in anything but rates, or in rates of ticks gone by."""
    old = world.plan
    if without_rates(old.level) != without_rates(plan.level):
        raise ValueError("only rates can change in the midst of a run")
    for before, after in ((old.rate_milli, plan.rate_milli), (old.service_milli, plan.service_milli)):
        if not np.array_equal(before[: world.tick], after[: world.tick]):
            raise ValueError("a rate of the past can't change")
    world.plan = plan
    world.draws = None  # drawn ahead by the old rates


def without_rates(level: Level) -> Level:
    """The level with every rate 0: equal for levels that differ in no more than their rates."""
    none = Rate(0)
    producers = (replace(p, arrivals=replace(p.arrivals, rate=none)) for p in level.producers)
    stations = (replace(s, service=replace(s.service, rate=none)) for s in level.stations)
    return replace(level, producers=tuple(producers), stations=tuple(stations))
