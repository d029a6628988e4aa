"""From a name or a path to the tables of a level file.

Owns finding, reading and parsing. It refuses whatever is not a small UTF-8 TOML file, and never asks
what the tables mean.
"""

from __future__ import annotations

import re
import stat
import tomllib
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from lucy.run import places
from lucy.run.level_errors import LevelError, did_you_mean, grouped, shown

MOST_BYTES = 1_000_000
MOST_DOTS = 24  # in one key; the parser's time grows with the square of it

_LAST = "sandbox"  # free play stands at the end of the list
_LONG_KEY = re.compile(
    r"""(?<![\w"'.-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){""" + f"{MOST_DOTS}}}", re.ASCII
)


def shipped_levels() -> list[str]:
    """Names of the levels that travel with the game, in the order of play; the sandbox comes last."""
    names = [path.stem for path in places.levels().glob("*.toml")]
    return sorted(names, key=lambda name: (name == _LAST, name))


def own_levels() -> list[str]:
    """Names of the levels in the user's own folder that no shipped level has, in the order of the alphabet."""
    try:
        found = sorted(path.stem for path in places.own_levels().glob("*.toml"))
    except OSError:
        return []
    shipped = set(shipped_levels())
    return [name for name in found if name not in shipped]


def find_level(name_or_path: str | Path) -> Path:
    """The file meant: a path, or the name of a level or the beginning of a shipped one ("01").

    Raises LevelError where there is none.
    """
    text = str(name_or_path)
    if not text.strip():
        raise LevelError(f"a level needs a name or a file.{did_you_mean('', shipped_levels())}")
    is_path = isinstance(name_or_path, Path) or text.endswith(".toml") or "/" in text or "\\" in text
    if not is_path:
        names = shipped_levels()
        if text in names:
            return places.levels() / f"{text}.toml"
        if text in own_levels():
            return places.own_levels() / f"{text}.toml"
        begun = [name for name in names if name.startswith(text)]
        if len(begun) == 1:
            return places.levels() / f"{begun[0]}.toml"
    path = Path(text)
    try:
        if path.exists() or path.is_symlink():
            return path
    except (OSError, ValueError) as error:
        raise LevelError(f"{shown(text)} is not a file name ({_why(error)})") from None
    if is_path:
        raise LevelError(f"{text}: there is no such file.{_near_shipped(path.stem)}")
    raise LevelError(f"there is no level {shown(text)}.{did_you_mean(text, shipped_levels())}")


def read_level(path: Path) -> dict[str, Any]:
    """The tables of a level file, with every decimal number as a Decimal; kept, so change nothing in them.

    Raises LevelError.
    """
    return _parsed(_bytes_of(path), str(path))


@lru_cache(maxsize=16)  # every shipped level: the demo and the list of levels go round them all
def _parsed(data: bytes, file: str) -> dict[str, Any]:
    return parse_level(data, file)


def parse_level(data: bytes, file: str) -> dict[str, Any]:
    """The tables in the bytes of a level file; `file` is its name in errors. Raises LevelError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise LevelError(
            f"{file}: line {line}: byte 0x{byte:02x} is not UTF-8. Save the file as plain text in UTF-8."
        ) from None
    if deep := _LONG_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise LevelError(f"{file}: line {line}: nested too deep: a key may have at most {MOST_DOTS} dots")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise LevelError(f"{file}: {_toml_fault(str(error))}") from None
    except RecursionError:
        raise LevelError(f"{file}: nested too deep: lists and tables stand inside each other too often") from None
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise LevelError(f"{file}: not TOML: a value is too large or not possible ({_why(error)})") from None


def _bytes_of(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise LevelError(f"{path}: this is a folder; a level is one .toml file")
        if not stat.S_ISREG(about.st_mode):
            raise LevelError(f"{path}: this is not an ordinary file; a level is one .toml file")
        size = about.st_size
        if size <= MOST_BYTES:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
            size = len(data)
    except LevelError:
        raise
    except FileNotFoundError:
        raise LevelError(f"{path}: there is no such file.{_near_shipped(path.stem)}") from None
    except (OSError, ValueError) as error:
        raise LevelError(f"{path}: it cannot be read ({_why(error)})") from None
    if size > MOST_BYTES:
        raise LevelError(
            f"{path}: {grouped(size)} bytes is too large for a level; the limit is {grouped(MOST_BYTES)} bytes"
        )
    return data


def _near_shipped(stem: str) -> str:
    return f"{did_you_mean(stem, shipped_levels())}"


def _toml_fault(message: str) -> str:
    place = re.search(r" ?\(at (.*)\)$", message)
    if not place:
        return f"not TOML: {message}"
    return f"{place[1]}: not TOML: {message[: place.start()]}"


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return (str(error) or type(error).__name__)[:80]
