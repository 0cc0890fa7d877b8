"""What a finished district says, read back from its folder, and its numbers as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.district.totals import PEOPLE, SUMMED
from experiments.output.manifest import read_manifest, read_table, settings_of
from experiments.output.statistics import Interval
from experiments.output.verdicts import verdict
from report.period import period_of
from report.words import VERDICTS, Spoken
from sim.errors import InputError
from sim.indicators import PRIMARY_OUTCOMES, indicator_of, label_of, smallest_of
from sim.scenarios.scenario import BASELINE
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

SMALLEST = 1.0
"""Points that a difference must have to matter."""
LEAST_SHADOW = 50  # yuan a month
SHOWN = (PEOPLE, *PRIMARY_OUTCOMES, "satisfaction", "trust", "volunteer_hours", "cost")


@dataclass(frozen=True)
class DistrictFindings(Spoken):
    """What a finished folder says, in one language."""

    folder: Path
    lang: str
    manifest: Mapping[str, Any]
    communities: "DataFrame"
    totals: "DataFrame"
    traits: "DataFrame"

    @classmethod
    def of(cls, folder: Path, lang: str) -> "DistrictFindings":
        """Read a folder.

        Raises:
            InputError: it holds no district, or a file is missing or broken.
        """
        manifest = read_manifest(folder, "district")
        tables = [read_table(folder / f"{name}.parquet") for name in ("communities", "district", "traits")]
        if "held" not in settings_of(manifest, folder):
            raise InputError(
                "the folder was made before shadow costs were counted, so its report would leave them out; "
                "run district again with the same file.",
                "该文件夹是在统计影子成本之前生成的，报告会漏掉这一项；请用同一个文件重新运行 district。",
                str(folder),
            )
        return cls(folder, lang, manifest, *tables)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The scenarios by name, in their order, as they are called."""
        settings = settings_of(self.manifest, self.folder)
        return {scenario["name"]: scenario["label"][self.lang] for scenario in settings["scenarios"]}

    @cached_property
    def policies(self) -> list[str]:
        """The scenarios beside the baseline, largest effect on participation first."""
        found = self.totals[(self.totals["outcome"] == PRIMARY_OUTCOMES[0]) & (self.totals["scenario"] != BASELINE)]
        return found.sort_values("difference", ascending=False, kind="stable")["scenario"].tolist()

    @cached_property
    def left_out(self) -> list[str]:
        """Communities of the file that have no results."""
        return list(settings_of(self.manifest, self.folder)["left_out"])

    @property
    def n(self) -> int:
        """How many communities the district has."""
        return int(self.communities["name"].nunique())

    def of_policy(self, policy: str) -> "DataFrame":
        """Return the communities under one policy, in the file's order."""
        return self.communities[self.communities["scenario"] == policy]

    def total(self, policy: str, outcome: str) -> Any:
        """Return the row of the district's totals."""
        own = self.totals
        return own[(own["scenario"] == policy) & (own["outcome"] == outcome)].iloc[0]


def value(outcome: str, number: float, *, sign: bool = False) -> str:
    """Return a number of an outcome as people read it; shares and indices in points."""
    digits = 0 if outcome == PEOPLE or outcome in SUMMED else 1
    shown = round(number if digits == 0 else 100 * number, digits) + 0.0  # no minus before a zero
    plus = "+" if sign and shown else ""
    return f"{shown:{plus},.{digits}f}".replace("-", "−")


def with_interval(f: DistrictFindings, policy: str, outcome: str) -> str:
    """Return what a policy changes of the district, with its interval and whether that matters, or that none is known.

    Of people that is judged by the share of residents who take part.
    """
    own, judged = f.total(policy, outcome), f.total(policy, PRIMARY_OUTCOMES[0] if outcome == PEOPLE else outcome)
    around = f.either("no interval", "无区间")
    if own["low"] == own["low"]:
        low, high = (value(outcome, own[end], sign=True) for end in ("low", "high"))
        found = Interval.of(judged, f.n, "difference")
        said = f.say(VERDICTS[verdict(found, smallest_of(judged["outcome"], SMALLEST))])
        around = f.either(f"{low} to {high}: {said}", f"{low} 至 {high}：{said}")
    return value(outcome, own["difference"], sign=True) + f.bracket(around)


def name_of(outcome: str, lang: str) -> str:
    """Return what an outcome of the totals is called, with its unit where it is a sum."""
    if outcome == PEOPLE:
        return Text("Residents taking part", "参与的居民（人）").get(lang)
    label = label_of(outcome).get(lang)
    if outcome in SUMMED:
        unit = indicator_of(outcome).unit.get(lang)
        return f"{label}（{unit}）" if lang == "zh" else f"{label} ({unit})"
    return label


