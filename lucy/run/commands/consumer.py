"""`lucy consumer`: a template to start from, and a short try of a consumer of one's own with all that it did wrong."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from lucy.run.commands.command_line import (
    DONE,
    LOST,
    BadInput,
    Command,
    one_line,
    one_of,
    program,
    seconds,
    whole_number,
    writing,
)

if TYPE_CHECKING:
    from lucy.sim.controls import Controls

_LEVEL = "03-server-to-server"
_CHECK_S = 10.0
_DONE_SO_OFTEN = 5  # different decisions that are shown


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="new|check", help="write a template, or try what you have written")
    parser.add_argument("consumer", metavar="CONSUMER", nargs="?",
                        help="your my.py, or (to check) a command such as 'node bot.js'")  # fmt: skip
    parser.add_argument("--level", default=_LEVEL, metavar="LEVEL", help=f"where it is tried (else {_LEVEL})")
    parser.add_argument("--act", type=whole_number(0), default=0, metavar="N", help="an act of the level (else 0)")
    parser.add_argument("--seed", type=whole_number(0, 2**63 - 1), default=1, metavar="N", help="the luck (else 1)")
    parser.add_argument("--seconds", type=seconds(0.1, 3600), default=_CHECK_S, metavar="S",
                        help=f"so much level time (else {_CHECK_S:g})")  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    what = one_of("word after consumer", arguments.what, ("new", "check"))
    if arguments.consumer is None:
        raise BadInput(f"consumer {what} needs CONSUMER. See {program()} consumer --help.")
    if what == "new":
        return _new(Path(arguments.consumer))
    return _check(arguments)


def _new(file: Path) -> int:
    from lucy.consumers import own

    if file.suffix != ".py":
        raise BadInput(f"consumer new: {one_line(file)} must end in .py")
    text = Path(own.__file__).with_name("template.txt").read_text(encoding="utf-8")
    text = text.replace("FILE", file.name).replace("python main.py", program())
    if file.exists():
        raise BadInput(f"consumer new: {one_line(file)} is there already. Choose another name.")
    with writing("consumer new", file), file.open("x", encoding="utf-8") as stream:
        stream.write(text)
    print(f"{file} is written. Try it with: {program()} consumer check {file}")
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from lucy.consumers import OwnConsumer, make
    from lucy.run import own_report
    from lucy.run.commands.simulate import read_level
    from lucy.run.headless import played

    arguments.overrides = []
    level = read_level(arguments)
    try:
        consumer = make(arguments.consumer)
        fault = own_report.fault(arguments.consumer)
    except ValueError as error:
        raise BadInput(f"consumer check: {one_line(error)}") from error
    if not isinstance(consumer, OwnConsumer):
        shipped = one_line(arguments.consumer)
        raise BadInput(f"consumer check: {shipped} is a shipped consumer. Name a file or a command.")
    if fault:
        raise BadInput(fault)
    session = played(level, consumer, arguments.seed, arguments.seconds)
    assert isinstance(session.consumer, OwnConsumer)
    standing = session.consumer.standing()
    result = session.result()
    came = "it held" if result.outcome in ("won", "timeout") else result.outcome
    print(f"{consumer.name} on {level.words.title or level.name}, {result.seconds:g} s of level time: {came}")
    print(f"decisions {standing.decided}, skipped {standing.skipped}; "
          f"time for one: median {1000 * standing.median_s:.1f} ms, most {1000 * standing.most_s:.1f} ms "
          f"(free: {1000 * consumer.rule.decision_s:g}); "
          f"bank left {standing.bank_left_s:.2f} of {consumer.rule.bank_s:g} s")  # fmt: skip
    print("\nwhat it decided")
    entries = [(entry.tick, entry.controls) for entry in session.tape.entries if entry.controls is not None]
    for tick, controls in entries[:_DONE_SO_OFTEN]:
        print(f"  {tick / level.tick_hz:5.1f} s  {_shown(controls)}")
    if len(entries) > _DONE_SO_OFTEN:
        print(f"  ... {len(entries) - _DONE_SO_OFTEN} more changes")
    if not entries:
        print("  nothing that differs from doing nothing")
    if standing.printed:
        print("\nwhat it printed")
        print("".join(f"  {text}\n" for text in standing.printed.splitlines()[-20:]), end="")
    lines = own_report.lines(standing)
    print("\nwhat went wrong" if lines else "\nnothing went wrong")
    print("".join(f"  {text}\n" for text in lines), end="")
    return LOST if lines else DONE


def _shown(controls: Controls) -> str:
    """The settings that are not at their default."""
    from lucy.sim.controls import changes

    return f"Controls({', '.join(f'{name}={value!r}' for name, value in changes(controls).items())})"


COMMAND = Command(
    name="consumer",
    summary="write your own consumer: a template to start from, and a try of what you have",
    example="consumer check my.py --level 03-server-to-server",
    add_arguments=_arguments,
    run=_run,
)
