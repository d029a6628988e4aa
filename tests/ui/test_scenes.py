"""A visitor's way through the game, and what must hold on every page at every size."""

from functools import cache
from itertools import combinations

import pytest
from pygame import Rect, Surface

from lucy.run import drawn_curve
from lucy.run.prediction import Prediction
from lucy.ui import text
from lucy.ui.keymap import Input
from lucy.ui.layout import play_zones
from lucy.ui.magnifier import look_at
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.controls_page import ControlsPage
from lucy.ui.scenes.debrief import DEAF_S, Debrief
from lucy.ui.scenes.draw_curve import DrawCurve
from lucy.ui.scenes.help import Help
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import END_S, HINT_S, Play
from lucy.ui.scenes.predict import Asking, Predict
from lucy.ui.scenes.settings import AccessPage, SettingsPage
from lucy.ui.scenes.title import Title
from lucy.ui.scenes.watch_choice import WatchChoice
from lucy.ui.stage import Choice, Stage

SIZES = [(640, 360), (1024, 768), (1280, 720), (1920, 1080)]


class Still:
    """A picture that is not drawn: these tests are about the pages."""

    def __init__(self, who=""):
        pass

    def advance(self, real_s):
        pass

    def draw(self, surface, rect, level, now, reduced_motion):
        pass


@pytest.fixture(scope="module", autouse=True)
def no_picture():
    with pytest.MonkeyPatch.context() as patch:
        for module in ("scenes.title", "scenes.play", "scenes.level_choice", "still"):
            patch.setattr(f"lucy.ui.{module}.Picture", Still)
        yield


def played(stage, name="01-chocolate-factory", consumer="you", seconds=20.0, **rest):
    play = Play(Choice(stage.level(name, rest.get("act", 0)), consumer, **rest), stage, lambda: None)
    play.session.run_ticks(round(seconds * play.level.tick_hz))
    play.look(now=True)
    play.advance(0.0, stage)
    return play


@pytest.fixture(scope="module")
def runs():
    return made_once()


@cache  # the other files that look at them take the same
def made_once():
    """Runs in the middle and at the end: what they show does not depend on the window."""
    stage, made = Stage((1280, 720), save=False), []
    for name in ("01-chocolate-factory", "02-copying-a-file", "sandbox"):
        for consumer in ("you", "negotiator"):
            play = played(stage, name, consumer, 21.0 if name[0] == "0" else 8.0)
            if consumer == "you" and name[0] == "0":
                made.append(play)
                play = played(stage, name, consumer, 40.0)
            made.append(play)
    level = stage.level("03-server-to-server", 1)
    oracle = stage.oracle(level, 1).finish()
    guesses = tuple(oracle.guess(place, 0) for place in range(len(level.words.questions)))
    curve = drawn_curve.stroke(drawn_curve.flat(), (4, 0.0), (24, 400.0), 600.0)
    expected = Prediction(guesses, curve, oracle.truth())
    made.append(played(stage, level.name, "you", 71.0, act=1, prediction=expected))
    asking = Asking(level, 1, stage, lambda: None, lambda found: None)
    made += [Predict(asking, stage), DrawCurve(asking, stage)]
    for key in ("buffer", "drop", "control"):
        made[0].do(Input("strategy", key), stage)
    made[0].look(now=True)
    return made


def pages(stage, runs):
    title = Title(stage)
    yield title
    choice = LevelChoice(stage)
    yield choice
    choice.handle(Input("adjust", "wheel", by=-1), stage)
    yield choice
    yield from (made for made in runs if isinstance(made, Predict | DrawCurve))
    yield from (SettingsPage(title), AccessPage(title), ControlsPage(title), ControlsPage(title, pads=True))
    yield Help(title)
    for name in stage.levels():
        yield Briefing(stage.level(name), stage, lambda: None)
    yield WatchChoice(Choice(stage.level("01-chocolate-factory")), stage, lambda: None)
    for play in (made for made in runs if isinstance(made, Play)):
        if play.session.finished:
            debrief = Debrief(play)
            look_at(debrief, stage)
            for place in range(len(debrief.sheets(stage))):
                debrief.sheet = place
                yield debrief
        else:
            yield play


@pytest.mark.parametrize(
    ("size", "text_size"), [*((size, times) for size in SIZES for times in (1.0, 1.15)), ((1280, 720), 2.0)]
)
def test_no_text_overlaps_another_or_leaves_the_window(size, text_size, stage_of, lines_on, runs):
    stage = stage_of(size, text_size=text_size, theme="projector" if text_size > 1 else "warm")
    for page in pages(stage, runs):
        found = lines_on(page, size, stage)
        window = stage.lay.rect  # of a page that is shown in parts: the whole of it
        for rect, line in found:
            assert window.contains(rect), f"{type(page).__name__}: {line!r} leaves the window"
        for (one, this), (other, that) in combinations(found, 2):
            twice = one == other and this == that  # in two colours, each clipped to its part of a bar
            if not twice and one.inflate(-2, -2).colliderect(other.inflate(-2, -2)):
                raise AssertionError(f"{type(page).__name__}: {this!r} overlaps {that!r}")


