"""The command line: exit codes, errors of exactly one line, and no window where none is wanted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lucy.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
NO_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "SDL_VIDEO_DRIVER", "XDG_RUNTIME_DIR")


def lucy(*words: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python main.py WORDS`, with no screen."""
    kept = {name: value for name, value in os.environ.items() if name not in NO_SCREEN}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=folder, env=kept | environment, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def complaint(*words: str, **environment: str) -> str:
    """The one line that bad input gets; fails unless it is one line, with exit code 2."""
    done = lucy(*words, **environment)
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert done.stdout == ""
    assert done.stderr.startswith("lucy: ")
    assert done.stderr.count("\n") == 1 and done.stderr.endswith("\n"), done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("simulat", "Did you mean 'simulate'?"),
        ("--versoin", "Did you mean '--version'?"),
        ("zzz", "There are: play, demo"),
        ("simulate", "needs LEVEL"),
        ("simulate 02-copyng-a-file", "02-copying-a-file"),
        ("simulate nowhere.toml", "nowhere.toml"),
        ("simulate 02-copying-a-file --consumer watermrk", "Did you mean 'watermark'?"),
        ("simulate 02-copying-a-file --sed 3", "Did you mean '--seed'?"),
        ("simulate 02-copying-a-file --seed -1", "--seed must be a whole number"),
        ("simulate 02-copying-a-file --seconds nan", "--seconds must be 0.1 to"),
        ("simulate 02-copying-a-file --tick-hz 0", "--tick-hz must be a whole number from"),
        ("simulate 02-copying-a-file --set speed", "--set needs table.key=value"),
        ("simulate 02-copying-a-file --set level.durations_s=3", "Did you mean"),
        ("levels --check nowhere.toml", "nowhere.toml"),
        ("screenshots folder --sizes wide", "1280x720"),
        ("consumer foo", "unknown word after consumer 'foo'. There are: new, check."),
        ("consumer check", "consumer check needs CONSUMER."),
    ],
)
def test_bad_input_gets_one_line_and_exit_code_2(words: str, says: str, capsys) -> None:
    code = main(words.split())
    told = capsys.readouterr()
    assert code == 2 and told.out == ""
    assert told.err.startswith("lucy: ") and told.err.endswith("\n") and told.err.count("\n") == 1, told.err
    assert says in told.err


def test_without_a_display_it_says_so_and_names_simulate() -> None:
    for words in ((), ("demo",), ("play", "01-chocolate-factory")):
        said = complaint(*words)
        assert "no display" in said and "simulate" in said


def test_a_display_that_does_not_answer_is_no_display() -> None:
    assert "no display" in complaint(DISPLAY=":987")


def old_pygame(folder: Path) -> Path:
    """A folder that looks as if the old pygame were installed in it."""
    info = folder / "pygame-2.6.1.dist-info"
    info.mkdir(parents=True)
    info.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: pygame\nVersion: 2.6.1\n", encoding="utf-8")
    return folder


def test_the_old_pygame_is_named_with_the_mending_command(tmp_path: Path) -> None:
    beside = lucy(PYTHONPATH=str(old_pygame(tmp_path / "beside")))
    assert "-m pip uninstall -y pygame pygame-ce &&" in beside.stderr.splitlines()[0]
    instead = old_pygame(tmp_path / "instead")
    instead.joinpath("pygame.py").write_text("", encoding="utf-8")
    assert "-m pip uninstall -y pygame pygame-ce &&" in complaint(PYTHONPATH=str(instead))


@pytest.mark.parametrize("command", ["play", "demo", "simulate", "race", "levels", "screenshots", "bench"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = lucy(command, "--help")
    assert done.returncode == 0 and f"example:\n  python main.py {command}" in done.stdout


def test_version() -> None:
    assert lucy("--version").stdout.startswith("lucy 0.")


RESULT_KEYS = (
    "level consumer seed tick_hz seconds outcome reason made delivered late dropped dropped_by buffered in_flight "
    "goodput_per_s throughput_per_s blocking_fraction utilisation depth_mean depth_peak depth_peak_at_s "
    "memory_peak_bytes latency_mean_s latency_p50_s latency_p99_s finished_at_s score stars score_terms stations "
    "digest"
)


def test_simulate_prints_one_json_object_from_any_folder(tmp_path: Path) -> None:
    done = lucy("simulate", "02-copying-a-file", "--json", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert set(result) == set(RESULT_KEYS.split())
    assert result["outcome"] == "won" and result["made"] == 6_000_000_000


def test_simulate_prints_a_table_that_lines_up() -> None:
    done = lucy("simulate", "01-chocolate-factory", "--consumer", "shrugger", "--seconds", "20")
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    ledger = [line for line in lines if line.split(" ")[0] in ("made", "delivered", "dropped", "buffered")]
    assert len(ledger) == 4 and all(line[11] != " " or line[10] == " " for line in ledger)


def test_a_lost_level_is_exit_code_1() -> None:
    done = lucy("simulate", "01-chocolate-factory", "--consumer", "shrugger", "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["outcome"] == "lost"


def test_a_headless_command_never_loads_pygame(tmp_path: Path) -> None:
    tmp_path.joinpath("pygame.py").write_text("raise SystemExit('pygame was loaded')", encoding="utf-8")
    assert lucy("levels", PYTHONPATH=str(tmp_path)).returncode == 0


def test_levels_lists_and_checks() -> None:
    listed = lucy("levels").stdout
    assert "01-chocolate-factory" in listed and "sandbox" in listed
    checked = lucy("levels", "--check", str(ROOT / "levels" / "01-chocolate-factory.toml"))
    assert checked.returncode == 0, checked.stderr


def test_a_broken_own_level_hides_none_of_the_others(tmp_path: Path) -> None:
    good = (ROOT / "levels" / "01-chocolate-factory.toml").read_text(encoding="utf-8")
    tmp_path.joinpath("levels").mkdir()
    for name, text in (("mine", good), ("broken", "format = 1\nidea = 3\n"), ("zebra", good)):
        tmp_path.joinpath("levels", f"{name}.toml").write_text(text, encoding="utf-8")
    listed = lucy("levels", LUCY_HOME=str(tmp_path))
    assert (listed.returncode, listed.stderr) == (0, "")
    lines = {line.split("  ")[0]: line for line in listed.stdout.splitlines()}
    assert {"01-chocolate-factory", "mine", "zebra", "sandbox"} <= set(lines)
    assert "cannot be read" in lines["broken"] and 'unknown key "idea"' in lines["broken"]
