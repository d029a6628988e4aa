import json

import pytest

from lucy.run import language
from lucy.ui import settings
from lucy.ui.scenes.settings import SettingsPage
from lucy.ui.scenes.title import Title
from lucy.ui.settings import Settings


def test_without_a_file_the_usual_settings_hold(tmp_path):
    assert settings.load(tmp_path) == (Settings(), "")


def test_what_is_saved_comes_back(tmp_path):
    wanted = Settings(text_size=1.15, speed=2.0, reduced_motion=True, theme="projector")
    assert settings.save(wanted, tmp_path) == ""
    assert settings.load(tmp_path) == (wanted, "")
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("spoilt", [b"{", b"\xff\xfe", b"[]", b"{}", b""])
def test_an_unreadable_file_is_kept_aside_and_named(tmp_path, spoilt):
    (tmp_path / "settings.json").write_bytes(spoilt)
    found, notice = settings.load(tmp_path)
    aside = list(tmp_path.iterdir())
    assert found == Settings()
    assert len(aside) == 1 and aside[0].read_bytes() == spoilt
    assert aside[0].name in notice and "\n" not in notice


def test_values_that_are_not_on_offer_fall_back(tmp_path):
    table = {"version": 1, "speed": 1000, "theme": "neon", "sound": "yes", "reduced_motion": True, "text_size": True}
    (tmp_path / "settings.json").write_text(json.dumps(table))
    assert settings.load(tmp_path)[0] == Settings(reduced_motion=True)


def test_a_folder_that_cannot_be_written_is_a_line_and_no_crash(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert "could not be saved" in settings.save(Settings(), blocked)


def test_the_language_changes_at_once_and_is_kept(stage_of, monkeypatch, tmp_path):
    monkeypatch.setenv("LUCY_HOME", str(tmp_path))
    monkeypatch.setenv(language.VARIABLE, language.FIRST)
    stage = stage_of()
    stage.save = True
    title = Title(stage)
    page, before = SettingsPage(title), [button.label for button in title.buttons(stage)]
    names = [button.label for button in page.buttons(stage) if button.action.startswith("language:")]
    assert names == ["English", "Deutsch"]
    stage.oracle(stage.level("01-chocolate-factory"))
    page.act("language:1", stage)
    assert [button.label for button in title.buttons(stage)] == ["Spielen", "Zuschauen", "Einstellungen", "So geht’s",
                                                                  "Beenden"] != before  # fmt: skip
    assert stage.oracle(stage.level("01-chocolate-factory")).level.words.title == "Die Pralinenfabrik"
    assert settings.load()[0].language == "de"
    page.act("language:0", stage)
    assert [button.label for button in title.buttons(stage)] == before
