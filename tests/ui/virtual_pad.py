"""A gamepad that is not there: plugged into the SDL that pygame has loaded, and pressed by the tests."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pygame

GAMEPAD, AXES, BUTTONS = 1, 6, 15  # SDL_JOYSTICK_TYPE_GAMECONTROLLER and what such a pad has


def pygames_sdl() -> ctypes.CDLL | None:
    """The SDL library that pygame itself uses; None where it cannot be found."""
    folder = Path(pygame.__file__).parent
    patterns = ("../pygame_ce.libs/libSDL2-2*", "SDL2.dll", ".dylibs/libSDL2-2*", "../pygame_ce.dylibs/libSDL2-2*")
    found = next((path for pattern in patterns for path in sorted(folder.glob(pattern))), None)
    try:
        return ctypes.CDLL(str(found) if found else "libSDL2-2.0.so.0")
    except OSError:
        return None


class VirtualPad:
    """One pad, from the moment it is plugged in."""

    def __init__(self, sdl: ctypes.CDLL) -> None:
        self.sdl = sdl
        sdl.SDL_JoystickFromInstanceID.restype = ctypes.c_void_p
        sdl.SDL_JoystickSetVirtualButton.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint8]
        sdl.SDL_JoystickSetVirtualAxis.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int16]
        self.index = sdl.SDL_JoystickAttachVirtual(GAMEPAD, AXES, BUTTONS, 0)
        assert self.index >= 0, "this SDL has no virtual gamepads"
        self.instance = sdl.SDL_JoystickGetDeviceInstanceID(self.index)

    def press(self, button: int) -> None:
        """Down, and noticed; `let_go` before it can be pressed again."""
        self.sdl.SDL_JoystickSetVirtualButton(self._open(), button, 1)

    def let_go(self, button: int) -> None:
        """Up again."""
        self.sdl.SDL_JoystickSetVirtualButton(self._open(), button, 0)

    def push(self, axis: int, value: int) -> None:
        """A stick or a trigger, −32768..32767."""
        self.sdl.SDL_JoystickSetVirtualAxis(self._open(), axis, value)

    def pull_out(self) -> None:
        """Gone."""
        self.sdl.SDL_JoystickDetachVirtual(self.index)

    def _open(self) -> int:
        opened = self.sdl.SDL_JoystickFromInstanceID(self.instance)
        assert opened, "the game has not opened the pad"
        return int(opened)
