"""What changes along the design? A panel a quantity and outcome, a line a scenario."""

import numpy as np
from matplotlib.axes import Axes

from report.drawing import WIDTH, Sheet
from report.look import TYPE
from report.sweep.canvas import MOST_LINES, along_axis, key_line, looks, upright
from report.sweep.findings import Along, SweepFindings
from report.sweep.results import OUTCOMES
from report.sweep.sentences import AXIS, along_title, interval_note
from sim.text import Text

NAME = "lines"
QUESTION = Text("What changes along the design?", "沿着设计，什么在变？")
LEFT, GAP, FOOT = 0.45, 0.55, 0.55


def lead(f: SweepFindings) -> str:
    """How to read the picture."""
    if any(len(block) > 1 for block in f.results.blocks):
        return Text(
            "A line a scenario. Quantities that move together in this design are one path of points: what changes "
            "along it is the effect of all of them at once, and none has an effect of its own to tell.",
            "每条线一个方案。本设计中一起变动的变量合为一条路径：沿路径的变化是它们共同的作用，分不出各自的作用。",
        ).get(f.results.lang)
    if len(f.results.blocks) == 1:
        return Text("A line a scenario; every mean with its interval.", "每条线一个方案；每个均值带区间。").get(
            f.results.lang
        )
    return Text(
        "A row a designed quantity, averaged over all the others; a line a scenario.",
        "每行一个设计变量，对其余变量取平均；每条线一个方案。",
    ).get(f.results.lang)


def draw(f: SweepFindings) -> Sheet:
    """Rows of two panels."""
    r, shown = f.results, looks(f)
    height = 2.3 if len(r.blocks) == 1 else 1.35
    row = height + FOOT
    more = len(r.scenarios) - len(shown)
    note = interval_note(r)
    if more:
        note += Text(
            f" {MOST_LINES} of {len(r.scenarios)} scenarios; all of them are in the table.",
            f"图中为 {len(r.scenarios)} 个方案中的 {MOST_LINES} 个，全部见表。",
        ).get(r.lang)
    sheet = Sheet(along_title(f, r.reference, gain=False), _subtitle(f), 0.55 + len(r.blocks) * row - 0.05, note)
    key_line(r, sheet, shown)
    width = (WIDTH - 0.2 - 2 * LEFT - GAP) / 2
    for index, outcome in enumerate(OUTCOMES):
        x = 0.1 + LEFT + index * (width + GAP + LEFT - 0.05)
        sheet.text(x - LEFT + 0.05, 0.4, AXIS[outcome].get(r.lang), TYPE["panel"])
        found = {
            (look.scenario, block): f.along(outcome, look.scenario, block, gain=False)
            for look in shown
            for block in r.blocks
        }
        low, high = _limits(list(found.values()))
        for line, block in enumerate(r.blocks):
            axes = sheet.axes(x, 0.55 + line * row, width, height)
            for look in shown:
                _line(axes, found[look.scenario, block], look.color, look.dash, look.marker)
            upright(axes, low, high)
            along_axis(r, axes, block, found[shown[0].scenario, block].at.tolist())
    return sheet


def _subtitle(f: SweepFindings) -> str:
    r = f.results
    if len(r.profiles) > 1:
        return Text(
            "Levels, averaged over the kinds of community; bars: 95% interval of the mean",
            "各方案的水平，对各类社区取平均；线段为均值的 95% 区间",
        ).get(r.lang)
    return Text("Levels; bars: 95% interval of the mean", "各方案的水平；线段为均值的 95% 区间").get(r.lang)


def _limits(found: list[Along]) -> tuple[float, float]:
    known = [value for along in found for item in along.found for value in item.drawn]
    return min(known), max(known)


def _line(axes: Axes, along: Along, color: str, dash: object, marker: str) -> None:
    mean = np.array([item.mean for item in along.found])
    axes.plot(along.at, mean, color=color, linewidth=1.6, linestyle=dash)
    axes.plot(along.at, mean, marker, color=color, markersize=4.2, linestyle="none")
    for x, item in zip(along.at, along.found, strict=True):
        if item.known:
            axes.plot([x, x], [item.low, item.high], color=color, linewidth=1.1)
