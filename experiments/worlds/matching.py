"""History matching in waves: from all that is possible to the worlds that show what communities are known to show.

The first wave spreads over all ranges. From its worlds emulators learn which parameters matter for which band; every
later wave draws its candidates where the emulators give them a chance, runs them, and teaches the next emulators. A
candidate is first simulated in a few communities; one that is not clearly out is then confirmed on all of them. Kept
are worlds whose mean over all communities lies within every band.
Source: history matching, Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and Bower 2010.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.plausible.bands import Band
from experiments.plausible.observed import within
from experiments.worlds.candidates import Drawn, draw, starts
from experiments.worlds.emulator import Array, emulators_of
from sim.errors import InputError
from sim.params import PARAMS
from sim.text import Text

SCREENED = 2
"""Communities that every candidate is simulated in."""

CLEARLY = 2.0
"""A candidate is clearly out where its mean lies so many Monte Carlo standard errors outside of a band."""

FIRST_COUNTS = 0.1
"""How much a world of the first wave counts for later emulators; far from the bands rules bend in other ways."""

FEWEST_ACCEPTED = 20

Run = Callable[[Array, int], Array]
"""Runs the baseline: points (worlds, parameters) and a number of communities, to values (worlds, communities, bands);
NaN where a run failed."""
Note = Callable[[Text], None]


@dataclass(frozen=True)
class Space:
    """The parameters that are uncertain and their ranges [low, high]."""

    ranges: Mapping[str, tuple[float, float]]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the parameters."""
        return tuple(self.ranges)

    def points(self, unit: Array) -> Array:
        """Return parameters from numbers in [−1, 1]; those that count something become whole (worlds, parameters)."""
        low, high = np.array(list(self.ranges.values())).T
        points: Array = np.clip(low + (unit + 1) / 2 * (high - low), low, high)
        wholes = [index for index, name in enumerate(self.names) if name in PARAMS and PARAMS[name].whole]
        points[:, wholes] = np.round(points[:, wholes])
        return points

    def first(self, worlds: int, seed: int) -> Array:
        """Return an even spread over all ranges, a Latin hypercube, in [−1, 1] (worlds, parameters)."""
        from scipy.stats import qmc

        unit: Array = 2 * qmc.LatinHypercube(len(self.ranges), seed=seed).random(worlds) - 1
        return unit


@dataclass(frozen=True)
class Wave:
    """What one wave came to.

    ``values`` (worlds, bands) are means over the first communities; ``inside`` whether they lie within the bands;
    ``hopeful`` which worlds simulated in all communities; ``kept`` which of them meet all bands there; ``broken``
    those of which a run failed in every community. ``expected`` worlds were to meet all
    bands by the emulators' account, NaN in
    the first wave. ``drawn`` is missing there.
    """

    number: int
    unit: Array
    values: Array
    inside: NDArray[np.bool_]
    hopeful: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    broken: NDArray[np.bool_]
    drawn: Drawn | None

    @property
    def confirmed(self) -> int:
        """Return how many worlds were simulated in all communities."""
        return int(self.hopeful.sum())

    @property
    def failed(self) -> int:
        """Return of how many worlds a run failed in every community."""
        return int(self.broken.sum())

    @property
    def weights(self) -> Array:
        """Return how many worlds each stands for: 1 in the first wave and above the floor, more below it (worlds,)."""
        return np.ones(len(self.unit)) if self.drawn is None else _weights(self.drawn)

    @property
    def expected(self) -> float:
        """Return how many worlds the emulators expected to meet all bands."""
        return float("nan") if self.drawn is None else float(np.exp(self.drawn.log_chance).sum())

    @property
    def met(self) -> int:
        """Return how many worlds met all bands on the first communities."""
        return int(self.inside.all(axis=1).sum())


@dataclass(frozen=True)
class Matched:
    """Kept worlds in [−1, 1] (worlds, parameters), the means of their bands, the waves, and what was left out.

    ``left_out`` is the estimated share of the worlds meeting all bands that the emulators' floor kept away.
    """

    unit: Array
    values: Array
    waves: tuple[Wave, ...]
    left_out: float


@dataclass(frozen=True)
class Sizes:
    """How much is run: worlds of the first wave, of every later one, waves at most, communities a world."""

    first: int = 2048
    later: int = 2048
    waves: int = 20
    communities: int = 4


def match(space: Space, bands: Sequence[Band], run: Run, keep: int, seed: int, sizes: Sizes, note: Note) -> Matched:
    """Return ``keep`` worlds that meet all bands, fewer where the waves run out.

    Raises:
        InputError: hardly any world meets the bands; the sentence names those that rule out most.
    """
    waves: list[Wave] = []
    found: list[tuple[Array, Array, Array]] = []
    while sum(len(values) for _, values, _ in found) < keep and len(waves) < sizes.waves:
        unit, drawn = _worlds_of(space, bands, waves, seed, sizes)
        wave, values = _simulate(space, bands, run, unit, drawn, len(waves) + 1, sizes)
        waves.append(wave)
        found.append((unit[wave.kept], values, wave.weights[wave.kept]))
        note(_wave_sentence(wave, sum(len(item) for _, item, _ in found), keep))
    kept, values, weight = (np.concatenate(parts)[:keep] for parts in zip(*found, strict=True))
    if len(kept) < min(FEWEST_ACCEPTED, keep):
        raise InputError(*_none(bands, waves, len(kept)))
    return Matched(kept, values, tuple(waves), float(1 - len(weight) / weight.sum()))


