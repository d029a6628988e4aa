"""The timeline of the buffer: depth over time, its limit, and the moments that mattered. A function of values."""

from __future__ import annotations

import numpy as np
import pygame
from pygame import Rect, Surface

from lucy.run import drawn_curve, words
from lucy.run.drawn_curve import Curve
from lucy.run.snapshot import Mark, Timeline
from lucy.sim.level import Level
from lucy.ui import phrases, shapes, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Colour, Theme, mix

TYPE = 26  # its size
FINE = 2  # curves are drawn this many times larger and scaled down, for smooth edges
MARKED = (
    "act", "dropped", "overflowed", "late", "signal_sent", "signal_arrived", "signal_refused", "controls", "no_return",
)  # fmt: skip


def mark_colour(kind: str, theme: Theme) -> Colour:
    """The colour of a marked moment."""
    return {
        "dropped": theme.dropped,
        "overflowed": theme.dropped,
        "late": theme.late,
        "act": theme.arriving,
        "signal_sent": theme.signal,
        "signal_arrived": theme.signal,
        "signal_refused": theme.signal,
        "no_return": theme.on_panel,
    }.get(kind, theme.on_panel)


def before_colour(theme: Theme) -> Colour:
    """Of the run that another one branched off."""
    return mix(theme.panel_deep, theme.on_panel, 0.6)


def span(line: Timeline, last_s: float | None, duration_s: float) -> tuple[float, float]:
    """From and to, in seconds: the last so many, or the whole level."""
    end = float(line.time_s[-1]) if len(line.time_s) else 0.0
    if last_s is None:
        return 0.0, max(duration_s, 1.0)
    return max(end - last_s, 0.0), max(end, last_s)


def _plot(rect: Rect, lay: Layout) -> tuple[Rect, bool]:
    """Where the curve stands in the chart, and whether there is room for nothing else."""
    if rect.height < 6 * lay.type_px(TYPE):
        return rect.inflate(-lay.px(12), -lay.px(12)), True
    pad = lay.px(18)
    return Rect(rect.left + pad, rect.top + lay.px(20), rect.width - 2 * pad, rect.height - lay.px(66)), False


def time_at(rect: Rect, lay: Layout, x: int, begin: float, end: float) -> float:
    """Which moment stands at that place of a chart that goes from `begin` to `end`, in seconds."""
    plot, _ = _plot(rect, lay)
    return begin + min(max((x - plot.left) / max(plot.width, 1), 0.0), 1.0) * (end - begin)


def draw_hand(surface: Surface, rect: Rect, lay: Layout, theme: Theme, at_s: float, begin: float, end: float) -> None:
    """The present moment, over a chart that is drawn already: a line with a knob to take hold of."""
    plot, _ = _plot(rect, lay)
    x = plot.left + round((at_s - begin) / (end - begin) * (plot.width - 1))
    pygame.draw.line(surface, theme.accent, (x, rect.top + 2), (x, plot.bottom), max(lay.px(4), 2))
    knob = max(lay.px(11), 5)
    pygame.draw.circle(surface, theme.panel_deep, (x, rect.top + knob), knob + 2)
    pygame.draw.circle(surface, theme.accent, (x, rect.top + knob), knob)


def draw_timeline(
    surface: Surface,
    rect: Rect,
    level: Level,
    line: Timeline,
    theme: Theme,
    lay: Layout,
    last_s: float | None = 60.0,
    ghost: Curve | None = None,
    before: Timeline | None = None,
) -> None:
    """The chart: what waited, against its limit. Empty rectangle: nothing.

    `ghost` is what somebody expected; `before` is the run that this one branched off.
    """
    if rect.width < 40 or rect.height < 30:
        return
    shapes.box(surface, rect, lay.px(12), theme.panel_deep, 1 if theme.outline else 0, theme.outline)
    size, pad = lay.type_px(TYPE), lay.px(18)
    duration_s = level.duration_ms / 1000
    plot, small = _plot(rect, lay)
    begin, end = span(line, last_s, duration_s)
    limits = line.limit[np.isfinite(line.limit)] if len(line.limit) else np.array([])
    deepest = float(line.depth.max()) if len(line.depth) else 0.0
    now_limit = float(line.limit[-1]) if len(line.limit) and np.isfinite(line.limit[-1]) else None
    top = max(deepest * 1.12, 1.0)
    if len(limits):
        top = max(top, float(limits.max()) * 1.18)
    if ghost is not None:
        top = max(top, 1.08 * max(ghost))
    if before is not None and len(before.depth):
        top = max(top, 1.08 * float(before.depth.max()))
    _curves(surface, plot, line, begin, end, top, theme, lay, ghost, duration_s, before)
    if small:
        return
    names: list[Rect] = []
    if last_s is None and rect.height > 12 * size:
        names = _act_names(surface, plot, line, begin, end, size, theme)
    foot = rect.bottom - lay.px(24)
    _foot(surface, rect, foot, pad, begin, end, line, size, theme, last_s)
    if now_limit is not None and now_limit <= top:
        y = plot.bottom - plot.height * now_limit / top
        said = words.say("screen.timeline.limit", limit=phrases.amount(level, now_limit))
        label = text.width(said, size)
        below = round(y) + lay.px(12)
        at = plot.left + lay.px(8), below if below + size < plot.bottom else round(y) - lay.px(12) - round(0.73 * size)
        shade = Rect(at[0] - 4, at[1] - 3, label + 8, round(size * 0.9))
        if (over := shade.collidelist(names)) >= 0:
            shade.top = names[over].bottom
        surface.fill(theme.panel_deep, shade.clip(plot))
        at = shade.left + 4, shade.top + 3
        text.draw(surface, said, at, size, theme.on_panel, y="top", width_px=plot.width - lay.px(16))


