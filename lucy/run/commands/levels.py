"""`lucy levels`: lists the levels that travel with the game, or checks a level file."""

from __future__ import annotations

import argparse

from lucy.run.commands.command_line import DONE, BadInput, Command
from lucy.run.commands.table import aligned


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", metavar="FILE", help="check a level file, and say in one line what is wrong with it")


def _run(arguments: argparse.Namespace) -> int:
    from lucy.run.level_files import LevelError, check_level, own_levels, shipped_levels

    try:
        if arguments.check is not None:
            checked = check_level(arguments.check)
            many = f", with {len(checked)} acts" if len(checked) > 1 else ""
            print(f"{arguments.check}: a good level of {checked[0].duration_ms / 1000:g} s{many}.")
            return DONE
        rows = [("LEVEL", "LENGTH", "TITLE", "THE IDEA")]
        for name in shipped_levels():
            rows += _rows(name)
    except LevelError as error:
        raise BadInput(str(error)) from error
    for name in own_levels():
        try:
            rows += _rows(name)
        except LevelError as error:  # the others are good all the same
            rows.append((name, "", "cannot be read", str(error)))
    print(aligned(rows, right=(1,)))
    return DONE


def _rows(name: str) -> list[tuple[str, str, str, str]]:
    """The lines of a level: its own, and one for each act where there are several. Raises LevelError."""
    from lucy.run.level_files import level_acts, load_level

    level, acts = load_level(name), level_acts(name)
    rows = [(name, f"{level.duration_ms / 1000:g} s", level.words.title, level.words.idea)]
    if len(acts) > 1:
        rows.extend((f"  --act {act}", "", title, "") for act, title in enumerate(acts))
    return rows


COMMAND = Command(
    name="levels",
    summary="list the levels, or check a level file",
    example="levels --check my-level.toml",
    add_arguments=_arguments,
    run=_run,
)
