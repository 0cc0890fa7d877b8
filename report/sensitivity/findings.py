"""What a sensitivity analysis found, as numbers and words for its page; everything is read from its folder."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.output.statistics import Interval
from experiments.output.wording import capital, counted
from experiments.sensitivity.files import read_results
from experiments.sensitivity.indices import FIRST, MU, MU_STAR, SIGMA, TOTAL, WIDEST
from experiments.sensitivity.outcomes import DIFFERENCE, LEVEL, Outcome, outcomes_of
from report.drawing import plain, signed
from report.period import period_of
from report.words import Spoken
from sim.indicators import indicator_of
from sim.params import PARAMS
from sim.params.sources import GRADES, GROUPS
from sim.quantity import plain as number
from sim.scenarios.periods import Period
from sim.text import Text

MONOTONE = 0.9
"""From this part of the mean absolute effect on, the mean effect tells a direction."""

WIDE_SUM = 0.25
"""Half of the interval of the sum of first orders from which on the rest is not interpreted."""


@dataclass(frozen=True, slots=True)
class Estimate(Interval):
    """One index of one parameter with its bootstrap interval; effects are in points where the indicator is."""

    resolved: bool = field(kw_only=True)
    runs_needed: int = field(kw_only=True)


class SensitivityFindings(Spoken):
    """The tables and settings of one analysis, in one language."""

    def __init__(self, folder: Path, lang: str) -> None:
        """Read the folder.

        Raises:
            InputError: it holds no finished analysis.
        """
        self.lang, self.folder = lang, folder
        results = read_results(folder)
        self.screening, self.sobol = results.screening, results.sobol
        self.manifest, self.settings = results.manifest, results.settings

    @cached_property
    def scenarios(self) -> dict[str, str]:
        """The labels of the scenarios by name, the first one first."""
        return {scenario["name"]: scenario["label"][self.lang] for scenario in self.settings["scenarios"]}

    @property
    def period(self) -> Period:
        """The dated setting."""
        return period_of(self.settings)

    @property
    def profile(self) -> str:
        """Return the label of the kind of community."""
        return self.settings["profile"]["label"][self.lang]

    @property
    def size(self) -> str:
        """Return how many communities, and for how long."""
        communities = counted("community", self.settings["replicates"], self.lang)
        months = counted("month", self.settings["months"], self.lang)
        return self.either(f"{communities}, {months}", f"{communities}，{months}")

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome: for each indicator the differences first."""
        return outcomes_of(list(self.scenarios))

    @property
    def views(self) -> list[tuple[str, str]]:
        """What is shown side by side for both indicators: (measure, scenario), the first policy's difference first."""
        return list(dict.fromkeys((outcome.measure, outcome.scenario) for outcome in self.outcomes))

    def of_view(self, view: tuple[str, str]) -> list[Outcome]:
        """Return the outcomes of a view, one an indicator."""
        return [outcome for outcome in self.outcomes if (outcome.measure, outcome.scenario) == view]

    def stage(self, name: str) -> dict[str, Any]:
        """Return what the manifest says about a stage."""
        return self.settings["stages"][name]

    def constant(self, stage: str, outcome: Outcome) -> bool:
        """Tell whether an outcome does not vary at all in a stage."""
        return [outcome.column, outcome.measure, outcome.scenario] in self.stage(stage)["constant"]

    def view_name(self, view: tuple[str, str]) -> str:
        """Return a view in words, such as "what publicity changes"."""
        measure, scenario = view
        label = self.scenarios[scenario]
        if measure == LEVEL:
            return self.either(f"level under {label}", f"“{label}”下的水平")
        return self.either(f"what {label} changes", f"“{label}”带来的变化")

    def indicator(self, outcome: Outcome) -> str:
        """Return the indicator's label."""
        return capital(self.say(indicator_of(outcome.column).label))

    def outcome_name(self, outcome: Outcome) -> str:
        """Return an outcome in words."""
        view = self.view_name((outcome.measure, outcome.scenario))
        return self.either(f"{self.indicator(outcome)}, {view}", f"{self.indicator(outcome)}：{view}")

    def unit(self, outcome: Outcome) -> str:
        """Return the unit of an effect."""
        return self.say(indicator_of(outcome.column).difference_unit)

    def label(self, parameter: str) -> str:
        """Return the label of a parameter."""
        return self.say(PARAMS[parameter].label)

    def grade(self, parameter: str) -> str:
        """Return how well the default of a parameter is known, as a word."""
        return self.say(GRADES[PARAMS[parameter].grade])

    def group(self, parameter: str) -> str:
        """Return the label of a parameter's group."""
        return self.say(GROUPS[PARAMS[parameter].group])

    def range(self, parameter: str) -> str:
        """Return the ends between which a parameter was moved."""
        low, high = self.stage("screening")["ranges"][parameter]
        return f"{number(low)}..{number(high)}".replace("-", "−")

    def default(self, parameter: str) -> str:
        """Return the default of a parameter."""
        return number(PARAMS[parameter].default).replace("-", "−")

    def estimates(self, outcome: Outcome, index: str) -> dict[str, Estimate]:
        """Return an index of every parameter, the largest first."""
        frame = self.sobol if index in (FIRST, TOTAL) else self.screening
        own = frame[
            (frame["outcome"] == outcome.column)
            & (frame["measure"] == outcome.measure)
            & (frame["scenario"] == outcome.scenario)
            & (frame["index"] == index)
        ].sort_values("estimate", ascending=False, kind="stable")
        scale = 100.0 if index in (MU, MU_STAR, SIGMA) and indicator_of(outcome.column).percent else 1.0
        return {
            row["parameter"]: Estimate(
                *(scale * row[name] for name in ("estimate", "low", "high")),
                resolved=bool(row["resolved"]), runs_needed=int(row["runs_needed"]),
            )
            for row in own.fillna({"resolved": True, "runs_needed": 0}).to_dict("records")
        }  # fmt: skip

    def direction(self, outcome: Outcome) -> dict[str, str]:
        """Return + or − for parameters whose effect has one direction, else ±."""
        mean, size = self.estimates(outcome, MU), self.estimates(outcome, MU_STAR)
        return {
            name: ("+" if mean[name].mean > 0 else "−") if abs(mean[name].mean) >= MONOTONE * item.mean else "±"
            for name, item in size.items()
        }


