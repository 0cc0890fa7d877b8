"""Sentences of a sweep's report; each is computed, and claims no more than its interval does."""

from collections.abc import Sequence

from experiments.output.statistics import Interval
from experiments.output.verdicts import MATTERS, verdict
from experiments.output.wording import capital, counted
from report.drawing import plain
from report.sweep.findings import SMALLEST, Contrast, Difference, SweepFindings
from report.sweep.results import OUTCOMES, PARTICIPATION, QUALITY, SweepResults
from sim.quantity import plain as number
from sim.text import Text

TOPIC = {PARTICIPATION: Text("participation", "参与"), QUALITY: Text("service quality", "服务质量")}
AXIS = {
    PARTICIPATION: Text("Residents who took part within a year (%)", "一年内参与过的居民（%）"),
    QUALITY: Text("Service quality (0–100)", "服务质量（0–100 分）"),
}
_BY = {True: "高", False: "低"}
_UNIT = {PARTICIPATION: "个百分点", QUALITY: "分"}


def size(r: SweepResults, found: Interval, outcome: str) -> str:
    """The size of a change with interval and unit, without its sign."""
    text = f"{plain(abs(found.mean))}{r.spread(found)}"
    if r.lang == "zh":
        return f"{text}{'' if text.endswith('）') else ' '}{_UNIT[outcome]}"
    return f"{text} points"


def matters(found: Interval) -> bool:
    """The whole interval lies beyond the smallest difference that matters."""
    return verdict(found, SMALLEST) == MATTERS


def quantity(r: SweepResults, block: Sequence[str]) -> str:
    """What a designed quantity is called, or several that move together."""
    names = [r.quantity(name).label.get(r.lang) for name in block]
    if len(names) == 1:
        return names[0]
    return Text(f"{joined(names, 'en', len(names))} together", f"{joined(names, 'zh', len(names))}一起").get(r.lang)


def difference_clause(r: SweepResults, d: Difference) -> str:
    """What a scenario does to an outcome."""
    label, topic, amount = r.label(d.scenario), TOPIC[d.outcome].get(r.lang), size(r, d.found, d.outcome)
    up = d.found.mean > 0
    if r.lang == "zh":
        return f"与{r.label(r.reference)}相比，{label}使{topic}{'提高' if up else '降低'} {amount}"
    return f"{topic} {'rises' if up else 'falls'} by {amount} with {label}, against {base(r)}"


def contrast_clause(r: SweepResults, c: Contrast) -> str:
    """What a designed quantity does to a level, or to the gain of a scenario."""
    if len(c.block) > 1:
        return _path_clause(r, c)
    name, topic, amount = quantity(r, c.block), TOPIC[c.outcome].get(r.lang), size(r, c.found, c.outcome)
    low, high = (_place(r, value) for value in (c.low, c.high))
    label, up = r.label(c.scenario), c.found.mean > 0
    if r.lang == "zh":
        whose = f"{label}对{topic}的作用" if c.gain else f"{label}下的{topic}" if len(r.scenarios) > 1 else topic
        return f"{name}{high} 时，{whose}比{low} 时{'高' if up else '低'} {amount}"
    whose = f"the effect of {label} on {topic}" if c.gain else topic
    under = "" if c.gain or len(r.scenarios) < 2 else f" with {base(r) if c.scenario == r.reference else label}"
    return f"{capital(whose)}{under} is {amount} {'higher' if up else 'lower'} with {lower(name)} {high} than {low}"


def _path_clause(r: SweepResults, c: Contrast) -> str:
    """What changes from one end to the other of a path along which several quantities move together."""
    topic, amount, up = TOPIC[c.outcome].get(r.lang), size(r, c.found, c.outcome), c.found.mean > 0
    high, low = (_setting(r, c, end) for end in (c.high, c.low))
    label = r.label(c.scenario)
    if r.lang == "zh":
        whose = f"{label}对{topic}的作用" if c.gain else f"{label}下的{topic}" if len(r.scenarios) > 1 else topic
        return f"{high}时，{whose}比{low}时{'高' if up else '低'} {amount}（这些变量一起变动，分不出各自的作用）"
    whose = f"the effect of {label} on {topic}" if c.gain else topic
    under = "" if c.gain or len(r.scenarios) < 2 else f" with {base(r) if c.scenario == r.reference else label}"
    direction = "higher" if up else "lower"
    return f"{capital(whose)}{under} is {amount} {direction} with {high} than with {low}, which move together"


