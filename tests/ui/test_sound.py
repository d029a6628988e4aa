"""What is heard: loud enough, never too loud, never too often, and nothing at all where there is no loudspeaker."""

import os
import subprocess
import sys
import time

import numpy as np
import pygame
import pytest

from lucy.run import words
from lucy.run.snapshot import Gauges, Ledger, Snapshot
from lucy.sim.controls import Controls
from lucy.sim.events import Event
from lucy.ui import cues, tones
from lucy.ui.cues import Ear
from lucy.ui.settings import Settings
from lucy.ui.sound import CHANNELS, Drone, Sounds

FRAME_S = 1 / 60
MADE = {name: make() for name, make in tones.RECIPES.items()}
ON = Settings(volume=100)


def moment(at_s, depth=0, limit=100, *kinds, in_per_s=3.0, out_per_s=1.0, outcome="running"):
    """One snapshot of a belt."""
    gauges = Gauges(in_per_s=in_per_s, out_per_s=out_per_s, depth=depth, limit=limit)
    events = tuple(Event(round(at_s * 240), kind, "packer", 1) for kind in kinds)
    return Snapshot(
        tick=round(at_s * 240), time_s=at_s, duration_s=60.0, act="", outcome=outcome, ledger=Ledger(),
        producers=(), belts=(), stations=(), signals=(), gauges=gauges, controls=Controls(), caption=None,
        events=events,
    )  # fmt: skip


def heard(seconds, depth_at, *kinds, limit=100, ear=None):
    """(time, name) of every cue while the pile follows `depth_at(seconds)`; `kinds` happen in every frame."""
    ear, found = ear or Ear(), []
    for frame in range(round(seconds / FRAME_S)):
        at_s = (frame + 1) * FRAME_S
        moment_now = moment(at_s, int(depth_at(at_s)), limit, *kinds)
        found += [(at_s, cue.name) for cue in ear.listen(moment_now, FRAME_S).cues]
    return found


def rms_db(sound):
    return 20 * np.log10(np.sqrt(np.mean(np.square(sound))))


def peak_of(lane):
    return max(float(np.max(np.abs(made))) for name, made in MADE.items() if tones.lane_of(name) == lane)


# -- the sounds


def test_everything_at_once_stays_below_full_scale():
    lanes = {tones.lane_of(name) for name in MADE}
    assert lanes == set(CHANNELS) == set(tones.LEVELS)
    assert sum(peak_of(lane) for lane in lanes) < 0.91


def test_a_mix_with_all_peaks_in_one_place_does_not_clip():
    mixed = np.zeros(2 * tones.RATE_HZ)
    for lane in tones.LEVELS:
        loudest = max((made for name, made in MADE.items() if tones.lane_of(name) == lane), key=lambda a: a.max())
        start = tones.RATE_HZ - int(np.argmax(loudest))
        mixed[max(start, 0) : start + len(loudest)] += loudest[max(-start, 0) :]
    assert 0.5 < np.max(np.abs(mixed)) < 1.0


