"""The tidy tables of an analysis, a row a thing, outcomes in stored units."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from experiments.output.stochastic import stochastic_share
from experiments.plausible.band import LEVEL, Band
from experiments.policies.arms import ALL_IN_ONE, FULL
from experiments.worlds.matching import Matched, Space, ruled_out
from experiments.worlds.policies import SimulatedPolicies
from experiments.worlds.robustness import QUANTILES, deciders, harmful_where, narrowed, standings
from sim.indicators import INDICATORS, PRIMARY_OUTCOMES
from sim.scenarios.scenario import BASELINE

if TYPE_CHECKING:
    from pandas import DataFrame

EFFECT, HARM = "effect", "harm"


def tables_of(
    space: Space, bands: Sequence[Band], matched: Matched, simulated: SimulatedPolicies
) -> "dict[str, DataFrame]":
    """Return all tables by name."""
    points = space.points(matched.unit)
    return {
        "candidates": candidates_table(bands, matched),
        "kept": accepted_table(space, bands, matched),
        "bands": bands_table(bands, matched),
        "waves": waves_table(matched),
        "narrowed": narrowed_table(space, matched),
        "policies": policies_table(simulated),
        "runs": runs_table(simulated),
        "effects": effects_table(simulated),
        "deciders": deciders_table(simulated, points, space.names),
    }


def candidates_table(bands: Sequence[Band], matched: Matched) -> "DataFrame":
    """Return a row a world of any wave: what it showed (``band:…``), and how far it came.

    The values are means over the first communities, of effects over all; NaN where an effect was not asked for.
    ``chance`` is what the emulators gave it of meeting all bands, NaN in the first wave; ``weight`` how many worlds it
    stands for.
    """
    import pandas as pd

    return pd.concat([
        pd.DataFrame({
            "wave": wave.number, "candidate": np.arange(1, len(wave.unit) + 1),
            "chance": np.nan if wave.drawn is None else np.exp(wave.drawn.log_chance), "weight": wave.weights,
            "failed": wave.broken, "met": wave.met_first, "confirmed": wave.hopeful, "asked": wave.asked,
            "kept": wave.kept, **{column_of(band): wave.values[:, index] for index, band in enumerate(bands)},
        })
        for wave in matched.waves
    ], ignore_index=True)  # fmt: skip


def accepted_table(space: Space, bands: Sequence[Band], matched: Matched) -> "DataFrame":
    """Return a row a plausible world: its number, its parameters, and what the bands speak of (``band:…``)."""
    import pandas as pd

    columns = dict(zip(space.names, space.points(matched.unit).T, strict=True))
    columns |= {column_of(band): matched.values[:, index] for index, band in enumerate(bands)}
    return pd.DataFrame({"world": np.arange(1, len(matched.unit) + 1), **columns})


def column_of(band: Band) -> str:
    """Return the column of what a band speaks of: ``band:`` and what is asked."""
    parts = (band.measure, band.indicator, band.policy, band.against, str(band.months or ""))
    return "band:" + (band.indicator if not band.policy and band.measure == LEVEL else "|".join(parts))


def bands_table(bands: Sequence[Band], matched: Matched) -> "DataFrame":
    """Return a row a band: what it rules out in the first, the last and all waves, in all and it alone.

    ``asked`` is of how many worlds it was asked in all waves: a band of effects of those that meet all others.
    """
    import pandas as pd

    first, first_alone, _ = ruled_out(matched.waves[0])
    last, last_alone, _ = ruled_out(matched.waves[-1])
    every, every_alone, asked = ruled_out(*matched.waves)
    return pd.DataFrame([
        {
            **band.content(), "label": band.label.en, "label_zh": band.label.zh,
            "first_out": first[at], "first_alone": first_alone[at],
            "last_out": last[at], "last_alone": last_alone[at],
            "out": every[at], "alone": every_alone[at], "asked": asked[at],
        }
        for at, band in enumerate(bands)
    ])  # fmt: skip


def waves_table(matched: Matched) -> "DataFrame":
    """Return a row a wave: worlds run, expected and found to meet all bands, confirmed on all communities, kept."""
    import pandas as pd

    return pd.DataFrame([
        {
            "wave": wave.number, "worlds": len(wave.unit), "failed": wave.failed, "expected": wave.expected,
            "met": wave.met, "confirmed": wave.confirmed, "asked": int(wave.asked.sum()), "kept": int(wave.kept.sum()),
        }
        for wave in matched.waves
    ])  # fmt: skip


def narrowed_table(space: Space, matched: Matched) -> "DataFrame":
    """Return a row a parameter: how the plausible worlds differ from its range, the most narrowed first."""
    import pandas as pd

    rows = narrowed(space.points(matched.unit), list(space.ranges.values()), space.names)
    return pd.DataFrame([
        {
            "parameter": row.parameter, "low": row.low, "high": row.high, "distance": row.distance, "p": row.p,
            **dict(zip(("q5", "q50", "q95"), row.quantiles, strict=True)),
        }
        for row in rows
    ])  # fmt: skip


def policies_table(simulated: SimulatedPolicies) -> "DataFrame":
    """Return a row a row of a table and outcome: how it stands over the worlds."""
    import pandas as pd

    found = []
    for outcome in PRIMARY_OUTCOMES:
        runs = simulated.differences[:, :, :, simulated.columns.index(outcome)]
        for table in dict.fromkeys(row.table for row in simulated.rows):
            at = [index for index, row in enumerate(simulated.rows) if row.table == table]
            own = [simulated.rows[place] for place in at]
            competes = np.array([table != FULL or row.policy != ALL_IN_ONE for row in own])
            stands = standings(runs[:, at].mean(axis=2), INDICATORS[outcome].smallest, competes)
            for row, place, standing in zip(own, at, stands, strict=True):
                values = asdict(standing)
                quantiles = {f"q{100 * q:.0f}": v for q, v in zip(QUANTILES, values.pop("quantiles"), strict=True)}
                found.append({
                    "outcome": outcome, "table": table, "row": row.key, "policy": row.policy,
                    "label": row.label.en, "label_zh": row.label.zh, **values, **quantiles,
                    "luck": stochastic_share(runs[:, place]), "grant": float(simulated.grants[:, place].mean()),
                })  # fmt: skip
    return pd.DataFrame(found)


def runs_table(simulated: SimulatedPolicies) -> "DataFrame":
    """Return a row a world, row of a table (the baseline's too) and community: the levels of a run.

    ``factor`` is that on the levers of a row for the same money in this world, ``grant`` what was paid as a grant.
    """
    import pandas as pd

    worlds, rows, communities, columns = simulated.levels.shape
    own = [(FULL, BASELINE, BASELINE), *((row.table, row.key, row.policy) for row in simulated.rows)]
    first = np.zeros((worlds, 1))
    factors, grants = (np.concatenate([start, part], axis=1) for start, part in (
        (first * np.nan, simulated.factors), (first, simulated.grants)))  # fmt: skip
    names = np.array(own, dtype=object)
    return pd.DataFrame({
        "world": np.repeat(np.arange(1, worlds + 1), rows * communities),
        **{
            head: np.tile(np.repeat(names[:, k], communities), worlds)
            for k, head in enumerate(("table", "row", "policy"))
        },
        "replicate": np.tile(np.arange(1, communities + 1), worlds * rows),
        "factor": np.repeat(factors.ravel(), communities), "grant": np.repeat(grants.ravel(), communities),
        **dict(zip(simulated.columns, simulated.levels.reshape(-1, columns).T, strict=True)),
    })  # fmt: skip


def effects_table(simulated: SimulatedPolicies) -> "DataFrame":
    """Return a row a world and row of a table: mean differences from the world's baseline."""
    import pandas as pd

    worlds, rows = simulated.differences.shape[:2]
    means = simulated.differences.mean(axis=2).reshape(worlds * rows, -1)
    return pd.DataFrame({
        "world": np.repeat(np.arange(1, worlds + 1), rows),
        "table": [row.table for row in simulated.rows] * worlds,
        "row": [row.key for row in simulated.rows] * worlds,
        "policy": [row.policy for row in simulated.rows] * worlds,
        **dict(zip(simulated.columns, means.T, strict=True)),
    })  # fmt: skip


def deciders_table(simulated: SimulatedPolicies, points: np.ndarray, names: Sequence[str]) -> "DataFrame":
    """Return a row a parameter on which a policy's effect, or whether it harms, hangs over the worlds."""
    import pandas as pd

    found = []
    for outcome in PRIMARY_OUTCOMES:
        means = simulated.differences[:, :, :, simulated.columns.index(outcome)].mean(axis=2)
        for index, row in enumerate(simulated.rows):
            asked = {
                EFFECT: deciders(means[:, index], points, names),
                HARM: harmful_where(means[:, index], INDICATORS[outcome].smallest, points, names),
            }
            found += [
                {
                    "outcome": outcome,
                    "table": row.table,
                    "row": row.key,
                    "policy": row.policy,
                    "about": about,
                    **asdict(item),
                }
                for about, rows in asked.items()
                for item in rows
            ]
    columns = ["outcome", "table", "row", "policy", "about", "parameter", "rho", "p", "low_third", "high_third"]
    return pd.DataFrame(found, columns=columns)
