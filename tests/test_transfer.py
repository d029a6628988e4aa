"""Questions after a run: new numbers each time, true answers, likely slips, and sums that come out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from level_runs import ACTS, played

from lucy.consumers import make
from lucy.run import transfer
from lucy.run.class_file import ClassRules
from lucy.run.level_files import LevelError, check_level, level_from_bytes, load_level
from lucy.run.level_transfer import numbers_of
from lucy.run.reckon import SumError, value_of
from lucy.sim.controls import Controls

OWN = """
format = 1
[level]
title = "Mine"
duration_s = 20
[unit]
name = "box"
plural = "boxes"
[[producer]]
name = "maker"
rate_per_s = 4
[[station]]
name = "worker"
rate_per_s = 2
capacity_units = 6
memory_units = 6
when_full = "fail"
[words]
[[words.transfer]]
ask = "{rate} a second come, and there is room for {room:units}. When is it full?"
draw = [{ name = "rate", values = [3, 4], at = "producer.maker.rate_per_s" },
        { name = "room", values = [4, 6], at = ["station.worker.capacity_units", "station.worker.memory_units"] }]
use = { work = "station.worker.rate_per_s" }
unit = "s"
"""


def own(more: str) -> bytes:
    return (OWN + more).encode()


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_every_act_asks_with_numbers_whose_sum_comes_out(name, act):
    level = load_level(name, act)
    (asked,) = level.words.transfers
    every = list(numbers_of(asked))
    assert len(every) >= 6
    for seed in range(len(every)):
        posed = transfer.pose(level, seed, act)
        choices = posed.choices()
        assert len(set(choices.texts)) == 3 and choices.texts[choices.right] == posed.answer()
        done = posed.worked_out()
        assert done.endswith(f" = {posed.answer()}"), "numbers of which the sum can be done in the head"
        assert "{" not in posed.ask + done
        slips = [value_of(slip, posed.numbers) for slip in asked.mistakes]
        assert any(slip > 0 and abs(slip - posed.value) > 0.02 * posed.value for slip in slips)


def test_the_next_time_the_numbers_are_others_until_all_had_their_turn():
    level = load_level("01-chocolate-factory")
    every = [tuple(transfer.pose(level, seed).numbers.items()) for seed in range(27)]
    assert len(set(every)) == 27 and tuple(transfer.pose(level, 27).numbers.items()) == every[0]
    assert len({transfer.pose(level, seed).choices().right for seed in range(9)}) == 3


RUNS = [("01-chocolate-factory", 0, 4), ("02-copying-a-file", 0, 2), ("03-server-to-server", 2, 2)]


@pytest.mark.parametrize(("name", "act", "seeds"), RUNS)
def test_a_run_of_the_changed_level_gives_the_same_answer(name, act, seeds):
    level = load_level(name, act)
    (asked,) = level.words.transfers
    for seed in range(seeds):
        reckoned = transfer.pose(level, seed)
        quick = replace(asked, answer="", sets=(*asked.sets, ("level.tick_hz", "60")))
        run = transfer.Posed(level, quick, seed).finish()
        assert run.numbers == reckoned.numbers
        coarse = 1 / (reckoned.numbers["rate"] - 1) if name[:2] == "01" else 0  # the last one has to come first
        assert run.value == pytest.approx(reckoned.value, rel=0.03, abs=coarse + 0.01)


def test_what_is_asked_for_at_a_time_over_the_round_trip_is_what_comes():
    level = load_level("07-push-and-pull")
    for seed in range(3):
        posed = transfer.pose(level, seed)
        way = posed.numbers["trip"] / 2
        changes = [("producer.database.belt_s", way), ("producer.database.signal_s", way),
                   ("level.duration_s", 20), ("level.tick_hz", 60),
                   ("producer.database.changes", []), ("producer.database.rate_per_s", 300)]  # fmt: skip
        world = played(load_level(level.name, 0, changes), Controls(demand_units=int(posed.numbers["asked"])))
        served = world.curves.served[:, 0, 0]
        assert (served[20 * 60 - 1] - served[10 * 60 - 1]) / 10 == pytest.approx(posed.value, rel=0.03)


def test_the_first_that_is_answered_too_late_comes_when_the_sum_says():
    for seed in range(2):
        posed = transfer.pose(load_level("03-server-to-server"), seed)
        n = posed.numbers
        changes = [("producer.A.arrivals", "deterministic"), ("station.B.service", "deterministic"),
                   ("producer.A.rate_per_s", n["rate"]), ("station.B.rate_per_s", n["work"]),
                   ("producer.A.changes", []), ("station.B.changes", []),
                   ("level.deadline_s", n["patience"] + 0.4), ("level.duration_s", 26),
                   ("station.B.memory_units", 2000), ("level.tick_hz", 120)]  # fmt: skip
        world = played(load_level("03-server-to-server", 0, changes), make("shrugger"))
        unit = world.curves.served[:, 0, 0][world.curves.late[:, 0, 0] > 0][0]
        came = (world.curves.admitted[:, 0, 0] >= unit).argmax() / 120 - 0.4
        assert came == pytest.approx(posed.value, abs=0.1)


@pytest.mark.parametrize(
    ("name", "asked"),
    [("01-chocolate-factory", None), ("02-copying-a-file", "01"), ("03-server-to-server", "01"),
     ("05-firehose", "03"), ("08-chaos", "06"), ("sandbox", None)],
)  # fmt: skip
def test_the_second_question_is_from_two_levels_back(name, asked):
    posed = transfer.earlier(load_level(name), 1)
    assert (posed and posed.level.name[:2]) == asked
    if asked == "03":
        assert [transfer.earlier(load_level(name), seed).act for seed in range(4)] == [0, 1, 2, 3]


def test_a_level_of_ones_own_needs_a_figure_and_the_answer_is_played():
    posed = transfer.pose(level_from_bytes(own('figure = "seconds"\n')), 0)
    assert posed.choices() is None and posed.value is None
    posed.finish()
    assert posed.value == pytest.approx(posed.numbers["room"] / (posed.numbers["rate"] - 2), abs=1.1)
    assert f"room for {posed.numbers['room']} boxes" in posed.ask and posed.worked_out() == posed.answer()


def test_the_answer_follows_the_levels_own_numbers():
    level = level_from_bytes(own('answer = "room / (rate - work)"\nsum = "{room} / ({rate}/s − {work}/s)"\n'))
    slow = level_from_bytes(own('answer = "room / (rate - work)"\n').replace(b"rate_per_s = 2", b"rate_per_s = 1"))
    one, other = transfer.pose(level, 3), transfer.pose(slow, 3)
    assert one.value == one.numbers["room"] / (one.numbers["rate"] - 2)
    assert other.value == one.numbers["room"] / (one.numbers["rate"] - 1)
    assert transfer.pose(level_from_bytes(OWN.split("[words]")[0].encode()), 0) is None
    assert transfer.pose(ClassRules(transfer=False).applied(level), 0) is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("", "it needs an answer, which is a sum, or a figure"),
        ('answer = "room / (rate - works)"', 'it has no number called "works"; there are work, rate, room'),
        ('answer = "room"\nsum = "{rooms}"', 'sum has no number for {rooms}. Did you mean "room"?'),
        ('answer = "room"\nsum = "{room:furlongs}"', '"furlongs" is no way to read a number'),
        ('answer = "room"\nmistakes = ["open(1)"]', "it may have numbers, names"),
        ('figure = "secunds"', 'Did you mean "seconds"?'),
    ],
)
def test_what_is_wrong_with_a_question_is_said_in_one_line(more, message):
    with pytest.raises(LevelError, match=r"^[^\n]*$") as fault:
        level_from_bytes(own(more + "\n"))
    assert "[words] transfer 1" in str(fault.value) and message in str(fault.value)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [("room - 4", "it comes to no more than 0 with rate = 3, room = 4"), ("6 / (rate - 3)", "it divides by 0 with")],
)
def test_numbers_that_come_to_nothing_are_left_out_and_the_check_says_so(answer, fault, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_bytes(own(f'answer = "{answer}"\n'))
    posed = {transfer.pose(load_level(file), seed).value for seed in range(4)}
    assert posed == {2} if "room" in answer else posed == {6}
    with pytest.raises(LevelError, match=fault):
        check_level(file)
    assert transfer.pose(load_level(file, 0, [("station.worker.rate_per_s", 9)]), 0) is not None


def test_a_number_that_the_level_does_not_have_is_missed():
    source = own('answer = "room"\n').replace(b'"station.worker.rate_per_s" }', b'"station.worker.unit" }')
    with pytest.raises(LevelError, match='use work: there is no number at "station.worker.unit" in this level'):
        level_from_bytes(source)


@pytest.mark.parametrize(
    "sum_", ["", "1 +", "a.b", "[1]", "1 < 2", "True", "'1'", "9**9", "min(1)", "(" * 200, "1e999"]
)
def test_what_is_no_sum_is_not_reckoned(sum_):
    with pytest.raises(SumError):
        value_of(sum_, {"a": 1.0})
    assert value_of("min(a, 3) * -(2 - 4)", {"a": 5}) == 6
