"""The text log: what is told, in which order, and what is added up."""

import argparse

from lucy import consumers
from lucy.run import words
from lucy.run.commands.simulate import COMMAND
from lucy.run.headless import played
from lucy.run.level_files import load_level
from lucy.run.session import Session
from lucy.sim.controls import Controls

QUICK = ["level.tick_hz=60"]


def told(name: str, consumer: str, act: int = 0, seconds: float | None = None) -> list[tuple[float, str]]:
    session = played(load_level(name, act, QUICK), consumers.make(consumer), 1, seconds, told=True)
    return [(line.at_s, line.text) for line in session.story.log.lines]


def place(lines: list[tuple[float, str]], part: str) -> int:
    return next(n for n, (_, text) in enumerate(lines) if part in text)


def test_a_persona_that_asks_the_producer_is_told_from_the_scene_to_the_outcome():
    lines = told("01-chocolate-factory", "negotiator")
    order = ["The chocolate factory", "speeds up", "Negotiator says", "Packer asks kitchen for 0.86/s",
             "Kitchen hears it: 0.86/s", "still running", "chocolates made"]  # fmt: skip
    places = [place(lines, part) for part in order]
    assert places == sorted(places)
    assert [at for at, _ in lines] == sorted(at for at, _ in lines)
    sent, heard = lines[places[3]][0], lines[places[4]][0]
    assert 1.9 <= heard - sent <= 2.2  # the supervisor needs two seconds


def test_losses_are_added_up_to_all_that_was_dropped():
    session = played(load_level("03-server-to-server", 0, QUICK), consumers.make("dropper"), 1, 40.0, told=True)
    lines = [line.text for line in session.story.log.lines]
    counted = [int(text.split()[0].replace(",", "")) for text in lines if " dropped in " in text]
    dropped = session.result().dropped
    assert dropped > 500 and 3 < len(counted) <= 40 / 5  # not one line for each
    assert 0 <= dropped - sum(counted) < dropped / 4  # the last seconds are not told yet: the run was stopped
    assert sum("first request is dropped" in text for text in lines) == 1


def test_a_fall_says_all_that_was_lost_by_the_end():
    lines = told("01-chocolate-factory", "shrugger")
    assert "fell over" in lines[-2][1] and "15 dropped" in lines[-1][1]
    assert any(text == "15 chocolates dropped at once." for _, text in lines)


def test_the_state_is_told_when_asked_and_a_setting_when_it_is_made():
    level = load_level("03-server-to-server")
    session = Session(level)
    for _ in range(200):
        session.run_ticks(level.tick_hz // 10)
    session.set_controls(Controls(buffer_units=30), words.say("screen.keys.buffer") + " 30")
    session.set_controls(Controls(buffer_units=40), words.say("screen.keys.buffer") + " 40")
    session.story.tell_state(session.world)
    session.story.tell_state(session.world)
    setting, state = [line.text for line in session.story.log.lines][-2:]
    assert setting == "You set: Buffer 40."
    assert "requests waiting, with room for 500" in state and "more each second, full in" in state


def test_looking_back_takes_the_log_back_and_going_on_gives_the_same_again():
    level = load_level("01-chocolate-factory")
    session = Session(level)
    for _ in range(200):
        session.run_ticks(level.tick_hz // 10)
    before = [str(line) for line in session.story.log.lines]
    session.line.seek(session, 10 * level.tick_hz)
    assert all(line.at_s <= 10 for line in session.story.log.lines)
    session.line.seek(session, 20 * level.tick_hz)
    assert [str(line) for line in session.story.log.lines][:8] == before[:8]


def test_simulate_prints_the_log_instead_of_the_table(capsys):
    parser = argparse.ArgumentParser()
    COMMAND.add_arguments(parser)
    arguments = parser.parse_args(["01-chocolate-factory", "--consumer", "shrugger", "--log"])
    assert COMMAND.run(arguments) == 1  # lost
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("0:00  The chocolate factory.") and lines[-1].startswith("0:22  33 chocolates made:")
