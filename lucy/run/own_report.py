"""What a consumer of one's own did wrong, in words, and how it did, as plain values. Asks it nothing."""

from __future__ import annotations

from typing import Any

from lucy import consumers
from lucy.consumers.own.complaints import Complaint
from lucy.consumers.own.subprocess_consumer import Standing
from lucy.run.commands.command_line import one_line
from lucy.run.words import WordsError, say


def line(complaint: Complaint) -> str:
    """A complaint as its one line."""
    try:
        text = say(f"own.complaints.{complaint.key}", **dict(complaint.numbers))
    except WordsError:  # somebody's own program made it up
        text = f"{complaint.key}: {', '.join(number for _, number in complaint.numbers)}"
    return one_line(text)


def lines(standing: Standing) -> tuple[str, ...]:
    """Each different complaint, and how often it came where that is more than once."""
    return tuple(
        line(found) if times == 1 else say("own.times", line=line(found), times=times)
        for found, times in standing.complaints
    )


def values(standing: Standing) -> dict[str, Any]:
    """How it did, as plain values for JSON. Times are real milliseconds, and no two runs have the same."""
    return {
        "decided": standing.decided,
        "skipped": standing.skipped,
        "stand_in": standing.stand_in or None,
        "stand_in_at_s": standing.stand_in_at_s if standing.stand_in else None,
        "median_ms": round(1000 * standing.median_s, 3),
        "most_ms": round(1000 * standing.most_s, 3),
        "bank_left_s": round(standing.bank_left_s, 3),
        "complaints": list(lines(standing)),
        "printed": standing.printed,
    }


def fault(spec: str) -> str:
    """Why one's own consumer can't be loaded, as one line; empty: it can, or it is a shipped one.

    ValueError with one line if there is no such file or program.
    """
    consumer = consumers.make(spec)
    if not isinstance(consumer, consumers.OwnConsumer):
        return ""
    try:
        wrong = consumer.load()
        return line(wrong) if wrong is not None else ""
    finally:
        consumer.close()
