"""A small learner as an example: the cross-entropy method (Rubinstein 1999) over a table, held against Watermark.

The table says where each key of the level stands while the wait is short, middling or long. It learns on coarse ticks
and is judged on the level's own, with seeds that it has never seen: `python -m lucy.run.gymnasium_example LEVEL`.
"""

from __future__ import annotations

import sys

import numpy as np

from lucy.run.gymnasium_env import SEEN, LucyEnv
from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.sim.level import Level

WAITS = (0.2, 0.5)  # where a wait becomes middling, and long; a half is the deadline
WAIT, STEP_S = SEEN.index("wait"), 0.5
LEVEL, COARSE = "03-server-to-server", "level.tick_hz=60"


def play(env: LucyEnv, table: np.ndarray, seed: int) -> float:
    """The score of one episode. `table`: (waits, keys), an action for each wait."""
    seen, _ = env.reset(seed=seed)
    total, done = 0.0, False
    while not done:
        seen, reward, ended, cut, _ = env.step(table[np.digitize(seen[WAIT], WAITS)])
        total, done = total + reward, ended or cut
    return 100 * total


def train(env: LucyEnv, rounds: int, tables: int = 16, kept: int = 4, seed: int = 1) -> np.ndarray:
    """Draw tables, keep the best of each round, and draw the next ones more like those."""
    luck, amounts = np.random.default_rng(seed), env.amounts
    chances = [np.full((len(WAITS) + 1, n), 1 / n) for n in amounts]
    for turn in range(rounds):
        draws = luck.random((tables, len(WAITS) + 1, len(amounts), 1))
        drawn = np.stack([(draws[:, :, k] > chances[k].cumsum(1)).sum(2) for k in range(len(amounts))], 2)
        drawn = np.minimum(drawn, amounts - 1)
        scores = [play(env, table, 10**6 + turn) for table in drawn]
        best = drawn[np.argsort(scores)[-kept:]]
        for k, n in enumerate(amounts):
            chances[k] += 0.7 * (np.eye(n)[best[:, :, k]].mean(0) - chances[k])
    return np.stack([chance.argmax(1) for chance in chances], 1)


def judge(level: Level, table: np.ndarray, seeds: range) -> tuple[np.ndarray, np.ndarray]:
    """The scores of the table and of Watermark on the same seeds."""
    env = LucyEnv(level, decide_s=STEP_S, reward="end")
    mine = np.array([play(env, table, seed) for seed in seeds])
    return mine, np.array([simulate(level, "watermark", seed).score for seed in seeds])


if __name__ == "__main__":
    level_name = sys.argv[1] if len(sys.argv) > 1 else LEVEL
    learnt = train(LucyEnv(load_level(level_name, overrides=[COARSE]), decide_s=STEP_S), rounds=8)
    scores, watermark = judge(load_level(level_name), learnt, range(1, 21))
    print("wait, then where each key stands:", dict(zip(("short", "middling", "long"), learnt.tolist(), strict=True)))
    print(f"trained {scores.mean():.1f}, watermark {watermark.mean():.1f}, on {len(scores)} seeds;"
          f" better on {(scores > watermark).sum()}")  # fmt: skip
