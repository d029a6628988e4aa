"""A small file of what a user made: read, or set aside and named; written whole or not at all.

Knows no content: a table with a version goes in, and the same comes out.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any


def read(file: Path) -> tuple[dict[str, Any], str]:
    """The table in the file, and one line to show if it had to be set aside (else empty). No file: an empty table."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(table, dict) or not isinstance(table.get("version"), int):
            raise ValueError("it has no version")
    except FileNotFoundError:
        return {}, ""
    except (ValueError, RecursionError, OSError) as fault:
        return {}, _set_aside(file, fault)
    return table, ""


def write(file: Path, version: int, table: dict[str, Any]) -> str:
    """Write the table with its version; returns the reason if that was not possible (else empty)."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"version": version, **table}, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, file)
    except OSError as fault:
        return str(fault.strerror or fault)
    return ""


def _set_aside(file: Path, fault: Exception) -> str:
    aside = file.with_name(f"{file.stem}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}{file.suffix}")
    try:
        os.replace(file, aside)
    except OSError:
        return f"{file} cannot be read ({fault}); going on without it."
    return f"{file.name} could not be read; it is kept as {aside.name} in {aside.parent}."
