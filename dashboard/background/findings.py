"""What happened, in words: only what the communities carry, and how many of them do."""

import math
import warnings
from collections.abc import Container
from typing import Any, NamedTuple

import numpy as np

from dashboard.background.ensemble import Answer, Floats
from dashboard.simulation.recording import YEAR
from dashboard.simulation.two_worlds import LOOKING_BACK
from experiments.explain.outcomes import MAIN_OUTCOMES
from experiments.output.statistics import Interval, Intervals, intervals
from experiments.output.verdicts import MATTERS, OPEN, SMALL, communities_to_settle, has_smallest, verdict
from experiments.output.windows import column_index, window_length
from sim.indicators import COLUMNS, GROUPS, INDICATORS, PERCENT, POINTS, POINTS_OF_100, indicator_of, label_of
from sim.text import Text

CANDIDATES = (
    "trust", "backlog", "quit_rate", "burned_out", "awareness", "turnout", "coordination",
    "legitimacy", "autonomy", "match", "order_share", "revenue_concentration", "active_party_members",
    "competence", "belonging", "volunteer_hours",
)  # fmt: skip
OTHERS = 2
"""How many indicators are told beside the headlines: those that moved most, and the largest harm."""
FEWEST = 3
"""Communities from which on something is said of all of them."""
BANDED = tuple(INDICATORS)
ENDS = (10, 90)
"""Ends of a band [percentiles over communities]."""
THIN = 8
"""Communities that can be drawn one by one as thin lines."""
MINUS = "\u2212"
UNSURE = Text("; cannot tell yet whether it matters", "；还分不清有没有实际意义")


def findings(answer: Answer) -> dict[str, Any]:
    """Return sentences, differences, groups and cost of what has been simulated, ready for JSON."""
    months = answer.trajectories.shape[2] - 1
    means = _window_means(answer.trajectories[:, :, 1:])
    gaps = intervals(means[:, 1] - means[:, 0])
    gap = {column: _gap(column, means, gaps) for column in INDICATORS}
    harm = _largest_harm(gap, gaps.mean)
    rows = list(dict.fromkeys([*MAIN_OUTCOMES, *_most_moved(gaps.mean), *harm]))
    ordered = sorted(rows, key=lambda column: -_weight(column, gaps.mean))
    ordered = list(dict.fromkeys([ordered[0], *harm, *ordered]))
    return {
        "window": _window(MAIN_OUTCOMES[0], months),
        "done": answer.done,
        "of": answer.of,
        "sentences": [_sentence(column, gap[column]).content() for column in ordered[:3]],
        "rows": [{**_row(column, means, gap[column]), "window": _window(column, months)} for column in rows],
        "all": {column: list(item.content(column).values()) for column, item in gap.items()},
        "groups": [_group(group, gaps) for group in GROUPS if group not in ("party", "other")],
        "cost": _cost(gaps.mean),
    }


def _window(column: str, months: int) -> list[int]:
    """Return the first and last month that an indicator is a mean of; one that looks back by itself is of the last."""
    length = 1 if column in LOOKING_BACK else window_length(column, months)
    return [months - length + 1, months]


def _window_means(trajectories: Floats) -> Floats:
    """Return (communities, worlds, columns) from policy months, each column over its own window."""
    months = trajectories.shape[2]
    first = np.array([_window(column, months)[0] for column in COLUMNS])
    means = np.empty((*trajectories.shape[:2], len(COLUMNS)))
    for start in np.unique(first).tolist():
        own = first == start
        means[..., own] = trajectories[:, :, start - 1 :, own].mean(axis=2)
    return means


class Gap(NamedTuple):
    """What B has more of an indicator than A, and in how many of ``n`` communities it has more, or less."""

    found: Interval
    higher: int
    lower: int
    n: int

    def content(self, column: str) -> dict[str, float | str | None]:
        """Return it ready for JSON: the difference, half its interval, both counts, the verdict and what settles it.

        Money has no verdict; ``communities`` are how many would settle an open one, None where nobody can tell.
        """
        found, smallest = self.found, indicator_of(column).smallest
        judged = verdict(found, smallest) if has_smallest(column) else None
        needed = communities_to_settle(found, smallest) if judged == OPEN else math.nan
        return {
            "difference": _number(found.mean), "half": _number(found.half), "higher": self.higher,
            "lower": self.lower, "verdict": judged, "communities": _number(needed),
        }  # fmt: skip


def _gap(column: str, means: Floats, gaps: Intervals) -> Gap:
    own = means[:, 1, column_index(column)] - means[:, 0, column_index(column)]
    return Gap(gaps.at(column_index(column)), int((own > 0).sum()), int((own < 0).sum()), len(own))


def _weight(column: str, mean: Floats) -> float:
    """Return a difference in units of the least that matters."""
    return abs(float(mean[column_index(column)])) / indicator_of(column).smallest


def _most_moved(mean: Floats) -> list[str]:
    moved = sorted(CANDIDATES, key=lambda column: -_weight(column, mean))
    return [column for column in moved[:OTHERS] if _weight(column, mean) >= 1]


def _largest_harm(gap: dict[str, Gap], mean: Floats) -> list[str]:
    """Return what is worse in B by most, beyond chance and by enough to matter, in a list; empty where nothing is."""

    def worse(column: str) -> bool:
        found, better = gap[column].found, indicator_of(column).better
        return verdict(found, indicator_of(column).smallest) == MATTERS and found.mean * better < 0

    harms = [column for column in (*MAIN_OUTCOMES, *CANDIDATES) if worse(column)]
    return sorted(harms, key=lambda column: -_weight(column, mean))[:1]


