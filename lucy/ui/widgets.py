"""Things to press: buttons, chips, cards. A widget is a value; drawing it and hitting it are functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect, Surface

from lucy.ui import shapes, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme, mix

LEAST_PX = 44  # of a target at 720 lines


@dataclass(frozen=True, slots=True)
class Button:
    """A thing to press. `action` is what its scene is told."""

    rect: Rect
    label: str
    action: str
    primary: bool = False
    sign: str = ""  # drawn before the label, or alone
    on_panel: bool = False  # stands on the dark bar
    chosen: bool = False  # the present one of several
    card: bool = False  # its scene draws what is inside


def hit(buttons: Sequence[Button], at: tuple[int, int]) -> int | None:
    """Which button is there; None: none."""
    return next((i for i, button in enumerate(buttons) if button.rect.collidepoint(at)), None)


def neighbour(buttons: Sequence[Button], focus: int, direction: str) -> int:
    """The nearest button in a direction, from the one in focus; the same one if there is none."""
    here = buttons[focus].rect
    best, best_cost = focus, float("inf")
    for i, button in enumerate(buttons):
        dx, dy = button.rect.centerx - here.centerx, button.rect.centery - here.centery
        if direction in ("left", "up"):
            dx, dy = -dx, -dy
        along, across = (dx, dy) if direction in ("left", "right") else (dy, dx)
        if i != focus and along > 2:
            cost = along + 3 * abs(across)
            if cost < best_cost:
                best, best_cost = i, cost
    return best


def draw_button(surface: Surface, button: Button, theme: Theme, lay: Layout, focused: bool = False) -> None:
    """A button; the one in focus has a ring, so that colour is not the only sign."""
    rect, radius = button.rect, min(lay.px(16), button.rect.height // 2)
    if button.primary or button.chosen:
        fill, ink, edge = theme.accent, theme.on_accent, theme.accent_low
    elif button.on_panel:
        fill, ink, edge = theme.panel_raised, theme.on_panel, mix(theme.panel_raised, theme.on_panel, 0.18)
    else:
        fill, ink, edge = theme.card, theme.ink, theme.line
    if focused:
        ring(surface, rect, radius, theme.on_panel if button.on_panel else theme.ink, theme, lay, button.on_panel)
        fill = (
            mix(fill, theme.accent, 0.25) if not (button.primary or button.chosen) else mix(fill, (255, 255, 255), 0.25)
        )
    lip = max(lay.px(4), 2)
    if button.card:
        shapes.box(surface, rect, radius, theme.card, max(lay.px(2), 1), edge)
        return
    shapes.box(surface, rect, radius, edge)
    shapes.box(surface, Rect(rect.left, rect.top, rect.width, rect.height - lip), radius, fill)
    middle = rect.top + (rect.height - lip) // 2
    size = lay.type_px(30)
    if button.sign and not button.label:
        shapes.draw_sign(surface, button.sign, (rect.centerx, middle), round(rect.height * 0.46), ink)
        return
    room = rect.width - lay.px(36)
    if button.sign:
        mark = round(size * 0.8)
        wide = text.width(button.label, size, text.BOLD) + mark + lay.px(14)
        left = rect.centerx - min(wide, room) / 2
        shapes.draw_sign(surface, button.sign, (left + mark / 2, middle), mark, ink)
        at = left + mark + lay.px(14), middle
        text.draw(surface, button.label, at, size, ink, text.BOLD, y="middle", width_px=room - mark - lay.px(14))
    else:
        text.draw(
            surface, button.label, (rect.centerx, middle), size, ink, text.BOLD, x="centre", y="middle", width_px=room
        )


def number_cap(surface: Surface, rect: Rect, number: int, theme: Theme, lay: Layout) -> None:
    """The digit that chooses the button there, at its left end."""
    side = min(round(rect.height * 0.6), lay.px(60))
    cap = Rect(0, 0, side, side)
    cap.midleft = rect.left + lay.px(24), rect.centery - max(lay.px(2), 1)
    shapes.box(surface, cap, lay.px(12), theme.ground, max(lay.px(2), 1), theme.line)
    text.draw(surface, str(number), cap.center, lay.type_px(28), theme.ink, text.BOLD, x="centre", y="middle")


def ring(
    surface: Surface, rect: Rect, radius: int, colour: tuple[int, int, int], theme: Theme, lay: Layout, on_panel: bool
) -> None:
    """The focus ring, outside the rectangle; draw it before what it surrounds."""
    far, near = max(lay.px(8), 4), max(lay.px(4), 2)
    shapes.box(surface, rect.inflate(2 * far, 2 * far), radius + far, colour)
    shapes.box(surface, rect.inflate(2 * near, 2 * near), radius + near, theme.panel if on_panel else theme.ground)


def chip(
    surface: Surface, right_middle: tuple[int, int], label: str, theme: Theme, lay: Layout, lit: bool, width_px: int
) -> Rect:
    """A rounded label that ends at that point; returns where it stands."""
    size, pad = lay.type_px(28), lay.px(26)
    label, size = text.fit(label, size, text.BOLD, width_px - 2 * pad, lay.type_px(20))
    rect = Rect(0, 0, text.width(label, size, text.BOLD) + 2 * pad, lay.px(52))
    rect.midright = right_middle
    shapes.box(surface, rect, rect.height // 2, theme.accent if lit else theme.panel_raised)
    colour = theme.on_accent if lit else theme.on_panel
    text.draw(surface, label, rect.center, size, colour, text.BOLD, x="centre", y="middle")
    return rect


def page_ground(surface: Surface, theme: Theme, lay: Layout) -> None:
    """The warm ground of a page."""
    surface.blit(shapes.gradient(lay.width, lay.height, theme.ground, theme.ground_low), (0, 0))
