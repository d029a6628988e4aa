"""A finger does what the mouse does, and everything that can be pressed is large enough for one."""

import pygame
import pytest
from pygame import Rect

from lucy.run import level_files
from lucy.ui import presence
from lucy.ui.inputs import Inputs
from lucy.ui.keymap import Input
from lucy.ui.layout import play_zones
from lucy.ui.scan_targets import targets
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.controls_page import ControlsPage
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.draw_curve import DrawCurve
from lucy.ui.scenes.help import Help
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.predict import Asking, Predict
from lucy.ui.scenes.saved import Saved
from lucy.ui.scenes.settings import AccessPage, SettingsPage
from lucy.ui.scenes.title import Title
from lucy.ui.stage import Choice
from lucy.ui.widgets import LEAST_PX


def finger(kind, x, y, size, who=1):
    return pygame.event.Event(kind, touch_id=0, finger_id=who, x=x / size[0], y=y / size[1], dx=0, dy=0)


def tap(inputs, at, scene, stage):
    for kind in (pygame.FINGERDOWN, pygame.FINGERUP):
        scene = scene.handle(inputs.wish(finger(kind, *at, stage.size), stage), stage)
    return scene


def test_from_the_title_to_a_key_by_touch_alone(stage_of):
    stage, inputs = stage_of(), Inputs(kiosk=False)
    scene = Title(stage)
    while not isinstance(scene, Play):
        if hasattr(scene, "asking"):
            scene.asking.oracle.finish()
        scene = tap(inputs, scene.buttons(stage)[0].rect.center, scene, stage)
    control = play_zones(stage.lay).keys[2]
    tap(inputs, (control.left + 10, control.centery), scene, stage)
    assert scene.session.controls.pace_per_s == 1.0


def test_a_finger_draws_a_curve(stage_of):
    stage, inputs = stage_of(), Inputs(kiosk=False)
    asking = Asking(stage.level("01-chocolate-factory"), 0, stage, lambda: None, lambda found: None)
    asking.oracle.finish()
    page = DrawCurve(asking, stage)
    paper = page.paper(stage)
    page.handle(inputs.wish(finger(pygame.FINGERDOWN, *paper.bottomleft, stage.size), stage), stage)
    page.handle(inputs.wish(finger(pygame.FINGERMOTION, paper.right, paper.top, stage.size), stage), stage)
    drawn = page.curve
    assert drawn[-1] == pytest.approx(page.top, rel=0.02) and drawn[0] < page.top / 50
    page.handle(inputs.wish(finger(pygame.FINGERUP, paper.right, paper.top, stage.size), stage), stage)
    assert inputs.wish(finger(pygame.FINGERMOTION, paper.left, paper.top, stage.size), stage) is None
    assert page.curve == drawn


def test_a_finger_draws_along_the_timeline(stage_of):
    stage, inputs = stage_of(), Inputs(kiosk=False)
    play = Play(Choice(stage.level("01-chocolate-factory")), stage, lambda: None)
    play.session.run_ticks(10 * play.level.tick_hz)
    chart = play_zones(stage.lay).timeline
    times = []
    for kind, x in ((pygame.FINGERDOWN, chart.right - 40), (pygame.FINGERMOTION, chart.left + 40)):
        play.handle(inputs.wish(finger(kind, x, chart.centery, stage.size), stage), stage)
        play.advance(0.0, stage)
        times.append(play.session.time_s)
    assert play.session.paused and times[0] == 10 and times[1] < 8


def test_the_newest_finger_counts_and_the_mouse_that_is_made_up_for_it_does_not(stage_of):
    stage, inputs = stage_of(), Inputs(kiosk=False)
    size = stage.size
    assert inputs.wish(finger(pygame.FINGERDOWN, 40, 40, size, 1), stage) == Input("point", at=(40, 40))
    assert inputs.wish(finger(pygame.FINGERDOWN, 80, 80, size, 2), stage) == Input("point", at=(80, 80))
    assert inputs.wish(finger(pygame.FINGERMOTION, 50, 40, size, 1), stage) is None
    assert inputs.wish(finger(pygame.FINGERMOTION, 90, 80, size, 2), stage) == Input("hover", at=(90, 80), by=1)
    for made_up in (
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(40, 40), touch=True),
        pygame.event.Event(pygame.MOUSEMOTION, buttons=(1, 0, 0), pos=(40, 40), rel=(0, 0), touch=True),
    ):
        assert presence.is_echo(made_up) and inputs.wish(made_up, stage) is None


def every_screen(stage):
    """Each page once, with what can be pressed on it; for Play each level at its start, every key on in turn."""
    title, first = Title(stage), stage.level("01-chocolate-factory")
    yield from (title, LevelChoice(stage), SettingsPage(title), AccessPage(title), Help(title))
    yield from (ControlsPage(title), ControlsPage(title, pads=True))
    for name in stage.levels():
        for act in range(len(level_files.level_acts(name))):
            level = stage.level(name, act)
            yield Briefing(level, stage, lambda: None, act)
            for key in ("buffer", "drop", "control", "scale"):
                play = Play(Choice(level, act=act), stage, lambda: None)
                play.handle(Input("strategy", key), stage)
                play.handle(Input("pause"), stage)
                yield play
    asking = Asking(first, 0, stage, lambda: None, lambda found: None)
    asking.oracle.finish()
    yield from (Predict(asking, stage), DrawCurve(asking, stage))
    play = Play(Choice(first), stage, lambda: None)
    play.session.run_ticks(40 * first.tick_hz)
    play.advance(0.0, stage)
    yield from (play, Debrief(play), Saved(play))
    yield play.rewind()


@pytest.mark.parametrize("text_size", [1.0, 1.15])
def test_every_target_on_every_screen_is_large_enough_for_a_finger(stage_of, text_size):
    """At 1280x720: 44 pixels each way."""
    stage = stage_of((1280, 720), text_size=text_size)
    small: dict[str, set[tuple[int, int]]] = {}
    seen = 0
    for scene in every_screen(stage):
        for target in targets(scene, stage):
            seen += 1
            assert Rect(0, 0, *stage.size).contains(target.rect), type(scene).__name__
            if min(target.rect.size) < LEAST_PX and not target.sign:  # signs are for one switch, not for a finger
                small.setdefault(type(scene).__name__, set()).add(target.rect.size)
    assert seen > 500 and not small


def test_a_button_of_a_gamepad_is_forgotten_when_a_finger_comes(stage_of):
    class Pads:
        pressed, family = "a", "standard"

        def is_echo(self, event):
            return False

        def wish(self, event, mapping):
            self.pressed = ""

    stage, inputs = stage_of(), Inputs(kiosk=False)
    inputs.pads, stage.listening = Pads(), True
    wish = inputs.wish(finger(pygame.FINGERDOWN, 40, 50, stage.size), stage)
    assert wish is not None and wish.what == "point" and stage.pressed == ""
