"""A stand-in for ``sweep`` whose runs are known functions of the designed parameters."""

from collections.abc import Callable, Collection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from experiments.plan import Plan

NAMES = ("forgetting", "quit_scale", "pay_sensitivity", "member_units")
Function = Callable[[np.ndarray], np.ndarray]


def sweeping(policy: Function, quality: Function, fails: Callable[[int], bool] = lambda point: False) -> Any:
    """Return a sweep in which the second scenario adds ``policy`` of the point to participation.

    Participation in the first scenario is the number of the community, quality is ``quality`` of the point and the
    community's number; the points for which ``fails`` (from 0) have no runs.
    """

    def sweep(plan: Plan, out: Path, **options: object) -> SimpleNamespace:
        effect, level = policy(_unit(plan)), quality(_unit(plan))
        rows = [
            (point, scenario.name, community + 1, community + number * effect[point],
             level[point] + 0.01 * community)
            for point in range(len(effect)) if not fails(point)
            for number, scenario in enumerate(plan.scenarios)
            for community in range(plan.replicates)
        ]  # fmt: skip
        table = pd.DataFrame(rows, columns=["point", "scenario", "replicate", "participation_12m", "quality"])
        lost: Collection[int] = [point for point in range(len(effect)) if fails(point)]
        failed = len(lost) * len(plan.scenarios) * plan.replicates
        return SimpleNamespace(summary=lambda: table, asked=plan.n_runs, failed=failed)

    return sweep


def _unit(plan: Plan) -> np.ndarray:
    """Return where the points stand in the ranges of ``NAMES`` (points, NAMES); in the middle where not moved."""
    unit = np.full((len(plan.design.points), len(NAMES)), 0.5)
    for index, name in enumerate(NAMES):
        if name in plan.design.params:
            low, high = plan.design.ranges[name]
            unit[:, index] = (plan.design.points[:, plan.design.params.index(name)] - low) / (high - low)
    return unit


def ishigami(unit: np.ndarray) -> np.ndarray:
    """Ishigami's function; first orders .314, .442, 0 and totals .558, .442, .244."""
    x = (2 * unit - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g_function(unit: np.ndarray) -> np.ndarray:
    """Sobol's g function with a = 0, 1, 4.5."""
    a = np.array([0.0, 1.0, 4.5])
    return np.prod((np.abs(4 * unit[:, :3] - 2) + a) / (1 + a), axis=1)


def constant(unit: np.ndarray) -> np.ndarray:
    """The same everywhere."""
    return np.full(len(unit), 0.3)
