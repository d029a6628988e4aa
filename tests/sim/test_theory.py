"""The engine against queueing theory at the default tick: within 0.5 % and three standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import closed_forms as theory
import numpy as np
import pytest
from small_levels import queue

from lucy.sim import curves
from lucy.sim.level import Level
from lucy.sim.step import step
from lucy.sim.world import new_world

HZ = 240
PART = 0.005


@dataclass(frozen=True)
class Measured:
    """Long-run figures, one for each run of a batch."""

    number: np.ndarray
    blocking: np.ndarray
    throughput_per_s: np.ndarray
    utilisation: np.ndarray


def measure(level: Level, runs: int, warm_s: float, seconds: float) -> Measured:
    """A batch of runs; what happens in the first `warm_s` is not counted."""
    world = new_world(level, list(range(1, runs + 1)), history_ticks=0)
    step(world, round(warm_s * level.tick_hz))

    def counts() -> list[np.ndarray]:
        figures = (world.depth_sum, world.offered, world.dropped.sum(axis=2), world.served, world.busy_sum)
        return [figure[:, 0].astype(np.float64) for figure in figures]

    before = counts()
    step(world, round(seconds * level.tick_hz))
    depth, offered, dropped, served, busy = (now - then for now, then in zip(counts(), before, strict=True))
    ticks = round(seconds * level.tick_hz)
    workers = level.stations[0].workers
    return Measured(depth / ticks, dropped / np.maximum(offered, 1), served / seconds, busy / ticks / workers)


def agrees(measured: np.ndarray, exact: float, part: float = PART) -> None:
    """Within `part` of it, and three standard errors on top."""
    error = measured.std(ddof=1) / len(measured) ** 0.5
    off = measured.mean() - exact
    assert abs(off) <= part * exact + 3 * error, f"{measured.mean():.5f} is not {exact:.5f} (s.e. {error:.5f})"
    assert error < 0.02 * exact, "too few runs to say anything"


@pytest.mark.parametrize(("load", "runs", "warm_s", "seconds"), [
    (0.5, 600, 4, 15), (0.8, 800, 6, 20), (0.9, 900, 20, 30)])
def test_mm1(load: float, runs: int, warm_s: float, seconds: float) -> None:
    exact = theory.mm1(75 * load, 75)
    found = measure(queue(75 * load, 75, 60), runs, warm_s, seconds)
    agrees(found.number, exact.number)
    agrees(found.throughput_per_s, exact.throughput_per_s)
    agrees(found.utilisation, load)


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_md1(load: float) -> None:
    found = measure(queue(75 * load, 75, 60, service="deterministic"), 700, 5, 15)
    exact = theory.md1(75 * load, 75)
    agrees(found.number, exact.number)
    agrees(found.throughput_per_s, exact.throughput_per_s)


@pytest.mark.parametrize("room", [5, 10, 50])
@pytest.mark.parametrize("in_per_s", [67.5, 100])
def test_mm1k(in_per_s: float, room: int) -> None:
    warm_s = 20 if room == 50 and in_per_s < 75 else 4
    found = measure(queue(in_per_s, 75, 60, room=room), 800, warm_s, 12)
    exact = theory.mm1k(in_per_s, 75, room)
    agrees(found.number, exact.number)
    if exact.blocking > 0.01:
        agrees(found.blocking, exact.blocking)
    agrees(found.throughput_per_s, exact.throughput_per_s)


@pytest.mark.parametrize(("workers", "each_per_s"), [(1, 25), (3, 20), (10, 7.5)])
def test_erlang_b(workers: int, each_per_s: float) -> None:
    """A tick is a tenth of a service, or less: as many as that come and go within it."""
    offered = 0.9 * workers
    found = measure(queue(offered * each_per_s, each_per_s, 60, room=workers, workers=workers), 500, 2, 12)
    blocking = theory.erlang_b(offered, workers)
    agrees(found.blocking, blocking)
    agrees(found.number, offered * (1 - blocking))


def test_littles_law() -> None:
    """Mean latency times goodput is the mean depth."""
    level = queue(60, 75, 60)
    world = new_world(level, list(range(40)))
    step(world, level.duration_ticks)
    first = 5 * HZ
    spans = [curves.waits(world.curves, world.plan, run, 0, first, world.tick) for run in range(40)]
    latency_s = np.array([span.mean_s(HZ) for span in spans])
    per_s = np.array([span.units.sum() for span in spans]) / 55
    depth = (world.curves.admitted - world.curves.served)[first : world.tick, :, 0].mean(axis=0)
    assert np.mean(latency_s * per_s) == pytest.approx(np.mean(depth), rel=PART)


@pytest.mark.parametrize(("in_per_s", "out_per_s", "room"), [(3, 1, 14), (100, 75, 500), (150_000, 100_000, 400_000)])
def test_dd1_fills_when_the_fluid_does(in_per_s: float, out_per_s: float, room: int) -> None:
    level = queue(in_per_s, out_per_s, 30, "deterministic", "deterministic", room=room)
    world = new_world(level, [1])
    while not world.dropped.any():
        step(world)
    fill_s = theory.dd1_fill_s(in_per_s, out_per_s, room)
    whole_unit_s = 1 / (in_per_s - out_per_s)  # fluid has no units: one may be half come, and one half served
    assert abs(world.tick / HZ - fill_s) <= 2 * whole_unit_s + 1 / HZ
    assert world.depth_peak[0, 0] == room


def test_halving_the_tick_takes_three_quarters_of_the_error() -> None:
    """M/M/1/K with room for 3 at 100/s into 75/s: errors well above the noise."""
    exact = theory.mm1k(100, 75, 3).blocking
    errors = [
        measure(queue(100, 75, 60, room=3, hz=hz), 1500, 1, 15).blocking.mean() / exact - 1 for hz in (60, 120)
    ]
    assert errors[0] > 0.01, "resolved"
    assert errors[0] / errors[1] > 3