def _curves(
    surface: Surface, plot: Rect, line: Timeline, begin: float, end: float, top: float, theme: Theme, lay: Layout,
    ghost: Curve | None, duration_s: float, before: Timeline | None,
) -> None:  # fmt: skip
    fine = Surface((plot.width * FINE, plot.height * FINE))
    fine.fill(theme.panel_deep)
    width, height = fine.get_size()
    thick = max(lay.px(4) * FINE, 3)

    def to_x(time_s: np.ndarray | float) -> np.ndarray | float:
        return (time_s - begin) / (end - begin) * (width - 1)

    def to_y(units: np.ndarray | float) -> np.ndarray | float:
        return height - thick - units / top * (height - 2 * thick)

    fine.fill(theme.panel_raised, Rect(0, height - FINE, width, FINE))
    if before is not None:
        old = [(float(to_x(x)), float(to_y(y))) for x, y in zip(before.time_s, before.depth, strict=True) if x >= begin]
        if len(old) > 1:
            pygame.draw.lines(fine, before_colour(theme), False, old, thick * 3 // 4)
    if len(line.time_s) > 1:
        seen = line.time_s >= begin
        xs, ys = to_x(line.time_s[seen]), to_y(line.depth[seen])
        points = [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]  # type: ignore[arg-type]
        if len(points) > 1:
            fill = mix(theme.panel_deep, theme.waiting, 0.28)
            pygame.draw.polygon(fine, fill, [(points[0][0], height), *points, (points[-1][0], height)])
            _limit(fine, line, seen, to_x, to_y, top, theme, lay)
            pygame.draw.lines(fine, theme.waiting, False, points, thick)
            pygame.draw.circle(fine, theme.waiting, points[-1], thick * 1.5)
    if ghost is not None:
        _ghost(fine, ghost, begin, end, duration_s, to_x, to_y, theme, lay)
    for mark in line.marks:
        if mark.at_s >= begin and mark.kind in MARKED:
            _mark(fine, mark, float(to_x(mark.at_s)), line, to_y, theme, lay)
    surface.blit(pygame.transform.smoothscale(fine, plot.size), plot)


def _ghost(fine, ghost, begin, end, duration_s, to_x, to_y, theme, lay) -> None:  # type: ignore[no-untyped-def]
    """A curve that somebody drew: dots at even steps along it."""
    times = np.linspace(begin, min(end, duration_s), 240)
    path = np.column_stack([to_x(times), to_y(drawn_curve.at(ghost, times, duration_s))])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    for at in np.arange(0.0, along[-1], max(lay.px(15) * FINE, 6)):
        dot = np.interp(at, along, path[:, 0]), np.interp(at, along, path[:, 1])
        pygame.draw.circle(fine, theme.on_panel, dot, max(lay.px(3.4) * FINE, 2.4))


def _limit(fine, line, seen, to_x, to_y, top, theme, lay) -> None:  # type: ignore[no-untyped-def]
    """The limit as a dashed line that moves when the limit is moved."""
    times, limits = line.time_s[seen], line.limit[seen]
    dash, gap = lay.px(14) * FINE, lay.px(9) * FINE
    xs = to_x(times)
    x = float(xs[0])
    while x < float(xs[-1]):
        value = limits[min(int(np.searchsorted(xs, x)), len(limits) - 1)]
        if np.isfinite(value) and value <= top:
            y = float(to_y(float(value)))
            pygame.draw.line(fine, theme.on_panel, (x, y), (min(x + dash, float(xs[-1])), y), max(lay.px(3), 1) * FINE)
        x += dash + gap


def _mark(fine, mark: Mark, x: float, line: Timeline, to_y, theme: Theme, lay: Layout) -> None:  # type: ignore[no-untyped-def]
    """A moment, on the curve. Each kind has a shape of its own: flag, falling wedge, post, box."""
    depth = float(np.interp(mark.at_s, line.time_s, line.depth)) if len(line.time_s) else 0.0
    y = float(to_y(depth))
    colour, size = mark_colour(mark.kind, theme), lay.px(9) * FINE
    height = fine.get_height()
    if mark.kind == "no_return":
        for top in range(0, height, 6 * FINE):
            pygame.draw.line(fine, colour, (x, top), (x, top + 3 * FINE), FINE * max(lay.px(3), 1))
        for way in (-1, 1):
            ends = (x - size, y + way * size), (x + size, y - way * size)
            pygame.draw.line(fine, colour, *ends, FINE * max(lay.px(4), 2))
    elif mark.kind == "act":
        pygame.draw.line(fine, colour, (x, 0), (x, height), max(lay.px(2), 1) * FINE)
    elif mark.kind.startswith("signal"):
        pygame.draw.line(fine, colour, (x, y), (x, max(y - 3 * size, 0)), FINE * max(lay.px(2), 1))
        flag = max(y - 3 * size, 0)
        pygame.draw.polygon(fine, colour, ((x, flag), (x - 1.6 * size, flag + 0.7 * size), (x, flag + 1.4 * size)))
    elif mark.kind in ("dropped", "overflowed", "late"):
        foot = height - FINE
        pygame.draw.polygon(
            fine, colour, ((x - size * 0.8, foot - 1.4 * size), (x + size * 0.8, foot - 1.4 * size), (x, foot))
        )
    else:
        pygame.draw.rect(fine, theme.panel_deep, Rect(x - size * 0.8, y - size * 0.8, 1.6 * size, 1.6 * size))
        pygame.draw.rect(fine, colour, Rect(x - size * 0.6, y - size * 0.6, 1.2 * size, 1.2 * size))


def _act_names(
    surface: Surface, plot: Rect, line: Timeline, begin: float, end: float, size: int, theme: Theme
) -> list[Rect]:
    """What began at each post, beside its top, on two rows by turns; nothing where it has no room. Where that is."""
    acts = [mark for mark in line.marks if mark.kind == "act" and mark.at_s > begin and mark.text]
    edges = [plot.left + round((mark.at_s - begin) / (end - begin) * plot.width) for mark in acts]
    taken = [plot.left, plot.left]  # up to where each row is written on
    written: list[Rect] = []
    for k, (mark, post) in enumerate(zip(acts, edges, strict=True)):
        room = (*edges, plot.right, plot.right)[k + 2] - post - size
        wide, y = text.width(mark.text, size), plot.top + size // 3 + round(1.3 * size) * (k % 2)
        if wide <= room:
            at = Rect(post + size // 3, y, wide, size)
            surface.fill(theme.panel_deep, at.inflate(size // 4, 0))  # where it reaches over another post
            text.draw(surface, mark.text, at.topleft, size, theme.on_panel_soft, y="top")
            taken[k % 2] = at.right
            written.append(at)
        elif wide + size < post - taken[k % 2]:  # no room behind its post: before it
            at = Rect(post - size // 3 - wide, y, wide, size)
            surface.fill(theme.panel_deep, at.inflate(size // 4, 0))
            text.draw(surface, mark.text, at.topleft, size, theme.on_panel_soft, y="top")
            taken[k % 2] = post
            written.append(at)
    return written


def _name(mark: Mark) -> str:
    """What a marked moment is called."""
    return mark.text if mark.kind in ("act", "controls") else words.say(f"screen.timeline.{mark.kind}")


def _foot(surface, rect, foot, pad, begin, end, line, size, theme, last_s) -> None:  # type: ignore[no-untyped-def]
    """Below the plot: the time it shows, and what the newest marked moment was."""
    right = phrases.clock(end)
    wide = text.width(right, size) + pad
    text.draw(surface, right, (rect.right - pad, foot), size, theme.on_panel_soft, x="right", y="middle")
    newest = next((m for m in reversed(line.marks) if m.kind in MARKED and m.at_s >= begin), None)
    if newest is not None and last_s is not None:
        room = rect.width - 2 * pad - wide
        said = f"{phrases.clock(newest.at_s)} {_name(newest)}"
        if newest.kind == "controls" and (not newest.text or text.width(said, size) > room):
            said = f"{phrases.clock(newest.at_s)} {words.say('screen.timeline.controls')}"
        text.draw(
            surface, said, (rect.left + pad, foot), size, theme.on_panel, y="middle", width_px=room, least_px=size
        )
    else:
        text.draw(surface, phrases.clock(begin), (rect.left + pad, foot), size, theme.on_panel_soft, y="middle")
