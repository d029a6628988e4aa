"""The text log as a page: reached by every device, rolled, saved, and never wider than the window."""

from pygame import Rect
from test_scenes import no_picture, played  # noqa: F401 - fixture

from lucy.run import recorder
from lucy.ui.keymap import KEYS, Input
from lucy.ui.scan_targets import targets
from lucy.ui.scenes.log_page import LogPage


def test_it_opens_from_the_run_by_a_key_and_from_help_by_a_press(stage_of):
    stage = stage_of()
    play = played(stage)
    assert "log" in KEYS
    page = play.handle(Input("log"), stage)
    assert isinstance(page, LogPage) and play.session.paused
    assert page.handle(Input("back"), stage) is play
    helped = play.handle(Input("help"), stage)
    assert isinstance(helped.handle(targets(helped, stage)[1].wish, stage), LogPage)


def test_it_stands_at_the_newest_line_and_rolls_to_the_oldest_and_back(stage_of, lines_on):
    for size, text_size in (((640, 360), 1.0), ((1280, 720), 1.0)):
        stage = stage_of(size, text_size=text_size)
        page = played(stage, consumer="negotiator", seconds=40).handle(Input("log"), stage)
        texts = [line for _, line in lines_on(page, size, stage)]
        assert any("waiting" in line for line in texts) and "The chocolate factory." not in " ".join(texts)
        page.handle(Input("edge", "home", by=-1), stage)
        found = lines_on(page, size, stage)
        assert any("The chocolate factory." in line for _, line in found)
        assert all(Rect(0, 0, *size).contains(rect) and "…" not in line for rect, line in found)
        page.handle(Input("page", by=1), stage)
        assert page.up < page._most(stage)


def test_it_is_saved_as_plain_text_beside_the_recordings(stage_of):
    stage = stage_of()
    page = played(stage).handle(Input("log"), stage)
    page.act("save", stage)
    (file,) = recorder.folder().glob("*.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines == [str(line) for line in page.session.story.log.lines] and str(file) in page.said


def test_on_a_stand_nothing_is_saved(stage_of):
    stage = stage_of()
    stage.kiosk = True
    page = LogPage(played(stage))
    assert all(button.action != "save" for button in page.buttons(stage))
