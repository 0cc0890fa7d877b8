"""What is measured and ships with the program: worlds, single numbers, pathways; how each is made anew or verified.

A measurement carries three stamps: the fingerprint of the rules, that of the rules with the code that measures, and a
hash of what was asked. Where only code has changed, a sample is measured again; where every number comes out as it is
stored, the rest is taken to be so too, and the number of those runs is stored beside the stamps (``verified_runs``).
Otherwise, and where something else is asked, it is measured anew.
"""

import json
import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from dashboard.content.lessons import question_of
from experiments.explain.mediators import LINKS
from experiments.output.code import code
from experiments.output.folder import write_whole
from experiments.output.stamps import stamps
from experiments.plan import Plan
from experiments.plausible import stored as kept
from experiments.plausible.bands import load_bands
from experiments.policies.arms import reported_columns
from experiments.runs import Execution
from experiments.sensitivity import one_at_a_time as single
from experiments.sweep import sweep
from experiments.worlds import store_set
from experiments.worlds.matching import SCREENED
from experiments.worlds.policies import simulate_policies
from experiments.worlds.study import BUDGET, checked, in_setting, moved, worlds
from sim.fingerprint import fingerprint
from sim.params import PARAMS
from sim.scenarios.scenario import load_profile, profile_names, scenario_names
from sim.text import Text
from tools import lesson_pathways

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "results"
BEGUN = RESULTS / "renew"
"""Where what was begun is kept, so that the next call goes on."""
SHARE, FEWEST = 0.05, 20
"""Of a measurement's runs a sample has at least this share, and never fewer runs than these."""
Content = Mapping[str, Any]


class Sample(NamedTuple):
    """How many runs were made again, and which numbers did not come out as they are stored."""

    runs: int
    differ: list[str]


class Measurement(Protocol):
    """One measurement: the files that hold it, and how it is made."""

    def wanted(self) -> dict[Path, dict[str, str]]:
        """Return the stamps that each of its files should carry."""
        ...

    def sample(self, files: Sequence[Path], execution: Execution) -> Sample:
        """Measure a sample of some of the files again."""
        ...

    def make(self, file: Path, execution: Execution) -> None:
        """Measure a file anew and store it; what was begun before is resumed."""
        ...

    def text(self, content: Content) -> str:
        """Return the content of a file as it is stored."""
        ...


def why(measurement: Measurement) -> Iterator[str]:
    """Tell which files would not be measured so again, and why."""
    for file, stamp in measurement.wanted().items():
        if other := _differs(file, stamp):
            yield f"{file.relative_to(ROOT).as_posix()} {other}"


def renew(measurement: Measurement, execution: Execution) -> None:
    """Verify what only other code would measure, make anew the rest that is stale."""
    wanted = measurement.wanted()
    stale = [file for file, stamp in wanted.items() if _differs(file, stamp)]
    anew = [file for file in stale if _content(file).get("asked") != wanted[file]["asked"]]
    if same := [file for file in stale if file not in anew]:
        found = measurement.sample(same, execution)
        if found.differ:
            execution.on_note(Text(
                f"in a sample of {found.runs:,} runs {len(found.differ)} numbers differ, such as {found.differ[0]}",
                f"抽样 {found.runs:,} 次运行，有 {len(found.differ)} 处不同，例如 {found.differ[0]}",
            ))  # fmt: skip
            anew += same
        else:
            execution.on_note(Text(
                f"every number of a sample of {found.runs:,} runs is as stored",
                f"抽样 {found.runs:,} 次运行，数字全部与存放的相同",
            ))  # fmt: skip
            for file in same:
                stamp = wanted[file] | {"verified_runs": found.runs}
                write_whole(file, measurement.text(stamped(_content(file), stamp)))
    for file in anew:
        name = file.relative_to(ROOT).as_posix()
        execution.on_note(Text(f"measuring {name} anew", f"正在重新测算 {name}"))
        measurement.make(file, execution)


