"""From monthly trajectories to one number a community: windows, and the two indicators that are ratios.

The value of an indicator is the mean of its last months (24, or 60 for what is rare; all policy months
where there are fewer). The share of new staff among leavers and the cost of an extra participant are
ratios of sums; their monthly values are completed here from what the run counted.
"""

import numpy as np
from numpy.typing import NDArray

from sim.indicators import COLUMNS, INDICATORS, indicator_of

Array = NDArray[np.float64]

POOLED, PER_HEAD = "new_leaver_share", "cost_per_participant"
COUNTS = ("leavers", "new_leavers")
SUMMARY_COLUMNS = (*COLUMNS, *COUNTS)
"""What a run keeps: each indicator's mean over its window, and the two counts behind ``new_leaver_share``."""


def column_index(column: str) -> int:
    """Return where a column stands among the trajectories' columns.

    Raises:
        InputError: there is no such column.
    """
    indicator_of(column)
    return COLUMNS.index(column)


def window_length(column: str, months: int) -> int:
    """Return over how many last months a column is averaged in a run of ``months`` policy months."""
    return min(indicator_of(column).window, months)


def window_means(trajectories: Array, leavers: Array, months: int) -> Array:
    """Return (communities, arms, columns) from trajectories (communities, arms, months, columns).

    A community's number for the pooled share is the share's linearisation, so that the mean over
    communities is the pooled share itself; the cost of an extra participant has none (NaN).
    """
    lengths = [window_length(column, months) for column in COLUMNS]
    means = np.empty((*trajectories.shape[:2], len(COLUMNS)))
    for length in set(lengths):
        columns = [i for i, item in enumerate(lengths) if item == length]
        means[:, :, columns] = trajectories[:, :, -length:, :].mean(axis=2)[:, :, columns]
    counted = leavers[:, :, -window_length(POOLED, months) :].sum(axis=2)
    means[:, :, column_index(POOLED)] = pooled_share(counted[..., 1], counted[..., 0])
    means[:, :, column_index(PER_HEAD)] = np.nan
    return means


def pooled_share(part: Array, whole: Array) -> Array:
    """Return one number a community (axis 0) whose mean is the pooled share Σ part / Σ whole.

    The numbers are the share's linearisation, so that means, paired differences and their intervals
    are those of the ratio estimator. NaN where nothing was counted in any community.
    """
    total = whole.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = part.sum(axis=0) / total
        return share + (part - share * whole) * (whole.shape[0] / total)


def run_means(trajectories: Array, leavers: Array, months: int) -> Array:
    """Return (runs, SUMMARY_COLUMNS) from trajectories (runs, months, columns), each run by itself.

    The share of new staff among the leavers is that of the run, NaN where nobody left; pooled over runs it is the
    ratio of the sums of the two counts.
    """
    counted = leavers[:, -window_length(POOLED, months) :].sum(axis=1)
    means = window_means(trajectories[None], leavers[None], months)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        means[:, column_index(POOLED)] = counted[:, 1] / counted[:, 0]
    return np.ascontiguousarray(np.concatenate([means, counted], axis=1))


def complete(trajectories: Array, leavers: Array, n_residents: float, baseline: int | None) -> None:
    """Fill the monthly values of both ratios into the trajectories of one community, in place.

    The share of new staff is that of the leavers of the last 60 months. The cost of an extra participant
    compares with arm ``baseline`` and is empty (NaN) without one or where nobody more takes part.
    """
    total = np.cumsum(leavers, axis=1)
    window = INDICATORS[POOLED].window
    total[:, window:] -= total[:, :-window].copy()
    with np.errstate(divide="ignore", invalid="ignore"):
        trajectories[..., column_index(POOLED)] = total[..., 1] / total[..., 0]
        trajectories[..., column_index(PER_HEAD)] = np.nan
        if baseline is not None:
            more_people, more_cost = (
                trajectories[..., column_index(column)] - trajectories[baseline, :, column_index(column)]
                for column in ("participation_12m", "cost")
            )
            per_head = 12 * more_cost / (n_residents * more_people)
            trajectories[..., column_index(PER_HEAD)] = np.where(more_people > 0, per_head, np.nan)
