"""Where things lie: the levels and assets that travel with the game, and the folder for what a user makes."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _beside(name: str) -> Path:
    checkout = _PACKAGE.parent / name
    return checkout if checkout.is_dir() else _PACKAGE / "data" / name


def levels() -> Path:
    """The folder of the shipped levels."""
    return _beside("levels")


def assets() -> Path:
    """The folder of fonts, drawings and words."""
    return _beside("assets")


def own_levels() -> Path:
    """The folder of the levels that a user has made; it need not be there."""
    return user_folder() / "levels"


def user_folder() -> Path:
    """The platform's own folder for settings, progress and replays; LUCY_HOME overrides it."""
    if home := os.environ.get("LUCY_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "Lucy"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Lucy"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "lucy"


def pictures() -> Path:
    """The folder of pictures and clips taken in the game, and of debriefs saved as pages; it need not be there."""
    return user_folder() / "pictures"


def fresh_file(folder: Path, name: str, ending: str) -> Path:
    """A file that is not there yet: the name, the time and, where that is taken, a number.

    Makes the folder; OSError if that can't be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plain = re.sub(r"[^\w.-]+", "-", name)[:60]
    stem = f"{plain}-{time.strftime('%Y%m%d-%H%M%S')}"
    names = [f"{stem}{ending}", *(f"{stem}-{number}{ending}" for number in range(2, 1000))]
    return next(folder / name for name in names if not (folder / name).exists())
