"""Which parameters are moved, between which ends, and the designs that move them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.plan.samplers import has_salib, sampled
from sim.errors import InputError
from sim.params import PARAMS, ROUNDING, SHAPING_GROUPS, WHOLES

Array = NDArray[np.float64]

RESAMPLES = 1000
SCREENING, SOBOL = "screening", "sobol"
STAGES = (SCREENING, SOBOL)


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


def need_salib() -> None:
    """Raise where the library that makes and reads the designs is not installed.

    Raises:
        InputError: it is missing; the sentence says how to get it.
    """
    if not has_salib():
        raise InputError(
            'sensitivity needs SALib, which is not installed; write: python -m pip install -e ".[analysis]".',
            '敏感性分析需要 SALib，目前没有安装；请运行：python -m pip install -e ".[analysis]"。',
        )


def seed_of(seed: int, stage: str) -> int:
    """Return a seed of its own for each stage, never 0, which SALib takes for none."""
    return 1 + int(np.random.SeedSequence([seed, STAGES.index(stage)]).generate_state(1)[0])


def points_of(kind: str, problem: Problem, samples: int, seed: int) -> Array:
    """Return the points of a ``morris`` or ``saltelli`` design, not yet rounded (points, parameters)."""
    return sampled(kind, problem.ranges, samples, seed)


def rounded(points: Array, names: Sequence[str]) -> Array:
    """Return the points with the parameters that count something as whole numbers."""
    wholes = [place for place, name in enumerate(names) if PARAMS[name].whole]
    settled = points.copy()
    settled[:, wholes] = np.round(settled[:, wholes])
    return settled
