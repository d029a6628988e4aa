"""Reads a recording's file, whatever it holds: a recording, or one line that says what is wrong with it.

Trusts nothing: a size, a tick, a setting or a nesting that the game would not have written is refused. A file that
stops in mid-line is one that was cut short, and plays up to there.
"""

from __future__ import annotations

import json
import math
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

from lucy.consumers.protocol import Reason
from lucy.run import words
from lucy.run.level_errors import one_line, shown
from lucy.run.level_files import LevelError, level_from_source
from lucy.run.recording import FORMAT, Recording, level_digest
from lucy.run.tape import Entry
from lucy.sim.controls import CONTROL_NAMES, Controls
from lucy.sim.level import Level
from lucy.sim.signals import set_controls
from lucy.sim.world import World, new_world

MOST_BYTES = 16_000_000
MOST_ENTRIES = 20_000
MOST_IN_A_SECOND = 500
_MOST_TEXT = 400
_DIGEST = 32  # hex digits


class RecordingError(ValueError):
    """A file that can't be played. The message is one line: the file, the place in it, and what is wrong."""

    def __init__(self, text: str) -> None:
        super().__init__(one_line(text))


def read_recording(file: Path) -> Recording:
    """The recording in a file; RecordingError if there is none."""
    lines = _bytes_of(file).split(b"\n")
    if not lines[0].strip():
        raise RecordingError(f"{file}: it is empty")
    head = _table(lines[0])
    if head is None or head.get("lucy") != "recording":
        raise RecordingError(f"{file}: this is not a recording of a run")
    try:
        return _Reader(head).read(lines)
    except _Fault as fault:
        raise RecordingError(f"{file}: {fault}") from None


class _Fault(Exception):
    """What is wrong, without the file's name."""


class _Reader:
    """Reads the lines of one file in order."""

    def __init__(self, head: dict[str, Any]) -> None:
        self.head = head
        self.entries: list[Entry] = []
        self.digests: list[tuple[int, str]] = []
        self.tick = 0
        self.ended = False
        self.level = self._level()
        self._tried: set[Controls] = set()
        self._reasons: dict[str, Reason | None] = {}
        self._world: World | None = None

    def read(self, lines: list[bytes]) -> Recording:
        """Everything after the first line."""
        for place, line in enumerate(lines[1:], start=2):
            if self.ended or (place == len(lines) and not line):
                break
            table = _table(line)
            if table is None and place == len(lines):
                break  # stopped in mid-line
            try:
                self._line(table)
            except _Fault as fault:
                raise _Fault(f"line {place}: {fault}") from None
        head = self.head
        return Recording(
            level=self.level,
            act=_whole(head, "act", 19, "line 1: "),
            seed=_whole(head, "seed", 2**64 - 1, "line 1: "),
            consumer=_text(head, "consumer"),
            hands_on=head.get("hands_on") is True,
            entries=tuple(self.entries),
            digests=tuple(self.digests),
            last_tick=self.tick,
            cut_short=not self.ended,
            branched_at_s=self._branches(),
            game=_text(head, "game"),
        )

    def _branches(self) -> tuple[float, ...]:
        found = self.head.get("branched_at_s", [])
        most_s = self.level.duration_ms / 1000
        if not isinstance(found, list) or not all(_is_number(at) and 0 <= at <= most_s for at in found):
            raise _Fault("line 1: branched_at_s must be a list of seconds")
        return tuple(float(at) for at in found)

    def _level(self) -> Level:
        head, written = self.head, self.head.get("format")
        if written != FORMAT or isinstance(written, bool):
            known = f"this game ({FORMAT})"
            if isinstance(written, int) and written > FORMAT:
                raise _Fault(f"its format is {shown(written)}, newer than {known} knows. Play it with a newer Lucy")
            raise _Fault(f"its format is {shown(written)}, which {known} does not know")
        name = _text(head, "level")
        try:
            level = level_from_source(json.dumps(head.get("source")), name)
        except LevelError as error:
            raise _Fault(f"line 1: its level cannot be played: {error}") from None
        except (ValueError, RecursionError):
            raise _Fault("line 1: its level cannot be played") from None
        if head.get("level_digest") != level_digest(level):
            by = f"Lucy {_text(head, 'game')}" if head.get("game") else "another version"
            raise _Fault(f"its level {name} is not the one that was played: it was changed, or {by} reads it otherwise")
        return level

    def _line(self, table: dict[str, Any] | None) -> None:
        if table is None:
            raise _Fault("this is not a line of a recording")
        tick = _whole(table, "t", self.level.duration_ticks)
        if tick < self.tick:
            raise _Fault(f"tick {tick} comes after tick {self.tick}")
        self.tick = tick
        if "digest" in table:
            self.digests.append((tick, _digest(table["digest"])))
        elif "end" in table:
            self.digests.append((tick, _digest(table["end"])))
            self.ended = True
        elif "press" in table:
            self._enter(Entry(tick, None))
        elif "set" in table or "decided" in table:
            decided = "decided" in table
            controls = self._controls(table["decided" if decided else "set"])
            self._enter(Entry(tick, controls, decided, self._reason(table.get("why"))))
        else:
            raise _Fault("this is not a line of a recording")

    def _enter(self, entry: Entry) -> None:
        self.entries.append(entry)
        if len(self.entries) > MOST_ENTRIES:
            raise _Fault(f"more than {MOST_ENTRIES:,} deeds: nobody can do that")
        before = self.entries[-1 - MOST_IN_A_SECOND].tick if len(self.entries) > MOST_IN_A_SECOND else -(10**9)
        if entry.tick - before < self.level.tick_hz:
            raise _Fault(f"more than {MOST_IN_A_SECOND} deeds in a second: nobody can do that")

    def _controls(self, table: Any) -> Controls:
        if not isinstance(table, dict):
            raise _Fault("settings must be a table")
        changes: dict[str, Any] = {}
        for name, value in table.items():
            if name not in CONTROL_NAMES:
                raise _Fault(f"there is no setting {shown(name)}")
            if name == "pace_by_source":
                value = _paces(value)
            elif isinstance(value, bool | list | dict):
                raise _Fault(f"{name} cannot be {shown(value)}")
            changes[name] = value
        controls = replace(Controls(), **changes)
        if controls not in self._tried:
            self._try(controls)
        return controls

    def _try(self, controls: Controls) -> None:
        """Whether the engine takes these settings."""
        if self._world is None:
            self._world = new_world(self.level, [0], history_ticks=0)
        try:
            set_controls(self._world, self.level.station_index(self.level.stand), controls)
        except (ValueError, TypeError, OverflowError) as error:
            raise _Fault(str(error)[:120] if isinstance(error, ValueError) else "a setting has no sense") from None
        self._world.signals = ()
        self._tried.add(controls)

    def _reason(self, why: Any) -> Reason | None:
        """Why it was done, if that can still be said."""
        match why:
            case [str(key), dict(numbers)] if len(key) < 80 and len(numbers) < 40:
                pairs = tuple((name, value) for name, value in numbers.items())
                if not all(_is_number(value) or (isinstance(value, str) and len(value) < 80) for _, value in pairs):
                    return None
                try:
                    words.say(f"reasons.{key}", **numbers)
                except (words.WordsError, TypeError):
                    return None
                return Reason(key, pairs)
        return None


