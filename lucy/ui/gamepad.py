"""Gamepads: their buttons as logical inputs, coming and going while the game runs, and what is written on them.

Knows no scene. SDL says which button is where on every pad that it has heard of; others are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

import pygame
from pygame._sdl2 import controller

from lucy.ui.keymap import ACTIONS, Changes, Input, bound

NAMES = (
    "a", "b", "x", "y", "select", "guide", "start", "left_stick", "right_stick", "left_shoulder", "right_shoulder",
    "up", "down", "left", "right",
)  # fmt: skip - in the order of SDL's button numbers
TRIGGERS = {pygame.CONTROLLER_AXIS_TRIGGERLEFT: "left_trigger", pygame.CONTROLLER_AXIS_TRIGGERRIGHT: "right_trigger"}
BUTTONS = (*(name for name in NAMES if name != "guide"), *TRIGGERS.values())  # those that can be set

USUAL: dict[str, str] = {
    "buffer": "x",
    "drop": "y",
    "control": "right_shoulder",
    "ignore": "left_shoulder",
    "scale": "right_trigger",
    "left": "left",
    "right": "right",
    "up": "up",
    "down": "down",
    "accept": "a",
    "back": "b",
    "pause": "start",
    "restart": "left_stick",
    "take": "left_trigger",
    "hint": "select",
    "help": "right_stick",
}

# Sticks do the same on every pad: (axis, towards) -> what.
STICKS: dict[tuple[int, int], Input] = {
    (pygame.CONTROLLER_AXIS_LEFTX, -1): ACTIONS["left"],
    (pygame.CONTROLLER_AXIS_LEFTX, 1): ACTIONS["right"],
    (pygame.CONTROLLER_AXIS_LEFTY, -1): ACTIONS["up"],
    (pygame.CONTROLLER_AXIS_LEFTY, 1): ACTIONS["down"],
    (pygame.CONTROLLER_AXIS_RIGHTX, -1): Input("next", by=-1),
    (pygame.CONTROLLER_AXIS_RIGHTX, 1): Input("next", by=1),
    (pygame.CONTROLLER_AXIS_RIGHTY, -1): ACTIONS["faster"],
    (pygame.CONTROLLER_AXIS_RIGHTY, 1): ACTIONS["slower"],
}
PUSHED, LET_GO = 20_000, 12_000  # of 32767; a stick that trembles between the two is not pushed twice

# By what is written on the buttons; a pad that is none of these has the letters of the standard ones.
FAMILIES = (
    ("playstation", re.compile(r"playstation|dualshock|dualsense|\bps[1-5]\b|sony|^wireless controller$", re.I)),
    ("nintendo", re.compile(r"nintendo|switch|joy-?con|^pro controller$", re.I)),
)
STANDARD = "standard"


def family(name: str) -> str:
    """Which of the tables [screen.gamepad] has the names of that pad's buttons."""
    return next((found for found, pattern in FAMILIES if pattern.search(name)), STANDARD)


def forget() -> None:
    """Leave all pads alone; before `pygame.quit`, which would leave SDL with pads and without joysticks."""
    if controller.get_init():
        controller.quit()


@lru_cache(maxsize=8)
def _table(changes: Changes[str]) -> dict[str, Input]:
    return {button: ACTIONS[action] for action, button in bound(USUAL, changes).items()}


@dataclass(slots=True)
class Pads:
    """All pads that are plugged in. `sticks` off: only buttons count, as on a stand, where tables are bumped into."""

    sticks: bool = True
    held: dict[int, controller.Controller] = field(default_factory=dict)  # by instance
    pressed: str = ""  # the button of the last event, for the page where buttons are set
    family: str = STANDARD  # of the pad that was used last
    _pushed: dict[tuple[int, int], int] = field(default_factory=dict)  # (instance, axis) -> -1, 0 or 1

    def __post_init__(self) -> None:
        try:
            controller.init()
        except (pygame.error, NotImplementedError):
            return  # without gamepads there are still keys

    def wish(self, event: pygame.event.Event, changes: Changes[str] = ()) -> Input | None:
        """What a pad's event asks for, with the buttons as they are set; None: nothing, or not a pad's event."""
        self.pressed = ""
        if event.type == pygame.CONTROLLERDEVICEADDED:
            self._plug_in(event.device_index)
        elif event.type == pygame.CONTROLLERDEVICEREMOVED:
            self.held.pop(event.instance_id, None)
            self._pushed = {key: at for key, at in self._pushed.items() if key[0] != event.instance_id}
        elif event.type == pygame.CONTROLLERBUTTONDOWN:
            name = NAMES[event.button] if event.button < len(NAMES) else ""
            return self._press(event.instance_id, name, changes)
        elif event.type == pygame.CONTROLLERAXISMOTION:
            return self._push(event, changes)
        return None

    def is_echo(self, event: pygame.event.Event) -> bool:
        """Whether it is the plain joystick event that SDL sends beside that of a pad."""
        return event.type in (pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION) and event.instance_id in self.held

    def _plug_in(self, index: int) -> None:
        try:
            found = controller.Controller(index)
        except pygame.error:
            return  # gone again
        self.held[found.as_joystick().get_instance_id()] = found

    def _press(self, instance: int, name: str, changes: Changes[str]) -> Input | None:
        if name not in BUTTONS or not self._seen(instance):
            return None
        self.pressed = name
        return _table(changes).get(name)

    def _seen(self, instance: int) -> bool:
        """Note whose names are to be shown; False for a pad that nobody has plugged in."""
        pad = self.held.get(instance)
        if pad is not None:
            self.family = family(pad.name or "")
        return pad is not None

    def _push(self, event: pygame.event.Event, changes: Changes[str]) -> Input | None:
        key, before = (event.instance_id, event.axis), self._pushed.get((event.instance_id, event.axis), 0)
        towards = 1 if event.value > 0 else -1
        at = towards if abs(event.value) > (LET_GO if before == towards else PUSHED) else 0
        self._pushed[key] = at
        if not at or at == before:
            return None
        if event.axis in TRIGGERS:
            return self._press(event.instance_id, TRIGGERS[event.axis], changes)
        wish = STICKS.get((event.axis, at)) if self.sticks else None
        return wish if wish is not None and self._seen(event.instance_id) else None
