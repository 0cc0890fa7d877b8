"""Does a difference matter? One verdict from an interval and the smallest difference that does.

The interval is the unadjusted paired 95 % interval of one comparison; Holm's correction says only whether a
difference is not 0. Money has no smallest difference and so no verdict.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from scipy.special import stdtrit

from experiments.output.statistics import CONFIDENCE, Interval
from sim.errors import InputError, nearest_labelled
from sim.indicators import INDICATORS, YUAN, YUAN_A_YEAR, indicator_of, smallest_of

MATTERS, SMALL, OPEN = "matters", "too small to matter", "cannot tell yet"
MOST_REPORTED = 2**20  # communities, about a million; more would settle nothing in practice


def verdict(found: Interval, smallest: float) -> str:
    """Return what an interval says against ``smallest``: wholly beyond ± it, wholly within, or neither.

    ``MATTERS`` where every value of the interval is larger than ``smallest`` in size, all on one side of 0; ``SMALL``
    where none is; else ``OPEN``, also where there is no interval.
    """
    if found.low > smallest or found.high < -smallest:
        return MATTERS
    return SMALL if -smallest <= found.low and found.high <= smallest else OPEN


def communities_to_settle(found: Interval, smallest: float) -> float:
    """Return how many communities would settle an open verdict, if mean and spread stayed what they are.

    The least n whose half-width t(n - 1) s / √n is below the distance of the mean from the nearer end of ± smallest.
    NaN where fewer than two communities tell no spread, infinite where no number up to a million does.
    """
    gap = abs(abs(found.mean) - smallest)
    if found.n < 2 or not math.isfinite(found.half):
        return math.nan
    spread = found.half * math.sqrt(found.n) / _t(found.n)

    def settles(n: int) -> bool:
        return _t(n) * spread / math.sqrt(n) < gap

    numbers = range(2, MOST_REPORTED + 1)
    place = bisect_left(numbers, True, key=settles)  # the more communities, the narrower
    return float(numbers[place]) if place < len(numbers) else math.inf


def _t(n: int) -> float:
    return float(stdtrit(n - 1, (1 + CONFIDENCE) / 2))


def has_smallest(column: str) -> bool:
    """Tell whether there is a smallest difference that matters; of sums of money there is none."""
    return indicator_of(column).unit not in (YUAN, YUAN_A_YEAR)


def smallest_for(column: str, points: float, each: Mapping[str, float]) -> float | None:
    """Return the smallest difference that matters in the stored unit of a column; None for money.

    ``each`` gives it by column, or by indicator for all its groups, as it is shown (points, or the indicator's unit);
    else it is ``points`` for shares and indices and the indicator's own for all others.
    """
    if not has_smallest(column):
        return None
    given = each.get(column, each.get(column.partition(".")[0]))
    if given is None:
        return smallest_of(column, points)
    return given / 100 if indicator_of(column).percent else given


def check_smallest_each(each: Mapping[str, Any], where: str = "smallest") -> dict[str, float]:
    """Return the smallest differences by indicator, checked.

    Raises:
        InputError: an unknown indicator, a sum of money, or no number from 0 up (up to 100 points).
    """
    return {column: _checked(column, value, where) for column, value in each.items()}


def _checked(column: str, value: Any, where: str) -> float:
    if column.partition(".")[0] not in INDICATORS:
        hint = nearest_labelled(column, {name: item.label for name, item in INDICATORS.items()}, "indicators")
        raise InputError(f"There is no indicator '{column}'.{hint.en}", f"没有指标“{column}”。{hint.zh}")
    indicator = indicator_of(column)
    if not has_smallest(column):
        raise InputError(
            f"{where} {column}: money has no smallest difference that matters; whether a sum is worth it is for the "
            "reader to say.",
            f"{where} {column}：金额没有“有意义的最小差异”，值不值由读者判断。",
        )
    high = 100.0 if indicator.percent else math.inf
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not 0 <= value <= high:
        most = (" and up to 100", "、至多 100") if indicator.percent else ("", "")
        unit = indicator.difference_unit
        raise InputError(
            f"{where} {column} = {value!r} is not a number from 0{most[0]} ({unit.en}).",
            f"{where} {column} = {value!r} 不是从 0 起{most[1]}的数（{unit.zh}）。",
        )
    return float(value)
