"""Checks of the few numbers that every experiment is given: how many communities, how long, which seed."""

from typing import Any

import numpy as np

from sim.errors import InputError
from sim.scenarios.changes import check_params
from sim.scenarios.document import shown
from sim.text import Text

MOST_REPLICATES = 10_000
LARGEST_SEED = 2**63 - 1


def whole_number(name: str, value: Any, low: int, high: int, where: Text | str = "") -> int:
    """Return ``value`` where it is a whole number in low..high.

    Raises:
        InputError: it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise InputError(
            f"{name} = {shown(value)} is not a whole number; allowed is {low}..{high}.",
            f"{name} = {shown(value, 'zh')} 不是整数；允许 {low}..{high}。",
            where,
        )
    if not low <= value <= high:
        raise InputError(f"{name} = {value} is outside {low}..{high}.", f"{name} = {value} 超出 {low}..{high}。", where)
    return int(value)


def checked_months(months: Any, where: Text | str = "--months") -> int:
    """Return the policy months.

    Raises:
        InputError: no whole number in the range of the parameter ``months``.
    """
    return int(check_params({"months": months}, where, allow_people=True)["months"])
