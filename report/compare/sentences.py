"""The titles: each is a finding, computed from the numbers and never typed.

A leader is named only if its paired difference from the runner-up excludes zero; else all that cannot
be told apart are named. "Rises", "falls", "less than a grant" need a whole interval beyond the smallest
difference that matters and say on which indicator. What cannot be told is not called no effect.
"""

from collections.abc import Sequence

import numpy as np

from experiments.output.statistics import Interval, paired_interval
from experiments.output.verdicts import MATTERS, OPEN, SMALL
from experiments.output.wording import capital
from report.compare.findings import (
    BASELINE,
    PARTICIPATION,
    QUALITY,
    CompareFindings,
)
from report.compare.phrases import (
    TOPIC,
    money,
    points,
    policies,
    unit,
)
from report.drawing import plain, signed


def together(f: CompareFindings, clauses: Sequence[str]) -> str:
    """Clauses as one sentence without its full stop."""
    return capital(f.either("; ", "；").join(clause for clause in dict.fromkeys(clauses) if clause))


def lead_clause(
    f: CompareFindings, column: str, keys: Sequence[str], *, numbers: bool = False, besides: bool = True
) -> str:
    """Who raises ``column`` most, with numbers where asked; ``besides`` as in ``nobody_clause``."""
    best = f.leaders(column, keys)
    topic = f.say(TOPIC[column])
    if not best:
        return nobody_clause(f, column, keys, besides=besides)
    names, tied = policies(f, best), len(best) > 1
    value = _sizes(f, column, best) if numbers else ""
    if f.lang == "zh":
        verb = {PARTICIPATION: "带动参与", QUALITY: "提高质量"}[column]
        if tied:
            return f"{verb}最多的是{names}（{value + '，' if value else ''}分不出高低）"
        return f"{names}{'' if len(keys) == 1 else '最能'}{verb}{value}"
    most = "" if len(keys) == 1 else " most"
    if tied:
        return f"{topic} rises most with {names} ({value + ', ' if value else ''}cannot tell which)"
    return f"{topic} rises{most} with {names}{value}"


def _sizes(f: CompareFindings, column: str, keys: Sequence[str]) -> str:
    if len(keys) > 1:
        values = f.either(", ", "、").join(signed(f.effect(key, column).mean) for key in keys[:3])
        return f"{values} {unit(f, column)}" if len(keys) <= 3 else ""
    effect = f.effect(keys[0], column)
    size = f"{plain(effect.mean)}{f.spread(effect)}"
    more = "一年内参与过的居民多 " if column == PARTICIPATION else "高 "
    return f.either(f", by {size} {unit(f, column)}", f"，{more}{size}{_gap(f, effect)}{unit(f, column)}")


def _gap(f: CompareFindings, effect: Interval) -> str:
    return "" if f.spread(effect) else " "


def nobody_clause(f: CompareFindings, column: str, keys: Sequence[str], *, besides: bool = True) -> str:
    """None of ``keys`` is seen to raise ``column`` by what matters: because none does, or because it cannot be told.

    ``besides`` names the policies beyond ``keys`` that do; without, the sentence has said already whom it leaves out.
    """
    if f.comparison.replicates < 2:
        return f.either(
            "one community cannot tell the effect of a policy from chance", "一个社区分不清政策的作用和偶然"
        )
    topic, size = f.say(TOPIC[column]), f"{f.smallest(column):g} {unit(f, column)}"
    raising = [key for key in f.full if key not in keys and f.arm(keys[0]).row == "full" and f.is_higher(key, column)]
    apart = _apart(f, raising) if besides else ""
    more = points(f, column)
    if unknown := [key for key in keys if f.cannot_tell(key, column)]:
        names = policies(f, unknown)
        return apart + f.either(
            f"no policy is seen to raise {topic} by more than {more} (cannot tell yet: {names})",
            f"未见有政策使{topic}提高 {size}以上（还分不清的：{names}）",
        )
    return apart + f.either(
        f"none of the policies raises {topic} by more than {more}",
        f"没有政策使{topic}提高 {size}以上",
    )


def _apart(f: CompareFindings, keys: Sequence[str]) -> str:
    """Whom a claim leaves out, to be said before it."""
    return f.either(f"apart from {policies(f, keys)}, ", f"除{policies(f, keys)}外，") if keys else ""


def left_out(f: CompareFindings) -> str:
    """Whom the claims on the policies of one scale leave out: those off it, which would else lead every time."""
    return _apart(f, f.wide) if f.singles and f.comparison.replicates > 1 else ""


def both_lead(f: CompareFindings, keys: Sequence[str]) -> str:
    """One clause where the same single policy leads on both, else two."""
    best = f.leaders(PARTICIPATION, keys)
    if len(best) == 1 and best == f.leaders(QUALITY, keys):
        name = policies(f, best)
        most = len(keys) > 1
        en = f"participation and quality both rise{' most' if most else ''} with {name}"
        return f.either(en, f"{name}最能带动参与，也最能提高质量" if most else f"{name}带动参与，也提高质量")
    said = not left_out(f)
    return together(f, [lead_clause(f, column, keys, besides=said) for column in (PARTICIPATION, QUALITY)])


