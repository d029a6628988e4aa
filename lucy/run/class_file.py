"""What a teacher has set for a class, in `class.toml`: steps of the loop that are off, levels that are locked.

Reads it, or says in one line what is wrong with it. It is a plan for an hour and no safe: who can edit the file can
open a level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lucy.run import places
from lucy.run.level_errors import LevelError
from lucy.run.level_source import find_level, read_level
from lucy.run.level_tables import Table
from lucy.sim.level import Level

FILE = "class.toml"
FORMAT = 1
ROOT_KEYS = ("format", "name", "predict", "hints", "debrief", "transfer", "open", "word", "locked")
LONGEST_WORD = 120


@dataclass(frozen=True, slots=True)
class ClassRules:
    """What holds for a class. `locked`: the teacher's word for each level that is; empty words stand for no reason."""

    name: str = ""
    predict: bool = True
    hints: bool = True
    debrief: bool = True
    transfer: bool = True
    open: frozenset[str] | None = None  # only these may be played; None: all but the locked ones
    word: str = ""  # for the levels that are not among the open ones
    locked: Mapping[str, str] = field(default_factory=dict)

    def is_locked(self, level: str) -> bool:
        """Whether that level may not be played now."""
        return level in self.locked or (self.open is not None and level not in self.open)

    def word_for(self, level: str) -> str:
        """What the teacher says about a locked level; may be empty."""
        return self.locked.get(level, self.word)

    def applied(self, level: Level) -> Level:
        """The level without what the class goes without."""
        said = level.words
        if not self.hints:
            said = replace(said, hints=())
        if not self.predict:
            said = replace(said, questions=())
        if not self.transfer:
            said = replace(said, transfers=())
        return level if said is level.words else replace(level, words=said)


def find(given: str | None = None) -> Path | None:
    """The file that holds: the one given, else one in the user's folder, else one beside the game; None: none."""
    if given is not None:
        return Path(given)
    usual = (places.user_folder() / FILE, places.levels().parent / FILE)
    return next((path for path in usual if path.is_file()), None)


def read(given: str | None = None) -> ClassRules:
    """The rules of the file that holds; those that change nothing where there is none. Raises LevelError."""
    path = find(given)
    if path is None:
        return ClassRules()
    root = Table(read_level(path), str(path), "").only(ROOT_KEYS)
    root.check_format(FORMAT)
    locked = root.any("locked", {})
    if not isinstance(locked, dict):
        raise root.wrong("locked", 'a table [locked] with lines such as "04" = "On Thursday."')
    words = {}
    for name, said in locked.items():
        words[_level(root, f"[locked] {name}", name)] = _word(root, f"[locked] {name}", said)
    opened = None
    if root.has("open"):
        opened = frozenset(_level(root, "open", name) for name in root.texts("open"))
        if both := sorted(opened & set(words)):
            raise root.error(f'open and [locked] both name "{both[0]}"; it can be only one of them')
    return ClassRules(
        name=root.text("name", ""),
        predict=root.flag("predict", True),
        hints=root.flag("hints", True),
        debrief=root.flag("debrief", True),
        transfer=root.flag("transfer", True),
        open=opened,
        word=_word(root, "word", root.any("word", "")),
        locked=words,
    )


def usual() -> tuple[ClassRules, str]:
    """The rules of the file in the usual places, and one line if it cannot be read: then nothing is off or locked."""
    try:
        return read(), ""
    except LevelError as fault:
        return ClassRules(), str(fault)


def _level(root: Table, key: str, name: str) -> str:
    """The name of the level that is meant; a beginning such as "04" will do."""
    try:
        return find_level(name).stem
    except LevelError as fault:
        raise root.error(f"{key}: {fault}") from None


def _word(root: Table, key: str, said: object) -> str:
    if not isinstance(said, str) or len(said) > LONGEST_WORD:
        raise root.wrong(key, f"a text of at most {LONGEST_WORD} letters", said)
    return " ".join(said.split())
