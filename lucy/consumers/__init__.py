"""Who stands at the belt: the protocol, and the personas that speak it."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from lucy.consumers.aimd import Aimd
from lucy.consumers.codel import CoDel
from lucy.consumers.credit import Credit
from lucy.consumers.debouncer import Debouncer
from lucy.consumers.dropper import Dropper
from lucy.consumers.gradient import Gradient
from lucy.consumers.hoarder import Hoarder
from lucy.consumers.human import You
from lucy.consumers.latest import Latest
from lucy.consumers.negotiator import Negotiator
from lucy.consumers.own.launch import is_own, launch_of
from lucy.consumers.own.subprocess_consumer import OwnConsumer
from lucy.consumers.planner import Planner
from lucy.consumers.protocol import Consumer
from lucy.consumers.sampler import Sampler
from lucy.consumers.scripted import Scripted
from lucy.consumers.shrugger import Shrugger
from lucy.consumers.steward import Steward
from lucy.consumers.timekeeper import Timekeeper
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
    "aimd": Aimd,
    "credit": Credit,
    "gradient": Gradient,
    "codel": CoDel,
    "timekeeper": Timekeeper,
    "steward": Steward,
    "negotiator": Negotiator,
    "planner": Planner,
}

NAMES = tuple(_SHIPPED)
PLANNER = Planner.name  # the dear one: some milliseconds for each decision

STAND_IN = "watermark"  # plays on where somebody's own consumer can't

__all__ = [
    "NAMES", "PLANNER", "STAND_IN", "Consumer", "OwnConsumer", "Persona", "Scripted", "You", "close", "is_own", "make",
    "persona",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Persona:
    """How a consumer is shown. `name` and `sentence` are keys into the words file; `face` names its drawing."""

    name: str
    face: str
    sentence: str


def make(name: str, live: bool = False) -> Consumer:
    """A fresh consumer of that name, the person for "you", or one's own: a `.py` file or a command line.

    ValueError with one line if there is none. One's own has a process from its first decision on: `close` it at the
    end. `live`: it raises Thinking, rather than keep a frame waiting.
    """
    if name == You.name:
        return You()
    if is_own(name):
        return OwnConsumer(launch_of(name), _SHIPPED[STAND_IN], live)
    return _SHIPPED[_checked(name)]()


def close(consumer: Consumer) -> None:
    """The match is over: end the process of one's own consumer. Any other has nothing to end."""
    if isinstance(consumer, OwnConsumer):
        consumer.close()


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
