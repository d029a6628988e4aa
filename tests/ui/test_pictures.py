"""Each picture, drawn from snapshots made by hand: it stays in its place, repeats itself, and shows what happened."""

from __future__ import annotations

import os
from dataclasses import replace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest
from painted import SIZES, assert_fills_its_rectangle_and_nothing_else, picture

from lucy.run.snapshot import (
    BeltNow,
    Gauges,
    Ledger,
    ProducerNow,
    SignalNow,
    Snapshot,
    StationNow,
)
from lucy.sim.controls import Controls
from lucy.sim.events import Event
from lucy.sim.level import Arrivals, Level, Link, Place, Producer, Rate, Service, Station, Unit
from lucy.ui.pictures import PictureMemory, draw_picture
from lucy.ui.pictures.memory import advance, word_of
from lucy.ui.pictures.pile import fill_places, round_up, slots
from lucy.ui.pictures.plan import plan


def chocolate() -> Level:
    table = Station("wrapping", memory_units=14, places=(Place("table", 6), Place("hat", 4), Place("mouth", 4)))
    kitchen = Producer("kitchen", Link("wrapping", 500, 2000), Arrivals(rate=Rate(3000)))
    return Level("factory", "wrapping", (kitchen,), (table,), 60_000, picture="chocolate")


def copy() -> Level:
    reading = Producer("reading", Link("writing", 50, 100), Arrivals(rate=Rate(150_000_000_000)), 6 * 10**9)
    writing = Station("writing", service=Service(rate=Rate(100_000_000_000)), memory_units=1_500_000_000)
    unit = Unit("byte", "bytes", 1, 4_000_000)
    return Level("copy", "writing", (reading,), (writing,), 60_000, unit=unit, picture="copy")


def tree() -> Level:
    makers = tuple(Producer(f"{n} users", Link(n, 500, 500), Arrivals(rate=Rate(25_000))) for n in "ABC")
    stations = tuple(Station(n, Link("Z", 500, 500), memory_units=1200) for n in "ABC")
    return Level(
        "tree", "Z", makers, (*stations, Station("Z", memory_units=300)), 60_000, unit=Unit("request", "requests")
    )


LEVELS = {"chocolate": chocolate(), "copy": copy(), "belt": tree()}


