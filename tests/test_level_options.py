"""What later levels say: options, faults, retries, questions, verdicts. Read as written, or refused in one line."""

from __future__ import annotations

from dataclasses import fields

import pytest

from lucy.consumers import NAMES
from lucy.run.headless import simulate
from lucy.run.level_files import LevelError, level_from_bytes
from lucy.run.level_options import OPTION_KEYS
from lucy.run.level_questions import FIGURES, STATION_FIGURES, answer_of
from lucy.run.level_scoring import WEIGHTS
from lucy.sim.controls import CONTROL_NAMES, Controls
from lucy.sim.level import Fault, Level, Retries
from lucy.sim.rules import Option, Scoring

LEVEL = """
format = 1
[level]
stand = "Z"
duration_s = 5
right = ["control", "negotiator", "buffer: 150"]
wrong = ["ignore", "hoarder"]
[[producer]]
name = "A"
to = "Z"
rate_per_s = 100
retries = { most = 3, after_s = 1.5, jitter = true }
members = 1000
[[producer]]
name = "B"
to = "Z"
rate_per_s = 25
[[station]]
name = "Z"
rate_per_s = 90
[levers.drop]
start = "old"
[[levers.drop.option]]
label = "a tenth"
keep_fraction = 0.1
[[levers.drop.option]]
label = "old"
time_limit_s = 1.8
when_full = "oldest"
[levers.control]
[[levers.control.option]]
label = "A at 40"
pace_by_source = { A = 40, B = 12.5 }
[[levers.control.option]]
label = "push"
demand_units = "unbounded"
[scoring]
goodput = 0.6
clients = 0.4
spare = ["B"]
clients_bad = 0.25
[[fault]]
where = "Z"
at_s = 2
lasts_s = 1.5
factor = 0.25
spread_s = 0.5
title = "Z is slow"
[[words.question]]
ask = "How many wait at most?"
figure = "stations.Z.depth_peak"
unit = "units"
wrong = [0.5, 3]
[words]
code = '''
while True:
    pass
'''
"""


def load(text: str, act: int = 0) -> Level:
    return level_from_bytes(text.encode(), "my.toml", act)


def fault(text: str) -> str:
    with pytest.raises(LevelError) as caught:
        load(text)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_options_are_controls_with_a_name():
    levers = load(LEVEL.replace("[words]\n", "").replace("code =", "[words]\ncode =")).levers
    assert levers.drop.options[0] == Option("a tenth", (("keep_fraction", 0.1),))
    assert dict(levers.drop.options[1].settings) == {"time_limit_s": 1.8, "when_full": "oldest"}
    assert levers.drop.start == 1 and levers.control.start == 0
    paces = dict(levers.control.options[0].settings)["pace_by_source"]
    assert paces == (("A", 40.0), ("B", 12.5))
    assert dict(levers.control.options[1].settings) == {"demand_units": None}
    for option in (*levers.drop.options, *levers.control.options):
        Controls(**dict(option.settings))  # type: ignore[arg-type]


def test_every_field_of_controls_can_be_an_option():
    assert ("label", *CONTROL_NAMES) == OPTION_KEYS
    given = {
        "buffer_units": 5, "when_full": '"all"', "time_limit_s": 1.5, "codel_target_s": 0.05,
        "codel_interval_s": 0.2, "keep_fraction": 0.25, "keep_per_window": 3,
        "window_s": 0.5, "operator": '"audit"', "operator_s": 0.3, "pace_per_s": 12.5,
        "pace_by_source": "{ A = 1 }", "high_units": 9, "low_units": 2, "demand_units": 20, "demand_batch": 15,
        "workers": 2, "flush_s": 0.25, "rows": 30, "log_units": 1000,
    }  # fmt: skip
    assert set(given) == set(CONTROL_NAMES), "a new field needs a rule in level_options"
    lines = "\n".join(f"{name} = {value}" for name, value in given.items())
    option = load(LEVEL.replace("keep_fraction = 0.1", lines)).levers.drop.options[0]
    assert [name for name, _ in option.settings] == list(CONTROL_NAMES)
    assert Controls(**dict(option.settings)).demand_batch == 15  # type: ignore[arg-type]


def test_faults_retries_members_and_verdicts_are_read():
    level = load(LEVEL)
    assert level.faults == (Fault("Z", 2000, 1500, 250, 500, "Z is slow"),)
    assert level.producers[0].retries == Retries(3, 1500, True) and level.producers[1].retries is None
    assert level.producers[0].members == 1000
    assert level.right == ("control", "negotiator", "buffer: 150") and level.wrong == ("ignore", "hoarder")
    assert level.words.code == "while True:\n    pass\n"


def test_an_act_has_faults_of_its_own():
    acts = '\n[[act]]\ntitle = "a"\n[[act]]\ntitle = "b"\n'
    acts += '[[act.fault]]\nwhere = "B"\nat_s = 1\nlasts_s = 1\nfactor = 3\n'
    assert [load(LEVEL + acts, act).faults[0].where for act in (0, 1)] == ["Z", "B"]


def test_every_weight_and_bound_of_the_score_is_read():
    names = {field.name for field in fields(Scoring)}
    assert set(WEIGHTS) <= names
    scoring = load(LEVEL).scoring
    assert (scoring.goodput, scoring.clients, scoring.spare, scoring.clients_bad) == (0.6, 0.4, ("B",), 0.25)
    for weight in WEIGHTS:
        table = f'[scoring]\n{weight} = 1\nspare = ["B"]\n'
        assert getattr(load(LEVEL.split("[scoring]")[0] + table).scoring, weight) == 1.0
    screen = "[scoring]\nframes = 0.5\nstale = 0.5\nframes_good_per_s = 50\nframes_bad_per_s = 5\nstale_bad_s = 1.5\n"
    scoring = load(LEVEL.split("[scoring]")[0] + screen).scoring
    assert (scoring.frames_good_per_s, scoring.frames_bad_per_s, scoring.stale_bad_s) == (50, 5, 1.5)


