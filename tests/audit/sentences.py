"""The sentences of the page outside pictures: the top, the prose of the tables, what the intervals say, provenance."""

import math
import re
from collections.abc import Callable

import numpy as np

from tests.audit.raw import GRANT, PARTICIPATION, QUALITY, ROOT, needed, scenario_file
from tests.audit.rules import Rule
from tests.audit.say import Claim, Say, Slot, plain, signed, two_digits, yuan

BASE, ALL = "baseline", "every policy"


def asked(text: str, key: str, value: str = "") -> Claim:
    """Return a claim on what was asked of the job."""
    return Claim(text, "manifest.json", "settings", key, value)


def headline(say: Say) -> Claim:
    """The first sentence: who leads and who lowers, at full strength."""
    raw, keys = say.raw, say.raw.singles or say.raw.policies
    clauses = [say.rises(column, keys, sizes=True) for column in (PARTICIPATION, QUALITY)]
    apart = raw.wide and raw.singles
    besides = say.of(f"apart from {say.names(raw.wide)}, ", f"除{say.names(raw.wide)}外，") if apart else ""
    text = say.of("; ", "；").join(dict.fromkeys([*clauses, *say.fallers(keys, sizes=True)]))
    return say.claim(besides + text, ALL, "participation_12m, quality", "paired t intervals")


def level(column: str) -> Slot:
    """Return a slot: the level without policy."""
    return lambda say: say.claim(plain(say.raw.level(BASE, column)), BASE, column, say.raw.level(BASE, column))


def grant_gap(say: Say) -> tuple[list[str], list[str]]:
    """Which rows for the same money bring more and which less than the plain grant, by what matters."""
    sides = {key: say.raw.judged(key, PARTICIPATION, GRANT) for key in say.raw.money if key != GRANT}
    return [k for k, side in sides.items() if side == "up"], [k for k, side in sides.items() if side == "down"]


def same_money(sizes: bool):  # a slot
    """Return a slot: who leads for the same money, and who does less than the plain grant."""

    def slot(say: Say) -> Claim:
        raw, sum_said = say.raw, say.money(say.raw.settings["budget"])
        best = raw.leaders(PARTICIPATION, raw.money)
        values = (
            say.of(", ", "、").join(signed(raw.effect(k, PARTICIPATION).mean) for k in best)
            if sizes and len(best) < 4
            else ""
        )
        tied = say.of("cannot tell which", "分不出高低") if len(best) > 1 else ""
        inside = say.of(", ", "，").join(part for part in (values, tied) if part)
        inside = say.of(f" ({inside})", f"（{inside}）") if inside else ""
        lead = say.of("participation rises most with ", "带动参与最多的是") + say.names(best, marks=True) + inside
        lead = lead if best else say.nobody(PARTICIPATION, raw.money)
        grant = signed(raw.effect(GRANT, PARTICIPATION).mean)
        grant = say.of(f" ({grant})", f"（{grant}）") if sizes else ""
        clauses = [
            say.of(f"for the same {sum_said} a month, ", f"同样每月{sum_said}，") + lead,
            *_grant_clauses(say, grant),
        ]
        return say.claim(
            say.joined(clauses), "every row for the same money", "participation_12m, cost", "paired t intervals"
        )

    return slot


def _grant_clauses(say: Say, grant: str) -> list[str]:
    raw = say.raw
    more, less = grant_gap(say)
    short = [
        key
        for key in less
        if raw.level(key, "cost_with_shadow" if raw.rows[key]["shadow"] else "cost") < 0.9 * raw.settings["budget"]
    ]
    clauses = []
    for keys in ([key for key in less if key not in short], short):
        if not keys:
            continue
        names, also = say.names(keys, marks=True), bool(clauses)
        s = "s" if len(keys) == 1 else ""
        spent = [raw.level(key, "cost_with_shadow" if raw.rows[key]["shadow"] else "cost") for key in keys]
        real = "–".join(dict.fromkeys((yuan(min(spent)), yuan(max(spent)))))
        but = say.of(f", but really spent only {real} yuan", f"，但实际只花了 {real} 元") if keys == short else ""
        first = say.of(
            f"on participation, {names} bring{s} less than a plain grant{grant}",
            f"论参与，{names}不如直接给社区一笔不限用途的补贴{grant}",
        )
        clauses.append((say.of(f"{names} also bring{s} less", f"{names}也不如补贴") if also else first) + but)
    return clauses or [_more_clause(say, more, grant)]


