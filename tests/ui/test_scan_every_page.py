"""One switch reaches everything on every page that there is: a page that nobody has thought of fails here."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import numpy as np
import pytest

from lucy.run.show_files import load_show
from lucy.ui import scenes as package
from lucy.ui import show_board, show_overview, widgets
from lucy.ui.keymap import Input
from lucy.ui.scan import Scanner
from lucy.ui.scan_targets import CELLS, targets
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.compare import Compare, Match
from lucy.ui.scenes.compare_choice import CompareChoice
from lucy.ui.scenes.compare_table import CompareTable
from lucy.ui.scenes.controls_page import ControlsPage
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.demo import Demo
from lucy.ui.scenes.demo_run import Shown
from lucy.ui.scenes.draw_curve import DrawCurve
from lucy.ui.scenes.free_play import FreePlay
from lucy.ui.scenes.help import Aside, Help
from lucy.ui.scenes.laboratory import Laboratory
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.log_page import LogPage
from lucy.ui.scenes.page import Page
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.predict import Asking, Predict
from lucy.ui.scenes.saved import HelpInRun, Saved, Told
from lucy.ui.scenes.settings import AccessPage, SettingsPage
from lucy.ui.scenes.show import ShowScene
from lucy.ui.scenes.slider_page import SliderPage
from lucy.ui.scenes.title import Title
from lucy.ui.scenes.visitor import Visitor
from lucy.ui.scenes.watch_choice import WatchChoice
from lucy.ui.stage import Choice

LEVEL, MAPPED = "01-chocolate-factory", "07-push-and-pull"
BASES = {Page, Aside, SliderPage}  # nobody ever sees one of these
NONE = {Demo}  # any press at all takes it over


class Desk:
    """Gives the laboratory a map of ten by ten at once."""

    fault = ""

    def knows(self, *rest):
        return False

    def ask(self, *rest):
        pass

    foresee = ask

    def answer(self):
        return type("Map", (), {"best": np.zeros((10, 10), dtype=int)})()


def play(stage, name=LEVEL):
    return Play(Choice(stage.level(name)), stage, lambda: None)


def over(stage):
    page = play(stage)
    page.session.run_ticks(page.level.duration_ticks)
    page.look(now=True)
    page.advance(0.0, stage)
    return page


def laboratory(stage):
    page = Laboratory(stage.level(MAPPED), stage, lambda: page, Desk())
    return page.advance(0.0, stage)


ORACLES = {}  # played once for all


def asking(stage):
    stage.oracles = ORACLES
    found = Asking(stage.level(LEVEL), 0, stage, lambda: None, lambda _: None)
    found.oracle.finish()
    return found


def visitor(stage):
    page = Visitor(Title(stage), lambda: page)
    page.greeting_s = 0.0
    return page


def match(stage):
    return Match(stage.level(LEVEL), ("you", "hoarder"))


def show(stage):
    return ShowScene(load_show("backpressure-in-10-minutes"), stage, begin=1)


MADE = {
    Title: Title, LevelChoice: LevelChoice, Demo: Demo, Visitor: visitor, Laboratory: laboratory, ShowScene: show,
    Play: play, Debrief: lambda stage: Debrief(over(stage)), LogPage: lambda stage: LogPage(play(stage)),
    HelpInRun: lambda stage: HelpInRun(play(stage)), Saved: lambda stage: Saved(play(stage, "sandbox")),
    FreePlay: lambda stage: FreePlay(play(stage, "sandbox")),
    Shown: lambda stage: Shown(Choice(stage.level(LEVEL), "negotiator"), stage, lambda: None),
    Help: lambda stage: Help(Title(stage)), Told: lambda stage: Told(Title(stage), ("a", "b")),
    SettingsPage: lambda stage: SettingsPage(Title(stage)), AccessPage: lambda stage: AccessPage(Title(stage)),
    ControlsPage: lambda stage: ControlsPage(Title(stage)),
    Briefing: lambda stage: Briefing(stage.level(LEVEL), stage, lambda: None),
    Predict: lambda stage: Predict(asking(stage), stage), DrawCurve: lambda stage: DrawCurve(asking(stage), stage),
    Compare: lambda stage: Compare(match(stage), stage, lambda: None),
    CompareChoice: lambda stage: CompareChoice(match(stage), stage, lambda: None),
    WatchChoice: lambda stage: WatchChoice(Choice(stage.level(LEVEL)), stage, lambda: None),
    CompareTable: lambda stage: CompareTable(Compare(match(stage), stage, lambda: None)),
}  # fmt: skip


def scenes():
    found = set()
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        there = importlib.import_module(module.name)
        for _, thing in inspect.getmembers(there, inspect.isclass):
            is_scene = all(callable(getattr(thing, verb, None)) for verb in ("handle", "advance", "draw"))
            if is_scene and thing.__module__ == module.name:
                found.add(thing)
    return found


def test_every_scene_is_here():
    assert scenes() - BASES == set(MADE)


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
def test_whatever_a_press_is_looked_for_on_is_among_the_targets(kind, stage_of, monkeypatch):
    stage = stage_of(scan_s=1.0)
    page = MADE[kind](stage)
    assert type(page) is kind
    found = targets(page, stage)
    if kind in NONE:
        assert found == ()
        return
    asked, hit = [], widgets.hit
    monkeypatch.setattr(widgets, "hit", lambda buttons, at: asked.extend(buttons) or hit(buttons, at))
    page.handle(Input("point", at=(-9, -9)), stage)
    assert asked or kind is ShowScene
    out_of_reach = [b.action for b in asked if not any(b.rect.contains(target.rect) for target in found)]
    assert found and out_of_reach == []
    assert all(stage.lay.rect.contains(target.rect) for target in found)
    assert Scanner().stops(page, stage)


def test_places_all_over_the_map_of_the_laboratory_are_shown_and_then_played(stage_of):
    stage = stage_of(scan_s=1.0)
    page = laboratory(stage)
    cells = [target for target in targets(page, stage) if target.rect.width * CELLS <= page._map(stage).width + CELLS]
    cells = cells[: CELLS**2]
    seen = set()
    for target in cells:
        page.handle(Input("hover", at=target.wish.at), stage)
        seen.add(tuple(page.cell))
    assert len(seen) == CELLS**2 and {row for row, _ in seen} == {0, 2, 4, 6, 8}


def test_a_paused_run_is_walked_a_second_at_a_time(stage_of):
    stage = stage_of(scan_s=1.0)
    page = play(stage)
    page.session.run_ticks(5 * page.level.tick_hz)
    assert not any(target.sign for target in targets(page, stage))
    page.handle(Input("pause"), stage)
    signs = {target.sign: target.wish for target in targets(page, stage) if target.sign}
    page.handle(signs["left"], stage)
    assert page.session.time_s == 4.0
    page.handle(signs["right"], stage)
    assert page.session.time_s == 5.0


def test_a_show_is_walked_and_left_with_one_switch(stage_of):
    stage = stage_of(scan_s=1.0)
    page = show(stage)

    def press(sign):
        return page.handle(next(target.wish for target in targets(page, stage) if target.sign == sign), stage)

    press("right")
    press("right")
    press("left")
    assert page.place == 2
    runs = page.session is not None
    assert runs and (press("pause") or page).session.paused
    press("up")
    assert page.overview
    tiles = show_overview.tiles(show_board.board(stage.size, False), page.show, page.focus)
    assert [target.rect for target in targets(page, stage)][: len(tiles)] == [rect for _, rect in tiles]
    page.handle(targets(page, stage)[4].wish, stage)
    assert page.place == 4 and not page.overview
    assert press("cross") is page and page.asks, "the first one asks"
    assert press("cross") is None, "the second one leaves"


def test_all_beats_of_a_long_show_are_reached(stage_of):
    stage = stage_of(scan_s=1.0)
    page = show(stage)
    page.handle(Input("overview"), stage)
    most, at = len(page.show.beats), show_board.board(stage.size, False)
    reached = set()
    for _ in range(-(-most // show_overview.SHEET)):
        reached |= {place for place, _ in show_overview.tiles(at, page.show, page.focus)}
        down = [target.wish for target in targets(page, stage) if target.sign == "down"]
        assert bool(down) == (most > show_overview.SHEET)
        for wish in down:
            page.handle(wish, stage)
    assert reached == set(range(most))
