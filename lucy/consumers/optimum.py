"""The clairvoyant optimum: the best plan that a search finds on the true engine with the true seed.

A plan is a list of settings and the ticks from which they hold. The search starts from plans that are given (what the
personas did on this seed) and from every setting held all the time. Then it goes through the run piece by piece: each
setting is tried for that piece, the rest of the plan follows, and the whole run is played to its end and scored. So the
value of a plan is its score and no estimate, the search never gets worse, and it is at least as good as every start.

It is a lower bound of the true optimum; `sim.score_bound` has an upper one. On small cases a test plays every plan
there is and finds the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lucy.consumers.optimum_settings import settings
from lucy.sim import faults
from lucy.sim.controls import Controls
from lucy.sim.curves import bytes_of_run
from lucy.sim.level import Level, ticks
from lucy.sim.plan import make_plan
from lucy.sim.score import score
from lucy.sim.score_bound import most_points
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import WON, World, new_world

Plan = tuple[tuple[int, Controls], ...]  # from which tick on what is set, in order; the first from tick 0

PIECES = 10
_TRIED = 18  # settings that are tried for each piece: those that do best when held all the time
_MOST_BYTES = 400_000_000  # of the curves of a batch
_ENOUGH = 0.05  # points: a plan so close to the bound is not improved any more


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best plan found for one seed. `bound`: no plan can score more."""

    points: float
    plan: Plan
    bound: float
    won: bool


def optimum(
    level: Level,
    seed: int,
    starts: Sequence[Plan] = (),
    pool: Sequence[Controls] | None = None,
    pieces: Sequence[int] | None = None,
    sweeps: int = 1,
) -> Optimum:
    """Search. `pool`: the settings to choose among; `pieces`: ticks at which they may change (else by the script)."""
    wanted = list(settings(level) if pool is None else pool)
    edges = sorted({0, *(_edges(level, seed) if pieces is None else pieces)})
    plans: list[Plan] = [*starts, *(((0, controls),) for controls in wanted)]
    points, won = evaluate(level, seed, plans)
    most = most_points(level, seed)
    best = int(np.argmax(points))
    plan, value, is_won = plans[best], points[best], won[best]
    # The ones that do best on their own are the likeliest to be right for a while.
    ranked = [wanted[i - len(starts)] for i in np.argsort(-np.array(points), kind="stable") if i >= len(starts)]
    often = Counter(controls for start in starts for _, controls in start)
    ranked[_TRIED // 2 : _TRIED // 2] = [controls for controls, _ in often.most_common(_TRIED // 3)]
    tried = list(dict.fromkeys(ranked))
    tried = tried if pool is not None else tried[: min(_TRIED, _rows_at_most(level))]
    for _ in range(sweeps):
        before = value
        plan, value, is_won = _sweep(level, seed, plan, value, is_won, tried, edges, most)
        if value <= before:
            break
    return Optimum(value, plan, most, is_won)


def evaluate(level: Level, seed: int, plans: Sequence[Plan]) -> tuple[list[float], list[bool]]:
    """Score of each plan, played to the end, and whether it was won."""
    points, won = [], []
    size = _rows_at_most(level)
    for first in range(0, len(plans), size):
        part = plans[first : first + size]
        world = new_world(level, [seed] * len(part))
        _play(world, level, part)
        points += [score(world, run).points for run in range(len(part))]
        won += [bool(world.outcome[run] == WON) for run in range(len(part))]
    return points, won


def _sweep(
    level: Level,
    seed: int,
    plan: Plan,
    value: float,
    won: bool,
    tried: Sequence[Controls],
    edges: Sequence[int],
    most: float,
) -> tuple[Plan, float, bool]:
    """Go through the pieces once, from the front."""
    trunk = new_world(level, [seed])
    _play(trunk, level, [plan], until=0)
    for begin, end in zip(edges, [*edges[1:], level.duration_ticks], strict=True):
        if value >= most - _ENOUGH or trunk.ended_tick[0] >= 0:
            break
        variants = [_with_piece(plan, begin, end, controls, level.duration_ticks) for controls in tried]
        batch = trunk.select(np.zeros(len(variants), dtype=np.int64))
        # Copies of one run share its number, and so its randomness.
        _play(batch, level, variants)
        points = [score(batch, run).points for run in range(len(variants))]
        best = int(np.argmax(points))
        if points[best] > value:
            plan, value, won = variants[best], points[best], bool(batch.outcome[best] == WON)
        _play(trunk, level, [plan], until=end)
    return plan, value, won


def _with_piece(plan: Plan, begin: int, end: int, controls: Controls, length: int) -> Plan:
    """The plan with one setting from `begin` until `end`."""
    before = tuple(entry for entry in plan if entry[0] < begin)
    after = tuple(entry for entry in plan if entry[0] > end)
    at_end = [setting for at, setting in plan if at <= end]
    return (*before, (begin, controls), *([(end, at_end[-1])] if at_end and end < length else []), *after)


def _play(world: World, level: Level, plans: Sequence[Plan], until: int | None = None) -> None:
    """Play a batch's plans from where it stands: what is due at its present tick is set, what was before is not."""
    station = level.station_index(level.stand)
    last = level.duration_ticks if until is None else min(until, level.duration_ticks)
    by_tick: dict[int, dict[Controls, list[int]]] = {}
    for row, plan in enumerate(plans):
        for at, controls in plan:
            if world.tick <= at < last:
                by_tick.setdefault(at, {}).setdefault(controls, []).append(row)
    for at in [*sorted(by_tick), last]:
        step(world, at - world.tick)
        if world.any_ended and (world.ended_tick >= 0).all():
            return
        for controls, rows in by_tick.get(at, {}).items():
            set_controls(world, station, controls, np.array(rows))


def _edges(level: Level, seed: int) -> list[int]:
    """Where the script turns, and even steps between."""
    hz, length = level.tick_hz, level.duration_ticks
    turns = [change.at_ms for p in level.producers for change in p.arrivals.rate.changes]
    turns += [change.at_ms for s in level.stations for change in s.service.rate.changes]
    at = {ticks(ms, hz) for ms in turns} | {k * length // PIECES for k in range(PIECES)}
    if level.faults:
        begins = faults.begins(make_plan(level), np.array([seed], dtype=np.uint64), np.zeros(1, dtype=np.int64))[:, 0]
        for begin, fault in zip(begins.tolist(), level.faults, strict=True):
            at |= {begin, begin + ticks(fault.lasts_ms, hz)}
    apart = max(1, length // (3 * PIECES))
    kept: list[int] = []
    for tick in sorted(t for t in at if t < length):
        if not kept or tick - kept[-1] >= apart:
            kept.append(tick)
    return kept


def _rows_at_most(level: Level) -> int:
    return max(8, min(64, _MOST_BYTES // bytes_of_run(level)))
