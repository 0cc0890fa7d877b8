"""Over which months money is told: the usual window of a policy that is constant, the whole run of one that changes.

What a two-year pilot cost has been paid before the window begins, so costs of the window alone would call it free.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.output.windows import column_index
from experiments.policies.arms import COSTS, Arm, over_time
from sim.indicators import PRIMARY_OUTCOMES

Array = NDArray[np.float64]

RUN_COLUMNS = (*COSTS, *PRIMARY_OUTCOMES)
"""What is also known as a mean over all policy months."""


def run_means_of(trajectories: Array, months: int, columns: Sequence[str]) -> Array:
    """Return the means of ``RUN_COLUMNS`` over all policy months (communities, arms, RUN_COLUMNS)."""
    return trajectories[:, :, -months:, [columns.index(column) for column in RUN_COLUMNS]].mean(axis=2)


def whole_run(arms: Sequence[Arm], number: int) -> bool:
    """Tell whether a row's money is told over the whole run: its policy, or what it is compared with, changes."""
    return over_time(arms[number].scenario, arms[0].scenario)


def reported_means(arms: Sequence[Arm], window_means: Array, run_means: Array) -> Array:
    """Return the window means, but for the costs of policies that change over time: those over the whole run."""
    means = window_means.copy()
    for number in range(len(arms)):
        for column in COSTS if whole_run(arms, number) else ():
            means[:, number, column_index(column)] = run_means[:, number, RUN_COLUMNS.index(column)]
    return means


def less(arms: Sequence[Arm], window_means: Array, run_means: Array, other: int) -> Array:
    """Return all rows less another one; costs over the whole run where either of the two changes over time."""
    found = window_means - window_means[:, other : other + 1]
    for number in range(len(arms)):
        for column in COSTS if whole_run(arms, number) or whole_run(arms, other) else ():
            own = run_means[:, :, RUN_COLUMNS.index(column)]
            found[:, number, column_index(column)] = own[:, number] - own[:, other]
    return found
