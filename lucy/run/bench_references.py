"""The named references of the benchmark: one M/M/1/K queue in SimPy and in Ciw, and its closed form.

Each reference is written as its own library would have it done well: SimPy as its manual does and once more tuned
by hand, with random numbers drawn in blocks; Ciw from its parameters, its records read after the clock has stopped.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import simpy

    Happenings = Generator[simpy.Event, None, None]


@dataclass(frozen=True, slots=True)
class Queue:
    """Poisson arrivals of `arrive_per_s` into one exponential server of `serve_per_s`; `places` in all (K)."""

    arrive_per_s: float
    serve_per_s: float
    places: int

    @property
    def blocked(self) -> float:
        """The fraction that finds no room: (1 - ρ) ρ^K / (1 - ρ^(K+1))."""
        return self._chances[-1]

    @property
    def mean_number(self) -> float:
        """The mean number in the system, waiting or in service."""
        return sum(n * chance for n, chance in enumerate(self._chances))

    @property
    def _chances(self) -> list[float]:
        load = self.arrive_per_s / self.serve_per_s
        weights = [load**n for n in range(self.places + 1)]
        return [weight / sum(weights) for weight in weights]


@dataclass(frozen=True, slots=True)
class Measured:
    """One timed run of a queue: how many customers arrived in how much real time, and what was seen of them."""

    name: str
    customers: int
    took_s: float
    blocked: float
    mean_number: float
    note: str = ""

    @property
    def customers_per_s(self) -> float:
        """Customers that arrived (let in or not) per second of real time."""
        return self.customers / self.took_s


def simpy_run(queue: Queue, customers: int, seed: int) -> Measured:
    """That many arrivals in SimPy as its manual writes a queue: a Resource, and a process for each customer."""
    import simpy

    env = simpy.Environment()
    server = simpy.Resource(env, capacity=1)
    between = _exponentials(queue.arrive_per_s, seed)
    service = _exponentials(queue.serve_per_s, seed + 1)
    refused = 0
    number = _Number(env)

    def customer(work_s: float) -> Happenings:
        with server.request() as turn:
            yield turn
            yield env.timeout(work_s)
        number.changes_by(-1)

    def arrivals() -> Happenings:
        nonlocal refused
        for gap_s in islice(between, customers):
            yield env.timeout(gap_s)
            if number.now == queue.places:
                refused += 1
            else:
                number.changes_by(1)
                env.process(customer(next(service)))

    return _timed("SimPy", env, env.process(arrivals()), customers, lambda: refused, number)


def simpy_by_hand_run(queue: Queue, customers: int, seed: int) -> Measured:
    """That many arrivals in SimPy tuned by hand: no Resource, two processes in all, a server that sleeps when idle."""
    import simpy

    env = simpy.Environment()
    between = _exponentials(queue.arrive_per_s, seed)
    service = _exponentials(queue.serve_per_s, seed + 1)
    refused = 0
    number = _Number(env)
    idle: simpy.Event | None = None

    def arrivals() -> Happenings:
        nonlocal refused, idle
        for gap_s in islice(between, customers):
            yield env.timeout(gap_s)
            if number.now == queue.places:
                refused += 1
                continue
            number.changes_by(1)
            if idle is not None:
                idle.succeed()
                idle = None

    def server() -> Happenings:
        nonlocal idle
        for work_s in service:
            if not number.now:
                idle = env.event()
                yield idle
            yield env.timeout(work_s)
            number.changes_by(-1)

    source = env.process(arrivals())
    env.process(server())
    return _timed("SimPy by hand", env, source, customers, lambda: refused, number)


class _Number:
    """The number in the system, and its sum over time."""

    __slots__ = ("area", "changed_at", "env", "now")

    def __init__(self, env: simpy.Environment) -> None:
        self.env, self.now, self.area, self.changed_at = env, 0, 0.0, 0.0

    def changes_by(self, difference: int) -> None:
        time_s = self.env.now
        self.area += self.now * (time_s - self.changed_at)
        self.changed_at = time_s
        self.now += difference


def _timed(
    name: str, env: simpy.Environment, last: simpy.Event, customers: int, refused: Callable[[], int], number: _Number
) -> Measured:
    began = perf_counter()
    env.run(until=last)
    took_s = perf_counter() - began
    return Measured(name, customers, took_s, refused() / customers, number.area / number.changed_at)


def ciw_run(queue: Queue, customers: int, seed: int) -> Measured:
    """About that many arrivals in Ciw: one node, one server, room for K - 1 to wait."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=queue.arrive_per_s)],
        service_distributions=[ciw.dists.Exponential(rate=queue.serve_per_s)],
        number_of_servers=[1],
        queue_capacities=[queue.places - 1],
    )
    length_s = customers / queue.arrive_per_s
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    began = perf_counter()
    simulation.simulate_until_max_time(length_s)
    took_s = perf_counter() - began

    records = simulation.get_all_records()
    refused = sum(record.record_type == "rejection" for record in records)
    served = [record for record in records if record.record_type == "service"]
    # Little (1961): the number in the system summed over time is the time in the system summed over customers.
    time_here = sum(record.exit_date - record.arrival_date for record in served)
    last_exit = max(record.exit_date for record in served)
    still_here = (person for node in simulation.transitive_nodes for person in node.all_individuals)
    time_here += sum(last_exit - person.arrival_date for person in still_here if person.arrival_date < last_exit)
    arrived = simulation.nodes[0].number_of_individuals
    return Measured("Ciw", arrived, took_s, refused / arrived, time_here / last_exit)


def _exponentials(rate_per_s: float, seed: int, block: int = 4096) -> Iterator[float]:
    """Exponential times without end, drawn in blocks: the cheapest way there is in Python."""
    import numpy as np

    generator = np.random.Generator(np.random.PCG64(random.Random(seed).getrandbits(64)))
    while True:
        yield from generator.exponential(1 / rate_per_s, block).tolist()
