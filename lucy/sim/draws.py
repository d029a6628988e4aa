"""Randomness as a value: (seed, run, stream, tick) gives the draw, and no generator has a state.

A stream is a splitmix64 sequence (Steele, Lea and Flood 2014) that starts at a hash of its key, so any tick can be
drawn again alone. Counts come by inversion of a cumulative distribution rounded to 32 bits; it is built from sums,
products and quotients only, which every machine rounds alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np

_GOLDEN = 0x9E3779B97F4A7C15
_AMBIGUOUS = -1


def mix(words: np.ndarray) -> np.ndarray:
    """The splitmix64 finaliser on uint64 words, in place."""
    words ^= words >> np.uint64(30)
    words *= np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(27)
    words *= np.uint64(0x94D049BB133111EB)
    words ^= words >> np.uint64(31)
    return words


def stream_keys(seeds: np.ndarray, runs: np.ndarray, streams: int, purpose: int) -> np.ndarray:
    """Keys of `streams` streams for each run: uint64, shape (runs, streams)."""
    key = mix(seeds.astype(np.uint64) + np.uint64(_GOLDEN))
    key = mix(key ^ (runs.astype(np.uint64) * np.uint64(0xD1342543DE82EF95)))
    numbers = np.arange(streams, dtype=np.uint64) + np.uint64(purpose << 32)
    return mix(key[:, None] ^ (numbers * np.uint64(0xA0761D6478BD642F))[None, :])


def words(keys: np.ndarray, first: int, count: int) -> np.ndarray:
    """Words `first` to `first + count - 1` of each stream: uint64, shape (count, *keys.shape)."""
    steps = np.arange(first + 1, first + count + 1, dtype=np.uint64) * np.uint64(_GOLDEN)  # modulo 2^64
    return mix(keys[None] + steps.reshape((count,) + (1,) * keys.ndim))


def halves(block: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The low and the high 32 bits of each word, as two independent uniforms (int64 in 0..2^32-1)."""
    return (block & np.uint64(0xFFFFFFFF)).astype(np.int64), (block >> np.uint64(32)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Inverse:
    """A distribution on 0, 1, 2 ... that turns a 32-bit uniform into a count by inversion."""

    steps: np.ndarray  # int64, shape (k,): P(X <= first + i) scaled to 2^32, rising
    first: int
    table: np.ndarray  # int64, shape (65536,): the count for the upper 16 bits, or -1 where they do not decide

    def count(self, uniform: np.ndarray) -> np.ndarray:
        """The counts for 32-bit uniforms: int64 of the same shape."""
        found = self.table.take(uniform >> 16)
        unsure = found == _AMBIGUOUS
        if unsure.any():
            found[unsure] = self.first + np.searchsorted(self.steps, uniform[unsure], side="right")
        return found


def _inverse(first: int, weights: np.ndarray) -> Inverse:
    cumulative = np.cumsum(weights)
    steps = np.minimum(np.rint(cumulative / cumulative[-1] * 2.0**32), 2.0**32).astype(np.int64)
    edges = np.arange(65536, dtype=np.int64) << 16
    low = np.searchsorted(steps, edges, side="right")
    high = np.searchsorted(steps, edges + 65535, side="right")
    return Inverse(steps, first, np.where(low == high, first + low, _AMBIGUOUS))


@lru_cache(maxsize=4096)
def poisson(numerator: int, denominator: int) -> Inverse:
    """Poisson with mean numerator/denominator. Weights grow from the mode by p(k+1)/p(k) = mean/(k+1)."""
    mean = numerator / denominator
    mode = int(mean)
    reach = 12 + int(9 * mean**0.5)  # P beyond it < 2^-33
    first = max(0, mode - reach)
    up = np.cumprod(mean / np.arange(mode + 1, mode + reach + 1, dtype=np.float64))
    down = np.cumprod(np.arange(mode, first, -1, dtype=np.float64) / mean)[::-1] if mode else np.empty(0)
    return _inverse(first, np.concatenate([down, [1.0], up]))


def poisson_at(rates: np.ndarray, uniform: np.ndarray, denominator: int) -> np.ndarray:
    """Poisson counts of means rates/denominator; `rates` and `uniform` of one shape, and few different rates."""
    counts = np.zeros(uniform.shape, dtype=np.int64)
    for rate in np.unique(rates):
        if rate:
            here = rates == rate
            counts[here] = poisson(int(rate), denominator).count(uniform[here])
    return counts


def poisson_counts(rates: np.ndarray, uniform: np.ndarray, denominator: int) -> np.ndarray:
    """Poisson counts for ticks whose means are rates/denominator: `rates` (ticks,), `uniform` (ticks, ...)."""
    counts = np.zeros(uniform.shape, dtype=np.int64)
    edges = [0, *(np.flatnonzero(np.diff(rates)) + 1), len(rates)]
    for begin, end in zip(edges, edges[1:], strict=False):
        if rates[begin]:
            counts[begin:end] = poisson(int(rates[begin]), denominator).count(uniform[begin:end])
    return counts


@lru_cache(maxsize=1024)
def served_by(workers: int, numerator: int, denominator: int) -> np.ndarray:
    """Steps of the number of services done in a time of mean numerator/denominator for one worker.

    int64, shape (workers + 2, k): row q is for q units present. With q <= workers each unit ends on its own
    (binomial with 1 - exp(-mean)); the last row is for more units than workers, all of them busy (Poisson).
    """
    mean = numerator / denominator
    stays = Decimal(-mean).exp()
    done = 1 - stays
    rows, parts = [[2.0**32]], [Decimal(1)]  # parts: P(k of those present are done), one more present each time round
    for _ in range(workers):
        parts = [a * stays + b * done for a, b in zip([*parts, Decimal(0)], [Decimal(0), *parts], strict=True)]
        total = np.cumsum([float(part) for part in parts])
        rows.append(list(np.rint(total / total[-1] * 2.0**32)))
    busy = poisson(workers * numerator, denominator)
    rows.append([0.0] * busy.first + [float(s) for s in busy.steps])
    width = max(len(row) for row in rows)
    padded = [row + [2.0**32] * (width - len(row)) for row in rows]
    return np.array(padded, dtype=np.float64).astype(np.int64)


def uniform_floats(keys: np.ndarray, first: int, count: int) -> np.ndarray:
    """Uniforms in (0, 1): float64, shape (count, *keys.shape)."""
    return ((words(keys, first, count) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def binomial(uniform: np.ndarray, trials: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """How many of `trials` succeed, by inversion; above 64 trials by the normal curve (error < 1 % of a deviation).

    `uniform` is 32-bit; all three of one shape; int64 of that shape.
    """
    u = (uniform + 0.5) * 2.0**-32
    mostly = chance > 0.5  # then count the failures, which are few
    rare = np.where(mostly, 1.0 - chance, chance)
    small = np.where(trials > 64, 0, trials)  # more are counted below
    count = np.zeros_like(trials)
    odds = rare / (1.0 - rare)
    most = int(small.max(initial=0))
    term = np.ones_like(rare)
    for k in range(most):  # a power by products, which every machine rounds alike
        term = np.where(k < small, term * (1.0 - rare), term)
    total = term.copy()
    for k in range(most):
        more = (u > total) & (k < small)
        if not more.any():
            break
        count += more
        term = term * odds * np.maximum(small - k, 0) / (k + 1)
        total += term
    many = (trials > 64) & (rare > 0)
    if many.any():
        mean = trials * rare
        guess = np.rint(mean + _normal(u) * np.sqrt(mean * (1.0 - rare)))
        count = np.where(many, np.clip(guess, 0, trials).astype(np.int64), count)
    return np.where(mostly, trials - count, count)


def _normal(u: np.ndarray) -> np.ndarray:
    """The standard normal deviate of probability u, to 4.5e-4 (Abramowitz and Stegun 26.2.23)."""
    tail = np.minimum(u, 1.0 - u)
    s = np.sqrt(-2.0 * np.log(tail))
    above = 2.515517 + s * (0.802853 + s * 0.010328)
    below = 1.0 + s * (1.432788 + s * (0.189269 + s * 0.001308))
    return np.where(u < 0.5, -1.0, 1.0) * (s - above / below)
