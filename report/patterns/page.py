"""The page of patterns: one table, what is known to fail, and a picture of every family."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from experiments.patterns.families import TITLES
from experiments.patterns.files import read_results
from experiments.patterns.study import FAILS, FAILS_NO_MORE, KNOWN_FAILURE
from report.frame import Page, Section, Table
from report.patterns.findings import GROUPS, PatternsFindings
from report.patterns.pictures import closed_form, family
from report.pictures import Pictures
from report.provenance import provenance


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a folder with a finished table; ``command`` is the line that makes it again.

    Raises:
        InputError: the folder holds none.
    """
    content, manifest = read_results(folder)
    f = PatternsFindings(content, lang)
    pictures = Pictures([], lang)
    sections = [
        *(_table(f, kind) for kind in GROUPS), *_failures(f),
        *(_family(f, pictures, name, command) for name in f.families),
        *(_form(f, pictures, number, command) for number in range(len(f.forms))),
    ]  # fmt: skip
    last = provenance(
        manifest, lang, (f.either("Seed", "种子"), str(content["seed"])),
        (f.either("Communities", "社区"), str(content["replicates"])),
    )  # fmt: skip
    title = f.either("What the model shows and does not", "模型显示了什么，没有显示什么")
    return Page(lang, title, f"{f.headline}\n{f.observed_sentence}", [*sections, last], _box(f))


def _box(f: PatternsFindings) -> str:
    return f.either(
        "Before you read the table. A pattern that says more or less must be shown: its 95% interval over communities "
        "lies wholly beyond the bound. A pattern that gives a range fails only where an interval of 99.8% lies wholly "
        "outside. Rows that vary much between communities take four times as many, so that chance alone makes a row "
        "fail, whose mean is as measured, less than once in a thousand. Behaviours and closed forms are no evidence "
        "about real communities.",
        "看表之前。说“多”或“少”的规律须由本次结果显示出来：各社区的 95% 区间全部在界限的一侧。"
        "给出范围的规律，只有 99.8% 区间全部落在范围之外才算不符。各社区差别大的几项用四倍的社区，"
        "使均值与所测相同的一项因偶然而不符的概率小于千分之一。本模型的表现和解析结果都不是关于现实社区的证据。",
    )


def _table(f: PatternsFindings, kind: str) -> Section:
    """All rows of a kind."""
    heads = (
        f.either("Pattern", "规律"), f.either("expected", "预期"), f.either("found", "得到"),
        f.either("interval", "区间"), f.either("verdict", "判断"), f.either("built in", "是否设定"),
    )  # fmt: skip
    rows = [
        [f.label(own), f.say(own["expected"]["words"]), f.found(own), f.interval(own), f.verdict(own),
         f.say(own["built_in"])]
        for own in f.of_kind(kind)
    ]  # fmt: skip
    behind = (
        f.either("Pattern", "规律"), f.either("follows from", "依据"), f.either("communities", "社区数"),
        f.either("fails by chance", "偶然不符"),
    )  # fmt: skip
    reasons = [
        [f.label(own), f.say(own["follows"]), "–" if own["curve"] else str(own["communities"]), f.chance(own)]
        for own in f.of_kind(kind)
    ]  # fmt: skip
    about = {
        "observed": f.either(
            "Figures and signs found by others. A range that differs from its source is a judgement, and says so.",
            "他人得到的数字和方向。与出处不同的范围是判断，并已注明。",
        ),
        "judged": f.either(
            "Ranges that are judgements, or measured figures that were widened by judgement. They say what would be "
            "strange, and are no evidence.",
            "范围出于判断，或在测得的数字上凭判断放宽。它们只说明怎样才算反常，不是证据。",
        ),
        "behaviour": f.either(
            "What this model does. It is kept so that a change is noticed, and says nothing about the world.",
            "本模型的表现。列出是为了发现变化，并不说明现实。",
        ),
        "closed form": f.either(
            "All mechanisms but one are switched off; the engine must do what algebra says.",
            "除一个机制外全部关闭，引擎须与代数一致。",
        ),
    }[kind]
    name = kind.replace(" ", "-")
    return Section(
        GROUPS[kind].get(f.lang),
        (about,),
        table=Table(heads, rows, words=(0, 1, 4, 5)),
        name=f"table-{name}",
        more=(Table(behind, reasons, words=(0, 1)),),
    )


def _failures(f: PatternsFindings) -> list[Section]:
    """What does not hold, and why, as far as that is known."""
    rows = [
        [f.label(own), f.verdict(own), f.because(own),
         own["known"]["run"] if own["known"] else f.content["command"]]
        for own in f.with_verdict(FAILS, FAILS_NO_MORE, KNOWN_FAILURE)
    ]  # fmt: skip
    if not rows:
        return []
    heads = (
        f.either("Pattern", "规律"), f.either("verdict", "判断"), f.either("because", "原因"),
        f.either("the run that shows it", "可见于哪次运行"),
    )  # fmt: skip
    lead = f.either(
        "A pattern that fails is a finding. Known ones stand in a list with their reason; one that is not on the list, "
        "and one on the list that holds, end the command with code 1.",
        "不符本身就是发现。已知的不符列在清单里并写明原因；清单之外的不符，以及清单中其实相符的，命令都以代码 1 结束。",
    )
    return [Section(
        f.either("What the model does not show", "模型没有显示什么"), (lead,), table=Table(heads, rows, words=(1, 2,
        3)),
        name="failures",
    )]  # fmt: skip


def _family(f: PatternsFindings, pictures: Pictures, name: str, command: str) -> Section:
    return pictures.section(
        f"patterns-{name}", TITLES[name].get(f.lang), (), partial(family, f, name), _numbers(f, name), command=command
    )


def _numbers(f: PatternsFindings, name: str) -> Table:
    heads = (
        f.either("Pattern", "规律"),
        f.either("expected", "预期"),
        f.either("found", "得到"),
        f.either("interval", "区间"),
    )
    rows = [[f.label(own), f.say(own["expected"]["words"]), f.found(own), f.interval(own)] for own in f.of_family(name)]
    return Table(heads, rows, words=(1,))


def _form(f: PatternsFindings, pictures: Pictures, number: int, command: str) -> Section:
    own = f.forms[number]
    name = f"patterns-{own['name'].replace('_', '-')}"
    return replace(pictures.section(name, f.label(own), (), partial(closed_form, f, own), command=command), link="")
