"""What of a run lies ahead: randomness drawn for a block of ticks, and signals under way. Values only; no rules."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(slots=True)
class Draws:
    """The randomness of a block of ticks, computed ahead; a pure function of the seeds, so copies share it."""

    first: int
    bursts: dict[int, tuple[np.ndarray, np.ndarray]]  # by producer: when its bursts begin and end
    natural: np.ndarray  # (ticks, runs, producers)
    rate: np.ndarray | None  # the same shape: at which rate, in thousandths per second; None: as in the plan
    service: np.ndarray | None  # (ticks, 2, runs, stations): services of an always busy, lone worker
    uniform: np.ndarray | None  # (ticks, 2, runs, stations): 32-bit uniforms behind them
    start: np.ndarray | None  # (ticks, runs, stations): the part of its tick left to a unit that finds an idle worker
    work: np.ndarray | None = None  # (ticks, runs, stations): rate of a worker where faults change it; None: the plan's


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal under way: `values` for the runs in `runs`, to one lane's source or to one station's workers."""

    due: int
    sent: int
    kind: str  # pace, request, push, workers
    column: int  # a lane; for workers a station
    runs: np.ndarray
    values: np.ndarray  # thousandths per second; units; workers


def reselected(signals: tuple[Signal, ...], rows: np.ndarray) -> list[Signal]:
    """The signals of some runs (indices), each as often as it is named."""
    kept = []
    for signal in signals:
        place = {int(run): k for k, run in enumerate(signal.runs)}
        hits = [(new, place[int(old)]) for new, old in enumerate(rows) if int(old) in place]
        if hits:
            new, old = (np.array(column) for column in zip(*hits, strict=True))
            kept.append(replace(signal, runs=new, values=signal.values[old]))
    return kept
