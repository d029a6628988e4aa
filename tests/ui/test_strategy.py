from dataclasses import replace

import pytest

from lucy.run import strategy
from lucy.run.level_files import load_level
from lucy.sim.controls import Controls
from lucy.sim.rules import Lever, Levers, Option
from lucy.ui import phrases, strategy_keys
from lucy.ui.layout import play_zones


@pytest.fixture
def factory():
    return load_level("01-chocolate-factory")


def test_at_the_start_nothing_is_on(factory):
    assert strategy.to_controls(factory, strategy.begin(factory)) == Controls()


def test_each_key_sets_its_own_part(factory):
    now = strategy.begin(factory)
    assert strategy.to_controls(factory, strategy.toggle(factory, now, "control")).pace_per_s == 1.0
    assert strategy.to_controls(factory, strategy.toggle(factory, now, "buffer")).buffer_units == 14
    assert strategy.to_controls(factory, strategy.toggle(factory, now, "drop")).when_full == "arrival"


def test_keys_add_up_and_a_second_press_takes_one_off(factory):
    now = strategy.begin(factory)
    for key in ("buffer", "drop", "control", "drop"):
        now = strategy.toggle(factory, now, key)
    wanted = strategy.to_controls(factory, now)
    assert (wanted.buffer_units, wanted.pace_per_s) == (14, 1.0)


def test_a_limit_without_the_drop_key_turns_the_new_one_away(factory):
    now = strategy.toggle(factory, strategy.begin(factory), "buffer")
    assert strategy.to_controls(factory, now).when_full == "arrival"


def test_ignore_turns_all_of_them_off(factory):
    now = strategy.toggle(factory, strategy.toggle(factory, strategy.begin(factory), "drop"), "control")
    assert strategy.to_controls(factory, strategy.toggle(factory, now, "ignore")) == Controls()


def test_a_locked_key_does_nothing(factory):
    now = strategy.begin(factory)
    assert strategy.locked(factory, "scale")
    assert strategy.toggle(factory, now, "scale") == now
    assert strategy.adjust(factory, now, 1, "scale") == now


def test_arrows_move_the_key_that_was_pressed_last_and_stop_at_the_ends(factory):
    now = strategy.toggle(factory, strategy.begin(factory), "control")
    paces = []
    for _ in range(6):
        now = strategy.adjust(factory, now, 1)
        paces.append(strategy.to_controls(factory, now).pace_per_s)
    assert paces == [1.5, 2.0, 2.0, 2.0, 2.0, 2.0]


def test_setting_an_amount_turns_the_key_on(factory):
    now = strategy.adjust(factory, strategy.begin(factory), -1, "buffer")
    assert strategy.to_controls(factory, now).buffer_units == 10


def test_the_last_amount_of_an_unbounded_buffer_is_no_limit():
    copy = load_level("02-copying-a-file")
    now = strategy.begin(copy)
    for _ in range(10):
        now = strategy.adjust(copy, now, 1, "buffer")
    assert strategy.amount(copy, now, "buffer") is None
    assert strategy.to_controls(copy, now).buffer_units is None


def test_scale_sets_workers():
    sandbox = load_level("sandbox")
    now = strategy.toggle(sandbox, strategy.begin(sandbox), "scale")
    assert strategy.to_controls(sandbox, now).workers == 2


def test_the_keys_that_a_persona_would_light(factory):
    assert strategy.lit(Controls(), factory) == {"ignore"}
    assert strategy.lit(Controls(high_units=5), factory) == {"control"}
    assert strategy.lit(replace(Controls(), time_limit_s=2.0, buffer_units=3), factory) == {"drop", "buffer"}


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720)])
def test_why_a_key_is_locked_is_not_cut(size, stage_of, lines_on):
    level, stage = load_level("05-firehose"), stage_of(size)

    class Keys:
        def draw(self, surface, stage):
            looks = strategy_keys.looks(level, strategy.begin(level))
            strategy_keys.draw_keys(surface, play_zones(stage.lay).keys, looks, stage.theme, stage.lay)

    said = " ".join(line for _, line in lines_on(Keys(), size, stage))
    assert "A classic WebSocket has no brake." in said and "…" not in said


def test_an_option_sets_what_it_says_and_goes_by_its_own_name(factory):
    by_age = Option("older than 2 s", (("time_limit_s", 2.0), ("buffer_units", 50)))
    level = replace(factory, levers=Levers(drop=Lever(options=(by_age,))))
    now = strategy.toggle(level, strategy.begin(level), "drop")
    wanted = strategy.to_controls(level, now)
    assert (wanted.time_limit_s, wanted.buffer_units) == (2.0, 50)
    assert phrases.key_amount(level, now, "drop") == "older than 2 s"
