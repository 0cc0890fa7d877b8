"""What came out of a comparison: trajectories, and every number that tables, pictures and JSON print."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.compare.content import row_content
from experiments.compare.horizon import COSTS, RUN_COLUMNS, less, reported_means, run_means_of, whole_run
from experiments.compare.sizes import as_columns, sizes_content
from experiments.compare.ways import ways_content
from experiments.output.statistics import (
    Interval,
    Intervals,
    correlation,
    finite,
    holm,
    interval,
    intervals,
    ratio_interval,
    unpaired_need,
)
from experiments.output.verdicts import OPEN, communities_to_settle, smallest_for, verdict
from experiments.output.windows import PER_HEAD, column_index, window_length
from experiments.policies.arms import CURVE, FULL, MONEY, Arm, merged, mostly_grant, of_row
from sim.indicators import COLUMNS, PRIMARY_OUTCOMES, indicator_of
from sim.quantity import Text
from sim.scenarios.scenario import BASELINE, Profile

if TYPE_CHECKING:
    from pandas import DataFrame

    from experiments.plausible.ranges import Checked, WorldRange
    from sim.engine.replicate import Network

Array = NDArray[np.float64]

SCHEMA = 1
SIGNIFICANT = 0.05
PAIRED_FROM = 8  # communities, below which nothing is said of what common random numbers gain
SPENT = 0.9  # of the budget; a row that really spends less is not a fair match for the grant
_RATIO = ("cost", PRIMARY_OUTCOMES[0])


@dataclass(frozen=True, slots=True)
class CommonRandomNumbers:
    """What running a policy on the communities of the baseline bought for one indicator.

    ``correlation`` is that between baseline and policy across communities, ``unpaired`` how many communities
    independent random draws would have needed for the same interval, infinite where the difference does not vary at
    all.
    """

    correlation: float
    unpaired: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """Rows (arms) × communities × months × columns, and the statistics of their differences.

    ``trajectories`` has shape (communities, arms, burn-in + months, columns), ``window_means`` (communities,
    arms, columns), ``run_means`` the means over all policy months (communities, arms, RUN_COLUMNS), which are taken
    from the trajectories where they are not given. Shares and indices are stored in [0, 1], ``smallest`` is in points
    (1 point = 0.01), ``smallest_each`` by indicator as it is shown.

    Money has one horizon a row: the usual window for a policy that is constant, all policy months for one that changes
    over time, so that what it cost before the window counts.

    ``worlds`` tells by key how rows fare over worlds that are plausible in this setting, ``worlds_checked`` how many
    of the stored ones are; ``worlds_note`` why no rows are told.
    """

    arms: tuple[Arm, ...]
    months: NDArray[np.int64]
    n_months: int
    trajectories: Array
    window_means: Array
    profile: Profile
    seed: int
    replicate_numbers: tuple[int, ...]
    params: Mapping[str, float]
    levers: Mapping[str, float]
    smallest: float
    budget: float | None
    precision: float | None
    precision_note: Text | None
    network: "Network | None"
    network_arm: str
    columns: tuple[str, ...] = COLUMNS
    smallest_each: Mapping[str, float] = field(default_factory=dict)
    run_means: Array = None  # type: ignore[assignment]
    worlds: "Mapping[str, WorldRange]" = field(default_factory=dict)
    worlds_checked: "Checked | None" = None
    worlds_note: Text | None = None
    _against: dict[int, Intervals] = field(default_factory=dict, init=False, repr=False)
    _adjusted: dict[str, Array] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Take the means over all policy months from the trajectories where they are not given."""
        if self.run_means is None:
            found = run_means_of(self.trajectories, self.n_months, self.columns)
            object.__setattr__(self, "run_means", found)

    @property
    def replicates(self) -> int:
        """How many communities were run."""
        return len(self.replicate_numbers)

    @property
    def burn_in(self) -> int:
        """How many months came before month 1."""
        return len(self.months) - self.n_months

    @property
    def window(self) -> tuple[int, int]:
        """The first and last month of the usual window."""
        return self.window_of(PRIMARY_OUTCOMES[0])

    def window_of(self, column: str) -> tuple[int, int]:
        """Return the first and last month over which a column is averaged."""
        return self.n_months - window_length(column, self.n_months) + 1, self.n_months

    def months_of(self, key: str, column: str) -> tuple[int, int]:
        """Return the first and last month over which a row's number of a column is told."""
        return self.money_months(key) if column in (*COSTS, PER_HEAD) else self.window_of(column)

    @property
    def n_residents(self) -> int:
        """How many residents a community has."""
        return int(merged(self.params, self.profile)["n_residents"])

    def row(self, row: str) -> list[Arm]:
        """Return the arms of one table: "full", "money" or "curve"."""
        return of_row(self.arms, row)

    def arm(self, key: str) -> int:
        """Return the place of an arm by its key, such as ``publicity`` or ``money:publicity``."""
        return self._places[key]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {arm.key: index for index, arm in enumerate(self.arms)}

    def whole_run(self, key: str) -> bool:
        """Tell whether a row's money is told over the whole run, because its policy changes over time."""
        return whole_run(self.arms, self.arm(key))

    def money_months(self, key: str) -> tuple[int, int]:
        """Return the first and last month over which a row's money is told."""
        return (1, self.n_months) if self.whole_run(key) else self.window

    def paid(self, key: str, column: str, of: str | None = None) -> Array:
        """Return a row's ``RUN_COLUMNS`` over the months its money is told of, or over those of row ``of``."""
        if self.whole_run(of or key):
            return self.run_means[:, self.arm(key), RUN_COLUMNS.index(column)]
        return self.window_means[:, self.arm(key), column_index(column)]

    def paid_difference(self, key: str, column: str) -> Interval:
        """Return the paired difference from no policy over the months that a row's money is told of."""
        if column in COSTS or not self.whole_run(key):
            return self.differences(key, column)
        return interval(self.paid(key, column) - self.paid(BASELINE, column, of=key))

    @cached_property
    def means(self) -> Array:
        """The window means, but for the costs of policies that change over time: those over the whole run."""
        return reported_means(self.arms, self.window_means, self.run_means)

    @cached_property
    def _levels(self) -> Intervals:
        return intervals(self.means)

    def levels(self, key: str, column: str) -> Interval:
        """Return the level of a column in an arm, with the interval of its mean over communities."""
        if column == PER_HEAD:
            return self.cost_per_participant(key)
        return self._levels.at(self.arm(key), column_index(column))

    def cost_column(self, key: str) -> str:
        """Return the column that says what a row spends: with the shadow cost where the row pays for it."""
        return "cost_with_shadow" if self.arms[self.arm(key)].shadow else "cost"

    def realised_cost(self, key: str) -> float:
        """Return what a row really spends, the mean over communities [yuan a month]."""
        return self.levels(key, self.cost_column(key)).mean

    def mostly_grant(self, key: str) -> bool:
        """Tell whether a policy's row for the same money pays more than half of it as a plain grant."""
        return mostly_grant(self.arms[self.arm(key)], self.budget)

    def underspends(self, key: str) -> bool:
        """Tell whether a row for the same money really spends clearly less than it, so that it is not a fair match."""
        return self.budget is not None and self.realised_cost(key) < SPENT * self.budget

    def tag(self, key: str) -> str:
        """Return the name of a row's policy where another policy bears the same label, else nothing."""
        policy = self.arms[self.arm(key)].policy
        return policy if policy in self._namesakes else ""

    def label(self, key: str) -> Text:
        """Return the label of a row, unlike that of every other policy."""
        label, tag = self.arms[self.arm(key)].label, self.tag(key)
        return Text(f"{label.en} ({tag})", f"{label.zh}（{tag}）") if tag else label

    @cached_property
    def _namesakes(self) -> set[str]:
        labels = {arm.policy: arm.scenario.label for arm in reversed(self.arms)}
        en, zh = Counter(label.en for label in labels.values()), Counter(label.zh for label in labels.values())
        return {policy for policy, label in labels.items() if en[label.en] > 1 or zh[label.zh] > 1}

    def differences(self, key: str, column: str, against: str = BASELINE) -> Interval:
        """Return the paired difference of an arm from another one."""
        other = self.arm(against)
        if other not in self._against:
            self._against[other] = intervals(less(self.arms, self.window_means, self.run_means, other))
        return self._against[other].at(self.arm(key), column_index(column))

    def p_adjusted(self, key: str, column: str) -> float:
        """Return Holm's p-value over the policies of the arm's own table; NaN for the baseline itself."""
        arm = self.arms[self.arm(key)]
        family = [other.key for other in self.row(arm.row) if other.key != BASELINE]
        if key not in family:
            return math.nan
        if arm.row not in self._adjusted:
            self.differences(key, column)
            places = [self.arm(other) for other in family]
            self._adjusted[arm.row] = holm(self._against[self.arm(BASELINE)].p[places])
        return float(self._adjusted[arm.row][family.index(key), column_index(column)])

    def smallest_of(self, column: str) -> float | None:
        """Return the smallest difference that matters, in the stored unit of a column; None for money."""
        return smallest_for(column, self.smallest, self.smallest_each)

    def verdict(self, key: str, column: str, against: str = BASELINE) -> str | None:
        """Return whether a difference matters, by its unadjusted interval; None for money and the row itself."""
        smallest = self.smallest_of(column)
        if smallest is None or key == against:
            return None
        return verdict(self.differences(key, column, against), smallest)

    def to_settle(self, key: str, column: str, against: str = BASELINE) -> float:
        """Return about how many communities would settle an open verdict; NaN where it is not open."""
        smallest = self.smallest_of(column)
        if smallest is None or self.verdict(key, column, against) != OPEN:
            return math.nan
        return communities_to_settle(self.differences(key, column, against), smallest)

    def cost_per_participant(self, key: str) -> Interval:
        """Return 12 × extra monthly cost over extra residents in 12-month participation [yuan a year].

        Of a policy that changes over time: extra money of the whole run over extra participant-years of the whole run,
        NaN where the extra participants cannot be told from none. Of others NaN where there are no extra residents.
        The ends are Fieller's, infinite where the ratio has none.
        """
        cost, people = (self.paid(key, column) - self.paid(BASELINE, column, of=key) for column in _RATIO)
        if self.whole_run(key) and not interval(people).rises:
            return Interval(math.nan, n=self.replicates)
        return ratio_interval(12 * cost, self.n_residents * people)

    def people_per_10000(self, key: str) -> Interval:
        """Return extra residents in 12-month participation for 10,000 yuan a month; NaN if none is paid."""
        extra = self.differences(key, "cost").mean
        effect = self.paid_difference(key, PRIMARY_OUTCOMES[0])
        scale = self.n_residents * 10_000 / extra if extra > 0 else math.nan
        return effect.times(scale)

    def common_random_numbers(self, column: str) -> dict[str, CommonRandomNumbers]:
        """Return by key what common random numbers gain for a column in each policy at full strength.

        Nothing below ``PAIRED_FROM`` communities: a correlation over a few of them is noise.
        """
        if self.replicates < PAIRED_FROM:
            return {}
        at = column_index(column)
        base = self.window_means[:, self.arm(BASELINE), at]
        found = {arm.key: self.window_means[:, self.arm(arm.key), at] for arm in self.row(FULL)[1:]}
        return {
            key: CommonRandomNumbers(correlation(item, base), unpaired_need(item, base)) for key, item in found.items()
        }

    def table(self, columns: tuple[str, ...] = PRIMARY_OUTCOMES, row: str = FULL) -> "DataFrame":
        """Return a readable table: a row a policy, for each column the difference, its interval and Holm's p.

        Shares and indices are in points; the baseline's row holds its levels.
        """
        from pandas import DataFrame, MultiIndex

        arms = self.row(row) if row == FULL else [self.arms[0], *self.row(row)]
        rows = [[v for column in columns for v in self._cells(arm.key, column)] for arm in arms]
        heads = MultiIndex.from_product([columns, ["difference", "low", "high", "p_adjusted"]])
        return DataFrame(rows, index=[arm.name for arm in arms], columns=heads)

    def _cells(self, key: str, column: str) -> tuple[float, float, float, float]:
        cell = self.levels(key, column) if key == BASELINE else self.differences(key, column)
        shown = cell.times(100 if indicator_of(column).percent else 1)
        return shown.mean, shown.low, shown.high, self.p_adjusted(key, column)

    def tidy(self, row: str = FULL) -> "DataFrame":
        """Return every number of a table, one row a scenario and indicator, in stored units."""
        from pandas import DataFrame

        return DataFrame([
            {
                "scenario": arm.name,
                "row": arm.row,
                "indicator": column,
                "level": self.levels(arm.key, column).mean,
                "difference": found.mean,
                "low": found.low,
                "high": found.high,
                "p": found.p,
                "p_adjusted": self.p_adjusted(arm.key, column),
                "n": found.n,
                "smallest": self.smallest_of(column),
                "verdict": self.verdict(arm.key, column),
                "communities_to_settle": self.to_settle(arm.key, column),
                "first_month": first,
                "last_month": last,
                **as_columns(self, arm.key, column),
            }
            for arm in self.row(row)
            if arm.key != BASELINE
            for column in self.columns
            for found in [self.differences(arm.key, column)]
            for first, last in [self.months_of(arm.key, column)]
        ])  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain data, None for no value; the names are those of schema 1."""
        summary: dict[str, Any] = {
            "schema": SCHEMA,
            "seed": self.seed,
            "replicates": self.replicates,
            "profile": self.profile.name,
            "period": self.profile.period.name,
            "prices": self.profile.period.prices,
            "months": self.n_months,
            "window": list(self.window),
            "params": dict(self.params),
            "levers": dict(self.levers),
            "smallest": self.smallest,
            "smallest_each": dict(self.smallest_each),
            "precision": self._precision_json(),
            "sizes": sizes_content(self),
            "quality_ways": ways_content(self),
            "shared_luck": {column: self._pairing_json(column) for column in PRIMARY_OUTCOMES},
            "scenarios": {arm.name: row_content(self, arm) for arm in self.row(FULL)},
        }
        if self.budget is not None:
            rows = {arm.name: row_content(self, arm) for arm in self.row(MONEY)}
            summary["same_money"] = {"budget": self.budget, "scenarios": rows}
            summary["grant_curve"] = {f"{arm.grant:g}": row_content(self, arm) for arm in self.row(CURVE)}
        summary["worlds"] = self._worlds_json()
        note = self.worlds_note
        summary["worlds_note"] = None if note is None else note.content()
        summary["worlds_checked"] = None if self.worlds_checked is None else self.worlds_checked.content()
        return summary

    def _worlds_json(self) -> dict[str, Any] | None:
        """Ranges over plausible worlds; ``n`` is the most worlds that a row was looked at in."""
        if not self.worlds:
            return None
        rows = {
            part: {arm.name: self.worlds[arm.key].by_column() for arm in self.row(row) if arm.key in self.worlds}
            for part, row in (("scenarios", FULL), ("same_money", MONEY))
        }
        return {"n": max(self.world_counts), **rows}

    @property
    def world_counts(self) -> set[int]:
        """The numbers of worlds that rows were looked at in: one where all rows are stored."""
        return {world.n for world in self.worlds.values()}

    def worlds_table(self) -> "DataFrame":
        """Return how rows fare over plausible worlds, a row a scenario and indicator, as ``WorldRange`` tells it.

        ``asked`` worlds are stored, ``passed`` are plausible in this setting, and ``n`` were simulated in.
        """
        from pandas import DataFrame

        return DataFrame([
            {
                "row": arm.row, "scenario": arm.name, "indicator": column,
                "asked": self.worlds_checked.asked, "passed": self.worlds_checked.passed, **values,
            }
            for arm in self.arms
            if arm.key in self.worlds and self.worlds_checked is not None
            for column, values in self.worlds[arm.key].by_column().items()
        ])  # fmt: skip

    def _precision_json(self) -> dict[str, Any] | None:
        if self.precision is None or self.precision_note is None:
            return None
        return {"asked": self.precision, **self.precision_note.content()}

    def _pairing_json(self, column: str) -> dict[str, dict[str, float | None]]:
        return {
            key: {
                "correlation": finite(gain.correlation),
                "unpaired_communities": finite(gain.unpaired),
            }
            for key, gain in self.common_random_numbers(column).items()
        }
