"""What the analysis is about: levels and differences of the primary outcomes, one number a point.

A point's number is the mean over the communities. All points are simulated on the same communities, so a difference
between points owes nothing to a community that is better or worse for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.output.stochastic import stochastic_variance
from experiments.sensitivity.problem import Array
from sim.errors import InputError
from sim.indicators import PRIMARY_OUTCOMES
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

LEVEL, DIFFERENCE = "level", "difference"
MOST_LOST = 0.25  # of a stage's blocks
SAME = 1e-12  # a spread below this is rounding


@dataclass(frozen=True, slots=True)
class Outcome:
    """An indicator's level in a scenario, or the difference the scenario makes to the first one."""

    column: str
    measure: str
    scenario: str


@dataclass(frozen=True, slots=True)
class StochasticError:
    """The variance of an outcome's means over the points, and how much of it is due to random draws.

    Both are in the outcome's unit, squared. All points share their communities, so ``luck`` is the residual of points
    and communities over the number of communities; a community that is better or worse at every point adds nothing.
    """

    outcome: Outcome
    variance: float
    luck: float

    @property
    def share(self) -> float:
        """Return the part of the variance that is due to random draws, at most 1."""
        return min(1.0, self.luck / self.variance)


def outcomes_of(scenarios: Sequence[str]) -> tuple[Outcome, ...]:
    """Return the outcomes of a plan: for each indicator the differences first, then the levels."""
    found = []
    for column in PRIMARY_OUTCOMES:
        found += [Outcome(column, DIFFERENCE, name) for name in scenarios[1:]]
        found += [Outcome(column, LEVEL, name) for name in scenarios]
    return tuple(found)


def observed(summary: "DataFrame", points: int, scenarios: Sequence[str], replicates: int) -> Array:
    """Return the primary outcomes of every run (points, scenarios, replicates, indicators); NaN where it failed."""
    values = np.full((points, len(scenarios), replicates, len(PRIMARY_OUTCOMES)), np.nan)
    number = {name: index for index, name in enumerate(scenarios)}
    at = (
        summary["point"].to_numpy(dtype=int),
        summary["scenario"].map(number).to_numpy(dtype=int),
        summary["replicate"].to_numpy(dtype=int) - 1,
    )
    values[at] = summary[list(PRIMARY_OUTCOMES)].to_numpy(dtype=float)
    return values


def runs_of(values: Array, outcome: Outcome, scenarios: Sequence[str]) -> Array:
    """Return an outcome on every community (points, replicates)."""
    column, own = PRIMARY_OUTCOMES.index(outcome.column), scenarios.index(outcome.scenario)
    level = values[:, own, :, column]
    return level - values[:, 0, :, column] if outcome.measure == DIFFERENCE else level


def complete_blocks(values: Array, size: int, stage: Text) -> NDArray[np.bool_]:
    """Return which blocks of ``size`` points have all their runs (blocks,); an index needs whole blocks.

    Raises:
        InputError: more than a quarter of the blocks, or all but one, have a run that failed.
    """
    intact = np.isfinite(values).reshape(len(values) // size, -1).all(axis=1)
    lost, of = int((~intact).sum()), len(intact)
    if lost > MOST_LOST * of or intact.sum() < 2:
        raise InputError(
            f"{lost} of {of} {stage.en} have a run that failed; with more than a quarter lost, or fewer than two "
            "left, no index can be told. failures.parquet in the stage's folder says what failed.",
            f"{lost}/{of} {stage.zh}含失败的运行；丢失超过四分之一，或剩下不足两个时，无法给出指数。"
            "失败的原因见该阶段文件夹中的 failures.parquet。",
        )
    return intact


def varies(numbers: Array) -> bool:
    """Tell whether an outcome differs between points by more than rounding."""
    return bool(np.ptp(numbers) > SAME)


def stochastic_error_of(outcome: Outcome, runs: Array) -> StochasticError:
    """Return how much of an outcome's variance is due to random draws; ``runs`` (points, replicates), two or more."""
    return StochasticError(outcome, float(runs.mean(axis=1).var(ddof=1)), stochastic_variance(runs))
