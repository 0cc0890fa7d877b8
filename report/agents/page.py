"""The page on what agents are for: the picture, the ranks, and every effect with what it differs by."""

from pathlib import Path

from experiments.agents.content import DRAWS
from experiments.agents.files import read_results
from experiments.agents.variants import FULL
from experiments.output.wording import capital
from report.agents.findings import AgentsFindings
from report.agents.pictures import variants_sheet
from report.frame import Facts, Page, Section, Table
from report.period import period_of, period_row
from report.pictures import Pictures
from report.provenance import provenance, settings

NAME = "variants"


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a folder with finished variants; ``command`` is the line that makes it again.

    Raises:
        InputError: the folder holds none.
    """
    content, manifest = read_results(folder)
    f = AgentsFindings(content, lang)
    title = f.either("What agents are for", "为什么要用个体模拟")
    about = f"{title} · {f.say(content['profile_label'])}"
    lead = "\n".join([f.headline() + f.either(".", "。"), *(f.line(name) + f.either(".", "。") for name in f.reduced)])
    last = provenance(
        manifest, lang, period_row(period_of(content), lang),
        (f.either("Set", "设定"), settings(content["params"], lang) or f.either("none", "无")),
        (f.either("Seed", "种子"), str(content["seed"])),
    )  # fmt: skip
    sections = [_picture(f, command), _variants(f), _ranks(f), *(_effects(f, outcome) for outcome in f.outcomes), last]
    return Page(lang, about, lead, sections, _box(f))


def _box(f: AgentsFindings) -> str:
    return f.either(
        "Before you read the numbers. Rules, parameters and random draws are those of the full model; what is left out "
        "is left out of the people before the first month. So this tells what ties and differences do in this model, "
        "not what they do in a real community. Nothing is fitted anew: where a variant has another level without "
        "policy, part of what its effects differ by comes from there. Intervals hold random variation alone.",
        "读数字之前。规则、参数和随机数都是完整模型的，只是在第一个月之前从居民身上去掉一样东西。所以这里说的是联系和差别在这个模型里"
        "起什么作用，不是在真实社区里起什么作用。没有重新校准：某种简化在维持现状时的水平若不同，作用之差有一部分就由此而来。"
        "区间只反映随机波动。",
    )


def _picture(f: AgentsFindings, command: str) -> Section:
    lead = f.either("The same policies in every variant.", "同样的政策，放进每一种简化里。")
    title = f.either("Do policies do the same?", "政策的作用还一样吗？")
    return Pictures(f.policies.values(), f.lang).section(
        NAME, title, (lead,), lambda: variants_sheet(f), command=command
    )  # fmt: skip


def _variants(f: AgentsFindings) -> Section:
    rows = [(capital(f.label(name)), f.say(variant["what"])) for name, variant in f.variants.items()]
    return Section(f.either("What is left out", "去掉了什么"), more=[Facts(rows)], name="left-out")


def _ranks(f: AgentsFindings) -> Section:
    n = len(f.content["ranked"])
    lead = f.either(
        f"Spearman's correlation of the mean effects of {n} policies with those in the full model; in brackets the "
        f"middle 95% of {DRAWS:,} bootstrap samples of the communities. A policy that holds all the others does not "
        "compete. Levels without policy beside it.",
        f"{n} 项政策的平均作用与完整模型的斯皮尔曼等级相关；括号内为对社区自助重抽 {DRAWS:,} 次的中间 95%。"
        "包含其他各项的一揽子政策不参加排名。旁边是维持现状时的水平。",
    )
    heads = [f.either("Variant", "简化")]
    for outcome in f.outcomes:
        topic = capital(f.topic(outcome))
        heads += [topic + f.either(": ranks", "：等级相关"), topic + f.either(": no policy", "：维持现状")]
    rows = []
    for name in f.variants:
        cells = [
            cell
            for outcome in f.outcomes
            for cell in (
                "–" if name == FULL else f.ranked(f.alike(name, outcome)),
                f"{f.level(name, outcome).mean:.1f}",
            )
        ]
        rows.append([capital(f.label(name)), *cells])
    return Section(f.either("Do they rank alike?", "排名还一样吗？"), (lead,), table=Table(heads, rows), name="ranks")


def _effects(f: AgentsFindings, outcome: str) -> Section:
    """Every effect in the full model, and what it differs by in each variant."""
    heads = [f.either("Policy", "政策"), capital(f.label(FULL)), *(capital(f.label(name)) for name in f.reduced)]
    rows = [
        [
            f.policies[policy],
            f.signed_spread(f.effect(FULL, outcome, policy)),
            *(_gap(f, name, outcome, policy) for name in f.reduced),
        ]
        for policy in f.ordered(outcome)
    ]
    lead = f.either(
        "First column of numbers: the effect in the full model (points). Then what the effect is more or less in each "
        "variant, paired by community, with its verdict.",
        "第一列数字：完整模型中的作用（点）。其后各列：在每种简化里多多少或少多少，按社区配对，并附判断。",
    )
    return Section(capital(f.topic(outcome)), (lead,), table=Table(heads, rows), name=f"effects-{outcome}")


def _gap(f: AgentsFindings, variant: str, outcome: str, policy: str) -> str:
    found = f.beyond(variant, outcome, policy)
    return f.signed_spread(found) + f.either("; ", "；") + f.verdict(variant, outcome, policy)
