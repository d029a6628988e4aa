"""Shows: from a TOML file of beats to a `Show`, or to one line that says what is wrong, in which beat, at which key.

A beat is a card with words, some sums of a level, or a run of a level up to a pause point. Reads; plays nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from lucy.consumers import NAMES
from lucy.run import language, places, strategy
from lucy.run.level_errors import LevelError, did_you_mean, shown
from lucy.run.level_files import load_level
from lucy.run.level_source import read_level
from lucy.run.level_tables import LONGEST_S, Table
from lucy.sim.level import Level

FORMAT = 1
ROOT_KEYS = ("format", "title", "minutes", "theme", "beat")
BEAT_KEYS = (
    "title", "lines", "caption", "talk_s", "level", "act", "set", "sums",
    "seed", "consumer", "press", "from_s", "at_s", "speed",
)  # fmt: skip
RUN_KEYS = ("seed", "consumer", "press", "from_s", "at_s", "speed")
PRESS_KEYS = ("at_s", "key", "step")
THEMES = ("projector", "warm")
MOST_BEATS, MOST_LINES, MOST_MINUTES = 200, 5, 180
_FASTEST = 16


@dataclass(frozen=True, slots=True)
class Press:
    """A strategy key that is pressed at a moment; `step`: at which of its amounts, None: where the level starts it."""

    at_s: float
    key: str
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """One step of a show. A run has `at_s`, where it pauses; a card has a title and lines, or sums."""

    number: int  # from 1, as people count
    caption: str = ""
    talk_s: float = 0.0  # how long the speaker means to stay
    title: str = ""
    lines: tuple[str, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    level: Level | None = None
    act: int = 0
    seed: int = 1
    consumer: str = "shrugger"
    presses: tuple[Press, ...] = ()
    from_s: float = 0.0
    at_s: float = 0.0
    speed: float = 1.0

    @property
    def is_run(self) -> bool:
        """Whether a level is played on it."""
        return self.level is not None and not self.sums

    def continues(self, other: Beat) -> bool:
        """Whether the other one's run is this one's, a while before."""
        of, before = replace(self, number=0), replace(other, number=0)
        plain = {"caption": "", "talk_s": 0.0, "title": "", "from_s": 0.0, "at_s": 0.0, "speed": 1.0}
        return self.is_run and other.is_run and replace(of, **plain) == replace(before, **plain)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Show:
    """All beats of a show, in order."""

    name: str
    title: str
    minutes: float
    theme: str
    beats: tuple[Beat, ...]


def shipped_shows() -> list[str]:
    """Names of the shows that travel with the game."""
    return sorted(path.stem for path in (places.assets() / "shows").glob("*.toml"))


def own_shows() -> list[str]:
    """Names of the shows in the user's own folder that no shipped one has."""
    return sorted({path.stem for path in _own_folder().glob("*.toml")} - set(shipped_shows()))


def _own_folder() -> Path:
    return places.user_folder() / "shows"


def find_show(name_or_path: str) -> Path:
    """The file meant: a path, or the name of a show or its beginning. Raises LevelError where there is none."""
    folders = {name: _own_folder() for name in own_shows()}
    folders |= {name: places.assets() / "shows" for name in shipped_shows()}
    begun = [name for name in folders if name.startswith(name_or_path)] if name_or_path else []
    name = name_or_path if name_or_path in folders else begun[0] if len(begun) == 1 else ""
    if name:
        return folders[name] / f"{name}.toml"
    if name_or_path.endswith(".toml") or Path(name_or_path).is_file():
        return Path(name_or_path)
    raise LevelError(f"there is no show {shown(name_or_path)}.{did_you_mean(name_or_path, folders)}")


def load_show(name_or_path: str) -> Show:
    """The show of that name or file. Raises LevelError with one line: file, beat, key, what was expected."""
    path = find_show(name_or_path)
    root = Table(read_level(path), str(path), "").only(ROOT_KEYS)
    root.check_format(FORMAT)
    beats: list[Beat] = []
    for number, table in enumerate(root.tables("beat", BEAT_KEYS, MOST_BEATS), 1):
        beats.append(_beat(table, number, beats))
    if not beats:
        raise root.error("there is no [[beat]]; a show needs at least one")
    minutes = root.milli("minutes", MOST_MINUTES, 10) / 1000 if root.has("minutes") else 10.0
    theme = root.choice("theme", THEMES, THEMES[0])
    return Show(path.stem, language.shown(root.text("title", path.stem)), minutes, theme, tuple(beats))


