"""Planner: tries its candidates on the engine itself, in a handful of futures, and takes the one that scores best.

From: model predictive control on sampled futures (the scenario approach of Calafiore and Campi 2006). It knows its
gauges and the level's published limits, and guesses the rest; it plans demand windows beside paces, since self-clocked
credit beats a paced rate where the signal is slow. Fails: where what comes next is unlike anything that it imagines,
and for whoever never showed it the level (`meet`): then it leaves everything as it is.

What was thought about one view is in force from a later one on, mostly the next. So the thinking may be spread over the
frames in between (`think`), and whether it was does not change what comes out.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from lucy.consumers.mind import Mind
from lucy.consumers.planner_belief import Belief
from lucy.consumers.planner_imagined import Imagination, rates_at_first, span_for
from lucy.consumers.planner_replay import Replay, enough_seen, newest_only, of_values
from lucy.consumers.planner_thought import Thought
from lucy.consumers.protocol import View
from lucy.sim.controls import Controls
from lucy.sim.level import Level

BAND = 0.012  # of the score: by so much another plan must be better, all in all
DOUBT = 0.002  # ... of which so much is taken off each time
SLICES = 16  # for one decision: enough for a `Thought`; a `Replay` that is not done by then goes on after the next


class Planner(Mind):
    """Looks ahead before every decision."""

    name = "planner"

    def __init__(self) -> None:
        super().__init__()
        self._published: Level | None = None
        self._belief: Belief | None = None
        self._imagination: Imagination | None = None
        self._thought: Thought | Replay | None = None
        self._slices = 0  # that are left until the next decision
        self._evidence: dict[str, float] = {}  # by a candidate's name: how much better it was, lately
        self._moment = 0

    def meet(self, published: Level) -> None:
        """Read the level's network and limits; a fresh mind for a fresh run."""
        self._published = published
        longest_s = 1.3 * max(published.scoring.latency_bad_s, published.deadline_ms / 1000)
        self._belief = Belief(longest_s, rates_at_first(published))
        self._imagination, self._thought, self._moment, self._evidence = None, None, 0, {}

    def decide(self, view: View) -> Controls:
        """What the last thought came to, if it is done; then a new one begins."""
        while self._unfinished():
            self._go()
        wanted = self._concluded(view)
        published, belief = self._published, self._belief
        if published is None or belief is None:
            return wanted
        belief.see(view)
        if not self._moment and of_values(published):
            wanted = newest_only(view)
        if wanted != view.controls:
            belief.note(wanted, view.controls)
            belief.view = replace(view, controls=wanted)
        if self._thought is None:
            self._thought = self._begin(published, belief)
        self._slices = SLICES
        self._moment += 1
        return wanted

    def think(self, seconds: float) -> None:
        """Use a little real time for what the next decision needs anyway; what comes out does not depend on it."""
        until = perf_counter() + seconds
        while self._unfinished() and perf_counter() < until:
            self._go()

    def _begin(self, published: Level, belief: Belief) -> Thought | Replay | None:
        assert belief.view is not None
        if belief.work_per_s <= 0:
            return None
        if of_values(published):
            return Replay(published, belief) if enough_seen(belief) else None
        if self._imagination is None:
            span = span_for(published, belief.view.control_delay_s)
            self._imagination = Imagination(published, span, belief.view.sources)
        return Thought(published, belief, self._imagination, self._moment)

    def _unfinished(self) -> bool:
        return self._slices > 0 and self._thought is not None and not self._thought.done

    def _go(self) -> None:
        assert self._thought is not None
        self._thought.go()
        self._slices -= 1

    def _concluded(self, view: View) -> Controls:
        thought = self._thought
        if thought is None or not thought.done:
            return view.controls
        self._thought = None
        # A plan has to be clearly better once, or a little better again and again.
        gains = dict(zip(thought.tried, thought.gains(), strict=True))
        heard = {thought.names[controls]: gain - DOUBT for controls, gain in gains.items()}
        self._evidence = {name: max(0.0, self._evidence.get(name, 0.0) + gain) for name, gain in heard.items()}
        best = max(thought.tried, key=lambda controls: self._evidence[thought.names[controls]])
        if self._evidence[thought.names[best]] < BAND or gains[best] <= 0:
            return view.controls
        self._evidence = {}
        self._say(view, best, thought)
        return best

    def _say(self, view: View, wanted: Controls, thought: Thought | Replay) -> None:
        peak = int(thought.peaks[thought.tried.index(wanted)])
        numbers: dict[str, float | int] = {"tried": len(thought.tried), "peak": peak}
        if wanted.demand_units is not None:
            self.explain("request", view, demand=wanted.demand_units, **numbers)
        elif wanted.pace_per_s is not None:
            self.explain("slow", view, pace_per_s=wanted.pace_per_s, **numbers)
        elif wanted.flush_s is not None:
            self.explain("screen", view, rows=wanted.rows or 0, kept=wanted.keep_fraction, **numbers)
        elif wanted.operator:
            self.explain(wanted.operator, view, span_s=wanted.operator_s, **numbers)
        elif wanted.time_limit_s is not None:
            self.explain("shed", view, limit_s=wanted.time_limit_s, **numbers)
        elif wanted.buffer_units is not None:
            self.explain("room", view, limit=wanted.buffer_units, **numbers)
        else:
            self.explain("free", view, **numbers)
