"""Does it hold elsewhere? Each policy over the stored set of believable worlds, beside its effect at the default."""

from experiments.lanes import FULL
from experiments.report.drawing import (
    GAIN,
    GREY,
    HAIR,
    INK,
    LOSS,
    MARGIN,
    PALE,
    WIDTH,
    ZERO,
    Sheet,
    fitted,
    plain,
    signed,
    ticks,
)
from experiments.report.findings import PARTICIPATION, QUALITY, Findings
from experiments.report.words import SERVICE_QUALITY, TOOK_PART, either, without_policy
from sim.look import TYPE
from sim.quantity import Text

NAME = "worlds"
QUESTION = Text("Does it hold in other believable worlds?", "换到别的可信世界里还成立吗？")
LEAD = Text(
    "A world is one guess at all uncertain numbers under which no policy looks as communities are known to be.",
    "一个世界是对全部不确定数字的一次猜测，其中维持现状时的样子合乎已知情况。",
)
ROW, NAMES, HELPS, GAP = 0.27, 1.55, 0.62, 0.25
PANEL = (WIDTH - 2 * MARGIN - NAMES - GAP) / 2


def missing(f: Findings) -> str | None:
    """Why there is nothing to draw, if so."""
    if f.comparison.worlds_note is not None:
        said = f.say(f.comparison.worlds_note)
        return either(f, f"Not shown: {said}", f"此处从略：{said}")
    if not keys(f):
        return without_policy(f) or either(f, "This comparison was run without them.", "这次比较没有计算其他世界。")
    return None


def keys(f: Findings) -> list[str]:
    """The policies at full strength that were looked at, largest middle effect on participation first."""
    worlds = f.comparison.worlds
    known = [lane.key for lane in f.comparison.row(FULL) if lane.key in worlds]
    return sorted(known, key=lambda key: -worlds[key].mid[PARTICIPATION])


def count(f: Findings, key: str, column: str) -> tuple[int, int]:
    """In how many worlds a policy helps, and of how many."""
    own = f.comparison.worlds[key]
    return round(own.helps[column] * own.n), own.n


def draw(f: Findings) -> Sheet:
    """Two panels: for each policy its range over the worlds, and where it stands at the default."""
    shown = keys(f)
    body = 0.35 + ROW * len(shown) + 0.35
    sheet = Sheet(_title(f), _subtitle(f), body, _note(f))
    for place, key in enumerate(shown):
        y = 0.5 + ROW * place
        sheet.text(MARGIN + NAMES - 0.12, y, fitted(f.label(key), NAMES, TYPE["number"]), ha="right")
    for number, (column, title) in enumerate(((PARTICIPATION, TOOK_PART), (QUALITY, SERVICE_QUALITY))):
        left = MARGIN + NAMES + number * (PANEL + GAP)
        sheet.text(left, 0.1, f.say(title), TYPE["row"])
        sheet.text(left + PANEL, 0.27, either(f, "helps in", "有益的世界"), color=GREY, ha="right")
        _panel(f, sheet, left, shown, column, body - 0.35)
    return sheet


def _panel(f: Findings, sheet: Sheet, left: float, shown: list[str], column: str, bottom: float) -> None:
    worlds = f.comparison.worlds
    low = min(0.0, *(100 * worlds[key].low[column] for key in shown), *(f.effect(key, column).mean for key in shown))
    high = max(0.0, *(100 * worlds[key].high[column] for key in shown), *(f.effect(key, column).mean for key in shown))
    room = PANEL - HELPS - 0.15

    def at(value: float) -> float:
        return left + 0.05 + (value - low) / ((high - low) or 1.0) * room

    for mark in ticks(low, high):
        sheet.line([at(mark)] * 2, [0.36, bottom], ZERO if mark == 0 else HAIR, 0.8, zorder=0)
        sheet.text(at(mark), bottom + 0.15, plain(mark, 0 if mark == round(mark) else 1), color=GREY, ha="center")
    for place, key in enumerate(shown):
        y, own = 0.5 + ROW * place, worlds[key]
        color = GAIN if own.low[column] > 0 else LOSS if own.high[column] < 0 else PALE
        ends = [at(100 * own.low[column]), at(100 * own.high[column])]
        sheet.bar(ends[0], y, max(ends[1] - ends[0], 0.02), 0.1, color)
        middle = at(100 * own.mid[column])
        sheet.line([middle] * 2, [y - 0.085, y + 0.085], INK, 1.6)
        sheet.marker(at(f.effect(key, column).mean), y, "o", 4.2, "white", INK, 1.0)
        helped, of = count(f, key, column)
        sheet.text(left + PANEL, y, either(f, f"{helped} of {of}", f"{helped}/{of}"), ha="right")


def _title(f: Findings) -> str:
    shown, worlds = keys(f), f.comparison.worlds
    sure = {column: sum(worlds[key].low[column] > 0 for key in shown) for column in (PARTICIPATION, QUALITY)}
    return either(
        f,
        f"Of {len(shown)} policies, {sure[PARTICIPATION]} raise participation in at least 95% of the worlds and "
        f"{sure[QUALITY]} raise service quality",
        f"{len(shown)} 项政策中，在至少 95% 的世界里提高参与的有 {sure[PARTICIPATION]} 项，"
        f"提高服务质量的有 {sure[QUALITY]} 项",
    )


def _subtitle(f: Findings) -> str:
    most = max(own.n for own in f.comparison.worlds.values())
    return either(
        f,
        f"Difference from the same world without policy, in up to {most} worlds (points).",
        f"与同一世界维持现状之差，至多 {most} 个世界（点）。",
    )


def _note(f: Findings) -> str:
    return either(
        f,
        "Bar: 5 to 95% of the worlds; tick: the middle one; circle: at the numbers of this run. Green where at least "
        "95% of the worlds gain, purple where at least 95% lose. Helps: better by more than the smallest difference "
        "that matters. Shares of worlds are shares of guesses, not chances in reality.",
        "条：5%–95% 的世界；短竖线：中位；圆：本次运行的数值。至少 95% 的世界变好为绿，至少 95% 变差为紫。"
        "有益：变好且超过有意义的最小差异。世界的占比是猜测的占比，不是现实中的概率。",
    )


def numbers(f: Findings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    head = [either(f, "Policy", "政策")]
    for title in (TOOK_PART, SERVICE_QUALITY):
        name = f.say(title)
        head += [f"{name}: 5%", either(f, "middle", "中位"), "95%", either(f, "helps in", "有益的世界")]
    rows = []
    for key in keys(f):
        own, cells = f.comparison.worlds[key], [f.label(key)]
        for column in (PARTICIPATION, QUALITY):
            helped, of = count(f, key, column)
            cells += [signed(100 * part[column]) for part in (own.low, own.mid, own.high)]
            cells.append(either(f, f"{helped} of {of}", f"{helped}/{of}"))
        rows.append(cells)
    return head, rows
