"""A class plays: what is off is not asked, what is locked does not open."""

from __future__ import annotations

import pygame

from lucy.run.class_file import ClassRules
from lucy.run.prediction import Prediction
from lucy.ui import app
from lucy.ui.layout import play_zones
from lucy.ui.scenes import predict
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import Play
from lucy.ui.stage import Choice

SECOND = "02-copying-a-file"


def test_a_locked_level_does_not_open_and_says_why(stage_of):
    stage = stage_of()
    stage.rules = ClassRules(locked={SECOND: "On Thursday."})
    choice = LevelChoice(stage)
    plain, veiled = pygame.Surface(stage.size), pygame.Surface(stage.size)
    assert choice.act("level:1", stage) is choice
    assert isinstance(choice.act("level:0", stage), Briefing)
    choice.draw(veiled, stage)
    stage.rules = ClassRules()
    choice.draw(plain, stage)
    cards = choice._cards(stage)
    changed = (pygame.surfarray.array3d(plain) != pygame.surfarray.array3d(veiled)).any(axis=2)
    assert changed[cards[1].left : cards[1].right, cards[1].top : cards[1].bottom].mean() > 0.2
    assert not changed[cards[0].left : cards[0].right, cards[0].top : cards[0].bottom].any()


def test_the_debrief_does_not_lead_on_to_a_locked_level(stage_of):
    stage = stage_of()
    play = Play(Choice(stage.level("01-chocolate-factory"), "shrugger"), stage, lambda: None)
    play.session.run_ticks(play.level.duration_ticks)
    play.advance(0.0, stage)
    whole = Debrief(play)
    assert whole._next_name(stage) == SECOND and len(whole.sheets(stage)) > 1
    stage.rules = ClassRules(locked={SECOND: ""}, debrief=False)
    short = Debrief(play)
    assert short._next_name(stage) == "03-server-to-server"
    assert len(short.sheets(stage)) == 1
    short.draw(pygame.Surface(stage.size), stage)


def test_without_predicting_the_level_begins_at_once(stage_of):
    stage = stage_of()
    stage.rules = ClassRules(predict=False)
    level = stage.level("01-chocolate-factory")
    found = []
    predict.begin(level, 0, stage, lambda: None, lambda prediction: found.append(prediction))
    assert found == [Prediction()]


def test_without_hints_the_bar_offers_none(stage_of):
    stage = stage_of()

    def offered():
        play = Play(Choice(stage.level("01-chocolate-factory")), stage, lambda: None)
        return {tool.action for tool in play.tools(play_zones(stage.lay), stage)}

    assert "hint" in offered()
    stage.rules = ClassRules(hints=False)
    assert "hint" not in offered()


def test_the_game_opens_for_a_class(monkeypatch):
    seen = []

    def loop(surface, scene, stage, *rest):
        seen.append(stage.rules)
        return 0

    monkeypatch.setattr(app, "_loop", loop)
    app.open_game(ClassRules(name="9b"))
    assert seen == [ClassRules(name="9b")]
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((640, 360))


def test_the_debrief_looks_up_what_comes_next_once(stage_of, monkeypatch):
    from lucy.run import level_files
    from lucy.ui.scenes.debrief import Debrief
    from lucy.ui.scenes.play import Play
    from lucy.ui.stage import Choice

    stage = stage_of()
    play = Play(Choice(stage.level("02-copying-a-file"), "shrugger"), stage, lambda: None)
    play.session.run_ticks(play.level.duration_ticks)
    debrief, read = Debrief(play), []
    acts = level_files.level_acts
    monkeypatch.setattr(level_files, "level_acts", lambda name: read.append(name) or acts(name))
    for _ in range(3):
        assert any(button.action == "next" for button in debrief.buttons(stage))
    assert read == ["02-copying-a-file"]
