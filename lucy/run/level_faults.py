"""What breaks in a level, and who tries again: [[fault]], and a producer's `retries`.

Owns their keys and ranges. When a fault strikes exactly is the engine's to draw.
"""

from __future__ import annotations

from lucy.run.level_errors import did_you_mean, shown
from lucy.run.level_tables import LONGEST_S, Table
from lucy.sim.level import Fault, Producer, Retries, Station

FAULT_KEYS = ("where", "at_s", "lasts_s", "factor", "spread_s", "title")
RETRY_KEYS = ("most", "after_s", "jitter")

_MOST_FAULTS = 200
_MOST_FACTOR = 1000
_MOST_RETRIES = 100


def read_faults(root: Table, producers: tuple[Producer, ...], stations: tuple[Station, ...]) -> tuple[Fault, ...]:
    """All faults, in the order of the file. Raises LevelError, also where nothing is called `where`."""
    names = [producer.name for producer in producers] + [station.name for station in stations]
    faults = []
    for table in root.tables("fault", FAULT_KEYS, _MOST_FAULTS):
        where = table.text("where")
        if where not in names:
            raise table.error(f"where names no producer and no station: {shown(where)}.{did_you_mean(where, names)}")
        lasts_ms = table.milli("lasts_s", LONGEST_S)
        if not lasts_ms:
            raise table.wrong("lasts_s", "more than 0 seconds")
        faults.append(
            Fault(
                where=where,
                at_ms=table.milli("at_s", LONGEST_S),
                lasts_ms=lasts_ms,
                factor_milli=table.milli("factor", _MOST_FACTOR),
                spread_ms=table.milli("spread_s", LONGEST_S, 0),
                title=table.text("title", ""),
            )
        )
    return tuple(faults)


def read_retries(producer: Table) -> Retries | None:
    """How a producer tries again; None: it does not. Raises LevelError."""
    table = producer.table("retries", RETRY_KEYS)
    if table is None:
        return None
    return Retries(table.whole("most", 1, _MOST_RETRIES), table.milli("after_s", LONGEST_S), table.flag("jitter"))
