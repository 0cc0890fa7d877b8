"""What running every policy on the same communities bought, policy by policy, in a sentence."""

import math

from experiments.compare.comparison import CommonRandomNumbers, Comparison
from sim.indicators import PRIMARY_OUTCOMES
from sim.text import Text

TOPICS = dict(zip(PRIMARY_OUTCOMES, (Text("participation", "参与"), Text("service quality", "服务质量")), strict=True))


def bought(comparison: Comparison, lang: str) -> str:
    """Say how many communities independent random draws would have needed; of several policies the least and the most.

    Nothing where it cannot be told: below eight communities, or where no difference varies.
    """
    parts = [part for column in PRIMARY_OUTCOMES if (part := _part(comparison, column, lang))]
    if not parts:
        return ""
    n = comparison.replicates
    return Text(
        f"For intervals like those of {n} communities with common random numbers, independent random draws would "
        f"have needed {'; '.join(parts)} communities; policy by policy in summary.json.",
        f"各项政策面对同样的社区和公共随机数。要得到与这 {n} 个社区同样窄的区间，随机数各自独立时{'；'.join(parts)}；"
        "各项政策的数字见 summary.json。",
    ).get(lang)


def _part(comparison: Comparison, column: str, lang: str) -> str:
    found = [
        (key, gain) for key, gain in comparison.common_random_numbers(column).items() if math.isfinite(gain.unpaired)
    ]
    if not found:
        return ""
    found.sort(key=lambda pair: pair[1].unpaired)
    ends = found if len(found) == 1 else [found[0], found[-1]]
    clauses = [_policy(comparison, key, item, lang) for key, item in ends]
    topic = TOPICS[column].get(lang)
    if lang == "zh":
        return f"{topic}方面需{'至'.join(clauses)}"
    return f"for {topic} {' to '.join(clauses)}"


def _policy(comparison: Comparison, key: str, own: CommonRandomNumbers, lang: str) -> str:
    """Return how many communities a policy would have needed, with its name and correlation."""
    label = comparison.label(key).get(lang)
    if math.isnan(own.correlation):
        return Text(f"{own.unpaired:,.0f} ({label})", f" {own.unpaired:,.0f} 个（{label}）").get(lang)
    return Text(
        f"{own.unpaired:,.0f} ({label}, correlation {own.correlation:.2f})",
        f" {own.unpaired:,.0f} 个（{label}，相关系数 {own.correlation:.2f}）",
    ).get(lang)
