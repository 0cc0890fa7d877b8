"""And for the same money? Each policy scaled to one budget, beside the plain grant of the same sum."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from experiments.output.verdicts import MATTERS
from report.compare.findings import GRANT, MOSTLY_GRANT, PARTICIPATION, QUALITY, TIMED, CompareFindings
from report.compare.phrases import (
    SERVICE_QUALITY,
    TOOK_PART,
    interval_note,
    money,
    policies,
    window,
)
from report.compare.terminal_words import strength
from report.compare.titles import money_title
from report.drawing import WIDTH, Sheet, dot, off_scale, signed, text_width, tick_text, ticks, wrap, yuan
from report.look import TYPE, ink
from sim.quantity import Text

NAME = "money"
QUESTION = Text("And for the same money?", "花同样的钱呢？")
LEAD = Text(
    "At full strength the policies cost very different sums. Here each spends the same, and the yardstick is to do "
    "nothing but give the community that sum.",
    "全力实施时各项政策花费悬殊。这里每项都花同样的钱，并与什么政策也不做、只把这笔钱交给社区相比。",
)
ROW, HEAD, BAR = 0.36, 0.78, 0.72


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    if f.comparison.budget is None or not f.has(GRANT):
        return f.either(
            "Left out: the policies were not run for the same money.",
            "未画：这次没有计算花同样的钱时的结果。",
        )
    return None


def colour(f: CompareFindings, key: str, column: str) -> str:
    """Against the grant, not against zero: gain beats it, loss does less, pale cannot be told."""
    if key == GRANT:
        return ink.INK
    if f.verdict(key, column, against=GRANT) != MATTERS:
        return ink.PALE
    return ink.GAIN if f.effect(key, column, against=GRANT).rises else ink.LOSS


def full_key(key: str) -> str:
    """The same policy at full strength."""
    return key.removeprefix("money:").removesuffix("+shadow")


def draw(f: CompareFindings) -> Sheet:
    """The dumbbells."""
    rows = f.money
    body = HEAD + ROW * len(rows) + 0.3
    sheet = Sheet(money_title(f), _subtitle(f), body, _note(f))
    names = max(0.9, *(text_width(f.marked(key), TYPE["row"]) for key in rows)) + 0.15
    bars = names + 0.15
    left = bars + BAR + 0.75
    width = (WIDTH - 0.1 - left - 0.35) / 2
    for number, key in enumerate(rows):
        y = HEAD + ROW * (number + 0.5)
        sheet.text(names, y, f.marked(key), TYPE["row"], ink.INK, ha="right")
        _spending(f, sheet, key, bars, y)
    _bar_head(f, sheet, bars)
    for column, title, x in (
        (PARTICIPATION, TOOK_PART, left),
        (QUALITY, SERVICE_QUALITY, left + width + 0.35),
    ):
        _panel(f, sheet, rows, column, f.say(title), x, width)
    return sheet


def _subtitle(f: CompareFindings) -> str:
    same = money(f, f.budget)
    return f.either(
        f"Difference from no policy (points). Hollow: full strength, costs differ; solid: planned at {same} a "
        f"month each ({f.prices}). "
        "Green beats the grant by what matters, purple does less, pale: too little to matter or cannot tell",
        "与维持现状之差（百分点）。空心：全力实施，花费各异；实心："
        f"每月都按{same if same[0] == '一' else ' ' + same}安排（{f.prices}）。"
        "绿：明显胜过只给补贴；紫：明显不如；浅灰：差别没有实际意义或分不清",
    )


def _note(f: CompareFindings) -> str:
    notes = [interval_note(f)]
    relief = [key for key in f.money if f.shifts_work(key)]
    if relief:
        shadow = yuan(f.shadow_cost(max(relief, key=f.shadow_cost)))
        notes.append(
            f.either(
                f"† The street office takes over work worth up to {shadow} yuan a month (shadow cost), not "
                "counted in the sum; in the rows with shadow cost it is.",
                f"† 街道要另外承担每月最多约 {shadow} 元的工作量（影子成本），未计入这笔钱；写明影子成本的一行已计入。",
            )
        )
    real = [f.spent(key) for key in f.money]
    spent = "–".join(dict.fromkeys((yuan(min(real)), yuan(max(real)))))
    notes.append(
        f.either(
            f"Scaled on list prices; what was really spent: {spent} yuan a month, shadow cost included where "
            "a row pays it. What cannot be spent is given as a grant.",
            f"按价目折算；实际花费每月 {spent} 元（写明计影子成本的，含影子成本）。花不完的钱作为补贴交给社区。",
        )
    )
    if any(f.comparison.mostly_grant(key) for key in f.money):
        notes.append(
            f.either(
                f"{MOSTLY_GRANT} More than half of the sum is paid as a grant.",
                f"{MOSTLY_GRANT} 一半以上的钱作为补贴发放。",
            )
        )
    if any(f.changes(key) for key in f.money):
        notes.append(
            f.either(
                f"{TIMED} changes over time: planned and spent as a mean of the whole run; the differences are those "
                f"of {window(f)}.",
                f"{TIMED} 随时间变动：安排和花费按整个运行期平均；差别取{window(f)}平均。",
            )
        )
    if short := f.underspent(f.money):
        names = policies(f, short)
        notes.append(
            f.either(
                f"Really spent under 90% of the sum, so no fair match for the grant: {names}.",
                f"实际花费不到这笔钱的 90%，与补贴不完全可比：{names}。",
            )
        )
    return "\n".join(notes)


def _spending(f: CompareFindings, sheet: Sheet, key: str, x: float, y: float) -> None:
    """How the sum is spent: dark the policy, pale the grant; beside it the factor of the policy."""
    arm = f.arm(key)
    policy = min(max(1 - arm.grant / f.budget, 0.0), 1.0)
    sheet.bar(x, y, BAR, 0.13, ink.BAND)
    if policy > 0:
        sheet.bar(x, y, BAR * policy, 0.13, ink.INK2)
    if arm.factor is not None and abs(arm.factor - 1) >= 0.005:
        sheet.text(x + BAR + 0.07, y, strength(arm.factor), TYPE["number"], ink.GREY)


def _bar_head(f: CompareFindings, sheet: Sheet, x: float) -> None:
    sheet.text(x, 0.12, f.either("Where it goes", "钱怎么花"), TYPE["panel"])
    for number, line in enumerate(
        f.either("dark: policy\npale: grant\n%, ×: strength", "深：政策\n浅：补贴\n%、×：力度").split("\n")
    ):
        sheet.text(x, 0.33 + 0.16 * number, line, TYPE["note"], ink.GREY)


def _limits(f: CompareFindings, rows: Sequence[str], column: str) -> tuple[float, float]:
    """All solid dots, and the hollow ones of the policies that share one scale."""
    shown = [*rows, *(full_key(key) for key in rows if key != GRANT and full_key(key) in f.singles)]
    known = [end for key in shown for end in f.effect(key, column).drawn] + [0.0]
    pad = 0.06 * ((max(known) - min(known)) or 1.0)
    return min(known) - pad, max(known) + pad


def _panel(
    f: CompareFindings, sheet: Sheet, rows: Sequence[str], column: str, title: str, x: float, width: float
) -> None:
    for number, line in enumerate(wrap(title, width, TYPE["panel"])):
        sheet.text(x, 0.12 + 0.17 * number, line, TYPE["panel"])
    axes = sheet.axes(x, HEAD, width - 0.5, ROW * len(rows))
    limits = _limits(f, rows, column)
    axes.set(xlim=limits, ylim=(len(rows) - 0.5, -0.5), yticks=[])
    xs = ticks(*limits)
    axes.set_xticks(xs, [tick_text(tick, signed) for tick in xs])
    axes.axvline(0, color=ink.ZERO, linewidth=1)
    _grant_line(f, axes, column)
    for number, key in enumerate(rows):
        _dumbbell(f, axes, key, column, number, limits[1])
        y = HEAD + ROW * (number + 0.5)
        sheet.text(x + width, y, signed(f.effect(key, column).mean), TYPE["row"], ink.INK, ha="right")


def _grant_line(f: CompareFindings, axes: Axes, column: str) -> None:
    grant = f.effect(GRANT, column)
    if grant.known:
        axes.axvspan(grant.low, grant.high, color=ink.BAND, linewidth=0, zorder=0)
    axes.axvline(grant.mean, color=ink.INK, linewidth=1.2, linestyle=(0, (6, 2, 1.2, 2)), zorder=1)
    axes.annotate(
        f"{f.label(GRANT)} {signed(grant.mean)}",
        (grant.mean, 1),
        (0, 5),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        size=TYPE["number"],
        color=ink.INK,
    )


def _dumbbell(f: CompareFindings, axes: Axes, key: str, column: str, row: int, edge: float) -> None:
    solid, color = f.effect(key, column), colour(f, key, column)
    if key != GRANT:
        hollow = f.effect(full_key(key), column).mean
        axes.plot([solid.mean, min(hollow, edge)], [row, row], color=ink.ZERO, linewidth=1.4, zorder=2)
        if hollow > edge:
            off_scale(axes, edge, row, hollow, ink.GREY, -2)
        else:
            dot(axes, hollow, row, "white", ink.GREY, size=6.5, width=1.2, zorder=3)
    if solid.known:
        axes.plot([solid.low, solid.high], [row, row], color=color, linewidth=2.6, zorder=4)
    dot(axes, solid.mean, row, color, zorder=5)


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    head = [
        f.either("Policy", "政策"),
        f.either("Strength", "力度"),
        f.either(f"Grant, yuan, {f.prices}", f"其中补贴，元，{f.prices}"),
        f.either(f"Spent, yuan a month, {f.prices}", f"实际花费，元/月，{f.prices}"),
        f.either("Participation, points", "参与，百分点"),
        f.either("Quality, points", "质量，分"),
        f.either("Participation beyond the grant", "参与，与补贴之差"),
        f.either("Quality beyond the grant", "质量，与补贴之差"),
    ]
    rows = []
    for key in f.money:
        arm = f.arm(key)
        factor = "–" if arm.factor is None else strength(arm.factor)
        effects = [f.signed_spread(f.effect(key, c)) for c in (PARTICIPATION, QUALITY)]
        effects += [
            "–" if key == GRANT else f.signed_spread(f.effect(key, c, against=GRANT)) for c in (PARTICIPATION, QUALITY)
        ]
        rows.append([f.marked(key), factor, yuan(arm.grant), yuan(f.spent(key)), *effects])
    return head, rows
