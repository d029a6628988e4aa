"""A run that is shown and not played: the play screen without what only a player needs. Decides nothing."""

from __future__ import annotations

from pygame import Surface

from lucy.run import words
from lucy.ui.layout import PlayZones
from lucy.ui.scenes.play import Play
from lucy.ui.stage import Stage


class Shown(Play):
    """The play screen of the demo."""

    records = False  # what a stand plays to itself is no one's run
    _told: frozenset[str] = frozenset()

    def reason(self) -> str:
        """Why whoever stands at the belt last changed its mind, as a sentence; empty before the first time."""
        reason = getattr(self.session.consumer, "reason", None)
        return words.say(f"reasons.{reason.key}", **dict(reason.numbers)) if reason is not None else ""

    def is_news(self, text: str) -> bool:
        """Whether that is a line of the level that has not been told yet; it has now."""
        if text in self._told or text not in {caption.text for caption in self.level.words.captions}:
            return False
        self._told |= {text}
        return True

    def follow_end(self, real_s: float, stage: Stage) -> None:
        """The run is over; its picture comes to rest, and so do the sounds."""
        self.picture.advance(real_s)
        self.look(now=True)
        stage.sounds.hear(self.now, real_s)

    def _hovered_key(self, zones: PlayZones, stage: Stage) -> str:
        """None: a pointer that somebody left there points at nothing."""
        return ""

    def _draw_end(self, surface: Surface, zones: PlayZones, stage: Stage) -> None:
        """Nothing: the demo has a card of its own for that."""
