"""Asking before play: every page answers to keys and to the mouse, and what was expected comes back at the end."""

import pytest
from pygame import Surface

from lucy.run.drawn_curve import HANDLE_EVERY
from lucy.ui.keymap import Input
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.draw_curve import STEPS, DrawCurve
from lucy.ui.scenes.play import END_S, Play
from lucy.ui.scenes.predict import Predict
from lucy.ui.stage import Choice

LEVEL = "03-server-to-server"


@pytest.fixture(scope="module")
def oracles():
    """The runs that the answers come from, played once for all of these tests."""
    return {}


@pytest.fixture
def stage(stage_of, oracles):
    stage = stage_of()
    stage.oracles = oracles
    stage.oracle(stage.level(LEVEL)).finish()
    return stage


def asked(stage):
    return Briefing(stage.level(LEVEL), stage, lambda: None).act("play", stage)


def test_a_digit_chooses_and_all_pages_lead_to_the_belt(stage):
    scene, pages = asked(stage), 0
    while not isinstance(scene, DrawCurve):
        assert isinstance(scene, Predict)
        scene.draw(Surface(stage.size), stage)
        scene, pages = scene.handle(Input("number", by=2), stage), pages + 1
    assert pages == len(scene.level.words.questions) > 0
    play = scene.handle(Input("accept"), stage)
    assert isinstance(play, Play) and play.ghost is None
    assert [guess.chosen for guess in play.choice.prediction.guesses] == [1] * pages


def test_one_key_skips_everything(stage):
    assert isinstance(asked(stage).handle(Input("skip"), stage), Play)


def test_it_is_asked_once(stage):
    asked(stage).handle(Input("skip"), stage)
    assert isinstance(asked(stage), Play)


def test_while_the_answer_is_worked_out_there_is_a_bar_and_skip_works(stage_of):
    stage = stage_of()
    page = asked(stage)
    page.draw(Surface(stage.size), stage)
    assert {button.action for button in page.buttons(stage)} == {"back", "skip"}
    before = page.asking.oracle.part
    page.advance(0.016, stage)
    assert page.asking.oracle.part > before
    assert isinstance(page.handle(Input("skip"), stage), Play)


def drawing(stage):
    scene = asked(stage)
    while not isinstance(scene, DrawCurve):
        scene = scene.handle(Input("number", by=1), stage)
    return scene


def test_a_curve_is_drawn_with_the_mouse_and_is_a_ghost_on_the_chart(stage):
    page = drawing(stage)
    paper = page.paper(stage)
    page.handle(Input("point", at=(paper.left, paper.bottom)), stage)
    page.handle(Input("hover", at=(paper.right, paper.top), by=1), stage)
    assert page.curve[0] == 0 and page.curve[-1] == page.top
    assert page.curve[12] == pytest.approx(page.top / 2)
    page.handle(Input("hover", at=(paper.left, paper.top)), stage)  # the button is up
    assert page.curve[0] == 0
    play = page.handle(Input("accept"), stage)
    assert play.ghost == page.curve
    play.draw(Surface(stage.size), stage)


def test_a_curve_is_drawn_with_the_keys(stage):
    page = drawing(stage)
    page.handle(Input("move", "right", by=1), stage)
    page.handle(Input("move", "up", by=1), stage)
    assert page.curve[HANDLE_EVERY] == pytest.approx(page.top / STEPS)
    page.act("afresh", stage)
    assert not any(page.curve)


def test_the_debrief_tells_what_was_expected_and_turns_its_sheets(stage):
    page = drawing(stage)
    page.handle(Input("move", "up", by=1), stage)
    play = page.handle(Input("accept"), stage)
    play.session.run_ticks(play.level.duration_ticks)
    play.advance(0.0, stage)
    for size in ((640, 360), (1280, 720)):
        stage.size = size
        debrief = Debrief(play)
        titles = [sheet.title for sheet in debrief.sheets(stage)]
        assert titles[0] == "" and "What you expected" in titles and "In a program" in titles
        for place in range(len(titles)):
            assert debrief.sheet == place
            debrief.draw(Surface(size), stage)
            debrief.handle(Input("move", "right", by=1), stage)
        assert debrief.sheet == len(titles) - 1
        debrief.handle(Input("move", "left", by=-1), stage)
        assert debrief.sheet == len(titles) - 2


def test_what_a_person_earns_is_kept_and_what_a_persona_earns_is_not(stage):
    level = stage.level("01-chocolate-factory")
    for consumer, earned in (("hoarder", False), ("you", True)):
        play = Play(Choice(level, consumer), stage, lambda: None)
        play.session.run_ticks(play.level.duration_ticks)
        for _ in range(3):
            scene = play.advance(END_S / 2, stage)
        assert isinstance(scene, Debrief)
        assert (stage.progress.of(level.name) is not None) == earned


def test_a_change_of_the_controls_leaves_one_mark_that_says_what(stage):
    play = asked(stage).handle(Input("skip"), stage)
    play.session.run_ticks(2 * play.level.tick_hz)
    play.do(Input("strategy", "control"), stage)
    play.do(Input("adjust", by=1), stage)
    marks = [mark for mark in play.session.timeline().marks if mark.kind == "controls"]
    assert len(marks) == 1 and marks[0].text.startswith("Control ") and marks[0].at_s == pytest.approx(2.0)
