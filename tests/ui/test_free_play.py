"""The sandbox's sliders: by keys, by the pointer, by one switch; the run goes on, or begins afresh."""

from __future__ import annotations

import pygame
import pytest
from presses import key, press

from lucy.run.recording_file import read_recording
from lucy.ui import keymap
from lucy.ui.scan_targets import targets
from lucy.ui.scenes.free_play import FreePlay
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.slider_page import track_of
from lucy.ui.stage import Choice, Stage

SIZES = ((640, 360), (1024, 768), (1280, 720), (1920, 1080))


def run_of(stage: Stage, seconds: int = 2, name: str = "sandbox") -> Play:
    play = Play(Choice(stage.level(name)), stage, lambda: None)
    for _ in range(10 * seconds):
        play.advance(0.1, stage)
    return play


def page_of(play: Play, stage: Stage) -> FreePlay:
    page = press(play, stage, "sliders")
    assert isinstance(page, FreePlay) and play.session.paused
    return page


def place_of(page: FreePlay, ending: str) -> int:
    return next(place for place, slider in enumerate(page.sliders) if slider.path.endswith(ending))


def test_a_rate_changes_in_the_midst_of_the_run(stage_of) -> None:
    stage = stage_of()
    play = run_of(stage)
    press(play, stage, "strategy", value="buffer")
    page = page_of(play, stage)
    while page.at[0] < page.steps(0) - 1:
        press(page, stage, "move", 1, "right")
    assert press(page, stage, "back") is play
    made = play.session.world.made.sum()
    tick = play.session.world.tick
    press(play, stage, "pause")
    for _ in range(20):
        play.advance(0.1, stage)
    assert play.session.world.tick > tick and play.session.world.made.sum() - made > 40, "30 a second instead of 5"
    assert any("30/s" in mark.text for mark in play.session.timeline().marks)
    assert play.session.controls.buffer_units is not None


def test_what_would_change_the_past_begins_a_fresh_run_with_the_same_keys(stage_of) -> None:
    stage = stage_of()
    play = run_of(stage)
    press(play, stage, "strategy", value="buffer")
    page = page_of(play, stage)
    place = place_of(page, "memory_units")
    page.put(place, page.steps(place) - 1)
    assert page.begins_anew
    fresh = press(page, stage, "back")
    assert isinstance(fresh, Play) and fresh is not play and fresh.session.world.tick == 0
    assert fresh.level.stations[0].memory_units == page.sliders[place].values[-1]
    assert fresh.session.controls == play.session.controls


def test_nothing_moved_nothing_changed(stage_of) -> None:
    stage = stage_of()
    play = run_of(stage)
    level = play.level
    assert press(page_of(play, stage), stage, "back") is play and play.level is level


@pytest.mark.parametrize("size", SIZES)
def test_the_pointer_drags_a_knob_and_lets_go(size, stage_of) -> None:
    stage = stage_of(size)
    page = page_of(run_of(stage, 0), stage)
    track = track_of(page.slider(3, stage), stage)
    page.handle(keymap.Input("point", at=track.midleft), stage)
    assert page.at[3] == 0
    page.handle(keymap.Input("hover", at=track.midright, by=1), stage)
    assert page.at[3] == page.steps(3) - 1
    page.handle(keymap.Input("hover", at=track.midright), stage)
    page.handle(keymap.Input("hover", at=track.midleft, by=1), stage)
    assert page.at[3] == page.steps(3) - 1 and page.held < 0


def test_one_switch_reaches_every_slider_and_the_way_back(stage_of) -> None:
    stage = stage_of()
    page = page_of(run_of(stage, 0), stage)
    reached = targets(page, stage)
    assert len(reached) == len(page.sliders) + 1
    page.focus, before = 2, page.at[2]
    page.handle(reached[2].wish, stage)
    assert page.at[2] != before


def test_it_has_a_key_and_a_button_where_somebody_plays_freely(stage_of) -> None:
    stage = stage_of()
    wish = keymap.logical(key(pygame.K_v))
    assert wish is not None and isinstance(run_of(stage, 0).handle(wish, stage), FreePlay)
    level = run_of(stage, 0, "01-chocolate-factory")
    assert level.handle(wish, stage) is level
    stage.kiosk = True
    stand = run_of(stage, 0)
    assert stand.handle(wish, stage) is stand


def test_the_recording_knows_the_change(stage_of) -> None:
    stage = stage_of()
    stage.save = True
    play = run_of(stage, 3)
    page = page_of(play, stage)
    page.put(0, 0)
    page.handle(keymap.Input("back"), stage)
    press(play, stage, "pause")
    for _ in range(30):
        play.advance(0.1, stage)
    play.leave(stage)
    assert play.recorder is not None and play.recorder.file is not None
    found = read_recording(play.recorder.file)
    assert found.level == play.level and found.level.producers[0].arrivals.rate.changes[0].at_ms == 3000
    assert found.digests[-1][1] == play.session.world.digest()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("large", [False, True])
def test_no_text_overlaps_another_or_leaves_the_window(size, large, stage_of, lines_on) -> None:
    stage = stage_of(size, **({"text_size": 1.15} if large else {}))
    drawn = lines_on(page_of(run_of(stage, 0), stage), size, stage)
    for place, (rect, line) in enumerate(drawn):
        assert pygame.Rect((0, 0), size).contains(rect), line
        assert not any(rect.colliderect(other) for other, _ in drawn[place + 1 :]), line
