"""What goes over the pipe is what the README says: every field, both ways, and a transcript that is true."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from small_levels import queue

from lucy import consumers
from lucy.consumers.own import wire
from lucy.consumers.protocol import Source, View
from lucy.run.headless import played
from lucy.run.level_files import load_level
from lucy.sim.controls import CONTROL_NAMES, Controls
from lucy.sim.level import Unit

from .matches import decided, processes, view

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FULL = Controls(
    buffer_units=3, when_full="oldest", time_limit_s=2.0, codel_target_s=0.1, codel_interval_s=0.3, keep_fraction=0.5,
    keep_per_window=9, window_s=2.0, operator="debounce", operator_s=0.1, pace_per_s=40.0,
    pace_by_source=(("A", 1.5),), high_units=8, low_units=2, demand_units=6, demand_batch=3, workers=2, flush_s=0.5,
    rows=30, log_units=100,
)  # fmt: skip


def test_a_view_goes_out_whole():
    sent = json.loads(wire.view_line(7, view()))
    derived = {name for name, value in vars(View).items() if isinstance(value, property)}
    assert set(sent) == {"turn"} | {field.name for field in fields(View)} | derived
    assert sent["turn"] == 7 and sent["waiting"] == 27 and sent["deficit_per_s"] == 25.0 and sent["room"] == 14
    assert set(sent["sources"][0]) == {field.name for field in fields(Source)}
    assert set(sent["controls"]) == set(CONTROL_NAMES) and sent["controls"]["pace_per_s"] == 100.0


def test_controls_come_back_as_they_were_sent():
    assert all(getattr(FULL, name) != getattr(Controls(), name) for name in CONTROL_NAMES), "one more to be sent"
    answer = json.loads(json.dumps({"turn": 1} | wire.controls_values(FULL)))
    assert wire.controls_of(answer, view(), "my.py") == (FULL, ())
    assert wire.controls_of({"turn": 1}, view(), "my.py") == (Controls(), ())


def test_one_wrong_setting_leaves_the_others():
    found, wrong = wire.controls_of({"turn": 1, "buffer_units": 5, "pace_per_s": "x"}, view(), "my.py")
    assert found == Controls(buffer_units=5, pace_per_s=100.0) and len(wrong) == 1


@pytest.mark.parametrize(
    "given", [True, -1, 1.5, "3", [], {}, float("nan"), float("inf"), 1 << 70, 10**400, -(10**400)]
)
@pytest.mark.parametrize("name", CONTROL_NAMES)
def test_no_value_gets_through_that_the_engine_refuses(name, given):
    from lucy.sim.signals import _check

    found, _ = wire.controls_of({name: given}, view(), "my.py")
    _check(found)


@pytest.mark.parametrize("line", [b"", b"x", b"[1]", b"3", b"\xff\xfe", b"[" * 50_000, b'{"a":' * 50_000])
def test_what_is_no_object_is_none(line):
    assert wire.parsed(line) is None


def test_the_template_explains_every_field_and_plays(tmp_path):
    text = Path(wire.__file__).with_name("template.txt").read_text(encoding="utf-8")
    derived = [name for name, value in vars(View).items() if isinstance(value, property)]
    for name in [*(field.name for field in fields(View)), *derived]:
        assert f"view.{name}" in text, name
    for name in CONTROL_NAMES:
        assert f"{name}=" in text, name
    for field in fields(Source):
        assert field.name in text
    my = tmp_path / "my.py"
    my.write_text(text, encoding="utf-8")
    found, standing = decided(my)
    assert found == [Controls(pace_per_s=75.0)] and not standing.complaints


def transcript() -> list[tuple[str, str]]:
    """The lines of the README's transcript: who speaks, and what."""
    text = (ROOT / "lucy" / "consumers" / "README.md").read_text(encoding="utf-8")
    block = text.split("```transcript\n")[1].split("```")[0]
    return [(line[0], line[2:]) for line in block.splitlines()]


def test_the_transcript_in_the_readme_is_what_goes_over_the_pipe(tmp_path):
    heard = tmp_path / "heard"
    bot = HERE.joinpath("bot.py").read_text(encoding="utf-8")
    bot = bot.replace("    view = json", f"    open({str(heard)!r}, 'a').write('> ' + line)\n    view = json")
    bot = bot.replace("    print(json.dumps(answer)", f"    open({str(heard)!r}, 'a').write('< ' + json.dumps(answer)"
                      " + '\\n')\n    print(json.dumps(answer)")  # fmt: skip
    tmp_path.joinpath("bot.py").write_text(bot, encoding="utf-8")
    bare = queue(100, 75, 1.0, arrivals="deterministic", service="deterministic", unit=Unit("request", "requests"))
    played(bare, consumers.make(f"{sys.executable} {tmp_path / 'bot.py'}"), 1, 0.2)
    lines = heard.read_text(encoding="utf-8").splitlines()
    told = transcript()
    assert len(told) >= 4
    assert [(line[0], json.loads(line[2:])) for line in lines[: len(told)]] == [(who, json.loads(s)) for who, s in told]


def test_the_bots_in_the_readme_are_the_ones_that_are_tested():
    text = (ROOT / "lucy" / "consumers" / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```js\n(.*?)```", text, re.DOTALL)
    assert shown and shown[1] == HERE.joinpath("bot.js").read_text(encoding="utf-8").replace(
        '  if (view.turn === 1) console.error("hello from node");\n', ""
    )


class Same:
    """What the bots do, without a pipe."""

    name, reason = "same", None

    def decide(self, now: View) -> Controls:
        return Controls(pace_per_s=now.capacity_per_s) if now.may_control else Controls()


@pytest.mark.parametrize("program", [sys.executable, "node"])
def test_a_program_plays_a_level_through_the_pipe_as_it_would_without(program):
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here")
    level = replace(load_level("03-server-to-server"), duration_ms=5_000)
    bot = HERE / ("bot.js" if program == "node" else "bot.py")
    own = consumers.make(f"{program} {bot}")
    patient = consumers.OwnConsumer(own.launch, own._make_stand_in, rule=replace(own.rule, decision_s=10.0, start_s=60))
    through = played(level, patient)
    assert through.world.digest() == played(level, Same()).world.digest()
    standing = through.consumer.standing()
    assert (standing.decided, standing.skipped, standing.complaints) == (50, 0, ())
    assert ("hello from node" in standing.printed) == (program == "node")
    assert not processes()


@pytest.mark.parametrize("given", [[[["A"], 2]], [[{}, 2]], [[None, 2]], [["A", [2]]], [["A"]], "A", [3]])
def test_paces_that_are_none_are_complained_of(given):
    _, wrong = wire._paces(given, view())
    assert wrong is None and wire._paces(given, view())[0] is not None
