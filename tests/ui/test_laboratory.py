"""The laboratory: a map that follows its sliders, coarse and then fine, and a cell that can be played."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pygame
import pytest
from pygame import Surface

from lucy.run import laboratory
from lucy.run.desk import PROCESSES, Desk
from lucy.run.laboratory import Asked
from lucy.run.level_files import load_level, shipped_levels
from lucy.run.sweep import Map
from lucy.ui import map_axes, map_cells, sweep_picture
from lucy.ui.keymap import Input, logical
from lucy.ui.scenes.laboratory import Laboratory
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.slider_page import track_of
from lucy.ui.theme import WARM

NAME = "07-push-and-pull"


class Here:
    """A desk without processes: the answer is there when it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Asked, int]] = []
        self.open, self._next, self.fault = True, None, ""
        self.ahead: list[tuple[Asked, int]] = []

    def knows(self, asked: Asked, cells: int) -> bool:
        return False

    def ask(self, asked: Asked, cells: int) -> None:
        self.asked.append((asked, cells))
        self._next = (asked, *laboratory.axes(load_level(asked.level, 0, asked.overrides), min(cells, 12)))

    def foresee(self, questions: list[tuple[Asked, int]]) -> None:
        self.ahead = questions

    def answer(self) -> Map | None:
        wanted, self._next = self._next, None
        return laboratory.part(*wanted) if wanted else None

    def close(self) -> None:
        self.open = False


@pytest.fixture
def page(stage_of) -> Iterator[tuple[Laboratory, Here, object]]:
    stage, desk = stage_of(), Here()
    scene = Laboratory(load_level(NAME), stage, lambda: LevelChoice(stage), desk)
    scene.advance(0, stage)
    yield scene, desk, stage


def test_a_level_has_a_map_where_its_rates_and_its_buffer_can_be_set() -> None:
    reasons = {name: laboratory.why_not(load_level(name)) for name in shipped_levels()}
    assert {name: reason for name, reason in reasons.items() if reason} == {
        "02-copying-a-file": "whole", "05-firehose": "frames", "08-chaos": "retries",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["02-copying-a-file", "05-firehose", "08-chaos"])
def test_a_level_without_a_map_says_why_and_hires_nobody(stage_of, monkeypatch, name: str) -> None:
    stage = stage_of((640, 360))
    scene = Laboratory(load_level(name), stage, lambda: LevelChoice(stage))
    assert [button.action for button in scene.buttons(stage)] == ["back"] and not scene._desk.processes
    assert scene.advance(0, stage) is scene and not scene._desk.busy
    told: list[str] = []
    monkeypatch.setattr("lucy.ui.text.paragraph", lambda surface, line, *rest: told.append(line))
    scene.draw(Surface(stage.size), stage)
    assert len(told) == 1 and told[0].startswith("There is no map here.")
    assert isinstance(scene.handle(Input("accept"), stage), LevelChoice)


def test_the_coarse_map_comes_first_and_then_the_fine_one(page) -> None:
    scene, desk, stage = page
    assert [cells for _, cells in desk.asked] == [laboratory.COARSE, laboratory.FINE]
    before = scene.found
    scene.advance(0, stage)
    assert scene.found is not before and len(desk.asked) == 2, "and then it rests"
    rate, usual = scene.sliders[0].path, scene.sliders[0].values[scene.sliders[0].start]
    values = [(*asked.overrides, (rate, usual))[0] for asked, _ in desk.ahead]
    assert len(values) == sum(len(slider.values) for slider in scene.sliders)
    assert {path for path, _ in values} == {slider.path for slider in scene.sliders}, "each slider, but one at a time"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def test_processes_beside_the_game_give_the_map_that_is_worked_out_here(desk: Desk) -> None:
    level = load_level(NAME)
    desk.ask(Asked(NAME, 0, (("level.duration_s", 9),)), 3)
    desk.ask(Asked(NAME, 0), 4)
    found = answered(desk)
    assert not desk.busy
    here = laboratory.part(Asked(NAME, 0), *laboratory.axes(level, 4))
    assert np.array_equal(found.means, here.means) and found.sweep == here.sweep


