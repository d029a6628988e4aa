"""Words that are no language: longer ones, and ones from right to left, to see what overlaps and what was left out.

Changes texts, never their placeholders. Switched on by a variable, so that every command and every test can use it.
"""

from __future__ import annotations

import os
import string
from typing import Any

KINDS = ("double", "long", "rtl")
VARIABLE = "LUCY_STRING_TEST"
LONGER = 0.4  # "long": about what a translation from English may need


def wanted() -> str:
    """Which kind is switched on; "": none."""
    kind = os.environ.get(VARIABLE, "")
    return kind if kind in KINDS else ""


def changed(value: Any, kind: str) -> Any:
    """A table, a list or a text, with every text in it changed."""
    if isinstance(value, dict):
        return {name: changed(inner, kind) for name, inner in value.items()}
    if isinstance(value, list):
        return [changed(inner, kind) for inner in value]
    return _text(value, kind) if isinstance(value, str) and kind else value


def _text(text: str, kind: str) -> str:
    if kind == "double":
        return f"{text} {text}"
    pieces = [(words, name, kind_of) for words, name, kind_of, _ in string.Formatter().parse(text)]
    if kind == "long":
        plain = "".join(words for words, _, _ in pieces)
        return f"{text} {_escaped(plain[: round(LONGER * len(plain))].strip())}".rstrip()
    return "".join(_slot(name, kind_of) + _escaped(words[::-1]) for words, name, kind_of in reversed(pieces))


def _escaped(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


def _slot(name: str | None, kind_of: str | None) -> str:
    if name is None:
        return ""
    return f"{{{name}:{kind_of}}}" if kind_of else f"{{{name}}}"
