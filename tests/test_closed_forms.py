"""The closed forms themselves, against known values and against each other."""

import math

import closed_forms as theory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx


def test_mm1_known_values():
    half, nine = theory.mm1(0.5, 1), theory.mm1(0.9, 1)
    assert (half.number, half.time_s, half.waiting) == approx((1.0, 2.0, 0.5))
    assert (nine.number, nine.time_s, nine.waiting) == approx((9.0, 10.0, 8.1))
    assert theory.mm1(60, 75).number == approx(4.0)


def test_mm1_p99_is_4_6_times_the_mean():
    assert theory.mm1_time_quantile_s(60, 75) == approx(math.log(100) / 15)
    assert theory.mm1_time_quantile_s(60, 75) / theory.mm1(60, 75).time_s == approx(4.605, abs=1e-3)


def test_md1_waits_half_as_long_as_mm1():
    assert theory.md1(0.8, 1).waiting == approx(1.6)
    assert theory.md1(0.8, 1).number == approx(2.4)
    assert theory.md1(60, 75).wait_s == approx(theory.mm1(60, 75).wait_s / 2)


def test_mm1k_mean_of_the_design():
    assert theory.mm1k(67.5, 75, 10).number == approx(3.969, abs=5e-4)


@pytest.mark.parametrize(
    ("in_per_s", "most", "throughput"),
    [(100, 1, 42.857), (100, 6, 71.149)],  # no room at all; four places and one on each side of them
)
def test_mm1k_throughput_at_75(in_per_s, most, throughput):
    assert theory.mm1k(in_per_s, 75, most).throughput_per_s == approx(throughput, abs=1e-3)


def test_mm1k_at_load_one_is_uniform():
    full = theory.mm1k(75, 75, 9)
    assert (full.number, full.blocking) == approx((4.5, 0.1))


def test_mm1k_of_one_is_erlang_b_of_one():
    assert theory.mm1k(100, 75, 1).blocking == approx(theory.erlang_b(100 / 75, 1))


def test_mm1k_with_much_room_is_mm1():
    assert theory.mm1k(60, 75, 400).number == approx(theory.mm1(60, 75).number)


def test_mm1k_under_a_heavy_load_does_not_overflow():
    assert theory.mm1k(1e6, 1, 2000).throughput_per_s == approx(1.0)


@pytest.mark.parametrize(
    ("offered", "workers", "blocking"),
    [(1, 1, 1 / 2), (1, 2, 1 / 5), (2, 2, 2 / 5), (5, 10, 0.018385), (100, 100, 0.075700)],
)
def test_erlang_b_tables(offered, workers, blocking):
    assert theory.erlang_b(offered, workers) == approx(blocking, rel=2e-4)


def test_erlang_c_of_two_workers():
    assert theory.erlang_c(100 / 75, 2) == approx(0.5333, abs=1e-4)
    assert theory.mmc_wait_s(100, 75, 2) == approx(0.010667, abs=1e-6)


def test_erlang_c_of_one_worker_is_the_load():
    assert theory.erlang_c(0.7, 1) == approx(0.7)


@pytest.mark.parametrize("form", [theory.mm1, theory.md1, theory.mm1_time_quantile_s])
def test_no_long_run_without_spare_capacity(form):
    with pytest.raises(ValueError, match="grows without end"):
        form(75, 75)


def test_the_file_copy():
    copy = theory.dd1_copy(150e6, 100e6, 6e9)
    assert (copy.made_at_s, copy.peak, copy.done_at_s) == (40.0, 2e9, 60.0)
    assert theory.dd1_fill_s(150e6, 100e6, 1.5e9) == 30.0


def test_the_servers():
    assert theory.dd1_depth(100, 75, 8) == 200
    assert theory.dd1_wait_s(100, 75, 6) == approx(2.0)
    assert theory.dd1_late_from_s(100, 75, 2.0) == approx(6.0)
    assert theory.dd1_fill_s(100, 75, 500) == 20.0


def test_the_chocolates():
    assert theory.dd1_fill_s(3, 1, 14) == 7.0
    assert theory.dd1_fill_s(0.8, 1, 14) == math.inf
    assert theory.flag_peak(1, 2, 2.5) == 6
    assert theory.flag_peak(3, 2, 2.5) == 8


def test_credit():
    assert theory.credit_throughput_per_s(1, 100, 0.2) == approx(5)
    assert theory.credit_throughput_per_s(20, 100, 0.2) == approx(100)
    assert theory.credit_throughput_per_s(20, 100, 0.2, exponential=True) == approx(84.11, abs=5e-3)
    assert theory.credit_throughput_per_s(30, 100, 0.2, exponential=True) > 98


@given(st.floats(0.1, 500), st.floats(0.1, 500), st.integers(1, 60))
def test_mm1k_keeps_the_books(in_per_s, work_per_s, most):
    queue = theory.mm1k(in_per_s, work_per_s, most)
    assert sum(theory.mm1k_states(in_per_s, work_per_s, most)) == approx(1)
    assert queue.throughput_per_s == approx(work_per_s * queue.utilisation, rel=1e-6)  # in = out
    assert queue.number == approx(queue.throughput_per_s * queue.time_s)  # Little
    assert 0 <= queue.number <= most
