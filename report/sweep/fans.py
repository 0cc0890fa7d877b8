"""How does it go over time? A panel a scenario and outcome: the median of all runs, and how they spread."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from report.drawing import WIDTH, Sheet, fitted, plain, tick_text, ticks
from report.look import LIGHT, TYPE, ink
from report.sweep.canvas import MOST_LINES, looks
from report.sweep.findings import SweepFindings
from report.sweep.results import OUTCOMES, POINTS, TRAJECTORIES, SweepResults, read_frame
from report.sweep.sentences import AXIS, TOPIC, base
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

NAME = "fans"
QUESTION = Text("How does it go over time?", "随时间怎样变化？")
LEAD = Text(
    "All runs of a scenario together: points of the design, kinds of community, communities.",
    "每个方案的全部运行放在一起：设计中的各点、各类社区、各个社区。",
)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
STEP, PAST, HEIGHT = 3, 12, 1.5  # every third month; months before the policies that are shown

Fans = dict[tuple[str, str], tuple[NDArray[np.float64], NDArray[np.float64]]]


def fans(r: SweepResults) -> Fans:
    """By outcome and scenario: months, and the quantiles of all runs (quantiles, months) [points].

    Raises:
        InputError: the file of the trajectories is missing, cut short, or of another run.
    """
    months = list(range(int(r.plan["months"]), -PAST - 1, -STEP))
    rows = read_frame(r.folder / TRAJECTORIES, ("scenario", "month", *OUTCOMES), filters=[("month", "in", months)])
    return {
        (outcome, name): _quantiles(item, outcome) for name, item in rows.groupby("scenario") for outcome in OUTCOMES
    }


def _quantiles(rows: "DataFrame", outcome: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    found = rows.groupby("month")[outcome].quantile(list(QUANTILES)).unstack()
    return found.index.to_numpy(dtype=float), POINTS * found.to_numpy(dtype=float).T


def draw(f: SweepFindings, found: Fans) -> Sheet:
    """A row of panels an outcome."""
    r = f.results
    shown = [look.scenario for look in looks(f) if (OUTCOMES[0], look.scenario) in found]
    columns = max(len(shown), 2)
    pitch = (WIDTH - 0.55) / columns
    row = 0.32 + 0.26 + HEIGHT + 0.34
    sheet = Sheet(_title(f, found), _subtitle(r), len(OUTCOMES) * row, _note(r, len(shown)))
    for line, outcome in enumerate(OUTCOMES):
        top = line * row
        sheet.text(0.1, top + 0.13, AXIS[outcome].get(r.lang), TYPE["row"])
        own = [found[outcome, scenario][1] for scenario in shown]
        limits = float(min(values.min() for values in own)), float(max(values.max() for values in own))
        for index, scenario in enumerate(shown):
            x = 0.5 + index * pitch
            sheet.text(x, top + 0.44, fitted(r.label(scenario), pitch - 0.2, TYPE["panel"]), TYPE["panel"])
            axes = sheet.axes(x, top + 0.58, pitch - 0.22, HEIGHT)
            _fan(axes, *found[outcome, scenario])
            _scale(axes, limits, int(r.plan["months"]), numbered=index == 0)
    return sheet


def _fan(axes: Axes, months: NDArray[np.float64], values: NDArray[np.float64]) -> None:
    years = months / 12
    axes.fill_between(years, values[0], values[4], color=LIGHT["a"], alpha=0.14, linewidth=0)
    axes.fill_between(years, values[1], values[3], color=LIGHT["a"], alpha=0.26, linewidth=0)
    axes.plot(years, values[2], color=LIGHT["a"], linewidth=1.7)


def _scale(axes: Axes, limits: tuple[float, float], months: int, *, numbered: bool) -> None:
    pad = 0.06 * ((limits[1] - limits[0]) or 1.0)
    axes.set(xlim=(-PAST / 12, months / 12), ylim=(limits[0] - pad, limits[1] + pad))
    axes.axvline(0, color=ink.ZERO, linewidth=0.9)
    marks = ticks(limits[0] - pad, limits[1] + pad, 4)
    axes.set_yticks(
        marks,
        [tick_text(mark) for mark in marks] if numbered else [""] * len(marks),
    )
    axes.grid(axis="y", color=ink.HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
    end = months // 12
    years = sorted({0, end // 2, end})
    axes.set_xticks(years, [str(year) for year in years])


def _title(f: SweepFindings, found: Fans) -> str:
    """Where the median run's participation ends: with the strongest scenario, and with the reference."""
    r = f.results
    months, values = found[OUTCOMES[0], r.reference]
    years, end, topic = round(float(months[-1]) / 12, 1), plain(float(values[2][-1])), TOPIC[OUTCOMES[0]].get(r.lang)
    label = r.label(r.reference)
    if f.focus is None:
        en = f"After {years:g} years the median run has {end}% {topic}"
        return Text(en, f"{years:g} 年后，处在中位的运行{topic}为 {end}%").get(r.lang)
    other, there = r.label(f.focus), plain(float(found[OUTCOMES[0], f.focus][1][2][-1]))
    return Text(
        f"After {years:g} years the median run has {there}% {topic} with {other}, {end}% with {base(r)}",
        f"{years:g} 年后，处在中位的运行{topic}：{other} {there}%，{label} {end}%",
    ).get(r.lang)


def _subtitle(r: SweepResults) -> str:
    return Text(
        "Line: median of all runs; dark band: the middle 50% of runs; pale band: the middle 90%",
        "线：全部运行的中位数；深色带：中间 50% 的运行；浅色带：中间 90%",
    ).get(r.lang)


def _note(r: SweepResults, shown: int) -> str:
    note = Text("Horizontal axis: years; the policies begin in year 0. ", "横轴：年；政策从第 0 年开始。").get(r.lang)
    note += Text("Bands show how runs differ, not an error.", "色带是各次运行之间的差别，不是误差。").get(r.lang)
    if shown < len(r.scenarios):
        note += Text(
            f" {MOST_LINES} of {len(r.scenarios)} scenarios.", f"图中为 {len(r.scenarios)} 个方案中的 {shown} 个。"
        ).get(r.lang)
    return note
