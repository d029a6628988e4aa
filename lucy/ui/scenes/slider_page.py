"""What pages with sliders share: moving one by the arrows, by the pointer, or by one switch round and round."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect, Surface

from lucy.ui import shapes, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.scenes.page import Page
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button


class SliderPage(Page):
    """A page whose buttons from `first` on are sliders. Those who inherit give `steps`, `slider` and `moved`."""

    panned_by = ()
    first = 0  # place of the first slider among the buttons
    at: list[int]  # where each slider stands
    held = -1  # the one that the pointer has hold of

    def steps(self, place: int) -> int:
        """How many values that slider has."""
        raise NotImplementedError

    def slider(self, place: int, stage: Stage) -> Rect:
        """Where that slider is."""
        raise NotImplementedError

    def moved(self) -> None:
        """A slider stands elsewhere now."""

    def let_go(self) -> None:
        """The pointer has let go of a slider."""

    def slider_buttons(self, stage: Stage) -> list[Button]:
        """The sliders as buttons."""
        return [Button(self.slider(i, stage), "", f"slider:{i}", card=True) for i in range(len(self.at))]

    def press(self, button: Button) -> Input:
        """A slider takes its next value: the pointer would put it where it points, always the same place."""
        return Input("accept") if button.action.startswith("slider:") else super().press(button)

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Arrows move the slider in focus; Tab goes on; the pointer takes hold of a slider."""
        place = self.focus - self.first
        sideways = wish.what == "move" and wish.value in ("left", "right")
        if 0 <= place < len(self.at) and (sideways or (wish.what == "adjust" and wish.value != "wheel")):
            self.put(place, self.at[place] + wish.by)
            return self
        if wish.what == "hover" and self.held >= 0:
            if wish.by:
                self._drag(wish.at[0], stage)
                return self
            self.held = -1
            self.let_go()
        if wish.what == "point":
            hit = widgets.hit(self.buttons(stage), wish.at)
            if hit is not None and 0 <= hit - self.first < len(self.at):
                self.focus, self.held = hit, hit - self.first
                self._drag(wish.at[0], stage)
                return self
        return super().handle(wish, stage)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """A slider pressed with one key for everything: the next value, round and round."""
        if action.startswith("slider:"):
            place = int(action[7:])
            self.put(place, (self.at[place] + 1) % self.steps(place))
        return self

    def put(self, place: int, index: int) -> None:
        """Put a slider at that value, or at the nearest end."""
        index = min(max(index, 0), self.steps(place) - 1)
        if index != self.at[place]:
            self.at[place] = index
            self.moved()

    def _drag(self, x: int, stage: Stage) -> None:
        track = track_of(self.slider(self.held, stage), stage)
        self.put(self.held, round((x - track.left) / max(track.width, 1) * (self.steps(self.held) - 1)))

    def draw_slider(self, surface: Surface, place: int, told: Sequence[str], stage: Stage) -> None:
        """One slider: what it is, and the knob on its track below; beside it, where the rectangle is low."""
        lay, theme, rect = stage.lay, stage.theme, self.slider(place, stage)
        track, size = track_of(rect, stage), lay.type_px(28)
        left, middle, room = rect.left + lay.px(30), rect.top + lay.px(34 if not lay.compact else 24), track.width
        if is_low(rect, stage):
            room = track.left - left - lay.px(30)
            middle = rect.centery - (size * 5 // 12 if told[1:] else 0)
        text.draw(surface, told[0], (left, middle), size, theme.ink, text.BOLD, y="middle", width_px=room)
        for more in told[1:]:
            below = left, middle + size
            text.draw(surface, more, below, lay.type_px(22), theme.ink_soft, y="middle", width_px=room)
        shapes.box(surface, track, track.height // 2, theme.line)
        x = track.left + round(track.width * self.at[place] / max(self.steps(place) - 1, 1))
        behind = Rect(track.left, track.top, x - track.left, track.height)
        shapes.box(surface, behind, track.height // 2, theme.accent_low)
        knob = Rect(0, 0, lay.px(34), lay.px(34))
        knob.center = x, track.centery
        shapes.box(surface, knob, knob.width // 2, theme.accent, max(lay.px(3), 1), theme.ink)


def is_low(rect: Rect, stage: Stage) -> bool:
    """Whether there is no room for a track below the words."""
    return rect.height < stage.lay.px(96 if not stage.lay.compact else 80)


def track_of(rect: Rect, stage: Stage) -> Rect:
    """The track in a slider's rectangle."""
    pad, below = stage.lay.px(30), stage.lay.px(38 if not stage.lay.compact else 30)
    if is_low(rect, stage):
        wide = rect.width * 2 // (5 if not stage.lay.compact else 6)
        return Rect(rect.right - pad - wide, rect.centery - stage.lay.px(5), wide, stage.lay.px(10))
    return Rect(rect.left + pad, rect.bottom - below, rect.width - 2 * pad, stage.lay.px(10))
