"""The effects of every policy in every variant: a panel an outcome, a row a policy, a mark a variant."""

from experiments.agents.variants import FULL
from experiments.output.statistics import Interval
from experiments.output.wording import capital
from report.agents.findings import AgentsFindings
from report.drawing import WIDTH, Scale, Sheet, fitted, scale, text_width, ticks
from report.look import LIGHT, TYPE, ink

HEAD, ROW, FOOT = 0.55, 0.46, 0.3
NAMES, GAP = 1.5, 0.3
"""Widths [inches]: the names of the policies, and between panels."""
MARKS = {
    FULL: ("o", ink.INK), "household": ("s", LIGHT["c2"]), "no_ties": ("D", LIGHT["b"]), "alike": ("^", LIGHT["loss"]),
    "mean_field": ("v", LIGHT["a"]),
}  # fmt: skip


def variants_sheet(f: AgentsFindings) -> Sheet:
    """One panel an outcome; policies by their effect on the first in the full model."""
    policies = f.ordered(f.outcomes[0])
    sheet = Sheet(f.headline(), _subtitle(f), HEAD + ROW * len(policies) + FOOT, _note(f))
    _key(f, sheet)
    for row, policy in enumerate(policies):
        sheet.text(NAMES, _y(row), fitted(f.policies[policy], NAMES - 0.1, TYPE["row"]), TYPE["row"], ha="right")
        if row:
            sheet.line([0.1, WIDTH - 0.1], [HEAD + ROW * row] * 2, ink.HAIR, 0.6)
    width = (WIDTH - 0.25 - NAMES - GAP * len(f.outcomes)) / len(f.outcomes)
    for number, outcome in enumerate(f.outcomes):
        _panel(f, sheet, outcome, policies, NAMES + GAP + number * (width + GAP), width)
    return sheet


def _subtitle(f: AgentsFindings) -> str:
    return f.either(
        f"Difference from no policy within each variant (points), mean of {f.window}, {f.communities}",
        f"各种简化下与维持现状之差（点），取{f.window}平均，{f.communities}",
    )


def _note(f: AgentsFindings) -> str:
    return f.either(
        "Lines: 95% interval, random draws only. All variants are of the same people and meet the same draws wherever "
        "they do the same.",
        "线段为 95% 区间，只反映随机波动。各种简化用同样的居民，凡做同样的事都用同样的随机数。",
    )


def _y(row: int) -> float:
    return HEAD + ROW * (row + 0.5)


def _key(f: AgentsFindings, sheet: Sheet) -> None:
    x = NAMES + GAP
    for name in f.variants:
        mark, color = MARKS[name]
        sheet.marker(x, 0.08, mark, 5.0, color, color)
        sheet.text(x + 0.1, 0.08, f.label(name), TYPE["note"], ink.INK)
        x += 0.1 + text_width(f.label(name), TYPE["note"]) + 0.25


def _panel(f: AgentsFindings, sheet: Sheet, outcome: str, policies: list[str], x: float, width: float) -> None:
    found = {(name, policy): f.effect(name, outcome, policy) for name in f.variants for policy in policies}
    values = [0.0, *(value for effect in found.values() for value in effect.drawn)]
    low, high = min(values), max(values)
    at = scale(x, width, low, high)
    sheet.text(x, 0.34, capital(f.topic(outcome)), TYPE["panel"])
    for mark in ticks(low, high, 5):
        sheet.tick(mark, at(mark), HEAD, HEAD + ROW * len(policies), 0.12)
    step = ROW / (len(f.variants) + 1)
    for row, policy in enumerate(policies):
        for place, name in enumerate(f.variants, 1):
            _mark(sheet, found[name, policy], at, HEAD + ROW * row + step * place, *MARKS[name])


def _mark(sheet: Sheet, effect: Interval, at: Scale, y: float, mark: str, color: str) -> None:
    if effect.known:
        sheet.line([at(effect.low), at(effect.high)], [y, y], color, 0.9)
    sheet.marker(at(effect.mean), y, mark, 3.4, color, color, 0.5)
