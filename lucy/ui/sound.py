"""The loudspeaker: plays what `cues` says with the sounds of `tones`, mixed here and nowhere else.

Each kind of sound has a lane of its own, and the lanes together stay below full scale, so nothing ever clips. Where
there is no audio device, or it goes away, the game goes on without a word. Decides nothing about the game.
"""

from __future__ import annotations

import numpy as np
import pygame

from lucy.run.snapshot import Snapshot
from lucy.ui import tones
from lucy.ui.cues import Cue, Ear, Heard
from lucy.ui.display import quiet
from lucy.ui.settings import Settings

BUFFER_SAMPLES = 512  # 12 ms at 44 100 Hz
FADE_PER_S = 5.0  # the hum and the queue's voice cross over in a fifth of a second
DUCKED = 0.35  # ... and make room while a herald speaks
SHORT_WORD_S = 2.0  # how long "sound off" stands after the key
FRAMES_FIRST = 2  # the window comes first
AGAIN_S = 5.0  # after the devices have changed, one is looked for; no more often than this

# The mixer's channels of each lane. The loops have two: one that comes while the other goes.
CHANNELS = {"hum": (0, 1), "voice": (2, 3), "wrap": (4,), "bin": (5,), "leaves": (6,), "answer": (7,), "herald": (8,)}
OVER = {"crash": 3, "relief": 2, "buzz": 2}  # what may cut short the one before it in its lane; others wait their turn


class Drone:
    """A lane that sounds on and on: two channels that cross over when the pitch changes."""

    def __init__(self, lane: str) -> None:
        self.lane = lane
        self.names = ["", ""]  # the loop in each channel
        self.gains = [0.0, 0.0]
        self.lead = 0

    def follow(
        self, name: str, gain: float, dt_s: float, ready: dict[str, pygame.mixer.Sound], loudness: float
    ) -> None:
        """Move towards that loop at that gain. The two gains never add up to more than 1."""
        if gain > 0 and name in ready and name != self.names[self.lead] and self.gains[1 - self.lead] == 0.0:
            self.lead = 1 - self.lead
            self.names[self.lead] = name
            channel = pygame.mixer.Channel(CHANNELS[self.lane][self.lead])
            channel.play(ready[name], loops=-1)
            channel.set_volume(0.0)  # after: playing sets it back
        most = FADE_PER_S * dt_s
        left = 1.0
        for place in (1 - self.lead, self.lead):  # the one that goes first: the other gets what it leaves
            target = min(gain, left) if place == self.lead else 0.0
            was = self.gains[place]
            self.gains[place] = is_now = min(was + max(-most, min(most, target - was)), left)
            left -= is_now
            channel = pygame.mixer.Channel(CHANNELS[self.lane][place])
            if is_now != was or is_now > 0:
                channel.set_volume(is_now * loudness)
            if was > 0 and is_now == 0:
                channel.stop()
                self.names[place] = ""


