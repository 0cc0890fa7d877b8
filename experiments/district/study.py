"""From a file of communities to their futures under every policy, one by one and in total.

``district("communities.csv", "results/mine").communities`` is the short way in.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.district.district import District, DistrictRequest
from experiments.district.files import KIND, write_results
from experiments.district.people import design_of, grown, people_of
from experiments.district.per_head import by_residents
from experiments.district.reading import COLUMNS, CommunityRow, read_communities
from experiments.district.totals import COSTS, OUTCOMES, going_with, totals, with_traits
from experiments.output.manifest import check_folder, now
from experiments.plan import Plan, make_plan
from experiments.plan.checks import LARGEST_SEED, MOST_REPLICATES, checked_months, whole_number
from experiments.runs import HERE, Execution
from experiments.sweep.study import InterruptedSweep, Swept, sweep
from sim.engine.replicate import world
from sim.errors import InputError
from sim.indicators import PRIMARY_OUTCOMES
from sim.scenarios.given import as_period, as_profile, as_scenarios
from sim.scenarios.scenario import BASELINE, Profile, Scenario, load_scenario, scenario_names
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

RUNS = "runs"
_QUESTION = Text("What do the policies do in every community of the district?", "各项政策在全区每个社区有什么作用？")


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
    period: str | None = None,
    replicates: int = 1,
    months: int | None = None,
    seed: int = 1,
    per_head: bool = False,
    census: bool = False,
    execution: Execution = HERE,
) -> District:
    """Simulate every community of ``file`` under every scenario and write tables into ``out``.

    Args:
        file: a table of communities (CSV or .xlsx); see ``experiments.district.reading``.
        out: the folder; resumed if it holds runs.
        scenarios: names, paths or objects (default: all); the baseline is always first.
        profile: the kind of community where the file names none.
        period: the dated setting; posts and grants are those of the file in any.
        replicates: how often each community is simulated, with other people and other random draws.
        months: policy months.
        seed: of people and random draws; every community has its own.
        per_head: amounts of the policies (yuan, visits, posts) grow with a community's residents; else they are those
            of a community, whatever its size.
        census: the file holds all communities of the district, so that intervals are over the random draws of their
        runs
            alone; needs two replicates for an interval.
        execution: where and by how many processes it is run, and who hears of it.

    Raises:
        InputError: something given cannot be used, or no community came to its end.
        InterruptedDistrict: Ctrl-C; all runs that are done are kept.
    """
    request = check_request(
        file, scenarios, profile=profile, period=period, replicates=replicates, months=months, seed=seed,
        per_head=per_head, census=census, execution=execution,
    )  # fmt: skip
    return simulate(request, out, execution)


def check_request(
    file: str | Path,
    scenarios: Sequence[str | Path | Scenario] | None = None,
    *,
    profile: str | Path | Profile = "mixed",
    period: str | None = None,
    replicates: int = 1,
    months: int | None = None,
    seed: int = 1,
    per_head: bool = False,
    census: bool = False,
    execution: Execution = HERE,
) -> DistrictRequest:
    """Check everything that ``district`` is given; nothing is run.

    Raises:
        InputError: something given cannot be used.
    """
    whole_number("replicates", replicates, 1, MOST_REPLICATES)
    whole_number("seed", seed, 0, LARGEST_SEED)
    if months is not None:
        checked_months(months, "months")
    wanted = _with_baseline(scenarios)
    dated = as_period(period, wanted)
    usual = as_profile(profile)
    worlds: dict[str, Mapping[str, float]] = {}

    def check(row: CommunityRow) -> None:
        kind = row.profile or usual
        people_of(row, worlds.setdefault(kind.name, world(kind, {})), file)

    rows = read_communities(file, execution.on_note, check)
    plan = make_plan(
        wanted, design=design_of(rows, usual, file, dated), profiles=usual, period=usual.period.name,
        replicates=replicates, months=months, seed=seed, name="district", question=_QUESTION,
        trajectories=any(item.changes for item in wanted),
    )  # fmt: skip
    at_points: tuple[tuple[Scenario, ...], ...] = ()
    held: tuple[Text, ...] = ()
    if per_head:
        at_points, held = by_residents(plan.scenarios, rows, usual)
        for text in held:
            execution.on_note(text)
    plan = plan.replace(
        design=grown(plan.design, rows, usual, dated), at_points=at_points,
        profiles=(usual if dated is None else usual.dated(dated),),
    )  # fmt: skip
    return DistrictRequest(Path(file), rows, plan, per_head, census, held)


def simulate(request: DistrictRequest, out: str | Path, execution: Execution = HERE) -> District:
    """Run what was asked and write tables into ``out``.

    Raises:
        InputError: the folder cannot be used, or no community came to its end.
        InterruptedDistrict: Ctrl-C; all runs that are done are kept.
    """
    folder, started = Path(out), now()
    check_folder(folder, KIND, repairs=True)
    try:
        swept = sweep(request.plan, folder / RUNS, execution=execution)
    except InterruptedSweep as interruption:
        raise InterruptedDistrict(interruption.swept) from None
    found = _assembled(folder, request, swept)
    if found.left_out:
        execution.on_note(_left_out(found))
    write_results(found, execution.command, started)
    return found


def _with_baseline(scenarios: Sequence[str | Path | Scenario] | None) -> list[Scenario]:
    wanted = scenario_names() if scenarios is None else scenarios
    loaded = as_scenarios(wanted)
    first = next((item for item in loaded if item.name == BASELINE), None) or load_scenario(BASELINE)
    return [first, *(item for item in loaded if item.name != BASELINE)]


def _assembled(folder: Path, request: DistrictRequest, swept: Swept) -> District:
    """Put the runs together by community."""
    repetitions = _repetitions(request.plan, swept)
    means = _means(repetitions)
    good = ~np.isnan(means).any(axis=(1, 2))
    rows = [row for row, kept in zip(request.rows, good, strict=True) if kept]
    if not rows:
        raise InputError(
            f"no community came to its end; {folder / RUNS / 'failures.parquet'} tells why.",
            f"没有一个社区算完；原因见 {folder / RUNS / 'failures.parquet'}。",
        )
    names = [scenario.name for scenario in request.plan.scenarios]
    table = _table(rows, names, request.plan.profiles[0].name, means[good])
    residents = np.array([row.residents for row in rows])
    left_out = tuple(row.name for row, kept in zip(request.rows, good, strict=True) if not kept)
    return District(
        folder, request, table, totals(repetitions[good], names, residents, census=request.census),
        going_with(table, PRIMARY_OUTCOMES), left_out, swept,
    )  # fmt: skip


def _means(repetitions: Any) -> Any:
    """Return each community's means over its replicates (communities, scenarios, OUTCOMES); NaN where there is none."""
    some = np.isfinite(repetitions).any(axis=(1, 2, 3))
    means = np.full((*repetitions.shape[:2], repetitions.shape[3]), np.nan)
    means[some] = np.nanmean(repetitions[some], axis=2)
    return means


def _repetitions(plan: Plan, swept: Swept) -> Any:
    """Return every outcome of every run (communities, scenarios, replicates, OUTCOMES).

    NaN in all scenarios where a replicate failed in one, so that all differences are paired. The costs of a policy that
    changes over time are means of its whole run, as in a comparison.
    """
    numbers = {scenario.name: number for number, scenario in enumerate(plan.scenarios)}
    runs = swept.summary()
    values = np.full((len(plan.design.points), len(numbers), plan.replicates, len(OUTCOMES)), np.nan)
    scenario = runs["scenario"].map(numbers).to_numpy(dtype=int)
    values[runs["point"].to_numpy(), scenario, runs["replicate"].to_numpy() - 1] = runs[list(OUTCOMES)].to_numpy()
    if timed := [item.name for item in plan.scenarios if item.changes]:
        months = swept.trajectories()
        months = months[months["scenario"].isin(timed) & (months["month"] >= 1)]
        whole_run = months.groupby(["point", "scenario", "replicate"], observed=True)[list(COSTS)].mean().reset_index()
        places = [OUTCOMES.index(name) for name in COSTS]
        at = (
            whole_run["point"].to_numpy(),
            whole_run["scenario"].map(numbers).to_numpy(dtype=int),
            whole_run["replicate"] - 1,
        )
        values[(*(item[:, None] for item in map(np.asarray, at)), places)] = whole_run[list(COSTS)].to_numpy()
    shared = ~np.isnan(values).any(axis=(1, 3))  # (communities, replicates)
    return np.where(shared[:, None, :, None], values, np.nan)


def _table(rows: Sequence[CommunityRow], scenarios: Sequence[str], profile: str, means: Any) -> "DataFrame":
    """Return a row a community and scenario: the file's columns, outcomes, and differences from the baseline."""
    from pandas import DataFrame

    given = with_traits(DataFrame({
        **{column: [getattr(row, column) for row in rows] for column in COLUMNS},
        "profile": [row.profile.name if row.profile else profile for row in rows],
    }))  # fmt: skip
    own = {name for outcome in OUTCOMES for name in (outcome, f"{outcome}_difference")} | {"scenario", *given}
    for heading in rows[0].further:
        given[_unlike(heading, own)] = [row.further[heading] for row in rows]
    table = given.loc[given.index.repeat(len(scenarios))].reset_index(drop=True)
    table["scenario"] = list(scenarios) * len(rows)
    differences = means - means[:, :1]
    for index, outcome in enumerate(OUTCOMES):
        table[outcome] = means[..., index].ravel()
        table[f"{outcome}_difference"] = differences[..., index].ravel()
    return table


def _unlike(heading: str, taken: set[str]) -> str:
    """Return the heading of a further column, told from the columns of the results, and take it."""
    while heading in taken:
        heading += " (file)"
    taken.add(heading)
    return heading


def _left_out(found: District) -> Text:
    names, n = found.left_out, len(found.left_out)
    return Text(
        f"{n} communities are left out because a run of theirs failed: {', '.join(names[:5])}{', …' if n > 5 else ''}.",
        f"{n} 个社区有运行失败，未计入：{'、'.join(names[:5])}{'……' if n > 5 else ''}。",
    )
