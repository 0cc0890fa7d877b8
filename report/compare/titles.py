"""The titles of the pictures other than the map: findings, computed by the rules of ``sentences``."""

from collections.abc import Callable, Sequence

from experiments.output.statistics import paired_interval
from experiments.output.verdicts import MATTERS
from experiments.output.wording import counted
from report.compare.findings import FAMILIES, GRANT, LEAST_COST, PARTICIPATION, CompareFindings
from report.compare.phrases import TOPIC, count, listed, money, points, policies, two_digits, window
from report.compare.sentences import nobody_clause, together
from report.drawing import plain, signed, yuan
from sim.indicators import GROUPS


def against_grant(f: CompareFindings, column: str, keys: Sequence[str]) -> tuple[list[str], list[str]]:
    """Which rows bring more and which bring less than the plain grant on ``column``, by what matters."""
    rows = [key for key in keys if key != GRANT and f.verdict(key, column, against=GRANT) == MATTERS]
    more = [key for key in rows if f.effect(key, column, against=GRANT).rises]
    return more, [key for key in rows if key not in more]


def whole_policies(f: CompareFindings, keys: Sequence[str]) -> tuple[int, int]:
    """How many policies there are for the same money, and of how many every row is among ``keys``.

    A policy that relieves orders has two rows, without and with its shadow cost paid, and counts once.
    """
    rows: dict[str, list[str]] = {}
    for key in f.money:
        if key != GRANT:
            rows.setdefault(f.arm(key).policy, []).append(key)
    return len(rows), sum(all(key in keys for key in row) for row in rows.values())


def money_title(f: CompareFindings, *, numbers: bool = False) -> str:
    """Who leads for the same money, and who does less than the plain grant."""
    best = f.leaders(PARTICIPATION, f.money)
    more, less = against_grant(f, PARTICIPATION, f.money)
    sum_words = money(f, f.budget)
    same = f.either(f"For the same {sum_words} a month, ", f"同样每月{_glued(sum_words)}，")
    clauses = [same + _money_lead(f, best, numbers)]
    grant = f" ({signed(f.effect(GRANT, PARTICIPATION).mean)})" if numbers and f.lang == "en" else ""
    grant = f"（{signed(f.effect(GRANT, PARTICIPATION).mean)}）" if numbers and f.lang == "zh" else grant
    if less:
        clauses += _less_clauses(f, less, grant)
    elif more:
        clauses.append(_more_clause(f, more, grant))
    else:
        clauses.append(
            f.either(
                f"on participation, none is seen to bring {points(f)} more or less than a plain grant{grant}",
                f"论参与，未见哪项与只给补贴{grant}相差 {f.smallest(PARTICIPATION):g} 个百分点以上",
            )
        )
    return together(f, clauses)


def _more_clause(f: CompareFindings, more: Sequence[str], grant: str) -> str:
    """How many policies bring more than the grant; a policy counts once, and only if each of its rows does."""
    total, n = whole_policies(f, more)
    if not n:
        return f.either(
            f"on participation, {policies(f, more)} bring{_s(more)} more than a plain grant{grant}, "
            "none is seen to bring less",
            f"论参与，{policies(f, more)}胜过只给补贴{grant}，未见不如它的",
        )
    return f.either(
        f"on participation, {n} of {counted('policy', total, 'en')} bring{'s' if n == 1 else ''} more than a plain "
        f"grant{grant}, none is seen to bring less",
        f"论参与，{total} 项政策中有 {n} 项胜过只给补贴{grant}，未见不如它的",
    )


def _less_clauses(f: CompareFindings, less: Sequence[str], grant: str) -> list[str]:
    """Who does less than the grant; those that really spent clearly less than the sum apart, with what they spent."""
    short = f.underspent(less)
    full = [key for key in less if key not in short]
    clauses = [_less_clause(f, full, grant)] if full else []
    if short:
        real = [f.spent(key) for key in short]
        spent = "–".join(dict.fromkeys((yuan(min(real)), yuan(max(real)))))
        but = f.either(f", but really spent only {spent} yuan", f"，但实际只花了 {spent} 元")
        names = policies(f, short)
        also = f.either(f"{names} also bring{_s(short)} less", f"{names}也不如补贴")
        clauses.append((also if full else _less_clause(f, short, grant)) + but)
    return clauses


def _less_clause(f: CompareFindings, keys: Sequence[str], grant: str) -> str:
    return f.either(
        f"on participation, {policies(f, keys)} bring{_s(keys)} less than a plain grant{grant}",
        f"论参与，{policies(f, keys)}不如直接给社区一笔不限用途的补贴{grant}",
    )


def _s(subjects: Sequence[str]) -> str:
    """The ending of an English verb."""
    return "s" if len(subjects) == 1 else ""


def _glued(words: str) -> str:
    return words if words.startswith("一") else f" {words}"


