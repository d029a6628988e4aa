"""The picture of a run: one function, a kind for each mechanism. Reads a level and a snapshot, draws in its rectangle.

`chocolate` is the chocolate factory, `copy` the file copy, `services` servers with their queues, `frames` a screen at
the end of a firehose, `tokens` demand that flies upstream, `keys` a person at a keyboard or a mouse, `fleet` a
thousand senders; `belt` is the general tree for any other level.
"""

from __future__ import annotations

import pygame

from lucy.run.snapshot import Snapshot
from lucy.sim.level import Level
from lucy.ui.pictures.chocolate import draw_chocolate
from lucy.ui.pictures.copying import draw_copy
from lucy.ui.pictures.fleet import draw_fleet
from lucy.ui.pictures.frames import draw_frames
from lucy.ui.pictures.keys import draw_keys
from lucy.ui.pictures.memory import PictureMemory, advance
from lucy.ui.pictures.services import draw_services
from lucy.ui.pictures.tokens import draw_tokens
from lucy.ui.pictures.tree import draw_tree
from lucy.ui.shapes import clipped

__all__ = ["KINDS", "PictureMemory", "draw_picture"]

KINDS = {"chocolate": draw_chocolate, "copy": draw_copy, "belt": draw_tree, "services": draw_services,
         "frames": draw_frames, "tokens": draw_tokens, "keys": draw_keys, "fleet": draw_fleet}
LONE = ("chocolate", "copy")  # kinds that show one producer and one station only


def draw_picture(
    surface: pygame.Surface,
    rect: pygame.Rect,
    level: Level,
    snapshot: Snapshot,
    memory: PictureMemory,
    dt_s: float,
    reduced_motion: bool = False,
) -> None:
    """Draw one moment of a run into `rect`. `memory` is a `PictureMemory()` for each run; `dt_s` is real time."""
    if rect.width < 8 or rect.height < 8 or not snapshot.stations or not snapshot.producers:
        return
    advance(memory, level, snapshot, min(max(dt_s, 0.0), 0.25), reduced_motion)
    alone = len(snapshot.producers) == 1 and len(snapshot.stations) == 1
    kind = level.picture if alone or level.picture not in LONE else "belt"
    with clipped(surface, rect):
        KINDS.get(kind, draw_tree)(surface, rect, level, snapshot, memory, reduced_motion)