def named(f: SensitivityFindings, names: Sequence[str]) -> str:
    """Return labels of parameters in a row."""
    if f.lang == "zh":
        return "、".join(f"“{f.label(name)}”" for name in names)
    return f.row([f'"{f.label(name)}"' for name in names])


def headline(f: SensitivityFindings) -> str:
    """Return the main finding, then one line an indicator and a line about what is known of the leading parameters."""
    view = f.views[0]
    first = f.of_view(view)[0]
    shares = f.estimates(first, TOTAL)
    top = list(shares)[:3]
    open_ = (
        f.either("; which of them leads is open", "；哪个最要紧还没有定论")
        if len(top) > 1 and not all(shares[name].resolved for name in top)
        else ""
    )
    if f.constant("sobol", first) or not top:
        head = f.either(f"{f.outcome_name(first)}: no parameter moves it", f"{f.outcome_name(first)}：没有参数影响它")
    elif first.measure == DIFFERENCE:
        label = f.scenarios[first.scenario]
        head = f.either(
            f"What {label} does to participation depends most on {named(f, top)}{open_}",
            f"“{label}”对参与的作用，最取决于{named(f, top)}{open_}",
        )
    else:
        head = f.either(
            f"Participation depends most on {named(f, top)}{open_}", f"参与水平最取决于{named(f, top)}{open_}"
        )
    return "\n".join([head, *(_line(f, outcome) for v in f.views[:2] for outcome in f.of_view(v)), grades_line(f)])


def _line(f: SensitivityFindings, outcome: Outcome) -> str:
    """Return the leading parameters of an outcome with their total shares."""
    if f.constant("sobol", outcome):
        return f.either(f"{f.outcome_name(outcome)}: does not vary.", f"{f.outcome_name(outcome)}：完全不变。")
    top = list(f.estimates(outcome, TOTAL).items())[:3]
    listed = [f"{f.label(name)} {share(item.mean)} ±{100 * item.half:.0f}" for name, item in top]
    return f.either(
        f"{f.outcome_name(outcome)}: {', '.join(listed)} (total share of the variance).",
        f"{f.outcome_name(outcome)}：{'，'.join(listed)}（占方差的总份额）。",
    )


def share(value: float) -> str:
    """Return a share of the variance in per cent."""
    return f"{signed(100 * value, 0) if value < 0 else plain(100 * value, 0)}%"


