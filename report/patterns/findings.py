"""A table of patterns as it is read in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.output.wording import capital
from experiments.patterns.content import with_unit, written
from experiments.patterns.families import TITLES
from experiments.patterns.judging import RARE
from experiments.patterns.pattern import BEHAVIOUR, CLOSED_FORM, JUDGED, KINDS, OBSERVED
from experiments.patterns.study import FAILS, FAILS_NO_MORE, HOLDS, KNOWN_FAILURE
from report.words import Spoken
from sim.text import Text

VERDICTS = {
    HOLDS: Text("holds", "相符"),
    FAILS: Text("FAILS", "不符"),
    KNOWN_FAILURE: Text("known failure", "已知不符"),
    FAILS_NO_MORE: Text("FAILS NO MORE", "已不再不符"),
}
GROUPS = {
    OBSERVED: Text("Observed elsewhere", "别处观察到的规律"),
    JUDGED: Text("Judged likely, not measured", "凭判断认为合理、并未测得的范围"),
    BEHAVIOUR: Text("Behaviour of this model", "本模型的表现"),
    CLOSED_FORM: Text("Closed forms", "解析结果"),
}
Own = Mapping[str, Any]


@dataclass(frozen=True)
class PatternsFindings(Spoken):
    """What a table came to, in one language."""

    content: Mapping[str, Any]
    lang: str

    @property
    def rows(self) -> Sequence[Own]:
        """All rows in their order."""
        found: Sequence[Own] = self.content["patterns"]
        return found

    def of_kind(self, kind: str) -> list[Own]:
        """Return the rows of a kind."""
        return [own for own in self.rows if own["kind"] == kind]

    def with_verdict(self, *verdicts: str) -> list[Own]:
        """Return the rows with one of these verdicts."""
        return [own for own in self.rows if own["verdict"] in verdicts]

    @property
    def families(self) -> list[str]:
        """The families that were measured in communities, as far as rows of them are there."""
        there = {own["family"] for own in self.rows}
        return [name for name in TITLES if name in there]

    def of_family(self, family: str) -> list[Own]:
        """Return the rows that are drawn together."""
        return [own for own in self.rows if own["family"] == family]

    @property
    def forms(self) -> list[Own]:
        """The rows that have a curve: algebra beside the engine."""
        return [own for own in self.rows if own["curve"] is not None]

    def label(self, own: Own) -> str:
        """Return what a row says."""
        return capital(self.say(own["label"]))

    def found(self, own: Own) -> str:
        """Return the finding in its unit."""
        return with_unit(written(own["found"], own["unit"]), self.say(own["unit"]["name"]))

    def interval(self, own: Own) -> str:
        """Return the interval that decided, with its confidence; a dash where there is none."""
        if own["low"] is None:
            return "–"
        low, high = (written(own[end], own["unit"]) for end in ("low", "high"))
        confidence = self.bracket(f"{100 * own['confidence']:g}%")
        return f"{low}{self.either(' to ', ' 至 ')}{high}{confidence}"

    def verdict(self, own: Own) -> str:
        """Return the verdict in words."""
        return VERDICTS[own["verdict"]].get(self.lang)

    def kind(self, own: Own) -> str:
        """Return the kind in words."""
        return KINDS[own["kind"]].get(self.lang)

    def chance(self, own: Own) -> str:
        """Return how probably the row fails by chance; a dash where it is decided without any."""
        if own["low"] is None:
            return "–"
        return self.either("under ", "小于 ") + f"{RARE:g}" if own["chance"] < RARE else f"{own['chance']:.2g}"

    def because(self, own: Own) -> str:
        """Return why a row does not hold, as far as that is known."""
        if own["known"]:
            return self.say(own["known"]["reason"])
        if own["expected"]["shown"] and own["chance"] < 0.5:
            return self.either(
                f"the mean lies as expected, but {own['communities']} communities do not show it; by chance they fail "
                f"to with probability {own['chance']:.2g}",
                f"平均合乎预期，但 {own['communities']} 个社区还显示不出来；因偶然而如此的概率为 {own['chance']:.2g}",
            )
        return self.either("the reason is not known", "原因不明")

    @property
    def headline(self) -> str:
        """How many hold, and how many do not."""
        total, known = len(self.rows), len(self.with_verdict(KNOWN_FAILURE))
        holds, new = len(self.with_verdict(HOLDS)), self.with_verdict(FAILS)
        back = self.with_verdict(FAILS_NO_MORE)
        en = f"Of {total} patterns {holds} hold; known failures: {known}"
        zh = f"{total} 项规律中，{holds} 项相符，已知的不符 {known} 项"
        if new:
            en, zh = f"{en}; failures that are not on the list: {len(new)}", f"{zh}，不在清单中的不符 {len(new)} 项"
        if back:
            en, zh = f"{en}; on the list, and yet holding: {len(back)}", f"{zh}，在清单中却相符的 {len(back)} 项"
        return self.either(f"{en}.", f"{zh}。")

    @property
    def observed_sentence(self) -> str:
        """Of how many observed rows nothing, part or all was put in by hand, told apart by their first word."""
        observed = self.of_kind(OBSERVED)
        free = sum(own["built_in"]["en"].startswith("no") for own in observed)
        return self.either(
            f"Only the {len(observed)} observed rows test the model against the world, and of these {free} "
            f"{'is' if free == 1 else 'are'} neither built in nor calibrated; the others show that what was put in "
            "comes out.",
            f"只有 {len(observed)} 项观察到的规律是拿模型与现实相比，其中既非设定也非校准所得的有 {free} 项；"
            "其余各项说明：放进去的确实出得来。",
        )
