"""The matrix: what is in it, and that its runs are the runs of `simulate`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from level_runs import ACTS

from lucy.run import batch
from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.run.matrix import casts, cells, chosen, is_random, players, row, rows, verdicts
from lucy.sim.curves import Curves, bytes_of_run
from lucy.sim.level import Level
from lucy.sim.plan import make_plan
from lucy.sim.score import score
from lucy.sim.world import WON


def test_its_players_are_doing_nothing_each_key_at_each_amount_and_the_personas() -> None:
    names = [player.name for player in players(load_level("01-chocolate-factory"))]
    assert names[:4] == ["ignore", "buffer: 6 chocolates", "buffer: 10 chocolates", "buffer: 14 chocolates"]
    assert "control: 0.8/s" in names and "drop: oldest" in names and "negotiator" in names


def test_a_cell_is_the_score_of_the_same_run_alone() -> None:
    level = load_level("sandbox", overrides=["level.duration_s=8"])
    found = cells(level, [3, 4], ("ignore", "watermark", "negotiator"))
    assert is_random(level)
    for seed, (points, _) in zip([3, 4], found["watermark"], strict=True):
        assert points == simulate(level, "watermark", seed).score


def test_those_who_play_the_same_run_are_played_once() -> None:
    level = load_level("03-server-to-server", 1, [("level.duration_s", 20)])  # without Control
    names = [player.name for player in chosen(level)]
    wishes = dict(zip(names, batch.wishes(level, [p.make() for p in chosen(level)]), strict=True))
    alike = [name for name in names if wishes[name] == wishes["ignore"]]
    assert {"ignore", "shrugger", "watermark", "aimd", "credit"} <= set(alike)
    assert not {"negotiator", "sampler", "dropper", "buffer: room for 500"} & set(alike)
    cast = [player for player in chosen(level) if player.name in alike]
    world = batch.play(level, [p.make() for p in cast], [5] * len(cast), losses=False)
    assert len({world.digest(run) for run in range(len(cast))}) == 1 and world.served.any()
    found = cells(level, [5], names)
    assert found.keys() == set(names) and found["aimd"] == found["ignore"] != found["negotiator"]


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_those_who_play_are_all_that_a_verdict_is_about_and_every_persona(name: str, act: int) -> None:
    level = load_level(name, act)
    everyone, some = players(level), chosen(level)
    left_out = [player for player in everyone if player not in some and player.name not in {p.name for p in some}]
    assert not [p for p in left_out if p.kind == "persona" or {p.name, p.kind} & {*level.right, *level.wrong, "ignore"}]
    assert {player.kind for player in some} == {player.kind for player in everyone}, "each key at the least once"
    batches = casts(level, 200, some)
    assert sorted(one for batch in batches for one in batch) == sorted(player.name for player in some)


def test_the_curves_of_losses_make_no_difference_to_a_score() -> None:
    level = load_level("04-who-has-to-buffer", 0, [("level.tick_hz", 30), ("level.duration_s", 30)])
    cast = [player for player in players(level) if player.name in ("dropper", "debouncer", "negotiator")]
    worlds = [batch.play(level, [p.make() for p in cast], [1, 2, 3], losses=losses) for losses in (True, False)]
    assert not len(worlds[1].curves.late) and worlds[0].curves.dropped.any()
    for run in range(len(cast)):
        assert score(worlds[0], run) == score(worlds[1], run)
        assert worlds[0].digest(run) == worlds[1].digest(run)


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_what_a_run_takes_is_known_without_its_plan(name: str, act: int) -> None:
    level = load_level(name, act)
    plan = make_plan(level)
    for losses in (True, False):
        whole = Curves.new(plan, 1, plan.length + 1, losses)
        each = whole.admitted.itemsize
        assert each == (8 if losses or name == "02-copying-a-file" else 4), "a file's bytes need more than 32 bits"
        left_out = 0 if whole.stamp is not None else each * (plan.length + 1) * plan.lanes
        assert bytes_of_run(level, losses) == whole.nbytes + left_out


@pytest.mark.parametrize("name", ["01-chocolate-factory", "02-copying-a-file"])
def test_only_control_earns_the_stars_where_nothing_may_be_lost(name: str) -> None:
    level = load_level(name)
    said = {*level.right, *level.wrong}
    some = [player.name for player in chosen(level) if player.kind != "persona" or player.name in said]
    found = rows(level, 0, [cells(level, [1, 2], some)])
    for one in found:
        if one.kind in ("ignore", "buffer", "drop"):
            assert one.at_most_one == 1.0, one.player
    assert any(one.three_stars == 1.0 for one in found if one.kind == "control")
    told = verdicts(level, 0, found)
    assert told and all(verdict.held for verdict in told), [v.says for v in told if not v.held]


def test_a_level_that_fails_to_teach_is_told_so() -> None:
    level: Level = replace(load_level("01-chocolate-factory"), right=("buffer",), wrong=("control",))
    points = {"buffer": [30.0] * 20, "control": [90.0] * 20}
    found = [
        row(level, 0, player, np.array(points[player.kind]), np.full(20, WON))
        for player in players(level)
        if player.kind in points
    ]
    assert [verdict.held for verdict in verdicts(level, 0, found)] == [False, False]
    as_it_is = replace(level, right=("control",), wrong=("buffer",))
    assert [verdict.held for verdict in verdicts(as_it_is, 0, found)] == [True, True]