def _money_lead(f: CompareFindings, best: Sequence[str], numbers: bool) -> str:
    if not best:
        return nobody_clause(f, PARTICIPATION, f.money)
    shown = best[:3] if len(best) <= 3 else []
    values = f.either(", ", "、").join(signed(f.effect(key, PARTICIPATION).mean) for key in shown)
    tied = f.either("cannot tell which", "分不出高低") if len(best) > 1 else ""
    inside = f.either(", ", "，").join(part for part in (values if numbers else "", tied) if part)
    brackets = f.either(f" ({inside})", f"（{inside}）") if inside else ""
    return f.either(
        f"participation rises most with {policies(f, best)}{brackets}",
        f"带动参与最多的是{policies(f, best)}{brackets}",
    )


def own_title(f: CompareFindings, verdicts: Sequence[tuple[str, str, str]]) -> str:
    """How many own indicators improve; a verdict is (policy, indicator, better | worse | small | open)."""
    n, total = len({key for key, _, _ in verdicts}), len(verdicts)
    better = sum(verdict == "better" for _, _, verdict in verdicts)
    small = sum(verdict == "small" for _, _, verdict in verdicts)
    aims = "one indicator" if total == 1 else f"the {total} indicators"
    undecided = sum(verdict == "open" for _, _, verdict in verdicts)
    clauses = [
        f.either(
            f"{better} of {aims} that {_policies_aim(n)} improve{'s' if better == 1 else ''} "
            "by more than the smallest difference that matters",
            f"对症：{count(f, n)}项政策各自针对的 {total} 项指标，{better} 项好转且超过有意义的最小差异",
        )
    ]
    if small:
        little = f"{small} change{_one(small)} too little to matter"
        clauses.append(f.either(little, f"{small} 项变化小得没有实际意义"))
    if undecided:
        clauses.append(f.either(f"{undecided} cannot be told yet", f"{undecided} 项还分不清"))
    for key, name, verdict in verdicts:
        if verdict == "worse":
            clauses.append(f.either(f"with {f.label(key)}, {name} gets worse", f"{f.label(key)}反而使{name}变差"))
    return together(f, clauses)


def _one(number: int) -> str:
    """The ending of an English verb."""
    return "s" if number == 1 else ""


def _policies_aim(n: int) -> str:
    return "the policy aims at" if n == 1 else f"the {n} policies aim at"


def paths_title(f: CompareFindings) -> str:
    """How soon half of the gain is reached, and whether it lasts."""
    times = {key: f.months_to_half(key) for key in f.policies if f.is_higher(key, PARTICIPATION)}
    known = {key: months for key, months in times.items() if months is not None}
    fading = [key for key in f.policies if f.faded(key)]
    if not known and not fading:
        speed = f.either("so there is no speed to speak of", "谈不上快慢")
        return together(f, [nobody_clause(f, PARTICIPATION, f.policies), speed])
    if fading:
        lasts = f.either(
            f"by {window(f)}, {policies(f, fading)} {'has' if len(fading) == 1 else 'have'} lost over a "
            "third of the best year's",
            f"到{window(f)}，{policies(f, fading)}比最好的一年已退回三分之一以上",
        )
    else:
        lasts = f.either(
            f"none is seen to have lost a third of it by {window(f)}",
            f"到{window(f)}，未见哪项退回三分之一以上",
        )
    return together(f, [_speed_clause(f, known) if known else nobody_clause(f, PARTICIPATION, f.policies), lasts])


def _speed_clause(f: CompareFindings, known: dict[str, int]) -> str:
    first, last = min(known.values()), max(known.values())
    soon = policies(f, [key for key in known if known[key] == first], 3)
    late = policies(f, [key for key in known if known[key] == last], 3)
    if first == last:
        return f.either(
            f"half of the gain in participation takes {counted('month', first, 'en')} with {soon}",
            f"{soon}使参与的提高过半，要 {first} 个月",
        )
    return f.either(
        f"half of the gain in participation takes from {counted('month', first, 'en')} ({soon}) to {last} ({late})",
        f"见效要等：参与的提高过半，最快 {first} 个月（{soon}），最慢 {last} 个月（{late}）",
    )


def widest_gap(f: CompareFindings) -> tuple[str, str, str] | None:
    """The policy and the two groups (more, less) whose gains in participation differ most, beyond chance."""
    best, found = 0.0, None
    for key in f.singles:
        for family in FAMILIES:
            gains = {group: f.differences(key, f"{PARTICIPATION}.{group}") for group in family}
            ranked = sorted(family, key=lambda group: -gains[group].mean())
            gap = paired_interval(gains[ranked[0]], gains[ranked[-1]])
            if f.judged(gap, PARTICIPATION) == MATTERS and gap.mean > best:
                best, found = gap.mean, (key, ranked[0], ranked[-1])
    return found


