"""From a plan to a judgement over worlds: match, run the policies in what is kept, judge, write.

``worlds("experiments/plans/worlds.toml", "results/worlds").policies`` is the short way in. All runs go through one
sweep folder inside the results, so an analysis that was stopped goes on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.output.code import code
from experiments.output.manifest import MANIFEST, check_folder, now
from experiments.plan import Design, Plan, load_plan
from experiments.plan.checks import whole_number
from experiments.plan.uncertain import uncertain
from experiments.plausible.band import Band, bands_of, without_policy
from experiments.plausible.bands import load_bands
from experiments.plausible.effects import effects, runs_needed, scenario_of
from experiments.plausible.observed import banded, columns_of
from experiments.policies.arms import check_budget, reported_columns
from experiments.runs import HERE, Execution
from experiments.store.publishing import SUMMARY
from experiments.sweep.study import InterruptedSweep, Swept, sweep
from experiments.worlds.emulator import Array
from experiments.worlds.files import KIND, WorldsResults, write_results
from experiments.worlds.matching import Effects, Matched, Sizes, Space, match
from experiments.worlds.policies import SimulatedPolicies, simulate_policies
from experiments.worlds.tables import tables_of
from sim.errors import InputError
from sim.scenarios.given import as_period, as_profile
from sim.scenarios.scenario import BASELINE, Profile, check_begins, check_params, load_scenario
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

KEEP, LEAST_KEEP, MOST_KEEP = 100, 2, 10_000
BUDGET = 10_000.0
RUNS = "runs"


@dataclass(frozen=True)
class Worlds:
    """What an analysis came to, as tidy tables; ``tables`` has all of them by name, ``known`` is the table of bands."""

    folder: Path
    plan: Plan
    space: Space
    known: tuple[Band, ...]
    matched: Matched
    simulated: SimulatedPolicies
    budget: float | None
    tables: "Mapping[str, DataFrame]"

    def __getattr__(self, name: str) -> "DataFrame":
        """Return one of ``experiments.worlds.files.TABLES``, such as ``kept``, ``policies`` or ``effects``."""
        if name.startswith("_") or name not in self.tables:
            raise AttributeError(name)
        return self.tables[name]


class InterruptedWorlds(KeyboardInterrupt):
    """Ctrl-C; all runs that are done are kept in ``folder``."""

    def __init__(self, folder: Path) -> None:
        """Carry the folder."""
        super().__init__("interrupted")
        self.folder = folder


def worlds(
    plan: Plan | str | Path,
    out: str | Path,
    *,
    profile: str | Path | Profile | None = None,
    period: str | None = None,
    months: int | None = None,
    params: Mapping[str, float] = {},
    bands: str | Path | None = None,
    keep: int = KEEP,
    equal_budget: float | None = BUDGET,
    sizes: Sizes | None = None,
    execution: Execution = HERE,
) -> Worlds:
    """Keep worlds whose baseline meets the bands, run all policies in them, and write the tables.

    Args:
        plan: a plan, or the path of a plan file; its scenarios are the policies, its replicates the communities of
            a plausible world. Without a ``latin`` design it moves every uncertain rule parameter over its range.
        out: the folder; resumed if it holds runs.
        profile: the kind of community, in place of the plan's.
        period: the dated setting, in place of the plan's.
        months: policy months, in place of the plan's.
        params: held in every world, on top of the plan's.
        bands: a table of bands in place of the project's own; bands of other profiles are not asked.
        keep: how many worlds are wanted.
        equal_budget: yuan a month for the table of the same money; None leaves it out.
        sizes: worlds of the waves; for trying things out.
        execution: where and by how many processes it is run, and who hears of it.

    Raises:
        InputError: something given cannot be used, or hardly any world meets the bands.
        InterruptedWorlds: Ctrl-C; all runs that are done are kept.
    """
    chosen = in_setting(checked(plan), profile, months, params, period)
    known = load_bands(bands, execution.on_note)
    held_against = bands_of(known, chosen.profiles[0].name)
    keep, budget = whole_number("keep", keep, LEAST_KEEP, MOST_KEEP), check_budget(equal_budget)
    folder, started, say = Path(out), now(), execution.on_note
    unnoted = replace(execution, on_note=HERE.on_note)  # every wave is a sweep: one would say the same as the last
    check_folder(folder, KIND, repairs=True)
    counts: list[Swept] = []

    def run(designed: Plan) -> Swept:
        try:
            swept = sweep(designed, folder / RUNS, execution=unnoted)
        except InterruptedSweep:
            raise InterruptedWorlds(folder) from None
        counts.append(swept)
        return swept

    space = moved(chosen)
    size = sizes or sizes_of(chosen)
    baseline = _baseline(chosen, space, without_policy(held_against), run)
    policies = _policies(chosen, space, run)
    matched = match(space, held_against, baseline, keep, chosen.seed, size, say, policies)
    points = space.points(matched.unit)
    say(_policies_begin(len(points), chosen))
    simulated = simulate_policies(chosen, space, points, budget, reported_columns(chosen.scenarios), run)
    tables = tables_of(space, held_against, matched, simulated)
    results = WorldsResults(chosen, space, held_against, matched, simulated, keep, budget, tables)
    write_results(folder, results, counts, command=execution.command, started=started, code=code())
    for name in (SUMMARY, MANIFEST):  # they tell of the last step alone; all runs stay in the ledger
        (folder / RUNS / name).unlink(missing_ok=True)
    return Worlds(folder, chosen, space, known, matched, simulated, budget, tables)


def checked(plan: Plan | str | Path) -> Plan:
    """Return a plan that can be judged over worlds; the baseline is first, and added where it is missing.

    Raises:
        InputError: it moves or holds levers, has another design than ``latin``, or several kinds of community.
    """
    loaded = plan if isinstance(plan, Plan) else load_plan(plan)
    where = str(loaded.path or loaded.name)
    if loaded.design.kind not in ("none", "latin"):
        raise InputError(
            f"[design] kind = '{loaded.design.kind}' cannot be used; worlds needs kind = 'latin', or no design.",
            f"[design] 的 kind = '{loaded.design.kind}' 不能用；worlds 须为 kind = 'latin'，或不写设计。",
            where,
        )
    if loaded.design.levers or loaded.levers:
        raise InputError(
            "levers cannot be held or designed; worlds moves parameters, and policies are its scenarios.",
            "不能固定或设计政策手段；worlds 只变动参数，政策写在 scenarios 里。",
            where,
        )
    if len(loaded.profiles) != 1:
        raise InputError(
            f"profiles has {len(loaded.profiles)} kinds of community; worlds takes one.",
            f"profiles 中有 {len(loaded.profiles)} 种社区类型；worlds 只取一种。",
            where,
        )
    policies = tuple(scenario for scenario in loaded.scenarios if scenario.name != BASELINE)
    if not policies:
        raise InputError(
            "there is no policy to judge; name some in scenarios.", "没有可评判的政策；请写在 scenarios 里。", where
        )
    baseline = next((scenario for scenario in loaded.scenarios if scenario.name == BASELINE), None) or load_scenario(
        BASELINE
    )
    return loaded.replace(scenarios=(baseline, *policies))


def in_setting(
    plan: Plan,
    profile: str | Path | Profile | None,
    months: int | None,
    params: Mapping[str, float],
    period: str | None = None,
) -> Plan:
    """Return the plan for another kind of community, length, or with more parameters held.

    Raises:
        InputError: one of them cannot be used, or the plan moves a parameter that is to be held.
    """
    held = check_params(params, "params", allow_people=True)
    both = [name for name in held if name in plan.design.params]
    if both:
        raise InputError(
            f"{both[0]} is to be held, and the plan moves it; leave one out.",
            f"{both[0]} 既要固定，又由计划变动；请去掉一处。",
            str(plan.path or plan.name),
        )
    dated = as_period(period) or plan.period
    kinds = tuple(as_profile(kind, dated) for kind in (plan.profiles if profile is None else (profile,)))
    changed = plan.replace(
        profiles=kinds, months=plan.months if months is None else months, params={**plan.params, **held}
    )
    for scenario in changed.scenarios:
        check_begins(scenario, changed.months, str(plan.path or plan.name))
    return changed


def moved(plan: Plan) -> Space:
    """Return the parameters that are uncertain: those of the plan's design, else every uncertain rule parameter.

    What the profile sets makes the kind of community and stays as it is.
    """
    if plan.design.params:
        return Space({name: plan.design.ranges[name] for name in plan.design.params})
    return Space(uncertain({**plan.profiles[0].params, **plan.params}).ranges)


def sizes_of(plan: Plan) -> Sizes:
    """Return how much is run: the plan's samples in the first wave, its replicates for a plausible world."""
    usual = Sizes()
    return Sizes(plan.design.samples or usual.first, usual.later, usual.waves, plan.replicates)


