"""Live, a slow consumer holds up the belt and not the picture; and a file is loaded anew in mid-level."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from lucy import consumers
from lucy.consumers import OwnConsumer, Shrugger
from lucy.consumers.own.launch import launch_of
from lucy.consumers.protocol import Thinking
from lucy.run import own_report
from lucy.run.level_files import load_level
from lucy.run.session import Session

from .matches import IN_FORCE, PATIENT, decided, match, view

RULE = replace(PATIENT, look_s=0.01)


def wait_for(holds, within_s=20.0):
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.005)


def patiently(consumer, now):
    """Ask until it has decided."""
    while True:
        try:
            return consumer.decide(now)
        except Thinking:
            time.sleep(0.002)


def paces(file, pace):
    file.write_text(f"def decide(view, memory):\n    return Controls(pace_per_s={pace})\n", encoding="utf-8")


def test_live_it_is_asked_again_with_the_same_view_and_answers_once(tmp_path):
    file = tmp_path / "my.py"
    file.write_text(
        "import time\ndef decide(view, memory):\n    memory['n'] = memory.get('n', 0) + 1\n    time.sleep(0.1)\n"
        "    return Controls(buffer_units=memory['n'])\n"
    )
    with match(file, RULE, live=True) as consumer:
        times = 0
        while True:
            began = time.perf_counter()
            try:
                found = consumer.decide(view(1.0))
                break
            except Thinking:
                times += 1
                assert time.perf_counter() - began < 0.1
        assert times > 3 and found.buffer_units == 1
        assert patiently(consumer, view(1.1)).buffer_units == 2


def test_the_belt_waits_for_a_slow_decision_and_the_run_is_the_same(tmp_path):
    file = tmp_path / "my.py"
    file.write_text("import time\ndef decide(view):\n    time.sleep(0.02)\n    return Controls(buffer_units=9)\n")
    level = load_level("01-chocolate-factory")
    slow = Session(level, OwnConsumer(launch_of(str(file)), Shrugger, True, RULE))
    slow.consumer.rule = replace(RULE, look_s=0.001)
    looks = 0
    try:
        while slow.time_s < 3.0:
            slow.run_ticks(60)
            looks += 1
    finally:
        consumers.close(slow.consumer)
    assert looks > 30
    straight = Session(level, consumers.Scripted([(0.0, slow.controls)]))
    straight.run_ticks(slow.world.tick)
    assert straight.world.digest() == slow.world.digest()
    noted = slow.timeline().time_s  # each moment once, however often it was asked
    assert list(noted[:30]) == list(straight.timeline().time_s[:30])


def test_reloading_lets_the_old_one_play_until_the_new_one_is_ready(tmp_path):
    file = tmp_path / "my.py"
    paces(file, 1)
    with match(file) as consumer:
        assert consumer.decide(view(0.0)).pace_per_s == 1
        paces(file, 2)
        consumer.reload()
        wait_for(lambda: consumer.poll() or not consumer.standing().loading)
        assert consumer.decide(view(0.1)).pace_per_s == 2
        file.write_text("def decide(view, memory)\n")
        consumer.reload()
        assert consumer.decide(view(0.2)).pace_per_s == 2
        wait_for(lambda: consumer.poll() or not consumer.standing().loading)
        line = own_report.line(consumer.standing().latest)
        assert line == "my.py line 1: expected ':': def decide(view, memory)"
        assert consumer.decide(view(0.3)).pace_per_s == 2
        paces(file, 3)
        consumer.reload()
        wait_for(lambda: consumer.poll() or not consumer.standing().loading)
        assert consumer.decide(view(0.4)).pace_per_s == 3 and consumer.standing().latest is None


def test_a_saved_file_that_hangs_while_loading_does_not_stop_the_old_one(tmp_path):
    file = tmp_path / "my.py"
    paces(file, 1)
    with match(file) as consumer:
        assert consumer.decide(view(0.0)).pace_per_s == 1
        file.write_text("while True: pass\n")
        consumer.rule = replace(PATIENT, start_s=0.8)
        consumer.reload()
        wait_for(lambda: consumer.poll() or not consumer.standing().loading)
        assert own_report.line(consumer.standing().latest) == (
            "my.py line 1: still loading after 0.8 s. A loop that never ends?"
        )
        assert consumer.decide(view(0.1)).pace_per_s == 1


def test_a_mended_file_takes_over_from_the_persona(tmp_path):
    file = tmp_path / "my.py"
    file.write_text("def decide(view, memory):\n    return 1 / 0\n")
    with match(file) as consumer:
        for turn in range(6):
            consumer.decide(view(turn / 10))
        assert consumer.standing().stand_in == "watermark"
        paces(file, 7)
        consumer.reload()
        wait_for(lambda: consumer.poll() or not consumer.standing().loading)
        assert consumer.decide(view(1.0)).pace_per_s == 7
        assert consumer.standing().stand_in == ""


def test_a_late_answer_belongs_to_its_own_turn_and_is_dropped(tmp_path):
    file = tmp_path / "my.py"
    file.write_text(
        "import time\ndef decide(view):\n    if view.time_s < 12.35: time.sleep(0.4)\n"
        "    return Controls(pace_per_s=view.time_s)\n"
    )
    rule = replace(PATIENT, decision_s=0.2, bank_s=0.0)
    with match(file, rule) as consumer:
        consumer.load()
        assert consumer.decide(view(12.3)) == IN_FORCE  # skipped
        found = [consumer.decide(view(12.4 + turn / 10)) for turn in range(12)]
    times = [12.4 + turn / 10 for turn in range(12)]
    answered = [(c.pace_per_s, t) for c, t in zip(found, times, strict=True) if c != IN_FORCE]
    assert answered and all(pace == pytest.approx(t) for pace, t in answered)


def test_what_a_decision_takes_beyond_its_time_comes_out_of_the_bank(tmp_path):
    file = tmp_path / "my.py"
    file.write_text("import time\ndef decide(view):\n    time.sleep(0.1)\n    return Controls()\n")
    found, standing = decided(file, turns=3, rule=replace(PATIENT, decision_s=0.05, bank_s=20.0))
    assert standing.decided == 3 and standing.skipped == 0
    assert 15.0 < standing.bank_left_s <= 20.0 - 3 * 0.05
    assert standing.most_s >= standing.median_s >= 0.1


def test_a_new_match_has_a_process_and_a_memory_of_its_own(tmp_path):
    from copy import deepcopy

    file = tmp_path / "my.py"
    file.write_text(
        "def decide(view, memory):\n    memory['n'] = memory.get('n', 0) + 1\n"
        "    return Controls(buffer_units=memory['n'])\n"
    )
    with match(file) as consumer:
        assert [consumer.decide(view(t)).buffer_units for t in (0.0, 0.1)] == [1, 2]
        with_another = deepcopy(consumer)
        assert with_another.decide(view(0.0)).buffer_units == 1
        with_another.close()
