"""The tidy tables of an analysis, a row a thing, outcomes in stored units."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from experiments.output.luck import luck_share
from experiments.plausible.bands import Band
from experiments.policies.arms import FULL
from experiments.worlds.matching import Matched, Space, ruled_out
from experiments.worlds.policies import Lived
from experiments.worlds.robustness import QUANTILES, deciders, harmful_where, narrowed, standings
from sim.indicators import HEADLINES, INDICATORS
from sim.scenarios.scenario import BASELINE

if TYPE_CHECKING:
    from pandas import DataFrame

ALL_IN_ONE = "package"  # holds all the others, so it does not compete at full strength
EFFECT, HARM = "effect", "harm"


def tables_of(space: Space, bands: Sequence[Band], matched: Matched, lived: Lived) -> "dict[str, DataFrame]":
    """Return all tables by name."""
    points = space.points(matched.unit)
    return {
        "candidates": candidates_table(bands, matched),
        "kept": kept_table(space, bands, matched),
        "bands": bands_table(bands, matched),
        "waves": waves_table(matched),
        "narrowed": narrowed_table(space, matched),
        "policies": policies_table(lived),
        "runs": runs_table(lived),
        "effects": effects_table(lived),
        "deciders": deciders_table(lived, points, space.names),
    }


def candidates_table(bands: Sequence[Band], matched: Matched) -> "DataFrame":
    """Return a row a world of any wave: what its baseline showed (``band:…``), and how far it came.

    The values are means over the first communities. ``chance`` is what the emulators gave it of meeting all bands,
    NaN in the first wave; ``weight`` how many worlds it stands for.
    """
    import pandas as pd

    return pd.concat([
        pd.DataFrame({
            "wave": wave.number, "candidate": np.arange(1, len(wave.unit) + 1),
            "chance": np.nan if wave.drawn is None else np.exp(wave.drawn.log_chance), "weight": wave.weights,
            "failed": wave.broken, "met": wave.inside.all(axis=1), "confirmed": wave.hopeful, "kept": wave.kept,
            **{f"band:{band.indicator}": wave.values[:, place] for place, band in enumerate(bands)},
        })
        for wave in matched.waves
    ], ignore_index=True)  # fmt: skip


def kept_table(space: Space, bands: Sequence[Band], matched: Matched) -> "DataFrame":
    """Return a row a kept world: its number, its parameters, and what the bands speak of (``band:…``)."""
    import pandas as pd

    columns = dict(zip(space.names, space.points(matched.unit).T, strict=True))
    columns |= {f"band:{band.indicator}": matched.values[:, place] for place, band in enumerate(bands)}
    return pd.DataFrame({"world": np.arange(1, len(matched.unit) + 1), **columns})


def bands_table(bands: Sequence[Band], matched: Matched) -> "DataFrame":
    """Return a row a band: what it rules out in the first and the last wave, in all and it alone."""
    import pandas as pd

    (first, first_alone), (last, last_alone) = (ruled_out(matched.waves[at]) for at in (0, -1))
    return pd.DataFrame([
        {
            **band.content(), "label": band.label.en, "label_zh": band.label.zh,
            "first_out": first[at], "first_alone": first_alone[at],
            "last_out": last[at], "last_alone": last_alone[at],
        }
        for at, band in enumerate(bands)
    ])  # fmt: skip


def waves_table(matched: Matched) -> "DataFrame":
    """Return a row a wave: worlds run, expected and found to meet all bands, confirmed on all communities, kept."""
    import pandas as pd

    return pd.DataFrame([
        {
            "wave": wave.number, "worlds": len(wave.unit), "failed": wave.failed, "expected": wave.expected,
            "met": wave.met, "confirmed": wave.confirmed, "kept": int(wave.kept.sum()),
        }
        for wave in matched.waves
    ])  # fmt: skip


def narrowed_table(space: Space, matched: Matched) -> "DataFrame":
    """Return a row a parameter: how the kept worlds differ from its range, the most narrowed first."""
    import pandas as pd

    rows = narrowed(space.points(matched.unit), list(space.ranges.values()), space.names)
    return pd.DataFrame([
        {
            "parameter": row.parameter, "low": row.low, "high": row.high, "distance": row.distance, "p": row.p,
            **dict(zip(("q5", "q50", "q95"), row.quantiles, strict=True)),
        }
        for row in rows
    ])  # fmt: skip


def policies_table(lived: Lived) -> "DataFrame":
    """Return a row a row of a table and outcome: how it stands over the worlds."""
    import pandas as pd

    found = []
    for outcome in HEADLINES:
        runs = lived.differences[:, :, :, lived.columns.index(outcome)]
        for table in dict.fromkeys(row.table for row in lived.rows):
            at = [place for place, row in enumerate(lived.rows) if row.table == table]
            own = [lived.rows[place] for place in at]
            competes = np.array([table != FULL or row.policy != ALL_IN_ONE for row in own])
            stands = standings(runs[:, at].mean(axis=2), INDICATORS[outcome].smallest, competes)
            for row, place, standing in zip(own, at, stands, strict=True):
                values = asdict(standing)
                quantiles = {f"q{100 * q:.0f}": v for q, v in zip(QUANTILES, values.pop("quantiles"), strict=True)}
                found.append({
                    "outcome": outcome, "table": table, "row": row.key, "policy": row.policy,
                    "label": row.label.en, "label_zh": row.label.zh, **values, **quantiles,
                    "luck": luck_share(runs[:, place]), "grant": float(lived.grants[:, place].mean()),
                })  # fmt: skip
    return pd.DataFrame(found)


def runs_table(lived: Lived) -> "DataFrame":
    """Return a row a world, row of a table (the baseline's too) and community: the levels of a run.

    ``factor`` is that on the levers of a row for the same money in this world, ``grant`` what was paid as a grant.
    """
    import pandas as pd

    worlds, rows, communities, columns = lived.levels.shape
    own = [(FULL, BASELINE, BASELINE), *((row.table, row.key, row.policy) for row in lived.rows)]
    first = np.zeros((worlds, 1))
    factors, grants = (np.concatenate([start, part], axis=1) for start, part in (
        (first * np.nan, lived.factors), (first, lived.grants)))  # fmt: skip
    names = np.array(own, dtype=object)
    return pd.DataFrame({
        "world": np.repeat(np.arange(1, worlds + 1), rows * communities),
        **{
            head: np.tile(np.repeat(names[:, k], communities), worlds)
            for k, head in enumerate(("table", "row", "policy"))
        },
        "replicate": np.tile(np.arange(1, communities + 1), worlds * rows),
        "factor": np.repeat(factors.ravel(), communities), "grant": np.repeat(grants.ravel(), communities),
        **dict(zip(lived.columns, lived.levels.reshape(-1, columns).T, strict=True)),
    })  # fmt: skip


def effects_table(lived: Lived) -> "DataFrame":
    """Return a row a world and row of a table: mean differences from the world's baseline."""
    import pandas as pd

    worlds, rows = lived.differences.shape[:2]
    means = lived.differences.mean(axis=2).reshape(worlds * rows, -1)
    return pd.DataFrame({
        "world": np.repeat(np.arange(1, worlds + 1), rows),
        "table": [row.table for row in lived.rows] * worlds,
        "row": [row.key for row in lived.rows] * worlds,
        "policy": [row.policy for row in lived.rows] * worlds,
        **dict(zip(lived.columns, means.T, strict=True)),
    })  # fmt: skip


def deciders_table(lived: Lived, points: np.ndarray, names: Sequence[str]) -> "DataFrame":
    """Return a row a parameter on which a policy's effect, or whether it harms, hangs over the worlds."""
    import pandas as pd

    found = []
    for outcome in HEADLINES:
        means = lived.differences[:, :, :, lived.columns.index(outcome)].mean(axis=2)
        for place, row in enumerate(lived.rows):
            asked = {
                EFFECT: deciders(means[:, place], points, names),
                HARM: harmful_where(means[:, place], INDICATORS[outcome].smallest, points, names),
            }
            found += [
                {
                    "outcome": outcome,
                    "table": row.table,
                    "row": row.key,
                    "policy": row.policy,
                    "about": about,
                    **asdict(own),
                }
                for about, rows in asked.items()
                for own in rows
            ]
    columns = ["outcome", "table", "row", "policy", "about", "parameter", "rho", "p", "low_third", "high_third"]
    return pd.DataFrame(found, columns=columns)
