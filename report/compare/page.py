"""The page of a comparison."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import sim
from experiments.compare.files import read_comparison
from experiments.output.manifest import MANIFEST, read_manifest
from experiments.output.sources import again, files_sentence
from experiments.output.wording import counted, months, settling
from report.compare import (
    by_group,
    cost,
    map_of_policies,
    network,
    over_time,
    over_worlds,
    own_problem,
    same_money,
    sizes,
)
from report.compare.findings import PARTICIPATION, QUALITY, TIMED, CompareFindings
from report.compare.pairing import bought
from report.compare.phrases import TOPIC, communities, count, policies, window
from report.compare.sentences import baseline_line, headline, wide_line
from report.compare.table import full_table, money_table
from report.compare.terminal_words import smallest_words
from report.compare.titles import money_title
from report.drawing import yuan
from report.frame import PAGE, Facts, Heading, Line, Page, Paragraph, Section, Table
from report.markup import Span, Words
from report.period import measured_elsewhere, period_row
from report.pictures import Pictures
from report.provenance import section, settings

NOTE = "lead after"
PICTURES: tuple[ModuleType, ...] = (
    map_of_policies, over_worlds, same_money, own_problem, over_time, by_group, cost, network,
)  # fmt: skip
RASTER = (network,)  # thousands of dots: as SVG it would be half of the page


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a folder with a finished comparison, as ``compare`` wrote it.

    The page names the line that made the comparison; ``command``, where that line is not known.

    Raises:
        InputError: a file of the comparison cannot be used.
    """
    manifest = read_manifest(folder)
    line = again(_in_language(manifest["command"], lang) or command, manifest)
    files = [*map(str, manifest["files"]), MANIFEST]
    return page(CompareFindings(read_comparison(folder, manifest), lang), line, files, manifest["version"])


def _in_language(command: str, lang: str) -> str:
    """Return the line with its last option, the language, as this page has it."""
    for other in ("en", "zh"):
        command = command.removesuffix(f" --lang {other}")
    return f"{command} --lang {lang}" if command else ""


def page(f: CompareFindings, command: str, files: Sequence[str] = (), version: str = sim.__version__) -> Page:
    """Return the page of a comparison.

    Args:
        f: what to report.
        command: the line that makes the same page again.
        files: names of what else lies in the folder.
        version: the version that computed the comparison.
    """
    drawn = pictures(f)
    files = [*(item.figure.file for item in drawn if item.figure), *files]
    sections = [*drawn, sizes.section(f), _tables(f), _meaning(f), _provenance(f, command, version, files)]
    title = f.either("Comparison of policies", "政策比较")
    lead = "\n".join(line.replace("\n", " ") for line in (headline(f), *_lines(f)))  # a label may hold a line break
    return Page(f.lang, title, lead, sections, _box(f), _kicker(f))


def pictures(f: CompareFindings) -> list[Section]:
    """Every picture in its section; one with nothing to show says why instead and is not linked."""
    shown, sections = Pictures([f.label(arm.key) for arm in f.comparison.arms], f.lang), []
    for picture in PICTURES:
        name, title = picture.NAME, f.say(picture.QUESTION)
        if why := picture.missing(f):
            sections.append(Section(title, (why,), name=name, link=""))
            continue
        draw, numbers = partial(picture.draw, f), Table(*picture.numbers(f))
        sections.append(shown.section(name, title, (f.say(picture.LEAD),), draw, numbers, raster=picture in RASTER))
    return sections


def _lines(f: CompareFindings) -> list[str]:
    lines = [baseline_line(f), *filter(None, [sizes.size_line(f)])]
    if f.money:
        lines.append(money_title(f, numbers=True) + f.either(".", "。"))
    return lines + [wide_line(f, key) for key in f.wide]


def _kicker(f: CompareFindings) -> str:
    n, profile = len(f.full), f.say(f.comparison.profile.label)
    period = f.say(f.comparison.profile.period.label)
    years = counted("year", round(f.comparison.n_months / 12, 1), f.lang)
    return f.either(
        f"Community governance, simulated · {counted('policy', n, 'en')} compared · {profile}, "
        f"{f.n_residents:,.0f} residents, {period} · {years}",
        f"社区治理模拟 · {count(f, n)}项政策比较 · {profile}，{f.n_residents:,.0f} 名居民，{period} · {years}",
    )


