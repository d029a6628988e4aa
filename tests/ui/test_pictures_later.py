"""The pictures of the later levels, from snapshots made by hand: they stay in place, and show what happened."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from dataclasses import replace

import numpy as np
import pygame
import pytest
from painted import SIZES, assert_fills_its_rectangle_and_nothing_else, picture

from lucy.run.snapshot import (
    BeltNow,
    FaultNow,
    Gauges,
    Ledger,
    ProducerNow,
    SignalNow,
    Snapshot,
    StationNow,
)
from lucy.sim.controls import Controls
from lucy.sim.events import Event
from lucy.sim.level import Arrivals, Frames, Level, Link, Producer, Rate, Service, Station, Unit
from lucy.ui.pictures import KINDS, PictureMemory
from lucy.ui.pictures.memory import advance, word_of
from lucy.ui.pictures.services_plan import services_plan
from lucy.ui.pictures.stream import draw_stream
from lucy.ui.pictures.tickets import AGAIN, rack, sorts
from lucy.ui.pictures.typing import tail, text_at


def lone(kind: str, unit: Unit, service: Service, per_s: int, **more) -> Level:
    source = Producer("source", Link("stand", 100, 100, kind == "tokens"), Arrivals(rate=Rate(per_s * 1000)), **more)
    stand = Station("stand", service=service, memory_units=2000)
    return Level(kind, "stand", (source,), (stand,), 60_000, unit=unit, deadline_ms=2000, picture=kind)


def services() -> Level:
    users = tuple(Producer(f"users of {n}", Link(n, 50, 0, False), Arrivals(rate=Rate(25_000))) for n in "ABC")
    relays = tuple(Station(n, Link("Z", 50, 100), memory_units=1200, vital=False) for n in "ABC")
    end = Station("Z", service=Service(rate=Rate(90_000)), memory_units=600)
    unit = Unit("request", "requests")
    return Level("services", "Z", users, (*relays, end), 60_000, unit=unit, deadline_ms=2000, picture="services")


def fleet() -> Level:
    makers = tuple(
        Producer(name, Link("stand", 100, 200, n > 0), Arrivals(rate=Rate(40_000)), members=members)
        for n, (name, members) in enumerate((("phones", 500), ("shops", 300), ("meters", 200)))
    )
    stand = Station("stand", service=Service(rate=Rate(150_000)), memory_units=600)
    unit = Unit("request", "requests")
    return Level("fleet", "stand", makers, (stand,), 60_000, unit=unit, deadline_ms=2000, picture="fleet")


LEVELS = {
    "services": services(),
    "frames": lone("frames", Unit("message", "messages"), Service("frames", frames=Frames(60, 2000, 40, 250)), 20_000),
    "tokens": lone("tokens", Unit("row", "rows"), Service(rate=Rate(100_000)), 300),
    "keys": lone("keys", Unit("key", "keys"), Service(rate=Rate(3333)), 12),
    "mouse": lone("keys", Unit("move", "moves"), Service(rate=Rate(50_000)), 1000),
    "fleet": fleet(),
}


def moment(level: Level, part: float = 0.3, tick: int = 4800, **more) -> Snapshot:
    """A moment at which every station is filled to `part` of its memory; `more` goes into the stations."""
    depth = {s.name: int((s.memory_units or 10) * part) for s in level.stations}
    lost, late = more.pop("dropped", 0), more.pop("late", 0)
    producer, belt = more.pop("producer", {}), more.pop("belt", {})
    signals, events, faults = more.pop("signals", ()), more.pop("events", ()), more.pop("faults", ())
    sources = {name: [s.name for s in level.sources if s.link.to == name] for name in depth}
    belts = tuple(
        replace(BeltNow(s.name, s.link.to, 0.1, np.array([0.1, 0.5, 0.9]), np.array([1, 2, 1]), 4), **belt)
        for s in level.sources
    )
    made = 400 + lost
    return Snapshot(
        tick, tick / 240, 60.0, "", "running",
        Ledger(made, 300, late, lost, {}, sum(depth.values()), 4 * len(belts)),
        tuple(
            replace(
                ProducerNow(p.name, p.arrivals.rate.per_s, p.arrivals.rate.per_s, None, False, p.link.controllable, "",
                            made, 0, members=p.members, bursts=(0, 380), quiet_s=0.05),
                **producer,
            )
            for p in level.producers
        ),
        belts,
        tuple(
            replace(
                StationNow(
                    s.name, n := depth[s.name], None, s.memory_units, 1, min(1, n), 0.5, 1.0, 30.0, 30.0, 0.5, False, 0,
                    served=300, dropped=lost, last_served=390, frames_per_s=60.0,
                    frames=200 if level.picture == "frames" else 0,
                    next_numbers=(391, 392) if level.picture == "keys" else (),
                    waiting_by=tuple((name, n // max(len(sources[s.name]), 1)) for name in sources[s.name]),
                ),
                **more,
            )
            for s in level.stations
        ),
        tuple(signals), Gauges(on_time_per_s=30.0), Controls(), None, tuple(events), tuple(faults),
    )  # fmt: skip


def test_each_kind_has_its_picture():
    assert set(KINDS) == {"chocolate", "copy", "belt", "services", "frames", "tokens", "keys", "fleet"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", LEVELS)
def test_a_picture_fills_its_rectangle_and_nothing_else(kind, size):
    level = LEVELS[kind]
    first = level.sources[-1]
    signal = SignalNow(first.link.to, first.name, "pace", 1.0, 0.5, 0.9)
    fault = FaultNow(level.producers[0].name, "A rush", 2.5, 3.0)
    event = Event(100, "dropped", level.stand, 3, "arrival")
    now = moment(level, 1.0, dropped=9, late=5, overdue=4, signals=[signal], events=[event], faults=[fault])
    assert_fills_its_rectangle_and_nothing_else(level, now, size)


@pytest.mark.parametrize("kind", LEVELS)
@pytest.mark.parametrize("change", [{"part": 0.9}, {"dropped": 12}, {"down": True}])
def test_what_happens_is_seen(kind, change):
    level = LEVELS[kind]
    assert picture(level, moment(level)) != picture(level, moment(level, **change))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("services", {"late": 40}),
        ("services", {"overdue": 40}),
        ("services", {"limit": 100}),
        ("services", {"producer": {"natural_per_s": 3.0}}),
        ("frames", {"frames_per_s": 12.0}),
        ("frames", {"newest_age_s": 3.0}),
        ("frames", {"log": 1500}),
        ("frames", {"each_alone": True}),
        ("tokens", {"belt": {"asked": 20, "demand": 3}}),
        ("keys", {"last_served": 400}),
        ("keys", {"producer": {"bursts": (0, 390)}}),
        ("mouse", {"last_served": 120}),
        ("fleet", {"faults": [FaultNow("shops", "", 0.0, 2.0)]}),
        ("fleet", {"producer": {"to_retry": 80}}),
        ("fleet", {"waiting_again": 90}),
    ],
)
def test_what_only_this_picture_tells_is_seen(kind, change):
    level = LEVELS[kind]
    assert picture(level, moment(level)) != picture(level, moment(level, **change))


def test_coins_move_up_the_cord():
    level = LEVELS["tokens"]
    coins = [
        {"asked": 20, "demand": 0, "credit_positions": np.array([at]), "credit_counts": np.array([7])}
        for at in (0.2, 0.7)
    ]
    early, late = (picture(level, moment(level, belt=belt)) for belt in coins)
    assert early != late


@pytest.mark.parametrize("kind", LEVELS)
def test_with_reduced_motion_a_moment_stands_still(kind):
    level = LEVELS[kind]
    now = moment(level, 0.7)
    assert picture(level, now, still=True) == picture(level, now, frames=20, still=True)


@pytest.mark.parametrize("kind", LEVELS)
def test_the_same_moments_give_the_same_picture(kind):
    level = LEVELS[kind]
    moments = (moment(level, 0.2), moment(level, 0.6, tick=4804, dropped=2))
    assert picture(level, *moments, frames=3) == picture(level, *moments, frames=3)


def test_of_the_pieces_that_leave_as_many_are_late_as_of_the_units():
    level, memory = LEVELS["services"], PictureMemory()
    seen = []
    for k in range(60):
        events = [Event(k, "delivered", "Z", 4), Event(k, "late", "Z", 3)]
        advance(memory, level, moment(level, tick=4800 + 60 * k, events=events), 0.25, False)
        seen += [p.kind for p in memory.flying if p.age_s <= 0]
    assert seen.count("late") / len(seen) == pytest.approx(0.75, abs=0.05)


def test_late_work_is_a_strain_even_where_there_is_room():
    level = LEVELS["services"]
    words = []
    for overdue in (0, 120):
        memory = PictureMemory()
        now = moment(level, 0.2, overdue=overdue)
        advance(memory, level, now, 1.0, True)
        words.append(word_of(memory, now.stations[-1]))
    assert words[0] in ("busy", "calm")
    assert words[1] in ("behind", "overwhelmed")


def test_tickets_are_mixed_as_their_sources_are():
    mixed = sorts(12, [(0, 60), (1, 30), (AGAIN, 30)])
    assert [mixed.count(sort) for sort in (0, 1, AGAIN)] == [6, 3, 3]
    assert sorts(3, []) == [0, 0, 0]


@pytest.mark.parametrize("room", [1, 14, 300, 500, 1200, 2_000_000])
def test_a_rack_has_room_for_all_that_fits_in_and_stays_in_its_box(room):
    it = rack(10, 20, 300, 100, room, 40)
    assert it.holes <= 40
    assert it.holes * it.each >= room > (it.holes - 1) * it.each
    for k in range(it.holes):
        x, y = it.hole(k)
        assert 10 <= x <= 310 and 20 <= y <= 120


def test_there_is_a_dot_for_each_message_until_there_are_too_many():
    surface = pygame.Surface((400, 120))
    for count, each in ((40, 1), (9000, 1), (30_000, 3)):
        belt = BeltNow("a", "b", 0.05, np.linspace(0, 0.9, 10), np.full(10, count // 10), count)
        surface.fill((0, 0, 0))
        assert draw_stream(surface, pygame.Rect(10, 10, 380, 100), belt, count, 1) == each
        drawn = (pygame.surfarray.array3d(surface) > 0).any(axis=2)
        assert drawn.any() and not drawn[:10].any() and not drawn[:, :10].any()


def test_what_stands_in_the_box_grows_by_a_letter_a_key_and_starts_anew_with_a_burst():
    who = replace(moment(LEVELS["keys"]).producers[0], bursts=(0, 5))
    texts = [text_at(who, n) for n in range(1, 9)]
    assert [len(text) for text in texts] == [1, 2, 3, 4, 5, 1, 2, 3]
    assert texts[4].startswith(texts[3]) and texts[7].startswith(texts[6])
    assert tail("marzipan caramel", 7) == "…caramel"


@pytest.mark.parametrize("width", [1400.0, 1867.0, 2600.0])
@pytest.mark.parametrize("users", [frozenset(), frozenset(f"users of {n}" for n in "ABC")])
def test_no_two_services_overlap(width, users):
    layout = services_plan(LEVELS["services"], width, users)
    boxes = [pygame.Rect(s.x, s.y, s.width, s.height) for s in layout.spots.values()]
    for k, box in enumerate(boxes):
        assert box.collidelist(boxes[:k]) == -1
        assert box.left >= 0 and box.right < layout.board_x and box.top > 0 and box.bottom < 700
