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


def copy(memory: int | None = None, hz: int = HZ) -> Level:
    """A file: read at 150 MB/s, written at 100 MB/s."""
    return line([source("disk", "app", 150 * MB, total=6 * GB)], [station("app", 100 * MB, memory_units=memory)], 90,
                scoring=Scoring(loss_is_fatal=True), tick_hz=hz)  # fmt: skip


def to_the_end(level: Level) -> World:
    world = new_world(level, [1])
    while world.outcome[0] == RUNNING:
        step(world, 240)
    return world


POLICIES = ["arrival", "newest", "oldest", "all"]
CHUNKS = [2 * 1024 * 1024, 64 * 1024 * 1024]
SETTINGS = {
    "none": Controls(),
    "pace": Controls(pace_per_s=100 * MB),
    **{chunk: Controls(demand_units=chunk) for chunk in CHUNKS},
    **{policy: Controls(buffer_units=GB, when_full=policy) for policy in POLICIES},
}
RUN = {how: run for run, how in enumerate(SETTINGS)}


@pytest.fixture(scope="module")
def copies() -> tuple[World, np.ndarray]:
    """The copy under each setting, a run each; and the most that each run ever had read and not yet written."""
    world = new_world(copy(), [1] * len(RUN))
    for how, run in RUN.items():
        set_controls(world, 0, SETTINGS[how], np.array([run]))
    most = np.zeros(world.size, dtype=np.int64)
    while (world.outcome == RUNNING).any():
        step(world)
        most = np.maximum(most, world.depth[:, 0] + world.in_flight[:, 0])
    return world, most


def test_an_unbounded_copy_peaks_at_2_gb_at_40_s_and_is_done_at_60_s(copies: tuple[World, np.ndarray]) -> None:
    world, _ = copies
    assert RUN["none"] == 0 and world.outcome[0] == WON
    assert world.depth_peak[0, 0] == 2 * GB
    assert world.depth_peak_tick[0, 0] == 40 * HZ
    assert abs(world.ended_tick[0] + 1 - 60 * HZ) <= 1
    assert world.served[0, 0] == 6 * GB


def test_4_gb_of_memory_is_more_than_it_needs() -> None:
    assert to_the_end(copy(4 * GB, hz=60)).depth_peak[0, 0] == 2 * GB


def test_with_1_500_mb_it_is_out_of_memory_at_30_s() -> None:
    world = to_the_end(copy(1500 * MB))
    assert world.outcome[0] == LOST
    assert abs(world.ended_tick[0] - 30 * HZ) <= 1
    assert world.depth_peak[0, 0] == 1500 * MB
    assert world.served[0, 0] == 3 * GB


def test_the_wait_in_the_copy_is_10_s_in_the_mean_and_20_s_for_the_last_byte(copies: tuple[World, np.ndarray]) -> None:
    world, _ = copies
    waits = curves.waits(world.curves, world.plan, 0, 0, 0, world.tick)
    assert waits.units.sum() == 6 * GB
    assert waits.mean_s(HZ) == pytest.approx(10, abs=1 / HZ)
    assert waits.percentile_s(99, HZ) == pytest.approx(19.8, abs=1.5 / HZ)
    assert waits.ticks.max() / HZ == pytest.approx(20, abs=1.5 / HZ)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_asking_for_what_it_can_write_is_done_as_soon_and_keeps_to_its_buffer(
    chunk: int, copies: tuple[World, np.ndarray]
) -> None:
    """`request(2 MiB)`: the reader waits until it is asked. 2 MiB are five ticks of writing."""
    (world, most), run = copies, RUN[chunk]
    assert world.outcome[run] == WON
    assert most[run] <= chunk
    assert world.served[run, 0] == 6 * GB
    assert abs(world.ended_tick[run] + 1 - 60 * HZ) <= 2


def test_a_pace_of_100_mb_per_s_is_done_as_soon_too_with_next_to_no_buffer(copies: tuple[World, np.ndarray]) -> None:
    (world, _), run = copies, RUN["pace"]
    assert abs(world.ended_tick[run] + 1 - 60 * HZ) <= 2
    assert world.depth_peak[run, 0] <= 1 * MB


@pytest.mark.parametrize("policy", POLICIES)
def test_any_drop_is_a_spoilt_copy(policy: str, copies: tuple[World, np.ndarray]) -> None:
    (world, _), run = copies, RUN[policy]
    assert world.outcome[run] == LOST, "found out when the copy is opened"
    lost = world.curves.dropped[:, run, 0]
    assert abs(np.flatnonzero(lost)[0] - 20 * HZ) <= 1
    assert world.served[run, 0] + lost[world.ended_tick[run]] == 6 * GB


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
    world = to_the_end(line(sources, [station("app", 100 * MB)], 50, tick_hz=60))
    assert world.depth_peak[0, 0] == 16 * GB // 10
    assert abs(world.ended_tick[0] + 1 - 48 * 60) <= 1
