"""What is to be heard, worked out from snapshots: cues, the pitch of the hum, the pitch of the queue, a caption.

Hears nothing itself and makes no sound: `tones` has the sounds, `sound` plays them. Times are real seconds, since
an ear does not run faster when the level does. The same snapshots give the same cues.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from lucy.run.snapshot import Snapshot
from lucy.ui.tones import HUM_HZ, VOICE_HZ, WRAP_HZ

# What happened -> (sound, at most one each so many seconds, ... once it goes on and on).
SOUND_OF = {
    "overflowed": ("crash", 1.5, 3.0),
    "signal_refused": ("buzz", 0.5, 2.0),
    "signal_sent": ("whoosh", 0.5, 2.5),
    "signal_arrived": ("bell", 0.5, 2.5),
    "dropped": ("thud", 0.35, 1.1),
    "delivered": ("wrap", 0.21, 0.55),
}
TIRES_AFTER = 8  # so many in a row, and a sound comes less often and softer
TIRED_GAIN = 0.45

ALARM_FROM = 0.8  # part of the limit
ALARM_EVERY_S, ALARM_TIRED_S = 2.0, 12.0
ALARMS_IN_A_ROW = 4  # then it is known; the next comes after the pile was below ALARM_AGAIN
ALARM_AGAIN = 0.6
RELIEF_BELOW, RELIEF_EVERY_S = 0.35, 15.0
LEAST_LIMIT = 3  # a place or two are full with each arrival: no alarm for that
GROWTH_S, GROWN = 1.2, 0.012  # growing: above its own mean over GROWTH_S by that part of the limit
SINGS_FROM = 0.05  # a queue below that part of its limit is silent
PATIENCE_S = 5.0  # without a limit: a wait of this long is sung as half full
STILL_S = 0.25  # nothing moves for so long: the belt is standing

# Captions: the more important goes first. The others wait, so that a line can be read.
RANK = ("falling", "rising", "hum", "wrap", "thud", "whoosh", "bell", "relief", "buzz", "alarm", "crash")
READ_S, STANDS_S = 1.2, 2.2
SELDOM_S = {"hum": 60.0, "wrap": 60.0, "rising": 4.0, "falling": 4.0, "thud": 4.0}  # said again only after this


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound to start now: a name of `tones.RECIPES`, and how loud, 0..1 of its level."""

    name: str
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class Heard:
    """One moment for the ear. Steps count up the scales of `tones`; a gain of 0 is silence."""

    cues: tuple[Cue, ...] = ()
    hum_step: int = 0
    hum_gain: float = 0.0
    voice_step: int = 0
    voice_gain: float = 0.0


@dataclass(slots=True)
class Rhythm:
    """How often one sound may come. What goes on and on comes less often, and softer."""

    every_s: float
    tired_every_s: float
    last_s: float = -math.inf
    in_a_row: int = 0

    def ask(self, now_s: float) -> float:
        """The gain with which it may sound now; 0: not yet."""
        tired = min(self.in_a_row / TIRES_AFTER, 1.0)
        gap_s = self.every_s + (self.tired_every_s - self.every_s) * tired
        since_s = now_s - self.last_s
        if since_s < gap_s:
            return 0.0
        self.in_a_row = self.in_a_row + 1 if since_s < 2 * gap_s else 0
        self.last_s = now_s
        return 1.0 - (1.0 - TIRED_GAIN) * min(self.in_a_row / TIRES_AFTER, 1.0)


