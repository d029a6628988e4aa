"""Pictures into a film's file: GIF and WebP by Pillow, MP4 by ffmpeg. Takes raw pictures; draws none.

Both are optional: whoever lacks one is told in one line how to get it.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lucy.run import words
from lucy.ui.frame_store import FrameStore, stored
from lucy.ui.theme import THEMES

if TYPE_CHECKING:
    from PIL import Image

Size = tuple[int, int]
Frames = Iterable[bytes]  # each four bytes a pixel: blue, green, red, unused

KINDS = {".gif": "PIL", ".webp": "PIL", ".mp4": "imageio_ffmpeg"}  # and the module that writes it
USUAL_FPS = {".gif": 12.5, ".webp": 15.0, ".mp4": 30.0}
_EXTRAS = {"PIL": ("pillow", "record"), "imageio_ffmpeg": ("imageio-ffmpeg", "video")}
_COLOURS = 255  # of a GIF; one more is kept for what has not changed
_LOOKED_AT = 24  # pictures of a GIF, evenly over the film, that its colours are chosen from
# Colours that mean something are in every GIF, however little of them there is.
_MEANING = sorted({getattr(theme, name) for theme in THEMES.values() for name in (
    "arriving", "leaving", "waiting", "dropped", "late", "in_flight", "signal", "bad_text", "good_text", "accent",
)})  # fmt: skip
MOST_WEBP_BYTES = 1_500_000_000  # Pillow holds all pictures of a WebP at once


class FilmError(Exception):
    """A film that can't be written; the message is one line."""


def missing(kind: str) -> str:
    """What to do where a film of that kind (".gif") cannot be written here; empty: it can."""
    module = KINDS[kind]
    if importlib.util.find_spec(module) is not None:
        return ""
    package, extra = _EXTRAS[module]
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return words.say("screen.record.missing", kind=kind[1:].upper(), python=python, package=package, extra=extra)


def true_fps(kind: str, fps: float) -> float:
    """The nearest rate that the format can keep: a GIF counts in hundredths of a second."""
    return 100 / max(2, round(100 / fps)) if kind == ".gif" else fps


def write_film(frames: Frames, size: Size, fps: float, file: Path) -> int:
    """Write them all; returns how many. FilmError or OSError where that is not possible."""
    write: Callable[[Frames, Size, float, Path], int]
    write = {".gif": _write_gif, ".webp": _write_webp, ".mp4": _write_mp4}[file.suffix.lower()]
    return write(frames, size, fps, file)


def _image(raw: bytes, size: Size) -> Image.Image:
    from PIL import Image

    return Image.frombuffer("RGB", size, raw, "raw", "BGRX", 0, 1)


def _write_gif(frames: Frames, size: Size, fps: float, file: Path) -> int:
    """One palette for the whole film, chosen from pictures all over it; of each picture only what has changed."""
    with tempfile.TemporaryDirectory(prefix="lucy-film-") as folder:
        store = FrameStore(Path(folder) / "frames")
        for raw in frames:
            store.add(raw)
        store.close()
        return write_gif_of(store.file, store.count, size, fps, file)


def write_gif_of(store: Path, count: int, size: Size, fps: float, file: Path) -> int:
    """The same from pictures that are in a store already."""
    from PIL import Image

    palette = _palette(store, count, size)

    def flat() -> Iterator[Image.Image]:
        for raw in stored(store):
            yield _image(raw, size).quantize(palette=palette, dither=Image.Dither.NONE)

    found = flat()
    first = next(found)
    first.save(file, "GIF", save_all=True, append_images=found, duration=round(1000 / fps), loop=0, disposal=1,
               optimize=True)  # fmt: skip
    return count


def _palette(store: Path, count: int, size: Size) -> Image.Image:
    from PIL import Image

    small = max(1, size[0] // 2), max(1, size[1] // 2)
    every = max(1, count // _LOOKED_AT)
    seen = [
        _image(raw, size).resize(small, Image.Resampling.NEAREST)
        for place, raw in enumerate(stored(store))
        if place % every == 0
    ]
    together = Image.new("RGB", (small[0], small[1] * len(seen)))
    for place, image in enumerate(seen):
        together.paste(image, (0, place * small[1]))
    many = _COLOURS - len(_MEANING)
    found = together.quantize(many, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(found.getpalette() or [])[: 3 * many], *(part for colour in _MEANING for part in colour)])
    return palette


def _write_webp(frames: Frames, size: Size, fps: float, file: Path) -> int:
    images: list[Image.Image] = []
    for raw in frames:
        images.append(_image(raw, size))
        if len(images) * size[0] * size[1] * 4 > MOST_WEBP_BYTES:
            raise FilmError(words.say("screen.record.webp_too_long", most=len(images)))
    images[0].save(file, "WEBP", save_all=True, append_images=images[1:], duration=round(1000 / fps), loop=0,
                   quality=80, method=2)  # fmt: skip
    return len(images)


def _write_mp4(frames: Frames, size: Size, fps: float, file: Path) -> int:
    import imageio_ffmpeg

    even = "pad=ceil(iw/2)*2:ceil(ih/2)*2"  # what every player can show has an even width and height
    writer = imageio_ffmpeg.write_frames(
        str(file), size, pix_fmt_in="bgr0", fps=fps, quality=7, macro_block_size=1, ffmpeg_log_level="error",
        output_params=["-vf", even, "-movflags", "+faststart"],
    )  # fmt: skip
    count = 0
    try:
        writer.send(None)
        for raw in frames:
            writer.send(raw)
            count += 1
    finally:
        writer.close()
    return count
