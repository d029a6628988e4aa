"""Questions to ask before a run: [[words.question]]. The answer is a figure of a run of this very level.

Owns which figures may be asked for, and in which units. It plays no run: see `answer_of` for reading one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lucy.consumers import NAMES
from lucy.run.level_errors import did_you_mean, shown
from lucy.run.level_tables import Table
from lucy.sim.level_words import Question

QUESTION_KEYS = ("ask", "figure", "consumer", "unit", "wrong")
QUESTION_UNITS = ("", "s", "units", "per_s", "percent")
STATION_FIGURES = (
    "made", "delivered", "late", "dropped", "buffered", "in_flight", "goodput_per_s", "throughput_per_s",
    "blocking_fraction", "utilisation", "depth_mean", "depth_peak", "depth_peak_at_s", "memory_peak_bytes",
    "latency_mean_s", "latency_p50_s", "latency_p99_s",
    # at the player's station, where the level scores them
    "frames_per_s", "stale_s", "seen_fraction", "questions", "answered_fraction", "answer_p90_s",
    "services_per_question",
)  # fmt: skip
FIGURES = (*STATION_FIGURES, "seconds", "finished_at_s", "score")

_MOST_WRONG = 4


def read_questions(words: Table, stations: Sequence[str]) -> tuple[Question, ...]:
    """All questions, in order. Raises LevelError, also for a figure that no run has."""
    questions = []
    for table in words.tables("question", QUESTION_KEYS):
        ask = table.text("ask")
        if not ask.strip():
            raise table.error("ask must not be empty")
        questions.append(
            Question(
                ask=ask,
                figure=read_figure(table, stations),
                consumer=table.choice("consumer", NAMES, "shrugger"),
                unit=table.choice("unit", QUESTION_UNITS, ""),
                wrong=read_wrong(table) or Question("", "").wrong,
            )
        )
    return tuple(questions)


def answer_of(question: Question, figures: Mapping[str, Any]) -> float:
    """The answer in a run's figures, as `Result.to_json` gives them; 0 for what never happened."""
    if question.figure.startswith("stations."):
        _, station, key = question.figure.split(".")
        return float(figures["stations"][station].get(key) or 0)
    return float(figures.get(question.figure) or 0)


def read_figure(table: Table, stations: Sequence[str]) -> str:
    """The figure that is asked for; LevelError for one that no run has."""
    figure = table.text("figure")
    parts = figure.split(".")
    if parts[0] != "stations":
        if figure not in FIGURES:
            raise table.error(f"figure is none that a run has: {shown(figure)}.{did_you_mean(figure, FIGURES)}")
        return figure
    if len(parts) != 3:
        raise table.wrong("figure", "a figure such as late, or stations.NAME.late,")
    if parts[1] not in stations:
        raise table.error(f"figure names no station: {shown(parts[1])}.{did_you_mean(parts[1], stations)}")
    if parts[2] not in STATION_FIGURES:
        hint = did_you_mean(parts[2], STATION_FIGURES)
        raise table.error(f"figure is none that a station has: {shown(parts[2])}.{hint}")
    return figure


def read_wrong(table: Table) -> tuple[float, ...]:
    """The other choices, as multiples of the answer; empty where the key is missing."""
    if not table.has("wrong"):
        return ()
    found: list[float] = []
    for value in table.entries("wrong", _MOST_WRONG):
        milli = table.as_milli("wrong", value, 1000)
        if milli == 1000 or milli / 1000 in found:
            raise table.wrong("wrong", "a list of different multiples of the answer, and 1 would be the answer,", value)
        found.append(milli / 1000)
    if not found:
        raise table.wrong("wrong", "a list of multiples of the answer, such as [0.5, 2]")
    return tuple(found)
