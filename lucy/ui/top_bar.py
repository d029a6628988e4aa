"""The bar over the picture: which level, which part, what time it is, who stands at the belt, and the tools."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui import phrases, text, widgets
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme
from lucy.ui.widgets import Button

SANDBOX = "sandbox"


def may_save(level: Level, human: bool, kiosk: bool) -> bool:
    """Whether the bar offers to save the level: where a person plays freely, and not on a stand."""
    return level.name.removeprefix("my-").startswith(SANDBOX) and human and not kiosk


def tools(bar: Rect, lay: Layout, paused: bool, speed: float, hints: bool, free: bool = False) -> tuple[Button, ...]:
    """The buttons on the bar, from the right: leave, help, hint, again, speed, step (while paused), pause.

    `free`: the level can be saved, too.
    """
    side = min(lay.px(66), bar.height - 4)
    gap = lay.px(10)
    right = bar.right - lay.px(24)
    found: list[Button] = []
    wanted = [("cross", "", "back"), ("question", "", "help")]
    if hints and not lay.compact:
        wanted.append(("bulb", "", "hint"))
    wanted.append(("again", "", "restart"))
    wanted.append(("", words.say("screen.play.speed", speed=speed), "faster"))
    wanted.append(("play" if paused else "pause", "", "pause"))
    if paused:
        wanted.append(("step", "", "step"))
    if free and not lay.compact:
        wanted.append(("", words.say("screen.own_level.save"), "save_level"))
    if free:
        wanted.append(("", words.say("screen.free_play.open"), "sliders"))
    for sign, label, action in wanted:
        width = side if sign else max(round(side * 1.45), text.width(label, lay.type_px(30), text.BOLD) + lay.px(40))
        rect = Rect(right - width, bar.centery - side // 2, width, side)
        found.append(Button(rect, label, action, sign=sign, on_panel=True, primary=action == "pause" and paused))
        right -= width + gap
    return tuple(found)


def draw_bar(
    surface: Surface,
    bar: Rect,
    level: Level,
    number: str,
    now: Snapshot,
    buttons: tuple[Button, ...],
    who: str,
    human: bool,
    theme: Theme,
    lay: Layout,
    hovered: int | None,
) -> None:
    """The whole bar."""
    surface.fill(theme.panel, bar)
    surface.fill(theme.panel_deep, Rect(bar.left, bar.bottom - max(lay.px(3), 1), bar.width, max(lay.px(3), 1)))
    middle = bar.centery
    for place, button in enumerate(buttons):
        widgets.draw_button(surface, button, theme, lay, place == hovered)
    right = min(button.rect.left for button in buttons) - lay.px(20)
    if not lay.compact:
        chip = widgets.chip(surface, (right, middle), who, theme, lay, human, lay.px(380))
        right = chip.left - lay.px(28)
    of_time = words.say("screen.play.of_time", clock=phrases.clock(now.duration_s))
    drawn = text.draw(surface, of_time, (right, middle), lay.type_px(30), theme.on_panel_soft, x="right", y="middle")
    clock = phrases.clock(now.time_s)
    drawn = text.draw(
        surface, clock, (drawn.left - lay.px(10), middle), lay.type_px(36), theme.on_panel, text.BOLD, x="right",
        y="middle",
    )  # fmt: skip
    left = bar.left + lay.px(36 if not lay.compact else 16)
    room = drawn.left - lay.px(30) - left
    title = phrases.title(level, number)
    size = lay.type_px(40)
    act = now.act if now.act != level.words.title else ""
    title_room = room if lay.compact or not act else round(room * 0.68)
    placed = text.draw(
        surface, title, (left, middle), size, theme.on_panel, text.HEADING, y="middle", width_px=title_room,
        least_px=lay.type_px(24),
    )  # fmt: skip
    left = placed.right + lay.px(32)
    least = lay.type_px(24)
    if act and not lay.compact and text.width(act, least) < drawn.left - lay.px(30) - left:
        text.draw(
            surface, act, (left, middle), lay.type_px(29), theme.on_panel_soft, y="middle",
            width_px=drawn.left - lay.px(30) - left, least_px=lay.type_px(21),
        )  # fmt: skip
