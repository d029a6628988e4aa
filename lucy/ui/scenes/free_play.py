"""Everything on sliders: the sandbox's own page. Rates change in the midst of the run, the rest from a fresh start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pygame import Rect, Surface

from lucy.run import strategy, words, workbench
from lucy.run.level_errors import LevelError
from lucy.sim.level import Level
from lucy.ui import text, widgets
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.page import heading, margin, notice
from lucy.ui.scenes.slider_page import SliderPage
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

if TYPE_CHECKING:
    from lucy.ui.scenes.play import Play


class FreePlay(SliderPage):
    """The sliders of the run that is on; leaving the page goes on with what they say."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.sliders = workbench.sliders(play.level, play.session.world.tick)
        self.at = [slider.start for slider in self.sliders]

    # -- what the sliders say

    def _moved(self) -> dict[workbench.Slider, float | str]:
        pairs = zip(self.sliders, self.at, strict=True)
        return {slider: slider.values[at] for slider, at in pairs if at != slider.start}

    @property
    def begins_anew(self) -> bool:
        """Whether something was moved that can't change in the midst of a run."""
        return any(not slider.live for slider in self._moved())

    def _go_on(self, stage: Stage) -> Scene:
        """Back to the belt: the same run, or a fresh one; the keys stay as they are."""
        from lucy.ui.scenes.play import Play

        play, changes = self.play, self._moved()
        try:
            if not changes:
                return play
            if not self.begins_anew and not play.session.finished:
                level = workbench.from_now(play.level, changes, play.session.world.tick)
                self._rescript(level, ", ".join(self._told(slider, value) for slider, value in changes.items()))
                return play
            level = workbench.anew(play.level, changes)
        except LevelError as fault:
            stage.notice = str(fault)
            return self
        play.leave(stage)
        fresh = Play(replace(play.choice, level=level, prediction=None), stage, play.back, play.number)
        fresh.set(strategy.from_controls(level, play.session.controls))
        return fresh

    def _rescript(self, level: Level, said: str) -> None:
        """Other rates from now on, in the same run; its recording knows them from the beginning."""
        play = self.play
        play.level, play.choice = level, replace(play.choice, level=level)
        play.session.rescript(level, said)
        if play.recorder is not None:
            play.recorder.begin_again()

    # -- the page

    def steps(self, place: int) -> int:
        """How many values a slider has."""
        return len(self.sliders[place].values)

    def slider(self, place: int, stage: Stage) -> Rect:
        """In two columns, between the heading and the buttons."""
        lay, left = stage.lay, margin(stage)
        rows = -(-len(self.sliders) // 2)
        column, row = divmod(place, rows)
        gap = lay.px(22 if not lay.compact else 10)
        top = lay.px(210 if not lay.compact else 112)
        each = (back_button(stage, "").rect.top - lay.px(96 if not lay.compact else 60) - top) // rows
        wide = (lay.width - 2 * left - lay.px(36)) // 2
        height = min(each - gap, lay.px(92))
        return Rect(left + column * (wide + lay.px(36)), top + row * (height + gap), wide, height)

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The sliders, the way back, and saving what they make."""
        lay, label = stage.lay, "anew" if self.begins_anew else "go_on"
        back = back_button(stage, "").rect
        back.width = min(lay.px(460), (lay.width - 2 * margin(stage)) // 2)
        return (*self.slider_buttons(stage), Button(back, words.say(f"screen.free_play.{label}"), "back", primary=True))

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Go on, or move a slider by one switch."""
        if action in ("back", "help", "restart"):
            return self._go_on(stage)
        return super().act(action, stage)

    def _told(self, slider: workbench.Slider, value: float | str) -> str:
        key = slider.key.replace(".", "_")
        key = f"{key}.{value}" if isinstance(value, str) else f"{slider.table}_{key}" if slider.live else key
        unit = self.play.level.unit
        return words.say(f"screen.free_play.{key}", name=slider.name, value=value, unit=unit.name, units=unit.plural)

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The ground and the heading."""
        widgets.page_ground(surface, stage.theme, stage.lay)
        heading(surface, stage, words.say("screen.free_play.heading"))

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """The sliders, and the sum that they make."""
        lay, theme = stage.lay, stage.theme
        for place, slider in enumerate(self.sliders):
            when = words.say("screen.free_play.live" if slider.live else "screen.free_play.fresh")
            told = self._told(slider, slider.values[self.at[place]])
            self.draw_slider(surface, place, (told,) if lay.compact else (told, when), stage)
        comes, goes = workbench.flow(self.sliders, self.at)
        key = "deficit" if comes > goes else "calm"
        told = words.say(f"screen.free_play.{key}", comes=comes, goes=goes, more=abs(comes - goes), unit="")
        at = margin(stage), back_button(stage, "").rect.top - lay.px(48 if not lay.compact else 30)
        wide = lay.width - 2 * margin(stage)
        text.draw(surface, told, at, lay.type_px(34), theme.ink, text.BOLD, y="middle", width_px=wide)
        notice(surface, stage)
