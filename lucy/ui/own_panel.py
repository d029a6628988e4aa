"""The board beside the belt for a consumer of one's own: what it skipped, what went wrong, what it printed.

Draws inside the picture's upper left; nothing at all for a person or a persona. Decides nothing.
"""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.consumers import OwnConsumer, close
from lucy.consumers.own.subprocess_consumer import Standing
from lucy.run import own_report, words
from lucy.run.session import Session
from lucy.ui import caption_line, shapes, text
from lucy.ui.stage import Stage
from lucy.ui.theme import Colour, Theme

MOST_LINES, MOST_ROWS = 3, 7  # of the complaint; of all
PART = 0.36  # of the picture's height, at most


def reload_own(session: Session) -> None:
    """F6: load the file anew, in mid-level."""
    if isinstance(session.consumer, OwnConsumer) and not session.finished:
        session.consumer.reload()


def keep_up_own(session: Session) -> None:
    """Hear what one's own consumer has to say, also while the level stands still."""
    if isinstance(session.consumer, OwnConsumer):
        session.consumer.poll()


def leave_own(session: Session) -> bool:
    """The run is over, or left: nothing of it goes on. Whether it was somebody's own consumer."""
    close(session.consumer)
    return isinstance(session.consumer, OwnConsumer)


def played_by(session: Session) -> str:
    """Who stood at the belt; of one's own consumer also who went on for it."""
    name = caption_line.speaker_name(session.consumer_name)
    own = session.consumer
    after = own.standing().stand_in if isinstance(own, OwnConsumer) else ""
    return words.say("screen.own.then", name=name, who=caption_line.speaker_name(after)) if after else name


def draw_own(surface: Surface, picture: Rect, session: Session, stage: Stage) -> None:
    """The board, as high as what there is to say."""
    own = session.consumer
    if not isinstance(own, OwnConsumer):
        return
    standing, lay, theme = own.standing(), stage.lay, stage.theme
    size = lay.type_px(26)
    pad, step = lay.px(20), round(size * 1.36)
    room = min(round(picture.width * (0.6 if lay.compact else 0.46)), lay.px(1100)) - 2 * pad
    rows = _rows(own.name, standing, size, room, stage)
    most = min(MOST_ROWS, max(3, round(PART * picture.height) // step))
    printed = _printed(standing, most - len(rows), theme)
    rows = [*rows[:most], *printed]
    wide = max(text.width(line, size, weight) for line, _, weight in rows)
    board = Rect(picture.left + lay.px(24), picture.top + lay.px(14), min(wide, room) + 2 * pad, len(rows) * step + pad)
    shapes.box(surface, board, lay.px(16), theme.panel_deep, 1 if theme.outline else 0, theme.outline)
    for place, (line, colour, weight) in enumerate(rows):
        at = board.left + pad, board.top + pad // 2 + round((place + 0.5) * step)
        text.draw(surface, line, at, size, colour, weight, y="middle", width_px=room, least_px=size)


_Row = tuple[str, Colour, str]


def _rows(name: str, standing: Standing, size: int, room: int, stage: Stage) -> list[_Row]:
    """The lines, from the top: how it stands, and what went wrong."""
    theme, reload = stage.theme, stage.cap("reload")
    skipped, left_s = standing.skipped, words.local(f"{standing.bank_left_s:.1f}")
    state = words.say("screen.own.state", name=name, skipped=skipped, left_s=left_s)
    rows: list[_Row] = [(state, theme.bad_text if standing.in_a_row else theme.on_panel, text.BOLD)]
    if standing.loading:
        rows.append((words.say("screen.own.loading"), theme.on_panel_soft, text.REGULAR))
    elif standing.stand_in:
        who = caption_line.speaker_name(standing.stand_in)
        said = words.say("screen.own.stand_in", who=who, reload=reload)
        rows += [(line, theme.on_panel, text.REGULAR) for line in text.wrap(said, size, text.REGULAR, room)]
    else:
        rows.append((words.say("screen.own.reload", reload=reload), theme.on_panel_soft, text.REGULAR))
    worst = _complaint(standing)
    if worst:
        lines = text.wrap(worst, size, text.REGULAR, room)[:MOST_LINES]
        rows += [(line, theme.bad_text, text.REGULAR) for line in lines]
    return rows


def _printed(standing: Standing, most: int, theme: Theme) -> list[_Row]:
    """The last lines that it printed."""
    lines = [line for line in standing.printed[-2000:].expandtabs(4).splitlines() if line.strip()]
    return [(_printable(line)[:200], theme.good_text, text.MONO) for line in lines[-most:]] if most > 0 else []


def _complaint(standing: Standing) -> str:
    """The latest that says what is wrong: that somebody plays on is said already."""
    if standing.latest is None:
        return ""
    if standing.latest.key != "handed_over":
        return own_report.line(standing.latest)
    before = [found for found, _ in standing.complaints if found.key not in ("handed_over", "flood")]
    return own_report.line(before[-1]) if before else ""


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else " " for c in line)
