"""Free play: other rates from now on are the same run as if the level had had them; the rest makes another level."""

from __future__ import annotations

import pytest

from lucy.run import recorder, workbench
from lucy.run.level_errors import LevelError
from lucy.run.level_files import level_from_source, load_level
from lucy.run.level_writer import to_toml
from lucy.run.recording_file import read_recording
from lucy.run.session import Session
from lucy.sim.controls import Controls


@pytest.fixture(scope="module")
def sandbox():
    return load_level("sandbox")


def slider_of(level, path, tick=0):
    return next(slider for slider in workbench.sliders(level, tick) if slider.path == path)


KITCHEN, PACKER = "producer.kitchen.rate_per_s", "station.packer.rate_per_s"


def test_every_value_of_every_slider_makes_a_level(sandbox):
    for slider in workbench.sliders(sandbox):
        assert slider.values[slider.start] in slider.values
        for value in slider.values:
            level = workbench.anew(sandbox, {slider: value})
            assert slider_of(level, slider.path).values[slider_of(level, slider.path).start] == value
            if slider.live:
                later = workbench.from_now(sandbox, {slider: value}, 500)
                there = slider_of(later, slider.path, 500)
                assert there.values[there.start] == value and slider_of(later, slider.path, 499).path == slider.path


def test_it_says_what_comes_and_what_can_go(sandbox):
    moved = workbench.sliders(sandbox)
    comes, goes = workbench.flow(moved, [slider.start for slider in moved])
    assert comes == pytest.approx((14 * 4 + 5 * 12) / 16) and goes == 8


def test_a_run_with_other_rates_on_the_way_is_recorded_and_plays_again(sandbox, tmp_path):
    session = Session(sandbox)
    kept = recorder.Recorder(session, file=tmp_path / "run.jsonl")
    session.run_ticks(1000)
    kept.keep_up()
    session.set_controls(Controls(buffer_units=30, when_full="oldest"))
    level = workbench.from_now(sandbox, {slider_of(sandbox, KITCHEN): 20.0, slider_of(sandbox, PACKER): 6.0}, 1000)
    session.rescript(level, "more")
    kept.begin_again()
    session.run_ticks(1000)
    kept.close()
    whole = Session(level)
    whole.run_ticks(1000)
    whole.set_controls(Controls(buffer_units=30, when_full="oldest"))
    whole.run_ticks(1000)
    assert session.world.digest() == whole.world.digest()
    assert session.world.made[0, 0] > 1.5 * 1000 / 240 * 14
    found = read_recording(tmp_path / "run.jsonl")
    assert found.level == level and found.digests[-1] == (2000, whole.world.digest())
    assert list(found.digests[:-1]) == whole.digests


def test_looking_back_beyond_the_change_comes_to_the_same(sandbox):
    session = Session(sandbox)
    session.run_ticks(960)
    session.rescript(workbench.from_now(sandbox, {slider_of(sandbox, KITCHEN): 20.0}, 960))
    session.run_ticks(960)
    there = session.world.digest()
    session.line.seek(session, 200)
    assert session.world.tick == 200
    session.line.seek(session, 1919)
    session.run_ticks(1)
    assert session.world.tick == 1920 and session.world.digest() == there


def test_it_can_be_changed_again_and_again_and_saved(sandbox):
    level = sandbox
    for tick, per_s in ((0, 6.0), (240, 9.0), (240, 4.0), (480, 12.0)):
        level = workbench.from_now(level, {slider_of(level, KITCHEN, tick): per_s}, tick)
    rate = level.producers[0].arrivals.rate
    assert rate.milli_per_s == 6000
    assert [(c.at_ms, c.rate_milli_per_s) for c in rate.changes] == [(1000, 4000), (2000, 12000)]
    assert "at_s = 2.0, rate_per_s = 12.0" in to_toml(level)
    assert level_from_source(level.source, "sandbox") == level


def test_a_smaller_memory_takes_the_buffers_that_it_has_no_room_for_along(sandbox):
    memory = slider_of(sandbox, "station.packer.memory_units")
    level = workbench.anew(sandbox, {memory: 30})
    assert level.stations[0].memory_units == 30 and max(level.levers.buffer.amounts) == 30


def test_what_no_level_can_have_is_refused(sandbox):
    with pytest.raises(LevelError, match="deadline_s"):
        workbench.anew(sandbox, {slider_of(sandbox, "level..deadline_s"): -1.0})
