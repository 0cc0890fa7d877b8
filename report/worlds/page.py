"""The page of an analysis over worlds: which are plausible, and which policies hold up in them."""

from functools import partial
from pathlib import Path

from experiments.policies.arms import FULL, MONEY
from experiments.worlds.tables import EFFECT, HARM
from report.drawing import plain
from report.frame import Page, Section, Table
from report.period import period_row
from report.pictures import Pictures
from report.provenance import provenance, settings
from report.worlds.findings import WorldsFindings, headline
from report.worlds.pictures import bars_of_bands, bars_of_best, spread


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a folder with a finished analysis; ``command`` is the line that makes it again.

    Raises:
        InputError: the folder holds none.
    """
    f = WorldsFindings(folder, lang)
    pictures = Pictures(f.labels, lang)
    sections = [
        *(_spread(f, pictures, table) for table in f.tables_shown),
        *(_best(f, pictures, table) for table in f.tables_shown),
        _deciders(f), _matching(f, pictures), _effects_asked(f), _waves(f), _narrowed(f, command),
    ]  # fmt: skip
    title = f.either(
        f"Policies over plausible worlds · {f.profile}, {f.period.label.en} · {f.size}",
        f"合乎已知情况的世界中的政策 · {f.profile}，{f.period.label.zh} · {f.size}",
    )
    return Page(lang, title, headline(f), [*(item for item in sections if item), _provenance(f)], _box(f))


def _box(f: WorldsFindings) -> str:
    return f.either(
        f"Before you read the numbers. A world is one guess at all {f.n_params} numbers of the model that nobody knows "
        "exactly. A world is plausible when, without any policy, it shows what is known of communities (the bands "
        "below). Shares of worlds are shares of guesses, not chances in reality: they say how far a result hangs on "
        "what is not known.",
        f"读数字之前。一个世界，就是对模型中没有人确切知道的 {f.n_params} 个数字的一次猜测。"
        "维持现状时的表现合乎已知情况（见下文各范围）的世界，才予采用。"
        "世界的占比是猜测的占比，不是现实中的概率：它说明结果在多大程度上取决于未知的数字。",
    )


def _spread(f: WorldsFindings, pictures: Pictures, table: str) -> Section:
    """How each policy's effect spreads over the worlds."""
    lead = f.either(
        "Each line holds 90% of the worlds, each box half of them, the tick is the middle one. Sorted by the middle.",
        "每条线含 90% 的世界，每个方框含一半，短竖线为中位。按中位数排序。",
    )
    return pictures.section(
        f"spread-{table}", f.either(f"How far does it hold? {f.table_name(table)}", f"站得住吗？{f.table_name(table)}"),
        (lead, f.stochastic_sentence(table)), partial(spread, f, table), _quantiles(f, table),
    )  # fmt: skip


def _quantiles(f: WorldsFindings, table: str) -> Table:
    heads = [f.either("Policy", "政策")]
    for outcome in f.outcomes:
        heads += [f"{f.indicator(outcome)} {q}%" for q in (5, 25, 50, 75, 95)]
    rows = [
        [row.label, *(f.points(standing.quantile(q)) for outcome in f.outcomes
                      for standing in (f.standing(table, outcome, row.key),) for q in (5, 25, 50, 75, 95))]
        for row in f.rows(table, f.outcomes[0])
    ]  # fmt: skip
    return Table(tuple(heads), rows)