def _row(column: str, means: Floats, gap: Gap) -> dict[str, Any]:
    a, b = means[:, :, column_index(column)].mean(axis=0).tolist()
    return {"column": column, "a": a, "b": b, **gap.content(column)}


def _group(group: str, gaps: Intervals) -> dict[str, Any]:
    found: Interval = gaps.at(COLUMNS.index(f"satisfaction.{group}"))
    return {"group": group, "difference": found.mean, "half": _number(found.half)}


def _cost(mean: Floats) -> dict[str, float]:
    money = float(mean[column_index("cost")])
    return {"money": money, "shadow": float(mean[column_index("cost_with_shadow")]) - money}


def _sentence(column: str, gap: Gap) -> Text:
    """Return one true sentence on an indicator: higher, lower, hardly different, or cannot tell; by its verdict."""
    found, higher, lower, n = gap
    label = label_of(column)
    head = Text(f"{label.en[0].upper()}{label.en[1:]}", label.zh)
    size = _size(column, abs(found.mean))
    if n < FEWEST:
        so_far = Text(f"in {n} {'community' if n == 1 else 'communities'} so far", f"目前只算了 {n} 个社区")
        if abs(found.mean) < indicator_of(column).smallest:
            return Text(f"{head.en} hardly differs, {so_far.en}.", f"{head.zh}几乎没有差别（{so_far.zh}）。")
        direction = Text("higher", "高") if found.mean > 0 else Text("lower", "低")
        return Text(f"{head.en}: {size.en} {direction.en} in B, {so_far.en}.",
                    f"{head.zh}：B {direction.zh} {size.zh}（{so_far.zh}）。")  # fmt: skip
    judged = verdict(found, indicator_of(column).smallest)
    if judged == SMALL:
        return Text(f"{head.en} hardly differs.", f"{head.zh}几乎没有差别。")
    if found.low <= 0 <= found.high:
        number, way = max((higher, Text("higher", "高")), (lower, Text("lower", "低")), key=lambda item: item[0])
        return Text(f"{head.en}: cannot tell; B is {way.en} in {number} of {n} communities.",
                    f"{head.zh}：分不出高低；{n} 个社区里有 {number} 个 B 较{way.zh}。")  # fmt: skip
    matters = Text("", "") if judged == MATTERS else UNSURE
    if found.mean > 0:
        return Text(f"{head.en}: {size.en} higher in B, in {higher} of {n} communities{matters.en}.",
                    f"{head.zh}：B 高 {size.zh}，{n} 个社区里有 {higher} 个如此{matters.zh}。")  # fmt: skip
    return Text(f"{head.en}: {size.en} lower in B, in {lower} of {n} communities{matters.en}.",
                f"{head.zh}：B 低 {size.zh}，{n} 个社区里有 {lower} 个如此{matters.zh}。")  # fmt: skip


def _size(column: str, value: float) -> Text:
    """Return the size of a difference with its unit; of shares in percentage points."""
    indicator = indicator_of(column)
    if indicator.unit in (PERCENT, POINTS):
        return Text(f"{100 * value:.1f} percentage points", f"{100 * value:.1f} 个百分点")
    if indicator.unit == POINTS_OF_100:
        return Text(f"{100 * value:.1f} points", f"{100 * value:.1f} 分")
    shown = f"{value:,.1f}" if value < 10 else f"{value:,.0f}"
    return Text(f"{shown} {indicator.unit.en}", f"{shown} {indicator.unit.zh}")


def bands(answer: Answer, smoothed: Container[str]) -> tuple[dict[str, Any], list[bytes]]:
    """Return how far communities spread: a content and two float32 arrays.

    ``smoothed`` are the indicators that are drawn as the mean of a year.

    Returns:
        The 10th and 90th percentile over communities (worlds, 2, months, BANDED), and the first communities one by
        one (communities, worlds, months, BANDED).
    """
    values = _drawn(answer, smoothed)
    with np.errstate(invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a month without any value has no band
        ends = np.nanpercentile(values, ENDS, axis=0)
    few = values[:THIN]
    content = {"kind": "bands", "columns": list(BANDED), "months": values.shape[2], "communities": len(few)}
    return content, [np.ascontiguousarray(item, np.float32).tobytes() for item in (np.moveaxis(ends, 0, 1), few)]


def _drawn(answer: Answer, smoothed: Container[str]) -> Floats:
    """Return what charts draw (communities, worlds, months, BANDED)."""
    columns = [column_index(column) for column in BANDED]
    values = answer.recorded[:, :, :, columns]
    for k, column in enumerate(BANDED):
        if column in smoothed:
            values[..., k] = _trailing(values[..., k], YEAR)
    return values[:, :, YEAR - 1 :]


def _trailing(values: Floats, span: int) -> Floats:
    """Return the mean of the last ``span`` months, of those that have a value; months are the last axis."""
    known = np.isfinite(values)
    total, number = (_over(item, span) for item in (np.where(known, values, 0.0), known.astype(float)))
    return np.divide(total, number, out=np.full_like(total, np.nan), where=number > 0)


def _over(values: Floats, span: int) -> Floats:
    """Return the sum of the last ``span`` months."""
    total = np.cumsum(values, axis=-1)
    total[..., span:] -= total[..., :-span].copy()
    return total


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
