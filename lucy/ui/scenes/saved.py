"""What stands beside a run for a moment: help, or the word that something has been saved. Both lead back to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pygame import Rect, Surface

from lucy.run import level_writer, words
from lucy.ui import text, top_bar, widgets
from lucy.ui.scenes.help import Aside, Help
from lucy.ui.scenes.log_page import LogPage
from lucy.ui.scenes.page import heading, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

if TYPE_CHECKING:
    from lucy.ui.scenes.play import Play


def aside(what: str, play: Play, stage: Stage) -> Scene:
    """The page that was wished for in the midst of a run: help, the text log, the sliders, or the level saved."""
    if what == "save_level":
        return play if stage.kiosk or not play.choice.is_human else Saved(play)
    if what == "sliders":
        from lucy.ui.scenes.free_play import FreePlay

        return FreePlay(play) if top_bar.may_save(play.level, play.choice.is_human, stage.kiosk) else play
    return LogPage(play) if what == "log" else HelpInRun(play)


class HelpInRun(Help):
    """Help from the midst of a run leads on to its text log, too: for the mouse, a pad and one switch."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.play = play

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """The way back, and to the log."""
        (back,) = super().buttons(stage)
        rect = Rect(back.rect.right + stage.lay.px(24), back.rect.top, stage.lay.px(560), back.rect.height)
        return back, Button(rect, words.say("screen.log.open"), "log")

    def act(self, action: str, stage: Stage) -> Scene | None:
        """To the log, or back to the run."""
        return LogPage(self.play) if action == "log" else self.before


class Told(Aside):
    """Says something, a heading and what stands below it, and leads back to where somebody was."""

    def __init__(self, before: Scene, lines: Sequence[str]) -> None:
        super().__init__(before)
        self.lines = lines

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The path, large enough to be copied by hand, and what can be done with it."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        top = heading(surface, stage, self.lines[0])
        inner = Rect(margin(stage), top, lay.width - 2 * margin(stage), 10)
        for line in self.lines[1:]:
            below = text.paragraph(surface, line, inner, lay.type_px(32 if not lay.compact else 25), theme.ink)
            inner = Rect(inner.left, below + lay.px(30), inner.width, 10)


class Saved(Told):
    """Saves the level of a run, its keys where they stand, as a file of the player's own, and says where."""

    def __init__(self, play: Play) -> None:
        try:
            path = level_writer.save_own(play.level, play.strategy)
            lines = words.lines("screen.own_level.saved", path=path)
        except (OSError, ValueError) as fault:
            lines = words.lines("screen.own_level.not_saved", fault=getattr(fault, "strerror", None) or fault)
        super().__init__(play, lines)