def _best(f: WorldsFindings, pictures: Pictures, table: str) -> Section:
    """How often each policy is best, and what choosing it may miss."""
    lead = f.either(
        "Regret is what a world's best policy would have brought beyond this one; doing nothing counts as a choice. "
        f"Harm and benefit: worlds in which the difference is beyond {f.smallest} point.",
        f"遗憾值是该世界中最好的政策比这一项多带来的部分；什么都不做也算一种选择。"
        f"受害、受益：差异超过 {f.smallest} 点的世界。",
    )
    note = f.either(
        "The package holds all the others, so at full strength it does not compete.",
        "组合政策包含其余各项，因此全力实施时不参与比较。",
    ) if table == FULL else ""  # fmt: skip
    heads = [f.either("Policy", "政策")]
    for outcome in f.outcomes:
        name = f.indicator(outcome)
        heads += [f.either(f"{name}: best", f"{name}：最好"), f.either("mean regret", "平均遗憾"),
                  f.either("worst", "最大"), f.either("harm", "受害"), f.either("benefit", "受益")]  # fmt: skip
    rows = []
    for row in f.rows(table, f.outcomes[0]):
        cells = [row.label]
        for outcome in f.outcomes:
            s = f.standing(table, outcome, row.key)
            cells += [f.share(s.best), f.points(s.regret_mean, sign=False), f.points(s.regret_worst, sign=False),
                      f.share(s.harm), f.share(s.benefit)]  # fmt: skip
        rows.append(cells)
    title = f.either(
        f"Which is best, and what may it miss? {f.table_name(table)}", f"哪项最好，可能错过多少？{f.table_name(table)}"
    )
    return pictures.section(
        f"best-{table}", title, tuple(text for text in (lead, note) if text), partial(bars_of_best, f, table),
        Table(tuple(heads), rows),
    )  # fmt: skip


def _deciders(f: WorldsFindings) -> Section:
    """Which parameters decide how well a policy works."""
    lead = f.either(
        "Parameters that go with a policy's effect over the worlds (Spearman's rank correlation, Holm's correction "
        "over all parameters, p < .05), at most five each: the mean effect in the third of the worlds in which the "
        "parameter is lowest, and highest. With harm: the share of worlds with harm.",
        "在各世界中与政策效果相关的参数（斯皮尔曼等级相关，对全部参数作霍尔姆校正，p < 0.05），每项至多五个："
        "参数最低和最高的三分之一世界中的平均效果。标明受害的，为受害世界的占比。",
    )
    rows = [
        [f.row_label(decider.row),
         f.indicator(decider.outcome) + (f.either(": harm", "：受害") if decider.about == HARM else ""),
         f.parameter(decider.parameter), f.signed_rho(decider.rho),
         *((f.points(v) if decider.about == EFFECT else f.share(v)) for v in (decider.low_third, decider.high_third))]
        for table in f.tables_shown for decider in f.deciders(table)
    ]  # fmt: skip
    heads = (
        f.either("Policy", "政策"), f.either("Outcome", "结果"), f.either("Parameter", "参数"), "ρ",
        f.either("parameter low", "参数低时"), f.either("parameter high", "参数高时"),
    )  # fmt: skip
    texts = (lead,) if rows else (lead, f.either("None goes beyond chance.", "没有一个超出偶然。"))
    return Section(
        f.either("On what does it depend?", "取决于什么？"), texts,
        table=Table(heads, rows, words=(1, 2)) if rows else None, name="deciders",
    )  # fmt: skip


def _matching(f: WorldsFindings, pictures: Pictures) -> Section:
    """What the bands are and what each rules out."""
    lead = f.either(
        f"Without any policy, a plausible world lies within all {len(f.bands)} bands. Bars: the share of worlds "
        "that a band rules out, in the first wave, spread evenly over all ranges, and in the last, drawn where "
        "there is hope.",
        f"维持现状时，合乎已知情况的世界须符合全部 {len(f.bands)} 个范围。"
        "条形为各范围所排除的世界占比：第一轮均匀遍布所有参数范围，最后一轮只在有希望处抽取。",
    )
    heads = (
        f.either("Indicator", "指标"), f.either("Band", "范围"), f.either("first wave: out", "第一轮排除"),
        f.either("last wave: out", "最后一轮排除"), f.either("it alone", "仅由它"), f.either("Rests on", "依据"),
    )  # fmt: skip
    rows = [
        [band.label, band.range, f.share(band.first_out), f.share(band.last_out), f.share(band.last_alone), band.source]
        for band in f.bands
    ]
    return pictures.section(
        "bands", f.either("Which worlds are plausible?", "哪些世界合乎已知情况？"), (lead,), partial(bars_of_bands, f),
        Table(heads, rows, words=(5,)),
    )  # fmt: skip


