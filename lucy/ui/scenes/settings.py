"""The settings, on two pages: one row for each preference, each with its choices side by side."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.run import words
from lucy.run.language import languages
from lucy.ui import text, widgets
from lucy.ui.scenes.help import back_button
from lucy.ui.scenes.page import Page, heading, margin, notice
from lucy.ui.settings import SCANS_S, SPEEDS, TEXT_SIZES, VOLUMES
from lucy.ui.stage import Scene, Stage
from lucy.ui.widgets import Button

# name, and its choices: (value, key of the word)
ROWS: tuple[tuple[str, tuple[tuple[object, str], ...]], ...] = (
    ("text_size", tuple((size, "") for size in TEXT_SIZES)),
    ("theme", (("warm", "warm"), ("projector", "projector"))),
    ("full_screen", ((False, "off"), (True, "on"))),
    ("speed", tuple((speed, "") for speed in SPEEDS[:5])),
    ("volume", ((0, "off"), *((percent, "") for percent in VOLUMES))),
    ("language", tuple((name, "") for name in languages())),
)
ACCESS_ROWS: tuple[tuple[str, tuple[tuple[object, str], ...]], ...] = (
    ("reduced_motion", ((False, "off"), (True, "on"))),
    ("sound_captions", (("never", "never"), ("when_silent", "when_silent"), ("always", "always"))),
    ("scan_s", tuple((scan_s, "" if scan_s else "off") for scan_s in SCANS_S)),
)


class SettingsPage(Page):
    """Changes are kept at once; there is nothing to confirm."""

    rows, title = ROWS, "heading"
    others: tuple[str, ...] = ("access", "controls")

    def __init__(self, before: Scene) -> None:
        self.before = before

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Every choice of every row, then the way back."""
        lay = stage.lay
        found = []
        for place, (name, choices) in enumerate(self.rows):
            row = self._row(stage, place)
            left = row.left + round(row.width * 0.36)
            gap = lay.px(14)
            width = (row.right - left - gap * (len(choices) - 1)) // len(choices)
            for index, (value, word) in enumerate(choices):
                label = words.say(f"screen.settings.{word}") if word else _number(name, value)
                rect = Rect(left + index * (width + gap), row.top, width, row.height)
                chosen = _value(name, stage) == value
                found.append(Button(rect, label, f"{name}:{index}", chosen=chosen))
        return (*found, *self._foot(stage))

    def _foot(self, stage: Stage) -> tuple[Button, ...]:
        """The way back, then the other pages."""
        lay, back = stage.lay, back_button(stage, words.say("screen.settings.back"))
        found, left = [back], back.rect.right
        for action in self.others:
            rect = Rect(left + lay.px(24), back.rect.top, lay.px(400), back.rect.height)
            found.append(Button(rect, words.say(f"screen.settings.{action}"), action))
            left = rect.right
        return tuple(found)

    def _row(self, stage: Stage, place: int) -> Rect:
        lay = stage.lay
        top = lay.px(220 if not lay.compact else 118)
        bottom = lay.height - lay.px(190 if not lay.compact else 124)
        step = min((bottom - top) / len(self.rows), lay.px(128))
        height = min(round(step * (0.9 if lay.compact else 0.76)), max(lay.px(84), 34))
        width = min(lay.width - 2 * margin(stage), lay.px(1320))
        return Rect(margin(stage), round(top + place * step), width, height)

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Set the value, or go back."""
        if action == "back":
            return self.before
        if action == "controls":
            from lucy.ui.scenes.controls_page import ControlsPage

            return ControlsPage(self)
        if action == "access":
            return AccessPage(self)
        name, _, index = action.partition(":")
        for row, choices in self.rows:
            if row == name:
                stage.prefer(**_changes(name, choices[int(index)][0]))
        return self

    def paint(self, surface: Surface, stage: Stage) -> None:
        """The names of the rows."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        heading(surface, stage, words.say(f"screen.settings.{self.title}"))
        for place, (name, _) in enumerate(self.rows):
            row = self._row(stage, place)
            text.draw(
                surface, stage.say(f"screen.settings.{name}"), (row.left, row.centery), lay.type_px(34), theme.ink,
                y="middle", width_px=round(row.width * 0.34),
            )  # fmt: skip
        notice(surface, stage)


class AccessPage(SettingsPage):
    """What makes the game fit those who move, hear or press differently."""

    rows, title = ACCESS_ROWS, "access"
    others = ("controls",)


def _number(name: str, value: object) -> str:
    """A choice that is a number, in words; a language calls itself by its own name."""
    if name == "language":
        return words.load(str(value)).say("screen.settings.own_name")
    if name == "text_size":
        return words.say("screen.settings.percent", volume=round(100 * float(str(value))))
    keys = {"volume": "screen.settings.percent", "scan_s": "screen.settings.scan"}
    return words.say(keys.get(name, "screen.play.speed"), **{name: value})


def _value(name: str, stage: Stage) -> object:
    """What is chosen in a row. A volume of 0 is the sound being off, and what it was before is kept."""
    return 0 if name == "volume" and not stage.settings.sound else getattr(stage.settings, name)


def _changes(name: str, value: object) -> dict[str, object]:
    if name != "volume":
        return {name: value}
    return {"sound": True, name: value} if value else {"sound": False}