def moment(level: Level, part: float = 0.5, tick: int = 100, dropped: int = 0, **more) -> Snapshot:
    """A moment at which every station is filled to `part` of its memory."""
    depth = {s.name: int((s.memory_units or 10) * part) for s in level.stations}
    belts = tuple(
        BeltNow(s.name, s.link.to, 0.5, np.array([0.1, 0.5, 0.9]), np.array([1, 2, 1]), 4) for s in level.sources
    )
    buffered, flying = sum(depth.values()), sum(b.in_flight for b in belts)
    rates = {p.name: p.arrivals.rate.per_s for p in level.producers}
    stopped = more.get("paused", False)
    return Snapshot(
        tick, tick / 240, 60.0, "", "running",
        Ledger(buffered + flying + dropped + 20, 20, 0, dropped, {}, buffered, flying),
        tuple(
            ProducerNow(p.name, rates[p.name], rates[p.name], None, stopped, True, "", 100, p.total_units)
            for p in level.producers
        ),
        belts,
        tuple(
            StationNow(
                s.name, depth[s.name], more.get("limit"), s.memory_units, 1, min(1, depth[s.name]), 0.5,
                more.get("busy", 1.0), 1.0, 1.0, 0.5, more.get("down", False), 0,
                dropped=dropped * (s.name == level.stand),
            )
            for s in level.stations
        ),
        tuple(more.get("signals", ())), Gauges(), Controls(), None, tuple(more.get("events", ())),
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", LEVELS)
def test_a_picture_fills_its_rectangle_and_nothing_else(kind, size):
    level = LEVELS[kind]
    where = level.producers[0].link.to
    signal = SignalNow(where, level.producers[0].name, "pace", 1.0, 0.5, 0.9)
    now = moment(level, 1.0, dropped=9, signals=[signal], events=[Event(100, "dropped", where, 3, "arrival")])
    assert_fills_its_rectangle_and_nothing_else(level, now, size)


@pytest.mark.parametrize("kind", LEVELS)
def test_the_same_moments_give_the_same_picture(kind):
    level = LEVELS[kind]
    moments = (moment(level, 0.2), moment(level, 0.6, tick=104, dropped=2))
    assert picture(level, *moments, frames=3) == picture(level, *moments, frames=3)


@pytest.mark.parametrize("kind", LEVELS)
@pytest.mark.parametrize("change", [{"part": 0.9}, {"dropped": 12}, {"down": True}, {"paused": True}])
def test_what_happens_is_seen(kind, change):
    level = LEVELS[kind]
    assert picture(level, moment(level, **{"part": 0.3})) != picture(level, moment(level, **({"part": 0.3} | change)))


@pytest.mark.parametrize("kind", LEVELS)
def test_with_reduced_motion_a_moment_stands_still(kind):
    level = LEVELS[kind]
    now = moment(level, 0.7)
    assert picture(level, now, still=True) == picture(level, now, frames=40, still=True)


@pytest.mark.parametrize("kind", ["pace", "pause", "resume", "request", "push"])
def test_every_kind_of_signal_has_its_words(kind):
    level = LEVELS["chocolate"]
    signal = SignalNow("wrapping", "kitchen", kind, 1.0 if kind == "pace" else None, 0.4, 1.2)
    assert picture(level, moment(level, signals=[signal])) != picture(level, moment(level))


def test_the_picture_does_not_touch_the_clip_of_the_surface():
    surface = pygame.Surface((400, 200))
    surface.set_clip((5, 5, 300, 100))
    draw_picture(
        surface, pygame.Rect(0, 0, 400, 200), LEVELS["chocolate"], moment(LEVELS["chocolate"]), PictureMemory(), 0.02
    )
    assert surface.get_clip() == pygame.Rect(5, 5, 300, 100)


def test_a_dropped_piece_flies_once_however_often_its_snapshot_is_drawn():
    level, memory = LEVELS["chocolate"], PictureMemory()
    now = moment(level, events=[Event(100, "dropped", "wrapping", 1, "arrival")])
    for _ in range(5):
        advance(memory, level, now, 0.01, False)
    assert len(memory.flying) == 1
    for k in range(500):  # a flood does not pile up
        advance(memory, level, moment(level, tick=101 + k, events=now.events), 0.001, False)
    assert len(memory.flying) <= 28


def test_the_worker_goes_from_calm_to_overwhelmed_and_breathes_again():
    level, memory = LEVELS["chocolate"], PictureMemory()
    said = []
    for k, (part, busy) in enumerate(((0.0, 0.3), (0.15, 0.9), (0.6, 1.0), (1.0, 1.0), (0.1, 0.8))):
        for frame in range(120):
            now = moment(level, part, tick=100 + 120 * k + frame, busy=busy)
            advance(memory, level, now, 1 / 60, False)
            said.append(word_of(memory, now.stations[0]))
    order = list(dict.fromkeys(said))
    assert order == ["calm", "busy", "behind", "overwhelmed", "relieved"]


def test_going_back_in_time_forgets_what_was_in_the_air():
    level, memory = LEVELS["chocolate"], PictureMemory()
    advance(memory, level, moment(level, events=[Event(1, "dropped", "wrapping", 1, "oldest")]), 0.01, False)
    advance(memory, level, moment(level, tick=3), 0.01, False)
    assert memory.flying == []


def test_places_fill_in_their_order():
    station = LEVELS["chocolate"].stations[0]
    assert [part.taken for part in fill_places(station, 9)] == [6, 3, 0]
    assert [part.taken for part in fill_places(station, 99)] == [6, 4, 4]


def test_a_heap_rests_on_its_foot_and_stays_in_its_width():
    spots, size = slots(21, 200.0)
    assert len(spots) == 21
    assert all(x - 30 * size >= -0.01 and x + 30 * size <= 200.01 for x, _ in spots)
    assert all(y <= 0 for _, y in spots)
    assert [round_up(n) for n in (0, 1, 3, 11, 60_001)] == [1, 1, 5, 20, 100_000]


@pytest.mark.parametrize("width", [1400.0, 1867.0, 2600.0])
def test_no_two_nodes_of_a_tree_overlap(width):
    layout = plan(LEVELS["belt"], width)
    boxes = [pygame.Rect(n.x, n.y, n.width, n.height) for n in layout.nodes.values()]
    for k, box in enumerate(boxes):
        assert box.collidelist(boxes[:k]) == -1
        assert box.left >= 0 and box.right < layout.room_x and box.top > 0 and box.bottom < 700


def test_each_station_that_drops_has_a_bin_of_its_own():
    level = LEVELS["belt"]
    calm = moment(level, part=0.3)
    at_a = replace(calm, stations=tuple(replace(s, dropped=7 * (s.name == "A")) for s in calm.stations))
    at_b = replace(calm, stations=tuple(replace(s, dropped=7 * (s.name == "B")) for s in calm.stations))
    assert len({picture(level, calm), picture(level, at_a), picture(level, at_b)}) == 3
