"""One stage: a design run as a sweep, and the indices read from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.plan import Plan
from experiments.plan.uncertain import Problem
from experiments.sensitivity.indices import Effort, Index, divide, screen
from experiments.sensitivity.outcomes import (
    StochasticError,
    complete_blocks,
    observed,
    outcomes_of,
    runs_of,
    stochastic_error_of,
    varies,
)
from experiments.sensitivity.problem import SCREENING, SOBOL, Array, points_of
from sim.text import Text

KINDS = {SCREENING: "morris", SOBOL: "saltelli"}
BLOCKS = {
    SCREENING: Text("trajectories", "条轨迹"),
    SOBOL: Text("groups", "组样本"),
}


@dataclass(frozen=True)
class Stage:
    """What one stage came to.

    ``samples`` blocks of points were asked for, ``accepted`` have all their runs; ``constant`` are the outcomes that
    do not vary at all; ``luck`` is empty where there is one community.
    """

    name: str
    problem: Problem
    samples: int
    accepted: int
    runs: int
    failed: int
    rows: tuple[Index, ...]
    constant: tuple[tuple[str, str, str], ...]
    luck: tuple[StochasticError, ...]

    def content(self) -> dict[str, Any]:
        """Return all but the rows, ready for JSON."""
        return {
            "samples": self.samples,
            "kept": self.accepted,
            "runs": self.runs,
            "failed": self.failed,
            "ranges": {name: list(ends) for name, ends in self.problem.ranges.items()},
            "constant": [list(outcome) for outcome in self.constant],
            "luck": [
                {
                    "outcome": item.outcome.column, "measure": item.outcome.measure, "scenario": item.outcome.scenario,
                    "variance": item.variance, "luck_variance": item.luck, "share": item.share,
                }
                for item in self.luck
            ],
        }  # fmt: skip


Run = Callable[[str, Problem, int, Array], Any]
"""Runs a stage's points: (stage, problem, samples, points) to what ``sweep`` returns."""


def staged(name: str, problem: Problem, samples: int, plan: Plan, run: Run) -> Stage:
    """Make a stage's design, run it, and read its indices.

    Raises:
        InputError: too much of it failed.
    """
    points = points_of(KINDS[name], problem, samples, plan.seed)
    swept = run(name, problem, samples, points)
    scenarios = [scenario.name for scenario in plan.scenarios]
    values = observed(swept.summary(), len(points), scenarios, plan.replicates)
    size = len(points) // samples
    accepted = complete_blocks(values, size, BLOCKS[name])
    rows = np.repeat(accepted, size)
    effort = Effort(int(accepted.sum()), size * len(scenarios) * plan.replicates, doubling=name == SOBOL)
    return _read(name, problem, samples, plan, scenarios, points[rows], values[rows], effort, swept)


def _read(
    name: str, problem: Problem, samples: int, plan: Plan, scenarios: Sequence[str], points: Array, values: Array,
    effort: Effort, swept: Any,
) -> Stage:  # fmt: skip
    """Read the indices of every outcome from points without gaps."""
    rows: list[Index] = []
    constant, luck = [], []
    for outcome in outcomes_of(scenarios):
        runs = runs_of(values, outcome, scenarios)
        numbers = runs.mean(axis=1)
        if name == SCREENING:
            rows += screen(problem, points, numbers, outcome, plan.seed, effort)
        else:
            rows += divide(problem, numbers, outcome, plan.seed, effort)
        if not varies(numbers):
            constant.append((outcome.column, outcome.measure, outcome.scenario))
        elif plan.replicates > 1:
            luck.append(stochastic_error_of(outcome, runs))
    return Stage(
        name, problem, samples, effort.blocks, swept.asked, swept.failed, tuple(rows), tuple(constant), tuple(luck)
    )
