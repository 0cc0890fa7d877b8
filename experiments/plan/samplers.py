"""Which points a design has: how many first, so that nothing too large is ever made, then the points."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import numpy as np

from experiments.plan.design import Array

LEVELS = 4  # of the Morris grid; a step is two thirds of a range
SALIB_KINDS = ("saltelli", "morris")


def has_salib() -> bool:
    """Tell whether the library of the kinds ``saltelli`` and ``morris`` is installed."""
    return find_spec("SALib") is not None


def n_points(kind: str, columns: Sequence[Sequence[float]], samples: int | None) -> int:
    """Return how many points a design has; ``columns`` holds values, or [low, high] of sampled kinds."""
    n = len(columns)
    if kind == "grid":
        return math.prod(len(column) for column in columns)
    if kind == "list":
        return len(columns[0])
    return (samples or 0) * {"saltelli": n + 2, "morris": n + 1}.get(kind, 1)


def grid(columns: Sequence[Sequence[float]]) -> Array:
    """Return every combination of the values, the last column fastest."""
    mesh = np.meshgrid(*(np.asarray(column, dtype=float) for column in columns), indexing="ij")
    return np.stack([axis.ravel() for axis in mesh], axis=1)


def sampled(kind: str, ranges: Mapping[str, tuple[float, float]], samples: int, seed: int) -> Array:
    """Return the points of a sampled design within ``ranges`` (points, ranges).

    ``saltelli`` gives samples · (n + 2) points for first and total effects, ``morris`` samples · (n + 1).
    The same seed gives the same points; numpy's global generator is left as it was.
    """
    with _global_generator_restored():
        unit = _SAMPLERS[kind](len(ranges), samples, _seed_of(seed))
    low, high = np.array(list(ranges.values())).T
    points: Array = np.clip(low + unit * (high - low), low, high)
    return points


def _latin(n: int, samples: int, seed: int) -> Array:
    from scipy.stats import qmc

    return qmc.LatinHypercube(n, seed=seed).random(samples)


def _sobol(n: int, samples: int, seed: int) -> Array:
    from scipy.stats import qmc

    return qmc.Sobol(n, seed=seed).random(samples)


def _saltelli(n: int, samples: int, seed: int) -> Array:
    from SALib.sample import sobol

    return np.asarray(sobol.sample(_unit_problem(n), samples, calc_second_order=False, seed=seed))


def _morris(n: int, samples: int, seed: int) -> Array:
    from SALib.sample import morris

    return np.asarray(morris.sample(_unit_problem(n), samples, num_levels=LEVELS, seed=seed))


_SAMPLERS = {"latin": _latin, "sobol": _sobol, "saltelli": _saltelli, "morris": _morris}


def _seed_of(seed: int) -> int:
    """Return a seed that all samplers take: below 2**32, and not 0, which to some means none."""
    return 1 + int(np.random.SeedSequence(seed).generate_state(1)[0]) % (2**32 - 2)


def _unit_problem(n: int) -> dict[str, Any]:
    """Return SALib's description of ``n`` numbers in 0..1."""
    return {"num_vars": n, "names": [f"x{k}" for k in range(n)], "bounds": [[0.0, 1.0]] * n}


@contextmanager
def _global_generator_restored() -> Iterator[None]:
    """Put numpy's global generator back to where it was."""
    state = np.random.get_state()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002
