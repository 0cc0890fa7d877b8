"""What patterns are measured by: small words from which the table is written."""

from collections.abc import Callable

from experiments.patterns.pattern import Array, Measure
from experiments.patterns.runs import Runs
from sim.scenarios.scenario import BASELINE


def level(column: str, less: str = "") -> Measure:
    """The baseline's level of a column, less that of another one where it is named."""
    if not less:
        return Measure(lambda runs: runs.level(BASELINE, column), (BASELINE,))
    return Measure(lambda runs: runs.level(BASELINE, column) - runs.level(BASELINE, less), (BASELINE,))


def gap(column: str, first: str, second: str) -> Measure:
    """How far the first group of residents lies above the second, without policy."""
    return level(f"{column}.{first}", f"{column}.{second}")


def times_as_much(column: str, first: str, second: str) -> Measure:
    """How many times the second group's level the first group has, without policy."""
    names = f"{column}.{first}", f"{column}.{second}"
    return Measure(lambda runs: runs.level(BASELINE, names[0]) / runs.level(BASELINE, names[1]), (BASELINE,))


def change(policy: str, column: str) -> Measure:
    """A policy's difference from the baseline."""
    return Measure(lambda runs: runs.change(policy, column), (BASELINE, policy))


def grown(policy: str, column: str, against: str = BASELINE) -> Measure:
    """How many times its level under another scenario a column has under a policy."""
    return Measure(lambda runs: runs.level(policy, column) / runs.level(against, column), (policy, against))


def over_the_years(column: str) -> Measure:
    """The tenth year less the first, without policy."""
    return Measure(lambda runs: runs.year(BASELINE, column, 10) - runs.year(BASELINE, column, 1), (BASELINE,))


def taken(of: Callable[[Runs], Array], *arms: str) -> Measure:
    """Something that is measured nowhere else."""
    return Measure(of, (BASELINE, *arms))
