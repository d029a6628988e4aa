"""Choosing a level: a card for each, with its picture, its idea and the stars earned. The cards roll by rows."""

from __future__ import annotations

from functools import partial

import pygame
from pygame import Rect, Surface

from lucy import consumers
from lucy.run import level_files, words
from lucy.run.level_files import LevelError
from lucy.run.session import Session
from lucy.sim.level import Level
from lucy.ui import level_card, phrases, shapes, widgets
from lucy.ui.keymap import Input
from lucy.ui.picture import Picture
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.page import Page, heading, margin, notice
from lucy.ui.stage import Scene, Stage
from lucy.ui.theme import mix
from lucy.ui.widgets import Button

SPEED = 1.0  # of the small belts on the cards
LARGER = 1.6  # they are drawn so much larger and scaled down: their labels keep whole words


class LevelChoice(Page):
    """All shipped levels, in rows; the row in focus is always in sight."""

    def __init__(self, stage: Stage, focus: int = 0) -> None:
        self.at = self.row = self.focus = 0
        self.levels: list[Level] = []
        self.acts: list[int] = []
        for name in stage.levels():
            try:
                self.levels.append(stage.level(name))
                self.acts.append(len(level_files.level_acts(name)))
            except LevelError as fault:
                stage.notice = str(fault)
        self._belts: list[Session | None] = [None for _ in self.levels]
        self._pictures = [Picture() for _ in self.levels]
        self._small: list[Surface | None] = [None for _ in self.levels]
        self._turn = 0
        self._may_draw = self._all_at_once = False
        self._choose(focus, stage)

    def skip(self, seconds: int) -> None:
        """Let the small belts run on by so much at once; for pictures of this page."""
        self._all_at_once = True
        for index in range(len(self.levels)):
            belt = self._belt(index)
            belt.run_ticks(seconds * belt.level.tick_hz)

    def _belt(self, index: int) -> Session:
        """A card's small belt; made when the card is first seen."""
        belt = self._belts[index]
        if belt is None:
            level = self.levels[index]
            belt = self._belts[index] = Session(level, consumers.make(level.beat), seed=1)
            belt.rewinds = False
            belt.speed = SPEED
        return belt

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """One small belt in turn moves on in each frame, so that the page costs no more than one."""
        seen = self._seen(stage)
        if seen and not stage.settings.reduced_motion:
            self._turn = (self._turn + 1) % len(seen)
            index = seen[self._turn]
            belt, passed_s = self._belt(index), real_s * len(seen)
            belt.advance(passed_s)
            self._pictures[index].advance(passed_s)
            self._small[index] = None
            if belt.finished:
                belt.restart()
                self._pictures[index] = Picture()
        return self

    # -- where things are

    def _grid(self, stage: Stage) -> tuple[int, int, int]:
        """Columns, rows in sight, rows in all."""
        wanted = 3 if not stage.lay.compact else 2
        columns = min(max(len(self.levels), 1), wanted)
        rows = -(-max(len(self.levels), 1) // columns)
        return columns, min(rows, 2), rows

    def _seen(self, stage: Stage) -> list[int]:
        """The levels whose cards are in sight."""
        columns, shown, rows = self._grid(stage)
        first = min(self.row, rows - shown)
        return list(range(first * columns, min((first + shown) * columns, len(self.levels))))

    def _cards(self, stage: Stage) -> list[Rect]:
        lay, left = stage.lay, margin(stage)
        columns, shown, rows = self._grid(stage)
        top = lay.px(196 if not lay.compact else 104)
        bottom = lay.height - lay.px(164 if not lay.compact else 112)
        gap = lay.px(36 if not lay.compact else 20)
        rolls = rows > shown
        wide = lay.width - 2 * left - (lay.px(100 if not lay.compact else 90) if rolls else 0)
        width = (wide - gap * (columns - 1)) // columns
        height = (bottom - top - gap * (shown - 1)) // shown
        return [
            Rect(left + i % columns * (width + gap), top + i // columns * (height + gap), width, height)
            for i in range(len(self._seen(stage)))
        ]

    def _rollers(self, stage: Stage) -> tuple[Button, ...]:
        """The two buttons at the right that roll the rows; none where all are in sight."""
        lay = stage.lay
        _, shown, rows = self._grid(stage)
        if rows <= shown:
            return ()
        cards = self._cards(stage)
        side = max(lay.px(76), 34)
        right = lay.width - margin(stage)
        up = Rect(right - side, cards[0].top, side, side)
        down = Rect(right - side, cards[0].top + (cards[0].height * shown + lay.px(36)) - side, side, side)
        down.bottom = max(card.bottom for card in cards)
        return Button(up, "", "roll:-1", sign="up"), Button(down, "", "roll:1", sign="down")

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The cards in sight, the way back, and the rollers."""
        cards = zip(self._seen(stage), self._cards(stage), strict=True)
        found = [Button(rect, "", f"level:{i}", card=True) for i, rect in cards]
        back = back_button(stage, words.say("screen.levels.back"))
        return (*found, back, *self._rollers(stage), *self._laboratory(stage, back.rect))

    def _laboratory(self, stage: Stage, back: Rect) -> tuple[Button, ...]:
        """The way into the laboratory, for the level in focus; not on a stand."""
        if stage.kiosk or not self.levels:
            return ()
        if stage.rules.is_locked(self.levels[self.at].name):
            return ()
        rect = Rect(back.right + stage.lay.px(24), back.top, stage.lay.px(320), back.height)
        return (Button(rect, words.say("screen.laboratory.open"), "laboratory"),)

    # -- input

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Arrows, Tab and wheel go through all cards; the rows follow."""
        columns, _, _ = self._grid(stage)
        seen = self._seen(stage)
        on_card = self.focus < len(seen)
        if wish.what == "adjust" and wish.value == "wheel":
            self._roll(-wish.by, stage)
            return self
        if wish.what == "page":
            self._roll(wish.by, stage)
            return self
        if wish.what == "laboratory":
            return self.act("laboratory", stage)
        if wish.what == "number" and wish.by <= len(self.levels):
            return self.act(f"level:{wish.by - 1}", stage)
        if wish.what == "move" and on_card and self.levels:
            step = wish.by if wish.value in ("left", "right") else -wish.by * columns
            aim = self.at + step
            last = len(self.levels) - 1
            if wish.value == "down" and aim > last and self.at // columns < last // columns:
                aim = last  # the last row is shorter
            if 0 <= aim < len(self.levels):
                self._choose(aim, stage)
                return self
            if wish.value in ("left", "up"):
                return self
        scene = super().handle(wish, stage)
        self._follow(stage)
        return scene

    def _follow(self, stage: Stage) -> None:
        seen = self._seen(stage)
        if self.focus < len(seen):
            self.at = seen[self.focus]

    def _choose(self, index: int, stage: Stage) -> None:
        """Put a level in focus, and roll its row into sight."""
        self.at = min(max(index, 0), max(len(self.levels) - 1, 0))
        columns, shown, rows = self._grid(stage)
        row = self.at // columns
        self.row = min(max(self.row, row - shown + 1), row, rows - shown)
        self.row = max(self.row, 0)
        seen = self._seen(stage)
        self.focus = seen.index(self.at) if self.at in seen else 0

    def _roll(self, by: int, stage: Stage) -> None:
        columns, shown, rows = self._grid(stage)
        before = self.row
        self.row = min(max(self.row + by, 0), rows - shown)
        if self.focus < shown * columns:
            self._choose(min(self.at + (self.row - before) * columns, len(self.levels) - 1), stage)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Open a level's briefing, roll, or go back to the title."""
        if action == "back":
            from lucy.ui.scenes.title import Title

            return Title(stage)
        if action == "help":
            from lucy.ui.scenes.help import Help

            return Help(self)
        if action == "laboratory" and self._laboratory(stage, Rect(0, 0, 0, 0)):
            from lucy.ui.scenes.laboratory import Laboratory

            index = self.at
            return Laboratory(self.levels[index], stage, lambda: LevelChoice(stage, index))
        if action.startswith("roll:"):
            self._roll(int(action[5:]), stage)
            self.focus = len(self._seen(stage)) + (1 if action == "roll:-1" else 2)
        if action.startswith("level:"):
            from lucy.ui.scenes.briefing import Briefing

            index = int(action[6:])
            if stage.rules.is_locked(self.levels[index].name):
                return self  # the card says why
            return Briefing(self.levels[index], stage, lambda: LevelChoice(stage, index))
        return self

    # -- drawing

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The ground and the heading."""
        self._may_draw = True
        widgets.page_ground(surface, stage.theme, stage.lay)
        heading(surface, stage, words.say("screen.levels.heading"))

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """What is on each card, and where among the rows we are."""
        for index, card in zip(self._seen(stage), self._cards(stage), strict=True):
            earned = self._stars(index, stage) if phrases.number_of(self.levels[index].name) else ()
            draw = partial(self._thumbnail, index, stage=stage)
            level_card.draw(surface, card, self.levels[index], earned, draw, stage)
            if stage.rules.is_locked(self.levels[index].name):
                level_card.draw_lock(surface, card, stage.rules.word_for(self.levels[index].name), stage)
        self._track(surface, stage)
        notice(surface, stage)

    def _track(self, surface: Surface, stage: Stage) -> None:
        rollers = self._rollers(stage)
        if rollers:
            lay, theme = stage.lay, stage.theme
            _, shown, rows = self._grid(stage)
            up, down = rollers[0].rect, rollers[1].rect
            track = Rect(0, up.bottom + lay.px(20), max(lay.px(16), 6), down.top - up.bottom - lay.px(40))
            track.centerx = up.centerx
            shapes.box(surface, track, track.width // 2, mix(theme.ground_low, theme.line, 0.6))
            height = track.height * shown // rows
            top = track.top + (track.height - height) * self.row // (rows - shown)
            shapes.box(surface, Rect(track.left, top, track.width, height), track.width // 2, theme.ink_soft)

    def _stars(self, index: int, stage: Stage) -> tuple[int, ...]:
        return stage.progress.stars(self.levels[index].name, self.acts[index])

    def _thumbnail(self, index: int, size: tuple[int, int], stage: Stage) -> Surface:
        """A level's small belt as it is now, with round upper corners."""
        kept = self._small[index]
        if kept is not None and kept.get_size() == size:
            return kept
        if not self._may_draw:  # one in a frame, so that the page opens at once
            return shapes.gradient(size[0], size[1], stage.theme.line, stage.theme.ground)
        self._may_draw = self._all_at_once
        drawn = Surface((round(LARGER * size[0]), round(LARGER * size[1])))
        belt, calm = self._belt(index), stage.settings.reduced_motion
        self._pictures[index].draw(drawn, drawn.get_rect(), belt.level, belt.snapshot(), calm)
        small = pygame.transform.smoothscale(drawn, size)
        image = self._small[index] = shapes.rounded(small, stage.lay.px(15), lower=False)
        return image