def answered(desk: Desk) -> Map:
    until = time.monotonic() + 60
    while (found := desk.answer()) is None and time.monotonic() < until:
        time.sleep(0.01)
    assert found is not None
    return found


def test_a_slider_asks_anew_by_key_and_by_pointer(page) -> None:
    scene, desk, stage = page
    scene.handle(Input("next", by=1), stage)
    scene.handle(Input("move", "right", by=1), stage)
    asked, cells = desk.asked[-1]
    assert cells == laboratory.COARSE and asked.overrides[0] == ("station.reader.rate_per_s", 120.0)
    track = track_of(scene.slider(0, stage), stage)
    scene.handle(Input("point", at=track.midleft), stage)
    assert scene.at[0] == 0
    scene.handle(Input("hover", at=track.midright, by=1), stage)
    assert desk.asked[-1][0].overrides[0] == ("station.reader.rate_per_s", 250.0)
    count = len(desk.asked)
    scene.advance(0, stage)
    assert len(desk.asked) == count, "no fine map while the pointer holds the slider"
    scene.handle(Input("hover", at=track.midright), stage)
    scene.advance(0, stage)
    assert desk.asked[-1][1] == laboratory.FINE


def test_a_faster_station_gives_another_map(page) -> None:
    scene, _, stage = page
    slow = scene.found.means
    scene.handle(Input("next", by=1), stage)
    scene.handle(Input("adjust", by=-3), stage)
    scene.advance(0, stage)
    assert not np.array_equal(slow, scene.found.means)


def test_a_cell_is_played_with_its_settings_and_the_way_back_leads_to_the_map(page) -> None:
    scene, desk, stage = page
    area = scene._map(stage)
    play = scene.handle(Input("point", at=(area.right - 2, area.top + 2)), stage)
    assert isinstance(play, Play)
    x, y = scene.found.sweep.x.values[-1], scene.found.sweep.y.values[-1]
    assert play.level.producers[0].arrivals.rate.per_s == x and not play.level.producers[0].arrivals.rate.changes
    assert play.level.levers.buffer.amounts == (y,) and play.level.tick_hz == load_level(NAME).tick_hz
    assert desk.open
    left = scene.handle(Input("back"), stage)
    assert isinstance(left, LevelChoice) and not desk.open


def test_the_arrows_walk_the_cells(page) -> None:
    scene, _, stage = page
    scene.cell = [0, 0]
    for value, by in (("up", 1), ("right", 1), ("right", 1), ("left", -1), ("down", -1), ("down", -1)):
        scene.handle(Input("move", value, by=by), stage)
    assert scene.cell == [0, 1]
    assert isinstance(scene.handle(Input("accept"), stage), Play)


def test_l_and_a_button_lead_there_from_the_levels_but_not_on_a_stand(stage_of, monkeypatch) -> None:
    monkeypatch.setattr("lucy.ui.scenes.laboratory.Desk", Here)
    stage = stage_of()
    wish = logical(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_l, mod=0, unicode="l"))
    assert wish is not None and isinstance(LevelChoice(stage).handle(wish, stage), Laboratory)
    choice = LevelChoice(stage)
    assert any(button.action == "laboratory" for button in choice.buttons(stage))
    stage.kiosk = True
    assert not any(button.action == "laboratory" for button in choice.buttons(stage))
    assert isinstance(choice.handle(wish, stage), LevelChoice)


@pytest.mark.parametrize("size", [(640, 360), (1024, 768), (1280, 720), (1920, 1080)])
def test_nothing_overlaps_and_all_is_in_sight(stage_of, size) -> None:
    stage = stage_of(size)
    scene = Laboratory(load_level("03-server-to-server"), stage, lambda: scene, Here())
    rects = [button.rect for button in scene.buttons(stage)]
    for place, rect in enumerate(rects):
        assert stage.lay.rect.contains(rect) and min(rect.size) >= 34
        assert rect.collidelist(rects[place + 1 :]) == -1
    scene.draw(Surface(size), stage)


