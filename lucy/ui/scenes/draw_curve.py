"""The question that is answered with a line: how will the pile grow if nobody does anything?

Drawn with the mouse, or handle by handle with the arrow keys.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface

from lucy.run import drawn_curve, words
from lucy.run.drawn_curve import HANDLE_EVERY, HANDLES, POINTS
from lucy.run.language import shown
from lucy.ui import phrases, shapes, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.scenes.predict import Asking, Predict, ponder, waiting_bar
from lucy.ui.stage import Scene, Stage
from lucy.ui.theme import mix
from lucy.ui.widgets import Button

STEPS = 20  # strokes of an arrow key from the bottom to the top
FINE = 2


class DrawCurve(Page):
    """A sheet of paper, a line, and done."""

    panned_by = ()

    def __init__(self, asking: Asking, stage: Stage) -> None:
        self.asking, self.level, self.focus = asking, asking.level, 0
        self.curve = drawn_curve.flat()
        self.handle_at = 0
        self.touched = False
        self._image: tuple[object, Surface] | None = None
        self._last: tuple[int, float] | None = None  # the end of the stroke that is being drawn

    @property
    def duration_s(self) -> float:
        """The length of the level."""
        return self.level.duration_ms / 1000

    @property
    def top(self) -> float:
        """Units at the upper edge of the paper."""
        return drawn_curve.axis_top(self.level, self.asking.oracle.truth())

    # -- where things are

    def paper(self, stage: Stage) -> Rect:
        """The sheet that is drawn on, without its labels."""
        lay, left = stage.lay, margin(stage)
        top = lay.px(270 if not lay.compact else 134)
        bottom = self._foot(stage) - lay.px(100 if not lay.compact else 60)
        beside = lay.px(150 if not lay.compact else 110)
        return Rect(left + beside, top, lay.width - 2 * left - beside, bottom - top)

    def _foot(self, stage: Stage) -> int:
        lay = stage.lay
        return lay.height - lay.px(48 if not lay.compact else 24) - max(lay.px(76), 34)

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Done, afresh, back, skip."""
        lay, left, top = stage.lay, margin(stage), self._foot(stage)
        height, gap, found = max(lay.px(76), 34), lay.px(24), []
        wide = (300, 330, 240, 520) if not lay.compact else (230, 250, 220, 340)
        actions = (("done", ""), ("afresh", ""), ("back", "left"), ("skip", ""))
        for (action, sign), width in zip(actions, wide, strict=True):
            rect = Rect(left, top, lay.px(width), height)
            label = stage.say(f"screen.predict.{action}")
            found.append(Button(rect, label, action, primary=action == "done", sign=sign))
            left = rect.right + gap
        return tuple(found)

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """The mouse draws, the arrow keys move one handle after the other."""
        if self.asking.oracle.truth() is not None:
            paper = self.paper(stage)
            reach = paper.inflate(stage.lay.px(60), stage.lay.px(60))
            if wish.what == "point" and reach.collidepoint(wish.at):
                self._last = None
                self._stroke(wish.at, paper)
                return self
            if wish.what == "hover":
                if wish.by and self._last is not None:
                    self._stroke(wish.at, paper)
                    return self
                self._last = None
            if wish.what == "move":
                self._move(wish)
                return self
            if wish.what == "adjust":
                self._lift(wish.by)
                return self
        if wish.what == "skip":
            return self.act("skip", stage)
        return super().handle(wish, stage)

    def _stroke(self, at: tuple[int, int], paper: Rect) -> None:
        part = min(max((paper.bottom - at[1]) / paper.height, 0.0), 1.0)
        time_s = (at[0] - paper.left) / paper.width * self.duration_s
        here = drawn_curve.place_of(time_s, self.duration_s), part * self.top
        self.curve = drawn_curve.stroke(self.curve, self._last or here, here, self.top)
        self._last, self.touched = here, True
        self.handle_at = min(round(here[0] / HANDLE_EVERY), HANDLES - 1)

    def _move(self, wish: Input) -> None:
        if wish.value in ("left", "right"):
            self.handle_at = min(max(self.handle_at + wish.by, 0), HANDLES - 1)
        else:
            self._lift(wish.by)

    def _lift(self, by: int) -> None:
        self.curve = drawn_curve.lift(self.curve, self.handle_at, by * self.top / STEPS, self.top)
        self.touched = True

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Done, or start over, or go back, or skip it."""
        asking = self.asking
        if action == "done":
            return asking.done(stage, self.curve if self.touched else ())
        if action == "skip":
            return asking.done(stage)
        if action == "afresh":
            self.curve, self.touched, self.handle_at, self._last = drawn_curve.flat(), False, 0, None
        if action == "back":
            questions = len(self.level.words.questions)
            return Predict(asking, stage, questions - 1) if questions else asking.back()
        return self

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """How far up the paper goes is worked out first."""
        ponder(self.asking.oracle)
        return self

    # -- drawing

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The question, the paper, the line."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        below = heading(surface, stage, words.say("screen.predict.curve"))
        left, wide = margin(stage), lay.width - 2 * margin(stage)
        line = stage.say("screen.predict.how_to_draw")
        size = lay.type_px(30 if not lay.compact else 24)
        text.draw(surface, line, (left, below - lay.px(8)), size, theme.ink_soft, y="top", width_px=wide)
        paper = self.paper(stage)
        if self.asking.oracle.truth() is None:
            waiting_bar(surface, paper, self.asking.oracle, stage)
            return
        self._axes(surface, paper, stage)
        self._line(surface, paper, stage)
        said = self.asking.step(stage, len(self.level.words.questions))
        at = lay.width - left, self._foot(stage) + max(lay.px(76), 34) // 2
        if at[0] - text.width(said, lay.type_px(28)) > self.buttons(stage)[-1].rect.right + lay.px(20):
            text.draw(surface, said, at, lay.type_px(28), theme.ink_soft, x="right", y="middle")

    def _axes(self, surface: Surface, paper: Rect, stage: Stage) -> None:
        lay, theme, top = stage.lay, stage.theme, self.top
        shapes.box(surface, paper, lay.px(8), theme.card, max(lay.px(2), 1), theme.line)
        size = lay.type_px(26 if not lay.compact else 24)
        station = self.level.station(self.level.stand)
        room = min((n for n in (station.capacity_units, station.memory_units) if n is not None), default=0)
        at_x = paper.left - lay.px(18)
        marks = [0.0, room if room and room < top else top]
        for units in marks:
            y = round(paper.bottom - paper.height * units / top)
            said = phrases.amount(self.level, int(units))
            text.draw(surface, said, (at_x, y), size, theme.ink, x="right", y="middle", width_px=lay.px(130))
        if room and room < top:
            y = round(paper.bottom - paper.height * room / top)
            for x in range(paper.left, paper.right, max(lay.px(24), 6)):
                surface.fill(theme.bad_ink, Rect(x, y, max(lay.px(14), 3), max(lay.px(3), 1)).clip(paper))
            said = words.say("screen.predict.room")
            text.draw(surface, said, (paper.left + lay.px(16), y - lay.px(12)), size, theme.bad_ink)
        foot = paper.bottom + lay.px(20)
        end = phrases.clock(self.duration_s)
        text.draw(surface, phrases.clock(0), (paper.left, foot), size, theme.ink_soft, y="top")
        drawn = text.draw(surface, end, (paper.right, foot), size, theme.ink_soft, x="right", y="top")
        free = paper.left + lay.px(90)
        for act in self.level.acts:
            if not act.at_ms:
                continue
            x = paper.left + round(paper.width * act.at_ms / self.level.duration_ms)
            post = Rect(x, paper.top + 2, max(lay.px(2), 1), paper.height - 4)
            surface.fill(mix(theme.card, theme.ink_soft, 0.4), post)
            said = f"{phrases.clock(act.at_ms / 1000)} {shown(act.title)}"
            wide = text.width(said, size)
            if x - lay.px(10) >= free and x + wide < drawn.left - lay.px(20):
                text.draw(surface, said, (x, foot), size, theme.ink_soft, y="top")
                free = x + wide + lay.px(24)

    def _line(self, surface: Surface, paper: Rect, stage: Stage) -> None:
        lay, theme, top = stage.lay, stage.theme, self.top
        edge = lay.px(24)  # room for a handle beside the paper
        around = paper.inflate(2 * edge, 2 * edge)
        points = [
            (edge + i / (POINTS - 1) * paper.width, edge + (1 - units / top) * paper.height)
            for i, units in enumerate(self.curve)
        ]
        key = around.size, self.curve, self.handle_at, theme.name
        if self._image is None or self._image[0] != key:
            self._image = key, self._fine(around, points, stage)
        surface.blit(self._image[1], around)
        if self.touched:
            units = self.curve[self.handle_at * HANDLE_EVERY]
            x, y = points[self.handle_at * HANDLE_EVERY]
            said = phrases.amount(self.level, round(units))
            size = lay.type_px(30)
            wide = text.width(said, size, text.BOLD)
            least, most = paper.left + wide / 2 + lay.px(10), paper.right - wide / 2 - lay.px(10)
            at_x = min(max(around.left + x, least), most)
            at_y = max(around.top + y - lay.px(34), paper.top + lay.px(30))
            text.draw(surface, said, (at_x, at_y), size, theme.ink, text.BOLD, x="centre")

    def _fine(self, around: Rect, points: list[tuple[float, float]], stage: Stage) -> Surface:
        """The line and its handles, drawn larger and scaled down for smooth edges."""
        lay, theme = stage.lay, stage.theme
        fine = Surface((around.width * FINE, around.height * FINE), pygame.SRCALPHA)
        places = [(x * FINE, y * FINE) for x, y in points]
        pygame.draw.lines(fine, theme.waiting, False, places, max(lay.px(6) * FINE, 4))
        for handle in range(HANDLES):
            here = handle == self.handle_at
            place = places[handle * HANDLE_EVERY]
            radius = max(lay.px(16 if here else 8) * FINE, 4)
            pygame.draw.circle(fine, theme.ink, place, radius + FINE * max(lay.px(2), 1))
            pygame.draw.circle(fine, theme.accent if here else theme.card, place, radius)
        return pygame.transform.smoothscale(fine, around.size)
