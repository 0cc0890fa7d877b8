"""Small stores of made-up runs for tests: the numbers of a run follow from its key alone."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from experiments.plan import Plan, make_plan
from experiments.runs.run import SUMMARY_COLUMNS, Cell, Done, Failure, packed
from experiments.store import Ledger
from experiments.sweep.expansion import Expansion
from sim.indicators import COLUMNS
from sim.text import Text

CODE = "c0de" * 16
OTHER = "0ld0" * 16
BURN_IN, MONTHS = 2, 3


def plan(**changes: Any) -> Plan:
    """Three points, two scenarios, three replicates: 18 runs."""
    asked = {
        "scenarios": ["baseline", "publicity"],
        "design": {"kind": "grid", "params": {"forgetting": [0.02, 0.03, 0.04]}},
        "replicates": 3,
        "months": MONTHS,
    }
    asked |= changes
    return make_plan(asked.pop("scenarios"), **asked)


def cells(asked: Plan, code: str = CODE) -> list[Cell]:
    """Every cell of a plan, in the order of its table."""
    expansion = Expansion(asked, code)
    found = [
        cell
        for replicate in range(asked.replicates)
        for profile in range(len(asked.profiles))
        for point in range(len(asked.design.points))
        for cell, _ in expansion.cells(replicate, profile, point)
    ]
    return sorted(found, key=lambda cell: cell.position)


def summary(key: bytes) -> np.ndarray:
    """The window means of a run."""
    return np.random.default_rng(list(key)).normal(size=len(SUMMARY_COLUMNS))


def trajectories(key: bytes) -> np.ndarray:
    """All months of a run (months, COLUMNS)."""
    return np.random.default_rng(list(key)).normal(size=(BURN_IN + MONTHS, len(COLUMNS))).astype(np.float32)


def done(key: bytes, *, months: bool = False) -> Done:
    """A run that came to its end."""
    return Done(key, summary(key).tobytes(), packed(trajectories(key)) if months else None, 0.1)


def failure(key: bytes, *, died: bool = False) -> Failure:
    """A run that did not."""
    return Failure(key, "It broke.", "坏了。", "Traceback: here", died, '{"seed": 1}')


def opened(folder: Path, code: str = CODE, note: Callable[[Text], None] = lambda text: None) -> Ledger:
    """A ledger; what it has to say is not heard."""
    return Ledger(folder, code=code, note=note)


def fill(ledger: Ledger, asked: Plan, order: Sequence[int] | None = None, command: str = "again") -> list[Cell]:
    """Begin a plan, ask for all its cells and add those runs that ``order`` names, in that order, three at a time."""
    every = cells(asked, ledger.code)
    ledger.begin(asked, command)
    ledger.ask(every)
    chosen = [every[place] for place in (range(len(every)) if order is None else order)]
    for first in range(0, len(chosen), 3):
        ledger.add([done(cell.key, months=asked.trajectories) for cell in chosen[first : first + 3]])
    return every
