"""The Planner can imagine any level there can be, and no ledger is the worse for it."""

from __future__ import annotations

import warnings
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from lucy.consumers.planner import Planner
from lucy.run import batch
from lucy.sim.level import Level
from lucy.sim.rules import Scoring
from lucy.sim.step import ledger_gap
from sim.levels_at_random import levels

EVERYTHING = Scoring(goodput=0.3, loss=0.1, latency=0.2, memory=0.2, calm=0.1, clients=0.1)


@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(levels())
def test_it_plays_any_level_without_a_stumble(level: Level) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a division by nothing is a stumble too
        world = batch.play(replace(level, duration_ms=1500, scoring=EVERYTHING), [Planner()], [1])
    assert not ledger_gap(world).any()
