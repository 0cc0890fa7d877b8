"""Indices from points and outcomes by SALib, each with its interval, whether it is resolved, and what would resolve it.

Sources: Morris 1991 with the mean absolute effect of Campolongo, Cariboni and Saltelli 2007; first and total
order by the estimators of Saltelli and others 2010. Intervals are bootstraps over trajectories or groups.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.plan.samplers import LEVELS
from experiments.plan.uncertain import Problem
from experiments.sensitivity.outcomes import Outcome, varies
from experiments.sensitivity.problem import RESAMPLES, SCREENING, SOBOL, Array, seed_of

if TYPE_CHECKING:
    from pandas import DataFrame

WIDEST = 0.10
"""The widest 95 % interval of a resolved index; that of a mean effect is measured in the outcome's largest."""

MU, MU_STAR, SIGMA, FIRST, TOTAL = "mu", "mu_star", "sigma", "first", "total"


@dataclass(frozen=True, slots=True)
class Index:
    """One row of a result. ``resolved`` and ``runs_needed`` are None where the question does not arise."""

    outcome: str
    measure: str
    scenario: str
    parameter: str
    index: str
    estimate: float
    low: float
    high: float
    resolved: bool | None
    runs_needed: int | None


@dataclass(frozen=True, slots=True)
class Effort:
    """What an index rests on: blocks of points without a gap, and the runs of one block."""

    blocks: int
    runs_a_block: int
    doubling: bool

    def needed(self, width: float, widest: float) -> int:
        """Return the runs at which an interval of ``width`` would be ``widest``; it shrinks with the root of them.

        Saltelli groups come in powers of two, so their number is rounded up to one.
        """
        blocks = math.ceil(self.blocks * (width / widest) ** 2)
        if self.doubling:
            blocks = 1 << (blocks - 1).bit_length()
        return blocks * self.runs_a_block


def screen(problem: Problem, points: Array, numbers: Array, outcome: Outcome, seed: int, effort: Effort) -> list[Index]:
    """Return mean, mean absolute and spread of the elementary effects of every parameter.

    An effect is what the outcome would change by if the parameter went through its whole range.
    """
    if not varies(numbers):
        zero = [(index, 0.0, 0.0) for index in (MU, MU_STAR, SIGMA)]
        return [_row(outcome, name, *row, None, None) for name in problem.names for row in zero]
    from SALib.analyze import morris

    found = morris.analyze(
        problem.for_salib(), points, np.ascontiguousarray(numbers), num_levels=LEVELS, num_resamples=RESAMPLES,
        seed=seed_of(seed, SCREENING),
    )  # fmt: skip
    widest = WIDEST * float(max(found["mu_star"]))
    rows = []
    for position, name in enumerate(problem.names):
        half = float(found["mu_star_conf"][position])
        rows += [
            _row(outcome, name, MU, float(found["mu"][position]), math.nan, None, None),
            _row(outcome, name, MU_STAR, float(found["mu_star"][position]), half, effort, widest),
            _row(outcome, name, SIGMA, float(found["sigma"][position]), math.nan, None, None),
        ]
    return rows


def divide(problem: Problem, numbers: Array, outcome: Outcome, seed: int, effort: Effort) -> list[Index]:
    """Return first- and total-order indices of every parameter: shares of the outcome's variance."""
    if not varies(numbers):
        nothing = [(index, math.nan, math.nan) for index in (FIRST, TOTAL)]
        return [_row(outcome, name, *row, None, None) for name in problem.names for row in nothing]
    from SALib.analyze import sobol

    found = sobol.analyze(
        problem.for_salib(), np.ascontiguousarray(numbers), calc_second_order=False, num_resamples=RESAMPLES,
        seed=seed_of(seed, SOBOL),
    )  # fmt: skip
    return [
        _row(outcome, name, index, float(found[key][position]), float(found[f"{key}_conf"][position]), effort, WIDEST)
        for position, name in enumerate(problem.names)
        for index, key in ((FIRST, "S1"), (TOTAL, "ST"))
    ]


def _row(
    outcome: Outcome, name: str, index: str, estimate: float, half: float, effort: Effort | None, widest: float | None
) -> Index:
    """Make a row; without ``effort`` there is nothing to resolve."""
    resolved, needed = None, None
    if effort is not None and widest is not None:
        resolved = 2 * half <= widest
        needed = None if resolved else effort.needed(2 * half, widest)
    return Index(
        outcome.column, outcome.measure, outcome.scenario, name, index, estimate, estimate - half, estimate + half,
        resolved, needed,
    )  # fmt: skip


def leading(rows: Sequence[Index], most: int) -> list[str]:
    """Return the parameters with the largest mean absolute effects, the union over the outcomes.

    The first of every outcome, then the second of every one, until there are ``most``; parameters without any
    effect are left out.
    """
    ranked: dict[tuple[str, str, str], list[Index]] = {}
    for row in rows:
        if row.index == MU_STAR and row.estimate > 0:
            ranked.setdefault((row.outcome, row.measure, row.scenario), []).append(row)
    for item in ranked.values():
        item.sort(key=lambda row: -row.estimate)
    chosen: dict[str, None] = {}
    for rank in range(max(map(len, ranked.values()), default=0)):
        for item in ranked.values():
            if rank < len(item) and len(chosen) < most:
                chosen.setdefault(item[rank].parameter)
    return list(chosen)


def table(rows: Sequence[Index]) -> "DataFrame":
    """Return rows as a tidy table."""
    import pandas as pd

    names = list(Index.__dataclass_fields__)
    frame = pd.DataFrame([asdict(row) for row in rows], columns=names)
    return frame.astype({"resolved": "boolean", "runs_needed": "Int64"})
