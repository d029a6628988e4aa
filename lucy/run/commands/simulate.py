"""`lucy simulate`: one run of one level without a screen, as a table or as one JSON object."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lucy.run.commands.command_line import (
    DONE,
    LOST,
    BadInput,
    Command,
    one_line,
    one_of,
    seconds,
    whole_number,
)

if TYPE_CHECKING:
    from lucy.sim.level import Level


def add_level_arguments(
    parser: argparse.ArgumentParser,
    otherwise: str = "the one whom the level names",
    level: str = "a level's name, or a path to a level file",
) -> None:
    """LEVEL, and what picks its act, seed, consumer and settings. `otherwise`: who it is where nobody is named."""
    parser.add_argument("level", metavar="LEVEL", help=level)
    from lucy.consumers import NAMES

    parser.add_argument("--consumer", metavar="NAME",
                        help=f"who stands at the belt: {', '.join(NAMES)}, your own my.py, or a command "
                             f"such as 'node bot.js' (else {otherwise})")  # fmt: skip
    parser.add_argument("--seed", type=whole_number(0, 2**63 - 1), default=1, metavar="N", help="the luck (else 1)")
    parser.add_argument("--act", type=whole_number(0), default=0, metavar="N",
                        help="an act of the level (else 0, the first)")
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="table.key=value",
                        help="change a setting of the level file; may be given again")  # fmt: skip


def read_level(arguments: argparse.Namespace, more_overrides: Sequence[tuple[str, int]] = ()) -> Level:
    """The level that the arguments name; BadInput in one line if there is none, or it can't be read."""
    from lucy.run.level_files import LevelError, load_level

    for override in arguments.overrides:
        key, equals, _ = override.partition("=")
        if not equals or not key.strip():
            raise BadInput(f"--set needs table.key=value (you gave '{one_line(override)}')")
    try:
        return load_level(arguments.level, arguments.act, [*arguments.overrides, *more_overrides])
    except LevelError as error:
        raise BadInput(str(error)) from error


def read_consumer(arguments: argparse.Namespace, level: Level) -> str:
    """The consumer's name; where none is given, the one to beat, or nobody where there is nothing to set."""
    from lucy.consumers import NAMES, is_own, make

    if arguments.consumer is not None and is_own(arguments.consumer):
        try:
            make(arguments.consumer)
        except ValueError as error:
            raise BadInput(one_line(error)) from error
        return arguments.consumer
    if arguments.consumer is not None:
        return one_of("consumer", arguments.consumer, tuple(NAMES))
    levers = level.levers
    all_levers = (levers.buffer, levers.drop, levers.control, levers.scale)
    playable = any(
        not lever.locked and (lever.options or lever.amounts or lever.choices or lever.unbounded)
        for lever in all_levers
    )
    return level.beat if playable else "shrugger"


def _arguments(parser: argparse.ArgumentParser) -> None:
    from lucy.run.level_tables import LONGEST_S

    add_level_arguments(parser)
    parser.add_argument("--seconds", type=seconds(0.1, LONGEST_S), metavar="S",
                        help="stop after so much level time")  # fmt: skip
    parser.add_argument("--tick-hz", type=whole_number(10, 10_000), metavar="N",
                        help="ticks a second (else the level's)")  # fmt: skip
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    how.add_argument("--log", action="store_true", help="print what happens in sentences, with times, instead")


def _run(arguments: argparse.Namespace) -> int:
    level = read_level(arguments)
    if arguments.tick_hz is not None:  # a second reading, so that a fault in the file is not laid to the tick
        level = read_level(arguments, [("level.tick_hz", arguments.tick_hz)])
    consumer = read_consumer(arguments, level)

    from lucy.consumers import OwnConsumer, make
    from lucy.run import own_report
    from lucy.run.headless import played

    if fault := own_report.fault(consumer):
        raise BadInput(fault)
    session = played(level, make(consumer), arguments.seed, arguments.seconds, told=arguments.log)
    result, own = session.result().to_json(), None
    if isinstance(session.consumer, OwnConsumer):
        own = session.consumer.standing()
        result["own_consumer"] = own_report.values(own)
    if arguments.log:
        print("\n".join(str(line) for line in session.story.log.lines))
    elif arguments.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
    else:
        from lucy.run.commands.result_table import result_table

        print(result_table(result, level))
    if own is not None:  # beside the result, so that what reads it is not disturbed
        print(own.printed, end="" if own.printed.endswith("\n") or not own.printed else "\n", file=sys.stderr)
        print("".join(f"{text}\n" for text in own_report.lines(own)), end="", file=sys.stderr)
    return LOST if result["outcome"] == "lost" else DONE


COMMAND = Command(
    name="simulate",
    summary="run one level without a screen, and print what came of it",
    example="simulate 02-copying-a-file --consumer hoarder --json",
    add_arguments=_arguments,
    run=_run,
)
