"""CoDel: the engine's against the pseudo-code of RFC 8289, section 5, unit by unit in plain Python."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np
import pytest
from small_levels import line, queue, source, station

from lucy.sim import buffers
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import World, new_world

TARGET_S, INTERVAL_S = 0.05, 0.25
CODEL = Controls(codel_target_s=TARGET_S, codel_interval_s=INTERVAL_S)
EXPIRED = 4  # place in DROP_CAUSES


@dataclass
class Reference:
    """One line in ticks: `enqueue` and `dequeue` as the RFC has them, each unit a packet of one size."""

    target: int
    interval: int
    waits: deque[int] = field(default_factory=deque)  # when each came
    first_above: float = 0
    dropping: bool = False
    count: int = 0
    last_count: int = 0
    drop_next: float = 0
    dropped: int = 0

    def head(self, now: int) -> tuple[bool, bool]:
        """Take one off: whether there was one, and whether it is okay to drop it."""
        if not self.waits:
            self.first_above = 0
            return False, False
        waited = now - self.waits.popleft()
        if waited < self.target or len(self.waits) <= 1:
            self.first_above = 0
        elif not self.first_above:
            self.first_above = now + self.interval
        elif now >= self.first_above:
            return True, True
        return True, False

    def law(self, at: float) -> float:
        return at + self.interval / math.sqrt(self.count)

    def dequeue(self, now: int) -> bool:
        """Whether a unit goes to the worker."""
        there, ok = self.head(now)
        if self.dropping:
            self.dropping = ok
            while self.dropping and now >= self.drop_next:
                self.dropped += 1
                self.count += 1
                there, ok = self.head(now)
                if ok:
                    self.drop_next = self.law(self.drop_next)
                else:
                    self.dropping = False
        elif ok:
            self.dropped += 1
            there, _ = self.head(now)
            self.dropping = True
            more = self.count - self.last_count
            self.count = more if more > 1 and now - self.drop_next < 16 * self.interval else 1
            self.drop_next = self.law(now)
            self.last_count = self.count
        return there


def played(level: Level, controls: Controls = CODEL, seeds: tuple[int, ...] = (1,)) -> World:
    world = new_world(level, list(seeds))
    set_controls(world, 0, controls)
    while world.tick < world.plan.length:
        held = buffers.in_service(world)
        served = world.served.copy()
        step(world)
        assert not ledger_gap(world).any()
        done = (world.served - served).sum(axis=1, keepdims=True)
        assert (world.depth + done >= held).all(), "what a worker holds is never dropped"
    return world


def per_tick(curve: np.ndarray) -> list[int]:
    return np.diff(curve[:, 0, 0], prepend=0).tolist()


@pytest.mark.parametrize(
    ("in_per_s", "out_per_s", "arrivals"),
    [(78, 60, "deterministic"), (78, 60, "poisson"), (61, 60, "poisson"), (57, 60, "poisson"), (150, 60, "poisson")],
)
def test_it_drops_what_the_rfc_drops(in_per_s: float, out_per_s: float, arrivals: str) -> None:
    # Arrivals and the moments at which a worker gets free are those of the run: its service takes four ticks, whatever
    # is dropped. An idle worker takes what comes.
    level = queue(in_per_s, out_per_s, 15, arrivals=arrivals, service="deterministic")
    world = played(level)
    curves, plan = world.curves, world.plan
    reference = Reference(round(TARGET_S * plan.tick_hz), round(INTERVAL_S * plan.tick_hz))
    came, done = per_tick(curves.admitted[: plan.length]), per_tick(curves.served[: plan.length])
    busy, told = 0, []
    for now in range(plan.length):
        reference.waits.extend([now] * came[now])
        free = done[now] > 0 or not busy
        busy -= done[now]
        while free and not busy and reference.dequeue(now):
            busy += 1
        assert busy in (0, 1)
        told.append(reference.dropped)
    assert told[-1] > 10 or in_per_s < 62
    assert curves.dropped[: plan.length, 0, 0].tolist() == told, "tick for tick"
    assert world.dropped[0, 0, EXPIRED] == told[-1]


def test_against_a_source_that_does_not_slow_the_queue_peaks_at_deficit_squared_interval_squared() -> None:
    world = played(queue(100, 75, 60, arrivals="deterministic", service="deterministic"))
    deficit, interval_s = 25, INTERVAL_S
    assert world.depth_peak[0, 0] == pytest.approx(deficit**2 * interval_s**2 + deficit * interval_s, rel=0.25)
    assert world.depth[0, 0] < world.depth_peak[0, 0] / 4


def test_a_burst_that_ends_within_the_interval_is_let_alone() -> None:
    calm = queue(50, 75, 30, arrivals="deterministic", service="deterministic")
    assert played(calm).dropped.sum() == 0


def test_many_drops_fall_into_one_tick_when_the_law_says_so() -> None:
    level = queue(20_000, 1000, 3, arrivals="deterministic", service="deterministic")
    world = played(level, Controls(codel_target_s=0.01, codel_interval_s=0.01))
    assert np.diff(world.curves.dropped[: world.tick, 0, 0]).max() > 50


def test_a_run_of_a_batch_a_copy_and_a_branch_are_the_run_alone() -> None:
    level = queue(100, 75, 20)
    batch = new_world(level, [1, 2, 3])
    set_controls(batch, 0, CODEL, np.array([0, 2]))
    step(batch, 2000)
    branch, copied = batch.select(np.array([2])), batch.copy()
    step(batch, batch.plan.length)
    step(branch, branch.plan.length)
    step(copied, copied.plan.length)
    plain = new_world(level, [2])
    step(plain, plain.plan.length)
    assert batch.digest(1) == plain.digest(), "the one without it does not know that others have it"
    alone = played(level, seeds=(3,))
    assert batch.digest(2) == branch.digest() == alone.digest() == copied.digest(2)
    assert alone.dropped.sum() > 100


def test_switched_off_it_forgets() -> None:
    world = new_world(queue(100, 75, 20), [1])
    set_controls(world, 0, CODEL)
    step(world, 2400)
    lost = world.dropped.sum()
    assert lost > 0
    set_controls(world, 0, Controls())
    step(world, 2400)
    assert world.dropped.sum() == lost
    assert world.codel is not None and not world.codel.any()


def test_a_tree_with_two_sources_keeps_its_queue_short_too() -> None:
    sources = [source("A", "Z", 60, "poisson"), source("B", "Z", 40, "poisson")]
    for discipline in ("fifo", "fair"):
        world = played(line(sources, [station("Z", 75, "exponential", discipline=discipline)], 20, tick_hz=120))
        assert (world.dropped[0, :, EXPIRED] > 50).all()
        assert world.depth_sum[0, 0] / world.tick < 100, "a plain line would have 250 on average"


@pytest.mark.parametrize(("name", "value"), [("codel_target_s", -1.0), ("codel_interval_s", math.nan)])
def test_a_value_that_cannot_be_is_refused(name: str, value: float) -> None:
    world = new_world(queue(1, 1, 1), [1])
    with pytest.raises(ValueError, match=f"{name} must be 0 or more"):
        set_controls(world, 0, Controls(**{name: value}))
