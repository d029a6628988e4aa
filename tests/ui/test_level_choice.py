"""Ten levels and more: every card is reached by keys, by wheel and by mouse, at every size."""

import pytest
from pygame import Surface

from lucy.run.progress import Best, Progress
from lucy.ui.keymap import Input
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.level_choice import LevelChoice

SIZES = [(640, 360), (1024, 768), (1280, 720), (1920, 1080)]


@pytest.fixture
def choice(stage_of, monkeypatch):
    """Eleven cards: the shipped levels over and over."""

    def make(size):
        stage = stage_of(size)
        names = stage.levels()
        many = [names[i % len(names)] for i in range(11)]
        monkeypatch.setattr(type(stage), "levels", lambda self: many)
        stage.progress = Progress({f"{names[0]}/0": Best(2, 71.0)})
        return LevelChoice(stage), stage

    return make


def chosen(page, stage):
    scene = page.handle(Input("accept"), stage)
    assert isinstance(scene, Briefing)
    return page.at


@pytest.mark.parametrize("size", SIZES)
def test_the_arrow_keys_reach_every_card(choice, size):
    page, stage = choice(size)
    seen = [chosen(page, stage)]
    for _ in range(10):
        page.handle(Input("move", "right", by=1), stage)
        seen.append(chosen(page, stage))
    assert seen == list(range(11))
    for _ in range(10):
        page.handle(Input("move", "left", by=-1), stage)
    assert chosen(page, stage) == 0


@pytest.mark.parametrize("size", SIZES)
def test_down_goes_to_the_last_card_then_below_it_and_up_again(choice, size):
    page, stage = choice(size)
    for _ in range(8):
        page.handle(Input("move", "down", by=-1), stage)
    assert page.buttons(stage)[page.focus].action in ("back", "laboratory"), "whatever stands below the last card"
    page.handle(Input("move", "up", by=1), stage)
    assert page.buttons(stage)[page.focus].action.startswith("level:")


@pytest.mark.parametrize("size", SIZES)
def test_wheel_and_rollers_show_the_last_row(choice, size):
    for rolled in ("wheel", "roller"):
        page, stage = choice(size)
        for _ in range(6):
            if rolled == "wheel":
                page.handle(Input("adjust", "wheel", by=-1), stage)
            else:
                down = next(b for b in page.buttons(stage) if b.action == "roll:1")
                page.handle(Input("point", at=down.rect.center), stage)
        assert any(b.action == "level:10" for b in page.buttons(stage))
        page.draw(Surface(size), stage)
        last = next(b for b in page.buttons(stage) if b.action == "level:10")
        assert isinstance(page.handle(Input("point", at=last.rect.center), stage), Briefing)


def test_only_cards_in_sight_have_a_belt_of_their_own(choice):
    page, stage = choice((1280, 720))
    for _ in range(12):
        page.advance(1 / 60, stage)
    assert sum(belt is not None for belt in page._belts) == 6
