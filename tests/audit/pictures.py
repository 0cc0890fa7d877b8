"""The sentences on pictures and above them: questions, leads, titles, subtitles, notes, and what is told for them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tests.audit.raw import PARTICIPATION, QUALITY, judge, t_interval, worlds
from tests.audit.rules import Slot
from tests.audit.say import GROUPS, Claim, Say, plain, signed, two_digits, yuan
from tests.audit.sentences import ALL, same_money

FAMILIES = (("young", "middle", "old"), ("renter", "owner"), ("other", "party"))
OWN = {
    "P1": ("competence", "care"), "P2": ("quit_rate", "burned_out"), "P3": ("revenue_concentration", "events"),
    "P4": ("active_retired", "active_in_service"), "P5": ("coordination", "agenda_overlap"),
    "P6": ("awareness.young", "hot_cold_gap"), "P7": ("legitimacy", "official_excess"),
    "P8": ("match", "non_government_share"), "P9": ("order_share", "backlog"), "P10": ("autonomy", "autonomy_gap"),
}  # fmt: skip
"""Two indicators a problem, as the scenarios' reference page has them."""


def better(column: str) -> int:
    """Return +1 where more is better, −1 where less is."""
    from tests.audit.raw import meanings

    return meanings()[column.partition(".")[0]].better


def n_said(say: Say) -> Claim:
    """How many communities."""
    return Claim(say.communities(), "summary.parquet", "all", "replicate", str(say.raw.n))


def span_said(say: Say) -> Claim:
    """The years that numbers are means of."""
    return Claim(say.window(), "docs/reference/indicators.en.md", PARTICIPATION, "Months", "24")


def point_said(say: Say) -> Claim:
    """The smallest difference that matters."""
    return Claim(say.points(), "manifest.json", "settings", "smallest")


def map_title(say: Say) -> Claim:
    """Who leads at full strength, and who lowers."""
    keys = say.raw.singles or say.raw.policies
    best = [say.raw.leaders(column, keys) for column in (PARTICIPATION, QUALITY)]
    clauses = [say.rises(column, keys) for column in (PARTICIPATION, QUALITY)]
    if len(best[0]) == 1 and best[0] == best[1]:
        name, most = say.names(best[0]), len(keys) > 1
        zh = f"{name}最能带动参与，也最能提高质量" if most else f"{name}带动参与，也提高质量"
        clauses = [say.of(f"participation and quality both rise{' most' if most else ''} with {name}", zh)]
    text = say.joined([*clauses, *say.fallers(keys)])
    if say.raw.wide and say.raw.singles:
        apart = say.of(f"Apart from {say.names(say.raw.wide)}, ", f"除{say.names(say.raw.wide)}外，")
        text = apart + text[:1].lower() + text[1:]
    return say.claim(text, ALL, "participation_12m, quality", "paired t intervals")


def sums(say: Say) -> list[Claim]:
    """Whether all at once bring more than the sum of the parts."""
    first, second = (say.against_sum(say.raw.wide[0], column) for column in (PARTICIPATION, QUALITY))
    return [
        say.claim(say.of(f"{first}, ", f"{first}，"), ALL, PARTICIPATION, "all ten − sum of ten, paired"),
        say.claim(second, ALL, QUALITY, "all ten − sum of ten, paired"),
    ]


def world(say: Say, key: str, column: str) -> tuple[np.ndarray, int]:
    """Return the differences over worlds in points, and how many of them help."""
    found = worlds()[0][f"{key}|{column}"].to_numpy(dtype=float)
    return 100 * found, int((found > say.raw.smallest(column) / 100).sum())


def worlds_title(say: Say) -> Claim:
    """How many policies help in at least 95 of 100 worlds."""
    sure = []
    for column in (PARTICIPATION, QUALITY):
        counts = [(world(say, key, column)[1], len(worlds()[0])) for key in say.raw.policies]
        sure.append(sum(k >= 0.95 * n for k, n in counts))
    n = len(say.raw.policies)
    return Claim(
        say.of(
            f"Helped in at least 95% of the worlds: participation by {sure[0]} of {n} policies, service quality by "
            f"{sure[1]}",
            f"{n} 项政策中，在至少 95% 的世界里有益于参与的有 {sure[0]} 项，有益于服务质量的有 {sure[1]} 项",
        ),
        "experiments/plausible/kept.parquet", "every world", "POLICY|participation_12m, POLICY|quality", str(sure),
    )  # fmt: skip


