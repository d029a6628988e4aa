"""The lower part of the play screen: gauges, ledger, keys and the timeline; painted only where they have changed."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from pygame import Surface

from lucy.run.drawn_curve import Curve
from lucy.run.snapshot import Gauges, Ledger, Timeline
from lucy.sim.level import Level
from lucy.ui import charts, gauges, ledger_bar, strategy_keys
from lucy.ui.layer import Layer
from lucy.ui.layout import PlayZones
from lucy.ui.stage import Stage


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on it. `last_s`, `ghost` and `before`: see `charts.draw_timeline`."""

    level: Level
    gauges: Gauges
    ledger: Ledger
    looks: tuple[strategy_keys.KeyLook, ...]
    hovered: str
    line: Timeline
    last_s: float | None
    ghost: Curve | None
    before: Timeline | None


class Dashboard:
    """Remembers what it painted last."""

    def __init__(self) -> None:
        self._all, self._chart, self._keys = Layer(), Layer(), Layer()

    def draw(self, surface: Surface, zones: PlayZones, stage: Stage, shown: Shown, moment: Hashable) -> None:
        """`moment` is another value whenever the counts or the chart are to be painted anew."""
        shown = replace(shown, looks=tuple(replace(look, cap=stage.cap(look.key)) for look in shown.looks))
        look, book = (stage.size, stage.settings.text_size, stage.theme.name), shown.ledger
        counts = book.made, book.delivered, book.dropped, book.late, book.buffered, book.in_flight
        newest = float(shown.line.time_s[-1]) if len(shown.line.time_s) else 0.0
        chart = look, moment if shown.last_s else newest, shown.last_s, len(shown.line.marks)
        key = look, shown.gauges, counts, shown.looks, shown.hovered, moment, chart
        self._all.draw(surface, zones.dashboard, key, lambda: self._paint(surface, zones, stage, shown, chart))
        if zones.beside.width:
            sides = look, shown.looks, shown.hovered
            self._keys.draw(surface, zones.beside, sides, lambda: self._paint_beside(surface, zones, stage, shown))

    def _paint_beside(self, surface: Surface, zones: PlayZones, stage: Stage, shown: Shown) -> None:
        """The keys, where they stand beside the picture."""
        surface.fill(stage.theme.panel, zones.beside)
        strategy_keys.draw_keys(surface, zones.keys, shown.looks, stage.theme, stage.lay, shown.hovered)

    def _paint(self, surface: Surface, zones: PlayZones, stage: Stage, shown: Shown, chart: Hashable) -> None:
        lay, theme, level = stage.lay, stage.theme, shown.level
        surface.fill(theme.panel, zones.dashboard)
        gauges.draw_waiting(surface, zones.waiting, level, shown.gauges, theme, lay)
        gauges.draw_lost(surface, zones.lost, level, shown.ledger, theme, lay)
        gauges.draw_rates(surface, zones.rates, level, shown.gauges, theme, lay)
        gauges.draw_wait(surface, zones.wait, level, shown.gauges, theme, lay)
        ledger_bar.draw_ledger(surface, zones.ledger, level, shown.ledger, theme, lay)
        if not zones.beside.width:
            strategy_keys.draw_keys(surface, zones.keys, shown.looks, theme, lay, shown.hovered)
        if zones.timeline.width:
            self._chart.draw(
                surface, zones.timeline, chart,
                lambda: charts.draw_timeline(
                    surface, zones.timeline, level, shown.line, theme, lay, shown.last_s, shown.ghost, shown.before
                ),
            )  # fmt: skip
