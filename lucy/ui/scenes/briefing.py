"""Before a level: what happens there, which keys work, and who is to stand at the belt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pygame import Rect, Surface

from lucy.run import language, level_files, strategy, words
from lucy.run.level_files import LevelError
from lucy.sim.level import Level
from lucy.ui import phrases, shapes, still, text, widgets
from lucy.ui.layout import Layout
from lucy.ui.level_card import article_line
from lucy.ui.scenes import predict
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.scenes.play import Play
from lucy.ui.stage import Choice, Scene, Stage
from lucy.ui.widgets import Button

SLOWEST_HAND_PER_S = 3.0  # a person can wrap about so many a second


def acts_of(level: Level) -> list[str]:
    """The titles of a level's acts; one for a level that is no file any more."""
    try:
        return level_files.level_acts(level.name)
    except LevelError:
        return [level.words.title]


class Briefing(Page):
    """The words at the left, the choices at the right."""

    def __init__(self, level: Level, stage: Stage, back: Callable[[], Scene | None], act: int = 0) -> None:
        self.level, self.back_to, self.number_act = level, back, act
        self.acts = acts_of(level)
        self._still: Surface | None = None

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
        width = round((lay.width - 2 * left) * (0.34 if not lay.compact else 0.46))
        return Rect(lay.width - left - width, top, width, lay.height - top - lay.px(48 if not lay.compact else 24))

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Play, by hand, the acts, watching, comparing, and the way back."""
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
            wide = (area.width - gap * (len(self.acts) - 1)) // len(self.acts)
            for i in range(len(self.acts)):
                rect = Rect(area.left + i * (wide + gap), top, wide, height)
                label = words.say("screen.briefing.act", number=i + 1)
                found.append(Button(rect, label, f"act:{i}", chosen=i == self.number_act))
            top += height + lay.px(58 if not lay.compact else 36)  # the title of the chosen act stands below
        for action, key in (("watch", "screen.briefing.watch"), ("versus", "screen.compare.versus")):
            found.append(Button(Rect(area.left, top, area.width, height), words.say(key), action))
            top += height + gap
        return (*found, back_button(stage, words.say("screen.briefing.levels")))

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Begin, or choose another act, or go back."""
        if action == "back":
            return self.back_to()
        if action == "help":
            from lucy.ui.scenes.help import Help

            return Help(self)
        choice = Choice(self.level, act=self.number_act)
        number = phrases.number_of(self.level.name)
        if action in ("play", "by_hand"):
            mine = choice.by("you", hands_on=action == "by_hand")
            return predict.begin(
                self.level, self.number_act, stage, lambda: self,
                lambda found: Play(replace(mine, prediction=found), stage, lambda: self, number),
            )  # fmt: skip
        if action == "versus":
            from lucy.ui.scenes.compare_choice import CompareChoice, Match

            return CompareChoice(Match(self.level, (), act=self.number_act), stage, lambda: self)
        if action == "watch":
            from lucy.ui.scenes.watch_choice import WatchChoice

            return WatchChoice(choice, stage, lambda: self)
        if action.startswith("act:"):
            self.number_act = int(action[4:])
            self.level, self._still = stage.level(self.level.name, self.number_act), None
        return self

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """The answers to the coming questions are worked out while this is read."""
        if predict.has_something_to_ask(self.level):
            predict.ponder(stage.oracle(self.level, self.number_act))
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The words, and the five keys with why one is locked."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        top = heading(surface, stage, phrases.title(self.level))
        left, area = margin(stage), self._right(stage)
        if not lay.compact:
            line = article_line(self.level)
            at = left, top - lay.px(22)
            text.draw(surface, line, at, lay.type_px(30), theme.ink_soft, y="top", width_px=lay.width - 2 * left)
        top = area.top
        beside = lay.px(80 if not lay.compact else 40)
        column = Rect(left, top, area.left - left - beside, lay.height - top - lay.px(150))
        size, least = lay.type_px(38 if not lay.compact else 25), 12 if lay.compact else lay.type_px(24)
        if lay.compact:
            column.height = back_button(stage, "").rect.top - lay.px(20) - column.top
        keys = self._key_lines(stage)
        inner = Rect(column.left, column.top, column.width, 10)
        roomy, tight = ((24, 54), (16, 48)) if not lay.compact else ((18, 0), (18, 0))
        while size > least and self._all_high(column.width, size, *tight, len(keys), lay) > column.height:
            size -= 1
        fits = self._all_high(column.width, size, *roomy, len(keys), lay) <= column.height
        between, row = (lay.px(units) for units in (roomy if fits else tight))
        for line in self.level.words.briefing:
            below = text.paragraph(surface, line, inner, size, theme.ink)
            inner = Rect(inner.left, below + between, inner.width, 10)
        inner.top += lay.px(14)
        buttons = self.buttons(stage)
        size = lay.type_px(28 if not lay.compact else 24)
        self._picture(surface, buttons, area, stage)
        chosen = next((b.rect for b in buttons if b.action == f"act:{self.number_act}"), None)
        if chosen is not None:
            at = area.left, chosen.bottom + lay.px(20 if not lay.compact else 14)
            title = self.acts[self.number_act]
            text.draw(surface, title, at, size, theme.ink, text.BOLD, y="top", width_px=area.width)
        if lay.compact:
            return
        if inner.top + len(keys) * row > column.bottom + lay.px(18):
            keys = []  # all of them or none
        for letter, line, locked in keys:
            cap = Rect(inner.left, inner.top, lay.px(46), lay.px(46))
            shapes.box(surface, cap, lay.px(10), theme.card, max(lay.px(2), 1), theme.line)
            text.draw(
                surface, letter, cap.center, lay.type_px(26), theme.ink, text.BOLD, x="centre", y="middle",
                width_px=cap.width - lay.px(8),
            )  # fmt: skip
            colour = theme.ink_soft if locked else theme.ink
            at = cap.right + lay.px(20), cap.centery
            if locked:
                shapes.draw_sign(surface, "lock", (at[0] + lay.px(12), cap.centery), lay.px(26), colour)
                at = at[0] + lay.px(38), cap.centery
            room, small = column.right - at[0], lay.type_px(22)
            if text.width(line, small) > room:  # on two lines
                rest = Rect(at[0], cap.top + lay.px(3), room, 10)
                lines = text.wrap(line, small, text.REGULAR, room)
                if len(lines) > 2:
                    lines = lines[0], text.fit(" ".join(lines[1:]), small, text.REGULAR, room, small)[0]
                text.paragraph(surface, "\n".join(lines), rest, small, colour, leading=1.25)
            else:
                text.draw(surface, line, at, lay.type_px(28), colour, y="middle", width_px=room, least_px=small)
            inner.top += row

    def _all_high(self, width: int, size: int, between: int, row: int, keys: int, lay: Layout) -> int:
        """Height of the words and the keys at a type size; what is between paragraphs and a key's row in units."""
        below = keys * lay.px(row) + lay.px(14 + between) if row else 0
        return self._high(width, size, lay.px(between)) + below

    def _high(self, width: int, size: int, between: int) -> int:
        """Height of the whole briefing at a type size."""
        ink = (0, 0, 0)
        lines = self.level.words.briefing
        return sum(text.paragraph(None, line, Rect(0, 0, width, 10), size, ink) + between for line in lines) - between

    def _picture(self, surface: Surface, buttons: tuple[Button, ...], area: Rect, stage: Stage) -> None:
        """The place that it is about, below the buttons, where there is room."""
        top = max(b.rect.bottom for b in buttons if b.rect.left >= area.left) + stage.lay.px(32)
        size = area.width, min(area.bottom - top, area.width * 2 // 3)
        if stage.lay.compact or size[1] < area.width * 2 // 5:
            return
        if self._still is None or self._still.get_size() != size:
            self._still = still.still(self.level, size, stage)
        surface.blit(self._still, (area.left, area.bottom - size[1]))

    def _key_lines(self, stage: Stage) -> list[tuple[str, str, bool]]:
        lines = []
        for key in (*strategy.KEYS[:3], strategy.SCALE):
            reason = strategy.locked(self.level, key)
            means = words.say(f"screen.keys.means.{key}")
            if options := strategy.lever(self.level, key).options:  # what a key means here is what it offers
                labels = " · ".join(language.shown(option.label) for option in options)
                means = words.say("screen.briefing.one_of", key=words.say(f"screen.keys.{key}"), options=labels)
            if reason:
                means = reason
            lines.append((stage.cap(key), means, bool(reason)))
        return lines
