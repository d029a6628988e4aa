"""The demo: level after level plays by itself, first by one who fails, then by one who understands.

Any key or touch hands over to the visitor; when nothing happens for a while the demo takes over again.
"""

from __future__ import annotations

from pygame import Rect, Surface

from lucy import consumers
from lucy.run import level_files, words
from lucy.run.level_files import LevelError
from lucy.sim.level import Level
from lucy.ui import caption_line, shapes, text, widgets
from lucy.ui.keymap import Input
from lucy.ui.layout import play_zones
from lucy.ui.scenes.play import Play, number_of
from lucy.ui.stage import Choice, Scene, Stage

FAILS = ("hoarder", "shrugger", "dropper")  # where a level names nobody who gets it wrong
CARD_S = 5.0
IDLE_S = 40.0
ASK_S = 20.0
LONGEST_S = 120.0  # of level time; a longer level is left at that
STIRS = ("hover",)  # what does not count as somebody being there


def programme(stage: Stage) -> list[tuple[str, int, str]]:
    """Level, act and persona, in order: in each act first one who gets it wrong, then one who gets it right.

    A level that cannot be read is left out. The sandbox is shown only where there is nothing else.
    """
    found: list[tuple[str, int, str]] = []
    spare: list[tuple[str, int, str]] = []
    for name in stage.levels():
        try:
            for act in range(len(level_files.level_acts(name))):
                level = stage.level(name, act)
                kept = found if number_of(name) else spare
                kept += [(name, act, who) for who in (who_fails(level), who_understands(level))]
        except LevelError as fault:
            stage.notice = str(fault)
    return found or spare


def who_fails(level: Level) -> str:
    """A persona that the level says is wrong here; else a usual one that it does not call right."""
    wrong = [who for who in level.wrong if who in consumers.NAMES]
    usual = [who for who in FAILS if who not in level.right and who != level.beat]
    return ([who for who in FAILS if who in wrong] + wrong + usual)[0]


def who_understands(level: Level) -> str:
    """The persona to beat, unless the level calls it wrong and another one right."""
    right = [who for who in level.right if who in consumers.NAMES]
    if right and level.beat not in right:
        return right[0]
    return level.beat


class Demo:
    """A title card, a run, the next title card, for ever. Memory stays flat: only the present run is kept."""

    def __init__(self, stage: Stage, place: int = 0, speed: float = 1.0) -> None:
        self.programme = programme(stage)
        self.place = place % max(len(self.programme), 1)
        self.speed = speed
        self.card_s = 0.0
        self._set_up(stage)

    def _set_up(self, stage: Stage) -> None:
        name, act, consumer = self.programme[self.place]
        choice = Choice(stage.level(name, act), consumer, seed=1 + self.place, act=act)
        self.play = Play(choice, stage, lambda: None, number_of(name))
        self.play.session.speed = self.speed
        self.card_s = 0.0

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Somebody is there: the belt is theirs."""
        if wish.what == "quit":
            return None
        if wish.what in STIRS:
            return self
        if wish.what == "back" and not stage.kiosk:
            from lucy.ui.scenes.title import Title

            return Title(stage)
        return self.hand_over(stage)

    def hand_over(self, stage: Stage) -> Scene:
        """The same level, from the start, for the visitor."""
        from lucy.ui.scenes.level_choice import LevelChoice

        choice = self.play.choice.by("you")
        scene = Play(choice, stage, lambda: LevelChoice(stage), self.play.number)
        return Visitor(scene, self.place, self.speed)

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """The card first, then the run; after its end, the next."""
        if self.card_s < CARD_S:
            self.card_s += real_s
            return self
        session = self.play.session
        self.play.advance(real_s, stage)
        if self.play.end_s > 2.5 or session.time_s > LONGEST_S:
            self.place = (self.place + 1) % len(self.programme)
            self._set_up(stage)
        return self

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The run, and over it the card or the line that invites."""
        lay, theme = stage.lay, stage.theme
        self.play.draw(surface, stage)
        zones = play_zones(lay)
        if self.card_s < CARD_S:
            self._draw_card(surface, stage)
        elif not self.play.session.finished:
            said = words.say("screen.demo.press")
            at = zones.picture.right - lay.px(24), zones.picture.bottom - lay.px(50)
            widgets.chip(surface, at, said, theme, lay, False, lay.px(600))

    def _draw_card(self, surface: Surface, stage: Stage) -> None:
        lay, theme, level = stage.lay, stage.theme, self.play.level
        name = caption_line.speaker_name(self.play.choice.consumer)
        lines = (
            (level.words.title, lay.type_px(76), text.HEADING, theme.ink),
            (level.words.idea, lay.type_px(36), text.REGULAR, theme.ink),
            (words.say("screen.demo.shows", name=name), lay.type_px(36), text.BOLD, theme.ink),
            (
                words.say(f"personas.{self.play.choice.consumer}.sentence"),
                lay.type_px(32),
                text.REGULAR,
                theme.ink_soft,
            ),
        )
        draw_card(surface, lines, stage)


