"""The series of a run as CSV: what waited, what came, what went, what was lost, a row each tenth of a second."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

from lucy.run.snapshot import Timeline
from lucy.sim.level import Level


def columns(level: Level) -> tuple[str, ...]:
    """The heads of the columns, each with its unit, as `waiting_chocolates` and `in_chocolates_per_s`."""
    units = re.sub(r"\W+", "_", level.unit.plural).strip("_") or "units"
    return (
        "time_s", f"waiting_{units}", f"in_{units}_per_s", f"out_{units}_per_s", f"lost_{units}", f"limit_{units}",
    )  # fmt: skip


def write_series(file: Path, level: Level, line: Timeline) -> int:
    """Write the whole line; returns the number of rows. Where there is no limit its cell is empty. OSError."""
    rows = list(zip(line.time_s, line.depth, line.in_per_s, line.out_per_s, line.lost, line.limit, strict=True))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns(level))
        for row in rows:
            writer.writerow("" if math.isnan(value) else f"{value:.10g}" for value in row)
    return len(rows)
