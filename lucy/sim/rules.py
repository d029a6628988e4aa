"""What a level allows and what it values: the strategy keys and the score's weights. Frozen data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a strategy key that has a name of its own: fields of `Controls` and their values."""

    label: str
    settings: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """One strategy key: whether it may be used, and the amounts that the arrow keys step through.

    `options`, where there are any, stand in place of amounts and choices.
    """

    options: tuple[Option, ...] = ()
    amounts: tuple[int, ...] = ()  # buffer: units; control: thousandths per second; scale: workers
    choices: tuple[str, ...] = ()  # drop: which unit goes
    start: int = 0  # index of the amount or choice that the key first sets
    unbounded: bool = False  # buffer only: the amounts end in "no limit"
    locked: str = ""  # why it may not be used; empty: it may


@dataclass(frozen=True, slots=True)
class Levers:
    """The strategy keys of a level."""

    buffer: Lever = Lever()
    drop: Lever = Lever()
    control: Lever = Lever()
    scale: Lever = Lever(locked="There is nobody else to help.")


@dataclass(frozen=True, slots=True)
class Scoring:
    """Weights of the score's terms (they add up to 1), and what makes each good or bad."""

    goodput: float = 1.0
    loss: float = 0.0
    loss_bad_fraction: float = 0.25
    latency: float = 0.0
    latency_good_s: float = 0.6
    latency_bad_s: float = 2.5
    memory: float = 0.0
    calm: float = 0.0
    clients: float = 0.0  # the clients of `spare`: part of their work that was not on time
    clients_good: float = 0.01
    clients_bad: float = 0.40
    spare: tuple[str, ...] = ()
    frames: float = 0.0  # frames per second
    frames_good_per_s: float = 58.0
    frames_bad_per_s: float = 10.0
    stale: float = 0.0  # mean age of what is shown, seconds
    stale_good_s: float = 0.05
    stale_bad_s: float = 2.0
    seen: float = 0.0  # part of all units that was ever shown, by order of magnitude
    answered: float = 0.0  # questions (the last unit of each burst) that got an answer
    answer: float = 0.0  # 90th percentile of the time to that answer
    answer_good_s: float = 0.45
    answer_bad_s: float = 2.0
    thrift: float = 0.0  # services spent for each question
    thrift_good: float = 1.0
    thrift_bad: float = 9.0
    loss_is_fatal: bool = False  # one lost unit spoils the work, as in a file copy
