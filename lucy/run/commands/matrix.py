"""`lucy matrix`: every level with every strategy on its own and every persona, and what each level teaches.

Levels go to several processes. What is done is kept, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path

import lucy
from lucy.run.bound_share import SEEDS_AT_ONCE, bounded, planner_cells
from lucy.run.commands.command_line import DONE, LOST, BadInput, Command, check_folders, whole_number, writing
from lucy.run.commands.table import aligned
from lucy.run.matrix import Row, Verdict, casts, cells, chosen, players, rows, verdicts
from lucy.run.optimum_share import Share, compared, seed_points, seeds_for
from lucy.run.unfinished import Piece, Unfinished, key
from lucy.sim.level import Level

Draw = Callable[[list[Row], list[Verdict], list[Share], Path], None]

_SEEDS_AT_ONCE = 200  # of some players of one level, in one piece of work


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("levels", metavar="LEVEL", nargs="*", help="levels (else all but the sandbox)")
    parser.add_argument("--seeds", type=whole_number(1, 100_000), default=200, metavar="N",
                        help="seeds 1..N (else 200)")  # fmt: skip
    parser.add_argument("--all-amounts", action="store_true",
                        help="each key at every amount (else those a verdict is about, and the first)")  # fmt: skip
    parser.add_argument("--csv", metavar="FILE", help="write the rows there")
    parser.add_argument("--png", metavar="FILE", help="draw the matrix there")
    parser.add_argument("--workers", type=whole_number(1, 64), default=os.cpu_count() or 1, metavar="N",
                        help="processes (else one for each core)")  # fmt: skip
    parser.add_argument("--optimum", type=whole_number(1, 100_000), metavar="N",
                        help="compare everyone with the best possible, on seeds 1..N (a minute each)")  # fmt: skip
    parser.add_argument("--bound", type=whole_number(1, 100_000), metavar="N",
                        help="compare everyone with what no run can exceed, on seeds 1..N (5 s each); the "
                             "optimum is then looked for only where this leaves a doubt")  # fmt: skip
    parser.add_argument("--anew", action="store_true", help="forget what an earlier, stopped run has done")


def _levels(names: list[str]) -> list[tuple[Level, int]]:
    from lucy.run.level_files import LevelError, level_acts, load_level, shipped_levels

    wanted = names or [name for name in shipped_levels() if name != "sandbox"]
    try:
        return [(load_level(name, act), act) for name in wanted for act in range(max(1, len(level_acts(name))))]
    except LevelError as error:
        raise BadInput(str(error)) from error


def _run(arguments: argparse.Namespace, draw: Draw) -> int:
    check_folders("matrix", arguments.csv, arguments.png)
    levels = _levels(arguments.levels)
    found: list[Row] = []
    told: list[Verdict] = []
    pieces = [list(_pieces(level, act, arguments.seeds, arguments.all_amounts)) for level, act in levels]
    unfinished = Unfinished("matrix", arguments.anew)
    bounding = [list(_bound_pieces(level, act, arguments.bound)) for level, act in levels]
    dear = [list(_dear_pieces(level, act, arguments.optimum)) for level, act in levels]
    at_once = [*bounding, *pieces] if arguments.bound else [*dear, *pieces]
    results = unfinished.finish([piece for of_level in at_once for piece in of_level], arguments.workers)
    shares: list[Share] = []
    remarks: list[str] = []
    certified = [
        bounded(level, act, [results[piece.key] for piece in of_bound], [results[piece.key] for piece in of_it])
        for (level, act), of_bound, of_it in zip(levels, bounding, pieces, strict=True)
        if of_bound
    ]
    if certified:
        sure = [certificate.holds for *_, certificate in certified]
        dear = [[] if holds else of_best for holds, of_best in zip(sure, dear, strict=True)]
        results |= unfinished.finish([piece for of_level in dear for piece in of_level], arguments.workers)
    for at, ((level, act), of_it, of_best) in enumerate(zip(levels, pieces, dear, strict=True)):
        of_level = rows(level, act, [results[piece.key] for piece in of_it])
        found += of_level
        told += verdicts(level, act, of_level)
        if certified:
            planner, of_bound, certificate = certified[at]
            remarks.append(str(certificate))
            found += [] if of_best else [planner]
            shares += [] if of_best else of_bound
        if of_best:
            more, near, gap = compared(level, act, [results[piece.key] for piece in of_best])
            found += more
            shares += near
            remarks.append(f"the optimum of {level.name} act {act} is {gap:.1f} under what no run can exceed")
    print(_table(found, shares))
    runs = sum(row.seeds for row in found)
    print(f"{len(found):,} rows of {len(levels)} acts, {runs:,} runs (where nothing is chance, one stands for all)")
    for line in remarks:
        print(line)
    for verdict in told:
        print(f"{'held ' if verdict.held else 'BROKE'} {verdict.level} act {verdict.act}: {verdict.says}")
    if arguments.csv:
        with writing("matrix", arguments.csv):
            _write_csv(Path(arguments.csv), found, shares)
    if arguments.png:
        draw(found, told, shares, Path(arguments.png))
    unfinished.forget()
    return DONE if all(verdict.held for verdict in told) else LOST


def _pieces(level: Level, act: int, seeds: int, everyone: bool) -> Iterator[Piece]:
    play = players(level) if everyone else chosen(level)
    for first in range(1, seeds + 1, _SEEDS_AT_ONCE):
        part = range(first, min(first + _SEEDS_AT_ONCE, seeds + 1))
        for cast in casts(level, len(part), play):
            yield Piece(key(lucy.__version__, level, act, part, cast), cells, (level, list(part), cast))


def _dear_pieces(level: Level, act: int, seeds: int | None) -> Iterator[Piece]:
    for seed in seeds_for(level, seeds) if seeds else ():
        yield Piece(key(lucy.__version__, "optimum", level, act, seed), seed_points, (level, seed))


def _bound_pieces(level: Level, act: int, seeds: int | None) -> Iterator[Piece]:
    wanted = seeds_for(level, seeds) if seeds else []
    for first in range(0, len(wanted), SEEDS_AT_ONCE):
        part = wanted[first : first + SEEDS_AT_ONCE]
        yield Piece(key(lucy.__version__, "bound", level, act, part), planner_cells, (level, part))


def _by_row(shares: list[Share]) -> dict[tuple[str, int, str], Share]:
    return {(share.level, share.act, share.player): share for share in shares}


def _table(found: list[Row], shares: list[Share]) -> str:
    near = _by_row(shares)
    head = ("level", "act", "player", "won", "0★", "1★", "2★", "3★", "mean", "5 %", "95 %")
    lines: list[tuple[str, ...]] = [(*head, "of best", "10 %") if shares else head]
    for row in found:
        stars = (f"{share:.0%}" for share in row.stars)
        scores = (f"{value:.1f}" for value in (row.score_mean, row.score_p5, row.score_p95))
        share = near.get((row.level, row.act, row.player))
        parts = (str(share), str(replace(share, median=share.p10))) if share else ("", "") if shares else ()
        lines.append((row.level, str(row.act), row.player, f"{row.won:.0%}", *stars, *scores, *parts))
    return aligned(lines, right=range(3, 13 if shares else 11))


def _write_csv(file: Path, found: list[Row], shares: list[Share]) -> None:
    near = _by_row(shares)
    more = ["of_best_median", "of_best_p10", "best_is"] if shares else []
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        names = [field.name for field in fields(Row) if field.name != "stars"]
        writer.writerow([*names, "s0", "s1", "s2", "s3", *more])
        for row in found:
            values = asdict(row)
            share = near.get((row.level, row.act, row.player))
            best_is = "bound" if share and share.at_least else "optimum"
            parts = [round(share.median, 4), round(share.p10, 4), best_is] if share else ["" for _ in more]
            writer.writerow([value for name, value in values.items() if name != "stars"] + [*row.stars, *parts])


def command(draw: Draw) -> Command:
    """The command; `draw` makes the picture, which needs what this layer does not have."""
    return Command(
        name="matrix",
        summary="play every level with every strategy and persona over many seeds, and check what each level teaches",
        example="matrix 01-chocolate-factory --seeds 50 --csv verdicts.csv",
        add_arguments=_arguments,
        run=lambda arguments: _run(arguments, draw),
    )
