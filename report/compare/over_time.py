"""How soon, and does it last? Small multiples: each policy over the same grey baseline."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from report.compare.findings import BASELINE, PARTICIPATION, QUALITY, CompareFindings
from report.compare.phrases import communities, window, without_policy
from report.compare.titles import paths_title
from report.drawing import WIDTH, Sheet, fitted, plain, signed, text_width, tick_digits, ticks
from report.look import TYPE, ink
from sim.quantity import Text

NAME = "paths"
QUESTION = Text("How soon, and does it last?", "多久见效，会不会退回去？")
LEAD = Text(
    "A panel a policy; the grey line is what the same communities would have been without it.",
    "每格一项政策，灰线是同一批社区维持现状的样子。",
)
PAST, FOOT = 12, 0.14
SMOOTH = 12
TITLES = {
    PARTICIPATION: Text("Residents who took part within a year (%)", "一年内参与过的居民（%）"),
    QUALITY: Text("Service quality (0–100)", "服务质量（0–100 分）"),
}


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    if f.comparison.n_months < 24:
        return f.either("Left out: under two years there is no path to see.", "未画：不足两年，看不出走势。")
    return without_policy(f)


def colour(f: CompareFindings, key: str, column: str) -> str:
    """Gain, loss, or pale where the final difference is undecided or too small."""
    return ink.GAIN if f.is_higher(key, column) else ink.LOSS if f.is_lower(key, column) else ink.PALE


def _columns(f: CompareFindings) -> int:
    """Panels side by side: six, or fewer and larger ones where there are few policies."""
    return min(6, max(2, len(f.policies)))


def _pitch(f: CompareFindings) -> float:
    return (WIDTH - 0.45) / _columns(f)


def _across(f: CompareFindings) -> float:
    return _pitch(f) - 0.22


def _panel_height(f: CompareFindings) -> float:
    return 0.95 if _columns(f) == 6 else 1.35


def draw(f: CompareFindings) -> Sheet:
    """Two blocks of panels, one an indicator."""
    rows = max(slot for slot, _ in _slots(f)) // _columns(f) + 1
    block = 0.36 + rows * (_panel_height(f) + _gap(f) + FOOT) + 0.16
    sheet = Sheet(paths_title(f), _subtitle(f), 2 * block + 0.05, _note(f))
    _key(f, sheet)
    for number, column in enumerate((PARTICIPATION, QUALITY)):
        _block(f, sheet, column, number * block)
    return sheet


def _subtitle(f: CompareFindings) -> str:
    timed = [key for key in f.policies if f.comparison.whole_run(key)]
    when = f.either(
        "the policy from year 0 on" + (", those that change over time as their file says" if timed else ""),
        "政策从第 0 年起全力实施" + ("（随时间变化的按其文件）" if timed else ""),
    )
    return f.either(
        f"Solid grey: no policy; dashed: {when}. Bands: the middle 80% of {communities(f)} "
        "(how communities differ, not an error)",
        f"灰实线：维持现状；虚线：{when}。色带：{communities(f)}的中间 80%（社区之间的差别，不是误差）",
    )


def _note(f: CompareFindings) -> str:
    return f.either(
        f"With each name: difference in {window(f)} (points). Quality: mean of the last 12 months, which "
        "takes out the campaigns of "
        "March, October and December. Horizontal axis: years. Before year 0 both lines are one: the same "
        "residents, the same random draws.",
        f"名称旁：{window(f)}之差（百分点）。质量为最近 12 个月平均，以去掉三月、十月、十二月的突击任务。横轴：年。"
        "第 0 年以前两条线完全重合：同样的居民、同样的随机数。",
    )


def _key(f: CompareFindings, sheet: Sheet) -> None:
    x = WIDTH - 0.1
    for words, color, dash in (
        (f.either("with the policy", "实施政策"), ink.GAIN, (0, (3, 1.6))),
        (f.either("no policy", "维持现状"), ink.GREY, "solid"),
    ):
        sheet.text(x, 0.12, words, TYPE["number"], color, ha="right")
        x -= text_width(words, TYPE["number"]) + 0.08
        sheet.line([x - 0.32, x], [0.12, 0.12], color, 1.8, linestyle=dash)
        x -= 0.55


def smoothed(f: CompareFindings, key: str, column: str) -> np.ndarray:
    """Monthly values (replicates, months) from a year before the policy on; quality as a 12-month mean."""
    values = f.path(key, column)
    start = f.comparison.burn_in - min(PAST, f.comparison.burn_in)
    if column != QUALITY:
        return values[:, start:]
    total = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    first = np.maximum(np.arange(values.shape[1]) + 1 - SMOOTH, 0)
    last = np.arange(values.shape[1]) + 1
    return ((total[:, last] - total[:, first]) / (last - first))[:, start:]


def _years(f: CompareFindings) -> np.ndarray:
    return f.comparison.months[f.comparison.burn_in - min(PAST, f.comparison.burn_in) :] / 12


def _block(f: CompareFindings, sheet: Sheet, column: str, top: float) -> None:
    sheet.text(0.1, top + 0.12, f.say(TITLES[column]), TYPE["row"])
    paths = {key: smoothed(f, key, column) for key in (BASELINE, *f.policies)}
    limits = _limits([paths[key] for key in (BASELINE, *(f.singles or f.policies))])
    taken = {slot for slot, _ in _slots(f)}
    for slot, key in _slots(f):
        row, place = divmod(slot, _columns(f))
        x, y = 0.4 + place * _pitch(f), top + 0.36 + row * (_panel_height(f) + _gap(f) + FOOT)
        own = key in f.wide
        below = slot + _columns(f) in taken
        axes = sheet.axes(x, y + _gap(f), _across(f), _panel_height(f))
        _panel(f, axes, paths[BASELINE], paths[key], colour(f, key, column))
        _scale(
            axes,
            _limits([paths[BASELINE], paths[key]]) if own else limits,
            _years(f),
            numbered=own or place == 0,
            footed=not below,
            own=own,
        )
        adjacent = own and slot - 1 in taken
        _name(f, sheet, key, column, x, y + 0.13, f.either(" (own scale)", "（刻度不同）") if adjacent else "")
        if own and slot - 1 not in taken:
            for step, line in enumerate(f.either("own\nscale →", "刻度\n不同 →").split("\n")):
                sheet.text(x - 0.42, y + 0.4 + 0.17 * step, line, TYPE["note"], ink.INK, ha="right")


def _two_lines(f: CompareFindings) -> bool:
    """A name and its number do not fit side by side."""
    return any(text_width(f.label(key), TYPE["panel"]) + 0.5 > _across(f) for key in f.policies)


def _gap(f: CompareFindings) -> float:
    return 0.44 if _two_lines(f) else 0.27


def _name(f: CompareFindings, sheet: Sheet, key: str, column: str, x: float, y: float, scale: str) -> None:
    color, value = colour(f, key, column), signed(f.effect(key, column).mean)
    sheet.text(x, y, fitted(f.label(key) + scale, _pitch(f) - 0.08, TYPE["panel"]), TYPE["panel"])
    at, ha = ((x, y + 0.17), "left") if _two_lines(f) else ((x + _across(f), y), "right")
    sheet.text(*at, value, TYPE["panel"], ink.GREY if color == ink.PALE else color, ha=ha)


def _slots(f: CompareFindings) -> list[tuple[int, str]]:
    """Where each panel stands; policies off the scale at the right end of the last row, or of one more."""
    columns, used = _columns(f), len(f.singles)
    room = -used % columns
    end = used + room if room >= len(f.wide) else used + room + columns
    return list(enumerate(f.singles)) + [(end - len(f.wide) + n, key) for n, key in enumerate(f.wide)]


def _limits(paths: Sequence[np.ndarray]) -> tuple[float, float]:
    low = min(np.percentile(path, 10, axis=0).min() for path in paths)
    high = max(np.percentile(path, 90, axis=0).max() for path in paths)
    pad = 0.06 * ((high - low) or 1.0)
    return float(low - pad), float(high + pad)


def _panel(f: CompareFindings, axes: Axes, baseline: np.ndarray, policy: np.ndarray, color: str) -> None:
    years, step = _years(f), 2
    for values, tone, dash, width in ((baseline, ink.GREY, "solid", 1.3), (policy, color, (0, (3, 1.6)), 1.7)):
        low, high = np.percentile(values, [10, 90], axis=0)
        axes.fill_between(years[::step], low[::step], high[::step], color=tone, alpha=0.18, linewidth=0)
        axes.plot(years[::step], values.mean(axis=0)[::step], color=tone, linewidth=width, linestyle=dash)


def _scale(
    axes: Axes, limits: tuple[float, float], years: np.ndarray, *, numbered: bool, footed: bool, own: bool
) -> None:
    axes.set(xlim=(years[0], years[-1]), ylim=limits)
    axes.axvline(0, color=ink.ZERO, linewidth=0.9)
    ys = ticks(*limits, 3)
    axes.set_yticks(
        ys, [plain(y, tick_digits(ys)) for y in ys] if numbered else [""] * len(ys), color=ink.INK if own else ink.GREY
    )
    axes.grid(axis="y", color=ink.HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
    end = int(years[-1])
    marks = sorted({0, end // 2, end}) if end > 1 else [0, end]
    axes.set_xticks(marks, [str(mark) for mark in marks] if footed else [""] * len(marks))


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    head = [
        f.either("Policy", "政策"),
        f.either("Half of the gain in participation, months", "参与的提高过半，月"),
        f.either("Lost since the best year, points", "比最好的一年退回，百分点"),
        f.either("Quality: half of the change, months", "质量的变化过半，月"),
    ]
    rows = []
    for key in f.policies:
        times = [f.months_to_half(key, column) for column in (PARTICIPATION, QUALITY)]
        shown = ["–" if months is None else str(months) for months in times]
        faded = f.faded(key)
        rows.append([f.label(key), shown[0], "–" if faded is None else plain(faded.mean), shown[1]])
    return head, rows
