"""Before a comparison: who else gets the same belt. One to three of them, beside you or beside your run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pygame import Rect, Surface

from lucy import consumers
from lucy.run import words
from lucy.run.comparison import MOST, YOU
from lucy.ui import caption_line, shapes, text, widgets
from lucy.ui.pictures.faces import face
from lucy.ui.scenes.compare import Compare, Match
from lucy.ui.scenes.help import Help, back_button
from lucy.ui.scenes.page import Page, heading, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

COLUMNS = 5
USUAL = "hoarder"  # beside whoever the level calls right


class CompareChoice(Page):
    """The personas as cards; those who are in are marked. `match.names` are those of the last time."""

    def __init__(self, match: Match, stage: Stage, back: Callable[[], Scene | None]) -> None:
        self.match, self.back_to = match, back
        found = [name for name in match.names if name in consumers.NAMES]
        usual = dict.fromkeys((USUAL, match.level.beat))
        self.chosen = found or [name for name in usual if name in consumers.NAMES]
        self.focus = len(consumers.NAMES)

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """A card for each persona, then start and back."""
        lay, left = stage.lay, margin(stage)
        top = lay.px(230 if not lay.compact else 128)
        back = back_button(stage, words.say("screen.compare.back"))
        rows = -(-len(consumers.NAMES) // COLUMNS)
        gap = lay.px(20 if not lay.compact else 10)
        wide = (lay.width - 2 * left - gap * (COLUMNS - 1)) // COLUMNS
        high = (back.rect.top - lay.px(36 if not lay.compact else 14) - top - gap * (rows - 1)) // rows
        found = [
            Button(
                Rect(left + k % COLUMNS * (wide + gap), top + k // COLUMNS * (high + gap), wide, high), "",
                f"with:{name}", card=True,
            )
            for k, name in enumerate(consumers.NAMES)
        ]  # fmt: skip
        start = Rect(0, 0, lay.px(360), back.rect.height)
        start.bottomright = lay.width - left, back.rect.bottom
        found.append(Button(start, words.say("screen.compare.start"), "start", primary=True))
        return (*found, back)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Take somebody in or leave them out, begin, or go back."""
        if action == "back":
            return self.back_to()
        if action == "help":
            return Help(self)
        if action == "start" and self.chosen:
            before = () if self.match.recording else (YOU,)
            match = replace(self.match, names=(*before, *self.chosen))
            return Compare(match, stage, lambda: self)
        name = action.removeprefix("with:")
        if name in self.chosen:
            self.chosen.remove(name)
        elif name in consumers.NAMES:
            self.chosen = [*self.chosen, name][-(MOST - 1) :]  # one too many: the first of them leaves
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The heading and the question."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        title = words.say("screen.compare.versus_run" if self.match.recording else "screen.compare.versus")
        top = heading(surface, stage, title)
        text.draw(surface, words.say("screen.compare.choose"), (margin(stage), top - lay.px(14)),
                  lay.type_px(32 if not lay.compact else 24), theme.ink_soft, y="top",
                  width_px=lay.width - 2 * margin(stage))  # fmt: skip

    def paint_over(self, surface: Surface, stage: Stage) -> None:
        """Face, name and, for those who are in, a tick on each card."""
        lay, theme = stage.lay, stage.theme
        for button in self.buttons(stage):
            if not button.card:
                continue
            name, card = button.action.removeprefix("with:"), button.rect
            chosen = name in self.chosen
            if chosen:
                shapes.box(surface, card, lay.px(16), theme.accent)
            size = lay.type_px(30 if not lay.compact else 22)
            side = card.height - round(1.25 * size) - lay.px(22)
            surface.blit(face(name, side), (card.centerx - side // 2, card.top + lay.px(8)))
            ink = theme.on_accent if chosen else theme.ink
            at = card.centerx, card.bottom - lay.px(8) - round(0.7 * size)
            text.draw(surface, caption_line.speaker_name(name), at, size, ink, text.BOLD, x="centre", y="middle",
                      width_px=card.width - lay.px(16))  # fmt: skip
            if chosen:
                mark = lay.px(44)
                shapes.draw_sign(surface, "tick", (card.right - mark * 0.8, card.top + mark * 0.8), mark, ink)
        self._sentence(surface, stage)

    def _sentence_right(self, stage: Stage) -> int:
        """Where the button to start begins."""
        return self.buttons(stage)[-2].rect.left

    def _sentence(self, surface: Surface, stage: Stage) -> None:
        """What the persona in focus is like, between the two buttons."""
        buttons, lay = self.buttons(stage), stage.lay
        action = buttons[self.focus].action
        if lay.compact or not action.startswith("with:"):
            return
        back, right = buttons[-1].rect, self._sentence_right(stage)
        room = Rect(back.right + lay.px(36), back.top, right - back.right - lay.px(72), back.height)
        said = words.say(f"personas.{action.removeprefix('with:')}.sentence")
        size = lay.type_px(28)
        lines = text.wrap(said, size, text.REGULAR, room.width)
        top = room.centery - round(0.68 * size * (len(lines) - 1))
        for k, line in enumerate(lines):
            at = room.centerx, top + round(1.36 * size * k)
            text.draw(surface, line, at, size, stage.theme.ink, x="centre", y="middle", width_px=room.width)
