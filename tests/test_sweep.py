"""A map of two settings: each cell is the run that stands for it, whoever plays it, and however it was stopped."""

from __future__ import annotations

import csv
import json
import multiprocessing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stopping import stopped_after

from lucy.__main__ import main
from lucy.consumers import make
from lucy.consumers.scripted import Scripted
from lucy.run import batch, steady, strategy, sweep
from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.run.matrix import alone
from lucy.run.steady import Run
from lucy.run.sweep import BEST, Map, Sweep
from lucy.run.sweep_axes import AxisError, parse_axis
from lucy.run.sweep_played import Overlaid
from lucy.run.unfinished import Unfinished
from lucy.sim.controls import Controls
from lucy.sim.level import Level

SHORT = ("level.tick_hz=60", "level.duration_s=12")
RATE = parse_axis("--x", "producer.rate_per_s=40:160:4")
ROOM = parse_axis("--y", "buffer.capacity=2:200:3")
THIRD = Sweep("03-server-to-server", 0, RATE, ROOM, BEST, 2, "", SHORT)


def played(asked: Sweep) -> Map:
    """The map, with all its pieces played here."""
    levels = sweep.levels(asked)
    work = list(sweep.pieces(asked, levels))
    return sweep.joined(asked, levels, work, {piece.key: piece.call(*piece.arguments) for piece, _ in work})


def cell(asked: Sweep, x: float) -> Level:
    """The level of a cell, read on its own."""
    return load_level(asked.level, asked.act, [*asked.overrides, ("producer.rate_per_s", x), ("producer.changes", [])])


@pytest.mark.parametrize(
    "name", ["01-chocolate-factory", "03-server-to-server", "04-who-has-to-buffer", "06-keystrokes", "sandbox"]
)
def test_runs_of_levels_with_different_rates_are_the_same_in_one_batch_as_alone(name: str) -> None:
    last = 3 if name == "03-server-to-server" else 0  # the act in which there is somebody to call
    level = load_level(name, last, ["level.tick_hz=40", "level.duration_s=9"])
    other = tuple(
        replace(p, arrivals=replace(p.arrivals, rate=replace(p.arrivals.rate, milli_per_s=1700)))
        for p in level.producers
    )
    levels = [level, replace(level, producers=other)]
    free = [key for key in strategy.ADJUSTABLE if not strategy.locked(level, key)]
    wanted = [Controls(), *(alone(level, key, strategy.begin(level).index(key))[0] for key in free)]
    runs = [Run(number, controls, seed) for number in (0, 1) for controls in wanted for seed in (1, 2)]
    assert steady.alike(levels[0]) == steady.alike(levels[1])
    together = [world.digest(row) for world, row in steady.play(levels, runs)]
    by_itself = []
    for number, level in enumerate(levels):
        mine = [run for run in runs if run.level == number]
        world = batch.play(level, [Scripted([(0.0, run.controls)]) for run in mine], [run.seed for run in mine])
        by_itself += [world.digest(row) for row in range(len(mine))]
    assert together == by_itself


def test_each_cell_goes_to_the_strategy_with_the_best_mean() -> None:
    found = played(THIRD)
    assert [player.key for player in found.players] == ["ignore", "buffer", "drop", "control"]
    for iy, ix in ((0, 0), (1, 2), (2, 3)):
        level = cell(THIRD, RATE.values[ix])
        begun = sweep.usual(THIRD, level, found.players)
        for place, player in enumerate(found.players):
            wanted = sweep.controls(THIRD, player, begun[place], RATE.values[ix], ROOM.values[iy])
            runs = [(world, row) for world, row in steady.play([level], [Run(0, wanted, 1), Run(0, wanted, 2)])]
            mean = np.mean([sweep.figure(world, row, "score") for world, row in runs])
            assert found.means[iy, ix, place] == mean
        assert found.best[iy, ix] == np.argmax(found.means[iy, ix])
    assert len(np.unique(found.best)) > 1, "a map with one answer says nothing"


OWN = """
from lucy.sim.controls import Controls

def decide(view):
    return Controls(pace_per_s=40.0)
"""


def test_a_consumer_of_ones_own_plays_each_cell_and_one_that_breaks_is_told(tmp_path: Path, capsys) -> None:
    mine, broken = tmp_path / "mine.py", tmp_path / "broken.py"
    mine.write_text(OWN)
    broken.write_text("def decide(view):\n    return view.wating\n")
    memory = parse_axis("--y", "station.memory_units=60:500:2")
    x = replace(RATE, values=RATE.values[-1:])
    asked = replace(THIRD, x=x, y=memory, value="score", consumer=str(mine), seeds=1)
    found, level = played(asked), cell(THIRD, RATE.values[-1])
    world = batch.play(level, [Scripted([(0.0, Controls(pace_per_s=40.0))])], [1])
    assert found.means[1, 0, 0] == sweep.figure(world, 0, "score")
    assert not multiprocessing.active_children()
    line = ["sweep", "03-server-to-server", "--x", "producer.rate_per_s=60:150:2", "--y",
            "station.memory_units=60:500:2", "--value", "score",
            "--seeds", "1", "--set", "level.duration_s=4", "--workers", "1"]  # fmt: skip
    assert main([*line, "--consumer", str(broken)]) == 2
    assert "no map of it: broken.py line 2: view has no 'wating'" in capsys.readouterr().err
    assert main([*line, "--consumer", str(mine), "--dask", "tcp://10.0.0.5:8786"]) == 2
    assert "plays on this machine" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["goodput", "dropped", "latency_p99_s", "score"])
