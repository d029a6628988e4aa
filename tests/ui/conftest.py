"""The screen's tests run without a screen: SDL's dummy driver, a folder of their own for what a user makes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame
import pytest

from lucy.run import language, level_files
from lucy.sim.level import Level
from lucy.ui import shapes, text
from lucy.ui.magnifier import look_at
from lucy.ui.stage import Stage


@pytest.fixture(scope="session", autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((640, 360))
    yield
    text.forget()
    shapes.forget()
    pygame.quit()


QUICK_HZ = 60
SHIPPED = frozenset(level_files.shipped_levels())


def quick(name: str, act: int) -> Level:
    """The level, with at most so many ticks a second: it is not the engine that is looked at here."""
    found = level_files.load_level(name, act)
    return level_files.load_level(name, act, [f"level.tick_hz={QUICK_HZ}"]) if found.tick_hz > QUICK_HZ else found


quick_once = cache(quick)


@pytest.fixture(scope="session", autouse=True)
def quick_levels() -> Iterator[None]:
    """The levels of every stage are quick ones, and those of the game itself are read once."""

    def level(stage: Stage, name: str, act: int = 0) -> Level:
        load = quick_once if name in SHIPPED and language.current() == language.FIRST else quick
        return stage.rules.applied(load(name, act))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stage, "level", level)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "home"))


@pytest.fixture
def stage_of() -> Callable[..., Stage]:
    def make(size: tuple[int, int] = (1280, 720), **changes: object) -> Stage:
        stage = Stage(size, save=False)
        if changes:
            stage.prefer(**changes)
        return stage

    return make


@pytest.fixture
def lines_on(monkeypatch) -> Callable[..., list[tuple[pygame.Rect, str]]]:
    """Draws a page in a size, and gives each line of text that it drew: where, and what."""
    found: list[tuple[pygame.Rect, str]] = []
    wanted: list[tuple[int, int]] = []
    draw = text.draw

    def noted(surface, line, *rest, **more):
        drawn = draw(surface, line, *rest, **more)
        if wanted and surface.get_size() == wanted[-1] and line.strip():
            found.append((drawn, line))
        return drawn

    monkeypatch.setattr(text, "draw", noted)

    def of(page, size: tuple[int, int], stage: Stage) -> list[tuple[pygame.Rect, str]]:
        stage.size = size
        wanted.append(look_at(page, stage))
        found.clear()
        page.draw(pygame.Surface(wanted[-1]), stage)
        return list(found)

    return of