def lower_clauses(f: CompareFindings, keys: Sequence[str], *, numbers: bool = False) -> list[str]:
    """Who lowers participation or quality, and what else the same policy does."""
    patterns: dict[tuple[str, str], list[str]] = {}
    for key in keys:
        signs = tuple(_sign(f, key, column) for column in (PARTICIPATION, QUALITY))
        if "down" in signs:
            patterns.setdefault((signs[0], signs[1]), []).append(key)
    return [_lower_clause(f, signs, found, numbers) for signs, found in patterns.items()]


def _sign(f: CompareFindings, key: str, column: str) -> str:
    if f.is_lower(key, column):
        return "down"
    return "up" if f.is_higher(key, column) else "level"


def _lower_clause(f: CompareFindings, signs: tuple[str, str], keys: Sequence[str], numbers: bool) -> str:
    names = policies(f, keys)
    if signs == ("down", "down"):
        return f.either(f"with {names} both participation and quality fall", f"{names}使参与和质量都下降")
    column = PARTICIPATION if signs[0] == "down" else QUALITY
    topic = f.say(TOPIC[column])
    if numbers and len(keys) == 1:
        effect = f.effect(keys[0], column)
        size = f"{plain(-effect.mean)}{f.spread(effect)}"
        return f.either(
            f"with {names} {topic} falls by {size} {unit(f, column)}",
            f"{names}却使{topic}低 {size}{_gap(f, effect)}{unit(f, column)}",
        )
    if signs == ("up", "down"):
        return f.either(f"with {names} more residents take part, but quality falls", f"{names}让更多人参与，质量却下降")
    if signs == ("down", "up"):
        return f.either(f"with {names} quality rises, but fewer take part", f"{names}提高质量，参与却减少")
    return f.either(f"with {names} {topic} falls", f"{names}使{topic}下降")


def map_title(f: CompareFindings) -> str:
    """What each policy brings."""
    keys, apart = f.singles or f.policies, left_out(f)
    found = together(f, [both_lead(f, keys), *lower_clauses(f, keys)])
    return capital(apart + found[:1].lower() + found[1:]) if apart else found


def headline(f: CompareFindings) -> str:
    """The first sentence of the page, with numbers and intervals."""
    if not f.full:
        return f.either("No policy was compared.", "没有可比的政策。")
    keys = f.singles or f.policies
    apart = left_out(f)
    clauses = [lead_clause(f, column, keys, numbers=True, besides=not apart) for column in (PARTICIPATION, QUALITY)]
    text = "；".join(dict.fromkeys([*clauses, *lower_clauses(f, keys, numbers=True)]))
    return f.either(f"At full strength, {apart}{text.replace('；', '; ')}.", f"全力实施时，{apart}{text}。")


def baseline_line(f: CompareFindings) -> str:
    """The levels without any policy."""
    part, quality = plain(f.level(BASELINE, PARTICIPATION)), plain(f.level(BASELINE, QUALITY))
    return f.either(
        f"With no policy, {part}% of residents took part within a year and service quality is {quality} of 100.",
        f"维持现状时，一年内参与过的居民占 {part}%，服务质量 {quality} 分（满分 100）。",
    )


def wide_line(f: CompareFindings, key: str) -> str:
    """A policy that leaves the scale of the others: its effects and its cost."""
    part, quality = f.effect(key, PARTICIPATION), f.effect(key, QUALITY)
    cost = f.cost(key)
    rounded = money(f, round(cost, -2) if cost >= 10_000 else round(cost, -1))
    return f.either(
        f"{f.label(key)}: participation {f.signed_spread(part)} points, quality "
        f"{f.signed_spread(quality)} points, at {rounded} a month.",
        f"{f.label(key)}：参与 {f.signed_spread(part)}{_gap(f, part)}个百分点，质量 "
        f"{f.signed_spread(quality)}{_gap(f, quality)}分，每月多花 {rounded}。",
    )


_AGAINST_SUM = {
    (MATTERS, True): ("more than", "多于"),
    (MATTERS, False): ("less than", "少于"),
    **{(SMALL, up): ("hardly different from", "几乎等于") for up in (True, False)},
    **{(OPEN, up): ("cannot be told yet from", "还分不清是否不同于") for up in (True, False)},
}


def sum_sentence(f: CompareFindings, key: str, parts: Sequence[str]) -> str:
    """Whether all at once bring more or less than the plain sum of the parts."""
    said = []
    for column in (PARTICIPATION, QUALITY):
        plain_sum = np.sum([f.differences(part, column) for part in parts], axis=0)
        effect = paired_interval(f.differences(key, column), plain_sum)
        en, zh = _AGAINST_SUM[f.judged(effect, column), effect.mean > 0]
        said.append(f.either(f"{f.say(TOPIC[column])} {en} the sum", f"{f.say(TOPIC[column])}{zh}逐项相加"))
    return f.either(f"At once: {said[0]}, {said[1]}.", f"一齐实施：{said[0]}，{said[1]}。")
