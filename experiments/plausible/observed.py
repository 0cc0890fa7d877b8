"""From the table of a sweep to numbers by world and community."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.output.windows import COUNTS, POOLED, pooled_share
from experiments.plausible.band import Band, formula

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[np.float64]


def columns_of(
    summary: "DataFrame", worlds: int, scenarios: Sequence[str], communities: int, columns: Sequence[str]
) -> Array:
    """Return columns of every run (worlds, scenarios, communities, columns); NaN where a run failed."""
    values = np.full((worlds, len(scenarios), communities, len(columns)), np.nan)
    number = {name: index for index, name in enumerate(scenarios)}
    at = (
        summary["point"].to_numpy(dtype=int),
        summary["scenario"].map(number).to_numpy(dtype=int),
        summary["replicate"].to_numpy(dtype=int) - 1,
    )
    values[at] = summary[list(columns)].to_numpy(dtype=float)
    return values


def banded(summary: "DataFrame", worlds: int, scenario: str, communities: int, bands: Sequence[Band]) -> Array:
    """Return what bands without a policy speak of, for one scenario (worlds, communities, bands); NaN: a run failed.

    The share of new staff among the leavers is pooled over a world's communities; a world without any leaver has none.
    """
    needed = list(dict.fromkeys([*(column for band in bands for column in band.needed), *COUNTS]))
    return spoken_of(columns_of(summary, worlds, [scenario], communities, needed)[:, 0], needed, bands)


def spoken_of(found: Array, needed: Sequence[str], bands: Sequence[Band]) -> Array:
    """Return what bands without a policy speak of (worlds, communities, bands) from columns ``needed`` of all runs."""
    values = np.empty((*found.shape[:2], len(bands)))
    for index, band in enumerate(bands):
        value = formula(band, *(_column(found, needed, column) for column in band.columns))
        values[:, :, index] = value / _column(found, needed, band.spread) if band.spread else value
    return values


def _column(found: Array, needed: Sequence[str], column: str) -> Array:
    """Return one column (worlds, communities)."""
    if column != POOLED:
        return found[:, :, needed.index(column)]
    counts = (found[:, :, needed.index(name)].T for name in reversed(COUNTS))
    return pooled_share(*counts).T


def within(values: Array, bands: Sequence[Band]) -> NDArray[np.bool_]:
    """Return which values lie within their bands (worlds, bands); one that is missing does not."""
    low, high = np.array([[band.low, band.high] for band in bands]).reshape(-1, 2).T
    inside: NDArray[np.bool_] = np.logical_and(values >= low, values <= high)
    return inside