@dataclass(slots=True)
class Ear:
    """Listens to one run after another. A snapshot from before the last one starts afresh."""

    now_s: float = 0.0  # real time listened to
    caption: str = ""  # the sound that is named now: a key of [screen.sound]; "": none
    _caption_s: float = 0.0
    _said_s: dict[str, float] = field(default_factory=dict)
    _rhythms: dict[str, Rhythm] = field(default_factory=dict)
    _tick: int = -1
    _outcome: str = "running"
    _still_s: float = 0.0
    _full: float = 0.0  # part of the limit, just now
    _mean: float = 0.0  # ... and over the last while
    _alarms: int = 0
    _alarm: Rhythm = field(default_factory=lambda: Rhythm(ALARM_EVERY_S, ALARM_TIRED_S))
    _relief_s: float = -math.inf
    _worried: bool = False
    _usual_per_s: float = 0.0  # the rate in that the belt is built for, as far as is known
    _hum_step: int = -1
    _voice_step: int = -1
    _wraps: int = 0

    def listen(self, now: Snapshot, dt_s: float) -> Heard:
        """What is to be heard of that snapshot, `dt_s` real seconds after the last."""
        self.now_s += dt_s
        if now.tick < self._tick or self._tick < 0:
            self._begin(now)
        self._still_s = 0.0 if now.tick > self._tick else self._still_s + dt_s
        self._tick = now.tick
        cues = self._happened(now) + self._pile(now, dt_s) + self._end(now)
        moves = self._still_s < STILL_S and now.outcome == "running"
        self._hum_step, hum_gain = self._belt(now) if moves else (-1, 0.0)
        before, (self._voice_step, voice_gain) = self._voice_step, self._queue() if moves else (-1, 0.0)
        self._name(cues, hum_gain, self._voice_step - before if min(before, self._voice_step) >= 0 else 0, dt_s)
        return Heard(tuple(cues), max(self._hum_step, 0), hum_gain, max(self._voice_step, 0), voice_gain)

    def _begin(self, now: Snapshot) -> None:
        self._outcome, self._usual_per_s = now.outcome, 0.0
        self._full = self._mean = _part(now)
        self._alarms, self._worried, self._hum_step, self._voice_step = 0, False, -1, -1

    def _happened(self, now: Snapshot) -> list[Cue]:
        kinds, cues = {event.kind for event in now.events}, []
        for kind, (sound, every_s, tired_every_s) in SOUND_OF.items():
            if kind not in kinds:
                continue
            rhythm = self._rhythms.setdefault(sound, Rhythm(every_s, tired_every_s))
            if gain := rhythm.ask(self.now_s):
                if sound == "wrap":
                    cues.append(Cue(f"wrap-{self._wraps % len(WRAP_HZ)}", gain))
                    self._wraps += 1
                else:
                    cues.append(Cue(sound, gain))
        return cues

    def _pile(self, now: Snapshot, dt_s: float) -> list[Cue]:
        """The alarm while the pile grows towards its limit, and the relief when it is down again."""
        part = _part(now)
        if not self._still_s:
            self._full += (part - self._full) * min(dt_s / 0.15, 1.0)
            self._mean += (part - self._mean) * min(dt_s / GROWTH_S, 1.0)
        if self._still_s or now.outcome != "running" or (now.gauges.limit or 0) < LEAST_LIMIT:
            return []
        if self._full < ALARM_AGAIN:
            self._alarms = 0
        nearly = part >= ALARM_FROM and self._full - self._mean > GROWN
        if nearly and self._alarms < ALARMS_IN_A_ROW and self._alarm.ask(self.now_s):
            self._alarms, self._worried = self._alarms + 1, True
            return [Cue("alarm")]
        down = any(station.down for station in now.stations)
        if self._worried and self._full <= RELIEF_BELOW and not down:
            self._worried = False
            if self.now_s - self._relief_s >= RELIEF_EVERY_S:
                self._relief_s = self.now_s
                return [Cue("relief")]
        return []

    def _end(self, now: Snapshot) -> list[Cue]:
        won = now.outcome == "won" and self._outcome == "running"
        self._outcome = now.outcome
        if won:
            self._relief_s = self.now_s
        return [Cue("relief")] if won else []

    def _belt(self, now: Snapshot) -> tuple[int, float]:
        """The hum: three steps of its scale for each fourfold rate in, and louder with it."""
        per_s = now.gauges.in_per_s
        self._usual_per_s = max(self._usual_per_s, now.gauges.out_per_s)
        usual_per_s = self._usual_per_s or per_s
        if usual_per_s <= 0 or per_s <= 0.02 * usual_per_s:
            return -1, 0.0
        times = math.log2(per_s / usual_per_s)
        step = _settled(1 + 1.5 * times, self._hum_step, len(HUM_HZ))
        return step, min(max(0.55 + 0.25 * times, 0.2), 1.0)

    def _queue(self) -> tuple[int, float]:
        """The queue's pitch: the scale from end to end for an empty and a full pile."""
        if self._full < SINGS_FROM:
            return -1, 0.0
        place = (self._full - SINGS_FROM) / (1 - SINGS_FROM) * (len(VOICE_HZ) - 1)
        return _settled(place, self._voice_step, len(VOICE_HZ)), 0.5 + 0.5 * self._full

    # -- captions

    def _name(self, cues: list[Cue], hum_gain: float, climbed: int, dt_s: float) -> None:
        """Choose the caption: what is new, most important first; a line stands long enough to be read."""
        self._caption_s += dt_s
        if self.caption and self._caption_s > STANDS_S:
            self.caption = ""
        wanted = [cue.name.partition("-")[0] for cue in cues]
        if hum_gain:
            wanted.append("hum")
        if climbed:
            wanted.append("rising" if climbed > 0 else "falling")
        fresh = [name for name in wanted if self.now_s - self._said_s.get(name, -math.inf) >= SELDOM_S.get(name, 0.0)]
        if not fresh:
            return
        best = max(fresh, key=RANK.index)
        waits = self.caption and self._caption_s < READ_S and RANK.index(best) < RANK.index(self.caption)
        if not waits:
            self.caption, self._caption_s = best, 0.0
            self._said_s[best] = self.now_s


def _part(now: Snapshot) -> float:
    """How full it is, 0..1 of the limit; without a limit, how long the wait is."""
    gauges = now.gauges
    if gauges.limit:
        return min(gauges.depth / gauges.limit, 1.0)
    wait_s = gauges.depth / max(gauges.out_per_s, 1e-9) if gauges.depth else 0.0
    return wait_s / (wait_s + PATIENCE_S)


def _settled(place: float, before: int, steps: int) -> int:
    """The step of a scale at `place`. It changes well past the edge of the step before, so that it does not flutter."""
    step = before if before >= 0 and abs(place - before) < 0.75 else round(place)
    return min(max(step, 0), steps - 1)
