"""The claims of an explanation, computed from the numbers and never typed.

An effect is named only where it matters, that is where all of its interval is beyond the smallest difference that
does; a link likewise. Money has no such difference; there it is enough that the interval excludes 0.
"""

import math

from experiments.output.verdicts import OPEN, SMALL
from experiments.output.wording import capital, settling
from report.explain.findings import Effect, ExplainFindings, digits_of
from report.words import VERDICTS

NAMED = 3  # links in a sentence
OVERLAP_EN = (
    "Links overlap: where one acts through the next, both carry the same part, and the sum may exceed the whole."
)
OVERLAP_ZH = "各环节会重叠：一个环节经由下一个起作用时，同一部分两处都计入，合计可能超过总作用。"
UNTESTED_EN = (
    "Links are held one at a time: what acts along two ways that can stand in for each other, or straight from the "
    "policy on the end, is untested; it is not said to be nothing."
)
UNTESTED_ZH = "每次只固定一个环节：经两条可互相替代的途径起作用的，或由政策直接作用于结果的，没有检验，不等于没有作用。"


def headline(f: ExplainFindings, ends: list[str] | None = None) -> str:
    """Return through which links the policy reaches its ends, without a full stop."""
    shown = f.primary_outcomes if ends is None else ends
    if f.replicates < 2:
        return f.either(
            f"{f.policy}: one community cannot tell what a link carries from chance",
            f"{f.policy}：只有一个社区，分不清环节的作用和偶然",
        )
    return f"{f.policy}{f.either(': ', '：')}{f.either('; ', '；').join(claim(f, end) for end in shown)}"


def claim(f: ExplainFindings, end: str) -> str:
    """Return what the policy does to an end, and through which links."""
    total, topic = f.total(end), f.topic(end)
    if not total.measured:
        return _no_claim(f, end)
    rises = total.mean > 0
    size = _size(total)
    done = f.either(
        f"{topic} {'rises' if rises else 'falls'} by {size} {f.unit(end)}",
        f"{topic}{'上升' if rises else '下降'} {size} {f.unit(end)}",
    )
    carriers = f.carriers(end, total.mean)
    if not carriers:
        return done + f.either(
            ", and none of the links tested can be told to carry a part that matters; others are untested",
            "，但所检验的环节都看不出承担了有实际意义的部分；其他途径未作检验",
        )
    named = [f"{f.link(name)}{f.bracket(_size(f.mediated(name, end)))}" for name in carriers[:NAMED]]
    half = abs(f.mediated(carriers[0], end).mean) < abs(total.mean) / 2
    if half:
        return done + f.either(
            f", no single link carries half of it, {named[0]} most",
            f"，没有一个环节承担其中的一半，最多的是{named[0]}",
        )
    *most, last = named
    listed = f"{f.either(', ', '、').join(most)}{f.either(' and ', '和')}{last}" if most else last
    return done + f.either(f", through {listed}", f"，经由{listed}")


def _no_claim(f: ExplainFindings, end: str) -> str:
    """Return what is said of an effect whose direction may not be named."""
    total, topic = f.total(end), f.topic(end)
    number = f"{_signed(total)} {f.unit(end)}"
    if total.judgement.verdict is None:
        return f.either(f"no change in {topic} can be told ({number})", f"看不出{topic}的变化（{number}）")
    if total.judgement.verdict == SMALL:
        return f.either(
            f"{topic} hardly changes ({number}, too small to matter)", f"{topic}几乎不变（{number}，小得没有实际意义）"
        )
    more = settled(f, total)
    return f.either(
        f"it cannot be told yet whether {topic} changes by enough to matter ({number}{', ' + more if more else ''})",
        f"{topic}的变化有没有实际意义，还分不清（{number}{'，' + more if more else ''}）",
    )


def settled(f: ExplainFindings, own: Effect) -> str:
    """Return how many communities would settle an open verdict; empty where it is not open or nobody can tell."""
    if own.judgement.verdict != OPEN or math.isnan(own.judgement.communities):
        return ""
    n = settling(own.judgement.communities, f.lang)
    return f.either(f"about {n} communities would settle it", f"约需 {n} 个社区")


def undecided(f: ExplainFindings, end: str) -> str:
    """Return which links cannot be told yet to carry a part of an end, and how many communities would; empty for none.

    Only those are named that a picture has room for, and that some number of communities would settle.
    """
    own = {name: f.mediated(name, end) for name in f.shown([end]) if not f.itself(name, end)}
    open_ones = [name for name in own if settled(f, own[name]) and math.isfinite(own[name].judgement.communities)]
    if not open_ones:
        return ""
    named = [f"{f.link(name)}{f.bracket(settling(own[name].judgement.communities, f.lang))}" for name in open_ones]
    return f.either(
        f"Of {f.topic(end)} it cannot be told yet whether these links carry a part that matters; in brackets about how "
        f"many communities would settle it: {', '.join(named)}.",
        f"对{f.topic(end)}，还分不清下列环节承担的部分有没有实际意义（括号内为大约需要的社区数）：{'、'.join(named)}。",
    )


def verdict_of(f: ExplainFindings, own: Effect) -> str:
    """Return the verdict in words."""
    found = own.judgement.verdict
    if found is None:
        return f.either("not 0", "不为 0") if own.measured else f.either("cannot tell", "分不清")
    if found == OPEN:
        more = settled(f, own)
        return f.say(VERDICTS[OPEN]) + (f.either(f"; {more}", f"；{more}") if more else "")
    return f.say(VERDICTS[found])


def against(f: ExplainFindings, end: str) -> str:
    """Return which links work against the policy's effect on an end; empty where none is measured."""
    total = f.total(end)
    found = f.carriers(end, -total.mean) if total.measured else []
    if not found:
        return ""
    named = f.either(", ", "、").join(f"{f.link(name)}{f.bracket(_size(f.mediated(name, end)))}" for name in found)
    return f.either(f"Against it: {named}.", f"与之相反的是{named}。")


def varied_sentence(f: ExplainFindings, number: int) -> str:
    """Return how a varied parameter changes the policy's effect on the primary outcomes."""
    varied = f.content["doubts"][number]
    comma = f.either(", ", "，")
    said = comma.join(_moved(f, number, end) for end in f.primary_outcomes if f.matters(number, end))
    if not said:
        topics = f.either(", ", "、").join(f.topic(end) for end in f.primary_outcomes)
        said = f.either(
            f"no change that matters can be told in the effects on {topics}",
            f"看不出对{topics}的作用有大到有意义的变化",
        )
    name = capital(f.say(varied["label"]))
    return f.either(
        f"{name}, {varied['low']:g} to {varied['high']:g}: {said}.",
        f"{name}从 {varied['low']:g} 到 {varied['high']:g}：{said}。",
    )


def _moved(f: ExplainFindings, number: int, end: str) -> str:
    low, high = (_signed(f.varied(number, at, end)) for at in ("low", "high"))
    topic, unit = f.topic(end), f.unit(end)
    return f.either(
        f"the effect on {topic} goes from {low} to {high} {unit}", f"对{topic}的作用从 {low} 变到 {high} {unit}"
    )


def _size(own: Effect) -> str:
    return f"{abs(own.mean):,.{digits_of(own.mean)}f}"


def _signed(own: Effect) -> str:
    size = _size(own)
    return "0" if not float(size.replace(",", "")) else ("+" if own.mean > 0 else "−") + size
