"""A stand-in for the engine: made-up trajectories with known effects, so that statistics can be checked."""

import sys
import types
from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.indicators import COLUMNS

BURN_IN = 12
N_RESIDENTS = 3000


@dataclass
class FakeReplicate:
    trajectories: np.ndarray
    months: np.ndarray
    leavers: np.ndarray
    network: object = None


@dataclass
class FakeEngine:
    """Participation rises by 0.01 a 1,000 yuan of digital publicity, quality by 0.02 an hour of training.

    Communities differ by ``spread``, and by ``noise`` in how a policy works.
    """

    spread: float = 0.05
    noise: float = 0.001
    interrupted: bool = False
    calls: list = field(default_factory=list)

    def __call__(self, scenarios, *, profile, params, seed, replicate, months, network=None):
        if self.interrupted:
            raise KeyboardInterrupt
        self.calls.append((replicate, [s.name for s in scenarios], network))
        rng = np.random.default_rng((seed, replicate))
        base, works = rng.normal(0, self.spread, 2), rng.normal(0, self.noise, 2)
        data = np.zeros((len(scenarios), BURN_IN + months, len(COLUMNS)))
        leavers = np.ones((len(scenarios), BURN_IN + months, 2)) * np.array([2, 1 + replicate % 2])
        for arm, scenario in enumerate(scenarios):
            for month in range(1, months + 1):
                levers, row = scenario.at(month), data[arm, BURN_IN + month - 1]
                paid, hours = levers["publicity_digital"] / 1000, levers["training_hours"]
                row[COLUMNS.index("participation_12m")] = 0.2 + base[0] + paid * (0.01 + works[0])
                row[COLUMNS.index("quality")] = 0.5 + base[1] + hours * (0.02 + works[1])
                row[COLUMNS.index("cost")] = 1000 * paid + 33 * 15 * hours + levers["grant"]
                shadow = 43500 * levers["admin_reduction"]
                row[COLUMNS.index("cost_with_shadow")] = row[COLUMNS.index("cost")] + shadow
                row[COLUMNS.index("quit_rate")] = month / 1000
        kept = "network" if network else None
        return FakeReplicate(data, np.arange(1 - BURN_IN, months + 1), leavers, kept)


@pytest.fixture
def engine(monkeypatch):
    """The stand-in, in place of the engine that ``compare`` and ``run`` call in this process."""
    fake = FakeEngine()
    module = types.ModuleType("sim.engine.replicate")
    module.run_lockstep = fake
    monkeypatch.setattr("experiments.compare.study.with_worlds", lambda comparison, *_: comparison)
    monkeypatch.setitem(sys.modules, "sim.engine.replicate", module)
    return fake
