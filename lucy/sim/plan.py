"""What of a level does not change while it runs: indices, delays in ticks, rates by tick. Holds no state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lucy.sim.level import OUT, Level, Rate, Station, ticks

BIG = 1 << 60  # "no limit" in integers
RAMP_STEP_MS = 50  # a ramp is a staircase of such steps


@dataclass(frozen=True, slots=True)
class Group:
    """Sources whose belts take equally long, so that they are put on in one go."""

    belt_ticks: int
    sources: np.ndarray  # columns among the producers, or among the stations
    lanes: np.ndarray  # columns among the lanes


@dataclass(frozen=True, slots=True)
class Plan:
    """A level made ready. A lane is a belt into a station and its line there; lanes are sorted by station."""

    level: Level
    tick_hz: int
    length: int  # ticks
    producers: int
    stations: int
    lanes: int
    names: tuple[str, ...]  # of the sources, lane by lane
    lane_station: np.ndarray  # (lanes,) which station it feeds
    lane_starts: np.ndarray  # (stations,) first lane of each station
    producer_lane: np.ndarray  # (producers,)
    producer_of_lane: np.ndarray  # (lanes,) -1: fed by a station
    relay_of_lane: np.ndarray  # (lanes,) station that feeds it; -1: a producer
    single: bool  # each station has one lane: lane columns are station columns
    producer_groups: tuple[Group, ...]
    relay_groups: tuple[Group, ...]
    sinks: np.ndarray  # (stations,) bool: hands its units out
    belt_ticks: np.ndarray  # (lanes,)
    belts: tuple[tuple[int, np.ndarray], ...]  # each different one, and its lanes (bool)
    signal_ticks: np.ndarray  # (lanes,)
    controllable: np.ndarray  # (lanes,) bool
    deadline_ticks: int  # 0: none
    rate_milli: np.ndarray  # (length + 1, producers): each tick's natural rate
    service_milli: np.ndarray  # (length + 1, stations): each tick's rate of one worker
    even: np.ndarray  # (stations,) bool: neither arrivals nor service are random
    exponential: np.ndarray  # columns of the stations with exponential service
    deterministic: np.ndarray
    uneven: np.ndarray  # deterministic, but randomness reaches them
    is_uneven: np.ndarray  # (stations,) bool: the same
    price: np.ndarray  # (stations,) credit that a unit costs: 2000 ticks a second, or 0 where service is not by credit
    refusal: np.ndarray  # (stations,) credit that turning a unit away costs
    framed: np.ndarray
    by_hand: tuple[int, ...]  # stations worked by key presses
    all_even: bool
    any_even: bool
    finite: bool  # some producer has an end
    traced: np.ndarray  # (producers,) bool: plays a trace
    memory: np.ndarray  # (stations,) units; BIG: no end
    relays: bool  # some station feeds another one
    attempt: np.ndarray  # (lanes,) 0: first attempts; k: the hidden lane of k-th retries, k places behind the first
    retry_ticks: np.ndarray  # (lanes,) how long after a loss it is tried again on the next lane; 0: never
    jitter: np.ndarray  # (lanes,) bool: at a random moment of that mean
    retry_groups: tuple[Group, ...]  # hidden lanes by belt
    retrying: bool


def rate_by_tick(rate: Rate, length: int, tick_hz: int) -> np.ndarray:
    """The scripted rate at each tick, in thousandths per second: int64, shape (length + 1,)."""
    row = np.full(length + 1, rate.milli_per_s, dtype=np.int64)
    before = rate.milli_per_s
    for change in rate.changes:
        at = min(ticks(change.at_ms, tick_hz), length + 1)
        steps = max(1, change.ramp_ms // RAMP_STEP_MS)
        for step in range(1, steps + 1):
            begin = min(at + ticks((step - 1) * change.ramp_ms // steps, tick_hz), length + 1)
            row[begin:] = before + (change.rate_milli_per_s - before) * step // steps
        before = change.rate_milli_per_s
    return row


def _random_input(level: Level) -> set[str]:
    """Stations that randomness can reach."""
    reached = {p.link.to for p in level.producers if p.arrivals.kind == "poisson" or p.arrivals.bursts}
    reached |= {s.name for s in level.stations if s.service.kind == "exponential"}
    for _ in level.stations:
        reached |= {s.link.to for s in level.stations if s.name in reached}
    return reached


def _attempts(level: Level) -> list[tuple[int, int]]:
    """(source, attempt) for each lane: a producer that tries again has one more for each attempt."""
    most = [p.retries.most if p.retries else 0 for p in level.producers] + [0] * len(level.sources)
    return [(i, k) for i in range(len(level.sources)) for k in range(most[i] + 1)]


def _groups(members: list[tuple[int, int, int]]) -> tuple[Group, ...]:
    delays = sorted({delay for delay, _, _ in members})
    return tuple(
        Group(
            delay,
            np.array([source for d, source, _ in members if d == delay]),
            np.array([lane for d, _, lane in members if d == delay]),
        )
        for delay in delays
    )


def make_plan(level: Level) -> Plan:
    """Compile a level."""
    hz, length = level.tick_hz, level.duration_ticks
    sources = level.sources
    attempts = _attempts(level)
    attempts.sort(key=lambda lane: (level.station_index(sources[lane[0]].link.to), lane))
    lanes, attempt = [source for source, _ in attempts], np.array([k for _, k in attempts])
    lane_station = np.array([level.station_index(sources[i].link.to) for i in lanes])
    made_by = len(level.producers)
    producer_of_lane = np.array([i if i < made_by else -1 for i in lanes])
    relay_names = [sources[i].name if i >= made_by else "" for i in lanes]
    relay_of_lane = np.array([level.station_index(name) if name else -1 for name in relay_names])
    belt = [ticks(sources[i].link.belt_ms, hz) for i in lanes]
    belt = [max(1, b) if relay_of_lane[k] >= 0 else b for k, b in enumerate(belt)]
    stations = level.stations
    random = _random_input(level)
    kinds = np.array([s.service.kind for s in stations])
    members = [(k, i) for k, i in enumerate(lanes) if not attempt[k]]
    hidden = [(belt[k], lanes[k], k) for k in range(len(lanes)) if attempt[k]]
    retries = [sources[i].retries if i < made_by else None for i in lanes]  # type: ignore[union-attr]
    even = np.array([s.service.kind == "deterministic" and s.name not in random for s in stations])
    return Plan(
        level=level,
        tick_hz=hz,
        length=length,
        producers=made_by,
        stations=len(stations),
        lanes=len(lanes),
        names=tuple(sources[i].name for i in lanes),
        lane_station=lane_station,
        lane_starts=np.searchsorted(lane_station, np.arange(len(stations))),
        producer_lane=np.array([lanes.index(p) for p in range(made_by)]),
        producer_of_lane=producer_of_lane,
        relay_of_lane=relay_of_lane,
        single=len(lanes) == len(stations),
        producer_groups=_groups([(belt[k], i, k) for k, i in members if i < made_by]),
        relay_groups=_groups([(belt[k], int(relay_of_lane[k]), k) for k, i in members if i >= made_by]),
        sinks=np.array([s.link.to == OUT for s in stations]),
        belt_ticks=np.array(belt),
        belts=tuple((delay, np.array(belt) == delay) for delay in sorted(set(belt))),
        signal_ticks=np.array([ticks(sources[i].link.signal_ms, hz) for i in lanes]),
        controllable=np.array([sources[i].link.controllable for i in lanes]),
        deadline_ticks=ticks(level.deadline_ms, hz),
        rate_milli=np.stack([rate_by_tick(p.arrivals.rate, length, hz) for p in level.producers], axis=1),
        service_milli=np.stack([rate_by_tick(s.service.rate, length, hz) for s in stations], axis=1),
        even=even,
        exponential=np.flatnonzero(kinds == "exponential"),
        deterministic=np.flatnonzero(kinds == "deterministic"),
        uneven=np.flatnonzero((kinds == "deterministic") & ~even),
        is_uneven=(kinds == "deterministic") & ~even,
        price=np.where(kinds == "deterministic", 2000 * hz, 0),
        refusal=np.array([2 * hz * s.refusal_milli for s in stations], dtype=np.int64),
        framed=np.flatnonzero(kinds == "frames"),
        by_hand=tuple(i for i, s in enumerate(stations) if s.service.by_hand),
        all_even=bool(even.all()),
        any_even=bool(even.any()),
        finite=any(p.total_units for p in level.producers),
        traced=np.array([p.arrivals.kind == "trace" for p in level.producers]),
        memory=np.array([BIG if s.memory_units is None else s.memory_units for s in stations], dtype=np.int64),
        relays=bool((relay_of_lane >= 0).any()),
        attempt=attempt,
        retry_ticks=np.array([max(1, ticks(r.after_ms, hz)) if r and attempt[k] < r.most else 0
                              for k, r in enumerate(retries)]),
        jitter=np.array([bool(r and r.jitter) for r in retries]),
        retry_groups=_groups(hidden),
        retrying=bool(hidden),
    )


def start_limit(station: Station) -> int:
    """The buffer limit before any consumer speaks: the station's own, else its memory."""
    limits = [n for n in (station.capacity_units, station.memory_units) if n is not None]
    return min(limits, default=BIG)
