"""A clip of what the window shows, taken while the game goes on. The game never waits for it.

Of each picture the game's own thread makes a plain copy and no more. A second thread scales it down, a third hands it
to a process of the clip's own, which packs it and in the end makes the film. Where they fall behind, it is the clip
that loses a picture, and the one after it stands for longer.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pygame
from pygame import Surface

import lucy

FPS = 12.5  # a whole number of hundredths of a second, as a GIF wants it
MOST_S = 60.0
TIMES = 4  # bytes before each picture: how many times it is to stand in the film
_ROOM = (960, 540)  # the largest size
_COPIES = 3  # of the window, that wait to be scaled
_QUEUE = 25  # pictures that wait to be handed over: the two seconds that the process may need to start


def size_of(window: tuple[int, int]) -> tuple[int, int]:
    """The clip's size: that of the window, or as much smaller as fits, in even numbers."""
    part = min(1.0, _ROOM[0] / window[0], _ROOM[1] / window[1])
    return max(2, round(window[0] * part / 2) * 2), max(2, round(window[1] * part / 2) * 2)


class Clip:
    """One clip, from its first picture to its file. `fault` says what went wrong; empty: nothing."""

    def __init__(self, window: tuple[int, int], file: Path) -> None:
        """OSError if there can be no process."""
        self.window, self.size, self.file = window, size_of(window), file
        self.taken_s, self.fault, self.lost = 0.0, "", 0
        self._due_s, self._missed, self._over = 0.0, 0, False
        self._free: queue.SimpleQueue[Surface] = queue.SimpleQueue()
        for _ in range(_COPIES):
            self._free.put(Surface(window, 0, 32))
        self._copied: queue.SimpleQueue[tuple[int, Surface | None] | None] = queue.SimpleQueue()
        self._waiting: queue.Queue[tuple[int, bytes] | None] = queue.Queue(_QUEUE)
        root = str(Path(lucy.__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lucy.ui.clip_process", *map(str, self.size), str(FPS), str(file)],
            env=os.environ | {"PYTHONPATH": path}, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        for work in (self._scale, self._hand_over):
            threading.Thread(target=work, daemon=True).start()

    @property
    def is_full(self) -> bool:
        """Whether it can get no longer."""
        return bool(self.fault) or self.taken_s >= MOST_S

    def take(self, surface: Surface, real_s: float) -> None:
        """So much time has gone by, and this is what the window shows now."""
        self.taken_s += real_s
        self._due_s -= real_s
        if self._due_s > 0:
            return
        times = 1 + int(-self._due_s * FPS)  # a frame that took long stands for as long
        self._due_s += times / FPS
        try:
            copy = self._free.get_nowait()
        except queue.Empty:
            self._missed += times
            self.lost += times
            return
        copy.blit(surface, (0, 0))
        self._copied.put((times + self._missed, copy))
        self._missed = 0

    def _scale(self) -> None:
        """Copies of the window into small pictures; no copy: the last picture stands for longer."""
        small = Surface(self.size, 0, 32)
        while (item := self._copied.get()) is not None:
            times, copy = item
            if copy is not None and self.window == self.size:
                small.blit(copy, (0, 0))
            elif copy is not None:
                pygame.transform.smoothscale(copy, self.size, small)
            self._waiting.put((times, small.get_buffer().raw))
            if copy is not None:
                self._free.put(copy)
        self._waiting.put(None)

    def _hand_over(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        try:
            while (item := self._waiting.get()) is not None:
                stream.write(item[0].to_bytes(TIMES, "little"))
                stream.write(item[1])
            stream.close()
        except OSError as fault:  # the process is gone; what it said last is the better reason
            self.fault = self.fault or fault.strerror or str(fault)

    def stop(self) -> None:
        """No more pictures; the film is made from here on, beside the game and after it."""
        if not self._over:
            self._over = True
            if self._missed:
                self._copied.put((self._missed, None))
            self._copied.put(None)

    def end(self) -> None:
        """Give the clip up: there will be no film."""
        self._process.kill()
        self._process.wait()

    def is_written(self, wait_s: float = 0.0) -> bool:
        """Whether the film is done, or will never be (`fault`)."""
        try:
            code = self._process.wait(wait_s)
        except subprocess.TimeoutExpired:
            return False
        if code:
            said = self._process.stderr.read().decode(errors="replace") if self._process.stderr else ""
            lines = [line.strip() for line in said.splitlines() if line.strip()]
            self.fault = (lines[-1] if lines else str(code))[:200]
        return True
