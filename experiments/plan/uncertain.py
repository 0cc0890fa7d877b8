"""Which parameters are uncertain, and between which ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sim.params import PARAMS, ROUNDING, SHAPING_GROUPS, WHOLES


@dataclass(frozen=True)
class Problem:
    """The ranges [low, high] of the parameters that a stage moves, in the order of its columns."""

    ranges: Mapping[str, tuple[float, float]]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the parameters."""
        return tuple(self.ranges)

    def only(self, names: Sequence[str]) -> "Problem":
        """Return the same ranges for some of the parameters."""
        return Problem({name: self.ranges[name] for name in names})

    def for_salib(self) -> dict[str, Any]:
        """Return a new description in SALib's form; SALib adds to what it is given."""
        return {
            "num_vars": len(self.ranges),
            "names": list(self.ranges),
            "bounds": [list(ends) for ends in self.ranges.values()],
        }


def uncertain(held: Mapping[str, Any] = MappingProxyType({})) -> Problem:
    """Return every uncertain rule parameter over its range.

    Left out are those that shape the people or the calendar, those that are ``held``, and shares of one whole that
    together could become more than it.
    """
    ranges = {
        name: (declared.low, declared.high)
        for name, declared in PARAMS.items()
        if declared.group not in SHAPING_GROUPS and declared.low < declared.high and name not in held
    }
    for parts in WHOLES:
        if sum(ranges.get(name, (0.0, PARAMS[name].high))[1] for name in parts) > 1.0 + ROUNDING:
            for name in parts:
                ranges.pop(name, None)
    return Problem(ranges)
