import pygame
import pytest
from presses import key

from lucy.ui import keymap


@pytest.mark.parametrize(
    ("code", "what", "value"),
    [
        (pygame.K_b, "strategy", "buffer"),
        (pygame.K_i, "strategy", "ignore"),
        (pygame.K_SPACE, "pause", ""),
        (pygame.K_RETURN, "accept", ""),
        (pygame.K_w, "work", ""),
        (pygame.K_F1, "help", ""),
        (pygame.K_ESCAPE, "back", ""),
    ],
)
def test_keys(code, what, value):
    wish = keymap.logical(key(code))
    assert (wish.what, wish.value) == (what, value)


def test_what_is_typed_counts_where_the_key_code_does_not():
    assert keymap.logical(key(pygame.K_9, unicode="]")).by == 1
    assert keymap.logical(key(pygame.K_7)) is None


def test_the_mouse():
    down = pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(3, 4))
    assert keymap.logical(down) == keymap.Input("point", at=(3, 4))
    assert keymap.logical(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=3, pos=(3, 4))) is None
    assert keymap.logical(pygame.event.Event(pygame.MOUSEWHEEL, y=-2)).by == -1


def test_only_the_staff_chord_leaves_a_stand():
    chord = pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT
    assert keymap.logical(key(pygame.K_q, mod=chord)).what == "staff_quit"
    assert keymap.logical(key(pygame.K_q, mod=pygame.KMOD_LCTRL)) is None
