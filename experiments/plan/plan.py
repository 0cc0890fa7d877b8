"""What a plan is: everything a sweep computes, checked."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.plan.checks import LARGEST_SEED, MOST_REPLICATES, checked_months, whole_number
from experiments.plan.design import Design
from sim.scenarios.periods import Period
from sim.scenarios.scenario import Profile, Scenario
from sim.text import Text


@dataclass(frozen=True)
class Plan:
    """Scenarios × profiles × points × replicates.

    ``levers`` and ``params`` are held in all runs, the baseline's too; ``params`` from the first burn-in month on.
    ``at_points`` gives the scenarios anew at every point, by the same names in the same order, where a study scales
    them to each point; without it they are the same everywhere. Make one with ``load_plan`` or ``make_plan``, which
    check everything.
    """

    name: str
    question: Text
    scenarios: tuple[Scenario, ...]
    profiles: tuple[Profile, ...]
    replicates: int
    months: int
    seed: int
    trajectories: bool
    levers: Mapping[str, float]
    params: Mapping[str, float]
    design: Design
    path: Path | None = None
    at_points: tuple[tuple[Scenario, ...], ...] = ()

    @property
    def n_runs(self) -> int:
        """How many runs the plan asks for."""
        return len(self.design.points) * len(self.scenarios) * len(self.profiles) * self.replicates

    @property
    def period(self) -> Period:
        """The dated setting of all its kinds of community."""
        return self.profiles[0].period

    def scenario(self, scenario: int, point: int) -> Scenario:
        """Return a scenario with the held and the designed levers set; its own timed changes stay on top."""
        own = (self.at_points[point] if self.at_points else self.scenarios)[scenario]
        on_top = {**self.levers, **self.design.settings(point)[0]}
        return own.replace(levers={**own.levers, **on_top}) if on_top else own

    @property
    def alike(self) -> bool:
        """Whether every scenario is the same at all points."""
        return not (self.design.levers or self.at_points)

    def world_params(self, point: int) -> dict[str, float]:
        """Return the parameters on top of a profile at a point: held and designed."""
        return {**self.params, **self.design.settings(point)[1]}

    def replace(self, **changes: Any) -> "Plan":
        """Return a copy with some parts changed; the points stay as they are, whatever the seed.

        Raises:
            InputError: replicates, months or seed is not a whole number in its range.
        """
        changed = dataclasses.replace(self, **changes)
        whole_number("replicates", changed.replicates, 1, MOST_REPLICATES)
        whole_number("seed", changed.seed, 0, LARGEST_SEED)
        checked_months(changed.months, "months")
        return changed

    def about(self) -> dict[str, Any]:
        """Return what the plan is called, asks and holds, ready for JSON; for studies that make their own designs."""
        return {
            "name": self.name,
            "question": self.question.content(),
            "scenarios": [{"name": scenario.name, "label": scenario.label.content()} for scenario in self.scenarios],
            "profile": {"name": self.profiles[0].name, "label": self.profiles[0].label.content()},
            "period": self.period.content(),
            "replicates": self.replicates,
            "months": self.months,
            "seed": self.seed,
            "levers": dict(self.levers),
            "params": dict(self.params),
        }

    def content(self) -> dict[str, Any]:
        """Return all that the plan says, ready for JSON; of the points their number and hash."""
        return {
            "name": self.name,
            "question": self.question.content(),
            "scenarios": [
                {"name": scenario.name, "label": scenario.label.content(), **scenario.content()}
                for scenario in self.scenarios
            ],
            "profiles": [
                {"name": profile.name, "label": profile.label.content(), "params": dict(profile.params)}
                for profile in self.profiles
            ],
            "period": self.period.content(),
            "replicates": self.replicates,
            "months": self.months,
            "seed": self.seed,
            "trajectories": self.trajectories,
            "levers": dict(self.levers),
            "params": dict(self.params),
            "design": self.design.content(),
            **({"at_points": self._at_points()} if self.at_points else {}),
        }

    def _at_points(self) -> str:
        """Return a hash of the scenarios of all points."""
        text = json.dumps([[item.content() for item in row] for row in self.at_points], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
