"""What a picture remembers between two frames: eased postures, pieces in the air, the pile in its order.

Everything here is for the eye. Numbers on the screen never come from it: those are the snapshot's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lucy.run.snapshot import Snapshot, StationNow
from lucy.sim.level import Level

FALL_S, LAND_S, SHIFT_S, LEAVE_S = 0.75, 0.26, 0.18, 1.5
PASS_S = 0.18  # least time between two pieces that leave
MOST_FLYING = 28
HEARD_S = 2.2
SHAPES = 5


@dataclass(slots=True)
class Flying:
    """A piece on its way out of the picture's story: `kind` is dropped, delivered or late."""

    kind: str
    shape: int
    age_s: float = 0.0
    number: int = 0
    where: str = ""


@dataclass(slots=True)
class PictureMemory:
    """The state of one picture's movement. Make a new one for each run; `draw_picture` keeps it up."""

    who: str = ""  # the persona at the belt, or nobody known
    clock_s: float = 0.0
    tick: int = -1
    seen: Snapshot | None = None
    stress: dict[str, float] = field(default_factory=dict)  # by station, 0 calm .. 1 overwhelmed
    stand: str = ""
    worst: float = 0.0  # the stress that relief is measured from; fades
    relief_s: float = 0.0
    pile: list[int] = field(default_factory=list)  # shapes of what waits, oldest first
    arrived: int = 0
    landed_s: float = 9.0  # since the newest came to rest
    shifted_s: float = 9.0  # since the oldest was taken
    flying: list[Flying] = field(default_factory=list)
    since_delivered_s: float = 9.0
    flown: int = 0  # pieces so far
    late_owed: float = 0.0  # so many of the pieces that leave must still be late ones
    mood: str = "calm"  # the supervisor's
    mood_s: float = 0.0
    dial_per_s: dict[str, float] = field(default_factory=dict)  # eased, by producer
    lamps: dict[str, object] = field(default_factory=dict)  # by producer: which of its many sent, and when
    level_units: dict[str, float] = field(default_factory=dict)  # eased depth, by station


def strain(station: StationNow) -> float:
    """How hard it is for a station, 0..1: how busy it is, then how full.

    A limit that the consumer chose is only a strain while more comes in than goes out.
    """
    if station.down:
        return 1.0
    growing = station.in_per_s > 1.05 * station.out_per_s
    limits = [n for n in (station.limit if growing or not station.memory_units else None, station.memory_units) if n]
    room = min(limits, default=0)
    full = min(station.depth / room, 1.0) if room else min(station.depth / 40, 0.9)
    busy = min(max(station.utilisation, 0.0), 1.0)
    if station.frames:  # a screen: how old it is, and how many frames it leaves out
        stale = min(station.newest_age_s / 1.5, 1.0)
        return max(stale, 0.3 * busy + 0.5 * (full > 0.8), 0.9 - station.frames_per_s / 30)
    if station.next_numbers:  # someone waits for the newest: what is shown may be old
        return min(1.0, max(0.3 * busy, 0.35 * station.newest_age_s, 0.8 * full))
    wasted = station.overdue / station.depth if station.depth else 0.0  # work that nobody waits for any more
    filling = 0.28 * min(full / 0.4, 1.0) * busy + 0.42 * (max(full - 0.5, 0.0) / 0.5) ** 1.5
    return min(1.0, 0.6 * wasted**0.5 * busy + 0.3 * busy + filling)


def word_of(memory: PictureMemory, station: StationNow) -> str:
    """Which word says how that station copes: calm, busy, behind, overwhelmed, relieved or down."""
    if station.down:
        return "down"
    stress = memory.stress.get(station.name, 0.0)
    if memory.relief_s > 0 and stress < 0.62 and memory.stand in ("", station.name):
        return "relieved"
    return "calm" if stress < 0.24 else "busy" if stress < 0.52 else "behind" if stress < 0.82 else "overwhelmed"


