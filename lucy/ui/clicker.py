"""The keys of a show: what a clicker sends, and what a speaker presses. They cannot be set otherwise.

A clicker is a keyboard with four keys that somebody else has chosen: PageDown and PageUp, "." or B, and one that sends
F5 and Escape in turn. So Escape alone may never end a talk.
"""

from __future__ import annotations

import pygame

from lucy.ui import caps
from lucy.ui.keymap import Input

KEYS: dict[int, Input] = {
    pygame.K_PAGEDOWN: Input("beat", by=1),
    pygame.K_RIGHT: Input("beat", by=1),
    pygame.K_n: Input("beat", by=1),
    pygame.K_PAGEUP: Input("beat", by=-1),
    pygame.K_LEFT: Input("beat", by=-1),
    pygame.K_BACKSPACE: Input("beat", by=-1),
    pygame.K_p: Input("beat", by=-1),
    pygame.K_DOWN: Input("row", by=1),
    pygame.K_UP: Input("row", by=-1),
    pygame.K_HOME: Input("edge", by=-1),
    pygame.K_END: Input("edge", by=1),
    pygame.K_b: Input("blank"),
    pygame.K_PERIOD: Input("blank"),
    pygame.K_KP_PERIOD: Input("blank"),
    pygame.K_F5: Input("start"),
    pygame.K_SPACE: Input("pause"),
    pygame.K_r: Input("restart"),
    pygame.K_g: Input("overview"),
    pygame.K_t: Input("countdown"),
    pygame.K_RETURN: Input("accept"),
    pygame.K_KP_ENTER: Input("accept"),
    pygame.K_ESCAPE: Input("back"),
}


def caps_named() -> dict[str, str]:
    """What stands on the keys that a show's own lines name."""
    return {"escape": caps.key_cap(pygame.K_ESCAPE), "enter": caps.key_cap(pygame.K_RETURN)}


def logical(event: pygame.event.Event) -> Input | None:
    """What a key means in a show; None: nothing of its own."""
    if event.type != pygame.KEYDOWN or getattr(event, "mod", 0) & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
        return None
    if event.key in KEYS:
        return KEYS[event.key]
    typed = getattr(event, "unicode", "")
    if len(typed) == 1 and typed in "0123456789":
        return Input("digit", by=int(typed))
    return KEYS[pygame.K_PERIOD] if typed == "." else None
