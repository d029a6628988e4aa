"""The numbers of the station where the consumer stands, as the dashboard shows them. Reads; changes nothing."""

from __future__ import annotations

from lucy.run import observe
from lucy.run.meters import Meters, noise_per_s
from lucy.run.snapshot import Gauges
from lucy.run.story import Story
from lucy.sim.world import World


def gauges(world: World, station: int, meters: Meters, story: Story) -> Gauges:
    """The gauges of one station in a batch of one."""
    level = world.plan.level
    lanes = observe.lanes_of(world, station)
    spec, unit = level.stations[station], level.unit
    book = observe.ledger(world)
    in_per_s, out_per_s = (float(a[0, station]) for a in (meters.in_per_s, meters.out_per_s))
    depth, limit = int(world.depth[0, station]), observe.finite(world.limit[0, station])
    deficit = in_per_s - out_per_s
    noise = noise_per_s(max(in_per_s, out_per_s), world.tick / world.plan.tick_hz)
    grows = deficit > max(noise, 0.02 * max(in_per_s, out_per_s)) and story.piles_up(world, deficit)
    return Gauges(
        in_per_s=in_per_s,
        out_per_s=out_per_s,
        deficit_per_s=deficit,
        noise_per_s=noise,
        depth=depth,
        limit=limit,
        full_in_s=max(0, limit - depth) / deficit if limit is not None and grows else None,
        dropped=book.dropped - book.dropped_by["overflowed"],
        late=book.late,
        overflowed=book.dropped_by["overflowed"],
        delivered=book.delivered,
        on_time_per_s=max(0.0, float(meters.lane_out_per_s[0, lanes].sum() - meters.late_per_s[0])),
        latency_p50_s=story.waits[0],
        latency_p99_s=story.waits[1],
        head_age_s=observe.head_age_s(world, station),
        deadline_s=level.deadline_ms / 1000 if level.deadline_ms else None,
        memory_bytes=depth * unit.bytes,
        memory_limit_bytes=(spec.memory_units or 0) * unit.bytes,
        utilisation=float(meters.utilisation[0, station]),
    )
