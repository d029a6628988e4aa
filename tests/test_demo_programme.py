"""The order of the demo, its pace and its numbers, without a screen."""

from collections import Counter
from dataclasses import replace

import pytest

from lucy import consumers
from lucy.run import demo_programme, level_files, words
from lucy.run.demo_pace import LEVEL_S, MOST_QUICK, TURNING, Pace, Said, reading_s
from lucy.run.headless import simulate
from lucy.run.headline import headline
from lucy.run.level_errors import LevelError


def acts_of(name):
    return len(level_files.level_acts(name))


@pytest.fixture(scope="module")
def turns():
    found, notice = demo_programme.programme(level_files.shipped_levels(), acts_of, level_files.load_level)
    assert not notice
    return found


def test_every_act_is_shown_once_done_wrong_and_then_done_right(turns):
    acts = [(name, act) for name in level_files.shipped_levels() if name != "sandbox" for act in range(acts_of(name))]
    assert [(turn.level, turn.act) for turn in turns] == [act for act in acts for _ in range(2)]
    assert [turn.understands for turn in turns] == [False, True] * len(acts)
    for fails, understands in zip(turns[::2], turns[1::2], strict=True):
        level = level_files.load_level(fails.level, fails.act)
        assert fails.opens and not understands.opens and fails.consumer != understands.consumer
        assert fails.consumer in consumers.NAMES and fails.consumer not in level.right
        assert understands.consumer in consumers.NAMES and understands.consumer not in level.wrong
        if set(level.wrong) & set(consumers.NAMES):
            assert fails.consumer in level.wrong


def test_those_who_fail_take_turns(turns):
    fails = [turn.consumer for turn in turns if not turn.understands]
    assert max(Counter(fails).values()) <= len(fails) / 2 and len(set(fails)) >= 3
    assert demo_programme.who_fails(level_files.load_level("01"), Counter(shrugger=1, hoarder=1)) == "dropper"


def test_a_level_that_cannot_be_read_is_left_out_and_said():
    def level_of(name, act):
        if name == "02-copying-a-file":
            raise LevelError("02: broken")
        return level_files.load_level(name, act)

    names = ["01-chocolate-factory", "02-copying-a-file", "sandbox"]
    found, notice = demo_programme.programme(names, acts_of, level_of)
    assert {turn.level for turn in found} == {"01-chocolate-factory"} and notice == "02: broken"
    alone, _ = demo_programme.programme(["sandbox"], acts_of, level_files.load_level)
    assert {turn.level for turn in alone} == {"sandbox"}


def test_both_turns_of_an_act_have_the_same_day_and_each_round_another():
    seeds = [[demo_programme.seed_of(place, rounds, 30) for place in range(30)] for rounds in range(40)]
    assert all(row[::2] == row[1::2] and len(set(row)) == 15 for row in seeds)
    assert seeds[0] != seeds[1] and min(map(min, seeds)) == 1 and max(map(max, seeds)) <= demo_programme.SEEDS


def test_calm_is_hurried_and_what_there_is_to_read_is_not():
    pace = Pace(duration_s=72.0)
    assert [pace.follow(1.0, None) for _ in range(3)] == [1.0, 4.0, 4.0]
    pace.say(Said("27 waiting.", "watermark"))
    stood = 0.0
    while pace.follow(0.1, None) == 1.0:
        assert pace.said is not None
        stood += 0.1
    assert stood == pytest.approx(reading_s("27 waiting."), abs=0.2) and pace.said is None


def test_a_reason_goes_before_the_levels_lines_and_the_first_and_the_newest_are_kept():
    pace = Pace(duration_s=60.0)
    pace.say(Said("a line of the level that takes a while to be read, and somewhat longer than that"))
    pace.follow(0.1, None)
    pace.say(Said("another line"))
    for text in ("first reason", "second", "newest"):
        pace.say(Said(text, "watermark"))
    seen, speeds = [], []
    for _ in range(300):
        speeds.append(pace.follow(0.1, None))
        if pace.said and pace.said.text not in seen:
            seen.append(pace.said.text)
    assert [text for text in seen if "while" not in text] == ["first reason", "newest", "another line"]
    assert speeds[0] == TURNING < 1 and speeds[-1] > 1
    assert speeds.index(1.0) <= 10 * (LEVEL_S + reading_s("first reason")) + 3, "the level's line makes room"


def test_nobody_hurries_on_the_brink_but_not_for_ever():
    pace = Pace(duration_s=60.0)
    pace.follow(5.0, None)
    speeds = [pace.follow(1.0, 1.0) for _ in range(20)]
    assert speeds[0] == 1.0 and speeds[-1] == pace.quick > 1
    assert Pace(duration_s=5000.0).quick == MOST_QUICK


@pytest.mark.parametrize(
    ("name", "act", "who", "seconds", "number", "what"),
    [
        ("01", 0, "hoarder", None, "22 s", "lasted"),
        ("02", 0, "negotiator", None, "6 GB", "nothing lost"),
        ("03", 0, "negotiator", 15, "", "requests delivered, and nothing lost"),
        ("03", 1, "negotiator", 20, "%", "in time"),
        ("06", 0, "debouncer", 15, " s", "answer"),
    ],
)
def test_a_run_comes_down_to_one_number(name, act, who, seconds, number, what):
    level = level_files.load_level(name, act, ["level.tick_hz=60"])
    said, counts = headline(simulate(level, who, 1, seconds), level)
    assert number in said and what in counts


def test_work_that_is_spoilt_is_told_by_what_is_missing():
    level = level_files.load_level("02")
    result = replace(simulate(level, "dropper", 1, 5), outcome="lost")
    assert headline(result, level) == (words.format_units(result.dropped, "byte"), "went missing")
