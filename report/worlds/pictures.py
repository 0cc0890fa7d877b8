"""The pictures of an analysis over worlds: spread of the effects, how often best, what the bands rule out."""

from report.drawing import MARGIN, WIDTH, Sheet, fitted, text_width, ticks
from report.look import LIGHT, TYPE, ink
from report.worlds.findings import WorldsFindings

GAP = 0.3  # inches between two panels
PANEL = (WIDTH - 2 * MARGIN - GAP) / 2
ROW = 0.25
NAMES = 1.75


def spread(f: WorldsFindings, table: str) -> Sheet:
    """Quantiles of the difference over the worlds, a panel an outcome, the largest middle first."""
    count = len(f.rows(table, f.outcomes[0]))
    body = 0.3 + ROW * count + 0.45
    sheet = Sheet(
        _spread_title(f, table),
        f.either(
            "Difference from the same world without policy, over the worlds (points)",
            "与同一世界维持现状之差，在各世界中的分布（点）",
        ),
        body,
        f.either(
            "Line: 5 to 95% of the worlds; box: 25 to 75%; tick: the middle. Green where at least 95% of the worlds "
            "gain, magenta where at least 95% lose, grey between.",
            "线：5%–95% 的世界；方框：25%–75%；短竖线：中位。至少 95% 的世界变好为绿，至少 95% 变差为紫，其间为灰。",
        ),
    )
    for number, outcome in enumerate(f.outcomes):
        _spread(f, sheet, MARGIN + number * (PANEL + GAP), table, outcome, body - 0.4)
    return sheet


def _spread_title(f: WorldsFindings, table: str) -> str:
    parts = []
    for outcome in f.outcomes:
        rows = f.rows(table, outcome)
        sure = sum(f.standing(table, outcome, row.key).quantile(5) > 0 for row in rows)
        parts.append((sure, len(rows)))
    (n, of), (m, _) = parts
    return f.either(
        f"{f.table_name(table)}, {n} of {of} rows raise participation in at least 95% of the worlds, {m} raise "
        "service quality",
        f"{f.table_name(table)}：{of} 行中，有 {n} 行在至少 95% 的世界里提高参与，{m} 行提高服务质量",
    )


def _spread(f: WorldsFindings, sheet: Sheet, left: float, table: str, outcome: str, bottom: float) -> None:
    sheet.text(left, 0.1, f.indicator(outcome), TYPE["panel"])
    rows = f.rows(table, outcome)
    stands = [f.standing(table, outcome, row.key) for row in rows]
    low = min(0.0, *(100 * stand.quantile(5) for stand in stands))
    high = max(0.0, *(100 * stand.quantile(95) for stand in stands))
    x0, room = left + NAMES + 0.1, PANEL - NAMES - 0.2

    def at(value: float) -> float:
        return x0 + (100 * value - low) / ((high - low) or 1.0) * room

    for mark in ticks(low, high):
        sheet.tick(mark, at(mark / 100), 0.28, bottom, 0.14)
    for index, (row, stand) in enumerate(zip(rows, stands, strict=True)):
        y = 0.42 + ROW * index
        color = ink.GAIN if stand.quantile(5) > 0 else ink.LOSS if stand.quantile(95) < 0 else ink.PALE
        sheet.text(x0 - 0.1, y, fitted(row.label, NAMES, TYPE["number"]), ha="right")
        sheet.line([at(stand.quantile(5)), at(stand.quantile(95))], [y, y], color, 1.2)
        start = at(stand.quantile(25))
        sheet.bar(start, y, at(stand.quantile(75)) - start, 0.12, color)
        sheet.line([at(stand.quantile(50))] * 2, [y - 0.085, y + 0.085], ink.INK, 1.6)