def advance(memory: PictureMemory, level: Level, snapshot: Snapshot, dt_s: float, still: bool) -> None:
    """Bring the memory up to this snapshot. `still` (reduced motion) lets everything arrive at once."""
    fresh = snapshot is not memory.seen
    first = memory.seen is None
    if fresh and snapshot.tick < memory.tick:  # wound back or started again
        memory.pile, memory.flying, memory.stress, memory.level_units = [], [], {}, {}
        memory.lamps = {}
        memory.dial_per_s, memory.mood, memory.relief_s, memory.worst, first = {}, "calm", 0.0, 0.0, True
    memory.seen, memory.tick, memory.stand = snapshot, snapshot.tick, level.stand
    memory.clock_s += dt_s
    memory.landed_s += dt_s
    memory.shifted_s += dt_s
    memory.since_delivered_s += dt_s
    memory.mood_s += dt_s
    if memory.mood != "calm" and memory.mood_s > HEARD_S:
        memory.mood = "calm"
    for piece in memory.flying:
        piece.age_s += dt_s
    lasting = {"dropped": FALL_S, "delivered": LEAVE_S, "late": LEAVE_S}
    memory.flying = [p for p in memory.flying if p.age_s < lasting[p.kind]]
    jump = first or still
    for station in snapshot.stations:
        _ease(memory.stress, station.name, strain(station), 4.0 * dt_s, jump)
        _ease(memory.level_units, station.name, float(station.depth), 12.0 * dt_s, jump)
    for producer in snapshot.producers:
        _ease(memory.dial_per_s, producer.name, producer.rate_per_s, 6.0 * dt_s, jump)
    here = memory.stress.get(level.stand, 0.0)
    if here < memory.worst - 0.3 and here < 0.55:
        memory.relief_s, memory.worst = 3.0, here
    memory.worst = max(here, memory.worst - 0.04 * dt_s)
    memory.relief_s = max(0.0, memory.relief_s - dt_s) if here < 0.62 else 0.0
    if fresh:
        _events(memory, level, snapshot, still)
        _pile(memory, level, snapshot)


def _ease(values: dict[str, float], name: str, goal: float, part: float, jump: bool) -> None:
    now = values.get(name, goal)
    values[name] = goal if jump else now + (goal - now) * min(part, 1.0)


def _events(memory: PictureMemory, level: Level, snapshot: Snapshot, still: bool) -> None:
    each = max(level.unit.units_per_drawn, 1)
    done = sum(e.units for e in snapshot.events if e.kind == "delivered")
    late_part = min(1.0, sum(e.units for e in snapshot.events if e.kind == "late") / done) if done else 0.0
    for event in snapshot.events:
        if event.kind in ("dropped", "delivered"):
            if event.kind == "delivered":
                if memory.since_delivered_s < PASS_S:
                    continue
                memory.since_delivered_s = 0.0
            pieces = 0 if still else min(max(event.units // each, 1), 3)
            for k in range(min(pieces, MOST_FLYING - len(memory.flying))):
                shape = memory.pile[0] if event.kind == "delivered" and memory.pile else memory.arrived + k
                kind = event.kind
                if kind == "delivered":  # as many of the pieces are late as of the units
                    memory.late_owed += late_part
                    if memory.late_owed >= 0.5:
                        kind, memory.late_owed = "late", memory.late_owed - 1.0
                memory.flying.append(Flying(kind, shape % SHAPES, -0.09 * k, memory.flown, event.where))
                memory.flown += kind != "dropped"
        elif event.kind == "signal_arrived":
            memory.mood, memory.mood_s = "heard", 0.0
        elif event.kind == "signal_refused":
            memory.mood, memory.mood_s = "refused", 0.0


def stand_of(level: Level, snapshot: Snapshot) -> StationNow:
    """The station where somebody stands; the first, where the level's own is not among them."""
    return next((s for s in snapshot.stations if s.name == level.stand), snapshot.stations[0])


def _pile(memory: PictureMemory, level: Level, snapshot: Snapshot) -> None:
    """Keep the order of shapes: the oldest goes from the front, the newest comes at the end."""
    station = next((s for s in snapshot.stations if s.name == level.stand), None)
    if station is None:
        return
    memory.arrived = snapshot.ledger.made - snapshot.ledger.in_flight
    gone = sum(e.units for e in snapshot.events if e.kind == "served" and e.where == station.name)
    want = min(station.depth, 400)
    taken = min(gone, len(memory.pile))
    if taken:
        del memory.pile[:taken]
        memory.shifted_s = 0.0
    if len(memory.pile) < want:
        missing = want - len(memory.pile)
        memory.pile += [(memory.arrived - missing + k) % SHAPES for k in range(missing)]
        memory.landed_s = 0.0
    elif len(memory.pile) > want:
        del memory.pile[: len(memory.pile) - want]
