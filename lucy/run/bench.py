"""The benchmark's table: each line is a figure of ours, a reference measured in the same run, and their ratio.

Owns the table and the engine's lines. The references are in `bench_references`; the screen's lines are in `lucy.ui`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from lucy.run.bench_references import Measured, Queue, ciw_run, simpy_by_hand_run, simpy_run
from lucy.run.commands.command_line import BadInput
from lucy.run.commands.table import aligned
from lucy.sim.level import Arrivals, Level, Link, Producer, Rate, Service, Station
from lucy.sim.step import step
from lucy.sim.world import new_world

QUEUE = Queue(arrive_per_s=100, serve_per_s=75, places=50)
BATCHES = (1, 1_000, 10_000)
_WARM_UP_S = 10  # of level time: the queue is full after 2
_LEGEND = f"""\
M/M/1/{QUEUE.places}: Poisson arrivals of {QUEUE.arrive_per_s:g}/s, one exponential server of {QUEUE.serve_per_s:g}/s, \
{QUEUE.places} places. A customer is one that arrives, let in or not.
Beside it: how far the run was, by luck and tick together, from the closed form \
(blocked {QUEUE.blocked:.4f}, mean number {QUEUE.mean_number:.4g}).
SimPy has a Resource and a process for each customer, as its manual has it; "SimPy by hand" has two processes in all.
A batch pays for numpy's calls once for all its runs; a lone run is there to be watched, not to be fast."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `holds` is None where nothing was promised."""

    what: str
    ours: str
    reference: str
    theirs: str
    ratio: float
    bar: str = ""
    holds: bool | None = None
    note: str = ""


def report(lines: Sequence[Line]) -> str:
    """The whole table, and how to read it."""
    rows = [("WHAT", "LUCY", "REFERENCE", "", "RATIO", "WANTED", "", "BESIDE IT")]
    for line in lines:
        verdict = {True: "yes", False: "NO", None: ""}[line.holds]
        ratio = f"{line.ratio:.0f} ×" if line.ratio >= 100 else f"{line.ratio:.3g} ×"
        rows.append((line.what, line.ours, line.reference, line.theirs, ratio, line.bar, verdict, line.note))
    return f"{aligned(rows, right=(1, 3, 4))}\n\n{_LEGEND}"


def engine_lines(quick: bool = False) -> list[Line]:
    """Customers a second on one M/M/1/K queue: each batch against SimPy, SimPy tuned by hand, and Ciw."""
    _require_references()
    least_s = 0.5 if quick else 2.0
    ours = [engine_run(QUEUE, batch, least_s) for batch in BATCHES]
    references = [
        (_best(simpy_run, 150_000, least_s), 50, 20),
        (_best(ciw_run, 60_000, least_s), 150, 75),
        (_best(simpy_by_hand_run, 600_000, least_s), None, None),
    ]
    fastest = max(ours, key=lambda measured: measured.customers_per_s)
    lines = []
    for theirs, aim, least in references:
        for measured in ours:
            ratio = measured.customers_per_s / theirs.customers_per_s
            promised = least is not None and measured is fastest
            beside = f"  ({theirs.name}: {_accuracy(theirs)})" if measured is ours[0] else ""
            lines.append(
                Line(
                    what=f"customers/s, M/M/1/{QUEUE.places}, {measured.name}",
                    ours=_rate(measured),
                    reference=theirs.name,
                    theirs=_rate(theirs),
                    ratio=ratio,
                    bar=f"≥ {least}, aim {aim}" if promised else "",
                    holds=ratio >= least if promised and least is not None else None,
                    note=_accuracy(measured) + beside,
                )
            )
    return lines


