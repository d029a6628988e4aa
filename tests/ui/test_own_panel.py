"""Somebody's own consumer on screen: it plays, its board says how it does, F6 loads it anew, and it is gone after."""

from __future__ import annotations

import time
from pathlib import Path

import pygame
import pytest

from lucy.run import own_report
from lucy.ui import keymap
from lucy.ui.keymap import Input
from lucy.ui.own_panel import played_by
from lucy.ui.scenes.play import Play
from lucy.ui.stage import Choice

GOOD = "def decide(view, memory):\n    print('hello from the file')\n    return Controls(buffer_units={})\n"
BAD = "def decide(view, memory):\n    return view.wating\n"


@pytest.fixture
def play(tmp_path, stage_of):
    stage = stage_of((1280, 720))
    file = tmp_path / "my.py"
    made = []

    def make(source: str, level: str = "01-chocolate-factory") -> Play:
        file.write_text(source, encoding="utf-8")
        made.append(Play(Choice(stage.level(level), str(file)), stage, lambda: None))
        return made[-1]

    make.stage, make.file = stage, file
    yield make
    for page in made:
        page.handle(Input("back"), stage)


def run(page: Play, stage, until, within_s: float = 30.0) -> None:
    end = time.monotonic() + within_s
    while not until():
        assert time.monotonic() < end, "it did not come"
        page.advance(0.1, stage)


def pid_of(page: Play) -> int:
    return page.session.consumer._talk.process.pid


def drawn(page: Play, stage) -> bytes:
    surface = pygame.Surface(stage.size)
    page.draw(surface, stage)
    return pygame.image.tobytes(surface, "RGB")


def test_f6_is_a_key():
    assert keymap.logical(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F6, mod=0, unicode="")) == Input("reload")


def test_f6_loads_the_file_anew_in_mid_level_and_a_broken_one_is_not_taken(play):
    page, stage, file = play(GOOD.format(3)), play.stage, play.file
    run(page, stage, lambda: page.session.controls.buffer_units == 3)
    file.write_text(GOOD.format(5), encoding="utf-8")
    page.handle(Input("reload"), stage)
    run(page, stage, lambda: page.session.controls.buffer_units == 5)
    file.write_text("def decide(view)\n", encoding="utf-8")
    page.handle(Input("reload"), stage)
    own = page.session.consumer
    run(page, stage, lambda: own.standing().latest is not None)
    assert own_report.line(own.standing().latest) == "my.py line 1: expected ':': def decide(view)"
    before = own.standing().decided
    run(page, stage, lambda: own.standing().decided > before)
    assert page.session.controls.buffer_units == 5 and page.session.time_s > 0


def test_f6_works_while_paused_too(play):
    page, stage, file = play(GOOD.format(3)), play.stage, play.file
    run(page, stage, lambda: page.session.controls.buffer_units == 3)
    page.handle(Input("pause"), stage)
    file.write_text(GOOD.format(5), encoding="utf-8")
    page.handle(Input("reload"), stage)
    assert page.session.consumer.standing().loading
    run(page, stage, lambda: not page.session.consumer.standing().loading)
    assert page.session.paused
    page.handle(Input("pause"), stage)
    run(page, stage, lambda: page.session.controls.buffer_units == 5)


def test_the_board_changes_with_what_is_skipped_and_a_persona_takes_over(play):
    page, stage = play(BAD), play.stage
    run(page, stage, lambda: page.session.consumer.standing().skipped > 2)
    page.session.paused = True
    page.advance(0.0, stage)
    first = drawn(page, stage)
    page.session.paused = False
    run(page, stage, lambda: page.session.consumer.standing().stand_in)
    assert page.session.consumer.standing().skipped == 30
    assert drawn(page, stage) != first
    assert played_by(page.session) == "my.py, and then Watermark,"


@pytest.mark.parametrize("size", [(640, 360), (1024, 768), (1920, 1080)])
def test_the_board_stays_in_the_picture(play, stage_of, size, monkeypatch):
    from lucy.ui import shapes
    from lucy.ui.layout import play_zones
    from lucy.ui.own_panel import draw_own

    stage = stage_of(size)
    page = play("def decide(view, memory):\n    print('x' * 500)\n    return view." + "w" * 90 + "\n")
    run(page, stage, lambda: page.session.consumer.standing().skipped > 2)
    boards = []
    monkeypatch.setattr(shapes, "box", lambda surface, rect, *rest: boards.append(rect))
    zone = play_zones(stage.lay).picture
    draw_own(pygame.Surface(size), zone, page.session, stage)
    assert len(boards) == 1 and zone.contains(boards[0])
    assert boards[0].height < 0.5 * zone.height


@pytest.mark.parametrize("way", ["back", "quit", "restart"])
def test_its_process_is_gone_when_the_run_is_left(play, way):
    page, stage = play(GOOD.format(3)), play.stage
    run(page, stage, lambda: page.session.controls.buffer_units == 3)
    pid = pid_of(page)
    after = page.handle(Input(way), stage)
    assert not Path(f"/proc/{pid}").exists()
    if way == "restart":
        assert after.choice.consumer == page.choice.consumer and not after.choice.is_human


def test_its_process_is_gone_when_the_run_has_ended(play):
    page, stage = play(GOOD.format(1)), play.stage
    page.session.speed = 8.0
    run(page, stage, lambda: page.session.time_s > 1.0)
    pid = pid_of(page)
    run(page, stage, lambda: page.session.finished)
    page.advance(0.0, stage)
    assert not Path(f"/proc/{pid}").exists()
