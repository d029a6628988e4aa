"""What a level says: [words], the titles in [level], and the parts of its script.

Owns the reading of texts. It refuses a caption that would never be said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lucy.run import language
from lucy.run.level_errors import did_you_mean, shown
from lucy.run.level_questions import read_questions
from lucy.run.level_tables import LONGEST_S, Table
from lucy.run.level_transfer import read_transfers
from lucy.run.words import format_sum
from lucy.sim.events import KINDS
from lucy.sim.level_words import Act, Caption, Words

WORDS_KEYS = ("briefing", "hints", "captions", "won", "lost", "verdict", "sums", "question", "code", "transfer")
PART_KEYS = ("at_s", "title")
_NO_TEXTS = frozenset(("code", "when", "figure", "consumer", "unit", "draws", "known", "answer", "mistakes", "sets"))


def read_words(root: Table, level: Table, name: str, stations: list[str]) -> Words:
    """All that the level says. A level without a title is called by its file's name."""
    words = root.table("words", WORDS_KEYS) or Table({}, root.file, "[words]")
    return Words(
        title=level.text("title", name),
        article=level.text("article", ""),
        idea=level.text("idea", ""),
        briefing=words.texts("briefing"),
        hints=words.texts("hints"),
        captions=tuple(_caption(entry) for entry in words.tables("captions", ("text", "at_s", "when"))),
        won=words.texts("won"),
        lost=words.texts("lost"),
        sums=tuple((entry.text("what"), entry.text("formula")) for entry in words.tables("sums", ("what", "formula"))),
        verdict=words.text("verdict", ""),
        questions=read_questions(words, stations),
        code=words.text("code", ""),
        transfers=read_transfers(root.values, words, stations),
    )


def in_language(words: Words) -> Words:
    """The same in the language of the screen, as far as somebody has translated it, and its sums as written there."""
    said: Words = language.translated(words, _NO_TEXTS)
    return replace(said, sums=tuple((what, format_sum(formula)) for what, formula in said.sums))


def read_parts(root: Table) -> tuple[Act, ...]:
    """The parts of the script, for the title bar, in order of time."""
    parts: list[Act] = []
    for table in root.tables("part", PART_KEYS):
        part = Act(table.milli("at_s", LONGEST_S), table.text("title"))
        if parts and part.at_ms <= parts[-1].at_ms:
            raise table.wrong("at_s", f"after the part before it, {parts[-1].at_ms / 1000:g} s,")
        parts.append(part)
    return tuple(parts)


def _caption(table: Table) -> Caption:
    text = table.text("text")
    if table.has("at_s") == table.has("when"):
        raise table.error("a caption needs either at_s (a time) or when (an event), and only one of them")
    if table.has("at_s"):
        return Caption(text, at_ms=table.milli("at_s", LONGEST_S))
    when = table.text("when")
    if when not in KINDS:
        raise table.error(f"when names no event: {shown(when)}.{_events(when, KINDS)}")
    return Caption(text, when=when)


def _events(when: str, kinds: Iterable[str]) -> str:
    return did_you_mean(when, kinds)
