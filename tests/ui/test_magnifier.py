"""Text at up to 200 %: the play screen is set anew; a page is larger than its window, and all its parts can be seen."""

from itertools import combinations

import pytest
from pygame import Rect, Surface
from test_scenes import no_picture, played  # noqa: F401 - fixture

from lucy.ui import text
from lucy.ui.keymap import Input
from lucy.ui.layout import fitted_layout, layout, page_layout, play_zones
from lucy.ui.magnifier import RAIL_PX, Magnifier, look_at
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.help import Help
from lucy.ui.scenes.settings import SettingsPage
from lucy.ui.scenes.title import Title
from lucy.ui.settings import TEXT_SIZES

SIZES = [(1280, 720), (1920, 1080), (1366, 768), (3840, 2160)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", TEXT_SIZES[2:])
def test_the_play_screen_keeps_all_its_parts_apart(size, text_size):
    lay = layout(size, text_size)
    zones = play_zones(lay)
    parts = [zones.bar, zones.picture, zones.caption, zones.waiting, zones.lost, zones.rates, zones.wait,
             zones.timeline, zones.ledger, *zones.keys]  # fmt: skip
    for part in parts:
        assert part.width > 0 and part.height > 0 and lay.rect.contains(part)
    for one, other in combinations(parts, 2):
        assert not one.colliderect(other)
    assert zones.picture.height >= size[1] * 0.24
    assert all(key.height >= 44 for key in zones.keys)
    if lay.large:
        assert all(zones.beside.contains(key) for key in zones.keys)


def sizes_of(page, stage, monkeypatch):
    """The type size of each line that a page draws."""
    found: dict[str, int] = {}
    with monkeypatch.context() as patch:
        draw = text.render

        def noted(line, size, *more):
            found.setdefault(line, size)
            return draw(line, size, *more)

        patch.setattr(text, "render", noted)
        page.draw(Surface(look_at(page, stage)), stage)
    return found


def test_text_is_twice_as_large_on_pages_and_on_the_play_screen(stage_of, monkeypatch):
    usual, large = stage_of((1280, 720)), stage_of((1280, 720), text_size=2.0)
    for make in (Title, lambda stage: Help(None), lambda stage: SettingsPage(None),
                 lambda stage: Briefing(stage.level("01-chocolate-factory"), stage, None)):  # fmt: skip
        before, after = (sizes_of(make(stage), stage, monkeypatch) for stage in (usual, large))
        times = sorted(after[line] / before[line] for line in before if line in after)
        assert len(times) > 3 and times[len(times) // 2] >= 1.95 and times[0] >= 1.4
    before, after = (sizes_of(played(stage), stage, monkeypatch) for stage in (usual, large))
    times = {line: after[line] / before[line] for line in before if line in after}
    assert times["waiting"] >= 1.7 and times["made "] >= 1.7 and times["off"] >= 1.7 and min(times.values()) >= 1.25


def test_arrows_and_sheets_show_every_part_of_a_page(stage_of):
    stage, seen = stage_of((1280, 720), text_size=2.0), Magnifier()
    page, window = Help(None), Surface((1280, 720))
    for key, wish in (("arrows", "move"), ("sheets", "edge")):
        seen.x = seen.y = 0
        covered = Surface(look_at(page, stage))
        for value in ("right", "down", "left", "up") if wish == "move" else ("on",):
            for _ in range(12):
                seen.draw(window, page, stage)
                covered.fill((255, 255, 255), seen.view(stage))
                if seen.wish(Input(wish, value, by=1), page, stage) is not None:
                    break
        if key == "sheets":
            assert covered.get_at((covered.get_width() // 2, covered.get_height() - 2)) == (255, 255, 255, 255)
        for corner in ((1, 1), (-2, 1), (1, -2), (-2, -2)):
            at = corner[0] % covered.get_width(), corner[1] % covered.get_height()
            assert covered.get_at(at) == (255, 255, 255, 255), (key, corner)


def test_a_press_means_the_place_on_the_page_and_the_rails_move_it(stage_of):
    stage, seen, window = stage_of((1280, 720), text_size=2.0), Magnifier(), Surface((1280, 720))
    page = SettingsPage(None)
    seen.draw(window, page, stage)
    assert seen.wish(Input("point", at=(1279, 719 - RAIL_PX - 5)), page, stage) is None  # the arrow down
    assert seen.y > 300 and seen.x == 0
    assert seen.wish(Input("point", at=(100, 90)), page, stage).at == (100, 90 + seen.y)
    assert seen.wish(Input("point", at=(1279 - RAIL_PX - 60, 719)), page, stage) is None  # far along the other rail
    assert seen.x > 300
    target = page.buttons(stage)[-1]
    page.focus = len(page.buttons(stage)) - 1
    seen.draw(window, page, stage)
    assert seen.view(stage).contains(target.rect)


def test_what_is_as_large_as_fits_is_shown_as_ever(stage_of):
    for text_size in (1.0, 1.15, 1.25):
        stage = stage_of((1280, 720), text_size=text_size)
        assert look_at(SettingsPage(None), stage) == (1280, 720)
        wish = Input("point", at=(5, 6))
        assert Magnifier().wish(wish, SettingsPage(None), stage) is wish
    assert page_layout((1280, 720), 1.15) == fitted_layout((1280, 720), 1.15)
    assert Rect(0, 0, 640, 360).width < page_layout((640, 360), 2.0).width
