"""The demo on its stand: who is shown, who may take over, who may leave, and what it lives through."""

from types import SimpleNamespace

import pygame
import pytest
from pygame import Rect, Surface

from lucy.consumers.shrugger import Shrugger
from lucy.run import words
from lucy.run.demo_pace import Said
from lucy.ui import app, presence, soak, text
from lucy.ui.keymap import Input
from lucy.ui.layout import play_zones
from lucy.ui.pictures import faces
from lucy.ui.scenes import demo as demo_scene
from lucy.ui.scenes import demo_cards
from lucy.ui.scenes.demo import LINGER_S, Demo
from lucy.ui.scenes.level_choice import LevelChoice
from lucy.ui.scenes.settings import SettingsPage
from lucy.ui.scenes.title import Title
from lucy.ui.scenes.visitor import ASK_S, GRACE_S, GREET_S, IDLE_S, Visitor
from lucy.ui.sound import AGAIN_S, FRAMES_FIRST, Sounds

STIR = presence.STIR


class Still:
    """A picture that is not drawn: these tests are about the pages."""

    def __init__(self, *rest):
        pass

    def advance(self, real_s):
        pass

    def draw(self, surface, rect, level, now, reduced_motion):
        pass


@pytest.fixture(autouse=True)
def no_picture(monkeypatch):
    for module in ("scenes.title", "scenes.play", "scenes.level_choice", "still"):
        monkeypatch.setattr(f"lucy.ui.{module}.Picture", Still)


@pytest.fixture
def stage(stage_of):
    made = stage_of((640, 360))
    made.kiosk = True
    return made


@pytest.fixture
def short(monkeypatch):
    """Only the first level's two turns, so that a round is short."""
    whole = demo_scene.programme
    monkeypatch.setattr(demo_scene, "programme", lambda stage: whole(stage)[:2])


def event(kind, **fields):
    return pygame.event.Event(kind, **fields)


def to_the_run(demo, stage):
    while demo.shows == "card":
        demo.advance(0.5, stage)


def visited(stage):
    """A visitor who has put the welcome away."""
    visitor = Demo(stage).handle(STIR, stage)
    visitor.advance(GRACE_S + 0.1, stage)
    assert visitor.handle(STIR, stage) is visitor and visitor.greeting_s == 0
    return visitor


# -- what is shown


def test_a_turn_is_a_card_a_run_and_what_came_of_it_then_the_next(stage, short):
    demo, surface, seen = Demo(stage), Surface(stage.size), []
    while demo.rounds == 0:
        demo.advance(1.0, stage)
        if (demo.place, demo.shows) not in seen:
            seen.append((demo.place, demo.shows))
            demo.draw(surface, stage)
    assert seen[:6] == [(place, shows) for place in (0, 1) for shows in ("card", "run", "after")]
    assert demo.played == 2


def test_a_run_takes_no_longer_than_somebody_stays_to_look(stage, short):
    demo, real_s = Demo(stage), 0.0
    while demo.place == 0:
        demo.advance(0.2, stage)
        real_s += 0.2
    assert 15 < real_s < 60


def test_what_the_persona_says_stands_large_on_the_screen(stage, short, monkeypatch):
    demo, said = Demo(stage, place=1, speed=3.0), []
    monkeypatch.setattr(demo_cards, "draw_said", lambda surface, stage, now: said.append(now))
    to_the_run(demo, stage)
    while demo.shows == "run":
        demo.advance(0.1, stage)
        demo.draw(Surface(stage.size), stage)
    reasons = {now.text for now in said if now.speaker == demo.turn.consumer}
    level_lines = {now.text for now in said if not now.speaker}
    assert reasons and any(letter.isdigit() for letter in "".join(reasons)), "with the numbers of that moment"
    assert level_lines and level_lines <= {caption.text for caption in demo.play.level.words.captions}


def test_when_it_hurries_it_says_so(stage, short, monkeypatch):
    drawn = []
    draw = text.draw
    monkeypatch.setattr(text, "draw", lambda surface, line, *rest, **more: drawn.append(line) or draw(
        surface, line, *rest, **more))  # fmt: skip
    demo = Demo(stage)
    to_the_run(demo, stage)
    while demo.pace.speed == 1:
        demo.advance(0.1, stage)
    demo.draw(Surface(stage.size), stage)
    assert words.say("screen.demo.quick", speed=demo.play.session.speed) in drawn


