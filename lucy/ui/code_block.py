"""A piece of a program, set in a typeface of even width on a dark board. Cut into boards, never cut off."""

from __future__ import annotations

from collections.abc import Callable

from pygame import Rect, Surface

from lucy.ui import shapes, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme

LEADING = 1.36
COMMENTS = ("#", "//", "--")


def sheets(code: str, body: Rect, theme: Theme, lay: Layout) -> list[Callable[[Surface], None]]:
    """One painter for each board that the code needs in `body`."""
    pad = lay.px(40 if not lay.compact else 20)
    room = body.width - 2 * pad, body.height - 2 * pad
    lines = code.strip("\n").expandtabs(4).split("\n")
    size, least = lay.type_px(40 if not lay.compact else 26), lay.type_px(22 if not lay.compact else 22)
    while size > least and not _fits(lines, size, room):
        size -= 1
    lines = [piece for line in lines for piece in _wrapped(line, size, room[0])]
    each = max(int((room[1] - size) / (size * LEADING) + 1e-9) + 1, 1)
    each = -(-len(lines) // -(-len(lines) // each))  # as many on each board
    boards = [lines[i : i + each] for i in range(0, len(lines), each)]
    return [lambda surface, board=board: _paint(surface, body, board, size, pad, theme, lay) for board in boards]  # type: ignore[misc]


def _fits(lines: list[str], size: int, room: tuple[int, int]) -> bool:
    wide = max((text.width(line, size, text.MONO) for line in lines), default=0)
    return wide <= room[0] and (len(lines) - 1) * size * LEADING + size <= room[1]


def _wrapped(line: str, size: int, width: int) -> list[str]:
    """A line that is too long goes on below, set in by four more."""
    letter = max(text.width("m", size, text.MONO), 1)
    most = max(width // letter, 20)
    found: list[str] = []
    if len(line) > most:  # a comment that was set far to the right comes nearer first
        code, comment = _split(line)
        line = f"{code.rstrip()}  {comment}" if code.strip() and comment else line
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    if not _split(line)[0].strip():  # a comment goes on as a comment
        indent = indent[4:] + _split(line)[1].split(" ")[0] + " "
    while len(line) > most:
        cut = line.rfind(" ", len(indent), most + 1)
        cut = cut if cut > 0 else most
        found.append(line[:cut].rstrip())
        line = indent + line[cut:].lstrip()
    return [*found, line]


def _paint(surface: Surface, body: Rect, lines: list[str], size: int, pad: int, theme: Theme, lay: Layout) -> None:
    high = round((len(lines) - 1) * size * LEADING + size) + 2 * pad
    board = Rect(body.left, body.top, body.width, min(max(high, lay.px(200)), body.height))
    shapes.box(surface, board, lay.px(22), theme.panel_deep, 1 if theme.outline else 0, theme.outline)
    for place, line in enumerate(lines):
        at = board.left + pad, round(board.top + pad + size * 0.72 + place * size * LEADING)
        code, comment = _split(line)
        if code:
            text.draw(surface, code, at, size, theme.on_panel, text.MONO)
        if comment:
            at = at[0] + text.width(code, size, text.MONO), at[1]
            text.draw(surface, comment, at, size, theme.good_text, text.MONO)


def _split(line: str) -> tuple[str, str]:
    """The code of a line and its comment."""
    places = [line.find(mark) for mark in COMMENTS if line.find(mark) == len(line) - len(line.lstrip())]
    places += [line.find(f"  {mark} ") + 2 for mark in COMMENTS if line.find(f"  {mark} ") >= 0]
    at = min(places, default=len(line))
    return line[:at], line[at:]
