"""What a visitor prefers, kept in the user's folder. Written whole or not at all; never thrown away.

A file that cannot be read is set aside under another name, and named in one line.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from lucy.run import kept_file, language, level_code, places
from lucy.ui import gamepad, keymap

VERSION = 1
FILE = "settings.json"
TEXT_SIZES = (1.0, 1.15, 1.25, 1.5, 1.75, 2.0)
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
THEMES = ("warm", "projector")
SCANS_S = (0.0, 2.5, 1.5, 1.0, 0.7)  # how long each thing is offered to one switch; 0: not at all
CODES = level_code.KINDS
VOLUMES = (25, 50, 75, 100)  # percent; 0 is `sound` off
SOUND_CAPTIONS = ("never", "when_silent", "always")


def next_speed(now: float, by: int, around: bool) -> float:
    """So many speeds faster or slower; `around`: after the fastest comes the slowest."""
    place = (SPEEDS.index(now) if now in SPEEDS else SPEEDS.index(1.0)) + by
    return SPEEDS[place % len(SPEEDS) if around else min(max(place, 0), len(SPEEDS) - 1)]


@dataclass(frozen=True, slots=True)
class Settings:
    """All preferences. Every value is one that the settings page offers."""

    text_size: float = 1.0
    speed: float = 1.0
    sound: bool = True
    volume: int = 75  # percent, one of VOLUMES
    sound_captions: str = "when_silent"  # one of SOUND_CAPTIONS
    reduced_motion: bool = False
    theme: str = "warm"
    full_screen: bool = False
    display: int = 0  # of full screen: which one, from 0
    scan_s: float = 0.0  # one of SCANS_S
    language: str = language.FIRST
    code: str = CODES[0]  # in which language programs are shown
    keys: keymap.Changes[int] = ()  # what differs from keymap.KEYS
    pad: keymap.Changes[str] = ()  # what differs from gamepad.USUAL

    @property
    def loudness(self) -> float:
        """How loud the game is, 0..1; 0 while the sound is off."""
        return self.volume / 100 if self.sound else 0.0


_OFFERED: dict[str, tuple[object, ...]] = {
    "text_size": TEXT_SIZES,
    "speed": SPEEDS,
    "theme": THEMES,
    "volume": VOLUMES,
    "scan_s": SCANS_S,
    "sound_captions": SOUND_CAPTIONS,
    "language": language.languages(),
    "code": CODES,
    "display": tuple(range(16)),
}


def load(folder: Path | None = None) -> tuple[Settings, str]:
    """The settings, and one line to show if the file had to be set aside (else empty)."""
    table, notice = kept_file.read((folder or places.user_folder()) / FILE)
    return _from_table(table), notice


def _from_table(table: dict[str, object]) -> Settings:
    """Known keys with a value on offer; anything else keeps its default."""
    kept: dict[str, object] = {}
    default = Settings()
    for field in fields(Settings):
        value, plain = table.get(field.name), getattr(default, field.name)
        if field.name in ("keys", "pad"):
            kept[field.name] = _changes(field.name, value)
            continue
        if isinstance(plain, bool):
            fits = isinstance(value, bool)
        else:
            fits = value in _OFFERED[field.name] and not isinstance(value, bool)
        if fits:
            kept[field.name] = type(plain)(value)
    return replace(default, **kept)  # type: ignore[arg-type]


def _changes(name: str, value: object) -> tuple[tuple[str, object], ...]:
    """The changed keys or buttons, all of them or none: half of them could leave a key without an action."""
    pairs = value if isinstance(value, list) else []
    if not all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs):
        return ()
    found = tuple((pair[0], pair[1]) for pair in pairs)
    if name == "keys":
        known = all(type(code) is int and 0 < code < 2**31 for _, code in found)
        return found if known and keymap.fits(keymap.KEYS, found) else ()
    known = all(button in gamepad.BUTTONS for _, button in found)
    return found if known and keymap.fits(gamepad.USUAL, found) else ()


def save(settings: Settings, folder: Path | None = None) -> str:
    """Write the settings; returns one line if that was not possible (else empty)."""
    fault = kept_file.write((folder or places.user_folder()) / FILE, VERSION, asdict(settings))
    return f"The settings could not be saved: {fault}." if fault else ""
