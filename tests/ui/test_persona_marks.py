"""Who stands at the belt can be told from the hat: each persona has its own badge, by shape and not by colour alone."""

from __future__ import annotations

import pygame
import pytest
from pygame import Rect, Surface

from lucy import consumers
from lucy.run.level_files import load_level
from lucy.run.session import Session
from lucy.ui.picture import Picture
from lucy.ui.pictures import worker
from lucy.ui.pictures.faces import LOOKS, THINGS


def looks(who: str) -> bytes:
    return pygame.image.tobytes(worker.figure(0.5, 0.2, 0.0, False, 0, 0, who), "RGBA")


def test_each_persona_has_a_thing_that_no_other_has() -> None:
    assert set(consumers.NAMES) <= set(LOOKS)
    things = [LOOKS[name].thing for name in consumers.NAMES]
    assert len(set(things)) == len(things) and set(things) <= set(THINGS)


def test_no_two_workers_look_the_same_and_a_stranger_wears_a_plain_hat() -> None:
    drawn = {name: looks(name) for name in consumers.NAMES}
    assert len({*drawn.values(), looks("")}) == len(drawn) + 1
    assert looks("somebody's own") == looks("") == looks("you")


@pytest.mark.parametrize("name", ["01-chocolate-factory", "03-server-to-server", "07-push-and-pull", "08-chaos"])
def test_the_one_at_the_belt_wears_it(name: str) -> None:
    level = load_level(name)
    session = Session(level, consumers.make("credit"))
    rect, drawn = Rect(0, 0, 640, 360), []
    for who in ("", "credit"):
        surface = Surface(rect.size)
        Picture(who).draw(surface, rect, level, session.snapshot(), True)
        drawn.append(pygame.image.tobytes(surface, "RGB"))
    assert drawn[0] != drawn[1]
