"""What a comparison shows, as numbers: effects with intervals, who leads, who lowers, how soon.

Shares and indices are turned into points (0–100) here, once; everything that draws or words a finding
reads it from here. A claim holds only where a paired interval supports it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from experiments.compare.comparison import Comparison
from experiments.output.statistics import Interval, paired_interval
from experiments.output.verdicts import MATTERS, OPEN, verdict
from experiments.policies.arms import GRANT_LABEL, Arm
from report.words import Spoken
from sim.indicators import indicator_of
from sim.levers import LEVERS
from sim.scenarios.names import scenario_names

if TYPE_CHECKING:
    from sim.engine.replicate import Network

PARTICIPATION, QUALITY = "participation_12m", "quality"
LONGEST_NAME, LEAST_NAME = 26, 12
BASELINE, GRANT = "baseline", "money:grant"
FAMILIES = (("young", "middle", "old"), ("renter", "owner"), ("other", "party"))
MOSTLY_GRANT, TIMED = "‡", "§"
LEAST_COST = 50  # yuan a month; a cost below it counts as none


def _columns(text: str) -> int:
    """Width of a name in Latin letters; a Chinese character counts two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _shortened(text: str, longest: int) -> str:
    if _columns(text) <= longest:
        return text
    while _columns(text) > longest - 1:
        text = text[:-1]
    return text.rstrip() + "…"


