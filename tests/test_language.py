"""A second language is complete, writes its numbers its own way, and changes no run."""

from __future__ import annotations

import json
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lucy.__main__ import main
from lucy.run import language, places, words
from lucy.run.level_files import level_acts, load_level
from lucy.run.recording import level_digest
from lucy.run.session import Session
from lucy.run.show_files import load_show

OTHERS = [name for name in language.languages() if name != language.FIRST]
NO_TEXTS = frozenset((
    "code", "right", "wrong", "choices", "draw", "use", "figure", "consumer", "unit", "picture", "stand", "to",
    "arrivals", "service", "when_full", "operator", "when", "start", "formula", "answer", "mistakes", "sum", "theme",
    "level", "press", "set", "buffer_units", "capacity_units", "demand_units", "where",
))  # fmt: skip
SAME = {  # what is the same in German, and should be
    "Lucy", "AIMD", "Gradient", "CoDel", "normal", "warm", "Gamepad", "Name:", "Clip: {path}", "Chaos", "MB", "Reactor",
    "asyncio", "Node.js", "RxJS", "gRPC", "level_hours,rss_mb,runs,visits", "asdfghjkl", "marzipan", "nougat",
    "Enter", "Esc", "Tab", "F12", "View", "Menu", "Share", "Options",
}  # fmt: skip
SAME_KEYS = ("screen.gamepad.", "screen.keys.operators.", "numbers.")


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The screen speaks it."""
    monkeypatch.setenv(language.VARIABLE, request.param)
    return str(request.param)


def read(file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        return tomllib.load(stream)


def flat(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its dotted key."""
    if isinstance(value, str):
        yield key, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield from flat(inner, f"{key}.{name}" if key else str(name))


def holes(text: str) -> set[tuple[str, str]]:
    return {(name, kind or "") for _, name, kind, _ in string.Formatter().parse(text) if name}


def said_by(file: Path) -> Iterator[str]:
    """Every text of a level or a show that somebody reads, but nouns of units: those stand in the words file."""
    nouns = {noun for forms in words.load().table["units"].values() for noun in forms.values()}
    tree = read(file)
    rest = {name: inner for name, inner in tree.items() if name not in ("level", "act")}
    for key, text in flat(rest | _of_the_level(tree)):
        parts = [part for part in key.split(".") if not part.isdigit()]
        if not NO_TEXTS & set(parts) and len(text) > 1 and text not in nouns:
            yield text


def _of_the_level(tree: dict[str, Any]) -> dict[str, Any]:
    """What stands in [level] and in the acts, without the keys that hold no text."""
    levels = [tree.get("level", {}), *(act.get("set", {}).get("level", {}) for act in tree.get("act", []))]
    said = [level.get(key, "") for level in levels for key in ("title", "article", "idea")]
    sets = [{key: value for key, value in act.get("set", {}).items() if key != "level"} for act in tree.get("act", [])]
    return {"said": said, "sets": sets, "acts": [act | {"set": {}} for act in tree.get("act", [])]}


def every_file() -> list[Path]:
    return sorted([*places.levels().glob("*.toml"), *(places.assets() / "shows").glob("*.toml")])


@pytest.mark.parametrize("name", OTHERS)
def test_every_language_has_the_same_texts_with_the_same_placeholders(name: str) -> None:
    first, its = (dict(flat(read(places.assets() / "words" / f"{of}.toml"))) for of in (language.FIRST, name))
    assert list(its.keys() - first.keys()) == [] and list(first.keys() - its.keys()) == []
    assert [key for key in first if holes(first[key]) != holes(its[key])] == []


@pytest.mark.parametrize("name", OTHERS)
def test_no_text_was_left_in_english(name: str) -> None:
    first, its = (dict(flat(read(places.assets() / "words" / f"{of}.toml"))) for of in (language.FIRST, name))
    same = {key: text for key, text in its.items() if text == first[key] and any(c.isalpha() for c in bare(text))}
    left = {key: text for key, text in same.items() if text not in SAME and not key.startswith(SAME_KEYS)}
    assert left == {}
    assert [text for text, said in language.phrases(name).items() if text == said and text not in SAME] == []


def bare(text: str) -> str:
    """What is left without its placeholders and without `%`, `k` and the like."""
    found = "".join(words for words, *_ in string.Formatter().parse(text))
    return found if len(found.strip()) > 1 else ""


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("file", every_file(), ids=lambda file: file.stem)
def test_every_text_of_every_level_and_show_is_translated(file: Path, name: str) -> None:
    known, texts = language.phrases(name), set(said_by(file))
    assert len(texts) > 15
    assert [text for text in texts if text not in known] == []
    assert [text for text in texts if holes(text) != holes(known[text])] == []


