"""Level files: what ships loads, what is wrong is said in one line, and no bytes whatever end in a traceback."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lucy.consumers import NAMES
from lucy.run import (
    level_faults,
    level_files,
    level_network,
    level_options,
    level_questions,
    level_rules,
    level_scoring,
    level_words,
    places,
)
from lucy.run.level_files import (
    LevelError,
    check_level,
    level_acts,
    level_from_bytes,
    load_level,
    shipped_levels,
)
from lucy.sim.events import KINDS
from lucy.sim.level import Level

QUEUE = """
format = 1
[[producer]]
name = "clients"
rate_per_s = 67.5
[[station]]
name = "server"
rate_per_s = 75
"""
TWO = (
    QUEUE.replace("67.5", '67.5\nto = "server"').replace('name = "server"', 'name = "server"\nto = "disk"')
    + """
[[station]]
name = "disk"
rate_per_s = 100
[level]
stand = "disk"
"""
)
README = (places.levels() / "README.md").read_text(encoding="utf-8")


def load(text: str, act: int = 0) -> Level:
    return level_from_bytes(text.encode(), "my.toml", act)


def fault(text: str | bytes) -> str:
    """The one line that a wrong file gets."""
    with pytest.raises(LevelError) as caught:
        level_from_bytes(text.encode() if isinstance(text, str) else text, "my.toml")
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_the_shipped_levels_load_in_every_act_and_the_sandbox_is_last():
    assert shipped_levels()[:2] == ["01-chocolate-factory", "02-copying-a-file"]
    assert shipped_levels()[-1] == "sandbox"
    for name in shipped_levels():
        for level in check_level(name):
            assert level.name == name
            assert level.words.title and level.words.idea and level.words.briefing and level.words.verdict
            assert level.beat in NAMES
            for lever in (level.levers.buffer, level.levers.drop, level.levers.control):
                assert lever.options or lever.amounts or lever.choices or lever.locked


def test_the_chocolate_factory_has_the_numbers_of_its_table():
    level = load_level("01-chocolate-factory")
    kitchen, packer = level.producers[0], level.station("packer")
    assert kitchen.arrivals.rate.milli_per_s == 800
    assert [(c.at_ms, c.rate_milli_per_s) for c in kitchen.arrivals.rate.changes] == [(15_000, 3000)]
    assert (kitchen.link.belt_ms, kitchen.link.signal_ms) == (500, 2000)
    assert packer.service.rate.milli_per_s == 1000 and packer.service.rate.changes[0].rate_milli_per_s == 800
    assert packer.memory_units == packer.capacity_units == sum(p.units for p in packer.places) == 14
    assert packer.when_full == "fail"


def test_the_file_copy_is_exact_to_the_byte_and_its_second_act_is_eight_copies():
    one, eight = check_level("02-copying-a-file")
    assert one.producers[0].arrivals.rate.milli_per_s == 150_000_000_000
    assert one.producers[0].total_units == 6_000_000_000
    assert one.station("writer").service.rate.milli_per_s == 100_000_000_000
    assert one.station("writer").memory_units == 1_500_000_000 and one.scoring.loss_is_fatal
    assert eight.producers[0].total_units == 8 * one.producers[0].total_units
    assert eight.words.briefing != one.words.briefing and eight.acts != one.acts
    assert eight.duration_ms > 480_000, "eight copies take 480 s on one disk"
    assert level_acts("02-copying-a-file") == ["One copy", "A web server makes eight"]
    assert level_acts("01-chocolate-factory") == ["The chocolate factory"]


def _value(side: str) -> Decimal:
    """What a side of a sum in the words comes to: numbers with their units left out."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)|(?<=\d)/s|\b[A-Za-z]+(/s)?\b", "", side).replace("−", "-").replace("×", "*")
    assert re.fullmatch(r"[\d.\s*/+-]+", plain), side
    return Decimal(str(eval(plain)))  # digits and operators only, by the line above


