"""A run as a row of pictures, without a window: the play screen at a size, a part of the run, a speed.

Makes pictures and writes none; `film_files` does. The same take gives the same pictures on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pygame
from pygame import Rect, Surface

from lucy.ui import phrases
from lucy.ui.layout import PlayZones
from lucy.ui.scenes.end_card import draw_end
from lucy.ui.scenes.play import READ_S, Play
from lucy.ui.scenes.scrub import Scrub
from lucy.ui.settings import Settings
from lucy.ui.stage import Choice, Stage

END_S = 2.0  # of the film: the last picture, with the word on how it ended
EASE_S = 3.0  # before the first picture: what the belt and the faces need to find their places
_EASED_PER_S = 15


@dataclass(frozen=True, slots=True)
class Take:
    """What is filmed. Times are level time; `to_s` None: to the end of the run, and how it ended."""

    choice: Choice
    size: tuple[int, int] = (1280, 720)
    from_s: float = 0.0
    to_s: float | None = None
    speed: float = 1.0
    fps: float = 25.0
    theme: str = "warm"

    @property
    def until_s(self) -> float:
        """Where it ends at the latest."""
        whole_s = self.choice.level.duration_ms / 1000
        return whole_s if self.to_s is None else min(self.to_s, whole_s)

    @property
    def most_frames(self) -> int:
        """So many pictures it has if the run does not end before."""
        shown_s = (self.until_s - self.from_s) / self.speed + (END_S if self.to_s is None else 0.0)
        return max(1, round(shown_s * self.fps))


class Filmed(Play):
    """The play screen as a film shows it: nobody points, nobody presses, nothing asks for a key."""

    records = False

    def __init__(self, choice: Choice, stage: Stage) -> None:
        super().__init__(choice, stage, lambda: None)
        if choice.recording is not None:  # in order, and not read ahead as for somebody who looks back and forth
            self.session = choice.session()
            self.session.rewinds = False
            self.scrub = Scrub(self.session)
            self.look(now=True)

    def roll(self, film_s: float) -> None:
        """So much of the film goes by. No clock of the machine is asked, so it comes out the same every time."""
        if self.session.finished:
            self.ending = self.ending or phrases.ending(self.session.result())
        else:
            self.session.run_ticks(self.session.clock.advance(film_s))
        self.picture.advance(film_s)
        self.read_s += film_s
        self.look(now=self.read_s >= READ_S)

    def _hovered_key(self, zones: PlayZones, stage: Stage) -> str:
        return ""

    def _draw_end(self, surface: Surface, zones: PlayZones, stage: Stage) -> None:
        draw_end(surface, zones.picture, self.level.picture, self.ending, stage, follow="")


def frames(take: Take) -> Iterator[Surface]:
    """The pictures, one after the other, each drawn on the same surface: use one before the next is asked for."""
    _prepare(take.size)
    preferred = Settings(theme=take.theme, sound=False, sound_captions="never", speed=1.0)
    stage = Stage(take.size, preferred, save=False)
    scene, surface = Filmed(take.choice, stage), Surface(take.size, 0, 32)
    _go_to(scene, take.from_s)
    scene.session.speed = take.speed
    end_left = round(END_S * take.fps)
    for number in range(take.most_frames):
        if number:
            scene.roll(1 / take.fps)
        scene.draw(surface, stage)
        yield surface
        if scene.session.finished:
            end_left -= 1
            if end_left < 0:
                return


def _prepare(size: tuple[int, int]) -> None:
    if not pygame.display.get_init():
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
    pygame.font.init()
    if pygame.display.get_surface() is None:
        pygame.display.set_mode(size)


def _go_to(scene: Filmed, at_s: float) -> None:
    """As fast as it goes to that moment, with a run-up for the picture."""
    session, hz = scene.session, scene.level.tick_hz
    session.run_ticks(max(0, round((at_s - EASE_S) * hz)))
    spare, rect = Surface((320, 180)), Rect(0, 0, 320, 180)
    while session.world.tick < round(at_s * hz) and not session.finished:
        session.run_ticks(min(max(1, hz // _EASED_PER_S), round(at_s * hz) - session.world.tick))
        scene.picture.advance(1 / _EASED_PER_S)
        scene.picture.draw(spare, rect, scene.level, session.snapshot(), False)
    scene.look(now=True)
