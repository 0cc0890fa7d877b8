"""From a plan to jobs: every run gets its key, and the missing ones go out together with those that share their people.

Runs come community by community, so that a sweep that is stopped early has whole communities.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from experiments.plan import Plan
from experiments.runs import Array, Job, content_bytes, run_key, world_vector
from sim.params import PARAMS, SHAPING_GROUPS
from sim.rng import replicate_seed
from sim.scenario import Scenario

LANES = 16  # a block has so many, used or not
JOB_WEIGHT = 7e7  # resident-months: two to three seconds
MOST_RUNS = 512
_ORDER = {name: place for place, name in enumerate(PARAMS)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a plan's table and the key of the run that answers it; numbers count from 0."""

    position: int
    point: int
    scenario: int
    profile: int
    replicate: int
    key: bytes


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

    @property
    def n_points(self) -> int:
        """How many points the design has; 1 where there is none."""
        return len(self.plan.design.points)

    def world(self, profile: int, point: int) -> Array:
        """Return every parameter of a world in the order of ``PARAMS``."""
        vector = self._bases[profile].copy()
        vector[self._columns] = self.plan.design.points[point, len(self.plan.design.levers) :]
        return vector

    def community(self, point: int, replicate: int) -> int:
        """Return the number of the community that a point's replicate is lived on."""
        offsets = self.plan.design.communities
        return replicate if offsets is None else int(offsets[point]) + replicate

    def groups(self, replicate: int) -> Iterator[tuple[int, list[int]]]:
        """Give the points that share people, one profile after the other: (profile, points)."""
        points = self.plan.design.points
        offsets = self.plan.design.communities
        together: dict[bytes, list[int]] = {}
        for point in range(self.n_points):
            shape = points[point, self._shaping].tobytes()
            own = b"" if offsets is None else int(offsets[point]).to_bytes(8, "little")
            together.setdefault(shape + own, []).append(point)
        for profile in range(len(self.plan.profiles)):
            for group in together.values():
                yield profile, group

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
        """Return a scenario with the held and designed levers set; those without designed levers are made once."""
        if self.plan.design.levers:
            scenario = self.plan.scenario(number, point)
            return scenario, content_bytes(scenario)
        if (number, 0) not in self._scenarios:
            scenario = self.plan.scenario(number, 0)
            self._scenarios[number, 0] = (scenario, content_bytes(scenario))
        return self._scenarios[number, 0]

    def jobs(
        self, have: Callable[[bytes], bool], ask: Callable[[list[Cell]], None], workers: int, trajectories: bool
    ) -> Iterator[Job]:
        """Give the jobs of all runs that ``have`` does not know, after telling ``ask`` of every cell."""
        most = self._most_runs(workers)
        for replicate in range(self.plan.replicates):
            sent: set[bytes] = set()
            for profile, points in self.groups(replicate):
                wanted: list[_Run] = []
                for part in _parts(points, 256):
                    cells = [found for point in part for found in self.cells(replicate, profile, point)]
                    ask([cell for cell, _ in cells])
                    for cell, scenario in cells:
                        if not have(cell.key) and cell.key not in sent:
                            sent.add(cell.key)
                            designed = self.plan.design.points[cell.point, len(self.plan.design.levers) :]
                            wanted.append(_Run(cell, scenario, designed.tobytes()))
                    while (full := _first_job(wanted, most)) and len(full) < len(wanted):
                        yield self._job(full, trajectories)
                        del wanted[: len(full)]
                while wanted:
                    full = _first_job(wanted, most)
                    yield self._job(full, trajectories)
                    del wanted[: len(full)]

    def _most_runs(self, workers: int) -> int:
        """Return how many runs a job may have: two or three seconds, and work for all workers."""
        months = self.plan.months + max(base[_ORDER["burn_in_months"]] for base in self._bases)
        weight = months * max(base[_ORDER["n_residents"]] for base in self._bases)
        fair = self.plan.n_runs / (4 * workers)
        wanted = min(JOB_WEIGHT / weight, fair, MOST_RUNS)
        return LANES * max(1, int(np.ceil(wanted / LANES)))

    def _job(self, runs: list[_Run], trajectories: bool) -> Job:
        """Put runs of the same people into a job."""
        first = runs[0].cell
        worlds: dict[bytes, int] = {}
        for run in runs:
            worlds.setdefault(run.world, len(worlds))
        of_world = {worlds[run.world]: run.cell.point for run in reversed(runs)}
        world = self.world(first.profile, first.point)
        length = self.plan.months + world[_ORDER["burn_in_months"]]
        return Job(
            code=self.code,
            keys=tuple(run.cell.key for run in runs),
            runs=tuple((worlds[run.world], run.scenario) for run in runs),
            worlds=tuple(self.plan.world_params(of_world[number]) for number in range(len(worlds))),
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
    for place, run in enumerate(runs[:most]):
        worlds.add(run.world)
        if len(worlds) > LANES:
            return runs[:place]
    return runs[:most]


def _parts(points: list[int], size: int) -> Iterator[list[int]]:
    for first in range(0, len(points), size):
        yield points[first : first + size]
