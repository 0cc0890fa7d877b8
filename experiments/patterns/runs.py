"""What communities did under every scenario that a pattern speaks of, and the numbers that are taken from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.output.windows import POOLED, column_index, pooled_share, window_length
from sim.scenarios.scenario import BASELINE, Profile, Scenario

Array = NDArray[np.float64]
YEAR = 12


class Months(NamedTuple):
    """All policy months of a scenario (communities, months, columns), and those who quit (communities, months, 2)."""

    trajectories: Array
    leavers: Array


@dataclass(frozen=True, slots=True)
class CommunityWork:
    """Carries a community through the scenarios that are wanted in it; a plan is a scenario and in how many."""

    plans: tuple[tuple[Scenario, int], ...]
    profile: Profile
    seed: int
    months: int

    def __call__(self, community: int) -> dict[str, Months]:
        """Return what the community did, by scenario, policy months alone."""
        from sim.engine.replicate import run_lockstep

        wanted = [scenario for scenario, communities in self.plans if community < communities]
        simulated = run_lockstep(wanted, profile=self.profile, seed=self.seed, replicate=community, months=self.months)
        return {
            scenario.name: Months(simulated.trajectories[row, -self.months :], simulated.leavers[row, -self.months :])
            for row, scenario in enumerate(wanted)
        }


@dataclass(frozen=True)
class Runs:
    """What the first communities did; every number has one value a community."""

    scenarios: Mapping[str, Months]

    @classmethod
    def of(cls, communities: Sequence[Mapping[str, Months]]) -> "Runs":
        """Join what was simulated community by community; a scenario may be there of the first ones alone."""
        joined = {
            name: Months(*(np.stack([done[name][part] for done in communities if name in done]) for part in range(2)))
            for name in communities[0]
        }
        return cls(joined)

    def first(self, communities: int) -> "Runs":
        """Return the first so many communities, of all scenarios that were run in them."""
        enough = {name: own for name, own in self.scenarios.items() if len(own.trajectories) >= communities}
        return Runs({name: Months(*(part[:communities] for part in own)) for name, own in enough.items()})

    def path(self, scenario: str, column: str) -> Array:
        """Return all policy months of a column (communities, months)."""
        found: Array = self.scenarios[scenario].trajectories[:, :, column_index(column)]
        return found

    def level(self, scenario: str, column: str) -> Array:
        """Return the mean over the column's own last months (communities,)."""
        months = self.scenarios[scenario]
        window = window_length(column, months.trajectories.shape[1])
        if column == POOLED:
            counted = months.leavers[:, -window:].sum(axis=1)
            return pooled_share(counted[:, 1], counted[:, 0])
        found: Array = self.path(scenario, column)[:, -window:].mean(axis=1)
        return found

    def during(self, scenario: str, column: str, first: int, last: int) -> Array:
        """Return the mean over the months ``first`` to ``last``, both of them counted (communities,)."""
        found: Array = self.path(scenario, column)[:, first - 1 : last].mean(axis=1)
        return found

    def year(self, scenario: str, column: str, year: int) -> Array:
        """Return the mean over a policy year, 1 the first (communities,)."""
        return self.during(scenario, column, YEAR * (year - 1) + 1, YEAR * year)

    def change(self, scenario: str, column: str, against: str = BASELINE) -> Array:
        """Return the paired difference of the levels of two scenarios (communities,)."""
        return self.level(scenario, column) - self.level(against, column)
