"""What agents are for, as numbers and sentences: in shown units, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from experiments.agents.variants import FULL
from experiments.output.statistics import Interval
from experiments.output.verdicts import MATTERS, OPEN
from experiments.output.wording import capital, counted, months
from report.drawing import plain, signed
from report.words import VERDICTS, Spoken
from sim.indicators import indicator_of

TOPICS = {
    "participation_12m": {"en": "participation", "zh": "参与"},
    "quality": {"en": "service quality", "zh": "服务质量"},
}
POINTS = 100.0  # both outcomes are stored from 0 to 1


@dataclass(frozen=True)
class AgentsFindings(Spoken):
    """The variants in one language."""

    content: Mapping[str, Any]
    lang: str

    @cached_property
    def variants(self) -> dict[str, Mapping[str, Any]]:
        """The variants by name, the full model first."""
        return {variant["name"]: variant for variant in self.content["variants"]}

    @property
    def reduced(self) -> list[str]:
        """The variants that leave something out."""
        return [name for name in self.variants if name != FULL]

    @cached_property
    def policies(self) -> dict[str, str]:
        """The labels of the policies by name."""
        return {policy["name"]: self.say(policy["label"]) for policy in self.content["policies"]}

    @property
    def outcomes(self) -> list[str]:
        """The indicators."""
        return [outcome["indicator"] for outcome in self.content["outcomes"]]

    def ordered(self, outcome: str) -> list[str]:
        """The policies by their effect in the full model, the largest first."""
        return sorted(self.policies, key=lambda name: -self.effect(FULL, outcome, name).mean)

    def topic(self, outcome: str) -> str:
        """An outcome as a sentence calls it."""
        return self.say(TOPICS[outcome]) if outcome in TOPICS else indicator_of(outcome).label.get(self.lang)

    def label(self, variant: str) -> str:
        """The name of a variant."""
        return self.say(self.variants[variant]["label"])

    @property
    def replicates(self) -> int:
        """How many communities."""
        return int(self.content["replicates"])

    @property
    def window(self) -> str:
        """The months that the numbers are means of."""
        return months(*self.content["window"], self.lang)

    @property
    def communities(self) -> str:
        """How many communities, in words."""
        return counted("community", self.replicates, self.lang)

    # numbers

    def effect(self, variant: str, outcome: str, policy: str) -> Interval:
        """What a policy does in a variant, in points."""
        return self._points(self._of(variant, outcome)["effects"][policy])

    def beyond(self, variant: str, outcome: str, policy: str) -> Interval:
        """What a policy does more in a variant than in the full model, in points."""
        return self._points(self._of(variant, outcome)["beyond_full"][policy])

    def level(self, variant: str, outcome: str) -> Interval:
        """The level without policy, in percent or points."""
        return self._points(self._of(variant, outcome)["level"])

    def alike(self, variant: str, outcome: str) -> Interval:
        """How alike a variant and the full model rank the policies."""
        return Interval.of(self._of(variant, outcome)["rank_correlation"], self.replicates)

    def judged(self, variant: str, outcome: str, verdict: str) -> list[str]:
        """The policies whose effect differs from that in the full model with such a verdict, the largest first."""
        found = self._of(variant, outcome)["beyond_full"]
        named = [name for name in self.policies if found[name]["verdict"] == verdict]
        return sorted(named, key=lambda name: -abs(found[name]["mean"] or 0.0))

    def verdict(self, variant: str, outcome: str, policy: str) -> str:
        """Whether what an effect differs by matters, in words."""
        return self.say(VERDICTS[self._of(variant, outcome)["beyond_full"][policy]["verdict"]])

    def _of(self, variant: str, outcome: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.variants[variant]["outcomes"][outcome]
        return found

    def _points(self, found: Mapping[str, Any]) -> Interval:
        return Interval.of(found, self.replicates).times(POINTS)

    # sentences

    def headline(self) -> str:
        """Which variants change what a policy does by what matters, and which are not seen to."""
        changing = [name for name in self.reduced if self._any(name, MATTERS)]
        still = [name for name in self.reduced if not self._any(name, MATTERS)]
        open_ = [name for name in still if self._any(name, OPEN)]
        same = [name for name in still if name not in open_]
        clauses = []
        for names, en, zh in (
            (changing, "some effects of policies differ by what matters", "有的政策作用明显不同"),
            (same, "no effect differs by what matters", "各项政策的作用与完整模型没有实际差别"),
            (open_, "no effect is seen to differ by what matters, and some cannot be told yet",
             "未见政策作用有实际差别，有的还分不清"),
        ):  # fmt: skip
            if names:
                listed = self.row([self.label(name) for name in names])
                clauses.append(self.either(f"with {listed} {en}", f"{listed}：{zh}"))
        return capital(self.either("; ", "；").join(clauses))

    def _any(self, variant: str, verdict: str) -> bool:
        return any(self.judged(variant, outcome, verdict) for outcome in self.outcomes)

    def line(self, variant: str) -> str:
        """What a variant changes, in one sentence: ranks, levels, and the effects that differ by what matters."""
        said = [self._clause(variant, outcome) for outcome in self.outcomes]
        return f"{capital(self.label(variant))}{self.either(': ', '：')}{self.either('; ', '；').join(said)}"

    def _clause(self, variant: str, outcome: str) -> str:
        rho, topic = self.alike(variant, outcome), self.topic(outcome)
        level, full = self.level(variant, outcome).mean, self.level(FULL, outcome).mean
        named = self._named(variant, outcome, self.judged(variant, outcome, MATTERS))
        return self.either(
            f"{topic} {plain(level)} instead of {plain(full)} without policy, rank correlation of the effects "
            f"{self.ranked(rho)}, {named or 'no effect seen to differ by what matters'}",
            f"{topic}在维持现状时为 {plain(level)}（完整模型 {plain(full)}），作用的等级相关 {self.ranked(rho)}，"
            f"{named or '未见作用有实际差别'}",
        )

    def ranked(self, rho: Interval) -> str:
        """A rank correlation with its interval."""
        if rho.mean != rho.mean:
            return "–"
        inside = self.bracket(f"{plain(rho.low, 2)}–{plain(rho.high, 2)}") if rho.known else ""
        return plain(rho.mean, 2) + inside

    def _named(self, variant: str, outcome: str, policies: Sequence[str]) -> str:
        sizes = [f"{self.policies[p]} {signed(self.beyond(variant, outcome, p).mean)}" for p in policies]
        listed = self.either(", ", "、").join(sizes)
        return self.either(f"differing by what matters: {listed}", f"有实际差别的：{listed}") if sizes else ""
