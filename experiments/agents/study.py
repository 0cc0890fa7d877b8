"""All communities in every variant, from one seed: the same people, and the same draws wherever they do the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.agents.content import content_of
from experiments.agents.variants import VARIANTS, Variant
from experiments.output.windows import column_index, run_means
from experiments.policies.settings import Settings, checked
from experiments.runs import HERE, Execution
from sim.errors import InputError
from sim.indicators import PRIMARY_OUTCOMES
from sim.scenarios.scenario import Profile, Scenario

Array = NDArray[np.float64]

MOST = 15
"""Policies that run side by side with no policy."""


@dataclass(frozen=True, eq=False)
class Agents:
    """What came of it.

    ``means`` (communities, variants, scenarios, PRIMARY_OUTCOMES) over the last two years; ``content`` all numbers of
    ``agents.json``.
    """

    settings: Settings
    means: Array
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VariantWork:
    """The work of one unit: a community in every variant, in each under all scenarios from one burn-in."""

    scenarios: tuple[Scenario, ...]
    profile: Profile
    params: Mapping[str, float]
    seed: int
    months: int

    def __call__(self, replicate: int) -> Array:
        """Return window means (variants, scenarios, PRIMARY_OUTCOMES)."""
        return np.stack([self.run(variant, replicate) for variant in VARIANTS])

    def run(self, variant: Variant, replicate: int) -> Array:
        """Return the window means of one variant (scenarios, PRIMARY_OUTCOMES)."""
        from sim.compute.rng import replicate_seed  # loads the compiled engine
        from sim.engine.calendar import make_ready
        from sim.engine.lanes import settle, width_of
        from sim.engine.replicate import fork, run_block, simulate_burn_in, world
        from sim.engine.trial import try_rules

        try_rules()
        make_ready(width_of(1), width_of(len(self.scenarios)))
        start = settle(replicate_seed(self.seed, replicate), [world(self.profile, self.params)])
        start.community = variant.change(start.community)
        start = start.spread([0])  # a block of the changed community in which everybody stands as before
        simulate_burn_in(start)
        record = run_block(fork(start, self.scenarios), self.scenarios, self.months)
        means = run_means(record.trajectories(), record.leavers(), self.months)
        return means[:, [column_index(column) for column in PRIMARY_OUTCOMES]]


def check_request(
    scenarios: Sequence[str | Path | Scenario] | None = None,
    *,
    profile: str | Path | Profile = "mixed",
    period: str | None = None,
    replicates: int = 20,
    months: int | None = None,
    seed: int = 1,
    params: Mapping[str, float] = {},
) -> Settings:
    """Check everything that ``agents`` is given; nothing is computed.

    Raises:
        InputError: the first value that cannot be used.
    """
    chosen = checked(
        scenarios, profile=profile, period=period, replicates=replicates, months=months, seed=seed, params=params,
        equal_budget=None, worlds=False,
    )  # fmt: skip
    policies = len(chosen.arms) - 1
    if not 2 <= policies <= MOST:
        raise InputError(
            f"2..{MOST} policies can be ranked here, not {policies}.",
            f"这里能排名的政策为 2..{MOST} 项，不能是 {policies} 项。",
        )
    return chosen


def agents(
    scenarios: Sequence[str | Path | Scenario] | None = None, *, execution: Execution = HERE, **settings: Any
) -> Agents:
    """Run policies (default: all) in the full model and in every variant; ``settings`` as for ``check_request``.

    Raises:
        InputError: a value that cannot be used.
        Stopped: Ctrl-C.
    """
    return run(check_request(scenarios, **settings), execution)


def run(settings: Settings, execution: Execution = HERE) -> Agents:
    """Run what was checked.

    Raises:
        Stopped: Ctrl-C.
    """
    scenarios = tuple(arm.scenario for arm in settings.arms)
    work = VariantWork(scenarios, settings.profile, settings.params, settings.seed, settings.months)
    means = np.stack(execution.map(work, range(settings.replicates)))
    return Agents(settings, means, content_of(settings, means, execution.command))
