"""Each persona does what its name says, on a small belt made for it; and none of them fails on any level."""

from __future__ import annotations

import ast
import importlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_levels import queue, rate, source, station

from lucy import consumers
from lucy.run import batch, level_files, words
from lucy.run.level_source import shipped_levels
from lucy.run.session import Session
from lucy.sim.buffers import in_service
from lucy.sim.level import Level
from lucy.sim.rules import Lever, Levers
from lucy.sim.step import ledger_gap

IDEAS = ("aimd", "credit", "gradient", "codel", "timekeeper")


def servers(in_per_s: float = 97.5, seconds: float = 40, **more: object) -> Level:
    """1.3 times too much, by chance; memory for 500, too late after 2 s, the producer a tenth of a second away."""
    A = source("A", "B", in_per_s, "poisson", belt_ms=50, signal_ms=100)
    B = station("B", 75, "exponential", memory_units=500)
    return Level("servers", "B", (A,), (B,), round(seconds * 1000), 120, deadline_ms=2000, **more)  # type: ignore[arg-type]


def watched(level: Level, name: str, seed: int = 1) -> tuple[Session, np.ndarray, list[float | None], list[str]]:
    """The run at its end, what waited each tenth of a second, the pace, and what was said, in order."""
    session = Session(level, consumers.make(name), seed, live=False)
    waiting, paces, said = [], [], []
    while not session.finished:
        session.step_once()
        waiting.append(int(session.world.depth[0, session.station]))
        paces.append(session.controls.pace_per_s)
        reason = session.consumer.reason
        if reason is not None and (not said or said[-1] != reason.key):
            said.append(reason.key)
    return session, np.array(waiting), paces, said


def test_codel_keeps_a_standing_queue_near_its_target_under_a_lasting_overload() -> None:
    session, waiting, _, said = watched(servers(), "codel")
    target = session.controls.codel_target_s
    assert target == pytest.approx(1 / 75, rel=0.25), "one service, which is more than the 5 ms of 2 s"
    assert waiting[:100].max() > 15, "at first it takes it for a burst"
    settled = waiting[100:]
    assert np.percentile(settled, 5) <= 3, "again and again the wait is down at the target"
    assert settled.mean() < 20, "a plain line would have 500"
    result = session.result()
    assert result.dropped_by["expired"] == result.dropped > 500 and result.late == 0
    assert said[0] == "codel.standing"


def test_codel_lets_a_burst_pass() -> None:
    burst = queue(60, 75, 20, arrivals="deterministic", service="deterministic", deadline_ms=2000)
    session, _, _, said = watched(burst, "codel")
    assert session.result().dropped == 0 and not said


def test_aimds_pace_is_a_saw() -> None:
    _, waiting, paces, said = watched(servers(140, 60), "aimd")
    pace = np.array([p for p in paces if p is not None])
    moved = np.diff(pace)
    ups, downs = moved[moved > 0], moved[moved < 0]
    assert len(downs) >= 4 and len(ups) > 3 * len(downs), "many small steps up for each big one down"
    assert ups == pytest.approx(ups.mean(), rel=0.3), "steps of one size ..."
    parts = pace[1:][moved < 0] / pace[:-1][moved < 0]
    assert parts == pytest.approx(0.7, abs=0.01), "... and cuts by one part"
    assert waiting.max() < 250
    assert said[:4] == ["aimd.cut", "aimd.grow", "aimd.cut", "aimd.grow"]


def test_credit_never_has_more_than_its_window_on_the_way_and_waiting() -> None:
    session = Session(servers(300), consumers.make("credit"), live=False)
    most, asked = 0, []
    while not session.finished:
        session.run_ticks(12)
        if session.time_s > 1:  # before the first request is there, the source pushes
            waits = session.world.depth - in_service(session.world)
            most = max(most, int((waits + session.world.in_flight).sum()))
            asked.append(session.controls.demand_units)
    assert asked[0] == pytest.approx(1.1 * 75 * 0.15 + 0.05 * 75, abs=2)
    assert 0 < most <= max(asked)
    assert session.result().dropped == 0 and session.result().goodput_per_s > 0.9 * 75


