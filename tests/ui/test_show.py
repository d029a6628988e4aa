"""A talk: what a clicker sends, and what the back row sees."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pygame
import pytest
from presses import key

from lucy.run.show_check import pauses
from lucy.run.show_files import load_show
from lucy.run.show_runs import Rehearsal
from lucy.ui import app, clicker, settings, show_board, show_overview, text
from lucy.ui.keymap import Input
from lucy.ui.scenes.show import ShowScene
from lucy.ui.theme import THEMES, contrast

SMALL = """
format = 1
[[beat]]
title = "Hello"
lines = ["More comes in than can go out."]
caption = "Something has to give."
[[beat]]
level = "01"
at_s = 1
caption = "A calm beginning."
[[beat]]
level = "01"
at_s = 1.5
[[beat]]
level = "02"
consumer = "negotiator"
from_s = 1
at_s = 1.6
speed = 2
[[beat]]
level = "02"
sums = [1, 2]
"""
FRAME_S = 1 / 60


def made(tmp_path):
    file = tmp_path / "talk.toml"
    file.write_text(SMALL, encoding="utf-8")
    return load_show(str(file))


@pytest.fixture(scope="module")
def rehearsed():
    """The shipped show, played to every pause point."""
    rehearsal = Rehearsal(load_show("backpressure-in-10-minutes"))
    while rehearsal.work():
        pass
    return rehearsal


@pytest.fixture
def show(tmp_path):
    return made(tmp_path)


@pytest.fixture
def talk(show, stage_of):
    """A scene, and a way to press keys on it as a clicker does."""
    stage = stage_of()
    scene = ShowScene(show, stage)

    def press(*keys):
        found = scene
        for code in keys:
            wish = clicker.logical(key(*code) if isinstance(code, tuple) else key(code))
            assert wish is not None, code
            found = scene.handle(wish, stage)
        return found

    def run(seconds, frame_s=FRAME_S):
        for _ in range(round(seconds / frame_s)):
            assert scene.advance(frame_s, stage) is scene

    return scene, stage, press, run


NEXT, BEFORE, BLANK, START, ESC = pygame.K_PAGEDOWN, pygame.K_PAGEUP, pygame.K_b, pygame.K_F5, pygame.K_ESCAPE


# As one was recorded in a talk: (seconds before the key, key). The key of F5 and Escape sends them in turn.
RECORDED = (
    (2.0, START), (1.0, NEXT), (1.4, NEXT), (0.8, BLANK), (0.5, BLANK), (0.4, ESC), (4.0, NEXT), (0.7, BEFORE),
    (0.9, START), (0.3, NEXT), (0.6, NEXT), (1.0, ESC), (0.2, NEXT),
)  # fmt: skip


@pytest.mark.parametrize("frame_s", [1 / 60, 1 / 23])
def test_a_recorded_clicker_walks_a_show_to_its_end(talk, show, frame_s):
    scene, stage, press, run = talk
    digests = {pause.beat.number: pause.digest for pause in pauses(show)}
    walked, told = [], {}
    surface = pygame.Surface(stage.size)
    for wait_s, code in RECORDED:
        run(wait_s, frame_s)
        scene.draw(surface, stage)
        if scene.session is not None and scene.session.paused:
            told[scene.beat.number] = scene.digest
        assert press(code) is scene, "no key of a clicker ends a talk"
        walked.append(scene.beat.number)
    assert walked == [1, 2, 3, 3, 3, 3, 4, 3, 3, 4, 5, 5, 5]
    assert told == {2: digests[2], 3: digests[3], 4: digests[4]}


def test_a_run_stops_at_its_pause_point_to_the_tick_and_space_lets_it_go_on(talk):
    scene, stage, press, run = talk
    press(NEXT)
    run(0.5)
    assert not scene.waits
    run(2.0)
    assert scene.waits and scene.session.time_s == 1.0
    press(pygame.K_SPACE)
    run(0.5)
    assert scene.session.time_s == pytest.approx(1.5, abs=0.02)
    press(pygame.K_SPACE)
    stood = scene.session.time_s
    run(0.5)
    assert scene.session.time_s == stood


def test_a_blank_screen_is_black_and_time_stands_still(talk):
    scene, stage, press, run = talk
    surface = pygame.Surface(stage.size)
    press(NEXT)
    run(0.3)
    at = scene.session.time_s
    press((0, "."))
    run(0.5)
    scene.draw(surface, stage)
    assert not pygame.surfarray.array3d(surface).any() and scene.session.time_s == at
    press(BLANK)
    run(0.3)
    scene.draw(surface, stage)
    assert pygame.surfarray.array3d(surface).any() and scene.session.time_s > at


def test_escape_leaves_only_when_it_comes_twice_in_a_row(talk):
    scene, stage, press, run = talk
    assert press(ESC) is scene and "Esc" in scene.notice and scene.notice_s > 0
    assert press(START, ESC) is scene, "a clicker sends F5 in between"
    run(3.5)
    assert press(ESC) is scene, "the first one is long ago"
    assert press(ESC) is None


def test_closing_the_window_is_asked_about_too(talk):
    scene, stage, press, run = talk
    assert scene.handle(Input("quit"), stage) is scene
    assert scene.handle(Input("quit"), stage) is None


def test_jumps(talk):
    scene, stage, press, run = talk
    press((pygame.K_4, "4"))
    assert "4" in scene.notice and scene.beat.number == 1
    press(pygame.K_RETURN)
    assert scene.beat.number == 4 and scene.session.time_s == 1.0
    press(pygame.K_HOME)
    assert scene.beat.number == 1
    press(pygame.K_END, NEXT)
    assert scene.beat.number == 5 and scene.notice_s > 0, "after the last there is no other, and it says so"
    press((pygame.K_9, "9"), (pygame.K_0, "0"), pygame.K_RETURN)
    assert scene.beat.number == 5 and "90" in scene.notice
    press((pygame.K_2, "2"))
    run(3.5)
    press(BEFORE, pygame.K_RETURN)
    assert scene.beat.number == 5, "a digit that was left alone is forgotten; Enter goes on"


def test_the_overview_jumps_by_keys_and_by_a_click(talk):
    scene, stage, press, run = talk
    surface = pygame.Surface(stage.size)
    press(pygame.K_g, pygame.K_DOWN, pygame.K_LEFT)
    scene.draw(surface, stage)
    assert scene.overview and scene.beat.number == 1
    press(pygame.K_RETURN)
    assert scene.beat.number == 4 and not scene.overview
    press(pygame.K_g)
    at = show_board.board(stage.size)
    place, rect = show_overview.tiles(at, scene.show, scene.focus)[1]
    scene.handle(Input("point", at=rect.center), stage)
    assert place == 1 and scene.beat.number == 2 and not scene.overview
    press(pygame.K_g)
    assert press(ESC) is scene and not scene.overview


def test_the_countdown_counts_the_talk_and_says_when_it_is_over(talk):
    scene, stage, press, run = talk
    run(2.0)
    press(pygame.K_t)
    assert scene._time_left() == "10:00 left"
    scene.elapsed_s = 75.0
    assert scene._time_left() == "8:45 left"
    scene.elapsed_s = 632.0
    assert scene._time_left() == "0:32 over time"
    press(pygame.K_t)
    assert scene._time_left() == ""


def test_a_jump_takes_less_than_a_second_to_any_beat_of_the_shipped_show(stage_of, rehearsed):
    stage = stage_of()
    scene = ShowScene(rehearsed.show, stage)
    scene.rehearsal = rehearsed
    surface = pygame.Surface(stage.size)
    for place in (15, 0, 12, 3, 10):
        begun = time.perf_counter()
        scene.go(place)
        scene.draw(surface, stage)
        assert time.perf_counter() - begun < 1.0


# -- what the back row sees


def height_px(weight, size_px, letter="H"):
    """Rows of pixels that a letter takes, as drawn."""
    return text.render(letter, size_px, (0, 0, 0), weight).get_bounding_rect().height


def plain(line):
    return line.replace("\u00a0", " ")


@pytest.mark.parametrize("big", [False, True])
def test_glyphs_are_as_large_as_the_back_row_needs(rehearsed, monkeypatch, big):
    """At 1080 lines: nothing under 26 px, numbers of 64 px and more, captions and numbers with capitals of 32."""
    show, at, surface = rehearsed.show, show_board.board((1920, 1080), big), pygame.Surface((1920, 1080))
    drawn, render = [], text.render

    def watched(line, size_px, colour, weight=text.REGULAR):
        drawn.append((line, size_px, weight))
        return render(line, size_px, colour, weight)

    monkeypatch.setattr(text, "render", watched)
    theme, numbers = THEMES[show.theme], 0
    for place, beat in enumerate(show.beats):
        drawn.clear()
        if not beat.is_run:
            show_board.draw_card(surface, at, beat, theme)
        else:
            session = rehearsed.end(place)
            now = session.snapshot()
            show_board.draw_caption(surface, at, beat.caption, theme)
            show_board.draw_chips(surface, at, session.level, now, True, theme)
            before = len(drawn)
            show_board.draw_numbers(surface, at, session.level, now, theme)
            for line, size, weight in drawn[before:]:
                if weight == text.BOLD:
                    numbers += 1
                    assert size >= 64 and height_px(weight, size) >= 32 and height_px(weight, size, "0") >= 32, line
        show_board.draw_foot(surface, at, beat.number, len(show.beats), "9:59 left", theme)
        assert min(size for _, size, _ in drawn) >= 26
        said = [(size, weight) for line, size, weight in drawn if len(line) > 12 and plain(line) in beat.caption]
        assert len(said) in (1, 2), "a caption has a line or two"
        assert all(height_px(weight, size) >= 32 for size, weight in said)
    assert numbers == 4 * sum(beat.is_run for beat in show.beats)


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768), (640, 360)])
def test_nothing_that_a_beat_says_is_cut_or_overlaps(rehearsed, stage_of, lines_on, size):
    show, at, theme = rehearsed.show, show_board.board(size), THEMES[rehearsed.show.theme]

    def draw(surface, beat, place):
        if beat.is_run:
            session = rehearsed.end(place)
            show_board.draw_caption(surface, at, beat.caption, theme)
            show_board.draw_numbers(surface, at, session.level, session.snapshot(), theme)
        else:
            show_board.draw_card(surface, at, beat, theme)

    for place, beat in enumerate(show.beats):
        page = SimpleNamespace(draw=lambda surface, _: draw(surface, beat, place))  # noqa: B023
        found = lines_on(page, size, stage_of(size))
        assert found
        for i, (box, line) in enumerate(found):
            assert pygame.Rect(0, 0, *size).contains(box), line
            assert not [other for there, other in found[:i] if there.colliderect(box)], line


def test_a_show_has_its_own_colours_and_they_are_not_kept(show, stage_of):
    stage = stage_of()
    stage.theme_name = show.theme
    assert stage.theme is THEMES["projector"] and stage.settings.theme == "warm"
    assert contrast(stage.theme.ink, stage.theme.card) >= 7


# -- on which display


def test_the_display_is_remembered(tmp_path):
    settings.save(settings.Settings(display=2), tmp_path)
    assert settings.load(tmp_path)[0].display == 2


def test_a_display_that_is_gone_is_the_first(monkeypatch):
    asked = {}
    monkeypatch.setattr(pygame.display, "set_mode", lambda size, flags, display: asked.update(display=display))
    monkeypatch.setattr(pygame.display, "get_num_displays", lambda: 2)
    app.open_window(full_screen=True, display=1)
    assert asked["display"] == 1
    app.open_window(full_screen=True, display=5)
    assert asked["display"] == 0


def test_a_show_opens_and_closes(show, monkeypatch):
    for code in (START, NEXT, ESC, ESC):
        pygame.event.post(key(code))
    assert app.show(show, full_screen=False) == 0
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((640, 360))
