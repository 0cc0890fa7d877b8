"""Is it worth it? Effect against cost, with the plain grant of the same sum as a curve."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.output.statistics import Interval, paired_interval
from experiments.output.verdicts import MATTERS
from experiments.output.wording import months
from report.compare.findings import LEAST_COST, PARTICIPATION, QUALITY, TIMED, CompareFindings
from report.compare.phrases import SERVICE_QUALITY, TOOK_PART, interval_note, window, without_policy
from report.compare.titles import cost_title, price
from report.drawing import WIDTH, Sheet, dot, place_names, signed, tick_text, ticks, yuan
from report.look import TYPE, ink
from sim.quantity import Text

NAME = "cost"
QUESTION = Text("Is it worth it?", "值不值？")
LEAD = Text("Effect and cost side by side.", "把作用和花费放在一起看。")
THOUSAND, HEIGHT = 1000.0, 3.2


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    return without_policy(f)


def grant_effect(f: CompareFindings, key: str, column: str, yuan_a_month: float) -> Interval | None:
    """A policy against the plain grant of ``yuan_a_month``, interpolated between the sizes that were run.

    None beyond the largest grant that was run.
    """
    sizes = [0.0] + [size for size, _ in f.grants]
    if not f.grants or not 0 <= yuan_a_month <= sizes[-1]:
        return None
    gains = [np.zeros(f.comparison.replicates)] + [f.paid_differences(arm, column, of=key) for _, arm in f.grants]
    upper = min(int(np.searchsorted(sizes, yuan_a_month, side="right")), len(sizes) - 1)
    share = (yuan_a_month - sizes[upper - 1]) / (sizes[upper] - sizes[upper - 1])
    return paired_interval(f.paid_differences(key, column), (1 - share) * gains[upper - 1] + share * gains[upper])


def colour(f: CompareFindings, key: str, column: str) -> str:
    """Against the curve where there is one, else against zero."""
    effect = grant_effect(f, key, column, f.cost(key))
    effect = f.paid_effect(key, column) if effect is None else effect
    if f.judged(effect, column) != MATTERS:
        return ink.PALE
    return ink.GAIN if effect.rises else ink.LOSS


def draw(f: CompareFindings) -> Sheet:
    """Two panels, one above the other: names need the width."""
    keys = f.singles or f.policies
    pitch, x, width = HEIGHT + 0.75, 0.6, WIDTH - 0.6 - 1.25
    sheet = Sheet(cost_title(f), _subtitle(f), 2 * pitch - 0.05, _note(f, keys))
    for number, (column, title) in enumerate(((PARTICIPATION, TOOK_PART), (QUALITY, SERVICE_QUALITY))):
        y = number * pitch
        sheet.text(x - 0.5, y + 0.12, f.say(title), TYPE["row"])
        _panel(f, sheet.axes(x, y + 0.32, width, HEIGHT - 0.1), keys, column)
        unit = f.either(f"thousand yuan a month, {f.prices}", f"千元/月，{f.prices}")
        sheet.text(x + width, y + HEIGHT + 0.5, unit, color=ink.GREY, ha="right")
        for step, key in enumerate(f.wide if f.singles else []):
            words = _beyond(f, key, column)
            sheet.text(x + width, y + 0.36 + 0.18 * step, words, TYPE["number"], ink.GREY, ha="right")
    return sheet


def _beyond(f: CompareFindings, key: str, column: str) -> str:
    """A policy off the scale, in words."""
    cost, effect = f"{f.cost(key) / THOUSAND:.0f}", signed(f.paid_effect(key, column).mean)
    return f.either(f"{f.label(key)}, {cost} thousand: {effect} ↗", f"{f.label(key)}，{cost} 千元：{effect} ↗")


def _subtitle(f: CompareFindings) -> str:
    words = f.either(
        f"Across: what the policy costs, thousand yuan a month, {f.prices}; up: difference from no policy (points).",
        f"横轴：政策每月多花的钱（千元，{f.prices}）；纵轴：与维持现状之差（百分点）。",
    )
    if f.grants:
        words += f.either(
            " Dash-dotted: the same money as a plain grant; green beats it by what matters, purple does less, pale: "
            "too little to matter or cannot tell",
            "点划线：同样的钱只给补贴；绿：明显胜过它；紫：明显不如；浅灰：差别没有实际意义或分不清",
        )
    else:
        words += f.either(
            " Green rises by what matters, purple falls, pale: too little to matter or cannot tell",
            "绿：明显提高；紫：明显下降；浅灰：没有实际意义或分不清",
        )
    return words


def _note(f: CompareFindings, keys: Sequence[str]) -> str:
    notes = [interval_note(f)]
    if not f.grants:
        notes[0] += f.either(" The plain grant was not run.", "这次没有计算只给补贴。")
    for key in keys:
        if f.shifts_work(key):
            shadow = yuan(f.shadow_cost(key))
            notes.append(
                f.either(
                    f"† {f.label(key)}: at the hollow end the work that goes back to the street office "
                    f"counts as money too (shadow cost, {shadow} yuan a month).",
                    f"† {f.label(key)}：空心端把转给街道的工作量也折成钱（影子成本，每月 {shadow} 元）。",
                )
            )
    if f.grants and any(f.cost(key) > f.grants[-1][0] for key in keys):
        largest = yuan(f.grants[-1][0])
        notes.append(
            f.either(
                f"Beyond {largest} yuan no grant was run: there the colour is against no policy.",
                f"超过 {largest} 元没有计算补贴：那里的颜色表示与维持现状相比。",
            )
        )
    if any(f.changes(key) for key in keys):
        whole = months(1, f.comparison.n_months, f.lang)
        notes.append(
            f.either(
                f"{TIMED} changes over time: cost and effect are means of the whole run, {whole}; all others of "
                f"{window(f)}.",
                f"{TIMED} 随时间变动：花费和作用取整个运行期（{whole}）平均，其余取{window(f)}平均。",
            )
        )
    return "\n".join(notes)


def _limits(f: CompareFindings, keys: Sequence[str], column: str) -> tuple[tuple[float, float], tuple[float, float]]:
    costs = [f.cost(key) for key in keys] + [f.cost(key) + f.shadow_cost(key) for key in keys if f.shifts_work(key)]
    across = max([*costs, *(size for size, _ in f.grants), 1000.0])
    arms = [*keys, *(arm for _, arm in f.grants)]
    ends = [0.0, f.smallest(column)]
    for arm in arms:
        effect = f.paid_effect(arm, column)
        ends += effect.drawn
    pad = 0.1 * (max(ends) - min(ends))
    room = 0.12 * (max(ends) - min(ends)) if f.wide and f.singles else 0.0
    left = min(0.0, *costs) - 0.025 * across
    return (left, across * 1.02), (min(ends) - pad, max(ends) + pad + room)


def _panel(f: CompareFindings, axes: Axes, keys: Sequence[str], column: str) -> None:
    across, up = _limits(f, keys, column)
    axes.set(xlim=across, ylim=up)
    axes.axvline(0, color=ink.ZERO, linewidth=1)
    axes.axhline(0, color=ink.ZERO, linewidth=1)
    xs, ys = ticks(*across, 5), ticks(*up)
    axes.set_xticks(xs, [tick_text(x / THOUSAND) for x in xs])
    axes.set_yticks(ys, [tick_text(y, signed) for y in ys])
    lines = [([0.0, 0.0], list(up)), (list(across), [0.0, 0.0]), *_curve(f, axes, column)]
    for key in keys:
        lines += _mark(f, axes, key, column)
    colors = [ink.GREY if colour(f, key, column) == ink.PALE else colour(f, key, column) for key in keys]
    xs, ys = [f.cost(key) for key in keys], [f.paid_effect(key, column).mean for key in keys]
    place_names(axes, xs, ys, [f.marked(key) for key in keys], colors, lines)


def _curve(f: CompareFindings, axes: Axes, column: str) -> list[tuple[list[float], list[float]]]:
    if not f.grants:
        return []
    sizes = [0.0] + [size for size, _ in f.grants]
    effects = [Interval(0.0, 0.0, 0.0)] + [f.effect(arm, column) for _, arm in f.grants]
    means = [effect.mean for effect in effects]
    if all(effect.known for effect in effects):
        axes.fill_between(
            sizes, [e.low for e in effects], [e.high for e in effects], color=ink.BAND, linewidth=0, zorder=0
        )
    axes.plot(sizes, means, color=ink.INK, linewidth=1.3, linestyle=(0, (6, 2, 1.2, 2)), zorder=1)
    axes.annotate(
        f.either("Grant only", "只给补贴"),
        (sizes[-1], means[-1]),
        (6, 0),
        textcoords="offset points",
        va="center",
        color=ink.INK,
        size=TYPE["number"],
        annotation_clip=False,
    )
    return [([a, b], [c, d]) for a, b, c, d in zip(sizes, sizes[1:], means, means[1:], strict=False)]


def _mark(f: CompareFindings, axes: Axes, key: str, column: str) -> list[tuple[list[float], list[float]]]:
    x, effect, color = f.cost(key), f.paid_effect(key, column), colour(f, key, column)
    lines = []
    if f.shifts_work(key):
        end = x + f.shadow_cost(key)
        axes.plot([x, end], [effect.mean] * 2, color=color, linewidth=1.2, linestyle=(0, (1, 1.6)), zorder=2)
        dot(axes, end, effect.mean, "white", color, size=6.5, width=1.2, zorder=3)
        lines.append(([x, end], [effect.mean] * 2))
    if effect.known:
        axes.plot([x, x], [effect.low, effect.high], color=color, linewidth=2.2, zorder=3)
        lines.append(([x, x], [effect.low, effect.high]))
    dot(axes, x, effect.mean, color, zorder=4)
    return lines


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    head = [
        f.either("Policy", "政策"),
        f.either(f"Cost, yuan a month, {f.prices}", f"花费，元/月，{f.prices}"),
        f.either(f"Shadow cost, {f.prices}", f"影子成本，{f.prices}"),
        f.either(f"People for 10,000 yuan a month, {f.prices}", f"每月一万元增加人数，{f.prices}"),
        f.either(f"Yuan a year for one more participant, {f.prices}", f"每多一名参与者，元/年，{f.prices}"),
    ]
    rows = []
    for key in f.policies:
        people = "–"
        if f.cost(key) >= LEAST_COST:
            effect = paired_interval(f.people_per_10000(key), np.zeros(f.comparison.replicates))
            people = f.signed_spread(effect, 0)
        shadow = yuan(f.shadow_cost(key)) if f.shifts_work(key) else "–"
        rows.append([f.marked(key), yuan(f.cost(key)), shadow, people, price(f, key)])
    return head, rows
