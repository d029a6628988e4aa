"""Rewinding on the screen: keys and mouse move along the run, the whole picture follows, and T takes it from there."""

import pygame
import pytest
from presses import press
from pygame import Surface

from lucy.run import recorder
from lucy.run.recording_file import read_recording
from lucy.sim.controls import Controls
from lucy.ui import charts
from lucy.ui.inputs import Inputs
from lucy.ui.keymap import Input
from lucy.ui.layout import play_zones
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.what_if_sheet import verdict
from lucy.ui.stage import Choice, Stage

LEVEL = "01-chocolate-factory"
HZ = 60  # ticks a second of the levels here, see conftest


def play_of(stage, consumer="you", seconds=20.0, **rest):
    play = Play(Choice(stage.level(LEVEL), consumer, **rest), stage, lambda: None)
    while play.session.time_s < seconds and not play.session.finished:
        play.session.run_ticks(HZ // 10)
        play.advance(0.0, stage)
    return play


def test_the_arrows_go_back_only_while_it_stands_still(stage_of):
    stage = stage_of()
    play = play_of(stage, seconds=10)
    press(play, stage, "move", -1, "left")
    assert play.session.time_s == pytest.approx(10, abs=0.2), "while it runs they set the amount"
    press(play, stage, "pause")
    here = play.session.time_s
    press(play, stage, "move", -1, "left")
    assert play.session.time_s == pytest.approx(here - 0.1) and play.now.time_s == play.session.time_s
    press(play, stage, "scrub", -1)
    assert play.session.time_s == pytest.approx(here - 1.1)
    press(play, stage, "edge", -1)
    assert play.session.time_s == 0 and play.now.ledger.made == 0
    press(play, stage, "edge", 1)
    assert play.session.time_s == here and not play.scrub.looks_back


def test_the_past_shows_what_was_set_then_and_cannot_be_changed(stage_of):
    stage = stage_of()
    play = play_of(stage, seconds=5)
    press(play, stage, "strategy", value="control")
    play.session.run_ticks(5 * HZ)
    press(play, stage, "pause")
    play.scrub.go(4 * HZ)
    press(play, stage, "strategy", value="buffer")
    assert play.session.controls == Controls() and play.strategy.on == {"control"}
    play.scrub.go(6 * HZ)
    assert play.session.controls.pace_per_s == 1.0


def test_the_mouse_draws_the_hand_along_the_chart(stage_of):
    stage = stage_of()
    play = play_of(stage, seconds=20)
    chart = play_zones(stage.lay).timeline
    middle = chart.centery
    for what, part, by in (("point", 0.30, 0), ("hover", 0.20, 1), ("hover", 0.10, 1)):
        x = chart.left + round(part * chart.width)
        play.handle(Input(what, at=(x, middle), by=by), stage)
        play.advance(0.0, stage)
        expected = charts.time_at(chart, stage.lay, x, 0.0, 60.0)
        assert play.session.paused and play.session.time_s == pytest.approx(expected, abs=0.01)
    play.handle(Input("hover", at=(chart.right, middle), by=0), stage)
    play.advance(0.0, stage)
    assert play.session.time_s < 8, "the button is up: a pointer that passes moves nothing"


def test_the_marks_are_jumped_to_in_order(stage_of):
    stage = stage_of()
    play = play_of(stage, seconds=4)
    press(play, stage, "strategy", value="buffer")
    press(play, stage, "strategy", value="drop")
    play.session.run_ticks(40 * HZ)
    marks = {mark.at_s: mark.kind for mark in play.scrub.line().marks if mark.kind in charts.MARKED}
    assert {"act", "dropped", "controls"} <= set(marks.values())
    press(play, stage, "pause")
    for at_s in sorted(marks, reverse=True):
        if at_s < play.session.time_s:
            press(play, stage, "next", -1)
            assert play.session.time_s == pytest.approx(at_s, abs=0.01)
    press(play, stage, "jump", 1)
    assert play.session.time_s == pytest.approx(sorted(marks)[1], abs=0.01)


def test_take_it_from_here_and_win(stage_of):
    stage = stage_of()
    play = play_of(stage, seconds=60)
    lost = play.session.result()
    press(play, stage, "move", -1, "left")
    assert play.session.paused and not play.session.finished
    play.scrub.go(15 * HZ)
    press(play, stage, "take")
    assert play.session.branched_at_s == (15.0,) and play.choice.is_human and not play.scrub.looks_back
    press(play, stage, "strategy", value="control")
    press(play, stage, "adjust", -1)  # 0.8 a second
    press(play, stage, "pause")
    while not play.session.finished:
        play.session.run_ticks(HZ)
        play.advance(0.0, stage)
    won = play.session.result()
    assert (lost.outcome, won.outcome) == ("lost", "won") and won.score > lost.score + 50
    assert stage.progress.of(LEVEL).stars == lost.stars, "a second try earns nothing"
    assert play.session.line.before is not None
    play.draw(Surface(stage.size), stage)


def test_a_watched_run_is_taken_over_in_mid_play(stage_of):
    stage = stage_of()
    play = play_of(stage, "negotiator", seconds=20)
    press(play, stage, "take")
    assert play.choice.is_human and play.session.consumer_name == "you"
    assert play.session.controls.pace_per_s is not None, "what was set stays set until it is touched"
    assert "control" in play.strategy.on


def test_space_plays_the_past_again_up_to_where_it_was(stage_of):
    stage = stage_of()
    play = play_of(stage, seconds=10)
    play.scrub.go(9 * HZ)
    press(play, stage, "pause")
    for _ in range(30):
        play.advance(0.05, stage)
    assert not play.scrub.looks_back and play.session.time_s > 10


def test_every_run_is_recorded_and_a_branch_in_a_file_of_its_own(tmp_path, stage_of):
    stage = Stage((1280, 720))
    play = play_of(stage, seconds=10)
    play.scrub.go(4 * HZ)
    press(play, stage, "take")
    first = recorder.newest()
    assert read_recording(first).last_tick >= 10 * HZ - HZ // 10 and not read_recording(first).cut_short
    press(play, stage, "strategy", value="drop")
    press(play, stage, "pause")
    play.session.run_ticks(5 * HZ)
    play.advance(0.0, stage)
    press(play, stage, "back")
    files = sorted(recorder.folder().iterdir())
    assert len(files) == 2
    second = read_recording(next(file for file in files if file != first))
    assert second.branched_at_s == (4.0,) and len(second.entries) == 1
    replayed = Play(Choice(second.level, second.consumer, second.seed, recording=second), stage, lambda: None)
    assert replayed.session.time_s == 0 and replayed.recorder is None
    for _ in range(400):
        replayed.advance(0.05, stage)
        if replayed.session.finished:
            break
    assert replayed.session.world.digest() == second.digests[-1][1]
    press(replayed, stage, "edge", -1)
    assert replayed.session.time_s == 0


def test_the_debrief_says_until_when_it_could_be_saved_and_goes_back_there(stage_of):
    stage = stage_of()
    play = play_of(stage, seconds=60)
    debrief = play.debrief()
    debrief.sheet = 1
    surface = Surface(stage.size)
    debrief.draw(surface, stage)
    working = surface.copy()
    play.scrub.hindsight.work(lambda: False)
    debrief.draw(surface, stage)
    assert surface.get_buffer().raw != working.get_buffer().raw, "the answer is shown as soon as it is there"
    assert verdict(play.scrub.hindsight).startswith("The point of no return was 0:2")
    assert press(debrief, stage, "take") is play
    assert play.session.paused and play.session.time_s == play.scrub.hindsight.no_return_s
    assert "no_return" in {mark.kind for mark in play.scrub.line().marks}
    press(play, stage, "edge", 1)
    assert press(play, stage, "accept") is not play, "from the end of a rewound run it goes on to the debrief"


def test_an_arrow_that_is_held_walks_on_and_faster_until_it_is_let_go(stage_of):
    stage = stage_of()
    play, inputs = play_of(stage, seconds=20), Inputs(kiosk=False)
    press(play, stage, "pause")
    left = {"key": pygame.K_LEFT, "mod": 0, "unicode": ""}
    wish = inputs.wish(pygame.event.Event(pygame.KEYDOWN, left), stage)
    assert wish is not None
    play.handle(wish, stage)
    went = []
    for _ in range(4):
        before = play.session.time_s
        for _ in range(30):
            play.advance(1 / 60, stage)
        went.append(before - play.session.time_s)
    assert 0 < went[0] < went[1] < went[2] < went[3], "after a short wait, and faster and faster"
    assert went[0] < 0.3
    inputs.wish(pygame.event.Event(pygame.KEYUP, left), stage)
    here = play.session.time_s
    play.advance(0.5, stage)
    assert play.session.time_s == here
    inputs.wish(pygame.event.Event(pygame.KEYDOWN, left), stage)
    inputs.wish(pygame.event.Event(pygame.WINDOWFOCUSLOST), stage)
    assert stage.held is None, "a key that is let go in another window is never heard of"


@pytest.mark.parametrize("size", [(640, 360), (1280, 720)])
def test_the_chart_of_the_debrief_leads_to_the_moment_that_is_pointed_at(stage_of, size):
    stage = stage_of(size)
    play = play_of(stage, seconds=60)
    page, surface = play.debrief(), Surface(size)
    page.draw(surface, stage)
    area = page.chart.area(page._body(stage), stage)
    assert area.width > 100 and stage.lay.rect.contains(area)
    stage.mouse = area.center
    bare = pygame.image.tobytes(surface, "RGB")
    page.draw(surface, stage)
    assert pygame.image.tobytes(surface, "RGB") != bare, "the hand is under the pointer"
    third = (area.left + area.width // 3, area.centery)
    assert page.handle(Input("point", at=third), stage) is play and play.session.paused
    assert play.session.time_s == pytest.approx(play.level.duration_ms / 3000, abs=2.5) and play.scrub.looks_back
    page = play.debrief()
    assert page.handle(Input("point", at=(area.right - 3, area.centery)), stage) is play
    assert not play.scrub.looks_back, "beyond its end is its end"
    page = play.debrief()
    page.act("sheet:1", stage)
    assert page.handle(Input("point", at=third), stage) is page, "the other sheets have no chart"
