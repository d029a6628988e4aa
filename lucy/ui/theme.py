"""Colours and what they mean. Owns no shape and no text.

Meaning is carried by the Okabe–Ito palette alone; everything else is warm and brown. Colour is never the only
sign: whoever draws with `arriving` or `dropped` writes the word beside it, or hatches it.
"""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


def _hex(text: str) -> Colour:
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours. `on_x` is for text that stands on `x`."""

    name: str
    # pages and the picture
    ground: Colour
    ground_low: Colour  # the lower end of the page's gradient
    card: Colour
    line: Colour
    ink: Colour
    ink_soft: Colour
    # bars and the dashboard
    panel: Colour
    panel_raised: Colour
    panel_deep: Colour
    on_panel: Colour
    on_panel_soft: Colour
    # things to press
    accent: Colour
    accent_low: Colour
    on_accent: Colour
    focus: Colour
    # meaning
    arriving: Colour
    leaving: Colour
    waiting: Colour
    dropped: Colour
    late: Colour
    in_flight: Colour
    signal: Colour
    on_meaning: Colour  # text on any of the seven above
    # meaning as text on the panel
    bad_text: Colour
    good_text: Colour
    # meaning as text on a card
    bad_ink: Colour
    good_ink: Colour
    outline: Colour | None  # drawn round meaning where the ground leaves it under 3:1


WARM = Theme(
    name="warm",
    ground=_hex("fbf0da"),
    ground_low=_hex("f3dfbb"),
    card=_hex("fffaf0"),
    line=_hex("dcc59c"),
    ink=_hex("35241c"),
    ink_soft=_hex("6b4f3f"),
    panel=_hex("38281f"),
    panel_raised=_hex("4d3a2f"),
    panel_deep=_hex("261a14"),
    on_panel=_hex("fff7e8"),
    on_panel_soft=_hex("e0cba8"),
    accent=_hex("f5c250"),
    accent_low=_hex("d99a23"),
    on_accent=_hex("2b1b10"),
    focus=_hex("ffffff"),
    arriving=_hex("56b4e9"),
    leaving=_hex("12a97e"),
    waiting=_hex("e69f00"),
    dropped=_hex("e06a1a"),
    late=_hex("cc79a7"),
    in_flight=_hex("8fcdf2"),
    signal=_hex("f0e442"),
    on_meaning=_hex("1a110b"),
    bad_text=_hex("ffb08a"),
    good_text=_hex("7fe0c0"),
    bad_ink=_hex("a63c00"),
    good_ink=_hex("00664a"),
    outline=None,
)

PROJECTOR = Theme(
    name="projector",
    ground=_hex("ffffff"),
    ground_low=_hex("f6f1e7"),
    card=_hex("ffffff"),
    line=_hex("b9a98c"),
    ink=_hex("1c120c"),
    ink_soft=_hex("4a382d"),
    panel=_hex("f5efe3"),
    panel_raised=_hex("e6dcc8"),
    panel_deep=_hex("ffffff"),
    on_panel=_hex("1c120c"),
    on_panel_soft=_hex("45342a"),
    accent=_hex("ffc845"),
    accent_low=_hex("a87410"),
    on_accent=_hex("1c120c"),
    focus=_hex("1c120c"),
    arriving=_hex("7cc6f2"),
    leaving=_hex("40c49c"),
    waiting=_hex("f2b01e"),
    dropped=_hex("ff9a52"),
    late=_hex("e3a5c8"),
    in_flight=_hex("b5e0fa"),
    signal=_hex("f0e442"),
    on_meaning=_hex("160e08"),
    bad_text=_hex("7a2c00"),
    good_text=_hex("004d38"),
    bad_ink=_hex("7a2c00"),
    good_ink=_hex("004d38"),
    outline=_hex("1c120c"),
)

THEMES = {theme.name: theme for theme in (WARM, PROJECTOR)}

# Every pair of text and ground that the screen uses; the tests hold each against the contrast that is asked for.
TEXT_PAIRS = (
    ("ink", "ground"),
    ("ink", "ground_low"),
    ("ink", "card"),
    ("ink_soft", "ground"),
    ("ink_soft", "ground_low"),
    ("ink_soft", "card"),
    ("on_panel", "panel"),
    ("on_panel", "panel_raised"),
    ("on_panel", "panel_deep"),
    ("on_panel_soft", "panel"),
    ("on_panel_soft", "panel_raised"),
    ("on_panel_soft", "panel_deep"),
    ("bad_text", "panel"),
    ("bad_text", "panel_deep"),
    ("good_text", "panel"),
    ("good_text", "panel_deep"),
    ("bad_ink", "card"),
    ("good_ink", "card"),
    ("bad_ink", "ground"),
    ("good_ink", "ground"),
    ("on_accent", "accent"),
    ("on_meaning", "arriving"),
    ("on_meaning", "leaving"),
    ("on_meaning", "waiting"),
    ("on_meaning", "dropped"),
    ("on_meaning", "late"),
    ("on_meaning", "in_flight"),
    ("on_meaning", "signal"),
)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0..1 (WCAG 2.2)."""
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1..21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """The colour that lies `part` (0..1) of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue
