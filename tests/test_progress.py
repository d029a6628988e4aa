"""Stars are kept, only the best of them, and a file that cannot be read is never thrown away."""

import json

import pytest

from lucy.run import progress
from lucy.run.progress import Answers, Best, Progress


def test_a_worse_run_changes_nothing():
    one = Progress().with_run("a", 0, 2, 71.0)
    assert one.with_run("a", 0, 1, 45.0) is one and one.with_run("a", 0, 2, 71.0) is one
    assert one.with_run("a", 0, 3, 80.0).of("a") == Best(3, 80.0)
    assert one.with_run("a", 0, 2, 72.0).of("a") == Best(2, 72.0)


def test_each_act_has_stars_of_its_own():
    kept = Progress().with_run("a", 0, 3, 90.0).with_run("a", 2, 1, 50.0)
    assert kept.stars("a", 3) == (3, 0, 1) and kept.of("a", 1) is None


def test_answers_are_counted_beside_the_stars():
    kept = Progress().with_run("a", 0, 3, 90.0).with_answer("a", 0, True).with_answer("a", 0, False)
    assert kept.answered("a") == Answers(2, 1) and kept.answered("a", 1) == Answers()
    assert kept.with_run("a", 0, 3, 95.0).answered("a") == Answers(2, 1) and kept.of("a") == Best(3, 90.0)


def test_what_is_saved_comes_back(tmp_path):
    kept = Progress().with_run("a", 0, 3, 90.0).with_run("b", 1, 0, 12.3).with_answer("b", 1, True)
    assert progress.save(kept, tmp_path) == ""
    assert progress.load(tmp_path) == (kept, "")
    assert [file.name for file in tmp_path.iterdir()] == ["progress.json"]
    assert json.loads((tmp_path / "progress.json").read_text())["version"] == progress.VERSION


@pytest.mark.parametrize("spoilt", [b"{", b"\xff\xfe", b"[]", b"{}", b"", b"[" * 100_000])
def test_an_unreadable_file_is_kept_aside_and_named(tmp_path, spoilt):
    (tmp_path / "progress.json").write_bytes(spoilt)
    found, notice = progress.load(tmp_path)
    aside = list(tmp_path.iterdir())
    assert found == Progress()
    assert len(aside) == 1 and aside[0].read_bytes() == spoilt
    assert aside[0].name in notice and "\n" not in notice


def test_entries_that_make_no_sense_are_left_out(tmp_path):
    best = {"a/0": {"stars": 9, "points": 1}, "b/0": 7, "c/0": {"stars": 1, "points": 45.5}, "d/0": {"stars": True}}
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "best": best}))
    assert progress.load(tmp_path)[0] == Progress({"c/0": Best(1, 45.5)})
    answers = {"a/0": [1, 2], "b/0": [3, 2], "c/0": [1], "d/0": "many", "e/0": [True, True]}
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "best": [], "answers": answers}))
    assert progress.load(tmp_path)[0] == Progress({}, {"a/0": Answers(2, 1)})
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "best": [], "answers": 3}))
    assert progress.load(tmp_path) == (Progress(), "")


def test_a_folder_that_cannot_be_written_is_a_reason_and_no_crash(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert progress.save(Progress(), blocked)
