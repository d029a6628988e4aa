"""Writes a run to a file as it goes, so that a crash loses a second at most; throws old recordings away.

One JSON object a line. The first says what was played, with the whole level, so that it plays on another machine and
after the level has changed. A recording that somebody gave a name of their own is never thrown away.
"""

from __future__ import annotations

import json
import platform
import re
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from lucy import __version__
from lucy.run import places
from lucy.run.recording import FORMAT, level_digest
from lucy.run.session import Session
from lucy.run.tape import Entry
from lucy.sim.controls import changes

MOST_KEPT = 100
_OURS = re.compile(r".+-\d{8}-\d{6}(-\d+)?\.jsonl")


def folder() -> Path:
    """Where recordings lie."""
    return places.user_folder() / "replays"


def newest() -> Path | None:
    """The newest recording there is."""
    found = sorted(folder().glob("*.jsonl"), key=lambda file: file.stat().st_mtime)
    return found[-1] if found else None


class Recorder:
    """Keeps one session's tape and digests in a file. What can't be written is said once, in `fault`."""

    def __init__(self, session: Session, act: int = 0, file: Path | None = None) -> None:
        self.session, self.act = session, act
        self.file = file  # None: one of its own in the folder of recordings, from the first second on
        self.fault = ""
        self._stream: TextIO | None = None
        self._entries = self._digests = 0
        self._over = False

    def keep_up(self) -> None:
        """Write what has happened since the last time. Before the first second is over there is nothing to keep."""
        if not self._over and self.session.digests:
            self._try(self._write_new)

    def close(self) -> None:
        """The run is over, or somebody leaves it, or goes another way from here: write how it stands."""
        if not self._over and self.session.digests:
            self._try(self._write_end)
        self._over = True
        if self._stream is not None:
            self._try(self._stream.close)  # a full disk says so only here

    def begin_again(self) -> None:
        """The script is another one from now on: the file starts anew with it, and with all that was done so far."""
        if self._stream is not None:
            self._try(self._stream.close)
        self._stream, self._entries, self._digests = None, 0, 0
        self.keep_up()

    def _try(self, write: Any) -> None:
        try:
            write()
        except OSError as fault:
            self.fault, self._over = str(fault.strerror or fault), True

    def _write_new(self) -> None:
        session = self.session
        entries, digests = session.tape.entries[self._entries :], session.digests[self._digests :]
        if self._stream is None:
            self._stream = self._open()
            self._line(header(session, self.act))
        self._entries, self._digests = self._entries + len(entries), self._digests + len(digests)
        lines = [(entry.tick, entry_line(entry)) for entry in entries]
        lines += [(tick, {"t": tick, "digest": digest}) for tick, digest in digests]
        for _, line in sorted(lines, key=lambda at: at[0]):
            self._line(line)
        if lines:
            self._stream.flush()

    def _write_end(self) -> None:
        self._write_new()
        world = self.session.line.latest(self.session).world
        self._line({"t": world.tick, "end": world.digest()})

    def _line(self, table: dict[str, Any]) -> None:
        assert self._stream is not None
        self._stream.write(json.dumps(table, separators=(",", ":"), ensure_ascii=False) + "\n")

    def _open(self) -> TextIO:
        if self.file is not None:
            return self.file.open("w", encoding="utf-8", newline="\n")
        where = folder()
        where.mkdir(parents=True, exist_ok=True)
        _throw_old_away(where)
        self.file = places.fresh_file(where, self.session.level.name, ".jsonl")
        return self.file.open("x", encoding="utf-8", newline="\n")


def _throw_old_away(where: Path) -> None:
    ours = [file for file in where.iterdir() if _OURS.fullmatch(file.name)]
    for file in sorted(ours, key=lambda file: file.stat().st_mtime)[: max(len(ours) - MOST_KEPT + 1, 0)]:
        file.unlink(missing_ok=True)


def header(session: Session, act: int = 0) -> dict[str, Any]:
    """The first line: what was played, and on what."""
    level = session.unchanged_level
    return {
        "lucy": "recording",
        "format": FORMAT,
        "game": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "level": level.name,
        "act": act,
        "level_digest": level_digest(level),
        "tick_hz": level.tick_hz,
        "seed": session.seed,
        "consumer": session.consumer_name,
        "hands_on": session.hands_on,
        "branched_at_s": list(session.branched_at_s),
        "source": json.loads(level.source or "{}"),
    }


def entry_line(entry: Entry) -> dict[str, Any]:
    """One deed as a line: only what differs from the settings that do nothing."""
    if entry.controls is None:
        return {"t": entry.tick, "press": 1}
    set_to = {name: v.item() if isinstance(v, np.generic) else v for name, v in changes(entry.controls).items()}
    line: dict[str, Any] = {"t": entry.tick, "decided" if entry.decided else "set": set_to}
    if entry.reason is not None:
        line["why"] = [entry.reason.key, dict(entry.reason.numbers)]
    return line
