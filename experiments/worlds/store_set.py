"""Make the worlds of an analysis the set that ships with the program."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments.output.code import code
from experiments.output.folder import whole_file
from experiments.plausible import stored
from experiments.policies.arms import merged, told_columns
from experiments.worlds.study import Worlds
from sim.errors import InputError
from sim.scenarios.scenario import Scenario


def store(found: Worlds, command: str) -> Path:
    """Make the worlds of an analysis the stored set and return its path.

    Raises:
        InputError: the analysis is not of the usual community, or the files cannot be written.
    """
    plan, lived = found.plan, found.lived
    usual = merged({}, stored.load_profile(stored.PROFILE))
    if plan.profiles[0] != stored.load_profile(stored.PROFILE) or plan.params or plan.months != usual["months"]:
        raise InputError(
            f"only worlds of the profile {stored.PROFILE} with {usual['months']:g} months and nothing held can be "
            "stored.",
            f"只能存社区类型 {stored.PROFILE}、{usual['months']:g} 个月且没有固定参数的世界。",
        )
    table = found.kept[list(found.space.names)].copy()
    effects = {
        f"{row.key}|{column}": lived.differences[:, place, :, at].mean(axis=1).astype(np.float32)
        for place, row in enumerate(lived.rows)
        for at, column in enumerate(lived.columns)
        if column in told_columns(_policy(plan.scenarios, row.policy))
    }
    about = {
        "schema": stored.SCHEMA, "fingerprint": code(), "command": command, "worlds": len(table),
        "communities": plan.replicates, "seed": plan.seed, "months": plan.months,
        "budget": found.budget,
        "contents": {own.name: stored.hash_of(own) for own in plan.scenarios},
        "bands": found.bands.to_dict("records"), "waves": found.waves.astype(object).where(
            found.waves.notna(), None).to_dict("records"),
        "left_out": found.matched.left_out,
    }  # fmt: skip
    with whole_file(stored.KEPT_FILE) as part:
        table.assign(**effects).to_parquet(part, index=False, compression="zstd")
    with whole_file(stored.ABOUT_FILE) as part:
        part.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return stored.KEPT_FILE


def _policy(scenarios: Sequence[Scenario], name: str) -> list[Scenario]:
    return [own for own in scenarios if own.name == name]
