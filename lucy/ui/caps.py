"""What is written on keys and buttons, for showing which one to press. Knows no meaning of its own."""

from __future__ import annotations

import pygame

from lucy.run import words
from lucy.ui import gamepad
from lucy.ui.gamepad import STANDARD, USUAL
from lucy.ui.keymap import KEYS, Changes, bound

NAMED = {
    pygame.K_RETURN: "enter",
    pygame.K_KP_ENTER: "enter",
    pygame.K_SPACE: "space",
    pygame.K_ESCAPE: "escape",
    pygame.K_TAB: "tab",
    pygame.K_BACKSPACE: "backspace",
    pygame.K_DELETE: "delete",
    pygame.K_HOME: "home",
    pygame.K_END: "end",
    pygame.K_PAGEUP: "page_up",
    pygame.K_PAGEDOWN: "page_down",
    pygame.K_LEFT: "left",
    pygame.K_RIGHT: "right",
    pygame.K_UP: "up",
    pygame.K_DOWN: "down",
}


def key_cap(code: int) -> str:
    """A key's name, as `B`, `Enter`, `←`."""
    if code in NAMED:
        return words.say(f"screen.controls.caps.{NAMED[code]}")
    name = pygame.key.name(code)
    return name.upper() if len(name) <= 3 else name.title() or f"{code}"


def button_cap(button: str, family: str) -> str:
    """A button's name on pads of that family, as `A`, `×`, `RB`."""
    return words.say(f"screen.gamepad.{family or STANDARD}.{button}")


def cap(action: str, keys: Changes[int], pad: Changes[str], family: str) -> str:
    """What to press for an action: a button of a pad of that family, or a key where there is no family."""
    if family and action in USUAL:
        return button_cap(bound(gamepad.USUAL, pad)[action], family)
    return key_cap(bound(KEYS, keys)[action])
