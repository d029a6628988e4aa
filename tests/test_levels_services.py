"""Levels 03, 04 and 07: the figures worked out by hand against the engine. What they teach: `test_levels_teach`."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from level_runs import option, played

from lucy.run.headless import simulate
from lucy.run.level_files import check_level, load_level
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.world import LOST, World

SERVER, FAN_IN, PULL = "03-server-to-server", "04-who-has-to-buffer", "07-push-and-pull"
ACTS = [(SERVER, 0), (SERVER, 1), (SERVER, 2), (SERVER, 3), (FAN_IN, 0), (PULL, 0), (PULL, 1)]
BELT_S = 0.4  # from A to B
# Every request evenly spaced, and the deficit from the first second on: what the closed forms are about.
EVEN = [("producer.A.arrivals", "deterministic"), ("station.B.service", "deterministic"),
        ("producer.A.rate_per_s", 100), ("producer.A.changes", []), ("station.B.changes", []),
        ("level.duration_s", 30)]  # fmt: skip
EVEN_FAN_IN = [(f"producer.users of {name}.arrivals", "deterministic") for name in "ABC"] + [
    ("producer.users of A.changes", [{"at_s": 15, "rate_per_s": 100}]),
    ("level.tick_hz", 60),
    ("level.duration_s", 45),
]


# Level 03: 100 a second into 75.


def test_left_alone_b_is_full_at_20_s_with_600_answers_in_time_900_late_and_500_waiting():
    figures = simulate(load_level(SERVER, 0, EVEN))
    assert figures.outcome == "lost" and figures.seconds == pytest.approx(BELT_S + 20, abs=0.05)
    assert figures.depth_peak == 500
    assert figures.delivered == pytest.approx(1500, abs=2)
    assert figures.late == pytest.approx(900, abs=3), "sent after 6 s; the belt takes 0.4 s of the 2.4"


def test_a_line_of_500_with_a_limit_has_full_throughput_and_no_goodput():
    level = load_level(SERVER, 1, EVEN)
    world = played(level, option(level, "buffer", "room for 500"))
    served, late = world.curves.served[:, 0, 0], world.curves.late[:, 0, 0]
    since, until = 10 * level.tick_hz, 29 * level.tick_hz
    assert served[until] - served[since] == pytest.approx(75 * 19, abs=1)
    assert late[until] - late[since] == served[until] - served[since], "every answer is too late"
    first_late = np.flatnonzero(late)[0] / level.tick_hz
    assert first_late == pytest.approx(BELT_S + 8, abs=0.05), "sent at 6 s, answered 2.4 s later"
    assert served[np.flatnonzero(late)[0]] == pytest.approx(600, abs=20)


def test_shedding_by_age_answers_all_that_can_be_answered_in_time():
    level = load_level(SERVER, 1, EVEN)
    world = played(level, option(level, "drop", "older than 1.9 s"), option(level, "drop", "older than 1 s"))
    for run, age_s in ((0, 1.9), (1, 1.0)):
        on_time = int((world.served - world.late)[run].sum())
        assert on_time == pytest.approx(75 * (30 - BELT_S), rel=0.01) and not world.late[run].any()
        assert world.depth_peak[run, 0] == pytest.approx(100 * age_s, abs=4), "what arrived within the limit"


def test_a_short_burst_needs_room_for_112_and_a_long_one_fills_any():
    bursts = [("producer.A.arrivals", "deterministic"), ("station.B.service", "deterministic")]
    level = load_level(SERVER, 2, bursts)
    world = played(level, Controls())
    depth = (world.curves.admitted - world.curves.served)[:, 0, 0]
    assert depth[: 40 * level.tick_hz].max() == pytest.approx(112.5, abs=2)
    assert world.outcome[0] == LOST
    assert 45 < world.ended_tick[0] / level.tick_hz < 45 + 500 / 75 + 0.5


# Level 04: 25 + 25 + 100 into 90.


@cache
def fan_in() -> tuple[Level, World]:
    """Runs: nothing done; A at 40; everyone at 20; room for 60 at Z."""
    level = load_level(FAN_IN, 0, EVEN_FAN_IN)
    told = [option(level, "control", "A at 40"), option(level, "control", "everyone at 20")]
    return level, played(level, Controls(), *told, option(level, "buffer", "room for 60"))


def test_left_alone_z_is_late_after_3_s_and_dead_after_10_s():
    level, world = fan_in()
    late = world.curves.late[:, 0].sum(axis=1)
    assert np.flatnonzero(late)[0] / level.tick_hz - 16 == pytest.approx(3 + 2, abs=0.2), "sent after 3 s, belts 1 s"
    assert world.outcome[0] == LOST
    assert world.ended_tick[0] / level.tick_hz - 16 == pytest.approx(10, abs=0.2)


def test_told_to_send_40_a_fills_its_own_1200_places_in_20_s_and_falls_alone():
    level, world = fan_in()
    a = level.station_index("A")
    down_at = int(np.flatnonzero(world.curves.dropped[:, 1, world.plan.lane_station == a].sum(axis=1))[0])
    assert down_at / level.tick_hz - 15.5 == pytest.approx(20, abs=0.2)
    assert [s.name for s in level.stations if world.down[1, level.station_index(s.name)]] == ["A"]
    assert world.outcome[1] != LOST
    for name in ("B", "C"):
        lane = world.plan.names.index(name)
        assert world.late[1, lane] == 0 and world.dropped[1, lane].sum() == 0
        assert world.served[1, lane] == pytest.approx(25 * 44, abs=12), "the last second is on its way"
    assert world.depth_peak[1, level.station_index("Z")] < 20


def test_slowing_everyone_to_20_makes_b_and_c_wait_for_nothing():
    _, world = fan_in()
    assert world.late[2, world.plan.names.index("B")] > 300


def test_turning_requests_away_at_z_hits_b_and_c_too():
    _, world = fan_in()
    lost = [int(world.dropped[3, world.plan.names.index(name)].sum()) for name in ("B", "C")]
    assert sum(lost) > 0.15 * 2 * 25 * 45


# Level 07: throughput is the least of the rate and credit over round trip.


def test_credit_carries_its_size_over_the_round_trip():
    level = load_level(PULL, 0, [("level.duration_s", 30)])
    # In batches of 15, each waits for what is left of the round trip when the 6th of the last 20 is begun.
    expected = {"ask for 1": 5, "ask for 10": 50, "ask for 20": 100, "ask for 30": 100,
                "20, batches of 15": 15 / (15 / 100 + 0.2 - 6 / 100)}  # fmt: skip
    world = played(level, *(option(level, "control", label) for label in expected))
    served, hz = world.curves.served[:, :, 0], level.tick_hz
    found = (served[29 * hz] - served[14 * hz]) / 15
    assert found == pytest.approx(list(expected.values()), rel=0.03), "a tick on each way there and back"
    assert (world.depth_peak[:, 0] <= 30).all()


def test_uneven_work_needs_half_as_much_again():
    level = load_level(PULL, 1, [("level.duration_s", 44)])
    wanted = [option(level, "control", label) for label in ("ask for 20", "ask for 30")]
    world = played(level, *wanted, seeds=4)
    served, hz = world.curves.served[:, :, 0], level.tick_hz
    found = ((served[43 * hz] - served[14 * hz]) / 29).reshape(2, 4).mean(axis=1)
    assert found[0] == pytest.approx(86.7, abs=3), "mean value analysis with 21: credit goes back when service begins"
    assert found[1] > 95


@pytest.mark.parametrize("act", [0, 1])
def test_unbounded_demand_is_push_again(act: int):
    level = load_level(PULL, act, [("level.duration_s", 25)])
    world = played(level, Controls(), option(level, "control", "unbounded"))
    assert (world.outcome == LOST).all()
    assert np.abs(world.ended_tick / level.tick_hz - (12 + 2000 / 200)).max() < 1


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_every_act_asks_two_questions(name: str, act: int):
    level = load_level(name, act)
    assert len(level.words.questions) == 2


@pytest.mark.parametrize("name", [SERVER, FAN_IN, PULL])
def test_every_act_has_its_own_words_and_says_what_is_on_its_keys(name: str):
    acts = check_level(name)
    for level in acts:
        words = level.words
        assert len(words.briefing) >= 3 and len(words.hints) >= 3 and len(words.captions) >= 4
        assert words.won and words.lost and words.sums and words.verdict
        assert len(level.acts) >= 3 and level.acts[0].at_ms == 0
        for lever in (level.levers.buffer, level.levers.drop, level.levers.control):
            for choice in lever.options:
                assert len(choice.label) <= 24, choice.label
    assert len({level.words.briefing for level in acts}) == len(acts)
