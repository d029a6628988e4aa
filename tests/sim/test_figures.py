"""The article's own figures, to the unit and to the tick."""

from __future__ import annotations

import numpy as np
import pytest
from small_levels import line, queue, source, station

from lucy.sim import curves
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.rules import Scoring
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import LOST, RUNNING, WON, World, new_world

MB = 1_000_000
GB = 1000 * MB
HZ = 240


def copy(memory: int | None = None, total: int = 6 * GB) -> Level:
    """A file: read at 150 MB/s, written at 100 MB/s."""
    return line([source("disk", "app", 150 * MB, total=total)], [station("app", 100 * MB, memory_units=memory)], 90,
                scoring=Scoring(loss_is_fatal=True))  # fmt: skip


def to_the_end(level: Level, controls: Controls | None = None) -> World:
    world = new_world(level, [1])
    if controls:
        set_controls(world, 0, controls)
    while world.outcome[0] == RUNNING:
        step(world, 240)
    return world


def test_an_unbounded_copy_peaks_at_2_gb_at_40_s_and_is_done_at_60_s() -> None:
    world = to_the_end(copy())
    assert world.outcome[0] == WON
    assert world.depth_peak[0, 0] == 2 * GB
    assert world.depth_peak_tick[0, 0] == 40 * HZ
    assert abs(world.ended_tick[0] + 1 - 60 * HZ) <= 1
    assert world.served[0, 0] == 6 * GB


def test_4_gb_of_memory_is_more_than_it_needs() -> None:
    assert to_the_end(copy(4 * GB)).depth_peak[0, 0] == 2 * GB


def test_with_1_500_mb_it_is_out_of_memory_at_30_s() -> None:
    world = to_the_end(copy(1500 * MB))
    assert world.outcome[0] == LOST
    assert abs(world.ended_tick[0] - 30 * HZ) <= 1
    assert world.depth_peak[0, 0] == 1500 * MB
    assert world.served[0, 0] == 3 * GB


def test_the_wait_in_the_copy_is_10_s_in_the_mean_and_20_s_for_the_last_byte() -> None:
    world = to_the_end(copy())
    waits = curves.waits(world.curves, world.plan, 0, 0, 0, world.tick)
    assert waits.units.sum() == 6 * GB
    assert waits.mean_s(HZ) == pytest.approx(10, abs=1 / HZ)
    assert waits.percentile_s(99, HZ) == pytest.approx(19.8, abs=1.5 / HZ)
    assert waits.ticks.max() / HZ == pytest.approx(20, abs=1.5 / HZ)


@pytest.mark.parametrize("chunk", [2 * 1024 * 1024, 64 * 1024 * 1024])
def test_asking_for_what_it_can_write_is_done_as_soon_and_keeps_to_its_buffer(chunk: int) -> None:
    """`request(2 MiB)`: the reader waits until it is asked. 2 MiB are five ticks of writing."""
    world = new_world(copy(), [1])
    set_controls(world, 0, Controls(demand_units=chunk))
    most = 0
    while world.outcome[0] == RUNNING:
        step(world)
        most = max(most, int(world.depth[0, 0] + world.in_flight[0, 0]))
    assert world.outcome[0] == WON
    assert most <= chunk
    assert world.served[0, 0] == 6 * GB
    assert abs(world.ended_tick[0] + 1 - 60 * HZ) <= 2


def test_a_pace_of_100_mb_per_s_is_done_as_soon_too_with_next_to_no_buffer() -> None:
    world = to_the_end(copy(), Controls(pace_per_s=100 * MB))
    assert abs(world.ended_tick[0] + 1 - 60 * HZ) <= 2
    assert world.depth_peak[0, 0] <= 1 * MB


@pytest.mark.parametrize("policy", ["arrival", "newest", "oldest", "all"])
def test_any_drop_is_a_spoilt_copy(policy: str) -> None:
    world = to_the_end(copy(), Controls(buffer_units=GB, when_full=policy))
    assert world.outcome[0] == LOST, "found out when the copy is opened"
    lost = world.curves.dropped[:, 0, 0]
    assert abs(np.flatnonzero(lost)[0] - 20 * HZ) <= 1
    assert world.served[0, 0] + lost[world.ended_tick[0]] == 6 * GB


def test_100_rps_into_75_pile_up_by_25_a_second_and_wait_a_third_of_their_time() -> None:
    level = queue(100, 75, 24, "deterministic", "deterministic")
    world = to_the_end(level)
    seconds = (np.arange(level.duration_ticks) + 1) / HZ
    depth = (world.curves.admitted - world.curves.served)[: level.duration_ticks, 0, 0]
    assert np.abs(depth - 25 * seconds).max() <= 2, "one request may be half made and one half served"
    waits = curves.waits(world.curves, world.plan, 0, 0, 0, world.tick)
    served = np.diff(world.curves.served[: len(seconds), 0, 0], prepend=0)
    wait_s = np.repeat(waits.ticks, waits.units) / HZ
    came_s = np.repeat(seconds, served) - wait_s
    # A request is whole: it is made within 1/100 s and served within 1/75 s, each to one tick.
    assert np.abs(wait_s - came_s / 3).max() <= 1 / 75 + 2 / HZ


def test_eight_copies_on_the_same_disks_take_eight_times_as_much() -> None:
    """Eight copies on shared disks, a tenth of the size: 1.6 GB in the buffer, done at 48 s."""
    sources = [source(f"disk {k}", "app", 150 * MB / 8, total=6 * GB // 10) for k in range(8)]
    world = to_the_end(line(sources, [station("app", 100 * MB)], 50))
    assert world.depth_peak[0, 0] == 16 * GB // 10
    assert abs(world.ended_tick[0] + 1 - 48 * HZ) <= 1
