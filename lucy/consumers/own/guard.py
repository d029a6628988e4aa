"""Stands between the game and somebody's program: starts it, watches its memory, and takes it down with the game.

A script of its own that imports nothing of Lucy, so that it starts in a few milliseconds. It does not read what the
program says. Exit code: the program's own, 128 + n for signal n, or one of those below.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

TOO_MUCH_MEMORY = 86
NOT_STARTED = 87
LOOK_S = 0.1


def main(words: list[str]) -> int:
    """`guard.py MOST_BYTES PROGRAM ...`"""
    most_bytes, command = int(words[0]), words[1:]
    game = os.getppid()
    try:
        program = subprocess.Popen(command)
    except OSError as error:
        print(error.strerror or error, file=sys.stderr)
        return NOT_STARTED
    _let_go_of_the_pipes()  # or the game would not see it when the program closes them
    while True:
        try:
            code = program.wait(LOOK_S)
            return code if code >= 0 else 128 - code
        except subprocess.TimeoutExpired:
            if os.name == "posix" and os.getppid() != game:
                os.killpg(os.getpgid(0), signal.SIGKILL)  # the game is gone: nothing stays, this one neither
            if memory_bytes(program.pid) > most_bytes:
                program.kill()
                program.wait()
                return TOO_MUCH_MEMORY


def _let_go_of_the_pipes() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)


def memory_bytes(pid: int) -> int:
    """What a process and its children hold in memory; 0 where the system does not say (no /proc)."""
    try:
        with open(f"/proc/{pid}/statm") as figures:
            held = int(figures.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        with open(f"/proc/{pid}/task/{pid}/children") as listed:
            children = [int(child) for child in listed.read().split()]
    except (OSError, ValueError, IndexError):
        return 0
    return held + sum(memory_bytes(child) for child in children)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