def test_every_sum_in_a_shipped_level_comes_out():
    sums = [pair for name in shipped_levels() for level in check_level(name) for pair in level.words.sums]
    assert len(sums) > 10
    for what, formula in sums:
        left, right = formula.split("=")
        assert _value(left) == _value(right), (what, formula)


def test_no_name_of_the_show_is_in_the_levels():
    for path in places.levels().glob("*.toml"):
        assert not re.search(r"lucy|ethel|ricardo|mertz", path.read_text(encoding="utf-8"), re.IGNORECASE), path


def test_a_bare_queue_needs_nothing_but_its_two_tables():
    level = load(QUEUE)
    assert level.stand == "server" and level.producers[0].link.to == "server"
    assert level.station("server").capacity_units is None
    assert (level.duration_ms, level.tick_hz, level.deadline_ms) == (60_000, 240, 0)
    assert level.levers.control.locked and not level.levers.control.amounts


def test_levers_without_amounts_take_them_from_the_station():
    level = load(QUEUE + "memory_units = 40\n[levers]\n")
    assert level.levers.buffer.amounts == (5, 10, 20, 40) and level.levers.buffer.unbounded
    assert 75_000 in level.levers.control.amounts and not level.levers.control.locked
    assert level.levers.scale.locked


def test_control_is_locked_with_the_refusal_of_the_only_source():
    text = QUEUE.replace("67.5", '67.5\ncontrollable = false\nrefusal = "Users are not ours to slow down."')
    assert load(text + "[levers]\n").levers.control.locked == "Users are not ours to slow down."


def test_the_start_of_a_lever_is_one_of_its_amounts():
    text = QUEUE + "[levers.buffer]\namounts = [5, 9]\nunbounded = true\nstart = "
    assert load(text + "9").levers.buffer.start == 1
    assert load(text + '"unbounded"').levers.buffer.start == 2
    assert 'start must be one of its amounts (5, 9, "unbounded"), not 7' in fault(text + "7")


def test_decimals_are_exact_and_there_are_three_of_them():
    level = load(QUEUE.replace("67.5", "0.001"))
    assert level.producers[0].arrivals.rate.milli_per_s == 1
    assert load(QUEUE.replace("67.5", "1.1000")).producers[0].arrivals.rate.milli_per_s == 1100
    assert "at most three decimals, not 0.0015" in fault(QUEUE.replace("67.5", "0.0015"))
    assert "at most three decimals" in fault(QUEUE.replace("67.5", "1." + "0" * 40 + "1"))
    assert "at most three decimals" in fault(QUEUE.replace("67.5", "1e-99999"))


