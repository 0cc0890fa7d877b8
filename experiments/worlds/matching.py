"""History matching in waves: from all that is possible to the worlds that show what communities are known to show.

The first wave spreads over all ranges. From its worlds emulators learn which parameters matter for which band; every
later wave draws its candidates where the emulators give them a chance, runs them, and teaches the next emulators. A
candidate is first simulated in a few communities; one that is not clearly out is then confirmed on all of them. One
whose mean over all communities meets every band without a policy, as far as the random draws of so few communities let
one tell, is asked what the policies do there, and kept where that lies within the bands of effects.
Source: history matching, Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and Bower 2010; of stochastic
models, whose random variation is part of what is not known, Andrianakis et al. 2015.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.plausible.band import ANY, Band, without_policy
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

BY_CHANCE = 1.0
"""So many Monte Carlo standard errors of its mean over all communities a plausible world may lie outside of a band."""

FIRST_COUNTS = 0.1
"""How much a world of the first wave counts for later emulators; far from the bands rules bend in other ways."""

PILOT = 384
"""So many worlds of the first wave are asked for effects whatever their baseline shows: emulators learn from them where
policies do what is known. What any policy does is not asked there: that takes all policies."""

FEWEST_ACCEPTED = 20

Run = Callable[[Array, int], Array]
"""Runs the baseline: points (worlds, parameters) and a number of communities, to values (worlds, communities, bands
without a policy); NaN where a run failed."""
Effects = Callable[[Array, int, Sequence[Band]], Array]
"""Runs the policies that some bands ask for: points (worlds, parameters) and a number of communities, to values
(worlds, these bands)."""
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

    ``values`` (worlds, bands) are means over the first communities, of effects over all; ``inside`` whether they lie
    within the bands, as far as they were asked: NaN counts as inside where a band of effects was not; ``hopeful``
    which worlds were simulated in all communities; ``asked`` which of them under the policies; ``kept`` which meet all
    bands there; ``broken`` those of which a run failed in every community. ``expected`` worlds were to meet all
    bands by the emulators' account, NaN in
    the first wave. ``drawn`` is missing there. The first ``plain`` bands are those without a policy.
    """

    number: int
    unit: Array
    values: Array
    inside: NDArray[np.bool_]
    hopeful: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    broken: NDArray[np.bool_]
    drawn: Drawn | None
    plain: int

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
        """Return how many worlds met all bands without a policy on the first communities."""
        return int(self.met_first.sum())

    @property
    def met_first(self) -> NDArray[np.bool_]:
        """Return which worlds met all bands without a policy on the first communities (worlds,)."""
        met: NDArray[np.bool_] = np.all(self.inside[:, : self.plain], axis=1)
        return met


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


def match(
    space: Space, bands: Sequence[Band], run: Run, keep: int, seed: int, sizes: Sizes, note: Note, effects: Effects
) -> Matched:
    """Return ``keep`` worlds that meet all bands, fewer where the waves run out; bands without a policy come first.

    Raises:
        InputError: hardly any world meets the bands; the sentence names those that rule out most.
    """
    waves: list[Wave] = []
    found: list[tuple[Array, Array, Array]] = []
    while sum(len(values) for _, values, _ in found) < keep and len(waves) < sizes.waves:
        unit, drawn = _worlds_of(space, bands, waves, seed, sizes)
        wave, values = _simulate(space, bands, run, effects, unit, drawn, len(waves) + 1, sizes)
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
    space: Space, bands: Sequence[Band], run: Run, effects: Effects, unit: Array, drawn: Drawn | None, number: int,
    sizes: Sizes,
) -> tuple[Wave, Array]:  # fmt: skip
    """Run a wave; return it and the means of its plausible worlds over all communities (kept, bands)."""
    points, few, plain = space.points(unit), min(SCREENED, sizes.communities), without_policy(bands)
    first = run(points, few)
    means = first.mean(axis=1)
    near = _outside(means, plain) <= CLEARLY * _monte_carlo_error(first, means, plain)
    hopeful: NDArray[np.bool_] = np.all(near, axis=1)
    every, good = np.full(means.shape, np.nan), np.zeros(len(unit), dtype=np.bool_)
    if hopeful.any():
        confirmed = run(points[hopeful], sizes.communities)
        every[hopeful] = own = confirmed.mean(axis=1)
        good[hopeful] = np.all(_outside(own, plain) <= BY_CHANCE * _monte_carlo_error(confirmed, own, plain), axis=1)
    own_effects = bands[len(plain) :]
    found = np.full((len(unit), len(own_effects)), np.nan)
    if drawn is None:
        first_asked = [place for place, band in enumerate(own_effects) if band.policy != ANY]
        if first_asked:
            found[:PILOT, first_asked] = effects(points[:PILOT], few, [own_effects[place] for place in first_asked])
    if good.any() and own_effects:
        found[good] = effects(points[good], sizes.communities, own_effects)
    fitting = within(found, own_effects)
    kept: NDArray[np.bool_] = np.logical_and(good, np.all(fitting, axis=1))
    inside = np.concatenate([within(means, plain), fitting | ~good[:, None]], axis=1)
    broken = np.isfinite(first).sum(axis=2).min(axis=1) == 0
    values = np.concatenate([means, found], axis=1)
    wave = Wave(number, unit, values, inside, hopeful, good, kept, broken, drawn, len(plain))
    return wave, np.concatenate([every, found], axis=1)[kept]


