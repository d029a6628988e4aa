"""What counts in a level, and what it is to show: [scoring], and the lists `right` and `wrong`.

Owns the weights and their bounds. It refuses weights that do not add up to 1.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lucy.consumers import NAMES
from lucy.run.level_errors import did_you_mean, shown
from lucy.run.level_tables import Table
from lucy.sim.rules import Scoring

WEIGHTS = (
    "goodput", "loss", "latency", "memory", "calm", "clients", "frames", "stale", "seen", "answered", "answer",
    "thrift",
)  # fmt: skip
BOUNDS = (  # good, bad, and whether good is the lower one
    ("latency_good_s", "latency_bad_s", True),
    ("clients_good", "clients_bad", True),
    ("frames_good_per_s", "frames_bad_per_s", False),
    ("stale_good_s", "stale_bad_s", True),
    ("answer_good_s", "answer_bad_s", True),
    ("thrift_good", "thrift_bad", True),
)
SCORING_KEYS = (
    *WEIGHTS, "loss_bad_fraction", "loss_is_fatal", "spare", *(key for good, bad, _ in BOUNDS for key in (good, bad)),
)  # fmt: skip
STRATEGIES = ("ignore", "buffer", "drop", "control")

_MOST_BOUND = 1_000_000


def read_scoring(root: Table, sources: tuple[str, ...]) -> Scoring:
    """The score's weights and bounds; without the table, goodput alone counts. `sources` may be spared."""
    table = root.table("scoring", SCORING_KEYS)
    if table is None:
        return Scoring()
    weights = {key: table.ratio(key, "0") for key in WEIGHTS}
    total = sum(weights.values(), Decimal(0))
    if not any(table.has(key) for key in WEIGHTS):
        weights["goodput"] = total = Decimal(1)
    if total != 1:
        raise table.error(f"the weights {', '.join(WEIGHTS)} must add up to 1, and they add up to {shown(total)}")
    usual = Scoring()
    bad_fraction = table.ratio("loss_bad_fraction", str(usual.loss_bad_fraction))
    if bad_fraction == 0:
        raise table.wrong("loss_bad_fraction", "more than 0")
    bounds: dict[str, Any] = {}
    for good, bad, rising in BOUNDS:
        bounds[good], bounds[bad] = _bound(table, good, usual), _bound(table, bad, usual)
        if (bounds[good] < bounds[bad]) != rising or bounds[good] == bounds[bad]:
            side = "below" if rising else "above"
            raise table.error(f"{good} ({bounds[good]:g}) must be {side} {bad} ({bounds[bad]:g})")
    return Scoring(
        **{key: float(weight) for key, weight in weights.items()},
        **bounds,
        loss_bad_fraction=float(bad_fraction),
        loss_is_fatal=table.flag("loss_is_fatal"),
        spare=_spare(table, bool(weights["clients"]), sources),
    )


def _bound(table: Table, key: str, usual: Scoring) -> float:
    most = 3600 if key.endswith("_s") and not key.endswith("per_s") else _MOST_BOUND
    return table.milli(key, most) / 1000 if table.has(key) else float(getattr(usual, key))


def _spare(table: Table, counts: bool, sources: tuple[str, ...]) -> tuple[str, ...]:
    spare = table.texts("spare")
    for name in spare:
        if name not in sources:
            raise table.error(
                f"spare names {shown(name)}, and nothing of that name sends to the last station."
                f"{did_you_mean(name, sources)}"
            )
    if counts and not spare:
        raise table.error('spare is missing: the weight clients needs to know whose work counts, e.g. spare = ["B"]')
    return spare


def read_verdict(level: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lists `right` and `wrong` of strategies and personas. Raises LevelError for one that is in both.

    A strategy may be named with one of its amounts, as the matrix writes it: "buffer: 500".
    """
    known = (*STRATEGIES, *NAMES)
    for key in ("right", "wrong"):
        for name in level.texts(key):
            if name not in known and not name.startswith(tuple(f"{strategy}: " for strategy in STRATEGIES)):
                raise level.error(f"{key} names no strategy and no persona: {shown(name)}.{did_you_mean(name, known)}")
    right, wrong = level.texts("right"), level.texts("wrong")
    for name in right:
        if name in wrong:
            raise level.error(f"{shown(name)} is in right and in wrong; it can be only one of them")
    return right, wrong
