"""What changes when a number is wrong: every uncertain parameter at both ends of its range, one at a time.

``python -m experiments.sensitivity.one_at_a_time`` measures what every policy does in each of these worlds and
writes ``doubts.json`` beside this file, which the page of evidence shows. One number at a time tells how far one
assumption reaches by itself; what several do together is the matter of ``sensitivity`` and ``worlds``.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.stamps import stamps
from experiments.output.windows import column_index, window_length
from experiments.plan.uncertain import uncertain
from experiments.plausible.stored import hash_of
from experiments.runs import HERE, Execution, PartDone
from sim.compute.layout import LANES
from sim.fingerprint import fingerprint
from sim.params import PARAMS
from sim.scenarios.scenario import load_profile, load_scenario, scenario_names

FILE = Path(__file__).with_name("doubts.json")
COMMAND = "python -m experiments.sensitivity.one_at_a_time"
MEASURING = (Path(__file__), Path(__file__).parents[1] / "plan" / "uncertain.py")
"""The files whose code makes the numbers."""
COLUMNS = ("participation_12m", "quality", "satisfaction")
COMMUNITIES = 4
SEED = 1
MONTHS = 120
ENDS = ("low", "high")
DIGITS = 5
A_BLOCK = LANES // len(ENDS)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class OneAtATime:
    """Some parameters at both ends, simulated on one community under every policy."""

    blocks: tuple[tuple[str, ...], ...]

    def __call__(self, unit: int) -> Array:
        """Return the differences from no policy (worlds, policies, COLUMNS) of a block on a community."""
        from sim.engine.replicate import run_worlds  # loads the compiled engine

        block, replicate = self.blocks[unit // COMMUNITIES], unit % COMMUNITIES
        worlds = [{name: getattr(PARAMS[name], end)} for name in block for end in ENDS] or [{}]
        scenarios = [load_scenario(name) for name in scenario_names()]
        runs = [(world, scenario) for world in range(len(worlds)) for scenario in scenarios]
        found = run_worlds(
            worlds, runs, profile=load_profile("mixed"), seed=SEED, replicate=replicate, months=MONTHS
        ).trajectories
        means = np.stack([found[:, -window_length(c, MONTHS) :, column_index(c)].mean(axis=1) for c in COLUMNS], axis=1)
        levels = means.reshape(len(worlds), len(scenario_names()), len(COLUMNS))
        return np.asarray(levels[:, 1:] - levels[:, :1])


def question() -> dict[str, Any]:
    """Return all that is asked and does not stand in code, ready for JSON."""
    return {
        "ends": {name: [getattr(PARAMS[name], end) for end in ENDS] for name in uncertain().names},
        "policies": [hash_of(load_scenario(name)) for name in scenario_names()],
        "profile": dict(load_profile("mixed").params),
    }


def measure(names: Sequence[str] = uncertain().names, execution: Execution = HERE) -> dict[str, Any]:
    """Return the table of some parameters, ready for JSON: for each and each end what each policy does."""
    blocks = ((), *(names[first : first + A_BLOCK] for first in range(0, len(names), A_BLOCK)))
    done = execution.map(OneAtATime(blocks), range(len(blocks) * COMMUNITIES))
    means = [np.mean(done[k * COMMUNITIES : (k + 1) * COMMUNITIES], axis=0) for k in range(len(blocks))]
    worlds = np.concatenate(means)
    return {
        "schema": 1,
        "fingerprint": fingerprint(),
        **stamps(question(), MEASURING),
        "command": COMMAND,
        "communities": COMMUNITIES,
        "seed": SEED,
        "months": MONTHS,
        "columns": list(COLUMNS),
        "policies": list(scenario_names()[1:]),
        "default": _rounded(worlds[0]),
        "rows": {
            name: {end: _rounded(worlds[1 + len(ENDS) * k + e]) for e, end in enumerate(ENDS)}
            for k, name in enumerate(names)
        },
    }


def read_one_at_a_time(file: Path = FILE) -> Mapping[str, Any]:
    """Return the stored table."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _rounded(values: Array) -> list[list[float]]:
    return [[round(value, DIGITS) for value in row] for row in values.tolist()]


def text_of(content: Mapping[str, Any]) -> str:
    """Return the table as it is stored, one parameter a line."""
    rows = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in content["rows"].items()]
    rest = {name: item for name, item in content.items() if name != "rows"}
    head = json.dumps(rest, indent=1, ensure_ascii=False)[:-2]
    return "\n".join([head + ",", ' "rows": {', ",\n".join(rows), " }", "}", ""])


def _say(progress: PartDone) -> None:
    sys.stderr.write(f"\r{progress.done} of {progress.of} parts / {progress.of} 份已算 {progress.done} 份 ")
    sys.stderr.flush()


def write_one_at_a_time() -> None:
    """Measure and write the table."""
    FILE.write_text(text_of(measure(execution=Execution(on_progress=_say))), encoding="utf-8", newline="\n")
    sys.stderr.write("\n")


if __name__ == "__main__":
    from experiments.sensitivity import one_at_a_time as doubts  # by its own name, which worker processes can import

    doubts.write_one_at_a_time()
