"""The matrix: what is in it, and that its runs are the runs of `simulate`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from level_runs import ACTS

from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.run.matrix import cells, is_random, players, rows, verdicts
from lucy.sim.curves import Curves, bytes_of_run
from lucy.sim.level import Level
from lucy.sim.plan import make_plan


def test_its_players_are_doing_nothing_each_key_at_each_amount_and_the_personas() -> None:
    names = [player.name for player in players(load_level("01-chocolate-factory"))]
    assert names[:4] == ["ignore", "buffer: 6 chocolates", "buffer: 10 chocolates", "buffer: 14 chocolates"]
    assert "control: 0.8/s" in names and "drop: oldest" in names and "negotiator" in names


def test_a_cell_is_the_score_of_the_same_run_alone() -> None:
    level = load_level("sandbox", overrides=["level.duration_s=20"])
    found = cells(level, [3, 4])
    assert is_random(level)
    for seed, (points, _) in zip([3, 4], found["watermark"], strict=True):
        assert points == simulate(level, "watermark", seed).score


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_what_a_run_takes_is_known_without_its_plan(name: str, act: int) -> None:
    level = load_level(name, act)
    plan = make_plan(level)
    whole = Curves.new(plan, 1, plan.length + 1)
    left_out = 0 if whole.stamp is not None else 8 * (plan.length + 1) * plan.lanes
    assert bytes_of_run(level) == whole.nbytes + left_out


@pytest.mark.parametrize("name", ["01-chocolate-factory", "02-copying-a-file"])
def test_only_control_earns_the_stars_where_nothing_may_be_lost(name: str) -> None:
    level = load_level(name)
    found = rows(level, 0, [cells(level, [1, 2])])
    for row in found:
        if row.kind in ("ignore", "buffer", "drop"):
            assert row.at_most_one == 1.0, row.player
    assert any(row.three_stars == 1.0 for row in found if row.kind == "control")
    told = verdicts(level, 0, found)
    assert told and all(verdict.held for verdict in told), [v.says for v in told if not v.held]


def test_a_level_that_fails_to_teach_is_told_so() -> None:
    level: Level = replace(load_level("01-chocolate-factory"), right=("buffer",), wrong=("control",))
    told = verdicts(level, 0, rows(level, 0, [cells(level, [1])]))
    assert [verdict.held for verdict in told] == [False, False]