def who_title(f: CompareFindings) -> str:
    """Whose participation gains most against whom, and who loses."""
    gap = widest_gap(f)
    if gap is None:
        first = f.either(
            "differences between groups in the gain of participation are small or cannot be told",
            "各类居民之间，参与变化的差别很小或分不出",
        )
    else:
        key, more, less = gap
        values = [signed(f.effect(key, f"{PARTICIPATION}.{group}").mean) for group in (more, less)]
        names = [f.say(GROUPS[group]) for group in (more, less)]
        first = f.either(
            f"with {f.label(key)}, participation changes by {values[0]} points among {names[0]}, "
            f"{values[1]} among {names[1]}",
            f"谁得益：{f.label(key)}使{names[0]}的参与 {values[0]} 个百分点，{names[1]} {values[1]}",
        )
    losses = [clause for column in ("satisfaction", PARTICIPATION) for clause in _losses(f, column)]
    none = f.either("no group is seen to lose participation or satisfaction", "未见哪类居民的参与或满意度下降")
    return together(f, [first, *(losses[:2] or [none])])


def _losses(f: CompareFindings, column: str) -> list[str]:
    clauses, topic = [], f.say(TOPIC[column])
    for key in f.singles:
        losers = [group for group in GROUPS if f.is_lower(key, f"{column}.{group}")]
        if len(losers) == len(GROUPS):
            clauses.append(
                f.either(
                    f"with {f.label(key)}, {topic} falls in each of the seven groups",
                    f"{f.label(key)}使七类居民的{topic}都下降",
                )
            )
        elif losers:
            names = listed(f, [f.say(GROUPS[group]) for group in losers], 7)
            clauses.append(
                f.either(
                    f"with {f.label(key)}, {topic} falls among {names}",
                    f"{f.label(key)}使{names}的{topic}下降",
                )
            )
    return clauses


def price(f: CompareFindings, key: str) -> str:
    """Yuan a year for one more participant, to two digits; – where the effect may be too small or is free."""
    value = f.yuan_per_participant(key)
    return "–" if value is None else yuan(two_digits(value)) if value >= 100 else plain(two_digits(value), 0)


def cost_title(f: CompareFindings) -> str:
    """What one more participant costs a year, from the cheapest to the dearest policy."""
    keys = [key for key in f.policies if f.yuan_per_participant(key) is not None]
    if not keys:
        return together(f, [_no_price(f), f.either("so no price can be given", "谈不上每人多少钱")])
    cheap, dear = f.cheapest(keys), f.cheapest(keys, dearest=True)
    ends = [cheap] if set(cheap) & set(dear) else [cheap, dear]
    said = f.either("; ", "，").join(_price_clause(f, end) for end in ends)
    return f.either(f"One more participant costs, a year, about {said}", f"每多一名参与者一年要花的钱：{said}")


def _no_price(f: CompareFindings) -> str:
    """Why no policy has a price: none that costs money is seen to raise participation."""
    free = [key for key in f.policies if f.is_higher(key, PARTICIPATION) and f.cost(key) < LEAST_COST]
    if not free:
        return nobody_clause(f, PARTICIPATION, f.policies)
    return f.either(
        f"participation rises with {policies(f, free)}, which cost{_s(free)} the budget no money, and no policy that "
        f"costs money is seen to raise it by more than {points(f)}",
        f"{policies(f, free)}使参与提高而不花钱，未见花钱的政策使参与提高 {f.smallest(PARTICIPATION):g} 个百分点以上",
    )


def _price_clause(f: CompareFindings, keys: Sequence[str]) -> str:
    ranked = sorted(keys, key=_by_price(f))
    prices = list(dict.fromkeys((price(f, ranked[0]), price(f, ranked[-1]))))
    shown, names = "–".join(prices), policies(f, ranked)
    tied = f.either(" (cannot tell which)", "（分不出高低）") if len(keys) > 1 else ""
    return f.either(f"{shown} yuan with {names}{tied}", f"{names}约 {shown} 元{tied}")


def _by_price(f: CompareFindings) -> Callable[[str], float]:
    return lambda key: f.yuan_per_participant(key) or 0.0


def network_title(f: CompareFindings) -> str:
    """How many of one community take part without and with the policy."""
    without, under = f.network.took_part
    shares = [f"{100 * took.mean():.0f}%" for took in (without, under)]
    joined, left = int((under & ~without).sum()), int((without & ~under).sum())
    return f.either(
        f"One community, the same twelve months: {shares[0]} of residents took part without the policy, {shares[1]} "
        f"with it; {joined:,} only with it, {left:,} only without",
        f"同一个社区、同样的十二个月：参与过的居民，维持现状时占 {shares[0]}，实施政策后占 {shares[1]}；"
        f"{joined:,} 人只在实施政策时参与，{left:,} 人只在维持现状时参与",
    )
