"""The levels as a Gymnasium environment: the same step, a consumer's view as numbers, the score as reward.

Needs the extra `rl`. Stands among the runs: a consumer gets its view, and this makes one. Trains nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lucy.consumers.protocol import DECISIONS_PER_S, View
from lucy.run import strategy
from lucy.run.level_files import load_level
from lucy.run.meters import Meters
from lucy.run.views import view
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.sim.score import Score, score
from lucy.sim.signals import set_controls
from lucy.sim.step import step
from lucy.sim.world import OUTCOMES, RUNNING, new_world

try:
    import gymnasium
    from gymnasium import spaces
except ModuleNotFoundError as error:
    mend = "gymnasium is not installed. Mend it with: pip install '.[rl]'"
    raise ModuleNotFoundError(mend, name=error.name) from error

# What an observation starts with, each 0..1; after these comes where each free key stands.
SEEN = ("time", "room", "wait", "in", "out", "capacity", "age", "dropped", "late", "workers")
REWARDS = ("change", "end")


class LucyEnv(gymnasium.Env[NDArray[np.float32], NDArray[np.int64]]):
    """One level. An action has a number for each of `keys`: 0 is off, n its n-th amount, as the arrow keys step.

    The rewards of an episode add up to its score / 100: with "change" each step gives what it did to the score so
    far, with "end" the last step gives all. `reset(seed=n)` is the luck of `simulate --seed n`.
    """

    metadata: dict[str, Any] = {"render_modes": []}

    def __init__(self, level: str | Level, act: int = 0, decide_s: float = 0.1, reward: str = "change") -> None:
        """`level`: a name or a path. `decide_s`: level time of one step, in tenths. ValueError in one line."""
        self.level = load_level(level, act) if isinstance(level, str) else level
        self.keys = tuple(key for key in strategy.ADJUSTABLE if not strategy.locked(self.level, key))
        if not self.keys:
            raise ValueError(f"{self.level.name} leaves nothing to set: all of its keys are locked")
        if reward not in REWARDS:
            raise ValueError(f"reward must be one of {', '.join(REWARDS)} (you gave {reward!r})")
        self._decisions = round(decide_s * DECISIONS_PER_S)
        if not np.isclose(self._decisions, decide_s * DECISIONS_PER_S) or self._decisions < 1:
            raise ValueError(f"decide_s must be 0.1, 0.2, 0.3 ... seconds (you gave {decide_s!r})")
        self._at_the_end = reward == "end"
        self._station = self.level.station_index(self.level.stand)
        self._begin = strategy.begin(self.level)
        self.amounts = np.array([1 + strategy.steps(self.level, key) for key in self.keys])  # of each key, off too
        self.action_space = spaces.MultiDiscrete(self.amounts)
        self.observation_space = spaces.Box(0.0, 1.0, (len(SEEN) + len(self.keys),), np.float32)
        self._running = False

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """A new run: of this seed, or without one of the next seed that the environment draws."""
        super().reset(seed=seed)
        luck = int(self.np_random.integers(2**31)) if seed is None else seed
        self.world = new_world(self.level, [luck])
        self._meters = Meters(self.world)
        self._controls, self._action = Controls(), np.zeros(len(self.keys), dtype=np.int64)
        set_controls(self.world, self._station, self._controls)
        first = self.view()
        self._capacity_per_s = max(first.capacity_per_s, 1e-9)
        self._patience_s = first.deadline_s or 1.0
        self._room = first.room or 10 * self._capacity_per_s  # units
        self._paid, self._running = 0.0, True
        return self._observation(first), {"seed": luck}

    def step(self, action: NDArray[np.int64]) -> tuple[NDArray[np.float32], float, bool, bool, dict[str, Any]]:
        """Set the keys, and let `decide_s` of level time go by."""
        if not self._running:
            raise gymnasium.error.ResetNeeded("the run has ended, or has not begun: call reset() first")
        self._set(np.asarray(action, dtype=np.int64))
        every = max(1, self.level.tick_hz // DECISIONS_PER_S)
        for _ in range(self._decisions):
            step(self.world, min(every, self.level.duration_ticks - self.world.tick))
            self._meters.read(self.world)
            if self.world.outcome[0] != RUNNING or self.world.tick >= self.level.duration_ticks:
                self._running = False
                break
        ended = bool(self.world.outcome[0] != RUNNING)
        reward, info = self._pay()
        return self._observation(self.view()), reward, ended, not (ended or self._running), info

    def view(self) -> View:
        """What a consumer would see at this moment."""
        return view(self.world, self._station, self._meters, self._controls)

    def _set(self, action: NDArray[np.int64]) -> None:
        if not self.action_space.contains(action):
            wanted = ", ".join(f"{key} 0..{most - 1}" for key, most in zip(self.keys, self.amounts, strict=True))
            raise ValueError(f"an action is one number for each key: {wanted} (you gave {action.tolist()})")
        self._action = action
        at = dict(zip(self.keys, action.tolist(), strict=True))
        indexes = [at[key] - 1 if at.get(key) else self._begin.index(key) for key in strategy.ADJUSTABLE]
        on = frozenset(key for key, value in at.items() if value)
        controls = strategy.to_controls(self.level, strategy.Strategy(on, tuple(indexes)))  # type: ignore[arg-type]
        if controls != self._controls:
            set_controls(self.world, self._station, controls)
            self._controls = controls

    def _pay(self) -> tuple[float, dict[str, Any]]:
        """The reward for what has just gone by, and what is known besides."""
        info: dict[str, Any] = {"time_s": self.world.tick / self.level.tick_hz}
        if self._at_the_end and self._running:
            return 0.0, info
        now: Score = score(self.world)
        before, self._paid = self._paid, now.points / 100
        if not self._running:
            info |= {"outcome": OUTCOMES[int(self.world.outcome[0])], "stars": now.stars}
        return self._paid - before, info | {"score": now.points}

    def _observation(self, view: View) -> NDArray[np.float32]:
        """Rates and waits as x / (x + what is usual): a half is usual, and nothing is beyond 1."""
        usual = self._capacity_per_s
        wait_s = view.waiting / max(view.capacity_per_s, 1e-9)
        seen = (
            view.time_s / view.duration_s,
            view.waiting / self._room,
            wait_s / (wait_s + self._patience_s),
            view.in_per_s / (view.in_per_s + usual),
            view.out_per_s / (view.out_per_s + usual),
            view.capacity_per_s / (view.capacity_per_s + usual),
            view.head_age_s / (view.head_age_s + self._patience_s),
            view.dropped / max(1, view.made),
            view.late / max(1, view.made),
            view.workers / max(1, view.workers_most),
        )
        stand = self._action / np.maximum(1, self.amounts - 1)
        return np.clip(np.concatenate([seen, stand]), 0.0, 1.0).astype(np.float32)


gymnasium.register("Lucy-v0", entry_point=f"{__name__}:LucyEnv")  # gymnasium.make("Lucy-v0", level=...)
