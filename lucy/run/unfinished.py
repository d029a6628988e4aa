"""Long work in pieces, on several processes: a bar shows how far it is, and what is done outlives a stop.

A piece is a key, and a call that answers in plain JSON. Knows nothing of what the pieces work out.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any

from lucy.run import places

STOPPED = 130  # the exit code of a command that was stopped from outside


@dataclass(frozen=True, slots=True)
class Piece:
    """One call of a function that any process can import. What it depends on is all in its key."""

    key: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...]


def key(*parts: object) -> str:
    """A short name for everything that a piece's answer depends on."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


class Unfinished:
    """The answers that a stopped run has found: a line each in `<name>-unfinished.jsonl` in the user's folder."""

    def __init__(self, name: str, anew: bool = False) -> None:
        """`anew`: forget what an earlier run has done."""
        self._file = places.user_folder() / f"{name}-unfinished.jsonl"
        self._fault = ""
        self.known: dict[str, Any] = {}
        if anew:
            self.forget()
        elif self._file.is_file():
            for line in self._file.read_text("utf-8", "replace").splitlines():
                try:
                    of, answer = json.loads(line)
                    self.known[of] = answer
                except (ValueError, TypeError):
                    continue  # a line cut short by the stop: its piece is done again

    def finish(self, pieces: Sequence[Piece], workers: int, elsewhere: Executor | None = None) -> dict[str, Any]:
        """The answer to each piece by its key; what is known is not done again. SystemExit(130) when stopped.

        `elsewhere` does the work in place of processes of this machine's own; it is the caller's to close.
        """
        left = [piece for piece in pieces if piece.key not in self.known]
        others = multiprocessing.active_children()
        pool = elsewhere or ProcessPoolExecutor(min(workers, max(1, len(left))), initializer=be_a_worker)
        try:
            with _ended_as_stopped():
                futures = {pool.submit(call, piece): piece.key for piece in left}
                for count, future in enumerate(as_completed(futures), len(pieces) - len(left) + 1):
                    self._keep(futures[future], future.result())
                    _progress(count, len(pieces))
        except KeyboardInterrupt:
            for process in multiprocessing.active_children():
                if process not in others:
                    process.terminate()
            print(f"\nStopped. {self._fault or 'The same line again goes on from here.'}", file=sys.stderr)
            raise SystemExit(STOPPED) from None
        finally:
            if elsewhere is None:
                pool.shutdown(cancel_futures=True)
        return {piece.key: self.known[piece.key] for piece in pieces}

    def _keep(self, of: str, answer: Any) -> None:
        line = json.dumps([of, answer])
        self.known[of] = json.loads(line)[1]  # as it will be read, so that a stop makes no difference
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write(f"\n{line}")  # the break first: a line that a stop cut short spoils no other
        except OSError as fault:
            self._fault = f"What was done is lost: {self._file} can't be written ({fault.strerror})."

    def forget(self) -> None:
        """All is done."""
        self._file.unlink(missing_ok=True)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        bar = "█" * (30 * done // of)
        print(f"\r{bar:<30} {done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


@contextmanager
def _ended_as_stopped() -> Iterator[None]:
    """Within it, a process that is asked to end (SIGTERM) is stopped as by Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def be_a_worker() -> None:
    """Ctrl-C is for the process that started this one; when that one ends this one, or is gone, it tidies up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def call(piece: Piece) -> Any:
    """The answer of a piece, in a process that `be_a_worker` began."""
    try:
        return piece.call(*piece.arguments)
    except SystemExit:  # the pool would take it for an answer and go on
        os._exit(STOPPED)
