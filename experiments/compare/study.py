"""Compares policies with no policy, at full strength and for the same money, with common random numbers.

All rows of one community fork from one burn-in and meet the same draws; communities are the units of the
statistics. ``compare(["publicity", "package"]).table()`` is the short way in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from experiments.compare.comparison import Comparison
from experiments.output.statistics import intervals
from experiments.output.windows import column_index, complete, window_length, window_means
from experiments.policies.arms import FULL, merged, of_row
from experiments.policies.settings import MOST, Settings, checked
from experiments.runs import COMMUNITIES, HERE, CommunityWork, Engine, Execution, OnProgress, PartDone, Stopped
from sim.errors import InputError
from sim.indicators import PRIMARY_OUTCOMES, label_of
from sim.quantity import Text
from sim.scenarios.scenario import Profile, Scenario

if TYPE_CHECKING:
    from sim.engine.replicate import Replicate

__all__ = ["Comparison", "InterruptedComparison", "compare"]

BATCH = 8  # communities under --precision: the rule is asked after every batch


class InterruptedComparison(KeyboardInterrupt):
    """Ctrl-C; ``comparison`` holds the communities that were finished, None where there were none."""

    def __init__(self, comparison: Comparison | None) -> None:
        """Carry what is finished."""
        super().__init__("interrupted")
        self.comparison = comparison


def compare(
    scenarios: str | Path | Scenario | Sequence[str | Path | Scenario] | None = None,
    *,
    profile: str | Path | Profile = "mixed",
    period: str | None = None,
    replicates: int = 20,
    months: int | None = None,
    seed: int = 1,
    levers: Mapping[str, float] = {},
    params: Mapping[str, float] = {},
    precision: float | None = None,
    smallest: float = 1.0,
    smallest_each: Mapping[str, float] = {},
    equal_budget: float | None = 10_000.0,
    worlds: bool = True,
    execution: Execution = HERE,
) -> Comparison:
    """Run scenarios (default: all) against the baseline in ``replicates`` communities.

    Args:
        scenarios: names, paths or Scenario objects; the baseline is always first and added if missing.
        profile: the kind of community.
        period: the dated setting; by default the one that scenarios are meant for, else the seed's time.
        replicates: communities; with ``precision`` the number to begin with, at least 8.
        months: policy months (default: the parameter ``months``, 120).
        seed: a whole number from 0.
        levers: set in every scenario but the baseline.
        params: set in all of them, from the first burn-in month.
        precision: adds communities until the 95 % half-widths of the differences in 12-month participation
            and quality of every policy are below so many points, 200 communities at most.
        smallest: the least difference of shares and indices that matters, in points.
        smallest_each: the same by indicator, each in the unit it is shown in; money has none.
        equal_budget: yuan a month for the table of the same money; None leaves it out.
        worlds: say how each policy fares over worlds that are plausible in this setting, where enough are stored.
        execution: by how many processes it is run, and who hears of it: of the communities done, and of what must be
            run in other worlds.

    Raises:
        InputError: a value that cannot be used.
        InterruptedComparison: Ctrl-C; carries what is finished.
    """
    settings = checked(
        scenarios,
        profile=profile,
        period=period,
        replicates=replicates,
        months=months,
        seed=seed,
        levers=levers,
        params=params,
        precision=precision,
        smallest=smallest,
        smallest_each=smallest_each,
        equal_budget=equal_budget,
        worlds=worlds,
    )
    return with_worlds(run(settings, execution), settings, execution)


def run(settings: Settings, execution: Execution = HERE) -> Comparison:
    """Run what was checked.

    Raises:
        InterruptedComparison: Ctrl-C; carries what is finished.
    """
    work = CommunityWork(
        tuple(arm.scenario for arm in settings.arms),
        settings.profile,
        settings.params,
        settings.seed,
        settings.months,
        settings.network,
    )
    done: dict[int, Replicate] = {}
    with execution.pool(settings.replicates if settings.precision is None else MOST) as engine:
        try:
            _run_until_precise(engine, work, settings, done, execution)
        except Stopped as stopped:
            done.update(stopped.finished)
            partial = _assemble(settings, done) if done else None
            raise InterruptedComparison(partial) from None
    return _assemble(settings, done)


def with_worlds(comparison: Comparison, settings: Settings, execution: Execution = HERE) -> Comparison:
    """Return the comparison with how its rows fare over plausible worlds, or with why that is not known.

    What the stored set has for this very setting is looked up at once; ``execution`` hears of what must be run.

    Raises:
        InterruptedComparison: Ctrl-C; carries the comparison as it was.
    """
    from experiments.plausible.ranges import Setting, over_worlds

    if not settings.worlds or len(of_row(settings.arms, FULL)) < 2:
        return comparison
    setting = Setting(settings.profile, settings.params, settings.months, settings.seed)
    try:
        found = over_worlds(
            settings.arms,
            setting,
            smallest=settings.smallest,
            smallest_each=settings.smallest_each,
            execution=execution,
        )
    except Stopped:
        raise InterruptedComparison(comparison) from None
    except InputError as error:
        return replace(comparison, worlds_note=error.text)
    return replace(comparison, worlds=found.ranges, worlds_checked=found.checked, worlds_note=found.note)


def _run_until_precise(
    engine: Engine, work: CommunityWork, settings: Settings, done: dict[int, "Replicate"], execution: Execution
) -> None:
    """Run communities into ``done``, batch by batch where a precision is asked for."""
    target = settings.replicates
    while True:
        start = len(done)
        batch = range(start, target)
        done.update(zip(batch, engine.map(work, batch, _after(start, execution)), strict=True))
        if settings.precision is None or target >= MOST or _widest(settings, done)[0] < settings.precision:
            return
        target = min(target + BATCH, MOST)


def _after(start: int, execution: Execution) -> OnProgress:
    """Return the progress of a batch that ``start`` communities went before."""
    return lambda finished, of: execution.on_progress(PartDone(COMMUNITIES, start + finished, start + of))


def _widest(settings: Settings, done: Mapping[int, "Replicate"]) -> tuple[float, str, str]:
    """Return the widest half-width [points] of a primary outcome's difference, whose it is, and of which indicator."""
    full = len(of_row(settings.arms, FULL))
    columns = [column_index(column) for column in PRIMARY_OUTCOMES]
    window = window_length(PRIMARY_OUTCOMES[0], settings.months)
    values = np.stack([done[r].trajectories[:full, -window:, columns].mean(axis=1) for r in sorted(done)])
    found = intervals(values[:, 1:] - values[:, :1])
    half = 100 * found.half
    if half.size == 0:
        return 0.0, settings.arms[0].key, PRIMARY_OUTCOMES[0]
    arm, column = np.unravel_index(np.nanargmax(half), half.shape)
    return float(half[arm, column]), settings.arms[int(arm) + 1].key, PRIMARY_OUTCOMES[int(column)]


