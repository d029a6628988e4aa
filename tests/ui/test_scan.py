"""One switch: Space alone reaches everything, and wins the first level."""

import pygame
import pytest
from pygame import Rect, Surface

from lucy.ui import app, scan, settings
from lucy.ui.keymap import Input
from lucy.ui.layout import play_zones
from lucy.ui.scan import MANY, ROUNDS, Scanner
from lucy.ui.scan_targets import targets
from lucy.ui.scenes.controls_page import ControlsPage
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.demo import Demo
from lucy.ui.scenes.draw_curve import DrawCurve
from lucy.ui.scenes.laboratory import Laboratory
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.predict import Asking, Predict
from lucy.ui.scenes.settings import AccessPage
from lucy.ui.scenes.title import Title
from lucy.ui.scenes.watch_choice import WatchChoice
from lucy.ui.settings import Settings
from lucy.ui.stage import Choice

SPACE = Input("pause")
LEVEL = "01-chocolate-factory"


@pytest.fixture
def stage(stage_of):
    return stage_of(scan_s=1.0)


def wait(scanner, scene, stage, seconds=1.0):
    return scanner.advance(seconds, scene, stage)


def test_without_the_setting_space_is_space(stage_of):
    stage, scanner = stage_of(), Scanner()
    title = Title(stage)
    assert scanner.advance(9.0, title, stage) is title and stage.mouse == (-1, -1)
    assert scanner.chosen(SPACE, title, stage) is SPACE


def test_the_ring_walks_from_button_to_button_and_around(stage):
    scanner, title = Scanner(), Title(stage)
    places = []
    wait(scanner, title, stage, 0.0)
    for _ in range(6):
        places.append(scanner.chosen(SPACE, title, stage).at)
        wait(scanner, title, stage)
    centres = [button.rect.center for button in title.buttons(stage)]
    assert places == [*centres, centres[0]]


def test_much_is_offered_row_by_row_and_a_row_can_be_left_by_waiting(stage):
    scanner, page = Scanner(), WatchChoice(Choice(stage.level(LEVEL)), stage, lambda: None)
    assert len(targets(page, stage)) > MANY
    rows = scanner.stops(page, stage)
    assert len(rows) < MANY + 2 and sum(map(len, rows)) == len(targets(page, stage))
    row = next(place for place, stop in enumerate(rows) if len(stop) > 1)
    wait(scanner, page, stage, 0.0)
    for _ in range(row):
        wait(scanner, page, stage)
    assert scanner.chosen(SPACE, page, stage) is None, "a row: nothing is chosen yet"
    inside = scanner.stops(page, stage)
    assert [stop[0] for stop in inside] == list(rows[row])
    wait(scanner, page, stage)
    assert scanner.chosen(SPACE, page, stage).at == rows[row][1].rect.center
    for _ in range(ROUNDS * len(inside)):
        wait(scanner, page, stage)
    assert scanner.stops(page, stage) == rows


def test_the_free_keys_and_minus_and_plus_of_the_chosen_one(stage):
    play = Play(Choice(stage.level(LEVEL)), stage, lambda: None)
    keys = play_zones(stage.lay).keys
    rects = [target.rect for target in targets(play, stage)]
    assert keys[2] in rects and keys[4] not in rects, "control is free, scale is locked here"
    play.handle(Input("strategy", "control"), stage)
    more = len(targets(play, stage))
    assert more == len(rects) + 2
    inside = [target for target in targets(play, stage) if keys[2].contains(target.rect) and target.rect != keys[2]]
    plus = max(inside, key=lambda target: target.rect.left)
    play.handle(plus.wish, stage)
    assert play.session.controls.pace_per_s == 1.5, "+ moves it from 1 a second"


def test_by_hand_the_picture_comes_first_and_the_ring_stays_after_a_press(stage):
    scanner = Scanner()
    play = Play(Choice(stage.level(LEVEL), hands_on=True), stage, lambda: None)
    wait(scanner, play, stage, 0.0)
    for _ in range(3):
        assert play_zones(stage.lay).picture.collidepoint(scanner.chosen(SPACE, play, stage).at)
        wait(scanner, play, stage, 0.9)


