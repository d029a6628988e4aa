"""A gamepad alone, plugged in while the game runs."""

import pygame
import pytest
from virtual_pad import VirtualPad, pygames_sdl

from lucy.ui import app, caps, gamepad
from lucy.ui.gamepad import Pads
from lucy.ui.keymap import ACTIONS, Input
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.help import Help, rows
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.title import Title

SDL = pygames_sdl()
needs_sdl = pytest.mark.skipif(SDL is None, reason="pygame's SDL cannot be found on this system")
A, B, X, START, SHOULDER = 0, 1, 2, 6, 10
LEFT_X, RIGHT_TRIGGER = 0, 5


@pytest.fixture
def pads():
    pygame.display.init()
    pygame.display.set_mode((640, 360))
    made = Pads()
    pygame.event.clear()
    yield made
    gamepad.forget()


@pytest.fixture
def pad(pads):
    made = VirtualPad(SDL)
    hear(pads)
    yield made
    made.pull_out()
    pygame.event.clear()


def hear(pads, changes=()):
    """Everything that the pad asks for since the last look."""
    wishes = [pads.wish(event, changes) for event in pygame.event.get() if not pads.is_echo(event)]
    return [wish for wish in wishes if wish is not None]


@needs_sdl
def test_buttons_ask_for_what_they_are_set_to(pads, pad):
    pad.press(A)
    assert hear(pads) == [Input("accept")]
    pad.let_go(A)
    pad.press(SHOULDER)
    assert hear(pads) == [Input("strategy", "control")]
    pad.let_go(SHOULDER)
    pad.press(A)
    swapped = (("accept", "b"), ("back", "a"))
    assert hear(pads, swapped) == [Input("back")]


@needs_sdl
def test_a_stick_counts_once_until_it_is_let_go(pads, pad):
    seen = []
    for value in (9000, 25_000, 32_767, 16_000, 25_000, 3000, 30_000, -30_000):
        pad.push(LEFT_X, value)
        seen.append(hear(pads))
    right, left = [ACTIONS["right"]], [ACTIONS["left"]]
    assert seen == [[], right, [], [], [], [], right, left]
    pad.push(RIGHT_TRIGGER, 32_767)
    assert hear(pads) == [ACTIONS["scale"]]


@needs_sdl
def test_on_a_stand_the_sticks_are_left_alone(pads, pad):
    pads.sticks = False
    pad.push(LEFT_X, 32_767)
    assert hear(pads) == []
    pad.press(A)
    assert hear(pads) == [Input("accept")]


@needs_sdl
def test_a_pad_comes_and_goes_and_comes_again(pads):
    for _ in range(3):
        pad = VirtualPad(SDL)
        hear(pads)
        assert len(pads.held) == 1
        pad.press(B)
        assert hear(pads) == [Input("back")]
        pad.pull_out()
        hear(pads)
        assert not pads.held


@needs_sdl
def test_level_one_is_won_by_gamepad_alone_plugged_in_at_the_title(monkeypatch):
    """The whole game through its own loop; a frame is worth half a second, so that it does not take a minute."""
    monkeypatch.setattr(pygame.time, "Clock", lambda: type("Clock", (), {"tick": lambda self, _: 250})())
    seen, state = [], {"pad": None, "frame": 0, "down": None, "set": False}

    class Watched:
        """Passes everything on, and has the pad pressed as somebody at the screen would."""

        def __init__(self, scene):
            self.scene = scene

        def handle(self, wish, stage):
            self.scene = self.scene.handle(wish, stage)
            return self if self.scene is not None else None

        def advance(self, real_s, stage):
            self.scene = self.scene.advance(real_s, stage)
            seen.append(type(self.scene).__name__)
            state["stage"], state["scene"] = stage, self.scene
            state["frame"] += 1
            if state["frame"] == 3:
                state["pad"] = VirtualPad(SDL)
            elif state["frame"] > 5:
                press_what_is_needed(self.scene)
            return None if isinstance(self.scene, Debrief) else self

        def draw(self, surface, stage):
            pass

    def press_what_is_needed(scene):
        pad = state["pad"]
        if state["down"] is not None:
            pad.let_go(state["down"])
            state["down"] = None
            return
        button = A
        if isinstance(scene, Play):
            button = None if state["set"] else SHOULDER
            state["set"] = True
        elif hasattr(scene, "asking"):
            scene.asking.oracle.finish()
        if button is not None:
            pad.press(button)
            state["down"] = button

    assert app.run_app(lambda stage: Watched(Title(stage)), most_frames=2000) == 0
    scene = state["scene"]
    assert isinstance(scene, Debrief), seen[-1]
    assert scene.level.name == "01-chocolate-factory" and scene.result.stars == 3
    assert state["stage"].pad == "standard", "the names of its buttons are on screen"
    assert [name for i, name in enumerate(seen) if i == 0 or name != seen[i - 1]][:3] == [
        "Title", "LevelChoice", "Briefing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "family", "accept"),
    [
        ("Xbox Series X Controller", "standard", "A"),
        ("PS5 Controller", "playstation", "×"),
        ("Sony DualShock 4", "playstation", "×"),
        ("Nintendo Switch Pro Controller", "nintendo", "A"),
        ("Logitech F310", "standard", "A"),
    ],
)
def test_the_names_are_those_on_the_pad(name, family, accept):
    assert gamepad.family(name) == family
    assert caps.cap("accept", (), (), family) == accept


def test_every_button_that_can_be_set_has_a_name_on_every_pad():
    for family in ("standard", "playstation", "nintendo"):
        for button in gamepad.BUTTONS:
            assert caps.button_cap(button, family)


def test_the_help_page_names_what_was_used_last(stage_of):
    stage = stage_of()
    assert ("B  D  C", "buffer, drop, control: on and off") in rows(stage)
    stage.pad = "playstation"
    assert ("□  △  R1", "buffer, drop, control: on and off") in rows(stage)
    Help(Title(stage)).draw(pygame.Surface(stage.size), stage)
