"""Credit: asks for as much as fills one round trip, and for one more with each that it takes.

From: `request(n)` of Reactive Streams, HTTP/2's windows, TCP's receive window. It asks for what the way there and back
holds (capacity x delay), a tenth more, and a little to work on while chance plays. Credit goes back when work begins,
so the pace sets itself. Right wherever the sources can be asked: what waits can never be more than the window.
Fails: where nobody can be asked; and the sources share the window evenly, so that a modest one holds what another could
use.
"""

from __future__ import annotations

import math

from lucy.consumers.mind import Mind, settings
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls

ROUND_TRIPS = 1.1  # of work that may be on its way
SPARE_S = 0.05  # of work beyond that, but at least half a unit
BAND = 0.15  # a new window only if it is so much off the old one


class Credit(Mind):
    """A window of demand from the first moment on, and a new one when the work gets quicker or slower."""

    name = "credit"

    def __init__(self) -> None:
        super().__init__()
        self._window = 0

    def decide(self, view: View) -> Controls:
        """The window, shared by those who can be asked."""
        heed = sum(source.controllable for source in view.sources)
        if not view.may_control or not heed:
            self.change("locked", view)
            return settings()
        work_per_s = view.capacity_per_s or view.out_per_s
        wanted = math.ceil(ROUND_TRIPS * work_per_s * view.control_delay_s + max(0.5, SPARE_S * work_per_s))
        if abs(wanted - self._window) > BAND * self._window:
            doing = "request" if not self._window else "more" if wanted > self._window else "fewer"
            self._window = wanted
            self.change(doing, view, demand=wanted, delay_s=view.control_delay_s, work_per_s=work_per_s)
        return settings(demand_units=max(1, self._window // heed))
