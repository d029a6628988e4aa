"""The main screens as they should look, small: each is a PNG of 80 by 45 blocks in `golden/`, a few kB.

Every block is the mean of 16 by 16 pixels at 1280x720, so that another font rasteriser passes; a gauge that is gone, or
a colour that is wrong, does not. When a screen is meant to look different, look at it, and renew the frames with

    LUCY_GOLDEN=renew python -m pytest -n 0 tests/ui/test_golden.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
import pytest
from pygame import Surface

from lucy.run import laboratory
from lucy.run.level_files import load_level, shipped_levels
from lucy.run.show_files import load_show, shipped_shows
from lucy.ui import gauges
from lucy.ui.magnifier import look_at
from lucy.ui.scenes import predict
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.compare import Compare, Match
from lucy.ui.scenes.dashboard import Dashboard
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.laboratory import Laboratory
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.show import ShowScene
from lucy.ui.scenes.title import Title
from lucy.ui.stage import Choice, Scene, Stage

SIZE, BLOCKS = (1280, 720), (80, 45)
FOLDER = Path(__file__).parent / "golden"
MOST = 14.0  # of 255: how far the mean of three by three blocks may be off, in any colour
LEVELS = tuple(name for name in shipped_levels() if name[:2].isdigit())
FIRST = LEVELS[0]
AT_S = {FIRST: 18.0}  # of level time; the others are looked at after EARLY_S
EARLY_S = 6.0
AS_SHIPPED = Stage.level


@pytest.fixture(autouse=True)
def levels_as_they_are_shipped(monkeypatch) -> None:
    """With all their ticks: the frames show what players see."""
    monkeypatch.setattr(Stage, "level", AS_SHIPPED)


class Desk:
    """A laboratory's desk that answers at once, with few cells."""

    open, fault = True, ""

    def __init__(self) -> None:
        self._next = None

    def knows(self, asked, cells):
        return False

    def ask(self, asked, cells):
        self._next = (asked, *laboratory.axes(load_level(asked.level, 0, asked.overrides), 4))

    def foresee(self, questions):
        pass

    def answer(self):
        wanted, self._next = self._next, None
        return laboratory.part(*wanted) if wanted else None

    def close(self):
        pass


def playing(name: str, stage: Stage, consumer: str = "you") -> Play:
    play = Play(Choice(stage.level(name), consumer), stage, lambda: None)
    run_on(play, AT_S.get(name, EARLY_S))
    return play


def run_on(play: Play, until_s: float) -> None:
    """Up to that time of the level; the picture is drawn often enough to find its postures."""
    spare = Surface((320, 180))
    play.session.run_ticks(round(until_s * play.level.tick_hz) - play.session.world.tick)
    for _ in range(24):
        play.picture.advance(1 / 12)
        play.look(now=True)
        play.picture.draw(spare, spare.get_rect(), play.level, play.now, False)


def debrief(stage: Stage) -> Scene:
    play = Play(Choice(stage.level(FIRST)), stage, lambda: None)
    run_on(play, 60.0)
    play.advance(0.0, stage)
    return Debrief(play)


def compared(stage: Stage) -> Scene:
    compare = Compare(Match(stage.level(FIRST), ("you", "negotiator")), stage, lambda: None)
    compare.comparison.run_ticks(18 * compare.level.tick_hz)
    compare.look(now=True)
    return compare


def asked(stage: Stage) -> Scene:
    level = stage.level(FIRST)
    stage.oracle(level).finish()
    return predict.begin(level, 0, stage, lambda: None, lambda found: Title(stage))


def shown(stage: Stage) -> Scene:
    show = load_show(shipped_shows()[0])
    stage.theme_name = show.theme
    return ShowScene(show, stage)


def mapped(stage: Stage) -> Scene:
    scene = Laboratory(load_level("07-push-and-pull"), stage, lambda: Title(stage), Desk())
    scene.advance(0.0, stage)
    return scene


def titled(stage: Stage) -> Scene:
    title = Title(stage)
    title.skip(8)
    return title


SCREENS: dict[str, Callable[[Stage], Scene]] = {
    "title": titled,
    "levels": LevelChoice,
    "briefing": lambda stage: Briefing(stage.level(FIRST), stage, lambda: None),
    "predict": asked,
    "debrief": debrief,
    "laboratory": mapped,
    "compare": compared,
    "show": shown,
    **{f"play-{name}": lambda stage, name=name: playing(name, stage) for name in LEVELS},
}


def blocks(scene: Scene, stage: Stage) -> np.ndarray:
    """A screen as mean colours, float, shape (80, 45, 3)."""
    surface = Surface(SIZE)
    look_at(scene, stage)
    scene.draw(surface, stage)
    pixels = pygame.surfarray.array3d(surface).astype(float)
    return pixels.reshape(BLOCKS[0], SIZE[0] // BLOCKS[0], BLOCKS[1], SIZE[1] // BLOCKS[1], 3).mean(axis=(1, 3))


def difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How far off each three by three blocks are, in the colour that is worst; shape (78, 43)."""
    off = np.abs(one - other)
    near = [off[x : x + 78, y : y + 43] for x in range(3) for y in range(3)]
    return np.mean(near, axis=0).max(axis=2)


def golden(name: str, looks: np.ndarray) -> np.ndarray:
    if os.environ.get("LUCY_GOLDEN") == "renew":
        pygame.image.save(pygame.surfarray.make_surface(looks.round().astype(np.uint8)), str(FOLDER / f"{name}.png"))
    return golden_file(name)


def golden_file(name: str) -> np.ndarray:
    return pygame.surfarray.array3d(pygame.image.load(str(FOLDER / f"{name}.png"))).astype(float)


@pytest.mark.parametrize("name", SCREENS)
def test_the_main_screens_look_as_they_should(name, stage_of):
    stage = stage_of(SIZE)
    looks = blocks(SCREENS[name](stage), stage)
    off = difference(golden(name, looks), looks)
    x, y = np.unravel_index(off.argmax(), off.shape)
    assert off.max() <= MOST, f"{name}: off by {off.max():.0f} round ({16 * x + 24}, {16 * y + 24})"


def test_a_gauge_that_is_gone_is_seen_and_so_is_a_wrong_colour(stage_of, monkeypatch):
    stage = stage_of(SIZE)
    play, right = playing(FIRST, stage), golden_file(f"play-{FIRST}")

    def off() -> float:
        play._dashboard = Dashboard()  # painted anew
        return difference(right, blocks(play, stage)).max()

    assert off() <= MOST
    for part in ("draw_waiting", "draw_lost", "draw_rates", "draw_wait"):
        with monkeypatch.context() as patch:
            patch.setattr(gauges, part, lambda *rest: None)
            assert off() > 2 * MOST, part
    bar = gauges.bar

    def wrong(surface, rect, part, colour, *rest, **more):
        bar(surface, rect, part, stage.theme.arriving, *rest, **more)

    monkeypatch.setattr(gauges, "bar", wrong)
    assert off() > MOST
