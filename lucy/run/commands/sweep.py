"""`lucy sweep`: a grid of two settings of one level, as a picture, CSV or JSON.

What is done is kept, so that a sweep that was stopped goes on where it was, and ends as if it had not been.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from lucy.run import own_report, sweep
from lucy.run.commands.command_line import (
    DONE,
    BadInput,
    Command,
    check_folders,
    one_line,
    one_of,
    whole_number,
    writing,
)
from lucy.run.commands.table import aligned
from lucy.run.level_errors import LevelError
from lucy.run.level_files import load_level
from lucy.run.race import ChangedError
from lucy.run.sweep import BEST, VALUES, Map, Sweep
from lucy.run.sweep_axes import AMOUNTS, Axis, AxisError, parse_axis
from lucy.run.sweep_played import BrokenError
from lucy.run.unfinished import Piece, Unfinished
from lucy.sim.level import Level

Draw = Callable[[Map, Path], None]

_SHOWN = 12  # columns and rows of the table that is printed


def _arguments(parser: argparse.ArgumentParser) -> None:
    from lucy.consumers import NAMES

    span = "table.key=LOW:HIGH:COUNT"
    parser.add_argument("level", metavar="LEVEL", help="a level's name, or a path to a level file")
    parser.add_argument("--x", metavar=span, required=True,
                        help="the setting across, as in --set, and its values (:log behind it: equal ratios). "
                             f"Amounts of the strategies are {', '.join(AMOUNTS)}. "
                             "A rate is held from start to end")  # fmt: skip
    parser.add_argument("--y", metavar=span, required=True, help="the setting upwards")
    parser.add_argument("--value", choices=VALUES, default=BEST, metavar="VALUE",
                        help=f"what of each cell: {', '.join(VALUES)} (else {BEST})")  # fmt: skip
    parser.add_argument("--consumer", metavar="NAME",
                        help=f"who plays: {', '.join(NAMES)}, my.py or 'any program' (else nobody, where an axis is an "
                             "amount, or the one whom the level names); the axes are laid over what it sets"
                        )  # fmt: skip
    parser.add_argument("--act", type=whole_number(0), default=0, metavar="N",
                        help="an act of the level (else 0, the first)")  # fmt: skip
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="table.key=value",
                        help="change a setting of the level file; may be given again")  # fmt: skip
    parser.add_argument("--seeds", type=whole_number(1, 10_000), default=20, metavar="N",
                        help="each cell is the mean of seeds 1..N (else 20)")  # fmt: skip
    parser.add_argument("--png", metavar="FILE", help="draw the map there, at 1920x1080")
    parser.add_argument("--csv", metavar="FILE", help="write a line for each cell there")
    parser.add_argument("--json", metavar="FILE", help="write the grid there")
    parser.add_argument("--workers", type=whole_number(1, 64), default=os.cpu_count() or 1, metavar="N",
                        help="processes (else one for each core)")  # fmt: skip
    parser.add_argument("--dask", metavar="ADDRESS",
                        help="play on a Dask cluster, such as tcp://10.0.0.5:8786 (needs the extra dask)")  # fmt: skip
    parser.add_argument("--anew", action="store_true", help="forget what an earlier, stopped sweep has done")


def _run(arguments: argparse.Namespace, draw: Draw) -> int:
    check_folders("sweep", arguments.png, arguments.csv, arguments.json)
    asked, levels = _asked(arguments)
    work = list(sweep.pieces(asked, levels))
    unfinished = Unfinished("sweep", arguments.anew)
    parts = [piece for piece, _ in work]
    try:
        answers = _answers(arguments, unfinished, parts)
    except (BrokenError, ChangedError) as error:
        raise BadInput(f"sweep: {one_line(error)}") from error
    found = sweep.joined(asked, levels, work, answers)
    print(_table(found))
    if arguments.png:
        draw(found, Path(arguments.png))
    for file, write in ((arguments.csv, _write_csv), (arguments.json, _write_json)):
        if file:
            with writing("sweep", file):
                write(found, Path(file))
    unfinished.forget()
    return DONE


def _answers(arguments: argparse.Namespace, unfinished: Unfinished, parts: list[Piece]) -> dict[str, Any]:
    """What came of each piece, played here or on a cluster."""
    if arguments.dask:
        from lucy.run.dask_cluster import ClusterError, executor

        try:
            with executor(arguments.dask) as cluster:
                return unfinished.finish(parts, arguments.workers, cluster)
        except ClusterError as error:
            raise BadInput(f"sweep: {one_line(error)}") from error
    return unfinished.finish(parts, arguments.workers)


def _asked(arguments: argparse.Namespace) -> tuple[Sweep, dict[tuple[float, ...], Level]]:
    """The sweep, and the level of each of its cells; BadInput where the line can't be used."""
    try:
        x, y = parse_axis("--x", arguments.x), parse_axis("--y", arguments.y)
        plain = Sweep(arguments.level, arguments.act, x, y, arguments.value, arguments.seeds,
                      "", tuple(arguments.overrides))  # fmt: skip
        first = load_level(arguments.level, arguments.act, arguments.overrides)
        sweep.check(plain, first)
        asked = replace(plain, consumer=_consumer(arguments, first, (x, y)))
        return asked, sweep.levels(asked)
    except (AxisError, LevelError) as error:
        raise BadInput(f"sweep: {one_line(error)}") from error


