"""Whatever page a visitor is on, with somebody who watches whether they are still there. Knows no level.

First it says how to play; after a while of nothing it asks, and then the demo goes on.
"""

from __future__ import annotations

from collections.abc import Callable

from pygame import Surface

from lucy.run.progress import Progress
from lucy.ui.keymap import Input
from lucy.ui.scenes import demo_cards
from lucy.ui.stage import Scene, Stage

GREET_S = 12.0  # how long the way to play stands, if nobody begins
GRACE_S = 0.4  # a second click of the same hand does not put the welcome away
IDLE_S = 40.0
ASK_S = 20.0


class Visitor:
    """A page, and a clock. `again` makes the demo that goes on afterwards."""

    def __init__(self, scene: Scene, again: Callable[[], Scene]) -> None:
        self.scene, self.again = scene, again
        self.idle_s = 0.0
        self.greeting_s = GREET_S
        self._fault: Exception | None = None  # of a page that could not be drawn

    @property
    def asking(self) -> bool:
        """Whether "still there?" is on screen."""
        return self.idle_s > IDLE_S

    @property
    def laid(self) -> str:
        """As its page is; under a card only as large as fits."""
        return "fitted" if self.asking or self.greeting_s > 0 else getattr(self.scene, "laid", "window")

    @property
    def left_s(self) -> int:
        """Whole seconds until the demo goes on, for the question."""
        return max(int(IDLE_S + ASK_S - self.idle_s - 1e-6) + 1, 0)

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Anything but a pointer that moves is a sign of life; over a card it only puts the card away."""
        if wish.what == "quit":
            return self if stage.kiosk else None
        drawing = wish.what == "hover" and wish.by
        if wish.what == "hover" and not drawing:
            covered = self.asking or self.greeting_s > 0
            return self if covered else self._on(lambda: self.scene.handle(wish, stage), stage)
        if self.greeting_s > GREET_S - GRACE_S:
            return self
        covered = self.asking or self.greeting_s > 0
        self.idle_s = self.greeting_s = 0.0
        if covered or wish.what == "stir":
            return self
        return self._on(lambda: self.scene.handle(wish, stage), stage)

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """The page goes on, but not under a card; after a while of nothing the demo comes back."""
        if self._fault is not None:
            return self._leave(self._fault, stage)
        self.idle_s += real_s
        if self.idle_s > IDLE_S + ASK_S:
            return self._demo(stage)
        if self.greeting_s > 0:
            self.greeting_s -= real_s
            return self
        if self.asking:
            return self
        return self._on(lambda: self.scene.advance(real_s, stage), stage)

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The page, and over it the welcome or the question."""
        try:
            self.scene.draw(surface, stage)
        except Exception as fault:
            if not stage.kiosk:
                raise
            self._fault = fault  # the next frame leaves the page
        if self.asking:
            demo_cards.draw_still_there(surface, stage, self.left_s)
        elif self.greeting_s > 0:
            demo_cards.draw_welcome(surface, stage)

    def _on(self, act: Callable[[], Scene | None], stage: Stage) -> Scene | None:
        try:
            return self._go(act(), stage)
        except Exception as fault:  # of any page: on a stand nobody is there to start the game again
            return self._leave(fault, stage)

    def _go(self, scene: Scene | None, stage: Stage) -> Scene | None:
        from lucy.ui.scenes.demo import Demo
        from lucy.ui.scenes.settings import SettingsPage

        if scene is None or isinstance(scene, Demo):
            return self._demo(stage)
        if not (stage.kiosk and isinstance(scene, SettingsPage)):
            self.scene = scene
        return self

    def _leave(self, fault: Exception, stage: Stage) -> Scene | None:
        if not stage.kiosk:
            raise fault
        from lucy.ui.scenes.demo import report

        report("visit_ended", fault)
        return self._demo(stage)

    def _demo(self, stage: Stage) -> Scene:
        """The next visitor finds nothing of what this one did."""
        if stage.kiosk:
            stage.progress = Progress()
            stage.predictions.clear()
        return self.again()
