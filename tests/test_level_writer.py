"""A level written as a file reads back as the same level; a user's own are never written over."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucy.run import level_files, strategy
from lucy.run.level_files import check_level, level_acts, level_from_bytes, load_level, own_levels, shipped_levels
from lucy.run.level_writer import save_own, starts, to_toml
from lucy.sim.level import Level

ACTS = [(name, act) for name in shipped_levels() for act in range(len(level_acts(name)))]


def read_back(level: Level) -> Level:
    return level_from_bytes(to_toml(level).encode(), f"{level.name}.toml")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LUCY_HOME", str(tmp_path))


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_every_act_that_ships_is_read_back_as_it_was(name, act):
    level = load_level(name, act)
    again = read_back(level)
    assert again == level and again.source == level.source
    assert to_toml(again) == to_toml(level)


@given(st.integers(1, 10**9), st.sampled_from(["0.001", "0.25", "12.5", "3599.999"]), st.booleans())
def test_changes_laid_over_it_are_written_too(rate, seconds, controllable):
    set_over = [f"producer.kitchen.rate_per_s={rate}", f"level.deadline_s={seconds}",
                f"producer.kitchen.controllable={str(controllable).lower()}"]  # fmt: skip
    level = load_level("sandbox", 0, set_over)
    assert read_back(level) == level


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(words, max_size=5), words, words)
def test_any_words_are_written(briefing, verdict, code):
    level = load_level("sandbox", 0, [("words.briefing", briefing), ("words.verdict", verdict), ("words.code", code)])
    assert read_back(level) == level


def test_numbers_are_written_as_they_are(tmp_path):
    tree = tomllib.loads(to_toml(load_level("05-firehose")))
    assert tree["producer"][0]["changes"][0] == {"at_s": 8, "rate_per_s": 20000}
    assert json.loads(load_level("05-firehose").source) == tree


def test_a_level_that_was_never_read_cannot_be_written():
    with pytest.raises(ValueError, match="was not read from a file"):
        to_toml(replace(load_level("sandbox"), source=""))


def test_saving_never_writes_over_anything(tmp_path):
    level = load_level("sandbox")
    first, second = save_own(level), save_own(load_level("sandbox", 0, ["level.deadline_s=9"]))
    assert first != second
    assert load_level(first).deadline_ms == level.deadline_ms and load_level(second).deadline_ms == 9000
    assert own_levels() == ["my-sandbox", "my-sandbox-2"]
    assert save_own(load_level(second)).endswith("my-sandbox-3.toml"), "one saved again is no my-my-sandbox"
    assert load_level("my-sandbox-2") == load_level(second)
    assert load_level(first).words.title != load_level(second).words.title
    assert check_level("my-sandbox")[0].producers == level.producers


def test_keys_that_are_on_begin_where_they_stand():
    level = load_level("sandbox")
    now = strategy.begin(level)
    for key in strategy.ADJUSTABLE:
        now = strategy.adjust(level, now, 1, key)
    saved = load_level(save_own(level, now))
    assert strategy.begin(saved).indexes == now.indexes != strategy.begin(level).indexes
    for name, act in ACTS:
        one = load_level(name, act)
        free = [key for key in strategy.ADJUSTABLE if not strategy.locked(one, key)]
        last = strategy.begin(one)
        for key in free:
            last = strategy.adjust(one, last, 100, key)
        again = level_files.load_level(name, act, starts(one, last))
        assert strategy.begin(again).indexes == last.indexes, (name, act)


def test_an_own_level_does_not_hide_a_shipped_one(tmp_path):
    (tmp_path / "levels").mkdir()
    (tmp_path / "levels" / "sandbox.toml").write_text("format = 1\n", encoding="utf-8")
    assert own_levels() == [] and load_level("sandbox").words.title
