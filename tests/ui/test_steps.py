"""The steps after an explanation: the same idea in five languages, and two questions with new numbers."""

from __future__ import annotations

from itertools import combinations

import pytest
from pygame import Rect, Surface

from lucy.run import level_code, transfer
from lucy.run.class_file import ClassRules
from lucy.run.level_files import level_acts, level_from_bytes, load_level, shipped_levels
from lucy.run.progress import Answers, load
from lucy.ui import code_block, code_tabs, settings
from lucy.ui.keymap import Input
from lucy.ui.scan_targets import targets
from lucy.ui.scenes import transfer_sheet
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.play import Play
from lucy.ui.stage import Choice, Stage
from lucy.ui.widgets import LEAST_PX

LEVEL = "03-server-to-server"
ACTS = [(name, act) for name in shipped_levels() if name != "sandbox" for act in range(len(level_acts(name)))]
PLAYED = b"""
format = 1
[level]
duration_s = 8
[[producer]]
name = "maker"
rate_per_s = 4
[[station]]
name = "worker"
rate_per_s = 2
memory_units = 6
[[words.transfer]]
ask = "{rate} a second come. When is it full?"
draw = [{ name = "rate", values = [4, 6], at = "producer.maker.rate_per_s" }]
figure = "seconds"
unit = "s"
"""


@pytest.fixture(scope="module")
def played() -> Play:
    """A short run of level 3: how it went does not matter here."""
    stage = Stage(save=False)
    play = Play(Choice(load_level(LEVEL, 0, ["level.duration_s=15"]), "shrugger"), stage, lambda: None)
    play.session.run_ticks(play.level.duration_ticks)
    play.advance(0.0, stage)
    return play


def turned(played: Play, stage: Stage, step: str) -> Debrief:
    debrief = Debrief(played)
    while debrief.step(stage) != step:
        before = debrief.sheet
        debrief.handle(Input("move", "right", by=1), stage)
        assert debrief.sheet == before + 1, f"there is no sheet {step}"
    return debrief


def actions(debrief: Debrief, stage: Stage) -> list[str]:
    return [button.action for button in debrief.buttons(stage)]


def test_the_language_is_chosen_by_digit_and_by_tab_and_remembered(played, stage_of):
    stage = stage_of()
    stage.save = True
    debrief = turned(played, stage, "code")
    tabs = [button for button in debrief.buttons(stage) if button.action.startswith("code:")]
    assert [tab.action[5:] for tab in tabs] == list(level_code.KINDS) and [tab.chosen for tab in tabs][0]
    assert all(tab.rect.height >= LEAST_PX and tab.rect.width >= LEAST_PX for tab in tabs)
    first, then = Surface(stage.size), Surface(stage.size)
    debrief.draw(first, stage)
    debrief.handle(Input("number", by=3), stage)
    debrief.draw(then, stage)
    assert debrief.step(stage) == "code" and first.get_buffer().raw != then.get_buffer().raw
    assert settings.load()[0].code == "reactor"
    debrief.handle(Input("point", at=tabs[4].rect.center), stage)
    assert settings.load()[0].code == "grpc"
    again = turned(played, Stage(save=False, settings=settings.load()[0]), "code")
    assert [b.chosen for b in again.buttons(stage)][:5] == [False, False, False, False, True]
    for _ in range(4):
        again.handle(Input("next", by=-1), stage)
    before = stage.settings.code
    while actions(again, stage)[again.focus] != "code:rxjs":
        again.handle(Input("next", by=1), stage)
    again.handle(Input("accept"), stage)
    assert (before, stage.settings.code) == ("grpc", "rxjs"), "with the keys that a gamepad has too"


def test_a_text_of_ones_own_stands_without_tabs(stage_of):
    own = level_from_bytes(b'format=1\n[[producer]]\nrate_per_s=1\nname="a"\n[[station]]\nname="b"\nrate_per_s=1\n'
                           b'[words]\ncode = "wait()"\n')  # fmt: skip
    found, lay, body = level_code.snippets(own), stage_of().lay, Rect(70, 110, 1140, 480)
    assert [snippet.text for snippet in found] == ["wait()"]
    assert code_tabs.buttons(body, found, "node", lay) == () and code_tabs.board(body, found, lay) == body


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080)])
def test_every_snippet_stands_on_one_board(size, played, stage_of):
    stage = stage_of(size)
    body = Debrief(played)._body(stage)
    for name, act in ACTS:
        found = level_code.snippets(load_level(name, act), act)
        for snippet in found:
            board = code_tabs.board(body, found, stage.lay)
            assert len(code_block.sheets(snippet.text, board, stage.theme, stage.lay)) == 1, (name, act, snippet.kind)