def grades_line(f: SensitivityFindings) -> str:
    """Say how well the parameters of the second stage are known."""
    names = list(f.stage("sobol")["ranges"])
    count = {grade: sum(PARAMS[name].grade == grade for name in names) for grade in GRADES}
    return f.either(
        f"Of the {len(names)} parameters that lead, {count['assumption']} rest on an assumption, "
        f"{count['judgement']} on a judgement of sources, {count['published']} on a published figure.",
        f"领先的 {len(names)} 个参数中，{count['assumption']} 个是假设，{count['judgement']} 个是对文献的判断，"
        f"{count['published']} 个有已发表的数字。",
    )


def sum_sentence(f: SensitivityFindings, outcome: Outcome) -> str:
    """Say how much of the variance the parameters explain one by one, and what is left for their interplay."""
    name = f.outcome_name(outcome)
    if f.constant("sobol", outcome):
        return f.either(f"{name}: does not vary, so there is nothing to divide.", f"{name}：完全不变，无从分解。")
    first, total = f.estimates(outcome, FIRST), f.estimates(outcome, TOTAL)
    whole = sum(item.mean for item in first.values())
    noise = math.sqrt(sum(item.half**2 for item in first.values()))
    explained = f"{share(whole)} ±{100 * noise:.0f}"
    most = max(first, key=lambda key: total[key].mean - first[key].mean)
    if noise > WIDE_SUM:
        return f.either(
            f"{name}: one by one the parameters account for {explained} of the variance, which is too uncertain to "
            "tell how much they do together; more groups (--sobol-samples) would tell.",
            f"{name}：各参数单独解释了方差的 {explained}，误差太大，看不出交互作用有多少；"
            "增加样本组数（--sobol-samples）才能看清。",
        )
    if whole + noise >= 1:
        return f.either(
            f"{name}: one by one the parameters account for {explained} of the variance; what is left for "
            "interactions is within the noise.",
            f"{name}：各参数单独解释了方差的 {explained}；留给交互作用的部分不超出估计误差。",
        )
    return f.either(
        f"{name}: one by one the parameters account for {explained} of the variance; about {share(1 - whole)} "
        f'comes from parameters acting together, most of all through "{f.label(most)}" (total less first order '
        f"{total[most].mean - first[most].mean:.2f}).",
        f"{name}：各参数单独解释了方差的 {explained}；约 {share(1 - whole)} 来自参数之间的交互作用，"
        f"其中“{f.label(most)}”最突出（总阶减一阶为 {total[most].mean - first[most].mean:.2f}）。",
    )


def negative_sentence(f: SensitivityFindings, outcomes: Sequence[Outcome]) -> str:
    """Explain first-order estimates below 0, where there are any."""
    found = {
        name: estimate
        for outcome in outcomes
        for name, estimate in f.estimates(outcome, FIRST).items()
        if estimate.mean < 0
    }
    if not found:
        return ""
    return f.either(
        "A first-order estimate below 0 is the estimate of a small index with noise, not a negative influence.",
        "一阶估计小于 0，是很小的指数加上估计误差所致，并不表示负面影响。",
    )


def resolution_sentence(f: SensitivityFindings, outcomes: Sequence[Outcome], indices: Sequence[str]) -> str:
    """Say how many indices are not resolved and what would resolve them."""
    every = [estimate for outcome in outcomes for index in indices for estimate in f.estimates(outcome, index).values()]
    open_ = [item for item in every if not item.resolved]
    stage = "screening" if MU_STAR in indices else "sobol"
    runs = f.stage(stage)["runs"]
    wide = f.either("a tenth of the largest effect", "最大作用的十分之一") if stage == "screening" else f"{WIDEST:.2f}"
    if not open_:
        return f.either(
            f"All {len(every)} indices are resolved: no 95% interval is wider than {wide}.",
            f"{len(every)} 个指数都已分辨清楚：没有一个 95% 区间宽于{wide}。",
        )
    most = float(f"{max(own.runs_needed for own in open_):.2g}")
    rank = (
        f.either(" To rank parameters takes far fewer.", "只为排出先后，远不需要这么多。")
        if stage == "screening"
        else ""
    )
    return f.either(
        f"{len(open_)} of {len(every)} indices are not resolved (pale): their 95% interval is wider than {wide}. "
        f"{runs:,} runs were made; about {most:,.0f} would resolve them all.{rank}",
        f"{len(every)} 个指数中有 {len(open_)} 个未分辨清楚（浅色）：95% 区间宽于{wide}。"
        f"本次 {runs:,} 次运行；约 {most:,.0f} 次可全部分辨清楚。{rank}",
    )