def _more_clause(say: Say, more: list[str], grant: str) -> str:
    if not more:
        size = f"{say.raw.smallest(PARTICIPATION):g}"
        return say.of(
            f"on participation, none is seen to bring {say.points()} more or less than a plain grant{grant}",
            f"论参与，未见哪项与只给补贴{grant}相差 {size} 个百分点以上",
        )
    rows: dict[str, list[str]] = {}
    for key in say.raw.money:
        if key != GRANT:
            rows.setdefault(key.removesuffix("+shadow"), []).append(key)
    n, total = sum(all(key in more for key in row) for row in rows.values()), len(rows)
    names, s = say.names(more, marks=True), "s" if len(more) == 1 else ""
    if not n:
        return say.of(
            f"on participation, {names} bring{s} more than a plain grant{grant}, none is seen to bring less",
            f"论参与，{names}胜过只给补贴{grant}，未见不如它的",
        )
    policies = "policy" if total == 1 else "policies"
    return say.of(
        f"on participation, {n} of {total} {policies} bring{'s' if n == 1 else ''} more than a plain grant{grant}, "
        "none is seen to bring less",
        f"论参与，{total} 项政策中有 {n} 项胜过只给补贴{grant}，未见不如它的",
    )


def wide(say: Say) -> list[Claim]:
    """A policy off the scale of the others: effects and cost."""
    key = say.raw.wide[0]
    cost = say.raw.cost(key)
    money = say.money(round(cost, -2) if cost >= 10_000 else round(cost, -1))
    part, quality = (say.raw.effect(key, column) for column in (PARTICIPATION, QUALITY))
    return [
        say.claim(
            say.of(f"participation {say.both(part)} points, ", f"参与 {say.both(part)}个百分点，"),
            key,
            PARTICIPATION,
            part.mean,
        ),
        say.claim(
            say.of(f"quality {say.both(quality)} points, ", f"质量 {say.both(quality)}分，"), key, QUALITY, quality.mean
        ),
        say.claim(say.of(f"at {money} a month.", f"每月多花 {money}。"), key, "cost", cost),
    ]


def kicker(say: Say) -> list[Claim]:
    """How much was run."""
    raw, n = say.raw, len(say.raw.full)
    years = round(raw.months / 12, 1)
    count = f" {n} " if n > 10 else "零一两三四五六七八九十"[n]
    policies = say.of(f"{n} polic{'y' if n == 1 else 'ies'} compared", f"{count}项政策比较")
    people = say.of(f", {raw.residents:,} residents", f"，{raw.residents:,} 名居民")
    return [
        Claim(policies, "summary.parquet", "keys with row=full", "key", str(n)),
        Claim(" · " + raw.settings["profile"]["label"][say.language], "manifest.json", "settings.profile", "label"),
        Claim(people, "network_residents.parquet", "all", "rows", str(raw.residents)),
        Claim(say.of(", ", "，") + say.period["label"][say.language], "sim/scenarios/periods", "the job's", "label"),
        Claim(
            say.of(f" · {years:g} year{'' if years == 1 else 's'}", f" · {years:g} 年"),
            "trajectories.parquet",
            "last",
            "month",
            str(raw.months),
        ),
    ]


def prices(say: Say) -> Claim:
    """Of which year money is."""
    return Claim(say.prices, "sim/scenarios/periods", "the job's", "prices")


def period(say: Say) -> Claim:
    """The period and its prices."""
    own = say.period["label"][say.language]
    name = say.raw.settings["period"]["name"]
    called = own if own == name else say.of(f"{own} ({name})", f"{own}（{name}）")
    return Claim(say.priced(called, called), "sim/scenarios/periods", name, "label, prices")


def shadows(say: Say) -> Claim:
    """What goes back to the street office, policy by policy."""
    said = [f"{say.label(key)} {yuan(say.raw.shadow(key))}" for key in say.raw.policies if say.raw.shifts(key)]
    return say.claim(say.of("; ", "；").join(said), ALL, "cost_with_shadow − cost", "means")