def _box(f: CompareFindings) -> Words:
    lead = f.either("Before you read the numbers.", "读数字之前。")
    words = f.either(
        "Brackets hold 95% intervals: where the mean difference would fall for other communities and other "
        "random draws, at the parameters of "
        "this run. They do not hold the uncertainty of the parameters themselves, most of which are assumptions.",
        "括号里是 95% 区间：用这一组参数，换一批社区、换一组随机数，平均差会落在哪里。"
        "它不含参数本身的不确定，而多数参数是假设。",
    )
    elsewhere = measured_elsewhere(f.comparison.profile.period) if f.comparison.worlds else None
    if elsewhere is not None:
        words += f.either(" ", "") + f.say(elsewhere)
    links: list[str | Span] = [
        Span("link", f.either("What the intervals do and do not say", "这些区间说明什么，不说明什么"), "meaning")
    ]
    if f.comparison.worlds:
        reach = f.either(
            "How far assumptions reach: other plausible worlds", "假设的影响有多大：其他合乎已知情况的世界"
        )
        links = [Span("link", reach, over_worlds.NAME), " · ", *links]
    return (Span("strong", lead), f" {words} ", *links)


def _tables(f: CompareFindings) -> Section:
    n, smallest = len(f.full), smallest_words(f.comparison, f.lang)
    legend = f.either(
        f"Differences from no policy, mean of {window(f)} (quits: of the last five years); ± half-width of "
        "the 95% interval, random draws only; "
        f"verdicts go by the whole interval against the smallest difference that matters ({smallest}). Green: better; "
        "purple and bold: worse, by more than that. Grey and ~: too small to matter, all of the interval is within. ?: "
        "cannot tell yet. * says only that it is not 0: p below .05 after Holm's correction over "
        f"{counted('row', n, 'en')} of the table.",
        f"与维持现状之差，{window(f)}平均（离职率为最后五年）；± 为 95% 区间的半宽，只反映随机波动。"
        f"判断看整个区间与有意义的最小差异（{smallest}）：绿色变好、紫色粗体变差，整个区间超出；"
        "灰色及 ~：整个区间在其内，小得没有实际意义；?：还分不清。"
        f"* 只表示不是 0：霍尔姆校正后 p < 0.05（对表中 {n} 行）。",
    )
    shifts = any(f.shifts_work(key) for key in f.full)
    notes = [Paragraph(note, NOTE) for note in (*([_dagger(f)] if shifts else ()), *_unsettled(f), *_horizon(f))]
    more = [Heading(f.either("Table: the same money", "数字表：花同样的钱")), money_table(f)] if f.money else []
    # in a list the text is set as it is: no bracket in it is an interval that must not part from its number
    title, link = f.either("Table: full strength", "数字表：全力实施"), f.either("Tables", "数字表")
    return Section(title, ([legend],), name="tables", more=[full_table(f), *notes, *more], link=link)


def _unsettled(f: CompareFindings) -> list[str]:
    """About how many communities would settle what is open on the primary outcomes."""
    said = []
    for column in (PARTICIPATION, QUALITY):
        needed = {key: f.comparison.to_settle(key, column) for key in f.policies}
        named = [f"{f.label(key)} {settling(n, f.lang)}" for key, n in needed.items() if not math.isnan(n)]
        if named:
            topic, listed = f.say(TOPIC[column]), f.either(", ", "、").join(named)
            said.append(
                f.either(
                    f"? on {topic}: at this mean and spread about so many communities would settle it: {listed}.",
                    f"? {topic}：若均值和差别大小不变，约需这么多社区才分得清：{listed}。",
                )
            )
    return said


def _horizon(f: CompareFindings) -> list[str]:
    """Over which months money is told, where some policies change over time."""
    timed = [key for key in f.policies if f.changes(key)]
    if not timed:
        return []
    whole = months(1, f.comparison.n_months, f.lang)
    return [
        f.either(
            f"{policies(f, timed)} ({TIMED}): changes over time, so money, and what is set against it, are means of "
            f"the whole run, {whole}; of all others of {window(f)}.",
            f"{policies(f, timed)}（{TIMED}）随时间变动：花费及与之相比的作用取整个运行期（{whole}）平均，"
            f"其余取{window(f)}平均。",
        )
    ]


def _dagger(f: CompareFindings) -> str:
    shifted = [f"{f.label(key)} {yuan(f.shadow_cost(key))}" for key in f.policies if f.shifts_work(key)]
    return f.either(
        f"† Work that goes back to the street office, as shadow cost in yuan a month ({f.prices}): "
        f"{'; '.join(shifted)}.",
        f"† 另有转给街道的工作量，折合每月影子成本（元，{f.prices}）：{'；'.join(shifted)}。",
    )


