"""Whether somebody is there, and which devices come and go. Knows no key's meaning; that is `keymap`.

On a stand everything that a person can press counts, whatever it is. A pointer or a stick that moves does not:
tables are bumped into, and sticks drift.
"""

from __future__ import annotations

import pygame

from lucy.ui.keymap import Input
from lucy.ui.sound import Sounds

PRESSED = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.FINGERDOWN, pygame.JOYBUTTONDOWN)
STIR = Input("stir")


def is_echo(event: pygame.event.Event) -> bool:
    """Whether it is what SDL makes up for a finger, as if it were a mouse: the finger has been seen already."""
    return event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION) and bool(getattr(event, "touch", False))


def stirred(event: pygame.event.Event) -> Input | None:
    """That somebody has pressed something which means nothing else; None for any other event."""
    if event.type == pygame.JOYHATMOTION:
        return STIR if tuple(event.value) != (0, 0) else None
    return STIR if event.type in PRESSED else None


class Devices:
    """Gamepads, whose events come only while somebody holds on to them, and the loudspeaker."""

    def __init__(self, gamepads: bool) -> None:
        self.held: dict[int, pygame.joystick.JoystickType] = {}
        if gamepads:
            try:
                pygame.joystick.init()
            except (pygame.error, NotImplementedError):
                return  # without gamepads there are still keys

    def follow(self, event: pygame.event.Event, sounds: Sounds) -> None:
        """One event; most are none of its business."""
        if event.type == pygame.JOYDEVICEADDED and pygame.joystick.get_init():
            try:
                found = pygame.joystick.Joystick(event.device_index)
            except pygame.error:
                return  # gone again
            self.held[found.get_instance_id()] = found
        elif event.type == pygame.JOYDEVICEREMOVED:
            self.held.pop(event.instance_id, None)
        elif event.type in (pygame.AUDIODEVICEADDED, pygame.AUDIODEVICEREMOVED) and not event.iscapture:
            sounds.device_changed(gone=event.type == pygame.AUDIODEVICEREMOVED)