def _precision_note(settings: Settings, done: Mapping[int, "Replicate"]) -> Text | None:
    """Say what ``precision`` came to."""
    if settings.precision is None or len(done) < 2:
        return None
    half, policy, column = _widest(settings, done)
    arm = next(arm for arm in settings.arms if arm.key == policy)
    label, wanted, n = label_of(column), settings.precision, len(done)
    whose = Text(f"{arm.label.en}, {label.en}", f"{arm.label.zh}，{label.zh}")
    en = f"the widest half-width of the differences in the two primary outcomes is {half:.2f} points ({whose.en})"
    zh = f"两项主要指标差异的区间半宽最大为 {half:.2f} 点（{whose.zh}）"
    if half < wanted:
        return Text(
            f"Precision reached with {n} communities: {en}, below the {wanted:g} asked for.",
            f"{n} 个社区已达到所求精度：{zh}，小于所求的 {wanted:g} 点。",
        )
    return Text(
        f"Precision not reached: stopped after {n} communities; {en}, not below the {wanted:g} asked for.",
        f"未达到所求精度：共运行 {n} 个社区；{zh}，未小于所求的 {wanted:g} 点。",
    )


def _assemble(settings: Settings, done: dict[int, "Replicate"]) -> Comparison:
    """Put the communities together, in their order; frees them one by one."""
    note = _precision_note(settings, done)
    numbers = tuple(sorted(done))
    first = done[numbers[0]]
    months, network = np.asarray(first.months), first.network if numbers[0] == 0 else None
    others = settings.network if network is not None else None
    trajectories = np.empty((len(numbers), *first.trajectories.shape))
    leavers = np.empty((len(numbers), *first.leavers.shape))
    n_residents = merged(settings.params, settings.profile)["n_residents"]
    for i, number in enumerate(numbers):
        community = done.pop(number)
        trajectories[i], leavers[i] = community.trajectories, community.leavers
        complete(trajectories[i], leavers[i], n_residents, baseline=0)
    return Comparison(
        arms=settings.arms,
        months=months,
        n_months=settings.months,
        trajectories=trajectories,
        window_means=window_means(trajectories, leavers, settings.months),
        profile=settings.profile,
        seed=settings.seed,
        replicate_numbers=numbers,
        params=settings.params,
        levers=settings.levers,
        smallest=settings.smallest,
        smallest_each=settings.smallest_each,
        budget=settings.budget,
        precision=settings.precision,
        precision_note=note,
        network=network,
        network_arm=settings.arms[others[1]].key if others else "",
    )
