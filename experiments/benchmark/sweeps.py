"""What store and engine cost a sweep on this machine, and what a second process gains, in one run.

A job of the measured plan is one community of about 50 ms: sixteen worlds in one block. Both numbers of processes
are interleaved, each in a new folder, from the first result to the last.
"""

import math
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.plan import Plan, make_plan
from experiments.runs import Execution
from experiments.store.schema import LEDGER
from experiments.sweep.progress import Progress
from experiments.sweep.study import sweep

REPEATS, JOBS, WORLDS = 5, 160, 16
PROCESSES = (1, 2)
COMMUNITY = {"n_residents": 400.0, "n_buildings": 8.0}


@dataclass(frozen=True, slots=True)
class Measured:
    """One sweep: seconds to the first result, runs a second after it, and the share of time that was no computing."""

    processes: int
    first: float
    rate: float
    overhead: float
    load: float


def measure() -> dict[str, Any]:
    """Return the best and the median of every figure, as plain data, in about two minutes."""
    plan = _plan()
    found: dict[int, list[Measured]] = {processes: [] for processes in PROCESSES}
    for _ in range(REPEATS):
        for processes in PROCESSES:
            found[processes].append(_measured(plan, processes))
    rates = {processes: max(one.rate for one in some) for processes, some in found.items()}
    pairs = [two.rate / one.rate for one, two in zip(found[1], found[2], strict=True)]
    return {
        "job_ms": round(1000 * WORLDS / rates[1], 1),
        "runs_a_second": {str(processes): round(rate, 1) for processes, rate in rates.items()},
        "overhead": {str(p): round(min(one.overhead for one in some), 4) for p, some in found.items()},
        "speedup": round(max(pairs), 3),
        "speedups": [round(pair, 3) for pair in pairs],
        "first_result_s": round(min(one.first for one in found[2]), 2),
        "load": [round(one.load, 2) for one in found[2]],
    }


def _plan() -> Plan:
    """Return a plan whose every job is one community in sixteen worlds."""
    values = [0.02 + 0.002 * place for place in range(WORLDS)]
    return make_plan(
        "baseline", design={"kind": "list", "params": {"forgetting": values}}, replicates=JOBS, params=COMMUNITY,
        name="benchmark",
    )  # fmt: skip


def _measured(plan: Plan, processes: int) -> Measured:
    """Sweep into a new folder by the clock."""
    seen: list[tuple[float, Progress]] = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as home:
        folder, load, begun = Path(home) / "out", _load(), time.perf_counter()
        heard = Execution(processes=processes, on_progress=lambda step: seen.append((time.perf_counter(), step)))
        sweep(plan, folder, execution=heard)
        with closing(sqlite3.connect(folder / LEDGER)) as ledger:
            computing = ledger.execute("SELECT sum(seconds) FROM runs").fetchone()[0] / plan.n_runs
    (first, step), (last, end) = seen[0], seen[-1]
    runs = end.done - step.done
    return Measured(
        processes, first - begun, runs / (last - first), processes * (last - first) / (runs * computing) - 1, load
    )


def _load() -> float:
    """Return how many programs wanted a core over the last minute; NaN where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else math.nan
