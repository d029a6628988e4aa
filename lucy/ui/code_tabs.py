"""The same idea in several languages: a row of tabs over the code, one of them chosen. Values in, buttons out."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect

from lucy.run import words
from lucy.run.level_code import Snippet
from lucy.ui.layout import Layout
from lucy.ui.widgets import Button


def chosen(snippets: Sequence[Snippet], wanted: str) -> Snippet:
    """The snippet in the language that was chosen last, or the first one."""
    return next((snippet for snippet in snippets if snippet.kind == wanted), snippets[0])


def board(body: Rect, snippets: Sequence[Snippet], lay: Layout) -> Rect:
    """Where the code goes: below the tabs, where there are some."""
    top = body.top + (_height(lay) + lay.px(24 if not lay.compact else 14) if len(snippets) > 1 else 0)
    return Rect(body.left, top, body.width, body.bottom - top)


def buttons(body: Rect, snippets: Sequence[Snippet], wanted: str, lay: Layout) -> tuple[Button, ...]:
    """A tab for each language; none where there is only one."""
    if len(snippets) < 2:
        return ()
    now, gap, many = chosen(snippets, wanted), lay.px(16), len(snippets)
    wide = min((body.width - gap * (many - 1)) // many, lay.px(330))
    found = []
    for place, snippet in enumerate(snippets):
        rect = Rect(body.left + place * (wide + gap), body.top, wide, _height(lay))
        label = words.say("screen.code.tab", number=place + 1, name=words.say(f"screen.code.{snippet.kind}"))
        found.append(Button(rect, label, f"code:{snippet.kind}", chosen=snippet is now))
    return tuple(found)


def _height(lay: Layout) -> int:
    return max(lay.px(68), 34)
