"""The teacher's guide: right answers, nothing cut, safe HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from lucy.__main__ import main
from lucy.run import guide, guide_page
from lucy.run.level_files import load_level
from lucy.run.prediction import Oracle

ODD = """
format = 1
[level]
title = "<script>alert('x')</script> & co"
idea = 'Less is "more" <b>'
stand = "worker"
duration_s = 8
beat = "negotiator"
right = ["control"]
wrong = ["ignore", "drop: arrival"]
[unit]
name = "box"
plural = "boxes"
[[producer]]
name = "maker"
to = "worker"
rate_per_s = 4
[[station]]
name = "worker"
rate_per_s = 2
capacity_units = 6
memory_units = 6
when_full = "fail"
[levers.drop]
choices = ["arrival"]
[levers.control]
amounts_per_s = [1, 2]
[words]
verdict = "Ask for <less>."
code = "if a < b: pass"
captions = [{ when = "overflowed", text = "It is <full>." }]
sums = [{ what = "Deficit", formula = "4/s − 2/s = 2/s" }]
[[words.question]]
ask = "When is it full & over?"
figure = "seconds"
unit = "s"
[[words.transfer]]
ask = "{rate} come & {work} go. How many more?"
draw = [{ name = "rate", values = [5, 7] }]
use = { work = "station.worker.rate_per_s" }
answer = "rate - work"
mistakes = ["rate"]
sum = "{rate} < − {work}"
"""

VOID = {"meta", "br", "hr", "img", "link"}


class Checker(HTMLParser):
    """Every tag that opens closes, in order."""

    def __init__(self):
        super().__init__()
        self.stack, self.tags, self.text = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack and self.stack.pop() == tag, tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    file = tmp_path_factory.mktemp("guide") / "odd.toml"
    file.write_text(ODD, encoding="utf-8")
    acts = guide.guide(str(file))
    return file, acts, guide_page.page("odd", acts, "lucy")


def test_the_answers_are_those_of_the_level(odd):
    file, acts, page = odd
    (asked,) = acts[0].asked
    choices = Oracle(load_level(str(file))).finish().choices(0)
    assert asked.choices[asked.right] == choices.texts[choices.right]
    marked = re.findall(r"<li class=\"right\">([^<]*)</li>", page)
    afterwards = acts[0].afterwards
    assert marked == [one.choices[one.right] for one in (asked, *afterwards)]
    assert all(f"<li>{text}</li>" in page for i, text in enumerate(asked.choices) if i != asked.right)
    assert sorted(one.worked_out for one in afterwards) == ["5 < − 2 = 3", "7 < − 2 = 5"]
    assert "5 come &amp; 2 go. How many more?" in page and "5 &lt; − 2 = 3" in page


def test_wrong_ideas_are_played_and_told(odd):
    _, acts, page = odd
    assert [tried.kind for tried in acts[0].wrong] == ["ignore", "drop"]
    fell = acts[0].wrong[0]
    assert fell.stars == 0 and fell.says == "It is <full>." and fell.number in page
    assert acts[0].wrong[1].says == ""
    assert "“It will sort itself out.”" in page and "It is &lt;full&gt;." in page


def test_what_works_has_its_stars(odd):
    _, acts, page = odd
    assert f"{acts[0].right.stars} of 3 stars" in page and "Ask for &lt;less&gt;." in page


def test_the_page_is_whole_and_has_no_script_and_nothing_from_elsewhere(odd):
    checker = Checker()
    checker.feed(odd[2])
    assert not checker.stack
    assert {tag for tag, _ in checker.tags}.isdisjoint({"script", "link", "iframe", "img"})
    assert not [name for _, attributes in checker.tags for name in attributes if name.startswith("on")]
    assert "http" not in odd[2] and "@page" in odd[2]
    text = "".join(checker.text)
    for said in ("<script>alert('x')</script> & co", 'Less is "more" <b>', "if a < b: pass", "4/s − 2/s = 2/s"):
        assert said in text


def test_a_longer_level_is_played_faster(odd):
    from dataclasses import replace

    level = odd[1][0].level
    assert odd[1][0].speed == 1
    assert guide._act(0, "long", replace(level, duration_ms=151_000, tick_hz=20)).speed == guide.QUICK


def test_the_command_writes_the_page(odd, tmp_path, capsys):
    out = tmp_path / "page.html"
    assert main(["guide", str(odd[0]), str(out)]) == 0
    assert "page.html is written: one act" in capsys.readouterr().out
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["guide", "99"], 'there is no level "99"'),
        (["guide", "01", "page.pdf"], "guide: page.pdf must end in .html"),
        (["guide", "01", "nowhere/page.html"], "there is no folder"),
    ],
)
def test_bad_input_is_one_line(words, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    said = capsys.readouterr().err
    assert message in said and said.count("\n") == 1
