"""`lucy compare`: the same belt and luck for two to four, side by side; in the window, or as a table without one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lucy import consumers
from lucy.run.commands.command_line import DONE, BadInput, Command, one_line, program, whole_number
from lucy.run.commands.replay import LAST, file_of, read
from lucy.run.commands.simulate import read_level
from lucy.run.commands.table import aligned

if TYPE_CHECKING:
    from lucy.run.recording import Recording
    from lucy.run.result import Result
    from lucy.sim.level import Level

Show = Callable[["Level", Sequence[str], int, int, "Recording | None"], int]  # opens the window


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("level", metavar="LEVEL", nargs="?", help="a level's name, or a path to a level file")
    parser.add_argument("--consumers", metavar="A,B,...", required=True,
                        help=f"two to four: you, {', '.join(consumers.NAMES)}, your own my.py or a command; "
                             "each is compared with the first")  # fmt: skip
    parser.add_argument("--replay", metavar="FILE",
                        help=f"a recording as the first of them, instead of LEVEL ('{LAST}': your newest)")  # fmt: skip
    parser.add_argument("--act", type=whole_number(0), metavar="N", help="an act of the level (else 0, the first)")
    parser.add_argument("--seed", type=whole_number(0, 2**63 - 1), metavar="N", help="the luck of all (else 1)")
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="table.key=value",
                        help="change a setting of the level file; may be given again")  # fmt: skip
    parser.add_argument("--table", action="store_true", help="print the table of differences; opens no window")
    parser.add_argument("--json", action="store_true", help="print one JSON object; opens no window")


def _run(arguments: argparse.Namespace, show: Show, has_screen: Callable[[], bool]) -> int:
    from lucy.run import own_report
    from lucy.run.comparison import YOU, compared

    recording = _recording(arguments)
    names = _names(arguments.consumers, recording is not None)
    act, seed = arguments.act or 0, 1 if arguments.seed is None else arguments.seed
    if recording is None:
        arguments.act = act
        level = read_level(arguments)
    else:
        level, act, seed = recording.level, recording.act, recording.seed
    for name in names:
        if consumers.is_own(name) and (fault := own_report.fault(name)):
            raise BadInput(fault)
    headless = arguments.table or arguments.json
    if not headless and has_screen():
        return show(level, names, seed, act, recording)
    if YOU in names:
        raise BadInput(
            f"compare: nobody can play 'you' without a window. Name somebody else, or play the level and give "
            f"the recording: {program()} compare --replay {LAST} --consumers hoarder,negotiator --table"
        )
    results = compared(level, names, seed, recording, lambda line: print(line, file=sys.stderr))
    first = [] if recording is None else [f"{recording.consumer} (recorded)"]
    lanes = [*first, *map(one_line, names)]
    print(_json(level, seed, act, lanes, results) if arguments.json else _table(level, seed, lanes, results))
    return DONE


def _recording(arguments: argparse.Namespace) -> Recording | None:
    if arguments.replay is None:
        if arguments.level is None:
            raise BadInput("compare needs LEVEL, or --replay FILE for a recorded run. See compare --help.")
        return None
    given = [("LEVEL", arguments.level), ("--act", arguments.act), ("--seed", arguments.seed),
             ("--set", arguments.overrides or None)]  # fmt: skip
    for what, value in given:
        if value is not None:
            raise BadInput(f"compare: a recording has its own level, act and seed. Leave out {what}, or --replay.")
    return read(file_of(arguments.replay, "compare"), "compare")


def _names(text: str, recorded: bool) -> list[str]:
    """Who is compared; BadInput where one of them can't be, or where they are too few or too many."""
    from lucy.run.comparison import LEAST, MOST, YOU

    names = [name.strip() for name in text.split(",") if name.strip()]
    least, most = LEAST - recorded, MOST - recorded
    if not least <= len(names) <= most:
        beside = " beside the recording" if recorded else ""
        raise BadInput(f"compare: --consumers must name {least} to {most}{beside} (you gave {len(names)})")
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"compare: {one_line(name)} is named {names.count(name)} times; name each consumer once")
        if recorded and name == YOU:
            raise BadInput("compare: beside a recording everybody plays by themselves. Leave out 'you'.")
        try:
            consumers.make(name)
        except ValueError as error:
            raise BadInput(f"compare: {one_line(error)}") from error
    return names


def _table(level: Level, seed: int, lanes: Sequence[str], results: Sequence[Result]) -> str:
    from lucy.run.comparison_table import table

    others = [word for lane in lanes[1:] for word in (f"is: {lane}", "difference")]
    rows: list[list[str]] = [["", f"was: {lanes[0]}", *others]]
    for row in table(level, results):
        others = [word for cell in row.cells[1:] for word in (cell.value, cell.difference)]
        rows.append([row.label, row.cells[0].value, *others])
    head = f"{level.words.title or level.name}, seed {seed}: each against {lanes[0]}"
    return f"{head}\n\n{aligned(rows, right=range(1, len(rows[0])))}"


def _json(level: Level, seed: int, act: int, lanes: Sequence[str], results: Sequence[Result]) -> str:
    from lucy.run.comparison_table import as_json

    found = {"level": level.name, "act": act, "seed": seed, "lanes": as_json(lanes, results)}
    return json.dumps(found, indent=2, ensure_ascii=False)


def command(show: Show, has_screen: Callable[[], bool]) -> Command:
    """The command; `show` opens the window, which this layer does not have, and `has_screen` says whether it can."""
    return Command(
        name="compare",
        summary="the same belt and luck for two to four, side by side: you and the personas",
        example="compare 01-chocolate-factory --consumers you,hoarder,negotiator",
        add_arguments=_arguments,
        run=lambda arguments: _run(arguments, show, has_screen),
        speaks=True,
    )