def stamped(content: Content, stamp: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a file with these stamps, and with no trace of an earlier sample."""
    rest = {name: item for name, item in content.items() if name not in ("schema", "verified_runs", *stamp)}
    return {"schema": content["schema"], **stamp, **rest}


def _differs(file: Path, stamp: Mapping[str, str]) -> str:
    """Say in which way a file is stale; nothing where it is not."""
    content = _content(file)
    if not content:
        return "is missing"
    if content.get("asked") != stamp["asked"]:
        return "was asked otherwise: ranges, policies, kind of community or how much is run"
    if content.get("fingerprint") != stamp["fingerprint"]:
        return "was measured with other rules"
    return "was measured by other code" if content.get("measured_by") != stamp["measured_by"] else ""


def _content(file: Path) -> dict[str, Any]:
    """Return what a file holds, nothing where it is missing."""
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _plain(content: Content) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def size_of_sample(runs: int, of_one: int, most: int) -> int:
    """Return how many of ``most`` parts, each of so many runs, make a sample of a measurement of ``runs``."""
    return min(most, math.ceil(max(FEWEST, SHARE * runs) / of_one))


@dataclass(frozen=True)
class StoredWorldsMeasured:
    """The stored set of plausible worlds of a kind of community."""

    profile: str

    @cached_property
    def plan(self) -> Plan:
        """Return the plan that finds the worlds."""
        return in_setting(checked(ROOT / kept.PLAN), self.profile, None, {})

    def wanted(self) -> dict[Path, dict[str, str]]:
        """Return the stamps of the set; its table stands beside it."""
        own = store_set.question(self.plan, moved(self.plan), load_bands(), BUDGET)
        return {kept.files_of(self.profile)[1]: {"fingerprint": code()} | stamps(own, store_set.MEASURING)}

    def sample(self, files: Sequence[Path], execution: Execution) -> Sample:
        """Live every policy again in some of the worlds; none where the model has other parameters now."""
        space, table = moved(self.plan), kept.read_table(self.profile)
        if unknown := [name for name in space.names if name not in table]:
            return Sample(0, unknown)
        folder = BEGUN / f"sample-{self.profile}"
        about = _content(files[0])
        own = kept.StoredWorlds(table, about)
        of_world = self.plan.replicates * (1 + len(about["luck"]))
        matched = sum(SCREENED * wave["worlds"] + (self.plan.replicates - SCREENED) * wave["confirmed"]
                      for wave in about["waves"])  # fmt: skip
        n = len(own.table)
        rows = np.linspace(0, n - 1, size_of_sample(matched + n * of_world, of_world, n)).astype(int)
        points = own.table[list(space.names)].to_numpy(dtype=float)[rows]
        simulated = simulate_policies(
            self.plan, space, points, about["budget"], reported_columns(self.plan.scenarios),
            lambda plan: sweep(plan, folder, execution=execution),
        )  # fmt: skip
        found = store_set.effects(self.plan, simulated)
        stored = own.table.drop(columns=list(space.names)).iloc[rows]
        differ = [name for name in sorted({*found, *stored})
                  if name not in found or name not in stored
                  or not np.array_equal(found[name], stored[name].to_numpy(), equal_nan=True)]  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)
        return Sample(simulated.asked, differ)

    def make(self, file: Path, execution: Execution) -> None:
        """Find worlds and simulate every policy in them; resumed in the folder of the command."""
        line = line_of(self.profile)
        folder = ROOT / line.split(" --out ")[1].split(" ")[0]
        again = replace(execution, command=line)
        store_set.store(worlds(ROOT / kept.PLAN, folder, profile=self.profile, execution=again), line)

    def text(self, content: Content) -> str:
        """Return what is known of the set as it is stored."""
        return _plain(content)


class SingleNumbers:
    """What every policy does at both ends of every uncertain number."""

    CHUNK = 4 * single.A_BLOCK
    """Parameters that are measured between two marks of how far it is."""

    def wanted(self) -> dict[Path, dict[str, str]]:
        """Return the stamps of the table."""
        return {single.FILE: {"fingerprint": fingerprint()} | stamps(single.question(), single.MEASURING)}

    def sample(self, files: Sequence[Path], execution: Execution) -> Sample:
        """Measure the defaults and some of the parameters again."""
        stored = single.read_one_at_a_time()
        names = list(stored["rows"])
        if gone := [name for name in names if name not in PARAMS]:
            return Sample(0, gone)
        of_world = len(scenario_names()) * single.COMMUNITIES
        runs = of_world * (1 + len(single.ENDS) * len(names))
        size = size_of_sample(runs, of_world * len(single.ENDS), len(names))
        chosen = [names[place] for place in np.linspace(0, len(names) - 1, size).astype(int)]
        again = single.measure(chosen, execution)
        differ = ["the defaults"] if again["default"] != stored["default"] else []
        differ += [name for name in chosen if again["rows"][name] != stored["rows"][name]]
        return Sample(of_world * (1 + len(single.ENDS) * size), differ)

    def make(self, file: Path, execution: Execution) -> None:
        """Measure every parameter, some at a time; those that were measured by the same code before are kept."""
        names, whole = single.uncertain().names, dict[str, Any]()
        for first in range(0, len(names), self.CHUNK):
            part = BEGUN / "single-numbers" / f"{first}.json"
            found, stamp = _content(part), self.wanted()[file]
            if any(found.get(name) != item for name, item in stamp.items()):
                found = single.measure(names[first : first + self.CHUNK], execution)
                write_whole(part, _plain(found))
            whole = found | {"rows": whole.get("rows", {}) | found["rows"]}
        write_whole(file, self.text(whole))
        shutil.rmtree(BEGUN / "single-numbers")

    def text(self, content: Content) -> str:
        """Return the table as it is stored."""
        return single.text_of(content)


class Pathways:
    """The pathway of every lesson in every kind of community."""

    def wanted(self) -> dict[Path, dict[str, str]]:
        """Return the stamps of every pathway."""
        return {
            file: {"fingerprint": code()}
            | stamps(question_of(dict(one.lesson), one.profile), lesson_pathways.MEASURING)
            for file, one in lesson_pathways.by_file().items()
        }

    def sample(self, files: Sequence[Path], execution: Execution) -> Sample:
        """Measure one pathway again, a different one after every change: its intervals are over all its runs."""
        file = files[int(code(), 16) % len(files)]
        again = lesson_pathways.measure(lesson_pathways.by_file()[file], execution)
        stored = _content(file)
        marks = {"verified_runs", *self.wanted()[file]}
        differ = [f"{file.stem}: {name}" for name in sorted((again.keys() | stored.keys()) - marks)
                  if again.get(name) != stored.get(name)]  # fmt: skip
        arms = (2 + len(LINKS)) * (2 if "otherwise" in again else 1) + 4 * len(again["doubts"])
        return Sample(again["replicates"] * arms, differ)

    def make(self, file: Path, execution: Execution) -> None:
        """Measure one pathway."""
        again = lesson_pathways.measure(lesson_pathways.by_file()[file], execution)
        write_whole(file, self.text(stamped(again, self.wanted()[file])))

    def text(self, content: Content) -> str:
        """Return a pathway as it is stored."""
        return lesson_pathways.text_of(content)


def line_of(profile: str) -> str:
    """Return the command that makes the set of a kind of community."""
    return kept.worlds_command(load_profile(profile), {}, None)


def sets_of_worlds() -> list[StoredWorldsMeasured]:
    """Return the kinds of community that have a stored set, the mixed one always."""
    return [
        StoredWorldsMeasured(name)
        for name in profile_names()
        if name == kept.PROFILE or kept.files_of(name)[1].is_file()
    ]
