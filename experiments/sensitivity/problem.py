"""The designs that move the uncertain parameters, and the library that makes them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.plan.samplers import has_salib, sampled
from experiments.plan.uncertain import Problem
from sim.errors import InputError
from sim.params import PARAMS

Array = NDArray[np.float64]

RESAMPLES = 1000
SCREENING, SOBOL = "screening", "sobol"
STAGES = (SCREENING, SOBOL)


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
    wholes = [index for index, name in enumerate(names) if PARAMS[name].whole]
    settled = points.copy()
    settled[:, wholes] = np.round(settled[:, wholes])
    return settled
