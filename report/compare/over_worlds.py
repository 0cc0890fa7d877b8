"""Does it hold elsewhere? Each policy over worlds that are plausible in this setting, beside its effect here."""

from report.compare.findings import PARTICIPATION, QUALITY, CompareFindings
from report.compare.phrases import SERVICE_QUALITY, TOOK_PART, points, without_policy
from report.compare.plausible import about_worlds, other_worlds
from report.drawing import MARGIN, WIDTH, Scale, Sheet, fitted, scale, signed, ticks
from report.look import TYPE, ink
from sim.quantity import Text

NAME = "worlds"
QUESTION = Text("Does it hold in other plausible worlds?", "换到别的合乎已知情况的世界里还成立吗？")
LEAD = Text(
    "A world is one guess at all uncertain numbers under which no policy looks as communities are known to be.",
    "一个世界是对全部不确定数字的一次猜测，其中维持现状时的样子合乎已知情况。",
)
OUTCOMES, SURE = (PARTICIPATION, QUALITY), 0.95
ROW, NAMES, HELPS, GAP = 0.27, 1.55, 0.62, 0.25
PANEL = (WIDTH - 2 * MARGIN - NAMES - GAP) / 2


def missing(f: CompareFindings) -> str | None:
    """Why there is nothing to draw, if so."""
    if f.comparison.worlds_note is not None:
        said = f.say(f.comparison.worlds_note)
        return f.either(f"Not shown: {said}", f"此处从略：{said}")
    if not keys(f):
        return without_policy(f) or f.either(
            "This comparison was run without them; compare shows them where --no-worlds is left out.",
            "这次比较没有计算其他世界；运行 compare 时不加 --no-worlds 即可看到。",
        )
    return None


def keys(f: CompareFindings) -> list[str]:
    """The policies at full strength that were looked at, in the order of the map."""
    return [key for key in f.policies if key in f.comparison.worlds]


def draw(f: CompareFindings) -> Sheet:
    """Two panels: for each policy its range over the worlds, and where it stands at the default."""
    shown = keys(f)
    body = 0.35 + ROW * len(shown) + 0.35
    sheet = Sheet(_title(f), _subtitle(f), body, _note(f))
    for index, key in enumerate(shown):
        y = 0.5 + ROW * index
        sheet.text(MARGIN + NAMES - 0.12, y, fitted(f.label(key), NAMES, TYPE["number"]), ha="right")
    for number, (column, title) in enumerate(((PARTICIPATION, TOOK_PART), (QUALITY, SERVICE_QUALITY))):
        left = MARGIN + NAMES + number * (PANEL + GAP)
        sheet.text(left, 0.1, f.say(title), TYPE["row"])
        sheet.text(left + PANEL, 0.27, f.either("helps in", "有益的世界"), color=ink.GREY, ha="right")
        _panel(f, sheet, left, shown, column, body - 0.35)
    return sheet


def _panel(f: CompareFindings, sheet: Sheet, left: float, shown: list[str], column: str, bottom: float) -> None:
    low, high = _limits(f, shown, column)
    at = scale(left + 0.05, PANEL - HELPS - 0.15, low, high)
    for mark in ticks(low, high):
        sheet.tick(mark, at(mark), 0.36, bottom, 0.15)
    for index, key in enumerate(shown):
        y = 0.5 + ROW * index
        _row(f, sheet, key, column, y, at)
        sheet.text(left + PANEL, y, helped(f, key, column), ha="right")


def _limits(f: CompareFindings, shown: list[str], column: str) -> tuple[float, float]:
    """The ends of the axis: zero, every range and every interval within."""
    worlds, here = f.comparison.worlds, [f.effect(key, column) for key in shown]
    ends = [0.0, *(end for item in here for end in item.drawn)]
    ends += [100 * end for key in shown for end in (worlds[key].low[column], worlds[key].high[column])]
    return min(ends), max(ends)