def test_a_curve_is_drawn_with_one_switch(stage):
    asking = Asking(stage.level(LEVEL), 0, stage, lambda: None, lambda found: None)
    asking.oracle.finish()
    page = DrawCurve(asking, stage)
    signs = {target.sign: target for target in targets(page, stage) if target.sign}
    page.handle(signs["right"].wish, stage)
    page.handle(signs["up"].wish, stage)
    assert page.handle_at == 1 and page.touched and max(page.curve) > 0


def test_while_a_key_is_waited_for_space_is_that_key(stage):
    scanner, page = Scanner(), ControlsPage(Title(stage))
    page.act("set:buffer", stage)
    assert scanner.chosen(SPACE, page, stage) is SPACE


def test_the_demo_is_taken_over_by_the_switch(stage):
    demo = Demo(stage)
    assert targets(demo, stage) == ()
    assert Scanner().chosen(SPACE, demo, stage) is SPACE


def test_the_ring_is_seen_on_every_page(stage):
    scanner = Scanner()
    play = Play(Choice(stage.level(LEVEL)), stage, lambda: None)
    for page in (Title(stage), LevelChoice(stage), AccessPage(Title(stage)), play):
        surface = Surface(stage.size)
        page.draw(surface, stage)
        before = surface.copy()
        scanner.advance(0.0, page, stage)
        scanner.draw(surface, page, stage)
        ring = pygame.mask.from_threshold(surface, stage.theme.signal, (1, 1, 1, 255))
        fresh = pygame.mask.from_threshold(before, stage.theme.signal, (1, 1, 1, 255))
        assert ring.count() - fresh.count() > 200


def test_level_one_is_won_by_space_alone(monkeypatch):
    """From the title, through the window's own loop; a frame is worth a quarter of a second."""
    settings.save(Settings(scan_s=0.7))
    monkeypatch.setattr(pygame.time, "Clock", lambda: type("Clock", (), {"tick": lambda self, _: 250})())
    scanners, last = [], {}
    monkeypatch.setattr(app, "Scanner", lambda: scanners.append(scan.Scanner()) or scanners[-1])

    class Watched:
        """Looks at the screen, and presses Space when the ring stands where it should."""

        def __init__(self, scene):
            self.scene, self.set = scene, False

        @property
        def __class__(self):  # the scanner asks what is on screen
            return type(self.scene)

        def __getattr__(self, name):
            return getattr(self.scene, name)

        def handle(self, wish, stage):
            scene = self.scene.handle(wish, stage)
            return self if scene is self.scene else None if scene is None else keep(scene)

        def advance(self, real_s, stage):
            scene = self.scene.advance(real_s, stage)
            if scene is not self.scene:
                return keep(scene)
            last["scene"] = scene
            if isinstance(scene, Debrief):
                return None
            if isinstance(scene, Predict | DrawCurve):
                scene.asking.oracle.finish()
            stops = scanners[0].stops(self, stage)
            now = stops[scanners[0].at % len(stops)] if stops and scanners[0]._scene is self else ()
            if any(self.wanted(target.rect, stage) for target in now):
                pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" "))
                self.set = True
            return self

        def draw(self, surface, stage):
            pass

        def wanted(self, rect: Rect, stage) -> bool:
            if isinstance(self.scene, Play):
                return not self.set and rect == play_zones(stage.lay).keys[2]
            return rect == self.scene.buttons(stage)[0].rect

    def keep(scene):
        return Watched(scene)

    assert app.run_app(lambda stage: Watched(Title(stage)), most_frames=3000) == 0
    scene = last["scene"]
    assert isinstance(scene, Debrief) and scene.level.name == LEVEL and scene.result.stars == 3


def test_one_switch_takes_a_slider_of_the_laboratory_round_all_its_values(stage):
    class Desk:
        fault = ""

        def knows(self, *rest):
            return False

        def ask(self, *rest):
            pass

        def answer(self):
            return None

    page = Laboratory(stage.level("07-push-and-pull"), stage, lambda: page, Desk())
    scanner, seen = Scanner(), set()
    (target,) = (found for found in targets(page, stage) if found.rect == page.slider(0, stage))
    for _ in page.sliders[0].values:
        page.handle(Input("hover", at=target.rect.center), stage)
        page.handle(target.wish, stage)
        seen.add(page.at[0])
    assert seen == set(range(len(page.sliders[0].values))) and scanner.stops(page, stage)
