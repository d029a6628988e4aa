from itertools import combinations

import pytest

from lucy.ui.layout import layout, play_zones

SIZES = [(640, 360), (800, 600), (1024, 768), (1280, 720), (1280, 800), (1366, 768), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text_size", [1.0, 1.15])
def test_zones_stay_inside_and_do_not_overlap(size, text_size):
    lay = layout(size, text_size)
    zones = play_zones(lay)
    parts = [zones.waiting, zones.lost, zones.rates, zones.wait, zones.timeline, zones.ledger, *zones.keys]
    parts = [part for part in parts if part.width]
    for part in parts:
        assert zones.dashboard.contains(part)
    for one, other in combinations([*parts, zones.bar, zones.picture, zones.caption], 2):
        assert not one.colliderect(other)
    assert zones.bar.top == 0 and zones.dashboard.bottom == size[1]
    assert zones.picture.height >= size[1] * 0.4


def test_the_picture_has_about_two_thirds_with_its_bar_and_caption():
    zones = play_zones(layout((1920, 1080)))
    assert zones.caption.bottom / 1080 > 0.66


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
def test_keys_are_large_enough_to_hit(size):
    least = 44 * size[1] / 1080 if size[1] < 1080 else 44
    assert all(key.height >= least for key in play_zones(layout(size)).keys)
