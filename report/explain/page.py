"""The page of an explanation: the pathway, every number behind it, and why it might be wrong."""

from pathlib import Path

from experiments.explain.files import PICTURE, read_results
from experiments.output.wording import capital
from report.explain.findings import Effect, ExplainFindings, digits_of
from report.explain.pictures import pathway
from report.explain.sentences import (
    OVERLAP_EN,
    OVERLAP_ZH,
    UNTESTED_EN,
    UNTESTED_ZH,
    against,
    claim,
    headline,
    varied_sentence,
    verdict_of,
)
from report.frame import Page, Section, Table
from report.period import period_row
from report.pictures import Pictures
from report.provenance import provenance, settings

NAME = "pathway"


def page_of(folder: Path, lang: str, command: str) -> Page:
    """Return the page of a folder with a finished explanation; ``command`` is the line that makes it again.

    Raises:
        InputError: the folder holds none.
    """
    content, manifest = read_results(folder)
    f = ExplainFindings(content, lang)
    about = f.either(f"Through which link? · {f.policy}", f"经由哪个环节？· {f.policy}")
    title = f"{about} · {f.say(content['profile_label'])}{f.either(', ', '，')}{f.say(f.period.label)}"
    held = {**content["levers"], **content["params"]}
    last = provenance(
        manifest, lang,
        (f.either("Scenario", "方案"), content["scenario"]),
        period_row(f.period, lang),
        (f.either("Set", "设定"), settings(held, lang) or f.either("none", "无")),
        (f.either("Seed", "种子"), str(content["seed"])),
    )  # fmt: skip
    return Page(
        lang,
        title,
        _lead(f),
        [_pathway(f, command), *(_end(f, end) for end in f.ends), *_varied_sections(f), last],
        _box(f),
    )


def _lead(f: ExplainFindings) -> str:
    if f.replicates < 2:
        return headline(f) + f.either(".", "。")
    claims = "\n".join(capital(claim(f, end)) + f.either(".", "。") for end in f.primary_outcomes)
    return f"{f.policy}{f.either(': through which link?', '：经由哪个环节？')}\n{claims}"


def _box(f: ExplainFindings) -> str:
    return f.either(
        "Before you read the numbers. All communities are simulated under the policy once more for each link, with "
        "the same random draws, and the link follows the path that it had without policy. What is then lost of the "
        f"effect is what the link carries. {OVERLAP_EN} {UNTESTED_EN} All this is about the model's mechanism at one "
        "set of numbers, most of which are assumptions; the intervals hold random variation alone.",
        "读数字之前。对每个环节，全部社区用同样的随机数再模拟一次该政策，而该环节沿维持现状时的路径走。"
        f"作用因此少掉的部分，就是该环节承担的部分。{OVERLAP_ZH}{UNTESTED_ZH}这说的是模型在一组数字下的机制，"
        "多数数字是假设；区间只反映随机波动。",
    )


def _pathway(f: ExplainFindings, command: str) -> Section:
    """The picture, drawn once, set into the page and written beside it."""
    lead = f.either(
        "Links stand in the order in which a month makes them; a link acts on those below it in the same month and on "
        "all of them in later ones.",
        "各环节按一个月内的先后排列；一个环节在当月影响它下面的各行，在以后各月影响所有各行。",
    )
    more = [f"{f.topic(end)}{f.either(': ', '：')}{words}" for end in f.primary_outcomes if (words := against(f, end))]
    return Pictures([f.policy], f.lang).section(
        NAME, f.either("Through which link does it act?", "经由哪个环节起作用？"), (lead, *map(capital, more)),
        lambda: pathway(f), command=command, file=PICTURE,
    )  # fmt: skip


def _end(f: ExplainFindings, end: str) -> Section:
    """Every number of one end."""
    heads = (
        f.either("Link", "环节"), f.either("before", "之前"), f.either("after", "之后"),
        f.either("left while held", "固定后剩下"), f.either("carried", "承担"), f.either("verdict", "判断"),
    )  # fmt: skip
    rows = []
    for name in f.links:
        before, after = f.level(name)
        own = f.mediated(name, end)
        itself = f.either("the end itself", "即该结果本身")
        rows.append([
            capital(f.link(name)), before or "–", after or "–", _spread(f, f.direct(name, end)), _spread(f, own),
            itself if f.itself(name, end) else verdict_of(f, own),
        ])  # fmt: skip
    total = f.total(end)
    lead = f.either(
        f"The policy's effect: {_spread(f, total)} {f.unit(end)}: {verdict_of(f, total)}.",
        f"政策的总作用：{_spread(f, total)} {f.unit(end)}：{verdict_of(f, total)}。",
    )
    return Section(capital(f.end(end)), (lead,), table=Table(heads, rows), name=f"end-{end.replace('.', '-')}")


def _varied_sections(f: ExplainFindings) -> list[Section]:
    """The policy's effect at both ends of the parameters varied one at a time."""
    doubts = f.content["doubts"]
    if not doubts:
        return []
    heads = (
        f.either("Parameter", "参数"), f.either("value", "取值"),
        *(f"{capital(f.end(end))}{f.either(f' ({f.unit(end)})', f'（{f.unit(end)}）')}" for end in f.ends),
    )  # fmt: skip
    rows = [
        [capital(f.say(varied["label"])), f"{varied[at]:g}", *(_spread(f, f.varied(number, at, end)) for end in f.ends)]
        for number, varied in enumerate(doubts)
        for at in ("low", "default", "high")
    ]
    said = [varied_sentence(f, number) for number in range(len(doubts))]
    lead = f.either(
        "The policy's effect with a parameter at the low end of its range, as it is, and at the high end.",
        "参数取其范围的下端、现值和上端时，政策的总作用。",
    )
    title = f.either("Why might this be wrong?", "结论可能错在哪里？")
    return [Section(title, (lead, *said), table=Table(heads, rows), name="doubts")]


def _spread(f: ExplainFindings, own: Effect) -> str:
    """A difference with its interval."""
    return f.signed_spread(own, digits_of(own.mean))
