"""`lucy matrix`: every level with every strategy on its own and every persona, and what each level teaches.

Levels go to several processes. What is done is kept, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, fields
from pathlib import Path

import lucy
from lucy.run import places
from lucy.run.commands.command_line import DONE, LOST, BadInput, Command, one_line, whole_number
from lucy.run.commands.table import aligned
from lucy.run.matrix import Row, Verdict, cells, rows, verdicts
from lucy.sim.level import Level

Draw = Callable[[list[Row], list[Verdict], Path], None]

_SEEDS_AT_ONCE = 50  # seeds of one level in one piece of work


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("levels", metavar="LEVEL", nargs="*", help="levels (else all but the sandbox)")
    parser.add_argument("--seeds", type=whole_number(1, 100_000), default=200, metavar="N",
                        help="seeds 1..N (else 200)")  # fmt: skip
    parser.add_argument("--csv", metavar="FILE", help="write the rows there")
    parser.add_argument("--png", metavar="FILE", help="draw the matrix there")
    parser.add_argument("--workers", type=whole_number(1, 64), default=os.cpu_count() or 1, metavar="N",
                        help="processes (else one for each core)")  # fmt: skip
    parser.add_argument("--anew", action="store_true", help="forget what an earlier, stopped run has done")


def _levels(names: list[str]) -> list[tuple[Level, int]]:
    from lucy.run.level_files import LevelError, level_acts, load_level, shipped_levels

    wanted = names or [name for name in shipped_levels() if name != "sandbox"]
    try:
        return [(load_level(name, act), act) for name in wanted for act in range(max(1, len(level_acts(name))))]
    except LevelError as error:
        raise BadInput(str(error)) from error


def _run(arguments: argparse.Namespace, draw: Draw) -> int:
    for name in (arguments.csv, arguments.png):
        if name and not Path(name).absolute().parent.is_dir():
            raise BadInput(f"matrix: there is no folder {one_line(Path(name).parent)} to write {one_line(name)} to")
    levels = _levels(arguments.levels)
    found: list[Row] = []
    told: list[Verdict] = []
    pieces = [(level, act, seeds) for level, act in levels for seeds in _pieces(level, arguments.seeds)]
    done = _Done(arguments.anew)
    results = dict(_work(pieces, done, arguments.workers))
    for level, act in levels:
        mine = [results[_key(piece)] for piece in pieces if piece[0] is level]
        of_level = rows(level, act, mine)
        found += of_level
        told += verdicts(level, act, of_level)
    print(_table(found))
    for verdict in told:
        print(f"{'held ' if verdict.held else 'BROKE'} {verdict.level} act {verdict.act}: {verdict.says}")
    if arguments.csv:
        _write_csv(Path(arguments.csv), found)
    if arguments.png:
        draw(found, told, Path(arguments.png))
    done.forget()
    return DONE if all(verdict.held for verdict in told) else LOST


def _pieces(level: Level, seeds: int) -> Iterator[range]:
    for first in range(1, seeds + 1, _SEEDS_AT_ONCE):
        yield range(first, min(first + _SEEDS_AT_ONCE, seeds + 1))


Piece = tuple[Level, int, range]
Cells = dict[str, list[tuple[float, int]]]


def _key(piece: Piece) -> str:
    level, act, seeds = piece
    return hashlib.blake2b(repr((lucy.__version__, level, act, seeds)).encode(), digest_size=12).hexdigest()


def _work(pieces: list[Piece], done: _Done, workers: int) -> Iterator[tuple[str, Cells]]:
    """The cells of every piece, with a progress bar; what is known already is not played again."""
    left = [piece for piece in pieces if _key(piece) not in done.known]
    for piece in pieces:
        if _key(piece) in done.known:
            yield _key(piece), done.known[_key(piece)]
    try:
        with ProcessPoolExecutor(min(workers, max(1, len(left)))) as pool:
            futures = {pool.submit(cells, piece[0], list(piece[2])): piece for piece in left}
            for count, future in enumerate(as_completed(futures), len(pieces) - len(left) + 1):
                key = _key(futures[future])
                done.keep(key, future.result())
                _progress(count, len(pieces))
                yield key, done.known[key]
    except KeyboardInterrupt:
        print("\nStopped. The same line again goes on from here.", file=sys.stderr)
        raise SystemExit(130) from None


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        bar = "█" * (30 * done // of)
        print(f"\r{bar:<30} {done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


class _Done:
    """The pieces that a stopped run has finished: a line each in the user's folder."""

    def __init__(self, anew: bool) -> None:
        self._file = places.user_folder() / "matrix-unfinished.jsonl"
        self.known: dict[str, Cells] = {}
        if anew:
            self.forget()
        elif self._file.is_file():
            for line in self._file.read_text("utf-8", "replace").splitlines():
                try:
                    key, value = json.loads(line)
                    self.known[key] = {name: [(float(p), int(o)) for p, o in runs] for name, runs in value.items()}
                except (ValueError, TypeError, AttributeError):
                    continue  # a line cut short by the stop: its piece is played again

    def keep(self, key: str, value: Cells) -> None:
        """Note a finished piece."""
        self.known[key] = value
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps([key, value]) + "\n")

    def forget(self) -> None:
        """All is done."""
        self._file.unlink(missing_ok=True)


def _table(found: list[Row]) -> str:
    lines: list[tuple[str, ...]] = [("level", "act", "player", "won", "0★", "1★", "2★", "3★", "mean", "5 %", "95 %")]
    for row in found:
        stars = (f"{share:.0%}" for share in row.stars)
        scores = (f"{value:.1f}" for value in (row.score_mean, row.score_p5, row.score_p95))
        lines.append((row.level, str(row.act), row.player, f"{row.won:.0%}", *stars, *scores))
    return aligned(lines, right=range(3, 11))


def _write_csv(file: Path, found: list[Row]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([field.name for field in fields(Row) if field.name != "stars"] + ["s0", "s1", "s2", "s3"])
        for row in found:
            values = asdict(row)
            writer.writerow([value for name, value in values.items() if name != "stars"] + list(row.stars))


def command(draw: Draw) -> Command:
    """The command; `draw` makes the picture, which needs what this layer does not have."""
    return Command(
        name="matrix",
        summary="play every level with every strategy and persona over many seeds, and check what each level teaches",
        example="matrix 01-chocolate-factory --seeds 50 --csv verdicts.csv",
        add_arguments=_arguments,
        run=lambda arguments: _run(arguments, draw),
    )