def _effects_asked(f: WorldsFindings) -> Section | None:
    """What is known of effects and which worlds it rules out; nothing where no band speaks of one."""
    bands = f.effects_asked
    if not bands:
        return None
    lead = f.either(
        f"The {bands[0].asked:,} worlds that met all bands without a policy were asked what policies do there. A world "
        f"is kept only where that lies within all {len(bands)} bands of effects.",
        f"维持现状时符合全部范围的世界有 {bands[0].asked:,} 个，再看政策在其中的效应；"
        f"效应须符合全部 {len(bands)} 个范围，才予保留。",
    )
    heads = (
        f.either("Effect", "效应"), f.either("Band", "范围"), f.either("out", "排除"), f.either("it alone", "仅由它"),
        f.either("Rests on", "依据"),
    )  # fmt: skip
    rows = [[band.label, band.range, f.share(band.out), f.share(band.alone), band.source] for band in bands]
    return Section(
        f.either("What policies must do there", "政策在其中应有的效应"), (lead,), table=Table(heads, rows, words=(4,)),
        name="effects",
    )  # fmt: skip


def _waves(f: WorldsFindings) -> Section:
    """The funnel of the waves."""
    heads = (
        f.either("Wave", "轮次"), f.either("worlds run", "运行的世界"),
        f.either("expected to meet all", "预计符合全部"),
        f.either("met all in the first communities", "在首批社区中符合全部"),
        f.either("simulated in all communities", "在全部社区中运行"),
        f.either("asked for effects", "再看效应"), f.either("kept", "保留"),
    )  # fmt: skip
    rows = [
        [str(wave.wave), f"{wave.worlds:,}", "" if wave.expected != wave.expected else plain(wave.expected, 1),
         f"{wave.met:,}", f"{wave.confirmed:,}", f"{wave.asked:,}", f"{wave.kept:,}"]
        for wave in f.waves
    ]  # fmt: skip
    lead = f.either(
        "Emulators learn from every wave and draw the next one evenly where they see a fair chance of meeting all "
        "bands, and less often below it. Where more meet the bands than expected, the emulators are cautious.",
        "每一轮之后，代理模型据此学习，下一轮在其认为有相当机会符合全部范围之处均匀抽取，机会较小处抽得少。"
        "实际符合的多于预计，说明代理模型偏谨慎。",
    )
    return Section(
        f.either("How they were found", "怎样找到的"),
        (lead, f.left_out_sentence()),
        table=Table(heads, rows),
        name="waves",
    )


def _narrowed(f: WorldsFindings, command: str) -> Section:
    """What the bands say about the parameters."""
    shown = [item for item in f.narrowed if item.p < 0.05][:15]
    lead = f.either(
        f"{f.n_narrowed} of {f.n_params} parameters are spread differently in the plausible worlds than over their "
        "range (Kolmogorov–Smirnov, Holm, p < .05): about these the bands say something. Up to fifteen are shown.",
        f"{f.n_params} 个参数中有 {f.n_narrowed} 个在保留的世界里的分布与其范围上的均匀分布不同"
        "（科尔莫戈罗夫–斯米尔诺夫检验，霍尔姆校正，p < 0.05）：各范围对它们有所约束。至多列出十五个。",
    )
    heads = (
        f.either("Parameter", "参数"), f.either("range", "范围"), f.either("kept: 5%", "保留：5%"),
        f.either("middle", "中位"), "95%", f.either("default", "默认值"), f.either("distance", "距离"),
    )  # fmt: skip
    rows = [
        [f.parameter(item.parameter), f.span(item.low, item.high),
         *(f.number(v) for v in (item.q5, item.q50, item.q95)),
         f.default(item.parameter), plain(item.distance, 2)]
        for item in shown
    ]  # fmt: skip
    return Section(
        f.either("What the bands say about the parameters", "各范围对参数说明了什么"), (lead,),
        table=Table(heads, rows) if rows else None, command=command, name="narrowed",
    )  # fmt: skip


def _provenance(f: WorldsFindings) -> Section:
    budget = f.settings["equal_budget"]
    return provenance(
        f.manifest, f.lang,
        (f.either("Question", "问题"), f.settings["question"][f.lang]),
        period_row(f.period, f.lang),
        (f.either("Held", "固定的量"), settings(f.settings["params"], f.lang)),
        (f.either("Same money", "同样的钱"), f.table_name(MONEY) if budget else ""),
        (f.either("Seed", "种子"), str(f.settings["seed"])),
    )  # fmt: skip
