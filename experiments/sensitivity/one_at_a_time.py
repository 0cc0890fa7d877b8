"""What changes when a number is wrong: every uncertain parameter at both ends of its range, one at a time.

``python -m experiments.sensitivity.one_at_a_time`` measures what every policy does in each of these worlds and
writes ``doubts.json`` beside this file, which the page of evidence
shows. One number at a time tells how far one assumption reaches by
itself; what several do together is the matter of ``sensitivity`` and ``worlds``.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.windows import place, window_length
from experiments.plan.uncertain import uncertain
from experiments.runs import Engine, usable_processes
from sim.compute.layout import LANES
from sim.fingerprint import fingerprint
from sim.params import PARAMS
from sim.scenarios.scenario import load_profile, load_scenario, scenario_names

FILE = Path(__file__).with_name("doubts.json")
COMMAND = "python -m experiments.sensitivity.one_at_a_time"
COLUMNS = ("participation_12m", "quality", "satisfaction")
COMMUNITIES = 4
SEED = 1
MONTHS = 120
ENDS = ("low", "high")
DIGITS = 5
A_BLOCK = LANES // len(ENDS)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Doubt:
    """Some parameters at both ends, lived through on one community under every policy."""

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
        means = np.stack([found[:, -window_length(c, MONTHS) :, place(c)].mean(axis=1) for c in COLUMNS], axis=1)
        levels = means.reshape(len(worlds), len(scenario_names()), len(COLUMNS))
        return np.asarray(levels[:, 1:] - levels[:, :1])


def measure(names: Sequence[str] = uncertain().names) -> dict[str, Any]:
    """Return the table of some parameters, ready for JSON: for each and each end what each policy does."""
    blocks = ((), *(names[first : first + A_BLOCK] for first in range(0, len(names), A_BLOCK)))
    units = range(len(blocks) * COMMUNITIES)
    with Engine(usable_processes()) as engine:
        done = engine.map(Doubt(blocks), units, _say)
    sys.stderr.write("\n")
    means = [np.mean(done[k * COMMUNITIES : (k + 1) * COMMUNITIES], axis=0) for k in range(len(blocks))]
    worlds = np.concatenate(means)
    return {
        "schema": 1,
        "fingerprint": fingerprint(),
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


def read_doubts(file: Path = FILE) -> Mapping[str, Any]:
    """Return the stored table."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _rounded(values: Array) -> list[list[float]]:
    return [[round(value, DIGITS) for value in row] for row in values.tolist()]


def _say(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done} of {of} parts / {of} 份已算 {done} 份 ")
    sys.stderr.flush()


def _rows(content: Mapping[str, Any]) -> Sequence[str]:
    """Return the table as text, one parameter a line."""
    rows = [f"  {json.dumps(name)}: {json.dumps(own)}" for name, own in content["rows"].items()]
    rest = {name: own for name, own in content.items() if name != "rows"}
    head = json.dumps(rest, indent=1, ensure_ascii=False)[:-2]
    return [head + ",", ' "rows": {', ",\n".join(rows), " }", "}", ""]


def write() -> None:
    """Measure and write the table."""
    FILE.write_text("\n".join(_rows(measure())), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    from experiments.sensitivity import one_at_a_time as doubts  # by its own name, which worker processes can import

    doubts.write()