def test_no_text_is_under_twenty_pixels_at_1080_lines(stage_of, monkeypatch, runs):
    stage = stage_of((1920, 1080))
    sizes: list[tuple[int, str]] = []
    render = text.render
    monkeypatch.setattr(
        text, "render", lambda line, size, *rest: sizes.append((size, line)) or render(line, size, *rest)
    )
    for page in pages(stage, runs):
        page.draw(Surface(stage.size), stage)
    assert min(sizes)[0] >= 20, min(sizes)


def test_buttons_are_inside_the_window_and_large_enough(stage_of, runs):
    for size in SIZES:
        stage = stage_of(size)
        for page in pages(stage, runs):
            if hasattr(page, "buttons"):
                for button in page.buttons(stage):
                    assert Rect(0, 0, *size).contains(button.rect)
                    assert button.rect.height >= min(44, 30 if size[1] <= 360 else 40)
                for one, other in combinations(page.buttons(stage), 2):
                    assert not one.rect.colliderect(other.rect)


def test_from_the_title_to_the_debrief_by_keyboard_alone(stage_of):
    stage = stage_of()
    scene = Title(stage)
    scene = scene.handle(Input("accept"), stage)
    assert isinstance(scene, LevelChoice)
    scene = scene.handle(Input("accept"), stage)
    assert isinstance(scene, Briefing)
    scene = scene.handle(Input("accept"), stage)
    while not isinstance(scene, Play):
        assert isinstance(scene, Predict | DrawCurve)
        scene.asking.oracle.finish()
        scene = scene.handle(Input("accept"), stage)
    scene.handle(Input("strategy", "control"), stage)
    assert scene.session.controls.pace_per_s == 1.0
    scene.session.run_ticks(61 * scene.level.tick_hz)
    for _ in range(3):
        scene = scene.advance(END_S / 2, stage)
    assert isinstance(scene, Debrief)
    assert scene.handle(Input("accept"), stage) is scene, "it was meant for the card over the last picture"
    assert isinstance(scene.handle(Input("help"), stage), Help)
    scene.advance(DEAF_S, stage)
    assert isinstance(scene.handle(Input("accept"), stage), Play)


def test_from_the_title_to_a_key_by_mouse_alone(stage_of):
    stage = stage_of()
    scene = Title(stage)
    for _ in range(3):
        scene = scene.handle(Input("point", at=scene.buttons(stage)[0].rect.center), stage)
    while not isinstance(scene, Play):
        scene.asking.oracle.finish()
        scene = scene.handle(Input("point", at=scene.buttons(stage)[0].rect.center), stage)
    control = play_zones(stage.lay).keys[2]
    scene.handle(Input("point", at=(control.left + 10, control.centery)), stage)
    assert scene.session.controls.pace_per_s == 1.0
    plus = control.right - control.height // 2, control.centery
    scene.handle(Input("point", at=plus), stage)
    assert scene.session.controls.pace_per_s == 1.5
    scene.handle(Input("point", at=(control.left + 10, control.centery)), stage)
    assert scene.session.controls.pace_per_s is None


def test_everything_can_be_changed_while_paused_and_a_step_is_a_tenth(stage_of):
    stage = stage_of()
    play = played(stage, seconds=1.0)
    play.handle(Input("pause"), stage)
    before = play.session.time_s
    play.advance(1.0, stage)
    assert play.session.time_s == before
    play.handle(Input("strategy", "buffer"), stage)
    assert play.session.controls.buffer_units == 14
    play.handle(Input("step"), stage)
    assert play.session.time_s == pytest.approx(before + 0.1, abs=0.01)


def test_speed_goes_up_and_down_and_stops(stage_of):
    stage = stage_of()
    play = played(stage, seconds=0.1)
    for _ in range(9):
        play.handle(Input("speed", by=1), stage)
    assert play.session.speed == 8
    play.handle(Input("speed", by=-1), stage)
    assert play.session.speed == 4


def test_by_hand_each_press_wraps_one(stage_of):
    stage = stage_of()
    play = played(stage, seconds=6.0, hands_on=True)
    assert play.now.ledger.delivered == 0
    play.handle(Input("work"), stage)
    play.handle(Input("point", at=play_zones(stage.lay).picture.center), stage)
    play.session.run_ticks(3 * play.level.tick_hz)
    play.look(now=True)
    assert play.now.ledger.delivered == 2


def test_restart_of_a_watched_run_hands_the_belt_over(stage_of):
    stage = stage_of()
    play = played(stage, consumer="negotiator")
    again = play.handle(Input("restart"), stage)
    assert again.choice.is_human and again.session.time_s == 0


def test_settings_are_kept(stage_of):
    stage = stage_of()
    page = SettingsPage(Help(Title(stage)))
    page.act("theme:1", stage)
    page.act("text_size:1", stage)
    assert (stage.settings.theme, stage.settings.text_size) == ("projector", 1.15)


def test_on_a_stand_nobody_gets_out(stage_of):
    stage = stage_of()
    stage.kiosk = True
    title = Title(stage)
    assert {button.action for button in title.buttons(stage)} == {"play", "watch", "help"}
    assert title.handle(Input("back"), stage) is title


def test_a_hint_makes_room_again_for_what_happens_but_not_while_paused(stage_of):
    stage = stage_of()
    play = played(stage, seconds=1.0)
    play.handle(Input("hint"), stage)
    play.hint_s = HINT_S - 0.02
    play.handle(Input("pause"), stage)
    play.advance(1.0, stage)
    assert play.hint == 0
    play.handle(Input("pause"), stage)
    play.advance(0.05, stage)
    assert play.hint == -1
