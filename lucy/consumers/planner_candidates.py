"""What the Planner may try: settings of the level's free levers, and the ideas of the other personas among them.

Amounts come from a grid of few values, so that the same wish is the same setting from one decision to the next.
"""

from __future__ import annotations

import math
from dataclasses import replace

from lucy.consumers.fair_share import fair_share
from lucy.consumers.planner_belief import Belief
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls, with_control_of
from lucy.sim.level import Level

_STEP = 1.06  # between two values of the grid
_SHARE_STEP = 1.2  # the same for a pace that goes to several sources: each change is a signal to each
_PACES = (0.8, 0.92, 1.0, 1.08)  # of what can be done
_WINDOWS = (0.6, 1.0, 1.3, 2.0)  # of what is under way in a round trip
_EACH = (0.7, 1.4, 2.8)  # the same for each of several sources, of its share of a round trip and a moment
_MOMENT_S = 0.1
_PATIENCE = (0.15, 0.3, 0.5, 0.8)  # of the deadline: what has waited longer goes
_PATIENCE_AGAIN = (0.1, 0.15, 0.3)  # the same where it is tried again: the sooner it goes, the sooner it is back
_ROOM = (0.1, 0.3, 0.6)  # of what can be done within the deadline: more may not wait
MOST = 16


def candidates(published: Level, view: View, belief: Belief) -> dict[Controls, str]:
    """What to compare and what each is called, the present controls first and no two alike.

    A wish keeps its name from one decision to the next, though its amount follows the rates.
    """
    sheds = _sheds(published, view, belief)
    asks = _asks(view, belief)
    now = view.controls
    here = replace(now, pace_per_s=None, pace_by_source=(), demand_units=None)
    there = now if now.is_control else Controls()
    found = [(now, "now")]
    found += [(with_control_of(here, ask), f"ask {name}") for name, ask in asks]
    found += [(with_control_of(shed, there), f"shed {name}") for name, shed in sheds]
    if sheds:
        name, shed = sheds[len(sheds) // 4]
        found += [(with_control_of(shed, ask), f"ask {asked}, shed {name}") for asked, ask in asks[:3]]
    unlike: dict[Controls, str] = {}
    for controls, name in found:
        unlike.setdefault(controls, name)
    return dict(list(unlike.items())[:MOST])


def _asks(view: View, belief: Belief) -> list[tuple[str, Controls]]:
    if not view.may_control or not any(s.controllable for s in view.sources):
        return []
    work = belief.work_per_s or view.out_per_s
    if work <= 0:
        return []
    found = []
    if len(view.sources) == 1:
        trip = work * view.control_delay_s
        cushion = max(1.0, 0.6 * math.sqrt(work * max(view.control_delay_s, 0.05)), 0.02 * work)
        for part in _WINDOWS:
            units = max(1, round(grid(part * (trip + cushion) + 1)))
            batch = 1 if units < 1000 else units // 4
            found.append((f"window {part}", Controls(demand_units=units, demand_batch=batch)))
        found += [(f"pace {part}", Controls(pace_per_s=round(grid(part * work), 3))) for part in _PACES]
    else:
        heeding = [s for s in view.sources if s.controllable]
        each = work / len(heeding) * (view.control_delay_s + _MOMENT_S)
        for part in _EACH:
            found.append((f"window {part}", Controls(demand_units=max(1, round(grid(part * each, _SHARE_STEP))))))
        usual = [replace(s, in_per_s=belief.calm.get(s.name, s.in_per_s)) for s in view.sources]
        for part in (1.0, 0.9, 0.7):
            pace = grid(fair_share(usual, part * work), _SHARE_STEP)
            found.append((f"share {part}", Controls(pace_per_s=round(pace, 3))))
        for part in (1.0, 0.8):
            pace = grid(fair_share(view.sources, part * work), _SHARE_STEP)
            found.append((f"share now {part}", Controls(pace_per_s=round(pace, 3))))
    return [*found, ("none", Controls())]


def _sheds(published: Level, view: View, belief: Belief) -> list[tuple[str, Controls]]:
    if not view.may_drop or view.lossless:
        return []
    found = []
    if view.deadline_s:
        again = any(producer.retries for producer in published.producers)
        limits_s = [round(part * view.deadline_s, 3) for part in (_PATIENCE_AGAIN if again else _PATIENCE)]
        found += [(f"age {limit_s}", Controls(when_full="oldest", time_limit_s=limit_s)) for limit_s in limits_s]
        for part in _ROOM if view.may_buffer else ():
            room = max(1, round(grid(part * view.deadline_s * belief.work_per_s)))
            found.append((f"room {part}", Controls(room, "oldest", time_limit_s=limits_s[-1])))
    elif view.memory_units:
        for share in (0.3, 0.5, 0.8):
            found.append((f"room {share}", Controls(max(1, round(share * view.memory_units)), "oldest")))
    return found


def grid(value: float, step: float = _STEP) -> float:
    """The nearest value of a grid of equal ratios."""
    return step ** round(math.log(value) / math.log(step)) if value > 0 else value
