"""Choosing a level: a card for each, with its picture and its idea."""

from __future__ import annotations

import pygame
from pygame import Rect, Surface

from lucy import consumers
from lucy.run import words
from lucy.run.level_files import LevelError
from lucy.run.session import Session
from lucy.sim.level import Level
from lucy.ui import shapes, text, widgets
from lucy.ui.picture import Picture
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.scenes.play import number_of
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

SPEED = 2.0  # of the small belts on the cards


class LevelChoice(Page):
    """All shipped levels, three in a row; more than six are shown six at a time."""

    def __init__(self, stage: Stage, focus: int = 0) -> None:
        self.focus = focus
        self.levels: list[Level] = []
        for name in stage.levels():
            try:
                self.levels.append(stage.level(name))
            except LevelError as fault:
                stage.notice = str(fault)
        self._belts = [Session(level, consumers.make(level.beat), seed=1) for level in self.levels]
        self._pictures = [Picture() for _ in self.levels]
        self._small: list[Surface | None] = [None for _ in self.levels]
        self._turn = 0
        for belt in self._belts:
            belt.speed = SPEED

    def skip(self, seconds: int) -> None:
        """Let the small belts run on by so much at once; for pictures of this page."""
        for belt in self._belts:
            belt.run_ticks(seconds * belt.level.tick_hz)

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """One small belt in turn moves on in each frame, so that the page costs no more than one."""
        if self._belts and not stage.settings.reduced_motion:
            self._turn = (self._turn + 1) % len(self._belts)
            belt, passed_s = self._belts[self._turn], real_s * len(self._belts)
            belt.advance(passed_s)
            self._pictures[self._turn].advance(passed_s)
            self._small[self._turn] = None
            if belt.finished:
                belt.restart()
                self._pictures[self._turn] = Picture()
        return self

    def _cards(self, stage: Stage) -> list[Rect]:
        lay = stage.lay
        left = margin(stage)
        top = lay.px(212 if not lay.compact else 112)
        bottom = lay.height - lay.px(170 if not lay.compact else 126)
        columns = min(max(len(self.levels), 1), 3)
        rows = -(-min(len(self.levels), 6) // columns)
        gap = lay.px(44 if not lay.compact else 20)
        width = (lay.width - 2 * left - gap * (columns - 1)) // columns
        height = (bottom - top - gap * (max(rows, 1) - 1)) // max(rows, 1)
        return [
            Rect(left + i % columns * (width + gap), top + i // columns * (height + gap), width, height)
            for i in range(min(len(self.levels), 6))
        ]

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The cards, then the way back."""
        found = [Button(rect, "", f"level:{i}", card=True) for i, rect in enumerate(self._cards(stage))]
        return (*found, back_button(stage, words.say("screen.levels.back")))

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Open a level's briefing, or go back to the title."""
        if action == "back":
            from lucy.ui.scenes.title import Title

            return Title(stage)
        if action == "help":
            from lucy.ui.scenes.help import Help

            return Help(self)
        if action.startswith("level:"):
            from lucy.ui.scenes.briefing import Briefing

            return Briefing(self.levels[int(action[6:])], stage, lambda: LevelChoice(stage, self.focus))
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The ground and the heading."""
        widgets.page_ground(surface, stage.theme, stage.lay)
        heading(surface, stage, words.say("screen.levels.heading"))

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """What is on each card."""
        lay, theme = stage.lay, stage.theme
        for place, card in enumerate(self._cards(stage)):
            self._paint_card(surface, place, card, stage)
        if stage.notice:
            at = lay.width - margin(stage), lay.height - lay.px(84)
            text.draw(
                surface, stage.notice, at, lay.type_px(24), theme.ink_soft, x="right", y="middle",
                width_px=lay.width - 2 * margin(stage) - lay.px(280),
            )  # fmt: skip

    def _paint_card(self, surface: Surface, index: int, card: Rect, stage: Stage) -> None:
        lay, theme, level = stage.lay, stage.theme, self.levels[index]
        pad = lay.px(36 if not lay.compact else 18)
        tall = card.height > lay.px(420)
        picture_height = min(round(card.width * 0.6), card.height - lay.px(330)) if tall else 0
        if picture_height:
            border = max(lay.px(2), 1)
            place = Rect(card.left + border, card.top + border, card.width - 2 * border, picture_height)
            surface.blit(self._thumbnail(index, place.size, stage), place)
        top = card.top + picture_height + (lay.px(40) if tall else pad)
        left, room = card.left + pad, card.width - 2 * pad
        number = number_of(level.name)
        title = f"{number} · {level.words.title}" if number else level.words.title
        size = lay.type_px(42 if not lay.compact else 32)
        drawn = text.draw(surface, title, (left, top), size, theme.ink, text.HEADING, y="top", width_px=room)
        body = lay.type_px(29 if not lay.compact else 25)
        inner = Rect(left, drawn.bottom + lay.px(34 if not lay.compact else 20), room, 10)
        below = text.paragraph(surface, level.words.idea, inner, body, theme.ink)
        foot = card.bottom - lay.px(34)
        if foot - body > below:
            line = article_line(level)
            text.draw(surface, line, (left, foot), lay.type_px(25), theme.ink_soft, width_px=room)

    def _thumbnail(self, index: int, size: tuple[int, int], stage: Stage) -> Surface:
        """A level's small belt as it is now, with round upper corners."""
        kept = self._small[index]
        if kept is not None and kept.get_size() == size:
            return kept
        drawn = Surface(size)
        belt, calm = self._belts[index], stage.settings.reduced_motion
        self._pictures[index].draw(drawn, drawn.get_rect(), belt.level, belt.snapshot(), calm)
        image = Surface(size, pygame.SRCALPHA)
        radius = stage.lay.px(15)
        shapes.box(image, Rect(0, 0, size[0], size[1] + radius), radius, (255, 255, 255))
        image.blit(drawn, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        self._small[index] = image
        return image


def article_line(level: Level) -> str:
    """Which part of the article a level stands for; a level without a number stands for none."""
    if number_of(level.name):
        return words.say("screen.briefing.stands_for", article=level.words.article)
    return level.words.article
