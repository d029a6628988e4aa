"""Who stands at the belt: the protocol, and the personas that speak it."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from lucy.consumers.debouncer import Debouncer
from lucy.consumers.dropper import Dropper
from lucy.consumers.hoarder import Hoarder
from lucy.consumers.human import You
from lucy.consumers.latest import Latest
from lucy.consumers.negotiator import Negotiator
from lucy.consumers.protocol import Consumer
from lucy.consumers.sampler import Sampler
from lucy.consumers.scripted import Scripted
from lucy.consumers.shrugger import Shrugger
from lucy.consumers.steward import Steward
from lucy.consumers.watermark import Watermark

# From naive to best. The person is "you" and is not one of these.
_SHIPPED: dict[str, Callable[[], Consumer]] = {
    "shrugger": Shrugger,
    "hoarder": Hoarder,
    "dropper": Dropper,
    "sampler": Sampler,
    "debouncer": Debouncer,
    "latest": Latest,
    "watermark": Watermark,
    "steward": Steward,
    "negotiator": Negotiator,
}

NAMES = tuple(_SHIPPED)

__all__ = ["NAMES", "Consumer", "Persona", "Scripted", "You", "make", "persona"]


@dataclass(frozen=True, slots=True)
class Persona:
    """How a consumer is shown. `name` and `sentence` are keys into the words file; `face` names its drawing."""

    name: str
    face: str
    sentence: str


def make(name: str) -> Consumer:
    """A fresh consumer of that name, or the person for "you"; ValueError with one line if there is none."""
    if name == You.name:
        return You()
    return _SHIPPED[_checked(name)]()


def persona(name: str) -> Persona:
    """Name, face and sentence of a consumer; ValueError with one line if there is none."""
    if name != You.name:
        _checked(name)
    return Persona(f"personas.{name}.name", name, f"personas.{name}.sentence")


def _checked(name: str) -> str:
    if name in _SHIPPED:
        return name
    near = difflib.get_close_matches(name.lower(), (*NAMES, You.name), n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"there is no consumer {name!r}.{hint} There are: {', '.join(NAMES)}, {You.name}.")