def test_a_pointer_that_somebody_left_over_a_key_changes_nothing(stage_of, short):
    stage = stage_of()
    demo, pictures = Demo(stage), []
    to_the_run(demo, stage)
    for mouse in ((-1, -1), play_zones(stage.lay).keys[1].center):
        stage.mouse, surface = mouse, Surface(stage.size)
        demo.draw(surface, stage)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("size", [(640, 360), (1024, 768), (1280, 720), (1920, 1080)])
def test_cards_stay_inside_the_window_and_do_not_overlap(size, stage_of, lines_on):
    stage, window = stage_of(size), Rect(0, 0, *size)
    demo = Demo(stage)
    turns = {}
    for place, turn in enumerate(demo.programme):
        turns.setdefault((turn.opens, len(stage.level(turn.level, turn.act).words.idea) // 40), place)
    for place in turns.values():
        demo = Demo(stage, place)
        demo.play.session.run_ticks(demo.play.level.tick_hz)
        demo.play.look(now=True)
        result = demo.play.session.result()
        for paint, given in (
            (demo_cards.draw_title, (demo.play.level, "1", demo.act_title, demo.turn)),
            (demo_cards.draw_after, (demo.play.level, result, demo.verdict, demo.turn)),
            (demo_cards.draw_said, (Said(demo.verdict, demo.turn.consumer),)),
            (demo_cards.draw_still_there, (19,)),
            (demo_cards.draw_welcome, ()),
        ):
            page = SimpleNamespace(draw=lambda surface, stage: paint(surface, stage, *given))  # noqa: B023
            found = lines_on(page, size, stage)
            assert found
            for rect, line in found:
                assert window.contains(rect), f"{line!r} leaves the window"
            for n, (one, this) in enumerate(found):
                for other, that in found[n + 1 :]:
                    assert not one.inflate(-2, -2).colliderect(other.inflate(-2, -2)), f"{this!r} overlaps {that!r}"


def test_every_persona_has_a_face_of_its_own_and_a_stranger_gets_one():
    from lucy import consumers

    drawn = {name: pygame.image.tobytes(faces.face(name, 80), "RGBA") for name in (*consumers.NAMES, "my.py")}
    assert len(set(drawn.values())) == len(drawn)


# -- handing over, and back


@pytest.mark.parametrize(
    "made",
    [
        event(pygame.KEYDOWN, key=pygame.K_z, mod=0, unicode="z"),
        event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode=""),
        event(pygame.KEYDOWN, key=pygame.K_F11, mod=0, unicode=""),
        event(pygame.KEYDOWN, key=pygame.K_m, mod=0, unicode="m"),
        event(pygame.MOUSEBUTTONDOWN, button=1, pos=(20, 20)),
        event(pygame.MOUSEBUTTONDOWN, button=3, pos=(20, 20)),
        event(pygame.FINGERDOWN, x=0.5, y=0.5, finger_id=1),
        event(pygame.JOYBUTTONDOWN, button=7, instance_id=0),
        event(pygame.JOYHATMOTION, value=(0, 1), hat=0, instance_id=0),
    ],
    ids=lambda made: pygame.event.event_name(made.type),
)
def test_whatever_is_pressed_hands_over(made, monkeypatch, short):
    scene = run_with(monkeypatch, {3: [made]}, frames=6)
    assert isinstance(scene, Visitor) and scene.greeting_s > 0 and scene.scene.choice.is_human


@pytest.mark.parametrize(
    "made",
    [
        event(pygame.MOUSEMOTION, pos=(9, 9), rel=(1, 1), buttons=(0, 0, 0)),
        event(pygame.JOYAXISMOTION, axis=0, value=0.9, instance_id=0),
        event(pygame.JOYHATMOTION, value=(0, 0), hat=0, instance_id=0),
        event(pygame.WINDOWMOVED, x=5, y=5),
        event(pygame.KEYUP, key=pygame.K_z, mod=0),
    ],
    ids=lambda made: pygame.event.event_name(made.type),
)
def test_what_nobody_has_pressed_does_not(made, monkeypatch, short):
    assert isinstance(run_with(monkeypatch, {3: [made]}, frames=6), Demo)


def test_the_visitor_gets_the_level_that_is_shown_from_its_start(stage):
    demo = Demo(stage, place=6)
    to_the_run(demo, stage)
    demo.advance(3.0, stage)
    scene = demo.handle(STIR, stage).scene
    assert (scene.level.name, scene.choice.act) == (demo.turn.level, demo.turn.act) and scene.session.time_s == 0


def test_the_welcome_waits_goes_by_itself_and_survives_a_double_click(stage):
    visitor = Demo(stage).handle(STIR, stage)
    assert visitor.handle(STIR, stage) is visitor and visitor.greeting_s == GREET_S
    visitor.advance(5.0, stage)
    assert visitor.scene.session.time_s == 0 and visitor.greeting_s > 0
    visitor.advance(GREET_S, stage)
    visitor.advance(1.0, stage)
    assert visitor.greeting_s <= 0 and visitor.scene.session.time_s > 0


def test_after_40_s_of_nothing_it_asks_for_20_s_and_the_demo_goes_on(stage):
    visitor = visited(stage)
    spent, counts, scene = 0.0, [], visitor
    while scene is visitor:
        scene = visitor.advance(0.5, stage)
        spent += 0.5
        if visitor.asking and scene is visitor:
            counts.append(visitor.left_s)
            at = visitor.scene.session.time_s
    assert spent == pytest.approx(IDLE_S + ASK_S + 0.5) and (IDLE_S, ASK_S) == (40.0, 20.0)
    assert counts[0] == 20 and counts[-1] in (0, 1) and counts == sorted(counts, reverse=True)
    assert set(range(1, 21)) <= set(counts) and at < IDLE_S + 1, "the level waits meanwhile"
    assert isinstance(scene, Demo)


def test_a_press_while_it_asks_only_says_yes(stage):
    visitor = visited(stage)
    visitor.advance(IDLE_S + 1, stage)
    assert visitor.asking
    visitor.handle(Input("hover", at=(3, 3)), stage)
    assert visitor.asking, "a pointer that moves is nobody"
    before = visitor.scene.strategy
    assert visitor.handle(Input("strategy", "control"), stage) is visitor
    assert not visitor.asking and visitor.scene.strategy == before
    visitor.handle(Input("strategy", "control"), stage)
    assert visitor.scene.strategy != before


def test_the_next_visitor_finds_nothing_of_the_last_one(stage):
    visitor = visited(stage)
    stage.earn(visitor.scene.choice, 3, 95.0)
    stage.predictions["x"] = None
    visitor.advance(IDLE_S + ASK_S + 1, stage)
    assert stage.progress.of("01-chocolate-factory", 0) is None and not stage.predictions


# -- nobody gets out


def run_with(monkeypatch, posted, frames):
    """The loop itself, with these events in these frames; returns the scene that was last drawn."""
    drawn, frame = [], [0]

    def get():
        frame[0] += 1
        return posted.get(frame[0], [])

    monkeypatch.setattr(pygame.event, "get", get)
    for scene in (Demo, Visitor):
        monkeypatch.setattr(scene, "draw", lambda self, surface, stage: drawn.append(self))
    assert app.demo(most_frames=frames) == app.OK
    drawn.append(frame[0])
    return drawn[-2]


CTRL, SHIFT = pygame.KMOD_LCTRL, pygame.KMOD_LSHIFT


@pytest.mark.parametrize(
    "made",
    [
        event(pygame.QUIT),  # Alt+F4, Cmd+Q, the cross of the window
        event(pygame.KEYDOWN, key=pygame.K_F4, mod=pygame.KMOD_LALT, unicode=""),
        event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode=""),
        event(pygame.KEYDOWN, key=pygame.K_F11, mod=0, unicode=""),
        event(pygame.KEYDOWN, key=pygame.K_q, mod=CTRL, unicode="\x11"),
        event(pygame.KEYDOWN, key=pygame.K_w, mod=CTRL, unicode="\x17"),
        event(pygame.KEYDOWN, key=pygame.K_c, mod=CTRL, unicode="\x03"),
        event(pygame.KEYDOWN, key=pygame.K_m, mod=0, unicode="m"),
    ],
    ids=lambda made: pygame.event.event_name(made.type) + str(made.dict.get("key", "")),
)
def test_no_visitor_can_quit_or_change_a_setting(made, monkeypatch, short):
    stages = []
    begin = Demo._begin
    monkeypatch.setattr(Demo, "_begin", lambda self, stage: (stages.append(stage), begin(self, stage))[1])
    run_with(monkeypatch, dict.fromkeys(range(2, 30, 3), [made]), frames=30)
    assert stages[0].settings == type(stages[0].settings)()


