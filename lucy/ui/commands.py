"""The commands that need a screen: what their lines look like, and which part of the screen they call.

Imports pygame only when one of them runs.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lucy.run import string_test, words
from lucy.run.commands.command_line import DONE, LOST, BadInput, Command, number, one_line, writing
from lucy.run.commands.simulate import add_level_arguments, read_consumer, read_level
from lucy.ui.display import require_pygame_ce, require_screen, screen_or_dummy

if TYPE_CHECKING:
    from lucy.run.commands.record import Wanted
    from lucy.run.matrix import Row, Verdict
    from lucy.run.optimum_share import Share
    from lucy.run.recording import Recording
    from lucy.run.sweep import Map
    from lucy.sim.level import Level

_SIZES = "1024x768,1280x720,1920x1080"


def open_the_game(class_given: str | None = None) -> int:
    """Open the window at the title, for the class of that file; BadInput if there is no display, or no such file."""
    from lucy.run import class_file
    from lucy.run.level_errors import LevelError

    try:
        rules = class_file.read(class_given) if class_given is not None else None
    except LevelError as error:
        raise BadInput(f"--class: {error}") from error
    require_screen()
    from lucy.ui.app import open_game

    return open_game(rules)


def _string_test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--string-test", choices=string_test.KINDS,
                        help="words twice as long, longer, or from right to left: to see what overlaps")  # fmt: skip


def _play_arguments(parser: argparse.ArgumentParser) -> None:
    _string_test(parser)
    add_level_arguments(parser, otherwise="you")
    parser.add_argument("--hands-on", action="store_true", help="each press of W serves one unit")


def _play(arguments: argparse.Namespace) -> int:
    words.try_strings(arguments.string_test)
    level = read_level(arguments)
    by_hand = arguments.consumer in (None, "you")
    consumer = "you" if by_hand else read_consumer(arguments, level)
    require_screen()
    from lucy.ui.app import play_level

    return play_level(level, consumer, arguments.seed, arguments.hands_on)


def show_replay(recording: Recording) -> int:
    """Play a recorded run in the window; BadInput if there is no display."""
    require_screen()
    from lucy.ui.app import replay

    return replay(recording)


def has_screen() -> bool:
    """Whether a window can be opened."""
    try:
        require_screen()
    except BadInput:
        return False
    return True


def show_comparison(level: Level, names: Sequence[str], seed: int, act: int, recording: Recording | None) -> int:
    """Play a level side by side in the window."""
    from lucy.ui.app import compare

    return compare(level, names, seed, act, recording)


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full-screen", action="store_true", help="on the whole screen, as for a stand")
    parser.add_argument("--soak", type=number(0.01, 1000, "hours"), metavar="HOURS",
                        help="no window: so many hours of level time, as fast as it goes; memory as CSV")  # fmt: skip


def _demo(arguments: argparse.Namespace) -> int:
    if arguments.soak is not None:
        require_pygame_ce()
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        from lucy.ui.soak import soak

        return soak(arguments.soak, lambda line: print(line, flush=True))
    require_screen()
    from lucy.ui.app import demo

    return demo(full_screen=arguments.full_screen)


def _sizes(text: str) -> list[tuple[int, int]]:
    sizes = []
    for size in text.split(","):
        match = re.fullmatch(r"\s*(\d{3,4})\s*[x×]\s*(\d{3,4})\s*", size)
        if not match or int(match[1]) < 320 or int(match[2]) < 240:
            message = f"must be widths and heights like 1280x720,1920x1080 (you gave '{one_line(size)}')"
            raise argparse.ArgumentTypeError(message)
        sizes.append((int(match[1]), int(match[2])))
    return sizes


def _screenshots_arguments(parser: argparse.ArgumentParser) -> None:
    _string_test(parser)
    parser.add_argument("folder", metavar="DIR", help="where the pictures go; made if it is not there")
    parser.add_argument("--sizes", type=_sizes, default=_sizes(_SIZES), metavar="WxH,...",
                        help=f"window sizes (else {_SIZES})")  # fmt: skip


def _screenshots(arguments: argparse.Namespace) -> int:
    words.try_strings(arguments.string_test)
    folder = Path(arguments.folder)
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"screenshots: {one_line(folder)} is a file. Give a folder.")
    require_pygame_ce()
    screen_or_dummy()
    from lucy.ui.screenshots import screenshots

    with writing("screenshots", folder, " to"):
        screenshots(folder, arguments.sizes, progress=print)
    return DONE


def _bench_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="shorter runs and rougher numbers")


def _bench(arguments: argparse.Namespace) -> int:
    require_pygame_ce()
    from lucy.run.bench import engine_lines, level_line, report
    from lucy.run.bench_laboratory import laboratory_lines
    from lucy.run.bench_planner import planner_lines
    from lucy.ui.bench_screen import screen_lines

    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    quick = arguments.quick
    engine = [*engine_lines(quick), level_line(quick)]
    lines = [*engine, *planner_lines(quick), *laboratory_lines(quick), *screen_lines(quick)]
    print(report(lines))
    if busy > 0.5:
        print(f"The machine was busy with other work (load {busy:.1f}): times, and p99 above all, are too long.")
    return DONE if all(line.holds is not False for line in lines) else LOST


def draw_matrix(rows: list[Row], verdicts: list[Verdict], shares: list[Share], file: Path) -> None:
    """Draw the matrix of verdicts into a PNG file; BadInput if it can't be written."""
    require_pygame_ce()
    screen_or_dummy()
    from lucy.ui.matrix_picture import save

    with writing("matrix", file):
        save(rows, verdicts, file, shares)


def film(wanted: Wanted) -> str:
    """Film a run into a file; one line on what came of it. BadInput if it can't be written, or an extra is missing."""
    require_pygame_ce()
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    from lucy.ui.filming import film_wanted

    return film_wanted(wanted)


def draw_sweep(found: Map, file: Path) -> None:
    """Draw the map of a sweep into a PNG file; BadInput if it can't be written."""
    require_pygame_ce()
    screen_or_dummy()
    from lucy.ui.sweep_picture import save

    with writing("sweep", file):
        save(found, file)


PLAY = Command("play", "open one level in a window, for you or for a persona to play",
               "play 01-chocolate-factory --consumer watermark", _play_arguments, _play, speaks=True)  # fmt: skip
DEMO = Command("demo", "play level after level by itself, until somebody takes over",
               "demo --full-screen", _demo_arguments, _demo, speaks=True)  # fmt: skip
SCREENSHOTS = Command("screenshots", "draw every screen at given sizes into a folder, for review",
                      "screenshots pictures --sizes 1280x720,1920x1080",
                      _screenshots_arguments, _screenshots, speaks=True)  # fmt: skip
BENCH = Command("bench", "measure the engine and the screen against references (needs simpy and ciw)",
                "bench --quick", _bench_arguments, _bench)  # fmt: skip
