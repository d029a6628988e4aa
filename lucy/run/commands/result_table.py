"""What came of a run, as a table to read. Knows the keys of `Result.to_json()` and nothing of how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lucy.run.commands.table import aligned
from lucy.sim.level import Level

_BYTE_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def result_table(result: Mapping[str, Any], level: Level) -> str:
    """The whole table: the verdict, the ledger, the gauges, the score, and each station if there are several."""
    heading = f"{level.words.title or result['level']}: {result['outcome']}. {result['reason']}"
    stars = "★" * result["stars"] + "☆" * (3 - result["stars"])
    parts = [
        heading,
        f"consumer {result['consumer']}, seed {result['seed']}, {result['tick_hz']} ticks a second, "
        f"{_number(result['seconds'])} s of level time",
        "",
        _ledger(result, level),
        "",
        _gauges(result, level),
        "",
        f"score  {_number(result['score'])} of 100  {stars}",
        aligned([("       " + name, _number(term["value"]), f"weight {_number(term['weight'])}")
                 for name, term in result["score_terms"].items()], right=(1,)) if result["score_terms"] else "",
        _stations(result, level) if len(result["stations"]) > 1 else "",
        f"digest {result['digest']}",
    ]  # fmt: skip
    return "\n".join(part for i, part in enumerate(parts) if part or parts[i - 1])


def _ledger(result: Mapping[str, Any], level: Level) -> str:
    causes = ", ".join(f"{cause} {_units(n, level)}" for cause, n in result["dropped_by"].items() if n)
    whole = f"= delivered + dropped + buffered + in flight, in {level.unit.plural}"
    rows = [
        ("made", _units(result["made"], level), whole),
        ("delivered", _units(result["delivered"], level), f"of these late: {_units(result['late'], level)}"),
        ("dropped", _units(result["dropped"], level), causes),
        ("buffered", _units(result["buffered"], level), ""),
        ("in flight", _units(result["in_flight"], level), ""),
    ]
    return aligned(rows, right=(1,))


def _gauges(result: Mapping[str, Any], level: Level) -> str:
    is_bytes = level.unit.name == "byte"  # then the figure says its unit itself
    rate = "" if is_bytes else f"{level.unit.plural}/s"
    finished = result["finished_at_s"]
    rows = [
        ("goodput", _rate(result["goodput_per_s"], level), f"{rate} in time".lstrip()),
        ("throughput", _rate(result["throughput_per_s"], level), rate),
        ("utilisation", _percent(result["utilisation"]), "of the time at work"),
        ("blocking", _percent(result["blocking_fraction"]), "of what arrived found no room"),
        ("depth, mean", _units(result["depth_mean"], level), "" if is_bytes else level.unit.plural),
        ("depth, peak", _units(result["depth_peak"], level), f"at {_number(result['depth_peak_at_s'])} s"),
        ("latency, mean", _seconds(result["latency_mean_s"]), "from made to delivered"),
        ("latency, p50", _seconds(result["latency_p50_s"]), ""),
        ("latency, p99", _seconds(result["latency_p99_s"]), ""),
        ("finished", "never" if finished is None else _seconds(finished), ""),
    ]
    if level.unit.bytes:
        rows.insert(6, ("memory, peak", _bytes(result["memory_peak_bytes"]), ""))
    return aligned(rows, right=(1,))


def _stations(result: Mapping[str, Any], level: Level) -> str:
    rows = [("station", "delivered", "dropped", "buffered", "peak", "utilisation", "latency p99")]
    for name, figures in result["stations"].items():
        counts = (_units(figures[key], level) for key in ("delivered", "dropped", "buffered", "depth_peak"))
        rows.append((name, *counts, _percent(figures["utilisation"]), _seconds(figures["latency_p99_s"])))
    return "\n" + aligned(rows, right=range(1, 7)) + "\n"


def _units(count: float | None, level: Level) -> str:
    if count is None:
        return "–"
    if level.unit.name == "byte":
        return _bytes(count)
    return f"{count:,}".replace(",", " ") if isinstance(count, int) else _number(count)


def _rate(per_s: float | None, level: Level) -> str:
    if per_s is not None and level.unit.name == "byte":
        return f"{_bytes(per_s)}/s"
    return _number(per_s)


def _bytes(count: float) -> str:
    size, power = float(count), 0
    while abs(size) >= 1000 and power < len(_BYTE_UNITS) - 1:
        size, power = size / 1000, power + 1
    return f"{size:.4g} {_BYTE_UNITS[power]}"


def _number(value: float | None) -> str:
    """Three or four digits that matter, thousands apart."""
    if value is None:
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.4g}"


def _percent(fraction: float | None) -> str:
    return "–" if fraction is None else f"{100 * fraction:.4g} %"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g} s"
