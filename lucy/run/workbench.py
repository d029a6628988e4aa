"""Free play: what of a level stands on sliders, and the level as they stand.

Rates change from this moment on, and the run goes on. Anything else would change what has already happened: it makes
another level, which is played from its beginning. What the sliders make is a level like any other, and can be saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lucy.run import strategy
from lucy.run.level_files import level_from_source
from lucy.sim.level import Level, Producer, Rate, ticks
from lucy.sim.plan import rate_by_tick

MOST_SLIDERS = 12
_STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)  # of every power of ten
_WIDEST = 6  # from a sixth of what the level has to six times as much
_MAY_BE_NONE = ("rate_per_s", "belt_s", "signal_s")
_KINDS = {"arrivals": ("deterministic", "poisson"), "service": ("deterministic", "exponential")}


@dataclass(frozen=True, slots=True)
class Slider:
    """One setting: `table` producer, station or level; `name` of the node; `key`, the values, the present one.

    `live`: the run goes on with it.
    """

    table: str
    name: str
    key: str
    values: tuple[float | str, ...]
    start: int
    live: bool = False

    @property
    def path(self) -> str:
        """Which setting it is; no two sliders have the same."""
        return f"{self.table}.{self.name}.{self.key}"


def sliders(level: Level, tick: int = 0) -> tuple[Slider, ...]:
    """What can be moved, as it stands at that tick: rates first, then what begins a new run; at most MOST_SLIDERS."""
    stand, hz = level.station(level.stand), level.tick_hz
    flowing = [p for p in level.producers if p.arrivals.kind != "trace"]
    live = [_rate("producer", p.name, p.arrivals.rate, tick, hz) for p in flowing]
    if stand.service.kind != "frames":
        live.append(_rate("station", stand.name, stand.service.rate, tick, hz))
    anew = [slider for p in flowing for slider in _of_producer(p)]
    if stand.service.kind != "frames":
        anew.append(_kind("station", stand.name, "service", stand.service.kind))
    if stand.memory_units:
        anew.append(_number("station", stand.name, "memory_units", stand.memory_units))
    if level.deadline_ms:
        anew.append(_number("level", "", "deadline_s", level.deadline_ms / 1000))
    return (*live, *anew)[:MOST_SLIDERS]


def _of_producer(producer: Producer) -> list[Slider]:
    arrivals, link = producer.arrivals, producer.link
    found = [_kind("producer", producer.name, "arrivals", arrivals.kind)]
    if arrivals.bursts:
        for key, value in (("rate_per_s", arrivals.bursts.milli_per_s), ("on_s", arrivals.bursts.on_ms),
                           ("off_s", arrivals.bursts.off_ms)):  # fmt: skip
            found.append(_number("producer", producer.name, f"bursts.{key}", value / 1000))
    found.append(_number("producer", producer.name, "belt_s", link.belt_ms / 1000))
    if link.controllable:
        found.append(_number("producer", producer.name, "signal_s", link.signal_ms / 1000))
    return found


def _rate(table: str, name: str, rate: Rate, tick: int, tick_hz: int) -> Slider:
    now = int(rate_by_tick(rate, tick, tick_hz)[tick]) / 1000
    return _number(table, name, "rate_per_s", now, live=True)


def _kind(table: str, name: str, key: str, now: str) -> Slider:
    return Slider(table, name, key, _KINDS[key], _KINDS[key].index(now))


def _number(table: str, name: str, key: str, now: float, live: bool = False) -> Slider:
    whole = key.endswith("_units")
    usual = now or 1.0
    round_ones = (step * 10.0**power for power in range(-2, 7) for step in _STEPS)
    near = {round(value, 3) for value in round_ones if usual / _WIDEST <= value <= usual * _WIDEST}
    near = {round(value) for value in near if value >= 1} if whole else near
    values = sorted(near | {now} | ({0.0} if key.rpartition(".")[2] in _MAY_BE_NONE else set()))
    return Slider(table, name, key, tuple(values), values.index(now), live)


def flow(moved: Sequence[Slider], at: Sequence[int]) -> tuple[float, float]:
    """What comes in and what can go out on average, units per second, with the sliders standing there."""
    value = {slider.path: slider.values[place] for slider, place in zip(moved, at, strict=True)}

    def number(path: str, otherwise: float = 0.0) -> float:
        found = value.get(path, otherwise)
        return otherwise if isinstance(found, str) else found

    comes = goes = 0.0
    for slider in (slider for slider in moved if slider.live):
        usual = number(slider.path)
        if slider.table == "station":
            goes += usual
            continue
        inside = f"producer.{slider.name}.bursts."
        on_s, off_s = number(f"{inside}on_s"), number(f"{inside}off_s", 1.0)
        busy = number(f"{inside}rate_per_s", usual)
        comes += (busy * on_s + usual * off_s) / (on_s + off_s) if on_s + off_s else usual
    return comes, goes


def from_now(level: Level, changes: Mapping[Slider, float | str], tick: int) -> Level:
    """The level with other rates from that tick on; what its script had for later falls away. Raises LevelError."""
    tree = _tree(level)
    at_ms = -(-tick * 1000 // level.tick_hz)
    while ticks(at_ms, level.tick_hz) < tick:
        at_ms += 1
    for slider, value in changes.items():
        node = _node(tree, slider)
        past = [c for c in node.get("changes", []) if 1000 * (c["at_s"] + c.get("ramp_s", 0)) < at_ms]
        if at_ms == 0:
            node["rate_per_s"], node["changes"] = value, []
        else:
            node["changes"] = [*past, {"at_s": at_ms / 1000, "rate_per_s": value}]
    return level_from_source(json.dumps(tree), level.name)


def anew(level: Level, changes: Mapping[Slider, float | str]) -> Level:
    """The level with those settings from its beginning. Raises LevelError, where they do not go together."""
    tree = _tree(level)
    for slider, value in changes.items():
        node, key = _node(tree, slider), slider.key
        while "." in key:
            inner, _, key = key.partition(".")
            node = node.setdefault(inner, {})
        node[key] = value
        if slider.live:
            node["changes"] = []
    _keep_keys_within(tree, level, changes)
    return level_from_source(json.dumps(tree), level.name)


def _keep_keys_within(tree: dict[str, Any], level: Level, changes: Mapping[Slider, float | str]) -> None:
    """A smaller memory takes the amounts of the buffer key along that it has no room for."""
    room = next((value for slider, value in changes.items() if slider.key == "memory_units"), None)
    buffer = tree.get("levers", {}).get(strategy.BUFFER, {})
    if isinstance(room, int | float) and "amounts" in buffer:
        kept = [amount for amount in buffer["amounts"] if amount < room]
        buffer["amounts"] = [*kept, int(room)]
        if buffer.get("start", 0) not in buffer["amounts"]:
            buffer["start"] = buffer["amounts"][len(buffer["amounts"]) // 2]


def _tree(level: Level) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(level.source)
    return tree


def _node(tree: dict[str, Any], slider: Slider) -> dict[str, Any]:
    nodes: list[dict[str, Any]] = [tree["level"]] if slider.table == "level" else tree[slider.table]
    return next(node for node in nodes if slider.table == "level" or node["name"] == slider.name)
