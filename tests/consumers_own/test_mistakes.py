"""Every mistake of a beginner gets a line that helps, word for word. None raises, and none leaves a process behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lucy.consumers.own.time_rule import TimeRule
from lucy.run import own_report
from lucy.sim.controls import CONTROL_NAMES, Controls

from .matches import HASTY, IN_FORCE, PATIENT, decided, gone, processes, said

BEGIN = "def decide(view, memory):\n"

MISTAKES = {
    "syntax": ("def decide(view, memory)\n    return 1\n", "my.py line 1: expected ':': def decide(view, memory)"),
    "no file of text": ("\0", "my.py line 1: source code string cannot contain null bytes"),
    "exception": (BEGIN + "    x = 0\n    return 1 / x\n", "my.py line 3: ZeroDivisionError: division by zero"),
    "while loading": ("import nothing_like_it\n",
                      "my.py line 1: ModuleNotFoundError: No module named 'nothing_like_it'"),
    "wrong name": (BEGIN + "    a = 1\n    b = 2\n    c = 3\n    return Controls(buffer_units=view.wating)\n",
                   "my.py line 5: view has no 'wating'. Did you mean 'waiting'?"),
    "no such name": (BEGIN + "    return view.zzz\n",
                     "my.py line 2: view has no 'zzz'. The README of the consumers lists all that it has."),
    "of a source": (BEGIN + "    return Controls(pace_per_s=view.sources[0].in_pers)\n",
                    "my.py line 2: source has no 'in_pers'. Did you mean 'in_per_s'?"),
    "view forgotten": (BEGIN + "    return Controls(buffer_units=waiting)\n",
                       "my.py line 2: there is no 'waiting' here. Did you mean 'view.waiting'?"),
    "misspelt": (BEGIN + "    return Contrls()\n",
                 "my.py line 2: there is no 'Contrls' here. Did you mean 'Controls'?"),
    "read only": (BEGIN + "    view.waiting = 0\n",
                  "my.py line 2: view.waiting can only be read. What you want goes into Controls(…)."),
    "setting": (BEGIN + "    return Controls(pace=3)\n",
                "my.py line 2: Controls has no 'pace'. Did you mean 'pace_per_s'?"),
    "setting of a dictionary": (BEGIN + "    return {'pace': 3}\n",
                                "my.py: there is no setting 'pace'. Did you mean 'pace_per_s'?"),
    "wrong type": (BEGIN + "    return Controls(pace_per_s='fast')\n",
                   "pace_per_s must be a number (you gave 'fast'); 100 kept"),
    "half a unit": (BEGIN + "    return Controls(buffer_units=2.5)\n",
                    "buffer_units must be a whole number (you gave 2.5); 14 kept"),
    "a list": (BEGIN + "    return Controls(buffer_units=[1])\n",
               "buffer_units must be a whole number (you gave [1]); 14 kept"),
    "an object": (BEGIN + "    return Controls(pace_per_s=max)\n",
                  "pace_per_s must be a number (you gave <built-in function max>); 100 kept"),
    "out of range": (BEGIN + "    return Controls(pace_per_s=-3)\n",
                     "pace_per_s must be 0 or more (you gave -3); 100 kept"),
    "too many": (BEGIN + "    return Controls(workers=9)\n", "workers must be 1..3 (you gave 9); None kept"),
    "a fraction": (BEGIN + "    return Controls(keep_fraction=10)\n",
                   "keep_fraction must be 0..1 (you gave 10); 1 kept"),
    "huge": (BEGIN + "    return Controls(pace_per_s=10 ** 400)\n",
             f"pace_per_s must be 0 or more (you gave 1{'0' * 56}...); 100 kept"),
    "nan": (BEGIN + "    return Controls(pace_per_s=float('nan'))\n",
            "pace_per_s is not a number (nan: was 0 divided by 0?); 100 kept"),
    "infinite": (BEGIN + "    return Controls(buffer_units=float('inf'))\n",
                 "buffer_units must be a whole number (you gave inf); 14 kept"),
    "choice": (BEGIN + "    return Controls(when_full='oldst')\n",
               "when_full must be one of fail, arrival, newest, oldest, all (you gave 'oldst'); 'fail' kept"),
    "source": (BEGIN + "    return Controls(pace_by_source=(('C', 1.0),))\n",
               "pace_by_source names 'C', and no such source sends here (there are: A, B); () kept"),
    "no decide": ("def decied(view, memory):\n    return Controls()\n",
                  "my.py: there is no decide in it. Begin with: def decide(view, memory):"),
    "nothing given back": (BEGIN + "    Controls()\n",
                           "my.py line 1: decide gave nothing back. Is a `return Controls(…)` missing on some way "
                           "through it?"),
    "something else": (BEGIN + "    return 5\n", "my.py line 1: decide must give back Controls(…). It gave 5."),
    "arguments": ("def decide():\n    return Controls()\n",
                  "my.py line 1: decide must take (view, memory) or (view). It takes ()."),
    "two classes": ("class A:\n    def decide(self, view): return Controls()\nclass B(A): pass\n",
                    "my.py: more than one class in it can decide: A, B. Keep one."),
    "leaves": (BEGIN + "    exit()\n", "my.py line 2: SystemExit: None"),
    "asks": (BEGIN + "    return input('pace? ')\n",
             "my.py line 2: there is nobody to answer input(). What it may know is in the view."),
    "out of memory": (BEGIN + "    memory['x'] = bytearray(4_000_000_000)\n    return Controls()\n",
                      "my.py line 2: out of memory."),
    "recursion": (BEGIN + "    return decide(view, memory)\n",
                  "my.py line 2: RecursionError: maximum recursion depth exceeded"),
    "a circle": (BEGIN + "    x = {}\n    x['buffer_units'] = x\n    return x\n",
                 "my.py line 1: ValueError: Circular reference detected"),
    "its own error": (BEGIN + "    return {'error': 'oh'}\n",
                      "my.py: there is no setting 'error'. Did you mean 'operator'?"),
    "no such setting": (BEGIN + "    return {'x': 1}\n",
                        f"my.py: there is no setting 'x'. There are: {', '.join(CONTROL_NAMES)}."),
    "dies": ("import os\n" + BEGIN + "    print('so be it')\n    os._exit(3)\n",
             "my.py: it ended at 12.3 s with exit code 3: so be it"),
    "dies without a word": (
        "import os\n" + BEGIN + "    os._exit(3)\n",
        "my.py: it ended at 12.3 s with exit code 3. Something in it leaves the program. "
        "decide is asked again and again, and only gives back."),
    "is killed": ("import os\n" + BEGIN + "    os.kill(os.getpid(), 9)\n", "my.py: it was ended by SIGKILL at 12.3 s."),
    "closes its pipes": ("import os, time\n" + BEGIN + "    os.closerange(3, 20)\n    time.sleep(60)\n",
                         "my.py: it closed its output at 12.3 s. "
                         "Answers go to standard output, one line for each view."),
}  # fmt: skip


@pytest.fixture
def my(tmp_path):
    def write(source: str, name: str = "my.py") -> Path:
        file = tmp_path / name
        file.write_text(source, encoding="utf-8")
        return file

    return write


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_gets_its_line_and_what_is_in_force_stays(name, my):
    source, line = MISTAKES[name]
    found, standing = decided(my(source))
    assert standing.skipped in (0, 1)
    assert found[0].pace_per_s in (100.0, None) and found[0].buffer_units in (14, None)
    if standing.skipped:
        assert found == [IN_FORCE]
    assert own_report.lines(standing) == (line,)


LOADING = "my.py line {line}: still loading after {start_s} s. A loop that never ends?"
FLOOD = "my.py: it prints a lot. The last 10,000 characters are kept."
LOOPS = {
    "a loop": ("    x = 1\n    while True:\n        x += 1\n", (3, 4), "A loop that never ends?"),
    "a sleep": ("    import time\n    time.sleep(60)\n", (3,), "The belt does not wait while it sleeps."),
    "a loop in C": ("    return sum(range(10 ** 12))\n", (2,), "A loop that never ends?"),
}


@pytest.mark.parametrize("name", LOOPS)
def test_an_endless_decision_is_found_in_its_line(name, my):
    body, lines, end = LOOPS[name]
    found, standing = decided(my(BEGIN + body), turns=2, rule=HASTY)
    assert found == [IN_FORCE, IN_FORCE] and standing.skipped == 2
    (line,) = own_report.lines(standing)
    assert line in {f"my.py line {n}: over 50 ms at 12.3 s. {end}" for n in lines}


def test_a_file_that_never_finishes_loading_is_found_in_its_line(my):
    rule = TimeRule(decision_s=0.05, start_s=1.0)
    (line,) = said(my("x = 1\nwhile x:\n    pass\n"), rule=rule)
    assert line in {LOADING.format(line=n, start_s=1) for n in (2, 3)}


def test_a_flood_of_prints_is_kept_to_its_end(my):
    file = my(BEGIN + "    print('x' * 3_000_000)\n    print('the end')\n    return Controls()\n")
    found, standing = decided(file)
    assert found == [Controls()]
    assert len(standing.printed) == 10_000 and standing.printed.endswith("x\nthe end\n")
    assert standing.printed_characters == 3_000_009
    assert own_report.lines(standing) == (FLOOD,)


def test_children_that_it_starts_are_gone_with_it(my):
    source = (
        "import subprocess, sys\n"
        f"{BEGIN}    sleeper = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "    one = subprocess.Popen(sleeper)\n"
        "    other = subprocess.Popen(sleeper, start_new_session=True)\n"
        "    print(one.pid, other.pid)\n    return Controls()\n"
    )
    found, standing = decided(my(source))
    assert found == [Controls()]
    assert all(gone(int(pid)) for pid in standing.printed.split())


def test_memory_that_is_really_used_ends_it(my, monkeypatch):
    monkeypatch.setattr("lucy.consumers.own.processes.MOST_BYTES", 100 << 20)
    monkeypatch.setattr("lucy.consumers.own.endings.MOST_BYTES", 1 << 30)
    source = BEGIN + "    import time\n    x = b'x' * 200_000_000\n    time.sleep(60)\n"
    assert said(my(source)) == ["my.py: it took more than 1 GB of memory and was stopped at 12.3 s."]


PROGRAMS = {
    "no JSON": ("while input(): print('hello', flush=True)",
                "an answer must be one JSON object on a line (it wrote 'hello'). "
                "What it prints goes to standard error."),
    "no turn": ("while input(): print('{}', flush=True)",
                "an answer needs the \"turn\" of the line that it answers (it wrote '{}')."),
    "a flood without an end": ("import sys\nwhile True: sys.stdout.write('x' * 65536)",
                               "a line of more than 64,000 characters. End each answer with a line break."),
    "another turn": ("while input(): print('{\"turn\": \"1\"}', flush=True)",
                     "an answer needs the \"turn\" of the line that it answers (it wrote '{\"turn\": \"1\"}')."),
    "closes its input": ("import os, time\ninput()\nos.close(0)\nprint('{\"turn\": 1}', flush=True)\ntime.sleep(60)",
                         "it closed its input at 12.4 s. It must read on until its input ends."),
    "ends": ("input()", "it ended at 12.3 s with exit code 0. It must read on until its input ends."),
    "fails": ("raise SystemExit('no luck')", "it ended at 12.3 s with exit code 1: no luck"),
    "closes": ("import os, time\nos.close(1)\ntime.sleep(60)",
               "it closed its output at 12.3 s. Answers go to standard output, one line for each view."),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_goes_wrong_gets_its_line(name, my):
    code, line = PROGRAMS[name]
    command = f"{sys.executable} {my(code, 'bot')}"
    silent = name not in ("ends", "fails", "closes", "closes its input")  # waited for until the end of its time
    rule = TimeRule(decision_s=0.05, bank_s=0.0, start_s=0.8 if silent else 20.0)
    assert said(command, turns=2, rule=rule) == [f"{command}: {line}"]


def test_a_program_that_says_nothing_is_not_waited_for(my):
    command = f"{sys.executable} {my('while True: input()', 'bot')}"
    rule = TimeRule(decision_s=0.05, bank_s=0.0, start_s=0.3)
    assert said(command, rule=rule) == [
        f"{command}: no answer to the first line within 0.3 s. Does it end each answer with a line break, and flush?"
    ]


def test_after_too_many_skipped_turns_a_persona_plays_on(my):
    found, standing = decided(my(BEGIN + "    1 / 0\n"), turns=8)
    assert found[: PATIENT.skips_in_a_row] == [IN_FORCE] * 5 and found[5].high_units
    assert (standing.skipped, standing.stand_in) == (5, "watermark")
    assert standing.stand_in_at_s == pytest.approx(12.7)
    assert own_report.lines(standing) == (
        "my.py line 2: ZeroDivisionError: division by zero (5 times)",
        "my.py: 5 turns skipped in a row. From 12.7 s on, the watermark persona plays.",
    )


def test_nothing_is_left_of_all_these():
    assert not processes()


def test_the_lines_in_the_readme_are_the_ones_that_are_said():
    readme = Path(__file__).resolve().parent.parent.parent / "lucy" / "consumers" / "README.md"
    table = readme.read_text(encoding="utf-8").split("### What can go wrong")[1].split("\n\n")[2]
    told = [row.split(" | ")[1].strip(" |`") for row in table.splitlines()[2:]]
    known = {line for _, line in MISTAKES.values()}
    known |= {f"node bot.js: {line}" for _, line in PROGRAMS.values()}
    known |= {f"my.py line {n}: over 50 ms at 12.3 s. {end}" for _, lines, end in LOOPS.values() for n in lines}
    known |= {LOADING.format(line=2, start_s=5), FLOOD}
    assert len(told) > 15
    assert not [line for line in told if line not in known]