def test_a_trace_and_bursts_and_frames_are_read():
    trace = QUEUE.replace("rate_per_s = 67.5", 'arrivals = "trace"\ntrace = [[0, 2], [0.5, 1]]\nrepeat_s = 2')
    assert load(trace).producers[0].arrivals.trace == ((0, 2), (500, 1))
    assert "repeat_s must be 0 (once), or longer" in fault(trace.replace("repeat_s = 2", "repeat_s = 0.5"))
    bursts = QUEUE.replace("67.5", "40\nbursts = { rate_per_s = 150, on_s = 1.5, off_s = 8, random = true }")
    assert load(bursts).producers[0].arrivals.bursts.on_ms == 1500
    frames = QUEUE.replace("rate_per_s = 75", 'service = "frames"\nframes = { flush_us = 2000, rows = 30 }')
    assert load(frames).station("server").service.frames.rows == 30


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (QUEUE.replace("rate_per_s = 75", "rate_per_S = 75"),
         '[[station]] "server": unknown key "rate_per_S". Did you mean "rate_per_s"?'),
        (QUEUE + "[levle]\n", 'unknown key "levle". Did you mean "level"?'),
        (QUEUE.replace("75", '"fast"'),
         '[[station]] "server": rate_per_s must be a number from 0 to 1 000 000 000 000 per second, not "fast"'),
        (QUEUE + "workers = true", "workers must be a whole number from 1 to 10 000, not true"),
        (QUEUE + "workers = 1.0", "workers must be a whole number from 1 to 10 000, not 1.0"),
        (QUEUE.replace("75", "-1"), "rate_per_s must be a number from 0"),
        (QUEUE.replace("75", "nan"), "rate_per_s must be a number from 0"),
        (QUEUE.replace("75", "1e13"), "rate_per_s must be a number from 0 to 1 000 000 000 000 per second, not 1E+13"),
        (QUEUE.replace("75", "1e999999999"), "rate_per_s must be a number from 0"),
        (QUEUE.replace("75", "1e99999999999999999999999"), "not TOML"),
        (QUEUE.replace("75", "9" * 5000), "not TOML: a value is too large"),
        (QUEUE.replace("75", "0x" + "f" * 5000), "not a number of 20000 bits"),
        (QUEUE.replace("rate_per_s = 75", ""), '[[station]] "server": rate_per_s is missing'),
        (QUEUE.replace("format = 1", ""), "the line format = 1 is missing"),
        (QUEUE.replace("format = 1", "format = 2"), "format must be 1"),
        (QUEUE.replace("format = 1", "format = true"), "format must be 1"),
        (QUEUE.replace("[[station]]", "[[statoin]]"), 'unknown key "statoin". Did you mean "station"?'),
        (QUEUE.split("[[station]]")[0], "the table [[station]] is missing"),
        (QUEUE.replace("[[station]]", "[station]"), "[station] must be written [[station]]"),
        ("format = 1\nproducer = 3\nstation = 4", "producer must be a list in [ ], not 3"),
        ("format = 1\nproducer = []\nstation = []", "producer is an empty list"),
        ("format = 1\nproducer = [1]\nstation = [2]", "producer must be a list of tables, and 1 is in it"),
        (QUEUE + 'to = "serve"', 'to names a station that does not exist: "serve". Did you mean "server"?'),
        (QUEUE.replace("67.5", '67.5\nto = "Server"'), 'Did you mean "server"?'),
        (QUEUE.replace("67.5", '67.5\nto = "out"'), 'to must be a station, not "out"'),
        (QUEUE + 'to = "server"', 'to makes a loop, server > server, so nothing ever gets "out"'),
        (TWO.replace('name = "disk"', 'name = "disk"\nto = "server"'), "to makes a loop, server > disk > server"),
        (TWO.replace('to = "disk"', ""), '[[station]] "disk": nothing feeds this station'),
        (TWO.replace('stand = "disk"', 'stand = "dsik"'),
         '[level]: stand names a station that does not exist: "dsik". Did you mean "disk"?'),
        (TWO.replace('stand = "disk"', ""), "[level]: stand is missing: at which station does the player stand?"),
        (TWO.replace('name = "disk"', 'name = "clients"'), 'name "clients" is there twice'),
        (QUEUE.replace('"server"', '"out"'), 'name must not be "out"'),
        (QUEUE.replace('"server"', '"a.b"'), "name must be a name of up to 40 letters"),
        (QUEUE + "[scoring]\ngoodput = 0.5\nloss = 0.4", "must add up to 1, and they add up to 0.9"),
        (QUEUE + "[scoring]\ngoodput = 1\nlatency_good_s = 3", "latency_good_s (3) must be below latency_bad_s (2.5)"),
        (QUEUE + '[level]\nbeat = "negotiatr"', 'Did you mean "negotiator"?'),
        (QUEUE + "[level]\nduration_s = 3601", "duration_s must be a number from 0 to 3 600 seconds, not 3601"),
        (QUEUE + "[level]\nduration_s = 0", "duration_s must be at least 0.1 seconds"),
        (QUEUE + "[level]\ntick_hz = 5", "tick_hz must be a whole number from 10 to 10 000, not 5"),
        (QUEUE + "[level]\nduration_s = 1979-05-27", "duration_s must be a number"),
        (QUEUE.replace("67.5", "1e12") + "[level]\nduration_s = 3600", "too much to count"),
        (QUEUE + "level = 3", '[[station]] "server": unknown key "level"'),
        ("level = 3\n" + QUEUE, "level must be a table [level], not 3"),
        (QUEUE + "[words]\nbriefing = [1]", "[words]: briefing must be a list of texts in quotation marks"),
        (QUEUE + '[words]\ncaptions = [{ text = "a", when = "droped" }]',
         '[words] captions 1: when names no event: "droped". Did you mean "dropped"?'),
        (QUEUE + '[words]\ncaptions = [{ text = "a" }]', "needs either at_s (a time) or when (an event)"),
        (QUEUE + "[levers.drop]\nchoices = ['oldst']", '[levers.drop]: choices may be arrival'),
        (QUEUE + "[levers.buffer]\namounts = [9, 5]", "amounts must rise: 5 stands after 9"),
        (QUEUE + "[levers.scale]\nlocked = ''", "locked must say why"),
        (QUEUE + "changes = [{ at_s = 5, rate_per_s = 1 }, { at_s = 5, rate_per_s = 2 }]",
         '[[station]] "server" changes 2: at_s must be after the change before it'),
        (QUEUE.replace("67.5", "1\ntrace = [[1, 2]]"), 'trace goes only with arrivals = "trace"'),
        (QUEUE.replace("67.5", "1\nbursts = 3"), '[[producer]] "clients": bursts must be a table, not 3'),
        (QUEUE.replace("67.5", "1\nbursts = { rate_per_s = 2, on = 3 }"),
         '[[producer]] "clients" bursts: unknown key "on". Did you mean "on_s"?'),
        (QUEUE + "[[part]]\nat_s = 3\ntitle = 'a'\n[[part]]\nat_s = 3\ntitle = 'b'", "[[part]] 2: at_s must be after"),
        (QUEUE + "[[act]]\ntitle = 'a'\nset = { 'station.sever.rate_per_s' = 3 }",
         'there is no station "sever". Did you mean "server"?'),
        ("format = = 1", "my.toml: line 1, column 10: not TOML"),
        ("a" * 100, "not TOML"),
        ("x = " + "[" * 5000, "nested too deep"),
        (".".join("a" * 1000) + " = 1", "nested too deep"),
        (b"format = 1\nname = \"\xff\"", "line 2: byte 0xff is not UTF-8"),
        ("format = 1".encode("utf-16"), "line 1: byte 0xff is not UTF-8"),
        ("", "the line format = 1 is missing"),
        ('"a\\nb" = 1\nformat = 1', 'unknown key "a\\nb"'),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) and value.isprintable() else "file",
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(text: str | bytes, said: str):
    assert said in fault(text)
    assert fault(text).startswith("my.toml: ")


