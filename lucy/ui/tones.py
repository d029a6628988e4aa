"""The sounds themselves, made from sines and noise: what each is, how loud at most. Knows no mixer and no game.

A sound is a float32 array of samples, (samples,), at `RATE_HZ`. Its peak is the level of the lane it sounds in, and
all lanes together stay below 1, so that nothing clips when everything sounds at once. The pitches are those of one
pentatonic scale on C: whatever coincides, agrees. Noise comes from fixed seeds: the same samples on every machine.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

RATE_HZ = 44_100
LOOP_S = 1.0  # whole hertz and whole seconds: a loop closes without a seam

# Peak of each lane. They add up to 0.90: 0.9 dB of headroom in the worst case there can be.
LEVELS = {"hum": 0.08, "voice": 0.05, "wrap": 0.08, "bin": 0.12, "leaves": 0.11, "answer": 0.12, "herald": 0.34}

HUM_HZ = (98, 110, 131, 147, 165)  # G2 A2 C3 D3 E3
VOICE_HZ = (262, 294, 330, 392, 440, 523, 587, 659, 784, 880, 1047)  # C4 up two octaves
WRAP_HZ = (1568, 1760, 2093)  # G6 A6 C7


def _time(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * RATE_HZ)) / RATE_HZ


def _sine(cycles: np.ndarray) -> np.ndarray:
    """A sine of so many turns. Only the part of a turn counts, which is what lets 32 bits do."""
    return np.sin((2 * np.pi * (cycles - np.floor(cycles))).astype(np.float32))


def _partials(hz: float, weights: tuple[float, ...], t: np.ndarray, stretch: tuple[float, ...] = ()) -> np.ndarray:
    """A sum of sines over `hz`: whole multiples, or the multiples in `stretch`, as a bell has them."""
    found = np.zeros(len(t), dtype=np.float32)
    for place, weight in enumerate(weights):
        found += weight * _sine(hz * (stretch[place] if stretch else place + 1) * t)
    return found


def _noise(samples: int, low_hz: float, high_hz: float, seed: int) -> np.ndarray:
    """Noise between two pitches, of RMS 1. It repeats without a seam."""
    first, last = (round(hz * samples / RATE_HZ) for hz in (low_hz, high_hz))
    mixed = np.arange(first, last + 1, dtype=np.uint32) + np.uint32(seed * 1_000_003)
    for _ in range(2):  # an integer hash: the phase of each pitch depends on seed and pitch alone
        mixed = (mixed ^ (mixed >> np.uint32(16))) * np.uint32(0x45D9F3B)
    bins = np.zeros(samples // 2 + 1, dtype=np.complex128)
    bins[first : last + 1] = np.exp(2j * np.pi * (mixed ^ (mixed >> np.uint32(16))) / 2**32)
    found = np.fft.irfft(bins, samples).astype(np.float32)
    return found / np.sqrt(np.mean(found**2))


def _strike(t: np.ndarray, decay_s: float, at_s: float = 0.0, attack_s: float = 0.003) -> np.ndarray:
    """The loudness of something struck: up in no time, then fading."""
    since = np.maximum(t - at_s, 0).astype(np.float32)
    return np.exp(since / np.float32(-decay_s)) * np.minimum(since / np.float32(attack_s), 1)


def _finished(sound: np.ndarray, lane: str) -> np.ndarray:
    """At its lane's level, and down to nothing in the last 15 ms."""
    tail = round(0.015 * RATE_HZ)
    sound = sound.copy()
    sound[-tail:] *= np.linspace(1, 0, tail)
    return _level(sound, lane)


def _level(sound: np.ndarray, lane: str) -> np.ndarray:
    return (sound * (LEVELS[lane] / np.max(np.abs(sound)))).astype(np.float32)


def hum(step: int) -> np.ndarray:
    """The belt, as a loop: a motor, its rollers, a breath of air. `step` 0..4: how fast it runs."""
    t = _time(LOOP_S)
    motor = _partials(HUM_HZ[step], (1.0, 0.55, 0.22, 0.1), t) * (1 + 0.12 * _sine(3 * t))
    rollers_per_s = 5 + 2 * step
    since = np.mod(t * rollers_per_s, 1.0) / rollers_per_s
    rollers = _sine(330 * since) * np.exp(-since / 0.014) * np.clip(since / 0.002, 0, 1)
    return _level(motor + 0.5 * rollers + 0.22 * _noise(len(t), 120, 900, seed=11), "hum")


def voice(step: int) -> np.ndarray:
    """A quiet organ pipe, as a loop, with a slow tremble. `step` 0..10 up the scale."""
    t = _time(LOOP_S)
    pipe = _partials(VOICE_HZ[step], (1.0, 0.3, 0.12, 0.04), t)
    return _level(pipe * (1 + 0.1 * _sine(5 * t)), "voice")


def wrap(which: int) -> np.ndarray:
    """A twist of paper and the smallest of bells."""
    t = _time(0.2)
    twist = np.sum([_strike(t, 0.012, at) for at in (0.0, 0.021, 0.047, 0.058)], axis=0)
    ting = _partials(WRAP_HZ[which], (1.0, 0.25), t, stretch=(1.0, 2.76)) * _strike(t, 0.045, 0.055)
    return _finished(0.16 * _noise(len(t), 2500, 7000, seed=20 + which) * twist + ting, "wrap")


