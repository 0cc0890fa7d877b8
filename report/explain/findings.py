"""The numbers of an explanation as tables, pictures and sentences ask for them: in shown units, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from experiments.explain.judged import Judged, judged
from experiments.explain.outcomes import MAIN_OUTCOMES, scale
from experiments.output.statistics import Interval
from experiments.output.wording import months
from report.period import period_of
from report.words import Spoken
from sim.indicators import PERCENT, indicator_of
from sim.scenarios.periods import Period
from sim.text import Text

MOST = 14
"""Links that a picture or a table in the terminal has room for."""
LEVELS = Text(
    "Orders and work for residents are shown as hours worked on them, income as the money free to use [yuan a month, "
    "{prices}], the habit of voting as the real turnout.",
    "行政任务和为居民办事以所用工时表示，社区收入以可自主支配经费（元/月，{prices}）表示，投票习惯以真实投票率表示。",
)
_TOPICS = {
    "participation_12m": {"en": "participation", "zh": "参与"},
    "quality": {"en": "service quality", "zh": "服务质量"},
    "satisfaction": {"en": "satisfaction", "zh": "满意度"},
}


@dataclass(frozen=True, slots=True)
class Effect(Interval):
    """A difference in the unit it is shown in, and what may be said of it."""

    judgement: Judged = field(kw_only=True)

    @property
    def measured(self) -> bool:
        """Tell whether its direction may be named."""
        return self.judgement.counts


@dataclass(frozen=True)
class ExplainFindings(Spoken):
    """An explanation in one language."""

    content: Mapping[str, Any]
    lang: str

    @cached_property
    def ends(self) -> dict[str, Mapping[str, Any]]:
        """The ends by name."""
        return {end["indicator"]: end for end in self.content["ends"]}

    @cached_property
    def links(self) -> dict[str, Mapping[str, Any]]:
        """The links by name, in the order of the month."""
        return {link["name"]: link for link in self.content["quantities"]}

    def shown(self, ends: Sequence[str]) -> list[str]:
        """Return the links that have room in a picture, in the order of the month: those that carry most of ``ends``.

        Parts of different ends are weighed by the smallest difference that matters.
        """

        def weight(link: str) -> float:
            sizes = [
                abs(self.mediated(link, end).mean) / (scale(end) * indicator_of(end).smallest)
                for end in ends
                if not self.itself(link, end)
            ]
            return max((size for size in sizes if size == size), default=0.0)

        most = sorted(self.links, key=weight, reverse=True)[:MOST]
        return [name for name in self.links if name in most]

    @property
    def period(self) -> Period:
        """The dated setting."""
        return period_of(self.content)

    @property
    def levels_note(self) -> str:
        """Say in what the levels are shown."""
        return self.say(LEVELS).format(prices=self.say(self.period.money))

    @property
    def selection(self) -> str:
        """Say which links are shown where there is no room for all; empty where all are."""
        n = len(self.links)
        if n <= MOST:
            return ""
        return self.either(
            f"Shown are the {MOST} of {n} links that carry most; all are in links.csv. ",
            f"共 {n} 个环节，图表只列承担最多的 {MOST} 个，全部见 links.csv。",
        )

    @property
    def primary_outcomes(self) -> list[str]:
        """The ends that pictures show."""
        return [end for end in MAIN_OUTCOMES if end in self.ends]

    @property
    def policy(self) -> str:
        """The label of the policy."""
        return self.say(self.content["label"])

    def link(self, name: str) -> str:
        """Return the label of a link."""
        return self.say(self.links[name]["label"])

    def end(self, name: str) -> str:
        """Return the label of an end."""
        return self.say(self.ends[name]["label"])

    def topic(self, name: str) -> str:
        """Return an end as a sentence calls it."""
        return self.say(_TOPICS[name]) if name in _TOPICS else self.end(name)

    def unit(self, name: str) -> str:
        """Return the unit of a difference of an end, as it stands behind a number."""
        word = indicator_of(name).difference_unit.get(self.lang)
        return f"个{word}" if word == "百分点" else word

    def total(self, end: str) -> Effect:
        """Return what the policy does to an end."""
        return self._effect(self.ends[end]["total"], end)

    def mediated(self, link: str, end: str) -> Effect:
        """Return what a link carries of it."""
        return self._effect(self.links[link]["ends"][end]["carried"], end)

    def direct(self, link: str, end: str) -> Effect:
        """Return what is left of it while the link is held."""
        return self._effect(self.links[link]["ends"][end]["left"], end)

    def itself(self, link: str, end: str) -> bool:
        """Tell whether the end is the link itself, so that it carries the whole by definition."""
        return bool(self.links[link]["ends"][end]["itself"])

    def carriers(self, end: str, sign: float) -> list[str]:
        """Return the links that carry an effect of this sign, the largest first."""
        found = {name: self.mediated(name, end) for name in self.links if not self.itself(name, end)}
        chosen = [name for name, item in found.items() if item.measured and item.mean * sign > 0 and _seen(item)]
        return sorted(chosen, key=lambda name: -abs(found[name].mean))

    def varied(self, number: int, at: str, end: str) -> Effect:
        """Return the policy's effect ``at`` the ``low`` end of a varied parameter, its ``default`` or ``high``."""
        return self._effect(self.content["doubts"][number]["ends"][end][at], end)

    def change(self, number: int, end: str) -> Effect:
        """Return how the effect differs between the high and the low end of a varied parameter."""
        return self._effect(self.content["doubts"][number]["ends"][end]["change"], end)

    def matters(self, number: int, end: str) -> bool:
        """Tell whether a varied parameter changes the effect, and by enough to matter."""
        return self.change(number, end).measured

    def level(self, link: str) -> tuple[str, str]:
        """Return the level of a link without and with the policy, as text; empty where nothing shows it."""
        found = self.links[link]["level"]
        if found is None:
            return "", ""
        size, indicator = scale(found["indicator"]), found["indicator"]
        before, after = (size * found[when] for when in ("before", "after"))
        digits = 0 if max(abs(before), abs(after)) >= 1000 else 1
        mark = "%" if indicator_of(indicator).unit == PERCENT else ""
        return _plain(before, digits) + mark, _plain(after, digits) + mark

    @property
    def window(self) -> str:
        """The months that the numbers are means of."""
        first, last = self.content["window"]
        return months(first, last, self.lang)

    @property
    def replicates(self) -> int:
        """How many communities."""
        return int(self.content["replicates"])

    def _effect(self, found: Mapping[str, Any], end: str) -> Effect:
        stored = Interval.of(found, self.replicates)
        return Effect(**asdict(stored.times(scale(end))), judgement=judged(stored, end))


def _seen(own: Effect) -> bool:
    """Tell whether a part is more than 0 as it is shown; of money the least sum may be beyond chance."""
    return float(f"{own.mean:.{digits_of(own.mean)}f}") != 0


def _plain(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}".replace("-", "−")


def digits_of(value: float) -> int:
    """Return how many digits a difference is shown with after the point."""
    return 0 if abs(value) >= 100 else 1
