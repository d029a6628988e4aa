"""Levels played by their own keys, for tests: one key at a label, several keys one after the other, a whole act."""

from __future__ import annotations

from collections.abc import Sequence

from lucy.consumers.protocol import Consumer
from lucy.consumers.scripted import Scripted
from lucy.run import batch, strategy
from lucy.run.level_files import level_acts, load_level, shipped_levels
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.score import score
from lucy.sim.world import World

Press = tuple[float, str, str]  # at_s, key, the label or the amount that it is set to

# Coarser ticks where the figures allow it and the runs are long.
QUICK = {"02-copying-a-file": 30, "03-server-to-server": 120, "04-who-has-to-buffer": 60, "08-chaos": 60}
ACTS = [(name, act) for name in shipped_levels() if name != "sandbox" for act in range(len(level_acts(name)))]


def quick(name: str, act: int) -> Level:
    """An act, at the ticks that tests play it with."""
    return load_level(name, act, [("level.tick_hz", QUICK[name])] if name in QUICK else [])


def labels(level: Level, key: str) -> list[str]:
    """What a key can be set to: its options, or its amounts as the file's integers, or its choices."""
    lever = strategy.lever(level, key)
    return [o.label for o in lever.options] or [*map(str, lever.amounts), *lever.choices]


def pressed(level: Level, *presses: Press) -> list[tuple[float, Controls]]:
    """The settings after each press, every key staying where it was put."""
    now, script = strategy.begin(level), []
    for at_s, key, label in presses:
        now = strategy.standing(now, key, labels(level, key).index(label))
        script.append((at_s, strategy.to_controls(level, now)))
    return script


def option(level: Level, key: str, label: str) -> Controls:
    """The settings of one key alone at that label."""
    return pressed(level, (0.0, key, label))[0][1]


def played(level: Level, *wanted: Controls | Consumer, seeds: int = 1) -> World:
    """Each of these from the start (settings) or deciding (a consumer), for seeds 1, 2, ... in turn."""
    players = [Scripted([(0.0, c)]) if isinstance(c, Controls) else c for c in wanted for _ in range(seeds)]
    return batch.play(level, players, list(range(1, seeds + 1)) * len(wanted))


def points_of(world: World, runs: Sequence[int]) -> list[float]:
    """The scores of some runs."""
    return [score(world, run).points for run in runs]
