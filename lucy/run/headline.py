"""How a run ended, the one number that it comes down to, and what that counts. The words stand in the words file."""

from __future__ import annotations

from lucy.run import words
from lucy.run.result import Result
from lucy.sim.level import Level


def ending(result: Result) -> str:
    """How a run ended, as a key of [screen.ending]: by its stars where it held."""
    if result.outcome == "won":
        return f"won_{result.stars}"
    if result.outcome == "lost" and not result.fell_over:
        return "spoilt"
    return result.outcome


def headline(result: Result, level: Level) -> tuple[str, str]:
    """A number as people read it, and what it is: ("14 s", "and it fell over")."""
    key, number = _choose(result, level)
    units = {"unit": level.unit.name, "units": level.unit.plural}
    return number, words.say(f"screen.demo.number.{key}", **units)


def _choose(result: Result, level: Level) -> tuple[str, str]:
    stand = result.stations[level.stand]
    if result.outcome == "lost":
        if result.fell_over:
            return "down", words.format_seconds(float(round(result.seconds)))
        return "spoilt", words.format_units(result.dropped, level.unit.name, level.unit.plural)
    weights = {name: term["weight"] for name, term in result.score_terms.items()}
    heaviest = max(weights, key=lambda name: weights[name], default="goodput")
    if heaviest == "frames" and stand.get("frames_per_s") is not None:
        return "frames", words.format_number(float(round(stand["frames_per_s"])))
    if heaviest == "answer" and stand.get("answer_p90_s") is not None:
        return "answer", words.format_seconds(stand["answer_p90_s"])
    if heaviest in ("stale", "answer") and stand.get("stale_s") is not None:
        return "stale", words.format_seconds(stand["stale_s"])
    if heaviest == "clients":
        return "clients", _percent(result.score_terms["clients"]["value"])
    useful = result.delivered - result.late
    if not result.late and not result.dropped:
        if level.unit.name == "byte":
            return "whole", words.format_units(useful, "byte")
        return "whole_units", words.format_number(useful)
    return "in_time" if level.deadline_ms else "arrived", _percent(useful / max(1, result.made))


def _percent(part: float) -> str:
    return f"{words.format_number(100 * part)} %"
