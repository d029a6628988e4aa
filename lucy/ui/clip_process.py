"""The process beside the game that makes a clip: `python -m lucy.ui.clip_process WIDTH HEIGHT FPS FILE`.

Packs the pictures that come on stdin into a folder of its own, and makes the film when no more come. What goes wrong
is the last line on stderr.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from lucy.ui import film_files
from lucy.ui.clip import TIMES
from lucy.ui.frame_store import FrameStore, stored

MOST_BYTES = 1_000_000_000  # on the disk, packed; what comes after that is left out


def make_film(stream: BinaryIO, size: tuple[int, int], fps: float, file: Path) -> int:
    """Write the film of a stream's pictures, whole or not at all; returns how many. OSError."""
    unfinished = file.with_name(f"{file.stem}.unfinished{file.suffix}")
    with tempfile.TemporaryDirectory(prefix="lucy-clip-") as folder:
        store = FrameStore(Path(folder) / "frames")
        while len(head := stream.read(TIMES)) == TIMES:
            raw = stream.read(4 * size[0] * size[1])
            if len(raw) == 4 * size[0] * size[1] and store.bytes < MOST_BYTES:
                store.add(raw, int.from_bytes(head, "little"))
        store.close()
        if not store.count:
            return 0
        _stand_back()
        try:
            if file.suffix == ".gif":
                film_files.write_gif_of(store.file, store.count, size, fps, unfinished)
            else:
                film_files.write_film(stored(store.file), size, fps, unfinished)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
        return store.count


def _stand_back() -> None:
    """From here on nobody waits for it, and the game comes first."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(10)


def main(words: list[str]) -> None:
    """One film."""
    width, height, fps, file = words
    make_film(sys.stdin.buffer, (int(width), int(height)), float(fps), Path(file))


if __name__ == "__main__":
    main(sys.argv[1:])
