"""You: the person at the belt. Holds what the keys have set; whoever reads the keys calls `set`."""

from __future__ import annotations

from lucy.consumers.protocol import Reason, View
from lucy.sim.controls import Controls


class You:
    """Gives back the controls that a person set. It needs no reason."""

    name = "you"
    reason: Reason | None = None

    def __init__(self, controls: Controls | None = None) -> None:
        self._controls = controls or Controls()

    def set(self, controls: Controls) -> None:
        """These from now on."""
        self._controls = controls

    def decide(self, view: View) -> Controls:
        """What was last set."""
        return self._controls
