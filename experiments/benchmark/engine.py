"""How fast the engine is on this machine, in one run and on one core: against the twin, and as it grows.

All times are of simulating months, without recording on either side; the twin's random draws are filled outside the
clock. What is compared is interleaved, so that a machine that slows down slows down for all. Times are given in
nanoseconds for one resident, one month and one scenario.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numba
import numpy as np

from experiments.benchmark.twin import Twin
from experiments.policies.arms import chosen, merged, plan
from sim.compute.cache import CACHE_HOME
from sim.compute.layout import LANES
from sim.engine.calendar import simulate_month
from sim.engine.lanes import Lanes, settle
from sim.engine.replicate import fork, lever_months, simulate_burn_in, world
from sim.engine.trial import try_rules
from sim.scenarios.scenario import Profile, Scenario, load_profile

SCHEMA = 1
SEED = 1
MONTHS = 12  # of one measurement: a whole year, so that every season counts
REPEATS = 7
GROWTH = (1_000, 3_000, 10_000, 30_000, 100_000)
GROWTH_MONTHS, GROWTH_WARM_UP = 3, 2
RESIDENTS_A_BUILDING = 50
NANO = 1e9

Tell = Callable[[str], None]  # called with the key of what is being measured


@dataclass(slots=True)
class Timed:
    """Something to be measured again and again: ``work`` lives ``months`` months of ``lanes`` scenarios."""

    residents: int
    lanes: int
    months: int
    work: Callable[[], None]
    before: Callable[[], None] = lambda: None
    seconds: list[float] = field(default_factory=list)

    def measure(self) -> None:
        """Do the work once by the clock."""
        self.before()
        start = time.perf_counter()
        self.work()
        self.seconds.append(time.perf_counter() - start)

    def nanoseconds(self, choose: Callable[[list[float]], float]) -> float:
        """Return the time of a resident-month in one scenario [ns]."""
        return choose(self.seconds) * NANO / (self.residents * self.months * self.lanes)

    def report(self) -> dict[str, Any]:
        """Return the numbers as plain data."""
        return {
            "residents": self.residents,
            "lanes": self.lanes,
            "ns": round(self.nanoseconds(min), 2),
            "ns_median": round(self.nanoseconds(statistics.median), 2),
        }


def measure(tell: Tell = lambda step: None) -> dict[str, Any]:
    """Measure everything, in about a minute and a half.

    Args:
        tell: called with what comes next: ``engine``, ``growth``, ``start``.

    Raises:
        SimError: a rule fails.
    """
    try_rules()
    tell("engine")
    reference_times: list[float] = []
    variants = engine_and_twin(reference_times)
    tell("growth")
    sizes = growth()
    tell("start")
    return {
        "schema": SCHEMA,
        "machine": machine(reference_times),
        "months": MONTHS,
        "repeats": REPEATS,
        "engine": _with_ratios({name: timed.report() for name, timed in variants.items()}),
        "growth": _relative([timed.report() for timed in sizes]),
        "start": start_times(),
    }


def machine(reference_times: list[float]) -> dict[str, Any]:
    """Return what the numbers depend on; ``sum_range_s`` is the time of ``sum(range(10**7))`` [s]."""
    return {
        "sum_range_s": round(min(reference_times), 4),
        "python": platform.python_version(),
        "numba": numba.__version__,
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }


def engine_and_twin(reference_times: list[float]) -> dict[str, Timed]:
    """Measure the twin, and one, sixteen and thirty-two scenarios, interleaved."""
    profile = load_profile("mixed")
    facts = merged({}, profile)
    lanes = plan(chosen(None, {}), facts, int(facts["months"]), 10_000.0)
    scenarios = [lane.scenario for lane in lanes]
    scenarios = (scenarios * (2 * LANES // len(scenarios) + 1))[: 2 * LANES]
    past = settled(profile, {})
    simulate_burn_in(past)
    variants = {
        "twin": _twin(scenarios[-1], profile),
        "single": _engine(past, scenarios[-1:]),
        "lanes_16": _engine(past, scenarios[:LANES]),
        "lanes_32": _engine(past, scenarios),
    }
    for _ in range(REPEATS):
        for timed in variants.values():
            timed.measure()
        start = time.perf_counter()
        sum(range(10**7))
        reference_times.append(time.perf_counter() - start)
    return variants


def settled(profile: Profile, params: Mapping[str, float]) -> Lanes:
    """Return a community before its burn-in."""
    return settle(SEED, [world(profile, params)])


def _twin(scenario: Scenario, profile: Profile) -> Timed:
    twin = Twin(scenario, profile, seed=SEED)
    twin.burn_in()

    def work() -> None:
        for _ in range(MONTHS):
            twin.step()

    return Timed(len(twin.residents), 1, MONTHS, work, before=lambda: twin.prepare(MONTHS))


def _engine(past: Lanes, scenarios: list[Scenario]) -> Timed:
    """Return the work of as many blocks as the scenarios fill."""
    groups = [scenarios[first : first + LANES] for first in range(0, len(scenarios), LANES)]
    levers = [lever_months(group, MONTHS * REPEATS) for group in groups]
    blocks = [fork(past, group) for group in groups]

    def work() -> None:
        for block, months in zip(blocks, levers, strict=True):
            for _ in range(MONTHS):
                simulate_month(block, months[block.month])

    return Timed(past.community.n_residents, len(scenarios), MONTHS, work)


def growth() -> list[Timed]:
    """Measure communities of different sizes, sixteen scenarios each, interleaved."""
    profile = load_profile("mixed")
    sizes = [_grown(profile, residents) for residents in GROWTH]
    for _ in range(REPEATS):
        for timed in sizes:
            timed.measure()
    return sizes


def _grown(profile: Profile, residents: int) -> Timed:
    people = {"n_residents": float(residents), "n_buildings": float(residents // RESIDENTS_A_BUILDING)}
    first = settled(profile, people)
    scenario = chosen(["package"], {})[1]
    block = fork(first, [scenario] * LANES)
    levers = lever_months([scenario] * LANES, 1)[0]
    for _ in range(GROWTH_WARM_UP):
        simulate_month(block, levers)

    def work() -> None:
        for _ in range(GROWTH_MONTHS):
            simulate_month(block, levers)

    return Timed(residents, LANES, GROWTH_MONTHS, work)


_FIRST_RUN = """
import time
start = time.perf_counter()
from sim.engine.replicate import run_lockstep
from sim.scenarios.scenario import load_profile, load_scenario
small = {"n_residents": 300.0, "burn_in_months": 6.0}
run_lockstep([load_scenario("baseline")], profile=load_profile("mixed"), params=small, months=37)
print(time.perf_counter() - start)
"""


def start_times() -> dict[str, float]:
    """Return how long a small run takes in a new process, with nothing compiled and with everything [s]."""
    with tempfile.TemporaryDirectory() as cache:
        surroundings = {**os.environ, CACHE_HOME: cache}
        cold, warm = (_first_run(surroundings) for _ in range(2))
    return {"first_compile_s": round(cold - warm, 2), "warm_s": round(warm, 2)}


def _first_run(surroundings: Mapping[str, str]) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_RUN], env=dict(surroundings), cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(json.loads(done.stdout))


def _with_ratios(variants: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Add how many times faster than the twin everything is."""
    twin = variants["twin"]
    for numbers in variants.values():
        numbers["times_faster"] = round(twin["ns"] / numbers["ns"], 1)
        numbers["times_faster_median"] = round(twin["ns_median"] / numbers["ns_median"], 1)
    return variants


def _relative(sizes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add the cost against that of 3,000 residents."""
    usual = next(numbers["ns"] for numbers in sizes if numbers["residents"] == 3_000)
    return [{**numbers, "relative": round(float(np.divide(numbers["ns"], usual)), 2)} for numbers in sizes]
