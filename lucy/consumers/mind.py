"""How a persona keeps its reason: said once for each change of mind, with the numbers of that moment.

Holds no sentence (those stand in the words file, table [reasons]) and decides nothing.
"""

from __future__ import annotations

from functools import lru_cache

from lucy.consumers.protocol import Reason, View
from lucy.sim.controls import Controls


@lru_cache(maxsize=4096)
def settings(**wanted: float | int | str | None) -> Controls:
    """`Controls(**wanted)`, made once: most decisions repeat the one before, and so compare by being the same."""
    return Controls(**wanted)  # type: ignore[arg-type]


class Mind:
    """What a persona is doing now, and why. `name` is the persona's key."""

    name = ""
    steady = False  # it wants the same whatever the gauges say: they only change what it says of it

    def __init__(self) -> None:
        self.reason: Reason | None = None
        self._doing = ""

    @property
    def settled(self) -> bool:
        """Whether it will go on wanting what it wants now: always the same, or nothing, since its keys are locked."""
        return self.steady or self._doing == "locked"

    def change(self, doing: str, view: View, **numbers: float | int) -> bool:
        """Note what it does from now on; a new reason only if that is something else. True if it is."""
        if doing == self._doing:
            return False
        self._doing = doing
        self.explain(doing, view, **numbers)
        return True

    def explain(self, key: str, view: View, **numbers: float | int) -> None:
        """Give a reason: what every view has, and these numbers besides."""
        known: dict[str, float | int | str] = {
            "unit": view.unit,
            "units": view.units,
            "waiting": view.waiting,
            "deficit_per_s": max(0.0, view.deficit_per_s),
            "in_per_s": view.in_per_s,
            "out_per_s": view.out_per_s,
        }
        self.reason = Reason(f"{self.name}.{key}", tuple((known | numbers).items()))
