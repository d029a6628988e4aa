"""Numbers as the screen says them, for one level's unit. Words come from the words file; this only joins."""

from __future__ import annotations

from lucy.run import headline, strategy, words
from lucy.run.language import shown
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.rules import Option

clock = words.format_clock
ending = headline.ending
GOOD_ENDINGS = ("won_3", "won_2")


def amount(level: Level, count: float) -> str:
    """A count without its noun: 27, 1.5 GB."""
    return words.format_count(count, level.unit.name)


def rate(level: Level, per_s: float) -> str:
    """A rate: 0.8/s, 100 MB/s."""
    return words.format_rate(per_s, level.unit.name if per_s >= 0.5 else "")


def signed_rate(level: Level, per_s: float) -> str:
    """A difference of rates with its sign; one that is too small to mean anything is 0."""
    text = rate(level, abs(per_s))
    if not any(digit in text for digit in "123456789"):
        return text
    return ("+" if per_s > 0 else "−") + text


def seconds(value: float) -> str:
    """A duration with one digit after the point at most."""
    return words.format_seconds(round(value, 1) if value < 9.95 else round(value))


def split_number(text: str) -> tuple[str, str]:
    """A number and what follows it: ("1.98", " GB"), ("+0.8", "/s")."""
    end = 0
    while end < len(text) and text[end] in "+−0123456789.,∞":
        end += 1
    return text[:end], text[end:]


def say(level: Level, key: str, **numbers: float | str) -> str:
    """A sentence of the screen with the level's unit filled in."""
    return words.say(f"screen.{key}", unit=level.unit.name, units=level.unit.plural, **numbers)


def key_amount(level: Level, now: strategy.Strategy, key: str) -> str:
    """What a strategy key stands at, in a few letters."""
    value = strategy.amount(level, now, key)
    if isinstance(value, Option):
        return shown(value.label)
    if key == strategy.BUFFER:
        return words.say("screen.keys.no_limit") if value is None else amount(level, int(value))
    if key == strategy.DROP:
        return words.say(f"screen.keys.drops.{value}")
    if key == strategy.CONTROL:
        return rate(level, int(value or 0) / 1000)
    return words.format_number(int(value or 0)) if value is not None else ""


def controls_amount(level: Level, controls: Controls, key: str) -> str:
    """The same for the settings of a persona, which knows more ways than the keys do."""
    if key == strategy.BUFFER and controls.buffer_units is not None:
        return amount(level, controls.buffer_units)
    if key == strategy.BUFFER and controls.flush_s is not None:
        return words.say("screen.keys.flush")
    if key == strategy.DROP:
        if controls.operator:
            return words.say(f"screen.keys.operators.{controls.operator}", window_s=controls.operator_s)
        if controls.codel_target_s is not None:
            return words.say("screen.keys.standing")
        if controls.time_limit_s is not None:
            return words.say("screen.keys.older", limit_s=controls.time_limit_s)
        if controls.keep_fraction < 1:
            return words.say("screen.keys.keep", kept=controls.keep_fraction)
        if controls.when_full != "fail":
            return words.say(f"screen.keys.drops.{controls.when_full}")
    if key == strategy.CONTROL:
        if controls.pace_per_s is not None:
            return rate(level, controls.pace_per_s)
        if controls.high_units is not None:
            return words.say("screen.keys.pause_at", high=amount(level, controls.high_units))
        if controls.demand_units is not None:
            return words.say("screen.keys.asks_for", demand=amount(level, controls.demand_units))
        if controls.pace_by_source:
            return " · ".join(rate(level, pace) for _, pace in controls.pace_by_source)
    if key == strategy.SCALE and controls.workers is not None:
        return words.format_number(controls.workers)
    return ""


def change(level: Level, before: strategy.Strategy, wanted: strategy.Strategy) -> str:
    """What is different now, for the timeline: "Buffer 14", "Control off"."""
    keys = [key for key in strategy.ADJUSTABLE if (key in wanted.on) != (key in before.on)]
    key = keys[0] if len(keys) == 1 else wanted.selected if wanted.on else strategy.IGNORE
    name = words.say(f"screen.keys.{key}")
    if key == strategy.IGNORE:
        return name
    state = key_amount(level, wanted, key) if key in wanted.on else words.say("screen.keys.off")
    return f"{name} {state}"


def title(level: Level, number: str | None = None) -> str:
    """A level's title after its number, if it has one. `number`: that one instead of the name's."""
    number = number_of(level.name) if number is None else number
    return f"{number} · {level.words.title}" if number else level.words.title


def number_of(name: str) -> str:
    """The number that a level's name begins with: "01-chocolate-factory" is 1."""
    head = name.split("-")[0]
    return str(int(head)) if head.isdigit() else ""
