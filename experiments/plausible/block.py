"""Scenarios simulated in many worlds, sixteen worlds a unit of work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.output.windows import run_means
from experiments.runs import Execution, PartDone
from sim.compute.layout import LANES
from sim.scenarios.scenario import Profile, Scenario

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """The work of one unit: up to sixteen worlds on one community, every row in each (worlds, rows, columns)."""

    worlds: tuple[Mapping[str, float], ...]
    scenarios: tuple[tuple[Scenario, ...], ...]
    profile: Profile
    seed: int
    months: int

    @property
    def blocks(self) -> int:
        """Return how many blocks the worlds make."""
        return -(-len(self.worlds) // LANES)

    def __call__(self, unit: int) -> Array:
        """Run it."""
        from sim.engine.replicate import run_worlds

        community, block = divmod(unit, self.blocks)
        own = slice(block * LANES, (block + 1) * LANES)
        worlds, scenarios = self.worlds[own], self.scenarios[own]
        runs = [(index, scenario) for index, row in enumerate(scenarios) for scenario in row]
        simulated = run_worlds(
            worlds, runs, profile=self.profile, seed=self.seed, replicate=community, months=self.months
        )
        means = run_means(simulated.trajectories, simulated.leavers, self.months)
        return means.reshape(len(worlds), len(scenarios[0]), -1)


def simulated(
    worlds: Sequence[Mapping[str, float]], scenarios: Sequence[Sequence[Scenario]], communities: int, *,
    profile: Profile, seed: int, months: int, execution: Execution, what: str,
) -> Array:  # fmt: skip
    """Return the window means of every world's scenarios (worlds, scenarios, communities, SUMMARY_COLUMNS).

    ``what`` is how the work is called where it is heard of.
    """
    work = Block(tuple(worlds), tuple(map(tuple, scenarios)), profile, seed, months)
    units = range(communities * work.blocks)
    execution.on_progress(PartDone(what, 0, len(units)))
    parts = execution.map(work, units, what)
    means = [np.concatenate(parts[c * work.blocks : (c + 1) * work.blocks]) for c in range(communities)]
    return np.stack(means, axis=2)
