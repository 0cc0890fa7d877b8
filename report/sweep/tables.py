"""The tables of a sweep's report."""

from typing import TYPE_CHECKING

import numpy as np

from experiments.output.wording import capital
from report.drawing import plain
from report.frame import Table
from report.sweep.findings import Contrast, Difference, SweepFindings
from report.sweep.results import FAILURES, KEYS, OUTCOMES, SweepResults, over_communities, read_frame
from report.sweep.sentences import AXIS, TOPIC, base, quantity
from report.words import give_or_take
from sim.quantity import plain as number
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_ROWS, MOST_FAILURES, SHOWN_KEY = 120, 50, 16
_SCENARIO, _PROFILE = Text("Scenario", "方案"), Text("Kind of community", "社区类型")


def _holm(p: float) -> str:
    if p != p:
        return "–"
    return "< .001" if p < 0.001 else f"{p:.3f}".lstrip("0") if p < 1 else "1"


def differences(f: SweepFindings) -> Table:
    """Every difference from the reference, with its interval and Holm's p."""
    r = f.results
    several = bool(f.by_profile)
    heads = [_SCENARIO.get(r.lang), *([_PROFILE.get(r.lang)] if several else [])]
    for outcome in OUTCOMES:
        topic = capital(TOPIC[outcome].get(r.lang))
        heads += [Text(f"{topic}, points", f"{topic}之差").get(r.lang), Text("Holm's p", "霍尔姆 p").get(r.lang)]
    rows = []
    for profile in (None, *(r.profiles if several else ())):
        source = f.differences if profile is None else [d for d in f.by_profile if d.profile == profile]
        name = Text("all", "全部").get(r.lang) if profile is None else r.profile_label(profile)
        for scenario in r.others:
            own = [d for d in source if d.scenario == scenario]
            rows.append([r.label(scenario), *([name] if several else []), *_cells(r, own)])
    return Table(tuple(heads), rows, words=(1,) if several else ())


def _cells(r: SweepResults, own: list[Difference]) -> list[str]:
    return [text for d in own for text in (r.signed_spread(d.found), _holm(d.p))]


def strengths(f: SweepFindings) -> Table:
    """What each designed quantity explains and moves, the strongest first on participation."""
    r = f.results
    wanted = [(r.reference, False), *([(f.focus, True)] if f.focus else [])]
    heads, found = [Text("Quantity", "变量").get(r.lang)], []
    for scenario, gain in wanted:
        for outcome in OUTCOMES:
            topic = capital(TOPIC[outcome].get(r.lang))
            whose = f"{topic}, {r.label(scenario)}" if r.lang == "en" else f"{r.label(scenario)}：{topic}"
            effect = Text(
                f"effect of {r.label(scenario)} on {TOPIC[outcome].en}", f"{r.label(scenario)}对{topic}的作用"
            )
            shown = capital(effect.get(r.lang)) if gain else whose
            heads += [
                shown + Text(": explained", "，解释").get(r.lang),
                Text("high less low end", "高端减低端").get(r.lang),
            ]
            found.append({contrast.block: contrast for contrast in f.contrasts(outcome, scenario, gain=gain)})
    rows = [
        [quantity(r, block), *(text for item in found for text in _strength(r, item[block]))]
        for block in found[0]
        if all(block in item for item in found)
    ]
    return Table(tuple(heads), rows)


def _strength(r: SweepResults, c: Contrast) -> tuple[str, str]:
    return f"{c.strength:.0%}", r.signed_spread(c.found)


def points(f: SweepFindings) -> tuple[Table, str]:
    """The points of the design with levels and differences, and what to say of those left out."""
    r = f.results
    heads = [Text("Point", "点").get(r.lang), *(quantity(r, (name,)) for name in r.names), _SCENARIO.get(r.lang)]
    for outcome in OUTCOMES:
        heads.append(AXIS[outcome].get(r.lang))
        if r.others:
            heads.append(Text(f"less {base(r)}", f"与{r.label(r.reference)}之差").get(r.lang))
    chosen, note = _chosen(f)
    rows = [_point(r, point, scenario, levels) for point, levels in chosen for scenario in r.scenarios]
    return Table(tuple(heads), rows, words=(1 + len(r.names),)), note


def _chosen(f: SweepFindings) -> tuple[list[tuple[int, dict[str, "DataFrame"]]], str]:
    """All points, or where there are too many those with the highest and lowest participation."""
    r = f.results
    order = list(r.points.index)
    most = max(2, MOST_ROWS // len(r.scenarios))
    note = ""
    if len(order) > most:
        half = min(10, most // 2)
        means = f.point_means(OUTCOMES[0], r.reference, gain=False).sort_values(ascending=False, kind="stable")
        order = [*means.index[:half], *means.index[-half:]]
        note = Text(
            f"The {half} points with the highest and the {half} with the lowest participation under "
            f"{r.label(r.reference)}; all {len(r.points):,} are in summary.parquet.",
            f"{r.label(r.reference)}下参与最高和最低的各 {half} 个点；全部 {len(r.points):,} 个点见 summary.parquet。",
        ).get(r.lang)
    groups = {outcome: r.levels(outcome) for outcome in OUTCOMES}
    return [
        (point, {o: group.xs(point, level="point", drop_level=False) for o, group in groups.items()}) for point in order
    ], note


def _point(r: SweepResults, point: int, scenario: str, levels: dict[str, "DataFrame"]) -> list[str]:
    values = [number(float(f"{r.points.at[point, name]:.4g}")) for name in r.names]
    row = [str(point), *values, r.label(scenario)]
    for outcome in OUTCOMES:
        own = levels[outcome]
        level = over_communities(own[scenario])
        row.append(plain(level.mean) + give_or_take(level) if np.isfinite(level.mean) else "–")
        if r.others:
            gain = over_communities(own[scenario] - own[r.reference])
            row.append("" if scenario == r.reference else r.signed_spread(gain))
    return row


def failures(r: SweepResults, rows: "DataFrame") -> Table:
    """The runs that failed: key, where they stand in the plan, and why."""
    named = (Text("Point", "点"), _SCENARIO, _PROFILE, Text("Community", "社区"))
    heads = tuple(text.get(r.lang) for text in (Text("Run", "运行"), *named, Text("Why", "原因")))
    error = "error_zh" if r.lang == "zh" else "error"
    shown = [
        [str(row["key"])[:SHOWN_KEY], *(str(row[name]) for name in KEYS), str(row[error])]
        for row in rows.head(MOST_FAILURES).to_dict("records")
    ]
    return Table(heads, shown, words=(2, 3, len(heads) - 1))


def read_failed(r: SweepResults) -> "DataFrame | None":
    """Read the failures, None where there are none.

    Raises:
        InputError: runs failed, and the file that names them is missing or cut short.
    """
    if not r.manifest["counts"].get("failed"):
        return None
    return read_frame(r.folder / FAILURES, (*KEYS, "key", "error", "error_zh"))
