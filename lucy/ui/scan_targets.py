"""What one switch can reach on each scene: places to press, or wishes of their own where pressing is not enough.

Only looks at scenes; who walks over the targets is `scan`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect

from lucy.run import strategy
from lucy.run.drawn_curve import HANDLE_EVERY, HANDLES
from lucy.ui import show_board, show_overview, strategy_keys
from lucy.ui.keymap import ACTIONS, Input
from lucy.ui.layout import play_zones
from lucy.ui.scenes.draw_curve import DrawCurve
from lucy.ui.scenes.laboratory import Laboratory
from lucy.ui.scenes.page import Page
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.show import ShowScene
from lucy.ui.scenes.visitor import Visitor
from lucy.ui.stage import Scene, Stage

CELLS = 5  # of a map, along each side: so many of its places are offered
SIDE = 70  # of the square that a sign stands in


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to choose. `sign` is drawn beside it, where nothing on the page says what it does."""

    rect: Rect
    wish: Input
    sign: str = ""


def targets(scene: Scene, stage: Stage) -> tuple[Target, ...]:
    """Everything that can be chosen now; empty where any press at all means the same."""
    if isinstance(scene, Visitor):
        return () if scene.asking or scene.greeting_s > 0 else targets(scene.scene, stage)
    if isinstance(scene, Play):
        return _play(scene, stage)
    if isinstance(scene, ShowScene):
        return _show(scene, stage)
    if isinstance(scene, Page):
        found = tuple(Target(button.rect, scene.press(button)) for button in scene.buttons(stage))
        if isinstance(scene, Laboratory) and not scene.why_not:
            found = (*_cells(found[0].rect), *found[1:])
    else:
        buttons = scene.buttons(stage) if hasattr(scene, "buttons") else ()
        found = tuple(_press(button.rect) for button in buttons)
    return (*found, *_handle(scene, stage)) if isinstance(scene, DrawCurve) else found


def _play(play: Play, stage: Stage) -> tuple[Target, ...]:
    """The free keys, − and + of the chosen one, then the bar; after the end the picture, which leads on."""
    zones, level, found = play_zones(stage.lay), play.level, []
    over = play.session.finished
    if over or play.choice.hands_on:
        found.append(_press(zones.picture))
    if play.choice.is_human and not over and not play.scrub.looks_back:
        for rect, look in zip(zones.keys, strategy_keys.looks(level, play.strategy), strict=True):
            if look.locked:
                continue
            found.append(Target(rect, Input("strategy", look.key)))
            if look.selected and look.on and look.key != strategy.IGNORE:
                found += [_press(side) for side in strategy_keys.less_more(rect, stage.lay)]
    take = play.scrub.button(zones, stage.lay)
    tools = (*([take] if take else []), *play.tools(zones, stage))
    steps = _through_time(zones.timeline, stage) if play.scrub.shows_all and not over else ()
    return (*found, *steps, *(_press(tool.rect) for tool in tools))


def _through_time(timeline: Rect, stage: Stage) -> tuple[Target, ...]:
    """While a run is paused: a second back, a second on; the arrows stand on its chart."""
    places = timeline.midleft, timeline.midright
    wishes = ("left", Input("scrub", by=-1)), ("right", Input("scrub", by=1))
    return tuple(_signed(at, wish, sign, stage) for at, (sign, wish) in zip(places, wishes, strict=True))


def _show(show: ShowScene, stage: Stage) -> tuple[Target, ...]:
    """On, back, pause, all beats, leave: in a row at the foot; on the page of all beats each of them, and away."""
    at = show_board.board(stage.size, show.big)
    wanted = [("cross", Input("back"))]
    found: list[Target] = []
    if show.overview:
        found = [_press(tile) for _, tile in show_overview.tiles(at, show.show, show.focus)]
        if len(show.show.beats) > len(found):  # the sheet after this one, and from the last the first
            wanted.insert(0, ("down", Input("sheet")))
    else:
        wanted.insert(0, ("up", Input("overview")))
        if show.session is not None and not show.session.finished:
            wanted.insert(0, ("play" if show.session.paused else "pause", Input("pause")))
        wanted = [("right", Input("beat", by=1)), ("left", Input("beat", by=-1)), *wanted]
    side = stage.lay.px(90)
    middle = stage.lay.width // 2 - side * (len(wanted) - 1) // 2
    foot = at.foot.top - side // 2
    return (*found, *(_signed((middle + i * side, foot), wish, sign, stage) for i, (sign, wish) in enumerate(wanted)))


def _cells(area: Rect) -> tuple[Target, ...]:
    """Places spread over a map; each is shown when the ring comes to it, and played when it is chosen."""
    sides = [[low + size * n // CELLS for n in range(CELLS + 1)] for low, size in
             ((area.left, area.width), (area.top, area.height))]  # fmt: skip
    columns, rows = (list(zip(edges, edges[1:], strict=False)) for edges in sides)
    return tuple(
        _press(Rect(left, top, right - left, bottom - top)) for top, bottom in rows for left, right in columns
    )


def _press(rect: Rect) -> Target:
    return Target(rect, Input("point", at=rect.center))


def _signed(middle: tuple[int, int], wish: Input, sign: str, stage: Stage) -> Target:
    """A wish where nothing stands to be pressed: its sign shows what it does."""
    rect = Rect(0, 0, stage.lay.px(SIDE), stage.lay.px(SIDE))
    rect.center = middle
    return Target(rect.clamp(stage.lay.rect), wish, sign)


def _handle(page: DrawCurve, stage: Stage) -> tuple[Target, ...]:
    """Lift the handle of the line, lower it, go on to the next one."""
    if page.asking.oracle.truth() is None:
        return ()
    paper, side = page.paper(stage), stage.lay.px(SIDE)
    x = paper.left + paper.width * page.handle_at / (HANDLES - 1)
    y = paper.bottom - paper.height * page.curve[page.handle_at * HANDLE_EVERY] / page.top
    ways = ("up", 0, -1), ("down", 0, 1), ("right", 1, 0)
    return tuple(
        _signed((round(x + dx * side), round(y + dy * side)), ACTIONS[sign], sign, stage) for sign, dx, dy in ways
    )
