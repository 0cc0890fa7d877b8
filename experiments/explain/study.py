"""From a policy to what each link carries of its effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.explain.blocking import Array
from experiments.explain.content import content_of
from experiments.explain.request import Request, ask
from experiments.runs import Engine, OnProgress
from sim.scenarios.scenario import Profile, Scenario


@dataclass(frozen=True, eq=False)
class Explained:
    """What came of it.

    ``means`` (communities, arms, ``SUMMARY_COLUMNS``) are the exact means over the windows, ``content`` all numbers
    of ``explain.json``.
    """

    request: Request
    means: Array
    content: dict[str, Any]


def explain(
    scenario: str | Path | Scenario,
    *,
    profile: str | Path | Profile = "mixed",
    replicates: int = 20,
    months: int | None = None,
    seed: int = 1,
    processes: int | None = None,
    levers: Mapping[str, float] = {},
    params: Mapping[str, float] = {},
    indicators: Sequence[str] = (),
    doubts: Sequence[str] = (),
    progress: OnProgress | None = None,
) -> Explained:
    """Tell through which links a policy reaches its ends.

    Args:
        scenario: the policy: a name, a path or an object.
        profile: the kind of community.
        replicates: communities.
        months: policy months (default: the parameter ``months``, 120).
        seed: a whole number from 0.
        processes: worker processes (default: the cores there are); results do not depend on it.
        levers: set in the policy.
        params: set with and without the policy, from the first burn-in month.
        indicators: ends beside participation, quality, satisfaction and those of the policy's own problem.
        doubts: parameters at whose low and high end the policy's effect is looked at again.
        progress: called with the communities done and to do.

    Raises:
        InputError: a value that cannot be used.
        Stopped: Ctrl-C.
    """
    request = ask(
        scenario, profile=profile, replicates=replicates, months=months, seed=seed, processes=processes,
        levers=levers, params=params, indicators=indicators, doubts=doubts,
    )  # fmt: skip
    return run(request, progress=progress)


def run(request: Request, *, command: str = "", progress: OnProgress | None = None) -> Explained:
    """Run what was checked; ``command`` is the line that does it again.

    Raises:
        Stopped: Ctrl-C.
    """
    with Engine(request.processes) as engine:
        means = np.stack(engine.map(request.work, range(request.replicates), progress))
    return Explained(request, means, content_of(request, means, command))
