"""One run of a level, live and headless: decide, record, step. The human and the personas come the same way.

Ten times a second of level time the consumer decides; between decisions the engine steps. Everything that is done goes
on the tape, and while a tape is played nobody is asked: that is a replay, or a look back. Draws nothing.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from lucy.consumers.human import You
from lucy.consumers.protocol import DECISIONS_PER_S, Consumer, Thinking, Thinks
from lucy.consumers.published import introduce
from lucy.run import closeups, observe
from lucy.run.clock import Clock
from lucy.run.language import shown
from lucy.run.meters import Meters
from lucy.run.result import Result, result
from lucy.run.snapshot import Gauges, Snapshot, Timeline
from lucy.run.stand_gauges import gauges
from lucy.run.story import Story
from lucy.run.tape import Entry, Tape
from lucy.run.time_line import Moment, TimeLine
from lucy.run.views import view
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.plan import make_plan
from lucy.sim.rescript import rescript
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import OUTCOMES, RUNNING, new_world

THINKING_S = 0.003  # of a frame, for a consumer that thinks ahead
_LOOKS = 20  # a step by hand looks so often whether a slow consumer has decided
MOST_PRESSES = 2  # by hand: a press while the hands are busy is kept, more are not


class Session:
    """A run that goes on as real time, or a caller, says."""

    def __init__(
        self, level: Level, consumer: Consumer | None = None, seed: int = 1, hands_on: bool = False, live: bool = True
    ) -> None:
        """`consumer` None: a person plays. `live`: keep gauges, events and captions; headless runs do without."""
        self.unchanged_level = level
        self.level = _by_hand(level) if hands_on else level
        self.hands_on = hands_on
        self._fresh = consumer or You()
        self.consumer = deepcopy(self._fresh)
        self.consumer_name = self.consumer.name
        self.seed = seed
        self.live = live
        self.rewinds = live  # keep checkpoints; a run that nobody will look back at goes without
        self.paused = False
        self.clock = Clock(level.tick_hz)
        self.station = level.station_index(level.stand)
        self.decision_ticks = max(1, level.tick_hz // DECISIONS_PER_S)
        self._begin()

    def _begin(self) -> None:
        self.world = new_world(self.level, [self.seed])
        self.meters = Meters(self.world)
        self.tape = Tape()
        self._asked_tick: int | None = None  # of a decision that is not made yet
        self.plays_until: int | None = None  # the tape is played up to this tick; None: the consumer decides
        self.digests: list[tuple[int, str]] = []  # about one a second: (tick, digest as the run left that tick)
        self.branched_at_s: tuple[float, ...] = ()  # where somebody went back and took it from there
        self._controls = Controls()
        introduce(self.consumer, self.level)
        self.story = Story(self.world, self.station)
        set_controls(self.world, self.station, self._controls)
        self.line = TimeLine(self)

    @property
    def speed(self) -> float:
        """Level seconds in a real second."""
        return self.clock.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self.clock.speed = speed

    @property
    def controls(self) -> Controls:
        """What is wanted now."""
        return self._controls

    @property
    def finished(self) -> bool:
        """Whether the run has ended, or a tape that was cut short."""
        return bool(self.world.outcome[0] != RUNNING) or self.world.tick == self.plays_until

    @property
    def time_s(self) -> float:
        """Level time in seconds."""
        return self.world.tick / self.level.tick_hz

    def set_controls(self, controls: Controls, said: str = "") -> None:
        """What a person wants from now on; at once, also while paused. ValueError for a value out of range.

        `said`: what was changed, for the timeline. While a tape plays nothing can be changed.
        """
        if self.plays_until is not None:
            return
        if isinstance(self.consumer, You):
            self.consumer.set(controls)
        if not self.finished:
            if controls != self._controls:
                self.story.changed(said, self.time_s)
            self._apply(controls)

    def rescript(self, level: Level, said: str = "") -> None:
        """Go on by a level whose rates differ from now on; looking back comes by it, too. See `sim.rescript`."""
        plan = make_plan(_by_hand(level) if self.hands_on else level)
        self.line.rescript(plan)
        rescript(self.world, plan)
        self.unchanged_level, self.level = level, plan.level
        self.story.changed(said, self.time_s)

    def press(self) -> None:
        """By hand: work on one unit. A press too many is not kept."""
        if self.plays_until is None:
            self._press()
            self.tape.write(Entry(self.world.tick, None))

    def _press(self) -> None:
        presses = self.world.presses[0]
        presses[self.station] = min(MOST_PRESSES, presses[self.station] + 1)

    def advance(self, real_s: float) -> None:
        """Run as many whole ticks as that much real time is worth."""
        if not self.paused and not self.finished:
            self.run_ticks(self.clock.advance(real_s))
            if isinstance(self.consumer, Thinks):  # ahead of its next decision, so that no frame has it all to do
                self.consumer.think(THINKING_S)

    def step_once(self) -> None:
        """A tenth of a second of level time, also while paused; a slow consumer is asked again a few times."""
        end = self.world.tick + self.decision_ticks
        for _ in range(_LOOKS):
            self.run_ticks(end - self.world.tick)
            if self.world.tick >= end or self.finished:
                break

    def run_ticks(self, ticks: int) -> None:
        """Run so many ticks, stopping at the end; the consumer decides at its times."""
        left = ticks
        while left > 0 and not self.finished:
            self._play(decided=False)
            if self.world.tick % self.decision_ticks == 0 and not self._decide():
                break
            chunk = min(left, self.decision_ticks - self.world.tick % self.decision_ticks, self._until_next())
            step(self.world, chunk)
            left -= chunk
            if self.world.tick == self.plays_until:
                self._play(decided=False)
        if self.live:
            self.story.observe(self.world)
        if self.world.tick == self.plays_until:
            self.line.end(self)

    def _until_next(self) -> int:
        """Ticks until something stands on the tape, or until it ends."""
        if self.plays_until is None:
            return self.decision_ticks
        upto = self.plays_until if self.tape.next_tick is None else min(self.tape.next_tick, self.plays_until)
        return max(1, upto - self.world.tick)

    def restart(self, seed: int | None = None) -> None:
        """From the beginning, with the same consumer's kind; a person's settings start anew."""
        self.seed = self.seed if seed is None else seed
        self.consumer = deepcopy(self._fresh)
        self._begin()

    def _play(self, decided: bool) -> None:
        """Do what the tape says for this moment."""
        for entry in self.tape.due(self.world.tick, decided) if self.plays_until is not None else ():
            if entry.controls is None:
                self._press()
                continue
            set_controls(self.world, self.station, entry.controls)
            self._controls = entry.controls
            if self.live:
                self.story.reason(entry.reason, self.consumer_name, self.time_s)

    def _decide(self) -> bool:
        """Let the consumer decide. False: it is still at it, and the belt waits where the picture does not."""
        if self._asked_tick != self.world.tick:
            if self.rewinds:
                self.line.note(self)
            self.meters.read(self.world)
            if self.live:
                self.story.record(self.world, self.meters)
        if self.plays_until is not None:
            self._play(decided=True)
        else:
            seen = view(self.world, self.station, self.meters, self._controls)
            try:
                controls = self.consumer.decide(seen)
            except Thinking:
                self._asked_tick = self.world.tick
                return False
            changed = controls != self._controls
            if changed:
                self._apply(controls, decided=True)
            if self.live:
                self.story.reason(self.consumer.reason, self.consumer_name, self.time_s, changed)
        self._asked_tick = None
        self._note_digest()
        return True

    def _note_digest(self) -> None:
        last_s = self.digests[-1][0] // self.level.tick_hz if self.digests else 0
        if self.world.tick // self.level.tick_hz > last_s:
            self.digests.append((self.world.tick, self.world.digest()))

    def _apply(self, controls: Controls, decided: bool = False) -> None:
        set_controls(self.world, self.station, controls)
        self._controls = controls
        self.tape.write(Entry(self.world.tick, controls, decided, self.consumer.reason if decided else None))

    def moment(self) -> Moment:
        """This moment, to come back to; it is not copied, so nothing may run on from it before it is."""
        return Moment(self.world, self.meters, self._controls, self.tape.done, self.story, self.plays_until)

    def go_to(self, moment: Moment) -> None:
        """Stand at that moment of the same line."""
        self.world, self.meters, self.story = moment.world, moment.meters, moment.story
        self._controls, self.plays_until = moment.controls, moment.plays_until
        self.tape.done = moment.done
        self._asked_tick = None

    def play_again(self, tape: Tape, until: int, consumer_name: str, branched_at_s: tuple[float, ...]) -> None:
        """From the beginning, what stands on that tape, up to that tick."""
        self._begin()
        self.tape, self.plays_until = tape, until
        self.consumer_name, self.branched_at_s = consumer_name, branched_at_s

    def take_over(self) -> None:
        """From here a person plays on; what stands on the tape after this moment is forgotten."""
        self.tape.cut()
        self.plays_until = None
        self.digests = [noted for noted in self.digests if noted[0] < self.world.tick]
        self.consumer = You(self._controls)
        self.consumer_name = self.consumer.name
        self.branched_at_s = (*self.branched_at_s, self.time_s)

    def gauges(self) -> Gauges:
        """The numbers of the station where the consumer stands."""
        return gauges(self.world, self.station, self.meters, self.story)

    def snapshot(self) -> Snapshot:
        """This moment. The events since the last snapshot are handed out once."""
        world, outcome = self.world, OUTCOMES[int(self.world.outcome[0])]
        now, under_way = self.gauges(), observe.signals(world)
        stations = observe.stations(world, self.meters)
        down = next((station.name for station in stations if station.down), "")
        return Snapshot(
            tick=world.tick,
            time_s=self.time_s,
            duration_s=self.level.duration_ms / 1000,
            act=self._act(),
            outcome=outcome,
            ledger=observe.ledger(world),
            producers=observe.producers(world, self.meters),
            belts=observe.belts(world, self.clock.owed),
            stations=stations,
            signals=under_way,
            gauges=now,
            controls=self._controls,
            caption=self.story.narrator.now(now, under_way, outcome, self.time_s, down),
            events=self.story.take_events(),
            faults=closeups.broken(world),
        )

    def _act(self) -> str:
        titles = [shown(act.title) for act in self.level.acts if act.at_ms <= self.time_s * 1000]
        return titles[-1] if titles else ""

    def timeline(self, last_s: float | None = 60.0) -> Timeline:
        """The stand's station over the last seconds (None: from the start), a point each tenth of a second."""
        return self.story.timeline(self.time_s, last_s)

    def result(self) -> Result:
        """The figures, as `simulate --json` gives them."""
        return result(self.world, self.consumer_name)


def _by_hand(level: Level) -> Level:
    """The same level with the stand's station worked by key presses."""
    stations = list(level.stations)
    at = level.station_index(level.stand)
    stations[at] = replace(stations[at], service=replace(stations[at].service, by_hand=True))
    return replace(level, stations=tuple(stations))
