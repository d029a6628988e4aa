"""How a persona keeps its reason: said once for each change of mind, with the numbers of that moment.

Holds no sentence (those stand in the words file, table [reasons]) and decides nothing.
"""

from __future__ import annotations

from lucy.consumers.protocol import Reason, View


class Mind:
    """What a persona is doing now, and why. `name` is the persona's key."""

    name = ""

    def __init__(self) -> None:
        self.reason: Reason | None = None
        self._doing = ""

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
