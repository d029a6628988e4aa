"""What a teacher's guide to a level says, worked out by playing the level: answers, and what wrong ideas come to.

Plays and reckons; the page itself is `guide_page`. Nothing in it is typed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lucy import consumers
from lucy.consumers.protocol import Consumer
from lucy.consumers.scripted import Scripted
from lucy.run import matrix, strategy, transfer, words
from lucy.run.headless import played
from lucy.run.headline import ending, headline
from lucy.run.level_files import level_acts, load_level
from lucy.run.prediction import Oracle
from lucy.run.result import Result
from lucy.sim.level import Level

SEED = 1  # the one that the game begins with
LONG_S, QUICK = 150.0, 8  # a longer level is played at that speed in class
DRAWS = 2  # so many times each question after the run is on the page, with other numbers
PREDICT_MIN, EXPLAIN_MIN = 1.0, 4.0  # beside the run itself


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the answers on offer, and which of them the level's own run gives."""

    ask: str
    choices: tuple[str, ...]
    right: int
    by: str  # the persona in whose run it is read


@dataclass(frozen=True, slots=True)
class Afterwards:
    """A question after the run, with the numbers of one draw: the answers on offer, and how it is worked out."""

    ask: str
    choices: tuple[str, ...]
    right: int
    worked_out: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one way to play. `says`: the level's line at the moment it went wrong, or empty."""

    kind: str  # ignore, buffer, drop, control, scale, or persona
    name: str
    stars: int
    ending: str
    number: str
    what: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class ActGuide:
    """One act of a level."""

    number: int
    title: str
    level: Level
    minutes: float
    speed: int
    asked: tuple[Asked, ...]
    wrong: tuple[Tried, ...]
    right: Tried
    afterwards: tuple[Afterwards, ...] = ()


def guide(name_or_path: str, tell: Callable[[int, int], None] = lambda done, total: None) -> tuple[ActGuide, ...]:
    """All acts of a level, played; `tell` hears before each. Raises LevelError where there is no such level."""
    found, titles = [], level_acts(name_or_path)
    for number, title in enumerate(titles):
        tell(number, len(titles))
        found.append(_act(number, title, load_level(name_or_path, number)))
    return tuple(found)


def _act(number: int, title: str, level: Level) -> ActGuide:
    length_s = level.duration_ms / 1000
    speed = QUICK if length_s > LONG_S else 1
    minutes = PREDICT_MIN + 2 * length_s / speed / 60 + EXPLAIN_MIN  # most play twice
    return ActGuide(
        number, title, level, minutes, speed, tuple(_asked(level)), tuple(_wrong(level)), _right(level),
        tuple(_afterwards(level)),
    )  # fmt: skip


def _asked(level: Level) -> Iterator[Asked]:
    oracle = Oracle(level, SEED).finish()
    for place, question in enumerate(level.words.questions):
        found = oracle.choices(place)
        assert found is not None  # it has played all of them
        yield Asked(question.ask, found.texts, found.right, question.consumer)


def _afterwards(level: Level) -> Iterator[Afterwards]:
    """Each question after the run, as it is asked the first and the second time."""
    for seed in range(DRAWS * len(level.words.transfers)):
        posed = transfer.pose(level, seed)
        found = posed.finish().choices() if posed is not None else None
        if posed is not None and found is not None:
            yield Afterwards(posed.ask, found.texts, found.right, posed.worked_out())


def _wrong(level: Level) -> Iterator[Tried]:
    """Each strategy that the level calls wrong, at the amount where the level starts it; the personas are left out."""
    for name in level.wrong:
        kind = name.split(":")[0]
        if kind not in strategy.KEYS:
            continue
        player = next((player for player in matrix.players(level) if player.name == name), None)
        if player is not None:
            yield _tried(level, kind, name, player.make())
        elif not strategy.locked(level, kind):
            controls, label = matrix.alone(level, kind, strategy.begin(level).index(kind))
            yield _tried(level, kind, f"{kind}: {label}", Scripted([(0.0, controls)]))


def _right(level: Level) -> Tried:
    return _tried(level, "persona", level.beat, consumers.make(level.beat))


def _tried(level: Level, kind: str, name: str, consumer: Consumer) -> Tried:
    result = played(level, consumer, SEED).result()
    number, what = headline(result, level)
    says = "" if result.stars == 3 else _said(level, result)
    return Tried(kind, name, result.stars, words.say(f"screen.ending.{ending(result)}"), number, what, says)


def _said(level: Level, result: Result) -> str:
    """The level's line for what went wrong first of all."""
    happened = ("overflowed", result.fell_over), ("late", result.late), ("dropped", result.dropped)
    lines = {caption.when: caption.text for caption in level.words.captions}
    return next((lines[when] for when, did in happened if did and when in lines), "")
