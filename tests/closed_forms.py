"""What queueing theory says, as pure functions: the figures that the engine is held against.

Knows nothing of the engine. Rates are per second, times in seconds, counts in customers; `in_per_s` is lambda and
`work_per_s` is mu. Where a form needs a stable queue it raises ValueError for one that is not.

Sources: Kleinrock, Queueing Systems vol. 1 (1975), 3.2 (M/M/1), 3.6 (M/M/1/K), 5.6 (Pollaczek-Khinchine);
Erlang 1917 (loss and delay formulas); Little 1961 (L = lambda W); Newell, Applications of Queueing Theory (1982),
ch. 2 (fluid D/D/1); Reiser and Lavenberg 1980 (mean value analysis).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Queue:
    """Long-run figures. `number` and `time_s` count the one in service too; `waiting` and `wait_s` do not."""

    number: float  # L
    time_s: float  # W, of those admitted
    waiting: float  # Lq
    wait_s: float  # Wq
    throughput_per_s: float
    blocking: float = 0.0  # the part of arrivals refused
    utilisation: float = 0.0


def _load(in_per_s: float, work_per_s: float) -> float:
    load = in_per_s / work_per_s
    if load >= 1:
        raise ValueError(f"no long run: {in_per_s}/s into {work_per_s}/s grows without end")
    return load


def _queue(number: float, throughput_per_s: float, utilisation: float, blocking: float = 0.0) -> Queue:
    """The rest by Little's law."""
    waiting = number - utilisation
    return Queue(
        number,
        number / throughput_per_s,
        waiting,
        waiting / throughput_per_s,
        throughput_per_s,
        blocking,
        utilisation,
    )


def mm1(in_per_s: float, work_per_s: float) -> Queue:
    """M/M/1: L = rho / (1 - rho) (Kleinrock 3.2)."""
    load = _load(in_per_s, work_per_s)
    return _queue(load / (1 - load), in_per_s, load)


def mm1_time_quantile_s(in_per_s: float, work_per_s: float, part: float = 0.99) -> float:
    """Quantile of the time in an M/M/1 queue; it is exponential with rate mu - lambda (FIFO)."""
    _load(in_per_s, work_per_s)
    return -math.log(1 - part) / (work_per_s - in_per_s)


def md1(in_per_s: float, work_per_s: float) -> Queue:
    """M/D/1 by Pollaczek-Khinchine with no variance of service: Lq = rho^2 / (2 (1 - rho))."""
    load = _load(in_per_s, work_per_s)
    return _queue(load + load * load / (2 * (1 - load)), in_per_s, load)


def mm1k(in_per_s: float, work_per_s: float, most: int) -> Queue:
    """M/M/1/K with room for `most`, the one in service too: p_n in proportion to rho^n (Kleinrock 3.6).

    Any load, also 1 and more.
    """
    parts = mm1k_states(in_per_s, work_per_s, most)
    number = sum(n * part for n, part in enumerate(parts))
    return _queue(number, in_per_s * (1 - parts[-1]), 1 - parts[0], parts[-1])


def mm1k_states(in_per_s: float, work_per_s: float, most: int) -> tuple[float, ...]:
    """How much of the time M/M/1/K holds 0, 1 .. `most` customers."""
    load = in_per_s / work_per_s
    # Powers downwards from the larger end, so that a heavy load does not overflow.
    powers = [load**n if load <= 1 else load ** (n - most) for n in range(most + 1)]
    total = math.fsum(powers)
    return tuple(power / total for power in powers)


def erlang_b(offered: float, workers: int) -> float:
    """Blocking of M/G/c/c at `offered` = lambda / mu, by the stable recursion B(c) = a B / (c + a B)."""
    blocking = 1.0
    for count in range(1, workers + 1):
        blocking = offered * blocking / (count + offered * blocking)
    return blocking


def erlang_c(offered: float, workers: int) -> float:
    """Probability that an arrival at M/M/c has to wait; ValueError unless offered < workers."""
    load = _load(offered, workers)
    blocking = erlang_b(offered, workers)
    return blocking / (1 - load * (1 - blocking))


def mmc_wait_s(in_per_s: float, work_per_s: float, workers: int) -> float:
    """Mean wait in M/M/c, service not counted: C / (c mu - lambda)."""
    return erlang_c(in_per_s / work_per_s, workers) / (workers * work_per_s - in_per_s)


def dd1_depth(in_per_s: float, work_per_s: float, time_s: float) -> float:
    """Fluid D/D/1 from empty: what waits at that time (Newell ch. 2)."""
    return max(0.0, in_per_s - work_per_s) * time_s


def dd1_fill_s(in_per_s: float, work_per_s: float, room: float) -> float:
    """When a buffer with that room is full; infinite where there is no deficit."""
    deficit = in_per_s - work_per_s
    return room / deficit if deficit > 0 else math.inf


def dd1_wait_s(in_per_s: float, work_per_s: float, arrived_at_s: float) -> float:
    """FIFO wait of what arrives then: the depth that it finds, worked off at full rate."""
    return dd1_depth(in_per_s, work_per_s, arrived_at_s) / work_per_s


def dd1_late_from_s(in_per_s: float, work_per_s: float, deadline_s: float) -> float:
    """From when on every arrival waits longer than the deadline."""
    return dd1_fill_s(in_per_s, work_per_s, deadline_s * work_per_s)


@dataclass(frozen=True)
class Copy:
    """A lot of `total` units through an unbounded buffer."""

    made_at_s: float  # when the last was put in
    peak: float  # what waits then
    done_at_s: float


def dd1_copy(in_per_s: float, work_per_s: float, total: float) -> Copy:
    """Reading `total` at one rate and writing it at another."""
    made_at_s = total / in_per_s
    peak = dd1_depth(in_per_s, work_per_s, made_at_s)
    return Copy(made_at_s, peak, total / min(in_per_s, work_per_s))


def flag_peak(raised_at: float, deficit_per_s: float, delay_s: float) -> float:
    """The most that waits when the flag goes up at `raised_at`: H + deficit x delay."""
    return raised_at + deficit_per_s * delay_s


def credit_throughput_per_s(credit: int, work_per_s: float, round_trip_s: float, exponential: bool = False) -> float:
    """Throughput with `credit` outstanding: min(mu, n/R); with an exponential server by mean value analysis."""
    if not exponential:
        return min(work_per_s, credit / round_trip_s)
    number = throughput = 0.0
    for count in range(1, credit + 1):
        time_s = (1 + number) / work_per_s
        throughput = count / (round_trip_s + time_s)
        number = throughput * time_s
    return throughput
