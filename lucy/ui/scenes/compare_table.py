"""After a comparison: how each lane ended, every figure of it, and how it differs from the first; the lines below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.comparison_table import Cell, table
from lucy.ui import shapes, stars, text, widgets
from lucy.ui.lane_zones import colour, draw_sign
from lucy.ui.layer import Layer
from lucy.ui.pictures.faces import face
from lucy.ui.scenes.compare_charts import draw_charts
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

if TYPE_CHECKING:
    from lucy.ui.scenes.compare import Compare

HEAD_PART = 1.9  # height of the head, in rows


class CompareTable(Page):
    """One comparison, in figures. Changes nothing in it."""

    def __init__(self, played: Compare) -> None:
        self.played = played
        self.results = played.comparison.results()
        self.rows = table(played.level, self.results)
        self._page = Layer()

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Again, other people, and the way back."""
        lay, left, height = stage.lay, margin(stage), max(stage.lay.px(76), 34)
        top = lay.height - lay.px(44 if not lay.compact else 18) - height
        width, gap = lay.px(300), lay.px(20)
        labels = ("again", True), ("others", False), ("back", False)
        return tuple(
            Button(Rect(left + k * (width + gap), top, width, height), words.say(f"screen.compare.{name}"), name, main)
            for k, (name, main) in enumerate(labels)
        )

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Go where the button says."""
        from lucy.ui.scenes.compare_choice import CompareChoice
        from lucy.ui.scenes.help import Help

        played = self.played
        if action in ("again", "restart"):
            return played.again(stage)
        if action == "others":
            return CompareChoice(played.match, stage, played.back)
        return Help(self) if action == "help" else played.back()

    def paint(self, surface: Surface, stage: Stage) -> None:
        """All of it, again only where the window or its look has changed: nothing moves here."""
        look = stage.lay, stage.theme.name
        self._page.draw(surface, surface.get_rect(), look, lambda: self._paint(surface, stage))

    def _paint(self, surface: Surface, stage: Stage) -> None:
        """The table, and under it the two timelines where there is room."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        top = heading(surface, stage, words.say("screen.compare.heading")) - lay.px(14)
        left, foot = margin(stage), self.buttons(stage)[0].rect.top - lay.px(26)
        if not lay.compact:
            self._how(surface, stage)
        charts_h = 0 if lay.compact else min(lay.px(250), (foot - top) * 3 // 10)
        area = Rect(left, top, lay.width - 2 * left, foot - top - charts_h - (lay.px(24) if charts_h else 0))
        self._table(surface, area, stage)
        if charts_h:
            half = (area.width - lay.px(24)) // 2
            first = Rect(left, foot - charts_h, half, charts_h)
            charts = first, first.move(area.width - half, 0)
            draw_charts(surface, charts, self.played.comparison, self.played.shown, stage)

    def _how(self, surface: Surface, stage: Stage) -> None:
        """How to read it, at the right of the heading."""
        lay, size, right = stage.lay, stage.lay.type_px(28), stage.lay.width - margin(stage)
        title = text.width(words.say("screen.compare.heading"), lay.type_px(68), text.HEADING)
        room = right - margin(stage) - title - lay.px(40)
        said = words.say("screen.compare.how", name=self.played.shown[0].name).split("\n")
        for k, line in enumerate(said):
            at = right, lay.px(92) + round(1.3 * size * (k - (len(said) - 1) / 2))
            text.draw(surface, line, at, size, stage.theme.ink_soft, x="right", y="middle",
                      width_px=room)  # fmt: skip

    def _table(self, surface: Surface, area: Rect, stage: Stage) -> None:
        lay, theme = stage.lay, stage.theme
        count = len(self.results)
        row = area.height / (len(self.rows) + HEAD_PART)
        label = round(area.width * (0.2 if count < 4 else 0.17))
        wide = (area.width - label) / count
        shapes.box(surface, area, lay.px(18), theme.card, max(lay.px(2), 1), theme.line)
        size = min(lay.type_px(32 if not lay.compact else 24), round(row * 0.5))
        for place, shown in enumerate(self.played.shown):
            column = Rect(round(area.left + label + place * wide), area.top, round(wide), round(row * HEAD_PART))
            surface.fill(colour(place, theme), Rect(column.left + lay.px(10), column.bottom - max(lay.px(8), 3),
                                                    column.width - lay.px(20), max(lay.px(6), 2)))  # fmt: skip
            side = min(column.height - lay.px(26), round(wide * 0.3))
            surface.blit(face(shown.persona, side), (column.left + lay.px(12), column.top + lay.px(9)))
            x, room = column.left + side + lay.px(24), column.width - side - lay.px(30)
            radius = max(lay.px(9), 4)
            middle = column.top + column.height * 0.33
            draw_sign(surface, place, (x + radius, middle), radius, theme)
            text.draw(surface, shown.name, (x + 2 * radius + lay.px(10), middle), size, theme.ink, text.BOLD,
                      y="middle", width_px=room - 2 * radius - lay.px(12))  # fmt: skip
            star = min(round(row * 0.55), room // 3)
            stars.draw(surface, x, column.top + column.height * 0.68, star, (shown.stars,), theme, theme.card)
        for k, line in enumerate(self.rows):
            top = area.top + row * (HEAD_PART + k)
            if k % 2:
                surface.fill(theme.ground, Rect(area.left + lay.px(4), round(top), area.width - lay.px(8), round(row)))
            middle = top + row / 2
            text.draw(surface, line.label, (area.left + lay.px(22), middle), size, theme.ink_soft, y="middle",
                      width_px=label - lay.px(26))  # fmt: skip
            for place, cell in enumerate(line.cells):
                at = area.left + label + place * wide + lay.px(14)
                _cell(surface, at, middle, round(wide - lay.px(22)), cell, size, stage)


def _cell(surface: Surface, left: float, middle: float, room: int, cell: Cell, size: int, stage: Stage) -> None:
    """The figure, and beside it by how much it differs from the first lane's, with a sign for better and worse."""
    theme, small = stage.theme, max(round(size * 0.84), 12)
    if not cell.difference:
        text.draw(surface, cell.value, (left, middle), size, theme.ink, text.BOLD, y="middle", width_px=room)
        return
    ink = {1: theme.good_ink, -1: theme.bad_ink, 0: theme.ink_soft}[cell.verdict]
    mark = {1: "▲ ", -1: "▼ ", 0: ""}[cell.verdict]
    said = f"{mark}{cell.difference}"
    half = min(text.width(cell.value, size, text.BOLD), round(room * 0.52))
    drawn = text.draw(surface, cell.value, (left, middle), size, theme.ink, text.BOLD, y="middle", width_px=half)
    x = max(drawn.right + stage.lay.px(16), left + room * 0.46)
    left_over = max(round(left + room - x), 20)
    if text.width(said, text.LEAST_PX) > left_over:  # a small window: the sign alone
        said = mark.strip()
    text.draw(surface, said, (x, middle), small, ink, y="middle", width_px=left_over)