def _bytes_of(file: Path) -> bytes:
    try:
        about = file.stat()
        if stat.S_ISDIR(about.st_mode):
            raise RecordingError(f"{file}: this is a folder; a recording is one file")
        if not stat.S_ISREG(about.st_mode):
            raise RecordingError(f"{file}: this is not an ordinary file")
        if about.st_size > MOST_BYTES:
            raise RecordingError(f"{file}: {about.st_size:,} bytes is too large for a recording")
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise RecordingError(f"{file}: there is no such file") from None
    except RecordingError:
        raise
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise RecordingError(f"{file}: it cannot be read ({why})") from None


def _no_number(text: str) -> float:
    raise ValueError(text)


def _table(line: bytes) -> dict[str, Any] | None:
    """The object on a line; None if there is none."""
    try:
        table = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e18 and math.isfinite(value)


def _whole(table: dict[str, Any], name: str, most: int, where: str = "") -> int:
    value = table.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise _Fault(f"{where}{name} must be a whole number from 0 to {most} (it is {shown(value)})")
    return value


def _text(table: dict[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_TEXT or not value.isprintable():
        raise _Fault(f"line 1: {name} must be a short text (it is {shown(value)})")
    return value


def _digest(value: Any) -> str:
    if not isinstance(value, str) or len(value) != _DIGEST:
        raise _Fault("a digest has 32 digits")
    return value


def _paces(value: Any) -> tuple[tuple[str, float], ...]:
    def is_pace(pair: Any) -> bool:
        return isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and _is_number(pair[1])

    if not isinstance(value, list) or len(value) > 1000 or not all(is_pace(pair) for pair in value):
        raise _Fault("pace_by_source must be a list of names with paces")
    return tuple((name, pace) for name, pace in value)
