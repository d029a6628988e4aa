"""Nothing flashes: over a crash, no large part of the screen goes light and dark and light again.

A flash is a pair of opposing changes of relative luminance by a tenth or more, the darker below 0.8 (WCAG 2.3.1).
At 1920x1080 what flashes together must stay under 57,500 pixels of any field of view of ten degrees (480 by 480), and
so must all that flashes more than twice in a second: a chocolate that rides by is dark and light again, too, but small.
"""

import numpy as np
import pygame
import pytest
from pygame import Surface

from lucy.ui.scenes.play import Play
from lucy.ui.stage import Choice

SIZE, CELL, FRAMES_PER_S = (1920, 1080), 10, 20
MOST_PX, MOST_PER_S = 57_500, 2
FIELD = 48  # cells: a quarter of that field is 57,500 pixels
TOGETHER = 2  # frames: what flashes within a tenth of a second flashes together
BEFORE_S, AFTER_S = 1.0, 1.5
CRASHES = [("01-chocolate-factory", 0), ("02-copying-a-file", 0), ("03-server-to-server", 0)]
LINEAR = np.where(np.arange(256) <= 10, np.arange(256) / 3294.6, ((np.arange(256) / 255 + 0.055) / 1.055) ** 2.4)


def luminance(surface: Surface) -> np.ndarray:
    """Relative luminance of each cell, (192, 108), 0..1."""
    small = pygame.transform.smoothscale(surface, (SIZE[0] // CELL, SIZE[1] // CELL))
    red, green, blue = (LINEAR[pygame.surfarray.pixels3d(small)[:, :, i]] for i in range(3))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def opposing_changes(frames: np.ndarray) -> np.ndarray:
    """Where and when a cell turns back by a tenth or more: (frames, width, height), true at the turn."""
    turns = np.zeros(frames.shape, dtype=bool)
    low, high = frames[0].copy(), frames[0].copy()  # since the last turn
    direction = np.zeros(frames.shape[1:], dtype=int)
    for place, now in enumerate(frames):
        low, high = np.minimum(low, now), np.maximum(high, now)
        rises, falls = (now - low >= 0.1) & (low < 0.8), (high - now >= 0.1) & (now < 0.8)
        turned = (rises & (direction < 0)) | (falls & (direction > 0))
        turns[place] = turned
        direction = np.where(rises & (direction <= 0), 1, np.where(falls & (direction >= 0), -1, direction))
        low, high = np.where(rises | falls, now, low), np.where(rises | falls, now, high)
    return turns


def worst(frames: np.ndarray) -> tuple[int, int]:
    """Pixels that flash more than twice within some second, and the most that flash together."""
    turns = opposing_changes(frames)
    often = max(_area(turns[at : at + FRAMES_PER_S].sum(axis=0) >= 2 * MOST_PER_S + 1) for at in range(len(turns)))
    together = max(_area(turns[at : at + TOGETHER].any(axis=0)) for at in range(len(turns)))
    return often, together


def _area(cells: np.ndarray) -> int:
    """The most pixels of them within one field of view of ten degrees."""
    sums = np.pad(cells.astype(int).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    fields = sums[FIELD:, FIELD:] - sums[:-FIELD, FIELD:] - sums[FIELD:, :-FIELD] + sums[:-FIELD, :-FIELD]
    return int(fields.max()) * CELL**2


def test_the_measure_sees_a_flash():
    calm = np.full((40, 192, 108), 0.5)
    assert worst(calm) == (0, 0)
    flashing = calm.copy()
    flashing[::2] = 0.1
    assert worst(flashing) == (480 * 480, 480 * 480)
    twice = calm.copy()
    twice[[5, 15]] = 0.1  # two flashes in a second
    assert worst(twice) == (0, 480 * 480)
    slow = calm.copy()
    slow[20:] = 0.1  # one change is no flash
    assert worst(slow) == (0, 0)


@pytest.mark.parametrize(("name", "act"), CRASHES)
def test_a_crash_does_not_flash(name, act, stage_of):
    stage = stage_of(SIZE)
    play = Play(Choice(stage.level(name, act), act=act), stage, lambda: None)
    crash = Play(Choice(stage.level(name, act), act=act), stage, lambda: None).session
    crash.run_ticks(crash.level.duration_ms * crash.level.tick_hz // 1000)
    assert crash.finished and crash.time_s < crash.level.duration_ms / 1000, "it falls over when nobody does anything"
    play.session.run_ticks(round((crash.time_s - BEFORE_S) * play.level.tick_hz))
    play.look(now=True)
    frames, surface = [], Surface(SIZE)
    for _ in range(round((BEFORE_S + AFTER_S) * FRAMES_PER_S)):
        play.advance(1 / FRAMES_PER_S, stage)
        play.draw(surface, stage)
        frames.append(luminance(surface))
    assert play.session.finished
    often, together = worst(np.array(frames))
    assert often <= MOST_PX and together <= MOST_PX, (often, together)
