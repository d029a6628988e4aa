"""The sandbox saved as a level: by its key and by its button, with a word on where it is; not on a stand."""

from __future__ import annotations

from pathlib import Path

import pygame

from lucy.run import strategy
from lucy.run.level_files import load_level, own_levels
from lucy.ui import keymap
from lucy.ui.keymap import Input
from lucy.ui.layout import play_zones
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.saved import Saved
from lucy.ui.stage import Choice, Stage


def sandbox(stage: Stage, name: str = "sandbox") -> Play:
    return Play(Choice(stage.level(name)), stage, lambda: None)


def test_f2_saves_the_level_with_its_keys_and_says_where(stage_of) -> None:
    stage = stage_of()
    play = sandbox(stage)
    play.do(Input("strategy", "control"), stage)
    play.do(Input("move", "right", by=1), stage)
    wish = keymap.logical(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F2, mod=0, unicode=""))
    assert wish is not None
    page = play.handle(wish, stage)
    assert isinstance(page, Saved) and own_levels() == ["my-sandbox"]
    (path,) = [word for line in page.lines for word in line.split() if word.endswith(".toml")]
    saved = load_level(Path(path))
    assert strategy.begin(saved).index("control") == play.strategy.index("control")
    assert play.session.paused and page.handle(Input("back"), stage) is play


def test_the_bar_has_a_button_for_it_in_free_play_alone(stage_of) -> None:
    stage = stage_of()
    actions = {}
    for name in ("sandbox", "01-chocolate-factory"):
        play = sandbox(stage, name)
        actions[name] = {button.action: button for button in play.tools(play_zones(stage.lay), stage)}
    assert "save_level" in actions["sandbox"] and "save_level" not in actions["01-chocolate-factory"]
    page = sandbox(stage).handle(Input("point", at=actions["sandbox"]["save_level"].rect.center), stage)
    assert isinstance(page, Saved)


def test_it_stands_in_the_level_choice_and_a_stand_keeps_nothing(stage_of) -> None:
    stage = stage_of()
    assert isinstance(sandbox(stage).handle(Input("save_level"), stage), Saved)
    assert [level.name for level in LevelChoice(stage).levels][-2:] == ["sandbox", "my-sandbox"]
    stage.kiosk = True
    play = sandbox(stage)
    assert play.handle(Input("save_level"), stage) is play and own_levels() == ["my-sandbox"]
    assert "my-sandbox" not in stage.levels()


def test_a_folder_that_cannot_be_written_is_told(stage_of, tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "file"))
    page = sandbox(stage_of()).handle(Input("save_level"), stage_of())
    assert isinstance(page, Saved) and "could not" in page.lines[0]
