"""The pictures of a sensitivity analysis: the plane of elementary effects, their sizes as bars, variance shares."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from experiments.sensitivity.indices import FIRST, MU_STAR, SIGMA, TOTAL
from experiments.sensitivity.outcomes import Outcome
from report.drawing import MARGIN, WIDTH, Sheet, dot, fitted, place_names, plain, scale, text_width, tick_digits, ticks
from report.look import LIGHT, TYPE, ink
from report.sensitivity.findings import Estimate, SensitivityFindings, leader_title, plane_title
from sim.params import PARAMS
from sim.text import Text

LEADING = 15
NAMED = 7
GAP = 0.3  # inches between two panels
PANEL = (WIDTH - 2 * MARGIN - GAP) / 2
ROW = 0.25
GRADE_MARKS: dict[str, tuple[str, str, Text]] = {
    "assumption": ("o", LIGHT["b"], Text("assumption", "假设")),
    "judgement": ("s", LIGHT["c2"], Text("judgement of sources", "对文献的判断")),
    "published": ("^", ink.INK, Text("published figure", "已发表的数字")),
}


def plane(f: SensitivityFindings, view: tuple[str, str]) -> Sheet:
    """Mean absolute effect against spread, a panel an indicator; the marks tell how well a parameter is known."""
    body = 4.5
    sheet = Sheet(
        plane_title(f, view),
        f.either(
            "Across: what the parameter changes on its way through its range. Up: how much that depends on the others "
            "(points of the indicator)",
            "横轴：参数走完其范围引起的变化。纵轴：这种变化随其他参数而异的程度（单位为指标的点数）",
        ),
        body,
        f.either(
            "On or above the dashed line the effect depends on the other parameters, or is not proportional, as much "
            "as it is an effect. The largest are named.",
            "在虚线上或其上方的参数，作用大小随其他参数（或自身取值）而变的程度不亚于作用本身。标出作用最大的几个。",
        ),
    )
    for number, outcome in enumerate(f.of_view(view)):
        left = MARGIN + number * (PANEL + GAP)
        sheet.text(left, 0.1, f.indicator(outcome), TYPE["panel"])
        end, up = left + PANEL - 0.1, f.either("↑ spread of the effect", "↑ 作用的离散")
        sheet.text(end, 0.1, up, color=ink.GREY, ha="right")
        if f.constant("screening", outcome):
            sheet.text(left, 0.6, f.either("does not vary", "完全不变"), color=ink.GREY)
            continue
        _plane(f, sheet.axes(left + 0.45, 0.3, PANEL - 0.55, body - 1.15), outcome)
        across = f.either("mean absolute effect →", "平均绝对作用 →")
        sheet.text(end, body - 0.5, across, color=ink.GREY, ha="right")
    _grades(f, sheet, body - 0.15)
    return sheet


def _plane(f: SensitivityFindings, axes: Axes, outcome: Outcome) -> None:
    size, spread = f.estimates(outcome, MU_STAR), f.estimates(outcome, SIGMA)
    x1 = 1.3 * max(item.mean for item in size.values())
    y1 = max(1.12 * max(item.mean for item in spread.values()), 0.05 * x1)  # straight lines have no spread
    axes.set(xlim=(-0.02 * x1, x1), ylim=(-0.02 * y1, y1))
    for spine in ("left", "bottom"):
        axes.spines[spine].set(visible=True, color=ink.ZERO)
    end = min(x1, y1)
    axes.plot([0, end], [0, end], color=ink.ZERO, linewidth=0.8, linestyle=(0, (3, 3)), zorder=1)
    for name, item in size.items():
        marker, color, _ = GRADE_MARKS[PARAMS[name].grade]
        dot(axes, item.mean, spread[name].mean, color, size=5, width=0.6, marker=marker, zorder=3)
    top = list(size)[:NAMED]
    xs, ys = ticks(0, x1), ticks(0, y1)
    axes.set_xticks(xs, [f"{x:g}" for x in xs])
    axes.set_yticks(ys, [f"{y:g}" for y in ys])
    place_names(
        axes, [size[name].mean for name in top], [spread[name].mean for name in top],
        [fitted(f.label(name), 2.0, TYPE["row"]) for name in top],
        [GRADE_MARKS[PARAMS[name].grade][1] for name in top], [([0, end], [0, end])],
    )  # fmt: skip


def _grades(f: SensitivityFindings, sheet: Sheet, y: float) -> None:
    """The key of the marks."""
    x = MARGIN + 0.1
    for marker, color, label in GRADE_MARKS.values():
        sheet.marker(x, y, marker, 5, color, "white", 0.6)
        sheet.text(x + 0.12, y, f.say(label), color=ink.GREY)
        x += 0.4 + text_width(f.say(label), TYPE["number"])


def bars(f: SensitivityFindings, view: tuple[str, str]) -> Sheet:
    """The fifteen largest mean absolute effects, a panel an indicator."""
    body = 0.3 + ROW * LEADING + 0.1
    sheet = Sheet(
        leader_title(f, view, MU_STAR),
        f.either(
            "What the indicator changes by, on average, when a parameter goes through its whole range (points)",
            "参数走完整个范围时，指标平均改变多少（点）",
        ),
        body,
        f.either(
            "Lines: 95% interval. Pale: not resolved. + the indicator rises with the parameter, − falls, ± depends on "
            "the others or on where it stands.",
            "线段为 95% 区间；浅色为未分辨清楚。+ 指标随参数上升，− 下降，± 视其他参数或自身取值而定。",
        ),
    )
    for number, outcome in enumerate(f.of_view(view)):
        _bars(f, sheet, MARGIN + number * (PANEL + GAP), outcome)
    return sheet


def _bars(f: SensitivityFindings, sheet: Sheet, left: float, outcome: Outcome) -> None:
    sheet.text(left, 0.1, f.indicator(outcome), TYPE["panel"])
    if f.constant("screening", outcome):
        sheet.text(left, 0.45, f.either("does not vary", "完全不变"), color=ink.GREY)
        return
    shown = list(f.estimates(outcome, MU_STAR).items())[:LEADING]
    shown = [(name, item) for name, item in shown if item.mean > 0]
    direction = f.direction(outcome)
    words = min(2.35, max(text_width(f.label(name), TYPE["number"]) for name, _ in shown) + 0.02)
    room = PANEL - words - 0.1 - 0.55
    unit = room / max(item.high for _, item in shown)
    digits = 1 if shown[0][1].mean >= 1 else 2 if shown[0][1].mean >= 0.1 else 3
    for row, (name, item) in enumerate(shown):
        y, x = 0.42 + ROW * row, left + words + 0.1
        sheet.text(x - 0.08, y, fitted(f.label(name), words, TYPE["number"]), ha="right")
        sheet.bar(x, y, item.mean * unit, 0.13, LIGHT["c2"] if item.resolved else LIGHT["c3"])
        sheet.line([x + max(item.low, 0) * unit, x + item.high * unit], [y, y], ink.INK, 1.1)
        sheet.text(x + item.high * unit + 0.06, y, direction[name] + plain(item.mean, digits))


def shares(f: SensitivityFindings, view: tuple[str, str]) -> Sheet:
    """First- and total-order shares of the variance with their intervals, a panel an indicator."""
    count = len(f.stage("sobol")["ranges"])
    body = 0.3 + ROW * 1.15 * count + 0.65
    sheet = Sheet(
        leader_title(f, view, TOTAL),
        f.either(
            "Shares of the variance over worlds in which the leading parameters take any value in their ranges",
            "领先的参数在各自范围内任意取值，所得各世界之间方差的份额",
        ),
        body,
        f.either(
            "Lines: 95% interval. Pale: not resolved, wider than 0.10.",
            "线段为 95% 区间；浅色为未分辨清楚，宽于 0.10。",
        ),
    )
    for number, outcome in enumerate(f.of_view(view)):
        _shares(f, sheet, MARGIN + number * (PANEL + GAP), outcome, body - 0.62)
    _orders(f, sheet, body - 0.12)
    return sheet


def _shares(f: SensitivityFindings, sheet: Sheet, left: float, outcome: Outcome, bottom: float) -> None:
    sheet.text(left, 0.1, f.indicator(outcome), TYPE["panel"])
    if f.constant("sobol", outcome):
        sheet.text(left, 0.45, f.either("does not vary", "完全不变"), color=ink.GREY)
        return
    first, total = f.estimates(outcome, FIRST), f.estimates(outcome, TOTAL)
    every = [*first.values(), *total.values()]
    low, high = min(0.0, *(item.low for item in every)), max(item.high for item in every)
    words = min(2.35, max(text_width(f.label(name), TYPE["number"]) for name in total) + 0.02)
    x0, room = left + words + 0.1, PANEL - words - 0.2
    marks = ticks(low, high)
    at = scale(x0, room, low, high)
    for mark in marks:
        sheet.line([at(mark)] * 2, [0.28, bottom], ink.ZERO if mark == 0 else ink.HAIR, 0.8, zorder=0)
        sheet.text(
            at(mark),
            bottom + 0.12,
            plain(mark, max(tick_digits(marks), 2 if marks[-1] - marks[0] < 0.5 else 1)) if mark else "0",
            color=ink.GREY,
            ha="center",
        )
    for row, name in enumerate(total):
        y = 0.42 + ROW * 1.15 * row
        sheet.text(x0 - 0.08, y, fitted(f.label(name), words, TYPE["number"]), ha="right")
        for item, marker, shift, color in (
            (first[name], "o", -0.05, LIGHT["c2"]),
            (total[name], "D", 0.05, LIGHT["b"]),
        ):
            _mark(sheet, [at(item.low), at(item.high), at(item.mean)], y + shift, marker, item, color)


def _mark(sheet: Sheet, xs: Sequence[float], y: float, marker: str, own: Estimate, color: str) -> None:
    """One estimate: filled and dark where it is resolved, hollow and pale where it is not."""
    sheet.line(xs[:2], [y, y], color if own.resolved else ink.PALE, 1.4)
    sheet.marker(xs[2], y, marker, 4.6, color if own.resolved else "white", color, 1.1)


def _orders(f: SensitivityFindings, sheet: Sheet, y: float) -> None:
    """The key of the two orders."""
    x: float = MARGIN + 0.1
    keys: tuple[tuple[str, str, Text], ...] = (
        ("o", LIGHT["c2"], Text("first order: the parameter alone", "一阶：该参数单独")),
        ("D", LIGHT["b"], Text("total: with all its interactions", "总阶：连同它的全部交互作用")),
    )
    for marker, color, label in keys:
        sheet.marker(x, y, marker, 4.6, color, color)
        sheet.text(x + 0.12, y, f.say(label), color=ink.GREY)
        x += 0.4 + text_width(f.say(label), TYPE["number"])