def test_the_staff_chord_leaves_at_once(monkeypatch, short):
    chord = event(pygame.KEYDOWN, key=pygame.K_q, mod=CTRL | SHIFT, unicode="\x11")
    frames = []
    monkeypatch.setattr(pygame.event, "get", lambda: frames.append(1) or ([chord] if len(frames) == 5 else []))
    monkeypatch.setattr(Demo, "draw", lambda self, surface, stage: None)
    assert app.demo(most_frames=500) == app.OK and len(frames) == 5


def test_every_way_that_a_page_offers_stays_on_the_stand(stage):
    """Back and back again, then every button of every page that can be reached."""
    visitor = visited(stage)
    for _ in range(4):
        assert visitor.handle(Input("back"), stage) is visitor
    assert isinstance(visitor.scene, Title)
    assert visitor.handle(Input("quit"), stage) is visitor
    offered = {button.action for button in visitor.scene.buttons(stage)}
    assert not offered & {"settings", "quit"}
    visitor.scene = Title(stage)
    assert visitor._go(SettingsPage(visitor.scene), stage) is visitor and isinstance(visitor.scene, Title)
    assert isinstance(visitor._go(None, stage), Demo)
    assert isinstance(visitor._go(LevelChoice(stage), stage), Visitor)


# -- what it lives through


