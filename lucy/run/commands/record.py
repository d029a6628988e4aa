"""`lucy record`: a run as a picture or a film, without a window, and its series as CSV."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lucy.run import own_report, words
from lucy.run.commands import replay
from lucy.run.commands.command_line import DONE, BadInput, Command, check_folders, number, one_line, seconds, writing
from lucy.run.commands.simulate import add_level_arguments, read_consumer, read_level
from lucy.run.level_tables import LONGEST_S

if TYPE_CHECKING:
    from lucy.run.recording import Recording
    from lucy.run.session import Session
    from lucy.sim.level import Level

_SIZES = {".gif": (640, 360), ".webp": (1280, 720), ".mp4": (1280, 720), ".png": (1280, 720), ".csv": (0, 0)}
_LEAST, _MOST = (320, 240), (3840, 2160)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be filmed: a level with somebody at its belt, or a recording of a run."""

    level: Level
    consumer: str
    seed: int
    act: int
    recording: Recording | None
    file: Path
    kind: str  # ".gif", ".webp", ".mp4", ".png" or ".csv"
    size: tuple[int, int]
    from_s: float | None
    to_s: float | None
    speed: float
    fps: float | None
    theme: str


Film = Callable[[Wanted], str]  # writes it, and returns what it has come to, in one line


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d{3,4})\s*[x×]\s*(\d{3,4})\s*", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (_LEAST[0] <= size[0] <= _MOST[0] and _LEAST[1] <= size[1] <= _MOST[1]):
        raise argparse.ArgumentTypeError(
            f"must be a width and a height like 1280x720, from 320x240 to 3840x2160 (you gave '{one_line(text)}')"
        )
    return size


def _arguments(parser: argparse.ArgumentParser) -> None:
    level = f"a level's name, a level file, a recording (.jsonl), or '{replay.LAST}', your newest one"
    add_level_arguments(parser, level=level)
    parser.add_argument("out", metavar="OUT", help="the film: a .gif, .webp or .mp4 file; or one picture: .png")
    parser.add_argument("--size", type=_size, metavar="WxH", help="its size (else 1280x720, and 640x360 for a GIF)")
    parser.add_argument("--from", dest="from_s", type=seconds(0, LONGEST_S), metavar="S",
                        help="begin at that level time (else at the start; a PNG shows that one moment)")  # fmt: skip
    parser.add_argument("--to", dest="to_s", type=seconds(0.1, LONGEST_S), metavar="S",
                        help="end at that level time (else at the end of the run)")  # fmt: skip
    parser.add_argument("--speed", type=number(0.1, 16), default=1.0, metavar="X",
                        help="level seconds in a second of the film (else 1)")  # fmt: skip
    parser.add_argument("--fps", type=number(5, 60), metavar="N",
                        help="pictures a second (else 12.5 for a GIF, 15 for a WebP, 30 for an MP4)")  # fmt: skip
    parser.add_argument("--theme", choices=("warm", "projector"), default="warm", help="its colours (else warm)")
    parser.add_argument("--csv", action="store_true", help="write no film: the series of the run, ten rows a second")


def _wanted(arguments: argparse.Namespace) -> Wanted:
    out = Path(arguments.out)
    kind = ".csv" if arguments.csv else out.suffix.lower()
    if kind not in _SIZES:
        raise BadInput(f"record: {one_line(out)} must end in one of {', '.join(_SIZES)}")
    recording = None
    if arguments.level == replay.LAST or arguments.level.endswith(".jsonl"):
        extra = [name for name, given in (("--consumer", arguments.consumer), ("--set", arguments.overrides)) if given]
        if extra:
            raise BadInput(f"record: {extra[0]} cannot change a run that is recorded already. Leave it out.")
        recording = replay.read(replay.file_of(arguments.level, "record"), "record")
        level, consumer, seed, act = recording.level, recording.consumer, recording.seed, recording.act
    else:
        if arguments.consumer == "you":
            raise BadInput("record: nobody plays here. Name a persona, or play it and record its replay: record last")
        level = read_level(arguments)
        consumer, seed, act = read_consumer(arguments, level), arguments.seed, arguments.act
        if fault := own_report.fault(consumer):
            raise BadInput(fault)
    whole_s = level.duration_ms / 1000
    from_s, to_s = arguments.from_s, arguments.to_s
    if from_s is not None and from_s >= whole_s:
        raise BadInput(f"record: --from {from_s:g} is after the end of the level, which lasts {whole_s:g} s")
    if to_s is not None and to_s <= (from_s or 0):
        raise BadInput(f"record: --to {to_s:g} must come after --from {from_s or 0:g}")
    return Wanted(
        level, consumer, seed, act, recording, out, kind, arguments.size or _SIZES[kind], from_s, to_s, arguments.speed,
        arguments.fps, arguments.theme,
    )  # fmt: skip


def _run(arguments: argparse.Namespace, film: Film) -> int:
    check_folders("record", arguments.out)
    wanted = _wanted(arguments)
    print(_series(wanted) if wanted.kind == ".csv" else film(wanted))
    return DONE


def _series(wanted: Wanted) -> str:
    from lucy.consumers import close
    from lucy.run.series import write_series

    session = _session(wanted)
    try:
        session.run_ticks(wanted.level.duration_ticks)
    finally:
        close(session.consumer)
    with writing("record", wanted.file):
        rows = write_series(wanted.file, wanted.level, session.timeline(None))
    return words.say("screen.record.series", file=str(wanted.file), rows=rows)


def _session(wanted: Wanted) -> Session:
    from lucy.consumers import make
    from lucy.run.recording import session_of
    from lucy.run.session import Session

    if wanted.recording is not None:
        return session_of(wanted.recording)
    return Session(wanted.level, make(wanted.consumer), wanted.seed)


def command(film: Film) -> Command:
    """The command; `film` draws and writes, which this layer cannot."""
    return Command(
        name="record",
        summary="write a run as a film or a picture, without a window, or its series as CSV",
        example="record 01-chocolate-factory --consumer hoarder --from 10 --to 20 belt.gif",
        add_arguments=_arguments,
        run=lambda arguments: _run(arguments, film),
        speaks=True,
    )


