"""Who gains, who loses? Differences by age, tenure and party membership, a row a policy."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.output.wording import capital
from report.compare.findings import BASELINE, FAMILIES, PARTICIPATION, CompareFindings
from report.compare.phrases import TOOK_PART, TOPIC, window, without_policy
from report.compare.titles import who_title
from report.drawing import WIDTH, Sheet, dot, off_scale, plain, signed, text_width, tick_text, ticks
from report.look import LIGHT, TYPE, ink
from report.words import give_or_take
from sim.indicators import GROUPS, label_of
from sim.quantity import Text

NAME = "who"
QUESTION = Text("Who gains, who loses?", "谁得益，谁受损？")
LEAD = Text(
    "A mean hides differences: the same policy does not do the same for young and old, for renters and owners, for "
    "party members and others.",
    "平均数会掩盖差别：同一项政策，对青年和老年、租户和业主、党员和群众，作用未必一样。",
)
SATISFACTION = "satisfaction"
COLUMNS = (PARTICIPATION, SATISFACTION)
MARKERS, SIZES = ("o", "s", "D"), (6.0, 5.8, 5.2)
ROW, HEAD = 0.34, 0.80
TINTS = {ink.GAIN: LIGHT["c3"], ink.LOSS: LIGHT["d-1"], ink.PALE: LIGHT["line"], ink.GREY: LIGHT["line2"]}
SHORT = {
    "young": Text("young", "青"),
    "middle": Text("mid", "中"),
    "old": Text("old", "老"),
    "party": Text("party", "党员"),
}


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    return without_policy(f)


def short(f: CompareFindings, group: str) -> str:
    """The name of a group in the key."""
    return f.say(SHORT.get(group, GROUPS[group]))


def draw(f: CompareFindings) -> Sheet:
    """Six panels side by side: three families of groups, two indicators."""
    rows, wide = f.singles or f.policies, f.wide if f.singles else []
    foot = 0.3 * len(wide) + (0.1 if wide else 0)
    sheet = Sheet(who_title(f), _subtitle(f), HEAD + ROW * len(rows) + foot + 0.32, _note(f))
    names = max(0.8, *(text_width(f.label(key), TYPE["row"]) for key in (*rows, *wide))) + 0.15
    for number, key in enumerate((*rows, *wide)):
        gap = 0.1 if key in wide else -0.0
        y = HEAD + ROW * (number + 0.5) + gap
        sheet.text(names, y, f.label(key), TYPE["row"], ha="right")
    left, gap, middle = names + 0.15, 0.15, 0.2
    width = (WIDTH - 0.15 - left - 4 * gap - middle) / 6
    for block, column in enumerate(COLUMNS):
        start = left + block * (3 * width + 2 * gap + middle)
        title = capital(f.say(TOOK_PART if column == PARTICIPATION else label_of(SATISFACTION)))
        sheet.text(start, 0.12, title, TYPE["panel"])
        limits = _limits(f, rows, column)
        for number in range(3):
            _panel(f, sheet, column, number, rows, wide, start + number * (width + gap), width, limits)
    return sheet


def _subtitle(f: CompareFindings) -> str:
    return f.either(
        f"Each group's difference from no policy, mean of {window(f)} (points). A row a policy; the longer "
        "the line, the more unequal; upright tick: all residents",
        f"每类居民与维持现状之差，{window(f)}平均（百分点）。一行一项政策，横线越长，各类人之间的差别越大；"
        "竖刻痕：全体居民",
    )


def _note(f: CompareFindings) -> str:
    halves = {
        (key, column, group): f.effect(key, f"{column}.{group}").half
        for key in f.policies
        for column in COLUMNS
        for group in GROUPS
    }
    words = f.either("In brackets: the level without policy. ", "方括号内是维持现状时的水平。")
    if np.isfinite(list(halves.values())).all():
        key, column, group = max(halves, key=lambda at: halves[at])
        middle, largest = plain(float(np.median(list(halves.values())))), plain(halves[key, column, group])
        topic, who = f.say(TOPIC[column]), f.say(GROUPS[group])
        words += f.either(
            f"Half-width of the 95% intervals: median ±{middle}, largest ±{largest} ({f.label(key)}: {topic}, {who}); "
            "not drawn, random draws only. ",
            f"95% 区间的半宽：中位 ±{middle}，最大 ±{largest}（{f.label(key)}：{topic}，{who}），不画；"
            "只反映随机波动。",
        )
    if f.wide and f.singles:
        words += f.either(
            f"{f.label(f.wide[0])} is off the scale: numbers in the order of the key.",
            f"{f.label(f.wide[0])}超出刻度，写成数字，次序同图例。",
        )
    return words.strip()


def _limits(f: CompareFindings, rows: Sequence[str], column: str) -> tuple[float, float]:
    """One scale for the three panels; single far values leave it as arrows."""
    values = np.array(
        [f.effect(key, f"{column}.{group}").mean for key in rows for family in FAMILIES for group in family]
    )
    ranked = np.sort(values)
    high = ranked[-1]
    if len(ranked) > 6 and ranked[-1] > 1.6 * ranked[-3] > 0:
        high = ranked[-3]
    low, high = min(0.0, float(ranked[0])), max(0.0, float(high), f.smallest(column))
    pad = 0.09 * ((high - low) or 1.0)
    return low - pad, high + pad


def _panel(
    f: CompareFindings,
    sheet: Sheet,
    column: str,
    family: int,
    rows: Sequence[str],
    wide: Sequence[str],
    x: float,
    width: float,
    limits: tuple[float, float],
) -> None:
    groups = FAMILIES[family]
    _key(f, sheet, column, family, x, width)
    axes = sheet.axes(x, HEAD, width, ROW * len(rows))
    axes.set(xlim=limits, ylim=(len(rows) - 0.5, -0.5), yticks=[])
    axes.axvline(0, color=ink.ZERO, linewidth=1)
    xs = ticks(*limits, 3)
    axes.set_xticks(xs, [tick_text(tick, signed) for tick in xs])
    axes.tick_params(axis="x", pad=4 + 72 * (0.3 * len(wide) + (0.1 if wide else 0)))
    for row, key in enumerate(rows):
        _range(f, axes, key, column, family, row, limits)
    step = width / len(groups)
    for number, key in enumerate(wide):
        y = HEAD + ROW * (len(rows) + number + 0.5) + 0.1
        sheet.line([x, x + width], [HEAD + ROW * len(rows) + 0.06] * 2, ink.HAIR)
        for index, group in enumerate(groups):
            sheet.text(x + index * step, y, signed(f.effect(key, f"{column}.{group}").mean, 0), TYPE["number"], ink.INK)


def _key(f: CompareFindings, sheet: Sheet, column: str, family: int, x: float, width: float) -> None:
    groups = FAMILIES[family]
    for index, group in enumerate(groups):
        sheet.marker(x + 0.05, 0.4, MARKERS[family], SIZES[family], _face(ink.GREY, index, len(groups)), ink.GREY, 1.1)
        sheet.text(x + 0.12, 0.4, short(f, group), TYPE["note"], ink.INK)
        sheet.text(x + 0.12, 0.58, f"[{plain(f.level(BASELINE, f'{column}.{group}'), 0)}]", TYPE["note"], ink.GREY)
        x += max(0.12 + text_width(short(f, group), TYPE["note"]) + 0.07, width / len(groups) * 0.6)


def _face(color: str, place: int, groups: int) -> str:
    """Hollow, tinted, filled in the order of the groups."""
    if place == 0:
        return "white"
    return color if place == groups - 1 else TINTS[color]


def _range(
    f: CompareFindings, axes: Axes, key: str, column: str, family: int, row: int, limits: tuple[float, float]
) -> None:
    groups = FAMILIES[family]
    values = [f.effect(key, f"{column}.{group}").mean for group in groups]
    shown = [min(value, limits[1]) for value in values]
    axes.plot([min(shown), max(shown)], [row, row], color=ink.ZERO, linewidth=1.4, zorder=1)
    overall = f.effect(key, column).mean
    if overall <= limits[1]:
        axes.plot([overall] * 2, [row - 0.27, row + 0.27], color=ink.INK, linewidth=0.9, zorder=2)
    for index, (group, value) in enumerate(zip(groups, values, strict=True)):
        color = _tone(f, key, f"{column}.{group}")
        if value > limits[1]:
            off_scale(axes, limits[1], row, value, color, 2)
        else:
            face = _face(color, index, len(groups))
            dot(axes, value, row, face, color, size=SIZES[family], width=1.1, marker=MARKERS[family], zorder=3 + index)


def _tone(f: CompareFindings, key: str, column: str) -> str:
    return ink.GAIN if f.is_higher(key, column) else ink.LOSS if f.is_lower(key, column) else ink.PALE


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    groups = [group for family in FAMILIES for group in family]
    head = [
        f.either("Policy", "政策"),
        f.either("Indicator", "指标"),
        *(f.say(GROUPS[group]) for group in groups),
    ]
    rows = []
    for key in f.policies:
        for column in COLUMNS:
            effects = [f.effect(key, f"{column}.{group}") for group in groups]
            cells = [signed(e.mean) + give_or_take(e) for e in effects]
            rows.append([f.label(key), f.say(label_of(column)), *cells])
    return head, rows