def _worlds_of(
    space: Space, bands: Sequence[Band], waves: Sequence[Wave], seed: int, sizes: Sizes
) -> tuple[Array, Drawn | None]:
    """Return the worlds of the next wave and how they were drawn."""
    if not waves:
        return space.first(sizes.first, seed), None
    unit, values = (np.concatenate([getattr(wave, name) for wave in waves]) for name in ("unit", "values"))
    weights = np.ones(len(unit))
    if len(waves) > 1:
        weights[: len(waves[0].unit)] = FIRST_COUNTS
    emulators = emulators_of(unit, values, weights, bands)
    rng = np.random.default_rng([seed, len(waves)])
    drawn = draw(emulators, starts(emulators, unit, sizes.later, rng), rng)
    return drawn.unit, drawn


def _simulate(
    space: Space, bands: Sequence[Band], run: Run, unit: Array, drawn: Drawn | None, number: int, sizes: Sizes
) -> tuple[Wave, Array]:
    """Run a wave; return it and the means of its plausible worlds over all communities (kept, bands)."""
    points, few = space.points(unit), min(SCREENED, sizes.communities)
    first = run(points, few)
    means = first.mean(axis=1)
    inside = within(means, bands)
    hopeful = (_outside(means, bands) <= CLEARLY * _monte_carlo_error(first, means, bands)).all(axis=1)
    kept = np.zeros(len(unit), dtype=bool)
    values = np.zeros((0, len(bands)))
    if hopeful.any():
        every = run(points[hopeful], sizes.communities).mean(axis=1)
        good = within(every, bands).all(axis=1)
        kept[np.flatnonzero(hopeful)[good]] = True
        values = every[good]
    broken = np.isfinite(first).sum(axis=2).min(axis=1) == 0
    return Wave(number, unit, means, inside, hopeful, kept, broken, drawn), values


def _outside(values: Array, bands: Sequence[Band]) -> Array:
    """Return how far values lie outside of their bands, 0 within (worlds, bands)."""
    low, high = np.array([[band.low, band.high] for band in bands]).T
    distance: Array = np.maximum(np.maximum(low - values, values - high), 0.0)
    return distance


def _monte_carlo_error(runs: Array, means: Array, bands: Sequence[Band]) -> Array:
    """Return the standard error that random draws give to a mean over communities (bands,).

    It is pooled over the worlds within a band's width of its middle, where it matters; where there are none, all.
    """
    communities = runs.shape[1]
    if communities < 2:
        return np.zeros(len(bands))
    variance = runs.var(axis=1, ddof=1)
    middle, half = (np.array([getattr(band, name) for band in bands]) for name in ("middle", "half"))
    near = np.abs(means - middle) <= 2 * half
    known = np.isfinite(variance)
    use = np.where((near & known).any(axis=0), near & known, known)
    total = np.where(use, np.nan_to_num(variance), 0.0).sum(axis=0)
    error: Array = np.sqrt(total / np.maximum(use.sum(axis=0), 1) / communities)
    return error


def _weights(drawn: Drawn) -> Array:
    """Return how many worlds each candidate stands for: 1 above the floor, more below it (worlds,)."""
    weights: Array = np.exp(np.maximum(drawn.log_floor - drawn.log_chance, 0.0))
    return weights


def ruled_out(wave: Wave) -> tuple[Array, Array]:
    """Return the share of a wave's worlds that each band rules out, and that it alone rules out (bands,)."""
    out = ~wave.inside
    alone = out & (out.sum(axis=1, keepdims=True) == 1)
    return out.mean(axis=0), alone.mean(axis=0)


def _wave_sentence(wave: Wave, kept: int, keep: int) -> Text:
    """Say what a wave came to."""
    n, met = len(wave.unit), wave.met
    return Text(
        f"wave {wave.number}: {n:,} worlds, {met:,} meet all bands in the first communities, {kept:,} of {keep:,} "
        "kept so far",
        f"第 {wave.number} 轮：{n:,} 个世界，{met:,} 个在首批社区中符合全部范围，至此保留 {kept:,}/{keep:,} 个",
    )


def _none(bands: Sequence[Band], waves: Sequence[Wave], kept: int) -> Text:
    """Say that the bands cannot be met, and which of them rule out most."""
    share, _ = ruled_out(waves[-1])
    worst = [bands[place] for place in np.argsort(-share, kind="stable")[:3]]
    tried = sum(len(wave.unit) for wave in waves)
    en = ", ".join(f"{band.indicator} in {band.low:g}..{band.high:g}" for band in worst)
    zh = "、".join(f"{band.indicator} 在 {band.low:g}..{band.high:g}" for band in worst)
    few = Text("no world meets", "没有一个世界符合") if not kept else Text(
        f"only {kept} worlds meet", f"只有 {kept} 个世界符合"
    )  # fmt: skip
    return Text(
        f"{few.en} the bands after {len(waves)} waves and {tried:,} worlds; those that ruled out most in the last "
        f"wave: {en}.",
        f"经过 {len(waves)} 轮、{tried:,} 个世界，{few.zh}全部范围；最后一轮中排除最多的是：{zh}。",
    )
