"""Before a level: what happens there, which keys work, and who is to stand at the belt."""

from __future__ import annotations

from collections.abc import Callable

from pygame import Rect, Surface

from lucy import consumers
from lucy.run import level_files, strategy, words
from lucy.run.level_files import LevelError
from lucy.sim.level import Level
from lucy.ui import caption_line, shapes, strategy_keys, text, widgets
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.level_choice import article_line
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.scenes.play import Play, number_of
from lucy.ui.stage import Choice, Scene, Stage
from lucy.ui.widgets import Button

SLOWEST_HAND_PER_S = 3.0  # a person can wrap about so many a second


class Briefing(Page):
    """The words at the left, the choices at the right."""

    def __init__(self, level: Level, stage: Stage, back: Callable[[], Scene | None], act: int = 0) -> None:
        self.level, self.back_to, self.number_act = level, back, act
        try:
            self.acts = level_files.level_acts(level.name)
        except LevelError:
            self.acts = [level.words.title]

    @property
    def may_wrap(self) -> bool:
        """Whether wrapping by hand makes sense here: a slow station in the belt's picture."""
        station = self.level.station(self.level.stand)
        slow = station.service.rate.per_s <= SLOWEST_HAND_PER_S and station.service.kind == "deterministic"
        return self.level.unit.name == "chocolate" and slow

    def _right(self, stage: Stage) -> Rect:
        lay = stage.lay
        left = margin(stage)
        top = lay.px(226 if not lay.compact else 104)
        width = round((lay.width - 2 * left) * 0.36)
        return Rect(lay.width - left - width, top, width, lay.height - top - lay.px(48 if not lay.compact else 24))

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Play, by hand, the acts, the personas, and the way back."""
        lay = stage.lay
        area = self._right(stage)
        height, gap = max(lay.px(84), 34), lay.px(16)
        found = [Button(Rect(area.left, area.top, area.width, height), words.say("screen.briefing.play"), "play", True)]
        top = area.top + height + gap
        if self.may_wrap:
            rect = Rect(area.left, top, area.width, height)
            found.append(Button(rect, words.say("screen.briefing.by_hand"), "by_hand"))
            top += height + gap
        if len(self.acts) > 1:
            for i, title in enumerate(self.acts):
                rect = Rect(area.left, top, area.width, height)
                label = words.say("screen.briefing.act", number=i + 1, title=title)
                found.append(Button(rect, label, f"act:{i}", chosen=i == self.number_act))
                top += height + gap
        top += lay.px(66 if not lay.compact else 40)
        low = max(lay.px(70), 30)
        half = (area.width - gap) // 2
        for i, name in enumerate(consumers.NAMES):
            rect = Rect(area.left + i % 2 * (half + gap), top + i // 2 * (low + gap), half, low)
            if rect.bottom <= area.bottom:
                found.append(Button(rect, caption_line.speaker_name(name), f"watch:{name}"))
        return (*found, back_button(stage, words.say("screen.briefing.levels")))

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Begin, or choose another act, or go back."""
        if action == "back":
            return self.back_to()
        if action == "help":
            from lucy.ui.scenes.help import Help

            return Help(self)
        choice = Choice(self.level, act=self.number_act)
        number = number_of(self.level.name)
        if action == "play":
            return Play(choice, stage, lambda: self, number)
        if action == "by_hand":
            return Play(choice.by("you", hands_on=True), stage, lambda: self, number)
        if action.startswith("watch:"):
            return Play(choice.by(action[6:]), stage, lambda: self, number)
        if action.startswith("act:"):
            self.number_act = int(action[4:])
            self.level = stage.level(self.level.name, self.number_act)
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The words, and the five keys with why one is locked."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        number = number_of(self.level.name)
        top = heading(surface, stage, f"{number} · {self.level.words.title}" if number else self.level.words.title)
        left, area = margin(stage), self._right(stage)
        if not lay.compact:
            line = article_line(self.level)
            at = left, top - lay.px(22)
            text.draw(surface, line, at, lay.type_px(30), theme.ink_soft, y="top", width_px=lay.width - 2 * left)
        top = area.top
        column = Rect(left, top, area.left - left - lay.px(80), lay.height - top - lay.px(150))
        size = lay.type_px(32 if not lay.compact else 25)
        keys = self._key_lines()
        inner = Rect(column.left, column.top, column.width, 10)
        for line in self.level.words.briefing:
            high = text.paragraph(None, line, inner, size, theme.ink)
            if high > column.bottom:
                break
            below = text.paragraph(surface, line, inner, size, theme.ink)
            inner = Rect(inner.left, below + lay.px(24 if not lay.compact else 22), inner.width, 10)
        inner.top += lay.px(14)
        if lay.compact:
            return
        if inner.top + len(keys) * lay.px(54) > column.bottom:
            keys = []  # all of them or none
        for letter, line, locked in keys:
            cap = Rect(inner.left, inner.top, lay.px(46), lay.px(46))
            shapes.box(surface, cap, lay.px(10), theme.card, max(lay.px(2), 1), theme.line)
            text.draw(surface, letter, cap.center, lay.type_px(26), theme.ink, text.BOLD, x="centre", y="middle")
            colour = theme.ink_soft if locked else theme.ink
            at = cap.right + lay.px(20), cap.centery
            if locked:
                shapes.draw_sign(surface, "lock", (at[0] + lay.px(12), cap.centery), lay.px(26), colour)
                at = at[0] + lay.px(38), cap.centery
            text.draw(
                surface, line, at, lay.type_px(28), colour, y="middle", width_px=column.right - at[0],
                least_px=lay.type_px(22),
            )  # fmt: skip
            inner.top += lay.px(54)
        buttons = self.buttons(stage)
        watch = next((b for b in buttons if b.action.startswith("watch:")), None)
        if watch is not None:
            at = area.left, watch.rect.top - lay.px(30)
            text.draw(surface, words.say("screen.briefing.watch"), at, lay.type_px(28), theme.ink_soft)
            self._sentence(surface, buttons, area, stage)

    def _sentence(self, surface: Surface, buttons: tuple[Button, ...], area: Rect, stage: Stage) -> None:
        """What the persona in focus is like."""
        lay, theme = stage.lay, stage.theme
        action = buttons[min(self.focus, len(buttons) - 1)].action
        last = max(b.rect.bottom for b in buttons if b.action.startswith("watch:"))
        rest = Rect(area.left, last + lay.px(36), area.width, area.bottom - last)
        if action.startswith("watch:"):
            said = words.say(f"personas.{action[6:]}.sentence")
            if text.paragraph(None, said, rest, lay.type_px(30), theme.ink) <= area.bottom:
                text.paragraph(surface, said, rest, lay.type_px(30), theme.ink)

    def _key_lines(self) -> list[tuple[str, str, bool]]:
        lines = []
        for key in (*strategy.KEYS[:3], strategy.SCALE):
            reason = strategy.locked(self.level, key)
            means = words.say(f"screen.keys.means.{key}")
            if reason:
                means = reason
            lines.append((strategy_keys.LETTERS[key], means, bool(reason)))
        return lines