@pytest.mark.parametrize("step", range(len(tones.HUM_HZ)))
def test_the_alarm_is_heard_over_the_belt_and_the_queue(step):
    belt, pipe = MADE[f"hum-{step}"], MADE["voice-10"]
    assert rms_db(MADE["alarm"]) >= rms_db(belt + pipe) + 6
    for sign in ("buzz", "bell", "relief", "crash"):
        assert rms_db(MADE[sign][: tones.RATE_HZ // 5]) > rms_db(belt)


def test_loops_close_without_a_seam_and_the_rest_ends_in_silence():
    for name, made in MADE.items():
        if tones.lane_of(name) in ("hum", "voice"):
            assert abs(made[0] - made[-1]) <= 1.5 * np.max(np.abs(np.diff(made)))
        else:
            assert abs(made[0]) < 1e-3 and abs(made[-1]) < 1e-3
        assert made.dtype == np.float32 and np.isfinite(made).all()


def test_the_alarm_rises_and_the_queue_climbs():
    def loudest_hz(sound):
        return np.argmax(np.abs(np.fft.rfft(sound))) * tones.RATE_HZ / len(sound)

    half = len(MADE["alarm"]) // 2
    assert loudest_hz(MADE["alarm"][:half]) < loudest_hz(MADE["alarm"][half:])
    pitches = [loudest_hz(MADE[f"voice-{step}"]) for step in range(len(tones.VOICE_HZ))]
    assert pitches == sorted(pitches) and pitches[-1] == pytest.approx(4 * pitches[0], rel=0.01)


def test_the_same_samples_each_time_and_soon_made():
    began = time.process_time()
    again = {name: make() for name, make in tones.RECIPES.items()}
    assert time.process_time() - began < 0.4  # about 0.1 s on one core of a laptop, one sound a frame
    assert all(np.array_equal(again[name], made) for name, made in MADE.items())


# -- when they sound


def test_an_alarm_when_nearly_full_and_growing_at_most_one_in_two_seconds():
    rings = [at_s for at_s, name in heard(40, lambda t: min(2.5 * t, 100)) if name == "alarm"]
    assert rings and 32 <= rings[0] < 33
    assert all(after - before >= cues.ALARM_EVERY_S - 1e-6 for before, after in zip(rings, rings[1:], strict=False))


def test_no_alarm_for_a_pile_that_stays_or_falls():
    assert [at_s for at_s, name in heard(30, lambda t: 90) if name == "alarm" and at_s > 6] == []
    assert not heard(20, lambda t: 79 - t)


def test_who_knows_it_by_now_is_not_rung_for_again_and_again():
    def full_and_bouncing(t):
        return 80 + 20 * (t % 2 / 2)

    rings = [at_s for at_s, name in heard(60, full_and_bouncing) if name == "alarm"]
    assert len(rings) == cues.ALARMS_IN_A_ROW


def test_relief_once_when_the_pile_is_down_again():
    def up_and_down(t):
        return 10 * t if t < 9 else max(90 - 15 * (t - 9), 0)

    names = [name for _, name in heard(20, up_and_down)]
    assert names.count("relief") == 1 and names[-1] == "relief" and "alarm" in names


@pytest.mark.parametrize(("kind", "sound"), [("delivered", "wrap"), ("dropped", "thud"), ("signal_sent", "whoosh")])
def test_what_happens_all_the_time_is_heard_now_and_then(kind, sound):
    every_s, tired_every_s = next((a, b) for name, a, b in cues.SOUND_OF.values() if name == sound)
    times = [at_s for at_s, name in heard(20, lambda t: 0, kind) if name.startswith(sound)]
    gaps = np.diff(times)
    assert gaps.min() >= every_s - 1e-6 and gaps[-1] >= tired_every_s - 1e-6


def test_each_thing_has_its_sound():
    ear = Ear()
    found = {cue.name.partition("-")[0] for cue in ear.listen(moment(1.0, 0, 100, *cues.SOUND_OF), FRAME_S).cues}
    assert found == {"crash", "buzz", "whoosh", "bell", "thud", "wrap"}


def test_the_queue_sings_its_depth_and_is_silent_when_it_is_short():
    ear, steps = Ear(), []
    for depth in range(101):
        for frame in range(20):
            now = ear.listen(moment((20 * depth + frame) * FRAME_S, depth), FRAME_S)
        steps.append(now.voice_step if now.voice_gain else -1)
    assert steps[:4] == [-1] * 4 and steps == sorted(steps)
    assert steps[-1] == len(tones.VOICE_HZ) - 1


def test_the_belt_hums_faster_and_louder_with_the_rate_and_not_while_it_stands():
    ear, found = Ear(), []
    for in_per_s in (0.5, 1.0, 2.0, 4.0):
        found.append(ear.listen(moment(in_per_s, in_per_s=in_per_s), FRAME_S))
    assert [h.hum_step for h in found] == sorted(h.hum_step for h in found)
    assert found[0].hum_gain < found[-1].hum_gain <= 1.0
    still = [ear.listen(moment(4.0, in_per_s=4.0), FRAME_S) for _ in range(30)]
    assert still[-1].hum_gain == still[-1].voice_gain == 0.0


def test_the_same_run_sounds_the_same(stage_of):
    from lucy.ui.stage import Choice

    session, run = Choice(stage_of().level("01-chocolate-factory"), "watermark").session(), []
    while session.time_s < 22:
        session.advance(1 / 15)
        run.append(session.snapshot())

    def listened():
        ear = Ear()
        return [(ear.listen(now, 1 / 15), ear.caption) for now in run]

    first = listened()
    assert first == listened()
    assert {"wrap-0", "whoosh", "bell"} <= {cue.name for now, _ in first for cue in now.cues}


# -- the loudspeaker


@pytest.fixture
def device(monkeypatch):
    """Sounds on SDL's dummy device, all ready."""
    monkeypatch.setattr(tones, "RECIPES", {name: lambda made=made: made for name, made in MADE.items()})
    sounds = Sounds()
    for _ in range(len(tones.RECIPES) + 4):
        sounds.breathe(FRAME_S, ON)
    assert len(sounds.ready) == len(tones.RECIPES)
    yield sounds
    pygame.mixer.quit()


def test_the_window_comes_first_and_then_one_sound_a_frame():
    sounds = Sounds()
    sounds.breathe(FRAME_S, ON)
    assert not sounds.ready and not pygame.mixer.get_init()
    for _ in range(4):
        before = len(sounds.ready)
        sounds.breathe(FRAME_S, ON)
        assert len(sounds.ready) - before <= 1
    pygame.mixer.quit()


def test_without_a_device_the_game_goes_on_and_captions_speak(monkeypatch):
    def refuse(*_, **__):
        raise pygame.error("ALSA: Couldn't open audio device")

    monkeypatch.setattr(pygame.mixer, "init", refuse)
    sounds = Sounds()
    for frame in range(10):
        sounds.hear(moment(frame * FRAME_S, 0, 100, "overflowed"), FRAME_S)
        sounds.breathe(FRAME_S, ON)
    assert sounds.no_device and not sounds.ready
    assert sounds.caption(ON) == "crash"
    sounds.toggled(ON)
    assert sounds.caption(ON) == "no_device"


def test_a_device_that_goes_away_is_no_fault(device):
    device.hear(moment(0.1, 50, 100, "delivered"), FRAME_S)
    pygame.mixer.quit()
    for frame in range(10):
        device.hear(moment(1 + frame * FRAME_S, 50, 100, "overflowed", "delivered"), FRAME_S)
        device.breathe(FRAME_S, ON)
    assert device.no_device
    device.toggled(ON)  # the key looks for one again
    assert not device.no_device


def test_off_is_silent_at_once_and_nothing_starts(device):
    device.hear(moment(0.1, 50, 100, "delivered"), FRAME_S)
    device.breathe(FRAME_S, ON)
    assert pygame.mixer.get_busy()
    off = Settings(sound=False)
    device.breathe(FRAME_S, off)
    device.hear(moment(1.1, 50, 100, "delivered"), FRAME_S)
    device.breathe(FRAME_S, off)
    assert not pygame.mixer.get_busy()


def test_the_belt_falls_silent_when_nobody_listens(device):
    for frame in range(30):
        device.hear(moment(frame * FRAME_S, 50), FRAME_S)
        device.breathe(FRAME_S, ON)
    assert pygame.mixer.get_busy()
    for _ in range(30):
        device.breathe(FRAME_S, ON)
    assert not pygame.mixer.get_busy()


def test_two_pitches_that_cross_over_are_never_louder_than_one(device):
    drone = Drone("voice")
    for frame in range(200):
        drone.follow(f"voice-{frame // 7 % 11}", 1.0 if frame < 150 else 0.0, FRAME_S, device.ready, 1.0)
        assert sum(drone.gains) <= 1.0 + 1e-9
    assert drone.gains == [0.0, 0.0]


RECORD = """
import time, pygame
from lucy.ui import sound, tones
from lucy.ui.cues import Cue, Heard
from lucy.ui.settings import Settings
on, sounds = Settings(volume=100), sound.Sounds()
for _ in range(40):
    sounds.breathe(0.02, on)
def breathe(seconds):
    for _ in range(round(seconds / 0.02)):
        sounds._heard, sounds._fresh = Heard((), 2, 1.0, 10, 1.0), True
        sounds.breathe(0.02, on)
        time.sleep(0.02)
breathe(0.7)
for name in ("alarm", "wrap-1", "thud", "whoosh", "buzz"):
    sounds._play(Cue(name))
breathe(0.5)
pygame.mixer.quit()
"""


def test_what_the_mixer_really_puts_out(tmp_path):
    """Recorded to a file by SDL: half a second of hum and the queue's top note, then all of it with an alarm."""
    raw = tmp_path / "out.raw"
    here = os.environ | {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(raw), "SDL_VIDEODRIVER": "dummy"}
    done = subprocess.run([sys.executable, "-c", RECORD], env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if not raw.exists():
        pytest.skip("this SDL has no disk driver")
    samples = np.fromfile(raw, dtype="<i2") / 32768
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    assert len(loud) and 0.3 < np.max(np.abs(samples)) < 0.9
    before, after = samples[loud[0] - 15_000 : loud[0] - 1_000], samples[loud[0] : loud[0] + 14_000]
    assert rms_db(after) >= rms_db(before) + 6


# -- captions and settings


def test_every_sound_has_words():
    names = {name.partition("-")[0] for name in tones.RECIPES} - {"voice"} | {"rising", "falling"}
    assert names == set(cues.RANK)
    for name in (*names, "on", "off", "no_device"):
        assert words.say(f"screen.sound.{name}")


def test_captions_are_there_when_wanted_or_when_it_is_silent():
    sounds = Sounds()
    sounds.hear(moment(0.1, 0, 100, "overflowed"), FRAME_S)
    shown = {
        (on, wanted): sounds.caption(Settings(sound=on, sound_captions=wanted))
        for on in (True, False)
        for wanted in ("never", "when_silent", "always")
    }
    assert [key for key, name in shown.items() if name == "crash"] == [
        (True, "always"), (False, "when_silent"), (False, "always"),
    ]  # fmt: skip


def test_a_caption_stands_long_enough_and_gives_way_to_what_matters_more():
    ear = Ear()
    ear.listen(moment(0.1, 0, 100, "dropped"), FRAME_S)
    assert ear.caption == "thud"
    ear.listen(moment(0.2, 0, 100, "overflowed"), FRAME_S)
    assert ear.caption == "crash"
    ear.listen(moment(0.3, 0, 100, "signal_sent"), FRAME_S)
    assert ear.caption == "crash"


def test_the_volume_row_keeps_what_it_was_while_the_sound_is_off(stage_of):
    from lucy.ui.scenes.settings import SettingsPage

    stage = stage_of(volume=50)
    page = SettingsPage(None)
    page.act("volume:0", stage)
    assert (stage.settings.sound, stage.settings.volume, stage.settings.loudness) == (False, 50, 0.0)
    assert [b.label for b in page.buttons(stage) if b.action.startswith("volume:") and b.chosen] == ["off"]
    page.act("volume:4", stage)
    assert stage.settings.loudness == 1.0


def test_one_key_turns_it_off_and_on_and_it_is_kept(monkeypatch):
    from lucy.ui import app, settings

    class Page:
        frames = 0

        def handle(self, wish, stage):
            return self

        def advance(self, real_s, stage):
            self.frames += 1
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_m, unicode="m", mod=0))
            return self if self.frames < 3 else None

        def draw(self, surface, stage):
            pass

    monkeypatch.setattr(pygame, "quit", lambda: None)
    monkeypatch.setattr(app.text, "forget", lambda: None)
    assert app.run_app(lambda stage: Page(), most_frames=2) == 0
    assert settings.load()[0].sound is False