def unsettled(column: str):  # a slot
    """Return a slot: about how many communities would settle what is open on a primary outcome."""

    def slot(say: Say) -> Claim:
        raw = say.raw
        still = [key for key in raw.policies if raw.judged(key, column) == "open"]
        counts = [needed(raw.effect(key, column), raw.smallest(column)) for key in still]
        many = say.of("over a million", "一百万以上")
        said = [
            f"{say.label(key)} {two_digits(n) if math.isfinite(n) else many}"
            for key, n in zip(still, counts, strict=True)
        ]
        return say.claim(say.of(", ", "、").join(said), ALL, column, "least n with t(n−1)·s/√n below the gap")

    return slot


def some_open(column: str):  # a condition
    """Return a condition: something is open on an indicator."""
    return lambda say: any(say.raw.judged(key, column) == "open" for key in say.raw.full)


def bought(column: str):  # a slot
    """Return a slot: how many communities independent random draws would have needed, from the least to the most."""

    def slot(say: Say) -> Claim:
        raw, found = say.raw, []
        for key in raw.full:
            own, base = raw.values(key, column), raw.values(BASE, column)
            found.append((raw.n * (np.var(own) + np.var(base)) / np.var(own - base), np.corrcoef(own, base)[0, 1], key))
        ends = [min(found), max(found)] if len(found) > 1 else found
        said = [
            say.of(
                f"{n:,.0f} ({say.label(key)}, correlation {r:.2f})",
                f"{n:,.0f} 个（{say.label(key)}，相关系数 {r:.2f}）",
            )
            for n, r, key in ends
        ]
        return say.claim(say.of(" to ", "至").join(said), ALL, column, "(var a + var b) / var (a − b) · n")

    return slot


def version(say: Say) -> Claim:
    """The version, as the project declares it."""
    found = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    return Claim(found[1] if found else "", "pyproject.toml", "project", "version")


def smallest(say: Say) -> Claim:
    """The smallest difference that matters, in points."""
    size = say.raw.settings["smallest"]
    return asked(say.of(f"{size:g} point{'' if size == 1 else 's'}", f"{size:g} 个点"), "smallest", f"{size:g}")


def command(say: Say) -> Claim:
    """The line that was typed, in this language."""
    return asked(re.sub(r"--lang \w+", f"--lang {say.language}", say.raw.asked["command"]), "command")


def months(say: Say) -> list[Claim]:
    """Months before and with the policies, and those that numbers are means of."""
    raw = say.raw
    first = max(raw.months - 23, 1)
    return [
        Claim(say.of(f"{raw.burn_in} months of burn-in, ", f"预热 {raw.burn_in} 个月，"), "trajectories.parquet", "first", "month", str(1 - raw.burn_in)),
        Claim(say.of(f"{raw.months} with the policies; ", f"政策 {raw.months} 个月，"), "trajectories.parquet", "last", "month", str(raw.months)),
        Claim(
            say.of(f"window: months {first}–{raw.months}", f"指标取第 {first}–{raw.months} 个月"),
            "docs/reference/indicators.en.md", PARTICIPATION, "Months", "24",
        ),
    ]  # fmt: skip


def levers(key: str):  # a slot
    """Return a slot: what a policy's file asks and sets."""

    def slot(say: Say) -> Claim:
        own = scenario_file(key)
        sets = ", ".join(f"{name} = {value:g}" for name, value in own["levers"].items())
        text = f"{own['question'][say.language]} {key}{say.of(': ', '：')}{sets}"
        return Claim(text, f"sim/scenarios/{key}.toml", "question, [levers]", "all")

    return slot


SETTINGS = (("levers", "Levers set", "另设手段"), ("params", "Parameters changed", "改过的参数"))


def changed(kind: str) -> Slot:
    """Return a slot: what was set other than its default."""
    return lambda say: asked(", ".join(f"{name} = {value:g}" for name, value in say.raw.settings[kind].items()), kind)


def is_changed(kind: str) -> Callable[[Say], bool]:
    """Return a condition: something was set other than its default."""
    return lambda say: bool(say.raw.settings[kind])


def files(say: Say) -> Claim:
    """The files of the folder."""
    pictures = [f"report-{name}.png" for name in PICTURES if (say.raw.folder / f"report-{name}.png").is_file()]
    named = ["report.html", *pictures, *say.raw.asked["files"], "manifest.json"]
    missing = [name for name in named if not (say.raw.folder / name).is_file()]
    return Claim(say.of(", ", "、").join(named) + "".join(missing), "manifest.json", "files", "and the folder itself")


