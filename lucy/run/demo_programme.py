"""What the demo shows, in order, as data worked out from the levels. Plays nothing and draws nothing.

In each act first somebody who gets it wrong, so that one sees it go wrong, and then somebody who understands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lucy import consumers
from lucy.run.level_errors import LevelError
from lucy.sim.level import Level

SEEDS = 200  # the verdicts are checked on so many, so the demo plays no other
USUAL = ("shrugger", "hoarder", "dropper")  # who fails where a level names nobody
SPARE = "sandbox"  # shown only where there is nothing else


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of the demo."""

    level: str
    act: int
    consumer: str
    understands: bool
    opens: bool  # the first of its level and act

    @property
    def key(self) -> str:
        """In one word, for a line in the log."""
        return f"{self.level}, act {self.act + 1}, {self.consumer}"


def programme(
    names: Sequence[str], acts_of: Callable[[str], int], level_of: Callable[[str, int], Level]
) -> tuple[tuple[Turn, ...], str]:
    """Every act twice, and one line if a level had to be left out because it cannot be read (else empty)."""
    found: list[Turn] = []
    shown: Counter[str] = Counter()
    notice = ""
    serious = [name for name in names if name != SPARE] or list(names)
    for name in serious:
        turns: list[Turn] = []
        try:
            for act in range(acts_of(name)):
                level = level_of(name, act)
                fails = who_fails(level, shown)
                shown[fails] += 1
                turns.append(Turn(name, act, fails, understands=False, opens=True))
                turns.append(Turn(name, act, who_understands(level), understands=True, opens=False))
        except LevelError as fault:
            notice = str(fault)
            continue
        found += turns
    return tuple(found), notice


def who_fails(level: Level, shown: Counter[str] | None = None) -> str:
    """Of the personas that the level calls wrong the one seen least so far; of equals the more naive one."""
    wrong = [who for who in consumers.NAMES if who in level.wrong]
    usual = [who for who in USUAL if who not in level.right and who != level.beat]
    counts = shown or Counter()
    return min(wrong or usual, key=lambda who: counts[who])


def who_understands(level: Level) -> str:
    """The persona to beat, unless the level calls another one right and not this one."""
    right = [who for who in level.right if who in consumers.NAMES]
    return right[0] if right and level.beat not in right else level.beat


def seed_of(place: int, rounds: int, turns: int) -> int:
    """The seed of a turn: another in each round, so that nobody at the stand sees the same day twice.

    Both turns of an act, at an even place and the next, get the same one: the same chocolates for both.
    """
    return (place // 2 + rounds * max(1, turns // 2)) % SEEDS + 1