class CompareFindings(Spoken):
    """A comparison, read in one language."""

    def __init__(self, comparison: Comparison, lang: str) -> None:
        """Read ``comparison`` in ``lang``, en or zh."""
        self.comparison = comparison
        self.lang = lang
        self._arm = {arm.key: number for number, arm in enumerate(comparison.arms)}
        self._column = {name: number for number, name in enumerate(comparison.columns)}
        self._effects: dict[tuple[str, str, str], Interval] = {}

    # names

    @property
    def prices(self) -> str:
        """The year of prices, as it stands beside money."""
        return self.say(self.comparison.profile.period.money)

    def label(self, key: str) -> str:
        """The name of an arm's policy; the rows for the same money carry the name of the policy."""
        if key == GRANT:
            return self.say(GRANT_LABEL)
        name = key.removeprefix("money:").removesuffix("+shadow")
        known = self._arm.get(name, self._arm[key])
        label, tag = self.say(self.comparison.arms[known].scenario.label), self.comparison.tag(key)
        tag = tag and (f"（{tag}）" if self.lang == "zh" else f" ({tag})")
        return _shortened(label, max(LONGEST_NAME - _columns(tag), LEAST_NAME)) + tag

    def marked(self, key: str) -> str:
        """The name where money ranks: a dagger for work shifted elsewhere, or that its cost is counted; other marks."""
        marks = (MOSTLY_GRANT if self.comparison.mostly_grant(key) else "") + (TIMED if self.changes(key) else "")
        if key.endswith("+shadow"):
            return self.label(key) + ("（计影子成本）" if self.lang == "zh" else " (shadow cost paid)") + marks
        return self.label(key) + ("†" if self.shifts_work(key) else "") + marks

    def changes(self, key: str) -> bool:
        """The row's policy changes over time."""
        return bool(self.arm(key).scenario.changes)

    # numbers

    def scale(self, column: str) -> float:
        """100 for shares and indices, which are shown in points; else 1."""
        return 100.0 if indicator_of(column).percent else 1.0

    def smallest(self, column: str) -> float:
        """The smallest difference that matters, in shown units; of money 0, where a sign is all that is asked."""
        found = self.comparison.smallest_of(column)
        return round((found or 0.0) * self.scale(column), 9)

    def verdict(self, key: str, column: str, against: str = BASELINE) -> str:
        """Whether a difference matters: by its whole interval against the smallest difference that does."""
        known = self.comparison.verdict(key, column, against)
        return known or self.judged(self.effect(key, column, against), column)

    def judged(self, effect: Interval, column: str) -> str:
        """The verdict on an effect that is not a difference of two arms, such as one from a sum."""
        return verdict(effect, self.smallest(column))

    def communities(self, key: str, column: str) -> np.ndarray:
        """The mean over the window, one number a community (replicates,)."""
        means = self.comparison.means[:, self._arm[key], self._column[column]]
        return means * self.scale(column)

    def level(self, key: str, column: str) -> float:
        """The mean over communities."""
        return float(self.communities(key, column).mean())

    def differences(self, key: str, column: str) -> np.ndarray:
        """Difference from no policy, one number a community (replicates,)."""
        return self.communities(key, column) - self.communities(BASELINE, column)

    def effect(self, key: str, column: str, against: str = BASELINE) -> Interval:
        """The paired difference from ``against`` in shown units."""
        wanted = (key, column, against)
        if wanted not in self._effects:
            found = self.comparison.differences(key, column, against)
            self._effects[wanted] = found.times(self.scale(column))
        return self._effects[wanted]

    def path(self, key: str, column: str) -> np.ndarray:
        """Monthly values (replicates, months), burn-in included, as exact as ``trajectories.parquet`` keeps them."""
        kept = self.comparison.trajectories[:, self._arm[key], :, self._column[column]].astype(np.float32)
        return kept.astype(float) * self.scale(column)

    # rows

    def has(self, key: str) -> bool:
        """The comparison has an arm of that key."""
        return key in self._arm

    @cached_property
    def full(self) -> list[str]:
        """Policies at full strength, in the order of the comparison."""
        return [arm.key for arm in self.comparison.arms if arm.row == "full" and arm.key != BASELINE]

    @cached_property
    def wide(self) -> list[str]:
        """Policies that answer several problems and leave the scale of those that answer one."""
        single = [key for key in self.full if self.problem(key)]
        if not single:
            return []
        return [key for key in self.full if not self.problem(key) and self._leaves(key, single)]

    def _leaves(self, key: str, single: Sequence[str]) -> bool:
        def size(policy: str, column: str) -> float:
            return abs(self.effect(policy, column).mean)

        return any(
            size(key, column) > 1.5 * max(size(one, column) for one in single) for column in (PARTICIPATION, QUALITY)
        )

    @cached_property
    def policies(self) -> list[str]:
        """All policies by their effect on participation, largest first; those off the scale last."""
        return self.singles + self.ordered(self.wide, PARTICIPATION)

    @cached_property
    def singles(self) -> list[str]:
        """The policies that share one scale, largest effect on participation first."""
        return self.ordered([key for key in self.full if key not in self.wide], PARTICIPATION)

    def ordered(self, keys: Iterable[str], column: str) -> list[str]:
        """``keys`` by their effect on ``column``, largest first."""
        return sorted(keys, key=lambda key: -self.effect(key, column).mean)

    @cached_property
    def money(self) -> list[str]:
        """The rows for the same money, the plain grant among them, by their effect on participation."""
        rows = [arm.key for arm in self.comparison.arms if arm.row == "money"]
        return self.ordered(rows, PARTICIPATION)

    @cached_property
    def grants(self) -> list[tuple[float, str]]:
        """The plain grant at several sizes: (yuan a month, arm), smallest first."""
        curve = [(arm.grant, arm.key) for arm in self.comparison.arms if arm.row == "curve"]
        known = {grant for grant, _ in curve}
        if self.has(GRANT) and self.arm(GRANT).grant not in known:
            curve.append((self.arm(GRANT).grant, GRANT))
        return sorted(curve)

    def arm(self, key: str) -> Arm:
        """The arm of that key."""
        return self.comparison.arms[self._arm[key]]

    def problem(self, key: str) -> str:
        """The problem a policy answers, ``P1`` … ``P10``, as its file says; of one's own that says nothing, its levers.

        Empty where they answer several.
        """
        scenario = self.arm(key).scenario
        if scenario.problem or scenario.name in scenario_names():
            return str(scenario.problem)
        moved = set(scenario.levers).union(*(change.levers for change in scenario.changes))
        problems = {LEVERS[name].problem for name in moved} - {""}
        return problems.pop() if len(problems) == 1 else ""

    @property
    def network(self) -> "Network":
        """The community that was kept person by person; ask only where there is one."""
        assert self.comparison.network is not None
        return self.comparison.network

    # money

    @property
    def budget(self) -> float:
        """The sum of the rows for the same money [yuan/month]; ask only where there are any."""
        assert self.comparison.budget is not None
        return self.comparison.budget

    def cost(self, key: str) -> float:
        """What a policy costs more than no policy, shadow cost included where it is paid for [yuan/month].

        Of a policy that changes over time the mean of the whole run.
        """
        return self.effect(key, self.comparison.cost_column(key)).mean

    def spent(self, key: str) -> float:
        """What a row really spends, by the one definition of the comparison [yuan/month]."""
        return self.comparison.realised_cost(key)

    def underspent(self, keys: Sequence[str]) -> list[str]:
        """The rows for the same money that really spend clearly less than it."""
        return [key for key in keys if self.comparison.underspends(key)]

    def shadow_cost(self, key: str) -> float:
        """The work that relief hands back to the street office [yuan/month]."""
        return self.effect(key, "cost_with_shadow").mean - self.effect(key, "cost").mean

    def shifts_work(self, key: str) -> bool:
        """A shadow cost worth a mark that the row does not already count as money."""
        return self.shadow_cost(key) >= LEAST_COST and not self.arm(key).shadow

    @property
    def n_residents(self) -> int:
        """Residents a community."""
        return self.comparison.n_residents

    def people_per_10000(self, key: str) -> np.ndarray:
        """Extra residents taking part for 10,000 yuan a month, a number a community: linear in the effect."""
        people = self.paid_differences(key, PARTICIPATION) / 100 * self.n_residents
        return people * 10_000 / self.cost(key)

    def paid_differences(self, key: str, column: str, of: str | None = None) -> np.ndarray:
        """Difference from no policy over the months that the row's money is told of, a number a community.

        ``of`` names the row whose months are meant, where it is another one.
        """
        months_of = of or key
        own, base = (self.comparison.paid(arm, column, of=months_of) for arm in (key, BASELINE))
        return (own - base) * self.scale(column)

    def paid_effect(self, key: str, column: str) -> Interval:
        """The mean of ``paid_differences`` with its interval."""
        if not self.whole_run(key):
            return self.effect(key, column)
        values = self.paid_differences(key, column)
        return paired_interval(values, np.zeros_like(values))

    def whole_run(self, key: str) -> bool:
        """The row's policy changes over time, so that its money is told over the whole run."""
        return self.comparison.whole_run(key)

    def yuan_per_participant(self, key: str) -> float | None:
        """Yuan a year for one more participant; None where the effect may be too small or is free.

        Over a whole run the effect need only be told from none: a drive of two years is spread over ten.
        """
        least = 0.0 if self.whole_run(key) else self.smallest(PARTICIPATION)
        if self.cost(key) < LEAST_COST or not self.paid_effect(key, PARTICIPATION).low > least:
            return None
        return 12 * 10_000 / float(self.people_per_10000(key).mean())

    # findings

    def leaders(self, column: str, keys: Sequence[str]) -> list[str]:
        """Who raises ``column`` most: one policy, or all that cannot be told apart from the first."""
        return self._first(keys, lambda key: self.differences(key, column), self.smallest(column))

    def cheapest(self, keys: Sequence[str], *, dearest: bool = False) -> list[str]:
        """Who brings most (or fewest) people for the same money, or all that cannot be told apart."""
        priced = [key for key in keys if self.yuan_per_participant(key) is not None]
        sign = -1.0 if dearest else 1.0
        return self._first(priced, lambda key: sign * self.people_per_10000(key), -math.inf)

    def _first(self, keys: Sequence[str], values: Callable[[str], np.ndarray], smallest: float) -> list[str]:
        ranked = sorted(keys, key=lambda key: -values(key).mean())
        if not ranked:
            return []
        best = ranked[0]
        size = paired_interval(values(best), np.zeros_like(values(best)))
        if math.isfinite(smallest) and not size.low > smallest:
            return []
        return [best] + [key for key in ranked[1:] if not paired_interval(values(best), values(key)).rises]

    def lowering(self, column: str, keys: Sequence[str]) -> list[str]:
        """Who lowers ``column`` by more than the smallest difference that matters."""
        return [key for key in keys if self.is_lower(key, column)]

    def is_lower(self, key: str, column: str) -> bool:
        """The loss matters: the whole interval lies below what does not."""
        return self.verdict(key, column) == MATTERS and self.effect(key, column).falls

    def is_higher(self, key: str, column: str) -> bool:
        """The gain matters: the whole interval lies above what does not."""
        return self.verdict(key, column) == MATTERS and self.effect(key, column).rises

    def cannot_tell(self, key: str, column: str) -> bool:
        """The verdict is open, and could still be a gain that matters."""
        return self.verdict(key, column) == OPEN and not self.effect(key, column).high <= self.smallest(column)

    def months_to_half(self, key: str, column: str = PARTICIPATION) -> int | None:
        """First policy month from which at least half of the final difference stays reached.

        None where the final difference is not one that matters.
        """
        effect = self.effect(key, column)
        if self.verdict(key, column) != MATTERS:
            return None
        gap = (self.path(key, column) - self.path(BASELINE, column)).mean(axis=0)[self.comparison.months >= 1]
        short = np.flatnonzero(gap * np.sign(effect.mean) < abs(effect.mean) / 2)
        return 1 if short.size == 0 else int(short[-1]) + 2

    def faded(self, key: str, column: str = PARTICIPATION) -> Interval | None:
        """What a gain has lost since its best year, where that is over a third of it and not chance.

        Also where little or nothing of it is left at the end, as of a policy that has ended.
        """
        gaps = (self.path(key, column) - self.path(BASELINE, column))[:, self.comparison.months >= 1]
        if gaps.shape[1] < 36:
            return None
        yearly = np.lib.stride_tricks.sliding_window_view(gaps, 12, axis=1).mean(axis=2)
        best = yearly[:, yearly.mean(axis=0).argmax()]
        gain, loss = paired_interval(best, np.zeros_like(best)), paired_interval(best, self.differences(key, column))
        if not (gain.mean > 0 and self.judged(gain, column) == MATTERS):
            return None
        return loss if self.judged(loss, column) == MATTERS and loss.mean > best.mean() / 3 else None
