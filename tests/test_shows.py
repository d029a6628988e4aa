"""Shows: files of beats, their errors, and runs that are the same on every machine."""

from __future__ import annotations

import re

import pytest

from lucy.run import show_check, show_files
from lucy.run.level_errors import LevelError
from lucy.run.show_files import load_show
from lucy.run.show_runs import Rehearsal, pause_tick

SHIPPED = "backpressure-in-10-minutes"
SMALL = """
format = 1
title = "Small"
[[beat]]
title = "Hello"
[[beat]]
level = "01"
at_s = 2
[[beat]]
level = "01"
at_s = 3.5
[[beat]]
level = "01"
press = [{ at_s = 1, key = "control", step = 2 }]
at_s = 3
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LUCY_HOME", str(tmp_path / "home"))


def show_of(tmp_path, text):
    file = tmp_path / "talk.toml"
    file.write_text(text, encoding="utf-8")
    return load_show(str(file))


@pytest.fixture(scope="module")
def shipped():
    return load_show(SHIPPED)


@pytest.fixture(scope="module")
def rehearsal(shipped):
    """Plays what it is asked for, each run once."""
    return Rehearsal(shipped)


def test_the_shipped_show_takes_ten_minutes_and_most_of_it_is_talk(shipped):
    assert show_check.talk_s(shipped) == pytest.approx(600, abs=30)
    assert shipped.minutes == 10
    assert 12 <= len(shipped.beats) <= 16
    for beat in shipped.beats:
        assert beat.talk_s >= (beat.at_s - beat.from_s) / beat.speed + 5, f"beat {beat.number}: no time to say it"


def test_every_caption_of_the_shipped_show_is_one_sentence(shipped):
    for beat in shipped.beats:
        assert re.fullmatch(r"[^.?!]+(?:\d\.\d[^.?!]*)*[.?!]", beat.caption), beat.caption
        assert len(beat.caption) <= 110


def test_the_shipped_show_pauses_where_it_says_what_it_shows(rehearsal):
    """What the captions claim, held against the runs."""
    found = {number: rehearsal.end(number - 1).snapshot().outcome for number in (2, 3, 4, 7, 10, 11)}
    assert [found[number] for number in (2, 3, 4)] == ["running", "running", "lost"]
    assert found[7] == "lost", "the flag goes up too late"
    assert found[10] == "lost" and found[11] == "won"


def test_numbers_in_the_captions_of_the_shipped_show_are_those_of_the_runs(shipped, rehearsal):
    def seen(number):
        return rehearsal.end(number - 1).snapshot()

    early = seen(8)
    assert "stops at 7" in shipped.beats[7].caption and early.gauges.depth == 7 and early.ledger.dropped == 0
    sped_up = seen(6).ledger.dropped / (seen(6).ledger.made - rehearsal.start(5).snapshot().ledger.made)
    assert "two of every three" in shipped.beats[5].caption and sped_up == pytest.approx(2 / 3, abs=0.08)
    late = rehearsal.start(12)
    before = late.snapshot().ledger
    after = seen(13).ledger
    assert after.late - before.late > 600 and seen(13).gauges.head_age_s > 2.4, "nobody waits for what comes out now"
    assert seen(14).ledger.late == 0, "what is dropped by age leaves only answers in time"
    pulled = seen(15)
    assert pulled.ledger.dropped == 0 and pulled.gauges.out_per_s == pytest.approx(100, rel=0.02)


def test_the_same_show_gives_the_same_digests_however_it_is_played(tmp_path):
    show = show_of(tmp_path, SMALL)
    first = [pause.digest for pause in show_check.pauses(show)]
    assert len(set(first)) == 3
    rehearsal = Rehearsal(show)
    for place in (3, 2, 1):  # back to front
        session = rehearsal.start(place)
        stop = pause_tick(session, show.beats[place])
        while session.world.tick < stop:  # in uneven steps, as frames come
            session.run_ticks(min(7 + session.world.tick % 5, stop - session.world.tick))
        assert session.world.digest() == rehearsal.digest(place) == first[place - 1]


def test_a_beat_goes_on_where_the_one_before_paused(tmp_path):
    show = show_of(tmp_path, SMALL)
    assert [beat.from_s for beat in show.beats] == [0, 0, 2, 0]
    assert show.beats[2].continues(show.beats[1]) and not show.beats[3].continues(show.beats[2])


def test_presses_are_done_when_they_should(tmp_path):
    session = Rehearsal(show_of(tmp_path, SMALL)).end(3)
    assert session.controls.pace_per_s == 0.8, "the second of the level's amounts"


def test_a_setting_is_laid_over_the_level(tmp_path):
    text = 'format = 1\n[[beat]]\nlevel = "01"\nat_s = 2\nset = { "producer.kitchen.rate_per_s" = 2.5 }'
    rehearsal = Rehearsal(show_of(tmp_path, text))
    assert rehearsal.end(0).snapshot().ledger.made == 5


def test_a_rehearsal_does_its_work_in_slices(tmp_path):
    rehearsal = Rehearsal(show_of(tmp_path, SMALL))
    slices = 0
    while rehearsal.work():
        slices += 1
    assert slices > 50 and rehearsal.finished and not rehearsal.work()


def test_own_shows_are_found_by_name(tmp_path):
    folder = tmp_path / "home" / "shows"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(SMALL, encoding="utf-8")
    assert show_files.own_shows() == ["mine"]
    assert load_show("mine").title == "Small"
    assert load_show("backp").name == SHIPPED


@pytest.mark.parametrize(
    ("beat", "message"),
    [
        ('level = "01"', r"\[\[beat\]\] 1: at_s is missing"),
        ('level = "01"\nat_s = 99', r"\[\[beat\]\] 1: at_s must be a number of seconds from 0 to 60, not 99"),
        ('level = "01"\nat_s = 5\nspeed = 0', r"\[\[beat\]\] 1: speed must be a number over 0"),
        ('level = "01"\nat_s = 5\nfrom_s = 6', r"beat\]\] 1: from_s must be before at_s, and 6 s is not before 5 s"),
        ('level = "01"\nat_s = 5\nconsumer = "hoader"', r'1: consumer must be one of .*Did you mean "hoarder"\?'),
        ('level = "01-choc0late"\nat_s = 5', r'1: level: there is no level "01-choc0late"'),
        ('level = "01"\nact = 4\nat_s = 5', r"\[\[beat\]\] 1: level: .*there is no act 4"),
        ('level = "01"\nat_s = 5\nset = { "producer.kitchn.rate_per_s" = 2 }', r"\[\[beat\]\] 1: level: .*kitchn"),
        ('level = "01"\nat_s = 5\npress = [{ at_s = 1, key = "scale" }]', r"1 press 1: key: scale is locked"),
        ('level = "01"\nat_s = 5\npress = [{ at_s = 1, key = "drop", step = 9 }]', r"press 1: step must be .* 1 to 4"),
        ('level = "01"\nsums = [99]', r"\[\[beat\]\] 1: sums must be a list of numbers from 1 to 6"),
        ('level = "01"\nsums = [1]\nat_s = 2', r"\[\[beat\]\] 1: at_s cannot stand beside sums"),
        ("at_s = 5", r"\[\[beat\]\] 1: at_s needs a level"),
        ("talk_s = 5", r"\[\[beat\]\] 1: title is missing"),
        ('captoin = "x"', r'\[\[beat\]\] 1: unknown key "captoin". Did you mean "caption"\?'),
    ],
)
def test_an_error_names_file_beat_and_key_in_one_line(tmp_path, beat, message):
    with pytest.raises(LevelError, match=rf"talk\.toml: .*{message}") as caught:
        show_of(tmp_path, f"format = 1\n[[beat]]\n{beat}\n")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "format = 2", "format = 1", "format = 1\nminutes = -1\n[[beat]]\ntitle = 'a'"])
def test_a_file_that_is_no_show_is_refused(tmp_path, text):
    with pytest.raises(LevelError, match=r"talk\.toml: "):
        show_of(tmp_path, text)


def test_a_show_that_is_not_there():
    with pytest.raises(LevelError, match='there is no show "backwards"'):
        load_show("backwards")
