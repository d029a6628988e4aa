"""`lucy race`: consumers on equal seeds, ranked; and a final on seeds that nobody knew.

What is done is kept, so that a race that was stopped goes on where it was, and ends as if it had not been.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import lucy
from lucy import consumers
from lucy.run import race
from lucy.run.commands.command_line import DONE, BadInput, Command, check_folders, one_line, whole_number, writing
from lucy.run.commands.simulate import read_level
from lucy.run.commands.table import aligned
from lucy.run.matrix import is_random
from lucy.run.race import Run, Standing
from lucy.run.unfinished import Piece, Unfinished, key
from lucy.sim.level import Level

_SEEDS_AT_ONCE = 10  # of a shipped consumer, in one piece of work; one's own has a process and plays them one by one


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("consumers", metavar="CONSUMER", nargs="+",
                        help=f"who races: my.py, 'node bot.js', or one of {', '.join(consumers.NAMES)}")  # fmt: skip
    parser.add_argument("--level", metavar="LEVEL", required=True, help="a level's name, or a path to a level file")
    parser.add_argument("--act", type=whole_number(0), default=0, metavar="N",
                        help="an act of the level (else 0, the first)")  # fmt: skip
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="table.key=value",
                        help="change a setting of the level file; may be given again")  # fmt: skip
    parser.add_argument("--seeds", type=whole_number(1, 10_000), default=20, metavar="N", help="seeds 1..N (else 20)")
    parser.add_argument("--final-seed", type=whole_number(0, 2**63 - 1), metavar="S",
                        help="a final on fresh seeds, drawn from this number once all code is handed in")  # fmt: skip
    parser.add_argument("--final-seeds", type=whole_number(1, 10_000), metavar="N",
                        help="how many seeds the final has (else as many as --seeds)")  # fmt: skip
    parser.add_argument("--csv", metavar="FILE", help="write every run there")
    parser.add_argument("--workers", type=whole_number(1, 64), default=os.cpu_count() or 1, metavar="N",
                        help="processes (else one for each core)")  # fmt: skip
    parser.add_argument("--anew", action="store_true",
                        help="forget what an earlier, stopped race has done")  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    level, codes = read_level(arguments), _checked(arguments)
    rounds = {"race": list(range(1, arguments.seeds + 1))}
    if arguments.final_seed is not None:
        count = arguments.final_seeds or arguments.seeds
        rounds["final"] = race.final_seeds(arguments.final_seed, count, rounds["race"])
    pieces = {
        (round_, name): list(_pieces(level, name, code, seeds))
        for round_, seeds in rounds.items()
        for name, code in codes.items()
    }
    unfinished = Unfinished("race", arguments.anew)
    try:
        answers = unfinished.finish([piece for of in pieces.values() for piece in of], arguments.workers)
    except race.ChangedError as error:
        raise BadInput(f"race: {error}") from error
    places = {}
    for round_, seeds in rounds.items():
        found = {name: _runs(seeds, [answers[piece.key] for piece in pieces[round_, name]]) for name in codes}
        places[round_] = race.rank(found)
    print("\n\n".join(_told(arguments, level, round_, places[round_]) for round_ in rounds))
    if arguments.csv:
        with writing("race", arguments.csv):
            _write_csv(Path(arguments.csv), places, codes)
    unfinished.forget()
    return DONE


def _checked(arguments: argparse.Namespace) -> dict[str, str]:
    """Who races, each with its code; BadInput where one of them can't, or where the line contradicts itself."""
    names: list[str] = arguments.consumers
    check_folders("race", arguments.csv)
    if arguments.final_seeds is not None and arguments.final_seed is None:
        raise BadInput("race: --final-seeds needs --final-seed S, the number that the final's seeds are drawn from")
    codes = {}
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"race: {one_line(name)} is named {names.count(name)} times; name each consumer once")
        if name == consumers.You.name:
            raise BadInput("race: you are not a program. Name a consumer, or play the level: play LEVEL")
        try:
            consumers.make(name)
            codes[name] = race.code_of(name)
        except OSError as error:
            raise BadInput(f"race: cannot read {one_line(name)}: {error.strerror}") from error
        except ValueError as error:
            raise BadInput(f"race: {error}") from error
    return codes


def _pieces(level: Level, name: str, code: str, seeds: Sequence[int]) -> Iterator[Piece]:
    """The work of one consumer on some seeds. Where nothing is left to chance, a shipped one plays one for all."""
    played = seeds if is_random(level) or code else seeds[:1]
    at_once = 1 if code else _SEEDS_AT_ONCE
    for first in range(0, len(played), at_once):
        part = list(played[first : first + at_once])
        yield Piece(key("race", lucy.__version__, level, name, code, part), race.play, (level, name, code, part))


def _runs(seeds: Sequence[int], parts: Sequence[Sequence[Sequence]]) -> list[Run]:
    """A run for each seed, from the answers of the pieces."""
    played = [Run(*fields) for part in parts for fields in part]
    if len(played) == len(seeds):
        return played
    return [replace(played[0], seed=seed) for seed in seeds]


def _told(arguments: argparse.Namespace, level: Level, round_: str, places: list[Standing]) -> str:
    seeds = len(places[0].runs)
    which = f"seeds 1 to {seeds}" if round_ == "race" else f"{seeds} seeds drawn from {arguments.final_seed}"
    lines = [f"{'Race' if round_ == 'race' else 'Final'} on {level.words.title or level.name}, {which}", _table(places)]
    lines.append("± is the 95 % t interval of the mean; best, the part of the seeds on which nobody scored more.")
    if any(place.tied for place in places):
        lines.append("= is a tie with the first of its rank: the 95 % t interval of their difference holds 0.")
    if not is_random(level):
        lines.append("Nothing is left to chance on this level, so every seed gives a shipped consumer the same run.")
    for place in places:
        if troubled := [run for run in place.runs if run.says]:
            first = troubled[0]
            lines.append(f"{place.name}: trouble in {len(troubled)} of {seeds} runs. Seed {first.seed}: {first.says}")
    return "\n".join(lines)


def _table(places: list[Standing]) -> str:
    rows: list[tuple[str, ...]] = [("rank", "consumer", "mean", "±", "stars", "won", "best", "skipped")]
    for place in places:
        width = "–" if place.half_width is None else f"{place.half_width:.1f}"
        shares = (f"{share:.0%}" for share in (place.won, place.best))
        rank = f"{place.rank}{'=' if place.tied else ' '}"
        rows.append((rank, place.name, f"{place.mean:.1f}", width, f"{place.stars:.1f}", *shares, str(place.skipped)))
    return aligned(rows, right=(0, *range(2, 8)))


def _write_csv(file: Path, places: dict[str, list[Standing]], codes: dict[str, str]) -> None:
    head = "round rank tied consumer code mean half_width seed score stars outcome skipped says"
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(head.split())
        for round_, standings in places.items():
            for place in standings:
                width = "" if place.half_width is None else round(place.half_width, 4)
                for run in place.runs:
                    figures = (run.seed, run.score, run.stars, run.outcome, run.skipped, run.says)
                    whose = (round_, place.rank, int(place.tied), place.name, codes[place.name])
                    writer.writerow((*whose, round(place.mean, 4), width, *figures))


COMMAND = Command(
    name="race",
    summary="rank consumers on equal seeds, with a final on seeds that nobody knew",
    example="race my.py other.py watermark --level 03-server-to-server --seeds 20 --final-seed 4711",
    add_arguments=_arguments,
    run=_run,
)
