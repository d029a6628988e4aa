"""The screen's lines of the benchmark: a frame of the play screen, and the time from start to the first frame.

Measures on the real display where there is one; otherwise pygame draws in memory, and the line says so.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from lucy.run.bench import Line
from lucy.ui.clip import Clip
from lucy.ui.display import screen_or_dummy

if TYPE_CHECKING:
    from pygame import Surface

    from lucy.ui.scenes.play import Play
    from lucy.ui.stage import Stage

SIZE = (1920, 1080)
FRAME_S = 1 / 60
_LEVELS = ("01-chocolate-factory", "02-copying-a-file")
_MEDIAN_MS, _P99_MS = 6.0, 10.0
_CLIP_FPS = 55.0
_START_TIMES = 1.5

_BARE = """
import time, numpy, pygame
pygame.init()
screen = pygame.display.set_mode((1280, 720), pygame.RESIZABLE)
screen.fill((250, 240, 220))
pygame.display.flip()
print(time.time())
"""
# All that `python main.py` does until the title has been shown once.
_LUCY = """
import time
import lucy.__main__, lucy.run.commands.levels, lucy.run.commands.simulate, lucy.ui.commands
from lucy.ui.display import require_screen
require_screen()
from lucy.ui.app import run_app
from lucy.ui.scenes.title import Title
run_app(Title, most_frames=1)
print(time.time())
"""


def screen_lines(quick: bool = False) -> list[Line]:
    """Median and p99 of a frame for each level, and the start."""
    from lucy.ui.app import prepare_display

    prepare_display()
    note = "" if screen_or_dummy() else "no display: drawn in memory"
    frames = 300 if quick else 1200
    bare = _bare_frames(frames)
    lines = []
    for name in _LEVELS:
        ours = _play_frames(name, frames)
        lines.append(_frame_line(name, "median", statistics.median, ours, bare, _MEDIAN_MS, note))
        lines.append(_frame_line(name, "p99", _p99, ours, bare, _P99_MS, note))
    return [*lines, *_clip_lines(frames, note), _start_line(3 if quick else 7, note)]


def _frame_line(
    name: str,
    what: str,
    figure: Callable[[Sequence[float]], float],
    ours: Sequence[float],
    bare: Sequence[float],
    most_ms: float,
    note: str,
) -> Line:
    own_ms, bare_ms = 1000 * figure(ours), 1000 * figure(bare)
    return Line(
        what=f"a frame of {name} at {SIZE[0]}×{SIZE[1]}, {what}",
        ours=f"{own_ms:.2f} ms",
        reference="a bare background blit and flip",
        theirs=f"{bare_ms:.2f} ms",
        ratio=own_ms / bare_ms,
        bar=f"≤ {most_ms:g} ms",
        holds=own_ms <= most_ms,
        note=note or "our own work: run, draw, no flip",
    )


def _clip_lines(frames: int, note: str) -> list[Line]:
    """A second of the game, sixty frames in step with the clock, with a clip being taken and without."""
    lines = []
    with TemporaryDirectory() as folder:
        without = _paced(frames, None)
        clip = Clip(SIZE, Path(folder) / "clip.gif")
        took = _paced(frames, clip)
        clip.stop()
        clip.end()
    for what, with_it, bare, bar, holds in (
        ("frames a second", took[0], without[0], f"≥ {_CLIP_FPS:g}", took[0] >= _CLIP_FPS),
        ("CPU of the game's thread a frame", took[1], without[1], "", None),
    ):
        unit = "/s" if what.startswith("frames") else " ms"
        lines.append(
            Line(
                what=f"with a clip being taken at {SIZE[0]}×{SIZE[1]}: {what}",
                ours=f"{with_it:.2f}{unit}",
                reference="without a clip",
                theirs=f"{bare:.2f}{unit}",
                ratio=with_it / bare,
                bar=bar,
                holds=holds,
                note=note or f"pictures lost: {clip.lost}",
            )
        )
    return lines


def _paced(frames: int, clip: Clip | None) -> tuple[float, float]:
    """Frames a second, and milliseconds of CPU that the game's own thread needs for one."""
    import pygame

    from lucy.ui.app import FRAMES_PER_S

    screen, stage, scene = _playing(_LEVELS[0])
    clock, began, cpu = pygame.time.Clock(), perf_counter(), time.thread_time()
    for _ in range(frames):
        real_s = min(clock.tick(FRAMES_PER_S) / 1000, 0.25)
        scene.advance(real_s, stage)
        scene.draw(screen, stage)
        if clip is not None:
            clip.take(screen, real_s)
        pygame.display.flip()
        pygame.event.pump()
    return frames / (perf_counter() - began), 1000 * (time.thread_time() - cpu) / frames


def _playing(name: str) -> tuple[Surface, Stage, Play]:
    import pygame

    from lucy.run.level_files import load_level
    from lucy.ui.scenes.play import Play
    from lucy.ui.stage import Choice, Stage

    screen = pygame.display.set_mode(SIZE)
    stage = Stage(size=SIZE, save=False)
    return screen, stage, Play(Choice(load_level(name), consumer="watermark"), stage, lambda: None)


def _play_frames(name: str, frames: int) -> list[float]:
    """What each frame of the play screen costs: advance the run and draw, from the start of the level on."""
    import pygame

    screen, stage, scene = _playing(name)
    took = []
    for _ in range(frames):
        began = perf_counter()
        scene.advance(FRAME_S, stage)
        scene.draw(screen, stage)
        took.append(perf_counter() - began)
        pygame.display.flip()
        pygame.event.pump()
    return took[5:]  # the first frames draw what later ones only copy


def _bare_frames(frames: int) -> list[float]:
    import pygame

    screen = pygame.display.set_mode(SIZE)
    background = pygame.Surface(SIZE).convert()
    background.fill((250, 240, 220))
    took = []
    for _ in range(frames):
        began = perf_counter()
        screen.blit(background, (0, 0))
        pygame.display.flip()
        took.append(perf_counter() - began)
        pygame.event.pump()
    return took[5:]


def _start_line(times: int, note: str) -> Line:
    """From starting Python to the first frame on the screen: the median of several starts, in turn."""
    ours, bare = [], []
    with TemporaryDirectory() as compiled:  # both find their modules compiled, as on any second start
        for _ in range(1 + times):
            bare.append(_start_s(_BARE, compiled))
            ours.append(_start_s(_LUCY, compiled))
    ours_s, bare_s = statistics.median(ours[1:]), statistics.median(bare[1:])
    return Line(
        what="start to first frame",
        ours=f"{ours_s:.3f} s",
        reference="a bare script: numpy, pygame-ce, the same window",
        theirs=f"{bare_s:.3f} s",
        ratio=ours_s / bare_s,
        bar=f"≤ {_START_TIMES:g}",
        holds=ours_s <= _START_TIMES * bare_s,
        note=note,
    )


def _start_s(script: str, compiled: str) -> float:
    root = str(Path(__file__).resolve().parents[2])
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    environment |= {"PYTHONPYCACHEPREFIX": compiled, "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return float(done.stdout.split()[-1]) - began


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[int(0.99 * (len(values) - 1))]
