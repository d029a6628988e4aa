"""The shared timelines of a comparison: what waits, and what has been lost. Reads the lanes; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pygame import Rect, Surface

from lucy.run import words
from lucy.run.comparison import Comparison, Lane
from lucy.ui.lane_chart import LaneLine, draw_lane_chart
from lucy.ui.lane_panel import LaneShown
from lucy.ui.stage import Stage


def draw_charts(
    surface: Surface, charts: tuple[Rect, Rect], played: Comparison, shown: Sequence[LaneShown], stage: Stage
) -> None:
    """The two of them side by side."""
    whole = [_whole(lane) for lane in played.lanes]
    for rect, name in zip(charts, ("waiting", "lost"), strict=True):
        lines = [
            LaneLine(each.place, each.name, time_s, depth if name == "waiting" else lost)
            for each, (time_s, depth, lost) in zip(shown, whole, strict=True)
        ]
        title = words.say(f"screen.compare.{name}")
        draw_lane_chart(surface, rect, title, played.level, lines, stage.theme, stage.lay)


def _whole(lane: Lane) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Time, depth and losses of a lane so far, up to this very moment: a crash comes between two points."""
    session = lane.session
    line, world = session.timeline(None), session.world
    lost = world.dropped[0].sum() + world.late[0].sum()
    latest = (line.time_s, session.time_s), (line.depth, world.depth[0, session.station]), (line.lost, lost)
    time_s, depth, losses = (np.append(series, float(value)) for series, value in latest)
    return time_s, depth, losses
