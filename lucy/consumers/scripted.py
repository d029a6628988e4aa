"""Scripted: plays a list of controls by the clock. For tests, shows and replays; it has no mind of its own."""

from __future__ import annotations

from collections.abc import Iterable

from lucy.consumers.protocol import Reason, View
from lucy.sim.controls import Controls


class Scripted:
    """Gives the last controls whose time has come; before the first, those that do nothing."""

    name = "scripted"
    reason: Reason | None = None

    def __init__(self, script: Iterable[tuple[float, Controls]] = ()) -> None:
        self._script = sorted(script, key=lambda entry: entry[0])
        self.settled = False  # nothing of the script is left: what was said last stands

    def decide(self, view: View) -> Controls:
        """The controls of this moment."""
        come = [controls for at_s, controls in self._script if at_s <= view.time_s + 1e-9]
        self.settled = len(come) == len(self._script)
        return come[-1] if come else Controls()