def _setting(r: SweepResults, c: Contrast, place: float) -> str:
    """The quantities of a block at one end: exactly, or of drawn points about where the first of them is."""
    if r.sampled:
        first = f"{lower(quantity(r, c.block[:1]))} {_place(r, place)}"
        return Text(f"{lower(quantity(r, c.block))} ({first})", f"{quantity(r, c.block)}（{first}）").get(r.lang)
    row = r.path(c.block).iloc[int(place)]
    said = [f"{lower(quantity(r, (name,)))} {number(round(float(row[name]), 6))}" for name in c.block]
    return joined(said, r.lang, len(said))


def _place(r: SweepResults, value: float) -> str:
    """Where on its range a designed quantity is: exactly, or about where points were drawn."""
    if r.sampled:
        return Text(f"at about {value:.2g}", f"约为 {value:.2g}").get(r.lang)
    return Text(f"at {number(round(value, 6))}", f"为 {number(round(value, 6))}").get(r.lang)


def base(r: SweepResults) -> str:
    """The reference within an English sentence."""
    return lower(r.label(r.reference))


def lower(text: str) -> str:
    """First letter in lower case, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def lead(f: SweepFindings) -> str:
    """The largest finding as one sentence, and up to three more, a line each."""
    r = f.results
    found = [(abs(d.found.mean), difference_clause(r, d)) for d in f.differences if matters(d.found)]
    best = [max(contrasts, key=lambda contrast: abs(contrast.found.mean)) for contrasts in _every(f) if contrasts]
    found += [(abs(item.found.mean), contrast_clause(r, item)) for item in best]
    stop = "。" if r.lang == "zh" else "."
    sentences = [capital(text) + stop for _, text in sorted(found, key=lambda item: -item[0])[:4]]
    return "\n".join([*(sentences or [nothing(r)]), *_failed(r)])


def _every(f: SweepFindings) -> list[list[Contrast]]:
    """The contrasts that matter: of levels under the reference, and of the gains of the strongest scenario."""
    r = f.results
    wanted = [(r.reference, False), *([(f.focus, True)] if f.focus else [])]
    return [
        [contrast for contrast in f.contrasts(outcome, scenario, gain=gain) if matters(contrast.found)]
        for scenario, gain in wanted
        for outcome in OUTCOMES
    ]


def nothing(r: SweepResults) -> str:
    """That nothing can be told apart, and why where one community was simulated on."""
    if r.alone and r.sampled:
        return Text(
            "Random variation was not measured: all points were simulated on one community, so there are no "
            "intervals; run more replicates.",
            "没有测量随机波动：各点都只在同一个社区里运行，没有区间；请增加社区个数。",
        ).get(r.lang)
    if r.alone:
        return Text(
            "One community cannot tell an effect from chance: there are no intervals; run more replicates.",
            "一个社区分不清作用和偶然，没有区间；请增加社区个数。",
        ).get(r.lang)
    return Text(
        f"No difference is seen to be more than {counted('point', SMALLEST, 'en')}.",
        f"未见有 {SMALLEST:g} 点以上的差别。",
    ).get(r.lang)


def _failed(r: SweepResults) -> list[str]:
    failed = int(r.manifest["counts"].get("failed", 0))
    if not failed:
        return []
    runs = Text("run" if failed == 1 else "runs", "").en
    return [
        Text(f"{failed:,} {runs} failed; they are listed below.", f"有 {failed:,} 次运行失败，列在下面。").get(r.lang)
    ]


def effects_title(f: SweepFindings) -> str:
    """Which scenario changes the outcomes most; a leader is named only if it stands apart."""
    if f.results.alone:
        return nothing(f.results).rstrip(".。")
    clauses = [_leader_clause(f, outcome) for outcome in OUTCOMES]
    return capital(("；" if f.results.lang == "zh" else "; ").join(clauses))


def _leader_clause(f: SweepFindings, outcome: str) -> str:
    """Who raises an outcome most; where nobody does, who lowers it."""
    r, topic = f.results, TOPIC[outcome].get(f.results.lang)
    found = [d for d in f.differences if d.outcome == outcome and matters(d.found)]
    if not found:
        none = Text(
            f"no scenario is seen to move {topic} by more than {SMALLEST:g} point",
            f"未见有方案使{topic}变动 {SMALLEST:g} 点以上",
        )
        return none.get(r.lang)
    up = any(d.found.mean > 0 for d in found)
    ranked = sorted((d for d in found if (d.found.mean > 0) == up), key=lambda d: -abs(d.found.mean))
    first, *rest = ranked
    tied = [d for d in rest if not f.apart(outcome, first.scenario, d.scenario)]
    names, amount = joined([r.label(d.scenario) for d in (first, *tied)], r.lang), size(r, first.found, outcome)
    most = len(r.others) > 1
    if r.lang == "zh":
        verb = f"{'提高' if up else '降低'}{topic}"
        return (
            f"{verb}最多的是{names}，分不出高低"
            if tied
            else f"{names}{'最能' if most else ''}{verb}，{_BY[up]} {amount}"
        )
    verb = f"{topic} {'rises' if up else 'falls'}{' most' if most else ''} with {names}"
    return f"{verb} (cannot tell which)" if tied else f"{verb}, by {amount}"


def joined(names: Sequence[str], lang: str, most: int = 3) -> str:
    """Names in a row; beyond ``most`` the rest are counted."""
    if len(names) > most:
        rest = len(names) - most
        return (
            f"{'、'.join(names[:most])}等 {len(names)} 项"
            if lang == "zh"
            else f"{', '.join(names[:most])} and {rest} more"
        )
    if lang == "zh":
        return "、".join(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def along_title(f: SweepFindings, scenario: str, *, gain: bool) -> str:
    """What moves most along the design, for levels or for gains."""
    r = f.results
    found = [
        contrast
        for outcome in OUTCOMES
        for contrast in f.contrasts(outcome, scenario, gain=gain)
        if matters(contrast.found)
    ]
    if found:
        return contrast_clause(r, max(found, key=lambda item: abs(item.found.mean)))
    if r.alone:
        return nothing(r).rstrip(".。")
    if gain:
        return Text(
            f"The effect of {r.label(scenario)} is not seen to change along the design by more than {SMALLEST:g} point",
            f"在设计范围内，未见{r.label(scenario)}的作用有 {SMALLEST:g} 点以上的变化",
        ).get(r.lang)
    return Text(
        f"Nothing is seen to move by more than {SMALLEST:g} point along the design",
        f"在设计范围内，未见 {SMALLEST:g} 点以上的变化",
    ).get(r.lang)


def interval_note(r: SweepResults) -> str:
    """What an interval holds; stands under every picture with intervals."""
    n = counted("community", r.n_communities, r.lang)
    if r.alone:
        return Text(
            "One community: random variation was not measured, so no intervals.",
            "只有一个社区：没有测量随机波动，没有区间。",
        ).get(r.lang)
    if r.sampled and r.plan["design"].get("communities") is None:
        return Text(
            f"Intervals: 95%, over points of the design, which all share the same {n}.",
            f"区间为 95%，以设计中的点为单位；各点共用同样的 {n}。",
        ).get(r.lang)
    if r.sampled:
        return Text(
            "Intervals: 95%, over points of the design, each with communities of its own.",
            "区间为 95%，以设计中的点为单位，每点各有自己的社区。",
        ).get(r.lang)
    return Text(
        f"Intervals: 95%, random draws only ({n}); most parameters are assumptions.",
        f"区间为 95%，只反映随机波动（{n}）；多数参数是假设。",
    ).get(r.lang)
