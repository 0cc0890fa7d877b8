"""Worlds worth running: drawn evenly wherever the emulators give a fair chance of meeting all bands.

With hundreds of uncertain numbers hardly one uniform draw in a hundred thousand meets the bands, so drawing and
throwing out is hopeless. Many Markov chains walk instead, each step drawing some parameters anew from their whole
ranges. They settle to a density that is even where the chance is at least a ``floor``, and in proportion to the chance
below it: no edge is cut off, and what lies beyond it can be counted.
Source: uniform designs for waves of history matching, Williamson and Vernon 2013, arXiv:1309.3520.
"""

from dataclasses import dataclass

import numpy as np

from experiments.worlds.emulator import Array, Emulators

REFRESHED = 30
"""How often each chain has drawn each parameter anew, on average, before its world is taken."""

LOST = 0.20
"""The part of the worlds that meet the bands, by the emulators' own account, that may lie below the floor."""

_WANTED = (0.2, 0.4)  # share of steps that are taken
_MOST_STEPS = 20_000


@dataclass(frozen=True)
class Drawn:
    """Candidates in [−1, 1] (worlds, parameters), the logarithm of their chances and that of the floor."""

    unit: Array
    log_chance: Array
    log_floor: float


def draw(emulators: Emulators, start: Array, rng: np.random.Generator) -> Drawn:
    """Return a candidate for each world to start from (worlds, parameters), all independent after many steps."""
    first = _walk(emulators, start, np.inf, rng)  # in proportion to the chance itself
    floor = float(np.quantile(emulators.log_chance(first), LOST))
    unit = _walk(emulators, first, floor, rng)
    return Drawn(unit, emulators.log_chance(unit), floor)


def starts(emulators: Emulators, known: Array, count: int, rng: np.random.Generator) -> Array:
    """Return ``count`` worlds to start from: of those that were run the ones with the best chances, again and again."""
    best = np.argsort(-emulators.log_chance(known), kind="stable")[: max(1, min(count, len(known)) // 4)]
    chosen: Array = known[rng.permutation(np.resize(best, count))]
    return chosen


def _walk(emulators: Emulators, start: Array, floor: float, rng: np.random.Generator) -> Array:
    """Walk all chains side by side until every parameter was drawn anew ``REFRESHED`` times on average."""
    unit = start.copy()
    worlds, parameters = unit.shape
    now = np.minimum(emulators.log_chance(unit), floor)
    part, refreshed = 0.1, 0.0
    for _ in range(_MOST_STEPS):
        some = max(1, round(part * parameters))
        proposed = unit.copy()
        chosen = rng.integers(parameters, size=(worlds, some))
        np.put_along_axis(proposed, chosen, rng.uniform(-1.0, 1.0, (worlds, some)), axis=1)
        then = np.minimum(emulators.log_chance(proposed), floor)
        taken = np.log(rng.uniform(size=worlds)) < then - now
        unit[taken], now[taken] = proposed[taken], then[taken]
        refreshed += float(taken.sum()) * some / unit.size
        if refreshed >= REFRESHED:
            break
        part = _settled(part, float(taken.mean()), parameters)
    return unit


def _settled(part: float, taken: float, parameters: int) -> float:
    """Make steps smaller where too few are taken, larger where too many."""
    if taken < _WANTED[0]:
        return max(part * 0.9, 1.0 / parameters)
    return min(part * 1.1, 0.5) if taken > _WANTED[1] else part