def stochastic_share(say: Say) -> Claim:
    """How much of the variance over worlds is due to random draws, the least and the most of all rows compared."""
    rows = [key for key in say.raw.keys if say.raw.rows[key]["row"] in ("full", "money") and key != "baseline"]
    shares = [worlds()[1]["luck"][key][c] for key in rows for c in (PARTICIPATION, QUALITY)]
    low, high = (f"{100 * share:.0f}%" for share in (min(shares), max(shares)))
    text = low if low == high else say.of(f"{low} to {high}", f"{low}–{high}")
    return Claim(text, "experiments/plausible/kept.json", "random draws of every row", "participation_12m, quality")


def set_said(en: str, zh: str, key: str) -> Slot:
    """Return a slot: a number of the stored set of worlds."""

    def slot(say: Say) -> Claim:
        found = len(worlds()[0]) if key == "worlds" else worlds()[1][key]
        return Claim(
            say.of(en, zh).format(found), "experiments/plausible/kept.json", key, "and rows of kept.parquet", str(found)
        )

    return slot


def real(say: Say) -> Claim:
    """What rows for the same money really spend, from the least to the most."""
    raw = say.raw
    spent = [raw.level(key, "cost_with_shadow" if raw.rows[key]["shadow"] else "cost") for key in raw.money]
    text = "–".join(dict.fromkeys((yuan(min(spent)), yuan(max(spent)))))
    return say.claim(
        text, "every row for the same money", "cost, cost_with_shadow", f"{min(spent):.1f} … {max(spent):.1f}"
    )


def relief(say: Say) -> Claim:
    """The most that a row hands back."""
    most = max(say.raw.shadow(key) for key in say.raw.money if say.raw.shifts(key))
    return say.claim(yuan(most), "rows with †", "cost_with_shadow − cost", most)


def short(say: Say) -> Claim:
    """Rows that spend clearly less than the sum."""
    raw = say.raw
    keys = [
        k
        for k in raw.money
        if raw.level(k, "cost_with_shadow" if raw.rows[k]["shadow"] else "cost") < 0.9 * raw.settings["budget"]
    ]
    return say.claim(say.names(keys, marks=True), "every row for the same money", "cost", "below 90 % of the sum")


def own_title(say: Say) -> Claim:
    """How many of the indicators that policies aim at improve by what matters."""
    raw = say.raw
    keys = [key for key in raw.full if raw.problem(key)]
    sides = [(key, c, raw.judged(key, c)) for key in keys for c in OWN[raw.problem(key)]]
    good = sum(side == ("up" if better(c) > 0 else "down") for _, c, side in sides)
    n, total = len(keys), len(sides)
    count = f" {n} " if n > 10 else "零一两三四五六七八九十"[n]
    aim = "the policy aims at" if n == 1 else f"the {n} policies aim at"
    s = "s" if good == 1 else ""
    clauses = [say.of(
        f"{good} of the {total} indicators that {aim} improve{s} by more than the smallest difference that matters",
        f"对症：{count}项政策各自针对的 {total} 项指标，{good} 项好转且超过有意义的最小差异",
    )]  # fmt: skip
    small, still = (sum(side == word for _, _, side in sides) for word in ("small", "open"))
    if small:
        clauses.append(
            say.of(f"{small} change{'s' if small == 1 else ''} too little to matter", f"{small} 项变化小得没有实际意义")
        )
    if still:
        clauses.append(say.of(f"{still} cannot be told yet", f"{still} 项还分不清"))
    return say.claim(say.joined(clauses), ALL, ", ".join(c for _, c, _ in sides), "paired t intervals")


def paths_title(say: Say) -> Claim:
    """How soon half of the gain is reached, and whether it lasts."""
    raw = say.raw
    times = {k: raw.half_time(k, PARTICIPATION) for k in raw.policies if raw.judged(k, PARTICIPATION) == "up"}
    fading, window = [key for key in raw.policies if raw.faded(key)], say.window()
    none = say.nobody(PARTICIPATION, raw.policies) if not times else ""
    if not times and not fading:
        return say.claim(
            say.joined([none, say.of("so there is no speed to speak of", "谈不上快慢")]), ALL, PARTICIPATION, ""
        )
    first, last = (min(times.values()), max(times.values())) if times else (0, 0)
    soon, late = (say.names([key for key in times if times[key] == month], 3) for month in (first, last))
    months = f"{first} month{'' if first == 1 else 's'}"
    speed = say.of(
        f"half of the gain in participation takes from {months} ({soon}) to {last} ({late})",
        f"见效要等：参与的提高过半，最快 {first} 个月（{soon}），最慢 {last} 个月（{late}）",
    )
    if first == last:
        speed = say.of(
            f"half of the gain in participation takes {months} with {soon}", f"{soon}使参与的提高过半，要 {first} 个月"
        )
    names = say.names(fading)
    have = "has" if len(fading) == 1 else "have"
    lasts = say.of(f"none is seen to have lost a third of it by {window}", f"到{window}，未见哪项退回三分之一以上")
    if fading:
        lasts = say.of(
            f"by {window}, {names} {have} lost over a third of the best year's",
            f"到{window}，{names}比最好的一年已退回三分之一以上",
        )
    return say.claim(
        say.joined([speed if times else none, lasts]), ALL, PARTICIPATION, str(times), "trajectories.parquet"
    )