@pytest.mark.parametrize("name", OTHERS)
def test_no_translation_is_of_a_text_that_nobody_says_any_more(name: str) -> None:
    said = {text for file in every_file() for _, text in flat(read(file))}
    code = "".join((places.levels().parent / "lucy" / "run" / file).read_text() for file in
                   ("level_rules.py", "level_network.py"))  # fmt: skip
    assert [text for text in language.phrases(name) if text not in said and text not in code] == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.8, "0,8"), (1200, "1.200"), (12_345.6, "12.346"), (2_500_000, "2,5 Mio."), (3e9, "3 Mrd."), (-0.05, "−0,05")],
)
def test_numbers_in_german(monkeypatch: pytest.MonkeyPatch, value: float, text: str) -> None:
    monkeypatch.setenv(language.VARIABLE, "de")
    assert words.format_number(value) == text


def test_amounts_in_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(language.VARIABLE, "de")
    assert words.format_units(1.5e9, "byte") == "1,5 GB" and words.format_units(1, "byte") == "1 Byte"
    assert words.format_rate(0.8) == "0,8/s" and words.format_seconds(2.5) == "2,5 s"
    assert words.format_units(1, "chocolate", "chocolates") == "1 Praline"
    assert words.format_sum("20 000/s × 0.5 s = 10 000") == "20.000/s × 0,5 s = 10.000"
    assert words.format_sum("3 + 2/s × 2.5 s = 8") == "3 + 2/s × 2,5 s = 8"
    assert words.say("reasons.dropper.lossless", limit=1, unit="chocolate", units="chocolates").count("Praline") == 3


def test_a_level_speaks_it_and_plays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for name in (language.FIRST, *OTHERS):
        monkeypatch.setenv(language.VARIABLE, name)
        level = load_level("03-server-to-server", 1)
        session = Session(level, None, seed=7)
        session.run_ticks(2 * level.tick_hz)
        found[name] = level, session, [*level_acts("03-server-to-server"), session.snapshot().act]
    (ours, played, acts), *rest = found.values()
    for level, session, titles in rest:
        assert (level.source, level_digest(level)) == (ours.source, level_digest(ours))
        assert session.world.digest() == played.world.digest() and session.digests == played.digests
        assert level.words != ours.words and not set(titles) & set(acts)
        assert [question.figure for question in level.words.questions] == [q.figure for q in ours.words.questions]
        assert level.right == ours.right and level.wrong == ours.wrong


def test_a_level_that_nobody_has_translated_keeps_its_words(other: str, tmp_path: Path) -> None:
    source = (places.levels() / "01-chocolate-factory.toml").read_text(encoding="utf-8")
    own = tmp_path / "mine.toml"
    own.write_text(source.replace("The chocolate factory", "Our own factory"), encoding="utf-8")
    level = load_level(own)
    assert level.words.title == "Our own factory" and level.words.idea == language.shown(level.words.idea)
    assert level.words.idea != load_level_in("01-chocolate-factory", language.FIRST).words.idea


def load_level_in(name: str, said: str) -> Any:
    with language.speaking(said):
        return load_level(name)


def test_a_users_own_phrase_book(other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUCY_HOME", str(tmp_path))
    books = places.own_levels() / other
    books.mkdir(parents=True)
    (books / "mine.toml").write_text('"Our own factory" = "Unsere Fabrik"\nodd = 7', encoding="utf-8")
    (books / "broken.toml").write_text("= ", encoding="utf-8")
    language.phrases.cache_clear()
    try:
        assert language.shown("Our own factory") == "Unsere Fabrik" and language.shown("odd") == "odd"
    finally:
        language.phrases.cache_clear()


def test_a_show_speaks_it(other: str) -> None:
    show = load_show("backpressure-in-10-minutes")
    with language.speaking(language.FIRST):
        first = load_show("backpressure-in-10-minutes")
    assert show.title != first.title
    pairs = list(zip(show.beats, first.beats, strict=True))
    assert all(ours.caption != theirs.caption for ours, theirs in pairs) and pairs[4][0].sums != pairs[4][1].sums


def test_what_a_translation_lacks_is_said_in_the_first_language() -> None:
    assert words._laid_over({"a": {"b": "x", "c": "y"}, "d": "z"}, {"a": {"b": "neu"}}) == {
        "a": {"b": "neu", "c": "y"}, "d": "z",
    }  # fmt: skip


def test_a_command_speaks_what_its_line_asks_for_or_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUCY_HOME", str(tmp_path))
    monkeypatch.setenv(language.VARIABLE, language.FIRST)
    monkeypatch.setattr(language, "_asked", "")
    language.begin(None)
    assert language.current() == language.FIRST and not language.asked()
    (tmp_path / "settings.json").write_text(json.dumps({"version": 1, "language": "de"}))
    language.begin(None)
    assert language.current() == "de" and not language.asked()
    language.begin(None, heed_kept=False)
    assert language.current() == language.FIRST
    language.begin("en")
    assert language.current() == "en" == language.asked()
    (tmp_path / "settings.json").write_text(json.dumps({"version": 1, "language": "xx"}))
    language.begin(None)
    assert language.current() == language.FIRST


def test_a_language_that_is_not_there_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide", "01", "--language", "xx"]) == 2
    assert main(["--language", "xx"]) == 2
    assert main(["--language"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3 and "de" in said[0] and "'xx'" in said[1] and "--language needs one of: en, de" in said[2]
