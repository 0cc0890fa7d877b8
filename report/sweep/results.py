"""What a sweep's folder holds: runs as levels a scenario, and paired differences from the first scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.output.manifest import MANIFEST, read_columns, read_manifest, settings_of
from experiments.output.statistics import Interval, interval
from experiments.plan.stored import check_stored
from report.sweep.blocks import blocks_of, path_of
from report.words import Spoken
from sim.errors import InputError
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.quantity import Quantity
from sim.scenarios.scenario import BASELINE
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame, Series

PARTICIPATION, QUALITY = "participation_12m", "quality"
OUTCOMES = (PARTICIPATION, QUALITY)
SUMMARY, FAILURES, TRAJECTORIES = "summary.parquet", "failures.parquet", "trajectories.parquet"
SAMPLED = ("latin", "sobol", "saltelli", "morris")
KEYS = ("point", "scenario", "profile", "replicate")
LEVERS_ALONE = Text("The plan's levers alone", "只有计划所设的手段")
POINTS = 100.0  # a share or index of 1 in points


@dataclass(frozen=True, eq=False)
class SweepResults(Spoken):
    """A sweep's runs; every number is in points (1 point = 0.01 of a share or index).

    ``runs`` has a row a run: point, scenario, profile, replicate, the designed quantities, both outcomes, and
    ``community``, which tells communities apart: runs of one community share people and random draws.
    """

    folder: Path
    lang: str
    manifest: Mapping[str, Any]
    plan: Mapping[str, Any]
    runs: "DataFrame"

    @property
    def kind(self) -> str:
        """The kind of the design."""
        return str(self.plan["design"]["kind"])

    @property
    def sampled(self) -> bool:
        """The points were drawn, not chosen."""
        return self.kind in SAMPLED

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the design moves."""
        design = self.plan["design"]
        return (*design["levers"], *design["params"])

    @cached_property
    def blocks(self) -> tuple[tuple[str, ...], ...]:
        """What the design moves; quantities that never vary apart, or hardly, are one block."""
        return blocks_of(self.points, self.names, sampled=self.sampled)

    def path(self, block: tuple[str, ...]) -> "DataFrame":
        """The settings of a block one after the other; of a single quantity its values."""
        return path_of(self.points, block)

    @cached_property
    def moves_levers(self) -> bool:
        """The plan sets levers itself, so that the baseline is not a life without policy."""
        return bool(self.plan["design"]["levers"] or self.plan["levers"])

    @cached_property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that came to an end at least once, in the plan's order; the first is the reference."""
        there = set(self.runs["scenario"])
        return tuple(scenario["name"] for scenario in self.plan["scenarios"] if scenario["name"] in there)

    @property
    def reference(self) -> str:
        """The scenario that the others are compared with."""
        return self.scenarios[0]

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The scenarios that met the reference in some community, and so are compared with it."""
        wide = self.levels(PARTICIPATION)
        return tuple(name for name in self.scenarios[1:] if (wide[name] - wide[self.reference]).notna().any())

    @cached_property
    def profiles(self) -> tuple[str, ...]:
        """The kinds of community, in the plan's order."""
        there = set(self.runs["profile"])
        return tuple(profile["name"] for profile in self.plan["profiles"] if profile["name"] in there)

    @cached_property
    def n_communities(self) -> int:
        """How many communities were simulated on, profiles aside."""
        return int(self.runs["community"].nunique())

    @property
    def alone(self) -> bool:
        """Only one community was simulated, so random variation was not measured and there are no intervals."""
        return self.n_communities < 2

    @cached_property
    def points(self) -> "DataFrame":
        """The designed quantities by point."""
        return self.runs.groupby("point")[list(self.names)].first()

    def label(self, scenario: str) -> str:
        """The name of a scenario for readers; the baseline is not called no policy where the plan moves levers."""
        if scenario == BASELINE and self.moves_levers:
            return LEVERS_ALONE.get(self.lang)
        return _label(self.plan["scenarios"], scenario, self.lang)

    def profile_label(self, profile: str) -> str:
        """The name of a profile for readers."""
        return _label(self.plan["profiles"], profile, self.lang)

    def quantity(self, name: str) -> Quantity:
        """What a designed quantity is."""
        return LEVERS[name] if name in LEVERS else PARAMS[name]

    def levels(self, outcome: str) -> "DataFrame":
        """A row a point, profile and community, a column a scenario [points]."""
        if outcome not in self._levels:
            keys = ["point", "profile", "community"]
            wide = self.runs.pivot_table(index=keys, columns="scenario", values=outcome, observed=True)
            self._levels[outcome] = wide.reindex(columns=list(self.scenarios))
        return self._levels[outcome]

    def gains(self, outcome: str) -> "DataFrame":
        """Paired differences from the reference, shaped like ``levels`` without it [points]."""
        wide = self.levels(outcome)
        return wide[list(self.others)].sub(wide[self.reference], axis=0)

    def column(self, outcome: str, scenario: str, *, gain: bool) -> "Series":
        """The level of a scenario, or its difference from the reference, by point, profile and community."""
        return (self.gains(outcome) if gain else self.levels(outcome))[scenario]

    @cached_property
    def _levels(self) -> dict[str, "DataFrame"]:
        return {}

    def mean(self, values: "Series") -> Interval:
        """Return the mean with its interval; the unit is the point where points were drawn, else the community.

        One community has no interval in any design: how its random draws would differ from another's was not measured.
        """
        return _over("point" if self.sampled and not self.alone else "community", values)

    def along(self, block: tuple[str, ...]) -> "Series":
        """Where each point stands along a block: its value, or of several quantities its place on their path."""
        if len(block) == 1 or self.sampled:
            return self.points[block[0]]
        path = self.path(block)
        places = {tuple(row): index for index, row in enumerate(path.to_numpy().tolist())}
        return self.points[list(block)].apply(lambda row: float(places[tuple(row)]), axis=1)

    def by_value(self, values: "Series", block: tuple[str, ...]) -> "Series":
        """The same numbers with the place along a block in the index, in place of the point."""
        index = values.index.to_frame(index=False)
        index["value"] = self.along(block).reindex(index["point"]).to_numpy()
        return values.set_axis(_index(index[["value", "profile", "community"]]))


