"""The caption line: what the level says at its moments, why a persona changed its mind, else how it stands.

Words come from the level's file and the words file. Changes nothing in the run.
"""

from __future__ import annotations

from copy import copy

from lucy.consumers.protocol import Reason
from lucy.run.snapshot import CaptionNow, Gauges, SignalNow
from lucy.run.words import say
from lucy.sim.events import Event
from lucy.sim.level import Level

_REASON_S = 5.0  # a sentence stays up at least so long
FEW_UNITS = 2  # so few that wait are no pile
_STATUS_S = 0.5  # and a status is not renewed more often than this


class Narrator:
    """Chooses the caption of each moment."""

    def __init__(self, level: Level) -> None:
        self._level = level
        self._left = list(level.words.captions)
        self._said_until_s = 0.0
        self._status_at_s = -1.0
        self._caption: CaptionNow | None = None

    def copy(self) -> Narrator:
        """One of its own that goes on from here."""
        own = copy(self)
        own._left = list(self._left)
        return own

    def reason(self, reason: Reason, speaker: str, time_s: float) -> CaptionNow:
        """A persona changed its mind."""
        text = say(f"reasons.{reason.key}", **dict(reason.numbers))
        return self._keep(CaptionNow(text, speaker, time_s))

    def events(self, events: tuple[Event, ...], time_s: float) -> CaptionNow | None:
        """The level's own captions: at a time, or the first time that something happens."""
        kinds = {event.kind for event in events}
        for caption in self._left:
            if (caption.when and caption.when in kinds) or (not caption.when and caption.at_ms <= time_s * 1000):
                self._left.remove(caption)
                return self._keep(CaptionNow(caption.text, "", time_s))
        return None

    def now(
        self, gauges: Gauges, signals: tuple[SignalNow, ...], outcome: str, time_s: float, down: str = ""
    ) -> CaptionNow | None:
        """What stands on the caption line. `down`: a station that has fallen over while the run goes on."""
        over = outcome != "running"
        if over and (self._caption is None or self._caption.speaker != "status " + outcome):
            key = "down" if outcome == "lost" else "done"
            self._caption = CaptionNow(self._say(key, gauges), "status " + outcome, time_s)
        elif not over and time_s >= self._said_until_s and time_s >= self._status_at_s + _STATUS_S:
            self._status_at_s = time_s
            self._caption = CaptionNow(self._status(gauges, signals, time_s, down), "", time_s)
        caption = self._caption
        if caption and caption.speaker.startswith("status "):
            return CaptionNow(caption.text, "", caption.at_s)
        return caption

    def _keep(self, caption: CaptionNow) -> CaptionNow:
        self._caption = caption
        self._said_until_s = caption.at_s + _REASON_S
        return caption

    def _status(self, gauges: Gauges, signals: tuple[SignalNow, ...], time_s: float, down: str) -> str:
        deficit = gauges.deficit_per_s
        slack = 0.05 * max(gauges.in_per_s, gauges.out_per_s)
        if time_s < 2.0 and not gauges.depth:
            return self._say("start", gauges)
        travelling = [s for s in signals if s.eta_s > 0.2]
        if travelling and deficit > slack:
            return self._say("signal", gauges, eta_s=float(round(travelling[0].eta_s, 1)))
        if gauges.limit and gauges.depth >= gauges.limit:
            return self._say("dropping" if gauges.dropped else "full", gauges)
        if gauges.depth <= FEW_UNITS and deficit <= 0.5 * gauges.in_per_s:  # rates of a few a second are never even
            return self._calm(gauges, down)
        if deficit > slack and gauges.full_in_s is not None and gauges.full_in_s < 60:
            return self._say("full_in", gauges, full_in_s=float(round(gauges.full_in_s)))
        if deficit > slack and gauges.dropped and gauges.full_in_s is None:
            return self._say("shedding", gauges)
        if deficit > slack:
            return self._say("growing", gauges)
        if gauges.depth <= max(FEW_UNITS, 0.1 * gauges.out_per_s):
            return self._calm(gauges, down)
        return self._say("falling" if deficit < -slack else "steady", gauges)

    def _calm(self, gauges: Gauges, down: str) -> str:
        return self._say("others_up", gauges, down=down) if down else self._say("calm", gauges)

    def _say(self, key: str, gauges: Gauges, **numbers: float | str) -> str:
        unit = self._level.unit
        known = {
            "unit": unit.name,
            "units": unit.plural,
            "waiting": gauges.depth,
            "in_per_s": gauges.in_per_s,
            "deficit_per_s": gauges.deficit_per_s,
            "surplus_per_s": -gauges.deficit_per_s,
            "dropped": gauges.dropped,
        }
        return say(f"status.{key}", **known | numbers)
