"""Why a process is no longer there, and in which line one is stuck. Reads what is left; ends nothing."""

from __future__ import annotations

import re
import signal

from lucy.consumers.own import guard
from lucy.consumers.own.complaints import Complaint, complaint
from lucy.consumers.own.processes import MOST_BYTES, Process

_EXIT_S = 0.3  # for the exit code, after its output has ended
_TRACE = re.compile(rb'  File "(.*)", line (\d+) in ')


def ending(process: Process, who: str, at_s: str, pipe: str, is_python: bool = False) -> Complaint:
    """What to say of a process whose pipe has ended. `pipe`: "input" or "output"; `is_python`: it runs a file."""
    code = process.exit_code(_EXIT_S)
    numbers = {"who": who, "at_s": at_s}
    if code is None:
        return complaint(f"closed_{pipe}", **numbers)
    if code == guard.TOO_MUCH_MEMORY:
        return complaint("memory", **numbers, most=f"{MOST_BYTES >> 30} GB")
    last = (process.printed(_EXIT_S).strip().splitlines() or [""])[-1][:120]
    if code == guard.NOT_STARTED:
        return complaint("not_started", **numbers, said=last)
    if code > 128:
        return complaint("killed", **numbers, signal=_signal_name(code - 128))
    if last:
        return complaint("died_saying", **numbers, code=code, said=last)
    return complaint("died_itself" if is_python else "died", **numbers, code=code)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def stuck_line(trace: bytes, file: str) -> str:
    """The line number in a trace of Python's faulthandler, if that line of the trace is about the file; else empty."""
    found = _TRACE.match(trace)
    if found is None or found[1] != file.encode("ascii", "backslashreplace"):
        return ""
    return found[2].decode()
