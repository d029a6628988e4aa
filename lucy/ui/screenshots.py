"""Pictures of every screen at given sizes, for review and for the README. Opens no window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pygame
from pygame import Surface

from lucy.run import language
from lucy.run.prediction import Oracle
from lucy.run.progress import key_of
from lucy.run.show_files import load_show, shipped_shows
from lucy.sim.level import Level
from lucy.ui import shapes, text
from lucy.ui.keymap import Input
from lucy.ui.magnifier import Magnifier, look_at
from lucy.ui.scenes import predict
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.compare import Compare, Match
from lucy.ui.scenes.compare_choice import CompareChoice
from lucy.ui.scenes.compare_table import CompareTable
from lucy.ui.scenes.controls_page import ControlsPage
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.demo import Demo
from lucy.ui.scenes.draw_curve import DrawCurve
from lucy.ui.scenes.help import Help
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.settings import AccessPage, SettingsPage
from lucy.ui.scenes.show import ShowScene
from lucy.ui.scenes.title import Title
from lucy.ui.scenes.watch_choice import WatchChoice
from lucy.ui.settings import Settings
from lucy.ui.stage import Choice, Scene, Stage

SIZES = ((1280, 720), (1920, 1080), (1024, 768), (640, 360))
EASE_S = 3.0  # of level time that the picture needs to find its postures
CALM_PART, DEFICIT_PART = 0.17, 0.36  # how far into a level those moments are looked for


def screenshots(
    folder: Path | str,
    sizes: Sequence[tuple[int, int]] = SIZES,
    settings: Settings | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write NAME-WIDTHxHEIGHT.png for every scene at every size; returns the files."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not pygame.display.get_init():
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
    pygame.font.init()
    written = []
    oracles: dict[str, Oracle] = {}
    for size in sizes:
        pygame.display.set_mode(size)
        text.forget()
        shapes.forget()
        stage = Stage(size, settings or Settings(language=language.current()), save=False, oracles=oracles)
        for name, scene in scenes(stage):
            surface = Surface(size)
            Magnifier().draw(surface, scene, stage)
            file = folder / f"{name}-{size[0]}x{size[1]}.png"
            pygame.image.save(surface, str(file))
            written.append(file)
            if progress is not None:
                progress(str(file))
    return written


def scenes(stage: Stage) -> Iterator[tuple[str, Scene]]:
    """Every page, and for each level the calm, the deficit and both ends."""
    title = Title(stage)
    title.skip(20)
    yield "title", title
    levels = LevelChoice(stage)
    levels.skip(22)
    yield "levels", levels
    yield "settings", SettingsPage(title)
    yield "access", AccessPage(title)
    yield "keys", ControlsPage(title)
    yield "buttons", ControlsPage(title, pads=True)
    yield "help", Help(title)
    demo = Demo(stage)
    yield "demo-card", demo
    yield from _shows(stage)
    yield from _beside(stage)
    for name in stage.levels():
        level = stage.level(name)
        yield f"{name}-briefing", Briefing(level, stage, lambda: None)
        yield from _asking(name, level, stage)
        yield from _runs(name, stage)


def _beside(stage: Stage) -> Iterator[tuple[str, Scene]]:
    """A comparison: who is picked, the lanes in the middle, and the table; and who can be watched."""
    match = Match(stage.level("03-server-to-server"), ("you", "hoarder", "negotiator", "timekeeper"))
    yield "compare-choice", CompareChoice(match, stage, lambda: None)
    yield "watch-choice", WatchChoice(Choice(match.level), stage, lambda: None)
    compare = Compare(match, stage, lambda: None)
    for name, until_s in (("compare", 25), ("compare-end", 70)):
        compare.comparison.run_ticks(round(until_s * compare.level.tick_hz) - compare.comparison.tick)
        compare.look(now=True)
        yield name, compare
    yield "compare-table", CompareTable(compare)


def _shows(stage: Stage) -> Iterator[tuple[str, Scene]]:
    """Every beat of the shipped shows where it pauses, in the show's own colours; then all beats on one page."""
    spare = Surface((320, 180))
    for name in shipped_shows():
        show = load_show(name)
        stage.theme_name = show.theme
        scene = ShowScene(show, stage)
        for place in range(len(show.beats)):
            scene.go(place)
            if scene.session is not None and scene.stops is not None:
                near = scene.stops - round(EASE_S * scene.session.level.tick_hz)
                scene.session.run_ticks(max(near - scene.session.world.tick, 0))
            while scene.session is not None and not scene.waits:
                scene.advance(1 / 15, stage)
                scene.picture.draw(spare, spare.get_rect(), scene.session.level, scene.now, False)
            yield f"show-{name}-{place + 1:02}", scene
        scene.handle(Input("overview"), stage)
        yield f"show-{name}-overview", scene
        stage.theme_name = ""


def _asking(name: str, level: Level, stage: Stage) -> Iterator[tuple[str, Scene]]:
    """The pages before play, with the first answer chosen and a straight line drawn."""
    if not predict.has_something_to_ask(level):
        return
    stage.oracle(level).finish()
    scene = predict.begin(level, 0, stage, lambda: None, lambda found: Help(Title(stage)))
    while isinstance(scene, predict.Predict):
        yield f"{name}-predict-{scene.place + 1}", scene
        scene = scene.act("choose:0", stage) or scene
    if isinstance(scene, DrawCurve):
        paper = scene.paper(stage)
        scene.handle(Input("point", at=paper.bottomleft), stage)
        scene.handle(Input("hover", at=(paper.right, paper.centery), by=1), stage)
        yield f"{name}-predict-curve", scene
        scene.act("done", stage)


def _runs(name: str, stage: Stage) -> Iterator[tuple[str, Scene]]:
    level = stage.level(name)
    seconds = level.duration_ms / 1000
    for who, consumer in (("you", "you"), (level.beat, level.beat)):
        expected = stage.predictions.get(key_of(name, 0)) if consumer == "you" else None
        play = Play(Choice(level, consumer, prediction=expected), stage, lambda: None)
        for moment, part in (("calm", CALM_PART), ("deficit", DEFICIT_PART)):
            forward(play, min(seconds * part, 40 * part + 6))
            yield f"{name}-{who}-{moment}", play
        if consumer == "you":
            play.do(Input("strategy", "control"), stage)
            play.do(Input("hint"), stage)
            forward(play, play.session.time_s + 1.2)
            yield f"{name}-{who}-signal-hint", play
            play.do(Input("strategy", "control"), stage)
            play.hint = -1
        forward(play, seconds + 1)
        yield f"{name}-{who}-end", play
        play.advance(0.0, stage)
        debrief = Debrief(play)
        look_at(debrief, stage)
        for place in range(len(debrief.sheets(stage)) if consumer == "you" else 1):
            debrief.sheet = place
            yield f"{name}-{who}-debrief-{place + 1}", debrief


def forward(play: Play, until_s: float) -> None:
    """Run a play scene to a time of its level, as fast as it goes, letting its picture keep up."""
    play.session.paused = False
    rect = pygame.Rect(0, 0, 320, 180)
    spare = Surface(rect.size)
    while play.session.time_s < until_s and not play.session.finished:
        near = until_s - play.session.time_s < EASE_S
        play.session.run_ticks(max(play.level.tick_hz // 15, 1) if near else play.level.tick_hz)
        if near:
            play.picture.advance(1 / 15)
            play.picture.draw(spare, rect, play.level, play.session.snapshot(), False)
    play.look(now=True)