def _baseline(
    plan: Plan, space: Space, bands: tuple[Band, ...], run: Callable[[Plan], Swept]
) -> Callable[[Array, int], Array]:
    """Return what runs the baseline in worlds and gives what the bands speak of."""

    def values(points: Array, communities: int) -> Array:
        design = Design("list", (), space.names, points)
        designed = plan.replace(scenarios=plan.scenarios[:1], replicates=communities, design=design)
        return banded(run(designed).summary(), len(points), BASELINE, communities, bands)

    return values


def _policies(plan: Plan, space: Space, run: Callable[[Plan], Swept]) -> Effects:
    """Return what runs the policies that bands of effects ask for and gives what the bands speak of (worlds, bands)."""

    def values(points: Array, communities: int, bands: Sequence[Band]) -> Array:
        means: dict[tuple[str, int], dict[str, Array]] = {}
        for wanted in runs_needed(bands, plan.months):
            own = {policy: scenario_of(policy) for policy in wanted.policies}
            every = {item.name: item for item in plan.scenarios[1:]} if wanted.every else {}
            scenarios = {"": plan.scenarios[0], **every, **own}
            designed = plan.replace(
                scenarios=tuple({item.name: item for item in scenarios.values()}.values()), months=wanted.months,
                replicates=communities, design=Design("list", (), space.names, points),
            )  # fmt: skip
            names = [scenario.name for scenario in designed.scenarios]
            found = columns_of(run(designed).summary(), len(points), names, communities, wanted.columns)
            for policy, scenario in scenarios.items():
                level = found[:, names.index(scenario.name)].mean(axis=1)
                means[policy, wanted.months] = dict(zip(wanted.columns, level.T, strict=True))
        return effects(bands, plan.months, means)

    return values


def _policies_begin(kept: int, plan: Plan) -> Text:
    n = len(plan.scenarios) - 1
    return Text(
        f"policies: {n} in {kept:,} worlds, {plan.replicates} communities each",
        f"政策：{n} 项，{kept:,} 个世界，每个世界 {plan.replicates} 个社区",
    )
