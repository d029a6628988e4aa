"""What a beginner's file did wrong, found out where it happened: the line, and the name that was meant.

Runs in the consumer's process. Gives data, no sentences.
"""

from __future__ import annotations

import builtins
import re
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from lucy.consumers.own.complaints import nearest
from lucy.sim.controls import CONTROL_NAMES

_UNKNOWN_SETTING = re.compile(r"Controls.*unexpected keyword argument '(\w+)'")


class Mistake(Exception):
    """Something that is known to go wrong: a key of [own.complaints], and its numbers."""

    def __init__(self, key: str, **numbers: object) -> None:
        super().__init__(key)
        self.key, self.numbers = key, numbers


class NoSuchName(AttributeError):
    """A view has no such field."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.what, self.wrong, self.near = what, name, nearest(name, known)
        hint = f" Did you mean {self.near!r}?" if self.near else ""
        super().__init__(f"{what} has no {name!r}.{hint}")


class Seen:
    """A view, or a source in it: fields to be read, not set."""

    def __init__(self, what: str, values: dict[str, Any]) -> None:
        self.__dict__.update(values)
        self.__dict__["_what"] = what

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python itself looks for
            raise AttributeError(name)
        raise NoSuchName(self.__dict__.get("_what", "view"), name, self._names())

    def __setattr__(self, name: str, value: Any) -> None:
        raise Mistake("read_only", what=self._what, name=name)

    def __getitem__(self, name: str) -> Any:
        """view["waiting"] does as well as view.waiting."""
        return getattr(self, name)

    def __repr__(self) -> str:
        return f"{self._what}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._names())})"

    def _names(self) -> list[str]:
        return [name for name in self.__dict__ if not name.startswith("_")]


def explain(error: BaseException, path: Path) -> dict[str, str]:
    """What went wrong as a key and its numbers."""
    file, line, frame = _where(error, path)
    key, numbers = _told(error, frame)
    found = {"key": key, "file": file, "line": str(line)} | {name: str(value) for name, value in numbers.items()}
    if isinstance(error, SyntaxError) and error.filename == path.name:
        found["line"] = str(error.lineno or 1)
    return found


def _told(error: BaseException, frame: FrameType | None) -> tuple[str, dict[str, object]]:
    if isinstance(error, Mistake):
        return error.key, error.numbers
    if isinstance(error, NoSuchName):
        return ("name_near" if error.near else "name"), {"what": error.what, "name": error.wrong, "near": error.near}
    if isinstance(error, SyntaxError):
        text = (error.text or "").strip()[:60]
        return ("syntax" if text else "exception"), {"error": error.msg, "text": text}
    if isinstance(error, UnicodeDecodeError):
        return "not_text", {}
    if isinstance(error, MemoryError):
        return "memory_line", {}
    if isinstance(error, EOFError):
        return "input", {}
    if isinstance(error, NameError) and frame is not None and getattr(error, "name", None):
        return _unknown_name(str(error.name), frame)
    if isinstance(error, TypeError) and (wrong := _UNKNOWN_SETTING.search(str(error))):
        guess = nearest(wrong[1], CONTROL_NAMES)
        known = {"name": wrong[1], "near": guess, "known": ", ".join(CONTROL_NAMES)}
        return ("setting_line_near" if guess else "setting_line"), known
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return "exception", {"error": said[:200]}


def _unknown_name(name: str, frame: FrameType) -> tuple[str, dict[str, object]]:
    view = frame.f_locals.get("view")
    if isinstance(view, Seen) and name in view._names():
        return "not_defined_near", {"name": name, "near": f"view.{name}"}
    guess = nearest(name, [*frame.f_locals, *frame.f_globals, *dir(builtins)])
    return ("not_defined_near" if guess else "not_defined"), {"name": name, "near": guess}


def _where(error: BaseException, path: Path) -> tuple[str, int, FrameType | None]:
    """The innermost line that is the student's own: of the file, or of one beside it."""
    found: tuple[str, int, FrameType | None] = path.name, 1, None
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if file == path.name or Path(file).parent == path.parent:
            found = Path(file).name, line, frame
    return found
