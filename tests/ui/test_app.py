import pygame

from lucy.ui import app, screenshots


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


def test_screenshots_are_written_at_the_size_asked_for(monkeypatch, tmp_path):
    class Page:
        def draw(self, surface, stage):
            surface.fill((1, 2, 3))

    monkeypatch.setattr(screenshots, "scenes", lambda stage: iter([("page", Page())]))
    files = screenshots.screenshots(tmp_path, [(64, 48)])
    assert [file.name for file in files] == ["page-64x48.png"]
    assert pygame.image.load(str(files[0])).get_size() == (64, 48)