class Sounds:
    """All sound of one window. `hear` is given what happens; `breathe` once a frame does the rest."""

    def __init__(self) -> None:
        self.ear = Ear()
        self.ready: dict[str, pygame.mixer.Sound] = {}
        self.no_device = False
        self.loudness = 0.0
        self._to_make: list[str] = []
        self._open = False
        self._heard = Heard()
        self._fresh = False
        self._frames = 0
        self._drones = (Drone("hum"), Drone("voice"))
        self._speaking_s = 0.0  # how long the herald goes on
        self._in_lane: dict[str, str] = {}
        self._word, self._word_s = "", 0.0
        self._again_s = 0.0  # until a device is looked for again; 0: not at all

    # -- what a scene needs

    def hear(self, snapshot: Snapshot, dt_s: float) -> None:
        """Sound what that snapshot holds. Its events are heard once: call this once for each snapshot taken."""
        self._heard, self._fresh = self.ear.listen(snapshot, dt_s), True
        for cue in self._heard.cues:
            self._play(cue)

    def caption(self, settings: Settings) -> str:
        """The key of [screen.sound] to show now; empty if none. Captions speak where the loudspeaker does not."""
        if self._word:
            return self._word
        wanted = settings.sound_captions
        silent = self.no_device or not settings.loudness
        return self.ear.caption if wanted == "always" or (wanted == "when_silent" and silent) else ""

    # -- what the window needs

    def breathe(self, dt_s: float, settings: Settings) -> None:
        """Once a frame, after it is shown: open the device, make one sound more, fade what fades."""
        self._frames += 1
        self._speaking_s = max(0.0, self._speaking_s - dt_s)
        self._word_s -= dt_s
        if self._word_s <= 0:
            self._word = ""
        if self._again_s > 0:
            self._again_s -= dt_s
            self.no_device = self.no_device and self._again_s > 0
        steady = self._heard if self._fresh else Heard()
        self._fresh = False
        was, self.loudness = self.loudness, settings.loudness
        if self.loudness and not self._open and not self.no_device and self._frames > FRAMES_FIRST:
            self._open_device()
        if not self._open:
            return
        try:
            if was and not self.loudness:
                pygame.mixer.stop()
                self._drones = (Drone("hum"), Drone("voice"))
            if self._to_make and self.loudness:
                self._make(self._to_make.pop(0))
            elif self.loudness:
                self._sustain(steady, dt_s)
        except pygame.error:
            self._lose()

    def device_changed(self, gone: bool) -> None:
        """A loudspeaker was plugged in or out: the one that sounds is let go, and soon another is looked for."""
        if gone and self._open:
            with quiet():
                pygame.mixer.quit()
            self._lose()
        if self.no_device and self._again_s <= 0:
            self._again_s = AGAIN_S

    def toggled(self, settings: Settings) -> None:
        """Somebody has pressed the key: say so for a moment, and look for a device again."""
        if settings.loudness:
            self.no_device, self._frames = False, FRAMES_FIRST
            self.breathe(0.0, settings)
        self._word = "off" if not settings.loudness else "no_device" if self.no_device else "on"
        self._word_s = SHORT_WORD_S

    # -- the device

    def _open_device(self) -> None:
        try:
            with quiet():
                pygame.mixer.init(tones.RATE_HZ, -16, 1, BUFFER_SAMPLES, allowedchanges=0)
            pygame.mixer.set_num_channels(sum(len(channels) for channels in CHANNELS.values()))
        except (pygame.error, NotImplementedError, OSError):  # no device, or a pygame without its mixer
            self.no_device = True
            return
        self._open, self._drones, self.ready = True, (Drone("hum"), Drone("voice")), {}
        self._to_make = list(tones.RECIPES)

    def _lose(self) -> None:
        self._open, self.no_device, self.ready = False, True, {}

    def _make(self, name: str) -> None:
        samples = np.round(tones.RECIPES[name]() * 32767).astype(np.int16)
        self.ready[name] = pygame.mixer.Sound(buffer=samples.tobytes())

    def _play(self, cue: Cue) -> None:
        if not (self._open and self.loudness and cue.name in self.ready):
            return
        lane = tones.lane_of(cue.name)
        sound = self.ready[cue.name]
        try:
            channel = pygame.mixer.Channel(CHANNELS[lane][0])
            if channel.get_busy() and OVER.get(cue.name, 0) <= OVER.get(self._in_lane.get(lane, ""), 0):
                return
            channel.play(sound)
            channel.set_volume(cue.gain * self.loudness)
        except pygame.error:
            self._lose()
            return
        self._in_lane[lane] = cue.name
        if lane == "herald":
            self._speaking_s = sound.get_length()

    def _sustain(self, heard: Heard, dt_s: float) -> None:
        room = DUCKED if self._speaking_s else 1.0
        hum, voice = self._drones
        hum.follow(f"hum-{heard.hum_step}", heard.hum_gain * room, dt_s, self.ready, self.loudness)
        voice.follow(f"voice-{heard.voice_step}", heard.voice_gain * room, dt_s, self.ready, self.loudness)
