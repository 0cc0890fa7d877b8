"""What a policy is judged by: participation, quality, satisfaction, its own problem, and what was asked for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.output import verdicts
from experiments.output.windows import COUNTS, PER_HEAD, POOLED, SUMMARY_COLUMNS, pooled_share, window_length
from sim.errors import InputError, nearest
from sim.indicators import COLUMNS, PERCENT, indicator_of, label_of
from sim.text import Text

Array = NDArray[np.float64]

HEADLINES = ("participation_12m", "quality", "satisfaction")
EXCESS = "official_excess"
"""The own indicator of closed elections that no run records: official turnout less the real one."""

_EXCESS_LABEL = Text("official turnout above the real one", "上报投票率虚高")


def ends_of(problem: str, added: Sequence[str]) -> tuple[str, ...]:
    """Return the ends of a policy that answers ``problem`` (or none), each once.

    Raises:
        InputError: an added one is no indicator, or has no number a community.
    """
    from sim.indicators import OWN

    for column in added:
        _check(column)
    return tuple(dict.fromkeys((*HEADLINES, *OWN.get(problem, ()), *added)))


def _check(column: str) -> None:
    if column == PER_HEAD:
        raise InputError(
            f"--indicator {column}: a ratio over all communities, which no single community has.",
            f"--indicator {column}：它是全部社区合计之比，单个社区没有这个数。",
        )
    if column != EXCESS and column not in COLUMNS:
        hint = nearest(column, COLUMNS)
        raise InputError(
            f"--indicator '{column}': there is no such indicator.{hint.en}",
            f"--indicator “{column}”：没有这项指标。{hint.zh}",
        )


def label(end: str) -> Text:
    """Return the label of an end."""
    return _EXCESS_LABEL if end == EXCESS else label_of(end)


def unit(end: str) -> Text:
    """Return the unit of its level."""
    return PERCENT if end == EXCESS else indicator_of(end).unit


def difference_unit(end: str) -> Text:
    """Return the unit of a difference."""
    return indicator_of("turnout" if end == EXCESS else end).difference_unit


def better(end: str) -> int:
    """Return +1 where more is better, −1 where less is, 0 where neither."""
    return -1 if end == EXCESS else indicator_of(end).better


def has_smallest(end: str) -> bool:
    """Tell whether an end has a smallest difference that matters; sums of money have none."""
    return end == EXCESS or verdicts.has_smallest(end)


def smallest(end: str) -> float:
    """Return the smallest difference that matters, in the stored unit; of money only what pictures weigh it by."""
    return 0.01 if end == EXCESS else indicator_of(end).smallest


def scale(end: str) -> float:
    """Return what the stored unit is shown times."""
    return 100.0 if end == EXCESS or indicator_of(end).percent else 1.0


def window(end: str, months: int) -> tuple[int, int]:
    """Return the first and last month that an end is averaged over."""
    return months - window_length("turnout" if end == EXCESS else end, months) + 1, months


def values(means: Array, end: str) -> Array:
    """Return an end of every community in every arm (communities, arms) from means with ``SUMMARY_COLUMNS``."""
    if end == EXCESS:
        return _column(means, "official_turnout") - _column(means, "turnout")
    if end == POOLED:
        whole, part = (_column(means, name) for name in COUNTS)
        return pooled_share(part, whole)
    return _column(means, end)


def _column(means: Array, name: str) -> Array:
    return means[..., SUMMARY_COLUMNS.index(name)]