def _beat(table: Table, number: int, before: list[Beat]) -> Beat:
    lines = table.texts("lines")
    if len(lines) > MOST_LINES:
        raise table.error(f"lines may have at most {MOST_LINES} lines, and it has {len(lines)}")
    words = Beat(
        number, language.shown(table.text("caption", "")), _seconds(table, "talk_s", 3600, 0.0),
        language.shown(table.text("title", "")), language.translated(lines),
    )  # fmt: skip
    if not table.has("level"):
        alone = [key for key in ("act", "set", "sums", *RUN_KEYS) if table.has(key)]
        if alone:
            raise table.error(f"{alone[0]} needs a level in the same beat")
        if not words.title and not words.lines:
            raise table.error("title is missing; a beat without a level is a card, and needs a title or lines")
        return words
    level = _level(table)
    act = table.whole("act", 0, 99, 0)
    if table.has("sums"):
        return replace(words, level=level, act=act, sums=_sums(table, level))
    return _run(table, replace(words, level=level, act=act), level, before)


def _level(table: Table) -> Level:
    changes = table.any("set", {})
    if not isinstance(changes, dict):
        raise table.wrong("set", 'a table such as { "producer.kitchen.rate_per_s" = 2 }')
    try:
        pairs = [(str(key), value) for key, value in changes.items()]
        return load_level(table.text("level"), table.whole("act", 0, 99, 0), pairs)
    except LevelError as fault:
        raise fault if str(fault).startswith(table.file) else table.error(f"level: {fault}") from None


def _sums(table: Table, level: Level) -> tuple[tuple[str, str], ...]:
    alone = [key for key in RUN_KEYS if table.has(key)]
    if alone:
        raise table.error(f"{alone[0]} cannot stand beside sums: a beat shows sums or a run")
    found, most = [], len(level.words.sums)
    for value in table.entries("sums", MOST_LINES):
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise table.wrong("sums", f"a list of numbers from 1 to {most}, the sums that {level.name} has,", value)
        found.append(level.words.sums[value - 1])
    if not found:
        raise table.wrong("sums", "a list with at least one number")
    return tuple(found)


def _run(table: Table, beat: Beat, level: Level, before: list[Beat]) -> Beat:
    most = level.duration_ms / 1000
    if table.has("consumer") and table.has("press"):
        raise table.error("consumer cannot stand beside press: either a persona plays, or the keys that you name")
    beat = replace(
        beat,
        seed=table.whole("seed", 0, 2**63 - 1, 1),
        consumer="" if table.has("press") else table.choice("consumer", NAMES, "shrugger"),
        presses=tuple(_press(press, level) for press in table.tables("press", PRESS_KEYS)),
        at_s=_seconds(table, "at_s", most),
        speed=table.milli("speed", _FASTEST, 1, 0) / 1000,
    )
    if not beat.speed:
        raise table.wrong("speed", f"a number over 0, up to {_FASTEST}")
    last = before[-1] if before else None
    goes_on = last is not None and beat.continues(last) and last.at_s < beat.at_s
    from_s = _seconds(table, "from_s", most, last.at_s if last is not None and goes_on else 0.0)
    if from_s >= beat.at_s:
        raise table.error(f"from_s must be before at_s, and {from_s:g} s is not before {beat.at_s:g} s")
    return replace(beat, from_s=from_s)


def _press(table: Table, level: Level) -> Press:
    key = table.choice("key", strategy.KEYS)
    if reason := strategy.locked(level, key):
        raise table.error(f"key: {key} is locked in {level.name} ({reason})")
    step = table.whole("step", 1, max(strategy.steps(level, key), 1)) if table.has("step") else None
    return Press(_seconds(table, "at_s", level.duration_ms / 1000), key, step)


def _seconds(table: Table, key: str, most: float, default: float | None = None) -> float:
    if default is not None and not table.has(key):
        return default
    value: Any = table.any(key)
    whole = int(min(most, LONGEST_S))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= most:
        raise table.wrong(key, f"a number of seconds from 0 to {whole}")
    return float(value)