def total_rows(totals: "DataFrame", labels: Mapping[str, str], lang: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return heads and rows of the district's totals: levels of the baseline, then differences with half intervals."""
    heads = (Text("Policy", "政策").get(lang), *(name_of(outcome, lang) for outcome in SHOWN))
    by_key = totals.set_index(["scenario", "outcome"])
    rows = []
    for scenario, label in labels.items():
        cells = [label + _dagger(by_key, scenario)]
        for outcome in SHOWN:
            own = by_key.loc[(scenario, outcome)]
            if scenario == BASELINE:
                cells.append(value(outcome, own["level"]))
            else:
                cells.append(_with_spread(outcome, Interval.of(own, mean="difference")))
        rows.append(cells)
    return heads, rows


def _dagger(by_key: "DataFrame", scenario: str) -> str:
    """Return the mark of a policy that moves work elsewhere."""
    if scenario == BASELINE:
        return ""
    found = by_key["difference"]
    shadow = found[scenario, "cost_with_shadow"] - found[scenario, "cost"]
    return "†" if shadow >= LEAST_SHADOW else ""


def notes_of(totals: "DataFrame", settings: Mapping[str, Any], lang: str) -> list[str]:
    """Return what must be said under the totals: what intervals are over, work moved elsewhere, amounts, months."""
    period = period_of(settings)
    notes = [intervals_of(settings).get(lang), Text(
        f"Period: {period.label.en}; money in yuan, {period.money.en}.",
        f"时期：{period.label.zh}；金额单位为元，{period.money.zh}。",
    ).get(lang)]  # fmt: skip
    by_key = totals.set_index(["scenario", "outcome"])["difference"]
    for scenario in settings["scenarios"][1:]:
        shadow = by_key[scenario["name"], "cost_with_shadow"] - by_key[scenario["name"], "cost"]
        if shadow >= LEAST_SHADOW:
            label = scenario["label"][lang]
            notes.append(Text(
                f"† {label}: moves work to the street office that is worth {shadow:,.0f} yuan a month (shadow cost); "
                "no money of the budget, but not free.",
                f"† {label}：另有转给街道的工作量，全区折合每月 {shadow:,.0f} 元（影子成本）；"
                "不占预算，但并非不花代价。",
            ).get(lang))  # fmt: skip
    notes.append(amounts_of(settings).get(lang))
    notes += [text[lang] for text in settings["held"]]
    timed = [scenario["label"][lang] for scenario in settings["scenarios"] if scenario["name"] in settings["timed"]]
    if timed:
        names = Text(", ", "、").get(lang).join(timed)
        notes.append(Text(
            f"{names}: changes over time, so its costs are means of the whole run; of all others of the last months, "
            "as every outcome.",
            f"{names}：随时间变动，花费取整个运行期平均；其余政策与各项结果一样，取最后若干月平均。",
        ).get(lang))  # fmt: skip
    return notes


def intervals_of(settings: Mapping[str, Any]) -> Text:
    """Return what the intervals are over."""
    n, r = settings["communities"], settings["replicates"]
    if n == 1 and not settings["census"]:
        return Text("One community: as a sample of many it gives no interval.", "只有 1 个社区：作为样本，给不出区间。")
    if not settings["census"]:
        return Text(
            f"Intervals (95%) are over the {n} communities, taken for a sample of many like them; where the file holds "
            "every community of the district, that is not what is asked: --census.",
            f"95% 区间以这 {n} 个社区为单位，把它们看作许多同类社区的样本；若文件已包含全区所有社区，应加 --census。",
        )
    if r < 2:
        return Text(
            "A census: these are all communities, so nothing is sampled but random variation between their runs, and "
            "that was not measured: --replicates 2 or more give intervals.",
            "全数：文件即全区所有社区，没有抽样，只有各社区的随机波动，而这次没有测量；用 --replicates 2 "
            "以上才有区间。",
        )
    return Text(
        f"A census: these are all communities. Intervals (95%) are over the random draws of their runs alone, {r} "
        "runs each.",
        f"全数：文件即全区所有社区。95% 区间只反映随机波动，每个社区 {r} 次。",
    )


def amounts_of(settings: Mapping[str, Any]) -> Text:
    """Return for how many residents the policies' amounts are."""
    if settings["per_head"]:
        return Text(
            "Amounts of the policies (yuan, visits, messages, posts) grow with a community's residents.",
            "政策的金额、走访户数、消息条数和岗位数随社区居民数折算。",
        )
    return Text(
        "Amounts of the policies are those of a community, whatever its size; --per-head lets them grow with it.",
        "政策的金额按社区计，与人数无关；加 --per-head 则按居民数折算。",
    )


def _with_spread(outcome: str, found: Interval) -> str:
    """Return a difference ± half its interval, where that is known and anything varies."""
    return value(outcome, found.mean, sign=True) + (f" ±{value(outcome, found.half)}" if found.half > 0 else "")
