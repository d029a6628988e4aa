"""The text log of a run as a page: what happened, in sentences, newest last. It can be saved as a file of plain text.

Reads the log of the session; the only thing that it adds is how the run stands at the moment when it is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pygame import Rect, Surface

from lucy.run import places, recorder, words
from lucy.run.session import Session
from lucy.ui import text, widgets
from lucy.ui.keymap import Input
from lucy.ui.scenes.help import Aside, back_button
from lucy.ui.scenes.page import heading, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

if TYPE_CHECKING:
    from lucy.ui.scenes.play import Play

LEADING = 1.35


class LogPage(Aside):
    """`up` is how many rows of type the page has been rolled up from its end."""

    laid = "window"  # it is set anew for every size of type

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.session = play.session
        self.up = 0
        self.said = ""
        self.session.story.tell_state(self.session.world)

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Back, a page up, a page down, and saving where there is a place to save to."""
        lay, back = stage.lay, back_button(stage, words.say("screen.log.back"))
        wanted = [("older", "up", 90), ("newer", "down", 90)]
        if not stage.kiosk:
            wanted.append(("save", "", 400))
        found, left = [back], back.rect.right
        for action, sign, units in wanted:
            rect = Rect(left + lay.px(24), back.rect.top, max(lay.px(units), back.rect.height), back.rect.height)
            found.append(Button(rect, "" if sign else words.say("screen.log.save"), action, sign=sign))
            left = rect.right
        return tuple(found)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Roll, save, or go back to the run."""
        if action in ("older", "newer"):
            self._roll(self._rows(stage) - 1, stage, 1 if action == "older" else -1)
            return self
        if action == "save":
            self.said = save(self.session)
            return self
        return self.before

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """The wheel and the arrows up and down roll a few rows, page keys a page; the rest is for the buttons."""
        if wish.what == "log":
            return self.before
        if wish.what == "page":
            self._roll(self._rows(stage) - 1, stage, -wish.by)
        elif wish.what == "edge":
            self.up = 0 if wish.by > 0 else self._most(stage)
        elif wish.what == "adjust" and wish.value == "wheel" or wish.what == "move" and wish.value in ("up", "down"):
            self._roll(3, stage, wish.by)
        else:
            return super().handle(wish, stage)
        return self

    def _roll(self, rows: int, stage: Stage, by: int) -> None:
        self.up = min(max(self.up + by * rows, 0), self._most(stage))

    def _most(self, stage: Stage) -> int:
        return max(len(self._set(stage)) - self._rows(stage), 0)

    def _paper(self, stage: Stage) -> Rect:
        lay, left = stage.lay, margin(stage)
        top = lay.px(204 if not lay.compact else 104)
        bottom = back_button(stage, "").rect.top - lay.px(88 if not lay.compact else 60)
        return Rect(left, top, lay.width - 2 * left, bottom - top)

    def _size(self, stage: Stage) -> int:
        return stage.lay.type_px(31 if not stage.lay.compact else 26)

    def _rows(self, stage: Stage) -> int:
        return max(self._paper(stage).height // round(self._size(stage) * LEADING), 1)

    def _set(self, stage: Stage) -> list[tuple[str, str]]:
        """All rows of type: the clock before the first of a sentence, and the words."""
        size, paper = self._size(stage), self._paper(stage)
        room = paper.width - self._clock_width(stage)
        rows = []
        for line in self.session.story.log.lines:
            clock = words.format_clock(line.at_s)
            for row in text.wrap(line.text, size, text.REGULAR, room):
                rows.append((clock, row))
                clock = ""
        return rows

    def _clock_width(self, stage: Stage) -> int:
        return text.width("00:00", self._size(stage), text.BOLD) + stage.lay.px(24)

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The heading, the rows that there is room for, and below them where the file was put."""
        lay, theme, size = stage.lay, stage.theme, self._size(stage)
        widgets.page_ground(surface, theme, lay)
        heading(surface, stage, words.say("screen.log.heading"))
        paper, rows, room = self._paper(stage), self._set(stage), self._rows(stage)
        first = max(len(rows) - room - self.up, 0)
        step = round(size * LEADING)
        for place, (clock, row) in enumerate(rows[first : first + room]):
            y = paper.top + place * step + step // 2
            if clock:
                text.draw(surface, clock, (paper.left, y), size, theme.ink_soft, text.BOLD, y="middle")
            text.draw(surface, row, (paper.left + self._clock_width(stage), y), size, theme.ink, y="middle")
        at = paper.left, paper.bottom + lay.px(44 if not lay.compact else 30)
        said = self.said or words.say("screen.log.place", first=first + 1, last=min(first + room, len(rows)),
                                      rows=len(rows))  # fmt: skip
        text.draw(surface, said, at, lay.type_px(26), theme.ink_soft, y="middle", width_px=paper.width)


def save(session: Session, folder: Path | None = None) -> str:
    """Write the log as a text file beside the recordings; returns one line that says where, or why not."""
    try:
        file = places.fresh_file(folder or recorder.folder(), session.level.name, ".txt")
        lines = "".join(f"{line}\n" for line in session.story.log.lines)
        file.write_text(lines, encoding="utf-8", newline="\n")
    except OSError as fault:
        return words.say("screen.log.not_saved", fault=fault.strerror or str(fault))
    return words.say("screen.log.saved", path=str(file))