def engine_run(queue: Queue, batch: int, least_s: float) -> Measured:
    """Our engine on the queue at the default tick, warm, for at least so much real time."""
    level = study_level(queue.arrive_per_s, queue.serve_per_s, queue.places, duration_s=600, random=True)
    world = new_world(level, list(range(1, batch + 1)), history_ticks=0)
    step(world, _WARM_UP_S * level.tick_hz)
    made, lost, area = int(world.made.sum()), int(world.dropped.sum()), int(world.depth_sum.sum())
    ticks = 0
    began = perf_counter()
    while (took_s := perf_counter() - began) < least_s and world.tick < level.duration_ticks - 240:
        step(world, 60)
        ticks += 60
    customers = int(world.made.sum()) - made
    return Measured(
        name=f"batch of {batch:,}".replace(",", " "),
        customers=customers,
        took_s=took_s,
        blocked=(int(world.dropped.sum()) - lost) / customers,
        mean_number=(int(world.depth_sum.sum()) - area) / (ticks * batch),
    )


def level_line(quick: bool = False) -> Line:
    """A second of a level at 200 000 units/s against the same level at 1/s."""
    length_s = 5 if quick else 20
    fast = study_level(200_000, 150_000, None, length_s, random=False)
    slow = study_level(1, 0.75, None, length_s, random=False)
    took = {"fast": float("inf"), "slow": float("inf")}
    for _ in range(3):  # in turn, so that a busy machine is unkind to both
        for name, level in (("fast", fast), ("slow", slow)):
            took[name] = min(took[name], _seconds_of(level))
    ratio = took["fast"] / took["slow"]
    return Line(
        what="a second of a level at 200 000 units/s",
        ours=f"{1000 * took['fast'] / length_s:.1f} ms",
        reference="the same level at 1 unit/s",
        theirs=f"{1000 * took['slow'] / length_s:.1f} ms",
        ratio=ratio,
        bar="≤ 1.2",
        holds=ratio <= 1.2,
        note=f"{100 * took['fast'] / length_s:.2g} % of one core in real time (wanted: at most 4 %)",
    )


def study_level(
    arrive_per_s: float, serve_per_s: float, places: int | None, duration_s: int, random: bool
) -> Level:
    """A bare queue: one producer, one station, nothing to set. `places` None: unbounded, with a belt and a deadline."""
    bounded = places is not None
    return Level(
        name="bench",
        stand="server",
        producers=(
            Producer(
                "source",
                Link("server", belt_ms=0 if bounded else 500),
                Arrivals("poisson" if random else "deterministic", Rate(round(1000 * arrive_per_s))),
            ),
        ),
        stations=(
            Station(
                "server",
                service=Service("exponential" if random else "deterministic", Rate(round(1000 * serve_per_s))),
                capacity_units=places,
                when_full="arrival" if bounded else "fail",
            ),
        ),
        duration_ms=1000 * duration_s,
        deadline_ms=0 if bounded else 2000,
    )


def _seconds_of(level: Level) -> float:
    world = new_world(level, [1])
    began = perf_counter()
    step(world, level.duration_ticks)
    return perf_counter() - began


def _best(run: Callable[[Queue, int, int], Measured], customers: int, least_s: float) -> Measured:
    """The fastest of several runs over as much real time as ours had; its accuracy is that of all of them together."""
    runs: list[Measured] = []
    while sum(one.took_s for one in runs) < least_s:
        runs.append(run(QUEUE, customers, 1 + len(runs)))
    fastest = min(runs, key=lambda one: one.took_s / one.customers)
    blocked = sum(one.blocked for one in runs) / len(runs)
    mean_number = sum(one.mean_number for one in runs) / len(runs)
    return Measured(fastest.name, fastest.customers, fastest.took_s, blocked, mean_number)


def _rate(measured: Measured) -> str:
    return f"{measured.customers_per_s:,.0f}/s".replace(",", " ")


def _accuracy(measured: Measured) -> str:
    """How far the run was from the closed form."""
    blocked = 100 * (measured.blocked / QUEUE.blocked - 1)
    number = 100 * (measured.mean_number / QUEUE.mean_number - 1)
    return f"blocked {blocked:+.2f} %, mean number {number:+.2f} %"


def _require_references() -> None:
    try:
        import ciw  # noqa: F401
        import simpy  # noqa: F401
    except ModuleNotFoundError as error:
        mend = "pip install 'lucy-backpressure[bench]', or in a checkout: pip install '.[bench]'"
        raise BadInput(f"bench: {error.name} is not installed, and Lucy is measured against it. {mend}") from error
