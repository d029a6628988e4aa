"""Keys and buttons can be set anew; two actions never share one, and what is set is kept."""

import json

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from presses import key

from lucy.ui import app, gamepad, keymap, settings
from lucy.ui.keymap import ACTIONS, KEYS, Input
from lucy.ui.scenes.controls_page import ControlsPage
from lucy.ui.scenes.settings import SettingsPage
from lucy.ui.scenes.title import Title
from lucy.ui.settings import Settings
from lucy.ui.stage import Stage


def pressed(page, code, stage):
    stage.pressed = code
    return page.handle(Input("stir"), stage)


def test_every_action_has_a_key_and_every_button_asks_for_an_action():
    assert set(KEYS) == set(ACTIONS) and len(set(KEYS.values())) == len(KEYS)
    assert set(gamepad.USUAL) <= set(ACTIONS) and len(set(gamepad.USUAL.values())) == len(gamepad.USUAL)
    assert set(gamepad.USUAL.values()) <= set(gamepad.BUTTONS)


def test_a_free_key_is_taken_and_the_old_one_does_nothing_any_more(stage_of):
    stage = stage_of()
    page = ControlsPage(Title(stage))
    page.act("set:buffer", stage)
    assert stage.listening and "buffer" in page.said
    pressed(page, pygame.K_p, stage)
    assert not stage.listening and page.said == "“buffer” is on P now."
    assert keymap.logical(key(pygame.K_p), stage.settings.keys) == Input("strategy", "buffer")
    assert keymap.logical(key(pygame.K_b), stage.settings.keys) is None
    assert stage.cap("buffer") == "P"


def test_a_key_that_is_taken_is_exchanged_and_that_is_said(stage_of):
    stage = stage_of()
    page = ControlsPage(Title(stage))
    page.act("set:drop", stage)
    pressed(page, pygame.K_c, stage)
    assert keymap.logical(key(pygame.K_c), stage.settings.keys) == Input("strategy", "drop")
    assert keymap.logical(key(pygame.K_d), stage.settings.keys) == Input("strategy", "control")
    assert page.said == "“drop” is on C now. It was taken: “control” gets D in exchange."


def test_escape_and_a_click_keep_the_old_key_and_a_modifier_is_not_one(stage_of):
    stage = stage_of()
    page = ControlsPage(Title(stage))
    page.act("set:drop", stage)
    pressed(page, pygame.K_LSHIFT, stage)
    assert stage.listening
    pressed(page, pygame.K_ESCAPE, stage)
    assert not stage.listening and page.said == "“drop” stays on D."
    page.act("set:drop", stage)
    stage.pressed = ""
    page.handle(Input("point", at=(3, 3)), stage)
    assert not stage.listening and stage.settings.keys == ()


def test_a_button_of_the_pad_is_set_by_pressing_it(stage_of):
    stage = stage_of()
    page = ControlsPage(Title(stage), pads=True)
    page.act("set:accept", stage)
    pressed(page, pygame.K_p, stage)
    assert stage.listening, "a key is no button"
    pressed(page, "b", stage)
    assert dict(stage.settings.pad) == {"accept": "b", "back": "a"}
    page.act("usual", stage)
    assert stage.settings.pad == ()


def test_what_is_typed_and_the_second_key_give_way(stage_of):
    moved = (("slower", pygame.K_q), ("buffer", pygame.K_EQUALS))
    assert keymap.logical(key(pygame.K_LEFTBRACKET, unicode="["), moved) is None
    assert keymap.logical(key(pygame.K_EQUALS), moved) == Input("strategy", "buffer")
    assert keymap.logical(key(pygame.K_KP_PLUS), moved) == Input("adjust", by=1)


def test_shift_and_ctrl_go_with_the_key_that_moves():
    moved = (("left", pygame.K_a),)
    assert keymap.logical(key(pygame.K_a, mod=pygame.KMOD_LSHIFT), moved) == Input("scrub", by=-1)
    assert keymap.logical(key(pygame.K_a, mod=pygame.KMOD_LCTRL), moved) == Input("jump", by=-1)
    assert keymap.logical(key(pygame.K_TAB, mod=pygame.KMOD_LSHIFT), moved) == Input("next", by=-1)


PRESSES = st.tuples(st.sampled_from(sorted(KEYS)), st.sampled_from([*KEYS.values(), *range(97, 123)]))


@given(st.lists(PRESSES, max_size=30))
def test_whatever_is_set_each_action_keeps_a_key_of_its_own(choices):
    changes = ()
    for action, code in choices:
        changes, _ = keymap.bind(KEYS, changes, action, code)
        assert keymap.bound(KEYS, changes)[action] == code
    assert keymap.fits(KEYS, changes)


def test_set_keys_are_kept(tmp_path):
    wanted = Settings(keys=(("buffer", pygame.K_p),), pad=(("accept", "b"), ("back", "a")), scan_s=1.5)
    assert settings.save(wanted, tmp_path) == ""
    assert settings.load(tmp_path) == (wanted, "")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"keys": [["buffer", KEYS["drop"]]]},  # two actions, one key
        {"keys": [["fly", 112]]},
        {"keys": [["buffer", "p"]]},
        {"keys": [["buffer", True]]},
        {"keys": [["buffer"]], "pad": 3},
        {"keys": "bdc", "pad": [["accept", "guide"]]},
        {"pad": [["accept", ["b"]]]},
        {"pad": {"accept": "b"}, "scan_s": -1},
    ],
)
def test_set_keys_that_make_no_sense_are_as_they_were(tmp_path, spoilt):
    (tmp_path / "settings.json").write_text(json.dumps({"version": 1, "theme": "projector", **spoilt}))
    assert settings.load(tmp_path) == (Settings(theme="projector"), "")


def test_through_the_window_a_key_that_means_something_else_is_only_the_new_key(monkeypatch):
    """F11 pressed as the new key does not go to full screen."""
    stages, codes = [], [pygame.K_RETURN, pygame.K_F11, pygame.K_ESCAPE]

    class Watched(ControlsPage):
        def advance(self, real_s, stage):
            stages.append(stage)
            if not codes:
                return None
            pygame.event.post(key(codes.pop(0)))
            return self

    assert app.run_app(lambda stage: Watched(Title(stage)), most_frames=20) == 0
    stage = stages[-1]
    assert dict(stage.settings.keys) == {"buffer": pygame.K_F11, "full_screen": pygame.K_b}
    assert not stage.settings.full_screen
    assert settings.load()[0].keys == stage.settings.keys


def test_the_settings_lead_there_and_back():
    stage = Stage(save=False)
    page = SettingsPage(Title(stage))
    access = page.act("access", stage)
    controls = access.act("controls", stage)
    assert isinstance(controls, ControlsPage)
    assert controls.act("back", stage) is access and access.act("back", stage) is page
    access.act("scan_s:2", stage)
    assert stage.settings.scan_s == 1.5
