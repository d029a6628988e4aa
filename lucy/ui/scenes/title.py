"""The first page: the belt, running by itself, and what to do here."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy import consumers
from lucy.run import words
from lucy.run.session import Session
from lucy.ui import text
from lucy.ui.picture import Picture
from lucy.ui.scenes.page import Page, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button


class Title(Page):
    """Name, question, and five ways on. Behind them a persona plays the first level."""

    def __init__(self, stage: Stage) -> None:
        self.session: Session | None = None
        self.picture = Picture()
        names = stage.levels()
        if names:
            level = stage.level(names[0])
            self.session = Session(level, consumers.make(level.beat), seed=1)
            self.session.rewinds = False
            self.picture = Picture(level.beat)

    def skip(self, seconds: int) -> None:
        """Let the belt run on by so much at once; for pictures of this page."""
        if self.session is not None:
            self.session.run_ticks(seconds * self.session.level.tick_hz)

    def _board(self, stage: Stage) -> Rect:
        """The sign over the shop: all but the belt."""
        lay = stage.lay
        return Rect(0, 0, lay.width, lay.px(408) if not lay.compact else round(lay.height * 0.46))

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Play, watch, settings, help, leave; on a stand only play, watch and help."""
        lay, board = stage.lay, self._board(stage)
        actions = ["play", "watch", "help"] if stage.kiosk else ["play", "watch", "settings", "help", "quit"]
        height, gap = max(lay.px(80), 34), lay.px(20)
        left = margin(stage)
        width = min((board.width - 2 * left - gap * (len(actions) - 1)) // len(actions), lay.px(420))
        top = board.bottom - height - lay.px(44 if not lay.compact else 24)
        return tuple(
            Button(
                Rect(left + i * (width + gap), top, width, height), words.say(f"screen.title.{action}"), action,
                primary=action == "play", on_panel=True,
            )
            for i, action in enumerate(actions)
        )  # fmt: skip

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Go where the button says."""
        if action == "play":
            from lucy.ui.scenes.level_choice import LevelChoice

            return LevelChoice(stage)
        if action == "watch":
            from lucy.ui.scenes.demo import Demo

            return Demo(stage)
        if action == "settings":
            from lucy.ui.scenes.settings import SettingsPage

            return SettingsPage(self)
        if action == "help":
            from lucy.ui.scenes.help import Help

            return Help(self)
        if action in ("quit", "back") and not stage.kiosk:
            return None
        return self

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """The belt behind the page runs on; when the level is over it starts again."""
        if self.session is not None and not stage.settings.reduced_motion:
            self.session.advance(real_s)
            self.picture.advance(real_s)
            if self.session.finished:
                self.session.restart()
                self.picture = Picture(self.session.consumer_name)
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The sign, and the shop under it."""
        lay, theme, board = stage.lay, stage.theme, self._board(stage)
        if self.session is not None:
            view = Rect(0, board.bottom, lay.width, lay.height - board.bottom)
            calm = stage.settings.reduced_motion
            self.picture.draw(surface, view, self.session.level, self.session.snapshot(), calm)
        surface.fill(theme.panel, board)
        surface.fill(theme.panel_deep, Rect(0, board.bottom - max(lay.px(5), 2), lay.width, max(lay.px(5), 2)))
        left = margin(stage)
        top = lay.px(64 if not lay.compact else 26)
        size = lay.type_px(200 if not lay.compact else 124)
        colour = theme.accent if theme.outline is None else theme.on_panel
        name = text.draw(
            surface, words.say("screen.game"), (left - lay.px(8), top), size, colour, text.HEADING, y="top"
        )
        at_x = name.right + lay.px(70 if not lay.compact else 40)
        room = lay.width - left - at_x
        size = lay.type_px(54 if not lay.compact else 36)
        at = at_x, name.top + round(name.height * 0.22)
        text.draw(surface, words.say("screen.question"), at, size, theme.on_panel, text.BOLD, y="middle", width_px=room)
        at = at_x, name.top + round(name.height * 0.76)
        small = lay.type_px(34 if not lay.compact else 26)
        line = stage.notice or words.say("screen.subject")
        text.draw(surface, line, at, small, theme.on_panel_soft, y="middle", width_px=room)
