"""A program in a process group of its own: lines in, lines out, what it prints, and an end that leaves nothing behind.

Knows nothing of views, turns or JSON. What it keeps is bounded, however much a program writes.
"""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path

from lucy.consumers.own import guard
from lucy.consumers.own.wire import LONGEST_LINE

MOST_BYTES = 1 << 30  # of memory, its children's too
MOST_PRINTED = 10_000  # characters that are kept, the last ones
_MARK = "LUCY_CONSUMER"  # in the environment of all that a program starts
_QUEUED = 64  # lines that wait to be read; then the program waits
_LEAVE_S = 0.3  # after its input has ended
_CHUNK = 1 << 16


class Process:
    """One running program. `line` gives what it answers; `printed` what went to its standard error."""

    def __init__(self, command: Sequence[str]) -> None:
        mark = secrets.token_hex(8)
        words = [sys.executable, "-I", "-S", str(Path(guard.__file__).resolve()), str(MOST_BYTES), *command]
        own = {_MARK: mark, f"{_MARK}_OF": str(os.getpid()), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
        # Python's own group of processes, to be ended whole; on Windows `taskkill /T` does it.
        options: dict = {"start_new_session": True} if os.name == "posix" else {
            "creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        }  # fmt: skip
        self._popen = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
            env=os.environ | own, **options,
        )  # fmt: skip
        self._lines: queue.Queue[_Line] = queue.Queue(_QUEUED)
        self.came_at = 0.0  # when the latest line that `line` gave had come, by time.perf_counter()
        self._closed = threading.Event()
        self._prints = Prints()
        assert self._popen.stdout is not None and self._popen.stderr is not None
        self._readers = (
            threading.Thread(target=_read_lines, args=(self._popen.stdout, self._lines, self._closed), daemon=True),
            threading.Thread(target=_read_prints, args=(self._popen.stderr, self._prints, self._closed), daemon=True),
        )
        for reader in self._readers:
            reader.start()
        self._ended = False
        # At the latest when nobody holds it any more, or when Python ends.
        self._close = weakref.finalize(self, _close, self._popen, self._closed, self._readers, mark, os.getpid())

    @property
    def pid(self) -> int:
        """Of the guard, which leads the group."""
        return self._popen.pid

    def send(self, line: bytes) -> bool:
        """Write one line; False: nobody reads there any more."""
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.write(line)
        except (OSError, ValueError):
            return False
        return True

    def close(self, at_once: bool = False) -> None:
        """End it and all that it started; unless `at_once`, it has a moment to leave by itself."""
        if at_once and self._close.alive:
            _kill(self._popen)
        self._close()

    def line(self, wait_s: float) -> bytes | None:
        """The next line, without its end; b"" if none comes in that time; None: its output has ended."""
        if self._ended:
            return None
        try:
            found, at = self._lines.get(timeout=wait_s) if wait_s > 0 else self._lines.get_nowait()
        except queue.Empty:
            return b""
        self._ended, self.came_at = found is None, at
        return found

    def exit_code(self, wait_s: float = 0.0) -> int | None:
        """How it ended; None: it still runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._popen.wait(wait_s)
        return None

    def printed(self, wait_s: float = 0.0) -> str:
        """The end of what it printed. `wait_s`: for the rest, of a program that has ended."""
        if wait_s:
            self._readers[1].join(wait_s)
        return self._prints.text()

    @property
    def printed_characters(self) -> int:
        """How much it has printed in all."""
        return self._prints.total


class Prints:
    """The end of what was printed, and how much there was."""

    def __init__(self) -> None:
        self._kept = ""
        self.total = 0

    def add(self, text: str) -> None:
        """More of it."""
        self.total += len(text)
        self._kept = (self._kept + text)[-MOST_PRINTED:]

    def text(self) -> str:
        """The last `MOST_PRINTED` characters."""
        return self._kept


_Line = tuple[bytes | None, float]  # None: there are no more; and when it came


def _read_lines(stream: object, lines: queue.Queue[_Line], closed: threading.Event) -> None:
    """Cut what comes into lines. A line that is too long is handed on cut, and its rest passed over."""
    number, rest, too_long = stream.fileno(), b"", False  # type: ignore[attr-defined]
    while chunk := _chunk(number):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            if not too_long and line.strip():
                _put(lines, line[:LONGEST_LINE], closed)
            too_long = False
        if len(rest) > LONGEST_LINE:
            if not too_long:
                _put(lines, rest[:LONGEST_LINE], closed)
            rest, too_long = b"", True
    if rest.strip() and not too_long:
        _put(lines, rest, closed)
    _put(lines, None, closed)


def _put(lines: queue.Queue[_Line], line: bytes | None, closed: threading.Event) -> None:
    at = time.perf_counter()  # now, and not when somebody looks: live, that is a frame later
    while not closed.is_set():
        with contextlib.suppress(queue.Full):
            lines.put((line, at), timeout=0.1)
            return


def _read_prints(stream: object, prints: Prints, closed: threading.Event) -> None:
    number = stream.fileno()  # type: ignore[attr-defined]
    while chunk := _chunk(number):
        prints.add(chunk.decode("utf-8", "replace"))
        if prints.total > MOST_PRINTED and not closed.is_set():
            time.sleep(0.01)  # a flood must not take the game's own time


def _chunk(number: int) -> bytes:
    try:
        return os.read(number, _CHUNK)
    except OSError:
        return b""


def _close(
    popen: subprocess.Popen[bytes], closed: threading.Event, readers: Sequence[threading.Thread], mark: str, owner: int
) -> None:
    """Let it leave by itself, for a moment; then end it and everything that it has started."""
    if os.getpid() != owner:
        return  # a fork of the game: the process is not its own
    closed.set()
    assert popen.stdin is not None and popen.stdout is not None and popen.stderr is not None
    with contextlib.suppress(OSError):
        popen.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        popen.wait(_LEAVE_S)
    _kill(popen)
    for pid in _marked(mark):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    popen.wait()
    for reader in readers:
        reader.join(0.5)
    if not any(reader.is_alive() for reader in readers):
        popen.stdout.close()
        popen.stderr.close()


def _kill(popen: subprocess.Popen[bytes]) -> None:
    """End the whole group."""
    if os.name == "posix":
        with contextlib.suppress(OSError):
            os.killpg(popen.pid, signal.SIGKILL)
    else:
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(popen.pid)], capture_output=True, check=False)
    popen.kill()


def _marked(mark: str) -> list[int]:
    """Processes that left the group, as a daemon does: they still carry the mark. Where there is no /proc: none."""
    wanted, found = f"{_MARK}={mark}".encode(), []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found
