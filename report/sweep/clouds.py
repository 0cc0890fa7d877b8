"""What matters most in a sampled design? A panel a quantity and outcome, a dot a point, the strongest first."""

import numpy as np
from matplotlib.axes import Axes

from report.drawing import WIDTH, Sheet, fitted
from report.look import TYPE, ink
from report.sweep.canvas import along_axis, upright
from report.sweep.findings import Along, SweepFindings
from report.sweep.results import OUTCOMES, SweepResults
from report.sweep.sentences import AXIS, along_title, interval_note, lower, quantity
from sim.text import Text

LEVELS, GAINS = "levels", "gains"
MOST_PANELS, MOST_DOTS, ACROSS = 8, 500, 4
HEIGHT, HEAD, FOOT, LEFT = 1.25, 0.26, 0.36, 0.42


def question(r: SweepResults, name: str) -> str:
    """The heading of the section."""
    if name == LEVELS:
        return Text("What moves the outcomes?", "什么在左右结果？").get(r.lang)
    return Text("What does the effect depend on?", "作用大小取决于什么？").get(r.lang)


def lead(f: SweepFindings, name: str) -> str:
    """How to read the picture."""
    r = f.results
    how = Text(
        ": a dot a point of the design, the line the mean of neighbouring points.",
        "：每点为设计中的一个点，线为相邻各点的平均。",
    ).get(r.lang)
    label, base = r.label(f.focus or r.reference), r.label(r.reference)
    what = Text(f"Levels with {lower(base)}", f"{base}下的水平") if name == LEVELS else gain_of(r, label)
    return what.get(r.lang) + how


def gain_of(r: SweepResults, label: str) -> Text:
    """A scenario less the reference, in words."""
    base = r.label(r.reference)
    return Text(f"{label} less {lower(base)}", f"{label}与{base}之差")


def draw(f: SweepFindings, name: str) -> Sheet:
    """One block of panels an outcome, the strongest quantity first."""
    r, gain = f.results, name == GAINS
    scenario = f.focus if gain and f.focus else r.reference
    order = {
        outcome: [contrast.block for contrast in f.contrasts(outcome, scenario, gain=gain)][:MOST_PANELS]
        for outcome in OUTCOMES
    }
    rows = {outcome: -(-len(names) // _columns(len(names))) for outcome, names in order.items()}
    row = HEAD + HEIGHT + FOOT
    sheet = Sheet(
        along_title(f, scenario, gain=gain),
        _subtitle(r),
        sum(0.3 + rows[outcome] * row for outcome in OUTCOMES),
        _note(r),
    )
    top = 0.0
    for outcome in OUTCOMES:
        sheet.text(0.1, top + 0.13, AXIS[outcome].get(r.lang), TYPE["row"])
        _block(f, sheet, outcome, scenario, order[outcome], top + 0.3, gain=gain)
        top += 0.3 + rows[outcome] * row
    return sheet


def _columns(panels: int) -> int:
    """Panels side by side: at most four, and rows of about equal length."""
    return max(2, -(-panels // -(-panels // ACROSS)))


def _subtitle(r: SweepResults) -> str:
    return Text(
        "In order of strength: how much of the spread between points the quantity explains (the % beside its name)",
        "按强弱排列：该变量能解释各点之间差别的多少（名称旁的 %）",
    ).get(r.lang)


def _note(r: SweepResults) -> str:
    few = ""
    if len(r.points) > MOST_DOTS:
        few = Text(
            f"{MOST_DOTS} of {len(r.points):,} points are drawn; lines rest on all. ",
            f"画出 {len(r.points):,} 个点中的 {MOST_DOTS} 个，线以全部点计算。",
        ).get(r.lang)
    return few + interval_note(r)


def _block(
    f: SweepFindings,
    sheet: Sheet,
    outcome: str,
    scenario: str,
    blocks: list[tuple[str, ...]],
    top: float,
    *,
    gain: bool,
) -> None:
    r = f.results
    strength = {contrast.block: contrast.strength for contrast in f.contrasts(outcome, scenario, gain=gain)}
    means = f.point_means(outcome, scenario, gain=gain)
    kept = means.iloc[:: max(1, -(-len(means) // MOST_DOTS))]
    low, high = np.percentile(kept, [0.5, 99.5])
    columns = _columns(len(blocks))
    pitch = (WIDTH - 0.1 - LEFT) / columns
    for number, block in enumerate(blocks):
        line, place = divmod(number, columns)
        x, y = 0.1 + LEFT + place * pitch, top + line * (HEAD + HEIGHT + FOOT)
        share = f" {strength[block]:.0%}"
        sheet.text(x, y + 0.13, fitted(quantity(r, block), pitch - 0.75, TYPE["number"]) + share, TYPE["number"])
        axes = sheet.axes(x, y + HEAD, pitch - 0.3, HEIGHT)
        place_of = r.along(block)
        at = place_of.reindex(kept.index).to_numpy(dtype=float)
        axes.plot(at, kept.to_numpy(), "o", color=ink.PALE, markersize=2.2, alpha=0.55, markeredgewidth=0)
        _means(axes, f.along(outcome, scenario, block, gain=gain))
        upright(axes, float(low), float(high), zero=gain)
        if gain:
            axes.axhline(0, color=ink.ZERO, linewidth=0.9)
        if place:
            axes.set_yticklabels([])
        along_axis(r, axes, block, [float(place_of.min()), float(place_of.max())], named=False, most=3)


def _means(axes: Axes, along: Along) -> None:
    axes.plot(along.at, [item.mean for item in along.found], color=ink.INK, linewidth=1.6)
    for x, item in zip(along.at, along.found, strict=True):
        if item.known:
            axes.plot([x, x], [item.low, item.high], color=ink.INK, linewidth=1.1)