def test_gradients_limit_shrinks_when_answers_take_longer() -> None:
    level = servers(50)
    slow = replace(level.stations[0].service, rate=rate(75, (20, 25)))
    level = replace(level, stations=(replace(level.stations[0], service=slow),))
    session = Session(level, consumers.make("gradient"), live=False)
    limits = []
    while not session.finished:
        session.step_once()
        limits.append(session.controls.buffer_units)
    assert limits[199] > 15, "hardly anything waits, so it has learnt little"
    assert min(limits[200:230]) < 10, "a third of the speed: it lets in fewer at once"
    assert session.consumer.reason is not None
    assert session.consumer.reason.key == "gradient.fewer"


def test_what_the_timekeeper_delivers_is_in_time() -> None:
    for seed in (1, 2):
        session, waiting, _, said = watched(servers(), "timekeeper", seed)
        result = session.result()
        assert result.late == 0 and result.dropped_by["expired"] == result.dropped > 500
        assert result.goodput_per_s > 0.9 * 75, "and it is as much as can be done"
        assert waiting[200:].mean() > 100, "but everyone has waited for most of the deadline"
        assert said == ["timekeeper.too_old"]


@pytest.mark.parametrize("name", IDEAS)
def test_where_its_key_is_locked_it_says_so_and_ignores_it(name: str) -> None:
    locked = Lever(locked="No.")
    session, _, _, said = watched(servers(50, 5, levers=Levers(locked, locked, locked)), name)
    assert said == [f"{name}.locked"]
    controls = session.controls
    assert not controls.is_control and controls.when_full == "fail" and controls.codel_target_s is None


@pytest.mark.parametrize("name", consumers.NAMES)
def test_its_file_says_where_the_idea_is_from_and_where_it_fails(name: str) -> None:
    told = importlib.import_module(type(consumers.make(name)).__module__).__doc__ or ""
    assert "From: " in told and "Fails: " in told


def moods(locked: bool = False, deadline_ms: int = 2000) -> Level:
    """Calm, too much, calm, and a server that gets slower and then quicker."""
    level = servers(50, 2 if locked else 45)
    producer = replace(
        level.producers[0],
        arrivals=replace(level.producers[0].arrivals, rate=rate(50, (4, 110), (15, 40), (22, 140), (40, 60))),
    )
    service = replace(level.stations[0].service, rate=rate(75, (20, 45), (30, 120)))
    lever = Lever(locked="No." if locked else "")
    return replace(level, producers=(producer,), deadline_ms=deadline_ms, levers=Levers(lever, lever, lever),
                   stations=(replace(level.stations[0], service=service),))  # fmt: skip


@pytest.mark.parametrize("name", IDEAS)
def test_all_that_it_can_say_it_says_with_the_numbers_of_the_moment(name: str) -> None:
    spoken = {}
    for level in (moods(), moods(locked=True), moods(deadline_ms=0)):
        session = Session(level, consumers.make(name), live=False)
        while not session.finished:
            session.step_once()
            reason = session.consumer.reason
            if reason is not None:
                spoken[reason.key] = words.say(f"reasons.{reason.key}", **dict(reason.numbers))
    assert set(spoken) == {f"{name}.{key}" for key in words.load().table["reasons"][name]}
    for key, line in spoken.items():
        assert line.endswith(".") and not set(line) & set("{}")
        assert any(c.isdigit() for c in line) or key.endswith(".locked")


@pytest.mark.parametrize("name", consumers.NAMES)
def test_no_reason_is_without_words_and_no_words_are_without_a_reason(name: str) -> None:
    if name == "planner":
        pytest.skip("its reasons are tested beside it")
    module = importlib.import_module(type(consumers.make(name)).__module__)
    code = Path(str(module.__file__)).read_text(encoding="utf-8")
    spoken = {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
    assert set(words.load().table["reasons"][name]) <= spoken


ACTS = [(name, act) for name in shipped_levels() for act in range(len(level_files.level_acts(name)))]


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_every_persona_plays_every_level(name: str, act: int) -> None:
    level = replace(level_files.load_level(name, act), duration_ms=10_000)
    cast = [consumers.make(who) for who in consumers.NAMES if who != "planner"]
    world = batch.play(level, cast, [1] * len(cast))
    assert not ledger_gap(world).any()
    for one in cast:
        if one.reason is not None:
            assert words.say(f"reasons.{one.reason.key}", **dict(one.reason.numbers))
