"""A page that is larger than its window, since its type is: which part of it is seen, and how one gets to the rest.

The view goes where the focus is. Arrow keys move it where there is nothing to focus in that direction; Home and End
turn over a sheet; two rails, with arrows at their ends, do the same for the mouse, a finger and a pen. A scene knows
nothing of it: it draws a whole page, and the places that it is told of are places on that page.
"""

from __future__ import annotations

from dataclasses import replace

from pygame import Rect, Surface

from lucy.ui import shapes, widgets
from lucy.ui.keymap import Input
from lucy.ui.scenes.page import Page
from lucy.ui.stage import Scene, Stage

RAIL_PX = 44
SHEET = 0.85  # of the view: turning over leaves the rest of the old sheet in sight
ARROW = 0.4  # ... and an arrow key goes so far
AWAY = (-1, -1)
_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def look_at(scene: Scene, stage: Stage) -> tuple[int, int]:
    """Lay the stage out for a scene; returns the size that the scene draws in."""
    stage.laid = getattr(scene, "laid", "window")
    return (stage.lay.width, stage.lay.height) if stage.laid == "page" else stage.size


class Magnifier:
    """Where the view stands. One for each window."""

    def __init__(self) -> None:
        self.x = self.y = 0
        self._scene: Scene | None = None
        self._focus: object = None
        self._page: Surface | None = None

    def wish(self, wish: Input, scene: Scene, stage: Stage) -> Input | None:
        """The wish as the page understands it; None: it moved the view."""
        if not self._is_larger(scene, stage):
            return wish
        view, whole = self.view(stage), stage.lay.rect
        if wish.what in ("point", "hover"):
            if wish.what == "point" and self._rail(wish.at, stage):
                return None
            inside = wish.at != AWAY and Rect(0, 0, *view.size).collidepoint(wish.at)
            return replace(wish, at=(wish.at[0] + self.x, wish.at[1] + self.y) if inside else AWAY)
        before = self.x, self.y
        if wish.what == "edge":
            self._turn(wish.by, view, whole)
        elif wish.what == "move" and isinstance(scene, Page) and wish.value in scene.panned_by:
            buttons = scene.buttons(stage)
            there = widgets.neighbour(buttons, min(scene.focus, len(buttons) - 1), wish.value) if buttons else 0
            near = view.inflate(view.width * ARROW, view.height * ARROW)
            if not buttons or there == scene.focus or not near.colliderect(buttons[there].rect):
                dx, dy = _WAYS[wish.value]
                self._go(self.x + round(dx * view.width * ARROW), self.y + round(dy * view.height * ARROW), stage)
        return None if (self.x, self.y) != before else wish

    def draw(self, surface: Surface, scene: Scene, stage: Stage, over: object = None) -> None:
        """The scene, or the part of it that is seen. `over`: something with a `draw` that goes on top of the page."""
        if not self._is_larger(scene, stage):
            scene.draw(surface, stage)
            if over is not None:
                over.draw(surface, scene, stage)  # type: ignore[attr-defined]
            self._page = None
            return
        if self._page is None or self._page.get_size() != stage.lay.rect.size:
            self._page = Surface(stage.lay.rect.size)
        self._follow(scene, stage)
        scene.draw(self._page, stage)
        if over is not None:
            over.draw(self._page, scene, stage)  # type: ignore[attr-defined]
        view = self.view(stage)
        surface.blit(self._page, (0, 0), view)
        self._draw_rails(surface, view, stage)

    def view(self, stage: Stage) -> Rect:
        """The part of the page that is seen."""
        wide, high = stage.size
        rest = stage.lay.width > wide, stage.lay.height > high
        return Rect(self.x, self.y, wide - RAIL_PX * rest[1], high - RAIL_PX * rest[0])

    def _is_larger(self, scene: Scene, stage: Stage) -> bool:
        if look_at(scene, stage) == stage.size:
            return False
        if scene is not self._scene:
            self._scene, self._focus, self.x, self.y = scene, getattr(scene, "focus", None), 0, 0
        self._go(self.x, self.y, stage)
        return True

    def _go(self, x: int, y: int, stage: Stage) -> None:
        view = self.view(stage)
        self.x = min(max(x, 0), max(stage.lay.width - view.width, 0))
        self.y = min(max(y, 0), max(stage.lay.height - view.height, 0))

    def _turn(self, by: int, view: Rect, whole: Rect) -> None:
        """To the next sheet, as one reads: to the right, then down and back to the left; or the same way back."""
        right, down = max(whole.width - view.width, 0), max(whole.height - view.height, 0)
        x, y = self.x + round(by * SHEET * view.width), self.y
        if (by > 0 and self.x >= right and self.y < down) or (by < 0 and self.x <= 0 and self.y > 0):
            x, y = (0 if by > 0 else right), self.y + round(by * SHEET * view.height)
        self.x, self.y = min(max(x, 0), right), min(max(y, 0), down)

    def _follow(self, scene: Scene, stage: Stage) -> None:
        """Bring what has the focus into view, once it has moved."""
        focus = getattr(scene, "focus", None)
        if focus == self._focus or not hasattr(scene, "buttons"):
            return
        self._focus, buttons = focus, scene.buttons(stage)
        if isinstance(focus, int) and 0 <= focus < len(buttons):
            view, rect = self.view(stage), buttons[focus].rect.inflate(24, 24)
            x = min(max(self.x, rect.right - view.width), rect.left)
            y = min(max(self.y, rect.bottom - view.height), rect.top)
            self._go(x, y, stage)

    # -- the rails

    def _rails(self, stage: Stage) -> list[tuple[Rect, str, str, Rect]]:
        """For each: the whole, the signs at its ends, and the part that stands for what is seen."""
        view, whole, found = self.view(stage), stage.lay.rect, []
        if whole.height > view.height:
            rail = Rect(view.width, 0, RAIL_PX, view.height)
            inner = rail.inflate(0, -2 * RAIL_PX)
            top = inner.top + inner.height * self.y // whole.height
            thumb = Rect(rail.left + 12, top, RAIL_PX - 24, inner.height * view.height // whole.height)
            found.append((rail, "up", "down", thumb))
        if whole.width > view.width:
            rail = Rect(0, view.height, view.width, RAIL_PX)
            inner = rail.inflate(-2 * RAIL_PX, 0)
            left = inner.left + inner.width * self.x // whole.width
            thumb = Rect(left, rail.top + 12, inner.width * view.width // whole.width, RAIL_PX - 24)
            found.append((rail, "left", "right", thumb))
        return found

    def _rail(self, at: tuple[int, int], stage: Stage) -> bool:
        """A press on a rail: an arrow turns a sheet, anywhere else goes there. False: it was not on a rail."""
        view = self.view(stage)
        for rail, back, on, thumb in self._rails(stage):
            if not rail.collidepoint(at):
                continue
            along = 0 if back == "left" else 1
            begin, end = (rail.left, rail.right) if along == 0 else (rail.top, rail.bottom)
            if at[along] < begin + RAIL_PX or at[along] >= end - RAIL_PX:
                dx, dy = _WAYS[back if at[along] < begin + RAIL_PX else on]
                self._go(self.x + round(dx * SHEET * view.width), self.y + round(dy * SHEET * view.height), stage)
            else:
                size = thumb.width if along == 0 else thumb.height
                part = (at[along] - size / 2 - begin - RAIL_PX) / max(end - begin - 2 * RAIL_PX, 1)
                whole = stage.lay.rect.size[along]
                x, y = (round(part * whole), self.y) if along == 0 else (self.x, round(part * whole))
                self._go(x, y, stage)
            return True
        return False

    def _draw_rails(self, surface: Surface, view: Rect, stage: Stage) -> None:
        theme = stage.theme
        surface.fill(theme.panel, Rect(view.width, view.height, RAIL_PX, RAIL_PX))
        for rail, back, on, thumb in self._rails(stage):
            surface.fill(theme.panel, rail)
            shapes.box(surface, thumb, 8, theme.on_panel_soft)
            for sign, at in ((back, rail.topleft), (on, (rail.right - RAIL_PX, rail.bottom - RAIL_PX))):
                centre = at[0] + RAIL_PX // 2, at[1] + RAIL_PX // 2
                shapes.draw_sign(surface, sign, centre, RAIL_PX // 2, theme.on_panel)
