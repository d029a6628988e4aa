"""From a device event to a logical input. The one place that knows keys and buttons.

A scene never sees a key code: it sees "strategy buffer", "accept", "point at (x, y)".
"""

from __future__ import annotations

from dataclasses import dataclass

import pygame


@dataclass(frozen=True, slots=True)
class Input:
    """What somebody wants. `what` is one of the words below; `value` says which; `at` is a place in pixels."""

    what: str
    value: str = ""
    at: tuple[int, int] = (0, 0)
    by: int = 0


KEYS: dict[int, Input] = {
    pygame.K_b: Input("strategy", "buffer"),
    pygame.K_d: Input("strategy", "drop"),
    pygame.K_c: Input("strategy", "control"),
    pygame.K_i: Input("strategy", "ignore"),
    pygame.K_s: Input("strategy", "scale"),
    pygame.K_w: Input("work"),
    pygame.K_RETURN: Input("accept"),
    pygame.K_KP_ENTER: Input("accept"),
    pygame.K_SPACE: Input("pause"),
    pygame.K_PERIOD: Input("step"),
    pygame.K_LEFTBRACKET: Input("speed", by=-1),
    pygame.K_RIGHTBRACKET: Input("speed", by=1),
    pygame.K_LEFT: Input("move", "left", by=-1),
    pygame.K_RIGHT: Input("move", "right", by=1),
    pygame.K_UP: Input("move", "up", by=1),
    pygame.K_DOWN: Input("move", "down", by=-1),
    pygame.K_MINUS: Input("adjust", by=-1),
    pygame.K_KP_MINUS: Input("adjust", by=-1),
    pygame.K_PLUS: Input("adjust", by=1),
    pygame.K_EQUALS: Input("adjust", by=1),
    pygame.K_KP_PLUS: Input("adjust", by=1),
    pygame.K_TAB: Input("next", by=1),
    pygame.K_r: Input("restart"),
    pygame.K_h: Input("hint"),
    pygame.K_m: Input("sound"),
    pygame.K_F1: Input("help"),
    pygame.K_F2: Input("save_level"),
    pygame.K_F6: Input("reload"),
    pygame.K_F11: Input("full_screen"),
    pygame.K_ESCAPE: Input("back"),
    pygame.K_x: Input("skip"),
    pygame.K_t: Input("take"),
    pygame.K_HOME: Input("edge", "home", by=-1),
    pygame.K_END: Input("edge", "end", by=1),
    pygame.K_PAGEUP: Input("page", by=-1),
    pygame.K_PAGEDOWN: Input("page", by=1),
}

# Keyboards differ in where "[", "]" and "." are; what they type decides when the key code does not.
TYPED: dict[str, Input] = {
    "[": Input("speed", by=-1),
    "]": Input("speed", by=1),
    ".": Input("step"),
    "+": Input("adjust", by=1),
    "-": Input("adjust", by=-1),
    "?": Input("help"),
    **{str(digit): Input("number", by=digit) for digit in range(1, 10)},
}


def logical(event: pygame.event.Event) -> Input | None:
    """What a device event asks for; None: nothing."""
    if event.type == pygame.QUIT:
        return Input("quit")
    if event.type == pygame.KEYDOWN:
        if event.key == pygame.K_q and _held(event, pygame.KMOD_CTRL) and _held(event, pygame.KMOD_SHIFT):
            return Input("staff_quit")
        if getattr(event, "key", 0) == pygame.K_TAB and getattr(event, "mod", 0) & pygame.KMOD_SHIFT:
            return Input("next", by=-1)
        if event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            by = -1 if event.key == pygame.K_LEFT else 1
            if _held(event, pygame.KMOD_CTRL):
                return Input("jump", by=by)
            if _held(event, pygame.KMOD_SHIFT):
                return Input("scrub", by=by)
        return KEYS.get(event.key) or TYPED.get(getattr(event, "unicode", ""))
    if event.type == pygame.MOUSEMOTION:
        return Input("hover", at=event.pos, by=int(bool(event.buttons[0])))  # 1: drawing with the button down
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        return Input("point", at=event.pos)
    if event.type == pygame.MOUSEWHEEL and event.y:
        return Input("adjust", "wheel", by=1 if event.y > 0 else -1)
    return None


def _held(event: pygame.event.Event, modifier: int) -> bool:
    return bool(getattr(event, "mod", 0) & modifier)