def test_a_file_with_a_mark_at_its_beginning_and_windows_line_ends_is_read():
    assert level_from_bytes(b"\xef\xbb\xbf" + QUEUE.replace("\n", "\r\n").encode()).stand == "server"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("01-choclate-factory", 'there is no level "01-choclate-factory". Did you mean "01-chocolate-factory"?'),
        ("", "a level needs a name or a file"),
        ("nowhere/02-copying-a-fle.toml", 'there is no such file. Did you mean "02-copying-a-file"?'),
        ("a\0b", r'there is no level "a\x00b"'),
        ("x" * 5000, "xxx"),
        ("a\nb", r'there is no level "a\nb"'),
    ],
    ids=lambda value: value[:40] if value.isprintable() else "odd",
)
def test_a_level_that_is_not_there_is_named_with_a_near_one(name: str, said: str):
    with pytest.raises(LevelError, match=re.escape(said)) as caught:
        load_level(name)
    assert len(str(caught.value).splitlines()) == 1


def test_the_beginning_of_a_name_is_enough():
    assert load_level("01").name == "01-chocolate-factory"


def test_a_folder_a_huge_file_and_a_pipe_are_refused_unread(tmp_path: Path):
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    for path, said in ((tmp_path, "this is a folder"), (huge, "100 000 000 bytes is too large for a level")):
        with pytest.raises(LevelError, match=said):
            load_level(path)
    if Path("/dev/zero").exists():
        with pytest.raises(LevelError, match="not an ordinary file"):
            load_level(Path("/dev/zero"))


