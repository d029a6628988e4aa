"""The Gymnasium environment: the game's own step, rewards that add up to the score, and a learner that learns."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from small_levels import queue

from lucy.consumers.scripted import Scripted
from lucy.run import batch, strategy
from lucy.run.level_files import load_level
from lucy.sim.level import Level
from lucy.sim.score import score

gymnasium = pytest.importorskip("gymnasium", reason="needs the extra rl")

from gymnasium.utils.env_checker import check_env  # noqa: E402

from lucy.run import gymnasium_example as example  # noqa: E402
from lucy.run.gymnasium_env import REWARDS, SEEN, LucyEnv  # noqa: E402


def servers(seconds: int = 12, tick_hz: int = 60, act: int = 0) -> Level:
    sizes = [f"level.duration_s={seconds}", f"level.tick_hz={tick_hz}"]
    return load_level("03-server-to-server", act, sizes)


def episode(env: LucyEnv, seed: int | None, actions: np.random.Generator | None = None) -> tuple[list, float, dict]:
    """Observations, all rewards, and the last info; of random actions, or of none."""
    seen, info = env.reset(seed=seed)
    found, total, done = [seen], 0.0, False
    while not done:
        action = np.zeros(len(env.keys), dtype=int) if actions is None else actions.integers(env.amounts)
        seen, reward, ended, cut, more = env.step(action)
        found.append(seen)
        info |= more
        total, done = total + reward, ended or cut
    return found, total, info


@pytest.mark.parametrize(("name", "act"), [("01-chocolate-factory", 0), ("03-server-to-server", 1), ("08-chaos", 0)])
def test_it_passes_gymnasiums_own_check(name: str, act: int) -> None:
    env = gymnasium.make("Lucy-v0", level=name, act=act)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped)


def test_a_run_is_the_games_own() -> None:
    level = servers(tick_hz=240)
    env = LucyEnv(level, reward="end")
    env.reset(seed=5)
    done, action = False, np.array([2, 1, 3])
    while not done:
        *_, ended, cut, info = env.step(action)
        done = ended or cut
    at = strategy.Strategy(frozenset(env.keys), (1, 0, 2, 0))
    world = batch.play(level, [Scripted([(0.0, strategy.to_controls(level, at))])], [5])
    assert env.world.digest(0) == world.digest(0) and info["score"] == score(world).points


@pytest.mark.parametrize("reward", REWARDS)
def test_the_rewards_add_up_to_the_score(reward: str) -> None:
    env = LucyEnv(servers(), decide_s=0.5, reward=reward)
    _, total, info = episode(env, 3, np.random.default_rng(1))
    assert total == pytest.approx(info["score"] / 100) and 0 < info["score"] <= 100


def test_one_seed_is_one_episode_and_without_a_seed_the_next_is_drawn() -> None:
    env, again = (LucyEnv(servers(4), decide_s=0.2) for _ in range(2))
    first, second = (episode(e, 8, np.random.default_rng(2)) for e in (env, again))
    assert np.array_equal(first[0], second[0]) and first[1:] == second[1:]
    drawn = [env.reset()[1]["seed"] for _ in range(3)]
    assert len(set(drawn)) == 3 and drawn == [again.reset()[1]["seed"] for _ in range(3)]


def test_every_observation_is_in_its_space_even_of_a_run_that_is_lost() -> None:
    env = LucyEnv("01-chocolate-factory", decide_s=0.5)
    found, _, info = episode(env, 1)
    assert info["outcome"] == "lost" and all(env.observation_space.contains(seen) for seen in found)
    assert len(found[0]) == len(SEEN) + len(env.keys)
    assert found[0][SEEN.index("room")] == 0.0 and max(seen[SEEN.index("room")] for seen in found) > 0.8
    with pytest.raises(gymnasium.error.ResetNeeded, match="call reset"):
        env.step(np.zeros(3, dtype=int))


def test_an_action_is_where_each_free_key_stands() -> None:
    env = LucyEnv(servers(act=1))
    assert env.keys == ("buffer", "drop"), "nobody can be asked there"
    env.reset(seed=1)
    seen, *_ = env.step(np.array([0, 1]))
    assert env.view().controls.when_full == "arrival" and seen[-2:].tolist() == [0.0, 0.25]
    for wrong in ([6, 0], [0], [-1, 0]):
        with pytest.raises(ValueError, match=r"buffer 0\.\.5, drop 0\.\.4 \(you gave"):
            env.step(np.array(wrong))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"level": "03-server-to-sever"}, "03-server-to-server"),
        ({"level": servers(), "decide_s": 0.25}, "decide_s must be"),
        ({"level": servers(), "decide_s": 0.0}, "decide_s must be"),
        ({"level": servers(), "reward": "late"}, "reward must be one of change, end"),
        ({"level": queue(8, 10, 10)}, "leaves nothing to set"),
    ],
)
def test_bad_arguments_get_one_line(arguments: dict, says: str) -> None:
    with pytest.raises(ValueError, match=says) as error:
        LucyEnv(**arguments)
    assert "\n" not in str(error.value)


def test_the_example_learns_to_beat_watermark_on_fresh_seeds() -> None:
    level = servers(40)
    table = example.train(LucyEnv(level, decide_s=example.STEP_S), rounds=2, tables=4, kept=2)
    mine, watermark = example.judge(level, table, range(1, 4))
    assert mine.mean() > watermark.mean() + 10