def who_title(say: Say) -> Claim:
    """Where gains of groups differ most, and whose satisfaction or participation falls."""
    raw, gaps = say.raw, []
    for key in raw.singles:
        for family in FAMILIES:
            ranked = sorted(family, key=lambda g: -raw.effect(key, f"{PARTICIPATION}.{g}").mean)
            apart = t_interval(
                raw.gap(key, f"{PARTICIPATION}.{ranked[0]}") - raw.gap(key, f"{PARTICIPATION}.{ranked[-1]}")
            )
            if judge(apart, raw.smallest(PARTICIPATION)) == "up":
                gaps.append((apart.mean, key, ranked[0], ranked[-1]))
    first = say.of(
        "differences between groups in the gain of participation are small or cannot be told",
        "各类居民之间，参与变化的差别很小或分不出",
    )
    if gaps:
        _, key, more, less = max(gaps)
        values = [signed(raw.effect(key, f"{PARTICIPATION}.{g}").mean) for g in (more, less)]
        groups = [say.of(*GROUPS[g]) for g in (more, less)]
        first = say.of(
            f"with {say.label(key)}, participation changes by {values[0]} points among {groups[0]}, {values[1]} "
            f"among {groups[1]}",
            f"谁得益：{say.label(key)}使{groups[0]}的参与 {values[0]} 个百分点，{groups[1]} {values[1]}",
        )
    losses = [clause for column, topic in (("satisfaction", ("satisfaction", "满意度")), (PARTICIPATION, ("participation", "参与")))
              for key in raw.singles if (clause := _loss(say, key, column, say.of(*topic)))]  # fmt: skip
    none = say.of("no group is seen to lose participation or satisfaction", "未见哪类居民的参与或满意度下降")
    return say.claim(
        say.joined([first, *(losses[:2] or [none])]),
        ALL,
        "participation_12m.GROUP, satisfaction.GROUP",
        "paired t intervals",
    )


def _loss(say: Say, key: str, column: str, topic: str) -> str:
    lost = [say.of(*GROUPS[g]) for g in GROUPS if say.raw.judged(key, f"{column}.{g}") == "down"]
    if not lost:
        return ""
    if len(lost) == len(GROUPS):
        return say.of(
            f"with {say.label(key)}, {topic} falls in each of the seven groups",
            f"{say.label(key)}使七类居民的{topic}都下降",
        )
    among = say.listed(lost, 7)
    return say.of(f"with {say.label(key)}, {topic} falls among {among}", f"{say.label(key)}使{among}的{topic}下降")


def halves(say: Say) -> Claim:
    """Half-widths of the intervals of all groups on both panels: the middle one, and the largest with its place."""
    columns = ((PARTICIPATION, ("participation", "参与")), ("satisfaction", ("satisfaction", "满意度")))
    found = [
        (say.raw.effect(k, f"{c}.{g}").half, k, topic, g)
        for k in say.raw.policies
        for c, topic in columns
        for g in GROUPS
    ]
    most, key, topic, group = max(found)
    middle = float(np.median([half for half, *_ in found]))
    where = say.of(
        f"{say.label(key)}: {topic[0]}, {GROUPS[group][0]}", f"{say.label(key)}：{topic[1]}，{GROUPS[group][1]}"
    )
    text = say.of(
        f"median ±{plain(middle)}, largest ±{plain(most)} ({where})",
        f"中位 ±{plain(middle)}，最大 ±{plain(most)}（{where}）",
    )
    return say.claim(text, ALL, "participation_12m.GROUP, satisfaction.GROUP", "half-widths")


def who_edge(say: Say, means: Sequence[float], column: str) -> float:
    """Return the right end of the axes of groups: single far values leave it."""
    ranked = sorted(means)
    high = ranked[-3] if len(ranked) > 6 and ranked[-1] > 1.6 * ranked[-3] > 0 else ranked[-1]
    low, high = min(0.0, ranked[0]), max(0.0, high, say.raw.smallest(column))
    return high + 0.09 * ((high - low) or 1.0)


