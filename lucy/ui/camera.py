"""F12 takes a picture of the window, Shift+F12 starts and stops a clip. What it says stands in neither of them.

It looks at what has been drawn; no scene knows of it. On a stand there is no camera.
"""

from __future__ import annotations

import struct
import threading
import zlib
from pathlib import Path

import numpy as np
import pygame
from pygame import Rect, Surface

from lucy.run import places, words
from lucy.ui import film_files, phrases, shapes, text
from lucy.ui.clip import Clip
from lucy.ui.stage import Stage

WRITER = "lucy-picture"  # the thread that writes one
SAID_S = 3.0  # how long the path stands


class Camera:
    """One for each window."""

    def __init__(self, is_there: bool = True) -> None:
        self.is_there = is_there
        self.clip: Clip | None = None
        self._written: Clip | None = None  # one that is being made into a film
        self._wants_picture = False
        self._said, self._said_s = "", 0.0
        self._faults: list[str] = []  # of pictures, from the thread that writes them

    def hears(self, event: pygame.event.Event, stage: Stage) -> bool:
        """Whether a device event is for the camera."""
        if not self.is_there or event.type != pygame.KEYDOWN or event.key != pygame.K_F12:
            return False
        if event.mod & pygame.KMOD_SHIFT:
            self._start_or_stop(stage.size)
        else:
            self._wants_picture = True
        return True

    def look(self, surface: Surface, stage: Stage, real_s: float) -> None:
        """The window as it has just been drawn: take it, and then draw on it what there is to say."""
        if self._wants_picture:
            self._wants_picture = False
            self._take_picture(surface)
        if self.clip is not None:
            self.clip.take(surface, real_s)
            full = self.clip.is_full
            if full or self.clip.window != surface.get_size():
                self._stop("full" if full else "writing")
        if self._written is not None and self._written.is_written():
            self._tell_of(self._written)
            self._written = None
        if self._faults:
            self._say(words.say("screen.record.failed", fault=self._faults.pop()))
        self._draw(surface, stage)
        self._said_s -= real_s

    def close(self) -> None:
        """The window closes: a clip that is being taken ends here; its film is made without the game."""
        if self.clip is not None:
            self._stop()

    def _start_or_stop(self, window: tuple[int, int]) -> None:
        if self.clip is not None:
            self._stop()
            return
        if self._written is not None:
            self._say(words.say("screen.record.writing"))
            return
        kind = ".mp4" if not film_files.missing(".mp4") else ".gif"
        if fault := film_files.missing(kind):
            self._say(fault)
            return
        try:
            self.clip = Clip(window, places.fresh_file(places.pictures(), "lucy", kind))
        except OSError as error:
            self._say(words.say("screen.record.failed", fault=error.strerror or str(error)))

    def _stop(self, said: str = "writing") -> None:
        clip, self.clip = self.clip, None
        assert clip is not None
        clip.stop()
        self._written = clip
        self._say(words.say(f"screen.record.{said}"))

    def _tell_of(self, clip: Clip) -> None:
        key, numbers = ("failed", {"fault": clip.fault}) if clip.fault else ("clip", {"path": str(clip.file)})
        self._say(words.say(f"screen.record.{key}", **numbers))

    def _take_picture(self, surface: Surface) -> None:
        try:
            file = places.fresh_file(places.pictures(), "lucy", ".png")
        except OSError as fault:
            self._say(words.say("screen.record.failed", fault=fault.strerror or str(fault)))
            return
        pixels = pygame.image.tobytes(surface, "RGB")
        written = file, pixels, surface.get_size()
        threading.Thread(target=self._write_picture, args=written, name=WRITER).start()
        self._say(words.say("screen.record.photo", path=str(file)))

    def _write_picture(self, file: Path, pixels: bytes, size: tuple[int, int]) -> None:
        try:
            file.write_bytes(png(pixels, size))
        except OSError as fault:
            self._faults.append(fault.strerror or str(fault))

    def _say(self, line: str) -> None:
        self._said, self._said_s = line, SAID_S

    def _draw(self, surface: Surface, stage: Stage) -> None:
        lay, theme = stage.lay, stage.theme
        line, size = self._said if self._said_s > 0 else "", lay.type_px(28)
        if not line and self.clip is not None:
            line = words.say("screen.record.recording", clock=phrases.clock(self.clip.taken_s))
        if not line:
            return
        dot = round(size * 0.9) if self.clip is not None else 0
        room = lay.width - lay.px(140) - dot
        line, size = text.fit(line, size, text.BOLD, room, lay.type_px(18))
        pad, high = lay.px(24), round(size * 1.9)
        card = Rect(lay.px(24), lay.px(104), text.width(line, size, text.BOLD) + dot + 2 * pad, high)
        shapes.box(surface, card, high // 2, theme.panel_deep, max(lay.px(3), 1), theme.on_panel_soft)
        if dot:
            at = card.left + pad + dot // 3, card.centery
            pygame.draw.circle(surface, theme.dropped, at, dot // 3)
        left = card.left + pad + dot
        text.draw(surface, line, (left, card.centery), size, theme.on_panel, text.BOLD, y="middle")


def png(pixels: bytes, size: tuple[int, int]) -> bytes:
    """A PNG file of plain pixels, three bytes each. Packing lets other threads run, which SDL's writer does not."""
    rows = np.zeros((size[1], 1 + 3 * size[0]), dtype=np.uint8)  # before each row the number of its filter: none
    rows[:, 1:] = np.frombuffer(pixels, dtype=np.uint8).reshape(size[1], -1)

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b"")