class Visitor:
    """Whatever page a visitor is on. Watches whether they are still there."""

    def __init__(self, scene: Scene, place: int, speed: float) -> None:
        self.scene, self.place, self.speed = scene, place, speed
        self.idle_s = 0.0

    @property
    def asking(self) -> bool:
        """Whether "still there?" is on screen."""
        return self.idle_s > IDLE_S

    def handle(self, wish: Input, stage: Stage) -> Scene | None:
        """Anything but a moving pointer is a sign of life; while asking it only says yes."""
        if wish.what == "quit":
            return None
        if wish.what not in STIRS:
            asked, self.idle_s = self.asking, 0.0
            if asked:
                return self
        return self._go(self.scene.handle(wish, stage), stage)

    def _go(self, scene: Scene | None, stage: Stage) -> Scene | None:
        if scene is None or isinstance(scene, Demo):
            return Demo(stage, self.place, self.speed)
        self.scene = scene
        return self

    def advance(self, real_s: float, stage: Stage) -> Scene | None:
        """The page goes on; after a while of nothing the demo comes back. While asking, the level waits."""
        self.idle_s += real_s
        if self.idle_s > IDLE_S + ASK_S:
            return Demo(stage, self.place, self.speed)
        if self.asking:
            return self
        return self._go(self.scene.advance(real_s, stage), stage)

    def draw(self, surface: Surface, stage: Stage) -> None:
        """The page, and the question over it."""
        self.scene.draw(surface, stage)
        if self.asking:
            lay, theme = stage.lay, stage.theme
            left_s = max(int(IDLE_S + ASK_S - self.idle_s) + 1, 0)
            lines = (
                (words.say("screen.demo.still_there"), lay.type_px(76), text.HEADING, theme.ink),
                (words.say("screen.demo.handing_back", left_s=left_s), lay.type_px(34), text.REGULAR, theme.ink),
            )
            draw_card(surface, lines, stage)


def draw_card(surface: Surface, lines: tuple[tuple[str, int, str, tuple[int, int, int]], ...], stage: Stage) -> None:
    """A card in the middle of the picture, with its lines centred."""
    lay, theme = stage.lay, stage.theme
    zones = play_zones(lay)
    width = min(lay.px(1100), lay.width - lay.px(120))
    inner = Rect(0, 0, width - lay.px(120), 10)
    high = lay.px(120)
    for line, size, weight, colour in lines:
        high += text.paragraph(None, line, inner, size, colour, weight, leading=1.25) + lay.px(26)
    card = Rect(0, 0, width, high - lay.px(26))
    card.center = zones.picture.centerx, zones.picture.centery
    card.clamp_ip(lay.rect)
    shapes.shadow(surface, card, lay.px(32), lay.px(40), 0.4)
    shapes.box(surface, card, lay.px(32), theme.card, max(lay.px(4), 1), theme.accent_low)
    at = Rect(card.left + lay.px(60), card.top + lay.px(60), inner.width, 10)
    for line, size, weight, colour in lines:
        below = text.paragraph(surface, line, at, size, colour, weight, x="centre", leading=1.25)
        at = Rect(at.left, below + lay.px(26), at.width, 10)
