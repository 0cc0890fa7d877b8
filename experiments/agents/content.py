"""The numbers: effects in every variant, how they differ from the full model's, and how alike they rank the policies.

An effect is the paired difference from no policy within a variant. What it differs from the full model's is paired
too, for both are of the same people and meet the same draws. Intervals are those of t over the communities; that of a
rank correlation takes the middle 95 % of ``DRAWS`` bootstrap samples of communities.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.agents.variants import FULL, VARIANTS
from experiments.output.code import code
from experiments.output.statistics import finite, interval, rank_correlation
from experiments.output.verdicts import verdict
from experiments.output.windows import window_length
from experiments.policies.arms import ALL_IN_ONE
from experiments.policies.settings import Settings
from sim.indicators import PRIMARY_OUTCOMES, label_of, smallest_of

Array = NDArray[np.float64]

SCHEMA, DRAWS = 1, 2000
NAMES = tuple(variant.name for variant in VARIANTS)


def content_of(settings: Settings, means: Array, command: str) -> dict[str, Any]:
    """Return all numbers, ready for JSON; ``means`` (communities, variants, scenarios, PRIMARY_OUTCOMES)."""
    policies = [arm.scenario for arm in settings.arms[1:]]
    effects = means[:, :, 1:] - means[:, :, :1]
    ranked = [k for k, policy in enumerate(policies) if policy.name != ALL_IN_ONE]
    months, window = settings.months, window_length(PRIMARY_OUTCOMES[0], settings.months)
    return {
        "schema": SCHEMA,
        "command": command,
        "fingerprint": code(),
        "profile": settings.profile.name,
        "profile_label": settings.profile.label.content(),
        "period": settings.profile.period.content(),
        "seed": settings.seed,
        "replicates": settings.replicates,
        "months": months,
        "window": [months - window + 1, months],
        "params": dict(settings.params),
        "smallest": settings.smallest,
        "scenarios": [arm.key for arm in settings.arms],
        "policies": [{"name": own.name, "label": own.label.content()} for own in policies],
        "ranked": [policies[k].name for k in ranked],
        "outcomes": [{"indicator": column, "label": label_of(column).content()} for column in PRIMARY_OUTCOMES],
        "variants": [
            {
                "name": variant.name,
                "label": variant.label.content(),
                "what": variant.what.content(),
                "outcomes": {
                    column: _outcome(settings, means, effects, at, place, ranked)
                    for place, column in enumerate(PRIMARY_OUTCOMES)
                },
            }
            for at, variant in enumerate(VARIANTS)
        ],
        "runs": means.tolist(),
    }


def _outcome(
    settings: Settings, means: Array, effects: Array, at: int, place: int, ranked: list[int]
) -> dict[str, Any]:
    """Return level, effects, differences from the full model and the rank correlation of one variant and outcome."""
    own, full = effects[:, at, :, place], effects[:, NAMES.index(FULL), :, place]
    names = [arm.key for arm in settings.arms[1:]]
    smallest = smallest_of(PRIMARY_OUTCOMES[place], settings.smallest)
    gaps = [interval(own[:, k] - full[:, k]) for k in range(len(names))]
    return {
        "level": interval(means[:, at, 0, place]).content(),
        "effects": {name: interval(own[:, k]).content() for k, name in enumerate(names)},
        "beyond_full": {
            name: {**gap.content(), "verdict": verdict(gap, smallest)} for name, gap in zip(names, gaps, strict=True)
        },
        "rank_correlation": _alike(own[:, ranked], full[:, ranked], settings.seed),
    }


def _alike(own: Array, full: Array, seed: int) -> dict[str, float | None]:
    """Return Spearman's correlation of mean effects (communities, policies) with those of the full model."""
    rho = rank_correlation(own.mean(axis=0), full.mean(axis=0))
    drawn = np.random.default_rng(seed).integers(0, len(own), (DRAWS, len(own)))
    samples = rank_correlation(own[drawn].mean(axis=1), full[drawn].mean(axis=1))
    known = samples[np.isfinite(samples)]  # not where all policies do the same
    low, high = np.quantile(known, (0.025, 0.975)) if len(own) > 1 and len(known) else (np.nan, np.nan)
    return {"mean": finite(float(rho)), "low": finite(float(low)), "high": finite(float(high))}
