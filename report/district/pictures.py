"""The pictures of a district: a map of its communities, and how each policy's effect spreads over them."""

from typing import TYPE_CHECKING

from experiments.output.wording import capital
from report.drawing import MARGIN, WIDTH, Sheet, fitted, scale, ticks
from report.look import LIGHT, TYPE, ink
from sim.indicators import label_of
from sim.scenarios.scenario import BASELINE

if TYPE_CHECKING:
    from report.district.findings import DistrictFindings

ROW, NAMES, HEIGHT = 0.27, 2.3, 4.6
LARGEST = 15.0  # points, diameter of the largest community
ROOMY = 40  # communities; where there are more, their circles shrink so that together they cover no more


def map_of_communities(f: "DistrictFindings", policy: str) -> Sheet:
    """Participation and quality of every community without policy, and where ``policy`` takes it."""
    before, after = f.of_policy(BASELINE), f.of_policy(policy)
    gained = int((after["participation_12m_difference"].to_numpy() > 0).sum())
    better = int((after["quality_difference"].to_numpy() > 0).sum())
    sheet = Sheet(
        f.either(
            f"{f.labels[policy]} raises participation in {gained} of {f.n} communities and service quality in {better}",
            f"“{f.labels[policy]}”在 {f.n} 个社区中的 {gained} 个提高参与，在 {better} 个提高服务质量",
        ),
        f.either(
            "Residents who took part within a year (%) across, service quality upwards",
            "横：一年内参与过的居民（%）；纵：服务质量",
        ),
        HEIGHT,
        f.either("Circle: without policy. End of the line: with it.", "圆：维持现状；线的末端：实施政策。"),
    )
    axes = sheet.axes(MARGIN + 0.45, 0.1, WIDTH - 2 * MARGIN - 0.6, HEIGHT - 0.5)
    axes.grid(color=ink.HAIR, linewidth=0.8)
    x0, y0 = 100 * before["participation_12m"].to_numpy(), 100 * before["quality"].to_numpy()
    x1, y1 = 100 * after["participation_12m"].to_numpy(), 100 * after["quality"].to_numpy()
    for place in range(len(x0)):
        axes.plot([x0[place], x1[place]], [y0[place], y1[place]], color=ink.PALE, linewidth=0.9, zorder=1)
    axes.scatter(x1, y1, s=14, color=ink.GAIN, linewidths=0, zorder=2)
    sizes = LARGEST**2 * min(1.0, ROOMY / f.n) * before["residents"].to_numpy() / before["residents"].max()
    axes.scatter(x0, y0, s=sizes, facecolors=LIGHT["surface"], edgecolors=ink.INK2, linewidths=1.0, zorder=3)
    return sheet


def spread_of_effects(f: "DistrictFindings", outcome: str) -> Sheet:
    """The difference a policy makes in every community, a row a policy."""
    body = 0.15 + ROW * len(f.policies) + 0.4
    column = f"{outcome}_difference"
    label = capital(label_of(outcome).get(f.lang))
    widths = {policy: f.of_policy(policy)[column].max() - f.of_policy(policy)[column].min() for policy in f.policies}
    widest = max(widths, key=lambda policy: widths[policy])
    sheet = Sheet(
        f.either(
            f"{label}: {f.labels[widest]} differs most between communities, by {100 * widths[widest]:.1f} points",
            f"{label}：“{f.labels[widest]}”在社区之间差别最大，相差 {100 * widths[widest]:.1f} 点",
        ),
        f.either("Difference from no policy in each community (points)", "每个社区与维持现状之差（点）"),
        body,
        f.either(
            "Green: better; magenta: worse. Random variation is in the dots too.",
            "绿：变好；紫：变差。点中也含随机波动。",
        ),
    )
    values = {policy: 100 * f.of_policy(policy)[column].to_numpy() for policy in f.policies}
    low = min(0.0, *(value.min() for value in values.values()))
    high = max(0.0, *(value.max() for value in values.values()))
    x0, room, bottom = MARGIN + NAMES + 0.1, WIDTH - 2 * MARGIN - NAMES - 0.3, body - 0.35
    at = scale(x0, room, low, high)
    for mark in ticks(low, high, 6):
        sheet.tick(mark, at(mark), 0.02, bottom, 0.14)
    for index, policy in enumerate(f.policies):
        y = 0.17 + ROW * index
        sheet.text(x0 - 0.12, y, fitted(f.labels[policy], NAMES, TYPE["number"]), ha="right")
        own = sorted(values[policy])
        for number in own:
            color = ink.GAIN if number > 0 else ink.LOSS
            sheet.marker(at(number), y, "o", 3.2, color, color, 0.0)
        middle = at(own[len(own) // 2])
        sheet.line([middle] * 2, [y - 0.09, y + 0.09], ink.INK, 1.6)
    return sheet
