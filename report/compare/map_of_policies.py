"""What does each policy bring? Participation against quality, a cross for the interval of each."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from report.compare.findings import BASELINE, PARTICIPATION, QUALITY, CompareFindings
from report.compare.phrases import communities, interval_note, points, window, without_policy
from report.compare.sentences import map_title, sum_sentence
from report.drawing import WIDTH, Sheet, dot, place_names, signed, tick_digits, tick_text, ticks, wrap
from report.look import TYPE, ink
from sim.quantity import Text

NAME = "map"
QUESTION = Text("What does each policy bring?", "每项政策带来什么？")
LEAD = Text(
    "Right: more residents take part. Up: better service. Far from the corner of the two grey lines: a large effect.",
    "横向看参与，纵向看质量。离两条灰线的交点越远，作用越大；右上方是两样都好。",
)
BODY = 5.3


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    return without_policy(f)


def colour(f: CompareFindings, key: str) -> str:
    """Loss where something falls, gain where something rises, pale where neither is sure and large enough."""
    both = (PARTICIPATION, QUALITY)
    if any(f.is_lower(key, column) for column in both):
        return ink.LOSS
    return ink.GAIN if any(f.is_higher(key, column) for column in both) else ink.PALE


def draw(f: CompareFindings) -> Sheet:
    """The map, with an inset on a wide scale for policies that leave it."""
    keys = f.singles or f.policies
    wide = [key for key in f.policies if key not in keys]
    sheet = Sheet(map_title(f), _subtitle(f), BODY, _note(f))
    right = 6.75 if wide else WIDTH - 0.3
    axes = sheet.axes(0.65, 0.28, right - 0.65, BODY - 0.85)
    _frame(f, axes, keys)
    _names(f, axes, keys, _marks(f, axes, keys))
    sheet.text(0.1, 0.1, f.either("Difference in quality ↑", "质量之差 ↑"), color=ink.GREY)
    across = f.either("Difference in residents who took part within a year →", "一年内参与过的居民占比之差 →")
    sheet.text(right, BODY - 0.2, across, color=ink.GREY, ha="right")
    if wide:
        _inset(f, sheet, axes, keys, wide)
    return sheet


def _subtitle(f: CompareFindings) -> str:
    return f.either(
        f"Difference from no policy, mean of {window(f)} (points; quality 0–100). "
        f"Small dots: {communities(f)}, one each; large dots: their mean",
        f"与维持现状之差，{window(f)}平均（百分点；质量为 0–100 分）。小点：{communities(f)}各自之差；大点：平均",
    )


def _note(f: CompareFindings) -> str:
    words = f.either(
        f" Grey bands: under {points(f)}, too small to matter.",
        f"灰带：小于 {points(f)}，小得没有实际意义。",
    )
    return interval_note(f) + words


def _limits(f: CompareFindings, keys: Sequence[str], column: str) -> tuple[float, float]:
    values = np.concatenate([f.differences(key, column) for key in keys])
    ends = [end for key in keys for end in (f.effect(key, column).low, f.effect(key, column).high) if np.isfinite(end)]
    small = f.smallest(column)
    low, high = min(-small, values.min(), *ends), max(small, values.max(), *ends)
    pad = 0.08 * (high - low)
    return low - pad, high + pad


def _frame(f: CompareFindings, axes: Axes, keys: Sequence[str]) -> None:
    (x0, x1), (y0, y1) = _limits(f, keys, PARTICIPATION), _limits(f, keys, QUALITY)
    axes.set(xlim=(x0, x1), ylim=(y0, y1))
    sx, sy = f.smallest(PARTICIPATION), f.smallest(QUALITY)
    axes.add_patch(Rectangle((-sx, y0), 2 * sx, y1 - y0, facecolor=ink.MIST, linewidth=0, zorder=0))
    axes.add_patch(Rectangle((x0, -sy), x1 - x0, 2 * sy, facecolor=ink.MIST, linewidth=0, zorder=0))
    axes.axvline(0, color=ink.ZERO, linewidth=1, zorder=1)
    axes.axhline(0, color=ink.ZERO, linewidth=1, zorder=1)
    xs, ys = ticks(x0, x1), ticks(y0, y1)
    axes.set_xticks(xs, [tick_text(x, signed) for x in xs])
    axes.set_yticks(ys, [tick_text(y, signed) for y in ys])


def _marks(f: CompareFindings, axes: Axes, keys: Sequence[str]) -> list[tuple[list[float], list[float]]]:
    """Draw dots, crosses and communities; return the bars as lines for the names to keep off."""
    bars = []
    for key in keys:
        x, y, color = f.effect(key, PARTICIPATION), f.effect(key, QUALITY), colour(f, key)
        axes.plot(
            f.differences(key, PARTICIPATION),
            f.differences(key, QUALITY),
            "o",
            color=color,
            markersize=3.2,
            alpha=0.3,
            markeredgewidth=0,
            zorder=2,
        )
        for xs, ys in (([x.low, x.high], [y.mean, y.mean]), ([x.mean, x.mean], [y.low, y.high])):
            if np.isfinite([*xs, *ys]).all():
                axes.plot(xs, ys, color=color, linewidth=2, zorder=3)
                bars.append((xs, ys))
        dot(axes, x.mean, y.mean, color, width=1, zorder=4)
    return bars


def _names(
    f: CompareFindings, axes: Axes, keys: Sequence[str], bars: Sequence[tuple[list[float], list[float]]]
) -> None:
    xs = [f.effect(key, PARTICIPATION).mean for key in keys]
    ys = [f.effect(key, QUALITY).mean for key in keys]
    colors = [ink.GREY if colour(f, key) == ink.PALE else colour(f, key) for key in keys]
    zero = [(list(axes.get_xlim()), [0.0, 0.0]), ([0.0, 0.0], list(axes.get_ylim()))]
    place_names(axes, xs, ys, [f.label(key) for key in keys], colors, [*bars, *zero])


def _inset(f: CompareFindings, sheet: Sheet, main: Axes, keys: Sequence[str], wide: Sequence[str]) -> None:
    """The policies off the scale, on a wide one, with the range of the left plot as a box."""
    left = 7.15
    title = f.either("On a wider scale", "换一把尺子")
    sheet.text(left - 0.15, 0.36, title, TYPE["row"])
    axes = sheet.axes(left + 0.12, 0.75, 2.1, 2.45)
    parts = [key for key in keys if f.problem(key)]
    sums = {column: sum(f.effect(part, column).mean for part in parts) for column in (PARTICIPATION, QUALITY)}
    points = [(f.effect(key, PARTICIPATION).mean, f.effect(key, QUALITY).mean) for key in wide]
    summed = _sums_the_package(f, wide, parts)
    every = [*points, *([(sums[PARTICIPATION], sums[QUALITY])] if summed else [])]
    x0, x1 = main.get_xlim()
    y0, y1 = main.get_ylim()
    top = (max(x1, *(x for x, _ in every)) * 1.3, max(y1, *(y for _, y in every)) * 1.14)
    low = (min(x0, *(x for x, _ in every)), min(y0, *(y for _, y in every)))
    axes.set(xlim=(low[0], top[0]), ylim=(low[1], top[1]))
    axes.add_patch(Rectangle((x0, y0), x1 - x0, y1 - y0, facecolor=ink.MIST, edgecolor=ink.ZERO, linewidth=0.8))
    axes.axvline(0, color=ink.ZERO, linewidth=0.8)
    axes.axhline(0, color=ink.ZERO, linewidth=0.8)
    axes.plot(
        [f.effect(k, PARTICIPATION).mean for k in keys],
        [f.effect(k, QUALITY).mean for k in keys],
        "o",
        color=ink.GREY,
        markersize=2.6,
    )
    xs, ys = ticks(low[0], top[0], 3), ticks(low[1], top[1], 3)
    axes.set_xticks(xs, [signed(x, tick_digits(xs)) for x in xs])
    axes.set_yticks(ys, [signed(y, tick_digits(ys)) for y in ys])
    if summed:
        _sum(f, axes, points[0], (sums[PARTICIPATION], sums[QUALITY]))
    for key, point in zip(wide, points, strict=True):
        axes.plot(*point, "o", color=colour(f, key), markersize=7)
        _inset_name(axes, point, f.label(key), colour(f, key), below=True)
    _inset_words(f, sheet, left - 0.15, wide[0] if summed else "", parts)


def _sums_the_package(f: CompareFindings, wide: Sequence[str], parts: Sequence[str]) -> bool:
    """The one wide policy moves just the levers that its parts move."""
    if len(wide) != 1 or len(parts) < 2:
        return False
    moved = {
        name: value
        for part in parts
        for name, value in f.arm(part).scenario.at(1).items()
        if value != f.arm(BASELINE).scenario.at(1)[name]
    }
    return all(f.arm(wide[0]).scenario.at(1)[name] == value for name, value in moved.items()) and len(moved) == sum(
        value != f.arm(BASELINE).scenario.at(1)[name] for name, value in f.arm(wide[0]).scenario.at(1).items()
    )


def _sum(f: CompareFindings, axes: Axes, package: tuple[float, float], total: tuple[float, float]) -> None:
    axes.plot(*zip(package, total, strict=True), color=ink.GREY, linewidth=1, linestyle=(0, (2, 2)))
    axes.plot(*total, "D", markersize=6, markerfacecolor="white", markeredgecolor=ink.INK)
    _inset_name(axes, total, f.either("Plain sum", "逐项相加"), ink.GREY, below=total[1] < package[1], left=True)


def _inset_name(
    axes: Axes, point: tuple[float, float], name: str, color: str, *, below: bool, left: bool = False
) -> None:
    """A name and its two numbers, clear of the mark."""
    text = f"{name}\n{signed(point[0])}, {signed(point[1])}"
    offset = (-8, 0) if left else (0, -9 if below else 9)
    axes.annotate(
        text,
        point,
        offset,
        textcoords="offset points",
        color=color,
        size=TYPE["number"],
        linespacing=1.25,
        ha="right" if left else "center",
        va="center" if left else "top" if below else "bottom",
        annotation_clip=False,
    )


def _inset_words(f: CompareFindings, sheet: Sheet, x: float, package: str, parts: Sequence[str]) -> None:
    words = sum_sentence(f, package, parts) if package else ""
    words += f.either(" The box is the range of the left plot.", "方框是左图的范围。")
    for number, line in enumerate(wrap(words.strip(), WIDTH - 0.1 - x, TYPE["note"] + 0.3)):
        sheet.text(x, 3.7 + 0.2 * number, line, TYPE["note"] + 0.3, ink.GREY)


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    head = [
        f.either("Policy", "政策"),
        f.either("Participation, points", "参与，百分点"),
        f.either("Quality, points", "质量，分"),
    ]
    rows = [
        [
            f.label(key),
            *(f.signed_spread(f.effect(key, c)) for c in (PARTICIPATION, QUALITY)),
        ]
        for key in f.policies
    ]
    return head, rows
