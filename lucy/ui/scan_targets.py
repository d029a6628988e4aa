"""What one switch can reach on each scene: places to press, or wishes of their own where pressing is not enough.

Only looks at scenes; who walks over the targets is `scan`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect

from lucy.run import strategy
from lucy.run.drawn_curve import HANDLE_EVERY, HANDLES
from lucy.ui import strategy_keys
from lucy.ui.keymap import ACTIONS, Input
from lucy.ui.layout import play_zones
from lucy.ui.scenes.draw_curve import DrawCurve
from lucy.ui.scenes.page import Page
from lucy.ui.scenes.play import Play
from lucy.ui.scenes.visitor import Visitor
from lucy.ui.stage import Scene, Stage


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
    if isinstance(scene, Page):
        found = tuple(Target(button.rect, scene.press(button)) for button in scene.buttons(stage))
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
    return (*found, *(_press(tool.rect) for tool in tools))


def _press(rect: Rect) -> Target:
    return Target(rect, Input("point", at=rect.center))


def _handle(page: DrawCurve, stage: Stage) -> tuple[Target, ...]:
    """Lift the handle of the line, lower it, go on to the next one."""
    if page.asking.oracle.truth() is None:
        return ()
    paper, side = page.paper(stage), stage.lay.px(70)
    x = paper.left + paper.width * page.handle_at / (HANDLES - 1)
    y = paper.bottom - paper.height * page.curve[page.handle_at * HANDLE_EVERY] / page.top
    found = []
    for sign, dx, dy in (("up", 0, -1), ("down", 0, 1), ("right", 1, 0)):
        rect = Rect(0, 0, side, side)
        rect.center = round(x + dx * side), round(y + dy * side)
        found.append(Target(rect.clamp(stage.lay.rect), ACTIONS[sign], sign))
    return tuple(found)
