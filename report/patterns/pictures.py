"""The pictures of patterns: communities beside what is expected, months, and closed forms beside the engine."""

import math

import numpy as np

from experiments.patterns.content import written
from experiments.patterns.families import TITLES
from report.drawing import MARGIN, WIDTH, Scale, Sheet, dot, fitted, scale, tick_text
from report.look import LIGHT, TYPE, ink
from report.patterns.findings import Own, PatternsFindings

NAMES, FOUND = 4.1, 1.35
"""Widths [inches]: what a row says, and its finding at the right."""
ROW, MONTHS = 0.52, 2.2
LINES = (ink.INK, LIGHT["a"], LIGHT["b"])
DASHES = ("-", "--", ":")
LABEL_GAP = 0.16  # inches between labels at the ends of lines


def family(f: PatternsFindings, name: str) -> Sheet:
    """All rows of a family, each on a scale of its own; above them the months, where these are shown."""
    rows, months = f.of_family(name), f.content["months"].get(name)
    above = MONTHS + 0.55 if months else 0.0
    sheet = Sheet(_title(f, rows), _subtitle(f, name), above + ROW * len(rows), _note(f))
    if months:
        _months(f, sheet, months)
    for number, own in enumerate(rows):
        _strip(f, sheet, own, above + ROW * (number + 0.5))
    return sheet


def _title(f: PatternsFindings, rows: list[Own]) -> str:
    if len(rows) == 1:
        return f"{f.label(rows[0])}{f.either(': ', '：')}{f.verdict(rows[0])}"
    holds = sum(own["verdict"] == "holds" for own in rows)
    return f.either(f"{holds} of {len(rows)} hold", f"{len(rows)} 项中 {holds} 项相符")


def _subtitle(f: PatternsFindings, name: str) -> str:
    return TITLES[name].get(f.lang)


def _note(f: PatternsFindings) -> str:
    return f.either(
        "Grey dots: communities; black: their mean, with the interval that decides; tinted: what is expected. Every "
        "row has its own scale.",
        "灰点：各社区；黑点：平均及据以判断的区间；着色：预期范围。每行各用自己的刻度。",
    )


def _strip(f: PatternsFindings, sheet: Sheet, own: Own, y: float) -> None:
    """One row: communities, mean, interval and what is expected."""
    lost = own["verdict"] in ("fails", "known failure")
    sheet.text(MARGIN, y, fitted(f.label(own), NAMES - 0.2, TYPE["number"]))
    left, room = MARGIN + NAMES, WIDTH - 2 * MARGIN - NAMES - FOUND
    values = np.array([value for value in own["values"] if value is not None])
    low, high = _ends(own, values)
    at = scale(left, room, low, high)
    _expected(own, sheet, at, (low, high), y)
    for value in values:
        sheet.marker(at(value), y, "o", 3.2, ink.PALE, "none", 0.0)
    if own["low"] is not None:
        sheet.line([at(own["low"]), at(own["high"])], [y, y], ink.INK, 1.6)
    sheet.marker(at(own["found"]), y, "o", 6.0, ink.LOSS if lost else ink.INK, "white", 0.8)
    for end in {own["expected"]["low"], own["expected"]["high"]} - {None}:
        if low <= end <= high:
            text = written(end, own["unit"])
            sheet.text(at(end), y + 0.19, text, TYPE["note"], ink.GREY, "center")
    sheet.text(WIDTH - MARGIN, y, f.found(own), color=ink.LOSS if lost else ink.INK, ha="right")


def _ends(own: Own, values: np.ndarray) -> tuple[float, float]:
    """Return the ends of a row's scale: all that is drawn, with a margin."""
    bounds = [end for end in (own["expected"]["low"], own["expected"]["high"]) if end is not None]
    drawn = [*values.tolist(), *(end for end in (own["low"], own["high"]) if end is not None), *bounds]
    low, high = min(drawn), max(drawn)
    margin = 0.04 * (high - low) or 0.5 * abs(high) or 0.5
    return low - margin, high + margin