def _index(frame: "DataFrame") -> Any:
    from pandas import MultiIndex

    return MultiIndex.from_frame(frame)


def over_communities(values: "Series") -> Interval:
    """Return the mean with its interval, the community as the unit: everything else is averaged first."""
    return _over("community", values)


def _over(unit: str, values: "Series") -> Interval:
    return interval(values.dropna().groupby(level=unit).mean().to_numpy())


def read_sweep(folder: Path, lang: str) -> SweepResults:
    """Read a sweep's folder.

    Raises:
        InputError: a file is missing, cut short, or of another plan.
    """
    manifest = read_manifest(folder)
    plan = check_stored(settings_of(manifest, folder), str(folder / MANIFEST), shape_only=True)
    names = [*plan["design"]["levers"], *plan["design"]["params"]]
    known = {scenario["name"] for scenario in plan["scenarios"]}
    _check_names([*names], folder, manifest["version"])
    runs = read_frame(folder / SUMMARY, (*KEYS, *names, *OUTCOMES))
    kinds = {profile["name"] for profile in plan["profiles"]}
    points = runs["point"].between(0, plan["design"]["n_points"] - 1).all()
    if not (set(runs["scenario"]) <= known and set(runs["profile"]) <= kinds and points):
        raise InputError(
            f"its scenarios do not fit {MANIFEST}: the file is of another plan.",
            f"其中的方案与 {MANIFEST} 不符：这是另一项计划的文件。",
            str(folder / SUMMARY),
        )
    runs[list(OUTCOMES)] *= POINTS
    starts = plan["design"].get("communities")
    runs["community"] = runs["replicate"] + (0 if starts is None else _starts(runs, starts))
    return SweepResults(folder, lang, manifest, plan, runs)


def read_frame(path: Path, columns: Sequence[str], **options: Any) -> "DataFrame":
    """Read some columns of a parquet file; dictionaries become plain text.

    Raises:
        InputError: the file is missing, cut short, or has other columns.
    """
    frame = read_columns(path, columns, **options).to_pandas()
    words = frame.select_dtypes("category").columns
    return frame.astype({name: "str" for name in words})


def _starts(runs: "DataFrame", starts: Sequence[int]) -> Any:
    """Return the first community of each run's point."""
    import numpy as np

    return np.asarray(starts)[runs["point"].to_numpy()]


def _check_names(names: Sequence[str], folder: Path, version: str) -> None:
    """Refuse a design of quantities that this version does not know."""
    unknown = [name for name in names if name not in LEVERS and name not in PARAMS]
    if unknown:
        raise InputError(
            f"made by version {version}, whose '{unknown[0]}' this version does not know; report with that version.",
            f"由版本 {version} 写成，其中的“{unknown[0]}”本版本没有；请用该版本生成报告。",
            str(folder / MANIFEST),
        )


def _label(entries: Sequence[Mapping[str, Any]], name: str, lang: str) -> str:
    """Return the label of an entry, with its name behind where another bears the same label."""
    labels = {entry["name"]: str(entry["label"][lang]) for entry in entries}
    label = labels[name]
    if list(labels.values()).count(label) < 2:
        return label
    return label + Text(f" ({name})", f"（{name}）").get(lang)
