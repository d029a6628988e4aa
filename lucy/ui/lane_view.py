"""One lane of a comparison on screen: its belt, who is there, its gauges; remembers what it painted last."""

from __future__ import annotations

from pygame import Rect, Surface

from lucy.consumers import OwnConsumer
from lucy.run import own_report
from lucy.run.session import Session
from lucy.run.snapshot import Snapshot
from lucy.ui import lane_panel, text
from lucy.ui.lane_panel import LaneShown
from lucy.ui.lane_zones import LaneZones
from lucy.ui.layer import Layer
from lucy.ui.pictures.lane_belt import draw_lane_belt
from lucy.ui.pictures.memory import PictureMemory
from lucy.ui.stage import Stage


class LaneView:
    """Draws one lane. `who`: the persona at its belt."""

    def __init__(self, who: str) -> None:
        self.memory = PictureMemory(who=who)
        self._who, self._gauges = Layer(), Layer()

    def draw(
        self, surface: Surface, zones: LaneZones, session: Session, now: Snapshot, shown: LaneShown, passed_s: float,
        stage: Stage,
    ) -> None:  # fmt: skip
        """This moment of it; what stands beside the belt is painted only where it has changed."""
        lay, theme, level, still = stage.lay, stage.theme, session.level, stage.settings.reduced_motion
        look = stage.size, stage.settings.text_size, theme.name
        draw_lane_belt(surface, zones.belt, level, now, self.memory, passed_s, still)
        _draw_own(surface, zones.belt, session, stage)
        lane_panel.draw_ended(surface, zones.belt, shown, theme, lay)
        self._who.draw(
            surface, lane_panel.who_rect(zones), (look, shown.name),
            lambda: lane_panel.draw_who(surface, zones, shown, theme, lay),
        )  # fmt: skip
        book = shown.ledger
        counts = book.dropped, book.late, book.made, book.delivered
        self._gauges.draw(
            surface, lane_panel.gauges_rect(zones), (look, shown.gauges, counts, shown.ended),
            lambda: lane_panel.draw_gauges(surface, zones, level, shown, theme, lay),
        )  # fmt: skip


def _draw_own(surface: Surface, belt: Rect, session: Session, stage: Stage) -> None:
    """What is wrong with a consumer of somebody's own, in one line over its belt."""
    own = session.consumer
    if not isinstance(own, OwnConsumer) or not (latest := own.standing().latest):
        return
    lay, theme, size = stage.lay, stage.theme, stage.lay.type_px(26)
    board = Rect(belt.left, belt.top, belt.width, round(1.5 * size))
    surface.fill(theme.panel_deep, board)
    at = board.left + lay.px(12), board.centery
    room = board.width - lay.px(24)
    text.draw(surface, own_report.line(latest), at, size, theme.bad_text, y="middle", width_px=room, least_px=14)
