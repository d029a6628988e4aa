"""The cord that a signal runs back on: a line that sags, a flag for each signal, a tag that says what it asks."""

from __future__ import annotations

import math
from collections.abc import Callable

from lucy.run import words
from lucy.run.snapshot import SignalNow
from lucy.ui.pictures.art import sprite
from lucy.ui.pictures.stage import Stage, plate

SIGNAL = (140, 24, 48)
Path = Callable[[float], tuple[float, float]]  # 0 at the sender .. 1 at the producer


def sagging(x0: float, y0: float, x1: float, y1: float, sag: float) -> Path:
    """A cord from (x0, y0) to (x1, y1) that hangs `sag` units low in its middle."""
    return lambda p: (x0 + (x1 - x0) * p, y0 + (y1 - y0) * p + 4 * sag * p * (1 - p))


def cord_svg(path: Path, shade: str = "#7a4a22") -> str:
    """The cord itself with its shadow on the wall, as SVG in the path's own units."""
    points = [path(k / 32) for k in range(33)]
    line = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dark = "M" + " L".join(f"{x + 5:.1f} {y + 11:.1f}" for x, y in points)
    common = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<path d="{dark}" stroke="{shade}" stroke-opacity=".18" stroke-width="5" {common}/>'
        f'<path d="{line}" stroke="#4a3325" stroke-width="5.5" {common}/>'
        f'<path d="{line}" stroke="#b98f69" stroke-width="1.8" {common}/>'
    )


def sentence(signal: SignalNow, unit: str) -> str:
    """What a signal asks for."""
    if signal.kind == "pace" and signal.value_per_s is not None:
        return words.say("picture.signal_pace", per_s=signal.value_per_s, unit=unit)
    kind = signal.kind if signal.kind in ("pause", "resume", "request") else "push"
    return words.say(f"picture.signal_{kind}")


def draw_flags(stage: Stage, path: Path, signals: list[SignalNow], clock_s: float, size: float = 1.0) -> None:
    """The flags on their way along one cord."""
    image = sprite("flag", stage.scale * size)
    for signal in signals:
        x, y = path(signal.progress)
        stage.put(image, x - 14 * size, y - 8 * size + 2 * math.sin(clock_s * 7))


def draw_tag(
    stage: Stage,
    path: Path,
    signal: SignalNow,
    unit: str,
    left: float,
    right: float,
    size: float = 1.0,
    one_line: bool = False,
    loft: float | None = None,
) -> None:
    """What the flag asks and when it is there, beside the flag and between `left` and `right`.

    Where there is no space beside the flag, it goes up to `loft` if that is given.
    """
    x, y = path(signal.progress)
    ask, eta = sentence(signal, unit), words.say("picture.signal_eta", eta_s=signal.eta_s)
    units = 30.0 * max(size, 0.8)
    small = units * 0.86
    line = max(units * 1.25, stage.px(units) / stage.scale * 1.25)
    if one_line:
        wide, tall, top = stage.wide(ask, units) + stage.wide(eta, small) + units * 2.1, line * 1.25, y - line * 0.62
    else:
        wide, tall = max(stage.wide(ask, units), stage.wide(eta, small)) + units * 1.3, 2 * line + units * 0.55
        top = y - 2 * size
    before, after = x - 30 * size - wide, x + 78 * size
    fits = after + wide <= right
    tag_x = after if fits and (one_line or signal.progress > 0.3) or before < left else before
    if loft is not None:
        tag_x = after
        if not fits:
            top, right = loft, stage.width - 10
    tag_x = max(min(tag_x, right - wide), left)
    plate(stage, tag_x, top, wide, tall)
    if one_line:
        stage.say(ask, tag_x + units * 0.7, top + tall / 2, units, SIGNAL, side="left")
        stage.say(eta, tag_x + wide - units * 0.7, top + tall / 2, small, side="right")
    else:
        stage.say(ask, tag_x + wide / 2, top + tall / 2 - line * 0.5, units, SIGNAL)
        stage.say(eta, tag_x + wide / 2, top + tall / 2 + line * 0.5, small)


def newest(signals: list[SignalNow]) -> SignalNow | None:
    """The one that was sent last."""
    return min(signals, key=lambda s: s.progress, default=None)