def test_an_answer_is_told_right_or_wrong_with_its_sum_and_counted(played, stage_of, lines_on):
    stage = stage_of()
    stage.save = True
    debrief = turned(played, stage, "own")
    question = debrief.steps.questions(stage)["own"]
    right = question.posed.choices().right
    assert actions(debrief, stage)[debrief.focus] == "transfer:0", "Enter and a pad's A choose at once"
    debrief.handle(Input("number", by=1 + (right + 1) % 3), stage)
    said = [line.replace("\u00a0", " ") for _, line in lines_on(debrief, stage.size, stage)]
    assert f"No, it is {question.posed.answer()}." in said
    assert question.posed.worked_out() in " ".join(said)
    assert stage.progress.answered(LEVEL) == Answers(1, 0)
    debrief.handle(Input("number", by=1 + right), stage)
    assert question.chosen == (right + 1) % 3, "it has been answered"
    asked = question.posed.ask
    assert actions(debrief, stage)[debrief.focus] == "transfer:again"
    debrief.handle(Input("accept"), stage)
    fresh = debrief.steps.questions(stage)["own"]
    assert fresh.posed.ask != asked and fresh.chosen is None
    debrief.handle(Input("number", by=1 + fresh.posed.choices().right), stage)
    said = [line for _, line in lines_on(debrief, stage.size, stage)]
    assert "Right." in said
    assert stage.progress.answered(LEVEL) == load()[0].answered(LEVEL) == Answers(2, 1)
    assert Debrief(played).steps.questions(stage)["own"].posed.ask not in (asked, fresh.posed.ask)


def test_the_question_from_before_comes_from_two_levels_back(played, stage_of, lines_on):
    stage = stage_of()
    debrief = turned(played, stage, "earlier")
    assert debrief.sheet == len(debrief.sheets(stage)) - 1
    said = [line for _, line in lines_on(debrief, stage.size, stage)]
    assert any("The chocolate factory" in line for line in said)


def test_everything_is_in_reach_of_the_mouse_and_of_one_switch(played, stage_of):
    stage = stage_of()
    debrief = turned(played, stage, "own")
    answers = [button for button in debrief.buttons(stage) if button.action.startswith("transfer:")]
    offered = {target.wish.at for target in targets(debrief, stage)}
    assert {answer.rect.center for answer in answers} <= offered
    debrief.handle(Input("point", at=answers[2].rect.center), stage)
    assert debrief.steps.questions(stage)["own"].chosen == 2


def test_a_class_may_go_without(played, stage_of):
    stage = stage_of()
    stage.rules = ClassRules(transfer=False)
    level = stage.level(LEVEL)
    play = Play(Choice(level, "shrugger"), stage, lambda: None)
    assert not [sheet.step for sheet in Debrief(play).sheets(stage) if sheet.step in ("own", "earlier")]


def test_an_answer_that_has_to_be_played_comes_while_one_reads(stage_of):
    level, stage = level_from_bytes(PLAYED), stage_of()
    play = Play(Choice(level, "shrugger"), stage, lambda: None)
    play.session.run_ticks(play.level.duration_ticks)
    play.advance(0.0, stage)
    debrief = turned(play, stage, "own")
    assert not [action for action in actions(debrief, stage) if action.startswith("transfer:")]
    debrief.draw(Surface(stage.size), stage)
    for _ in range(500):
        debrief.advance(1 / 60, stage)
        if "transfer:0" in actions(debrief, stage):
            break
    debrief.handle(Input("number", by=1), stage)
    debrief.draw(Surface(stage.size), stage)
    assert debrief.steps.questions(stage)["own"].chosen == 0


@pytest.mark.parametrize(
    ("size", "language", "text_size"),
    [((640, 360), "en", 1.0), ((640, 360), "de", 1.15), ((1024, 768), "de", 1.15), ((1024, 768), "en", 2.0),
     ((1280, 720), "de", 1.0), ((1280, 720), "de", 2.0)],
)  # fmt: skip
def test_no_question_overlaps_its_answers_or_leaves_its_sheet(
    size, language, text_size, played, stage_of, lines_on, monkeypatch
):
    monkeypatch.setenv("LUCY_LANGUAGE", language)
    stage = stage_of(size, text_size=text_size)
    lay = stage.lay
    body = Debrief(played)._body(stage)

    class Page:
        def draw(self, surface: Surface, stage: Stage) -> None:
            transfer_sheet.paint(surface, body, question, stage)

    for name, act in ACTS:
        posed = transfer.pose(load_level(name, act), 0)
        question = transfer_sheet.Question(posed, "", "Do the sum.")
        rects = [button.rect for button in transfer_sheet.buttons(question, body, lay)]
        assert all(body.contains(rect) and rect.height >= 30 for rect in rects), (name, act)
        lines = [rect for rect, _ in lines_on(Page(), size, stage)]
        assert all(body.contains(rect) for rect in lines), (name, act)
        for one, other in combinations([*lines, *rects], 2):
            assert not one.inflate(-2, -2).colliderect(other.inflate(-2, -2)), (name, act)
        question.chosen = (posed.choices().right + 1) % 3
        again = transfer_sheet.buttons(question, body, lay)[0].rect
        lines = [rect for rect, _ in lines_on(Page(), size, stage)]
        assert all(body.contains(rect) for rect in lines), (name, act)
        for one, other in combinations([*lines, again], 2):
            assert not one.inflate(-2, -2).colliderect(other.inflate(-2, -2)), (name, act)
