"""Pictures kept on the disk until they are written as a film: packed, one after the other. Knows no film's format."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_LENGTH = 4  # bytes before each picture that say how long it is


class FrameStore:
    """Writes pictures of one size as raw bytes, four a pixel (blue, green, red, unused)."""

    def __init__(self, file: Path) -> None:
        self.file, self.count, self.bytes = file, 0, 0
        self._stream: BinaryIO = file.open("wb")

    def add(self, raw: bytes, times: int = 1) -> None:
        """One more picture, that many times. OSError where the disk is full."""
        packed = zlib.compress(raw, 1)
        for _ in range(times):
            self._stream.write(len(packed).to_bytes(_LENGTH, "little"))
            self._stream.write(packed)
            self.count += 1
            self.bytes += len(packed)

    def close(self) -> None:
        """No more is coming."""
        self._stream.close()


def stored(file: Path) -> Iterator[bytes]:
    """The pictures of a store that is closed, from the first; one that was cut off in mid-picture is left out."""
    with file.open("rb") as stream:
        while len(head := stream.read(_LENGTH)) == _LENGTH:
            packed = stream.read(length := int.from_bytes(head, "little"))
            if len(packed) < length:
                return
            yield zlib.decompress(packed)
