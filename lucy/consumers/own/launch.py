"""How one's own consumer is named on a command line, and how its process is started.

A `.py` file runs under Lucy's child script; anything else is a command line, as `node bot.js`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from lucy.consumers.own.processes import Process
from lucy.consumers.own.time_rule import TimeRule


@dataclass(frozen=True, slots=True)
class Launch:
    """What to start. `name` is what it is called everywhere: the file's name, or the whole command."""

    name: str
    words: tuple[str, ...] = ()
    file: Path | None = None  # a Python file

    @property
    def is_python(self) -> bool:
        """Whether it is a Python file, with `decide`."""
        return self.file is not None

    def start(self, rule: TimeRule) -> Process:
        """Start a process of its own."""
        if self.file is None:
            return Process(self.words)
        script = str(Path(__file__).resolve().with_name("child.py"))
        return Process([sys.executable, script, str(self.file), f"{rule.decision_s:g}", f"{rule.start_s:g}"])

    def source_line(self, line: int) -> str:
        """A line of the Python file as it stands now; empty if there is none."""
        try:
            lines = self.file.read_text(encoding="utf-8", errors="replace").splitlines() if self.file else []
        except OSError:
            return ""
        return lines[line - 1] if 0 < line <= len(lines) else ""


def is_own(spec: str) -> bool:
    """Whether it names a file or a command, and not a shipped consumer."""
    return spec.endswith(".py") or len(spec.split()) > 1 or os.path.dirname(spec) != ""


def launch_of(spec: str) -> Launch:
    """What `--consumer SPEC` starts; ValueError with one line if there is no such file or program."""
    file = Path(spec)
    if file.suffix == ".py" and (file.is_file() or len(spec.split()) == 1):
        if not file.is_file():
            raise ValueError(f"there is no file '{spec}'. `consumer new {file.name}` writes one to start from.")
        return Launch(file.name, file=file.resolve())
    try:
        words = shlex.split(spec, posix=os.name == "posix")
    except ValueError as error:
        raise ValueError(f"cannot read the command '{spec}': {error}") from None
    program = shutil.which(words[0]) if words else None
    if program is None:
        raise ValueError(f"there is no program '{words[0] if words else spec}' to run '{spec}' with.")
    return Launch(spec, (program, *words[1:]))
