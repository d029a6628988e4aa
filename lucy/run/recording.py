"""A recorded run: what was played, what was done at which tick, and what it looked like each second.

Plays it again, and says where it first differs. Knows no file: `recorder` writes them, and `recording_file` reads.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

from lucy.run.level_files import LevelError, load_level, shipped_levels
from lucy.run.session import Session
from lucy.run.tape import Entry, Tape
from lucy.sim.level import Level

FORMAT = 1
_NOT_RULES = {"words", "source"}  # of a level: they change no tick


@dataclass(frozen=True, slots=True)
class Recording:
    """One run. `digests`: (tick, digest of the world as the run left that tick), about one a second, and the last."""

    level: Level
    act: int
    seed: int
    consumer: str
    hands_on: bool
    entries: tuple[Entry, ...]
    digests: tuple[tuple[int, str], ...]
    last_tick: int
    cut_short: bool  # its end was never written
    branched_at_s: tuple[float, ...] = ()
    game: str = ""  # the version that wrote it


def level_digest(level: Level) -> str:
    """A hash of a level's rules, without its words. What stands at its default is left out, so that it stays the same
    when a later version gives levels more to say."""
    rules = json.dumps(_rules(level), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(rules.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _rules(value: Any) -> Any:
    if not is_dataclass(value):
        return [_rules(each) for each in value] if isinstance(value, tuple) else value
    found = {}
    for field in fields(value):
        at, default = getattr(value, field.name), field.default
        if field.name not in _NOT_RULES and (default is MISSING or at != default):
            found[field.name] = _rules(at)
    return found


def session_of(recording: Recording, live: bool = True) -> Session:
    """A session that plays it again, standing at its beginning."""
    session = Session(recording.level, None, recording.seed, recording.hands_on, live)
    session.play_again(Tape(list(recording.entries)), recording.last_tick, recording.consumer, recording.branched_at_s)
    return session


def first_difference(recording: Recording, session: Session) -> tuple[int, int] | None:
    """Where a session that played it to its end differs: (last tick that was the same, first that was not), or None."""
    noted = dict(session.digests) | {session.world.tick: session.world.digest()}
    same = 0
    for tick, digest in recording.digests:
        if noted.get(tick) != digest:
            return same, tick
        same = tick
    return None


def is_as_shipped(recording: Recording) -> bool:
    """Whether the level of that name that travels with this game has the same rules."""
    name = recording.level.name
    if name not in shipped_levels():
        return True
    try:
        return level_digest(load_level(name, recording.act)) == level_digest(recording.level)
    except LevelError:
        return False
