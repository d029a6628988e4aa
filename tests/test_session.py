"""A session: the same run live and headless, what a person sees, and what is told of it."""

from __future__ import annotations

import pytest

from lucy import consumers
from lucy.consumers.human import You
from lucy.consumers.protocol import Thinking, View
from lucy.run.headless import simulate
from lucy.run.level_files import load_level, shipped_levels
from lucy.run.session import Session
from lucy.sim.controls import Controls

JSON_KEYS = [
    "level", "consumer", "seed", "tick_hz", "seconds", "outcome", "reason", "made", "delivered", "late", "dropped",
    "dropped_by", "buffered", "in_flight", "goodput_per_s", "throughput_per_s", "blocking_fraction", "utilisation",
    "depth_mean", "depth_peak", "depth_peak_at_s", "memory_peak_bytes", "latency_mean_s", "latency_p50_s",
    "latency_p99_s", "finished_at_s", "score", "stars", "score_terms", "stations", "digest",
]  # fmt: skip

HZ = 60
QUICK = [f"level.tick_hz={HZ}"]  # where a run goes to its end
SHORT = [*QUICK, "level.duration_s=40"]


def play(level_name: str, *frames_s: float, **settings: object) -> Session:
    session = Session(load_level(level_name, overrides=SHORT), **settings)  # type: ignore[arg-type]
    k = 0
    while not session.finished:
        session.advance(frames_s[k % len(frames_s)])
        k += 1
    return session


@pytest.mark.parametrize("name", shipped_levels())
def test_live_and_headless_runs_are_the_same(name: str) -> None:
    level = load_level(name)
    live = Session(level, consumers.make(level.beat), seed=7)
    for frame_s in (0.016, 0.021, 0.25) * 20:
        live.advance(frame_s)
    headless = simulate(level, level.beat, seed=7, seconds=live.world.tick / level.tick_hz)
    assert live.result() == headless


def test_the_json_object_has_the_promised_keys_in_order() -> None:
    found = simulate(load_level("01-chocolate-factory", overrides=QUICK), "dropper", seconds=20).to_json()
    assert list(found) == JSON_KEYS
    assert found["stations"]["packer"]["delivered"] == found["delivered"]


def test_the_ledger_of_every_snapshot_closes() -> None:
    session = Session(load_level("01-chocolate-factory", overrides=SHORT), consumers.make("negotiator"))
    while not session.finished:
        session.advance(0.2)
        book = session.snapshot().ledger
        assert book.made == book.delivered + book.dropped + book.buffered + book.in_flight


def test_a_flag_travels_and_the_kitchen_obeys_when_it_arrives() -> None:
    session = Session(load_level("01-chocolate-factory"))
    session.run_ticks(16 * 240)
    session.set_controls(Controls(pace_per_s=1.0))
    session.run_ticks(240)
    (flag,) = session.snapshot().signals
    assert (flag.target, flag.value_per_s) == ("kitchen", 1.0)
    assert flag.progress == pytest.approx(0.5, abs=0.01) and flag.eta_s == pytest.approx(1.0, abs=0.01)
    assert session.snapshot().producers[0].pace_per_s is None
    session.run_ticks(241)
    now = session.snapshot()
    assert now.signals == () and now.producers[0].pace_per_s == 1.0
    assert "signal_arrived" in [event.kind for event in now.events]


def test_a_person_who_raises_the_flag_at_once_needs_only_the_table() -> None:
    session = Session(load_level("01-chocolate-factory", overrides=QUICK))
    session.run_ticks(15 * HZ)
    session.set_controls(Controls(pace_per_s=1.0))
    session.run_ticks(24 * HZ)
    peak = int(session.world.depth_peak[0, 0])
    assert peak <= 6


def test_one_who_waits_until_three_lie_there_does_not_get_by_with_the_table() -> None:
    session = Session(load_level("01-chocolate-factory", overrides=QUICK))
    while session.world.depth[0, 0] < 3:
        session.run_ticks(1)
    session.set_controls(Controls(pace_per_s=1.0))
    session.run_ticks(10 * HZ)
    assert int(session.world.depth_peak[0, 0]) > 6


def test_the_units_on_a_belt_move_from_its_start_to_its_end() -> None:
    session = Session(load_level("01-chocolate-factory"))
    while not len(session.snapshot().belts[0].positions):
        session.run_ticks(1)
    places = []
    while len(positions := session.snapshot().belts[0].positions):
        places.append(float(positions[0]))
        session.run_ticks(1)
    assert places == sorted(places) and places[0] < 0.05 and places[-1] > 0.95


def test_by_hand_nothing_is_wrapped_without_a_press_and_one_with_one() -> None:
    session = Session(load_level("01-chocolate-factory"), hands_on=True)
    session.run_ticks(5 * 240)
    assert session.snapshot().ledger.delivered == 0
    session.press()
    session.run_ticks(2 * 240)
    assert session.snapshot().ledger.delivered == 1
    for _ in range(9):
        session.press()
    session.run_ticks(10 * 240)
    assert session.snapshot().ledger.delivered == 3  # two presses are kept, no more


