"""`--string-test`: every page with words of twice the length, longer ones, and from right to left."""

from itertools import combinations

import pytest
from pygame import Rect
from test_scenes import no_picture, pages, runs  # noqa: F401 - fixtures

from lucy.run import string_test, words
from lucy.ui import caption_line


@pytest.fixture(params=string_test.KINDS)
def kind(request, monkeypatch):
    monkeypatch.setenv(string_test.VARIABLE, request.param)
    kept = words.load.cache_clear, caption_line.speaker_name.cache_clear
    for forget in kept:
        forget()
    yield request.param
    for forget in kept:
        forget()


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720)])
def test_nothing_overlaps_or_leaves_the_window(kind, size, stage_of, lines_on, runs):  # noqa: F811
    stage = stage_of(size)
    window, wrong = Rect(0, 0, *size), set()
    for page in pages(stage, runs):
        found = lines_on(page, size, stage)
        name = type(page).__name__
        wrong |= {f"{name}: {line!r} leaves the window" for rect, line in found if not window.contains(rect)}
        for (one, this), (other, that) in combinations(found, 2):
            if not (one == other and this == that) and one.inflate(-2, -2).colliderect(other.inflate(-2, -2)):
                wrong.add(f"{name}: {this!r} overlaps {that!r}")
    assert not wrong, "\n".join(sorted(wrong))


def test_placeholders_stay_as_they_are():
    text_in = "{waiting:units} waiting of {limit}, {{so}}"
    for kind in string_test.KINDS:
        out = string_test.changed(text_in, kind)
        filled = words.Words(words.load().file, {"a": out}).say("a", waiting=2, limit=6, unit="chocolate")
        assert "2 chocolates" in filled and "6" in filled and out != text_in
    assert string_test.changed("ab {n} cd", "rtl") == "dc {n} ba"
    assert string_test.changed("ab", "double") == "ab ab"
    assert string_test.changed(["ab", {"c": "d"}, 3], "double") == ["ab ab", {"c": "d d"}, 3]
