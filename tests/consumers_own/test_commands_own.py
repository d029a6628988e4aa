"""The command line with somebody's own consumer: results, exit codes, one line for what can't be used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lucy.__main__ import main

from .matches import gone

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = "def decide(view, memory):\n    print('at', view.time_s)\n    return Controls(pace_per_s=1.0)\n"


@pytest.fixture
def lucy(tmp_path):
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *words], cwd=tmp_path, capture_output=True, encoding="utf-8",
            timeout=60, check=False, env=os.environ | {"LUCY_HOME": str(tmp_path / "home")},
        )  # fmt: skip

    return run


def test_a_template_is_written_once_and_passes_its_check(lucy, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["consumer", "new", "my.py"]) == 0
    tmp_path.joinpath("my.py").write_text(tmp_path.joinpath("my.py").read_text() + "# mine\n")
    assert main(["consumer", "new", "my.py"]) == 2
    assert capsys.readouterr().err == "lucy: consumer new: my.py is there already. Choose another name.\n"
    assert tmp_path.joinpath("my.py").read_text().endswith("# mine\n")
    checked = lucy("consumer", "check", "my.py", "--level", "01-chocolate-factory", "--seconds", "2")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Controls(pace_per_s=1.0)" in checked.stdout and "nothing went wrong" in checked.stdout


def test_a_check_names_what_went_wrong_and_fails(lucy, tmp_path):
    tmp_path.joinpath("my.py").write_text(GOOD.replace("1.0", "-1"))
    checked = lucy("consumer", "check", "my.py", "--level", "01-chocolate-factory", "--seconds", "1")
    assert checked.returncode == 1
    assert "  pace_per_s must be 0 or more (you gave -1); None kept (10 times)\n" in checked.stdout
    assert "  at 0.9\n" in checked.stdout


def test_simulate_gives_the_result_on_one_side_and_the_prints_on_the_other(lucy, tmp_path):
    tmp_path.joinpath("my.py").write_text(GOOD)
    done = lucy("simulate", "01-chocolate-factory", "--consumer", "my.py", "--seconds", "0.5", "--json")
    result = json.loads(done.stdout)
    assert result["consumer"] == "my.py" and result["own_consumer"]["decided"] == 5
    assert result["own_consumer"]["stand_in"] is None
    assert done.stderr == "".join(f"at {tenth / 10}\n" for tenth in range(5))


@pytest.mark.parametrize(
    ("consumer", "says"),
    [
        ("none.py", "there is no file 'none.py'. `consumer new none.py` writes one to start from."),
        ("nodd bot.js", "there is no program 'nodd' to run 'nodd bot.js' with."),
        ("node 'bot.js", "cannot read the command 'node 'bot.js': No closing quotation"),
        ("broken.py", "broken.py line 1: expected ':': def decide(view)"),
    ],
)
def test_what_cannot_be_started_is_bad_input(tmp_path, consumer, says, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("broken.py").write_text("def decide(view)\n")
    assert main(["simulate", "01-chocolate-factory", "--consumer", consumer]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"lucy: {says}\n")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_when_the_game_is_ended_its_consumer_ends(tmp_path, how):
    tmp_path.joinpath("my.py").write_text(
        "import os\ndef decide(view):\n    open('pids', 'a').write(f'{os.getpid()} ')\n    while True: pass\n"
    )
    game = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "simulate", "01-chocolate-factory", "--consumer", "my.py"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    pids = tmp_path / "pids"
    end = time.monotonic() + 20
    while not pids.exists() or not pids.read_text().split():
        assert time.monotonic() < end and game.poll() is None
        time.sleep(0.02)
    game.send_signal(how)
    game.wait(10)
    assert all(gone(int(pid)) for pid in pids.read_text().split())
