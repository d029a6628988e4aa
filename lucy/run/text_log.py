"""What happens in a run, in plain sentences with clock times: for a screen reader, and for whoever reads on.

Written while the run goes on, from events and counters; what happens over and over is added up, not told each time.
Draws nothing and changes nothing in the run.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np

from lucy.run import closeups, observe
from lucy.run.language import shown
from lucy.run.result import ending_sentence
from lucy.run.snapshot import SignalNow
from lucy.run.words import WordsError, format_clock, say
from lucy.sim.events import Event
from lucy.sim.level import Level
from lucy.sim.world import World

AGAIN_S = 5.0  # the same thing is told no more often than this; what came meanwhile is added up
QUIET_S = 10.0  # when nothing was told for so long, how it stands is
CHANGED = 0.2  # a rate of the script is told again when it is so much of itself away from what was told
FEW_UNITS = 2  # so few that wait are no pile, and do not fall
ADDED_UP = ("dropped", "late")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and the level time that it was true at."""

    at_s: float
    text: str
    kind: str = ""  # "set": a setting; "state": how it stood when somebody asked

    def __str__(self) -> str:
        return f"{format_clock(self.at_s)}  {self.text}"


class TextLog:
    """The sentences of one run, oldest first."""

    def __init__(self, world: World, station: int) -> None:
        self.level, self.station = world.plan.level, station
        self.lines: list[Line] = []
        self._told_s: dict[str, float] = {}  # when a kind of thing was told last
        self._untold: dict[str, int] = {}  # how often it happened since
        self._told_rates: dict[str, float] = {}
        self._broken: tuple[str, ...] = ()

    def copy(self) -> TextLog:
        """One of its own that goes on from here."""
        own = copy(self)
        own.lines, own._told_s, own._untold = list(self.lines), dict(self._told_s), dict(self._untold)
        own._told_rates = dict(self._told_rates)
        return own

    def begin(self, world: World) -> None:
        """The scene, said once: the title, who makes what, and how much room there is."""
        if self._told_rates:
            return
        plan, level = world.plan, self.level
        station = level.stations[self.station]
        room = observe.finite(world.limit[0, self.station]) or station.capacity_units or station.memory_units
        self.add(self._say("scene", title=level.words.title, station=station.name), 0.0)
        for column, producer in enumerate(level.producers):
            self._rate(f"makes:{producer.name}", producer.name, plan.rate_milli[0, column] / 1000, 0.0)
        for column, each in enumerate(level.stations):
            self._rate(f"does:{each.name}", each.name, plan.service_milli[0, column] / 1000, 0.0)
        if room:
            self.add(self._say("room", where=station.name, room=int(room)), 0.0)

    def add(self, text: str, at_s: float, kind: str = "") -> None:
        """One more sentence."""
        if text:
            self.lines.append(Line(at_s, text[0].upper() + text[1:], kind))

    def setting(self, said: str, at_s: float, again: bool) -> None:
        """Somebody changed a setting. `again`: it replaces the line before, which it followed at once."""
        if said:
            if again and self.lines and self.lines[-1].kind == "set":
                self.lines.pop()
            self.add(self._say("set", setting=said), at_s, "set")

    def reason(self, text: str, speaker: str, at_s: float) -> None:
        """Why a persona changed its mind."""
        try:
            name = say(f"personas.{speaker}.name")
        except WordsError:  # a consumer of one's own
            name = speaker
        self.add(self._say("says", name=name, line=text), at_s)

    def observe(
        self, world: World, events: tuple[Event, ...], before: tuple[SignalNow, ...], now: tuple[SignalNow, ...],
        caption: str,
    ) -> None:  # fmt: skip
        """What came of the last ticks. `before`, `now`: the signals under way; `caption`: the level's own words."""
        at_s = world.tick / world.plan.tick_hz
        self._script(world, at_s)
        self.add(caption, at_s)
        for event in events:
            match event.kind:
                case "signal_sent":
                    self._signal("sent", [s for s in now if s.source == event.where], event, at_s)
                case "signal_arrived":
                    self._signal("heard", [s for s in before if s.target == event.where], event, at_s)
                case "dropped" | "late":
                    self._lost(event, at_s)
                case "signal_refused" | "overflowed" | "worker_added":
                    self._seldom(event.kind, self._say(event.kind, where=event.where), at_s)
        if any(event.kind == "finished" for event in events):
            self._flush(at_s, least_s=0.0)
            self._end(world, at_s)
        else:
            self._flush(at_s, AGAIN_S)

    def is_quiet(self, at_s: float) -> bool:
        """Whether nothing has been told for a while."""
        return at_s - (self.lines[-1].at_s if self.lines else 0.0) >= QUIET_S

    # -- sentences

    def _say(self, key: str, **numbers: float | str) -> str:
        told = {name: shown(value) if isinstance(value, str) else value for name, value in numbers.items()}
        return say(f"log.{key}", unit=self.level.unit.name, units=self.level.unit.plural, **told)

    def _script(self, world: World, at_s: float) -> None:
        """What the level's script changed: its parts, its rates, what broke."""
        plan, level, tick = world.plan, self.level, min(world.tick, world.plan.length)
        for act in level.acts:
            if act.at_ms and act.at_ms <= at_s * 1000 and self._first(f"act:{act.at_ms}", at_s):
                self.add(self._say("part", title=act.title), at_s)
        for column, producer in enumerate(level.producers):
            self._rate(f"makes:{producer.name}", producer.name, plan.rate_milli[tick, column] / 1000, at_s)
        last = min(tick, len(plan.service_milli) - 1)
        for column, station in enumerate(level.stations):
            self._rate(f"does:{station.name}", station.name, plan.service_milli[last, column] / 1000, at_s)
        broken = tuple(fault.title for fault in closeups.broken(world) if fault.title)
        for title in broken:
            if title not in self._broken:
                self.add(self._say("broken", title=title), at_s)
        for title in self._broken:
            if title not in broken:
                self.add(self._say("mended", title=title), at_s)
        self._broken = broken

    def _rate(self, key: str, where: str, per_s: float, at_s: float) -> None:
        told = self._told_rates.get(key)
        news = told is None or abs(per_s - told) > CHANGED * max(per_s, told)
        if news and (told is None or at_s - self._told_s.get(key, -AGAIN_S) >= AGAIN_S):
            self._told_rates[key], self._told_s[key] = per_s, at_s
            if per_s or told:
                self.add(self._say(key.partition(":")[0], where=where, rate=float(per_s)), at_s)

    def _first(self, key: str, at_s: float) -> bool:
        if key in self._told_s:
            return False
        self._told_s[key] = at_s
        return True

    def _seldom(self, key: str, text: str, at_s: float) -> None:
        """Tell it, unless it was told just now; then it is counted, and the count comes with the next time."""
        if at_s - self._told_s.get(key, -AGAIN_S) < AGAIN_S:
            self._untold[key] = self._untold.get(key, 0) + 1
            return
        self._told_s[key] = at_s
        more = self._untold.pop(key, 0)
        self.add(text + (" " + self._say("more", more=more) if more else ""), at_s)

    def _signal(self, heard: str, found: list[SignalNow], event: Event, at_s: float) -> None:
        same = sorted((s for s in found if s.kind == event.detail), key=lambda signal: signal.eta_s)
        if not same:  # sent and heard within the same ticks
            return
        signal = same[-1] if heard == "sent" else same[0]
        kind = "push" if signal.kind == "pace" and signal.value_per_s is None else signal.kind  # its own pace again
        text = self._say(
            f"{heard}.{kind}", source=signal.source, where=signal.target, rate=float(signal.value_per_s or 0)
        )
        self._seldom(f"{heard}.{event.detail}.{event.where}", text, at_s)

    def _lost(self, event: Event, at_s: float) -> None:
        self._untold[event.kind] = self._untold.get(event.kind, 0) + event.units
        if self._first(f"first:{event.kind}", at_s):
            key = f"first.{event.detail}" if event.kind == "dropped" else "first.late"
            self.add(self._say(key, where=event.where), at_s)
            self._told_s[event.kind] = at_s

    def _flush(self, at_s: float, least_s: float) -> None:
        """Tell what was lost since it was last told."""
        for kind in ADDED_UP:
            lost, since_s = self._untold.get(kind, 0), at_s - self._told_s.get(kind, at_s)
            if lost and since_s >= least_s:
                self._untold[kind], self._told_s[kind] = 0, at_s
                key = f"lost.{kind}" if since_s >= 0.1 else f"lost.{kind}_at_once"
                self.add(self._say(key, lost=lost, since_s=float(round(since_s, 1))), at_s)

    def _end(self, world: World, at_s: float) -> None:
        book = observe.ledger(world)
        self.add(ending_sentence(world, 0), at_s)
        self.add(self._say(
            "ledger", made=book.made, delivered=book.delivered, late=book.late, dropped=book.dropped,
            left=book.buffered + book.in_flight,
        ), at_s)  # fmt: skip


def state(level: Level, depth: float, limit: float | None, deficit_per_s: float, grows: bool) -> str:
    """How it stands, in one sentence: "27 chocolates waiting of 30, 25 more each second, full in 9 s"."""
    of = "of" if limit is not None and np.isfinite(limit) else "no_limit"
    falls = deficit_per_s < -0.05 and depth > FEW_UNITS
    key = ("fills" if of == "of" else "grows") if grows and deficit_per_s > 0 else "falls" if falls else "steady"
    numbers = {"waiting": int(depth), "unit": level.unit.name, "units": level.unit.plural}
    room = max((limit or 0) - depth, 0) if of == "of" else 0
    pile = say(f"log.state.{of}", limit=int(limit or 0) if of == "of" else 0, **numbers)
    change = say(
        f"log.state.{key}", change_per_s=abs(deficit_per_s), full_in_s=float(round(room / max(deficit_per_s, 1e-9))),
        **numbers,
    )  # fmt: skip
    return say("log.state.both", pile=pile, change=change)