def test_the_answer_to_a_question_is_a_figure_of_a_run():
    level = load(LEVEL)
    (question,) = level.words.questions
    assert question.wrong == (0.5, 3.0) and question.consumer in NAMES
    figures = simulate(level, question.consumer).to_json()
    assert answer_of(question, figures) == figures["stations"]["Z"]["depth_peak"] > 0
    for name in FIGURES:
        assert isinstance(figures.get(name) or 0, int | float)
    for name in STATION_FIGURES:
        assert isinstance(figures["stations"]["Z"].get(name) or 0, int | float)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("keep_fraction = 0.1", "keep_fracton = 0.1",
         '[levers.drop] option 1: unknown key "keep_fracton". Did you mean "keep_fraction"?'),
        ("keep_fraction = 0.1", "keep_fraction = 10", "keep_fraction must be a number from 0 to 1, not 10"),
        ("keep_fraction = 0.1", "", "an option must set something besides its label"),
        ("keep_fraction = 0.1", "low_units = 3", "low_units goes only with high_units"),
        ("keep_fraction = 0.1", "high_units = 3\nlow_units = 4", "low_units must be at most high_units, 3, not 4"),
        ("keep_fraction = 0.1", "demand_units = 9\ndemand_batch = 10", "demand_batch must be at most demand_units, 9"),
        ("keep_fraction = 0.1", 'operator = "debonce"', 'not "debonce". Did you mean "debounce"?'),
        ("keep_fraction = 0.1", "window_s = 0\nkeep_per_window = 1", "window_s must be more than 0"),
        ("keep_fraction = 0.1", 'buffer_units = "unlimited"', "buffer_units must be a whole number from 0"),
        ("keep_fraction = 0.1", 'pace_per_s = "slow"', "pace_per_s must be a number from 0"),
        ('when_full = "oldest"', 'when_full = "oldst"', 'not "oldst". Did you mean "oldest"?'),
        ('label = "a tenth"', 'label = ""', "label must not be empty"),
        ('label = "a tenth"', "", "[levers.drop] option 1: label is missing"),
        ('label = "a tenth"', 'label = "old"', 'label "old" is there twice'),
        ('start = "old"', 'start = "od"', 'start must be the label of an option, not "od". Did you mean "old"?'),
        ("{ A = 40, B = 12.5 }", "{ Z = 40 }", 'pace_by_source names "Z", and nothing of that name sends to'),
        ("{ A = 40, B = 12.5 }", "{ A = -1 }", "pace_by_source must be a number from 0"),
        ("{ A = 40, B = 12.5 }", "40", "pace_by_source must be a table of names and paces"),
        ("after_s = 1.5, ", "", '[[producer]] "A" retries: after_s is missing'),
        ("most = 3", "most = 0", "most must be a whole number from 1 to 100, not 0"),
        ("members = 1000", "members = 0", "members must be a whole number from 1 to 100 000, not 0"),
        ('where = "Z"', 'where = "Y"', '[[fault]] 1: where names no producer and no station: "Y"'),
        ("lasts_s = 1.5", "lasts_s = 0", "lasts_s must be more than 0 seconds"),
        ("factor = 0.25", "factor = 0.0001", "factor must be a number with at most three decimals"),
        ("factor = 0.25", "", "factor is missing"),
        ('right = ["control"', 'right = ["contrl"', '[level]: right names no strategy and no persona: "contrl".'),
        ('wrong = ["ignore"', 'wrong = ["control"', '"control" is in right and in wrong'),
        ("clients = 0.4", "clients = 0.3", "must add up to 1, and they add up to 0.9"),
        ('spare = ["B"]', "", "spare is missing: the weight clients needs to know whose work counts"),
        ('spare = ["B"]', 'spare = ["C"]', 'spare names "C", and nothing of that name sends to the last station'),
        ("clients_bad = 0.25", "clients_bad = 0.01", "clients_good (0.01) must be below clients_bad (0.01)"),
        ("clients_bad = 0.25", "frames_bad_per_s = 60", "frames_good_per_s (58) must be above frames_bad_per_s (60)"),
        ("stations.Z.depth_peak", "stations.Z.depth_peek",
         'figure is none that a station has: "depth_peek". Did you mean "depth_peak"?'),
        ("stations.Z.depth_peak", "stations.Y.depth_peak", 'figure names no station: "Y"'),
        ("stations.Z.depth_peak", "goodput", 'figure is none that a run has: "goodput". Did you mean "goodput_per_s"?'),
        ("stations.Z.depth_peak", "stations.Z", "figure must be a figure such as late, or stations.NAME.late"),
        ('unit = "units"', 'unit = "unit"', 'unit must be one of , s, units, per_s, percent, not "unit"'),
        ("wrong = [0.5, 3]", "wrong = [1]", "wrong must be a list of different multiples of the answer"),
        ("wrong = [0.5, 3]", 'consumer = "shruger"', 'Did you mean "shrugger"?'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(before: str, after: str, said: str):
    assert before in LEVEL
    assert said in fault(LEVEL.replace(before, after))


def test_a_start_without_options_is_refused_for_a_pace():
    text = LEVEL.split("[[levers.control.option]]")[0] + 'start = "x"\n'
    assert "start goes only with [[levers.control.option]]" in fault(text)
