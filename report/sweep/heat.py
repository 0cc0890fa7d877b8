"""What do two quantities do together? A map an outcome and scenario, a cell a point."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import NDArray

from report.drawing import WIDTH, Sheet, fitted, plain, signed, text_width
from report.look import LIGHT, TYPE, ink
from report.sweep.canvas import MOST_LINES
from report.sweep.findings import SMALLEST, SweepFindings
from report.sweep.results import OUTCOMES, SweepResults, over_communities
from report.sweep.sentences import AXIS, along_title, base, interval_note, matters, quantity
from sim.quantity import plain as number
from sim.text import Text

NAME = "maps"
QUESTION = Text("What do the two quantities do together?", "两个变量合在一起会怎样？")
LEAD = Text(
    "A map of the levels under the first scenario, then a map a scenario of what it changes there.",
    "先是第一个方案下的水平，然后每个方案一幅：它在各处带来的变化。",
)
RAMP = LinearSegmentedColormap.from_list("levels", [LIGHT[f"r{n}"] for n in range(6)])
APART = LinearSegmentedColormap.from_list("gains", [LIGHT[f"d{n}"] for n in range(-3, 4)])
CELL, MOST_CELLS, FEWEST_VALUES = 0.34, 14, 2


@dataclass(frozen=True)
class Map:
    """Means by two designed quantities; ``sure`` tells where the difference matters."""

    values: NDArray[np.float64]
    sure: NDArray[np.bool_]
    rows: NDArray[np.float64]
    columns: NDArray[np.float64]


def fits(r: SweepResults) -> bool:
    """Two quantities on a full grid, each with at least two values."""
    if r.kind != "grid" or len(r.names) != 2 or len(r.blocks) != 2:
        return False
    return all(FEWEST_VALUES <= r.points[name].nunique() <= MOST_CELLS for name in r.names)


def axes_of(r: SweepResults) -> tuple[str, str]:
    """Which quantity runs across and which upwards: the one with more values runs across."""
    one, other = r.names
    return (one, other) if r.points[one].nunique() >= r.points[other].nunique() else (other, one)


def made(f: SweepFindings, outcome: str, scenario: str, *, gain: bool) -> Map:
    """The numbers of one map."""
    r = f.results
    across, up = axes_of(r)
    columns, rows = (np.sort(r.points[name].unique()) for name in (across, up))
    values, sure = np.full((len(rows), len(columns)), np.nan), np.zeros((len(rows), len(columns)), dtype=bool)
    for point, item in r.column(outcome, scenario, gain=gain).dropna().groupby(level="point"):
        at = np.searchsorted(rows, r.points.at[point, up]), np.searchsorted(columns, r.points.at[point, across])
        found = over_communities(item)
        values[at], sure[at] = found.mean, matters(found)
    return Map(values, sure, rows, columns)


def draw(f: SweepFindings) -> Sheet:
    """Two columns of maps, one an outcome; below the levels the gains of each scenario."""
    r = f.results
    across, up = axes_of(r)
    shown = [(r.reference, False), *((name, True) for name in f.ranked(r.others)[: MOST_LINES - 1])]
    marks = [number(round(value, 6)) for value in np.sort(r.points[up].unique())]
    left = 0.15 + max(text_width(mark, TYPE["number"]) for mark in marks)
    width = (WIDTH - 0.2 - 2 * left - 0.3) / 2
    height = CELL * r.points[up].nunique()
    row = height + 0.75
    focus = f.focus
    title = along_title(f, focus, gain=True) if focus else along_title(f, r.reference, gain=False)
    sheet = Sheet(title, _subtitle(r, across, up), 0.3 + len(shown) * row, _note(r))
    for index, outcome in enumerate(OUTCOMES):
        x = 0.1 + left + index * (width + left + 0.3)
        sheet.text(x - left, 0.12, AXIS[outcome].get(r.lang), TYPE["panel"])
        for line, (scenario, gain) in enumerate(shown):
            top = 0.3 + line * row
            label = r.label(scenario) + (_less(r) if gain else "")
            sheet.text(x, top + 0.12, fitted(label, width, TYPE["number"]), TYPE["number"], ink.GREY)
            _map(r, sheet.axes(x, top + 0.26, width, height), made(f, outcome, scenario, gain=gain), gain=gain)
    return sheet


def _less(r: SweepResults) -> str:
    return Text(f" less {base(r)}", f"与{r.label(r.reference)}之差").get(r.lang)


def _subtitle(r: SweepResults, across: str, up: str) -> str:
    return Text(
        f"Across: {quantity(r, (across,))}; upwards: {quantity(r, (up,))}",
        f"横向：{quantity(r, (across,))}；纵向：{quantity(r, (up,))}",
    ).get(r.lang)


def _note(r: SweepResults) -> str:
    pale = Text(
        f"Grey numbers: not wholly beyond {SMALLEST:g} point, so too small to matter or not told yet. ",
        f"灰色数字：区间没有整个超出 {SMALLEST:g} 点，没有实际意义或还分不清。",
    ).get(r.lang)
    return (pale if r.others else "") + interval_note(r)


def _map(r: SweepResults, axes: Axes, own: Map, *, gain: bool) -> None:
    """Cells with their numbers; gains on a scale that is symmetric about zero."""
    known = own.values[np.isfinite(own.values)]
    if not known.size:
        return
    top = max(float(np.abs(known).max()), 1.0) if gain else 0.0
    low, high = (-top, top) if gain else (float(known.min()), float(known.max()))
    axes.imshow(
        own.values, origin="lower", aspect="auto", cmap=APART if gain else RAMP, vmin=low, vmax=max(high, low + 1e-9)
    )
    for (row, column), value in np.ndenumerate(own.values):
        if np.isfinite(value):
            deep = abs(value) / top > 0.75 if gain else (value - low) / max(high - low, 1e-9) > 0.6
            tone = ink.GREY if gain and not own.sure[row, column] else LIGHT["surface"] if deep else ink.INK
            text = signed(value) if gain else plain(value)
            axes.text(column, row, text, ha="center", va="center_baseline", size=TYPE["number"], color=tone)
    axes.set_xticks(range(len(own.columns)), [number(round(value, 6)) for value in own.columns])
    axes.set_yticks(range(len(own.rows)), [number(round(value, 6)) for value in own.rows])
