"""Stored measurements get the present fingerprint where rerunning a sample of them gave equal bits.

``python -m tools.restamp`` is for a change of how rules are fingerprinted that leaves the rules alone. It reruns
some of the stored worlds and of the one-at-a-time table, and one lesson's pathway. Only where every number comes out
as it is stored are the stamps written anew; at the first that does not, nothing is, and the exit code is 1.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dashboard.content import lessons
from experiments.output.code import code
from experiments.output.windows import SUMMARY_COLUMNS
from experiments.plausible import stored as kept
from experiments.plausible.block import Block
from experiments.runs import Engine, usable_processes
from experiments.sensitivity import one_at_a_time
from sim.fingerprint import fingerprint
from sim.scenarios.scenario import load_profile, load_scenario, profile_names, scenario_names

WORLDS, BLOCKS, LESSON = 5, 1, "training"
STAMP = re.compile(r'(?<="fingerprint": ")[0-9a-f]{64}(?=")')


def worlds_differ() -> Iterator[str]:
    """Rerun every policy at full strength in a few worlds of every stored set; name what is not as stored."""
    for profile in stored_sets():
        yield from _set_differs(profile)


def stored_sets() -> list[str]:
    """Return the kinds of community that have a stored set."""
    return [name for name in profile_names() if kept.files_of(name)[1].is_file()]


def _set_differs(profile: str) -> Iterator[str]:
    about = json.loads(kept.files_of(profile)[1].read_text(encoding="utf-8"))
    stored = kept.KeptWorlds(kept.read_table(profile), about)
    rows = np.linspace(0, len(stored.table) - 1, WORLDS).astype(int)
    scenarios = tuple(load_scenario(name) for name in scenario_names())
    worlds = tuple(stored.params[row] for row in rows)
    block = Block(worlds, (scenarios,) * WORLDS, load_profile(profile), about["seed"], about["months"])
    with Engine(usable_processes()) as engine:
        means = np.stack(engine.map(block, range(about["communities"])))
    found = (means[:, :, 1:] - means[:, :, :1]).mean(axis=0).astype(np.float32)
    for k, policy in enumerate(scenario_names()[1:]):
        for column in stored.columns(policy):
            was = stored.effects(policy, column)[rows].astype(np.float32)
            if not np.array_equal(was, found[:, k, SUMMARY_COLUMNS.index(column)], equal_nan=True):
                yield f"worlds of {profile}: {policy} {column}"
    yield f"= {means.shape[0] * means.shape[1] * means.shape[2]} runs of the stored worlds of {profile}"


def doubts_differ() -> Iterator[str]:
    """Rerun the defaults and some parameters of the one-at-a-time table; name what is not as stored."""
    stored = one_at_a_time.read_doubts()
    names = list(stored["rows"])[: BLOCKS * one_at_a_time.A_BLOCK]
    again = one_at_a_time.measure(names)
    if again["default"] != stored["default"]:
        yield "doubts: the defaults"
    yield from (f"doubts: {name}" for name in names if again["rows"][name] != stored["rows"][name])
    worlds = 1 + len(names) * len(one_at_a_time.ENDS)
    yield f"= {worlds * len(scenario_names()) * one_at_a_time.COMMUNITIES} runs of the one-at-a-time table"


def pathway_differs() -> Iterator[str]:
    """Rerun one lesson's pathway; tell whether it is as stored."""
    from experiments.explain import explain

    (lesson,) = (one for one in lessons.lessons() if one["scenario"] == LESSON)
    stored = lessons.pathway(LESSON)
    ends = [lesson[name] for name in lessons.ENDS]
    again = json.loads(json.dumps(explain(LESSON, indicators=ends, doubts=[lesson["doubt"]]).content))
    for key in sorted(set(stored) - {"fingerprint", "command"}):
        if again[key] != stored[key]:
            yield f"pathway of {LESSON}: {key}"
    yield f"= the pathway of {LESSON} over {stored['replicates']} communities"


def main() -> int:
    """Rerun the sample, and stamp everything where all of it is equal."""
    told = [*worlds_differ(), *doubts_differ(), *pathway_differs()]
    sys.stdout.write("\n".join(told) + "\n")
    if any(not row.startswith("=") for row in told):
        sys.stdout.write("Not all of it is as stored; nothing was stamped.\n")
        return 1
    for file, stamp in stored_files().items():
        _stamp(file, stamp)
    return 0


def stored_files() -> dict[Path, str]:
    """Return the files that carry a fingerprint, and the one that each should carry."""
    files = {kept.files_of(name)[1]: code() for name in stored_sets()} | {one_at_a_time.FILE: fingerprint()}
    return files | {lessons.FOLDER / f"{one['scenario']}.json": code() for one in lessons.lessons()}


def _stamp(file: Path, stamp: str) -> None:
    """Write a fingerprint into a file of JSON, and leave the rest to the byte."""
    text = file.read_text(encoding="utf-8")
    file.write_text(STAMP.sub(stamp, text, count=1), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
