"""One switch: a ring walks over everything that can be chosen, and one key chooses. Nothing is held, nothing mashed.

Where there is much to choose from, the ring goes from row to row first, and then along the row that was chosen.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface

from lucy.ui import shapes
from lucy.ui.keymap import Input
from lucy.ui.scan_targets import Target, targets
from lucy.ui.stage import Scene, Stage

MANY = 8  # more things than this are offered row by row
ROUNDS = 2  # so often the ring goes along a row before it goes back to the rows
SWITCH = "pause"  # what the switch asks for: Space, as the keys usually are

Stop = tuple[Target, ...]  # what the ring stands round: one thing, or a row of them


class Scanner:
    """Where the ring stands, and for how long it has."""

    def __init__(self) -> None:
        self.at, self.stood_s, self.seen = 0, 0.0, 0
        self._row: tuple[Rect, ...] = ()  # the row that was chosen
        self._scene: Scene | None = None

    def stops(self, scene: Scene, stage: Stage) -> list[Stop]:
        """What the ring goes round now, in order."""
        found = targets(scene, stage)
        inside: list[Stop] = [(target,) for target in found if tuple(target.rect) in map(tuple, self._row)]
        if inside:
            return inside
        self._row = ()
        return [(target,) for target in found] if len(found) <= MANY else _rows(found)

    def chosen(self, wish: Input, scene: Scene, stage: Stage) -> Input | None:
        """What a wish means: the switch chooses what the ring stands round; None: a row, so the ring walks along it."""
        if not stage.settings.scan_s or wish.what != SWITCH or stage.listening:
            return wish
        self._notice(scene)
        stops = self.stops(scene, stage)
        if not stops:
            return wish
        stop, self.stood_s = stops[self.at % len(stops)], 0.0
        if len(stop) == 1:
            return stop[0].wish
        self._row, self.at, self.seen = tuple(target.rect for target in stop), 0, 0
        return None

    def advance(self, real_s: float, scene: Scene, stage: Stage) -> Scene | None:
        """The ring moves on when its time is over, and what it stands round is looked at as with the mouse."""
        if not stage.settings.scan_s or stage.listening:
            return scene
        fresh = self._notice(scene)
        self.stood_s += real_s
        if self.stood_s < stage.settings.scan_s and not fresh:
            return scene
        stops = self.stops(scene, stage)
        if not stops:
            return scene
        if not fresh:
            self.stood_s, self.at, self.seen = 0.0, (self.at + 1) % len(stops), self.seen + 1
            if self._row and self.seen >= ROUNDS * len(stops):
                self._row, self.at = (), 0
                stops = self.stops(scene, stage)
        stop = stops[self.at % len(stops)]
        stage.mouse = stop[0].rect.center
        return scene.handle(Input("hover", at=stage.mouse), stage)

    def draw(self, surface: Surface, scene: Scene, stage: Stage) -> None:
        """The ring: light and dark, so that it stands out from every ground."""
        stops = self.stops(scene, stage) if stage.settings.scan_s and not stage.listening else []
        if not stops:
            return
        lay, theme, stop = stage.lay, stage.theme, stops[self.at % len(stops)]
        rect = stop[0].rect.unionall([target.rect for target in stop[1:]])
        wide = max(lay.px(5), 2)
        for grown, colour in ((2 * wide, theme.on_meaning), (wide, theme.signal), (0, theme.on_meaning)):
            pygame.draw.rect(surface, colour, rect.inflate(2 * grown, 2 * grown), wide, lay.px(14) + grown)
        if len(stop) == 1 and stop[0].sign:
            shapes.box(surface, rect, lay.px(14), theme.signal)
            shapes.draw_sign(surface, stop[0].sign, rect.center, lay.px(30), theme.on_meaning)

    def _notice(self, scene: Scene) -> bool:
        """Begin anew on another page; True: it is one."""
        if scene is self._scene:
            return False
        self._scene, self._row, self.at, self.stood_s, self.seen = scene, (), 0, 0.0, 0
        return True


def _rows(found: tuple[Target, ...]) -> list[Stop]:
    """Things that stand side by side, in the order in which the first of each row came."""
    rows: list[list[Target]] = []
    for target in found:
        middle, near = target.rect.centery, target.rect.height // 2
        beside = next((row for row in rows if abs(row[0].rect.centery - middle) < near), None)
        if beside is None:
            rows.append([target])
        else:
            beside.append(target)
    return [tuple(sorted(row, key=lambda target: target.rect.left)) for row in rows]
