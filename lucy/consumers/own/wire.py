"""View and Controls as JSON lines. Owns what a line looks like, and what is said about an answer that is wrong.

Every field of the answer is judged on its own: a wrong one keeps what is in force, the others count.
"""

from __future__ import annotations

import json
import math
from dataclasses import fields
from functools import lru_cache
from typing import Any

from lucy.consumers.own.complaints import Complaint, complaint, nearest
from lucy.consumers.protocol import Source, View
from lucy.sim.controls import CONTROL_NAMES, OPERATORS, WHEN_FULL, Controls

LONGEST_LINE = 64_000  # characters; an answer has about three hundred
_MOST_UNITS = 1 << 60
_MOST_NUMBER = 1e12
_CHOICES = {"when_full": WHEN_FULL, "operator": OPERATORS}
_DERIVED = ("deficit_per_s", "room", "control_delay_s")


def view_line(turn: int, view: View) -> bytes:
    """The line that a consumer reads for a turn: every field of the view, and what follows from them."""
    return (json.dumps({"turn": turn} | view_values(view), ensure_ascii=False) + "\n").encode()


def view_values(view: View) -> dict[str, Any]:
    """A view as plain values: every field by its name, then the derived ones."""
    found = {name: getattr(view, name) for name in _names(View)}
    found["sources"] = [{name: getattr(source, name) for name in _names(Source)} for source in view.sources]
    found["controls"] = controls_values(view.controls)
    return found | {name: getattr(view, name) for name in _DERIVED}


def controls_values(controls: Controls) -> dict[str, Any]:
    """Controls as plain values."""
    found = {name: getattr(controls, name) for name in CONTROL_NAMES}
    return found | {"pace_by_source": dict(controls.pace_by_source)}


def controls_of(answer: dict[str, Any], view: View, who: str) -> tuple[Controls, tuple[Complaint, ...]]:
    """The controls that an answer asks for, and what was wrong with it. What is left out stands at its default."""
    wanted: dict[str, Any] = {}
    found: list[Complaint] = []
    for name, given in answer.items():
        if name == "turn":
            continue
        if name not in CONTROL_NAMES:
            found.append(_unknown(who, name))
            continue
        kept = getattr(view.controls, name)
        fault, value = _read(name, given, view)
        if fault is not None:
            key, numbers = fault
            numbers |= {"who": who, "setting": name, "given": shown(given), "kept": shown(kept)}
            found.append(complaint(key, **numbers))
        wanted[name] = kept if fault is not None else value
    return Controls(**wanted), tuple(found)


_Fault = tuple[str, dict[str, object]] | None


def _read(name: str, given: Any, view: View) -> tuple[_Fault, Any]:
    """What is wrong with a value (None: nothing), and the value as Controls has it."""
    kind = _kinds()[name]
    if given is None and kind.endswith("| None"):
        return None, None
    if name == "pace_by_source":
        return _paces(given, view)
    if name in _CHOICES:
        if isinstance(given, str) and given in _CHOICES[name]:
            return None, given
        return ("choice", {"choices": ", ".join(filter(None, _CHOICES[name]))}), None
    if kind.startswith("bool"):
        return (None, given) if isinstance(given, bool) else (("yes_or_no", {}), None)
    if kind.startswith("str"):
        return (None, given) if isinstance(given, str) else (("text", {}), None)
    if isinstance(given, bool) or not isinstance(given, int | float):
        return ("number" if kind.startswith("float") else "whole", {}), None
    if isinstance(given, float) and math.isnan(given):
        return ("not_a_number", {}), None
    if kind.startswith("int"):
        return _whole(name, given, view)
    most = 1.0 if name == "keep_fraction" else _MOST_NUMBER
    if not 0 <= given <= most:
        return ("range" if most == 1.0 else "least", {"least": "0", "most": f"{most:g}"}), None
    return None, float(given)


def _whole(name: str, given: int | float, view: View) -> tuple[_Fault, Any]:
    if isinstance(given, float) and not given.is_integer():  # infinity is no whole number either
        return ("whole", {}), None
    if name == "workers":
        if not 1 <= given <= view.workers_most:
            return ("range", {"least": "1", "most": str(view.workers_most)}), None
    elif not 0 <= given < _MOST_UNITS:
        return ("least", {"least": "0"}), None
    return None, int(given)


def _paces(given: Any, view: View) -> tuple[_Fault, Any]:
    if isinstance(given, list):
        pairs = all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in given)
        given = dict(given) if pairs else None
    if not isinstance(given, dict):
        return ("paces", {}), None
    known = [source.name for source in view.sources]
    for name, pace in given.items():
        if name not in known:
            return ("source", {"name": shown(name), "known": ", ".join(known)}), None
        good = isinstance(pace, int | float) and not isinstance(pace, bool) and 0 <= pace <= _MOST_NUMBER
        if not good:
            return ("paces", {}), None
    return None, tuple((name, float(pace)) for name, pace in given.items())


def _unknown(who: str, name: str) -> Complaint:
    near = nearest(name, CONTROL_NAMES)
    if near:
        return complaint("setting_near", who=who, name=name[:60], near=near)
    return complaint("setting", who=who, name=name[:60], known=", ".join(CONTROL_NAMES))


def shown(value: Any) -> str:
    """A value as the person wrote it, cut where it is long."""
    if isinstance(value, dict) and set(value) == {"not_json"}:
        value = value["not_json"]
        return str(value)[:60]
    text = repr(value) if not isinstance(value, float) else f"{value:g}"
    return text if len(text) <= 60 else text[:57] + "..."


@lru_cache(maxsize=4)
def _names(of: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {field.name: str(field.type) for field in fields(Controls)}


def parsed(line: bytes) -> dict[str, Any] | None:
    """The object on a line; None: it is no JSON object."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
