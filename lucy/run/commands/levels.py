"""`lucy levels`: lists the levels that travel with the game, or checks a level file."""

from __future__ import annotations

import argparse

from lucy.run.commands.command_line import DONE, BadInput, Command
from lucy.run.commands.table import aligned


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", metavar="FILE", help="check a level file, and say in one line what is wrong with it")


def _run(arguments: argparse.Namespace) -> int:
    from lucy.run.level_files import LevelError, check_level, level_acts, load_level, own_levels, shipped_levels

    try:
        if arguments.check is not None:
            checked = check_level(arguments.check)
            many = f", with {len(checked)} acts" if len(checked) > 1 else ""
            print(f"{arguments.check}: a good level of {checked[0].duration_ms / 1000:g} s{many}.")
            return DONE
        rows = [("LEVEL", "LENGTH", "TITLE", "THE IDEA")]
        for name in (*shipped_levels(), *own_levels()):
            level = load_level(name)
            rows.append((name, f"{level.duration_ms / 1000:g} s", level.words.title, level.words.idea))
            acts = level_acts(name)
            if len(acts) > 1:
                rows.extend((f"  --act {act}", "", title, "") for act, title in enumerate(acts))
    except LevelError as error:
        raise BadInput(str(error)) from error
    print(aligned(rows, right=(1,)))
    return DONE


COMMAND = Command(
    name="levels",
    summary="list the levels, or check a level file",
    example="levels --check my-level.toml",
    add_arguments=_arguments,
    run=_run,
)
