"""Every sentence can be said, every number reads as people read it, and an error names file and key."""

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucy.run import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (27, "27"),
        (0.8, "0.8"),
        (3.14159, "3.1"),
        (12.4, "12"),
        (9.96, "10"),
        (0.0042, "0.0042"),
        (5.0, "5"),
        (1200, "1,200"),
        (200_000, "200,000"),
        (2_000_000, "2 million"),
        (3e9, "3 billion"),
        (-3, "−3"),
        (-0.0, "0"),
        (1e-9, "0"),
        (math.inf, "∞"),
        (math.nan, "?"),
        ("as it is", "as it is"),
    ],
)
def test_numbers(value, text):
    assert words.format_number(value) == text


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [
        (1, "chocolate", "1 chocolate"),
        (0, "chocolate", "0 chocolates"),
        (2, "chocolate", "2 chocolates"),
        (2_000_000_000, "byte", "2 GB"),
        (1_500_000_000, "byte", "1.5 GB"),
        (999_950_000, "byte", "1 GB"),
        (65_536, "byte", "65.5 kB"),
        (1, "byte", "1 byte"),
    ],
)
def test_units(count, unit, text):
    assert words.format_units(count, unit) == text


def test_a_unit_that_only_a_level_knows():
    assert words.format_units(2, "pastry", "pastries") == "2 pastries"
    assert words.format_units(1, "pastry", "pastries") == "1 pastry"


@pytest.mark.parametrize(("seconds", "text"), [(0.5, "0.5 s"), (12, "12 s"), (90, "90 s"), (100, "1 min 40 s")])
def test_seconds(seconds, text):
    assert words.format_seconds(seconds) == text


def test_rates():
    assert words.format_rate(0.8) == "0.8/s"
    assert words.format_rate(100e6, "byte") == "100 MB/s"


@given(st.floats(1e-3, 1e12))
def test_a_number_is_never_far_from_what_it_says(value):
    text = words.format_number(value).replace(",", "")
    for word, scale in (("million", 1e6), ("billion", 1e9)):
        if text.endswith(word):
            assert float(text.split()[0]) * scale == pytest.approx(value, rel=0.06)
            return
    assert float(text) == pytest.approx(value, rel=0.06)


def made(tmp_path, text):
    """Words read from a file with that text."""
    import tomllib

    return words.Words(tmp_path / "words" / "en.toml", tomllib.loads(text))


def test_placeholders_say_how_they_are_read(tmp_path):
    said = made(tmp_path, 'a = "{n:units}, {n:amount}, {r:rate}, {t:s}, {part:percent}"')
    assert said.say("a", n=2, r=0.8, t=12, part=0.1, unit="chocolate") == "2 chocolates, 2, 0.8/s, 12 s, 10 %"
    assert said.say("a", n=2e9, r=1e8, t=1, part=1, unit="byte") == "2 GB, 2 GB, 100 MB/s, 1 s, 100 %"


def test_lines(tmp_path):
    said = made(tmp_path, 'a = ["one {n}", "two"]\nb = "three"')
    assert said.lines("a", n=1) == ("one 1", "two")
    with pytest.raises(words.WordsError, match=r"en.toml: b: must be a list of texts, and is a text"):
        said.lines("b")


@pytest.mark.parametrize(
    ("key", "numbers", "message"),
    [
        ("screen.titel", {}, r"words/en.toml: screen.titel: there is no such text. Did you mean 'screen.title'\?"),
        ("screen", {}, "words/en.toml: screen: must be one text, and is a table"),
        ("screen.title", {"n": 1}, r"words/en.toml: screen.title: needs \{who\}, and was given n"),
        ("screen.bare", {}, "words/en.toml: screen.bare: every placeholder needs a name"),
        ("screen.odd", {"n": 1}, "words/en.toml: screen.odd: the kind 'hours' is none of"),
        ("screen.open", {}, "words/en.toml: screen.open: "),
    ],
)
def test_errors_are_one_line_with_file_and_key(tmp_path, key, numbers, message):
    said = made(tmp_path, '[screen]\ntitle = "Hello {who}"\nbare = "{}"\nodd = "{n:hours}"\nopen = "a { b"')
    with pytest.raises(words.WordsError, match=message) as caught:
        said.say(key, **numbers)
    assert "\n" not in str(caught.value)


def test_a_language_that_is_not_there():
    with pytest.raises(words.WordsError, match=r"words/xx\.toml: there is no such file"):
        words.load("xx")


def texts(table):
    """Every text in a table, at any depth."""
    for value in table.values() if isinstance(table, dict) else table:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from texts(value)


def test_every_text_that_ships_can_be_filled_in():
    shipped = words.load("en")
    named = {name for text in texts(shipped.table) for _, name, _, _ in string.Formatter().parse(text) if name}
    numbers = dict.fromkeys(named, 7) | {"unit": "chocolate", "units": "chocolates"}
    for key in shipped.keys():  # noqa: SIM118 - it is no dictionary
        try:
            assert shipped.say(key, **numbers)
        except words.WordsError:
            assert shipped.lines(key, **numbers)
