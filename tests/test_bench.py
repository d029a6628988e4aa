"""The benchmark's references are held against theory too: a wrong reference would flatter us."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lucy.run.bench import QUEUE, Line, engine_run, report
from lucy.run.bench_references import Measured, Queue, ciw_run, simpy_by_hand_run, simpy_run

CALM = Queue(arrive_per_s=60, serve_per_s=75, places=5)  # its figures settle fast


def test_the_closed_form_of_a_queue_with_one_place_is_erlangs() -> None:
    one = Queue(arrive_per_s=3, serve_per_s=2, places=1)
    assert one.blocked == pytest.approx(3 / 5)
    assert one.mean_number == pytest.approx(3 / 5)


@pytest.mark.parametrize("run", [simpy_run, simpy_by_hand_run, ciw_run])
def test_each_reference_is_a_true_queue(run: Callable[[Queue, int, int], Measured]) -> None:
    pytest.importorskip("ciw" if run is ciw_run else "simpy", reason="comes with the extra `bench`")
    measured = run(CALM, 20_000, 1)
    assert measured.blocked == pytest.approx(CALM.blocked, rel=0.1)
    assert measured.mean_number == pytest.approx(CALM.mean_number, rel=0.05)
    assert measured.customers == pytest.approx(20_000, rel=0.03)


def test_our_engine_plays_the_same_queue() -> None:
    measured = engine_run(QUEUE, batch=200, least_s=0.2)
    assert measured.blocked == pytest.approx(QUEUE.blocked, rel=0.1)
    assert measured.mean_number == pytest.approx(QUEUE.mean_number, rel=0.01)


def test_every_line_of_the_table_has_its_ratio_under_the_others() -> None:
    lines = [Line("a", "1 s", "a reference", "2 s", 0.5), Line("longer", "10 s", "another", "2 s", 5.0, "≤ 6", True)]
    head, first, second, *_ = report(lines).splitlines()
    end = head.index("RATIO") + len("RATIO")
    assert first[:end].endswith("0.5 ×") and second[:end].endswith("5 ×")