def test_overrides_reach_every_table_and_exact_values(tmp_path: Path):
    path = tmp_path / "two.toml"
    path.write_text(TWO, encoding="utf-8")

    def first(*overrides: str | tuple[str, object]) -> Level:
        return load_level(path, overrides=overrides)

    assert first("level.duration_s=.5").duration_ms == 500
    assert first("producer.clients.rate_per_s=1e3").producers[0].arrivals.rate.milli_per_s == 1_000_000
    assert first("producer.rate_per_s = 3").producers[0].arrivals.rate.milli_per_s == 3000
    assert [s.service.rate.milli_per_s for s in first("station.rate_per_s=7").stations] == [7000, 7000]
    assert first("station.disk.service=exponential").station("disk").service.kind == "exponential"
    assert first("station.disk.capacity_units=unbounded").station("disk").capacity_units is None
    assert first("producer.clients.bursts={rate_per_s=9, on_s=1, off_s=2}").producers[0].arrivals.bursts
    assert first('levers.control.locked="Not today."').levers.control.locked == "Not today."
    assert first(("level.tick_hz", 100), ("level.deadline_s", 0.25)).deadline_ms == 250
    assert first("level.title=A longer day").words.title == "A longer day"


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("x", "it must be table.key=value"),
        ("=3", "it must be table.key=value"),
        ("level=3", "it must be table.key"),
        ("level..x=3", "it must be table.key"),
        ("levle.duration_s=3", 'there is no table "levle" to change. Did you mean "level"?'),
        ("format.x=3", 'there is no table "format"'),
        ("producer.packer.rate_per_s=3", 'there is no producer "packer". Known: kitchen'),
        ("producer.rate_per_sec=3", 'producer has no key "rate_per_sec". Did you mean "rate_per_s"?'),
        ("producer.rate=3", 'producer has no key "rate". Did you mean "rate_per_s"?'),
        ("station.packer.rate=3", 'unknown key "rate". Did you mean "rate_per_s"?'),
        ("station.packer.rate_per_s=", "the value must be a number"),
        ("station.packer.rate_per_s=-3", "not -3 (after --set station.packer.rate_per_s=-3)"),
        ("station.packer.rate_per_s=3\nformat=2", "the value must be a number"),
        ("station.packer.rate_per_s.x=3", "rate_per_s is 1, and no table"),
        ("station.packer.memory_units=" + "[" * 3000, "the value must be"),
        ("level.duration_s=" + "9" * 5000, "duration_s must be a number from 0 to 3 600"),
    ],
    ids=lambda value: value[:40] if value.isprintable() else "lines",
)
def test_an_override_that_leads_nowhere_is_said_in_one_line(override: str, said: str):
    with pytest.raises(LevelError, match=re.escape(said)) as caught:
        load_level("01-chocolate-factory", overrides=[override])
    assert len(str(caught.value).splitlines()) == 1 and len(str(caught.value)) < 600


def test_an_act_that_is_not_there_is_refused():
    with pytest.raises(LevelError, match="there is no act 2; this level has acts 0 to 1"):
        load_level("02-copying-a-file", act=2)
    with pytest.raises(LevelError, match="this level has only act 0"):
        load_level("01-chocolate-factory", act=-1)


def _examples() -> dict[str, str]:
    """The whole levels in the README, by the file name in their first line."""
    blocks = re.findall(r"```toml\n# ([\w-]+)\.toml\n(.*?)```", README, re.DOTALL)
    return dict(blocks)


def test_the_examples_of_the_readme_are_good_levels():
    examples = _examples()
    assert set(examples) == {"printer", "mm1k"}
    printer = load(examples["printer"])
    assert printer.words.briefing and not printer.levers.control.locked
    queue = load(examples["mm1k"]).station("server")
    assert (queue.capacity_units, queue.when_full, queue.service.kind) == (10, "arrival", "exponential")


def test_the_overrides_of_the_readme_work():
    commands = re.findall(r"python main\.py \w+ (\S+) (.*--set.*)", README)
    assert len(commands) >= 4
    for name, rest in commands:
        overrides = re.findall(r"--set (\S+)", rest)
        if name in shipped_levels():
            load_level(name, overrides=overrides)


