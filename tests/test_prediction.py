"""Answers come from runs of the level; three that read differently; a drawn curve is held against the true one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_levels import queue

from lucy.run import drawn_curve, headless, level_files, prediction
from lucy.run.prediction import Oracle, Truth
from lucy.sim.level import Level
from lucy.sim.level_words import Question


@pytest.fixture(scope="module")
def level() -> Level:
    shipped = level_files.load_level("01-chocolate-factory", overrides=["level.tick_hz=60"])
    questions = (
        Question("When does it fall over?", "seconds", "shrugger", "s"),
        Question("How many are dropped?", "dropped", "dropper", "units"),
    )
    return replace(shipped, words=replace(shipped.words, questions=questions))


@pytest.fixture(scope="module")
def oracle(level) -> Oracle:
    return Oracle(level).finish()


def test_the_oracle_plays_what_simulate_plays(level, oracle):
    for name in ("shrugger", "dropper"):
        truth = oracle.truth(name)
        assert truth is not None and truth.figures["digest"] == headless.simulate(level, name).digest


def test_it_goes_a_little_at_a_time_and_its_part_only_grows(level):
    fresh, parts = Oracle(level), [0.0]
    assert fresh.truth() is None and fresh.choices(0) is None and fresh.guess(0, 0) is None
    while fresh.work():
        parts.append(fresh.part)
    assert fresh.finished and fresh.part == 1.0 and len(parts) > 100
    assert all(later >= earlier for earlier, later in zip(parts, parts[1:], strict=False))


def test_the_curve_with_nobody_ends_where_it_fell_over(oracle):
    truth = oracle.truth()
    assert truth.peak == 14 and truth.depth[-1] == 14
    assert truth.time_s[-1] == pytest.approx(truth.figures["seconds"], abs=0.11)


def test_the_choices_are_the_same_every_time_and_one_is_right(level, oracle):
    for place, question in enumerate(level.words.questions):
        choices = oracle.choices(place)
        assert choices == oracle.choices(place)
        assert len(set(choices.texts)) == 3
        right = oracle.guess(place, choices.right)
        assert right.is_right and right.ask == question.ask
        assert not oracle.guess(place, (choices.right + 1) % 3).is_right


FIGURES = {"s": "seconds", "units": "dropped", "per_s": "goodput_per_s", "percent": "blocking_fraction", "": "score"}


@given(
    unit=st.sampled_from(sorted(FIGURES)),
    answer=st.one_of(st.just(0.0), st.floats(1e-3, 1.0), st.floats(1, 5e9)),
    wrong=st.lists(st.sampled_from([0.1, 0.5, 0.9, 1.1, 2.0, 4.0]), min_size=1, max_size=3, unique=True),
    seed=st.integers(0, 99),
)
def test_three_answers_never_read_the_same(unit, answer, wrong, seed):
    level = queue(10, 5, 10)
    if unit == "percent":
        answer = min(answer, 1.0)
    if unit == "units":
        answer = float(round(answer))
    question = Question("?", FIGURES[unit], unit=unit, wrong=tuple(wrong))
    choices = prediction.choices_of(level, question, answer, seed)
    assert len(choices.texts) == 3 == len(set(choices.texts))
    said = prediction.read_out(level, question, prediction.rounded(question, answer))
    assert choices.texts[choices.right] == said


def test_the_right_answer_is_not_always_in_the_same_place(level):
    question = Question("?", "dropped", unit="units")
    places = {prediction.choices_of(level, question, 40.0, seed).right for seed in range(20)}
    assert places == {0, 1, 2}


def test_a_stroke_changes_what_is_under_it_only():
    curve = drawn_curve.stroke(drawn_curve.flat(), (4, 2.0), (8, 10.0), top=20)
    assert curve[4:9] == (2, 4, 6, 8, 10) and not any(curve[:4]) and not any(curve[9:])
    assert drawn_curve.stroke(curve, (8, 10.0), (4, 2.0), top=20) == curve
    assert max(drawn_curve.stroke(curve, (0, 99.0), (24, 99.0), top=20)) == 20


def test_a_handle_lifts_its_surroundings():
    curve = drawn_curve.lift(drawn_curve.flat(), 1, 8, top=10)
    assert curve[0] == 0 and curve[4] == 8 and curve[8] == 0 and curve[2] == 4
    assert min(drawn_curve.lift(curve, 1, -99, top=10)) == 0


def test_the_gap_is_where_it_is_widest():
    truth = Truth({}, np.array([0.0, 5.0, 10.0]), np.array([0.0, 10.0, 4.0]))
    assert drawn_curve.widest_gap(drawn_curve.flat(), truth, 10.0) == (5.0, 0.0, 10.0)
    assert not drawn_curve.is_close(drawn_curve.flat(), truth, 10.0)
    same = tuple(np.interp(drawn_curve.times_s(10.0), truth.time_s, truth.depth))
    assert drawn_curve.is_close(same, truth, 10.0)


def test_the_paper_holds_the_truth_and_the_room(level, oracle):
    assert drawn_curve.axis_top(level, oracle.truth()) > 14
    assert drawn_curve.axis_top(level, None) >= 1
