"""Levels 05, 06 and 08: their figures by hand, and that each act is whole. What they teach: `test_levels_teach`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lucy.consumers.scripted import Scripted
from lucy.run import batch, strategy
from lucy.run.level_files import check_level, load_level
from lucy.sim.controls import Controls
from lucy.sim.level import Level, Rate
from lucy.sim.score_terms import shown
from lucy.sim.signals import set_controls
from lucy.sim.step import ledger_gap, step
from lucy.sim.world import LOST, World, new_world

LEVELS = ("05-firehose", "06-keystrokes", "08-chaos")
FIREHOSE = "05-firehose"


def steady(per_s: int, seconds: float = 10) -> Level:
    """The firehose at one rate from the start."""
    level = load_level(FIREHOSE)
    (socket,) = level.producers
    even = replace(socket, arrivals=replace(socket.arrivals, rate=Rate(1000 * per_s)))
    return replace(level, producers=(even,), duration_ms=round(1000 * seconds))


def drawn(level: Level, controls: Controls) -> World:
    world = new_world(level, [1])
    set_controls(world, 0, controls)
    step(world, world.plan.length)
    assert not ledger_gap(world).any()
    return world


def option(level: Level, label: str) -> Controls:
    """What the key with that option sets by itself."""
    for key in strategy.ADJUSTABLE:
        for index, option in enumerate(strategy.lever(level, key).options):
            if option.label == label:
                now = strategy.begin(level)
                place = strategy.ADJUSTABLE.index(key)
                indexes = (*now.indexes[:place], index, *now.indexes[place + 1 :])
                return strategy.to_controls(level, strategy.Strategy(frozenset({key}), indexes, key))  # type: ignore[arg-type]
    raise KeyError(label)


# ---------------------------------------------------------------- 05


@pytest.mark.parametrize(("per_s", "frame_s"), [(20_000, 0.0154), (24_000, 0.002 / (1 - 0.966)), (26_000, None)])
def test_a_flush_a_frame_holds_while_rate_times_cost_is_under_one(per_s: int, frame_s: float | None) -> None:
    """lam (c_row + c_in) < 1, with 40.25 us: up to 24 845 a second. A frame too long settles at c0 / (1 - lam c)."""
    world = drawn(steady(per_s), Controls(flush_s=0.016))
    took_s = (world.frame_end_ns - world.frame_start_ns)[0, 0] / 1e9
    if frame_s is None:
        assert took_s > 0.3, "it grows, frame by frame"
    else:
        assert took_s == pytest.approx(frame_s, rel=0.1)
    if per_s == 20_000:
        assert shown(world, 0, world.tick).frames_per_s == pytest.approx(60, abs=0.1)
        assert world.frames[0, 0] == pytest.approx(597, abs=1), "the first message is 3 frames on its way"


def test_each_frame_takes_four_times_as_long_as_the_last_at_100_000() -> None:
    """F(k+1) = c0 + lam F(k) (c_row + c_in), 4.025 times as long, up to the ticks."""
    world = new_world(steady(100_000, 8), [1])
    set_controls(world, 0, Controls(flush_s=0.016))
    lengths: list[float] = []
    while len(lengths) < 6:
        step(world)
        took = (world.frame_end_ns[0, 0] - world.frame_start_ns[0, 0]) / 1e9
        if world.frame_batch[0, 0] and (not lengths or took != lengths[-1]):
            lengths.append(took)
    for before, after in zip(lengths[2:], lengths[3:], strict=False):
        assert after == pytest.approx(0.002 + 4.025 * before, rel=0.08)


def test_a_table_of_30_rows_takes_4_03_ms_at_200_000() -> None:
    world = drawn(steady(200_000, 5), Controls(flush_s=0.016, rows=30))
    took_ms = (world.frame_end_ns - world.frame_start_ns)[0, 0] / 1e6
    assert took_ms == pytest.approx(4.03, abs=0.01)
    assert world.frames[0, 0] == pytest.approx(297, abs=1)
    assert world.shown is not None and world.shown[0, 0] == 30 * world.frames[0, 0]


def test_an_unbounded_log_of_two_million_is_full_at_36_s() -> None:
    """20 s at 20 000 and then 100 000 a second: 400 000 and 16 s more."""
    level = steady(20_000, 40)
    (socket,) = level.producers
    (change, *_) = load_level(FIREHOSE).producers[0].arrivals.rate.changes
    rate = Rate(20_000_000, (replace(change, at_ms=20_000, rate_milli_per_s=100_000_000),))
    level = replace(level, producers=(replace(socket, arrivals=replace(socket.arrivals, rate=rate)),))
    world = drawn(level, Controls(flush_s=0.016, rows=30))
    assert world.outcome[0] == LOST and world.down[0, 0]
    assert world.ended_tick[0] / 240 == pytest.approx(36.05, abs=0.03)  # the belt takes 0.05 s
    short = drawn(level, Controls(flush_s=0.016, rows=30, log_units=100_000))
    assert short.outcome[0] != LOST and short.log is not None and short.log[0, 0] == 100_000
    assert short.dropped.sum() == 0, "what is forgotten was shown: no loss"


@pytest.mark.parametrize(
    ("per_s", "keep", "fits"), [(200_000, 0.1, True), (200_000, 0.14, False), (100_000, 0.21, True)]
)
def test_how_much_of_it_fits(per_s: int, keep: float, fits: bool) -> None:
    world = drawn(steady(per_s), Controls(flush_s=0.016, keep_fraction=keep))
    assert (shown(world, 0, world.tick).frames_per_s > 25) == fits


def test_one_by_one_collapses_and_can_be_turned_back() -> None:
    world = new_world(steady(20_000, 20), [1])
    set_controls(world, 0, Controls())
    step(world, 5 * 240)
    stuck = int(world.frames[0, 0])
    assert stuck <= 4 and world.depth[0, 0] > 90_000
    set_controls(world, 0, Controls(flush_s=0.016, rows=30, log_units=100_000))
    step(world, 240)
    assert world.frames[0, 0] - stuck >= 55, "the frame that was being drawn is thrown away"
    assert world.depth[0, 0] < 1000 and not ledger_gap(world).any()


# ---------------------------------------------------------------- 06


def test_the_answers_by_hand() -> None:
    level = load_level("06-keystrokes", 0)
    labels = ("debounce 0.2 s", "audit 0.3 s", "sample 0.3 s", "throttle 0.3 s")
    world = batch.play(level, [Scripted([(0.0, option(level, label))]) for label in labels], [1] * 4)
    debounce, audit, sample, throttle = (shown(world, run, world.tick) for run in range(4))
    assert debounce.answer_p90_s == pytest.approx(0.5, abs=0.02), "silence and one search"
    assert debounce.services_per_question == pytest.approx(1, abs=0.1)
    assert audit.answer_p90_s <= 0.3 + 0.3 + 0.1 and sample.answer_p90_s <= 0.3 + 0.3 + 0.1
    assert throttle.answered_fraction < 0.8, "the last key is lost"


# ---------------------------------------------------------------- all three


@pytest.mark.parametrize("name", LEVELS)
def test_each_act_is_whole(name: str) -> None:
    for level in check_level(name):
        words = level.words
        assert words.title and words.article and words.idea and words.briefing and words.hints and words.captions
        assert words.won and words.lost and words.sums and words.verdict and words.transfers
        assert len(words.questions) == 2 and len(level.acts) >= 2
        assert level.right and level.wrong
        assert 60 <= level.duration_ms / 1000 <= 120
