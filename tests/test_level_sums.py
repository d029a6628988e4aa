"""The sums of each debrief against runs of that very level: what a sum says happens in the engine.

Each `sums` entry of every act stands here under its own words, with what is measured for it (the runs: `sum_runs`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import measured
import numpy as np
import pytest
import sum_runs as runs
from level_runs import ACTS
from measured import BELT, ended_s, made_per_s, rise, there
from sum_runs import (
    CHAOS,
    CHOCOLATE,
    COPY,
    FAN_IN,
    FIREHOSE,
    KEYS,
    MB,
    PULL,
    SERVER,
    bursts,
    copies,
    copy_left_alone,
    fan_in,
    flood,
    got,
    ripples,
    stroke,
    z_per_s,
)

from lucy.run.level_files import load_level
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.world import LOST, World

EACH_FRAME = Controls(flush_s=0.016)
FLUSH_S = 0.002
RUSH_S = 5.0  # when the rush of level 4 begins here
REFUSES = 2  # the run in which Z turns away


def slope(world: World, first_s: float, last_s: float, run: int = 0, station: int = 0) -> float:
    return rise(there(world, run, station), world, first_s, last_s)


def most(world: World, first_s: float, last_s: float) -> float:
    return float(there(world)[measured.row(world, first_s) : measured.row(world, last_s)].max())


def work_per_s(per_s: int, controls: Controls) -> float:
    """Seconds of drawing in each second, flushes apart: the last of the first frames, over the time that it had."""
    took_s, messages = runs.frames(per_s, controls, 6)[-1]
    return (took_s - FLUSH_S) * 60 if controls.flush_s else took_s / messages * per_s


def growth() -> float:
    """How many times as long as the last a frame takes, flush apart."""
    *_, before, last = runs.frames(100_000, EACH_FRAME, 5)
    return (last[0] - FLUSH_S) / before[0]


def melted_s() -> float:
    """From the end of the second ripple until nothing waits."""
    gone = np.flatnonzero(there(ripples())[measured.row(ripples(), 8.1) :] <= 1)[0]
    return 8.1 + float(gone) / ripples().plan.tick_hz - 8.4


def late_at_z_s() -> float:
    return measured.first_s(fan_in().curves.late[:, 0].sum(axis=1), fan_in())


def a_falls_s() -> float:
    lanes = fan_in().plan.lane_station == fan_in().plan.level.station_index("A")
    return measured.first_s(fan_in().curves.dropped[:, 1, lanes].sum(axis=1), fan_in())


def refused(what: str) -> float:
    return z_per_s(fan_in(), REFUSES, what, 10, 32)


def left_by_the_fault() -> float:
    """What the gate does while its last fault lasts, less what the phones need."""
    phones = load_level(CHAOS).producers[0].arrivals.rate.per_s
    return measured.served_per_s(runs.broken(4), 0, 2, 8) - phones


def oldest_shown_s() -> float:
    """With sample: from when a move was picked to when what it drew is replaced, at most."""
    shown = measured.answers_s(stroke(1.2, hz=1000, seconds=2), 2)
    picked = np.flatnonzero(np.diff(stroke(1.2, hz=1000, seconds=2).curves.admitted[:, 2, 0], prepend=0))
    return float((shown[1:] - picked[: len(shown) - 1] / 1000).max())


Figure = Callable[[], float]
SUMS: dict[tuple[str, int], dict[str, tuple[Figure, float]]] = {
    (CHOCOLATE, 0): {
        "Deficit": (lambda: slope(runs.chocolate(), 16.5, 21.5), 0.2),
        "How long 14 places last": (lambda: ended_s(runs.chocolate()) - 15.5, 0.5),
        "Highest pile, if the flag goes up when 1 is there": (lambda: runs.flags().depth_peak[0, 0], 1.0),
        "From the flag to a slower belt": (runs.felt_s, 1 / 3),
        "Highest pile, if it goes up when 3 are there": (lambda: runs.flags().depth_peak[2, 0], 1.0),
        "The most that may be there": (lambda: np.flatnonzero(runs.flags().outcome != LOST)[-1] + 1, 0.01),
    },
    (COPY, 0): {
        "Deficit: read minus written": (lambda: slope(copies(0), 5, 25, 1) / MB, 0.01),
        "How long 1.5 GB of memory last": (lambda: ended_s(copy_left_alone(0)), 0.05),
        "Time to write it all": (lambda: ended_s(copies(0)), 0.05),
        "Time to read it all": (lambda: runs.read_s(0), 0.04),
        "Waiting by then": (lambda: copies(0).depth_peak[1, 0] / MB, 0.01),
    },
    (COPY, 1): {
        "Eight files": (lambda: copies(1).made[0, 0] / 1e9, 0.001),
        "Time to read them all": (lambda: runs.read_s(1), 0.1),
        "Waiting by then": (lambda: copies(1).depth_peak[1, 0] / MB, 0.01),
        "How long 4 GB of memory last": (lambda: ended_s(copy_left_alone(1)), 0.05),
        "Time to write them all": (lambda: ended_s(copies(1)), 0.11),
    },
    (SERVER, 0): {
        "Deficit": (lambda: slope(flood(0), 4, 18), 0.1),
        "How long room for 500 lasts": (lambda: ended_s(flood(0)) - BELT[SERVER], 0.02),
        "The longest line that is answered": (lambda: runs.first_late(flood(0))[1], 1.5),
        "When the line is that long": (lambda: runs.first_late(flood(0))[0], 0.05),
        "How fast a line melts": (lambda: -slope(flood(0), 6, 9, 1), 0.5),
    },
    (SERVER, 1): {
        "Deficit": (lambda: slope(flood(1), 4, 18), 0.1),
        "The longest line that is answered": (lambda: runs.first_late(flood(1))[1], 1.5),
        "When the line is that long": (lambda: runs.first_late(flood(1))[0], 0.05),
        "What waits, if nothing older": (lambda: flood(1).depth_peak[1, 0], 2.5),
        "People without an answer in a minute": (
            lambda: 60 * rise(flood(1).curves.dropped[:, 1, 0], flood(1), 8, 23), 6),
    },
    (SERVER, 2): {
        "Too many, while a burst lasts": (lambda: slope(bursts(), 6, 6.9), 1.0),
        "Room that a burst": (lambda: most(bursts(), 5, 11), 2.0),
        "How long the last of 120 waits": (lambda: measured.wait_s(bursts(), 17, 25, 1), 0.03),
        "How fast the line melts": (lambda: -slope(bursts(), 7.5, 9.5), 1.0),
        "What the rush of 13 s would need": (lambda: bursts().depth_peak[0, 0], 2.0),
    },
    (SERVER, 3): {
        "What B has to spare": (lambda: -slope(ripples(), 8.5, 10.2), 1.0),
        "Too many, while a ripple lasts": (lambda: slope(ripples(), 7.25, 8.35), 1.0),
        "What a ripple of 1.2 s piles up": (lambda: most(ripples(), 7, 10), 2.0),
        "How long that takes to melt": (melted_s, 0.15),
        "What the long ripple of 3 s piles up": (lambda: there(ripples())[measured.row(ripples(), 21.4)], 2.0),
        "How long the last of those waits": (lambda: measured.wait_s(ripples(), 18.5, 24), 0.05),
        "What comes in on the average": (lambda: made_per_s(ripples(), 6.8, 14.8), 0.1),
    },
    (FAN_IN, 0): {
        "What comes in during the rush": (lambda: made_per_s(fan_in(), 6, 15), 0.3),
        "Deficit at Z": (lambda: slope(fan_in(), 7, 15, 0, 3), 0.3),
        "How long Z's room for 600 lasts": (lambda: ended_s(fan_in()) - RUSH_S - BELT[FAN_IN], 0.1),
        "When the first answer at Z is late": (lambda: late_at_z_s() - RUSH_S - BELT[FAN_IN] - 2, 0.15),
        "A's fair share": (lambda: z_per_s(fan_in(), 1, "served", 10, 24) - 50, 0.5),
        "How long A's room for 1,200 lasts": (lambda: a_falls_s() - RUSH_S - 0.5, 0.25),
        "What it costs Z to turn away": (lambda: 90 - refused("served"), 0.5),
        "What that leaves for answers": (lambda: refused("served"), 0.5),
    },
    (FIREHOSE, 0): {
        "Seconds of work in each second": (lambda: work_per_s(20_000, Controls()), 0.02),
        "The same, collected": (lambda: work_per_s(20_000, EACH_FRAME), 0.005),
        "And at 100,000 a second": (growth, 0.1),
        "At 200,000 a second, with one in ten kept": (
            lambda: work_per_s(200_000, Controls(flush_s=0.016, keep_fraction=0.1)), 0.03),
        "A frame of the table": (lambda: 1000 * runs.frames(200_000, Controls(flush_s=0.016, rows=30), 4)[-1][0], 0.01),
        "How long the rest of the log lasts": (lambda: ended_s(runs.log_fills()) - 2 - 0.05, 0.02),
    },
    (KEYS, 0): {
        "From its last key to the answer": (lambda: runs.last_answer_s(0), 0.01),
        "The same with debounce": (lambda: runs.last_answer_s(1), 0.01),
        "With audit or sample": (lambda: max(_at_every_phase()), 0.03),
        "Searching for each of the 8": (lambda: measured.answers_s(runs.typed()[0], 0, 1.0)[-1], 0.01),
    },
    (KEYS, 1): {
        "One second of moves": (lambda: measured.answers_s(stroke(1.0))[-1], 0.03),
        "Moves that can be drawn": (lambda: measured.served_per_s(stroke(1.0), 0, 2, 18), 0.1),
        "Age of what is shown with sample": (lambda: 1000 * oldest_shown_s(), 1.1),
        "Nothing new for the whole stroke": (lambda: measured.answers_s(stroke(1.2, hz=1000, seconds=2), 1)[0], 0.005),
    },
    (PULL, 0): {
        "Push: what comes in": (lambda: slope(runs.pull(0, *runs.ASKED), 1, 9), 0.1),
        "How long room for 2,000 lasts": (lambda: ended_s(runs.pull(0, *runs.ASKED)) - 0.1, 0.05),
        "From asking to getting": (lambda: 1 / got(1), 0.02),
        "Asking for 1": (lambda: got(1), 0.2),
        "Asking for 10": (lambda: got(10), 1.5),
        "What keeps the reader just busy": (lambda: next(n for n in runs.ASKED if got(n) > 99), 0.01),
    },
    (PULL, 1): {
        "What keeps an even reader just busy": (lambda: next(n for n in runs.ASKED if got(n) > 99), 0.01),
        "With half as much again": (lambda: next(n for n in (20, 30) if runs.uneven(n)[0] > 97), 0.01),
        "What is then on its way or waiting": (lambda: runs.uneven(30)[1], 1.2),
    },
}  # fmt: skip
SUMS[CHAOS, 0] = SUMS[CHAOS, 1] = {
    "Room to spare": (lambda: -slope(runs.calm_gate(), 3, 5), 0.5),
    "The rush, against": (lambda: made_per_s(runs.broken(0), 2, 8), 1.0),
    "How much load keeps an outage alive": (lambda: 150 / runs.times_served(), 0.1),
    "What is left for machines": (left_by_the_fault, 0.5),
    "Too many during the last fault": (lambda: slope(runs.broken(4), 1.5, 3), 1.0),
}


def _at_every_phase() -> list[float]:
    """From the last key to its answer, with audit and with sample, for keys that come at other moments of a window."""
    found = []
    for gap_ms in range(70, 101, 5):
        world, last_s = runs.typed(8, gap_ms / 1000, 0.3, 120)
        found += [float(measured.answers_s(world, run, last_s)[-1]) for run in (2, 3)]
    return found


def says(level: Level, what: str) -> float:
    """The number that the sum comes to."""
    _, formula = min(pair for pair in level.words.sums if pair[0].startswith(what))
    found = re.search(r"[\d.]+", formula.split("=")[1].replace(",", ""))
    assert found
    return float(found[0])


@pytest.mark.parametrize(("key", "what"), [(key, what) for key, sums in SUMS.items() for what in sums])
def test_a_sum_is_what_the_engine_does(key: tuple[str, int], what: str) -> None:
    measure, within = SUMS[key][what]
    assert measure() == pytest.approx(says(load_level(*key), what), abs=within)


@pytest.mark.parametrize("key", ACTS)
def test_no_sum_is_left_out(key: tuple[str, int]) -> None:
    said = [what for what, _ in load_level(*key).words.sums]
    assert said and len(said) == len(SUMS[key]), "each has its own"
    assert all(any(line.startswith(what) for what in SUMS[key]) for line in said)
