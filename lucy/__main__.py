"""The command line of Lucy: finds the command, runs it, and turns what went wrong into one line and an exit code.

Sits above the screen, so it may import anything; it imports late, so that a headless command never loads pygame.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code: 0 done, 1 lost or a check failed, 2 bad input."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a checkout can be started with any Python
        print("lucy: needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2], file=sys.stderr)  # noqa: UP031
        return 2
    from lucy.run.commands.command_line import BAD, BadInput

    try:
        code = _run(list(sys.argv[1:] if words is None else words))
        sys.stdout.flush()
        return code
    except BadInput as error:
        return _complain(str(error), BAD)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("numpy", "pygame"):
            raise
        mend = f"{sys.executable} -m pip install numpy pygame-ce"
        return _complain(f"{error.name} is not installed for this Python. Mend it with: {mend}", BAD)
    except BrokenPipeError:  # the reader has seen enough, as in `lucy levels | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _run(words: list[str]) -> int:
    from lucy.run import language
    from lucy.run.commands import compare, consumer, guide, levels, matrix, race, record, replay, simulate, sweep
    from lucy.run.commands.command_line import one_of, parse
    from lucy.ui import commands as screen
    from lucy.ui import show_command

    verdicts = matrix.command(screen.draw_matrix)
    again = replay.command(screen.show_replay)
    films = record.command(screen.film)
    beside = compare.command(screen.show_comparison, screen.has_screen)
    grid = sweep.command(screen.draw_sweep)
    headless = (again, films, beside, simulate.COMMAND, race.COMMAND, consumer.COMMAND, levels.COMMAND, verdicts, grid)
    everything = (
        screen.PLAY, screen.DEMO, show_command.COMMAND, guide.COMMAND, *headless, screen.SCREENSHOTS, screen.BENCH,
    )  # fmt: skip
    commands = {command.name: command for command in everything}
    if not words or words[0] in ("--class", "--language"):
        given = _options(words)
        language.begin(given.get("--language"))
        return screen.open_the_game(given.get("--class"))
    if words[0] in ("-h", "--help", "help"):
        print(_help([(command.name, command.summary) for command in everything]))
        return 0
    if words[0] in ("-V", "--version"):
        from lucy import __version__

        print(f"lucy {__version__}")
        return 0
    kind = "option" if words[0].startswith("-") else "command"
    known = ["--help", "--version", "--class", "--language"] if kind == "option" else list(commands)
    command = commands[one_of(kind, words[0], known)]
    arguments = parse(command, words[1:])
    if command.speaks:
        for_programs = getattr(arguments, "json", False)  # they read the same whatever somebody prefers
        language.begin(arguments.language, heed_kept=not for_programs)
    return command.run(arguments)


def _options(words: list[str]) -> dict[str, str]:
    """What stands after --class and --language, where the game is opened without a command."""
    from lucy.run import language
    from lucy.run.commands.command_line import BadInput, one_of

    usage = {"--class": "--class needs one file, as in: --class class.toml",
             "--language": "--language needs one of: " + ", ".join(language.languages())}  # fmt: skip
    for option in words[::2]:
        one_of("option", option, list(usage))
    for option in usage:
        if option in words[::2] and (words.count(option) > 1 or words[-1] == option):
            raise BadInput(usage[option])
    given = dict(zip(words[::2], words[1::2], strict=True))
    if "--language" in given:
        one_of("language", given["--language"], language.languages())
    return given


def _help(summaries: list[tuple[str, str]]) -> str:
    from lucy.run.commands.command_line import program

    width = max(len(name) for name, _ in summaries)
    lines = [
        "Lucy: a chocolate belt that teaches backpressure.",
        "",
        f"  {program()}              opens the game",
        f"  {program()} COMMAND ...  does one of these:",
        "",
        *(f"    {name:<{width}}  {summary}" for name, summary in summaries),
        "",
        f"  {program()} COMMAND --help  says more, with an example.   --version  prints the version.",
        f"  {program()} --class FILE    opens the game with what a teacher has set for a class.",
        f"  {program()} --language de   opens the game in German; most commands take --language, too.",
        "",
        "Exit code: 0 done, 1 the level was lost or a check failed, 2 bad input (one line says what and where).",
    ]
    return "\n".join(lines)


def _complain(message: str, code: int) -> int:
    from lucy.run.commands.command_line import one_line

    print(f"lucy: {one_line(message)}", file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
