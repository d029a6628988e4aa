"""What every scene is given: the window's size, the theme, the settings, where runs come from. Draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from pygame import Surface

from lucy import consumers
from lucy.run import language, level_files, progress, words
from lucy.run.class_file import ClassRules
from lucy.run.prediction import Oracle, Prediction
from lucy.run.progress import Progress
from lucy.sim.level import Level
from lucy.ui import settings as settings_file
from lucy.ui.caps import cap
from lucy.ui.keymap import ACTIONS, Input
from lucy.ui.layout import Layout, fitted_layout, layout, page_layout
from lucy.ui.settings import Settings
from lucy.ui.sound import Sounds
from lucy.ui.theme import THEMES, Theme

if TYPE_CHECKING:
    from lucy.run.recorder import Recorder
    from lucy.run.recording import Recording
    from lucy.run.session import Session


# In the window as it is; as a page that may be larger than the window; or only as large as fits.
LAYOUTS = {"window": layout, "page": page_layout, "fitted": fitted_layout}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be played: a level, by whom, and on which seed."""

    level: Level
    consumer: str = "you"
    seed: int = 1
    hands_on: bool = False
    act: int = 0
    make_consumer: Callable[[], Any] | None = None  # a consumer of one's own
    prediction: Prediction | None = None  # what was expected of the level
    recording: Recording | None = None  # a run of it that is played again

    @property
    def is_human(self) -> bool:
        """Whether a person stands at the belt."""
        return self.consumer == "you" and self.make_consumer is None and self.recording is None

    def session(self) -> Session:
        """A fresh run of it."""
        from lucy.run.recording import session_of
        from lucy.run.session import Session

        if self.recording is not None:
            return session_of(self.recording)
        if self.is_human:
            return Session(self.level, None, self.seed, self.hands_on)
        make = self.make_consumer or (lambda: consumers.make(self.consumer, live=True))
        return Session(self.level, make(), self.seed)

    def by(self, consumer: str, hands_on: bool = False) -> Choice:
        """The same level and seed with somebody else at the belt."""
        return replace(self, consumer=consumer, hands_on=hands_on, make_consumer=None, recording=None)


@dataclass(slots=True)
class Stage:
    """The surroundings of a scene. One for each window; scenes may change `settings` through `prefer`."""

    size: tuple[int, int] = (1280, 720)
    settings: Settings = field(default_factory=Settings)
    kiosk: bool = False  # a stand: no way out, no settings
    notice: str = ""  # one line to show on the next page
    mouse: tuple[int, int] = (-1, -1)
    pad: str = ""  # the family of the gamepad that was used last; "": keys, the mouse or a finger
    listening: bool = False  # a scene waits for a key or a button, whatever it is
    pressed: int | str = ""  # the key or the button of the present wish; "": neither
    held: Input | None = None  # the arrow to the left or right that is down
    save: bool = True
    sounds: Sounds = field(default_factory=Sounds)
    progress: Progress = field(default_factory=Progress)
    oracles: dict[str, Oracle] = field(default_factory=dict)  # by level and act; played once in a window's life
    predictions: dict[str, Prediction] = field(default_factory=dict)
    rules: ClassRules = field(default_factory=ClassRules)
    clicker: bool = False  # a show: its keys come before the game's
    laid: str = "window"  # how large type is laid out for the scene, one of LAYOUTS
    theme_name: str = ""  # of a show; "": the one that the settings ask for

    @property
    def theme(self) -> Theme:
        """The colours that the settings ask for."""
        return THEMES[self.theme_name or self.settings.theme]

    @property
    def lay(self) -> Layout:
        """The layout at the present size."""
        return LAYOUTS[self.laid](self.size, self.settings.text_size)

    def cap(self, action: str) -> str:
        """What stands on the key of an action, or on the button, where a gamepad was used last."""
        return cap(action, self.settings.keys, self.settings.pad, self.pad)

    def caps(self) -> dict[str, str]:
        """The same for every action."""
        return {action: self.cap(action) for action in ACTIONS}

    def say(self, key: str, /, **numbers: object) -> str:
        """A text that names keys by their actions, as `{accept}: go on`."""
        return words.say(key, **self.caps(), **numbers)

    def prefer(self, **changes: object) -> None:
        """Change settings, and keep them."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        if "language" in changes:
            language.use(self.settings.language)
            self.oracles.clear()  # they know the questions of the other language
        if self.save:
            self.notice = settings_file.save(self.settings)

    def recorder(self, session: Session, choice: Choice) -> Recorder | None:
        """Who keeps a run in a file; nobody on a stand, or where a file is played again."""
        from lucy.run.recorder import Recorder

        kept = self.save and not self.kiosk and choice.recording is None
        return Recorder(session, choice.act) if kept else None

    def oracle(self, level: Level, act: int = 0) -> Oracle:
        """Who knows the answers of a level's act."""
        key = progress.key_of(level.name, act)
        if key not in self.oracles:
            self.oracles[key] = Oracle(level)
        return self.oracles[key]

    def recorded(self, recorder: Recorder | None) -> None:
        """A run's recording is over; say so if it could not be kept."""
        if recorder is not None:
            recorder.close()
            if recorder.fault:
                self.notice = words.say("screen.app.not_recorded", fault=recorder.fault)

    def earn(self, choice: Choice, stars: int, points: float) -> None:
        """Keep the best of what a person has earned."""
        self._keep(self.progress.with_run(choice.level.name, choice.act, stars, points))

    def answered(self, level: str, act: int, right: bool) -> None:
        """Keep what was answered to a question after a run."""
        self._keep(self.progress.with_answer(level, act, right))

    def _keep(self, new: Progress) -> None:
        before, self.progress = self.progress, new
        if self.save and not self.kiosk and new is not before and (fault := progress.save(new)):
            self.notice = words.say("screen.app.progress_not_saved", fault=fault)

    def levels(self) -> list[str]:
        """The names of the shipped levels, and of those that the user has made."""
        return [*level_files.shipped_levels(), *([] if self.kiosk else level_files.own_levels())]

    def level(self, name: str, act: int = 0) -> Level:
        """A level by its name; LevelError if it is broken."""
        return self.rules.applied(level_files.load_level(name, act))


class Scene(Protocol):
    """A page of the game. Each verb returns the scene to go on with: itself, another, or None to leave."""

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Somebody wants something."""
        ...

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """That much real time has gone by."""
        ...

    def draw(self, surface: Surface, stage: Stage) -> None:
        """Draw the whole window."""
        ...
