"""`lucy guide`: one page about a level for a teacher, with the answers worked out from the level itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lucy.run.commands.command_line import DONE, BadInput, Command, check_folders, one_line, program, writing


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("level", metavar="LEVEL", help="a level's name, or a path to a level file")
    parser.add_argument("out", metavar="OUT.html", nargs="?", help="where the page goes (else LEVEL-guide.html here)")


def _run(arguments: argparse.Namespace) -> int:
    from lucy.run import guide, guide_page, words
    from lucy.run.level_errors import LevelError
    from lucy.run.level_source import find_level

    try:
        path = find_level(arguments.level)
        out = Path(arguments.out or f"{path.stem}-guide.html")
        if out.suffix.lower() not in (".html", ".htm"):
            raise BadInput(f"guide: {one_line(out)} must end in .html")
        check_folders("guide", str(out))
        acts = guide.guide(str(path), _tell)
    except LevelError as error:
        raise BadInput(str(error)) from error
    by_path = arguments.level if arguments.level.endswith(".toml") else path.stem
    page = guide_page.page(by_path, acts, program())
    with writing("guide", out):
        out.write_text(page, encoding="utf-8")
    many = words.say("guide.acts_many", acts=len(acts)) if len(acts) > 1 else words.say("guide.acts_one")
    print(words.say("guide.written", file=str(out), acts=many))
    return DONE


def _tell(done: int, total: int) -> None:
    """Ten seconds and more an act: say so, beside what may be read by a program."""
    from lucy.run import words

    print(words.say("guide.working", act=done + 1, acts=total), file=sys.stderr, flush=True)


COMMAND = Command(
    name="guide",
    summary="write one page about a level for a teacher to print, with the answers",
    example="guide 03-server-to-server server.html",
    add_arguments=_arguments,
    run=_run,
    speaks=True,
)