def bars_of_best(f: WorldsFindings, table: str) -> Sheet:
    """Share of worlds in which a row is best, and the worst regret, a panel an outcome."""
    count = len(f.rows(table, f.outcomes[0]))
    body = 0.3 + ROW * count + 0.2
    (first, one), (second, other) = (f.leader(table, outcome) for outcome in f.outcomes)
    sheet = Sheet(
        f.either(
            f"Best most often: {first.label} for participation ({f.share(one.best)}), {second.label} for service "
            f"quality ({f.share(other.best)})",
            f"最常居首：参与为“{first.label}”（{f.share(one.best)}），服务质量为“{second.label}”（{f.share(other.best)}）",
        ),
        f.either(
            "Share of the worlds in which it is best (bar), worst regret (points)",
            "居首的世界占比（条形）与最大遗憾（点）",
        ),
        body,
        f.either(
            "Worst regret: the most that any world's best policy would have brought beyond this one.",
            "最大遗憾：在任何一个世界中，最好的政策比这一项多带来的最大值。",
        ),
    )
    for number, outcome in enumerate(f.outcomes):
        _best(f, sheet, MARGIN + number * (PANEL + GAP), table, outcome)
    return sheet


def _best(f: WorldsFindings, sheet: Sheet, left: float, table: str, outcome: str) -> None:
    sheet.text(left, 0.1, f.indicator(outcome), TYPE["panel"])
    sheet.text(left + PANEL - 0.1, 0.1, f.either("worst regret", "最大遗憾"), color=ink.GREY, ha="right")
    stands = [(row, f.standing(table, outcome, row.key)) for row in f.rows(table, outcome)]
    stands = sorted((pair for pair in stands if pair[1].best == pair[1].best), key=lambda pair: -pair[1].best)
    most = max(item.best for _, item in stands) or 1.0
    x, room = left + NAMES + 0.1, PANEL - NAMES - 1.2
    for index, (row, item) in enumerate(stands):
        y = 0.42 + ROW * index
        sheet.text(x - 0.1, y, fitted(row.label, NAMES, TYPE["number"]), ha="right")
        sheet.bar(x, y, item.best / most * room, 0.13, LIGHT["c2"])
        sheet.text(x + item.best / most * room + 0.06, y, f.share(item.best))
        sheet.text(left + PANEL - 0.1, y, f.points(item.regret_worst, sign=False), ha="right")


def bars_of_bands(f: WorldsFindings) -> Sheet:
    """Share of worlds that each band rules out, in the first and the last wave."""
    bands = f.bands
    body = 0.3 + 0.34 * len(bands) + 0.3
    first, last = f.waves[0], f.waves[-1]
    words = min(3.6, max(text_width(band.label, TYPE["number"]) for band in bands) + 0.02)
    sheet = Sheet(
        f.either(
            f"Of {first.worlds:,} worlds spread over all ranges {first.met} meet all {len(bands)} bands without a "
            f"policy; in the last wave {last.met} of {last.worlds:,} do",
            f"遍布所有参数范围的 {first.worlds:,} 个世界中有 {first.met} 个维持现状时符合全部 {len(bands)} 个范围；"
            f"最后一轮 {last.worlds:,} 个中有 {last.met} 个",
        ),
        f.either("Share of the worlds of a wave that a band rules out", "各范围在一轮世界中排除的占比"),
        body,
        f.either(
            "Means over the communities that every candidate is simulated in. Sorted by the last wave.",
            "取每个候选世界首批社区的平均。按最后一轮排序。",
        ),
    )
    x = MARGIN + words + 0.1
    room = WIDTH - MARGIN - x - 0.6
    for index, band in enumerate(bands):
        y = 0.34 + 0.34 * index
        sheet.text(x - 0.1, y, fitted(band.label, words, TYPE["number"]), ha="right")
        for value, shift, color in ((band.first_out, -0.07, LIGHT["c3"]), (band.last_out, 0.07, LIGHT["c2"])):
            sheet.bar(x, y + shift, value * room, 0.1, color)
            sheet.text(x + value * room + 0.06, y + shift, f.share(value), TYPE["note"], ink.GREY)
    y = body - 0.1
    for color, label in (
        (LIGHT["c3"], f.either("first wave", "第一轮")), (LIGHT["c2"], f.either("last wave", "最后一轮")),
    ):  # fmt: skip
        sheet.bar(x, y, 0.16, 0.1, color)
        sheet.text(x + 0.24, y, label, color=ink.GREY)
        x += 0.5 + text_width(label, TYPE["number"])
    return sheet
