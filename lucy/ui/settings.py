"""What a visitor prefers, kept in the user's folder. Written whole or not at all; never thrown away.

A file that cannot be read is set aside under another name, and named in one line.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from lucy.run import places

VERSION = 1
FILE = "settings.json"
TEXT_SIZES = (1.0, 1.15)
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
THEMES = ("warm", "projector")


@dataclass(frozen=True, slots=True)
class Settings:
    """All preferences. Every value is one that the settings page offers."""

    text_size: float = 1.0
    speed: float = 1.0
    sound: bool = True
    reduced_motion: bool = False
    theme: str = "warm"
    full_screen: bool = False


_OFFERED: dict[str, tuple[object, ...]] = {"text_size": TEXT_SIZES, "speed": SPEEDS, "theme": THEMES}


def load(folder: Path | None = None) -> tuple[Settings, str]:
    """The settings, and one line to show if the file had to be set aside (else empty)."""
    file = (folder or places.user_folder()) / FILE
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(table, dict) or not isinstance(table.get("version"), int):
            raise ValueError("it has no version")
    except FileNotFoundError:
        return Settings(), ""
    except (ValueError, OSError) as fault:
        return Settings(), _set_aside(file, fault)
    return _from_table(table), ""


def _from_table(table: dict[str, object]) -> Settings:
    """Known keys with a value on offer; anything else keeps its default."""
    kept: dict[str, object] = {}
    default = Settings()
    for field in fields(Settings):
        value, plain = table.get(field.name), getattr(default, field.name)
        if isinstance(plain, bool):
            fits = isinstance(value, bool)
        else:
            fits = value in _OFFERED[field.name] and not isinstance(value, bool)
        if fits:
            kept[field.name] = type(plain)(value)
    return replace(default, **kept)  # type: ignore[arg-type]


def _set_aside(file: Path, fault: Exception) -> str:
    aside = file.with_name(f"{file.stem}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}{file.suffix}")
    try:
        os.replace(file, aside)
    except OSError:
        return f"{file} cannot be read ({fault}); using the usual settings."
    return f"{file.name} could not be read; it is kept as {aside.name} in {aside.parent}."


def save(settings: Settings, folder: Path | None = None) -> str:
    """Write the settings; returns one line if that was not possible (else empty)."""
    file = (folder or places.user_folder()) / FILE
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"version": VERSION, **asdict(settings)}, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, file)
    except OSError as fault:
        return f"The settings could not be saved: {fault.strerror or fault}."
    return ""
