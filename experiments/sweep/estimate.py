"""How long a plan will take and how much room it needs, from a short probe of its own first runs."""

import time
from dataclasses import dataclass, replace
from itertools import islice

from experiments.output.code import code
from experiments.plan import Plan
from experiments.runs import HERE, Execution, check_processes
from experiments.runs.run import SUMMARY_COLUMNS, Done, work
from experiments.sweep.expansion import Expansion
from sim.compute.layout import LANES

EFFICIENCY = 0.9  # of several processes, measured on two
BYTES_A_RUN = 3 * 8 * len(SUMMARY_COLUMNS)  # ledger, published table, and room for their order
PROBE_RUNS = LANES


@dataclass(frozen=True, slots=True)
class Expected:
    """Runs, seconds on ``processes`` processes, bytes on disk."""

    runs: int
    seconds: float
    size: int
    processes: int


def expected(plan: Plan, execution: Execution = HERE) -> Expected:
    """Return what ``plan`` will take; computes up to sixteen of its runs and writes nothing."""
    workers = check_processes(execution.processes, plan.n_runs)
    expansion = Expansion(plan, code())
    jobs = expansion.jobs(lambda key: False, lambda cells: None, workers, trajectories=plan.trajectories)
    job = next(islice(jobs, 1))
    probe = job.part(0, min(PROBE_RUNS, len(job.keys)))
    work(replace(probe, months=1))  # loads and, where needed, compiles
    begun = time.perf_counter()
    results = work(probe)
    seconds = (time.perf_counter() - begun) * _blocks(plan.n_runs, len(job.keys)) / workers
    kept = [len(found.trajectories) for found in results if isinstance(found, Done) and found.trajectories]
    size = plan.n_runs * (BYTES_A_RUN + 2 * max(kept, default=0))
    return Expected(plan.n_runs, seconds / (EFFICIENCY if workers > 1 else 1), size, workers)


def _blocks(runs: int, of_job: int) -> float:
    """Return how many blocks all runs make; a block takes the same time whether its lanes are used or not."""
    return runs / of_job * -(-of_job // LANES)