def test_the_readme_explains_every_key_and_every_event():
    keys = [*level_files.ROOT_KEYS, *level_files.LEVEL_KEYS, *level_files.UNIT_KEYS, *level_files.ACT_KEYS]
    keys += [*level_network.PRODUCER_KEYS, *level_network.STATION_KEYS, *level_network.BURST_KEYS]
    keys += [*level_options.OPTION_KEYS, *level_faults.FAULT_KEYS, *level_faults.RETRY_KEYS]
    keys += [*level_questions.QUESTION_KEYS, *level_questions.QUESTION_UNITS[1:], *level_scoring.STRATEGIES]
    keys += [*level_network.FRAME_KEYS, *level_scoring.SCORING_KEYS, *level_words.WORDS_KEYS, *level_words.PART_KEYS]
    missing = [key for key in [*keys, *KINDS] if not re.search(rf"\b{key}\b", README)]
    assert not missing


# Whatever the bytes, the loader answers with a level or with one line.

_VALUES = st.sampled_from(
    ["1", "0", "-1", "true", '"x"', '"server"', "[]", "[1]", "[[0, 1]]", "{}", "{ a = 1 }", "1e400", "nan", "inf",
     "0x" + "f" * 60, "1979-05-27", "07:32:00", "0.0001", "99999999999999999999", "[{ at_s = 1 }]", '"\\u0007"',
     '["fail"]', '"oldest"', '"frames"', '"trace"']
)  # fmt: skip
_KEYS = st.sampled_from(
    sorted({*level_files.ROOT_KEYS, *level_files.LEVEL_KEYS, *level_network.STATION_KEYS,
            *level_network.PRODUCER_KEYS, *level_scoring.SCORING_KEYS, *level_rules.LEVER_KEYS,
            *level_words.WORDS_KEYS, *level_options.OPTION_KEYS, *level_faults.FAULT_KEYS, *level_faults.RETRY_KEYS,
            *level_questions.QUESTION_KEYS, "amounts", "choices", "start", "locked", "option"})
)  # fmt: skip
_TABLES = st.sampled_from(
    ["", "[level]", "[unit]", "[[station]]", "[[producer]]", "[levers]", "[levers.buffer]", "[levers.control]",
     "[scoring]", "[words]", "[[part]]", "[[fault]]", "[[levers.drop.option]]", "[[words.question]]",
     "[producer.retries]", "[[act]]", "[act.set]", "[act.words]", "[station.frames]"]
)  # fmt: skip
_BARE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _answers(data: bytes) -> None:
    try:
        level = level_from_bytes(data, "my.toml")
    except LevelError as error:
        assert str(error).startswith("my.toml: ") and str(error).isprintable()
    else:
        assert level.station(level.stand) and level.duration_ticks > 0


@_BARE
@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(data: bytes):
    _answers(data)


@_BARE
@given(st.text(max_size=60), st.integers(0, len(QUEUE)), st.integers(0, 12))
def test_a_spoilt_level_gets_an_answer(text: str, at: int, gone: int):
    _answers((QUEUE[:at] + text + QUEUE[at + gone :]).encode("utf-8", "replace"))


@_BARE
@given(st.lists(st.tuples(_TABLES, _KEYS, _VALUES), min_size=1, max_size=3), st.booleans())
def test_any_key_with_any_value_gets_an_answer(entries: list[tuple[str, str, str]], whole: bool):
    added = "".join(f"\n{table}\n{key} = {value}\n" for table, key, value in entries)
    _answers(((TWO if whole else "format = 1\n") + added).encode())


@_BARE
@given(_KEYS, _VALUES, st.sampled_from(["level", "station", "station.packer", "producer.kitchen", "levers.buffer"]))
def test_any_override_gets_an_answer(key: str, value: str, table: str):
    try:
        load_level("01-chocolate-factory", overrides=[f"{table}.{key}={value}"])
    except LevelError as error:
        assert str(error).isprintable()