def _consumer(arguments: argparse.Namespace, level: Level, axes: tuple[Axis, Axis]) -> str:
    from lucy.consumers import NAMES, is_own

    if arguments.consumer is None:
        return "" if arguments.value == BEST or any(axis.amount for axis in axes) else level.beat
    if arguments.value == BEST:
        raise BadInput(f"sweep: {BEST} plays every strategy on its own; leave --consumer out, or ask for --value score")
    if not is_own(arguments.consumer):
        return one_of("consumer", arguments.consumer, tuple(NAMES))
    if arguments.dask:
        raise BadInput("sweep: a consumer of your own plays on this machine; leave --dask out, or name a shipped one")
    try:
        fault = own_report.fault(arguments.consumer)
    except ValueError as error:
        fault = one_line(error)
    if fault:
        raise BadInput(fault)
    return str(arguments.consumer)


def _table(found: Map) -> str:
    """A few lines of the map, the greatest y on top, as in the picture."""
    x, y, grid = found.sweep.x, found.sweep.y, found.best if found.sweep.value == BEST else found.means[:, :, 0]
    columns, rows = _some(len(x.values)), _some(len(y.values))
    lines = [("", *(f"{x.values[column]:g}" for column in columns))]
    for row in reversed(rows):
        told = [_told(found, grid[row, column]) for column in columns]
        lines.append((f"{y.values[row]:g}", *told))
    head = f"{found.sweep.value} of {found.level.name} act {found.sweep.act}, mean of seeds 1..{found.seeds}; "
    return f"{head}across {x.path}, upwards {y.path}\n{aligned(lines, right=range(len(columns) + 1))}"


def _told(found: Map, value: Any) -> str:
    return found.players[int(value)].key if found.sweep.value == BEST else f"{value:.4g}"


def _some(count: int) -> list[int]:
    return sorted({round(i) for i in np.linspace(0, count - 1, min(count, _SHOWN))})


def _write_csv(found: Map, file: Path) -> None:
    asked, best = found.sweep, found.sweep.value == BEST
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        named = [f"score_{player.key}" for player in found.players]
        writer.writerow([asked.x.path, asked.y.path, asked.value, *(named if best else ())])
        for iy, y in enumerate(asked.y.values):
            for ix, x in enumerate(asked.x.values):
                means = found.means[iy, ix].tolist()
                writer.writerow([x, y, *([found.players[found.best[iy, ix]].key, *means] if best else means)])


def _write_json(found: Map, file: Path) -> None:
    asked = found.sweep
    answer: dict[str, Any] = {
        "level": found.level.name,
        "act": asked.act,
        "set": list(asked.overrides),
        "value": asked.value,
        "seeds": found.seeds,
        "x": {"setting": asked.x.path, "values": list(asked.x.values)},
        "y": {"setting": asked.y.path, "values": list(asked.y.values)},
    }
    if asked.value == BEST:
        names = [player.key for player in found.players]
        answer["strategies"] = {player.key: player.amount for player in found.players}
        answer["grid"] = [[names[best] for best in row] for row in found.best]
        answer["scores"] = {name: found.means[:, :, k].tolist() for k, name in enumerate(names)}
    else:
        answer["consumer"] = asked.consumer
        answer["grid"] = found.means[:, :, 0].tolist()
    file.write_text(json.dumps(answer, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def command(draw: Draw) -> Command:
    """The command; `draw` makes the picture, which needs what this layer does not have."""
    return Command(
        name="sweep",
        summary="a grid of two settings of a level: which strategy is best where, as a picture, CSV or JSON",
        example="sweep 03-server-to-server --x producer.rate_per_s=50:200:40 --y buffer.capacity=1:500:40 --png m.png",
        add_arguments=_arguments,
        run=lambda arguments: _run(arguments, draw),
    )
