"""The laboratory: which strategy is best where, for one level, as a map that follows its sliders. A cell can be played.

Owns what is in focus and where the sliders stand; the maps come from `lucy.run.laboratory`.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame
from pygame import Rect, Surface

from lucy.run import laboratory, words
from lucy.run.desk import Desk
from lucy.run.laboratory import COARSE, FINE, Asked
from lucy.run.level_errors import LevelError
from lucy.run.level_files import load_level
from lucy.run.sweep import Map
from lucy.sim.level import Level
from lucy.sim.score import STARS_AT
from lucy.ui import map_axes, map_cells, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.layer import Layer
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.laboratory_side import draw_says, said
from lucy.ui.scenes.page import heading, margin, notice
from lucy.ui.scenes.slider_page import SliderPage
from lucy.ui.stage import Choice, Scene, Stage
from lucy.ui.widgets import Button

TYPE = 28


class Laboratory(SliderPage):
    """One level's map. `after` makes the page that the way back leads to."""

    panned_by = ()
    first = 1  # the map comes first, the way back last

    def __init__(self, level: Level, stage: Stage, after: Callable[[], Scene], desk: Desk | None = None) -> None:
        self.level, self.after = level, after
        self.why_not = laboratory.why_not(level)
        self.sliders = laboratory.sliders(level) if not self.why_not else ()
        self.at = [slider.start for slider in self.sliders]
        self.cell = [0, 0]  # row, column of the map that is shown
        self.found: Map | None = None
        self._cells = COARSE
        self._picture = Layer()
        self._desk = desk or Desk()
        if not self.why_not:
            self._ask()

    # -- the maps

    @property
    def asked(self) -> Asked:
        """What the sliders stand for."""
        return self._asked_at(self.at)

    def _asked_at(self, at: list[int]) -> Asked:
        return Asked(self.level.name, 0, laboratory.laid_over(list(zip(self.sliders, at, strict=True))))

    def _ask(self, cells: int = COARSE) -> None:
        """Ask for a map; for the fine one at once, where that is there already."""
        self._cells = FINE if self._desk.knows(self.asked, FINE) else cells
        self._desk.ask(self.asked, self._cells)

    def _next_to_here(self) -> list[tuple[Asked, int]]:
        """Coarse maps of where a slider may be drawn to: of the one in focus first, the nearest first."""
        moves = []
        for place, slider in enumerate(self.sliders):
            for index in range(len(slider.values)):
                at = [*self.at[:place], index, *self.at[place + 1 :]]
                moves.append((place != self.focus - self.first, abs(index - self.at[place]), place, at))
        return [(self._asked_at(at), COARSE) for *_, at in sorted(moves)]

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Take the map that is ready, and ask for a finer one once the coarse one is there."""
        answer = self._desk.answer()
        if answer is not None:
            self._keep(answer)
            if self._cells == COARSE and self.held < 0:
                self._ask(FINE)
            else:
                self._desk.foresee(self._next_to_here())
        stage.notice = self._desk.fault or stage.notice
        return self

    def _keep(self, answer: Map) -> None:
        """Show a map; the cell in focus stays where it was in it."""
        rows, columns = answer.best.shape
        if self.found is None:
            self.cell = [rows // 2, columns // 2]
        else:
            before = self.found.best.shape
            self.cell = [self.cell[0] * rows // before[0], self.cell[1] * columns // before[1]]
        self.found = answer

    # -- where things are

    def _map(self, stage: Stage) -> Rect:
        lay, compact = stage.lay, stage.lay.compact
        left = margin(stage) + lay.px(150 if not compact else 130)
        top = lay.px(210 if not compact else 112)
        bottom = back_button(stage, "").rect.top - lay.px(132 if not compact else 112)
        return Rect(left, top, round(lay.width * 0.62) - left, bottom - top)

    def _side(self, stage: Stage) -> Rect:
        area = self._map(stage)
        left = area.right + stage.lay.px(64 if not stage.lay.compact else 36)
        return Rect(left, area.top, stage.lay.width - margin(stage) - left, stage.lay.height - area.top)

    def steps(self, place: int) -> int:
        """How many values a slider has."""
        return len(self.sliders[place].values)

    def slider(self, place: int, stage: Stage) -> Rect:
        """At the right of the map, one below the other."""
        lay, side = stage.lay, self._side(stage)
        height = max(lay.px(104 if not lay.compact else 84), 44)
        return Rect(side.left, side.top + place * (height + lay.px(14)), side.width, height)

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The map, the sliders, the way back."""
        found = [Button(self._map(stage), "", "cell", card=True)] if not self.why_not else []
        return (*found, *self.slider_buttons(stage), back_button(stage, words.say("screen.levels.back")))

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Arrows move the cell in focus, the pointer points at one; sliders are moved as on every page with sliders."""
        if wish.what == "quit":
            self._desk.close()
        if wish.what == "move" and self.focus == 0 and self.found is not None:
            self._step(wish)
            return self
        if wish.what in ("point", "hover") and self.held < 0:
            self._point_at(wish.at, stage)
        return super().handle(wish, stage)

    def moved(self) -> None:
        """Another map is wanted."""
        self._ask()

    let_go = moved

    def _step(self, wish: Input) -> None:
        assert self.found is not None
        axis = 1 if wish.value in ("left", "right") else 0
        self.cell[axis] = min(max(self.cell[axis] + wish.by, 0), self.found.best.shape[axis] - 1)

    def _point_at(self, at: tuple[int, int], stage: Stage) -> None:
        area = self._map(stage)
        if self.found is not None and area.collidepoint(at):
            rows, columns = self.found.best.shape
            self.cell = [(area.bottom - 1 - at[1]) * rows // area.height, (at[0] - area.left) * columns // area.width]

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Play the cell in focus, or go back."""
        if action == "back":
            self._desk.close()
            return self.after()
        if action == "help":
            from lucy.ui.scenes.help import Help

            return Help(self)
        if action == "cell" and self.found is not None:
            return self._play(stage)
        return super().act(action, stage)

    def _play(self, stage: Stage) -> Scene:
        from lucy.ui.scenes.play import Play

        assert self.found is not None
        try:
            changes = laboratory.cell_overrides(self.asked, self.found, *self.cell)
            level = stage.rules.applied(load_level(self.level.name, 0, changes))
        except LevelError as fault:
            stage.notice = str(fault)
            return self
        return Play(Choice(level), stage, lambda: self)

    # -- drawing

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The ground and the heading."""
        widgets.page_ground(surface, stage.theme, stage.lay)
        heading(surface, stage, words.say("screen.laboratory.heading", level=self.level.words.title))

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """The map with its axes, the sliders, and what the cell in focus says; or why there is none."""
        if self.why_not:
            lay = stage.lay
            area = Rect(margin(stage), lay.height * 2 // 5, min(lay.px(1300), lay.width - 2 * margin(stage)), 10)
            told = words.say(f"screen.laboratory.no_map.{self.why_not}")
            text.paragraph(surface, told, area, lay.type_px(40), stage.theme.ink)
            return
        for place in range(len(self.sliders)):
            self.draw_slider(surface, place, (said(self.sliders[place], self.at[place], self.level),), stage)
        area = self._map(stage)
        if self.found is None:
            told = words.say("screen.laboratory.wait")
            at = area.center
            text.draw(surface, told, at, stage.lay.type_px(32), stage.theme.ink_soft, x="centre", y="middle")
            return
        found, theme, size = self.found, stage.theme, stage.lay.type_px(TYPE)
        key = (id(found), area.size, stage.settings.text_size, stage.settings.theme)
        self._picture.draw(surface, area, key, lambda: self._draw_map(surface, area, stage))
        for axis, upwards in ((found.sweep.x, False), (found.sweep.y, True)):
            map_axes.draw(surface, area, axis, self.level.unit, theme, size, upwards)
        self._draw_cell(surface, area, stage)
        top, (row, column) = self.slider(len(self.sliders), stage).top, self.cell
        draw_says(surface, self._side(stage), top, found, (row, column), self.level, stage)
        notice(surface, stage)

    def _draw_map(self, surface: Surface, area: Rect, stage: Stage) -> None:
        assert self.found is not None
        keys = [player.key for player in self.found.players]
        weak = self.found.means.max(axis=2) < STARS_AT[0]
        surface.blit(map_cells.strategies(self.found.best, weak, keys, stage.theme, area.size), area)
        names = [words.say(f"screen.keys.{key}") for key in keys]
        map_cells.name_regions(surface, area, self.found.best, names, stage.theme, stage.lay.type_px(36))

    def _draw_cell(self, surface: Surface, area: Rect, stage: Stage) -> None:
        """A ring round the cell in focus."""
        assert self.found is not None
        rows, columns = self.found.best.shape
        row, column = self.cell
        left, right = (area.left + area.width * n // columns for n in (column, column + 1))
        top, bottom = (area.bottom - area.height * n // rows for n in (row + 1, row))
        near, thick = Rect(left, top, right - left, bottom - top), max(stage.lay.px(4), 2)
        pygame.draw.rect(surface, stage.theme.ink, near.inflate(4 * thick, 4 * thick), thick)
        pygame.draw.rect(surface, stage.theme.card, near.inflate(2 * thick, 2 * thick), thick)
