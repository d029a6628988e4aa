"""A debrief as a page: valid HTML that runs nothing, charts that are well-formed, and the recording inside it."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from lucy import consumers
from lucy.run import debrief_page
from lucy.run.debrief_page import DebriefPage, Deed
from lucy.run.level_files import load_level
from lucy.run.page_chart import Curve, curves_over_time, nice_step
from lucy.run.prediction import Choices, Guess, Prediction
from lucy.run.recorder import Recorder
from lucy.run.recording import first_difference, session_of
from lucy.run.recording_file import read_recording
from lucy.run.session import Session

HOSTILE = '<script>alert("1")</script> & \'</title>'
VOID = {"meta"}


class Tags(HTMLParser):
    """Every tag that is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def played(name: str, who: str, folder: Path) -> DebriefPage:
    level = load_level(name, overrides=["level.tick_hz=60"])
    session = Session(level, consumers.make(who), seed=3)
    session.run_ticks(level.duration_ticks)
    kept = Recorder(session, file=folder / "run.jsonl")
    kept.close()
    deeds = tuple(
        Deed(entry.tick / level.tick_hz, (("Control", "stop"), ("Drop", "" if place % 2 else "the oldest")), "because")
        for place, entry in enumerate(session.tape.entries)
    )
    return DebriefPage(
        level, 0, who, session.result(), "It held.", session.timeline(None), deeds, told=level.words.won,
        replay=(folder / "run.jsonl").read_bytes(), replay_name="run.jsonl", game="1", marks=((15.0, "faster"),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> DebriefPage:
    """The page of one run of the first level."""
    return played("01-chocolate-factory", "watermark", tmp_path_factory.mktemp("page"))


def parsed(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    tags.close()
    assert not tags.open
    return tags


@pytest.mark.parametrize("name", ["01-chocolate-factory", "02-copying-a-file"])
def test_it_is_valid_and_runs_nothing(name: str, factory: DebriefPage, tmp_path: Path) -> None:
    text = debrief_page.html(factory if name == factory.level.name else played(name, "hoarder", tmp_path))
    tags = parsed(text)
    assert text.startswith("<!DOCTYPE html>") and {"svg", "table", "a", "h1"} <= tags.seen
    assert not tags.seen & {"script", "link", "img", "iframe", "object"}
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    addresses = [value for name, value in tags.attributes if name in ("href", "src")]
    assert len(addresses) == 1 and str(addresses[0]).startswith("data:")
    for svg in re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL):
        ElementTree.fromstring(svg)
    assert "nan" not in re.sub(r"base64,[^\"]*", "", text)


def test_the_recording_inside_it_is_the_run(factory: DebriefPage, tmp_path: Path) -> None:
    text = debrief_page.html(factory)
    found = re.search(r'download="run\.jsonl" href="data:[^,]*;base64,([^"]*)"', text)
    assert found is not None
    file = tmp_path / "saved.jsonl"
    file.write_bytes(base64.b64decode(found[1]))
    recording = read_recording(file)
    session = session_of(recording, live=False)
    session.run_ticks(recording.last_tick)
    assert recording.consumer == "watermark" and recording.seed == 3 and not recording.cut_short
    assert first_difference(recording, session) is None


def test_what_somebody_else_has_written_is_escaped(factory: DebriefPage) -> None:
    page = factory
    words = replace(page.level.words, title=HOSTILE, verdict=HOSTILE, sums=((HOSTILE, HOSTILE),))
    guess = Guess(HOSTILE, Choices((HOSTILE, "2", "3"), 1), 0, HOSTILE)
    page = replace(
        page, level=replace(page.level, words=words), who=HOSTILE, ending=HOSTILE, told=(HOSTILE,), game=HOSTILE,
        hindsight=(HOSTILE,), marks=((1.0, HOSTILE),), replay_name=HOSTILE, written=HOSTILE,
        deeds=(Deed(1.0, ((HOSTILE, HOSTILE),), HOSTILE),), prediction=Prediction((guess,), (1.0,) * 25),
        result=replace(page.result, reason=HOSTILE),
    )  # fmt: skip
    text = debrief_page.html(page)
    assert "<script" not in text and parsed(text).seen.isdisjoint({"script"})
    for svg in re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL):
        ElementTree.fromstring(svg)


def test_many_changes_are_counted_and_the_student_can_be_seen_to_be_wrong(factory: DebriefPage) -> None:
    page = factory
    many = tuple(Deed(second / 2, (("Control", f"{second}/s"),)) for second in range(100))
    guess = Guess("How many?", Choices(("3", "6", "9"), 1), 0, "6 chocolates")
    text = debrief_page.html(replace(page, deeds=many, prediction=Prediction((guess,))))
    assert text.count("<tr><td class=\"n\">0:") == debrief_page.MOST_DEEDS and "And 88 more changes" in text
    assert "✗ 3" in text and "6 chocolates" in text
    assert "Nothing was set" in debrief_page.html(replace(page, deeds=()))


def test_a_line_has_gaps_where_there_is_no_limit() -> None:
    times = np.arange(4.0)
    curve = Curve("limit", times, np.array([np.nan, 2.0, np.nan, 4.0]), "#000000")
    drawn = curves_over_time([curve], 4.0, (), str)
    (path,) = re.findall(r'<path d="([^"]*)"', drawn)
    assert path.count("M") == 2 and path.count("L") == 0
    assert "<path" not in curves_over_time([replace(curve, value=times * np.nan)], 4.0, (), str)


@pytest.mark.parametrize(("least", "step"), [(0, 1), (0.3, 0.5), (1, 1), (3, 5), (11, 20), (float("inf"), 1)])
def test_steps_of_an_axis_are_round(least: float, step: float) -> None:
    assert nice_step(least) == pytest.approx(step)