def thud() -> np.ndarray:
    """Something soft into a tin bin."""
    t = _time(0.32)
    fall = _sine(70 * t + 80 * 0.05 * (1 - np.exp(-t / 0.05))) * _strike(t, 0.08)
    tin = _partials(415, (1.0, 0.6, 0.3), t, stretch=(1.0, 1.52, 2.41)) * _strike(t, 0.06, 0.004)
    return _finished(fall + 0.28 * tin + 0.22 * _noise(len(t), 150, 1200, seed=31) * _strike(t, 0.025), "bin")


def whoosh() -> np.ndarray:
    """A flag that runs away along its cord: air, rising."""
    t = _time(0.42)
    far = t / t[-1]
    low = _noise(len(t), 300, 900, seed=41) * (1 - far)
    high = 0.8 * _noise(len(t), 900, 2600, seed=42) * far
    return _finished((low + high) * _sine(far / 2) ** 2, "leaves")


def bell() -> np.ndarray:
    """The bell on the counter: somebody has heard."""
    t = _time(0.8)
    ring = _partials(1319, (1.0, 0.35, 0.12), t, stretch=(1.0, 2.76, 5.4)) * _strike(t, 0.16)
    return _finished(ring + 0.3 * _sine(659.5 * t) * _strike(t, 0.22), "answer")


def buzz() -> np.ndarray:
    """Twice short and low: no."""
    t = _time(0.36)
    reed = _partials(131, tuple(1 / k for k in range(1, 10)), t)
    gate = np.clip(np.minimum(np.mod(t, 0.19) / 0.006, (0.13 - np.mod(t, 0.19)) / 0.012), 0, 1)
    return _finished(reed * gate, "answer")


def alarm() -> np.ndarray:
    """Two notes, the second higher: it is nearly full."""
    t = _time(0.5)
    first = np.clip(np.minimum(t / 0.008, (0.22 - t) / 0.03), 0, 1)
    second = np.clip(np.minimum((t - 0.22) / 0.008, (0.5 - t) / 0.09), 0, 1)
    reed = (1.0, 0.6, 0.38, 0.2, 0.1)
    return _finished(_partials(659, reed, t) * first + _partials(880, reed, t) * second, "herald")


def relief() -> np.ndarray:
    """A run up a glockenspiel, and a chord to rest on: the pile is down."""
    t = _time(1.3)
    found = np.zeros(len(t), dtype=np.float32)
    for place, hz in enumerate((523, 659, 784, 1047)):
        at, decay = 0.1 * place, 0.34 if place == 3 else 0.22
        found += _partials(hz, (1.0, 0.22, 0.08), t, stretch=(1.0, 2.0, 3.9)) * _strike(t, decay, at)
    found += 0.45 * (_partials(523, (1.0, 0.2), t) + _partials(784, (1.0, 0.2), t)) * _strike(t, 0.34, 0.3, 0.02)
    return _finished(found * 0.5, "herald")


def crash() -> np.ndarray:
    """A tray of tins on a stone floor."""
    t = _time(1.2)
    found = 0.5 * _noise(len(t), 300, 6000, seed=51) * (_strike(t, 0.11) + 0.5 * _strike(t, 0.14, 0.13))
    found += 1.2 * _sine(72 * t) * _strike(t, 0.12)
    for hz, at in ((523, 0.0), (811, 0.04), (1187, 0.13), (659, 0.24), (1433, 0.33), (980, 0.47)):
        found += 0.5 * _partials(hz, (1.0, 0.5), t, stretch=(1.0, 2.3)) * _strike(t, 0.13, at)
    return _finished(found, "herald")


def _each(make: Callable[[int], np.ndarray], which: int) -> Callable[[], np.ndarray]:
    return lambda: make(which)


# Every sound by name, in the order in which they are wanted first.
RECIPES: dict[str, Callable[[], np.ndarray]] = {
    "wrap-0": _each(wrap, 0),
    "hum-1": _each(hum, 1),
    "thud": thud,
    "alarm": alarm,
    "whoosh": whoosh,
    "bell": bell,
    "buzz": buzz,
    "crash": crash,
    "relief": relief,
    **{f"wrap-{which}": _each(wrap, which) for which in (1, 2)},
    **{f"hum-{step}": _each(hum, step) for step in (2, 3, 4, 0)},
    **{f"voice-{step}": _each(voice, step) for step in range(len(VOICE_HZ))},
}

# Which lane a sound takes: one at a time in each.
LANE_OF = {
    "wrap": "wrap", "thud": "bin", "whoosh": "leaves", "bell": "answer", "buzz": "answer",
    "alarm": "herald", "relief": "herald", "crash": "herald", "hum": "hum", "voice": "voice",
}  # fmt: skip


def lane_of(name: str) -> str:
    """The lane of a sound in `RECIPES`: "wrap-2" sounds in "wrap"."""
    return LANE_OF[name.partition("-")[0]]
