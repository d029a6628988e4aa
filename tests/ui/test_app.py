import pygame

from lucy.ui import app, picture
from lucy.ui.screenshots import scenes
from lucy.ui.scenes.help import Help
from lucy.ui.stage import Stage


def test_the_loop_runs_and_ends_on_quit(monkeypatch):
    seen = []

    class Page:
        def handle(self, wish, stage):
            seen.append(wish.what)
            return None if wish.what == "quit" else self

        def advance(self, real_s, stage):
            pygame.event.post(pygame.event.Event(pygame.QUIT))
            return self

        def draw(self, surface, stage):
            surface.fill((0, 0, 0))

    assert app.run_app(lambda stage: Page()) == 0
    assert seen[-1] == "quit"


def test_without_a_display_there_is_one_line_and_exit_code_2(monkeypatch, capsys):
    def fail(*_):
        raise pygame.error("no display")

    monkeypatch.setattr(app, "open_window", fail)
    assert app.run_app(lambda stage: None) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "simulate" in said


def test_screenshots_know_every_page(monkeypatch):
    stage = Stage((640, 360), save=False)
    names = []
    for name, scene in scenes(stage):
        names.append(name)
        if len(names) > 4:
            break
    assert names[:5] == ["title", "levels", "settings", "help", "demo-card"]
    assert isinstance(scene, object) and Help and picture
