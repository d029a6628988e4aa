"""The laboratory's lines of the benchmark: from a question until its map is there, as who moves a slider waits for it.

Wall time, of two processes that are warm. The reference is the same runs, one after the other in one process.
"""

from __future__ import annotations

import time

from lucy.run import steady, sweep
from lucy.run.bench import Line
from lucy.run.desk import Desk
from lucy.run.laboratory import COARSE, FINE, TICK_HZ, Asked, axes, why_not
from lucy.run.level_files import load_level, shipped_levels
from lucy.run.sweep import Map
from lucy.run.sweep_axes import Axis

COARSE_S, FINE_S = 0.2, 2.0
_QUICK = ("03-server-to-server", "04-who-has-to-buffer")
_ALONE = 3  # runs that are played on their own for the reference
_MOST_S = 120.0


def laboratory_lines(quick: bool = False) -> list[Line]:
    """The coarse map and the fine one of each level that has one."""
    lines = []
    for name in _QUICK if quick else [name for name in shipped_levels() if not why_not(load_level(name))]:
        alone_s = _alone_s(name)
        desk = Desk()
        try:
            _answered(desk, Asked(name, 0), 2)  # they are hired, and have read the level
            for what, cells, bar_s in (("coarse", COARSE, COARSE_S), ("fine", FINE, FINE_S)):
                began = time.perf_counter()
                found = _answered(desk, Asked(name, 0), cells)
                took_s = time.perf_counter() - began
                rows, columns = found.best.shape
                theirs_s = alone_s * found.means.size
                lines.append(
                    Line(
                        what=f"laboratory, {what} map of {columns} × {rows} cells, {name}",
                        ours=f"{took_s:.2f} s",
                        reference=f"its {found.means.size} runs one by one",
                        theirs=f"{theirs_s:.1f} s",
                        ratio=took_s / theirs_s,
                        bar=f"≤ {bar_s:g} s",
                        holds=took_s <= bar_s,
                        note="wall time, two processes",
                    )
                )
        finally:
            desk.close()
    return lines


def _answered(desk: Desk, asked: Asked, cells: int) -> Map:
    desk.ask(asked, cells)
    until = time.perf_counter() + _MOST_S
    while (found := desk.answer()) is None:
        if time.perf_counter() > until:
            raise TimeoutError(f"no map of {asked.level} in {_MOST_S:g} s")
        time.sleep(0.002)
    return found


def _alone_s(name: str) -> float:
    """Seconds that one run of a map takes when it is a batch of its own, on average."""
    level = load_level(name)
    x, y = axes(level, COARSE)
    middle = Axis(x.path, x.values[len(x.values) // 2 :][:1]), Axis(y.path, y.values[len(y.values) // 2 :][:1])
    short = (("level.tick_hz", TICK_HZ), ("level.duration_s", min(60.0, level.duration_ms / 1000)))
    wanted = sweep.Sweep(name, 0, *middle, sweep.BEST, 1, "", short)
    ((piece, _),) = sweep.pieces(wanted, sweep.levels(wanted))
    levels, runs, *_ = piece.arguments
    began = time.perf_counter()
    for run in runs[:_ALONE]:
        steady.play(levels, [run])
    return (time.perf_counter() - began) / len(runs[:_ALONE])
