"""What could still have come of a run, and until when: found by playing it from its own checkpoints."""

from __future__ import annotations

import pytest

from lucy.run.hindsight import Hindsight, ways
from lucy.run.level_files import load_level
from lucy.run.session import Session
from lucy.sim.controls import Controls

HZ = 60


def ended(*deeds: tuple[float, Controls]) -> Session:
    session = Session(load_level("01-chocolate-factory", overrides=[f"level.tick_hz={HZ}"]))
    for at_s, controls in deeds:
        session.run_ticks(round(at_s * HZ) - session.world.tick)
        session.set_controls(controls)
    session.run_ticks(session.level.duration_ticks)
    return session


def asked(session: Session) -> Hindsight:
    found = Hindsight(session)
    found.work(lambda: False)
    assert found.done
    return found


@pytest.fixture(scope="module")
def nobody() -> Hindsight:
    return asked(ended())


def test_the_point_of_no_return_is_where_the_sum_puts_it(nobody: Hindsight) -> None:
    """The level's own sum: with 14 places at most 9 may be there when the flag goes up, for 5 are still to come."""
    assert nobody.now.lost and nobody.goal == 1
    session = nobody.session
    assert nobody.no_return_s is not None
    session.line.seek(session, nobody.no_return_s * HZ)
    with_the_flag_alone = session.world.depth[0, 0]
    session.line.end(session)
    assert 15 < nobody.no_return_s < session.time_s and with_the_flag_alone >= 9


def test_what_it_says_comes_true_when_it_is_done(nobody: Hindsight) -> None:
    early = nobody.whats[0]
    assert early.way.keys.on == {"control"} and early.stars == 3
    session = ended((early.at_s, early.way.controls))
    assert session.result().score == pytest.approx(early.points) and session.result().stars == early.stars


def test_after_the_point_of_no_return_none_of_its_ways_earns_the_star(nobody: Hindsight) -> None:
    late = nobody.whats[-1]
    assert nobody.no_return_s is not None and late.at_s > nobody.no_return_s and late.stars == 0
    assert [what.points for what in nobody.whats] == sorted((w.points for w in nobody.whats), reverse=True)


def test_a_run_that_held_is_asked_about_three_stars_and_a_perfect_one_about_nothing() -> None:
    held = Hindsight(ended((15.0, Controls(buffer_units=6, when_full="arrival", pace_per_s=1.5))))
    assert not held.now.lost and held.goal == (3 if held.now.stars else 1)
    assert asked(ended((15.0, Controls(pace_per_s=0.8)))).whats == ()


def test_it_works_in_slices_and_leaves_the_run_where_it_is() -> None:
    session = ended()
    session.line.seek(session, 12 * HZ)
    found, looks = Hindsight(session), iter([False] * 20)
    found.work(lambda: next(looks, True))
    assert next(looks, True) is True and not found.done and not found.whats
    assert found.now.lost and session.world.tick == 12 * HZ and session.line.looks_back


def test_each_key_at_each_amount_is_a_way_and_locked_keys_are_none() -> None:
    found = ways(load_level("01-chocolate-factory"))
    assert [len([way for way in found if way.keys.on == {key}]) for key in ("buffer", "drop", "control", "scale")] == [
        3, 4, 5, 0,
    ]  # fmt: skip
    assert [way.persona for way in found if way.persona] == ["negotiator"]
