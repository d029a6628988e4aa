"""What runs in the process of a `.py` consumer: loads the file, reads views, writes what it decides.

A script of its own. It reports what went wrong as data (a key and its numbers); the sentences are the game's. On its
output are JSON lines and, where a decision takes too long, the trace that Python's faulthandler writes.
"""

from __future__ import annotations

import faulthandler
import inspect
import json
import linecache
import os
import sys
import tokenize
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

PACKAGE = Path(__file__).resolve().parents[2]
LIGHT = {"lucy.consumers": PACKAGE / "consumers", "lucy.consumers.own": PACKAGE / "consumers" / "own"}
if __name__ == "__main__":  # the folder of this script is on the path: the one above the package is wanted
    sys.path[0] = str(PACKAGE.parent)
    for name, folder in LIGHT.items():  # without the personas and numpy, which take a while
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = [str(folder)]  # the two packages, bare

from lucy.consumers.own.mistakes import Mistake, Seen, explain  # noqa: E402
from lucy.sim.controls import CONTROL_NAMES, Controls  # noqa: E402

if __name__ == "__main__":
    for name in LIGHT:  # a file that imports them gets them whole
        del sys.modules[name]

NAME = "own_consumer"  # of the file as a module: not its own, or json.py would hide Python's
MOST_ADDRESSES = 3 << 30  # bytes; the guard sees to what is really used
STUCK = (Exception, SystemExit, KeyboardInterrupt)  # whatever a student's code may raise


def main(words: list[str]) -> int:
    """`child.py FILE DECISION_S START_S`"""
    path, decision_s, start_s = Path(words[0]), float(words[1]), float(words[2])
    views, answers = _own_pipes()
    _limit_memory()
    try:
        faulthandler.dump_traceback_later(0.5 * start_s, file=answers)
        decide = load(path)
    except STUCK as error:
        faulthandler.cancel_dump_traceback_later()
        _say(answers, _line({"error": explain(error, path)}))
        return 1
    faulthandler.cancel_dump_traceback_later()
    sys.stdout.flush()
    _say(answers, _line({"ready": True}))
    for line in views:
        view = json.loads(line)
        turn = view.pop("turn")
        faulthandler.dump_traceback_later(decision_s, file=answers)  # says in which line it is stuck
        try:
            said = _line({"turn": turn, "answer": _plain(decide(seen(view)), decide)})
        except STUCK as error:
            said = _line({"turn": turn, "error": explain(error, path)})
        faulthandler.cancel_dump_traceback_later()  # waits until a trace is written: it never stands inside an answer
        sys.stdout.flush()
        _say(answers, said)
    return 0


def _own_pipes() -> tuple[TextIO, TextIO]:
    """The pipes to the game. What the file prints goes to standard error, and there is nothing for it to read."""
    views = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return views, answers


def _say(answers: TextIO, line: str) -> None:
    answers.write(line)
    answers.flush()


def _line(said: dict[str, Any]) -> str:
    return json.dumps(said, default=_odd) + "\n"


def _odd(value: Any) -> Any:
    """A numpy number as a plain one; for anything else its look, to be shown in a complaint."""
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return value.item()
    return {"not_json": repr(value)[:60]}


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    except (ImportError, ValueError, OSError):
        return  # Windows has none, and macOS may refuse: the guard and the time rule are left


def load(path: Path) -> Callable[[Seen], Any]:
    """Run the file, and find what decides: a function `decide`, or the class that has one."""
    with tokenize.open(path) as stream:
        source = stream.read()
    linecache.cache[path.name] = len(source), None, source.splitlines(True), path.name
    module = types.ModuleType(NAME)
    module.__dict__.update(__file__=str(path), Controls=Controls)
    sys.modules[NAME] = module
    sys.path.append(str(path.parent))  # at the end: a file that is called random.py must not hide Python's own
    exec(compile(source, path.name, "exec"), module.__dict__)
    found = module.__dict__.get("decide")
    if found is None:
        own = [c for c in module.__dict__.values() if inspect.isclass(c) and c.__module__ == NAME]
        deciding = [c for c in own if callable(getattr(c, "decide", None))]
        if not deciding:
            raise Mistake("no_decide", file=path.name)
        if len(deciding) > 1:
            raise Mistake("two_classes", file=path.name, names=", ".join(c.__name__ for c in deciding))
        found = getattr(deciding[0](), "decide")  # noqa: B009 - of a class that nobody knows
    if not callable(found):
        raise Mistake("no_decide", file=path.name)
    return _with_memory(found, path)


def _with_memory(found: Callable[..., Any], path: Path) -> Callable[[Seen], Any]:
    """`decide(view)` or `decide(view, memory)`: the second gets a dictionary that is kept for the whole match."""
    memory: dict[Any, Any] = {}
    try:
        signature = inspect.signature(found)
    except (TypeError, ValueError):
        return found
    for given in ((None, memory), (None,)):
        try:
            signature.bind(*given)
        except TypeError:
            continue
        if len(given) == 1:
            return found

        def decide(view: Seen) -> Any:
            return found(view, memory)

        decide.__wrapped__ = found  # type: ignore[attr-defined]
        return decide
    line = getattr(getattr(found, "__code__", None), "co_firstlineno", 1)
    raise Mistake("signature", file=path.name, line=line, takes=str(signature))


def seen(values: dict[str, Any]) -> Seen:
    """The view as a file sees it: its fields as attributes."""
    known = {name: value for name, value in values["controls"].items() if name in CONTROL_NAMES}
    known["pace_by_source"] = tuple(known["pace_by_source"].items())
    sources = tuple(Seen("source", source) for source in values["sources"])
    return Seen("view", values | {"controls": Controls(**known), "sources": sources})


def _plain(decided: Any, decide: Callable[..., Any]) -> dict[str, Any]:
    """What was decided, as plain values: Controls, or a dictionary of settings."""
    if isinstance(decided, Controls):
        found = {name: getattr(decided, name) for name in CONTROL_NAMES}
        if isinstance(decided.pace_by_source, tuple | list):
            found["pace_by_source"] = [list(p) if isinstance(p, tuple) else p for p in decided.pace_by_source]
        return found
    if isinstance(decided, dict):
        return {str(name): value for name, value in decided.items() if name != "turn"}
    code = getattr(inspect.unwrap(decide), "__code__", None)
    where = {"file": code.co_filename, "line": code.co_firstlineno} if code else {"file": "", "line": 1}
    raise Mistake("nothing" if decided is None else "returned", **where, given=repr(decided)[:60])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