def _outside(values: Array, bands: Sequence[Band]) -> Array:
    """Return how far values lie outside of their bands, 0 within (worlds, bands)."""
    low, high = np.array([[band.low, band.high] for band in bands]).reshape(-1, 2).T
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


def ruled_out(*waves: Wave) -> tuple[Array, Array, NDArray[np.int64]]:
    """Return the share of the worlds of waves that each band rules out, and that it alone does, and of how many.

    A band of effects is asked of the worlds that meet all bands without a policy; NaN where it was asked of none.
    """
    inside, asked, plain = (
        np.concatenate([wave.inside for wave in waves]),
        np.concatenate([wave.asked for wave in waves]),
        waves[0].plain,
    )
    out = ~inside
    alone = np.concatenate(
        [part & (part.sum(axis=1, keepdims=True) == 1) for part in (out[:, :plain], out[:, plain:])], axis=1
    )
    of = np.where(np.arange(inside.shape[1]) < plain, len(inside), asked.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        return out.sum(axis=0) / of, alone.sum(axis=0) / of, of


def _wave_sentence(wave: Wave, kept: int, keep: int) -> Text:
    """Say what a wave came to."""
    n, met, asked, own = len(wave.unit), wave.met, int(wave.asked.sum()), int(wave.kept.sum())
    effects = wave.inside.shape[1] > wave.plain
    en = f"{own:,} of {asked:,} do under policies what is known, " if effects else ""
    zh = f"{asked:,} 个中有 {own:,} 个政策效应也合乎已知情况，" if effects else ""
    return Text(
        f"wave {wave.number}: {n:,} worlds, {met:,} meet all bands without a policy in the first communities, {en}"
        f"{kept:,} of {keep:,} kept so far",
        f"第 {wave.number} 轮：{n:,} 个世界，{met:,} 个在首批社区中维持现状时符合全部范围，{zh}至此保留 "
        f"{kept:,}/{keep:,} 个",
    )


def _none(bands: Sequence[Band], waves: Sequence[Wave], kept: int) -> Text:
    """Say that the bands cannot be met, and which of them rule out most: of effects, if it is these that do."""
    plain = waves[0].plain
    asked = int(sum(wave.asked.sum() for wave in waves))
    share, *_ = ruled_out(*waves[-1:]) if asked <= kept else ruled_out(*waves)
    own = range(plain) if asked <= kept else range(plain, len(bands))
    worst = [bands[place] for place in sorted(own, key=lambda place: -share[place])[:3]]
    tried = sum(len(wave.unit) for wave in waves)
    en = ", ".join(f"{band.label.en} in {band.low:g}..{band.high:g}" for band in worst)
    zh = "、".join(f"{band.label.zh} 在 {band.low:g}..{band.high:g}" for band in worst)
    few = Text("no world meets", "没有一个世界符合") if not kept else Text(
        f"only {kept} worlds meet", f"只有 {kept} 个世界符合"
    )  # fmt: skip
    of = Text("", "") if asked <= kept else Text(
        f"; {asked} meet those without a policy", f"，其中 {asked} 个维持现状时符合"
    )  # fmt: skip
    return Text(
        f"{few.en} the bands after {len(waves)} waves and {tried:,} worlds{of.en}; those that ruled out most: {en}.",
        f"经过 {len(waves)} 轮、{tried:,} 个世界，{few.zh}全部范围{of.zh}；排除最多的是：{zh}。",
    )
