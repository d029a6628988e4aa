"""What a player may read of a level before it begins: the network, the limits, the levers and how it is scored.

Takes out all that is still to come: scripted changes of rates, bursts, traces, faults, the parts' titles and the words
said at their times. Whoever wants to look ahead gets this, and never the level itself.
"""

from __future__ import annotations

from dataclasses import replace

from lucy.consumers.protocol import Meets
from lucy.sim.level import Arrivals, Level, Producer, Rate, Station
from lucy.sim.level_words import Words


def published(level: Level) -> Level:
    """The level without its script: every rate as it is at the start, nothing that happens later."""
    return replace(
        level,
        producers=tuple(_producer(producer) for producer in level.producers),
        stations=tuple(_station(station) for station in level.stations),
        faults=(),
        acts=(),
        right=(),
        wrong=(),
        words=Words(title=level.words.title, idea=level.words.idea),
    )


def introduce(consumer: object, level: Level) -> None:
    """Show a consumer the published level, if it wants to see it."""
    if isinstance(consumer, Meets):
        consumer.meet(published(level))


def _producer(producer: Producer) -> Producer:
    kind = "poisson" if producer.arrivals.kind == "poisson" else "deterministic"
    return replace(producer, arrivals=Arrivals(kind, Rate(producer.arrivals.rate.milli_per_s)))


def _station(station: Station) -> Station:
    return replace(station, service=replace(station.service, rate=Rate(station.service.rate.milli_per_s)))
