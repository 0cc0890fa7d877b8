"""From a policy to what each link carries of its effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.explain.blocking import Array
from experiments.explain.content import content_of
from experiments.explain.request import ExplainRequest, check_request
from experiments.runs import HERE, Execution
from sim.scenarios.scenario import Profile, Scenario


@dataclass(frozen=True, eq=False)
class Explained:
    """What came of it.

    ``means`` (communities, arms, ``SUMMARY_COLUMNS``) are the exact means over the windows, ``content`` all numbers
    of ``explain.json``.
    """

    request: ExplainRequest
    means: Array
    content: dict[str, Any]


def explain(
    scenario: str | Path | Scenario,
    *,
    profile: str | Path | Profile = "mixed",
    period: str | None = None,
    replicates: int = 20,
    months: int | None = None,
    seed: int = 1,
    levers: Mapping[str, float] = {},
    params: Mapping[str, float] = {},
    indicators: Sequence[str] = (),
    doubts: Sequence[str] = (),
    execution: Execution = HERE,
) -> Explained:
    """Tell through which links a policy reaches its ends.

    Args:
        scenario: the policy: a name, a path or an object.
        profile: the kind of community.
        period: the dated setting; by default the one that the scenario is meant for, else the seed's time.
        replicates: communities.
        months: policy months (default: the parameter ``months``, 120).
        seed: a whole number from 0.
        levers: set in the policy.
        params: set with and without the policy, from the first burn-in month.
        indicators: ends beside participation, quality, satisfaction and those of the policy's own problem.
        doubts: parameters at whose low and high end the policy's effect is looked at again.
        execution: by how many processes it is run, and who hears of it.

    Raises:
        InputError: a value that cannot be used.
        Stopped: Ctrl-C.
    """
    request = check_request(
        scenario, profile=profile, period=period, replicates=replicates, months=months, seed=seed, levers=levers,
        params=params, indicators=indicators, doubts=doubts,
    )  # fmt: skip
    return run(request, execution)


def run(request: ExplainRequest, execution: Execution = HERE) -> Explained:
    """Run what was checked.

    Raises:
        Stopped: Ctrl-C.
    """
    means = np.stack(execution.map(request.work, range(request.replicates)))
    return Explained(request, means, content_of(request, means, execution.command))
