"""What a person has earned: the best stars and points of each level and act, and how many questions afterwards were
answered rightly; kept in the user's folder.

Only a person's own runs count; personas earn nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lucy.run import kept_file, places

VERSION = 1
FILE = "progress.json"


@dataclass(frozen=True, slots=True)
class Best:
    """The best run so far: stars 0..3 and points 0..100."""

    stars: int = 0
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Answers:
    """Questions that were answered after a run, and how many of them rightly."""

    asked: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The best of each level and act, and the answers, by `key_of`."""

    best: Mapping[str, Best] = field(default_factory=dict)
    answers: Mapping[str, Answers] = field(default_factory=dict)

    def of(self, level: str, act: int = 0) -> Best | None:
        """The best run of that act; None: it was never played to its end."""
        return self.best.get(key_of(level, act))

    def stars(self, level: str, acts: int = 1) -> tuple[int, ...]:
        """The stars earned in each act."""
        found = (self.of(level, act) for act in range(acts))
        return tuple(best.stars if best else 0 for best in found)

    def with_run(self, level: str, act: int, stars: int, points: float) -> Progress:
        """The same after one more run; a worse run changes nothing."""
        before = self.of(level, act)
        if before is not None and (before.stars, before.points) >= (stars, points):
            return self
        return replace(self, best={**self.best, key_of(level, act): Best(stars, points)})

    def answered(self, level: str, act: int = 0) -> Answers:
        """What was answered to that act's questions so far."""
        return self.answers.get(key_of(level, act), Answers())

    def with_answer(self, level: str, act: int, right: bool) -> Progress:
        """The same after one more answer."""
        before = self.answered(level, act)
        now = Answers(before.asked + 1, before.right + right)
        return replace(self, answers={**self.answers, key_of(level, act): now})


def key_of(level: str, act: int) -> str:
    """How a level's act is called in the file."""
    return f"{level}/{act}"


def load(folder: Path | None = None) -> tuple[Progress, str]:
    """The progress, and one line to show if its file had to be set aside (else empty)."""
    table, notice = kept_file.read((folder or places.user_folder()) / FILE)
    best, answers = table.get("best", {}), table.get("answers", {})
    kept = {key: _best(entry) for key, entry in (best.items() if isinstance(best, dict) else ())}
    said = {key: _answers(entry) for key, entry in (answers.items() if isinstance(answers, dict) else ())}
    return Progress(
        {key: entry for key, entry in kept.items() if entry is not None},
        {key: entry for key, entry in said.items() if entry is not None},
    ), notice


def save(progress: Progress, folder: Path | None = None) -> str:
    """Write the progress; returns the reason if that was not possible (else empty)."""
    table = {key: {"stars": best.stars, "points": round(best.points, 1)} for key, best in progress.best.items()}
    answers = {key: [said.right, said.asked] for key, said in progress.answers.items()}
    return kept_file.write((folder or places.user_folder()) / FILE, VERSION, {"best": table, "answers": answers})


def _best(entry: object) -> Best | None:
    """One entry of the file; None for one that makes no sense."""
    if not isinstance(entry, dict):
        return None
    stars, points = entry.get("stars"), entry.get("points")
    if isinstance(stars, bool) or not isinstance(stars, int) or not 0 <= stars <= 3:
        return None
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points <= 100:
        return None
    return Best(stars, float(points))


def _answers(entry: object) -> Answers | None:
    """The same for answers: [right, asked]."""
    if not isinstance(entry, list) or len(entry) != 2 or not all(type(count) is int for count in entry):
        return None
    right, asked = entry
    return Answers(asked, right) if 0 <= right <= asked else None
