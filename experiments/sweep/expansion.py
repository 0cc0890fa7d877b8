"""From a plan to jobs: every run gets its key, and the missing ones go out together with those that share their people.

Runs come community by community, so that a sweep that is stopped early has whole communities.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np

from experiments.plan import Plan
from experiments.runs.run import Array, Cell, Job, content_bytes, run_key, world_vector
from sim.compute.layout import LANES
from sim.compute.rng import replicate_seed
from sim.params import PARAMS, SHAPING_GROUPS
from sim.scenarios.scenario import Scenario

JOB_WEIGHT = 7e7  # resident-months: two to three seconds
POINTS_AT_ONCE = 256  # points
LARGEST_JOB = 512  # runs
SCENARIOS_CACHED = 20_000  # with designed levers there is one a point; so many need not be made anew in every replicate
_ORDER = {name: index for index, name in enumerate(PARAMS)}


@dataclass(frozen=True, slots=True)
class _Run:
    """A run that is wanted, before it has a job."""

    cell: Cell
    scenario: Scenario
    world: bytes


@dataclass
class Expansion:
    """All cells of a plan, made as they are asked for.

    A cell's position is its place in the plan's table: points, scenarios, profiles, replicates, the last fastest.
    """

    plan: Plan
    code: str
    _scenarios: dict[tuple[int, int], tuple[Scenario, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare each profile's world without the design."""
        design = self.plan.design
        self._bases = [world_vector(profile, self.plan.params) for profile in self.plan.profiles]
        self._columns = [_ORDER[name] for name in design.params]
        shaping = [name for name in design.params if PARAMS[name].group in SHAPING_GROUPS]
        self._shaping = [len(design.levers) + design.params.index(name) for name in shaping]

    def world(self, profile: int, point: int) -> Array:
        """Return every parameter of a world in the order of ``PARAMS``."""
        vector = self._bases[profile].copy()
        vector[self._columns] = self._designed(point)
        return vector

    def _designed(self, point: int) -> Array:
        """Return the designed parameters of a point."""
        return self.plan.design.points[point, len(self.plan.design.levers) :]

    def community(self, point: int, replicate: int) -> int:
        """Return the number of the community that a point's replicate is simulated on."""
        offsets = self.plan.design.communities
        return replicate if offsets is None else int(offsets[point]) + replicate

    @cached_property
    def groups(self) -> list[list[int]]:
        """The points that share people, in whatever profile and replicate."""
        points = self.plan.design.points
        together: dict[tuple[bytes, int], list[int]] = {}
        for point in range(len(points)):
            shape = points[point, self._shaping].tobytes()
            together.setdefault((shape, self.community(point, 0)), []).append(point)
        return list(together.values())

    def cells(self, replicate: int, profile: int, point: int) -> Iterator[tuple[Cell, Scenario]]:
        """Give the runs of one point on one community, with their scenarios."""
        plan = self.plan
        world = self.world(profile, point)
        seed = replicate_seed(plan.seed, self.community(point, replicate))
        for number in range(len(plan.scenarios)):
            scenario, content = self._content(number, point)
            key = run_key(self.code, world, content, seed, plan.months)
            position = (point * len(plan.scenarios) + number) * len(plan.profiles) + profile
            cell = Cell(position * plan.replicates + replicate, point, number, profile, replicate, key)
            yield cell, scenario

    def _content(self, number: int, point: int) -> tuple[Scenario, bytes]:
        """Return a scenario with the held and designed levers set; where all points are alike it is that of any."""
        place = (number, 0 if self.plan.alike else point)
        found = self._scenarios.get(place)
        if found is None:
            scenario = self.plan.scenario(*place)
            found = (scenario, content_bytes(scenario))
            if len(self._scenarios) < SCENARIOS_CACHED:
                self._scenarios[place] = found
        return found

    def jobs(
        self, have: Callable[[bytes], bool], ask: Callable[[list[Cell]], None], workers: int, trajectories: bool
    ) -> Iterator[Job]:
        """Give the jobs of all runs that ``have`` does not know, after telling ``ask`` of every cell."""
        most = self._most_runs(workers)
        for replicate in range(self.plan.replicates):
            sent: set[bytes] = set()
            for profile, points in product(range(len(self.plan.profiles)), self.groups):
                wanted: list[_Run] = []
                for first in range(0, len(points), POINTS_AT_ONCE):
                    some = points[first : first + POINTS_AT_ONCE]
                    cells = [found for point in some for found in self.cells(replicate, profile, point)]
                    ask([cell for cell, _ in cells])
                    for cell, scenario in cells:
                        if not have(cell.key) and cell.key not in sent:
                            sent.add(cell.key)
                            wanted.append(_Run(cell, scenario, self._designed(cell.point).tobytes()))
                    yield from self._taken(wanted, most, trajectories, to_the_last=False)
                yield from self._taken(wanted, most, trajectories, to_the_last=True)

    def _taken(self, wanted: list[_Run], most: int, trajectories: bool, *, to_the_last: bool) -> Iterator[Job]:
        """Take jobs off the front of ``wanted``; one that more runs could still join is left unless it is the last."""
        while wanted:
            runs = _first_job(wanted, most)
            if len(runs) == len(wanted) and not to_the_last:
                return
            del wanted[: len(runs)]
            yield self._job(runs, trajectories)

    def _most_runs(self, workers: int) -> int:
        """Return how many runs a job may have: two or three seconds, and work for all workers."""
        months = self.plan.months + max(base[_ORDER["burn_in_months"]] for base in self._bases)
        weight = months * max(base[_ORDER["n_residents"]] for base in self._bases)
        fair = self.plan.n_runs / (4 * workers)
        wanted = min(JOB_WEIGHT / weight, fair, LARGEST_JOB)
        return LANES * max(1, int(np.ceil(wanted / LANES)))

    def _job(self, runs: list[_Run], trajectories: bool) -> Job:
        """Put runs of the same people into a job."""
        first = runs[0].cell
        worlds: dict[bytes, int] = {}
        points: list[int] = []
        for run in runs:
            if run.world not in worlds:
                worlds[run.world] = len(worlds)
                points.append(run.cell.point)
        world = self.world(first.profile, first.point)
        length = self.plan.months + world[_ORDER["burn_in_months"]]
        return Job(
            code=self.code,
            keys=tuple(run.cell.key for run in runs),
            runs=tuple((worlds[run.world], run.scenario) for run in runs),
            worlds=tuple(self.plan.world_params(point) for point in points),
            profile=self.plan.profiles[first.profile],
            seed=self.plan.seed,
            replicate=self.community(first.point, first.replicate),
            months=self.plan.months,
            trajectories=trajectories,
            weight=float(len(runs) * world[_ORDER["n_residents"]] * length),
        )


def _first_job(runs: list[_Run], most: int) -> list[_Run]:
    """Return the first runs that fit into a job: up to ``most``, in up to sixteen worlds."""
    worlds: set[bytes] = set()
    for index, run in enumerate(runs[:most]):
        worlds.add(run.world)
        if len(worlds) > LANES:
            return runs[:index]
    return runs[:most]