def test_by_hand_a_wrap_takes_its_second() -> None:
    session = Session(load_level("01-chocolate-factory"), hands_on=True)
    session.run_ticks(5 * 240)
    session.press()
    session.run_ticks(200)
    assert session.snapshot().ledger.delivered == 0


def test_controls_may_be_changed_while_paused_and_a_step_is_a_tenth_of_a_second() -> None:
    session = Session(load_level("02-copying-a-file"))
    session.paused = True
    session.advance(1.0)
    assert session.time_s == 0
    session.set_controls(Controls(demand_units=1_000_000))
    session.step_once()
    assert session.time_s == pytest.approx(0.1)
    assert session.snapshot().controls.demand_units == 1_000_000


def test_a_step_by_hand_looks_again_only_while_somebody_is_still_deciding(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(You):
        asked = 0

        def decide(self, view: View) -> Controls:
            self.asked += 1
            if self.asked < 4:
                raise Thinking
            return super().decide(view)

    looks: list[int] = []
    run_ticks = Session.run_ticks
    monkeypatch.setattr(Session, "run_ticks", lambda self, ticks: (looks.append(ticks), run_ticks(self, ticks))[1])
    for consumer, often in ((You(), 1), (Slow(), 4)):
        session = Session(load_level("01-chocolate-factory"), consumer)
        looks.clear()
        session.step_once()
        assert session.world.tick == session.decision_ticks and len(looks) == often


def test_the_captions_say_why_a_persona_changed_its_mind() -> None:
    session = Session(load_level("01-chocolate-factory", overrides=QUICK), consumers.make("negotiator"))
    said = set()
    while not session.finished:
        session.advance(0.1)
        caption = session.snapshot().caption
        assert caption is not None
        said.add((caption.speaker, caption.text))
    assert sum(speaker == "negotiator" for speaker, _ in said) >= 2


def test_the_calm_of_the_chocolate_factory_is_called_calm() -> None:
    session, said = Session(load_level("01-chocolate-factory", overrides=QUICK)), set()
    while session.time_s < 14.5:
        session.run_ticks(session.level.tick_hz // 2)
        said.add(session.snapshot().caption.text)  # type: ignore[union-attr]
        gauges = session.snapshot().gauges
        assert gauges.full_in_s is None and gauges.deficit_per_s <= gauges.noise_per_s, "one unit in hand is no deficit"
    session.run_ticks(3 * session.level.tick_hz)
    gauges = session.snapshot().gauges
    assert gauges.full_in_s is not None and gauges.deficit_per_s > gauges.noise_per_s, "and then it is one"
    assert any("All is calm" in line for line in said)
    assert not any("than can be done" in line for line in said)


def test_it_is_not_called_calm_while_one_of_the_others_is_down() -> None:
    session = Session(load_level("04-who-has-to-buffer", overrides=SHORT))
    session.set_controls(Controls(pace_by_source=(("A", 20.0), ("B", 25.0), ("C", 25.0))))
    said: dict[bool, set[str]] = {False: set(), True: set()}
    while not session.finished:
        session.run_ticks(session.level.tick_hz // 2)
        now = session.snapshot()
        if not session.finished and now.caption is not None:
            said[any(station.down for station in now.stations)].add(now.caption.text)
    assert any("A is down. The others go on" in line for line in said[True])
    assert not any("calm" in line for line in said[True])


def test_the_timeline_has_a_point_each_tenth_of_a_second_and_marks_the_moments() -> None:
    session = play("01-chocolate-factory", 0.05)
    line = session.timeline(None)
    assert len(line.time_s) == pytest.approx(session.time_s * 10, abs=2)
    assert {"act", "overflowed"} <= {mark.kind for mark in line.marks}
    assert len(session.timeline(5.0).time_s) == 50


def test_a_station_with_a_name_of_its_own_has_no_article() -> None:
    said = {name: play(name, 0.25).result().reason for name in ("01-chocolate-factory", "03-server-to-server")}
    assert said["01-chocolate-factory"].startswith("The packer had no room")
    assert said["03-server-to-server"].startswith("B had no room for more than 500 requests")


def test_restart_gives_the_same_run_again() -> None:
    session = play("01-chocolate-factory", 0.25, consumer=consumers.make("watermark"), seed=3)
    first = session.result()
    session.restart()
    while not session.finished:
        session.advance(0.25)
    assert session.result() == first


@pytest.mark.parametrize(
    ("controls", "told"),
    [
        (Controls(pace_per_s=-3), "pace_per_s must be 0 or more (you gave -3)"),
        (Controls(pace_per_s=float("nan")), "pace_per_s must be 0 or more (you gave nan)"),
        (
            Controls(when_full="latest"),
            "when_full must be one of fail, arrival, newest, oldest, all (you gave 'latest')",
        ),
        (Controls(keep_fraction=1.5), "keep_fraction must be from 0 to 1 (you gave 1.5)"),
        (Controls(buffer_units=2.5), "buffer_units must be a whole number, 0 or more (you gave 2.5)"),  # type: ignore[arg-type]
    ],
)
def test_a_setting_out_of_range_names_itself(controls: Controls, told: str) -> None:
    with pytest.raises(ValueError) as caught:
        Session(load_level("sandbox")).set_controls(controls)
    assert str(caught.value) == told
