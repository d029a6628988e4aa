"""No sentence has the name of a key in it that somebody may have set otherwise: it says what stands there now."""

from __future__ import annotations

import re
import tomllib

import pygame
import pytest

from lucy.run import language, places
from lucy.ui.keymap import ACTIONS
from lucy.ui.scenes.help import rows

# Keys by their names, arrows, a letter that is to be pressed, and a letter that stands for a strategy.
NAMED = re.compile(
    r"(?<![\w{+])(F\d\d?|Esc|Enter|Space|PgUp|PgDn|Ctrl|Eingabetaste|Leertaste|Strg|Umschalt)(?![\w}])|[←→↑↓]"
    r"|(?i:press|drück)\w* [A-Z]\b|^[A-Z]: |[:;] [BDCIS](?:, (?:and|und)| (?:and|und)(?! [A-Z]\b))"
    r"|\b(?:Try|Versuch) [BDCIS]\b"
)
# What cannot be set otherwise, the sticks of a pad, and the names themselves.
FIXED = re.compile(
    r"screen\.(controls\.caps|gamepad\.(standard|playstation|nintendo))\..*"
    r"|screen\.(help\.keys\.camera|gamepad\.help\.(marks|speed)|app\.leave_demo)"
)


def texts(value, key=""):
    if isinstance(value, str):
        yield key, value
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield from texts(inner, f"{key}.{name}" if key else name)
    for inner in value if isinstance(value, list) else ():
        yield from texts(inner, key)


@pytest.mark.parametrize("name", language.languages())
def test_no_sentence_of_the_screen_names_a_key_that_can_be_set(name):
    said = tomllib.loads((places.assets() / "words" / f"{name}.toml").read_text(encoding="utf-8"))
    assert [(key, text) for key, text in texts(said) if NAMED.search(text) and not FIXED.fullmatch(key)] == []


def test_no_sentence_of_a_level_names_a_key_in_any_language():
    files = [*places.levels().glob("*.toml"), *places.levels().glob("*/*.toml")]
    said = {text for file in files for _, text in texts(tomllib.loads(file.read_text(encoding="utf-8")))}
    assert len(said) > 1000
    assert [text for text in said if NAMED.search(text)] == []


@pytest.mark.parametrize("text", [
    "X: straight to the belt", "Press W or Enter", "← → looks back", "Mend it and press F6.", "Try D.",
    "what waits melts away: C, and 60 a second", "Drück C und wähl", "Leertaste macht weiter",
])  # fmt: skip
def test_a_name_of_a_key_is_found(text):
    assert NAMED.search(text)


@pytest.mark.parametrize("text", ["Server communication: A, B, C and Z", "{accept}: see what happened", "Try Drop."])
def test_what_is_no_name_of_a_key_is_let_be(text):
    assert not NAMED.search(text)


def test_sentences_follow_the_keys_as_they_are_set_and_the_pad_that_was_used_last(stage_of):
    usual = stage_of()
    assert usual.say("screen.play.next").startswith("Enter:")
    other = stage_of(keys=(("accept", pygame.K_k), ("take", pygame.K_F9)))
    assert other.say("screen.play.next").startswith("K:")
    assert "F9 takes over" in other.say("screen.scrub.looking_back", clock="0:12", tenth=3)
    other.pad = "playstation"
    assert other.say("screen.play.next").startswith("×:") and "L2 takes" in other.say(
        "screen.scrub.looking_back", clock="0:12", tenth=3
    )
    assert set(other.caps()) == set(ACTIONS) and rows(other)[0][0] == "□  △  R1"