def _expected(own: Own, sheet: Sheet, at: Scale, ends: tuple[float, float], y: float) -> None:
    low, high = own["expected"]["low"], own["expected"]["high"]
    first = ends[0] if low is None else max(low, ends[0])
    last = ends[1] if high is None else min(high, ends[1])
    if last > first:
        sheet.bar(at(first), y, at(last) - at(first), 0.22, LIGHT["gain-tint"])
    sheet.line([at(ends[0]), at(ends[1])], [y + 0.12] * 2, ink.HAIR, 0.6)


def _months(f: PatternsFindings, sheet: Sheet, months: Own) -> None:
    """The means over communities, smoothed over a year, each line named at its end."""
    axes = sheet.axes(0.6, 0.25, WIDTH - 2.6, MONTHS)
    sheet.text(MARGIN, 0.08, f"{_column(f, months)}{f.bracket(f.say(months['unit']))}", TYPE["panel"])
    finals = []
    for number, line in enumerate(months["lines"]):
        values = line["values"]
        xs = range(months["first"], months["first"] + len(values))
        axes.plot(xs, values, color=LINES[number], linewidth=1.6, linestyle=DASHES[number])
        finals.append((values[-1], f.say(line["label"]), LINES[number]))
    axes.set_xlim(months["first"], months["first"] + len(values) - 1)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    places = _apart([0.25 + MONTHS * (high - value) / (high - low) for value, _, _ in finals])
    for y, (_, words, color) in zip(places, finals, strict=True):
        sheet.text(WIDTH - 1.9, y, fitted(words, 1.8, TYPE["number"]), color=color)
    axes.grid(axis="y", color=ink.HAIR, linewidth=0.6)
    axes.set_axisbelow(True)
    sheet.text(0.6, 0.25 + MONTHS + 0.33, f.either("month", "月份"), color=ink.GREY)


def _apart(places: list[float]) -> list[float]:
    """Return places of labels, moved down where one would stand on another."""
    moved = dict[int, float]()
    last = -math.inf
    for number in sorted(range(len(places)), key=lambda n: places[n]):
        last = max(places[number], last + LABEL_GAP)
        moved[number] = last
    return [moved[number] for number in range(len(places))]


def _column(f: PatternsFindings, months: Own) -> str:
    from sim.indicators import label_of

    return label_of(months["column"]).get(f.lang)


def closed_form(f: PatternsFindings, own: Own) -> Sheet:
    """A line for what algebra says, dots for what the engine does."""
    curve = own["curve"]
    title = f"{f.label(own)}{f.either(': ', '：')}{f.verdict(own)}"
    about = f.either(
        f"Farthest apart: {f.found(own)}; allowed: {f.say(own['expected']['words'])}",
        f"相差最大处：{f.found(own)}；允许：{f.say(own['expected']['words'])}",
    ) if own["kind"] == "closed form" else f.either(f"Found: {f.found(own)}", f"得到：{f.found(own)}")  # fmt: skip
    sheet = Sheet(title, about, 2.5, f.either("Line: algebra. Dots: the engine.", "线：代数。点：引擎。"))
    axes = sheet.axes(0.7, 0.05, WIDTH - 1.2, 2.05)
    x, found, expected = (np.array(curve[name]) for name in ("x", "found", "expected"))
    order = np.argsort(x, kind="stable")
    axes.plot(x[order], expected[order], color=LIGHT["a"], linewidth=1.4)
    dot(axes, x, found, ink.INK, size=4.5)
    axes.grid(axis="y", color=ink.HAIR, linewidth=0.6)
    axes.set_axisbelow(True)
    if len(x) <= 6:
        axes.set_xticks(x, [tick_text(float(f"{value:.3g}")) for value in x])
    sheet.text(0.7, 2.43, f.say(curve["axis"]), color=ink.GREY)
    return sheet
