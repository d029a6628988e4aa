"""The matrix: what is in it, and that its runs are the runs of `simulate`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from level_runs import ACTS

from lucy.run import batch
from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.run.matrix import casts, cells, chosen, is_random, players, rows, verdicts
from lucy.sim.curves import Curves, bytes_of_run
from lucy.sim.level import Level
from lucy.sim.plan import make_plan
from lucy.sim.score import score


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
def test_those_who_play_are_all_that_a_verdict_is_about_and_every_persona(name: str, act: int) -> None:
    level = load_level(name, act)
    everyone, some = players(level), chosen(level)
    left_out = [player for player in everyone if player not in some and player.name not in {p.name for p in some}]
    assert not [p for p in left_out if p.kind == "persona" or {p.name, p.kind} & {*level.right, *level.wrong, "ignore"}]
    assert {player.kind for player in some} == {player.kind for player in everyone}, "each key at the least once"
    batches = casts(level, 200, some)
    assert sorted(one for batch in batches for one in batch) == sorted(player.name for player in some)


def test_the_curves_of_losses_make_no_difference_to_a_score() -> None:
    level = load_level("04-who-has-to-buffer", 0, [("level.tick_hz", 30)])
    cast = [player for player in players(level) if player.name in ("dropper", "sampler", "negotiator")]
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
        left_out = 0 if whole.stamp is not None else 8 * (plan.length + 1) * plan.lanes
        assert bytes_of_run(level, losses) == whole.nbytes + left_out


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
