"""The laboratory: which strategy is best where, for one level, as a map that follows its sliders. A cell can be played.

Owns what is in focus and where the sliders stand; the maps come from `lucy.run.laboratory`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
from pygame import Rect, Surface

from lucy.run import laboratory, words
from lucy.run.laboratory import Asked, Desk
from lucy.run.level_errors import LevelError
from lucy.run.level_files import load_level
from lucy.run.sweep import Map
from lucy.sim.level import Level
from lucy.sim.score import STARS_AT
from lucy.ui import map_axes, map_cells, shapes, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.layer import Layer
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.page import Page, heading, margin, notice
from lucy.ui.stage import Choice, Scene, Stage
from lucy.ui.sweep_picture import amount_of
from lucy.ui.widgets import Button

TYPE = 28
_FIRST_SLIDER = 1  # among the buttons: the map comes first, the way back last


class Laboratory(Page):
    """One level's map. `after` makes the page that the way back leads to."""

    def __init__(self, level: Level, stage: Stage, after: Callable[[], Scene], desk: Desk | None = None) -> None:
        self.level, self.after = level, after
        self.sliders = laboratory.sliders(level)
        self.at = [slider.start for slider in self.sliders]
        self.cell = [0, 0]  # row, column of the map that is shown
        self.found: Map | None = None
        self._cells = laboratory.COARSE
        self._held = -1  # the slider that the pointer has hold of
        self._picture = Layer()
        self._desk = desk or Desk()
        self._ask()

    # -- the maps

    @property
    def asked(self) -> Asked:
        """What the sliders stand for."""
        return Asked(self.level.name, 0, laboratory.laid_over(list(zip(self.sliders, self.at, strict=True))))

    def _ask(self, cells: int = laboratory.COARSE) -> None:
        self._cells = cells
        self._desk.ask(self.asked, load_level(self.level.name, 0, self.asked.overrides), cells)

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """Take the map that is ready, and ask for a finer one once the coarse one is there."""
        answer = self._desk.answer()
        if answer is not None:
            self._keep(answer)
            if self._cells == laboratory.COARSE and self._held < 0:
                self._ask(laboratory.FINE)
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

    def _slider(self, place: int, stage: Stage) -> Rect:
        lay, side = stage.lay, self._side(stage)
        height = max(lay.px(104 if not lay.compact else 84), 44)
        return Rect(side.left, side.top + place * (height + lay.px(14)), side.width, height)

    def _track(self, place: int, stage: Stage) -> Rect:
        rect = self._slider(place, stage)
        pad, below = stage.lay.px(30), stage.lay.px(38 if not stage.lay.compact else 30)
        return Rect(rect.left + pad, rect.bottom - below, rect.width - 2 * pad, stage.lay.px(10))

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The map, the sliders, the way back."""
        found = [Button(self._map(stage), "", "cell", card=True)]
        found += [Button(self._slider(i, stage), "", f"slider:{i}", card=True) for i in range(len(self.sliders))]
        return (*found, back_button(stage, words.say("screen.levels.back")))

    # -- input

    def press(self, button: Button) -> Input:
        """A slider takes its next value: the pointer would put it where it points, always the same place."""
        return Input("accept") if button.action.startswith("slider:") else super().press(button)

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Arrows move the cell or the slider in focus; Tab goes on; the pointer takes hold of a slider."""
        place = self.focus - _FIRST_SLIDER
        on_slider = 0 <= place < len(self.sliders)
        if wish.what == "quit":
            self._desk.close()
        if wish.what == "move" and self.focus == 0 and self.found is not None:
            self._step(wish)
            return self
        if wish.what == "adjust" and wish.value != "wheel" and on_slider:
            self._set(place, self.at[place] + wish.by)
            return self
        if wish.what == "move" and on_slider and wish.value in ("left", "right"):
            self._set(place, self.at[place] + wish.by)
            return self
        if wish.what == "hover":
            return self._hover(wish, stage)
        if wish.what == "point":
            hit = widgets.hit(self.buttons(stage), wish.at)
            if hit is not None and 0 <= hit - _FIRST_SLIDER < len(self.sliders):
                self.focus, self._held = hit, hit - _FIRST_SLIDER
                self._drag(wish.at[0], stage)
                return self
            self._point_at(wish.at, stage)
        return super().handle(wish, stage)

    def _hover(self, wish: Input, stage: Stage) -> Scene | None:
        if wish.by and self._held >= 0:
            self._drag(wish.at[0], stage)
            return self
        if self._held >= 0:  # let go of
            self._held = -1
            self._ask()
        self._point_at(wish.at, stage)
        return super().handle(wish, stage)

    def _step(self, wish: Input) -> None:
        assert self.found is not None
        axis = 1 if wish.value in ("left", "right") else 0
        self.cell[axis] = min(max(self.cell[axis] + wish.by, 0), self.found.best.shape[axis] - 1)

    def _point_at(self, at: tuple[int, int], stage: Stage) -> None:
        area = self._map(stage)
        if self.found is not None and area.collidepoint(at):
            rows, columns = self.found.best.shape
            self.cell = [(area.bottom - 1 - at[1]) * rows // area.height, (at[0] - area.left) * columns // area.width]

    def _drag(self, x: int, stage: Stage) -> None:
        track = self._track(self._held, stage)
        last = len(self.sliders[self._held].values) - 1
        self._set(self._held, round((x - track.left) / max(track.width, 1) * last))

    def _set(self, place: int, index: int) -> None:
        index = min(max(index, 0), len(self.sliders[place].values) - 1)
        if index != self.at[place]:
            self.at[place] = index
            self._ask()

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Play the cell in focus, or go back."""
        if action == "back":
            self._desk.close()
            return self.after()
        if action == "help":
            from lucy.ui.scenes.help import Help

            return Help(self)
        if action.startswith("slider:"):  # pressed, with one key for everything: the next value, round and round
            place = int(action[7:])
            self._set(place, (self.at[place] + 1) % len(self.sliders[place].values))
        if action == "cell" and self.found is not None:
            return self._play(stage)
        return self

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
        """The map with its axes, the sliders, and what the cell in focus says."""
        for place in range(len(self.sliders)):
            self._draw_slider(surface, place, stage)
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
        self._draw_says(surface, stage)
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

    def _draw_slider(self, surface: Surface, place: int, stage: Stage) -> None:
        lay, theme, slider = stage.lay, stage.theme, self.sliders[place]
        rect, track = self._slider(place, stage), self._track(place, stage)
        table = slider.path.partition(".")[0]
        numbers = {"value": slider.values[self.at[place]], "unit": self.level.unit.name, "station": self.level.stand}
        told = words.say(f"screen.laboratory.{table}", **numbers)
        at = track.left, rect.top + lay.px(34 if not lay.compact else 24)
        text.draw(surface, told, at, lay.type_px(28), theme.ink, text.BOLD, y="middle", width_px=track.width)
        shapes.box(surface, track, track.height // 2, theme.line)
        x = track.left + round(track.width * self.at[place] / (len(slider.values) - 1))
        behind = Rect(track.left, track.top, x - track.left, track.height)
        shapes.box(surface, behind, track.height // 2, theme.accent_low)
        knob = Rect(0, 0, lay.px(34), lay.px(34))
        knob.center = x, track.centery
        shapes.box(surface, knob, knob.width // 2, theme.accent, max(lay.px(3), 1), theme.ink)

    def _draw_says(self, surface: Surface, stage: Stage) -> None:
        """What each strategy earns in the cell in focus, the best first; and what the map is."""
        assert self.found is not None
        lay, theme, side, found = stage.lay, stage.theme, self._side(stage), self.found
        y = self._slider(len(self.sliders), stage).top + lay.px(16)
        row, column = self.cell
        numbers = {"in_per_s": found.sweep.x.values[column], "room": found.sweep.y.values[row]}
        unit = {"unit": self.level.unit.name, "units": self.level.unit.plural}
        told = words.say("screen.laboratory.here", **numbers, **unit)
        text.draw(surface, told, (side.left, y), lay.type_px(28), theme.ink, text.BOLD, y="top", width_px=side.width)
        step = lay.px(54 if not lay.compact else 44)
        y += step
        for place in np.argsort(-found.means[row, column], kind="stable"):
            key, points = found.players[place].key, float(found.means[row, column, place])
            sample = Rect(side.left, y, step * 2 // 3, step * 2 // 3)
            shapes.box(surface, sample, lay.px(6), theme.ink)
            inner = sample.inflate(-max(lay.px(4), 2), -max(lay.px(4), 2))
            surface.blit(map_cells.swatch(key, theme, inner.size), inner)
            at = (sample.right + lay.px(18), sample.centery)
            name = text.draw(surface, words.say(f"screen.keys.{key}"), at, lay.type_px(28), theme.ink, y="middle")
            if found.players[place].amount:
                at, room = (name.right + lay.px(16), sample.centery), side.right - name.right - lay.px(84)
                amount = amount_of(found.players[place])
                text.draw(surface, amount, at, lay.type_px(24), theme.ink_soft, y="middle", width_px=room)
            end = (side.right, sample.centery)
            text.draw(surface, f"{points:.0f}", end, lay.type_px(28), theme.ink, text.BOLD, x="right", y="middle")
            y += step
        if not lay.compact:
            area = Rect(side.left, y + lay.px(22), side.width, lay.px(160))
            text.paragraph(surface, words.say("screen.laboratory.how"), area, lay.type_px(24), theme.ink_soft)