def test_a_figure_is_the_one_that_simulate_gives(value: str) -> None:
    memory = parse_axis("--y", "station.memory_units=60:500:2")
    asked = replace(THIRD, x=replace(RATE, values=RATE.values[::3]), y=memory, value=value, consumer="dropper", seeds=1)
    found = played(asked)
    names = {"goodput": "goodput_per_s"}
    for iy, ix in ((0, 0), (1, 1)):
        changes = [*SHORT, *RATE.overrides(asked.x.values[ix]), *memory.overrides(memory.values[iy])]
        level = load_level(asked.level, 0, changes)
        assert found.means[iy, ix, 0] == getattr(simulate(level, "dropper", 1), names.get(value, value))


def test_an_amount_on_an_axis_is_laid_over_what_the_consumer_sets() -> None:
    asked = replace(THIRD, value="dropped", consumer="negotiator", seeds=1)
    found = played(asked)
    level = cell(asked, RATE.values[3])
    changes = {"buffer_units": ROOM.values[0], "when_full": "arrival"}
    world = batch.play(level, [Overlaid(make("negotiator"), changes)], [1])
    assert found.means[0, 3, 0] == world.dropped.sum() > played(replace(asked, y=ROOM)).means[2, 0, 0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("producer.rate_per_s", "must be table.key=LOW:HIGH:COUNT"),
        ("producer.rate_per_s=1:2", "must be table.key=LOW:HIGH:COUNT"),
        ("producer.rate_per_s=a:2:3", 'LOW must be a number, not "a"'),
        ("producer.rate_per_s=nan:2:3", "LOW must be a number"),
        ("producer.rate_per_s=5:2:3", "LOW must be less than HIGH"),
        ("producer.rate_per_s=1:2:1", "COUNT must be a whole number from 2 to 200"),
        ("producer.rate_per_s=0:2:9:log", "LOW must be more than 0"),
        ("bufer.capacity=1:9:3", 'Did you mean "buffer.capacity"?'),
        ("buffer.capacity=1:4:9", "9 values are too many between 1 and 4"),
        ("drop.keep_fraction=0:2:5", "must be from 0 to 1"),
    ],
)
def test_an_axis_that_cannot_be_used_says_why(text: str, says: str) -> None:
    with pytest.raises(AxisError) as caught:
        parse_axis("--x", text)
    assert says in str(caught.value) and str(caught.value).startswith("--x ")


def test_values_are_even_whole_where_they_must_be_and_of_equal_ratios_on_request() -> None:
    assert RATE.values == (40.0, 80.0, 120.0, 160.0)
    assert parse_axis("--y", "buffer.capacity=1:500:4:log").values == (1, 8, 63, 500)
    assert all(isinstance(value, int) for value in ROOM.values)


LINE = ("sweep", "03-server-to-server", "--x", "producer.rate_per_s=40:160:4", "--y", "buffer.capacity=2:200:3",
        "--seeds", "2", *(word for change in SHORT for word in ("--set", change)))  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's own, and pieces of a few runs each."""
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sweep, "_RUNS_AT_ONCE", 9)
    return tmp_path


def test_it_gives_the_same_again_though_it_was_stopped_and_with_any_number_of_processes(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*LINE, "--workers", "1", "--json", str(home / "whole.json")]) == 0
    with stopped_after(2, monkeypatch) as kept:
        main([*LINE, "--workers", "2"])
    assert "goes on from here" in capsys.readouterr().err
    assert set(kept) <= set(Unfinished("sweep").known) and len(kept) == 2
    assert main([*LINE, "--workers", "2", "--json", str(home / "again.json")]) == 0
    assert (home / "again.json").read_bytes() == (home / "whole.json").read_bytes()
    assert not Unfinished("sweep").known, "all is done"


def test_csv_and_json_say_the_same(home: Path) -> None:
    assert main([*LINE, "--csv", str(home / "map.csv"), "--json", str(home / "map.json")]) == 0
    rows = list(csv.DictReader((home / "map.csv").open(encoding="utf-8")))
    told = json.loads((home / "map.json").read_text("utf-8"))
    assert [row["best_strategy"] for row in rows] == [best for line in told["grid"] for best in line]
    assert len(rows) == 12 and set(told["strategies"]) == {"ignore", "buffer", "drop", "control"}
    assert float(rows[5]["score_drop"]) == told["scores"]["drop"][1][1]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--consumer", "dropper"), "leave --consumer out"),
        (("--act", "1", "--y", "control.pace_per_s=10:90:3"), "locks control"),
        (("--y", "producer.rate_per_s=1:2:3"), "two different settings"),
        (("--y", "station.ratte=1:2:3"), "station"),
        (("--png", "/no/such/folder/map.png"), "there is no folder"),
        (("--dask", "tcp://127.0.0.1:1"), "--dask"),
    ],
)
def test_what_cannot_be_done_gets_one_line(
    home: Path, more: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lucy.run.dask_cluster._PATIENCE_S", 0.2)
    assert main([*LINE, *more]) == 2
    complaint = capsys.readouterr().err
    assert says in complaint and complaint.count("\n") == 1


def test_a_cluster_gives_the_same_to_the_last_bit(home: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the extra dask")
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    )
    with cluster:
        assert main([*LINE, "--dask", cluster.scheduler_address, "--json", str(home / "far.json")]) == 0
    assert main([*LINE, "--json", str(home / "near.json")]) == 0
    assert (home / "far.json").read_bytes() == (home / "near.json").read_bytes()
