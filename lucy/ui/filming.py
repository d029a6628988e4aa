"""What `record` asks of the screen: a run filmed into a file, with a bar that shows how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pygame

from lucy import consumers
from lucy.consumers.protocol import Consumer
from lucy.run import words
from lucy.run.commands.command_line import BadInput, one_line
from lucy.run.commands.record import Wanted
from lucy.ui import film_files
from lucy.ui.film import Take, frames
from lucy.ui.stage import Choice

PICTURE_PART = 0.35  # of the level: the moment of a PNG for which none is named


def film_wanted(wanted: Wanted) -> str:
    """Film it; returns what came of it, in one line. BadInput if it can't be written, or an extra is missing."""
    kind = wanted.kind
    if kind != ".png" and (fault := film_files.missing(kind)):
        raise BadInput(f"record: {fault}")
    made: list[Consumer] = []

    def make() -> Consumer:
        made.append(consumers.make(wanted.consumer))
        return made[-1]

    choice = Choice(
        wanted.level, wanted.consumer, wanted.seed, act=wanted.act, recording=wanted.recording, make_consumer=make
    )
    try:
        return _picture(wanted, choice) if kind == ".png" else _film(wanted, choice, kind)
    except (OSError, pygame.error, film_files.FilmError) as error:
        why = getattr(error, "strerror", None) or one_line(error)
        raise BadInput(f"record: {one_line(wanted.file)} cannot be written: {why}") from error
    finally:
        for consumer in made:
            consumers.close(consumer)


def _picture(wanted: Wanted, choice: Choice) -> str:
    whole_s = wanted.level.duration_ms / 1000
    at_s = round(PICTURE_PART * whole_s) if wanted.from_s is None else wanted.from_s
    take = Take(choice, wanted.size, at_s, None, wanted.speed, 1.0, wanted.theme)
    pygame.image.save(next(frames(take)), str(wanted.file))
    return words.say("screen.record.picture", file=str(wanted.file), at_s=f"{at_s:g}")


def _film(wanted: Wanted, choice: Choice, kind: str) -> str:
    fps = film_files.true_fps(kind, wanted.fps or film_files.USUAL_FPS[kind])
    take = Take(choice, wanted.size, wanted.from_s or 0.0, wanted.to_s, wanted.speed, fps, wanted.theme)
    unfinished = wanted.file.with_name(f"{wanted.file.stem}.unfinished{kind}")
    try:
        count = film_files.write_film(_raw(take), wanted.size, fps, unfinished)
        unfinished.replace(wanted.file)
    finally:
        unfinished.unlink(missing_ok=True)
    size = f"{wanted.file.stat().st_size / 1e6:.2f} MB"
    return words.say(
        "screen.record.film", file=str(wanted.file), frames=count, length_s=f"{count / fps:.1f}", size=size
    )


def _raw(take: Take) -> Iterator[bytes]:
    done = 0
    for done, surface in enumerate(frames(take), start=1):
        yield surface.get_buffer().raw
        _progress(done, take.most_frames)
    _progress(done, done)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{'█' * (30 * done // max(of, 1)):<30}", end="" if done < of else "\n", file=sys.stderr, flush=True)