class Crashes(Shrugger):
    def decide(self, view):
        if view.time_s > 2:
            raise ZeroDivisionError("a persona's\nmistake")
        return super().decide(view)


def test_a_persona_that_crashes_is_left_out_with_one_line(stage, short, monkeypatch, capsys):
    from lucy import consumers

    monkeypatch.setattr(consumers, "make", lambda name, live=False: Crashes())
    demo = Demo(stage)
    for _ in range(200):
        assert demo.advance(0.25, stage) is demo
    said = capsys.readouterr().err.splitlines()
    assert len(said) >= 2 and demo.rounds >= 1, "it goes round and round"
    assert "01-chocolate-factory, act 1" in said[0] and "ZeroDivisionError: a persona's mistake" in said[0]
    assert "test_demo.py:" in said[0]


def test_a_persona_that_cannot_even_be_made_is_left_out(stage, short, monkeypatch, capsys):
    from lucy import consumers

    make = consumers.make

    def fussy(name, live=False):
        if name != "negotiator":
            raise RuntimeError("no")
        return make(name, live)

    monkeypatch.setattr(consumers, "make", fussy)
    demo = Demo(stage)
    assert demo.turn.consumer == "negotiator" and len(capsys.readouterr().err.splitlines()) == 1


def test_a_picture_that_fails_ends_its_turn_only(stage, short, monkeypatch, capsys):
    demo = Demo(stage)
    monkeypatch.setattr(demo.play, "draw", lambda surface, stage: 1 // 0)
    demo.draw(Surface(stage.size), stage)
    assert demo.place == 1 and len(capsys.readouterr().err.splitlines()) == 1


def test_a_visitors_page_that_fails_brings_the_demo_back(stage, monkeypatch, capsys):
    visitor = visited(stage)
    monkeypatch.setattr(visitor.scene, "advance", lambda real_s, stage: 1 // 0)
    assert isinstance(visitor.advance(0.1, stage), Demo)
    assert len(capsys.readouterr().err.splitlines()) == 1
    stage.kiosk = False
    visitor = Visitor(visitor.scene, lambda: Demo(stage))
    visitor.greeting_s = 0.0
    with pytest.raises(ZeroDivisionError):
        visitor.advance(0.1, stage)


def test_a_loudspeaker_that_goes_away_and_comes_back(stage):
    sounds, devices = Sounds(), presence.Devices(gamepads=False)
    for _ in range(FRAMES_FIRST + 2):
        sounds.breathe(0.02, stage.settings)
    assert sounds._open
    devices.follow(event(pygame.AUDIODEVICEREMOVED, which=1, iscapture=1), sounds)
    assert sounds._open, "a microphone is no loss"
    devices.follow(event(pygame.AUDIODEVICEREMOVED, which=1, iscapture=0), sounds)
    assert sounds.no_device and not sounds._open
    sounds.breathe(AGAIN_S / 2, stage.settings)
    assert sounds.no_device
    sounds.breathe(AGAIN_S, stage.settings)
    assert sounds._open and not sounds.no_device
    pygame.mixer.quit()  # behind its back
    for _ in range(30):
        sounds.breathe(0.02, stage.settings)
    assert sounds.no_device


def test_a_minimised_window_stands_still_and_is_not_drawn(monkeypatch, short):
    ticks, times, drawn = [], [], []
    shown = iter([True] * 3 + [False] * 20 + [True] * 5)
    monkeypatch.setattr(pygame.display, "get_active", lambda: next(shown))
    advance, clock = Demo.advance, pygame.time.Clock

    class Noted:
        def __init__(self):
            self.clock = clock()

        def tick(self, fps):
            ticks.append(fps)
            return self.clock.tick(1000)

    monkeypatch.setattr(pygame.time, "Clock", Noted)
    monkeypatch.setattr(Demo, "advance", lambda self, s, stage: (times.append(s), advance(self, s, stage))[1])
    run = run_with(monkeypatch, {}, frames=28)
    monkeypatch.setattr(Demo, "draw", lambda self, surface, stage: drawn.append(1))
    assert isinstance(run, Demo) and len(times) == 8
    assert ticks.count(app.HIDDEN_FRAMES_PER_S) == 20 and app.HIDDEN_FRAMES_PER_S <= 10


def test_a_long_frame_is_no_idle_time_and_sizes_may_change(monkeypatch, stage_of):
    monkeypatch.setattr(pygame.time, "Clock", lambda: type("Slow", (), {"tick": lambda self, fps: 60_000})())
    times = []
    monkeypatch.setattr(Demo, "advance", lambda self, s, stage: times.append(s) or self)
    run_with(monkeypatch, {2: [event(pygame.VIDEORESIZE, size=(800, 600), w=800, h=600)]}, frames=3)
    assert max(times) <= app.LONGEST_FRAME_S
    demo, stage = Demo(stage_of((320, 200))), stage_of((320, 200))
    for size in ((320, 200), (2000, 300), (500, 1500), (641, 361)):
        stage.size = size
        for wait_s in (0.1, 9.0, 1.0):
            demo.advance(wait_s, stage)
            demo.draw(Surface(size), stage)
        demo = Demo(stage)


def test_the_screen_saver_stays_off():
    app.open_window((320, 200))
    assert not pygame.display.get_allow_screensaver()


# -- for hours


def test_the_soak_tells_a_leak_from_a_full_cache(monkeypatch):
    monkeypatch.setattr(soak, "pygame", type("NoScreen", (), {
        "display": pygame.display, "font": pygame.font, "Surface": Surface, "quit": staticmethod(lambda: None),
    }))  # fmt: skip
    monkeypatch.setattr(Demo, "draw", lambda self, surface, stage: None)
    lines, used = [], iter(range(100, 1000))
    assert soak.soak(0.01, lines.append, used_mb=lambda: float(next(used))) == 1
    assert lines[0] == "level_hours,rss_mb,runs,visits" and lines[1].startswith("0.00,") and "MB an hour" in lines[-1]
    assert soak.soak(0.01, lines.append, used_mb=lambda: 100.0) == 0
    assert soak.soak(0.02, lines.append, used_mb=lambda: None) == 2
    filling = soak.Soak([(h / 2, 100.0 if h else 60.0, 0, 0) for h in range(24)])
    leaking = soak.Soak([(h / 2, 100.0 + 3 * h, 0, 0) for h in range(24)])
    assert abs(filling.slope_mb_per_h) < 0.01 and leaking.slope_mb_per_h == pytest.approx(6.0)
    assert soak.rss_mb() > 5
    assert LINGER_S > 0


@pytest.mark.parametrize("when", ["hover", "draw"])
def test_a_page_that_fails_under_a_visitor_is_left_for_the_demo_with_one_line(stage, capsys, when):
    class Fails(Title):
        def handle(self, wish, stage):
            raise RuntimeError("on\nhover") if wish.what == "hover" else AssertionError(wish)

        def draw(self, surface, stage):
            if when == "draw":
                raise RuntimeError("on\ndraw")

    visitor = Visitor(Fails(stage), lambda: Demo(stage))
    visitor.greeting_s = 0.0
    visitor.draw(Surface(stage.size), stage)
    after = visitor.handle(Input("hover", at=(5, 5)), stage) if when == "hover" else visitor.advance(0.1, stage)
    assert isinstance(after, Demo)
    assert len(capsys.readouterr().err.splitlines()) == 1