def price(say: Say, key: str) -> str:
    """Return yuan a year for one more participant, as written."""
    found = say.raw.price(key)
    return (
        "–" if found is None else yuan(float(two_digits(found).replace(",", ""))) if found >= 100 else two_digits(found)
    )


def cost_title(say: Say) -> Claim:
    """What one more participant costs, from the cheapest to the dearest policy."""
    raw = say.raw
    priced = [key for key in raw.policies if raw.price(key) is not None]
    if not priced:
        return _no_price(say)
    ends = []
    for sign in (1, -1):
        ranked = sorted(priced, key=lambda k: -sign * raw.people(k).mean())
        ends.append(
            [
                k
                for k in ranked
                if k == ranked[0] or not t_interval(sign * (raw.people(ranked[0]) - raw.people(k))).low > 0
            ]
        )
    clauses = []
    for keys in ends[: 1 if set(ends[0]) & set(ends[1]) else 2]:
        ranked = sorted(keys, key=lambda k: raw.price(k) or 0.0)
        shown, tied = "–".join(dict.fromkeys((price(say, ranked[0]), price(say, ranked[-1])))), len(keys) > 1
        which = say.of(" (cannot tell which)", "（分不出高低）") if tied else ""
        clauses.append(
            say.of(f"{shown} yuan with {say.names(ranked)}{which}", f"{say.names(ranked)}约 {shown} 元{which}")
        )
    text = say.of("One more participant costs, a year, about ", "每多一名参与者一年要花的钱：") + say.of(
        "; ", "，"
    ).join(clauses)
    return say.claim(text, ALL, "cost, participation_12m", "12 · cost / extra participants")


def _no_price(say: Say) -> Claim:
    raw = say.raw
    free = [key for key in raw.policies if raw.judged(key, PARTICIPATION) == "up" and raw.cost(key) < 50]
    why, size = say.nobody(PARTICIPATION, raw.policies), f"{raw.smallest(PARTICIPATION):g}"
    if free:
        names, s = say.names(free), "s" if len(free) == 1 else ""
        why = say.of(
            f"participation rises with {names}, which cost{s} the budget no money, and no policy that costs money is "
            f"seen to raise it by more than {say.points()}",
            f"{names}使参与提高而不花钱，未见花钱的政策使参与提高 {size} 个百分点以上",
        )
    text = say.joined([why, say.of("so no price can be given", "谈不上每人多少钱")])
    return say.claim(text, ALL, "cost, participation_12m", "no effect that matters is paid for")


def network_title(say: Say) -> Claim:
    """How many of one community take part without and with the policy, counted resident by resident."""
    kept = pd.read_parquet(say.raw.folder / "network_residents.parquet")
    base, under = kept["took_part_baseline"], kept["took_part_policy"]
    shares = [f"{100 * took.mean():.0f}%" for took in (base, under)]
    joined, left = int((under & ~base).sum()), int((base & ~under).sum())
    return Claim(
        say.of(
            f"One community, the same twelve months: {shares[0]} of residents took part without the policy, "
            f"{shares[1]} with it; {joined:,} only with it, {left:,} only without",
            f"同一个社区、同样的十二个月：参与过的居民，维持现状时占 {shares[0]}，实施政策后占 {shares[1]}；"
            f"{joined:,} 人只在实施政策时参与，{left:,} 人只在维持现状时参与",
        ),
        "network_residents.parquet", "every resident", "took_part_baseline, took_part_policy",
    )  # fmt: skip


def biggest(say: Say) -> list[Claim]:
    """Each single policy that hands work back, at the hollow end."""
    keys = [key for key in say.raw.singles if say.raw.shifts(key)]
    return [
        say.claim(
            say.of(f"† {say.label(k)}: at the hollow end the work that goes back to the street office counts as money too (shadow cost, "
                   f"{yuan(say.raw.shadow(k))} yuan a month).",
                   f"† {say.label(k)}：空心端把转给街道的工作量也折成钱（影子成本，每月 {yuan(say.raw.shadow(k))} 元）。"),
            k, "cost_with_shadow − cost", say.raw.shadow(k),
        ) for k in keys
    ]  # fmt: skip


TITLES: dict[str, Slot] = {
    "map": map_title, "worlds": worlds_title, "money": same_money(False), "own": own_title, "paths": paths_title,
    "who": who_title, "cost": cost_title, "network": network_title,
}  # fmt: skip
