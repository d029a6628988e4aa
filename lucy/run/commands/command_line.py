"""How a command reads its line: arguments, help with an example, and errors of exactly one line.

Knows nothing of what the commands do.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from lucy.run import language

DONE, LOST, BAD = 0, 1, 2  # exit codes: done; the level was lost or a check failed; bad input


class BadInput(Exception):
    """What was given can't be used. The message is one line: what, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Command:
    """One word after `lucy`: what it does, an example line, its arguments, and how it runs."""

    name: str
    summary: str
    example: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]  # returns the exit code
    speaks: bool = False  # whether it has words for people, in the language that they prefer


class _Parser(argparse.ArgumentParser):
    """Raises BadInput where argparse would print its usage and leave."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(_plain(message, self.prog))


def program() -> str:
    """What the user typed to get here: `python main.py`, `python -m lucy` or `lucy`."""
    name = Path(sys.argv[0]).name
    return {"main.py": "python main.py", "__main__.py": "python -m lucy"}.get(name, "lucy")


def parse(command: Command, words: Sequence[str]) -> argparse.Namespace:
    """The arguments of one command; BadInput if they can't be used, SystemExit(0) after `--help`."""
    parser = _Parser(
        prog=f"{program()} {command.name}",
        description=command.summary,
        epilog=f"example:\n  {program()} {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    if command.speaks:
        parser.add_argument("--language", metavar="CODE", type=_language,
                            help=f"{' or '.join(language.languages())}; else what the settings say")  # fmt: skip
    arguments, left = parser.parse_known_args(list(words))
    if left:
        known = [option for action in parser._actions for option in action.option_strings]
        word = left[0].split("=")[0]
        hint = did_you_mean(word, known) or f"See {parser.prog} --help."
        kind = "option" if word.startswith("-") else "argument"
        raise BadInput(f"{command.name}: unknown {kind} '{word}'. {hint}")
    return arguments


def _language(text: str) -> str:
    known = language.languages()
    if text not in known:
        raise argparse.ArgumentTypeError(f"must be {' or '.join(known)} (you gave '{one_line(text)}')")
    return text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean 'simulate'?` for the nearest of the known words; empty if none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean '{near[0]}'?" if near else ""


def one_of(what: str, word: str, known: Sequence[str]) -> str:
    """The word itself, if it is known; BadInput with the nearest known word, or all of them, if not."""
    if word in known:
        return word
    hint = did_you_mean(word.lower(), known)
    choices = "There are: " + ", ".join(known) + "."
    raise BadInput(f"unknown {what} '{one_line(word)}'. {hint or choices}")


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """A reader of whole numbers in a range, for `add_argument(type=...)`."""
    wanted = f"a whole number, {least} or more" if most is None else f"a whole number from {least} to {most}"

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least or (most is not None and number > most):
            raise argparse.ArgumentTypeError(f"must be {wanted} (you gave '{one_line(text)}')")
        return number

    return read


def number(least: float, most: float, unit: str = "") -> Callable[[str], float]:
    """A reader of numbers in a range, for `add_argument(type=...)`; `unit`: of what, as the error says it."""
    wanted = f"{least:g} to {most:g} {unit}".rstrip()

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"must be {wanted} (you gave '{one_line(text)}')")
        return value

    return read


def seconds(least: float, most: float) -> Callable[[str], float]:
    """A reader of lengths of time in a range, for `add_argument(type=...)`."""
    return number(least, most, "seconds")


def check_folders(command: str, *files: str | None) -> None:
    """BadInput if a file that is to be written has no folder to stand in."""
    for file in filter(None, files):
        folder = Path(file).absolute().parent
        if not folder.is_dir():
            raise BadInput(f"{command}: there is no folder {one_line(folder)} to write {one_line(file)} to")


@contextmanager
def writing(command: str, file: str | Path, to: str = "") -> Iterator[None]:
    """BadInput in one line if what is written inside can't be. `to`: " to", where `file` is a folder."""
    try:
        yield
    except OSError as error:
        raise BadInput(f"{command}: {one_line(file)} cannot be written{to}: {error.strerror or error}") from error


def one_line(text: object) -> str:
    """The text without line breaks or control characters, so that an error stays one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def _plain(message: str, prog: str) -> str:
    command = prog.rsplit(" ", 1)[-1]
    needed = "the following arguments are required: "
    if message.startswith(needed):
        return f"{command} needs {message.removeprefix(needed)}. See {prog} --help."
    message = message.removeprefix("argument ")
    if "expected" in message:
        return f"{command}: {message}. See {prog} --help."
    return f"{command}: {message.replace(': must be', ' must be', 1)}"
