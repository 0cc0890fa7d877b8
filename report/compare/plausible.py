"""What is said of the worlds beside a comparison: how many there are, how many pass, how much is chance."""

from collections.abc import Collection

from experiments.compare.comparison import Comparison
from experiments.policies.arms import Arm, mostly_grant
from report.period import measured_elsewhere
from sim.indicators import PRIMARY_OUTCOMES
from sim.text import Text


def other_worlds(counts: Collection[int], lang: str) -> str:
    """Return in how many worlds rows were looked at: one number where it is the same for all."""
    most, same = max(counts), len(set(counts)) == 1
    if lang == "zh":
        return f"{' ' if same else '至多 '}{most} 个合乎已知情况的世界"
    return f"{'' if same else 'up to '}{most} plausible {'world' if most == 1 else 'worlds'}"


def about_worlds(comparison: Comparison, lang: str) -> str:
    """Say how many worlds pass the bands in this setting, where rows were run, and how much is due to random draws."""
    return ("" if lang == "zh" else " ").join(
        [
            _passed(comparison, lang),
            *_found_in(comparison, lang),
            *_run_in(comparison, lang),
            stochastic_line(comparison, lang),
        ]
    )


def _passed(comparison: Comparison, lang: str) -> str:
    own = comparison.worlds_checked
    assert own is not None
    if own.stored:
        return Text(
            f"All {own.asked} stored worlds were found for this setting, on {own.communities} communities each.",
            f"存好的 {own.asked} 个世界都是为这一设定找到的，各看了 {own.communities} 个社区。",
        ).get(lang)
    return Text(
        f"In this setting {own.passed} of the {own.asked} stored worlds look without policy as communities are known "
        f"to ({own.communities} communities each); the others are not used.",
        f"在这一设定下，存好的 {own.asked} 个世界中有 {own.passed} 个在维持现状时合乎已知情况"
        f"（各看 {own.communities} 个社区），其余不用。",
    ).get(lang)


def _found_in(comparison: Comparison, lang: str) -> list[str]:
    """Say that the worlds were found in another period, where they were."""
    said = measured_elsewhere(comparison.profile.period)
    return [] if said is None else [said.get(lang)]


def _run_in(comparison: Comparison, lang: str) -> list[str]:
    """Say in how many worlds and communities rows were simulated, where that is not the same as what was checked."""
    own = comparison.worlds_checked
    assert own is not None
    found = sorted({(row.n, row.communities) for row in comparison.worlds.values()}, reverse=True)
    if found == [(own.passed, own.communities)]:
        return []
    clauses = [Text(f"{n} worlds, {c} communities each", f"{n} 个世界，各 {c} 个社区").get(lang) for n, c in found]
    return [Text(f"Policies were run in {' or '.join(clauses)}.", f"各项政策运行了{'或'.join(clauses)}。").get(lang)]


def stochastic_line(comparison: Comparison, lang: str) -> str:
    """Say how much of the variance over worlds is due to random draws, the least and the most of all rows."""
    shares = [
        world.luck[column]
        for world in comparison.worlds.values()
        for column in PRIMARY_OUTCOMES
        if column in world.luck
    ]
    known = sorted(share for share in shares if share is not None)
    if not known:
        return Text("How much of it is random variation was not measured.", "其中随机波动占多少没有测量。").get(lang)
    low, high = (f"{100 * share:.0f}%" for share in (known[0], known[-1]))
    span_en, span_zh = (low, low) if low == high else (f"{low} to {high}", f"{low}–{high}")
    return Text(
        f"Random draws account for {span_en} of a row's variance over the worlds.",
        f"在各行随世界的变动（方差）中，随机波动占 {span_zh}。",
    ).get(lang)


def grant_mark(arm: Arm, budget: float | None, lang: str) -> str:
    """Return what stands behind the name of a row that is mostly grant, with the part that is."""
    if budget is None or not mostly_grant(arm, budget):
        return ""
    part = f"{100 * arm.grant / budget:.0f}%"
    return Text(f" ({part} is grant)", f"（{part} 为补贴）").get(lang)
