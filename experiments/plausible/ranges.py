"""How the rows of a comparison fare over plausible worlds, in the setting of that comparison.

A world is plausible in a setting (a kind of community, parameters held, a length) when its baseline shows there what
communities are known to show. In the setting in which a stored set was matched that is so by its making. In any other
the baseline of every stored world is rerun and held against the bands, and only worlds that pass are used. What
the profile and ``--param`` say stays as they say it in every world.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.stochastic import stochastic_share
from experiments.output.verdicts import smallest_for
from experiments.output.windows import SUMMARY_COLUMNS
from experiments.plausible.band import bands_of, without_policy
from experiments.plausible.block import simulated
from experiments.plausible.observed import spoken_of, within
from experiments.plausible.stored import (
    FEWEST,
    Array,
    StoredWorlds,
    hash_of,
    load_stored_worlds,
    nearest_set,
    worlds_command,
)
from experiments.policies.arms import COST, FULL, GRANT, MONEY, Arm, merged, over_time, reported_columns
from experiments.runs import CHECKING, HERE, RUNNING, Execution
from sim.indicators import indicator_of
from sim.scenarios.periods import usual_period
from sim.scenarios.scenario import BASELINE, Profile, Scenario, load_scenario
from sim.text import Text

CHECKED_COMMUNITIES = 4
"""Communities that the baseline of a stored world is simulated in to see whether it passes the bands."""

FRESH_WORLDS, FRESH_COMMUNITIES = 32, 2
"""Rows that are not stored are simulated in so many worlds that pass, on two communities or more."""

Matters = Callable[[str], float | None]
"""Gives the smallest difference that matters, in the stored unit of a column; None for money."""


@dataclass(frozen=True)
class WorldRange:
    """A row of a comparison over worlds.

    ``n`` worlds, lived in ``communities`` each; by column ``helps``, the share of worlds that it changes for the
    better by more than the smallest difference that matters (None for money, which has none), the 5, 50 and 95 %
    quantiles of the difference from the world's baseline, and ``luck``, the share of random draws in its variance over
    the worlds, None where that is not known.
    """

    n: int
    communities: int
    helps: Mapping[str, float | None]
    low: Mapping[str, float]
    mid: Mapping[str, float]
    high: Mapping[str, float]
    luck: Mapping[str, float | None]

    def by_column(self) -> dict[str, dict[str, float | None]]:
        """Return n, communities, low, mid, high, helps and ``luck`` of every column."""
        return {
            column: {
                "n": self.n, "communities": self.communities, "low": self.low[column], "mid": mid,
                "high": self.high[column], "helps": self.helps[column], "luck": self.luck[column],
            }
            for column, mid in self.mid.items()
        }  # fmt: skip

    @classmethod
    def of_columns(cls, columns: Mapping[str, Mapping[str, Any]]) -> "WorldRange":
        """Return what ``by_column`` gave.

        Raises:
            ValueError: the columns are not of the same worlds, or there are none.
        """
        ((n, communities),) = {(int(item["n"]), int(item["communities"])) for item in columns.values()}
        low, mid, high = (
            {column: float(item[part]) for column, item in columns.items()} for part in ("low", "mid", "high")
        )
        helps, luck = (
            {column: None if item[part] is None else float(item[part]) for column, item in columns.items()}
            for part in ("helps", "luck")
        )
        return cls(n, communities, helps, low, mid, high, luck)


@dataclass(frozen=True)
class Checked:
    """How many stored worlds there are, how many pass the bands in a setting, and in how many communities each.

    ``stored`` tells that the setting is the one in which the set was matched, so that nothing was run for it.
    """

    asked: int
    passed: int
    communities: int
    stored: bool

    def content(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class OverWorlds:
    """What is known of rows over plausible worlds: ranges by key, or a sentence why there are none."""

    ranges: Mapping[str, WorldRange]
    checked: Checked
    note: Text | None = None


@dataclass(frozen=True)
class Setting:
    """What a comparison is about beside its policies."""

    profile: Profile
    params: Mapping[str, float]
    months: int
    seed: int

    def worlds(self, stored_set: StoredWorlds) -> list[dict[str, float]]:
        """Return the parameters of every stored world in this setting, on top of the profile."""
        held = {**self.profile.params, **self.params}
        return [{**param, **held} for param in stored_set.params]

    def simulate(
        self, worlds: Sequence[Mapping[str, float]], scenarios: Sequence[Sequence[Scenario]], communities: int,
        execution: Execution, what: str,
    ) -> Array:  # fmt: skip
        """Return the window means (worlds, scenarios, communities, SUMMARY_COLUMNS)."""
        return simulated(
            worlds, scenarios, communities, profile=self.profile, seed=self.seed, months=self.months,
            execution=execution, what=what,
        )  # fmt: skip


def over_worlds(
    arms: Sequence[Arm], setting: Setting, *, smallest: float = 1.0, smallest_each: Mapping[str, float] = {},
    execution: Execution = HERE,
) -> OverWorlds:  # fmt: skip
    """Return how the rows of a comparison fare over the worlds that are plausible in its setting.

    Rows that are stored for this very setting are looked up. Others are simulated in the first ``FRESH_WORLDS`` worlds
    that pass, on ``FRESH_COMMUNITIES`` communities; policies for the same money are scaled by each world's own costs.
    A row helps where it is better by more than ``smallest`` points, the indicator's own smallest difference where that
    is not in points, or what ``smallest_each`` says of it. The cost of a policy that changes over time is not told: the
    worlds keep the last months alone. With fewer than ``FEWEST`` worlds nothing is told but why.

    Raises:
        InputError: there is no stored set of these rules.
    """
    stored_set = load_stored_worlds(nearest_set(setting.profile.name))
    as_stored = stored_set.is_of(setting.profile, setting.params, setting.months)
    if as_stored:
        passed, worst = np.ones(len(stored_set.table), dtype=bool), Text("", "")
        checked = Checked(
            len(stored_set.table), len(stored_set.table), int(stored_set.about["communities"]), stored=True
        )
    else:
        passed, worst = _pass(stored_set, setting, execution)
        checked = Checked(len(passed), int(passed.sum()), CHECKED_COMMUNITIES, stored=False)
    if checked.passed < FEWEST:
        return OverWorlds({}, checked, _too_few(checked, worst, setting))
    matters = partial(smallest_for, points=smallest, each=smallest_each)
    wanted = [arm for arm in arms if arm.row in (FULL, MONEY) and arm.key != BASELINE]
    known = {
        arm.key: _looked_up(arm.key, stored_set, matters)
        for arm in wanted
        if as_stored and _is_stored(arm, arms, stored_set)
    }
    fresh = [arm for arm in wanted if arm.key not in known]
    if fresh:
        worlds = [world for world, good in zip(setting.worlds(stored_set), passed, strict=True) if good][:FRESH_WORLDS]
        simulated_in = _fresh(fresh, arms, worlds, setting, execution)
        known |= {key: _range(columns, matters) for key, columns in simulated_in.items()}
    return OverWorlds({arm.key: known[arm.key] for arm in wanted}, checked)


def _pass(stored_set: StoredWorlds, setting: Setting, execution: Execution) -> tuple[NDArray[np.bool_], Text]:
    """Return which stored worlds pass the bands in a setting (worlds,), and the band that rules out most."""
    bands = without_policy(bands_of(stored_set.bands, setting.profile.name))
    worlds = setting.worlds(stored_set)
    baseline = [[load_scenario(BASELINE)]] * len(worlds)
    means = setting.simulate(worlds, baseline, CHECKED_COMMUNITIES, execution, CHECKING)[:, 0]
    inside = within(spoken_of(means, SUMMARY_COLUMNS, bands).mean(axis=1), bands)
    passed: NDArray[np.bool_] = np.all(inside, axis=1)
    worst = bands[int(np.argmin(inside.sum(axis=0)))]
    label, band = worst.label, f"{worst.low:g}..{worst.high:g}"
    return passed, Text(f"{label.en} {band}", f"{label.zh} {band}")


def _too_few(checked: Checked, worst: Text, setting: Setting) -> Text:
    """Say how many worlds pass, and how to find some for the setting."""
    line = worlds_command(setting.profile, setting.params, setting.months)
    asked, passed, communities = checked.asked, checked.passed, checked.communities
    usual = usual_period().label
    then = Text("", "") if setting.profile.period.is_usual else Text(
        f" (found in another period, {usual.en})", f"（找到时的时期是{usual.zh}）"
    )  # fmt: skip
    if checked.stored:
        return Text(
            f"the stored set has {asked} worlds, and {FEWEST} are the least for a table; a larger one: {line}.",
            f"存好的世界只有 {asked} 个，至少要有 {FEWEST} 个才列表；要找更多，请运行：{line}。",
        )
    return Text(
        f"of the {asked} stored worlds{then.en} {passed or 'none'} look in this setting as communities are known to "
        f"(the bands, on {communities} communities each; {worst.en} rules out most), and {FEWEST} are the least for a "
        f"table; worlds for this setting: {line}.",
        f"存好的 {asked} 个世界{then.zh}中，在这一设定下合乎已知情况的有 {passed} 个（各看 {communities} 个社区；"
        f"排除最多的范围是{worst.zh}），至少要有 {FEWEST} 个才列表；要为这一设定找世界，请运行：{line}。",
    )


def _looked_up(key: str, stored_set: StoredWorlds, matters: Matters) -> WorldRange:
    """Return the range of a row that is stored."""
    columns = stored_set.columns(key)
    found = {column: stored_set.effects(key, column) for column in columns}
    luck = {column: stored_set.luck(key, column) for column in columns}
    return _summed(found, luck, int(stored_set.about["communities"]), matters)


def _range(differences: Mapping[str, Array], matters: Matters) -> WorldRange:
    """Return the range of a row that was simulated, from differences by column (worlds, communities)."""
    means = {column: difference.mean(axis=1) for column, difference in differences.items()}
    shares = {column: stochastic_share(difference) for column, difference in differences.items()}
    luck = {column: None if math.isnan(share) else share for column, share in shares.items()}
    communities = next(iter(differences.values())).shape[1]
    return _summed(means, luck, communities, matters)


def _summed(
    differences: Mapping[str, Array], luck: Mapping[str, float | None], communities: int, matters: Matters
) -> WorldRange:
    """Summarise differences by column (worlds,)."""
    low, mid, high = (
        {column: float(np.quantile(difference, q)) for column, difference in differences.items()}
        for q in (0.05, 0.5, 0.95)
    )
    least = {column: matters(column) for column in differences}
    helps = {
        column: None if (own := least[column]) is None else float((found * indicator_of(column).better > own).mean())
        for column, found in differences.items()
    }
    return WorldRange(len(next(iter(differences.values()))), communities, helps, low, mid, high, luck)


def _is_stored(arm: Arm, arms: Sequence[Arm], stored_set: StoredWorlds) -> bool:
    """Tell whether a row is the same policy, against the same baseline and for the same money, as a stored one."""
    if not stored_set.columns(arm.key) or hash_of(_baseline(arms)) != stored_set.about["contents"].get(BASELINE):
        return False
    if arm.row == MONEY and _budget(arms) != stored_set.about["budget"]:
        return False
    return arm.policy == GRANT or hash_of(_base(arm, arms)) == stored_set.about["contents"].get(arm.policy)


def _baseline(arms: Sequence[Arm]) -> Scenario:
    """Return what all rows are compared with; a file may put its own in place of the built-in one."""
    return next(arm.scenario for arm in arms if arm.key == BASELINE)


def _base(arm: Arm, arms: Sequence[Arm]) -> Scenario:
    """Return the policy at full strength that a row was scaled from."""
    return next((item.scenario for item in arms if item.row == FULL and item.policy == arm.policy), arm.scenario)


def _budget(arms: Sequence[Arm]) -> float | None:
    """Return the money that is the same for all."""
    return next((arm.grant for arm in arms if arm.key == f"{MONEY}:{GRANT}"), None)


def _fresh(
    fresh: Sequence[Arm], arms: Sequence[Arm], worlds: Sequence[Mapping[str, float]], setting: Setting,
    execution: Execution,
) -> dict[str, dict[str, Array]]:  # fmt: skip
    """Live rows in worlds; return the differences from each world's baseline by column (worlds, communities)."""
    money = _budget(arms)
    scenarios = [
        [
            _baseline(arms),
            *(_in_world(arm, arms, merged(world, setting.profile), setting.months, money) for arm in fresh),
        ]
        for world in worlds
    ]
    means = setting.simulate(worlds, scenarios, FRESH_COMMUNITIES, execution, RUNNING)
    differences = means[:, 1:] - means[:, :1]
    return {
        arm.key: {
            column: differences[:, index, :, SUMMARY_COLUMNS.index(column)]
            for column in reported_columns([_base(arm, arms)])
            if column != COST or not over_time(arm.scenario, _baseline(arms))
        }
        for index, arm in enumerate(fresh)
    }  # fmt: skip


def _in_world(arm: Arm, arms: Sequence[Arm], params: Mapping[str, float], months: int, money: float | None) -> Scenario:
    """Return the row's scenario in a world, scaled by the world's own costs where it is for the same money."""
    from experiments.policies.budget import for_budget

    if arm.row != MONEY or arm.policy == GRANT or money is None:
        return arm.scenario
    base = _base(arm, arms)
    return for_budget(base, {**params, **base.params}, money, months, shadow=arm.shadow).scenario