BUILT_IN = sorted(path.stem for path in (ROOT / "sim/scenarios").glob("*.toml") if path.stem != "baseline")
PICTURES = ("map", "worlds", "money", "own", "paths", "who", "cost", "network")
LUCK = lambda say: say.raw.n >= 8  # noqa: E731  # fewer tell no correlation

# fmt: off
RULES = [
    Rule("top", "Community governance, simulated · {run}", "社区治理模拟 ·{run}", slots={"run": kicker}),
    Rule("top", "At full strength, {lead}.", "全力实施时，{lead}。", slots={"lead": headline}),
    Rule("top", "With no policy, {p}% of residents took part within a year and service quality is {q} of 100.",
         "维持现状时，一年内参与过的居民占 {p}%，服务质量 {q} 分（满分 100）。", "scale",
         {"p": level(PARTICIPATION), "q": level(QUALITY)}),
    Rule("top", "{lead}.", "{lead}。", slots={"lead": same_money(True)}, when=lambda say: bool(say.raw.money)),
    Rule("top", "All ten: {all}", "十项齐上：{all}", slots={"all": wide}, when=lambda say: say.raw.wide == ["package"]),
    Rule("top", "Before you read the numbers. Brackets hold 95% intervals: where the mean difference would fall for other "
         "communities and other random draws, at the parameters of this run. They do not hold the uncertainty of the "
         "parameters themselves,", "读数字之前。 括号里是 95% 区间：用这一组参数，换一批社区、换一组随机数，平均差会落在哪里。它不含参数本身的不确定，", "interval"),
    Rule("top", "most of which are assumptions.", "而多数参数是假设。", "assumptions"),
    Rule("top", "How far assumptions reach: other plausible worlds ·", "假设的影响有多大：其他合乎已知情况的世界 ·"),
    Rule("top", "What the intervals do and do not say", "这些区间说明什么，不说明什么"),
    Rule("tables", "Differences from no policy, mean of {window} (quits: of the last five years);",
         "与维持现状之差，{window}平均（离职率为最后五年）；", "quits",
         {"window": lambda say: Claim(say.window(), "docs/reference/indicators.en.md", PARTICIPATION, "Months", "24")}),
    Rule("tables", "± half-width of the 95% interval, random draws only;", "± 为 95% 区间的半宽，只反映随机波动。", "interval"),
    Rule("tables", "verdicts go by the whole interval against the smallest difference that matters ({smallest}, or the "
         "indicator's own). Green: better; purple and bold: worse, by more than that. Grey and ~: too small to "
         "matter, all of the interval is within. ?: cannot tell yet.", "判断看整个区间与有意义的最小差异（{smallest}，或该指标自身的）：绿色变好、"
         "紫色粗体变差，整个区间超出；灰色及 ~：整个区间在其内，小得没有实际意义；?：还分不清。", "verdict", {"smallest": smallest}),
    Rule("tables", "* says only that it is not 0: p below .05 after Holm's correction over {rows} of the table.",
         "* 只表示不是 0：霍尔姆校正后 p < 0.05（对表中 {rows}）。", "holm",
         {"rows": lambda say: Claim(say.of(f"{len(say.raw.full)} row{'' if len(say.raw.full) == 1 else 's'}", f"{len(say.raw.full)} 行"),
                                    "summary.parquet", "row=full but baseline", "key", str(len(say.raw.full)))}),
    Rule("tables", "† Work that goes back to the street office, as shadow cost in yuan a month ({year}): {costs}.",
         "† 另有转给街道的工作量，折合每月影子成本（元，{year}）：{costs}。", "told", slots={"costs": shadows, "year": prices}),
    *[Rule("tables", f"? on {topic[0]}: at this mean and spread about so many communities would settle it: {{list}}.",
           f"? {topic[1]}：若均值和差别大小不变，约需这么多社区才分得清：{{list}}。", "verdict", {"list": unsettled(column)},
           some_open(column)) for column, topic in ((PARTICIPATION, ("participation", "参与")), (QUALITY, ("quality", "质量")))],
    Rule("tables", "Table: full strength", "数字表：全力实施"),
    Rule("tables", "Table: the same money", "数字表：花同样的钱"),
    Rule("meaning", "They say: at these parameters, how far the mean difference could move if other communities were simulated.",
         "说明： 在这一组参数下，如果再模拟另一批社区，平均差有多大可能变动。"),
    Rule("meaning", "{n} were run; each runs through every policy with the same residents and the same random draws.",
         "{n}，每个社区在所有方案下用同样的居民、同样的随机数。", "luck",
         {"n": lambda say: Claim(say.communities(), "summary.parquet", "all", "replicate", str(say.raw.n))}),
    Rule("meaning", "For intervals like those of {n} communities with common random numbers, independent random draws would have needed for "
         "participation {p}; for service quality {q} communities; policy by policy in summary.json.",
         "各项政策面对同样的社区和公共随机数。要得到与这 {n} 个社区同样窄的区间，随机数各自独立时参与方面需 {p}；服务质量方面需 "
         "{q}；各项政策的数字见 summary.json。", "luck",
         {"n": lambda say: Claim(str(say.raw.n), "summary.parquet", "all", "replicate"), "p": bought(PARTICIPATION), "q": bought(QUALITY)}, LUCK),
    Rule("meaning", "They do not say: how large the effect of a policy would be in a real community.", "不说明： 真实社区里政策会有多大作用。"),
    Rule("meaning", "Most numbers of the model are assumptions; with others that are as plausible the order of the policies "
         "can change", "模型里的多数数字是假设；换一组同样说得过去的参数，次序可能改变", "assumptions"),
    Rule("meaning", "(see the other plausible worlds).", "（见其他合乎已知情况的世界）。"),
    Rule("meaning", "Bands (paths) show how communities differ, small dots (map) are communities: neither is an error. Cannot "
         "tell yet means that the interval holds both what matters and what does not, which is not the same as no "
         "effect.",
         "色带（走势图）是社区之间的差别，小点（位置图）是一个个社区，都不是误差。还分不清指区间里既有有意义的也有没有意义的差别，"
         "不等于没有差别。", "verdict"),
    Rule("meaning", "Twelve-month participation looks back over twelve months, so it answers late.",
         "一年内参与率要回看十二个月，所以反应较慢。", "back"),
    Rule("provenance", "Version: {v}", "版本: {v}", slots={"v": version}),
    Rule("provenance", "Seed: {seed}", "种子: {seed}", slots={"seed": lambda say: asked(
        f"{say.raw.settings['seed']}{say.of(', ', '，')}{say.communities()}", "seed, replicates")}),
    Rule("provenance", "Profile: {name}", "社区类型: {name}", slots={"name": lambda say: asked(
        f"{say.raw.settings['profile']['label'][say.language]} ({say.raw.settings['profile']['name']})", "profile")}),
    Rule("provenance", "Period: {period}", "时期: {period}", slots={"period": period}),
    Rule("provenance", "Time: {months}", "时间: {months}", slots={"months": months}),
    Rule("provenance", "Smallest difference that matters: {smallest}, or the indicator's own",
         "有意义的最小差异: {smallest}，或该指标自身的", "verdict", {"smallest": smallest}),
    Rule("provenance", "The same money: {money}", "同样的钱: {money}", slots={"money": lambda say: asked(
        say.priced(f"{say.raw.settings['budget']:,.0f} yuan a month", f"每月 {say.raw.settings['budget']:,.0f} 元"), "budget")},
        when=lambda say: bool(say.raw.money)),
    *[Rule("provenance", f"{en}: none, all at their defaults", f"{zh}: 无，全部为默认值", kind) for kind, en, zh in SETTINGS],
    *[Rule("provenance", f"{en}: {{set}}", f"{zh}: {{set}}", slots={"set": changed(kind)}, when=is_changed(kind)) for kind, en, zh in SETTINGS],
    Rule("provenance", "Files: {files}", "文件: {files}", slots={"files": files}),
    *[Rule("provenance", f"{scenario_file(key)['label']['en']}: {{sets}}", f"{scenario_file(key)['label']['zh']}: {{sets}}",
           slots={"sets": levers(key)}) for key in BUILT_IN],
    Rule("provenance", "{line}", "{line}", slots={"line": command}),
]
# fmt: on
