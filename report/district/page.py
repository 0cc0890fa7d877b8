"""The page of a district: its totals, a map of its communities, and where each policy helps."""

from pathlib import Path

from experiments.district.totals import FEWEST, PEOPLE, TRAITS
from experiments.output.manifest import settings_of
from report.district.findings import (
    DistrictFindings,
    amounts_of,
    intervals_of,
    notes_of,
    total_rows,
    value,
    with_interval,
)
from report.district.pictures import map_of_communities, spread_of_effects
from report.frame import Page, Section, Table
from report.period import period_of, period_row
from report.pictures import Pictures
from report.provenance import provenance
from sim.indicators import PRIMARY_OUTCOMES, indicator_of, label_of
from sim.scenarios.scenario import BASELINE

LISTED = 200  # communities
LEADING = 3  # leading policies whose best and worst places are told in words


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a folder with a finished district; ``command`` is the line that makes it again.

    Raises:
        InputError: the folder holds none.
    """
    f = DistrictFindings.of(folder, lang)
    pictures = Pictures(f.labels.values(), lang)
    sections = [_totals(f)]
    if f.policies:
        sections += [
            _map(f, command, pictures),
            *(_where(f, outcome, command, pictures) for outcome in PRIMARY_OUTCOMES),
        ]
        sections.append(_traits(f))
    sections.append(_communities(f))
    title = f.either(f"District of {f.n} communities", f"全区 {f.n} 个社区")
    return Page(lang, title, _lead(f), [*sections, _provenance(f)], _box(f))


def _lead(f: DistrictFindings) -> str:
    if not f.policies:
        level = f.total(BASELINE, PEOPLE)["level"]
        return f.either(f"{level:,.0f} residents take part within a year.", f"一年内有 {level:,.0f} 名居民参与。")
    best = f.policies[0]
    people, quality = with_interval(f, best, PEOPLE), with_interval(f, best, "quality")
    return f.either(
        f"{f.labels[best]}: {people} residents take part within a year, and service quality changes by {quality} "
        "points.",
        f"“{f.labels[best]}”使一年内参与的居民变动 {people} 人，服务质量变动 {quality} 分。",
    )


def _box(f: DistrictFindings) -> str:
    out, settings = f.left_out, settings_of(f.manifest, f.folder)
    return f.either(
        "Before you read the numbers. Each community of the file is simulated by itself, with people as the file says "
        "and with random draws of its own. Orders from above, running costs and buildings grow with its residents; "
        f"all else is as the file or the profile says. {intervals_of(settings).en} Intervals do "
        "not hold the uncertainty of the parameters, most of which are assumptions."
        + (f" Left out, because a run failed: {', '.join(out)}." if out else ""),
        "读数字之前。文件中的每个社区各自模拟，居民如文件所述，随机数各不相同。行政任务、日常开支和楼栋随居民数增加，"
        f"其余如文件或社区类型所述。{intervals_of(settings).zh}"
        "区间不含参数本身的不确定，而多数参数是假设。" + (f"因运行失败而未计入：{'、'.join(out)}。" if out else ""),
    )


def _totals(f: DistrictFindings) -> Section:
    order = {name: f.labels[name] for name in (BASELINE, *f.policies)}
    heads, rows = total_rows(f.totals, order, f.lang)
    lead = f.either(
        "First row: the district without policy. Below: differences from it, ± half of the 95% interval. People, hours "
        "and money are sums over the district, the others means over its residents (points).",
        "首行为维持现状的全区水平，以下为与之相差，± 为 95% 区间的半宽。"
        "人数、工时和金额为全区合计，其余为居民平均（点）。",
    )
    title = f.either("What does the district gain?", "全区得到什么？")
    notes = notes_of(f.totals, settings_of(f.manifest, f.folder), f.lang)[1:]
    return Section(title, (lead, *notes), table=Table(heads, rows), name="totals")


def _map(f: DistrictFindings, command: str, pictures: Pictures) -> Section:
    lead = f.either(
        "Each circle is a community without policy, as large as its number of residents; the line leads to where "
        "the policy takes it.",
        "每个圆是一个维持现状的社区，大小表示居民数；线的另一端是政策使它到达的位置。",
    )
    return pictures.section(
        "communities", f.either("Where do the communities stand?", "各社区处在什么位置？"), (lead,),
        lambda: map_of_communities(f, f.policies[0]), command=command,
    )  # fmt: skip


def _where(f: DistrictFindings, outcome: str, command: str, pictures: Pictures) -> Section:
    label = label_of(outcome).get(f.lang)
    rows = []
    for policy in f.policies:
        own = f.of_policy(policy).sort_values(f"{outcome}_difference", kind="stable")
        low, high = own.iloc[0], own.iloc[-1]
        helped = (own[f"{outcome}_difference"] > indicator_of(outcome).smallest).mean()
        rows.append([
            f.labels[policy], high["name"], value(outcome, high[f"{outcome}_difference"], sign=True), low["name"],
            value(outcome, low[f"{outcome}_difference"], sign=True), f"{helped:.0%}",
        ])  # fmt: skip
    heads = (
        f.either("Policy", "政策"), f.either("highest in", "变动最高的"), f.either("points", "点"),
        f.either("lowest in", "变动最低的"), f.either("points", "点"), f.either("helped", "受益的社区"),
    )  # fmt: skip
    lead = f.either(
        "A dot is a community; the tick is the middle one. Helped: better by more than the smallest difference that "
        f"matters. {_repetitions(f)}",
        f"每个点是一个社区，短竖线为中位。受益：变好且超过有意义的最小差异。{_repetitions(f)}",
    )
    ends = f.either(" ", "").join(
        f.either(
            f"{policy}: from {down} in {lowest} to {up} in {highest}.",
            f"“{policy}”：从{lowest}的 {down} 到{highest}的 {up}。",
        )
        for policy, highest, up, lowest, down, _ in (rows[:LEADING] if f.n > 1 else ())
    )
    return pictures.section(
        f"where-{outcome}", f.either(f"Where does each policy help? {label}", f"各项政策在哪里有用？{label}"),
        (lead, ends) if ends else (lead,), lambda: spread_of_effects(f, outcome), Table(heads, rows, words=(1, 3)),
        command=command,
    )  # fmt: skip


def _repetitions(f: DistrictFindings) -> str:
    """Return how much of a dot is due to random draws."""
    repetitions = settings_of(f.manifest, f.folder)["replicates"]
    if repetitions == 1:
        return f.either(
            "Every community was simulated once: a dot holds its random variation too, and so does the order of the "
            "dots.",
            "每个社区只模拟了一次：点的位置和先后里都含有随机波动。",
        )
    return f.either(
        f"A dot is the mean of {repetitions} runs; what random variation is left in it, and in the order of the "
        "dots, is not shown.",
        f"每个点是 {repetitions} 次模拟的平均；其中余下的随机波动，以及对先后的影响，图上看不出来。",
    )


def _traits(f: DistrictFindings) -> Section:
    found = f.traits[f.traits["p_adjusted"] < 0.05]
    rows = [
        [f.labels[row.scenario], label_of(row.outcome).get(f.lang), TRAITS[row.trait].get(f.lang),
         f"{row.rho:+.2f}".replace("-", "−")]
        for row in found.assign(size=found["rho"].abs()).sort_values("size", ascending=False).head(20).itertuples()
    ]  # fmt: skip
    lead = f.either(
        "Traits of a community that go with a policy's effect (Spearman's rank correlation over the communities, "
        "Holm's correction, p < .05), up to twenty. In the model they are causes or go with causes; random variation "
        "is in the dots too.",
        "与政策作用相关的社区特征（各社区间的斯皮尔曼等级相关，霍尔姆校正，p < 0.05），至多二十项。"
        "在模型里它们是原因，或与原因相伴；其中也含随机波动。",
    )
    if f.n < FEWEST:
        texts = (
            f.either(f"Fewer than {FEWEST} communities are too few to tell.", f"不足 {FEWEST} 个社区，无从判断。"),
        )
    else:
        texts = (lead,) if rows else (lead, f.either("None goes beyond chance.", "没有一项超出偶然。"))
    heads = (f.either("Policy", "政策"), f.either("Outcome", "结果"), f.either("Trait", "特征"), "ρ")
    return Section(
        f.either("On what does it depend?", "取决于什么？"), texts,
        table=Table(heads, rows, words=(1, 2)) if rows else None, name="traits",
    )  # fmt: skip


def _communities(f: DistrictFindings) -> Section:
    own = f.of_policy(BASELINE)
    best = f.of_policy(f.policies[0]).set_index("name") if f.policies else None
    heads = [f.either("Community", "社区"), f.either("residents", "居民"),
             *(label_of(outcome).get(f.lang) for outcome in PRIMARY_OUTCOMES)]  # fmt: skip
    if best is not None:
        heads += [f"{label_of(outcome).get(f.lang)}: {f.labels[f.policies[0]]}" for outcome in PRIMARY_OUTCOMES]
    rows = [
        [row["name"], f"{row['residents']:,.0f}", *(value(outcome, row[outcome]) for outcome in PRIMARY_OUTCOMES),
         *([] if best is None else
           [value(outcome, best.loc[row["name"], f"{outcome}_difference"], sign=True) for outcome in PRIMARY_OUTCOMES])]
        for _, row in own.head(LISTED).iterrows()
    ]  # fmt: skip
    lead = f.either(
        "Levels without policy, and what the leading policy changes (points).",
        "维持现状的水平，以及领先政策带来的变动（点）。",
    )
    more = f.either(
        f"The first {LISTED} of {f.n}; all are in communities.csv.",
        f"列出 {f.n} 个中的前 {LISTED} 个；全部见 communities.csv。",
    )
    return Section(
        f.either("Community by community", "逐个社区"), (lead, more) if f.n > LISTED else (lead,),
        table=Table(tuple(heads), rows), name="list",
    )  # fmt: skip


def _provenance(f: DistrictFindings) -> Section:
    settings = settings_of(f.manifest, f.folder)
    return provenance(
        f.manifest, f.lang,
        (f.either("Communities", "社区"), f"{settings['file']} ({f.n})"),
        (f.either("Scaled with residents", "随居民数变动的"), f.either(
            "hours of orders from above, running costs, buildings", "行政任务工时、日常开支、楼栋")),
        (f.either("Amounts of the policies", "政策的金额"), amounts_of(settings).get(f.lang)),
        (f.either("Profile", "社区类型"), settings["profile"]["label"][f.lang]),
        period_row(period_of(settings), f.lang),
        (f.either("Seed", "种子"), f"{settings['seed']}{f.either(', replicates ', '，重复 ')}{settings['replicates']}"),
    )  # fmt: skip
