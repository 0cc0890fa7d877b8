"""A cheap stand-in for a run: what a world's baseline would show, guessed from its parameters, with an honest error.

For each band a ridge regression of the (transformed) indicator on all parameters and on the products of those that
matter most. The penalty and the error come from leaving out one world at a time, so the error holds the random draws of
the communities, and what the regression does not catch.
Source: history matching with emulators, Vernon, Goldstein and Bower 2010, Bayesian Analysis 5; regression with
its prediction error in place of a Gaussian process, which thousands of worlds with hundreds of parameters need not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from experiments.plausible.band import LEVEL, Band

Array = NDArray[np.float64]

LEADING = 12  # parameters whose products are used
FEWEST = 50  # worlds with a value, without which no regression is made
FAR = 4.0  # half-widths
_LEAST, _LEAST_ERROR = 1e-300, 1e-9
_EDGE = 0.005  # shares are cut here before their log-odds are taken
_PENALTIES = np.geomspace(1.0, 10_000.0, 9)


@dataclass(frozen=True, slots=True)
class Emulator:
    """A guess of one indicator: coefficients on the features of standardised parameters, and its standard error.

    ``error`` and the coefficients are in the transformed unit.
    """

    band: Band
    leading: NDArray[np.int64]
    constant: float
    linear: Array
    products: Array
    error: float

    def guess(self, unit: Array) -> Array:
        """Return the transformed indicator of worlds whose parameters are in [−1, 1] (worlds, parameters)."""
        found: Array = self.constant + unit @ self.linear + _products(unit, self.leading) @ self.products
        return found

    @property
    def square(self) -> Array:
        """Return the coefficients of the products as a matrix, upper right (leading, leading)."""
        matrix = np.zeros((len(self.leading), len(self.leading)))
        matrix[np.triu_indices(len(self.leading))] = self.products
        return matrix


def ends(band: Band) -> tuple[float, float]:
    """Return the transformed ends of a band; infinite where nothing can lie beyond."""
    low, high = transformed(np.array([band.low, band.high]), band)
    bounded = band.measure == LEVEL and len(band.columns) == 1
    return (
        -np.inf if bounded and band.low <= 0 else float(low),
        np.inf if band.of_share and band.high >= 1 else float(high),
    )


def transformed(values: Array, band: Band) -> Array:
    """Return log-odds of a share or index, the value itself of all else and of what is made of two."""
    if not band.of_share:
        return values
    inside = np.clip(values, _EDGE, 1 - _EDGE)
    odds: Array = np.log(inside / (1 - inside))
    return odds


def fit(unit: Array, values: Array, weights: Array, band: Band) -> Emulator | None:
    """Return the emulator of a band; None where the indicator does not vary, or too few worlds have a value.

    Args:
        unit: parameters in [−1, 1] (worlds, parameters).
        values: the indicator's means over communities (worlds,).
        weights: how much each world counts (worlds,); the error is that in the worlds that count most.
        band: what the indicator is held against; values far outside are drawn in, for how far does not matter.
    """
    known = np.isfinite(values)
    x, y, w = unit[known], _drawn_in(transformed(values[known], band), band), weights[known]
    if len(y) < FEWEST or np.ptp(y) == 0:
        return None
    slope = (w * (y - np.average(y, weights=w))) @ x
    leading = np.sort(np.argsort(-np.abs(slope), kind="stable")[:LEADING])
    ridge = _Ridge(np.concatenate([x, _products(x, leading)], axis=1), y, w)
    n = x.shape[1]
    return Emulator(band, leading, ridge.constant, ridge.weights[:n], ridge.weights[n:], ridge.error)


def _drawn_in(y: Array, band: Band) -> Array:
    """Return transformed values, those further outside than ``FAR`` half-widths moved to there."""
    low, high = transformed(np.array([band.low, band.high]), band)
    reach = FAR * (high - low) / 2
    return np.clip(y, low - reach, high + reach)


def _products(unit: Array, leading: NDArray[np.int64]) -> Array:
    """Return squares and products of the leading parameters (worlds, pairs)."""
    own = unit[:, leading]
    one, other = np.triu_indices(len(leading))
    return own[:, one] * own[:, other]


class _Ridge:
    """A weighted ridge regression whose penalty has the least error in predicting each world from the others."""

    def __init__(self, features: Array, y: Array, weights: Array) -> None:
        share, root = weights / weights.sum(), np.sqrt(weights)
        middle, level = share @ features, float(share @ y)
        spread = np.sqrt(share @ (features - middle) ** 2)
        spread = np.where(spread > 0, spread, 1.0)
        u, s, vt = np.linalg.svd((features - middle) / spread * root[:, None], full_matrices=False)
        centred, judged = (y - level) * root, weights == weights.max()
        turned = u.T @ centred
        self.error = np.inf
        for penalty in _PENALTIES:
            leverage = (u**2) @ (s**2 / (s**2 + penalty)) + share
            left = (centred - u @ (s**2 / (s**2 + penalty) * turned)) / (1 - leverage) / root
            error = float(np.sqrt(np.mean(left[judged] ** 2)))
            if error < self.error:
                self.error, self.weights = error, vt.T @ (s / (s**2 + penalty) * turned) / spread
        self.error = max(self.error, _LEAST_ERROR)
        self.constant = level - float(middle @ self.weights)


@dataclass(frozen=True)
class Emulators:
    """The emulators of one wave, at most one a band."""

    each: tuple[Emulator, ...]

    @cached_property
    def _stacked(self) -> tuple[Array, Array, NDArray[np.int64], Array, Array, Array]:
        """Return the numbers of all of them side by side: one guess of all bands is much quicker than many."""
        low, high = np.array([ends(own.band) for own in self.each]).T
        return (
            np.array([own.constant for own in self.each]),
            np.stack([own.linear for own in self.each], axis=1),
            np.stack([own.leading for own in self.each]),
            np.stack([own.square for own in self.each]),
            np.array([own.error for own in self.each]),
            np.stack([low, high]),
        )

    def log_chance(self, unit: Array) -> Array:
        """Return the logarithm of the chance that a world meets all bands, their errors taken as independent."""
        if not self.each:
            return np.zeros(len(unit))
        constant, linear, leading, square, error, (low, high) = self._stacked
        guess = constant + unit @ linear
        own = unit.T[leading]  # (bands, leading, worlds)
        guess += np.einsum("bkw,bkw->wb", np.matmul(square.transpose(0, 2, 1), own), own)
        chance = ndtr((high - guess) / error) - ndtr((low - guess) / error)
        found: Array = np.log(np.maximum(chance, _LEAST)).sum(axis=1)
        return found


def emulators_of(unit: Array, values: Array, weights: Array, bands: Sequence[Band]) -> Emulators:
    """Return the emulators of all bands from worlds (worlds, parameters), their values (worlds, bands) and weights."""
    fitted = (fit(unit, values[:, index], weights, band) for index, band in enumerate(bands))
    return Emulators(tuple(emulator for emulator in fitted if emulator is not None))
