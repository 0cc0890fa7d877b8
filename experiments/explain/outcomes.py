"""What a policy is judged by: participation, quality, satisfaction, its own problem, and what was asked for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.output.windows import COUNTS, PER_HEAD, POOLED, SUMMARY_COLUMNS, pooled_share, window_length
from sim.errors import InputError, nearest
from sim.indicators import COLUMNS, OWN, PRIMARY_OUTCOMES, indicator_of

Array = NDArray[np.float64]

MAIN_OUTCOMES = (*PRIMARY_OUTCOMES, "satisfaction")


def ends_of(problem: str, added: Sequence[str]) -> tuple[str, ...]:
    """Return the ends of a policy that answers ``problem`` (or none), each once.

    Raises:
        InputError: an added one is not an indicator, or has no number a community.
    """
    for column in added:
        _check(column)
    return tuple(dict.fromkeys((*MAIN_OUTCOMES, *OWN.get(problem, ()), *added)))


def _check(column: str) -> None:
    if column == PER_HEAD:
        raise InputError(
            f"--indicator {column}: a ratio over all communities, which no single community has.",
            f"--indicator {column}：它是全部社区合计之比，单个社区没有这个数。",
        )
    if column not in COLUMNS:
        hint = nearest(column, COLUMNS)
        raise InputError(
            f"--indicator '{column}': there is no such indicator.{hint.en}",
            f"--indicator “{column}”：没有这项指标。{hint.zh}",
        )


def scale(end: str) -> float:
    """Return what the stored unit is shown times."""
    return 100.0 if indicator_of(end).percent else 1.0


def window(end: str, months: int) -> tuple[int, int]:
    """Return the first and last month that an end is averaged over."""
    return months - window_length(end, months) + 1, months


def values(means: Array, end: str) -> Array:
    """Return an end of every community in every arm (communities, arms) from means with ``SUMMARY_COLUMNS``."""
    if end == POOLED:
        whole, part = (_column(means, name) for name in COUNTS)
        return pooled_share(part, whole)
    return _column(means, end)


def _column(means: Array, name: str) -> Array:
    return means[..., SUMMARY_COLUMNS.index(name)]