def _row(f: CompareFindings, sheet: Sheet, key: str, column: str, y: float, at: Scale) -> None:
    """A policy's range over the worlds with its middle, and below it where this run puts it."""
    own, here = f.comparison.worlds[key], f.effect(key, column)
    color = ink.GAIN if own.low[column] > 0 else ink.LOSS if own.high[column] < 0 else ink.PALE
    ends = [at(100 * own.low[column]), at(100 * own.high[column])]
    sheet.bar(ends[0], y - 0.03, max(ends[1] - ends[0], 0.02), 0.1, color)
    sheet.line([at(100 * own.mid[column])] * 2, [y - 0.11, y + 0.035], ink.INK, 1.6)
    if here.known:
        sheet.line([at(here.low), at(here.high)], [y + 0.075] * 2, ink.INK, 1.0)
    sheet.marker(at(here.mean), y + 0.075, "o", 3.4, "white", ink.INK, 1.0)


def helped(f: CompareFindings, key: str, column: str) -> str:
    """In how many worlds a policy helps, and of how many."""
    own = f.comparison.worlds[key]
    count = round(own.helps[column] * own.n)
    return f.either(f"{count} of {own.n}", f"{count}/{own.n}")


def _title(f: CompareFindings) -> str:
    shown, worlds = keys(f), f.comparison.worlds
    if len(shown) == 1:
        name, (part, quality) = f.label(shown[0]), (helped(f, shown[0], column) for column in OUTCOMES)
        return f.either(
            f"{name} helps participation in {part} worlds and service quality in {quality}",
            f"{name}有益于参与的世界占 {part}，有益于服务质量的占 {quality}",
        )
    sure = {column: sum(worlds[key].helps[column] >= SURE for key in shown) for column in OUTCOMES}
    return f.either(
        f"Helped in at least 95% of the worlds: participation by {sure[PARTICIPATION]} of {len(shown)} policies, "
        f"service quality by {sure[QUALITY]}",
        f"{len(shown)} 项政策中，在至少 95% 的世界里有益于参与的有 {sure[PARTICIPATION]} 项，"
        f"有益于服务质量的有 {sure[QUALITY]} 项",
    )


def _subtitle(f: CompareFindings) -> str:
    counted_worlds = other_worlds(f.comparison.world_counts, f.lang)
    return f.either(
        f"Difference from the same world without policy, in {counted_worlds} (points)",
        f"与同一世界维持现状之差，在{counted_worlds}里（点）",
    )


def _note(f: CompareFindings) -> str:
    return f.either(
        f"{about_worlds(f.comparison, f.lang)} "
        "Bar: 5 to 95% of the worlds; tick: the middle one. Circle: at the numbers "
        f"of this run, its line the 95% interval of random draws. Helps: better by more than {points(f)}. Green "
        "where at least 95% of the worlds gain, however little, purple where at least 95% lose. Shares of worlds are "
        "shares of guesses, not chances in reality.",
        f"{about_worlds(f.comparison, f.lang)}"
        "条：5%–95% 的世界；短竖线：中位。圆：本次运行的数值，横线为 95% 区间，仅含随机波动。"
        f"有益：变好且超过 {points(f)}。至少 95% 的世界变好（不论多少）为绿，至少 95% 变差为紫。"
        "世界的占比是猜测的占比，不是现实中的概率。",
    )


def numbers(f: CompareFindings) -> tuple[list[str], list[list[str]]]:
    """The same as a table."""
    head = [f.either("Policy", "政策")]
    for title in (TOOK_PART, SERVICE_QUALITY):
        name = f.say(title)
        head += [f"{name}: 5%", f.either("middle", "中位"), "95%", f.either("helps in", "有益的世界")]
    rows = []
    for key in keys(f):
        own, cells = f.comparison.worlds[key], [f.label(key)]
        for column in OUTCOMES:
            cells += [signed(100 * part[column]) for part in (own.low, own.mid, own.high)]
            cells.append(helped(f, key, column))
        rows.append(cells)
    return head, rows