def test_a_map_is_drawn_with_the_first_row_at_the_bottom_and_lines_between() -> None:
    best, none = np.array([[0, 1], [1, 1]]), np.zeros((2, 2), dtype=bool)
    image = map_cells.strategies(best, none, ["ignore", "control"], WARM, (200, 200))
    assert image.get_at((20, 180))[:3] == map_cells.strategy_colour("ignore", WARM)
    assert image.get_at((99, 150))[:3] == WARM.ink
    dark = map_cells.strategies(best, ~none, ["ignore", "control"], WARM, (200, 200))
    assert sum(dark.get_at((20, 180))[:3]) < sum(image.get_at((20, 180))[:3])
    figures = map_cells.figures(np.array([[0.0, 1.0], [2.0, 3.0]]), 0, 3, (10, 10))
    assert figures.get_at((1, 9))[:3] == (68, 1, 84) and figures.get_at((9, 1))[:3] == (253, 231, 37)


def test_a_name_stands_inside_its_region_or_not_at_all() -> None:
    region = np.zeros((10, 10), dtype=bool)
    region[2:5, 3:9] = True
    row, column = map_cells.roomiest(region, 4.0, 1.0)
    assert 2 < row < 5 and 5 <= column <= 7
    assert map_cells.roomiest(region, 7.0, 1.0) is None
    assert len(map_cells.regions(region.astype(int))) == 2


def test_round_numbers_stand_along_an_axis() -> None:
    assert map_axes.round_numbers(50, 200, 8) == [60, 80, 100, 120, 140, 160, 180, 200]
    assert map_axes.round_numbers(1, 500, 8, even_ratios=True) == [1, 2, 5, 10, 20, 50, 100, 200, 500]


def test_the_picture_of_a_sweep_is_written_whole(tmp_path) -> None:
    found = laboratory.part(Asked(NAME, 0), *laboratory.axes(load_level(NAME), 4))
    sweep_picture.save(found, tmp_path / "map.png")
    image = pygame.image.load(str(tmp_path / "map.png"))
    assert image.get_size() == sweep_picture.SIZE
    with pytest.raises(OSError):
        sweep_picture.save(found, tmp_path / "no" / "map.png")


def test_a_level_that_cannot_be_read_is_told_and_ends_nothing(desk: Desk) -> None:
    desk.ask(Asked(NAME, 0, (("producer.colour", 3),)), 3)
    until = time.monotonic() + 20
    while desk.busy and time.monotonic() < until:
        assert desk.answer() is None
        time.sleep(0.01)
    assert "colour" in desk.fault and all(process.is_alive() for process in desk.processes)


def test_a_process_that_was_ended_is_replaced_and_its_question_answered(desk: Desk) -> None:
    desk.processes[0].kill()
    desk.processes[0].join()
    desk.ask(Asked(NAME, 0), 3)
    assert answered(desk).best.size and len(desk.processes) == PROCESSES


def test_a_newer_question_is_not_kept_waiting_by_an_older_one(desk: Desk) -> None:
    """The older one takes seconds; nobody waits for it, it is not answered, and closing does not wait for it either."""
    slow, quick = Asked("04-who-has-to-buffer", 0), Asked(NAME, 0)
    desk.ask(slow, 40)
    desk.answer()
    desk.ask(quick, 5)
    assert answered(desk).level.name == NAME and not desk.knows(slow, 40)
    began = time.monotonic()
    desk.ask(quick, 5)
    assert desk.answer() is not None and time.monotonic() - began < 0.05, "what was answered is kept"
    desk.foresee([(quick, 2)])
    until = time.monotonic() + 20
    while not desk.knows(quick, 2) and time.monotonic() < until:
        assert desk.answer() is None
        time.sleep(0.01)
    assert desk.knows(quick, 2) and not desk.busy, "what may be asked next is worked out ahead"
    desk.ask(slow, 40)
    time.sleep(0.05)
    processes, began = desk.processes, time.monotonic()
    desk.close()
    assert time.monotonic() - began < 0.3 and not any(process.is_alive() for process in processes)
