"""The cord that a signal runs back on: a line that sags, a flag for each signal, a tag that says what it asks."""

from __future__ import annotations

import math
from collections.abc import Callable

import pygame

from lucy.run import words
from lucy.run.snapshot import SignalNow
from lucy.ui.pictures.art import sprite
from lucy.ui.pictures.stage import Stage, plate

Path = Callable[[float], tuple[float, float]]  # 0 at the sender .. 1 at the producer


def sagging(x0: float, y0: float, x1: float, y1: float, sag: float) -> Path:
    """A cord from (x0, y0) to (x1, y1) that hangs `sag` units low in its middle."""
    return lambda p: (x0 + (x1 - x0) * p, y0 + (y1 - y0) * p + 4 * sag * p * (1 - p))


def draw_cord(stage: Stage, path: Path, colour: tuple[int, int, int] = (96, 66, 45)) -> None:
    """The cord itself, with its shadow on the wall."""
    points = [stage.at(*path(k / 24)) for k in range(25)]
    wide = max(2, round(4.5 * stage.scale))
    shade = [(x + wide, y + round(2.2 * wide)) for x, y in points]
    for line, ink in ((shade, (226, 203, 165)), (points, colour)):
        pygame.draw.lines(stage.surface, ink, False, line, wide)
        pygame.draw.aalines(stage.surface, ink, False, [(x, y - wide // 2) for x, y in line])
        pygame.draw.aalines(stage.surface, ink, False, [(x, y + wide // 2) for x, y in line])


def sentence(signal: SignalNow, unit: str) -> str:
    """What a signal asks for."""
    if signal.kind == "pace" and signal.value_per_s is not None:
        return words.say("picture.signal_pace", per_s=signal.value_per_s, unit=unit)
    kind = signal.kind if signal.kind in ("pause", "resume", "request") else "push"
    return words.say(f"picture.signal_{kind}")


def draw_flags(
    stage: Stage, path: Path, signals: list[SignalNow], unit: str, clock_s: float, left: float, right: float,
    size: float = 1.0,
) -> None:
    """The flags on their way, the newest with its tag, kept between `left` and `right`."""
    image = sprite("flag", stage.scale * size)
    for signal in signals:
        x, y = path(signal.progress)
        stage.put(image, x - 14 * size, y - 8 * size + 2 * math.sin(clock_s * 7))
    if not signals:
        return
    signal = min(signals, key=lambda s: s.progress)
    x, y = path(signal.progress)
    ask = sentence(signal, unit)
    eta = words.say("picture.signal_eta", eta_s=signal.eta_s)
    units = 30.0 * max(size, 0.8)
    line = max(units * 1.25, stage.px(units) / stage.scale * 1.25)
    wide = max(stage.wide(ask, units), stage.wide(eta, units * 0.86)) + units * 1.3
    tall = 2 * line + units * 0.55
    before, after = x - 30 * size - wide, x + 76 * size
    tag_x = after if after + wide <= right and signal.progress > 0.3 or before < left else before
    tag_x = min(max(tag_x, left), right - wide)
    top = y + 6 * size
    plate(stage, tag_x, top, wide, tall)
    stage.say(ask, tag_x + wide / 2, top + tall / 2 - line * 0.5, units, (140, 24, 48))
    stage.say(eta, tag_x + wide / 2, top + tall / 2 + line * 0.5, units * 0.86)
