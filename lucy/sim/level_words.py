"""What a level says, as it stands in the level's file. Frozen data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caption:
    """A line said at a moment: at a time, or the first time that `when` happens."""

    text: str
    at_ms: int = -1
    when: str = ""  # an event kind of `lucy.sim.events`, e.g. "dropped"


@dataclass(frozen=True, slots=True)
class Act:
    """A part of the script, for the title bar: from `at_ms` on."""

    at_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """A prediction to make before the run. The answer is a figure of a run of this level, never typed in."""

    ask: str
    figure: str  # a key of the result, or "stations.NAME.key"
    consumer: str = "shrugger"
    unit: str = ""  # "s", "units", "per_s" or "percent"
    wrong: tuple[float, ...] = (0.5, 2.0)  # the other choices, as multiples of the answer


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number that is another each time: one of `values`, set at these places of the level's file (or at none)."""

    name: str
    values: tuple[float, ...]
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A question for afterwards, with new numbers. The answer is reckoned, or read from a run of the changed level."""

    ask: str  # with {placeholders}
    draws: tuple[Drawn, ...]
    known: tuple[tuple[str, float], ...] = ()  # numbers of the level itself
    unit: str = ""
    answer: str = ""  # a sum such as "room / (rate - work)"; or empty, and then there is a figure
    mistakes: tuple[str, ...] = ()  # sums that somebody might do instead
    wrong: tuple[float, ...] = ()  # further choices, as multiples of the answer
    sum: str = ""  # how it is worked out, with {placeholders}; what it comes to is put behind it
    figure: str = ""  # what is read from a run
    consumer: str = "shrugger"
    sets: tuple[tuple[str, str], ...] = ()  # (place, value in JSON): changes to the level for that run


@dataclass(frozen=True, slots=True)
class Words:
    """What a level says. All of it stands in the level's file."""

    title: str = ""
    article: str = ""  # the part of the article that it stands for
    idea: str = ""  # one sentence, for the level choice
    briefing: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()  # (what, formula in the level's own numbers)
    verdict: str = ""
    questions: tuple[Question, ...] = ()
    code: str = ""  # what it looks like in a program; the shipped levels have files in assets/code
    transfers: tuple[Transfer, ...] = ()
