"""Short matches of somebody's consumer: a few decisions on a view made by hand, and what was said of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lucy.consumers import Watermark
from lucy.consumers.own.launch import launch_of
from lucy.consumers.own.subprocess_consumer import OwnConsumer, Standing
from lucy.consumers.own.time_rule import TimeRule
from lucy.consumers.protocol import Source, View
from lucy.run import own_report
from lucy.sim.controls import Controls

PATIENT = TimeRule(decision_s=10.0, start_s=20.0, skips_in_a_row=5)  # a busy machine is no mistake of the file
HASTY = TimeRule(decision_s=0.05, bank_s=0.05, start_s=20.0, skips_in_a_row=4)
IN_FORCE = Controls(buffer_units=14, pace_per_s=100.0)


def view(time_s: float = 12.3, controls: Controls = IN_FORCE, **changes: object) -> View:
    """A moment of a belt: 27 wait, 100/s come in, 75/s go out."""
    sources = (Source("A", True, 0.2, 0.5, 75.0), Source("B", False, 0.2, 0.5, 25.0))
    known: dict = {
        "time_s": time_s, "duration_s": 60.0, "unit": "request", "units": "requests", "waiting": 27,
        "limit_units": 14, "memory_units": 500, "in_per_s": 100.0, "out_per_s": 75.0, "capacity_per_s": 75.0,
        "head_age_s": 0.4, "made": 1000, "delivered": 900, "late": 3, "dropped": 0, "deadline_s": 2.0, "workers": 1,
        "workers_most": 3, "sources": sources, "may_buffer": True, "may_drop": True, "may_control": True,
        "may_scale": True, "lossless": False, "controls": controls,
    }  # fmt: skip
    return View(**(known | changes))


@contextmanager
def match(spec: str | Path, rule: TimeRule = PATIENT, live: bool = False) -> Iterator[OwnConsumer]:
    """A consumer to ask, closed at the end; then none of its processes may be left."""
    consumer = OwnConsumer(launch_of(str(spec)), Watermark, live, rule)
    before = processes()
    try:
        yield consumer
    finally:
        consumer.close()
    left = {pid: name for pid, name in processes().items() if pid not in before}
    assert not left, left


def decided(spec: str | Path, turns: int = 1, rule: TimeRule = PATIENT) -> tuple[list[Controls], Standing]:
    """What it decides in so many turns from 12.3 s on, and how it did."""
    with match(spec, rule) as consumer:
        found = [consumer.decide(view(12.3 + turn / 10)) for turn in range(turns)]
    return found, consumer.standing()


def said(spec: str | Path, turns: int = 1, rule: TimeRule = PATIENT) -> list[str]:
    """The complaints, as lines."""
    return list(own_report.lines(decided(spec, turns, rule)[1]))


def processes() -> dict[int, str]:
    """Every process that an own consumer has started and that still runs, by its number. Needs /proc."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            marked = f"LUCY_CONSUMER_OF={os.getpid()}".encode() in (entry / "environ").read_bytes().split(b"\0")
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if marked and state != "Z":
            found[int(entry.name)] = (entry / "cmdline").read_text()
    return found


def gone(pid: int, within_s: float = 3.0) -> bool:
    """Whether a process ends in that time."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
