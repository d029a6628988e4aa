"""The curve on the first sheet of a debrief as a way back into the run: whoever points at a moment stands in it.

Finds the moment and shows it under the pointer; where the run then goes is the play scene's.
"""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.ui import charts
from lucy.ui.keymap import Input
from lucy.ui.scenes import debrief_sheets
from lucy.ui.scenes.debrief_sheets import Told
from lucy.ui.stage import Stage

_MEASURED_ON = (1, 1)


class ChartHand:
    """The chart of one debrief, wherever it stands at the present size."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self._area: tuple[object, Rect] | None = None

    def moment(self, wish: Input, body: Rect, stage: Stage) -> int | None:
        """The tick that was pointed at with a press; None: it was no press, or not on the chart."""
        area = self.area(body, stage)
        if wish.what != "point" or not area.collidepoint(wish.at):
            return None
        at_s = self._at_s(area, wish.at[0], stage)
        return round(at_s * self.told.level.tick_hz) if at_s < self._last_s else self.told.level.duration_ticks

    def area(self, body: Rect, stage: Stage) -> Rect:
        """The chart's rectangle."""
        key = tuple(body), stage.lay, stage.theme.name
        if self._area is None or self._area[0] != key:
            area = debrief_sheets.chart_area(Surface(_MEASURED_ON), body, self.told, stage.theme, stage.lay)
            self._area = key, area
        return self._area[1]

    def draw(self, surface: Surface, body: Rect, stage: Stage) -> None:
        """The hand under the pointer: the chart can be taken hold of."""
        area = self.area(body, stage)
        if area.collidepoint(stage.mouse):
            at_s = self._at_s(area, stage.mouse[0], stage)
            charts.draw_hand(surface, area, stage.lay, stage.theme, at_s, 0.0, self._span()[1])

    def _at_s(self, area: Rect, x: int, stage: Stage) -> float:
        """The second under the pointer; the last of the run where it points beyond it."""
        begin, end = self._span()
        return min(charts.time_at(area, stage.lay, x, begin, end), self._last_s)

    @property
    def _last_s(self) -> float:
        return float(self.told.line.time_s[-1]) if len(self.told.line.time_s) else 0.0

    def _span(self) -> tuple[float, float]:
        return charts.span(self.told.line, None, self.told.level.duration_ms / 1000)
