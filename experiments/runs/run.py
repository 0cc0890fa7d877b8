"""A run is one scenario in one world on one community; here it gets its key, its job and its result.

Runs that share people go to a worker together, as a job: up to sixteen worlds share a burn-in, and all their
scenarios are lanes of blocks. A run's result does not depend on which others are in its job, so jobs are
machinery and never enter a key.
"""

import hashlib
import json
import time
import traceback
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.windows import SUMMARY_COLUMNS, run_means
from sim.errors import SimError
from sim.indicators import COLUMNS
from sim.params import PARAMS
from sim.scenarios.scenario import Profile, Scenario

SCHEMA = 1
Array = NDArray[np.float64]
_NAMES = hashlib.sha256("\n".join((*PARAMS, "", *SUMMARY_COLUMNS)).encode()).digest()


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
class Done:
    """A run that came to its end: window means as float64, all months as ``packed``, compute time [s]."""

    key: bytes
    summary: bytes
    trajectories: bytes | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that raised, or whose worker died: one sentence in both languages, traceback, inputs as JSON."""

    key: bytes
    error: str
    error_zh: str
    traceback: str = ""
    died: bool = False
    inputs: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Runs that share people; ``runs`` pairs the number of a world with a scenario, ``keys`` names them.

    ``worlds`` are the parameters on top of the profile. ``weight`` is the work in resident-months.
    """

    code: str
    keys: tuple[bytes, ...]
    runs: tuple[tuple[int, Scenario], ...]
    worlds: tuple[Mapping[str, float], ...]
    profile: Profile
    seed: int
    replicate: int
    months: int
    trajectories: bool
    weight: float

    def alone(self, key: bytes) -> "Job":
        """Return the same job with one of its runs."""
        return self.part(self.keys.index(key), self.keys.index(key) + 1)

    def halves(self) -> "tuple[Job, Job]":
        """Return the same job as two."""
        middle = len(self.keys) // 2
        return self.part(0, middle), self.part(middle, len(self.keys))

    def inputs(self, key: bytes) -> str:
        """Return as JSON all that one run is made from."""
        own, scenario = self.runs[self.keys.index(key)]
        return json.dumps({
            "scenario": scenario.name,
            "content": scenario.content(),
            "profile": self.profile.name,
            "params": {**self.profile.params, **self.worlds[own]},
            "seed": self.seed,
            "replicate": self.replicate + 1,
            "months": self.months,
        })  # fmt: skip

    def part(self, first: int, last: int) -> "Job":
        """Return the same job with the runs from ``first`` up to ``last``."""
        runs = self.runs[first:last]
        used = sorted({item for item, _ in runs})
        return replace(
            self,
            keys=self.keys[first:last],
            runs=tuple((used.index(item), scenario) for item, scenario in runs),
            worlds=tuple(self.worlds[item] for item in used),
            weight=self.weight * len(runs) / len(self.runs),
        )


def world_vector(profile: Profile, params: Mapping[str, float]) -> Array:
    """Return every parameter of a world in the order of ``PARAMS`` (parameters,)."""
    known = {**profile.params, **params}
    return np.array([known.get(name, quantity.default) for name, quantity in PARAMS.items()], dtype=float)


def content_bytes(scenario: Scenario) -> bytes:
    """Return all of a scenario that determines a result; a lever set to its default is as good as unset."""
    from sim.levers import LEVERS

    content = scenario.content()
    content["levers"] = {name: value for name, value in content["levers"].items() if value != LEVERS[name].default}
    return json.dumps(content, sort_keys=True).encode()


def run_key(computed_by: str, world: Array, content: bytes, community_seed: int, months: int) -> bytes:
    """Return the key of a run: SHA-256 of everything that determines its result, and of nothing else."""
    digest = hashlib.sha256(_NAMES)
    digest.update(f"{SCHEMA} {computed_by} {community_seed} {months} ".encode())
    digest.update(np.ascontiguousarray(world, dtype="<f8").tobytes())
    digest.update(content)
    return digest.digest()


def work(job: Job) -> list[Done | Failure]:
    """Compute a job. A run that raises becomes a ``Failure``; the others of its job are computed all the same."""
    from sim.engine.replicate import run_worlds

    begun = time.perf_counter()
    try:
        simulated = run_worlds(
            job.worlds,
            job.runs,
            profile=job.profile,
            seed=job.seed,
            replicate=job.replicate,
            months=job.months,
        )
    except Exception as error:
        if len(job.keys) == 1:
            return [_failure(job, error)]
        first, second = job.halves()
        return [*work(first), *work(second)]
    means = one_nan(run_means(simulated.trajectories, simulated.leavers, job.months))
    seconds = (time.perf_counter() - begun) / len(job.keys)
    return [
        Done(key, means[row].tobytes(), packed(simulated.trajectories[row]) if job.trajectories else None, seconds)
        for row, key in enumerate(job.keys)
    ]


def one_nan(values: "NDArray[Any]") -> "NDArray[Any]":
    """Return the same values with one bit pattern for NaN: processors differ in the sign of 0/0."""
    values[np.isnan(values)] = np.nan
    return values


def unpack_summary(summary: bytes) -> Array:
    """Return the numbers of a stored summary (SUMMARY_COLUMNS,)."""
    return np.frombuffer(summary, dtype=np.float64)


def packed(trajectories: Array) -> bytes:
    """Pack (months, columns) as float32; bytes of one place side by side, which compresses twice as well."""
    values = one_nan(np.array(trajectories.T, dtype="<f4", order="C"))
    return zlib.compress(values.view(np.uint8).reshape(-1, 4).T.tobytes(), 1)


def unpacked(trajectories: bytes) -> NDArray[np.float32]:
    """Return what ``packed`` packed (months, COLUMNS)."""
    shuffled = np.frombuffer(zlib.decompress(trajectories), dtype=np.uint8).reshape(4, -1)
    values = np.ascontiguousarray(shuffled.T).view("<f4").reshape(len(COLUMNS), -1)
    return np.ascontiguousarray(values.T)


def _failure(job: Job, error: Exception) -> Failure:
    """Record what was raised; what the rules did not foresee is told as Python tells it."""
    description: Any = f"{type(error).__name__}: {error}"
    en, zh = error.text if isinstance(error, SimError) else (description, description)
    text = "".join(traceback.format_exception(error))
    return Failure(job.keys[0], " ".join(en.split()), " ".join(zh.split()), text, inputs=job.inputs(job.keys[0]))