def _meaning(f: CompareFindings) -> Section:
    says = f.either(
        "at these parameters, how far the mean difference could move if other communities were simulated. "
        f"{communities(f)} {'was' if f.comparison.replicates == 1 else 'were'} run; each runs "
        f"through every policy with the same residents and the same random draws. {bought(f.comparison, f.lang)}",
        f"在这一组参数下，如果再模拟另一批社区，平均差有多大可能变动。{communities(f)}，"
        f"每个社区在所有方案下用同样的居民、同样的随机数。{bought(f.comparison, f.lang)}",
    )
    not_says = f.either(
        "how large the effect of a policy would be in a real community. Most numbers of the model are "
        "assumptions; with others that are as plausible the order of the policies can change"
        + (" (see the other plausible worlds)." if f.comparison.worlds else "."),
        "真实社区里政策会有多大作用。模型里的多数数字是假设；换一组同样说得过去的参数，次序可能改变"
        + ("（见其他合乎已知情况的世界）。" if f.comparison.worlds else "。"),
    )
    rest = f.either(
        "Bands (paths) show how communities differ, small dots (map) are communities: neither is an error. "
        "Cannot tell yet means that the "
        "interval holds both what matters and what does not, which is not the same as no effect. "
        "Twelve-month participation looks back over twelve months, so it answers late.",
        "色带（走势图）是社区之间的差别，小点（位置图）是一个个社区，都不是误差。还分不清指区间里既有有意义的也有没有意义的差别，"
        "不等于没有差别。一年内参与率要回看十二个月，所以反应较慢。",
    )
    title = f.either("What the intervals do and do not say", "这些区间说明什么，不说明什么")
    do, do_not = f.either("They say:", "说明："), f.either("They do not say:", "不说明：")
    texts = ((Span("strong", do), f" {says}"), (Span("strong", do_not), f" {not_says}"), rest)
    link = f.either("What the intervals say", "区间说明什么")
    return Section(title, more=[Paragraph(text) for text in texts], name="meaning", link=link)


def _provenance(f: CompareFindings, command: str, version: str, files: Sequence[str]) -> Section:
    c = f.comparison
    first, last = c.window
    rows = [
        (f.either("Version", "版本"), version),
        (f.either("Seed", "种子"), f"{c.seed}{f.either(', ', '，')}{communities(f)}"),
        (f.either("Profile", "社区类型"), f"{f.say(c.profile.label)} ({c.profile.name})"),
        period_row(c.profile.period, f.lang),
        (
            f.either("Time", "时间"),
            f.either(
                f"{counted('month', c.burn_in, 'en')} of burn-in, {c.n_months} with the policies; "
                f"window: {months(first, last, 'en')}",
                f"预热 {c.burn_in} 个月，政策 {c.n_months} 个月，指标取{months(first, last, 'zh')}",
            ),
        ),
        (f.either("Levers set", "另设手段"), _settings(f, c.levers)),
        (f.either("Parameters changed", "改过的参数"), _settings(f, c.params)),
        (
            f.either("Smallest difference that matters", "有意义的最小差异"),
            smallest_words(c, f.lang),
        ),
    ]
    if c.budget is not None:
        rows.append(
            (
                f.either("The same money", "同样的钱"),
                f.either(f"{c.budget:,.0f} yuan a month, {f.prices}", f"每月 {c.budget:,.0f} 元，{f.prices}"),
            )
        )
    if c.precision_note:
        rows.append((f.either("Precision", "精度"), f.say(c.precision_note)))
    rows.append((f.either("Files", "文件"), f.either(", ", "、").join([PAGE, *files])))
    files_were = files_sentence(command, f.lang)
    return section(
        f.lang,
        Facts(rows),
        Heading(f.either("The policies", "各项政策")),
        Facts([(f.label(key), _policy(f, key)) for key in f.full]),
        Paragraph(f.either("The same page again:", "重现本页：")),
        Line(command),
        *([Paragraph(files_were)] if files_were else ()),
    )


def _settings(f: CompareFindings, values: Mapping[str, float]) -> str:
    return settings(values) or f.either("none, all at their defaults", "无，全部为默认值")


def _policy(f: CompareFindings, key: str) -> Words:
    """The file's name, its question, and what it sets and when."""
    scenario = f.arm(key).scenario
    sets = [_settings(f, scenario.levers)] if scenario.levers else []
    for change in scenario.changes:
        until = "" if change.until is None else f.either(f" until {change.until}", f"至第 {change.until} 个月")
        slow = f.either(f" over {counted('month', change.ramp, 'en')}", f"，{change.ramp} 个月内渐变")
        ramp = slow if change.ramp else ""
        sets.append(
            f.either(f"from month {change.start}{until}{ramp}: ", f"第 {change.start} 个月起{until}{ramp}：")
            + _settings(f, change.levers)
        )
    if scenario.params:
        sets.append(f.either("parameters: ", "参数：") + _settings(f, scenario.params))
    said = f"{f.either(': ', '：')}{'; '.join(sets)}"
    return (f"{f.say(scenario.question)}\n", Span("code", scenario.name), said)
