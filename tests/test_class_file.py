"""What a teacher sets for a class: read from a file, or one line that says what is wrong."""

from __future__ import annotations

import pytest

from lucy.__main__ import main
from lucy.run import class_file, places
from lucy.run.class_file import ClassRules
from lucy.run.level_errors import LevelError
from lucy.run.level_files import load_level


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()


def rules_of(tmp_path, text):
    file = tmp_path / "9b.toml"
    file.write_text(f"format = 1\n{text}", encoding="utf-8")
    return class_file.read(str(file))


def test_without_a_file_nothing_is_off_or_locked():
    rules = class_file.read()
    assert rules == ClassRules()
    assert not rules.is_locked("01-chocolate-factory")
    level = load_level("01")
    assert rules.applied(level) is level


def test_steps_can_be_turned_off(tmp_path):
    rules = rules_of(tmp_path, "predict = false\nhints = false\ndebrief = false\ntransfer = false")
    level = load_level("01")
    ruled = rules.applied(level)
    assert level.words.hints and level.words.questions
    assert not ruled.words.hints and not ruled.words.questions and not rules.debrief
    assert load_level("01").words.transfers and not ruled.words.transfers
    assert ruled.words.briefing == level.words.briefing


def test_locked_levels_have_the_teachers_word(tmp_path):
    rules = rules_of(tmp_path, '[locked]\n"02" = "On\\nThursday."\n"04-who-has-to-buffer" = ""')
    assert rules.word_for("02-copying-a-file") == "On Thursday."
    assert rules.is_locked("04-who-has-to-buffer") and rules.word_for("04-who-has-to-buffer") == ""
    assert not rules.is_locked("01-chocolate-factory")


def test_only_some_may_be_open(tmp_path):
    rules = rules_of(tmp_path, 'open = ["01", "03"]\nword = "Next week."')
    assert [rules.is_locked(f) for f in ("01-chocolate-factory", "02-copying-a-file")] == [False, True]
    assert rules.word_for("02-copying-a-file") == "Next week."
    assert rules_of(tmp_path, "open = []").is_locked("01-chocolate-factory")


def test_the_file_is_found_in_the_users_folder_and_beside_the_game(tmp_path, monkeypatch):
    (tmp_path / "game" / "levels").mkdir(parents=True)
    beside = tmp_path / "game" / "class.toml"
    beside.write_text("format = 1\nname = 'beside'")
    monkeypatch.setattr(places, "levels", lambda: tmp_path / "game" / "levels")
    assert class_file.read().name == "beside"
    (tmp_path / "home" / "class.toml").write_text("format = 1\nname = 'mine'")
    assert class_file.read().name == "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("predict = 1", r"predict must be true or false, not 1"),
        ("hint = false", r'unknown key "hint". Did you mean "hints"\?'),
        ('open = ["1st"]', r'open: there is no level "1st"'),
        ('[locked]\n"99" = "x"', r'\[locked\] 99: there is no level "99"'),
        ('[locked]\n"01" = 3', r"\[locked\] 01 must be a text of at most 120 letters, not 3"),
        ('locked = ["01"]', r"locked must be a table \[locked\]"),
        ('open = ["01"]\n[locked]\n"01" = "x"', r'open and \[locked\] both name "01-chocolate-factory"'),
    ],
)
def test_an_error_is_one_line_with_file_and_key(tmp_path, text, message):
    with pytest.raises(LevelError, match=rf"9b\.toml: {message}") as caught:
        rules_of(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_a_file_in_its_usual_place_that_is_wrong_is_told_and_changes_nothing(tmp_path):
    (tmp_path / "home" / "class.toml").write_text("format = 2")
    rules, notice = class_file.usual()
    assert rules == ClassRules() and "class.toml: format must be 1" in notice


def test_the_command_line_names_what_is_wrong(tmp_path, capsys):
    assert main(["--class"]) == 2
    assert main(["--class", str(tmp_path / "none.toml")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2 and "--class needs one file" in said[0] and "none.toml: there is no such file" in said[1]
