"""`lucy replay`: a recorded run again, in the window, or without one to check it or to read its figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lucy.run.commands.command_line import DONE, LOST, BadInput, Command, one_line

if TYPE_CHECKING:
    from lucy.run.recording import Recording

Show = Callable[["Recording"], int]  # opens the window

LAST = "last"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=f"a recording, or '{LAST}' for the newest of your own")
    parser.add_argument("--verify", action="store_true", help="run it without a screen, and say where it first differs")
    parser.add_argument("--json", action="store_true", help="print its figures as one JSON object; opens no window")


def file_of(given: str, command: str = "replay") -> Path:
    """The recording that is meant; BadInput if it is the newest and there is none."""
    from lucy.run import recorder

    if given != LAST:
        return Path(given)
    found = recorder.newest()
    if found is None:
        raise BadInput(
            f"{command}: nothing has been recorded yet in {one_line(recorder.folder())}. Play a level first."
        )
    return found


def read(file: Path, command: str = "replay") -> Recording:
    """What is recorded there, with a note of what is special about it; BadInput if it can't be read."""
    from lucy.run.recording import is_as_shipped
    from lucy.run.recording_file import RecordingError, read_recording

    try:
        recording = read_recording(file)
    except RecordingError as error:
        raise BadInput(f"{command}: {error}") from None
    name = one_line(file.name)
    if not is_as_shipped(recording):
        _note(f"{name}: the level {recording.level.name} is another one by now; this plays it as it was.")
    if recording.cut_short:
        until_s = recording.last_tick / recording.level.tick_hz
        _note(f"{name}: the recording was cut short; it goes up to {until_s:.1f} s.")
    return recording


def _run(arguments: argparse.Namespace, show: Show) -> int:
    from lucy.run.recording import first_difference, session_of

    file = file_of(arguments.file)
    recording = read(file)
    name, hz = one_line(file.name), recording.level.tick_hz
    until_s = recording.last_tick / hz
    if not (arguments.verify or arguments.json):
        return show(recording)
    session = session_of(recording, live=False)
    session.run_ticks(recording.last_tick)
    differs = first_difference(recording, session)
    if arguments.json:
        more = {
            "recorded_until_s": until_s,
            "cut_short": recording.cut_short,
            "branched_at_s": list(recording.branched_at_s),
            "differs_at_s": None if differs is None else differs[1] / hz,
        }
        print(json.dumps(session.result().to_json() | more, indent=2, ensure_ascii=False))
    elif differs is None:
        count = len(recording.digests)
        print(f"{name}: the same to the last tick ({recording.last_tick:,}): all {count} digests agree.")
    else:
        same, other = (tick / hz for tick in differs)
        print(f"{name}: differs. The same up to {same:.1f} s, and not at {other:.1f} s (tick {differs[1]:,}).")
    return DONE if differs is None or not arguments.verify else LOST


def _note(line: str) -> None:
    print(f"lucy: {line}", file=sys.stderr)


def command(show: Show) -> Command:
    """The command; `show` opens the window, which this layer does not have."""
    return Command(
        name="replay",
        summary="play a recorded run again; --verify checks it without a screen",
        example="replay last --verify",
        add_arguments=_arguments,
        run=lambda arguments: _run(arguments, show),
        speaks=True,
    )
