"""Big type at 1080p: what is drawn in every picture and gauge, measured on the glyphs, not on the font's nominal size.

Nothing is under 26 px; of the headline numbers, capitals and digits are at least 32 px high. `pytest -s` prints the
table: the smallest type of each picture, and how high its capitals come out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pygame import Surface

from lucy.run import string_test
from lucy.run.level_files import shipped_levels
from lucy.run.snapshot import Snapshot
from lucy.ui import fonts, text
from lucy.ui.layout import play_zones
from lucy.ui.magnifier import look_at
from lucy.ui.scenes.play import Play
from lucy.ui.show_board import board
from lucy.ui.stage import Choice

SIZE = (1920, 1080)
BIG = 1.15
LEAST_PX, HEADLINE_PX, CAPITAL_PX = 26, 64, 32


def drawn_height(line: str, weight: str, size_px: int) -> int:
    """How high the glyphs of a line come out, in pixels."""
    return fonts.font(weight, size_px).render(line, True, (255, 255, 255)).get_bounding_rect().height


def moments(play: Play) -> Iterator[Snapshot]:
    """How it looks early on, and how it looks when it is as bad as can be: full, late, lost."""
    yield play.now
    each = 1_000_000 if play.level.unit.name == "byte" else 1
    lost, deep = 2_001 * each, 1_581 * each
    stations = tuple(
        replace(s, depth=min(s.memory_units or deep, s.limit or deep, deep), dropped=lost, overdue=95 * each,
                utilisation=1.0, head_age_s=9.0, newest_age_s=9.0)
        for s in play.now.stations
    )  # fmt: skip
    book = replace(play.now.ledger, dropped=lost, dropped_by={"arrival": lost}, late=145 * each)
    yield replace(play.now, stations=stations, ledger=book)


@pytest.fixture
def noted(monkeypatch):
    """Every line that is set from now on: (type size, line, weight)."""
    found: list[tuple[int, str, str]] = []
    draw = text.render

    def render(line, size, colour, weight=text.REGULAR):
        if line.strip():
            found.append((size, line, weight))
        return draw(line, size, colour, weight)

    monkeypatch.setattr(text, "render", render)
    return found


@pytest.mark.parametrize("name", [name for name in shipped_levels() if name[:2].isdigit()])
def test_no_word_in_a_picture_is_too_small_for_the_back_row(name, stage_of, noted):
    stage = stage_of(SIZE, text_size=BIG, theme="projector")
    surface, smallest = Surface(SIZE), {}
    for act in (0, 1):
        try:
            level = stage.level(name, act)
        except ValueError:
            continue
        play = Play(Choice(level, act=act), stage, lambda: None)
        play.session.run_ticks(4 * level.tick_hz)
        play.look(now=True)
        for rect in (play_zones(stage.lay).picture, board(SIZE, big=True).picture):
            noted.clear()
            for now in moments(play):
                for _ in range(3):
                    play.picture.advance(1.0)
                    play.picture.draw(surface, rect, level, now, False)
                smallest[f"{act} {rect.height}"] = min(noted)
    for where, (size, line, weight) in smallest.items():
        capitals = drawn_height("H", weight, size)
        print(f"{name:22} act, px of picture {where:6}: {size} px, capitals {capitals} px: {line!r}")
        assert size >= LEAST_PX, f"{line!r} is set in {size} px"
        assert capitals >= 0.69 * LEAST_PX


def test_gauges_are_large_enough_for_the_back_row(stage_of, noted):
    stage = stage_of(SIZE, text_size=BIG, theme="projector")
    play = Play(Choice(stage.level("03-server-to-server")), stage, lambda: None)
    play.session.run_ticks(20 * play.level.tick_hz)
    play.look(now=True)
    look_at(play, stage)
    noted.clear()
    zones = play_zones(stage.lay)
    play._draw_dashboard(Surface(SIZE), zones, stage)
    numbers = [(size, line, weight) for size, line, weight in noted if size >= HEADLINE_PX]
    assert len(numbers) == 4
    for size, line, weight in numbers:
        digits = drawn_height("".join(c for c in line if c.isdigit()) or "0", weight, size)
        print(f"headline {line!r}: {size} px, drawn {digits} px high")
        assert digits >= CAPITAL_PX
    small = [(size, line) for size, line, _ in noted if size < LEAST_PX]
    print("gauges, smallest:", min(noted)[:2])
    assert not small, small


def test_words_that_are_twice_as_long_are_found_out(stage_of, noted, monkeypatch):
    """The check can fail: where words are twice as long, some have no room at the least size."""
    from lucy.run import words

    monkeypatch.setenv(string_test.VARIABLE, "double")
    words.load.cache_clear()
    stage = stage_of(SIZE, text_size=BIG)
    play = Play(Choice(stage.level("03-server-to-server")), stage, lambda: None)
    play.picture.draw(Surface(SIZE), play_zones(stage.lay).picture, play.level, play.now, False)
    monkeypatch.undo()
    words.load.cache_clear()
    assert min(noted)[0] < LEAST_PX
