"""One pace for many sources: the most that each may send, so that all together send no more than can be done."""

from __future__ import annotations

from collections.abc import Sequence

from lucy.consumers.protocol import Source


def fair_share(sources: Sequence[Source], total_per_s: float) -> float:
    """The max-min fair pace in units/s (Bertsekas and Gallager 1987, 6.5.2); at least one source must be controllable.

    Those that send less than the share keep their rate, and what they leave goes to the others. What comes from
    sources that cannot be controlled is taken off first, but never more than nine tenths of the total.
    """
    left = total_per_s - sum([source.in_per_s for source in sources if not source.controllable])
    left = max(left, 0.1 * total_per_s)
    rates = sorted([source.in_per_s for source in sources if source.controllable])
    for index, rate in enumerate(rates):
        share = left / (len(rates) - index)
        if rate >= share:
            return share
        left -= rate
    most = rates[-1]
    return most + left / sum([rate >= 0.9 * most for rate in rates])  # all are content: the busiest may grow
