"""What was done in a run, by tick: every change of the controls and every press. Played again, it gives the run again.

Owns the entries and their order. Knows no file and no world.
"""

from __future__ import annotations

from dataclasses import dataclass

from lucy.consumers.protocol import Reason
from lucy.sim.controls import Controls


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. `controls` None: a press of the hand."""

    tick: int
    controls: Controls | None
    decided: bool = False  # by the consumer in its turn; else by a person, just before it
    reason: Reason | None = None  # why the consumer did it


class Tape:
    """The entries of one run so far, and how many of them have been done."""

    def __init__(self, entries: list[Entry] | None = None) -> None:
        self.entries = entries or []
        self.done = 0

    @property
    def next_tick(self) -> int | None:
        """When the next entry is to be done; None: all have been."""
        return self.entries[self.done].tick if self.done < len(self.entries) else None

    def write(self, entry: Entry) -> None:
        """Something was done now."""
        self.entries.append(entry)
        self.done = len(self.entries)

    def due(self, tick: int, decided: bool) -> list[Entry]:
        """The entries of this moment that a person did, or that the consumer decided; each is handed out once."""
        first = self.done
        while self.done < len(self.entries):
            entry = self.entries[self.done]
            if entry.tick > tick or (entry.decided and not decided):
                break
            self.done += 1
        return self.entries[first : self.done]

    def cut(self) -> None:
        """Forget what has not been done: from here on it is another run."""
        del self.entries[self.done :]