def plane_title(f: SensitivityFindings, view: tuple[str, str]) -> str:
    """Say how many parameters matter at all."""
    parts = []
    for outcome in f.of_view(view):
        sizes = [estimate.mean for estimate in f.estimates(outcome, MU_STAR).values()]
        count = sum(size > max(sizes) / 10 for size in sizes)
        parts.append((f.indicator(outcome), count))
    k = len(f.stage("screening")["ranges"])
    (one, n), (other, m) = parts
    return f.either(
        f"Of {k} parameters, few matter: above a tenth of the largest effect are {n} ({one.lower()}) and {m} "
        f"({other.lower()})",
        f"{k} 个参数中要紧的不多：超过最大作用十分之一的，{one}有 {n} 个，{other}有 {m} 个",
    )


def leader_title(f: SensitivityFindings, view: tuple[str, str], index: str) -> str:
    """Name the leading parameter of each indicator."""
    stage = "sobol" if index == TOTAL else "screening"
    parts = []
    for outcome in f.of_view(view):
        if f.constant(stage, outcome):
            parts.append(f.either(f"{f.indicator(outcome)} does not vary", f"{f.indicator(outcome)}完全不变"))
            continue
        name, own = next(iter(f.estimates(outcome, index).items()))
        unit = f.unit(outcome)
        size = share(own.mean) if index == TOTAL else f"{plain(own.mean, 1 if own.mean >= 1 else 2)} {unit}"
        parts.append(
            f"{f.indicator(outcome)}{f.either(': ', '：')}{f.label(name)}{f.either(f' ({size})', f'（{size}）')}"
        )
    return f.either("; ", "；").join(parts)


def stochastic_lines(f: SensitivityFindings) -> list[str]:
    """Say for each outcome of stage two how much of the variance is due to random draws, or why that is not known."""
    if f.settings["replicates"] < 2:
        return [f.either(
            "Each world was simulated in one community, so random variation was not measured: no interval on this "
            "page holds it. Ask for two or more replicates.",
            "每个世界只在一个社区里运行，没有测量随机波动：本页所有区间都不含随机波动。请把 replicates 设为 2 或更多。",
        )]  # fmt: skip
    explained = f.stage("sobol")["luck"]
    if any("share" not in item for item in explained):
        return [f.either(
            "An earlier version wrote this folder and measured random variation otherwise; run sensitivity again to "
            "know it.",
            "此文件夹由旧版程序写成，当时随机波动的算法不同；请重新运行 sensitivity。",
        )]  # fmt: skip
    return [_stochastic_line(f, item) for item in explained]


def _stochastic_line(f: SensitivityFindings, own: dict[str, Any]) -> str:
    outcome = Outcome(own["outcome"], own["measure"], own["scenario"])
    spread, luck = (100 * math.sqrt(own[key]) for key in ("variance", "luck_variance"))
    unit = f.unit(outcome)
    return f.either(
        f"{f.outcome_name(outcome)}: random draws account for {100 * own['share']:.1f}% of the variance (standard "
        f"deviation between worlds {spread:.2f} {unit}, of which random draws alone would give {luck:.2f}).",
        f"{f.outcome_name(outcome)}：随机波动占方差的 {100 * own['share']:.1f}%（不同世界之间标准差 {spread:.2f} "
        f"{unit}，单是随机波动就有 {luck:.2f}）。",
    )


def lost_sentence(f: SensitivityFindings) -> str:
    """Say how many blocks were left out for failed runs; empty where there are none."""
    parts = []
    for name, block in (("screening", Text("trajectories", "条轨迹")), ("sobol", Text("Saltelli groups", "组样本"))):
        own = f.stage(name)
        if own["kept"] < own["samples"]:
            parts.append(f.either(
                f"{own['samples'] - own['kept']} of {own['samples']} {block.en} were left out, because "
                f"{own['failed']} of {own['runs']:,} runs failed.",
                f"{own['runs']:,} 次运行中有 {own['failed']} 次失败，因此 {own['samples']} {block.zh}中有 "
                f"{own['samples'] - own['kept']} 不计。",
            ))  # fmt: skip
    return " ".join(parts)
