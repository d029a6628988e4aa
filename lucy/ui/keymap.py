"""From a device event to a logical input. The one place that knows keys; the buttons of a pad are `gamepad`'s.

A scene never sees a key code: it sees "strategy buffer", "accept", "point at (x, y)". Which key means what can be
changed; a change is a pair of an action's name and a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import pygame

Code = TypeVar("Code", int, str)


@dataclass(frozen=True, slots=True)
class Input:
    """What somebody wants. `what` is one of the words below; `value` says which; `at` is a place in pixels."""

    what: str
    value: str = ""
    at: tuple[int, int] = (0, 0)
    by: int = 0


# Everything that a key or a button can be set to do, in the order of the page where it is set.
ACTIONS: dict[str, Input] = {
    "buffer": Input("strategy", "buffer"),
    "drop": Input("strategy", "drop"),
    "control": Input("strategy", "control"),
    "ignore": Input("strategy", "ignore"),
    "scale": Input("strategy", "scale"),
    "left": Input("move", "left", by=-1),
    "right": Input("move", "right", by=1),
    "up": Input("move", "up", by=1),
    "down": Input("move", "down", by=-1),
    "less": Input("adjust", by=-1),
    "more": Input("adjust", by=1),
    "accept": Input("accept"),
    "back": Input("back"),
    "next": Input("next", by=1),
    "work": Input("work"),
    "pause": Input("pause"),
    "step": Input("step"),
    "slower": Input("speed", by=-1),
    "faster": Input("speed", by=1),
    "restart": Input("restart"),
    "take": Input("take"),
    "begin": Input("edge", "home", by=-1),
    "end": Input("edge", "end", by=1),
    "hint": Input("hint"),
    "help": Input("help"),
    "skip": Input("skip"),
    "page_up": Input("page", by=-1),
    "page_down": Input("page", by=1),
    "sound": Input("sound"),
    "full_screen": Input("full_screen"),
    "save_level": Input("save_level"),
    "sliders": Input("sliders"),
    "laboratory": Input("laboratory"),
    "reload": Input("reload"),
    "log": Input("log"),
}

KEYS: dict[str, int] = {
    "buffer": pygame.K_b,
    "drop": pygame.K_d,
    "control": pygame.K_c,
    "ignore": pygame.K_i,
    "scale": pygame.K_s,
    "left": pygame.K_LEFT,
    "right": pygame.K_RIGHT,
    "up": pygame.K_UP,
    "down": pygame.K_DOWN,
    "less": pygame.K_MINUS,
    "more": pygame.K_PLUS,
    "accept": pygame.K_RETURN,
    "back": pygame.K_ESCAPE,
    "next": pygame.K_TAB,
    "work": pygame.K_w,
    "pause": pygame.K_SPACE,
    "step": pygame.K_PERIOD,
    "slower": pygame.K_LEFTBRACKET,
    "faster": pygame.K_RIGHTBRACKET,
    "restart": pygame.K_r,
    "take": pygame.K_t,
    "begin": pygame.K_HOME,
    "end": pygame.K_END,
    "hint": pygame.K_h,
    "help": pygame.K_F1,
    "skip": pygame.K_x,
    "page_up": pygame.K_PAGEUP,
    "page_down": pygame.K_PAGEDOWN,
    "sound": pygame.K_m,
    "full_screen": pygame.K_F11,
    "save_level": pygame.K_F2,
    "sliders": pygame.K_v,
    "laboratory": pygame.K_l,
    "reload": pygame.K_F6,
    "log": pygame.K_j,
}

# A second key of the same meaning, as long as it is not wanted for something else.
ALSO: dict[int, str] = {
    pygame.K_KP_ENTER: "accept",
    pygame.K_KP_MINUS: "less",
    pygame.K_KP_PLUS: "more",
    pygame.K_EQUALS: "more",
    pygame.K_ESCAPE: "back",
    pygame.K_RETURN: "accept",
}

# Keyboards differ in where "[", "]" and "." are; what they type decides when the key code does not.
TYPED: dict[str, str] = {"[": "slower", "]": "faster", ".": "step", "+": "more", "-": "less", "?": "help"}
DIGITS = {str(digit): Input("number", by=digit) for digit in range(1, 10)}

Changes = tuple[tuple[str, Code], ...]


def bound(usual: Mapping[str, Code], changes: Changes[Code]) -> dict[str, Code]:
    """Every action with its key."""
    return {**usual, **dict(changes)}


def bind(usual: Mapping[str, Code], changes: Changes[Code], action: str, code: Code) -> tuple[Changes[Code], str]:
    """Set an action's key. Whoever had that key gets the old one; returns the changes, and who that was (or "")."""
    now = bound(usual, changes)
    other = next((name for name, held in now.items() if held == code and name != action), "")
    if other:
        now[other] = now[action]
    now[action] = code
    return tuple((name, held) for name, held in now.items() if held != usual[name]), other


def fits(usual: Mapping[str, Code], changes: Changes[Code]) -> bool:
    """Whether every action still has a key of its own."""
    now = bound(usual, changes)
    return set(now) == set(usual) and len(set(now.values())) == len(now)


@lru_cache(maxsize=8)
def _table(changes: Changes[int]) -> dict[int, Input]:
    table = {code: ACTIONS[name] for code, name in ALSO.items()}
    return table | {code: ACTIONS[name] for name, code in bound(KEYS, changes).items()}


def logical(event: pygame.event.Event, changes: Changes[int] = ()) -> Input | None:
    """What a device event asks for, with the keys as they are set; None: nothing."""
    if event.type == pygame.QUIT:
        return Input("quit")
    if event.type == pygame.KEYDOWN:
        return _key(event, changes)
    if event.type == pygame.MOUSEMOTION:
        return Input("hover", at=event.pos, by=int(bool(event.buttons[0])))  # 1: drawing with the button down
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        return Input("point", at=event.pos)
    if event.type == pygame.MOUSEWHEEL and event.y:
        return Input("adjust", "wheel", by=1 if event.y > 0 else -1)
    return None


def _key(event: pygame.event.Event, changes: Changes[int]) -> Input | None:
    ctrl, shift = _held(event, pygame.KMOD_CTRL), _held(event, pygame.KMOD_SHIFT)
    if event.key == pygame.K_q and ctrl and shift:
        return Input("staff_quit")
    wish = _table(changes).get(event.key)
    if wish is None:
        typed = getattr(event, "unicode", "")
        name = TYPED.get(typed, "")
        if name and name not in dict(changes):
            return ACTIONS[name]
        return DIGITS.get(typed)
    if wish.what == "next" and shift:
        return replace(wish, by=-1)
    if wish.value in ("left", "right") and (ctrl or shift):
        return Input("jump" if ctrl else "scrub", by=wish.by)
    return wish


def _held(event: pygame.event.Event, modifier: int) -> bool:
    return bool(getattr(event, "mod", 0) & modifier)
