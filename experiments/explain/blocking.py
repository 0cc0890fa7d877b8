"""The work of one community: what becomes of the policy when a link is held, and where a parameter differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.explain.mediators import LINKS
from experiments.output.windows import run_means
from sim.scenarios.scenario import Profile, Scenario

Array = NDArray[np.float64]

BASELINE, POLICY, FIRST_LINK = 0, 1, 2
"""The arms: no policy, the policy, then the policy with one link after another read from the first arm."""

AT_ONCE = 16  # arms that are simulated side by side
LINKS_AT_ONCE = AT_ONCE - FIRST_LINK
WORLDS_AT_ONCE = AT_ONCE // 2  # each with and without the policy


class VariedParameter(NamedTuple):
    """A parameter that may be otherwise, and the ends of its range."""

    parameter: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Blocking:
    """The work of one unit: a community under the policy, with every link held, and with one parameter varied."""

    baseline: Scenario
    policy: Scenario
    profile: Profile
    params: Mapping[str, float]
    seed: int
    months: int
    doubts: tuple[VariedParameter, ...] = ()

    def __call__(self, replicate: int) -> Array:
        """Return the means over the windows (arms, ``SUMMARY_COLUMNS``).

        After the arms of the links come four a varied parameter: baseline and policy at its low end, then at its high
        end.
        """
        return np.concatenate([self._links(replicate), *self._varied(replicate)])

    def _links(self, replicate: int) -> Array:
        names = list(LINKS)
        groups = [names[first : first + LINKS_AT_ONCE] for first in range(0, len(names), LINKS_AT_ONCE)]
        found = [self._held(replicate, group) for group in groups]
        return np.concatenate([found[0][:FIRST_LINK], *(means[FIRST_LINK:] for means in found)])

    def _held(self, replicate: int, links: Sequence[str]) -> Array:
        """Return the baseline, the policy, and the policy with each of these links held."""
        from sim.engine.replicate import Hold, run_lockstep  # loads the compiled engine

        simulated = run_lockstep(
            (self.baseline, self.policy, *(self.policy for _ in links)),
            profile=self.profile,
            params=self.params,
            seed=self.seed,
            replicate=replicate,
            months=self.months,
            holds=[Hold(arm, name, BASELINE) for arm, name in enumerate(links, FIRST_LINK)],
        )
        return run_means(simulated.trajectories, simulated.leavers, self.months)

    def _varied(self, replicate: int) -> list[Array]:
        from sim.engine.replicate import run_worlds

        found = []
        worlds = self.worlds()
        for first in range(0, len(worlds), WORLDS_AT_ONCE):
            group = worlds[first : first + WORLDS_AT_ONCE]
            simulated = run_worlds(
                group,
                [(world, scenario) for world in range(len(group)) for scenario in (self.baseline, self.policy)],
                profile=self.profile,
                seed=self.seed,
                replicate=replicate,
                months=self.months,
            )
            found.append(run_means(simulated.trajectories, simulated.leavers, self.months))
        return found

    def worlds(self) -> Sequence[dict[str, float]]:
        """Return the parameters of the varied worlds: of every varied parameter its low end, then its high end."""
        return [
            {**self.params, varied.parameter: value} for varied in self.doubts for value in (varied.low, varied.high)
        ]


def arms_of_varied(number: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the arms (baseline, policy) of a varied parameter at its low and at its high end."""
    first = FIRST_LINK + len(LINKS) + 4 * number
    return (first, first + 1), (first + 2, first + 3)
