"""What does each scenario change? A row a scenario (and profile), a panel an outcome."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from report.drawing import WIDTH, Sheet, fitted, signed, text_width, tick_digits, ticks
from report.look import TYPE, ink
from report.sweep.findings import SMALLEST, Difference, SweepFindings
from report.sweep.results import OUTCOMES, SweepResults
from report.sweep.sentences import AXIS, effects_title, interval_note, matters
from sim.text import Text

NAME = "effects"
QUESTION = Text("What does each scenario change?", "各方案带来什么变化？")
ROW, HEAD, NUMBERS = 0.27, 0.34, 0.5


def lead(r: SweepResults) -> str:
    """How to read the picture."""
    over = [Text("points", "各点").get(r.lang)] if len(r.points) > 1 else []
    over += [Text("kinds of community", "各类社区").get(r.lang)] if len(r.profiles) > 1 else []
    joined = Text(" and ", "和").get(r.lang).join(over)
    base = r.label(r.reference)
    means = Text(f"; means over {joined}", f"，对{joined}取平均") if over else Text("", "")
    return Text(
        f"Paired differences from {base}, community by community{means.en}.", f"与{base}逐个社区相比的差{means.zh}。"
    ).get(r.lang)


def draw(f: SweepFindings) -> Sheet:
    """Two panels side by side with the names at the left."""
    r, rows = f.results, _rows(f)
    left = min(2.9, 0.25 + max(text_width(name, TYPE["row"]) for name, _ in rows))
    height = ROW * len(rows)
    note = Text(
        f"Pale: not wholly beyond the band of {SMALLEST:g} point: too small to matter, or not told yet. "
        f"{interval_note(r)}",
        f"浅色：区间没有整个超出灰带（{SMALLEST:g} 点）：没有实际意义，或还分不清。{interval_note(r)}",
    ).get(r.lang)
    sheet = Sheet(effects_title(f), _subtitle(r), HEAD + height + 0.3, note)
    width = (WIDTH - 0.1 - left) / len(OUTCOMES)
    for line, (name, found) in enumerate(rows):
        indent = 0.0 if found[0].profile is None else 0.15
        color = ink.INK if found[0].profile is None else ink.GREY
        sheet.text(0.1 + indent, HEAD + (line + 0.5) * ROW, fitted(name, left - 0.2, TYPE["row"]), TYPE["row"], color)
    for index, outcome in enumerate(OUTCOMES):
        x = left + 0.1 + index * width
        sheet.text(x, 0.13, AXIS[outcome].get(r.lang), TYPE["panel"])
        axes = sheet.axes(x, HEAD, width - NUMBERS - 0.25, height)
        _panel(axes, [found[index] for _, found in rows])
        for line, (_, found) in enumerate(rows):
            value = signed(found[index].found.mean) if np.isfinite(found[index].found.mean) else "–"
            at = (x + width - 0.2, HEAD + (line + 0.5) * ROW)
            sheet.text(*at, value, TYPE["number"], _text_colour(found[index]), ha="right")
    return sheet


def _subtitle(r: SweepResults) -> str:
    return Text(
        "Difference in points, mean of the last months of the run; thick line: 95% interval",
        "差值（百分点、分），取运行最后若干月的平均；粗线为 95% 区间",
    ).get(r.lang)


def _rows(f: SweepFindings) -> list[tuple[str, list[Difference]]]:
    """A row a scenario, below it one a profile where there are several."""
    r, rows = f.results, []
    for scenario in r.others:
        rows.append((r.label(scenario), [f.difference(scenario, outcome) for outcome in OUTCOMES]))
        for profile in r.profiles if f.by_profile else ():
            own = [d for d in f.by_profile if (d.scenario, d.profile) == (scenario, profile)]
            rows.append((r.profile_label(profile), own))
    return rows


def colour(d: Difference) -> str:
    """Gain, loss, or pale where it cannot be told or does not matter."""
    if not matters(d.found):
        return ink.PALE
    return ink.GAIN if d.found.mean > 0 else ink.LOSS


def _text_colour(d: Difference) -> str:
    color = colour(d)
    return ink.GREY if color == ink.PALE else color


def _panel(axes: Axes, found: Sequence[Difference]) -> None:
    ends = [value for d in found for value in d.found.drawn]
    low, high = min([-SMALLEST, *ends]), max([SMALLEST, *ends])
    pad = 0.05 * (high - low)
    axes.set(xlim=(low - pad, high + pad), ylim=(len(found), 0))
    axes.axvspan(-SMALLEST, SMALLEST, color=ink.MIST, linewidth=0)
    axes.axvline(0, color=ink.ZERO, linewidth=0.9)
    marks = ticks(low - pad, high + pad)
    digits = tick_digits(marks)
    axes.set_xticks(marks, [signed(mark, digits) for mark in marks])
    axes.set_yticks([])
    for line, d in enumerate(found):
        if not np.isfinite(d.found.mean):
            continue
        whole = d.profile is None
        if d.found.known:
            axes.plot([d.found.low, d.found.high], [line + 0.5] * 2, color=colour(d), linewidth=3.2 if whole else 1.8)
        axes.plot([d.found.mean], [line + 0.5], "o", color=colour(d), markersize=6 if whole else 4.5)
