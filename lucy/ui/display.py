"""Whether there is a screen to open a window on, and the right pygame to open it with.

Raises BadInput in one line where there is not. Opens nothing itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lucy.run.commands.command_line import BadInput, program

_NOT_A_SCREEN = ("offscreen", "dummy", "evdev")


def require_screen() -> None:
    """Return if a window can be opened; otherwise raise BadInput with what to do instead."""
    require_pygame_ce()
    asked = os.environ.get("SDL_VIDEODRIVER") or os.environ.get("SDL_VIDEO_DRIVER")
    if asked:  # somebody knows what they want: a test, or a kiosk without a desktop
        return
    if sys.platform.startswith(("linux", "freebsd")) and not _has_desktop():
        raise BadInput(_no_screen())
    import pygame

    from lucy.ui.app import prepare_display

    prepare_display()
    with quiet():
        try:
            pygame.display.init()
        except pygame.error as error:
            raise BadInput(_no_screen()) from error
    if pygame.display.get_driver() in _NOT_A_SCREEN:  # SDL falls back on these and draws for nobody
        raise BadInput(_no_screen())


def screen_or_dummy() -> bool:
    """Make pygame draw in memory if there is no screen; whether there is one."""
    try:
        require_screen()
    except BadInput:
        require_pygame_ce()
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        return False
    return True


def require_pygame_ce() -> None:
    """Return if `import pygame` gives pygame-ce; BadInput with the mending command if it gives the old pygame.

    Where both are installed and it still works, it says so on stderr and goes on.
    """
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    if not any(found for folder in sys.path for found in Path(folder or ".").glob("pygame-[0-9]*.dist-info")):
        return
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    mend = f"{python} -m pip uninstall -y pygame pygame-ce && {python} -m pip install pygame-ce"
    import pygame

    if not getattr(pygame, "IS_CE", False):
        raise BadInput(f"the old pygame is installed where Lucy needs pygame-ce. Mend it with: {mend}")
    print(f"lucy: the old pygame is installed beside pygame-ce, and each overwrites the other. Mend it with: {mend}",
          file=sys.stderr)  # fmt: skip


def _has_desktop() -> bool:
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), "wayland-0").exists()


def _no_screen() -> str:
    return (
        "there is no display to open a window on. "
        f"To run a level without one: {program()} simulate 01-chocolate-factory"
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Hide what the C libraries below pygame write to stderr while they look for a display or a loudspeaker."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
