"""The window and its loop: events in, scenes on, frames out. Knows no level and draws nothing itself.

Sixty frames a second; the level's own ticks are counted by the session, so a slow machine drops frames, not time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pygame

from lucy.run import class_file, language, progress, words
from lucy.run.class_file import ClassRules
from lucy.run.recording import Recording
from lucy.run.show_files import Show
from lucy.sim.level import Level
from lucy.ui import gamepad, presence, settings, shapes, text
from lucy.ui.camera import Camera
from lucy.ui.inputs import Inputs
from lucy.ui.magnifier import Magnifier, look_at
from lucy.ui.scan import Scanner
from lucy.ui.stage import Choice, Scene, Stage

FRAMES_PER_S = 60
START_SIZE = (1280, 720)
HIDE_POINTER_S = 3.0
HIDDEN_FRAMES_PER_S = 10  # while the window is minimised: only to hear when it comes back
LONGEST_FRAME_S = 0.25  # a window that was dragged, or a laptop that slept, has not been idle meanwhile
OK, BAD = 0, 2

SceneFactory = Callable[[Stage], Scene]


def prepare_display() -> None:
    """Settings that SDL reads before the display starts; what somebody has set stays."""
    if sys.platform.startswith("linux") and not os.path.exists("/dev/dri"):
        # No GPU: otherwise each frame goes through a software GL texture, 9 ms instead of 0.35.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    os.environ.setdefault("SDL_VIDEO_ALLOW_SCREENSAVER", "0")
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")


def open_window(
    size: tuple[int, int] = START_SIZE, full_screen: bool = False, display: int = 0
) -> pygame.Surface:
    """The game's window; pygame.error if there is no display. `display`: which one, from 0; the first if it is gone."""
    prepare_display()
    wanted = os.environ.get("SDL_VIDEODRIVER", "")
    pygame.display.init()
    if pygame.display.get_driver() in ("dummy", "offscreen") and pygame.display.get_driver() != wanted:
        pygame.display.quit()
        raise pygame.error("no display")
    pygame.font.init()
    pygame.display.set_caption(words.say("screen.game"))
    pygame.display.set_allow_screensaver(False)
    flags = pygame.FULLSCREEN if full_screen else pygame.RESIZABLE
    there = display if display < pygame.display.get_num_displays() else 0
    return pygame.display.set_mode((0, 0) if full_screen else size, flags, display=there)


def run_app(
    start: SceneFactory, kiosk: bool = False, most_frames: int | None = None, full_screen: bool = False,
    rules: ClassRules | None = None,
) -> int:  # fmt: skip
    """Open the window and run until somebody leaves. Returns the exit code; 2 if there is no display.

    `most_frames` stops by itself, for tests and for the bench. `full_screen`: this time, whatever is preferred.
    `rules`: what a teacher has set for a class; None: what stands in the usual places, but not on a stand.
    """
    preferred, notice = settings.load()
    if full_screen:
        preferred = replace(preferred, full_screen=True)
    preferred = replace(preferred, language=language.asked() or preferred.language)
    language.use(preferred.language)
    try:
        surface = open_window(START_SIZE, preferred.full_screen, preferred.display)
    except pygame.error:
        print(words.say("screen.app.no_display"), file=sys.stderr)
        return BAD
    camera = Camera(is_there=not kiosk)
    try:
        stage = Stage(surface.get_size(), preferred, kiosk, notice)
        if kiosk and preferred.full_screen:
            pygame.event.set_grab(True)  # Alt+Tab and the like belong to the stand
        if not kiosk:
            stage.progress, notice = progress.load()
            stage.notice = stage.notice or notice
            stage.rules, notice = (rules, "") if rules is not None else class_file.usual()
            stage.notice = stage.notice or notice
        return _loop(surface, start(stage), stage, camera, most_frames)
    finally:
        camera.close()
        text.forget()
        shapes.forget()
        gamepad.forget()
        pygame.quit()


