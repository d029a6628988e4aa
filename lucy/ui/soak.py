"""The demo for hours in minutes, without a window, and how much memory it takes. Judges the slope and nothing else.

Drawn in memory and only now and then; visitors come by, play, and go away without a word.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pygame

from lucy.run import words
from lucy.ui import sound, text
from lucy.ui.keymap import Input
from lucy.ui.scenes import briefing, debrief, level_choice, settings, title  # noqa: F401 - read now, not in mid-run
from lucy.ui.scenes.demo import Demo
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.visitor import Visitor
from lucy.ui.stage import Scene, Stage

BAR_MB_PER_H = 5.0
SIZE = (1280, 720)
STEP_S = 0.25  # of the demo's own time; the most that its clock takes at once
DRAW_EVERY = 8  # steps
SAMPLE_H = 0.5  # of level time
VISIT_EVERY_H = 0.5
VISIT_S = 30.0  # of play, before the visitor walks away
WARM_H = 2.0  # by then the caches are full; the slope is taken from there on, if that leaves enough


@dataclass(slots=True)
class Soak:
    """What has been measured: hours of level time, MB, runs shown, visitors."""

    rows: list[tuple[float, float, int, int]] = field(default_factory=list)

    @property
    def slope_mb_per_h(self) -> float:
        """A straight line through what was measured after the caches have filled; 0 with too little to tell."""
        warm = [row for row in self.rows if row[0] >= WARM_H - 1e-6]
        rows = warm if len(warm) >= 3 else self.rows
        if len(rows) < 2:
            return 0.0
        hours, used = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
        return float(np.polyfit(hours, used, 1)[0])


def soak(hours: float, tell: Callable[[str], None], used_mb: Callable[[], float | None] | None = None) -> int:
    """Run so many hours of level time; a CSV line for each sample. 0: below the bar, 1: above, 2: no figure to be had.

    `used_mb` measures the process; tests give their own.
    """
    measure = used_mb or rss_mb
    if measure() is None:
        print(words.say("screen.demo.soak.no_figure"), file=sys.stderr)
        return 2
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(SIZE)
    found = Soak()
    try:
        _run(hours, found, tell, measure)
    except KeyboardInterrupt:
        pass  # enough of it: what has been measured counts
    finally:
        text.forget()
        pygame.quit()
    slope, reached_h = found.slope_mb_per_h, found.rows[-1][0]
    tell(words.say("screen.demo.soak.slope", slope=round(slope, 2), hours=round(reached_h, 2), bar=BAR_MB_PER_H))
    return int(slope > BAR_MB_PER_H)


def _run(hours: float, found: Soak, tell: Callable[[str], None], measure: Callable[[], float | None]) -> None:
    stage = Stage(SIZE, kiosk=True, save=False, sounds=sound.Sounds())
    surface = pygame.Surface(SIZE)
    scene: Scene = Demo(stage)
    level_s, sample_s, visit_s = 0.0, 0.0, VISIT_EVERY_H * 3600
    runs = visits = steps = 0
    tell(words.say("screen.demo.soak.columns"))
    while True:
        if level_s >= min(sample_s, hours * 3600):
            found.rows.append((level_s / 3600, measure() or 0.0, runs, visits))
            tell("{:.2f},{:.1f},{},{}".format(*found.rows[-1]))
            sample_s += SAMPLE_H * 3600
        if level_s >= hours * 3600:
            return
        if level_s >= visit_s and isinstance(scene, Demo):
            visit_s, visits = visit_s + VISIT_EVERY_H * 3600, visits + 1
            scene = _visit(scene, stage)
        play, before = _playing(scene)
        scene = scene.advance(STEP_S, stage) or scene
        now, after = _playing(scene)
        level_s += after - before if now is play else after
        runs += now is not play
        steps += 1
        if steps % DRAW_EVERY == 0:
            scene.draw(surface, stage)
        stage.sounds.breathe(STEP_S, stage.settings)


def _visit(scene: Scene, stage: Stage) -> Scene:
    """Somebody presses a key, asks the producer to slow down, plays for a while, and walks away."""
    for wish in (Input("stir"), Input("stir"), Input("strategy", "control")):
        scene = scene.handle(wish, stage) or scene
    for _ in range(round(VISIT_S / STEP_S)):
        scene = scene.advance(STEP_S, stage) or scene
    return scene.handle(Input("move", "up", by=1), stage) or scene


def _playing(scene: Scene) -> tuple[object, float]:
    """The run on screen and its time in seconds; (None, 0) on another page."""
    inner = scene.scene if isinstance(scene, Visitor) else scene
    play = inner.play if isinstance(inner, Demo) else inner
    return (play, play.session.time_s) if isinstance(play, Play) else (None, 0.0)


def rss_mb() -> float | None:
    """Memory of this process that is really there, in MB; None where it is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError, AttributeError):
        pass  # not Linux: the peak has to do
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
