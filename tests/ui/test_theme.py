import pytest

from lucy.ui import theme


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("ink", "ground"), theme.TEXT_PAIRS)
def test_every_text_can_be_read(name, ink, ground):
    colours = theme.THEMES[name]
    least = 7.0 if name == "projector" and not ink.startswith("on_meaning") else 4.5
    assert theme.contrast(getattr(colours, ink), getattr(colours, ground)) >= least


@pytest.mark.parametrize("name", theme.THEMES)
def test_meaning_stands_out_from_the_panel_or_is_outlined(name):
    colours = theme.THEMES[name]
    for meaning in ("arriving", "leaving", "waiting", "dropped", "late", "in_flight", "signal"):
        contrast = theme.contrast(getattr(colours, meaning), colours.panel)
        assert contrast >= 3 or colours.outline is not None


def test_contrast_is_that_of_the_standard():
    assert theme.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert theme.contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
