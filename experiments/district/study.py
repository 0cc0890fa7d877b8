"""From a file of communities to their futures under every policy, one by one and in total."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.district.people import design_of
from experiments.district.reading import COLUMNS, Row, read_communities
from experiments.district.totals import OUTCOMES, going_with, totals, with_traits
from experiments.folder import whole
from experiments.headline import Watch
from experiments.lanes import BASELINE
from experiments.manifest import now, write_manifest
from experiments.plan import Plan, make_plan
from experiments.runs import code
from experiments.sweep import InterruptedSweep, Swept, sweep
from sim.errors import InputError
from sim.scenario import Profile, Scenario, load_profile, load_scenario, scenario_names
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

KIND, RUNS = "district", "runs"
FILES = ("communities.parquet", "communities.csv", "district.parquet", "district.csv", "traits.parquet")
HEADLINES = ("participation_12m", "quality")
_QUESTION = Text("What do the policies do in every community of the district?", "各项政策在全区每个社区有什么作用？")
Note = Callable[[Text], None]


@dataclass(frozen=True)
class District:
    """What came of a district, as tidy tables.

    ``communities``: a row a community and scenario, the file's columns, every outcome and its difference from the
    first scenario. ``totals``: the district by scenario and outcome. ``traits``: what goes with an effect.
    """

    folder: Path
    plan: Plan
    communities: "DataFrame"
    totals: "DataFrame"
    traits: "DataFrame"
    swept: Swept


class InterruptedDistrict(KeyboardInterrupt):
    """Ctrl-C; ``swept`` tells what is kept."""

    def __init__(self, swept: Swept) -> None:
        """Carry what is kept."""
        super().__init__("interrupted")
        self.swept = swept


def district(
    file: str | Path,
    out: str | Path,
    scenarios: Sequence[str | Path | Scenario] | None = None,
    *,
    profile: str | Path | Profile = "mixed",
    replicates: int = 1,
    months: int | None = None,
    seed: int = 1,
    engine: str = "local",
    processes: int | None = None,
    command: str = "",
    watch: Watch | None = None,
    note: Note | None = None,
) -> District:
    """Simulate every community of ``file`` under every scenario and write tables into ``out``.

    Args:
        file: a CSV file of communities; see ``experiments.district.reading``.
        out: the folder; gone on with if it holds runs.
        scenarios: names, paths or objects (default: all); the baseline is always first.
        profile: the kind of community where the file names none.
        replicates: how often each community is lived through, under other luck.
        months: policy months.
        seed: of people and luck; every community has its own.
        engine: ``local`` or ``dask:ADDRESS``.
        processes: local worker processes.
        command: the line that makes the same folder again.
        watch: called with how far the work is.
        note: called with sentences worth telling.

    Raises:
        InputError: something given cannot be used, or every run of a community failed.
        InterruptedDistrict: Ctrl-C; all runs that are done are kept.
    """
    say, started = note or (lambda text: None), now()
    rows = read_communities(file, say)
    usual = profile if isinstance(profile, Profile) else load_profile(profile)
    plan = make_plan(
        _with_baseline(scenarios), design=design_of(rows, usual, file), profiles=usual, replicates=replicates,
        months=months, seed=seed, name="district", question=_QUESTION,
    )  # fmt: skip
    try:
        swept = sweep(
            plan, Path(out) / RUNS, engine=engine, processes=processes, command=command, watch=watch, note=note
        )
    except InterruptedSweep as interruption:
        raise InterruptedDistrict(interruption.swept) from None
    found = _assembled(Path(out), plan, rows, swept)
    _write(found, str(file), command, started)
    return found


def _with_baseline(scenarios: Sequence[str | Path | Scenario] | None) -> list[Scenario]:
    wanted = scenario_names() if scenarios is None else scenarios
    loaded = [own if isinstance(own, Scenario) else load_scenario(own) for own in wanted]
    first = next((own for own in loaded if own.name == BASELINE), None) or load_scenario(BASELINE)
    return [first, *(own for own in loaded if own.name != BASELINE)]


def _assembled(folder: Path, plan: Plan, rows: Sequence[Row], swept: Swept) -> District:
    """Put the runs together by community."""
    from pandas import DataFrame

    names = [scenario.name for scenario in plan.scenarios]
    runs = swept.summary()
    shape = (len(rows), len(names), plan.replicates, len(OUTCOMES))
    values = np.full(shape, np.nan)
    numbers = runs["scenario"].map({name: number for number, name in enumerate(names)}).to_numpy(dtype=int)
    values[runs["point"].to_numpy(), numbers, runs["replicate"].to_numpy() - 1] = runs[list(OUTCOMES)].to_numpy()
    whole_ones = ~np.isnan(values).any(axis=(1, 3))  # replicates in which every scenario came to its end
    _check_whole(rows, whole_ones, folder)
    kept = [values[place][:, good].mean(axis=1) for place, good in enumerate(whole_ones)]
    given = with_traits(DataFrame([{column: getattr(row, column) for column in COLUMNS} for row in rows]))
    table = DataFrame([
        {
            **given.iloc[place].to_dict(),
            "scenario": name,
            **dict(zip(OUTCOMES, kept[place][number].tolist(), strict=True)),
            **{f"{outcome}_difference": float(kept[place][number, at] - kept[place][0, at])
               for at, outcome in enumerate(OUTCOMES)},
        }
        for place in range(len(rows))
        for number, name in enumerate(names)
    ])  # fmt: skip
    complete = values[:, :, whole_ones.all(axis=0)] if whole_ones.all(axis=0).any() else np.stack(kept)[:, :, None]
    residents = given["residents"].to_numpy(dtype=float)
    return District(folder, plan, table, totals(complete, names, residents), going_with(table, HEADLINES), swept)


def _check_whole(rows: Sequence[Row], good: Any, folder: Path) -> None:
    for row, own in zip(rows, good, strict=True):
        if not own.any():
            raise InputError(
                f"no run of {row.name} came to its end; {folder / RUNS / 'failures.parquet'} tells why.",
                f"{row.name} 没有一次运行算完；原因见 {folder / RUNS / 'failures.parquet'}。",
            )


def _write(found: District, file: str, command: str, started: str) -> None:
    """Write the tables, whole, then the manifest."""
    plan = found.plan
    with whole(found.folder) as part:
        for name, table in (("communities", found.communities), ("district", found.totals)):
            table.to_parquet(part / f"{name}.parquet", index=False, compression="zstd")
            table.to_csv(part / f"{name}.csv", index=False, encoding="utf-8-sig")
        found.traits.to_parquet(part / "traits.parquet", index=False, compression="zstd")
    settings = {
        "file": Path(file).name,
        "scenarios": [{"name": own.name, "label": {"en": own.label.en, "zh": own.label.zh}} for own in plan.scenarios],
        "profile": {"name": plan.profiles[0].name,
                    "label": {"en": plan.profiles[0].label.en, "zh": plan.profiles[0].label.zh}},
        "replicates": plan.replicates, "months": plan.months, "seed": plan.seed,
    }  # fmt: skip
    counts = {"asked": found.swept.asked, "done": found.swept.done, "failed": found.swept.failed}
    write_manifest(
        found.folder, KIND, command=command, settings=settings, counts=counts, files=FILES, started=started,
        code=code(), packages=("pandas",),
    )  # fmt: skip