def _loop(
    surface: pygame.Surface, scene: Scene | None, stage: Stage, camera: Camera, most_frames: int | None
) -> int:
    clock, frames, still_s, shown = pygame.time.Clock(), 0, 0.0, True
    devices, inputs, scanner = presence.Devices(gamepads=stage.kiosk), Inputs(stage.kiosk), Scanner()
    magnifier = Magnifier()
    while scene is not None and (most_frames is None or frames < most_frames):
        real_s = min(clock.tick(FRAMES_PER_S if shown else HIDDEN_FRAMES_PER_S) / 1000, LONGEST_FRAME_S)
        still_s += real_s
        was_full, was_theme = stage.settings.full_screen, stage.settings.theme
        for event in pygame.event.get():
            if event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
                surface = pygame.display.get_surface() or surface
                stage.size = surface.get_size()
                continue
            if camera.hears(event, stage):
                continue
            devices.follow(event, stage.sounds)
            wish = inputs.wish(event, stage)
            if wish is not None and scene is not None:
                still_s = 0.0 if wish.at != (0, 0) else still_s
                wish = magnifier.wish(wish, scene, stage)
            if wish is not None and scene is not None:
                wish = scanner.chosen(wish, scene, stage)
            if wish is None or scene is None:
                continue
            if wish.at != (0, 0):
                stage.mouse = wish.at
            if wish.what == "staff_quit":
                return OK
            if wish.what == "full_screen" and stage.kiosk:
                scene = scene.handle(presence.STIR, stage)
            elif wish.what == "full_screen":
                stage.prefer(full_screen=not stage.settings.full_screen)
            elif wish.what == "sound" and not stage.kiosk:
                stage.prefer(sound=not stage.settings.sound)
                stage.sounds.toggled(stage.settings)
            elif not (wish.what == "quit" and stage.kiosk):
                scene = scene.handle(wish, stage)
        if scene is None:
            break
        if stage.settings.full_screen != was_full:
            surface = open_window(START_SIZE, stage.settings.full_screen, stage.settings.display)
            stage.size = surface.get_size()
        if stage.settings.theme != was_theme:
            shapes.forget()
        pygame.mouse.set_visible(still_s < HIDE_POINTER_S)
        shown = pygame.display.get_active()
        if shown:  # a minimised window stands still: nobody sees it
            look_at(scene, stage)
            scene = scene.advance(real_s, stage)
        if shown and scene is not None:
            look_at(scene, stage)
            scene = scanner.advance(real_s, scene, stage)
        if shown and scene is not None:
            magnifier.draw(surface, scene, stage, scanner)
            camera.look(surface, stage, real_s)
            pygame.display.flip()
        stage.sounds.breathe(real_s, stage.settings)
        frames += 1
    return OK


def open_game(rules: ClassRules | None = None) -> int:
    """The game, from its title page. `rules`: see `run_app`."""
    from lucy.ui.scenes.title import Title

    return run_app(Title, rules=rules)


def play_level(
    level: Level,
    consumer: str | Callable[[], Any] = "you",
    seed: int = 1,
    hands_on: bool = False,
) -> int:
    """Straight into one level: a person ("you"), a persona's name, or something that makes a consumer."""
    from lucy.ui.scenes.level_choice import LevelChoice
    from lucy.ui.scenes.play import Play

    if isinstance(consumer, str):
        choice = Choice(level, consumer, seed, hands_on)
    else:
        choice = Choice(level, "you", seed, make_consumer=consumer)
    return run_app(lambda stage: Play(choice, stage, lambda: LevelChoice(stage)))


def compare(level: Level, names: Sequence[str], seed: int, act: int, recording: Recording | None) -> int:
    """One seed, two to four lanes; when it is left, the levels."""
    from lucy.ui.scenes.compare import Compare, Match
    from lucy.ui.scenes.level_choice import LevelChoice

    match = Match(level, tuple(names), seed, act, recording)
    return run_app(lambda stage: Compare(match, stage, lambda: LevelChoice(stage)))


def replay(recording: Recording) -> int:
    """A recorded run, from its beginning; when it is over, or somebody leaves it, the levels."""
    from lucy.ui.scenes.level_choice import LevelChoice
    from lucy.ui.scenes.play import Play

    choice = Choice(
        recording.level, recording.consumer, recording.seed, recording.hands_on, recording.act, recording=recording
    )
    return run_app(lambda stage: Play(choice, stage, lambda: LevelChoice(stage)))


def show(talk: Show, big: bool = False, full_screen: bool = True, display: int | None = None) -> int:
    """A show, in its own colours. `display`: which one, from 0, kept for the next time; None: the one kept."""
    from lucy.ui.scenes.show import ShowScene

    def begin(stage: Stage) -> Scene:
        stage.clicker, stage.theme_name = True, talk.theme
        return ShowScene(talk, stage, big)

    if display is not None:
        preferred, _ = settings.load()
        settings.save(replace(preferred, display=display))
    return run_app(begin, full_screen=full_screen)


def demo(
    speed: float = 1.0, kiosk: bool = True, most_frames: int | None = None, full_screen: bool = False
) -> int:
    """The demo, for ever. `kiosk`: a visitor cannot leave it or reach the settings."""
    from lucy.ui.scenes.demo import Demo

    if kiosk:
        print(words.say("screen.app.leave_demo"), flush=True)
        os.environ.setdefault("SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS", "0")
        os.environ.setdefault("SDL_GRAB_KEYBOARD", "1")
    return run_app(lambda stage: Demo(stage, speed=speed), kiosk, most_frames, full_screen)
