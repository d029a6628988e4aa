import pytest
from pygame import Rect, Surface

from lucy.run import words
from lucy.ui import fonts, text


@pytest.mark.parametrize("weight", [text.REGULAR, text.BOLD])
def test_digits_are_all_as_wide(weight):
    assert len({text.width(digit, 64, weight) for digit in "0123456789"}) == 1


def test_headline_numbers_are_large_enough_for_the_back_row():
    assert fonts.cap_height_px(text.BOLD, 64) >= 32


def shipped_words():
    """Every file with texts, in every language."""
    assets, levels = words.places.assets(), words.places.levels()
    return [*assets.glob("words/*.toml"), *assets.glob("shows/**/*.toml"), *levels.glob("**/*.toml")]


@pytest.mark.parametrize("weight", [text.REGULAR, text.BOLD, text.HEADING])
def test_the_fonts_have_every_sign_of_every_text(weight):
    said = set("λμρ→←≤≥∞✓×·–—‘’“”…▶−")
    said |= {sign for file in shipped_words() for sign in file.read_text(encoding="utf-8")}
    missing = [sign for sign in said if sign.isprintable() and fonts.font(weight, 20).metrics(sign)[0] is None]
    assert not missing


def test_a_line_that_is_too_wide_shrinks_and_then_ends_in_dots():
    line, size = text.fit("The belt speeds up", 40, text.BOLD, 200, 18)
    assert size < 40 and line == "The belt speeds up"
    line, size = text.fit("The belt speeds up", 40, text.BOLD, 60, 18)
    assert size == 18 and line.endswith("…") and text.width(line, size, text.BOLD) <= 60


def test_wrapped_lines_fit_and_a_number_keeps_its_unit():
    lines = text.wrap("From the flag to a slower belt takes 2.5 s in all.", 24, text.REGULAR, 200)
    assert all(text.width(line, 24) <= 200 for line in lines)
    assert any("2.5\u00a0s" in line for line in lines)


def test_measuring_and_setting_a_paragraph_agree():
    rect, line = Rect(10, 10, 200, 10), "What has to wait goes where it can."
    surface = Surface((300, 300))
    assert text.paragraph(None, line, rect, 20, (0, 0, 0)) == text.paragraph(surface, line, rect, 20, (0, 0, 0))


def test_text_is_placed_by_its_capitals():
    surface = Surface((300, 100))
    drawn = text.draw(surface, "HX", (150, 50), 40, (255, 255, 255), text.BOLD, x="centre", y="middle")
    assert abs(drawn.centery - 50) <= 1 and abs(drawn.centerx - 150) <= 1
